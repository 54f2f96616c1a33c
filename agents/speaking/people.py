"""Who "I", "you", "he" and "my mother" are, from where the speaker stands."""

from dataclasses import dataclass
from typing import Literal

from bedside.agents.speaking.tables import listed
from bedside.agents.speaking.tree import Subject, Words
from bedside.agents.speaking.view import View


@dataclass(frozen=True)
class Person:
    """The pronouns of somebody."""

    subject: str
    object: str
    possessive: str
    reflexive: str
    person: Literal[1, 2, 3]
    plural: bool = False

    @property
    def as_subject(self) -> Subject:
        return Subject((Words(self.subject),), self.person, self.plural)


I = Person("I", "me", "my", "myself", 1)  # noqa: E741
YOU = Person("you", "you", "your", "yourself", 2, True)
HE = Person("he", "him", "his", "himself", 3)
SHE = Person("she", "her", "her", "herself", 3)
THEY = Person("they", "them", "their", "themselves", 3, True)
IT = Subject((Words("it"),))
THERE = Subject((Words("there"),))
AUTHOR = I.as_subject
WE = Subject((Words("we"),), 1, True)


def patient(view: View) -> Person:
    """The patient, in the mouth of the speaker."""
    if view.speaker == "patient":
        return I
    if view.speaker == "physician" and view.listener == "patient":
        return YOU
    return {"female": SHE, "male": HE}.get(view.sex or "", THEY)


def other(view: View, who: str) -> Subject:
    """Somebody else than the patient, as the note calls them ("mother", "maternal grandfather"); a companion is "I"."""
    if view.speaker == "companion" and view.relation and who.lower() == view.relation.lower():
        return AUTHOR
    if view.speaker == "physician" and view.listener == "companion" and who.lower() == (view.relation or "").lower():
        return YOU.as_subject
    plural = who.lower() in listed("plural_relatives")
    return Subject((Words(f"{patient(view).possessive} {relative(who)}"),), 3, plural)


def relative(who: str) -> str:
    """A relative as people say it: "maternal grandfather" -> "grandfather on my mother's side" is left to the caller."""
    return who.lower()


def whose(view: View, who: str) -> Subject:
    """The patient or somebody else as a subject."""
    return patient(view).as_subject if who == "patient" else other(view, who)
