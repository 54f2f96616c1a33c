"""What an interview needs before it is held: the author's own instrument read in, the truth fixed before a word is said."""

from pathlib import Path

from bedside.agents.interview.ground_truth import Contradiction
from bedside.agents.interview.guide import PROTOCOL, own_text
from bedside.agents.interview.profile import Sitting, sit
from bedside.knowledge.error import KnowledgeError
from bedside.orchestrator.failures import Problem
from bedside.scenarios.case import Case
from bedside.scenarios.note import Note
from bedside.scenarios.persona import Persona


def is_interview(case: Case) -> bool:
    """Whether the case is an interview by an instrument."""
    return case.protocol.startswith(PROTOCOL)


def with_instrument(case: Case, base: Path) -> Case:
    """The case with the text of the author's own instrument in place of its file. Raises ``KnowledgeError``."""
    given = case.interview
    if given is None or given.instrument is None or "\n" in given.instrument:
        return case
    path = base / given.instrument
    if not path.resolve().is_relative_to(base.resolve()):
        raise KnowledgeError(
            f"The instrument {given.instrument} lies outside the case's folder. Move it beside the case."
        )
    return case.model_copy(update={"interview": given.model_copy(update={"instrument": own_text(path)})})


def seat(case: Case, note: Note, persona: Persona, seed: int, subject: str) -> Sitting:
    """Fix what an interview is to find. Raises ``Problem`` for what cannot be."""
    if case.interview is None:
        raise Problem("input", f"{case.protocol} needs an `interview:` with a label: add one.")
    try:
        return sit(case, note, persona, seed, subject)
    except Contradiction as error:
        raise Problem("input", f"interview.{'.'.join(error.where)}: {error.message}. {error.mend}.") from None
    except KnowledgeError as error:
        raise Problem("input", str(error)) from None
