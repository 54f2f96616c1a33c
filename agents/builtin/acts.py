"""Who tells a fact, under which topic, by which act: decided from its kind and its section, never from its wording."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bedside.agents.builtin import spoken
from bedside.agents.builtin.called import asked_for, is_symptom, limit, precise
from bedside.agents.builtin.charted import is_of_the_chart
from bedside.agents.builtin.sides import SIDES
from bedside.agents.builtin.sides import answer as side_answer
from bedside.agents.builtin.tables import first, words
from bedside.agents.speaking.drugs import is_advised
from bedside.agents.speaking.nouns import PREPOSITIONS
from bedside.agents.speaking.phrase import text
from bedside.agents.speaking.view import View
from bedside.scenarios.case import Case
from bedside.scenarios.note import Fact, Mention, Note, SectionKind, Span
from bedside.scenarios.plan import Act, TopicKind
from bedside.scenarios.statement import Argument, Kind

Teller = Literal["patient", "physician"]

_BACKGROUND: frozenset[SectionKind] = frozenset(("past", "medications", "allergies", "family", "social", "review"))
_FED = frozenset(
    "sips sip fluids fluid water bottle bottles milk feeds well poorly less normally nothing little ok".split()
)
_HABIT = 7  # words of a clause that tells a habit and nothing else
_BY_KIND: dict[Kind, TopicKind] = {
    "condition": "past",
    "procedure": "past",
    "drug": "medications",
    "allergy": "allergies",
    "relative": "family",
    "home": "social",
    "work": "social",
    "habit": "social",
}
_OF_THE_STORY: frozenset[Kind] = frozenset(
    ("drug", "procedure")
)  # tried or done for the complaint, where the story tells it
_TOLD: dict[Kind, tuple[TopicKind, Act]] = {
    "measurement": ("examination", "examine"),
    "finding": ("examination", "examine"),
    "result": ("results", "report"),
    "procedure": ("results", "report"),
    "diagnosis": ("assessment", "explain"),
    "condition": ("assessment", "explain"),
    "status": ("assessment", "explain"),
    "reasoning": ("assessment", "explain"),
    "prognosis": ("assessment", "explain"),
    "order": ("plan", "advise"),
    "drug": ("plan", "advise"),
    "advice": ("plan", "advise"),
    "offer": ("plan", "advise"),
}
_BY_SECTION: dict[SectionKind, tuple[TopicKind, Act]] = {
    "vitals": ("examination", "examine"),
    "examination": ("examination", "examine"),
    "results": ("results", "report"),
    "course": ("results", "report"),
    "procedure": ("results", "report"),
    "assessment": ("assessment", "explain"),
    "plan": ("plan", "advise"),
    "instructions": ("plan", "advise"),
}
_DECIDED: frozenset[SectionKind] = frozenset(("assessment", "plan", "instructions"))
_NOT_YET = frozenset(("hypothetical", "future"))
_MINDS: frozenset[Kind] = frozenset(("wish", "quote"))  # what one fears or hopes has not happened
_OF_WHAT_COMES: frozenset[Kind] = frozenset(("order", "advice", "drug", "offer", "prognosis", "reasoning"))
_ALLERGIES = frozenset(("nkda", "nka", "nkma", "nda"))
_ALLERGIC = frozenset(("allergies", "drug allergies", "allergy", "medication allergies", "known drug allergies"))
_DECIDES = frozenset(("we will", "we'll", "i will prescribe", "please"))
_LABELS = frozenset(("plan", "impression", "diagnosis"))  # headings that were taken for words of the clause
_OWNERS = frozenset("his her their my your the".split())
_LIMITS = ("trigger", "frequency", "duration", "onset")  # sides without which a denial says more than the note
_PARENTS = frozenset(
    "mother father parents mom dad brother sister siblings brothers sisters grandmother grandfather".split()
)
_WHOSE = 2  # words at the start of a clause within which stands whom it is about
_MEASURED: frozenset[SectionKind] = frozenset(("results", "course", "procedure"))
_DENIED: frozenset[Kind] = frozenset(("symptom", "condition", "complaint", "habit", "procedure", "allergy"))
_GRAVE_KINDS: frozenset[Kind] = frozenset(("diagnosis", "complaint", "symptom"))


@dataclass(frozen=True)
class Voices:
    """Who can say what: the patient, or who speaks for them, and the physician."""

    patient: View
    physician: View
    beside: View | None = None  # a companion who speaks, too

    def teller(self, fact: Fact) -> Teller | None:
        """Who tells a fact: the patient where they know it, else the physician; None where nobody can say it."""
        before = fact.established == "before"
        if fact.temporality in _NOT_YET and fact.kind not in _MINDS:
            will = fact.kind == "event" and fact.section in _DECIDED and fact.temporality == "future"
            later = fact.kind == "drug" and fact.temporality == "future"  # "started" is no word for "to be started"
            said = will or (fact.kind in _OF_WHAT_COMES and not later)
            return "physician" if said and spoken.sayable(fact, self.physician) else None
        if fact.section == "complaint" and fact.kind in _OF_WHAT_COMES:
            return "patient" if spoken.sayable(fact, self.patient) else None  # a reason to come is no order
        if fact.kind == "result" and fact.section in _MEASURED:
            return "physician" if spoken.sayable(fact, self.physician) else None
        if is_decided(fact):
            return "physician" if spoken.sayable(fact, self.physician) else None
        if fact.kind == "condition" and fact.subject != "patient" and fact.subject in words(head(fact)):
            return None  # "twin gestation" is nothing that the twin has
        if fact.kind == "none" and before:
            return "patient"  # "nothing" is an answer, whatever words the note has for it
        if before and fact.knower != "physician" and self._told(fact):
            read = asked_topic(fact) == "story" and is_of_the_chart(fact) and spoken.sayable(fact, self.physician)
            return "physician" if read else "patient"
        if fact.knower != "patient" and spoken.sayable(fact, self.physician):
            return "physician"
        return None

    def stumbles(self, fact: Fact) -> bool:
        """Whether somebody has words for it, and none of them makes a well-formed sentence."""
        views = (self.patient, self.physician, *((self.beside,) if self.beside is not None else ()))
        return any(spoken.is_malformed(fact, view) for view in views)

    def _told(self, fact: Fact) -> bool:
        """Whether somebody on the patient's side can say it."""
        beside = self.beside is not None and spoken.sayable(fact, self.beside)
        return beside or spoken.sayable(fact, self.patient) or self._visit(fact)

    def quoted(self, fact: Fact) -> bool:
        """Whether the companion can say it and the patient cannot."""
        can = self.beside is not None and spoken.sayable(fact, self.beside)
        return can and not spoken.sayable(fact, self.patient) and not self._visit(fact)

    def _visit(self, fact: Fact) -> bool:
        """Whether a reason for a visit is a part of care, which is called by its name."""
        return fact.kind == "complaint" and bool(first("visits", head(fact))) and bool(spoken.name(fact, self.patient))

    def name(self, fact: Fact) -> str:
        """What a fact can be asked for by, without its answer: the thing, with its place where that is part of it."""
        with_place = first("generic", head(fact).split(" ")[-1]) and " " not in head(fact).strip()
        kept = fact.model_copy(update={"arguments": tuple(a for a in fact.arguments if a.role != "site" or with_place)})
        denied = fact.polarity == "denied" and fact.kind == "symptom"
        if denied:
            return self._limited(fact)
        kept = kept.model_copy(
            update={"arguments": tuple(a for a in kept.arguments if a.role not in ("quality", "severity"))}
        )
        name = asked_for(precise(spoken.name(kept, self.physician)), denied=False)
        return name if fact.kind != "symptom" or is_symptom(name) else ""

    def _limited(self, fact: Fact) -> str:
        """The name of what is denied with all that limits it; "" where a question cannot hold that."""
        named = tuple(a for a in fact.arguments if a.role not in _LIMITS)
        name = precise(spoken.name(fact.model_copy(update={"arguments": named}), self.physician))
        name = asked_for(name, denied=True)
        sides = [text(fact, a.role, self.physician) or "" for a in fact.arguments if a.role in _LIMITS]
        sides = [limit(side) for side in sides if side != "since presentation"]  # since they came, which is now
        if not is_symptom(name) or any(side.split(" ")[0] not in PREPOSITIONS for side in sides):
            return ""
        return " ".join((name, *sides))

    def titled(self, problem: str) -> str:
        """A problem by the name that stands over what is told of it; "" where that is no name."""
        if problem.casefold().startswith(("follow-up ", "follow up ")):
            problem = problem[len("follow-up ") :]  # "follow-up breast cysts"
        what = Argument(role="what", text=problem, span=Span(start=0, end=len(problem)))
        thing = Fact(id="-", section="other", text=problem, span=what.span, kind="condition", arguments=(what,))
        return precise(spoken.name(thing, self.physician))

    def called(self, mention: Mention) -> str:
        """What a thing that a clause mentions is called."""
        what = Argument(role="what", text=mention.form, span=mention.span, concept=mention.concept)
        thing = Fact(
            id="-",
            section="other",
            text=mention.form,
            span=mention.span,
            kind="condition",
            arguments=(what,),
            concept=mention.concept,
        )
        return spoken.name(thing, self.physician)

    def sides(self, fact: Fact) -> tuple[str, ...]:
        """The sides of a symptom that the patient can tell as answers of their own, but what its name says already."""
        named = self.name(fact).casefold()
        site = fact.argument("site")
        told = [role for role in SIDES if side_answer(fact, role, self.patient) is not None]
        known = site is not None and frozenset(words(site.text)) - _OWNERS <= frozenset(words(named))
        return tuple(role for role in told if role != "site" or not known)


