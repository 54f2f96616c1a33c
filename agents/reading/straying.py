"""Lines that belong to another part than the one they stand in, by what they are: vital signs below a complaint, organ systems
in a note without headings."""

import re

from bedside.agents.reading.labels import first_label
from bedside.agents.reading.tables import phrases, plain
from bedside.agents.text.doc import tokens
from bedside.scenarios.note import SectionKind

_STORY: frozenset[SectionKind] = frozenset(("complaint", "history"))
_LISTS: frozenset[SectionKind] = frozenset(("medications", "past", "allergies", "social", "family"))
_PRESSURE = re.compile(
    r"(?:BP|B/P|orthostatics?|orthostatic BP)\b[ :=]{0,3}(?:(?:lying|supine|sitting|seated|standing) )?\d{2,3}/\d{2,3}\b",
    re.IGNORECASE,
)
_BETWEEN = frozenset((":", "=", "is", "was", "of", "-", "~"))
_WEAK = frozenset(("pain", "p", "r", "length", "weight", "t"))  # of one of these alone a story may speak, too
_TOLD = frozenset(
    ("denies", "denied", "reports", "endorses", "complains", "history", "negative", "positive", "symptoms")
)
_FELT = frozenset(  # what nobody finds: two of them were asked for
    """fever fevers chills sweats nausea vomiting diarrhea diarrhoea constipation dysuria hematuria headache headaches palpitations
    dyspnea orthopnea dizziness heartburn polyuria nocturia insomnia indigestion melena hematemesis""".split()
)
_STORY_OF = frozenset(
    "had awaiting since ago currently diagnosed listed planned scheduled due yrs years year months started stopped boy girl child"
    " childhood birth teenager previously previous clinic he she has have mother father sister brother wife husband partner son daughter mum dad"
    " mom patient pt mg mcg drop drops gtt gtts nocte mane bd tds qds bid tid qid".split()
)
_LOOKED_AT = 200  # characters of a line
_FEW = 6  # words of a line that is one vital sign


def strays(text: str, start: int, end: int, kind: SectionKind, *, headed: bool) -> SectionKind | None:
    """The kind of part that a line is of, where it is of another than ``kind``. ``headed``: its part has a heading."""
    if kind in _LISTS and _PRESSURE.match(text, start, end):
        return "vitals"
    if kind not in _STORY:
        return None
    if _measures(text, start, end, headed=headed and kind == "history"):
        return "vitals"
    return None if headed and kind == "history" else _examines(text, start, end)


def _measures(text: str, start: int, end: int, *, headed: bool) -> bool:
    """Whether a line is vital signs with their values, from its first word on."""
    found = [plain(token) for token in tokens(text, start, min(end, start + _LOOKED_AT))]
    first = phrases("vitals").at(found, 0) if found else None
    if first is None:
        return False
    count, at = 0, 0
    while at < len(found):
        sign = phrases("vitals").at(found, at)
        at = sign[1] if sign else at + 1
        if sign and _number_at(found, at):
            count += 1
    return count > 1 or (count == 1 and not headed and len(found) <= _FEW and found[0] not in _WEAK)


def _number_at(words: list[str], at: int) -> bool:
    while at < len(words) and words[at] in _BETWEEN:
        at += 1
    return at < len(words) and words[at][:1].isdigit()


def _examines(text: str, start: int, end: int) -> SectionKind | None:
    """Whether a line is of an organ system: as the patient told it, or as it was found."""
    label = first_label(text, start, end)
    if label is None or not any(char.isalpha() for char in text[label.body : label.body + 3]):
        return None
    name = [plain(token) for token in tokens(label.name)]
    if phrases("exam_parts").within(name) is None:
        return None
    said = {plain(token) for token in tokens(text, label.body, min(end, label.body + _LOOKED_AT))}
    if said & _STORY_OF:
        return None
    return "review" if said & _TOLD or len(said & _FELT) > 1 else "examination"
