"""The lead of a verb phrase: whose act it is, and in which mood it is told."""

from dataclasses import dataclass
from typing import Literal

Doer = Literal["physician", "patient", ""]

Mood = Literal[
    "told",  # advised to: the patient does
    "will",  # somebody will, should, can or may
    "did",  # ordered, prescribed, given: the author did
    "imperative",
    "says",  # explained that ...: a clause follows
    "item",  # recommends a thing: a noun phrase follows
    "wants",  # the patient would like
    "answers",  # the patient declines or accepts
    "agrees",  # understands the plan
]


@dataclass(frozen=True, slots=True)
class Lead:
    """Whose act a verb phrase is. ``body`` is the index of its first word; ``subject`` the words of the subject of a
    passive ("A CT was ordered"); ``may`` whether it is only possible ("may need", "consider")."""

    doer: Doer
    mood: Mood
    body: int
    denied: bool = False
    subject: tuple[int, int] | None = None
    may: bool = False


def denied(found: Lead) -> Lead:
    return Lead(found.doer, found.mood, found.body, True, found.subject, found.may)