def voices_of(note: Note, case: Case, who: str, companion: str) -> Voices:
    """Who speaks in a visit: ``who`` answers for the patient, ``companion`` sits beside."""
    sex = case.patient.sex or note.sex
    age = case.patient.age if case.patient.age is not None else note.age
    if who != "patient":
        return Voices(View("companion", sex, age, who), View("physician", sex, age, who, "companion"))
    beside = View("companion", sex, age, companion) if companion not in ("", "nurse", "interpreter") else None
    return Voices(View("patient", sex, age), View("physician", sex, age), beside)


def is_decided(fact: Fact) -> bool:
    """Whether a clause outside a plan says what is decided, so that it is the physician's."""
    if fact.kind not in ("event", "opaque") or fact.section in _DECIDED:
        return False
    spoken_ = words(fact.text)
    opening = " ".join(spoken_[:4])
    return any(f" {opening} ".find(f" {wording} ") >= 0 for wording in _DECIDES) or not _LABELS.isdisjoint(spoken_[:4])


def tells_habit(fact: Fact) -> bool:
    """Whether a clause of a story without a subject only tells how somebody lives, which is no reason to come: "walks thirty
    minutes a day"."""
    spoken_ = words(fact.text)
    lives = fact.kind == "event" and fact.section == "history" and fact.subject == "patient"
    fed = not _FED.isdisjoint(spoken_[1:]) or spoken_[0:3:2] == (
        "eating",
        "drinking",
    )  # "drinking sips": how ill somebody is, and no habit
    return lives and not fed and len(spoken_) <= _HABIT and bool(first("habits", spoken_[0] if spoken_ else ""))


