"""Who the patient is, at the head of a story: "Ms. Lee is a 50-year-old woman ...", "67 y.o. male here for ..."."""

from collections.abc import Sequence

from bedside.agents.reading.adjunct_roles import quantities_in
from bedside.agents.reading.draft import argument
from bedside.agents.reading.prose_words import listed
from bedside.agents.reading.social import is_work
from bedside.agents.text.doc import Doc, Token
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument

_SEXES = frozenset(
    "female male woman man girl boy lady gentleman f m infant child baby patient person teenager newborn rhm rhf lhm lhf wm wf bm bf".split()
)
_SUBJECT = ("NP", "NN", "AT0", "DT0", "PNP", "UNC", "PUN", "AJ0", "ZZ0", "DPS")
_TRADES = ("er", "or", "ist", "ian", "eer", "man", "woman", "smith", "ant", "ef", "ook")  # how a trade's name may end
_NO_TRADES = frozenset(
    "widower brother mother father sister daughter smoker nonsmoker drinker user carrier survivor sufferer donor elder older younger newcomer caller former".split()
)
_LONGEST_TRADE = 5  # words
_TITLES = frozenset("mr mrs ms miss mx dr".split())
_TITLED = 6  # words before the comma behind a name
_OLDEST = 110  # years
_MEETS = frozenset("sending referring seeing see saw reviewed reviewing meeting met assessing".split())
_AGES = frozenset("y yr yrs mo mos mth mths wk wks month months week weeks day days".split())
_FAR = 14  # words before the age
_BETWEEN = 8  # words from the age to the sex


def unfilled(words: Sequence[Token]) -> int:
    """The place behind an introduction that a template left blank ("Ms. ___ is a ___ year old with ..."), else 0."""
    for at, word in enumerate(words[:_FAR]):
        aged = word.lower in ("old", "year-old") or (word.text == "AGE" and words[at + 1 : at + 2])
        if aged and any("_" in before.text or before.text in ("NAME", "AGE") for before in words[: at + 1]):
            return at + 1 + (word.text == "AGE" and words[at + 1].text == "@")
    return 0


def greeted(doc: Doc, words: Sequence[Token]) -> int:
    """The place after the thanks of a letter, and after the name there, where an age or a sex follows: "Thank you for sending
    me this 60-year-old man"; else 0."""
    low = [word.lower for word in words[:_FAR]]
    if low[:2] not in (["thank", "you"], ["many", "thanks"], ["thanks", "for"]) and low[:1] not in (
        ["i"],
        ["we"],
        ["it"],
    ):
        return 0
    at = next((i for i in range(len(low) - 1, 0, -1) if low[i] in _MEETS), 0)
    if not at:
        return 0
    at += 1 + (low[at + 1 : at + 2] in (["me"], ["us"]))
    comma = next((i for i in range(at, min(len(words) - 1, at + _BETWEEN)) if words[i].text == ","), 0)
    if comma and words[comma + 1].lower in ("a", "an"):
        at = comma + 1
    return at if at < len(words) and introduced(doc, words[at:]) is not None else 0


def introduced(doc: Doc, words: Sequence[Token]) -> tuple[tuple[Argument, ...], int] | None:
    """The age, sex and trade that a clause begins with, and the place of the word after them; None where it does not."""
    if len(words) > 1 and words[0].tag == "CRD" and words[1].text in ("F", "M") and _sexed(words):
        return (
            argument(doc, "age", words[0].start, words[0].end),
            argument(doc, "sex", words[1].start, words[1].end),
        ), 2
    parted = (
        len(words) > 2 and words[0].start == 0 and words[1].text == "," and words[0].text.isdigit()
    )  # "19, male, tired"
    if parted and words[2].lower in ("m", "f", "male", "female"):
        return (
            argument(doc, "age", words[0].start, words[0].end),
            argument(doc, "sex", words[2].start, words[2].end),
        ), 3
    if len(words) > 2 and words[0].tag == "CRD" and words[1].lower in _AGES:
        sex = next((i for i, word in enumerate(words) if i > 1 and word.lower not in ("old", "o", "/", ".")), 2)
        if words[sex].lower in _SEXES:
            return (
                argument(doc, "age", words[0].start, words[sex - 1].end),
                argument(doc, "sex", words[sex].start, words[sex].end),
            ), sex + 1
    named = _named(doc, words)
    if named:
        return (argument(doc, "age", words[named].start, words[named].end),), named + 2
    age = _age(doc, words)
    if age is None:
        return _unaged(doc, words)
    first, after = age
    arguments = [argument(doc, "age", words[first].start, words[after - 1].end)]
    sex = next(
        (
            i
            for i in range(after, min(len(words), after + _BETWEEN))
            if words[i].lower in _SEXES and not _sexed_not(words, i)
        ),
        None,
    )
    if sex is not None and all(
        word.tag[:2] in ("AJ", "NN", "NP", "PU", "VV", "UN", "CJ", "AV", "ZZ", "OR") for word in words[after:sex]
    ):
        arguments.append(argument(doc, "sex", words[after].start, words[sex].end))
        after = sex + 1 + (sex + 1 < len(words) and words[sex + 1].lower in ("patient", "pt"))
    return tuple(arguments), after


