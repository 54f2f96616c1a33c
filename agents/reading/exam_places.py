"""Parts of the body as an examination names them: in a label, as the subject of a clause, or after a preposition."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from bedside.agents.reading.draft import argument
from bedside.agents.reading.part import Record
from bedside.agents.reading.tables import phrases, plains, rows
from bedside.agents.text.doc import Doc, Token
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument

DETERMINERS = ("AT0", "DPS", "DT0")
_WITHIN = frozenset("of over in on to at along around about across involving throughout within".split())
_DESCRIBES = ("AJ", "VVN", "AV0", "VVD", "CRD", "XX0", "VVG")
_NAMES = ("AJ", "NN", "AT", "DPS", "CRD", "NP")
_FAR = 12  # characters of adjectives before a part's noun


@dataclass(frozen=True, slots=True)
class Place:
    """A part that is spoken of. ``key`` is the region that it belongs to, "" for one that the table does not know."""

    argument: Argument
    key: str


@cache
def words_of(kind: str) -> frozenset[str]:
    """The words of one class of an examination."""
    return frozenset(word for row in rows("exam_words") if row[1] == kind for word in row[0].split("|"))


def key_of(words: Sequence[str]) -> str:
    """The region of a part that these words, or the last of them, name."""
    table = phrases("exam_parts")
    found = table.within(words) or ((at := table.at(words, len(words) - 1)) and at[0]) if words else None
    return found[0] if found else ""


def keys_of(doc: Doc, span: Span) -> frozenset[str]:
    """The regions that a finding belongs to by its own name (a wheeze is of the lungs); none for most."""
    words = plains(doc.tagged(span))
    table = phrases("finding_parts")
    return frozenset(found[0][0] for i in range(len(words)) if (found := table.at(words, i)))


def labelled(record: Record, doc: Doc) -> Place | None:
    """The part that a label names: "Neck", "Examination of the right knee", "Neck / General Examination"."""
    if record.label_span is None:
        return None
    words = doc.tagged(record.label_span)
    cuts = [-1, *(i for i, token in enumerate(words) if token.text == "/"), len(words)]
    for start, end in pairwise(cuts):
        place = named(doc, words[start + 1 : end])
        if place is not None and place.key == "general" and "/" in record.label:
            continue  # "Neck / General Examination"
        if place is not None and (place.key or _anatomy(doc, place.argument.span)):
            return place
    return None


def labelled_function(record: Record, doc: Doc) -> Place | None:
    """The function that a label names alone, of which what follows is said wherever it was tested: "Sensation: intact"."""
    words = doc.tagged(record.label_span) if record.label_span is not None else ()
    if len(words) != 1 or words[0].lower not in words_of("function"):
        return None
    return Place(argument(doc, "part", words[0].start, words[0].end), key_of(plains(words)))


def _anatomy(doc: Doc, span: Span) -> bool:
    return any(mention.kind == "anatomy" for mention in doc.mentioned(span))


def named(doc: Doc, subject: Sequence[Token]) -> Place | None:
    """The part that the subject of a clause names, without "examination of the"; None for a person."""
    subject = _bare([token for token in subject if token.text not in ",:-–="])
    of = next((i for i, token in enumerate(subject) if token.lower == "of"), None)
    if of is not None and subject[0].lower in words_of("exam"):
        subject = _bare(subject[of + 1 :])
    if len(subject) > 1 and subject[-1].lower in words_of("exam"):
        subject = subject[:-1]
    if not subject or {subject[-1].lower, subject[0].lower} & words_of("person"):
        return None
    return Place(argument(doc, "part", subject[0].start, subject[-1].end), key_of(plains(subject)))


def _bare(words: Sequence[Token]) -> Sequence[Token]:
    while words and (
        words[0].tag.startswith((*DETERMINERS, "CJ")) or words[0].lower in ("also", "again", "otherwise", "both")
    ):
        words = words[1:]
    return words


def opening(doc: Doc, words: Sequence[Token]) -> int:
    """How many words name a part before what is said of it ("Abdomen soft"); 0 if none do."""
    if not words:
        return 0
    table, low = phrases("exam_parts"), plains(words)
    found = table.at(low, 0)
    after = found[1] if found else _anatomy_at(doc, words)
    while found and low[after : after + 1] in (["and"], ["&"]) and after + 1 < len(words):
        found = table.at(low, after + 1)
        after = found[1] if found else after
    if not after or after >= len(words):
        return 0
    following = words[after]
    described = following.tag.startswith(_DESCRIBES) or following.text in ":-–="
    return after if described and following.lower not in _WITHIN else 0


def _anatomy_at(doc: Doc, words: Sequence[Token]) -> int:
    start = words[0].start
    for mention in doc.mentioned(Span(start=start, end=words[-1].end)):
        before = [token for token in words if token.start < mention.span.start]
        near = mention.kind == "anatomy" and mention.span.start - start <= _FAR
        if near and all(token.tag.startswith(_NAMES) or token.lower in ("right", "left") for token in before):
            return sum(token.start < mention.span.end for token in words)
    return 0


def within(doc: Doc, words: Sequence[Token]) -> tuple[Place, int] | None:
    """The part that an item names after a preposition ("of both wrists", "over the jaw"), and how many words stand before."""
    low = plains(words)
    for i in range(1, len(words) - 1):
        if low[i] not in _WITHIN or low[i + 1] in words_of("move") or low[i + 1][0].isdigit():
            continue
        if low[i] == "of" and not any(m.span.start < words[i].start for m in doc.mentioned(_span(words))):
            continue  # "loss of muscle tone"
        after = i + 1
        while after < len(words) - 1 and words[after].tag.startswith(DETERMINERS):
            after += 1
        end = next(
            (j for j in range(after + 1, len(words)) if low[j] in words_of("ends") or words[j].text == ","), len(words)
        )
        if _anatomy(doc, _span(words[after:end])) or phrases("exam_parts").at(low, after):
            span = doc.trimmed(words[after].start, words[end - 1].end)
            found = phrases("exam_parts").at(low, after)
            return Place(argument(doc, "part", span.start, span.end), found[0][0] if found else ""), _before(words, i)
    return None


def _before(words: Sequence[Token], i: int) -> int:
    while i > 1 and (words[i - 1].lower in _WITHIN or words[i - 1].tag.startswith((*DETERMINERS, "PRP"))):
        i -= 1
    return i


def fitting(place: Place | None, wanted: frozenset[str]) -> Place | None:
    """The part that is spoken of, unless the finding belongs to another."""
    if place is None or not wanted or not place.key or place.key in wanted:
        return place
    return place if place.key == "head" and wanted & {"eyes", "neck"} else None


def _span(words: Sequence[Token]) -> Span:
    return Span(start=words[0].start, end=words[-1].end)
