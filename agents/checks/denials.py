"""A denial around words that deny already: "no strep test negative".

Law of the file: two denials of one thing in a row say the opposite of what a note means by either. Only those are found
that nobody says and means; where the note has the same two words in a row they are left alone.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

# "No test, negative" is an answer; "no negative thoughts" denies a thing that is called negative; "no no" is a stutter.
_AROUND = re.compile(
    r"\b(?:no|without(?: any)?|(?:do|does|did|have|has|had|is|are|was|were)(?: not|n't)(?: (?:have|had|get|got|been|any|a|an|really|ever|notice|noticed))*)"
    r"\s+(?P<thing>(?!(?:and|or|but|if|that|which|was|is|were|are|because|so|evidence|signs?)\b)[a-z][\w'-]*"
    r"(?:\s+(?!(?:and|or|but|if|that|which|because|so|then|it|it's|they|i|you|she|he)\b)[a-z][\w'-]*){0,3}?)"
    r"\s+(?:(?:is|was|are|were|came back)\s+)?(?P<denies>negative|absent|unremarkable|non-?tender|not (?:seen|present|there)|denied)\b"
    r"(?=\s*(?:[.,;:?!]|$)|\s+(?:and|or|then|today|here|there|either|at all)\b)",
    re.IGNORECASE,
)
_TWICE = re.compile(
    r"\b(?:(?P<thing>no|without|never any)\s+(?:non-?tender|unremarkable|afebrile|asymptomatic|denies|nil|absent)|(?:denies|denied) no)\b"
    r"(?!\s*(?:,|\.|one\b|longer\b|more\b|problem\b))",
    re.IGNORECASE,
)

_RESULT = re.compile(
    r"\b(?P<test>[a-z][\w-]*(?: [a-z][\w-]*)? (?:test|sign|screen|culture|swab|maneuver))\s+(?:(?:is|was|came back)\s+)?(?:(?:mildly|strongly|also)\s+)?"
    r"(?P<result>positive|negative)\b",
    re.IGNORECASE,
)
_NEEDED = re.compile(
    r"\byou(?:'ll)? (?:do )?need (?:an? |the )?(?P<thing>[a-z][\w-]*(?: [a-z][\w-]*){0,2})", re.IGNORECASE
)
_ARTICLE = re.compile(r"^(?:(?:the|your|and|a|his|her) )+")


def turned_results(text: str, note: str) -> Iterator[re.Match[str]]:
    """Tests called positive of which ``note``, in lower case, says negative alone, and the other way round; things called
    needed of which it says that none is."""
    for match in _RESULT.finditer(text.lower()):
        test, noted = _ARTICLE.sub("", match["test"]), _results(note)
        other = "negative" if match["result"] == "positive" else "positive"
        if (test, other) in noted and (test, match["result"]) not in noted:
            yield match
    for match in _NEEDED.finditer(text):
        thing = re.escape(match["thing"].lower())
        if re.search(rf"\bno {thing}s? (?:is |are |was )?(?:needed|necessary|required)\b", note):
            yield match


@lru_cache(maxsize=8)
def _results(note: str) -> frozenset[tuple[str, str]]:
    """The tests of a note in lower case with their results; a note is asked about turn by turn."""
    return frozenset((_ARTICLE.sub("", found["test"]), found["result"]) for found in _RESULT.finditer(note))


def doubled_denials(text: str, note: str) -> Iterator[re.Match[str]]:
    """The stretches of ``text`` that deny a denial. ``note`` is the note's text in lower case."""
    low = text.lower()
    if not any(word in low for word in ("no ", "n't ", "not ", "without ", "denie", "never any ")):
        return
    for pattern in (_AROUND, _TWICE):
        for match in pattern.finditer(text):
            if match.group().lower() not in note:
                yield match
