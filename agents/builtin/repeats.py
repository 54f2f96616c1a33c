"""What was told before: a thing that the same speaker has said in the same sense is not asked for or told again.

The law: the first telling stays, whatever kind of statement it is; a statement that adds a side of its own is no repeat.
"""

from collections.abc import Iterable, Sequence

from bedside.agents.builtin.acts import head, is_bare
from bedside.agents.builtin.tables import words
from bedside.agents.reading.clause import persons
from bedside.scenarios.note import Fact

_THINGS = frozenset(("symptom", "condition", "complaint"))
_THOUGHTS = frozenset(("reasoning", "status", "event", "condition", "result", "finding"))
_LIFE = frozenset(("work", "home"))
_LIVES = frozenset(("work", "employed", "live", "job", "currently"))  # words of such a statement that say not what
_DONE = frozenset(("order",))
_SHARED = 0.6  # share of the words of meaning of a thought from which it is one that was told
_SUMMED = 0.7  # the same for a sentence that sums up results
_SUMS_UP = frozenset(("reasoning", "event"))
_LEAST = 3  # words of meaning below which two statements are not compared
_SMALL = frozenset(
    "the and but any sign signs evidence reveal revealed show shows showed demonstrate demonstrated otherwise with has have had was were been being are not for from that this these those she her his they them your you patient also did does will who".split()
)


def asked_again(facts: Iterable[Fact]) -> dict[str, str]:
    """What the patient has said already, in the order of telling: the id of each repeat, and of what said it first."""
    told: dict[tuple[str, str], str] = {}
    found: dict[str, str] = {}
    reasons: list[Fact] = []
    kin: set[tuple[str, str]] = set()
    lives: dict[str, frozenset[str]] = {}
    worded: dict[tuple[object, ...], str] = {}
    for fact in facts:
        meaning = _meaning(fact.text)
        if (
            fact.kind in _LIFE
            and meaning
            and (inside := next((id for id, told_ in lives.items() if meaning <= told_), ""))
        ):
            found[fact.id] = inside  # "employed as an x-ray technician" holds the trade
            continue
        if fact.kind in ("event", *_LIFE) and fact.subject == "patient":
            lives[fact.id] = meaning
        same = worded.setdefault((fact.kind, fact.subject, fact.polarity, _meaning(fact.text)), fact.id)
        if same != fact.id and len(_meaning(fact.text)) > 1:
            found[fact.id] = same
            continue
        whose = _relatives(fact)
        if whose and whose <= kin and is_bare(fact):
            found[fact.id] = next(iter(worded.values()))
            continue
        kin |= whose
        own = fact.subject == "patient" and fact.kind != "wish"
        before = told.get((fact.concept, fact.polarity)) if fact.concept and own else None
        wider = next((other.id for other in reasons if own and _is_within(fact, other)), None)
        if (before and fact.kind in _THINGS and is_bare(fact)) or (before and _is_named(fact)) or wider:
            found[fact.id] = before or wider or ""
            continue
        if fact.kind in ("complaint", "symptom") and fact.polarity == "present" and not reasons:
            reasons.append(fact)
        if own and fact.concept:
            told.setdefault((fact.concept, fact.polarity), fact.id)
        if own and fact.kind == "event":
            for mention in fact.mentions:
                told.setdefault((mention.concept, mention.polarity), fact.id)
    return found


def _relatives(fact: Fact) -> set[tuple[str, str]]:
    """Who of the family has what, by a statement: "mother and sister have migraines"."""
    if fact.concept is None or fact.polarity != "present" or fact.kind not in ("condition", "relative"):
        return set()
    named = {word for word in words(fact.text) if persons().get(word, ("", ""))[1] == "relative"}
    named |= {word for word in words(fact.subject) if word not in ("patient", "family", "and")}
    return {(who, fact.concept) for who in named}


def _is_named(fact: Fact) -> bool:
    """Whether a habit is only named, without how much and since when."""
    return fact.kind == "habit" and all(argument.role == "status" for argument in fact.arguments[1:])


def _is_within(fact: Fact, reason: Fact) -> bool:
    """Whether a bare symptom is what they came for, in fewer words: "scalp pain" of an itchy scalp pain."""
    if fact.kind != "symptom" or fact.polarity != "present" or not is_bare(fact):
        return False
    mine, whole = words(head(fact)), words(head(reason))
    return bool(mine) and bool(whole) and mine[-1] == whole[-1] and frozenset(mine) <= frozenset(whole)


def told_again(heard: Sequence[Fact], told: Iterable[Fact]) -> dict[str, str]:
    """Of what the physician tells, what only says again what was ``heard`` from the patient or told before; an order that
    names again what is to be done already."""
    before = [(fact, _meaning(fact.text)) for fact in heard]
    seen: frozenset[str] = frozenset()  # what results and findings said
    found: dict[str, str] = {}
    last = ""
    for fact in told:
        mine = _meaning(fact.text)
        again = next((other.id for other, theirs in before if _is_again(fact, mine, other, theirs)), None)
        if again is None and last and fact.kind in _SUMS_UP and len(mine & seen) >= _SUMMED * len(mine):
            again = last
        if fact.kind in ("result", "finding", "measurement"):
            seen, last = seen | mine, fact.id
        if again is not None:
            found[fact.id] = again
        else:
            before.append((fact, mine))
    return found


def _is_again(fact: Fact, mine: frozenset[str], other: Fact, theirs: frozenset[str]) -> bool:
    if fact.polarity != other.polarity or fact.certainty != other.certainty:
        return False
    if fact.kind in _DONE and other.kind in _DONE:
        named = _meaning(head(fact))
        return bool(named) and named <= _meaning(head(other)) and _sides(fact) <= _sides(other)
    if fact.kind not in _THOUGHTS or len(mine) < _LEAST:
        return False
    return len(mine & theirs) >= _SHARED * len(mine)


def _sides(fact: Fact) -> set[str]:
    """What an order says beside what is to be done; who does it goes without saying."""
    return {
        f"{argument.role} {argument.value or argument.text}"
        for argument in fact.arguments[1:]
        if argument.role != "who"
    }


def _meaning(text: str) -> frozenset[str]:
    """The words of a text that carry its meaning, without the ending of a plural."""
    return frozenset(word.removesuffix("s") for word in words(text) if len(word) > 2 and word not in _SMALL)
