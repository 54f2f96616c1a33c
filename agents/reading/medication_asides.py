"""What a sentence of medicines holds beside prescriptions: a clause in brackets, allergies, or that none are taken."""

from collections.abc import Sequence

from bedside.agents.reading.clause import finite
from bedside.agents.reading.review import blanket
from bedside.agents.reading.tables import phrases, plains
from bedside.agents.text.doc import Doc, Token
from bedside.scenarios.span import Span

_ALLERGIES = frozenset({"nkda", "allergic", "allergies", "allergy", "nka", "nkma"})


def before_clause(doc: Doc, sentence: Span) -> tuple[Span, Span | None]:
    """A prescription without the clause in brackets that ends it ("5 mg bd (was 10 mg until March)"), and that."""
    words = doc.tagged(sentence)
    opened = _last_bracket(words)
    closed = next((word for word in reversed(words) if word.text != "."), None)
    if not opened or closed is None or closed.text != ")" or not any(finite(word) for word in words[opened:]):
        return sentence, None
    if any(finite(word) for word in words[:opened]) or _given_up(plains(words[opened + 1 :])):
        return sentence, None
    return doc.trimmed(sentence.start, words[opened].start), doc.trimmed(words[opened + 1].start, closed.start)


def _last_bracket(words: Sequence[Token]) -> int:
    """Where the bracket begins that closes last; 0 for none."""
    depth = 0
    for at in range(len(words) - 1, 0, -1):
        depth += (words[at].text == ")") - (words[at].text == "(")
        if words[at].text == "(" and depth <= 0:
            return at
    return 0


def _given_up(inside: list[str]) -> bool:
    """Whether words in brackets begin with that a drug was stopped or never begun, and why: "(pt stopped, stomach)"."""
    found = phrases("drug_actions").at(inside, 0)
    return (
        found is not None and found[0][0] in ("stop", "hold", "pend") and not any(word[:1].isdigit() for word in inside)
    )


def without_allergies(doc: Doc, sentence: Span) -> tuple[Span, Span | None]:
    """A sentence without what it says of allergies ("Salbutamol NKDA"), and that."""
    words = doc.tagged(sentence)
    at = next((i for i, word in enumerate(plains(words)) if word in _ALLERGIES), None)
    if at is None:
        return sentence, None
    if words[at].lower.startswith("nk") and at:
        return doc.trimmed(sentence.start, words[at].start), Span(start=words[at].start, end=sentence.end)
    return Span(start=sentence.end, end=sentence.end), sentence


def nothing(doc: Doc, sentence: Span) -> str:
    """Whether a sentence says that no medicine is taken ("none"), or that it is told elsewhere or not known."""
    general = blanket(doc, sentence)
    if general:
        return general
    words = [word for word in plains(doc.tagged(sentence)) if word not in (".", ",")]
    if not words:
        return ""
    found = phrases("no_drugs").at(words, 0)
    while (
        found is None
        and len(words) > 1
        and words[0]
        in ("he", "she", "the", "patient", "pt", "currently", "is", "takes", "on", "taking", "reports", "denies")
    ):
        words = words[1:]
        found = phrases("no_drugs").at(words, 0)
    return (
        found[0][0]
        if found
        and (found[1] == len(words) or (len(words) - found[1] <= 4 and "except" not in words and "other" not in words))
        else ""
    )
