"""Language models asked to judge, or to refute what metrics point at, for the command line."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.api.background_loop import run_to_end
from bedside.orchestrator.cli.evaluate_command import scores_folder, talk_source
from bedside.orchestrator.cli.find_run import reading
from bedside.orchestrator.cli.open_judges import JudgeOptions, OpenJudges, open_judges, write_judged
from bedside.orchestrator.cli.output import need_output, print_out
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.checksum import dump
from bedside.orchestrator.scorecards.human_ratings import read_ratings
from bedside.orchestrator.scorecards.judge import JudgedDialogue, JudgedPair, judged, judged_pairs, talks_of
from bedside.orchestrator.scorecards.judge_card import judge_card, judge_text
from bedside.orchestrator.scorecards.refute import PanelAnswer, PutFinding, answers, findings_of
from bedside.orchestrator.scorecards.refute_card import refute_card, refute_text
from bedside.orchestrator.scorecards.talk import SourceTalk
from bedside.orchestrator.views.terminal_text import harmless

Json = dict[str, Any]
JUDGED, CARD = "judged.jsonl", "judge.json"
REFUTED, REFUTED_CARD = "refuted.jsonl", "refuted.json"


def run_judge_command(run: str, out: Path, asked: JudgeOptions) -> None:
    """Ask the judges, write judged.jsonl and judge.json, and print the card. Raises ``Problem``."""
    need_output()
    with reading():
        opened = open_judges(run, out, asked)
        people = read_ratings(asked.ratings) if asked.ratings is not None else None
        talks = talks_of(talk_source(run, out, asked.notes), asked.limit)
        pairs = _pairs(talks, asked.against, out) if asked.against else []
        folder = asked.to or scores_folder(run, out)
        rows, wins = run_to_end(_judged(talks, pairs, opened))
        name = talk_source(run, out, None).name
        made = judge_card(name, opened.generators, opened.named, rows, wins, people)
        lines = [dump(row.row) for row in rows]
        lines += [dump({"pair": p.note, "judge": p.judge, "better": p.better, "reason": p.reason}) for p in wins]
        write_judged(folder, JUDGED, lines, CARD, made)
    _show(asked, made, judge_text(made), folder / CARD)


def run_refute_command(run: str, out: Path, asked: JudgeOptions) -> None:
    """Put what the metrics point at before the judges, write refuted.jsonl and refuted.json, and print what stands. Raises ``Problem``."""
    need_output()
    with reading():
        opened = open_judges(run, out, asked)
        talks = talks_of(talk_source(run, out, asked.notes), asked.limit)
        found = findings_of(talks)
        if not found:
            raise Problem("input", f"The metrics point at nothing in {run}: there is nothing to be refuted.")
        folder = asked.to or scores_folder(run, out)
        rows = run_to_end(_refuted(found, opened))
        name = talk_source(run, out, None).name
        made = refute_card(name, opened.generators, opened.named, len(talks), found, rows)
        write_judged(folder, REFUTED, [dump(row.row) for row in rows], REFUTED_CARD, made)
    _show(asked, made, refute_text(made), folder / REFUTED_CARD)


def _show(asked: JudgeOptions, made: Json, lines: Iterable[str], where: Path) -> None:
    if asked.json:
        print_out(orjson.dumps(made, option=orjson.OPT_INDENT_2).decode())
        return
    print_out(harmless("\n".join([*lines, "", str(where)])))


async def _judged(
    talks: Sequence[SourceTalk], pairs: Sequence[tuple[SourceTalk, SourceTalk]], opened: OpenJudges
) -> tuple[list[JudgedDialogue], list[JudgedPair]]:
    try:
        return await judged(talks, opened.judges), await judged_pairs(pairs, opened.judges)
    finally:
        await opened.registry.close()


async def _refuted(found: Sequence[PutFinding], opened: OpenJudges) -> list[PanelAnswer]:
    try:
        return await answers(found, opened.judges)
    finally:
        await opened.registry.close()


def _pairs(talks: Sequence[SourceTalk], against: str, out: Path) -> list[tuple[SourceTalk, SourceTalk]]:
    """Ours and theirs of the same note. Raises ``Problem`` where there is no such note."""
    theirs = {talk.digest: talk for talk in talks_of(talk_source(against, out, None), None) if talk.digest}
    found = [(talk, theirs[talk.digest]) for talk in talks if talk.digest and talk.digest in theirs]
    if not found:
        raise Problem("input", f"{against} has no dialogue of the same notes: pairs are of one note.")
    return found
