"""Clauses without "I report that": whoever reports it does so by saying it."""

import re
from itertools import pairwise

from bedside.agents.speaking.english import finite
from bedside.agents.speaking.nouns import is_plural
from bedside.agents.speaking.people import patient
from bedside.agents.speaking.tables import listed
from bedside.agents.speaking.view import View
from bedside.agents.text.inflection import inflect, lemma
from bedside.agents.text.tagger import tags

_OPENING = 5  # words within which a clause has its verb
_CAME_SAYING = re.compile(
    r"(?:I|you|we|he|she|they) (?:come|comes|came|return|returns|returned|present|presents|presented)\b[\w ]{0,30}"
    r"\b(?:complaining|stating|saying|reporting) that (?P<told>(?:I|you|we|he|she|they|my|your|his|her|their)\b.*)",
    re.IGNORECASE,
)  # "I come in today complaining that I was stung": what was said


def unreported(spoken: str, view: View) -> str | None:
    """A clause without "I report that": the speaker reports it by saying it. None for other verbs of reporting."""
    words = spoken.split(" ")
    subject = patient(view).subject.lower()
    if words[0].lower() == "stating" and len(words) > 2 and words[1].lower() == subject:
        return " ".join(words[1:])
    if any(a in ("do", "does", "did") and b == "not," for a, b in pairwise(words[:_OPENING])):
        return None  # "she does not, which was encouraged": what, stands in another clause
    places = [
        at
        for at, word in enumerate(words[:-1])
        if word.lower().strip(",") == subject
        and (
            lemma(words[at + 1]) in listed("reporting")
            or lemma(words[min(at + 2, len(words) - 1)], "VVG") == "complain"
        )
    ]
    if came := _CAME_SAYING.match(spoken):
        return came["told"]
    if not places:
        denying = {"deny", "denies", "endorse", "endorses"} & set(words) and view.speaker != "physician"
        return None if denying else spoken
    at = places[0]
    if len(places) > 1 or at >= 8:
        return None
    felt = _complained(words[at + 1 :])
    if felt and words[:at] in ([], ["now"], ["currently"]):
        return felt
    if words[at + 2 : at + 3] == ["that"]:
        return " ".join([*words[:at], *words[at + 3 :]])
    verb, after = lemma(words[at + 1]), words[at + 2 :]
    if verb == "rate" and " out of " in spoken:
        told = f"I'd rate {' '.join(after)}" if subject == "i" else spoken.partition(f"{words[at]} ")[2]
        return told if subject == "i" else f"{words[at]} {told}"
    if verb not in listed("telling") or not after or " as " in f" {' '.join(after)} " or at:
        return None
    if tags(after)[0][:2] not in ("AT", "AJ", "NN", "DT", "CR"):
        return None
    had = (
        "had"
        if words[at + 1] == inflect(verb, "past")
        else finite("have", "present", patient(view).as_subject) + " had"
    )
    return f"{words[at]} {had} {' '.join(after)}"


def _complained(words: list[str]) -> str:
    """What somebody was "complaining of" that a part of them does, told of the part: "my throat is closing"; "" for else."""
    at = next((i for i in range(2, min(len(words), 4)) if words[i - 2 : i] == ["complaining", "of"]), 0)
    part = words[at + 1 : at + 2]
    does = words[at + 2 : at + 3]
    if not at or words[at] not in ("my", "your", "his", "her", "their") or not does or not does[0].endswith("ing"):
        return ""
    return " ".join([words[at], *part, "are" if is_plural(part[0]) else "is", *words[at + 2 :]])
