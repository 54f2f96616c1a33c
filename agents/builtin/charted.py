"""What a physician reads out of the records instead of asking for it: what tests, operations and pathology showed before this
visit, in words that a patient would not choose.

In recorded visits the physician who has read the chart says such things and the patient confirms them; what somebody measured or
noticed at home stays theirs to tell.
"""

from functools import cache

from bedside.agents.builtin.tables import words
from bedside.agents.speaking.tables import listed
from bedside.agents.text.inflection import lemma
from bedside.agents.text.tagger import tags
from bedside.scenarios.note import Fact

_READ = frozenset(("result", "measurement"))
_TOLD = frozenset(("event", "procedure"))
_OWN = frozenset("home monitor machine cuff meter glucometer scale checks checked checking felt feels noticed".split())
_DOES = frozenset("doing feeling feels recovering".split())
_MADE = (
    "ectomy",
    "scopy",
    "plasty",
    "otomy",
    "ostomy",
    "ography",
    "carcinoma",
    "adenoma",
    "oma",
    "stenosis",
    "pathology",
)
_PAST = frozenset("VVD VBD VHD VDD".split())
_PRESENT = frozenset("VVZ VVB VBZ VBB VHZ VHB VDZ VDB VM0".split())
_ASKED_FOR = frozenset("request want ask decline refuse wish plan hope call inquire".split())


def is_of_the_chart(fact: Fact) -> bool:
    """Whether a fact of the story is told by whoever has read the records."""
    if fact.speaker or fact.subject not in ("patient", "") or fact.polarity != "present":
        return False
    said = words(fact.text)
    if _OWN & set(said):
        return False
    if fact.kind in _READ:
        return True
    does = not _DOES.isdisjoint(said[:5])  # "is doing well after his operation" is the patient's to tell
    if fact.kind == "event" and (does or not (_is_past(fact) or "post" in said)):
        return False
    return fact.kind in _TOLD and any(map(_is_clinical, said))


def _is_past(fact: Fact) -> bool:
    """Whether it happened; what somebody asked for, or is due, has not."""
    said = fact.text.split()
    verb = next((at for at, tag in enumerate(tags(said)) if tag in _PAST | _PRESENT), None)
    if verb is None or tags(said)[verb] in _PRESENT:
        return False
    return lemma(said[verb].lower(), "VVD") not in _ASKED_FOR


@cache
def _is_clinical(word: str) -> bool:
    """Whether a word is one of records: by its making, or listed."""
    return word.endswith(_MADE) or word in listed("charted")
