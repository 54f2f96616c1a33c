"""How the physician speaks of what is done: a thing by its own verb, a test, a picture with its part."""

from bedside.agents.speaking.nouns import PREPOSITIONS, an, determined, head, is_part, is_plural
from bedside.agents.speaking.people import WE, Person, patient
from bedside.agents.speaking.phrase import text
from bedside.agents.speaking.tables import listed
from bedside.agents.speaking.tree import Clause, Words
from bedside.agents.speaking.view import View
from bedside.agents.text.inflection import is_verb, lemma
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Fact

_ARRANGED = frozenset(
    "do perform order schedule plan obtain proceed arrange undergo have get repeat recommend offer set book request complete consider"
    " discuss".split()
)


def handled(fact: Fact, view: View, time: tuple[Words, ...]) -> Clause | None:
    """What is done to a thing, by the note's own verb: "Clips removed today" -> "We removed the clips today"; "Remove the rugs"."""
    action, what = fact.argument("action"), text(fact, "what", view)
    if action is None or action.value != "procedure" or not action.text or what is None or fact.polarity == "denied":
        return None
    written = action.text.lower()
    verb = written if is_verb(written) else lemma(written, "VVN")
    if " " in written or not is_verb(verb) or verb in _ARRANGED or fact.certainty == "possible":
        return None
    thing = Words(what if determined(what) else f"the {what}")
    if action.span.start == fact.span.start and verb == written:
        return Clause((fact.id,), None, verb, (thing,), time=time)
    if fact.temporality == "past":
        return Clause((fact.id,), WE, verb, (thing,), "past", time=time)
    return Clause((fact.id,), WE, verb, (thing,), auxiliary="will", time=time)


def by_themselves(what: str, view: View) -> tuple[str, str] | None:
    """What somebody does to themselves: "self-monitor for a rash" -> "monitor", "yourself for a rash"."""
    verb, _, rest = what.partition(" ")
    verb = verb.lower().removeprefix("self-")
    if not what.lower().startswith("self-") or not is_verb(verb) or not rest:
        return None
    person = patient(view)
    if rest.split(" ")[0] in PREPOSITIONS:
        return verb, f"{person.reflexive} {rest}"
    return verb, rest if determined(rest) else f"{person.possessive} {rest}"


def is_done_by_us(what: str) -> bool:
    """Whether a thing is an operation, a treatment or a test: "an injection"; nobody does "clips"."""
    terms = Terminology.load()
    kinds = {terms.kind(found.concept) for found in terms.find(what)}
    known = head(what).lower() in listed("tests") | listed("done_by_us") or is_operation(what)
    return (
        known
        or bool(kinds & {"procedure", "test"})
        or head(what).endswith(("ing", "tion", "ment", "ectomy", "plasty", "therapy"))
    )


def is_operation(what: str) -> bool:
    """Whether what is to be done is a procedure rather than a value that is read."""
    terms = Terminology.load()
    concept = terms.concept(what)
    looks = head(what).endswith(("scopy", "ectomy", "plasty", "biopsy", "injection", "block", "catheterization"))
    return looks or (concept is not None and terms.kind(concept) == "procedure")


def pictured(what: str, person: Person) -> str:
    """A picture with what it is of: "x-ray knees" -> "x-ray of your knees"."""
    words = what.split(" ")
    of = " ".join(words[1:]).removeprefix("of ").removeprefix("the ")
    if of.startswith("both ") and words[0] in listed("pictures"):
        return f"{words[0]} of both {person.possessive} {of.removeprefix('both ')}"
    if of.split(" ")[0] == person.possessive:
        return f"{words[0]} of {of}" if words[0] in listed("pictures") else what
    return f"{words[0]} of {person.possessive} {of}" if words[0] in listed("pictures") and is_part(of) else what


def checking(what: str) -> str:
    """How a test is spoken of: "do a urine test", "check your sodium", "keep an eye on your diabetes"."""
    if head(what) in listed("tests") or head(what) in ("check", "checks"):
        return "do"
    if what.split(" ")[0] in listed("further"):
        return "get"
    if is_operation(what):
        return "set up"
    terms = Terminology.load()
    concept = terms.concept(what)
    return "keep an eye on" if concept and terms.kind(concept) == "disorder" else "check"


def to_whom(what: str) -> str:
    """To whom somebody is referred, with the article that is wanted: "the pain clinic", "a surgeon"."""
    if what.endswith("ear, nose and throat"):
        return "an ear, nose and throat specialist"
    if head(what).lower() in listed("services") and not determined(what):
        return f"the {what}"
    if what.endswith(("ologist", "surgeon", "specialist", "therapist", "dietitian", "dietician", "ist")):
        return what if determined(what) or is_plural(what) else an(what)
    return what
