"""A guideline passage as a role may see it, line by line: bulleted sections one item a line, a note after a bar."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from bedside.agents.text.prompt_injection import without_intrusions
from bedside.knowledge.passage import Passage
from bedside.orchestrator.runs.events import ShownPassage
from bedside.scenarios.brief import Evidence

LinesOf = Callable[[str], Sequence[str]]  # the lines of a passage by its id, none for one that is not known


def passage_lines(passage: Passage) -> tuple[str, ...]:
    """The lines of a passage. What speaks to a machine is taken out of running text; of a list it is left out by whoever
    chooses lines."""
    if passage.items:
        return tuple(f"{item.text} | {item.note}" if item.note else item.text for item in passage.items)
    return (_without_intrusions(passage.text),)


def shown_text(shown: ShownPassage, lines_of: LinesOf) -> str:
    """The words of a passage that a role is shown; those that a log leaves out are taken from the passage's lines."""
    if shown.text:
        return shown.text
    lines = lines_of(shown.id)
    return "\n".join(lines if shown.lines is None else [lines[i] for i in shown.lines if i < len(lines)])


def evidence_of(shown: Sequence[ShownPassage], lines_of: LinesOf) -> tuple[Evidence, ...]:
    """The passages as a role sees them. Built without validation: every part is a value that was checked before."""
    return tuple(
        Evidence.model_construct(
            id=one.id,
            document=one.document,
            section=one.section,
            text=shown_text(one, lines_of),
            problem=one.problem,
        )
        for one in shown
    )


# A passage is the same for every visit; it is looked at once.
@lru_cache(maxsize=512)
def _without_intrusions(text: str) -> str:
    return without_intrusions(text)
