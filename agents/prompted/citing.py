"""Which passage a line rests on, read from its words: a red-flag question or a warning that a guideline suggested.

Law of the file: a citation is never taken from the model's word. An item of a passage counts as used when most of its
content words were said; the claim then covers the sentence that says them.
"""

from collections.abc import Sequence

from bedside.agents.checks.assertions import split_sentences
from bedside.agents.checks.spoken import tokens
from bedside.knowledge.terminology import reduced
from bedside.scenarios.brief import Evidence
from bedside.scenarios.note import Span
from bedside.scenarios.turn import Claim

_EMPTY = frozenset(
    """a an the of in on at to for with and or but if is are was were be been being has have had having do does did not no any some your you it that this
    these those they them from by as than then when while more most very can could may might should will would""".split()
)
ENOUGH = 0.6  # share of an item's content words that must be said


def content(text: str) -> frozenset[str]:
    """The content words of a text, reduced to their stems."""
    return frozenset(reduced(word) for word in tokens(text) if word not in _EMPTY and len(word) > 2)


def cite(text: str, evidence: Sequence[Evidence]) -> tuple[Claim, ...]:
    """At most one claim: the sentence of ``text`` that says most of an item of the evidence, and its passage."""
    sentences = split_sentences(text)
    best: tuple[float, int, str] | None = None
    for item in evidence:
        for line in item.text.splitlines():
            wanted = content(line.split(" | ")[0])
            if not wanted:
                continue
            for number, (start, end) in enumerate(sentences):
                share = len(wanted & content(text[start:end])) / len(wanted)
                if share >= ENOUGH and (best is None or share > best[0]):
                    best = (share, number, item.id)
    if best is None:
        return ()
    start, end = sentences[best[1]]
    return (Claim(said=Span(start=start, end=end), passages=(best[2],)),)
