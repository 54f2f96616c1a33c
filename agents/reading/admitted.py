"""What a statement of a kind can be about: the kinds of term and the words of ``plausible_kinds.tsv``, and names that are of it with the words beside them."""

import re
from functools import cache

from bedside.agents.reading.draft import Draft
from bedside.agents.reading.naming import Name, listed
from bedside.agents.reading.tables import rows
from bedside.agents.text.tagger import is_general
from bedside.scenarios.statement import Argument, Kind

_TAKEN = frozenset(("dose", "frequency", "route"))
_MEASURED = frozenset("test measurement procedure".split())


@cache
def admissions() -> dict[str, tuple[str, frozenset[str], tuple[str, ...], bool]]:
    """By kind: the role of its name, the kinds of term, the lists of words, and whether an unknown word will do."""
    return {
        kind: (role, frozenset(kinds.split()), tuple(lists.split()), unknown == "yes")
        for kind, role, kinds, lists, unknown in rows("plausible_kinds")
    }


def fits(name: Name, draft: Draft) -> bool:
    role, kinds, lists, unknown = admissions()[draft.kind]
    if not name.is_whole and not _goes_on(name, draft, role):
        return False
    if (
        draft.kind != "procedure"
        and name.is_doing
        and not name.has_one_of("complaint")
        and not any(word.tag == "DPS" for word in name.words)
    ):
        return False
    if draft.kind == "condition" and name.kinds == frozenset(("finding",)) and name.is_one_of("not_a_name"):
        return False  # "No FH or PMHx of DVT": of what, stands behind
    if not name.kinds.isdisjoint(kinds) or any(name.is_one_of(one) for one in lists):
        return True
    if described(name, draft):
        return True
    numbered = name.head is not None and name.head.lower == "type" and not name.first.isdisjoint(kinds)
    if name.is_one_of("not_a_name") and not numbered:
        return False
    other = any(name.is_one_of(one) for one in ("medicine", "operation", "test") if one not in lists)
    return (unknown and not name.kinds and name.is_unknown and not other) or not name.within.isdisjoint(kinds)


def _goes_on(name: Name, draft: Draft, role: str) -> bool:
    """Whether a name that ends with "and" or "when" goes on with another argument: "bleeding between periods or" after sex."""
    first = next(a for a in draft.arguments if a.role == role)
    last = name.words[-1] if name.words else None
    joins = last is not None and last.tag in ("CJC", "AV0", "PRP")
    return joins and any(0 < a.span.start - first.span.end < len("  ") for a in draft.arguments)


def described(name: Name, draft: Draft) -> bool:
    """Whether a name that is of another kind alone is one with the words beside it."""
    if draft.kind in ("symptom", "diagnosis") and _is_hard(name):
        return True
    if draft.kind == "symptom":
        placed = any(a.role in ("site", "quality") for a in draft.arguments)
        if "substance" in name.kinds and placed:
            return True  # "blood in her stools"
        return not name.kinds.isdisjoint(("anatomy", "substance")) and name.has_one_of("ailing")
    if draft.kind in ("diagnosis", "condition"):
        measured = not name.kinds.isdisjoint(_MEASURED) or name.is_one_of("test") or name.is_one_of("analyte")
        return (measured and name.has_one_of("abnormal")) or (name.is_letters and not name.is_one_of("not_a_name"))
    if draft.kind == "allergy":
        return name.is_part
    if draft.kind == "procedure":
        done = any(a.role == "when" and "removed" in a.text for a in draft.arguments)
        return done or name.has_one_of("operation") or name.has_one_of("operation_ending")
    if draft.kind == "drug":
        unknown = any(word.text.isalpha() and not is_general(word.text) for word in name.words if len(word.text) > 3)
        return (unknown and not name.is_one_of("not_a_name")) or not _TAKEN.isdisjoint(a.role for a in draft.arguments)
    if draft.kind == "result":
        return not name.first.isdisjoint(_MEASURED) or _is_lettered(name, draft)
    return False


def _is_hard(name: Name) -> bool:
    """ "difficulty urinating" """
    pairs = zip(name.words, name.words[1:], strict=False)
    return any(a.lower in listed("doing")[0] and b.lower.endswith("ing") for a, b in pairs)


def _is_lettered(name: Name, draft: Draft) -> bool:
    """Whether a test whose letters nobody knows shows by its value that it is one: "ABI 0.6", "CCT 540 µm", "RF pos"."""
    text = next((a.text for a in draft.arguments if a.role == "value"), "")
    if text.lower().startswith(("pos", "neg")) and "disorder" in name.within:
        return True  # "flu A negative"
    if name.head is None or sum(map(str.isupper, name.head.text)) < len("Rh"):
        return False
    return re.match(r"[<>~]?\d+\.\d|[<>~]?[\d.]+ ?(?:[a-zµ]+/|%)|pos|neg|reactive|reassuring", text) is not None


def as_kind(draft: Draft, kind: Kind, first: Argument) -> Draft:
    return draft.but(kind=kind, arguments=(first.model_copy(update={"role": "what"}),))
