"""The rows of a batch that are diagnostic interviews: a row's own protocol and label, and many subjects of one case."""

import random

from bedside.agents.interview.ground_truth import Contradiction, refuse
from bedside.agents.interview.guide import PROTOCOL, load_guide
from bedside.orchestrator.batch.items import Row
from bedside.orchestrator.build.interview_setup import is_interview
from bedside.orchestrator.failures import Problem
from bedside.scenarios.case import Case


def subjects(case: Case, text: str, count: int, positive: float) -> list[Row]:
    """``count`` rows from one case: the same case and note, each another subject, a share of ``positive`` labels spread
    by the case's seed. Raises ``Problem``."""
    if not is_interview(case) or case.interview is None:
        raise Problem("usage", f"--subjects goes with an interview, and {case.id} has the protocol {case.protocol}.")
    if case.interview.subject:
        raise Problem("input", f"{case.id} names its subject, and --subjects makes many: take `subject` out.")
    labels = ["positive"] * round(count * positive)
    labels += ["negative"] * (count - len(labels))
    guide = load_guide(case.protocol.removeprefix(PROTOCOL), case.interview.instrument)
    for label in dict.fromkeys(labels):
        try:
            refuse(case.interview.model_copy(update={"label": label}), guide)
        except Contradiction as error:
            raise Problem(
                "input", f"{case.id} cannot be {label}: {error.message}. Take that out of the case, or set --positive."
            ) from None
    random.Random(f"{case.seed}/labels").shuffle(labels)
    given = case.interview.model_dump(exclude={"label"})
    return [
        Row(f"{case.id}-{n:0{len(str(count))}d}", n, text, interview={**given, "label": label})
        for n, label in enumerate(labels, 1)
    ]
