"""Whether a judge may judge: not where it is of the family that spoke, unless somebody insists, and then that is stamped.

Models prefer what their own kind has said (A. Panickssery and others, "LLM Evaluators Recognize and Favor Their Own Generations", NeurIPS 2024).

Law of the file: of what family a model is must be known, or said; that it is another one is never taken for granted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bedside.agents.models.model_family import FAMILIES, families_of
from bedside.orchestrator.failures import Problem

Json = dict[str, Any]
NO_MODEL = "no language model"


@dataclass(frozen=True)
class JudgeFamily:
    """A judge by name, its families, and those it shares with who spoke: not empty only where that was insisted on."""

    name: str
    families: tuple[str, ...]
    shared: tuple[str, ...] = ()


def generators_of(about: Json) -> list[str]:
    """The language models that spoke in a run, as asked and as served; none where only built-in families did."""
    players: Json = about.get("players") or {}
    asked = [str(player.get("name")) for player in players.values() if ":" in str(player.get("name"))]
    return list(dict.fromkeys([*asked, *map(str, about.get("served") or ())]))


def families_told(given: Sequence[str]) -> dict[str, str]:
    """``MODEL=FAMILY`` as it was said on the command line. Raises ``Problem``."""
    told: dict[str, str] = {}
    for one in given:
        name, _, family = one.rpartition("=")
        if not name or not family.strip():
            raise Problem(
                "usage", f"--model-family {one!r} is none: write MODEL=FAMILY, like openai:our-deployment=openai."
            )
        told[name.strip()] = family.strip().casefold()
    return told


def judge_families(
    judges: Sequence[str], generators: Sequence[str] | None, told: Mapping[str, str], force: bool
) -> list[JudgeFamily]:
    """The judges, each allowed. ``generators`` is None where it is not known who spoke. Raises ``Problem`` for a judge of the family of
    one who spoke, and where a family is not known."""
    if generators is None:
        raise Problem(
            "usage",
            "It is not known who spoke in a file: say so with --generator MODEL, or --generator people for people's conversations.",
        )
    spoke = {name: _families(name, told, force) for name in generators}
    found: list[JudgeFamily] = []
    for judge in judges:
        own = _families(judge, told, force or not spoke)
        shared = sorted({family for families in spoke.values() for family in families & own})
        same = judge in spoke
        if (shared or same) and not force:
            with_whom = next(name for name, families in spoke.items() if families & own or name == judge)
            raise Problem(
                "usage",
                f"{judge} judges its own kind: {with_whom}, which spoke, is of the same family ({', '.join(shared) or 'the same model'}). Take another, or insist with --force-same-family, which is stamped on the result.",
            )
        found.append(JudgeFamily(judge, tuple(sorted(own)), tuple(shared or ([judge] if same else []))))
    return found


def refuse_served(
    judge: JudgeFamily, served: str | None, generators: Sequence[str], told: Mapping[str, str], force: bool
) -> None:
    """Raise ``Problem`` if the server named another model than was asked for, of the family of one who spoke."""
    if served is None or force:
        return
    shared = {family for name in generators for family in _families(name, told, True)} & families_of(served)
    if shared:
        raise Problem(
            "usage",
            f"{judge.name} is served as {served}, which is of the family that spoke ({', '.join(sorted(shared))}): take another judge, or insist with --force-same-family.",
        )


def _families(name: str, told: Mapping[str, str], may_be_unknown: bool) -> frozenset[str]:
    if name in told:
        return frozenset({told[name]})
    found = families_of(name)
    if not found and not may_be_unknown:
        raise Problem(
            "usage",
            f"Of which family {name} is, its name does not say: say it with --model-family {name}=FAMILY ({', '.join(list(FAMILIES)[:6])}, ...).",
        )
    return found
