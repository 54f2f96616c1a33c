"""One thing said, and why it was said. The two are stored apart so that a release can leave reasons out."""

from typing import Any, Literal

from bedside.scenarios.finding import Finding
from bedside.scenarios.note import Span
from bedside.scenarios.value import Value


class Turn(Value):
    """One thing said. ``speaker`` is ``physician``, ``patient`` or a named third party (``mother``, ``nurse``...)."""

    id: str  # never changes, even when the turn is revised or others are inserted before it
    speaker: str
    text: str


class Claim(Value):
    """A stretch of a turn's text (``said``) and what it rests on: facts of the note, passages, or both."""

    said: Span
    facts: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()


class Criterion(Value):
    """What an answer in a diagnostic interview says about one criterion. ``evidence`` is where the turn's text shows it;
    ``points`` and ``met`` (enough points to count) are None for what the instrument gives no points for."""

    id: str
    fact: str
    polarity: Literal["present", "denied"]
    points: int | None = None
    met: bool | None = None
    evidence: Span


class Reason(Value):
    """Why a turn was said. ``spans`` point into the note, ``evidence`` names the passages the role was given, and
    ``passages`` those of them that the turn rests on. ``checks`` holds what each check found.

    ``words[i]`` are the note's words for ``facts[i]``, as it was given; empty where a record was read without its note.
    """

    turn: str
    thought: str
    act: str
    topic: str
    step: str
    facts: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    because: str = ""  # why something was withheld
    passages: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()  # passages that the role was given
    claims: tuple[Claim, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    spans: tuple[Span, ...] = ()
    words: tuple[str, ...] = ()
    checks: tuple[Finding, ...] = ()
    model: dict[str, Any] = {}
    revision: int = 0


class Utterance(Value):
    """What a role returns when it is asked to speak: the words, and the reason for them."""

    text: str
    thought: str = ""
    facts: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    because: str = ""  # why something was withheld
    passages: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    model: dict[str, Any] = {}
