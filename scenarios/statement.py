"""What a statement of a note is about: its kind, its arguments, and the words that change with who says it."""

from typing import Literal

from bedside.scenarios.span import Span
from bedside.scenarios.value import Value

Kind = Literal[
    "identity",  # age, sex, trade: who the patient is
    "complaint",  # why they came, in the note's words
    "symptom",
    "condition",
    "drug",
    "allergy",
    "procedure",  # an operation or a treatment that was done
    "measurement",  # a vital sign or a size with its value
    "finding",  # examination: a part and what was found there
    "result",  # a test and what it showed
    "diagnosis",
    "status",  # how a problem does: controlled, better, stable
    "reasoning",  # why the author thinks or decides so
    "prognosis",
    "order",  # a test, a referral, a visit: somebody will do something
    "advice",  # what the patient is to do, to expect or to watch for
    "offer",  # offered, and taken or declined
    "wish",  # a fear, a hope, a concern, a preference
    "quote",  # the patient's own words
    "home",
    "work",
    "habit",
    "relative",  # a member of the family: alive, well, died
    "event",  # any other whole clause with a known subject and a finite verb
    "none",  # the section says that there is nothing ("Noncontributory", "NKDA")
    "opaque",  # words that were not understood
]

# Roles that an argument may have, by kind; the first is the one without which there is no such statement.
ROLES: dict[Kind, tuple[str, ...]] = {
    "identity": ("age", "sex", "trade"),
    "complaint": ("what",),
    "symptom": (
        "what", "site", "quality", "severity", "onset", "duration", "frequency", "course", "trigger", "relief", "effect",
    ),
    "condition": ("what", "since", "status", "site"),
    "drug": ("drug", "dose", "form", "route", "frequency", "as_needed", "purpose", "duration", "since", "action", "until"),
    "allergy": ("what", "reaction"),
    "procedure": ("what", "site", "when"),
    "measurement": ("what", "value", "note"),
    "finding": ("what", "part", "manner"),
    "result": ("test", "value", "when", "note"),
    "diagnosis": ("what", "since", "site", "status", "cause"),
    "status": ("what", "problem"),
    "reasoning": ("clause",),
    "prognosis": ("clause",),
    "order": ("what", "action", "who", "whom", "when", "condition", "purpose"),
    "advice": ("what", "who", "condition", "purpose", "when"),
    "offer": ("what", "answer"),
    "wish": ("what", "feeling"),
    "quote": ("what",),
    "home": ("what",),
    "work": ("what",),
    "habit": ("what", "amount", "since", "status"),
    "relative": ("who", "state"),
    "event": ("clause",),
    "none": ("what",),
    "opaque": ("what",),
}  # fmt: skip


class Argument(Value):
    """One argument of a statement: its ``role`` (see ``ROLES``), the note's words and where they stand.

    ``value`` is a normalised value where the role has a closed set: ``order.action`` (test, image, refer, follow_up,
    record, admit, treat, procedure, school), ``order.who`` (physician, patient, other),
    ``advice.who`` (the relative who is to do it), ``drug.action`` (take, start, keep,
    change, stop, refuse, skip, finish, hold, refill), ``advice.what`` and ``order.what`` (verb, gerund, participle, thing,
    important: the form of its words), ``status.what`` (patient, problem), ``offer.answer`` (accepted, declined), ``wish.feeling`` (fear, hope,
    concern, preference), ``habit.status`` (current, former, never), ``result.note`` and ``finding.manner`` (normal,
    abnormal), ``drug.frequency`` ("2/day", "1/week", "as needed"); else None.
    """

    role: str
    text: str
    span: Span
    value: str | None = None
    concept: str | None = None


class Mark(Value):
    """A word of a clause that changes with who says it, and how: the patient as ``subject``, ``object``, ``possessive`` or
    ``reflexive``; a finite ``verb`` that agrees with the patient as its subject (``lemma`` and ``form``: "present",
    "past"); ``author`` and ``author_verb``, the same for who wrote the note ("I", "we"). ``named`` is an identifier, for which
    everybody says ``lemma``."""

    role: Literal[
        "subject", "object", "possessive", "reflexive", "verb", "author", "author_object", "author_possessive", "named"
    ]
    span: Span
    lemma: str = ""
    form: Literal["present", "past", ""] = ""
