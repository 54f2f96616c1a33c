"""One side of a symptom as the short answer to the question for it: "About two weeks.", "It's worse at night.\""""

from bedside.agents.builtin.tables import first, words
from bedside.agents.speaking.complaints import lasting_time
from bedside.agents.speaking.nouns import PREPOSITIONS, is_plural, placed, some
from bedside.agents.speaking.people import patient
from bedside.agents.speaking.phrase import naming, text
from bedside.agents.speaking.sides import is_of_then, is_worse_with
from bedside.agents.speaking.view import View
from bedside.agents.speaking.well_formed import broken
from bedside.scenarios.note import Fact

SIDES = ("onset", "duration", "site", "quality", "severity", "frequency", "course", "trigger", "relief")
_NUMBERS = frozenset("one two three four five six seven eight nine ten eleven twelve".split())
_SUDDEN = frozenset(("sudden", "suddenly", "acute", "acutely", "abrupt", "abruptly"))
_SLOW = frozenset(("gradual", "gradually", "insidious", "slow", "slowly"))
_SINGULAR = {"it": "it", "it_is": "it's", "feel": "feels", "come": "comes", "go": "goes", "get": "gets"}
_PLURAL = {"it": "they", "it_is": "they're", "feel": "feel", "come": "come", "go": "go", "get": "get"}


def answer(fact: Fact, role: str, view: View) -> tuple[str, dict[str, str]] | None:
    """The rule of the phrases that says this side, and what fills it; None where it cannot be said alone."""
    said = text(fact, role, view)
    if said is None or role not in SIDES or "that time" in said or said == "since then":
        return None  # "since that time": which, was told before
    name = naming(fact.argument("what"), view) or "it"
    slots = _PLURAL if is_plural(some(name)) else _SINGULAR
    found = _of(role, said, fact, view)
    if found is None:
        return None
    rule, x = found
    if broken(x):
        return None
    return rule, {**slots, "x": x.format_map(slots) if "{" in x else x}


def _of(role: str, said: str, fact: Fact, view: View) -> tuple[str, str] | None:
    led = said.split(" ")[0] in PREPOSITIONS or said.split(" ")[0] in ("all", "every", "most")
    spoken = words(said)
    if role == "duration":
        said = lasting_time(said) or said
        long = said.removeprefix("for ")
        counted = long.split(" ")[0].isdigit() or long.split(" ")[0] in _NUMBERS
        return ("p_side_for", long) if counted else ("p_side_bare", said if led else f"for {said}")
    if role == "onset":
        return _onset(said, spoken)
    if role == "site":
        return "p_side_site", said if led else placed(said, patient(view))
    if role == "quality":
        if said.startswith("like "):
            return "p_side_like", said
        return ("p_side_is", said) if len(spoken) <= 3 else None
    if role == "severity":
        number = any(sign.isdigit() for sign in said) or " out of " in said
        return (
            ("p_side_number", said.removeprefix("about "))
            if number
            else ("p_side_is", said)
            if len(spoken) <= 3
            else None
        )
    if role in ("frequency", "course"):
        course = first("courses", said)
        if course and len(spoken) <= 3:
            return "p_side_bare", course
        return ("p_side_bare", said) if role == "frequency" else None
    if role == "trigger":
        if " but " in said or is_of_then(said):
            return None
        said = said.removeprefix("worse ").removeprefix("especially ")
        return "p_side_worse" if is_worse_with(fact) else "p_side_with", said if _leans(said) else f"with {said}"
    return _relief(said)


def _leans(said: str) -> bool:
    """Whether words stand behind "worse" by themselves: "at night", "especially in the morning"."""
    return said.split(" ")[0] in PREPOSITIONS or said.split(" ")[0].endswith("ly")


def _onset(said: str, spoken: tuple[str, ...]) -> tuple[str, str]:
    spoken = tuple(word for word in spoken if word != "onset")
    if not _SUDDEN.isdisjoint(spoken) and len(spoken) == 1:
        return "p_side_sudden", ""
    if not _SLOW.isdisjoint(spoken) and len(spoken) == 1:
        return "p_side_slow", ""
    return "p_side_started", said


def _relief(said: str) -> tuple[str, str] | None:
    if said.startswith(("no ", "not ", "nothing", "none")):
        return ("p_side_nothing", "") if len(said.split()) <= 2 else None
    said = said.removeprefix("better ").removeprefix("by ")
    if said.split(" ")[0] in PREPOSITIONS:
        return "p_side_better", said
    return ("p_side_help" if is_plural(said) else "p_side_helps"), said
