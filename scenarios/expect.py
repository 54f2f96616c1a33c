"""What an author expects of a case's conversation, whatever the seed: a test that stands beside the case.

The law of words: they are looked for whole, in any case of letters, with any space between them. ``patient: words`` counts
only what the patient says; ``one | other`` is met by either. Where a script writes no spaces (Chinese, Japanese, Thai) a
word has no edges that can be seen, and any place will do. A number is whole too: ``5 mg`` is not found in ``2.5 mg``.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, cast

from pydantic import BeforeValidator, Field, WithJsonSchema

from bedside.scenarios.note import Fact, Note
from bedside.scenarios.value import Value

_SPEAKER = re.compile(r"\s*([a-z][a-z-]*):\s+(\S.*)", re.DOTALL)
_UNSPACED = re.compile(r"CJK|HIRAGANA|KATAKANA|THAI|LAO|KHMER|MYANMAR|TIBETAN")  # in the Unicode name of a letter


def _one_line(given: Any) -> Any:
    """``{patient: words}``, which is how YAML reads ``- patient: words``, as the text an author meant by it."""
    if isinstance(given, Mapping) and len(cast(Mapping[str, Any], given)) == 1:
        ((speaker, words),) = cast(Mapping[str, Any], given).items()
        if isinstance(words, str):
            return f"{speaker}: {words}"
    return given


Words = Annotated[
    str,
    BeforeValidator(_one_line),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "object",
                    "additionalProperties": {"type": "string"},
                    "minProperties": 1,
                    "maxProperties": 1,
                },
            ]
        }
    ),
]


class Expect(Value):
    """What must come of a case."""

    mentions: tuple[Words, ...] = Field(
        default=(), description="Words that must be said; `patient: words` by the patient; `one | other` either."
    )
    never_mentions: tuple[Words, ...] = Field(default=(), description="Words that nobody may say, written the same.")
    covers: tuple[str, ...] = Field(default=(), description="Words of the note; the facts that hold them must be told.")
    max_turns: int | None = Field(default=None, ge=1, le=1000, description="The most turns it may take.")
    label: Literal["positive", "negative"] | None = Field(
        default=None, description="The label that an interview must carry."
    )

    @property
    def count(self) -> int:
        """How many expectations there are."""
        alone = (self.max_turns, self.label)
        return len(self.mentions) + len(self.never_mentions) + len(self.covers) + sum(one is not None for one in alone)


def speaker_and_words(expected: str) -> tuple[str | None, tuple[str, ...]]:
    """Whose words count (None: anybody's), and the wordings of which any one will do."""
    match = _SPEAKER.fullmatch(expected)
    speaker, rest = (match[1], match[2]) if match else (None, expected)
    return speaker, tuple(part for one in rest.split("|") if (part := one.strip()))


def holds(text: str, words: str) -> bool:
    """Whether ``words`` stand whole in ``text``. No words stand nowhere."""
    wanted = _plain(words)
    return bool(wanted) and _pattern(wanted).search(_plain(text)) is not None


def stated(note: Note, words: str) -> tuple[Fact, ...]:
    """The facts that an author means by these words of a note, as it is read or as it was given: those whose words hold
    them, else those that stand where the words do ("Admit to the ward", of which "admit to" governs the fact)."""
    holding = tuple(fact for fact in note.facts if any(holds(text, words) for text in note.wordings(fact)))
    if holding or not words.strip():
        return holding
    found: dict[str, Fact] = {}
    wanted = re.compile(r"\s+".join(map(re.escape, words.split())), re.IGNORECASE)
    for text, given in ((note.text, False), (note.given, True)):
        match = wanted.search(text)
        for fact in note.facts if match else ():
            span = note.origin(fact.span) if given else fact.span
            if match and span.start < match.end() and match.start() < span.end:
                found.setdefault(fact.id, fact)
    return tuple(found.values())


def _plain(text: str) -> str:
    """Letters in one form and one case, curly marks straight, every run of space one space."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(text.replace("\u2019", "'").replace("\u2018", "'").replace("\u00ad", "").split())


@cache
def _pattern(words: str) -> re.Pattern[str]:
    letter = rf"[\w{_marks()}]"
    first, last = words[0], words[-1]
    before = f"(?<!{letter})" if _edged(first) else ""
    after = f"(?!{letter})" if _edged(last) else ""
    if first.isdecimal():
        before += r"(?<!\d[.,/])"
    if last.isdecimal():
        after += r"(?![.,/]\d)"
    return re.compile(before + re.escape(words) + after)


@cache
def _marks() -> str:
    """Marks that belong to the letter before them (vowel signs, accents): a word does not end between the two."""
    return "".join(mark for i in range(0x300, 0x1200) if unicodedata.category(mark := chr(i)) in ("Mn", "Mc"))


def _edged(letter: str) -> bool:
    """Whether a word of this letter's script has edges that can be seen."""
    known = letter == "_" or unicodedata.category(letter)[0] in "LNM"
    return known and _UNSPACED.search(unicodedata.name(letter, "")) is None
