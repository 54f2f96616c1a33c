"""What a thing is called in a question: only a name that says what is meant, and without its answer."""

import re

from bedside.agents.speaking.nouns import head as head_word
from bedside.agents.speaking.shape import is_thing
from bedside.agents.speaking.tables import listed
from bedside.agents.text.tagger import tags
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Fact

_VAGUE = frozenset(
    "appetite issue issues symptom symptoms problem problems change changes sign signs complaint complaints difficulty difficulties".split()
)
_HANGS = frozenset(
    ("respect", "regard", "regards", "requiring", "needing", "having", "being", "related", "due")
)  # of a thing that was named before
_BODILY = ("al", "ary")  # adjectives of parts of the body: "abdominal issues"
_HAD = frozenset(("symptom", "disorder", "finding", "function"))
# Last words of what somebody may have or have met with, and of no symptom by name.
_MET_WITH = frozenset("exposure exposures marks mark bites bite".split())
_TROUBLE = frozenset("trouble difficulty problems".split())
_SIGNS_OF = re.compile(r"^(symptoms?|signs?) (?!of |and |or |since |at |in |when |with )(?=\w)", re.IGNORECASE)
_RAN = re.compile(
    r" (?:until|till|since|as of|starting|beginning) .*$| (?:today|yesterday|now|currently)$", re.IGNORECASE
)
_IN_THE_LAST = re.compile(
    r"^in (?:a |the )?((?:few|couple of|two|three|four|five|six|\d+) (?:days|weeks|months|years))$"
)
_OF_A_TIME = re.compile(r" (?:since|in the last|in the past|within|for the last|over the last|during) | before$")
ABOUT_NOTHING = frozenset(("family history", "past history", "medical history", "history", "past medical history"))


def asked_for(name: str, *, denied: bool) -> str:
    """A name as it stands in a question: of what is there no time, which is the answer."""
    name = _SIGNS_OF.sub(r"\1 of ", name)
    return name if denied else _RAN.sub("", _unjudged(name))


def _unjudged(name: str) -> str:
    """The name without how a note weighs it, which is no part of what is asked: "immediate pain", "noticeable limp"."""
    weighed, _, rest = name.partition(" ")
    return rest if rest and weighed in listed("weighing") else name


def names_nothing(fact: Fact) -> bool:
    """Whether a statement names no more than a heading, "no FH", or how something goes that is not named, "occurring daily"."""
    if fact.kind not in ("symptom", "condition") or not fact.arguments:
        return False
    named = (fact.arguments[0].value or fact.arguments[0].text).casefold()
    return named in ABOUT_NOTHING or named.split()[:1] in (["occurring"], ["happening"], ["ongoing"])


def limit(side: str) -> str:
    """A time that limits what is not there, as one asks with it: "in a few months" -> "in the last few months"."""
    return _IN_THE_LAST.sub(r"in the last \1", side).replace("since that time", "since then")


def is_of_a_time(name: str) -> bool:
    """Whether what is asked for had its time, so that one asks whether they have had it."""
    return bool(_OF_A_TIME.search(name))


def is_doing(name: str) -> bool:
    """Whether a name tells what somebody does: "coughing up blood"."""
    return " " in name and name.split(" ")[0] in listed("personal")


def precise(name: str) -> str:
    """The name, if it says what is meant: nobody can be asked for "issues"."""
    name = name.removesuffix(" in the past")
    if name.split(" ")[-1] in ("both", "these", "this", "them"):
        return ""
    first_, _, rest = name.removeprefix("any ").partition(" ")
    if first_.casefold() in ("possible", "potential"):
        return ""  # what may be done or found, nobody has had
    return "" if (not rest and first_ in _VAGUE) or first_ in _HANGS or name in ABOUT_NOTHING else name


def _is_adjective(name: str) -> bool:
    """Whether a name is one word for how somebody is, "wheezy", and not for what they have."""
    noun = name.endswith("ing") or name.lower() in listed("counted") | listed("massed") | listed("plurals")
    return " " not in name and not noun and tags(["some", name])[1] in ("AJ0", "AV0")


def is_symptom(name: str) -> bool:
    """Whether a name is of something that one may have, by the terminology or our lists: nobody asks for "unwell contacts" or "a full range of motion"."""
    if not name or head_word(name).lower() in listed("movements") | listed("motions") | {
        "stability",
        "contacts",
        "surveillance",
        "monitoring",
        "evaluation",
    }:
        return False
    if name.split(" ")[-1] in _VAGUE and " ".join(name.split(" ")[-2:-1]).endswith(_BODILY):
        return True  # "abdominal issues"
    if _is_met_with(name):
        return True
    if _is_adjective(name) or "history" in name or name.split(" ")[0] in ("times", "loss", "presentation", "occurring"):
        return False
    terms = Terminology.load()
    at = name.find(head_word(name))
    had = [mention for mention in terms.find(name) if terms.kind(mention.concept) in _HAD]
    return any(mention.start < at + len(head_word(name)) and at < mention.end for mention in had) or is_thing(name)


def _is_met_with(name: str) -> bool:
    """Whether one may have trouble doing something, or have met with it: "trouble waking", "asbestos exposure"."""
    first_, _, rest = name.partition(" ")
    return (first_ in _TROUBLE and " " not in rest and rest.endswith("ing")) or (
        bool(rest) and rest.split(" ")[-1] in _MET_WITH
    )
