"""Where a conversation that is being debugged stops: breakpoints and watches, asked before every utterance."""

import difflib
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from bedside.orchestrator.debug.expression import Expression, read_expression
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.graph.schedule import NextUtterance
from bedside.orchestrator.runs.fold import DialogueState
from bedside.orchestrator.views.terminal_text import short
from bedside.scenarios.finding import faults
from bedside.scenarios.plan import Act, TopicKind

_TOPICS = frozenset(get_args(TopicKind))
_ACTS = frozenset(get_args(Act))
_KINDS = frozenset({"say", "insert", "revise"})


@dataclass
class Breakpoint:
    """Stop before an utterance for which ``when`` holds; ``hits`` is how often it did."""

    text: str
    when: tuple[Expression, ...]
    hits: int = 0


@dataclass
class Watch:
    """Show an expression, and stop when its value is another than before."""

    when: Expression
    last: Any = None
    seen: bool = False


@dataclass
class Stops:
    """The breakpoints and watches of a session, numbered from 1 in the order in which they were set."""

    breakpoints: dict[int, Breakpoint] = field(default_factory=dict[int, Breakpoint])
    watches: dict[int, Watch] = field(default_factory=dict[int, Watch])
    _next: int = 1

    def add(self, what: Breakpoint | Watch) -> int:
        """Its number."""
        number, self._next = self._next, self._next + 1
        (self.breakpoints if isinstance(what, Breakpoint) else self.watches)[number] = what  # pyright: ignore[reportArgumentType]
        return number

    def remove(self, number: int) -> None:
        """Take one away. Raises ``Problem`` for a number that none has."""
        if self.breakpoints.pop(number, None) is None and self.watches.pop(number, None) is None:
            raise Problem("usage", f"There is no breakpoint or watch {number}: break lists them.")

    def due(self, facts: Mapping[str, Any]) -> str:
        """Why to stop here, "" for no reason."""
        why: list[str] = []
        for number, one in self.breakpoints.items():
            if all(part.value(facts) for part in one.when):
                one.hits += 1
                why.append(f"breakpoint {number}: {one.text}")
        for number, watch in self.watches.items():
            value = watch.when.value(facts)
            if watch.seen and value != watch.last:
                why.append(f"watch {number}: {watch.when.text} was {watch.last!r} and is {value!r}")
            watch.last, watch.seen = value, True
        return "; ".join(why)


def read_breakpoint(text: str, roles: Sequence[str] = ()) -> Breakpoint:
    """Read ``WHERE if EXPR``; either may be left out. WHERE is a role (one of ``roles``, where some are given), topic, act
    or kind of utterance, ``check`` or ``check NAME`` for one that failed, or words in quotes that were said. Raises
    ``Problem``."""
    where, condition = _parted(text.strip())
    parts = [read_expression(_meant(where, roles))] if where else []
    parts += [read_expression(condition)] if condition.strip() else []
    if not parts:
        raise Problem("usage", 'Say where to stop: break patient, break plan if coverage > 0.5, break "ibuprofen".')
    return Breakpoint(text, tuple(parts))


def _parted(text: str) -> tuple[str, str]:
    """The place and the condition; an ``if`` in quotes is part of the place."""
    if text == "if" or text.startswith("if "):
        return "", text[2:].strip() or " "
    quoted = re.match(r"""("[^"]*"|'[^']*')\s*(?:$|if\b)""", text)
    if quoted is not None:
        rest = text[quoted.end(1) :].strip()
        return quoted[1], rest.removeprefix("if").strip()
    where, _, condition = text.partition(" if ")
    return where.strip(), condition.strip()


def _meant(where: str, roles: Sequence[str]) -> str:
    """The condition that a place stands for."""
    if where[0] in "\"'":
        words = _quoted(where)
        return f"{words.casefold()!r} in text"
    first, _, rest = where.partition(" ")
    if first == "check":
        return f"{rest.strip()!r} in failed" if rest.strip() else "failed != []"
    if rest:
        raise Problem(
            "usage", f"{short(where)!r} is no place: name a role, a topic or an act, or write break if EXPRESSION."
        )
    for known, name in ((_TOPICS, "topic"), (_ACTS, "act"), (_KINDS, "kind")):
        if first in known:
            return f"{name} == {first!r}"
    if not re.fullmatch(r"[a-z][a-z-]*", first) or (roles and first not in roles):
        raise Problem(
            "usage",
            f"{short(where)!r} is no place: {_near(first, roles)}name a role, a topic or an act, or write break if EXPRESSION.",
        )
    return f"role == {first!r}"


def _near(word: str, roles: Sequence[str]) -> str:
    near = difflib.get_close_matches(word[:40], [*roles, *_TOPICS, *_ACTS, *_KINDS, "check"], n=1)
    return f"did you mean {near[0]!r}? Else " if near else ""


def _quoted(text: str) -> str:
    try:
        (words,) = shlex.split(text)
    except ValueError:
        raise Problem("usage", f'The quotes of {short(text)} do not close: break "ibuprofen".') from None
    return words


def facts_at(state: DialogueState, utterance: NextUtterance | None, tokens: int) -> dict[str, Any]:
    """What the names of an expression stand for before this utterance."""
    last = state.turns[-1] if state.turns else None
    reason = state.reasons[-1] if state.reasons else None
    planned = {fact for step in state.steps for fact in step.facts}
    return {
        "role": utterance.speaker if utterance else "",
        "topic": utterance.step.topic if utterance else "",
        "act": utterance.step.act if utterance else "",
        "step": utterance.step.id if utterance else "",
        "kind": utterance.kind if utterance else "",
        "turn": len(state.turns),
        "speaker": last.speaker if last else "",
        "text": last.text.casefold() if last else "",
        "facts": list(reason.facts) if reason else [],
        "said": len(state.said),
        "coverage": coverage(state) if planned else 0.0,
        "failed": [one.check for one in reason.checks if faults([one])] if reason else [],
        "evidence": list(reason.evidence) if reason else [],
        "calls": state.calls,
        "cost": tokens,
    }


def coverage(state: DialogueState) -> float:
    """The share of the plan's facts that have been said, 0 to 1; 0 where there is no plan yet."""
    planned = {fact for step in state.steps for fact in step.facts}
    return len(planned & state.said.keys()) / len(planned) if planned else 0.0
