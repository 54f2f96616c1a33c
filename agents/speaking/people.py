"""Who "I", "you", "he" and "my mother" are, from where the speaker stands."""

from dataclasses import dataclass
from typing import Literal

from bedside.agents.reading.clause import persons
from bedside.agents.speaking.tables import listed
from bedside.agents.speaking.tree import Clause, Subject, Words
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
_OWNED = frozenset(("my", "your", "his", "her", "their"))
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
    kin = _kin(who)
    companion = (view.relation or "").lower()
    if view.speaker == "companion" and kin == companion:
        return AUTHOR
    if view.speaker == "physician" and view.listener == "companion" and kin == companion:
        return YOU.as_subject
    owner = patient(view).possessive
    side, _, rest = kin.partition(" ")
    if side in ("maternal", "paternal") and rest:
        parent = "mother" if side == "maternal" else "father"
        words = f"{owner} {rest} on {owner} {parent}'s side"
    elif side in ("one", "another", "two", "three", "both") and rest:
        words = f"{ {'another': f'{owner} other', 'one': owner}.get(side, f'{side} of {owner}') } {rest}"
    else:
        words = f"{owner} {kin}"
    plural = (rest or kin).split(" ")[-1] in listed("plural_relatives") or " and " in kin
    return Subject((Words(words),), 3, plural)


def _kin(who: str) -> str:
    """The bare word for a relative: "his mother", "the father of the patient" -> "mother", "father"."""
    words = who.lower().split(" ")
    if "of" in words[1:]:
        words = words[: words.index("of")]
    return " ".join(
        words[1:] if words[0] in ("my", "his", "her", "their", "the", "a", "an") and len(words) > 1 else words
    )


def is_kin(who: str) -> bool:
    """Whether a word names a relative or somebody of the household, not a neighbour's dog."""
    return _kin(who).split(" ")[-1] in (listed("kin") | listed("household")) - {"dog", "cat"}


def named_again(before: Clause, clause: Clause) -> Clause:
    """A clause about the same relative as the one before it, with a pronoun: "My aunt has gout. She had a fall"."""
    subject = clause.subject
    if subject is not None and not subject.plural and _is_the_news(before, subject):
        return clause.but(subject=IT)  # "You have a heart murmur. It's stable."
    told = subject is not None and subject == before.subject and subject.person == 3 and not before.joined
    words = " ".join(one.text for one in subject.words).split(" ") if subject is not None else []
    if subject is None or not told or len(words) < 2 or words[0] not in _OWNED or not is_kin(" ".join(words[1:])):
        return clause
    if subject.plural:
        return clause.but(subject=THEY.as_subject)
    sex = persons().get(words[-1], ("-", ""))[0]
    found = {"f": SHE, "m": HE}.get(sex)
    return clause.but(subject=found.as_subject) if found is not None else clause


def _is_the_news(before: Clause, subject: Subject) -> bool:
    """Whether a subject is what the clause before told somebody that they have."""
    said = (*before.items, *before.rest)
    words = " ".join(one.text for one in subject.words).split(" ")
    if (
        before.verb != "have"
        or before.joined
        or before.negative
        or len(said) != 1
        or len(words) < 2
        or words[0] not in _OWNED
    ):
        return False
    return said[0].text.removeprefix("an ").removeprefix("a ") == " ".join(words[1:])


def whose(view: View, who: str) -> Subject:
    """The patient or somebody else as a subject."""
    return patient(view).as_subject if who == "patient" else other(view, who)
