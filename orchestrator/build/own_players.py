"""Players of the user's own in place of the built-in ones: any objects that keep the contracts in ``bedside.agents``.

Law of the file: they are strangers. A method may be plain or a coroutine; a line may be an ``Utterance`` or its words
alone; whatever else comes back, or is raised, is one sentence that names the role and says what to mend.
"""

import inspect
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from bedside.agents.languages.language import base
from bedside.agents.model import ModelError
from bedside.agents.models.function_model import raised
from bedside.agents.refiner import Repair, Review
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.graph.context import Players
from bedside.scenarios.brief import Brief
from bedside.scenarios.case import Case
from bedside.scenarios.note import Note
from bedside.scenarios.plan import Plan
from bedside.scenarios.turn import Utterance

T = TypeVar("T")

_ASKED = {"planner": "plan(case, note, seed)", "refiner": "review(review)"}
_SPEAKS = "speak(brief)"


class OwnSpeaker(Protocol):
    """A patient or a physician: ``bedside.agents.patient.Patient``, taken less strictly."""

    def speak(self, brief: Brief, /) -> Utterance | str | Awaitable[Utterance | str]:
        """Say one thing: an ``Utterance``, or its words."""
        ...


class OwnPlanner(Protocol):
    """A planner: ``bedside.agents.planner.Planner``, as a coroutine or not."""

    def plan(self, case: Case, note: Note, seed: int, /) -> Plan | Awaitable[Plan]:
        """Order the note's facts into topics and steps."""
        ...


class OwnRefiner(Protocol):
    """A refiner: ``bedside.agents.refiner.Refiner``, as a coroutine or not."""

    def review(self, review: Review, /) -> Iterable[Repair] | Awaitable[Iterable[Repair]]:
        """Ask for repairs; none when nothing must be mended."""
        ...


@dataclass(frozen=True)
class OwnPlayers:
    """Makes the players of a case: those of ``others``, and the user's own by role in their place."""

    others: Callable[[Case], Players]
    given: dict[str, Any]

    def __call__(self, case: Case) -> Players:
        """The players of a case. Raises ``Problem`` for an object that keeps no contract."""
        return self._among(self.others(case), {role: _taken(role, of) for role, of in self.given.items()})

    def settled(self, case: Case) -> Case:
        """The case as the others settle it."""
        settle = getattr(self.others, "settled", None)
        return case if settle is None else settle(case)

    async def close(self) -> None:
        """Let go of what the others hold open."""
        close = getattr(self.others, "close", None)
        if close is not None:
            await close()

    def _among(self, players: Players, own: dict[str, Any]) -> Players:
        opened = players.open
        again: dict[str, Any] = {}
        if opened is not None:
            again["open"] = lambda note, seed: self._among(opened(note, seed), own)  # pyright: ignore[reportUnknownLambdaType]
        if {"patient", "physician"} <= own.keys():
            again["languages"] = None  # nobody is left who speaks only some
        return replace(players, **own, **again)


@dataclass(frozen=True)
class _Speaker:
    role: str
    player: OwnSpeaker

    async def speak(self, brief: Brief) -> Utterance:
        said = await _answer(self.role, lambda: self.player.speak(brief))
        if isinstance(said, str):
            facts = _facts(brief, said)
            return Utterance(text=said, thought=f"said by a {self.role} of one's own", facts=facts)
        return _of(self.role, said, Utterance, "its words as text, or an Utterance")


@dataclass(frozen=True)
class _Planner:
    player: OwnPlanner

    async def plan(self, case: Case, note: Note, seed: int) -> Plan:
        return _of("planner", await _answer("planner", lambda: self.player.plan(case, note, seed)), Plan, "a Plan")


@dataclass(frozen=True)
class _Refiner:
    player: OwnRefiner

    async def review(self, review: Review) -> tuple[Repair, ...]:
        asked = await _answer("refiner", lambda: self.player.review(review))
        wanted = "a tuple of Repair, empty where nothing is to be mended"
        repairs: Iterable[Any] = _of("refiner", asked, Iterable, wanted)  # pyright: ignore[reportAssignmentType]
        return tuple(_of("refiner", repair, Repair, wanted) for repair in repairs)


def _taken(role: str, player: Any) -> Any:
    """The user's object as a player. Raises ``Problem`` for one that lacks the method its role is asked by."""
    wanted = _ASKED.get(role, _SPEAKS)
    if isinstance(player, type):
        raise Problem("usage", f"The {role} is a class: give an object of it, {player.__name__}(…).")
    if not callable(getattr(player, wanted.partition("(")[0], None)):
        what = repr(player) if isinstance(player, str) else f"of type {type(player).__name__}"
        mend = "give an object that has it (docs/python.md)"
        if isinstance(player, str):
            mend += f", or name a model for one role under models: {role}: in the case"
        raise Problem("usage", f"The {role} is {what} and has no {wanted}: {mend}.")
    if role == "planner":
        return _Planner(player)
    return _Refiner(player) if role == "refiner" else _Speaker(role, player)


async def _answer(role: str, ask: Callable[[], Any]) -> Any:
    """What a player of the user's own answers. Raises ``Problem`` for what it raises."""
    try:
        answer = ask()
        return await answer if inspect.isawaitable(answer) else answer
    except (Problem, ModelError):
        raise
    except Exception as error:
        raise Problem("usage", f"Your {role} raised {raised(error)}: mend it there.") from error


def _of(role: str, answer: Any, kind: type[T], wanted: str) -> T:
    if isinstance(answer, kind):
        return answer
    given = "nothing (None)" if answer is None else repr(type(answer).__name__)
    raise Problem("usage", f"Your {role} returned {given}: return {wanted}.")


def _facts(brief: Brief, text: str) -> tuple[str, ...]:
    """Which facts of the brief bare words say, read from the words as a model's are."""
    if not brief.facts:
        return ()
    if base(brief.language) != "en":
        from bedside.agents.checks.other_languages import said

        return said(brief.facts, brief, text)
    from bedside.agents.prompted.speaker import said_facts
    from bedside.knowledge.terminology import Terminology

    return said_facts(brief.facts, brief, text, Terminology.load())
