"""What a lead brings in, where its verb alone does not tell: a supposition, a clause, a prognosis."""

from collections.abc import Sequence

from bedside.agents.reading.leads import Lead
from bedside.agents.reading.lexemes import FINITE, Word, listed


def supposes(words: Sequence[Word], at: int, end: int) -> bool:
    """ "I suspect an element of heart disease", "doubt a fracture"."""
    supposed = words[at - 1].lemma in ("suspect", "doubt", "favor", "favour")
    return supposed and not any(word.tag in FINITE for word in words[at:end])


def tells(words: Sequence[Word], at: int, end: int) -> bool:
    """Whether a clause follows ("explained that ..."), and not only what was talked about ("discussed the findings")."""
    if not any(word.tag in FINITE for word in words[at:end]) or words[at].tag in ("PRP", "PRF"):
        return False
    verb = next((word.lemma for word in reversed(words[:at]) if word.tag.startswith("V")), "")
    return words[at - 1].lower == "that" or verb not in ("discuss", "review", "talk", "describe", "mention")


def is_prognosis(words: Sequence[Word], found: Lead, end: int) -> bool:
    """ "She will tolerate it well", "should feel better", "will be unable to play"."""
    if found.doer != "patient" or found.mood != "will":
        return False
    verb = words[found.body].lemma
    if verb in ("have", "need", "get"):
        return False
    if verb in ("be", "do", "feel", "experience", "notice"):
        return found.body + 1 < end and words[found.body + 1].tag not in ("VVN", "TO0", "VVG")
    return verb in listed("state_verbs")


def headless(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether a thing stands before a dash and behind it a verb whose subject was left out: "Cardiac rehab - has not gone"."""
    dash = next((i for i in range(start + 1, end - 1) if words[i].lower in ("-", "–")), 0)
    bare = dash and not any(word.tag in FINITE for word in words[start:dash])
    return (
        bool(bare) and words[dash + 1].tag in ("VHZ", "VBZ", "VDZ") and words[dash + 1].end - words[dash + 1].start > 1
    )
