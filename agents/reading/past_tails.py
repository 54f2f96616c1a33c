"""An item of earlier illnesses apart from what stands behind it: what is taken for it, how it is."""

from collections.abc import Sequence

from bedside.agents.reading.tables import phrases, plains
from bedside.agents.text.doc import Doc, Token
from bedside.scenarios.span import Span

_HANGING = ("VB", "VH", "CJ", "DTQ", "AV0", "PNQ")
_SHORT_BODY = 4  # words of a date beside the label that it dates


def before_drug(doc: Doc, words: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]]:
    """An item, and what is taken for it: "PE in 2019 on warfarin"."""
    low = plains(words)
    for i in range(len(words)):
        found = phrases("past_words").at(low, i)
        if found is None or found[0][0] != "drug" or found[1] >= len(words):
            continue
        ahead = Span(start=words[found[1]].start, end=words[-1].end)
        takes = i == 0 and low[0] != "on" and len(words) - found[1] <= _SHORT_BODY  # "take HRT"
        if takes or any(m.kind == "drug" and m.span.start - ahead.start < 20 for m in doc.mentioned(ahead)):
            body = words[:i]
            while body and body[-1].tag.startswith(_HANGING):
                body = body[:-1]
            return body, words[found[1] :]
    return words, ()


def before_status(words: Sequence[Token]) -> tuple[Sequence[Token], tuple[str, Sequence[Token]] | None]:
    """An item, and how it is or that it is over: "Hypertension, well controlled"."""
    found = phrases("past_words").ending(plains(words), len(words))
    if found is None or found[0][0] == "drug" or found[1] == 0:
        return words, None
    status = words[found[1] :]
    body = words[: found[1]]
    while body and (body[-1].text in ",-–(:" or body[-1].tag.startswith(_HANGING)):
        body = body[:-1]
    return body, (found[0][0], status)
