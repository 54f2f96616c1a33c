"""A fault that is planted, and what somebody who reads the dialogue would notice of it.

Law of the file, and of every file that plants: it knows nothing of who looks for causes. A fault is a change of what goes into
a dialogue (note, case, guideline file, prompt file, a model's recorded reply) or of its log (a plan, a person's edit).
"""

import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bedside.orchestrator.causes.cause_place import Place
from bedside.orchestrator.causes.dialogue_setup import DialogueSetup
from bedside.orchestrator.runs.reader import KeptDialogue

_WORD = re.compile(r"[A-Za-z0-9]+(?:[.'/:-][A-Za-z0-9]+)*")


@dataclass(frozen=True)
class Noticed:
    """What is wrong: the words ``says`` of a turn, a ``check`` that it fails, or a ``fact`` that nobody told."""

    turn: str = ""
    says: str | None = None
    check: str | None = None
    fact: str | None = None


Notice = Callable[[KeptDialogue, KeptDialogue], Noticed | None]  # harmed, unharmed


@dataclass(frozen=True)
class Fault:
    """One fault, ready to be planted. ``into`` changes what the dialogue is made from; ``log`` holds it again with another
    log, where the fault is in there. ``notice`` finds what shows of it, None where nothing does."""

    kind: str
    place: Place
    notice: Notice
    into: Callable[[DialogueSetup], DialogueSetup] = lambda setup: setup
    log: Callable[[DialogueSetup, KeptDialogue], KeptDialogue | None] | None = None


@dataclass(frozen=True)
class Plant:
    """A harmed dialogue, its unharmed twin, and what was planted where. ``setup`` is what the harmed one was made from, with
    the players as they are when they are asked anew."""

    kind: str
    setup: DialogueSetup
    harmed: KeptDialogue
    twin: KeptDialogue
    places: tuple[Place, ...]  # any of them is right
    noticed: Noticed


def words_of(text: str) -> list[str]:
    """The words of a text, lower case."""
    return [word.lower() for word in _WORD.findall(text)]


def holds(text: str, words: str) -> bool:
    """Whether a text has these words, one after the other."""
    return f" {' '.join(words_of(words))} " in f" {' '.join(words_of(text))} "


def pairs(harmed: KeptDialogue, twin: KeptDialogue) -> Iterator[tuple[str, str, str, str]]:
    """Turns of the harmed dialogue: id, speaker, text, and the text of the same turn of the other ("" if it has none)."""
    other = {turn.id: turn.text for turn in twin.record.turns}
    for turn in harmed.record.turns:
        yield turn.id, turn.speaker, turn.text, other.get(turn.id, "")


def says(words: str) -> Notice:
    """The first turn that says these words, where the unharmed dialogue does not."""

    def notice(harmed: KeptDialogue, twin: KeptDialogue) -> Noticed | None:
        for turn, _, text, other in pairs(harmed, twin):
            if holds(text, words) and not holds(other, words):
                return Noticed(turn, says=words)
        return None

    return notice


def new_words(text: str, other: str) -> str:
    """The longest run of words that a text has and another has not; "" for fewer than two."""
    one, two = words_of(other), words_of(text)
    runs = [
        two[b0:b1]
        for tag, _, _, b0, b1 in difflib.SequenceMatcher(None, one, two, autojunk=False).get_opcodes()
        if tag in ("insert", "replace")
    ]
    best = max(runs, key=len, default=[])
    words = " ".join(best)
    return words if len(best) > 1 and not holds(other, words) else ""