def asked_topic(fact: Fact) -> TopicKind:
    """Under which topic the patient tells a fact."""
    if fact.kind == "none" and any(word in _ALLERGIES or "allerg" in word for word in words(fact.text)):
        return "allergies"
    if fact.kind == "symptom" and fact.polarity == "denied" and head(fact).casefold() in _ALLERGIC:
        return "allergies"
    if fact.kind == "procedure" and fact.section == "history" and (_is_long_ago(fact) or is_bare(fact)):
        return "past"  # done years ago or nobody says when, and not for what brought them
    if fact.kind == "symptom" and fact.section == "history" and is_bare(fact) and words(head(fact))[:1] == ("chronic",):
        return "past" if fact.polarity == "present" else "story"
    if fact.kind == "wish":
        return "story"
    others = ("condition", "none", "procedure") if fact.section in _BACKGROUND else ("condition", "none")
    if fact.kind == "relative" or (fact.subject not in ("patient", "") and fact.kind in others):
        return "family"
    if fact.section == "social" and fact.kind == "event" and not _PARENTS.isdisjoint(words(fact.text)[:_WHOSE]):
        return "family"  # "his mother is 89", under family and social history
    if fact.section == "medications" and fact.kind in ("home", "work", "habit"):
        return "social"
    if fact.section in _BACKGROUND and not (
        fact.section == "past" and fact.kind in ("drug", "allergy", "habit", "home", "work")
    ):
        return fact.section  # type: ignore[return-value]  # a background section is a topic
    if fact.section == "complaint":
        return "reason"
    if tells_habit(fact):
        return "social"
    if (
        fact.kind == "drug"
        and fact.section == "history"
        and fact.argument("purpose") is not None
        and not _was_taken(fact)
    ):
        return "medications"  # "carvedilol for her hypertension": taken, and not for what brought them
    if fact.section == "history" and fact.kind == "condition" and fact.polarity == "denied":
        return "story"  # what did not happen, not what they never had
    if fact.kind in _BY_KIND and fact.kind not in _OF_THE_STORY:
        return _BY_KIND[fact.kind]
    return "medications" if fact.section == "past" and fact.kind == "drug" else "story"


