"""The built-in families by name: who plays where no language model is named."""

import difflib
import importlib
from functools import cache
from typing import Protocol

from bedside.agents.languages.language import base
from bedside.agents.patient import Patient
from bedside.agents.physician import Physician
from bedside.agents.planner import Planner
from bedside.agents.refiner import Refiner
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.graph.context import CheckTurn, Extract
from bedside.scenarios.case import Case

FAMILIES = {"agenda": "bedside.agents.builtin.family", "scripted": "bedside.agents.scripted"}
ROLES = ("planner", "physician", "patient", "refiner")


class Family(Protocol):
    """The four roles played by one kind of agent, its reader of notes and its check of one utterance."""

    @property
    def planner(self) -> Planner: ...
    @property
    def physician(self) -> Physician: ...
    @property
    def patient(self) -> Patient: ...
    @property
    def refiner(self) -> Refiner: ...
    @property
    def extract(self) -> Extract: ...
    @property
    def check_turn(self) -> CheckTurn | None: ...
    @property
    def languages(self) -> frozenset[str] | None:
        """The languages it speaks, as two letters each; None if it speaks any."""
        ...


def family(name: str, case: Case) -> Family:
    """The family of this name as it plays ``case``. Raises ``Problem`` for a name that is not known."""
    if name == "agenda" and case.protocol.startswith("interview/"):
        return _interview(case.style, case.protocol, case.interview.instrument if case.interview else None)
    return _family(name, case.style, case.protocol, case.language)


def _interview(style: str, protocol: str, own: str | None) -> Family:
    from bedside.agents.interview.family import family as interviewers
    from bedside.knowledge.error import KnowledgeError

    try:
        return interviewers(style, protocol, own)
    except KnowledgeError as error:
        raise Problem("config", f"protocol: {error}") from None
    except (KeyError, FileNotFoundError, ValueError) as error:
        raise Problem(
            "config", f"style {style!r} cannot be used ({error}); see scenarios/styles for the names."
        ) from error


@cache
def _family(name: str, style: str, protocol: str, language: str) -> Family:
    if name not in FAMILIES:
        raise Problem("config", f"models: {'. '.join(unknown_player(name))}.")
    spoken = base(language)
    try:
        return importlib.import_module(FAMILIES[name]).family(style, protocol, spoken)
    except (KeyError, FileNotFoundError, ValueError) as error:
        raise Problem(
            "config", f"style {style!r} cannot be used ({error}); see scenarios/styles for the names."
        ) from error


def unknown_player(name: str) -> tuple[str, str]:
    """What is wrong with a name that nobody has, and the nearest one."""
    from bedside.agents.models.registry import PROVIDERS

    near = difflib.get_close_matches(name.split(":")[0], [*FAMILIES, *PROVIDERS], n=1)
    known = ", ".join([*FAMILIES, *(f"{provider}:…" for provider in PROVIDERS)])
    hint = f"Did you mean {near[0] + ':…' if near[0] not in FAMILIES else near[0]!r}? " if near else ""
    return f"nobody is called {name!r}", f"{hint}Choose one of {known}"
