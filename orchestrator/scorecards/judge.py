"""Language models as judges: every dialogue by a rubric, and pairs in both orders; agreement, and people joined with judges.

Law of the file: what a judge could not be brought to say is unscored, with the reason, and counted; it is never a number.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel

from bedside.agents.model import Model, ModelError, Request
from bedside.agents.models.server_features import Features
from bedside.agents.models.structured import TypedReply, ask_typed
from bedside.evaluation.judging.rubric import PairReply, RubricReply, pair_messages, rubric_messages
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.scorecards.judge_families import JudgeFamily
from bedside.orchestrator.scorecards.source import TalkSource
from bedside.orchestrator.scorecards.talk import SourceTalk

Json = dict[str, Any]
T = TypeVar("T", bound=BaseModel)
AT_ONCE = 4  # dialogues
_STOPS = frozenset({"config", "internal"})  # what no other dialogue would mend


@dataclass(frozen=True)
class Judge:
    """A judge that is open. ``served`` is told by what name its server calls it."""

    about: JudgeFamily
    model: Model
    served: Callable[[str | None], None]
    features: Features = field(default_factory=Features)


@dataclass(frozen=True)
class JudgedDialogue:
    """What one judge gave one dialogue; without ``scores`` the ``reason``."""

    id: str
    judge: str
    scores: dict[str, int] | None
    reason: str = ""
    because: str = ""
    words_kept: bool = True

    @property
    def row(self) -> Json:
        """As a line of ``judged.jsonl``; a sentence that may quote a note only where its words are kept."""
        because = {"because": self.because} if self.because and self.words_kept else {}
        return {
            "id": self.id,
            "judge": self.judge,
            "scores": self.scores,
            **({"reason": self.reason} if self.reason else because),
        }


@dataclass(frozen=True)
class JudgedPair:
    """Two dialogues of one note, asked for in both orders: ``ours`` or ``theirs`` where both orders say so, ``neither``, ``order``
    where the place decided, or "" with the ``reason`` where an answer is missing."""

    note: str
    judge: str
    better: str
    reason: str = ""


def talks_of(source: TalkSource, limit: int | None) -> list[SourceTalk]:
    """The dialogues that can be judged, the first ``limit`` of them. Raises ``Problem`` where there are none."""
    found: list[SourceTalk] = []
    for portion in source.portions():
        found += [talk for talk in source.talks(portion) if isinstance(talk, SourceTalk)]
        if limit is not None and len(found) >= limit:
            break
    if not found:
        raise Problem("input", f"{source.name} holds no dialogue of both speakers: there is nothing to be judged.")
    return found[:limit]


async def judged(talks: Sequence[SourceTalk], judges: Sequence[Judge]) -> list[JudgedDialogue]:
    """Every dialogue by every judge. Raises ``Problem`` for a judge that cannot be asked at all."""

    async def ask(judge: Judge, talk: SourceTalk) -> JudgedDialogue:
        messages = rubric_messages(talk.id, note_text(talk), spoken_turns(talk))
        reply, reason = await ask_judge(judge, Request(messages, f"{talk.id}/judge"), RubricReply)
        if reply is None:
            return JudgedDialogue(talk.id, judge.about.name, None, reason)
        return JudgedDialogue(talk.id, judge.about.name, reply.scores, "", reply.because, talk.words_kept)

    return await together([lambda judge=judge, talk=talk: ask(judge, talk) for judge in judges for talk in talks])


async def judged_pairs(pairs: Sequence[tuple[SourceTalk, SourceTalk]], judges: Sequence[Judge]) -> list[JudgedPair]:
    """Every pair (ours, theirs) by every judge, in both orders."""

    async def ask(judge: Judge, ours: SourceTalk, theirs: SourceTalk) -> JudgedPair:
        note, name = note_text(ours), f"{ours.id}/{theirs.id}"
        answers: list[str] = []
        for order, (first, second) in enumerate(((ours, theirs), (theirs, ours))):
            request = Request(
                pair_messages(name, note, spoken_turns(first), spoken_turns(second)), f"{name}/pair/{order}"
            )
            reply, reason = await ask_judge(judge, request, PairReply)
            if reply is None:
                return JudgedPair(ours.id, judge.about.name, "", reason)
            answers.append(reply.better)
        return JudgedPair(ours.id, judge.about.name, _BOTH.get((answers[0], answers[1]), "order"))

    return await together(
        [
            lambda judge=judge, ours=ours, theirs=theirs: ask(judge, ours, theirs)
            for judge in judges
            for ours, theirs in pairs
        ]
    )


_BOTH = {("first", "second"): "ours", ("second", "first"): "theirs", ("neither", "neither"): "neither"}


async def ask_judge(judge: Judge, request: Request, shape: type[T]) -> tuple[T | None, str]:
    """The answer, or None and why there is none."""
    try:
        found: TypedReply[T] = await ask_typed(judge.model, request, shape, features=judge.features)
    except ModelError as error:
        if error.kind in _STOPS:
            raise Problem("config", f"The judge {judge.about.name} cannot be asked: {error.message}") from None
        return None, error.kind
    judge.served(found.reply.served)
    return found.value, ""


async def together(asked: Sequence[Callable[[], Awaitable[Any]]]) -> list[Any]:
    """All of them, some at once, in order; the first that raises ends the rest."""
    room = asyncio.Semaphore(AT_ONCE)

    async def one(ask: Callable[[], Awaitable[Any]]) -> Any:
        async with room:
            return await ask()

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(ask)) for ask in asked]
    except BaseExceptionGroup as several:
        raise several.exceptions[0] from None
    return [task.result() for task in tasks]


def note_text(talk: SourceTalk) -> str | None:
    """The note as it was given, where it is known."""
    return talk.note.given if talk.note is not None else None


def spoken_turns(talk: SourceTalk) -> list[tuple[str, str]]:
    """(speaker, text) of every turn."""
    return [(turn.speaker, turn.text) for turn in talk.record.turns]


def unscored(rows: Sequence[JudgedDialogue] | Sequence[JudgedPair]) -> dict[str, int]:
    """How many have no answer, by the reason."""
    return dict(Counter(row.reason for row in rows if row.reason))
