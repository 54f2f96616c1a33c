"""Whole clauses whose beginning is only a note's: a subject left bare, a link to what stood before, "is present"."""

import re

from bedside.agents.speaking.nouns import is_part
from bedside.agents.speaking.people import patient
from bedside.agents.speaking.tables import listed
from bedside.agents.speaking.view import View
from bedside.agents.text.inflection import inflect, is_verb, lemma
from bedside.agents.text.tagger import tags
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Fact

# "I reassured you that I will be with you": what is said now is that they will be
_ASSURED = re.compile(r"^I (?:have )?(?:also )?(?:re)?assured you (?:that )?(?:with [\w% ]+ certainty )?that ")
_FINITE = frozenset("VBB VBD VBZ VDB VDD VDZ VHB VHD VHZ VM0 VVB VVD VVZ".split())


def opened(spoken: str, fact: Fact, view: View) -> str:
    """A clause whose subject the note left bare: "Mother had the flu" -> "my mother had", "Pain is worse" -> "the pain is"."""
    for looked in (" were obtained and reviewed", " were obtained and review", " was obtained and reviewed"):
        what, found_, when = spoken.partition(looked)
        if found_ and view.speaker == "physician" and len(what.split()) <= 8:
            return f"I looked at the {what.removeprefix('the ').removeprefix('an ').removeprefix('a ')}{when}"
    for link in ("although, ", "however, ", "additionally, ", "furthermore, ", "lastly, ", "of note, ", "to note, "):
        spoken = spoken[len(link) :] if spoken.lower().startswith(link) else spoken
    if view.speaker == "physician":
        spoken = _ASSURED.sub("", spoken)
    for link in ("you and I discussed that ", "we discussed that ", "we also discussed that "):
        whole = view.speaker == "physician" and spoken.lower().startswith(link.lower())
        spoken = spoken[len(link) :] if whole else spoken
    spoken = _of_problem(spoken, view)
    if fact.problem and view.speaker == "physician":  # "for your asthma, this is quiet": it is
        spoken = next(
            (f"it {spoken[5:]}" for is_ in ("is ", "has ", "was ") if spoken.lower().startswith(f"this {is_}")), spoken
        )
    begun = spoken.removeprefix("the onset of ")
    if begun != spoken and {"began", "started"} & set(spoken.split()):
        return begun
    words = spoken.split(" ")
    first = words[0].lower()
    if first in ("dog", "cat") and tags(words)[1:2] and tags(words)[1][:2] in ("VB", "VV", "VH"):
        return f"the {first} {' '.join(words[1:])}"
    if first in listed("household"):
        return f"{patient(view).possessive} {first} {' '.join(words[1:])}"
    found = tags(words)
    if is_part(first) and found[1:2] and found[1] in ("VVZ", "VVD", "VBZ", "VBD"):
        return f"{patient(view).possessive} {first} {' '.join(words[1:])}"
    past = is_verb(lemma(first, "VVD")) and inflect(lemma(first, "VVD"), "past") == first
    past = past or (first.endswith("ed") and found[0] == "VVN" and found[1:2] == ("DPS",))
    if past and found[0] in ("VVD", "VVN") and len(found) > 1 and found[1][:2] in ("DP", "AT", "NN", "CR"):
        return f"{patient(view).subject} {first} {' '.join(words[1:])}"  # "hyperextended his finger"
    verb = next((i for i, tag in enumerate(found) if tag in _FINITE), 0)
    bare = 0 < verb <= 4 and all(tag[:2] in ("NN", "AJ") for tag in found[:verb])
    if not bare or words[verb - 1].lower() not in listed("told_of"):
        return spoken
    concept = Terminology.load().concept(first)
    own = view.speaker != "physician" and concept is not None and Terminology.load().kind(concept) == "disorder"
    return f"{patient(view).possessive if own else 'the'} {first} {' '.join(words[1:])}"


def _of_problem(spoken: str, view: View) -> str:
    """ "For his gout, this has been quiet" -> "my gout has been quiet"."""
    lead, comma, rest = spoken.partition(", ")
    first, _, name = lead.partition(" ")
    word, _, told = rest.partition(" ")
    if first.lower() in ("for", "regarding", "concerning") and comma and word in ("this", "it"):
        own = name if name.startswith(f"{patient(view).possessive} ") else ""
        if own and told.split(" ")[0] in ("is", "has", "was"):
            return f"{own} {told}"
    return spoken
