"""The clauses that hang on a person at the head of a story."""

from collections.abc import Iterator, Sequence

from bedside.agents.reading.clause import finite
from bedside.agents.text.doc import Token


def relative_clauses(words: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The clauses behind a person, one by one: "(who) lives alone, who presents with a rash, was found to have ..."."""
    start = 0
    for at in range(1, len(words) - 2):
        who = words[at].text == "," and words[at + 1].lower == "who" and finite(words[at + 2])
        main = start and words[at].text == "," and words[at + 1].tag in ("VBD", "VHD") and words[at + 2].tag == "VVN"
        if who or main:
            yield words[start:at]
            start = at + (2 if who else 1)
    if words[start:]:
        yield words[start:]
