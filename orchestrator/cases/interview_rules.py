"""What makes the interview of a case file impossible, at its place in the file."""

from pathlib import Path

from bedside.agents.interview.ground_truth import Contradiction, refuse
from bedside.agents.interview.guide import PROTOCOL, load_guide
from bedside.knowledge.error import KnowledgeError
from bedside.orchestrator.build.interview_setup import is_interview, with_instrument
from bedside.scenarios.case import Case
from bedside.scenarios.load import CaseError, mistake_at


def mistake(case: Case, path: Path) -> CaseError | None:
    """What makes the interview of a case file impossible, at its place in the file."""
    if not is_interview(case) or case.interview is None:
        return None
    where: tuple[str, ...] = ("protocol",)
    try:
        if case.interview.instrument:
            where = ("interview", "instrument")
        case = with_instrument(case, path.parent)
        assert case.interview is not None
        refuse(case.interview, load_guide(case.protocol.removeprefix(PROTOCOL), case.interview.instrument))
    except KnowledgeError as error:
        message, _, mend = str(error).rstrip(".").partition(". ")
        return mistake_at(path, where, message, mend or "Change it", "unknown-value" if len(where) == 1 else "unusable")
    except Contradiction as error:
        return mistake_at(path, ("interview", *error.where), error.message, error.mend, "interview")
    return None
