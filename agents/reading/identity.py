"""Who the patient is, where a line says it without a verb: "62-year-old male", "23F", "28yo G3P1011 at 32w4d"."""

from collections.abc import Iterator, Sequence

from bedside.agents.reading.clause import finite
from bedside.agents.reading.draft import Draft, argument, hull
from bedside.agents.reading.identity_in_prose import introduced
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.pregnancies import count
from bedside.agents.reading.readings import bounded, told
from bedside.agents.reading.social import is_work
from bedside.agents.text.doc import Doc, Token
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument

_GENDERS = frozenset({"nonbinary", "non-binary", "transgender", "trans", "genderqueer", "agender"})
_WEEKS = frozenset({"w", "wk", "wks", "weeks", "week"})


def read(record: Record, part: Part, doc: Doc) -> Iterator[Draft]:
    """The statements of one record; prose is read as the story is."""
    record = bounded(record, doc)
    for sentence in record.sentences:
        found = list(stated(doc, sentence))
        yield from found or told(record, sentence, part, doc)


def stated(doc: Doc, sentence: Span) -> Iterator[Draft]:
    """Age, sex, trade and pregnancies of a line without a verb; none for another."""
    words = doc.tagged(sentence)
    known = introduced(doc, words)
    if known is None or any(finite(token) for token in words):
        return
    arguments, after = known
    said = [*_gender(doc, words, after), *_trade(doc, words, after)]
    arguments = [*arguments, *(a for a in said if all(a.span != b.span for b in arguments))]
    yield Draft("identity", hull([a.span for a in arguments]), tuple(arguments), sentence=sentence)
    births = count(doc, sentence)
    if births is not None:
        weeks = list(_weeks(doc, words))
        span = hull([births.span, *(a.span for a in weeks)])
        yield Draft("condition", span, (births, *weeks), sentence=sentence)


def _gender(doc: Doc, words: Sequence[Token], after: int) -> Iterator[Argument]:
    at = next((i for i, token in enumerate(words) if token.lower in _GENDERS), None)
    if at is not None:
        end = at + 1 if at + 1 < len(words) and words[at + 1].tag.startswith("NN") else at
        yield argument(doc, "sex", words[at].start, words[end].end)


def _trade(doc: Doc, words: Sequence[Token], after: int) -> Iterator[Argument]:
    """A trade in apposition: ", grad student"."""
    for i in range(after, len(words) - 1):
        if words[i].text != ",":
            continue
        end = next((j for j in range(i + 1, len(words)) if words[j].text in ",.;("), len(words))
        if i + 1 < end <= i + 5 and is_work(words[i + 1 : end]):
            yield argument(doc, "trade", words[i + 1].start, words[end - 1].end)
            return


def _weeks(doc: Doc, words: Sequence[Token]) -> Iterator[Argument]:
    """How far a pregnancy is: "at 32w4d"."""
    for i in range(len(words) - 1):
        if words[i].text.isdigit() and words[i + 1].lower in _WEEKS:
            end = i + 1
            while end + 1 < len(words) and words[end + 1].start == words[end].end and words[end + 1].text.isalnum():
                end += 1
            yield argument(doc, "since", words[i].start, words[end].end, "gestation")
            return
