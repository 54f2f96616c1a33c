"""When and under which condition something is to be done, as the end of a sentence."""

from bedside.agents.speaking.contraction import contracted
from bedside.agents.speaking.nouns import PREPOSITIONS, determined
from bedside.agents.speaking.people import Person, patient
from bedside.agents.speaking.phrase import text
from bedside.agents.speaking.shape import is_personal
from bedside.agents.speaking.tables import mapping
from bedside.agents.speaking.tree import Words
from bedside.agents.speaking.view import View
from bedside.agents.text.tagger import tags
from bedside.scenarios.note import Fact
from bedside.scenarios.statement import Argument

_TIMES = ("today", "tomorrow", "now", "tonight", "soon", "this ", "next ", "every ", "once ", "twice ", "right ", "as ")
_UNITS = frozenset(("minute", "hour", "day", "week", "month", "year"))
_FINITE = frozenset("VBB VBD VBZ VDB VDD VDZ VHB VHD VHZ VM0 VVB VVD VVZ".split())


def is_span(words: str) -> bool:
    """Whether words are a length of time: "two weeks"."""
    return words.split(" ")[-1].removesuffix("s") in _UNITS


def time_of(words: str | None) -> tuple[Words, ...]:
    """A time as an adverbial: "two weeks" -> "in two weeks"."""
    if not words:
        return ()
    if (
        words.split(" ")[0] in PREPOSITIONS
        or words.startswith(_TIMES)
        or words.endswith(("ly", "day", "later", "prior", "before"))
        or any(f" {word} " in words for word in ("before", "after", "prior to"))
    ):
        return (Words(words),)
    if words.split(" ")[-1] in ("results", "labs"):  # "pending lab results"
        return (Words(f"depending on {words if determined(words) else f'the {words}'}"),)
    return (Words(f"in {words}"),)


_RELATIVE = frozenset(("that", "which"))  # whose verb is that of no condition: "if bleeding that will not stop"


def condition_of(fact: Fact, view: View) -> str | None:
    """A condition as a clause: "if worse" -> "if it gets worse"; "" if there is none, None if it cannot be said."""
    argument = fact.argument("condition")
    if argument is None:
        return ""
    known = mapping("conditions").get(argument.text.lower().strip(" .,"))
    if known:
        return known.replace("{you}", patient(view).subject).replace("{your}", patient(view).possessive)
    words = (text(_opened(fact, argument), "condition", view) or "").removeprefix("sooner ") or None
    words = _alternatives(words) if words else None
    if words is not None and words.startswith("pending ") and len(words.split()) > 1:
        rest = words.removeprefix("pending ")
        return f"depending on {rest if determined(rest) else f'the {rest}'}"
    if words is not None and words.lower().startswith("the next time "):
        return contracted(words[:1].lower() + words[1:])
    if words is not None and words.startswith("if "):
        words = _supplied(words.removeprefix("if "), patient(view))
    if words is None or words.split(" ")[0] not in (
        "if",
        "when",
        "unless",
        "until",
        "should",
        "for",
        "once",
        "after",
        "in",
        "during",
    ):
        return None
    return contracted(words) if len(words.split()) > 1 else None


def _opened(fact: Fact, argument: Argument) -> Fact:
    """The fact with examples of its condition in words: "worsening symptoms (chest pain, etc)" -> "... such as chest pain"."""
    if "(" not in argument.text:
        return fact
    said = argument.text.replace(" (", " such as ").replace("(", "such as ").replace(")", "")
    new = argument.model_copy(update={"text": said})
    return fact.model_copy(update={"arguments": tuple(new if one is argument else one for one in fact.arguments)})


def _alternatives(words: str) -> str:
    """A list without "etc" and with "or" before its last: "chest pain, fever, vomiting" -> "chest pain, fever or vomiting"."""
    for ending in (", etc", " etc", ", and so on"):
        words = words.removesuffix(ending)
    before, comma, last = words.rpartition(", ")
    listed_ = comma and not {"or", "and", "but", "then"} & set(words.split(" ")) and len(last.split(" ")) <= 3
    return f"{before} or {last}" if listed_ else words


def _supplied(rest: str, person: Person) -> str | None:
    """A condition with the subject and the verb that the note leaves out: "if fever" -> "if you have fever"."""
    found = tags([word.strip(",;") for word in rest.split(" ")])
    first = rest.split(" ")[0]
    if first in ("these", "those"):
        return None  # what they are stands elsewhere
    if rest.startswith(("no better", "not better", "no worse", "no improvement")):
        return f"if there's {rest}" if first == "no" and rest.split(" ")[1] == "improvement" else f"if it's {rest}"
    if is_personal(rest):
        return f"if {_is_(person)} {rest}"
    if found[:1] == ("AJ0",) and found[1:2] == ("PRP",) and not is_personal(first):
        return f"if it's {rest}"  # "positive for strep"
    if found[:1] == ("AV0",) and found[1:2] == ("VVG",):
        return f"if {_is_(person)} {rest}"  # "still coughing"
    alone = len(found) == 1 and found[0].startswith("AJ")
    words = rest.split(" ")
    relative = next((at for at, word in enumerate(words) if word in _RELATIVE and at), len(found))
    if alone or any(tag in _FINITE for tag in found[:relative]) or sum(tag in _FINITE for tag in found[relative:]) > 1:
        return f"if {rest}"
    if not found or (relative == len(found) and " not " in f" {rest} "):
        return None
    be, have = ("'s", "has") if person.person == 3 and not person.plural else ("'re", "have")
    if found[0] == "VVG" and rest.split(" ")[0] != "worsening":
        return f"if {person.subject}{be} {rest}"
    if found[0][:2] in ("NN", "AJ", "VV", "AT", "DT", "UN"):
        return f"if {person.subject} {have} {rest}"
    return None


def _is_(person: Person) -> str:
    return f"{person.subject}'s" if person.person == 3 and not person.plural else f"{person.subject}'re"


def unhyphened(words: str | None) -> str | None:
    """ "two-day" -> "two days", "about a six month" -> "about six months"."""
    parts = (words or "").replace("-", " ").split(" ")
    if parts[-1] not in ("day", "week", "month", "year", "hour") or len(parts) < 2:
        return words
    kept = [part for part in parts if part not in ("a", "an")]
    if len(kept) < 2 or parts[-2] in ("a", "an", "past", "last", "every", "the"):
        return words
    if kept[-2] in ("one", "1"):
        return " ".join(kept)
    return " ".join([*kept[:-1], f"{kept[-1]}s"])
