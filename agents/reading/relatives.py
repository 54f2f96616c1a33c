"""Names of relatives: "maternal grandmother", "two brothers", "both of her parents"."""

from collections.abc import Sequence

from bedside.agents.reading.clause import persons
from bedside.agents.reading.tables import phrases, plains
from bedside.agents.text.doc import Token

_SHORT = frozenset({"relatives", "relative", "gf", "gm", "mgm", "mgf", "pgm", "pgf", "ggm", "ggf"})


def relative_at(words: Sequence[Token], at: int = 0) -> int:
    """The word after a relative's name at ``at`` ("maternal grandmother", "two brothers"); 0 if there is none."""
    low = plains(words)
    after = at
    while after < len(words):
        found = phrases("family_words").at(low, after)
        if found is not None and found[0][0] == "which":
            after = found[1]
        elif words[after].tag == "CRD" or low[after].isdigit():
            after += 1
        else:
            break
    if after >= len(words) or not kin(low[after]):
        return 0
    after += 1
    for more in (["members"], ["member"], ["of", "the", "patient"], ["of", "this", "patient"]):
        if low[after : after + len(more)] == more:
            after += len(more)
    return after


def kin(word: str) -> bool:
    """Whether a word names a relative, one or several."""
    for form in (word, word.rstrip("s"), word.split("-")[-1], word.split("-")[-1].rstrip("s")):
        known = persons().get(form)
        if known is not None and known[1] == "relative":
            return True
    return word in _SHORT
