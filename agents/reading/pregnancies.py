"""How often somebody was pregnant and gave birth: "G3P1011", "gravida 2, para 2, ab 0"."""

from collections.abc import Sequence

from bedside.agents.reading.draft import Draft
from bedside.agents.reading.tables import plains
from bedside.agents.text.doc import Doc
from bedside.agents.text.number_words import NUMBERS
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument

_NAMES = {
    "g": "pregnancies", "gravida": "pregnancies", "gravid": "pregnancies", "p": "births", "para": "births", "ab": "losses",
    "abortus": "losses", "abortions": "losses", "a": "losses", "lc": "living", "l": "living",
}  # fmt: skip
_BETWEEN = frozenset({",", ":", "is", ".", ";", "and", "-", "/"})


def pregnancies(doc: Doc, sentence: Span) -> Draft | None:
    """The statement of a sentence that begins with it."""
    found = count(doc, sentence)
    if found is None or found.span.start > sentence.start + 15:
        return None
    return Draft("condition", found.span, (found,), sentence=sentence)


def count(doc: Doc, span: Span) -> Argument | None:
    """The words that say it, with their meaning as value ("pregnancies 3, births 1")."""
    tokens = doc.tagged(span)
    words = plains(tokens)
    for start, word in enumerate(words):
        if word not in ("g", "gravida", "gravid"):
            continue
        at, end, said = start, start, list[str]()
        while at < len(words) and words[at] in _NAMES:
            number = next((i for i in range(at + 1, min(at + 3, len(words))) if _number(words[i]) is not None), None)
            if number is None or any(w not in _BETWEEN for w in words[at + 1 : number]):
                break
            said += _said(_NAMES[words[at]], words[number])
            end = number + 1
            if words[end : end + 1] == ["+"] and end + 1 < len(words) and words[end + 1].isdigit():
                said += _said("losses", words[end + 1])  # "G3P1+1"
                end += 2
            at = end
            while at < len(words) and words[at] in _BETWEEN:
                at += 1
        if said:
            where = Span(start=tokens[start].start, end=tokens[end - 1].end)
            return Argument(role="what", text=doc.slice(where), span=where, value=", ".join(said))
    return None


def _number(word: str) -> int | None:
    return int(word) if word.isdigit() else NUMBERS.get(word)


def _said(name: str, digits: str) -> Sequence[str]:
    """Four digits after P are term births, preterm births, losses and living children."""
    if name == "births" and digits.isdigit() and len(digits) == 4:
        term, preterm, lost, living = map(int, digits)
        return [f"births {term + preterm}", f"losses {lost}", f"living {living}"]
    return [f"{name} {_number(digits)}"]
