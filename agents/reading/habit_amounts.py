"""How much of a habit, and since when: "one pack per day for 20 years"."""

from collections.abc import Iterator, Sequence

from bedside.agents.reading.draft import Draft, argument
from bedside.agents.text.doc import Doc, Token
from bedside.agents.text.number_words import PERIODS
from bedside.scenarios.statement import Argument

_OF_A = frozenset("pack day few couple half glass beer week month third".split())
_PERIODS = frozenset((*PERIODS, "weekend", "evening", "night", "morning"))
_MEASURING = ("NN", "CRD", "PRF", "AT0", "PRP", "UNC", "AV0", "AJ", "PUN", "DT0", "AVP", "ZZ")
_BEFORE_AMOUNT = frozenset(
    "for in since about approximately the last past up to times x over age at than more less fewer".split()
)
_SPANS = frozenset({"year", "years", "yrs", "yr", "months", "month", "weeks", "ago", "decades"})

_Named = tuple[tuple[str, ...], int]  # a row of the table, and the word after its wording


def amounts(doc: Doc, piece: Sequence[Token], taken: set[int]) -> Iterator[Argument]:
    """How much and since when: "one pack per day", "for 20 years", "in 2010"."""
    i = 0
    while i < len(piece):
        if i in taken or not _counts(piece, i):
            i += 1
            continue
        start, end = _stretch(piece, i, taken)
        words = piece[start:end]
        while len(words) > 1 and words[-1].tag in ("PRP", "PUN", "PRF", "AT0", "DT0"):
            words = words[:-1]
        i = end
        if [token.lower for token in words] == ["a"] or any(token.lower.endswith("-old") for token in words):
            continue
        yield argument(doc, "since" if _dates(words) else "amount", words[0].start, words[-1].end)


def _counts(piece: Sequence[Token], i: int) -> bool:
    """Whether words on how much begin at ``i``."""
    word = piece[i].lower
    if word in ("/", "per", "every", "each"):
        return i + 1 < len(piece) and piece[i + 1].lower in _PERIODS
    if word in ("once", "twice"):
        return i + 1 < len(piece) and piece[i + 1].lower in ("a", "every", "per", "weekly", "daily")
    if word == "a":
        return i + 1 < len(piece) and piece[i + 1].lower in _OF_A
    return piece[i].tag == "CRD" or word[0].isdigit() or word in ("half", "several", "couple")


def _stretch(piece: Sequence[Token], i: int, taken: set[int]) -> tuple[int, int]:
    """Where words on how much begin and end around ``i``."""
    start, end = i, i + 1
    if piece[i].text == "/" and piece[i + 1 : i + 2] and piece[i + 1].lower in PERIODS:
        end = i + 2
    while end < len(piece) and end not in taken and piece[end].tag.startswith(_MEASURING):
        if piece[end].lower in ("x", "times", "for") or piece[end].text in "()":
            break
        end += 1
    while start and start - 1 not in taken and piece[start - 1].lower in _BEFORE_AMOUNT:
        start -= 1
    return start, end


def _dates(words: Sequence[Token]) -> bool:
    """Whether these words say since when, and not how much."""
    low = {token.lower for token in words}
    dated = bool(low & _SPANS) or any(token.text.isdigit() and len(token.text) == 4 for token in words)
    return dated and not low & {"per", "a", "pack", "packs", "pack-year", "/"}


def joined(doc: Doc, arguments: Sequence[Argument]) -> list[Argument]:
    """Amounts that stand side by side are one ("two packs", "daily")."""
    found: list[Argument] = []
    what = arguments[0]
    around = [a for a in arguments if a.role == "amount"]
    if (
        len(around) > 1
        and around[0].span.end + 1 >= what.span.start
        and around[1].span.start <= what.span.end + 1
        and around[1].span.start >= what.span.end
    ):
        whole = argument(doc, "amount", around[0].span.start, around[1].span.end)  # "two beers a day"
        arguments = [a for a in arguments if a not in around[:2]] + [whole]
    for a in arguments:
        last = found[-1] if found else None
        if last is not None and a.role == last.role == "amount" and a.span.start - last.span.end <= 2:
            found[-1] = argument(doc, "amount", last.span.start, a.span.end)
        elif not any(a.role == b.role == "status" for b in found) and not any(
            b.span.start <= a.span.start and a.span.end <= b.span.end and a.role != "status" for b in found
        ):
            found.append(a)
    return found


_SHARED = frozenset(("/", "and", "&", "or"))


def shared(doc: Doc, found: Sequence[Draft]) -> list[Draft]:
    """Habits that stand under one word on how much have it each: "Occasional smoker/EtOH"."""
    out: list[Draft] = []
    for draft in found:
        before = out[-1] if out else None
        if before is not None and before.kind == draft.kind == "habit" and before.polarity == draft.polarity:
            amount = next((a for a in before.arguments if a.role == "amount"), None)
            between = doc.text[before.span.end : draft.span.start].strip().lower()
            bare = not any(a.role in ("amount", "status", "since") for a in draft.arguments)
            if amount is not None and bare and between in _SHARED and amount.span.end <= before.arguments[0].span.start:
                draft = draft.but(arguments=(*draft.arguments, amount))
        out.append(draft)
    return out


def drunk(body: Sequence[Token], at: int, found: _Named, named: Sequence[tuple[int, _Named]]) -> _Named:
    """A habit, the row and the word after it, with what is drunk or smoked: "drinks beer"."""
    (row, after), more = found, named[1:2]
    if not body[at].tag.startswith("VV") or not more or more[0][1][0][:2] != row[:2]:
        return found
    between = {token.lower for token in body[after : more[0][0]]}
    return (row, more[0][1][1]) if between <= {"any", "some", "a", "the"} else found
