"""A guideline passage as a role may see it, line by line: bulleted sections one item a line, a note after a bar."""

from functools import lru_cache

from bedside.agents.extraction.prompt_injection import without_intrusions
from bedside.knowledge.passage import Passage


def passage_lines(passage: Passage) -> tuple[str, ...]:
    """The lines of a passage. What speaks to a machine is taken out of running text; of a list it is left out by whoever
    chooses lines."""
    if passage.items:
        return tuple(f"{item.text} | {item.note}" if item.note else item.text for item in passage.items)
    return (_without_intrusions(passage.text),)


# A passage is the same for every visit; it is looked at once.
@lru_cache(maxsize=512)
def _without_intrusions(text: str) -> str:
    return without_intrusions(text)
