"""Words around what is told that are no part of it: the question that it answers, who prescribed it, how it turned out."""

from collections.abc import Sequence

from bedside.agents.text.doc import Token

_PRESCRIBER = 6  # words of "prescribed by his family doctor"
_ASKED = (
    ("when", "asked"),
    ("if", "asked"),
    ("on", "questioning"),
    ("upon", "questioning"),
    ("on", "enquiry"),
    ("on", "inquiry"),
)
_HOW_ASKED = frozenset("direct further specific being".split())


def unasked(words: Sequence[Token]) -> Sequence[Token]:
    """Words without the question that they answer: "joint pain when asked", "chest pain on direct questioning"."""
    end = len(words)
    while end and words[end - 1].text in ".,;:":
        end -= 1
    low = [word.lower for word in words[max(0, end - 3) : end] if word.lower not in _HOW_ASKED]
    if tuple(low[-2:]) not in _ASKED:
        return words
    first = next(i for i in range(end - 1, -1, -1) if words[i].lower == low[-2])
    return words[:first] or words


def unprescribed(words: Sequence[Token]) -> Sequence[Token]:
    """Words on medicines without who prescribed them: "uses A and B, prescribed by me"."""
    at = next((i for i in range(2, len(words) - 2) if words[i].lower == "prescribed" and words[i + 1].lower == "by"), 0)
    return words[: at - 1] if at and words[at - 1].text == "," and len(words) - at <= _PRESCRIBER else words


def judged(words: Sequence[Token]) -> bool:
    """Whether words end in how what was done turned out: "(reports) using ice, which did not help"."""
    at = next((i for i, word in enumerate(words) if word.lower == "which"), len(words))
    return any(word.tag in ("VDD", "VVD", "VBD") for word in words[at + 1 : at + 3])


def of_then(words: Sequence[Token]) -> bool:
    """Whether words end in what happened once, with the rest of it: "(noticed) the pain when he was lifting a box"."""
    at = next((i for i, word in enumerate(words) if word.lower in ("when", "while", "after")), len(words))
    return any(word.tag in ("VBD", "VVD", "VHD") for word in words[at + 1 :])
