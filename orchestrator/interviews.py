"""A case that is a diagnostic interview: what cannot be is refused at its line, and the truth is fixed before the talk."""

import random
from pathlib import Path
from typing import Any

from bedside.agents.interview.guide import PROTOCOL, load_guide, own_text
from bedside.agents.interview.profile import Sitting, sit
from bedside.agents.interview.truth import Contradiction, refuse
from bedside.knowledge.error import KnowledgeError
from bedside.orchestrator.batch import Row
from bedside.orchestrator.failures import Problem
from bedside.scenarios.case import Case
from bedside.scenarios.load import CaseError, mistake_at
from bedside.scenarios.note import Note
from bedside.scenarios.persona import Persona
from bedside.scenarios.protocol import refuse_pair


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


def asked(case: Case, protocol: str | None, interview: dict[str, Any] | None) -> Case:
    """The case with the protocol and the interview of a batch's row. Raises ``Problem``."""
    from pydantic import ValidationError

    given: dict[str, Any] = {**case.model_dump(), **({"protocol": protocol} if protocol else {})}
    if interview is not None:
        given["interview"] = {**interview, "answers": _texts(interview.get("answers", {}))}
    try:
        made = Case.model_validate(given)
    except ValidationError as error:
        fault = error.errors()[0]
        raise Problem(
            "input", f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}. docs/interviews.md says what goes there."
        ) from None
    refused = refuse_pair(made.protocol, made.setting)
    if refused:
        raise Problem("input", f"{refused[0]}. {refused[1]}.")
    if made.interview is not None and made.interview.instrument and "\n" not in made.interview.instrument:
        raise Problem(
            "input", "interview.instrument: a row cannot name a file. Use --case with the case that names it."
        )
    # What the author did not set stays open for the interview to draw.
    return case.model_copy(update={"protocol": made.protocol, "interview": made.interview})


def _texts(answers: Any) -> Any:
    return {str(key): value for key, value in answers.items()} if isinstance(answers, dict) else answers  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


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