def _named(doc: Doc, words: Sequence[Token]) -> int:
    """The place of a bare age between commas behind a name: "Mrs. Lee, 47, cook, ..."; 0 where there is none."""
    at = next((i for i, word in enumerate(words[:_TITLED]) if word.text == ","), 0)
    if not at or at + 2 >= len(words) or words[at + 2].text != "," or not words[at + 1].text.isdigit():
        return 0
    if doc.mentioned(Span(start=words[0].start, end=words[at - 1].end)):
        return 0  # "Blood pressure, 47, ..."
    return at + 1 if _is_name(words[:at]) and int(words[at + 1].text) <= _OLDEST else 0


def _is_name(words: Sequence[Token]) -> bool:
    """Whether words are somebody's name: one behind a title, or more than one."""
    titled = words[0].lower.strip(".") in _TITLES
    name = [word for word in words[titled:] if word.text != "."]
    called = all(word.text[:1].isupper() and word.tag[:2] in ("NP", "NN", "ZZ", "UN", "AJ") for word in name)
    return bool(name) and called and (titled or len(name) > 1) and len(words) < _TITLED


def _sexed(words: Sequence[Token]) -> bool:
    """Whether "F" or "M" belongs to the number before it: "41M", "41 M attends"."""
    if words[0].end == words[1].start:
        return True
    return len(words[0].text) == 2 and (len(words) == 2 or words[2].text in ",.;" or words[2].text[0].islower())


def _unaged(doc: Doc, words: Sequence[Token]) -> tuple[tuple[Argument, ...], int] | None:
    """ "is a pleasant woman with ...", where the age was left blank."""
    be = next((i for i, word in enumerate(words[:7]) if word.lower == "is"), None)
    if not be or not all(word.tag.startswith(_SUBJECT) or "_" in word.text for word in words[:be]):
        return None
    sex = next((i for i in range(be + 2, min(len(words), be + 9)) if words[i].lower in _SEXES), None)
    if (
        sex is None
        or words[be + 1].lower not in ("a", "an")
        or words[sex].lower in ("patient", "person", "child", "f", "m")
    ):
        return None
    return (argument(doc, "sex", words[sex].start, words[sex].end),), sex + 1


def _sexed_not(words: Sequence[Token], at: int) -> bool:
    return words[at].lower in ("m", "f") and at + 1 < len(words) and words[at + 1].text == "/"


def _age(doc: Doc, words: Sequence[Token]) -> tuple[int, int] | None:
    """The first and the last word (exclusive) of an age that stands at the head."""
    span = Span(start=words[0].start, end=words[min(len(words), _FAR) - 1].end)
    for quantity in quantities_in(doc, span):
        if quantity.kind != "age":
            continue
        inside = [
            i for i, word in enumerate(words[: _FAR + 4]) if word.start < quantity.end and word.end > quantity.start
        ]
        if not inside or not _opens(words, inside[0]):
            return None
        after = inside[-1] + 1
        while after < len(words) and words[after].lower in ("old", "of", "age", "o", "/", ".", "-", "y", "yo"):
            after += 1
        return inside[0], after
    return None


def _opens(words: Sequence[Token], at: int) -> bool:
    """Whether only a subject and "is a" stand before the age."""
    before = [word for word in words[:at] if word.lower not in ("today", "currently", "now", "briefly")]
    visit = next((i for i, word in enumerate(before[:-1]) if word.lower in listed("visits") | {"visit"}), None)
    if visit is not None and before[0].lower == "this" and before[visit + 1].lower in ("for", "of"):
        before = [*before[:2], *before[visit + 2 :]]  # "This is the initial clinic visit for a 29-year-old man"
    be = [i for i, word in enumerate(before) if word.tag in ("VBZ", "VBD")]
    if not be:
        comma = next((i for i, word in enumerate(before) if word.text == ","), 0)
        if comma and before[comma + 1 :] and _is_name(before[:comma]):  # "Mrs. Lee, a 47-year-old cook, ..."
            before = before[comma + 1 :]
        return all(
            word.tag in ("AT0", "PUN", "DT0", "AJ0") or word.lower in ("this", "patient", "pt", "is", "pleasant")
            for word in before
        )
    subject, rest = before[: be[0]], before[be[0] + 1 :]
    named = all(word.tag.startswith(_SUBJECT) for word in subject) and len(subject) <= 7
    return named and all(word.tag in ("AT0", "AJ0", "PUN", "AV0", "VVG", "VVN", "DT0", "CJC") for word in rest)


def trade(doc: Doc, words: Sequence[Token], at: int) -> int:
    """The place after the trade that stands behind an age without a sex ("58-year-old retired bus driver"); ``at`` where
    none does."""
    end = at
    while (
        end < len(words)
        and end - at < _LONGEST_TRADE
        and (words[end].tag[:2] in ("AJ", "NN") or words[end].lower == "retired")
    ):
        end += 1
    if end == at or words[end - 1].tag not in ("NN1", "NN0", "AJ0", "AJC") or words[end - 1].lower in _NO_TRADES:
        return at
    if end < len(words) and words[end].tag[:2] not in ("PR", "PN", "DT", "PU", "VV", "VB", "VH", "AV", "CJ"):
        return at
    named = words[at:end]
    head = named[-1].lower
    if any(
        m.kind in ("symptom", "disorder", "finding")
        for m in doc.mentioned(Span(start=named[0].start, end=named[-1].end))
    ):
        return at
    return end if is_work(named) or (head.endswith(_TRADES) and head not in _SEXES and len(head) > 3) else at