def told_place(fact: Fact) -> tuple[TopicKind, Act]:
    """Under which topic and by which act the physician tells a fact that stands in the chart or that this visit found."""
    if is_decided(fact):
        return "plan", "advise"
    if fact.established == "before" and fact.section not in _BY_SECTION:
        return (fact.section if fact.section in _BACKGROUND else "story"), "chart"  # type: ignore[return-value]
    if fact.kind in ("measurement", "finding") and fact.section in _MEASURED:
        return "results", "report"
    if fact.kind == "order" and fact.section == "results":
        return "results", "report"  # "four views were taken"
    if fact.kind == "drug" and fact.section in ("course", "procedure") and not is_advised(fact):
        return "results", "report"
    if fact.kind in _TOLD:
        return _TOLD[fact.kind]
    return _BY_SECTION.get(fact.section, ("results", "report"))


def _is_long_ago(fact: Fact) -> bool:
    """Whether a procedure was done years ago."""
    return any(word in ("year", "years", "childhood", "child") for word in words(fact.text))


def is_denial(fact: Fact) -> bool:
    """Whether a fact only says that one thing is not there, so that several can be asked for at once."""
    return fact.polarity == "denied" and fact.kind in _DENIED and is_bare(fact)


def is_bare(fact: Fact) -> bool:
    """Whether a fact names one thing, with its place at most."""
    return all(argument.role == "site" for argument in fact.arguments[1:])


def only_does(facts: Sequence[Fact]) -> bool:
    """Whether all that there is to say of a habit is that somebody has it, neither how much nor since when."""
    if len(facts) != 1 or facts[0].kind != "habit" or facts[0].polarity != "present":
        return False
    return all(one.role == "status" and one.value in (None, "", "current") for one in facts[0].arguments[1:])


def problem_of(fact: Fact) -> str:
    """The problem that a statement of an assessment or a plan stands under."""
    return fact.problem or fact.group.split(" / ")[0]


def gravity(text: str) -> int:
    """How grave a problem is by its name: 3 may kill or change a life, 2 is serious, 1 is anything else."""
    return int(first("gravity", text) or 1)


def _was_taken(fact: Fact) -> bool:
    """Whether a drug was taken once, against what brought them: "took ibuprofen for pain"."""
    action = fact.argument("action")
    return action is not None and action.text.casefold() in ("took", "taken", "tried", "used")


def followed(name: str) -> str:
    """A visit by what it follows up: "follow-up breast cysts" -> "follow-up for breast cysts"."""
    lead, _, rest = name.partition("follow-up ")
    first_ = rest.split(" ")[0]
    plain = rest and first_ not in PREPOSITIONS and not first("visits", rest)
    return f"{lead}follow-up for {rest}" if plain else name


def by_gravity(facts: tuple[Fact, ...]) -> list[Fact]:
    """The problems of this visit that are there, the gravest first: its diagnoses, its complaint, the first symptom."""
    active = [
        fact
        for fact in facts
        if fact.kind in _GRAVE_KINDS
        and fact.polarity == "present"
        and fact.subject == "patient"
        and fact.temporality == "current"
    ]
    first_ = next((fact for fact in active if fact.kind == "symptom"), None)
    active = [fact for fact in active if fact.kind != "symptom" or fact is first_]
    return sorted(active, key=lambda fact: (-gravity(problem_name(fact)), fact.kind != "diagnosis", fact.span.start))


def problem_name(fact: Fact) -> str:
    """What a problem is called where pages are looked for: letters as what they stand for, "MI" as "myocardial infarction"."""
    named = head(fact)
    letters = named.isupper() and " " not in named and fact.concept is not None
    return (fact.concept or "").replace("-", " ") if letters else named


def head(fact: Fact) -> str:
    """The words of the first argument, or of the whole fact where it has none."""
    return fact.arguments[0].text if fact.arguments else fact.text
