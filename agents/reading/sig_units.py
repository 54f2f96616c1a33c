"""Units of doses, and the tokens of a prescription in which numbers and units stand apart."""

from collections.abc import Sequence

from bedside.agents.reading.tables import Phrases, rows
from bedside.agents.text.doc import Token

UNITS = Phrases((wording, row[1:]) for row in rows("dose_units") if row[1] != "per" for wording in row[0].split("|"))
PER = Phrases((wording, row[1:]) for row in rows("dose_units") if row[1] == "per" for wording in row[0].split("|"))


def parted(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens with "mcg-0" of "20 mcg-0.10 mg" in its three parts."""
    found: list[Token] = []
    for at, token in enumerate(tokens):
        head, dash, tail = token.text.partition("-")
        if not dash or not tail.isdigit() or UNITS.within([head.lower()]) is None:
            found.append(token)
            continue
        middle, last = token.start + len(head), token.end
        rest = tokens[at + 1 : at + 3]
        found += [
            Token(token.start, middle, head, "NN0"),
            Token(middle, middle + 1, dash, "PUN"),
            Token(middle + 1, last, tail, "CRD"),
        ]
        if len(rest) == 2 and rest[0].text == "." and rest[0].start == last:
            found[-1] = Token(middle + 1, last, tail, "CRD")
    return tuple(found)
