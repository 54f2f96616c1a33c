"""What somebody does not see but tells, as a telegram writes it: "Appetite poor since Monday", "Bowels open yesterday after prune
juice", "Mood low". In a story it is the patient's, and no finding of an examination."""

from collections.abc import Iterator, Sequence

from bedside.agents.reading.draft import Draft, argument
from bedside.agents.text.doc import Doc, Token
from bedside.scenarios.span import Span

_FUNCTIONS = frozenset(
    "appetite mood sleep energy bowels bowel urine periods memory concentration hearing vision eyesight libido balance "
    "stools motions waterworks intake swallowing confidence motivation speech".split()
)
_QUALIFIED = frozenset("level levels habit quality general overall oral fluid food".split())
_STATES = frozenset(
    "open opened down up off back normal low stable dark clear regular irregular heavy light loose poor good fine".split()
)
_STATE_TAGS = ("AJ", "VVN", "XX0")
_LEADS = frozenset(("very", "quite", "still", "now", "a", "bit", "slightly", "more", "less", "much"))
_JOINTS = frozenset((",", ";", "and", "but"))
_VERBS = ("VB", "VH", "VD", "VM0", "VVZ", "VVD")


def of_function(words: Sequence[Token], draft: Draft, doc: Doc) -> list[Draft] | None:
    """Functions of the body or mind and the state of each, as a clause each; None where any of it is something else."""
    found: list[Draft] = []
    for part in _parted(words):
        if not _is_state(part):
            return None
        span = Span(start=part[0].start, end=part[-1].end)
        found.append(Draft("event", span, (argument(doc, "clause", span.start, span.end),), sentence=draft.sentence))
    return found or None


def _parted(words: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The stretches that each begin with a function: "mood low and appetite poor"."""
    start = 0
    for at, word in enumerate(words):
        if at > start and word.lower in _FUNCTIONS and words[at - 1].lower in _JOINTS:
            end = at - 1
            while end > start + 1 and words[end - 1].lower in _JOINTS:
                end -= 1
            yield words[start:end]
            start = at
    yield words[start:]


def _is_state(words: Sequence[Token]) -> bool:
    if any(word.tag.startswith(_VERBS) for word in words):
        return False
    at = next((i for i, word in enumerate(words) if word.lower not in _FUNCTIONS | _QUALIFIED), len(words))
    if not any(word.lower in _FUNCTIONS for word in words[:at]):
        return False
    while at < len(words) and words[at].lower in _LEADS:
        at += 1
    return at < len(words) and (words[at].tag.startswith(_STATE_TAGS) or words[at].lower in _STATES)
