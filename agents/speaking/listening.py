"""Clauses as they are said to who listens: of the parent who is there as "you", and without the stress of a written answer."""

from collections.abc import Sequence

from bedside.agents.speaking.english import finite
from bedside.agents.speaking.people import Person
from bedside.agents.speaking.restated import restated
from bedside.agents.speaking.view import View
from bedside.agents.text.inflection import inflect, is_verb, lemma
from bedside.agents.text.tagger import tags

_CALLED = {"mother": ("mother", "mom", "mum", "mommy"), "father": ("father", "dad", "daddy")}
_OWNED = frozenset(("his", "her", "their", "the", "your"))
_YOU = Person("you", "you", "your", "yourself", 2)
_SUBJECTS = frozenset(("you", "i", "they", "we"))
_DONE = frozenset(
    "well better best fine good bad badly exercise work sport sports homework stretches".split()
)  # "you do well"
_FINITE = ("VVZ", "VVD", "VBZ", "VBD", "VHZ", "VHD", "VDZ", "VDD")


def heard_as(spoken: str, view: View) -> str:
    """A clause as it is said to who listens."""
    return plainly(to_listener(restated(spoken, view), view))


def to_listener(spoken: str, view: View) -> str:
    """ "Her father provided a video", said to him -> "You provided a video"."""
    words = spoken.split(" ")
    at = 1 if words[0].lower() in _OWNED else 0
    relation = (view.relation or "").lower()
    named = words[at : at + 1] and words[at].lower() in _CALLED.get(relation, (relation,))
    if view.speaker != "physician" or view.listener != "companion" or not relation or not named or len(words) < at + 3:
        return spoken
    tag = tags(words)[at + 1]
    if tag not in (*_FINITE, "VM0"):
        return spoken
    verb = words[at + 1]
    said = (
        verb if tag == "VM0" else finite(lemma(verb, tag), "past" if tag.endswith("D") else "present", _YOU.as_subject)
    )
    return " ".join(["you", said, *words[at + 2 :]])


def plainly(spoken: str) -> str:
    """A clause without a "do" that only stresses: "you do cycle" -> "you cycle"."""
    words = spoken.split(" ")
    kept = [word for at, word in enumerate(words) if not _is_stress(words, at)]
    return " ".join(kept)


def _is_stress(words: Sequence[str], at: int) -> bool:
    if words[at] != "do" or not at or at + 1 >= len(words) or words[at - 1].lower() not in _SUBJECTS:
        return False
    verb = words[at + 1]
    return verb not in _DONE and is_verb(verb) and inflect(verb, "base") == verb
