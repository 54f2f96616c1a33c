"""What came of checking cases, told on standard output: a line a conversation, and below it what was not met and where."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.cases.case_input import CaseOptions
from bedside.orchestrator.cases.expectations import CaseOutcome, ExpectationRun, Part, parts
from bedside.orchestrator.cli.signals import until_done
from bedside.orchestrator.failures import FINISHED, MENDABLE, SOME_FAILED, USAGE

UNMET = 1  # exit code: an expectation was not met


@dataclass
class CheckReport:
    """Tells outcomes as they come and counts them."""

    json: bool = False
    quiet: bool = False
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("ok", "unmet", "unheld", "mendable"), 0))

    def tell(self, outcome: CaseOutcome) -> None:
        """Say what came of one conversation."""
        state = "ok" if outcome.met else "unmet" if outcome.failure is None else "unheld"
        self.counts[state] += 1
        self.counts["mendable"] += outcome.kind in MENDABLE
        if self.json:
            print(orjson.dumps(_line(outcome), option=orjson.OPT_SORT_KEYS).decode(), flush=True)
            return
        if outcome.met and self.quiet:
            return
        case = outcome.part.case
        count = case.expect.count if case.expect else 0
        things = "nothing expected" if not count else f"{count} expectation{'s' if count > 1 else ''}"
        head = f"{'ok' if outcome.met else 'FAILED':<7} {case.id} (seed {case.seed}): "
        if outcome.failure is not None:
            print(f"{head}no conversation to read\n        {outcome.failure}", flush=True)
            return
        unmet = f"{len(outcome.misses)} of {things} not met" if outcome.misses else things
        print(f"{head}{unmet}, {outcome.turns} turns", flush=True)
        for miss in outcome.misses:
            print(f"        {outcome.place(miss)}: expected: {miss.expected}. Found: {miss.found}.", flush=True)

    @property
    def code(self) -> int:
        """The exit code: the worst of what was told."""
        if self.counts["unheld"]:
            return USAGE if self.counts["mendable"] else SOME_FAILED
        return UNMET if self.counts["unmet"] else FINISHED

    def close(self) -> None:
        """Say the sum, beside the verdicts."""
        counts = self.counts
        if not self.quiet and not self.json:
            held = f", {counts['unheld']} did not come to an end" if counts["unheld"] else ""
            print(f"{counts['ok']} ok, {counts['unmet']} failed{held}", file=sys.stderr)


def report_expectations(
    paths: Sequence[Path], choices: CaseOptions, seeds: int, player_options: PlayerOptions, verdicts: CheckReport
) -> int:
    """Hold every conversation, tell what came of it, and return the exit code."""
    todo = parts(paths, choices, seeds)
    until_done(_told(todo, ExpectationRun.open(todo, player_options), verdicts))
    verdicts.close()
    return verdicts.code


async def _told(todo: Sequence[Part], expectation_run: ExpectationRun, verdicts: CheckReport) -> None:
    async for outcome in expectation_run.held(todo):
        verdicts.tell(outcome)


def _line(outcome: CaseOutcome) -> dict[str, Any]:
    """An outcome as JSON."""
    case = outcome.part.case
    unmet: list[dict[str, Any]] = []
    for miss in outcome.misses:
        line, column = outcome.mark(miss)
        found = {"expected": miss.expected, "found": miss.found, "turn": miss.turn}
        unmet.append({"where": list(miss.where), **found, "line": line, "column": column})
    return {
        "case": case.id,
        "file": str(outcome.part.file),
        "seed": case.seed,
        "ok": outcome.met,
        "expectations": case.expect.count if case.expect else 0,
        "turns": outcome.turns,
        "unmet": unmet,
        "failure": outcome.failure,
    }
