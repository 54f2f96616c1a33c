"""Language models asked to judge, for the command line."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.api.background_loop import run_to_end
from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.build.player_registry import PlayerRegistry
from bedside.orchestrator.cli.evaluate_command import scores_folder, talk_source
from bedside.orchestrator.cli.find_run import reading
from bedside.orchestrator.cli.output import need_output, print_out
from bedside.orchestrator.failures import Problem, storage
from bedside.orchestrator.runs.checksum import dump
from bedside.orchestrator.runs.files import PRIVATE_FOLDER, replace
from bedside.orchestrator.runs.reader import read_run_json
from bedside.orchestrator.scorecards.human_ratings import read_ratings
from bedside.orchestrator.scorecards.judge import Judge, JudgedDialogue, JudgedPair, judged, judged_pairs, talks_of
from bedside.orchestrator.scorecards.judge_card import judge_card, judge_text
from bedside.orchestrator.scorecards.judge_families import (
    JudgeFamily,
    families_told,
    generators_of,
    judge_families,
    refuse_served,
)
from bedside.orchestrator.scorecards.talk import SourceTalk
from bedside.orchestrator.views.terminal_text import harmless
from bedside.scenarios.case import Case
from bedside.scenarios.player import Player

Json = dict[str, Any]
JUDGED, CARD = "judged.jsonl", "judge.json"
PEOPLE = "people"


@dataclass(frozen=True)
class JudgeOptions:
    """Who judges and how they are reached, who spoke where no run says so, and what is compared with."""

    judges: tuple[str, ...]
    base_url: str | None = None
    key_file: str | None = None
    generators: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    force: bool = False
    against: str | None = None
    ratings: Path | None = None
    limit: int | None = None
    notes: Path | None = None
    to: Path | None = None
    json: bool = False


def run_judge_command(run: str, out: Path, asked: JudgeOptions) -> None:
    """Ask the judges, write judged.jsonl and judge.json, and print the card. Raises ``Problem``."""
    need_output()
    if len(set(asked.judges)) < len(asked.judges):
        raise Problem("usage", "The same judge is named twice: two judges are two models.")
    with reading():
        about = _about(run, out)
        told = families_told(asked.families)
        spoke = _spoke(about, asked.generators)
        other = _spoke(_about(asked.against, out), asked.generators) if asked.against else []
        generators = None if spoke is None or other is None else list(dict.fromkeys([*spoke, *other]))
        families = judge_families(asked.judges, generators, told, asked.force)
        assert generators is not None
        people = read_ratings(asked.ratings) if asked.ratings is not None else None
        talks = talks_of(talk_source(run, out, asked.notes), asked.limit)
        pairs = _pairs(talks, asked.against, out) if asked.against else []
        folder = asked.to or scores_folder(run, out)
        served: dict[str, set[str]] = {judge.name: set() for judge in families}
        registry = _registry(about, asked)

        def hear(judge: JudgeFamily, name: str | None) -> None:
            refuse_served(judge, name, generators, told, asked.force)
            served[judge.name] |= {name} if name else set()

        judges = [_opened(judge, registry, asked, hear) for judge in families]
        rows, wins = run_to_end(_judged(talks, pairs, judges, registry))
        named = [(judge, sorted(served[judge.name])) for judge in families]
        made = judge_card(talk_source(run, out, None).name, generators, named, rows, wins, people)
        _write(folder, rows, wins, made)
    if asked.json:
        print_out(orjson.dumps(made, option=orjson.OPT_INDENT_2).decode())
        return
    print_out(harmless("\n".join([*judge_text(made), "", str(folder / CARD)])))


async def _judged(
    talks: Sequence[SourceTalk],
    pairs: Sequence[tuple[SourceTalk, SourceTalk]],
    judges: Sequence[Judge],
    registry: PlayerRegistry,
) -> tuple[list[JudgedDialogue], list[JudgedPair]]:
    try:
        return await judged(talks, judges), await judged_pairs(pairs, judges)
    finally:
        await registry.close()


def _about(run: str, out: Path) -> Json | None:
    """What ``run.json`` says; None for a file."""
    return None if Path(run).is_file() else read_run_json(scores_folder(run, out).parent)


def _spoke(about: Json | None, given: Sequence[str]) -> list[str] | None:
    """The language models that spoke; None where nobody knows."""
    if about is not None:
        return [*generators_of(about), *(name for name in given if name != PEOPLE)]
    return [name for name in given if name != PEOPLE] if given else None


def _registry(about: Json | None, asked: JudgeOptions) -> PlayerRegistry:
    """Opens the judges; data that may not leave this machine stays on it. A file's is taken for open: its rows say nothing."""
    case: Json = ((about or {}).get("config") or {}).get("case") or {}
    known = {key: case[key] for key in ("data_class", "terms") if case.get(key)}
    options = PlayerOptions(asked.judges[0], asked.base_url, asked.key_file)
    return options.registry(Case.model_validate({"id": "judge", "note": "-", **known}), Path())


def _opened(judge: JudgeFamily, registry: PlayerRegistry, asked: JudgeOptions, hear: Any) -> Judge:
    if ":" not in judge.name:
        raise Problem(
            "usage", f"--judge {judge.name!r} is no language model: name one, like openai:MODEL or ollama:MODEL."
        )
    player = Player(name=judge.name, base_url=asked.base_url, key_file=asked.key_file)
    return Judge(judge, registry.model(player), lambda name: hear(judge, name))


def _pairs(talks: Sequence[SourceTalk], against: str, out: Path) -> list[tuple[SourceTalk, SourceTalk]]:
    """Ours and theirs of the same note. Raises ``Problem`` where there is no such note."""
    theirs = {talk.digest: talk for talk in talks_of(talk_source(against, out, None), None) if talk.digest}
    found = [(talk, theirs[talk.digest]) for talk in talks if talk.digest and talk.digest in theirs]
    if not found:
        raise Problem("input", f"{against} has no dialogue of the same notes: pairs are of one note.")
    return found


def _write(folder: Path, rows: Sequence[JudgedDialogue], pairs: Sequence[JudgedPair], made: Json) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    except OSError as error:
        raise storage(error, str(folder)) from error
    lines = [dump(row.row) for row in rows] + [
        dump({"pair": p.note, "judge": p.judge, "better": p.better, "reason": p.reason}) for p in pairs
    ]
    replace(folder / JUDGED, lines)
    replace(folder / CARD, [orjson.dumps(made, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)])
