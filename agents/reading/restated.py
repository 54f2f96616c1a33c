"""Which statements say again what another one says: by kind, head, polarity, whose it is and the side, never by wording
alone."""

from collections.abc import Sequence

from bedside.scenarios.note import Fact

_ALIKE = {"diagnosis": "condition", "complaint": "symptom", "status": "condition"}
_RETOLD = frozenset({"symptom", "condition", "complaint", "diagnosis", "allergy", "drug", "procedure", "identity"})


def restated(facts: Sequence[Fact]) -> dict[str, str]:
    """For a fact that says nothing new, the id of the one that is kept: the fuller one, or else the first."""
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        if fact.kind in _RETOLD:
            groups.setdefault(_key(fact), []).append(fact)
        elif fact.kind not in (None, "opaque"):
            groups.setdefault((fact.kind, " ".join(fact.text.casefold().split()), fact.polarity, fact.subject), []).append(fact)
    same: dict[str, str] = {}
    for group in groups.values():
        for fact in group:
            fuller = [other for other in group if other is not fact and _says(other, fact)]
            kept = next((other for other in fuller if other.id not in same), None)
            if kept is not None and not (_says(fact, kept) and _first(fact, kept)):
                same[fact.id] = kept.id
    return same


def _key(fact: Fact) -> tuple[object, ...]:
    kind = _ALIKE.get(fact.kind or "", fact.kind)
    head = fact.arguments[0] if fact.arguments else None
    what = (head.concept or head.text.casefold()) if head else fact.text.casefold()
    return kind if kind != "condition" else "symptom", what, fact.polarity, fact.subject


def _says(one: Fact, other: Fact) -> bool:
    """Whether ``one`` says all that ``other`` does."""
    if other.side not in (None, one.side) or one.certainty != other.certainty or one.temporality != other.temporality:
        return False
    if (one.established == "visit") != (other.established == "visit") and one.established == "visit":
        return False
    has = {(a.role, a.text.casefold()) for a in one.arguments[1:]}
    return all((a.role, a.text.casefold()) in has for a in other.arguments[1:])


def _first(one: Fact, other: Fact) -> bool:
    return one.span.start < other.span.start
