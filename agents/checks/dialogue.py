"""All checks of a whole dialogue in one call, for the refiner, the linter and the evaluation alike."""

from collections.abc import Collection, Sequence

from bedside.agents.checks.catalogue import SUPPORT
from bedside.agents.checks.copying import copying
from bedside.agents.checks.coverage import coverage
from bedside.agents.checks.register import register
from bedside.agents.checks.repetition import repetition
from bedside.agents.checks.roles import roles
from bedside.agents.checks.shape import Bounds, ends, shape
from bedside.agents.checks.support import check_support
from bedside.agents.checks.support_report import Cited
from bedside.agents.checks.turn import GENERAL, in_words
from bedside.knowledge.terminology import Finder
from bedside.scenarios.finding import Finding
from bedside.scenarios.note import Note, Span
from bedside.scenarios.turn import Turn


def check_dialogue(
    note: Note,
    turns: Sequence[Turn],
    terminology: Finder,
    *,
    cited: Sequence[Cited] = (),
    withheld: Collection[str] = (),
    bounds: Bounds | None = None,
) -> tuple[Finding, ...]:
    """What every check found, or that it passed; findings of single turns first and in their order."""
    report = check_support(turns, note.text, terminology, cited)
    out = [
        SUPPORT.failed(
            in_words(fault, turns[fault.turn].text),
            value=fault.kind,
            turn=turns[fault.turn].id,
            span=Span(start=fault.start, end=fault.end),
        )
        for fault in report.unsupported
    ] or [SUPPORT.passed()]
    out += [
        SUPPORT.passed(value=GENERAL, turn=turns[one.turn].id, span=Span(start=one.start, end=one.end))
        for one in report.general
    ]
    out += repetition(turns)
    out += roles(turns, note, terminology)
    out += register(turns, terminology)
    out += coverage(note, turns, terminology, withheld)
    out += copying(turns, note.text)
    out += shape(turns, bounds)
    out += ends(turns)
    place = {turn.id: number for number, turn in enumerate(turns)}
    return tuple(sorted(out, key=lambda finding: len(turns) if finding.turn is None else place[finding.turn]))
