"""Grades of swelling that a note writes with plus signs, as they are said: "1+ pitting edema" -> "mild pitting edema"."""

import re

_HOW_MUCH = {"trace": "mild", "one": "mild", "two": "moderate", "three": "marked", "four": "marked"}
_GRADE = re.compile(
    r"\b(?:trace to )?(?P<grade>one|two|three|four) plus (?P<rest>(?:\w+ |non-)?(?:pitting |non-?pitting )?(?:edema|swelling)\b)"
)


def ungraded(words: str) -> str:
    """``words``, already aloud, with each grade of swelling by its name; a range up to "one plus" is mild."""
    return _GRADE.sub(lambda found: f"{_HOW_MUCH[found['grade']]} {found['rest']}", words)
