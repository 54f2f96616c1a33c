"""Judges that are opened for the command line: allowed by their families, kept on this machine where the data is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.build.player_registry import PlayerRegistry
from bedside.orchestrator.cli.evaluate_command import scores_folder
from bedside.orchestrator.failures import Problem, storage
from bedside.orchestrator.runs.files import PRIVATE_FOLDER, replace
from bedside.orchestrator.runs.reader import read_run_json
from bedside.orchestrator.scorecards.judge import Judge
from bedside.orchestrator.scorecards.judge_families import (
    JudgeFamily,
    families_told,
    generators_of,
    judge_families,
    refuse_served,
)
from bedside.scenarios.case import Case
from bedside.scenarios.player import Player

Json = dict[str, Any]
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
    timeout: float | None = None  # seconds for one answer, in place of a player's own


@dataclass(frozen=True)
class OpenJudges:
    """Judges that can be asked, who spoke, and by what names the judges' servers call them, as far as they have answered."""

    judges: tuple[Judge, ...]
    generators: tuple[str, ...]
    registry: PlayerRegistry
    served: dict[str, set[str]] = field(default_factory=dict[str, set[str]])

    @property
    def named(self) -> list[tuple[JudgeFamily, list[str]]]:
        """Each judge with the names its server gave it."""
        return [(judge.about, sorted(self.served[judge.about.name])) for judge in self.judges]


def open_judges(run: str, out: Path, asked: JudgeOptions) -> OpenJudges:
    """Open them. Raises ``Problem`` for one that is named twice, may not judge, or is no language model."""
    if len(set(asked.judges)) < len(asked.judges):
        raise Problem("usage", "The same judge is named twice: two judges are two models.")
    about = _about(run, out)
    told = families_told(asked.families)
    spoke = _spoke(about, asked.generators)
    other = _spoke(_about(asked.against, out), asked.generators) if asked.against else []
    generators = None if spoke is None or other is None else list(dict.fromkeys([*spoke, *other]))
    families = judge_families(asked.judges, generators, told, asked.force)
    assert generators is not None
    served: dict[str, set[str]] = {judge.name: set() for judge in families}
    registry = _registry(about, asked)

    def hear(judge: JudgeFamily, name: str | None) -> None:
        refuse_served(judge, name, generators, told, asked.force)
        served[judge.name] |= {name} if name else set()

    judges = tuple(_opened(judge, registry, asked, hear) for judge in families)
    return OpenJudges(judges, tuple(generators), registry, served)


def write_judged(folder: Path, lines_name: str, lines: Sequence[bytes], card_name: str, card: Json) -> None:
    """What judges said, a line each, and what it came to. Raises ``Problem`` where it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    except OSError as error:
        raise storage(error, str(folder)) from error
    replace(folder / lines_name, lines)
    replace(folder / card_name, [orjson.dumps(card, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)])


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
    slow: Json = {"timeout": asked.timeout} if asked.timeout is not None else {}
    player = Player(name=judge.name, base_url=asked.base_url, key_file=asked.key_file, **slow)
    return Judge(judge, registry.model(player), lambda name: hear(judge, name))
