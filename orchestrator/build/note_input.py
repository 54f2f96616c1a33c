"""What comes in: a note's text, admitted or refused with one sentence; an item's seed.

Control characters are replaced one for one, so that every span also holds in the text as given. What a note says is
data: nothing in it is ever an instruction.
"""

import hashlib
import re
from dataclasses import dataclass

from bedside.agents.languages.language import LanguageError, load_language
from bedside.agents.languages.notes import foreign
from bedside.orchestrator.failures import FILTERED, Problem
from bedside.scenarios.note import Note

MAX_CHARACTERS = 200_000  # of one note; the longest of the development corpora has under 20,000
# What a terminal was told ("\x1b[31m") goes whole, letters and all.
_CONTROL = re.compile(
    "\x1b\\[[0-9;?]{0,20}[A-Za-z]|[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_TAGS = re.compile("[\U000e0000-\U000e007f\U000e0100-\U000e01ef]")  # letters that no screen shows
_FEW = 10  # words that may be lost of a bare part of a note, however few it has
_BREAKS = frozenset("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")


@dataclass(frozen=True)
class Admitted:
    """A note's text as the agents get it. ``replaced`` counts control characters that became spaces or line ends."""

    text: str
    replaced: int = 0


def admit(text: str, language: str = "en") -> Admitted:
    """Let a note in that is in English or in ``language``, that of the talk. Raises ``Problem`` if it is empty, too long,
    not text, or in another language."""
    if len(text) > MAX_CHARACTERS:
        raise Problem(
            "input",
            f"The note has {len(text):,} characters and the most is {MAX_CHARACTERS:,}: give one visit's note.",
        )
    if hidden := _TAGS.search(text):
        line = text.count("\n", 0, hidden.start()) + 1
        raise Problem(
            "input",
            f"The note has characters that no screen shows and a machine can read (Unicode tags, line {line}): take them out.",
        )
    clean, replaced = _cleaned(text)
    if not clean.strip():
        raise Problem("input", "The note is empty: put the text of a clinical note in it.")
    if replaced > 20 and replaced > len(text) // 10:
        raise Problem("input", "The note is not text: give a plain text file in UTF-8.")
    try:
        talk = load_language(language)
    except LanguageError as error:
        raise Problem("language", f"{str(error)[:1].upper()}{str(error)[1:]}.") from None
    other = foreign(clean, talk.code)
    if other and talk.code == "en":
        raise Problem(
            "language",
            f"The note reads as {other} and the talk is in English: give a translation, or name the language: "
            "`language:` in a case, --language on the command line.",
        )
    if other:
        raise Problem(
            "language", f"The note reads as {other}: give one in English or in {talk.name}, the talk's language."
        )
    return Admitted(clean, replaced)


def admitted_text(text: str) -> str:
    """The text as ``admit`` lets it in, whether it would or not."""
    return _cleaned(text)[0]


def _cleaned(text: str) -> tuple[str, int]:
    return _CONTROL.subn(lambda match: "\n" if match[0] in _BREAKS else " " * len(match[0]), text)


def item_seed(run_seed: int, item: str) -> int:
    """An item's own seed, from the run's seed and the item's id alone: the same in any process and any order."""
    return int.from_bytes(hashlib.sha256(f"{run_seed}/{item}".encode()).digest()[:6], "big")


def refuse_unread(note: Note, least: float, section: str | None) -> None:
    """Refuse a note of which less than the share ``least`` of its words was understood: where ten words or more were not,
    or, of a whole note, none was. Raises ``Problem``."""
    reading = note.reading
    if reading is None or not reading.words or reading.typed / reading.words >= least:
        return
    lost = reading.opaque + reading.unread
    if lost < _FEW and (section is not None or reading.typed):
        return
    left = ", ".join(f'"{words[:40]}"' for words in (*reading.unread_words, *reading.opaque_words)[:3])
    raise Problem(
        FILTERED,
        f"Only {reading.typed / reading.words:.0%} of the note's words were understood, and the least is {least:.0%} (not "
        f"{left}): give the note as text in sentences or lists, or lower `limits: least_read`.",
    )
