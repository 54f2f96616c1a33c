"""Whether a name that may head a part does so where it stands."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bedside.agents.reading import audience
from bedside.agents.reading.headings import Heading, words_of
from bedside.agents.reading.labels import is_system
from bedside.agents.reading.lines import Line
from bedside.agents.reading.making import Making
from bedside.agents.reading.openings import Opening
from bedside.agents.reading.part import Part
from bedside.scenarios.note import SectionKind

LIST = ("dot", "dash")
FOUND: frozenset[SectionKind] = frozenset(
    ("vitals", "examination", "results", "procedure")
)  # below these, "Rx" is a plan
CASE: frozenset[SectionKind] = frozenset(("assessment", "plan"))
_DECIDED: frozenset[SectionKind] = frozenset(("plan", "instructions", "medications", "course"))
_TAKEN_NOW = ("medication", "meds", "current med", "regular med", "drugs", "repeat")
_STORY: frozenset[SectionKind] = frozenset(("history", "complaint", "examination"))
_FIRST = 8  # parts of a note among which its story is
BRIEF: frozenset[SectionKind] = frozenset(("past", "medications", "allergies", "family", "social"))
_CLOSING: frozenset[SectionKind] = frozenset(("assessment", "plan"))
_REPORTED = frozenset(("findings", "finding", "technique", "comparison", "indication", "specimen", "procedure", "exam"))
_EDGES = " \t:*_#=-–—,"


LETTER = re.compile(
    r"(?:Many thanks|Thank you|Thanks) for (?:referring|asking|sending|seeing)|I (?:saw|reviewed|met|had the pleasure)\b"
)
_DENIED = re.compile(r"\b(?:no|nil|denies|denied|without|not)\b", re.IGNORECASE)
_TELLS = re.compile(
    r"(?:I|We|She|He|They) (?:have|has|had|will|would|am|are|is|was|were|should|can|think|feel|did|[a-z]+ed)\b"
)
_HARM = re.compile(r"\b(?:SI|HI|SI/HI|(?i:suicid\w*|self[- ]harm|homicid\w*))\b[^.\n]{0,40}[.:;]")


def tells_on(text: str, line: Line, part: Making) -> bool:
    """Whether a line goes on with the story, or with a letter, behind a part of one line: "CC: cough", "Diagnosis: gout"."""
    if not part.inline or not part.records:
        return False
    if part.kind in ("assessment", "medications", "allergies") and LETTER.match(text, line.body):
        return True
    if part.kind in ("results", "vitals") and not line.mark and _TELLS.match(text, line.body):
        return True
    return part.kind == "complaint" or (line.blank and not line.mark and part.kind in BRIEF)


def bracket(text: str, opening: Opening) -> int:
    """Where a bracket begins behind the name of a heading, else where its body does."""
    found = text.find("[", opening.start, opening.body)
    return found if found >= 0 else opening.body


@dataclass(slots=True)
class Style:
    """How the headings of a note are written. ``shouted``: all of it is in capitals, which then say nothing."""

    shouted: bool
    counts: Counter[tuple[bool, bool, bool]] = field(default_factory=Counter[tuple[bool, bool, bool]])

    def saw(self, opening: Opening) -> None:
        self.counts[opening.bare, opening.capitals, opening.signed] += 1

    def usual(self, opening: Opening) -> bool:
        """Whether others of the note are written like this one."""
        return self.counts[opening.bare, opening.capitals, opening.signed] > 1


def style(text: str) -> Style:
    """The style of a note of which no heading was seen yet."""
    sample = text[:20_000]
    return Style(sum(map(str.isupper, sample)) > 2 * sum(map(str.islower, sample)))


def opens(opening: Opening, line: Line, part: Making, written: Style, *, final: bool, first: bool) -> bool:
    """Whether the name with which ``line`` begins opens a part after ``part``. ``final``: no line follows; ``first``: no part
    was closed yet."""
    heading, inside = opening.heading, part.kind if part.heading else ""  # before any heading, lines are of no kind yet
    if heading.kind == "other":  # what kind of note it is stands at its head
        return opening.bare and first and not part.records and not inside and not line.mark
    strong = opening.bare and opening.capitals and not written.shouted and line.mark not in LIST
    if strong and (line.blank or inside not in heading.under):
        return True
    if part.kind == "assessment" and heading.kind in _DECIDED and not (part.mixed or part.problem or line.mark):
        return True
    if inside in heading.under:
        return _in_style(opening, line, part, written) or (_concludes(opening, part) and not line.mark)
    if line.mark in LIST and heading.kind == part.kind:
        return False
    if part.kind == "assessment" and part.mixed and part.problem and heading.kind in CASE and not strong:
        return False
    return _marked(opening, line) and (not _plain(opening) or _stands_alone(opening, part, final=final))


def kind_here(opening: Opening, part: Making, before: Sequence[Part]) -> SectionKind:
    """The kind of part that a heading opens after ``part``. ``before``: the parts before that."""
    kind, name = opening.heading.kind, opening.name.lower().replace("-", " ")
    if kind in ("medications", "course") and not (opening.bare or part.mixed):
        tops = name.startswith(_TAKEN_NOW) and not any(one.kind in _STORY and one.records for one in before[:_FIRST])
        treats = part.kind in FOUND and name.split()[0] in ("rx", "tx", "treatment")
        if treats or (part.kind == "assessment" and not tops):  # a letter begins with both
            return "plan"  # "Dx: tonsillitis. Rx: penicillin"
    if kind in ("instructions", "plan") and name.startswith("follow up") and not before and part.empty:
        return "complaint"
    return kind


def _concludes(opening: Opening, part: Making) -> bool:
    """Whether a name such as "Diagnosis" closes the results themselves and not one report among them, which names its
    findings or its technique before it."""
    if opening.heading.kind not in _CLOSING or part.kind != "results":
        return False
    return not any(record.label and not _REPORTED.isdisjoint(words_of(record.label)) for record in part.records)


def _marked(opening: Opening, line: Line) -> bool:
    """Whether a name in a list is written as a heading and not as an entry."""
    return not line.mark or line.mark in ("hash", "number") or not opening.bare or opening.signed


def _plain(opening: Opening) -> bool:
    return opening.bare and not opening.signed and not opening.capitals


def _stands_alone(opening: Opening, part: Making, *, final: bool) -> bool:
    """Whether a name without sign or capitals is a heading: a line follows, and it is not the reason for the visit."""
    return not final and (part.kind != "complaint" or bool(part.records)) and opening.name[0].isupper()


def _in_style(opening: Opening, line: Line, part: Making, written: Style) -> bool:
    """Whether a name that may be a label stands as the headings of this note do."""
    if not (opening.bare and opening.signed and line.blank) or line.mark or opening.heading.kind == part.kind:
        return False
    return part.kind not in CASE or written.usual(opening)


def opens_within(opening: Opening, part: Making) -> bool:
    """Whether a name further on in a line of ``part`` opens another part."""
    heading = opening.heading
    if heading.kind == "other":
        return False
    if part.heading and part.kind in heading.under and not _concludes(opening, part):
        return False
    if part.kind == "assessment" and part.problem:
        return False
    return not (part.kind in CASE and heading.kind in ("results", "medications", "procedure"))


def intends(text: str, start: int, at: int) -> bool:
    """Whether "Plan:" at a place is what somebody means to do to himself: "SI: present. Plan: overdose. Intent: denies"."""
    found = _HARM.search(text, start, at)
    if found is None:
        return False
    sentence = max(text.rfind(".", start, found.start()), text.rfind(";", start, found.start()), start - 1) + 1
    return _DENIED.search(text, sentence, found.start()) is None  # "no thoughts of self harm. Plan: see the GP"


def private(text: str, line: Line, start: int, part: Making) -> Opening | None:
    """A line such as "Confidential history (father out of the room)", whatever its other words."""
    whole = text[start : line.end]
    if len(whole) > 90 or whole.rstrip().endswith((".", "?", "!")) or len(whole.split()) > 10:
        return None
    if not audience.confidential(whole):
        return None
    kind: SectionKind = part.kind if part.kind in ("history", "social", "review") else "history"
    return _whole(text, start, line.end, Heading(kind))


def unknown(text: str, line: Line, start: int, written: Style) -> Opening | None:
    """A line of capitals between empty lines heads a part of an unknown kind."""
    if not line.blank or not line.last or line.mark or written.shouted or line.end - start > 64:
        return None
    name = text[start : line.end].strip(_EDGES)
    plain = "".join(char for char in name if char not in " &/-")
    if not plain.isalpha() or not name.isupper() or len(name) < 6 or len(name.split()) > 6 or is_system(name):
        return None
    return _whole(text, start, line.end, Heading("other"))


def _whole(text: str, start: int, end: int, heading: Heading) -> Opening:
    name = text[start:end].strip(_EDGES)
    begin = text.index(name, start)
    return Opening(begin, begin + len(name), end, name, heading, bare=True, capitals=name.isupper())
