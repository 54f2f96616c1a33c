"""All that one role may know at this moment. Asymmetry is enforced here, by data: a role is given nothing else."""

from bedside.scenarios.note import Fact
from bedside.scenarios.persona import Manner, Persona
from bedside.scenarios.plan import Step
from bedside.scenarios.turn import Turn
from bedside.scenarios.value import Value


class Evidence(Value):
    """A guideline passage as a role may see it."""

    id: str
    document: str
    section: str
    text: str
    problem: str = ""  # of this visit, that the page was found by; "" where only words of the talk led to it


class EarlierTurn(Value):
    """What is kept of a turn that a speaker is no longer shown: its act, and the facts that it said."""

    act: str
    facts: tuple[Fact, ...] = ()


class Brief(Value):
    """What a role is given when it is asked to speak.

    ``facts`` holds only what the role may say now. A physician's brief for an ``ask`` step has none: the step's
    cues name the subject, never the answer. A patient's brief never holds a fact ``established == "visit"``
    that no turn has said yet. ``step.facts`` is emptied for a role that may not know them.
    """

    role: str
    dialogue: str
    seed: int  # of this dialogue; a role derives its own choices from (seed, step id, role, attempt)
    step: Step
    facts: tuple[Fact, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    turns: tuple[Turn, ...] = ()  # what has been said aloud so far
    earlier: tuple[
        EarlierTurn, ...
    ] = ()  # of the first of ``turns``, where a model plays that is not shown all of them
    persona: Persona = Persona()
    manner: Manner = Manner()
    setting: str = "clinic"
    style: str = "visit"  # style profile name
    patient_name: str | None = None
    relation: str | None = None  # for a third party: what they are to the patient ("mother")
    present: tuple[str, ...] = ("physician", "patient")  # who is in the room
    first_visit: bool = True
    language: str = "en"  # of the talk
    note_language: str = "en"  # of the facts
    attempt: int = 0
    repair: str | None = None  # what was wrong with the last attempt, in words the role may know
