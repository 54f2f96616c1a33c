"""Which facts an author means who quotes words of the note.

Law of the file: the facts that hold the words; else those that stand within them; else those that share at least half of their own
words' stretch, or of the quoted one, with it.
"""

import re

from bedside.scenarios.note import Fact, Note


def facts_with(note: Note, quote: str) -> frozenset[str]:
    """The ids of the facts that are meant by quoted words; none if the note does not say them or nothing was read from them."""
    wanted = plain(quote)
    holding = frozenset(fact.id for fact in note.facts if any(wanted in plain(words) for words in note.wordings(fact)))
    if holding:
        return holding
    within = frozenset(fact.id for fact in note.facts if fact.text and plain(fact.text) in wanted)
    return within or frozenset(fact.id for fact in note.facts if _mostly(note, fact, wanted))


def plain(words: str) -> str:
    """Words without what is around them, in small letters, with single spaces."""
    return " ".join(words.split()).casefold().strip(" .,;:")


def _mostly(note: Note, fact: Fact, wanted: str) -> bool:
    """Whether the stretch of a fact and that of quoted words are half the same: "had her gallbladder out" of "gallbladder out in 2016"."""
    found = re.search(r"\s+".join(map(re.escape, wanted.split())), note.text, re.IGNORECASE)
    if found is None:
        return False
    shared = min(found.end(), fact.span.end) - max(found.start(), fact.span.start)
    return 2 * shared >= min(found.end() - found.start(), fact.span.end - fact.span.start)
