"""What hangs on a verb phrase: under which condition, when, and what for. What is left is what is done."""

from collections.abc import Sequence
from dataclasses import dataclass

from bedside.agents.reading.draft import argument
from bedside.agents.reading.lexemes import Word, act_verbs, listed
from bedside.agents.text.doc import Doc
from bedside.agents.text.inflection import is_verb
from bedside.scenarios.statement import Argument

Range = tuple[int, int]

_PREPOSITIONS = frozenset(
    {"in", "within", "on", "at", "after", "before", "by", "until", "over", "prior", "during", "around"}
)
_BETWEEN = frozenset(
    "a an the few couple of next about approximately this last to - – / or time 's another each first end beginning early"
    " later that his her our from of per".split()
)
_MORE = frozenset({"further", "least", "most", "full"})
_MOST_BETWEEN = 4  # words between "for" and a time
_FEW = frozenset({"AT0", "AV0", "CRD", "DT0", "ORD"})
_SOONER = frozenset({"sooner", "earlier", "only", "even", "or", ",", "immediately", "also", "especially", "but", "and"})
_SEEN = frozenset({"see", "determine", "know", "check", "ask", "assess", "evaluate", "decide", "as", "unsure", "sure"})
_LEADS_TO = frozenset("need want try able unable like continue begin start have use fail wish going due".split())
_AIMS = frozenset(
    "evaluation assessment further management possible consideration reevaluation re-evaluation workup reassessment".split()
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A verb or noun phrase ``core`` with what hangs on it; all are ranges of words."""

    core: Range
    condition: Range | None = None
    when: Range | None = None
    purpose: Range | None = None

    def arguments(self, doc: Doc, words: Sequence[Word]) -> tuple[Argument, ...]:
        """Its condition, time and purpose as arguments."""
        found: list[Argument] = []
        for role in ("when", "condition", "purpose"):
            part: Range | None = getattr(self, role)
            if part is not None and part[0] < part[1]:
                found.append(argument(doc, role, words[part[0]].start, words[part[1] - 1].end))
        return tuple(found)


def parted(words: Sequence[Word], start: int, end: int, purpose: bool = True) -> Phrase:
    """A phrase without what hangs on its end. ``purpose``: whether "to ..." at its end may say what for."""
    end = _trimmed(words, start, end)
    at = _condition(words, start, end)
    condition = (at, end) if at < end else None
    end = _trimmed(words, start, at)
    goal = _purpose(words, start, end) if purpose else end
    aim = (goal, end) if goal < end else None
    end = _trimmed(words, start, goal)
    time = _when(words, start, end)
    when = (time, end) if time < end else None
    end = _trimmed(words, start, time)
    if aim is not None and when is None:  # "to assess her pain in 3 months"
        time = _when(words, aim[0], aim[1])
        if aim[0] < time < aim[1]:
            when, aim = (time, aim[1]), (aim[0], time)
    return Phrase((start, end), condition, when, aim)


def fronted(words: Sequence[Word], start: int, end: int) -> int:
    """The place after what stands before a comma at the front ("If she worsens, ...", "For his gout, ..."); ``start``
    where nothing does."""
    opens = words[start].lower in listed("front") | listed("condition") if start < end else False
    if start >= end or not (opens or _dated(words, start, end) or of_last_time(words, start)):
        return start
    for at in range(start + 1, end - 1):
        if words[at].lower == "," and _begins(words, at + 1):
            return at + 1
    commas = [at for at in range(start + 1, end - 1) if words[at].lower == "," and _has_verb(words, at + 1, end)]
    if commas and _has_verb(words, start, commas[-1]) == (words[start].lower in listed("condition")):
        return commas[-1] + 1
    for at in range(start + 1, end):  # a comma was left out: "If this worsens he will call"
        if at > start + 2 and (words[at].lower in ("please", "then") or _turns(words, start, at, end)):
            return at
    return start


def conditional(words: Sequence[Word], at: int) -> bool:
    """Whether a condition begins here."""
    return words[at].lower in listed("condition") | {"depending"} or in_event(words, at)


def in_event(words: Sequence[Word], at: int) -> bool:
    """Whether "in case of", "in the event of" begins here."""
    low = [word.lower for word in words[at : at + 4]]
    return low[:2] == ["in", "case"] or low[:3] == ["in", "the", "event"] or low[:4] == ["at", "the", "first", "sign"]


def of_last_time(words: Sequence[Word], at: int) -> bool:
    """Whether "the last time ..." begins here, of which the main clause comes later."""
    low = [word.lower for word in words[at : at + 3]]
    return low in (["the", "last", "time"], ["the", "first", "time"], ["the", "next", "time"])


def _dated(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether a time stands before the first comma: "A few weeks after surgery, she will ..."."""
    comma = next((i for i in range(start + 1, min(end, start + 8)) if words[i].lower == ","), None)
    if comma is None or _has_verb(words, start, comma):
        return False
    return words[start].tag in ("AT0", "CRD", "DT0") and any(w.lower in listed("time") for w in words[start:comma])


def _turns(words: Sequence[Word], start: int, at: int, end: int) -> bool:
    """Whether the main clause begins here: "If it gets worse [to ring back]", "[you will need to call]"."""
    if words[at].tag == "PNP" and words[at - 1].lower in listed("moment") and words[start].lower in ("at", "for"):
        return True  # "At this time he will ..."
    if in_event(words, start) and at > start + 3:
        return words[at].lower in act_verbs() or words[at].lower in listed("patient_verbs")
    if words[start].lower != "if" or at + 1 >= end:
        return False
    if words[at].lower in act_verbs() and words[at - 1].lower in _SHOWN:
        return True  # "if UTI confirmed start nitrofurantoin"
    if words[at].tag == "TO0":
        return words[at + 1].tag in ("VVI", "VVB", "VHI", "VBI") and words[at - 1].lemma not in _LEADS_TO
    return words[at].lower in ("you", "he", "she", "they", "we") and words[at + 1].tag == "VM0"


def _has_verb(words: Sequence[Word], start: int, end: int) -> bool:
    return any(word.tag in ("VM0", "VBZ", "VBB", "VBD", "VHZ", "VVZ", "VVB", "VVD", "VHB") for word in words[start:end])


def _begins(words: Sequence[Word], at: int) -> bool:
    word = words[at]
    if word.tag in ("PNP", "AT0", "DPS", "VM0", "DT0", "EX0", "VVB", "VVI", "NP0", "TO0") or word.lower in (
        "please",
        "then",
        "patient",
        "pt",
    ):
        listed_on = word.tag == "AT0" and word.lower in ("a", "an") and words[0].lower == "if"
        return not listed_on or any(w.tag == "VM0" for w in words[at : at + 8])
    if word.lower in act_verbs() or word.lower in listed("patient_verbs"):
        return True
    return at + 1 < len(words) and word.tag.startswith("NN") and words[at + 1].tag in ("VM0", "VBZ", "VBB", "VBD")


def _trimmed(words: Sequence[Word], start: int, end: int) -> int:
    while end > start and words[end - 1].tag in ("PUN", "CJC") and words[end - 1].lower not in ")]%":
        end -= 1
    return end


def _condition(words: Sequence[Word], start: int, end: int) -> int:
    for at in range(start, end):
        low = words[at].lower
        asked = (
            at > start
            and words[at - 1].lower in _SEEN
            and not any(w.lower in ("let", "lets") for w in words[max(start, at - 4) : at])
        )
        asked = asked or (
            at > start + 1 and words[at - 1].tag == "CJC" and words[at - 2].lower == "if"
        )  # "see if and when"
        if low == "pending" and start < at < end - 1:
            return at  # "pending lab results"
        if low == "during" and at + 1 < end and words[at + 1].tag == "DPS":
            return at  # "during her period"
        if low not in listed("condition") or asked:
            continue
        if low == "should" and not (at + 1 < end and words[at + 1].tag in ("PNP", "AT0", "DPS") and at > start):
            continue
        if low == "inb":
            return at
        if low in ("when", "once", "whenever") and not _clausal(words, at, end):
            continue
        while at > start and words[at - 1].lower in _SOONER:
            at -= 1
        while at < end and words[at].lower in (",", "or", "and", "but"):
            at += 1
        return at
    return end


def _clausal(words: Sequence[Word], at: int, end: int) -> bool:
    """Whether "when" opens a clause ("when he returns", "when sitting"), and no "once a day" or "when to"."""
    after = words[at + 1] if at + 1 < end else None
    if after is not None and after.lower in ("daily", "weekly", "monthly", "nightly", "more", "again", "every", "per"):
        return False
    return (after is not None and after.tag not in ("AT0", "TO0", "AJ0", "PUN", "AV0", "CJC", "PRP")) or (
        after is not None and after.lower in ("the", "available", "ready", "possible")
    )


def _verb(word: Word) -> bool:
    return is_verb(word.lower) or word.lower in ("be", "have", "do")


_SHOWN = frozenset(
    "confirmed positive negative worse worsening persistent persists raised abnormal low high normal".split()
)
_DOSED = frozenset(
    "mg mcg g ml units milligrams tablet tablets capsule puffs #".split()
)  # "800 mg to take every 6 hours"


def _purpose(words: Sequence[Word], start: int, end: int) -> int:
    for at in range(start + 2, end - 1):
        low = words[at].lower
        if low == "in" and words[at + 1].lower == "order":
            return at
        if (
            words[at].tag == "TO0"
            and words[at + 1].tag[:1] == "V"
            and _verb(words[at + 1])
            and not (words[at + 1].lower in ("take", "use", "apply") and _DOSED & {w.lower for w in words[start:at]})
            and words[at - 1].tag not in ("VVI", "VVB", "VVN", "VVD", "AJ0")
        ):
            return at
        lasts = any(word.lower in listed("time") for word in words[at + 1 : min(end, at + 5)])
        before = words[at - 2] if words[at - 1].lower == "," else words[at - 1]
        if low == "for" and before.lower in listed("time") and not lasts:
            return at  # "in 1 week for a repeat evaluation"
        if low == "for" and any(word.lower in _AIMS for word in words[at + 1 : min(end, at + 4)]):
            return at
        if low == "so" and words[at + 1].lower in ("that", "she", "he", "we"):
            return at
    return end


def _when(words: Sequence[Word], start: int, end: int) -> int:
    """The first word of the time that ends a phrase."""
    at = end
    timed = False
    while at > start and _of_time(words, at - 1, end):
        at -= 1
        timed = (
            timed or words[at].lower in listed("time") or words[at].lower in listed("day") or _slashed(words, at, end)
        )
        timed = timed or words[at].lower in listed("moment")
    if not timed:
        return _after(words, start, end)
    while at < end and not (_opens(words, at, end) and not (at + 1 < end and words[at + 1].lower in _PREPOSITIONS)):
        at += 1
    if at > start + 1 and words[at - 1].lower in ("of", "the"):
        return end  # "of the next 3 weeks"
    if any(word.lower in listed("parts_of_day") for word in words[at:end]) and not any(
        word.lower in listed("day") for word in words[at:end]
    ):
        return end  # "at night": how it is taken
    if (
        end - at > 2
        and words[end - 2].lower in ("a", "per", "each")
        and words[at].lower not in ("in", "within", "after")
    ):
        return end  # "five days a week"
    if _lasts(words, start, at):
        return end  # "for a week", "for a further 2 weeks"
    if at > start and words[at - 1].lower in ("for", "every", "x", "times", "per", "each", "once", "twice"):
        return end  # how long or how often, no date
    if at > start + 1 and (words[at - 2].lower, words[at - 1].lower) == ("up", "to"):
        return end  # "for up to 5 days"
    return at


def _lasts(words: Sequence[Word], start: int, at: int) -> bool:
    """Whether "for" stands before a time, so that it says how long."""
    first = at - 1
    while first > start and at - first <= _MOST_BETWEEN and words[first].lower in _BETWEEN | _MORE:
        first -= 1
    return first >= start and (
        words[first].lower == "for" or (words[first].tag in _FEW and words[first - 1].lower == "for")
    )


def _after(words: Sequence[Word], start: int, end: int) -> int:
    """The first word of "[in a year] after the scan" at the end of a phrase."""
    at = next(
        (
            i
            for i in range(end - 2, max(start, end - 7), -1)
            if words[i].lower in ("after", "before", "prior", "following")
        ),
        None,
    )
    if at is None or any(word.tag.startswith("V") or word.tag == "PUN" for word in words[at + 1 : end]):
        return end
    before = at
    while at - 1 > start and (
        words[at - 1].lower in listed("time") or words[at - 1].lower in ("a", "one") or words[at - 1].tag == "CRD"
    ):
        at -= 1  # "a week before the operation"
    if at < before and _lasts(words, start, at):
        return before  # "for a week [before the scan]"
    if at - 1 > start and at < before and words[at - 1].lower in _PREPOSITIONS:
        return at - 1  # "in a year after the scan"
    return at if at < before else _when(words, start, at)


def _of_time(words: Sequence[Word], at: int, end: int) -> bool:
    word = words[at]
    low = word.lower
    if low in listed("time") or low in listed("day") or low in _BETWEEN or low in _PREPOSITIONS:
        return True
    if low in listed("moment") and at > 0 and words[at - 1].lower in ("this", "that", "the"):
        return True
    return (
        word.tag in ("CRD", "ORD")
        or low.isdigit()
        or low in ("one", "two", "three", "four", "five", "six", "seven", "eight", "ten", "twelve")
    )


def _opens(words: Sequence[Word], at: int, end: int) -> bool:
    low = words[at].lower
    if low in _PREPOSITIONS or low in listed("day") or words[at].tag == "CRD" or low.isdigit():
        return True
    return low in ("next", "this", "later", "early", "end", "one", "two", "three", "four", "six") and at + 1 < end


def _slashed(words: Sequence[Word], at: int, end: int) -> bool:
    """ "2/52", "3/7", "6/12": weeks, days and months."""
    return words[at].lower == "/" and at + 1 < end and words[at + 1].lower in ("52", "7", "12")
