"""Which statements say again what another one says: by kind, head, polarity, whose it is and the side, never by wording
alone."""

from collections.abc import Callable, Sequence

from bedside.scenarios.note import Fact, Mention

Broader = Callable[[str], tuple[str, ...]]

_ALIKE = {"diagnosis": "condition", "complaint": "symptom", "status": "condition"}
_ANEW = frozenset(("exacerbation", "flare", "relapse", "recurrence", "decompensated"))
_RETOLD = frozenset({"symptom", "condition", "complaint", "diagnosis", "allergy", "drug", "procedure", "identity"})
_STORY = frozenset({"complaint", "history", "review"})
_BACKGROUND = frozenset({"past", "family"})
_NO_NEWS = frozenset(
    "acute chronic severe mild moderate left right bilateral upper lower new ongoing persistent recurrent intermittent history of the a an his her".split()
)
_NO_WORDS = frozenset("a an the his her my their".split())
_TELLS = frozenset({"event", "symptom", "complaint", "identity"})


def told_in_clauses(facts: Sequence[Fact], broader: Broader) -> dict[str, str]:
    """For a bare complaint ("dizziness", "pain") that a clause of the story told before, in whatever words or more
    narrowly, the id of that clause. ``broader``: the more general concepts of one."""
    said: dict[tuple[str, str, str], str] = {}
    same: dict[str, str] = {}
    for fact in facts:
        if fact.section not in _STORY or fact.temporality == "hypothetical":
            continue
        bare = fact.kind in ("symptom", "complaint") and len(fact.arguments) == 1 and fact.side is None
        head = fact.arguments[0].concept if bare else None
        told = said.get((head, fact.polarity, fact.subject)) if head else None
        if told is not None:
            same[fact.id] = told
        elif fact.kind in _TELLS:
            for mention in fact.mentions:
                for concept in _told(mention, fact, broader):
                    said.setdefault((concept, fact.polarity, fact.subject), fact.id)
    return same


def _told(mention: Mention, fact: Fact, broader: Broader) -> tuple[str, ...]:
    """What is said with a mention: its concept, and where it is so, what is more general."""
    if mention.kind not in ("symptom", "disorder", "finding"):
        return ()
    wider = broader(mention.concept) if fact.polarity == "present" and fact.section != "review" else ()
    return (mention.concept, *wider)


def restated(facts: Sequence[Fact]) -> dict[str, str]:
    """For a fact that says nothing new, the id of the one that is kept: the fuller one, or else the first."""
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        if fact.kind == "habit" and fact.arguments and fact.arguments[0].value:
            groups.setdefault(_of_habit(fact), []).append(fact)
        elif fact.kind in _RETOLD:
            groups.setdefault(_key(fact), []).append(fact)
        elif fact.kind not in (None, "opaque"):
            groups.setdefault(
                (fact.kind, " ".join(fact.text.casefold().split()), fact.polarity, fact.subject), []
            ).append(fact)
    same: dict[str, str] = {}
    for group in groups.values():
        for fact in group:
            fuller = [other for other in group if other is not fact and _says(other, fact)]
            kept = next((other for other in fuller if other.id not in same), None)
            if kept is not None and not (_says(fact, kept) and _first(fact, kept)):
                same[fact.id] = kept.id
    return same


def _of_habit(fact: Fact) -> tuple[object, ...]:
    """A habit by what it is and how much of it, whatever verb tells it: "smokes" or "smoking one pack a day"."""
    much = tuple((a.role, a.text.casefold()) for a in fact.arguments[1:] if a.role in ("amount", "since"))
    return "habit", fact.arguments[0].value, fact.polarity, fact.subject, fact.temporality, much


def _reason(text: str) -> str:
    """The words of a reason for a visit that tell it from another."""
    return " ".join(word for word in text.casefold().replace("-", " ").split() if word not in _NO_WORDS)


def _key(fact: Fact) -> tuple[object, ...]:
    kind = _ALIKE.get(fact.kind or "", fact.kind)
    head = fact.arguments[0] if fact.arguments else None
    parts = {mention.concept for mention in fact.mentions if mention.kind == "anatomy"}  # a part is no complaint
    concept = head.concept if head and head.concept not in parts else None
    if head and not _ANEW.isdisjoint(head.text.casefold().replace("-", " ").split()):
        concept = None  # an exacerbation of asthma is not the asthma
    named = _reason(head.text) if head and fact.kind == "complaint" else head.text.casefold() if head else ""
    what = (concept or named) if head else fact.text.casefold()
    return kind if kind != "condition" else "symptom", what, fact.polarity, fact.subject


def _says(one: Fact, other: Fact) -> bool:
    """Whether ``one`` says all that ``other`` does."""
    if other.side not in (None, one.side) or one.certainty != other.certainty or not _as_late(one, other):
        return False
    if one.polarity == "denied" and (one.section in _BACKGROUND) != (other.section in _BACKGROUND):
        return False  # "no anaphylaxis" today is not "no history of anaphylaxis"
    if (one.established == "visit") != (other.established == "visit") and one.established == "visit":
        return False
    if other.kind == "diagnosis" and one.kind in ("symptom", "complaint") and _names_more(other, one):
        return False  # "tension type headache" is what the headache was found to be
    has = {(a.role, a.text.casefold()) for a in one.arguments[1:]}
    return all((a.role, a.text.casefold()) in has for a in other.arguments[1:])


def _names_more(one: Fact, other: Fact) -> bool:
    """Whether the name of ``one`` has words that say more than how bad and where, and that ``other`` has not."""
    places = {word for mention in one.mentions if mention.kind == "anatomy" for word in mention.form.casefold().split()}
    named = frozenset(one.arguments[0].text.casefold().split()) - _NO_NEWS - places
    return bool(named - frozenset(other.text.casefold().split())) and len(one.arguments[0].text.split()) > 1


def _as_late(one: Fact, other: Fact) -> bool:
    """Whether both hold at the same time; who has heart failure was told of it once, too."""
    if one.temporality == other.temporality:
        return True
    chronic = one.kind == other.kind == "condition" and {one.section, other.section} <= {"past", "history"}
    return chronic and one.temporality == "current" and other.temporality == "past" and len(other.arguments) == 1


def _first(one: Fact, other: Fact) -> bool:
    return one.span.start < other.span.start
