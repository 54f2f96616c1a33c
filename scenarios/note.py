"""A clinical note, its sections, and the facts read from it. Spans are character offsets into ``Note.text``;
``Note.origin`` says where they stand in the note as given."""

from bisect import bisect_left, bisect_right
from typing import Literal

from bedside.scenarios.identifier_kind import IdentifierKind
from bedside.scenarios.reading import Reading
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument, Kind, Mark
from bedside.scenarios.value import Value

SectionKind = Literal[
    "complaint",  # reason for visit
    "history",  # story of the present complaint
    "past",  # earlier conditions, operations, pregnancies, birth, immunisations
    "medications",
    "allergies",
    "family",
    "social",
    "review",  # review of systems
    "vitals",
    "examination",
    "results",
    "course",  # what was done in the emergency room or on the ward
    "procedure",
    "assessment",
    "plan",
    "instructions",
    "other",
]

Polarity = Literal["present", "denied", "unknown"]
Knower = Literal["patient", "physician", "both"]
Certainty = Literal["certain", "possible"]


class Edit(Value):
    """A stretch of shorthand that was written out: ``start`` and ``end`` in the note as it is read, ``given_start`` and
    ``given_end`` in the note as it was given."""

    start: int
    end: int
    given_start: int
    given_end: int


class Section(Value):
    """One part of a note. ``span`` covers the body, ``heading`` is the heading as written, or as it was
    handed in with a bare section ("" if there was none)."""

    kind: SectionKind
    heading: str
    span: Span


class Quantity(Value):
    """A number with its unit. ``value`` is the number as a float, ``high`` the top of a range or the second
    of a pair (127/80); ``unit`` a normalised unit ("mg", "day", "%", "mmhg", ...) or None."""

    value: float
    high: float | None = None
    unit: str | None = None
    span: Span


class Mention(Value):
    """A terminology concept found inside a fact. ``form`` is what the note says, ``concept`` the concept id."""

    concept: str
    kind: str
    form: str
    span: Span
    polarity: Polarity = "present"


class Fact(Value):
    """One clinical statement of the note.

    ``span`` points at exactly the characters of ``Note.text`` that state it and ``text`` is that slice.
    ``knower`` says who can know it when the visit begins; ``established`` whether it stood before this visit
    ("before") or was first found, measured, concluded or ordered during it ("visit").
    """

    id: str
    section: SectionKind
    text: str
    span: Span
    group: str = ""  # organ system, problem or sub-heading the statement stands under
    concept: str | None = None  # head concept id, if the terminology knows one
    mentions: tuple[Mention, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    polarity: Polarity = "present"
    certainty: Certainty = "certain"
    side: Literal["left", "right", "both"] | None = None
    time: str | None = None  # the words that place it in time, as written
    subject: str = "patient"  # whom it is about: patient, mother, father, ...
    knower: Knower = "both"
    established: Literal["before", "visit"] = "before"
    frame: str = ""  # governing words outside the span: denies, negative for, history of, allergic to, ...
    sentence: Span | None = None  # the whole sentence the statement stands in
    same_as: str | None = None  # id of the fact that already says this
    role: str = (
        "clause"  # age, sex, reason, history, item, drug, advice, problem, trade, idle (a bare heading) or clause
    )
    problem: str = ""  # the assessment's problem heading it stands under
    tail: str = ""  # words it shares with the next item of its list: "numbness [or tingling] in his left arm"
    speaker: str = ""  # the third party who says so ("mother"), else ""
    kind: Kind | None = None  # what it is about; None where only its words were read
    arguments: tuple[Argument, ...] = ()
    marks: tuple[Mark, ...] = ()  # the words of a clause that change with who says it, by start
    temporality: Literal["current", "past", "future", "hypothetical"] = "current"
    unheard: tuple[str, ...] = ()  # who must not hear it ("father")

    def argument(self, role: str) -> Argument | None:
        """The first argument of this role, if there is one."""
        return next((argument for argument in self.arguments if argument.role == role), None)


class Aside(Value):
    """A stretch of a note that nobody says: an ``instruction`` to a machine, or an identifier of a real person, by its kind
    (see ``bedside.agents.identifiers``)."""

    kind: Literal["instruction"] | IdentifierKind
    span: Span


class Note(Value):
    """A clinical note as it is read, with what was read from it. Where it was given in shorthand, ``edits`` say what was
    written out, and ``given`` is the note as it was; spans of facts and sections are offsets into ``text``."""

    id: str
    text: str
    edits: tuple[Edit, ...] = ()
    shorthand: str = ""  # the note as given, where that differs
    sections: tuple[Section, ...] = ()
    facts: tuple[Fact, ...] = ()
    age: float | None = None  # years
    sex: Literal["female", "male"] | None = None
    name: str | None = None
    companions: tuple[str, ...] = ()  # third parties the note says were present: mother, spouse, interpreter, ...
    language: str = "en"
    asides: tuple[Aside, ...] = ()  # what is said by nobody, in order
    reading: Reading | None = None  # how much of it was read; None where nobody counted

    @property
    def given(self) -> str:
        """The note as it was given."""
        return self.shorthand if self.edits else self.text

    def origin(self, span: Span) -> Span:
        """Where a span of ``text`` stands in ``given``. A span that ends within what was written out takes all of it."""
        if not self.edits:
            return span
        start, end = span.start, span.end
        first = bisect_right(self.edits, span.start, key=lambda edit: edit.start) - 1
        if first >= 0:
            edit = self.edits[first]
            start = edit.given_start if span.start < edit.end else edit.given_end + span.start - edit.end
        last = bisect_left(self.edits, span.end, key=lambda edit: edit.start) - 1
        if last >= 0:
            edit = self.edits[last]
            end = edit.given_end if span.end <= edit.end else edit.given_end + span.end - edit.end
        return Span(start=start, end=end)

    def quote(self, span: Span) -> str:
        """The characters of ``given`` that a span of ``text`` stands for."""
        found = self.origin(span)
        return self.given[found.start : found.end]

    def wordings(self, fact: "Fact") -> tuple[str, ...]:
        """A fact as it is read, and as the note was given, where that differs: an author may mean either."""
        given = self.quote(fact.span)
        return (fact.text,) if given == fact.text else (fact.text, given)

    def fact(self, fact_id: str) -> Fact:
        """Return the fact with this id. Raises ``KeyError``."""
        for fact in self.facts:
            if fact.id == fact_id:
                return fact
        raise KeyError(fact_id)
