"""Facts built by hand, as a reader would type them."""

from itertools import count

from bedside.agents.speaking.view import View
from bedside.scenarios.note import Fact
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument, Kind, Mark

_CLOSED = frozenset(("action", "who", "answer", "feeling", "status", "note", "manner"))
_IDS = count(1)

PATIENT = View("patient", "female", 44)
MAN = View("patient", "male", 61)
DOCTOR = View("physician", "female", 44)
MOTHER = View("companion", "male", 3, "mother")
TO_MOTHER = View("physician", "male", 3, "mother", "companion")
CARER = View("companion", None, 80, "daughter")
VIEWS = (PATIENT, MAN, DOCTOR, MOTHER, TO_MOTHER, CARER)


def fact(
    kind: Kind,
    section: str = "history",
    *,
    said: str = "",
    marks: tuple[Mark, ...] = (),
    also: dict[str, str] | None = None,
    **roles: str | list[str],
) -> Fact:
    """A fact of this kind; ``roles`` are its arguments in order, ``also`` its polarity, certainty, temporality, subject."""
    arguments: list[Argument] = []
    for role, given in roles.items():
        name = "who" if role == "kin" else role
        for text in [given] if isinstance(given, str) else given:
            value = text if role in _CLOSED else None
            arguments.append(Argument(role=name.rstrip("2"), text=text, span=Span(start=0, end=1), value=value))
    fields = {"section": section, "text": said, "span": Span(start=0, end=max(1, len(said))), "kind": kind}
    return Fact.model_validate(
        {"id": f"f{next(_IDS)}", **fields, "arguments": tuple(arguments), "marks": marks, **(also or {})}
    )


def mark(said: str, word: str, role: str, lemma: str = "", form: str = "") -> Mark:
    """A mark on the first place of a word in a clause."""
    start = said.index(word)
    return Mark.model_validate(
        {"role": role, "span": Span(start=start, end=start + len(word)), "lemma": lemma, "form": form}
    )
