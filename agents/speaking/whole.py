"""Whole clauses of the note moved into somebody's mouth: events, reasons, prognosis, complaints and quotes."""

import random
import re
from collections.abc import Sequence
from itertools import pairwise

from bedside.agents.speaking.aloud import aloud
from bedside.agents.speaking.authored import is_authors, is_seen, is_unsayable, to_patient
from bedside.agents.speaking.complaints import both_sides, owned_inside
from bedside.agents.speaking.contraction import contracted
from bedside.agents.speaking.english import finite, gathered
from bedside.agents.speaking.grades import ungraded
from bedside.agents.speaking.lay import plain_inside
from bedside.agents.speaking.listening import heard_as
from bedside.agents.speaking.moving import clause as moved_clause
from bedside.agents.speaking.nouns import PREPOSITIONS, determined, head, is_plural, some
from bedside.agents.speaking.openings import opened
from bedside.agents.speaking.people import patient
from bedside.agents.speaking.phrase import naming
from bedside.agents.speaking.plainer import plainer
from bedside.agents.speaking.reported import unreported
from bedside.agents.speaking.shape import is_personal, is_thing, shape
from bedside.agents.speaking.tables import listed
from bedside.agents.speaking.telegraphic import filled, is_terse
from bedside.agents.speaking.tree import Clause, Facts, Subject, Words
from bedside.agents.speaking.view import View
from bedside.agents.text.inflection import inflect, is_verb, lemma
from bedside.agents.text.retagging import retagged
from bedside.agents.text.tagger import tags
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Fact

_FINITE = frozenset("VBB VBD VBZ VDB VDD VDZ VHB VHD VHZ VM0 VVB VVD VVZ".split())
_NOMINAL = frozenset(("NN", "NP", "PN", "DT", "EX", "UN", "VV", "AJ", "CR"))
_OPEN_ENDS = frozenset("a an the of and or to with for from by because if that which born".split())
_LONGEST = 40  # words that somebody says in one sentence
_SEEN_FOR = re.compile(
    r"(?:(?:the|an?|my|your|his|her|their) )?(?:(?:further|initial|continued|additional|possible|routine|today's) )*"
    r"(?:evaluation|assessment|management|treatment|work-?up)(?: and (?:evaluation|management|treatment|recommendations?))? "
    r"(?:of|about|regarding|concerning) (?=.)"
)
_HEDGES = frozenset(
    "may might could probably perhaps possibly likely think believe suspect appears appear seems seem if unclear possible suspected probable"
    " differential".split()
)
_NOT_PATIENT = frozenset(("reasoning", "prognosis"))


def clauses(facts: Sequence[Fact], view: View, rng: random.Random) -> list[Clause] | None:
    """Each clause as a sentence of its own."""
    del rng
    out: list[Clause] = []
    for fact in facts:
        if view.speaker != "physician" and (fact.kind in _NOT_PATIENT or _of_the_clinic(fact)):
            return None
        if _is_two(fact.text) or is_unsayable(fact) or (view.speaker == "physician" and fact.text[:1] in "\"“‘'"):
            return None
        words = moved_clause(fact, view)
        if view.speaker != "physician" and (is_seen(fact) or is_authors(fact)):
            return None
        if words and view.speaker != "physician" and to_patient(words):
            return None
        spoken = ungraded(aloud(words, prose=True) or "") if words else None
        spoken = unreported(_passed_on(_verbs(spoken, view), view), view) if spoken else None
        spoken = opened(spoken, fact, view) if spoken else None
        if spoken is None or not 2 <= len(spoken.split()) <= _LONGEST:
            return None
        if spoken.split(" ")[0].lower() in ("further", "additional") and spoken.split(" ")[1] in (
            "I",
            "you",
            "he",
            "she",
        ):
            return None  # "further work up" is no work of the patient's
        if _is_dependent(spoken) or (view.speaker == "physician" and _only_discussed(spoken)):
            return None
        if spoken.endswith(" is the doctor"):
            return None  # whose name is nobody's to tell
        spoken = heard_as(spoken, view)
        spoken = filled(_owned_up(_unfinished(spoken)), view, is_terse(fact.text))
        if spoken is None:
            return None
        if not (_is_marked(fact) and spoken.split(" ")[-1].lower() not in _OPEN_ENDS) and not _is_whole(spoken):
            return None
        if not view.exact:
            spoken = plainer(spoken)
        if view.speaker == "physician" and fact.certainty == "possible" and not _HEDGES & set(spoken.lower().split()):
            spoken = f"I think {spoken}"
        out.append(Clause((fact.id,), rest=(Words(contracted(plain_inside(spoken, view))),)))
    return out


def _unfinished(spoken: str) -> str:
    """A clause without the word that led to the next one."""
    for link in ("; therefore", ", therefore", " therefore", " and then", " then and", ", so", " and", " but"):
        spoken = spoken.removesuffix(link)
    for cut in (", but given ", ", but on further "):  # "..., but given the choice between the two"
        first, comma, rest = spoken.rpartition(cut)
        spoken = first if comma and "," not in rest else spoken
    return spoken


def _is_two(text: str) -> bool:
    """Whether two lines ran into one: "aspirin 81 mg daily Continue taking Brilinta", "itchy scalp Denies any rashes"."""
    words = text.split(" ")
    return any(
        word[:1].isupper() and word.lower() in listed("line_verbs") and before[-1:].isalnum()
        for before, word in pairwise(words)
    )


def _owned_up(spoken: str) -> str:
    """What somebody "admits to" in a note, they say: "I admit to smoking" -> "I've been smoking"."""
    words = spoken.split(" ")
    at = next(
        (i for i in range(1, len(words) - 2) if words[i] in ("admit", "admits", "admitted") and words[i + 1] == "to"), 0
    )
    if not at:
        return spoken
    have = "has" if words[at] == "admits" else "have"
    doing = tags(words)[at + 2] == "VVG" or words[at + 2].endswith("ing")
    before = words[:at][:-1] if words[at - 1] in ("do", "does") else words[:at]
    if words[at - 1] in ("be", "been", "was", "were", "is", "are", "being", "get"):
        return spoken  # "to be admitted to the hospital"
    return " ".join([*before, have, "been" if doing else "had", *words[at + 2 :]])


def _only_discussed(spoken: str) -> bool:
    """Whether a clause says that something was talked about, and not what: "treatment options were discussed"."""
    said = set(spoken.split())
    if " and that " in spoken and {"discussed", "explained"} & said:
        return True  # "we discussed the drug and that it takes a month"
    talked = {"discussed", "discuss", "reviewed", "explained", "counseled"} & said
    return bool(talked) and " that " not in spoken and "showed" not in spoken


def _is_dependent(spoken: str) -> bool:
    """Whether a clause is one half of a sentence: "if there is diarrhea"; or lost its subject: "that I believe am"."""
    words = spoken.split(" ")
    found = tags([word.strip(",;") for word in words])
    finite_ = sum(tag in _FINITE for tag in found)
    half = words[0].lower() in ("if", "although", "because", "while", "unless", "whereas", "which") and finite_ < 2
    clause = len(words) > 1 and tags(["since", words[1]])[1] in ("PNP", "EX0")  # "since my last visit" is a time
    if words[0].lower() in ("since", "whereas") and clause and ", " not in spoken:
        return True
    after = spoken.rpartition(", ")[2]
    if words[0].lower() == "if" and (after == spoken or _is_third(after.split(" ")[0])):
        return True
    that = next((i for i, word in enumerate(words[:-1]) if word == "that" and i and found[i] == "CJT"), 0)
    if that and not any(tag in _FINITE for tag in found[that + 1 :]):
        return True  # "I notice that my anxiety": what of it, stands elsewhere
    lost = any(found[at].startswith("VV") and word in ("am", "are") for at, word in enumerate(words[1:]))
    return half or lost


def _is_third(word: str) -> bool:
    """Whether a word is a verb of the third person: "needs"."""
    verb = lemma(word, "VVZ")
    return tags([word])[0] in _FINITE or (is_verb(verb) and word == inflect(verb, "present_3"))


def _is_inflected(word: str) -> bool:
    """Whether a word is a verb of the third person and nothing else: "feels"."""
    verb = lemma(word, "VVZ")
    return is_verb(verb) and verb not in (word, "be", "do") and word == inflect(verb, "present_3")


def _is_marked(fact: Fact) -> bool:
    """Whether a clause opens with the patient and a verb that agrees: that it is whole was seen when it was read."""
    roles = [mark.role for mark in fact.marks[:2]]
    return roles == ["subject", "verb"] and fact.marks[0].span.start == fact.span.start


def _verbs(spoken: str, view: View) -> str:
    """Verbs of the note's third person that were read as nouns: "notes I had" -> "I had"; "but attributes this" -> "but I
    attribute this"."""
    words = spoken.split(" ")
    subject = patient(view)
    told = len(words) > 2 and words[0].lower().endswith("s") and lemma(words[0].lower(), "VVZ") in listed("reporting")
    if told and words[1].lower() in (subject.subject.lower(), "that"):
        words = words[2:] if words[1].lower() == "that" else words[1:]
    for at in range(1, len(words) - 1):
        if words[at - 1].lower() == subject.subject.lower() and subject.person != 3 and _is_inflected(words[at]):
            words[at] = finite(lemma(words[at], "VVZ"), "present", subject.as_subject)  # "you feels"
        if words[at - 1] == "and" and words[at] in ("plans", "hopes", "wants") and words[at + 1] == "to":
            words[at] = finite(lemma(words[at], "VVZ"), "present", subject.as_subject)
        verb = lemma(words[at], "VVZ")
        third = words[at] == inflect(verb, "present_3") and is_verb(verb) and words[at - 1] in ("but", "and")
        if third and words[at + 1] in ("this", "that", "it", "any", "the", "his", "her", "my", "your"):
            words[at] = f"{subject.subject} {finite(verb, 'present', subject.as_subject)}"
    return " ".join(words)


def _passed_on(spoken: str, view: View) -> str:
    """A clause without the report within it: "cancer, which I say has spread" -> "cancer, which has spread"."""
    words = spoken.split(" ")
    subject = patient(view).subject.lower()
    told = listed("reporting") | {"say"}
    at = next(
        (
            i
            for i in range(1, len(words) - 2)
            if words[i - 1] in ("which", "that", "who") and words[i].lower() == subject and lemma(words[i + 1]) in told
        ),
        0,
    )
    if not at or tags(words)[at + 2] not in _FINITE:
        return spoken
    return " ".join([*words[:at], *words[at + 2 :]])


def _is_whole(spoken: str) -> bool:
    """Whether a clause has a finite verb with something nominal before it, and does not end in the middle."""
    words = spoken.split(" ")
    bare = [word.strip(",;") for word in words]
    tagged = tags(bare)
    found = [retagged(bare, tagged, i, named=False) or tag for i, tag in enumerate(tagged)]
    at = next((i for i, tag in enumerate(found) if tag in _FINITE), None)
    if found[0] == "VVN" and words[0].endswith("ed"):
        return False
    if at is None or words[-1].lower() in _OPEN_ENDS:
        return False
    if at and words[at - 1].lower() in ("ago", "yesterday", "today", "later", "then", "now"):
        return False  # "two days ago was walking": who, is left out
    if at and words[at - 1].endswith(",") and found[at] == "VVD":
        return False  # "breast lump, noticed ten days ago"
    return any(tag[:2] in _NOMINAL for tag in found[:at])


def _of_the_clinic(fact: Fact) -> bool:
    """Whether a clause tells what was said or done in the visit itself, as only its author would put it."""
    words = {word.strip(".,;") for word in fact.text.lower().split()}
    if fact.section == "procedure" or "-year-old" in fact.text:
        return True
    return bool(words & listed("clinic"))


def complaints(facts: Sequence[Fact], view: View, rng: random.Random) -> list[Clause] | None:
    """Why somebody came: "I've had knee pain."; "I'm here for a check-up."""
    del rng
    out: list[Clause] = []
    for fact in facts:
        what = (
            (naming(fact.argument("what"), view) or "").replace(", as well as", " and").replace(" as well as", " and")
        )
        clause = _own_words(fact, view)
        if clause is None and what:
            clause = _complaint(what, (fact.id,), view, fact.polarity == "denied")
        if clause is None:
            return None
        out.append(clause)
    return gathered(out)


def _spelled_out(spoken: str) -> str:
    """Words without contractions, which the tagger takes for nouns: "I can not go on"."""
    for short, long in (
        ("can't", "can not"),
        ("won't", "will not"),
        ("n't", " not"),
        ("I'm", "I am"),
        ("'ve", " have"),
        ("'ll", " will"),
    ):
        spoken = spoken.replace(short, long)
    return spoken


def quotes(facts: Sequence[Fact], view: View, rng: random.Random) -> list[Clause] | None:
    """The patient's own words, said again by nobody else."""
    del rng
    out: list[Clause] = []
    for fact in facts:
        what = fact.argument("what")
        spoken = aloud(what.text.strip("\"“”' "), prose=True) if what else None
        mine = spoken is not None and bool({"i", "i'm", "my", "me", "i've"} & set(spoken.lower().split()))
        if view.speaker != "patient" or spoken is None or not mine or not _is_whole(_spelled_out(spoken)):
            return None
        out.append(Clause((fact.id,), rest=(Words(contracted(spoken)),)))
    return out


def _complaint(what: str, own: Facts, view: View, denied: bool) -> Clause | None:
    what = both_sides(owned_inside(what.replace("follow up", "follow-up"), view))
    lead = _SEEN_FOR.match(what)
    seen = what[lead.end() :] if lead is not None else ""
    if seen and not denied:  # "evaluation of right foot pain"
        about = seen if determined(seen) else f"{patient(view).possessive} {seen}"
        return Clause(own, patient(view).as_subject, "be", items=(Words(f"here about {about}"),))
    subject, kind = patient(view).as_subject, shape(what)
    course = _courses(what, own, view)
    if course is not None and not denied:
        return course
    if what.startswith("no "):
        what, denied, kind = what.removeprefix("no "), True, shape(what.removeprefix("no "))
    what = what.replace("followup", "follow-up")
    first, _, rest = what.partition(" ")
    if first == "follow-up" and rest and rest.split(" ")[0] not in PREPOSITIONS:
        what = f"follow-up for {patient(view).possessive} {plain_inside(rest, view)}"
    elif first == "follow-up" and not determined(rest.partition(" ")[2]) and Terminology.load().find(rest):
        link, _, thing = rest.partition(" ")
        what = f"follow-up {link} {patient(view).possessive} {plain_inside(thing, view)}"
    if kind == "state" and is_personal(what):
        return Clause(own, subject, "be", items=(Words(what),), perfect=True, negative=denied)
    if kind == "doing" and not denied:
        first, _, rest = what.partition(" ")
        return Clause(own, subject, lemma(first, "VVG"), (Words(rest),), perfect=True, progressive=True)
    if kind not in ("noun", "state") or ("," in what and not all(is_thing(part) for part in what.split(", "))):
        return None
    if denied:
        return Clause(own, subject, "have", determiner="any", items=(Words(what),), negative=True)
    first, _, rest = what.partition(" ")
    planned = rest.removeprefix("of ") if first in ("possible", "consideration", "potential") else ""
    if planned and _is_done_to_one(planned):
        return Clause(own, subject, "be", items=(Words(f"here about {what.removeprefix('consideration of ')}"),))
    if head(what).lower() in listed("visits") or what.split(" ")[0] in listed("visits"):
        return Clause(own, subject, "be", items=(Words(f"here for {some(what)}"),))
    if _is_long_known(what):
        owned_ = what.removeprefix("a ").removeprefix("history of ").removeprefix(f"{patient(view).possessive} ")
        return Clause(own, subject, "be", items=(Words(f"here about {patient(view).possessive} {owned_}"),))
    return Clause(own, subject, "have", items=(Words(some(what)),), perfect=True)


def _is_done_to_one(what: str) -> bool:
    """Whether a thing is a treatment or an operation, and no complaint."""
    terms = Terminology.load()
    concept = terms.concept(what)
    return (concept is not None and terms.kind(concept) in ("procedure", "drug")) or head(what) in listed("done_by_us")


def _is_long_known(what: str) -> bool:
    """Whether somebody comes about an illness that has its name, or about results, and not with a complaint."""
    if what.startswith("history of ") or head(what).lower() in ("labs", "lab", "results", "bloodwork"):
        return True
    terms = Terminology.load()
    concept = terms.concept(what)
    acute = head(what).lower() in listed("acute") or head(what).lower() in ("injury", "trauma", "twitch", "infection")
    return concept is not None and terms.kind(concept) == "disorder" and not acute


def _own_words(fact: Fact, view: View) -> Clause | None:
    """A complaint in the patient's own words: "My potassium is high"."""
    what = fact.argument("what")
    spoken = aloud(what.text.strip("\"“”' "), prose=True) if what else None
    if view.speaker != "patient" or spoken is None or spoken.split(" ")[0].lower() not in ("i", "my", "i've", "i'm"):
        return None
    return Clause((fact.id,), rest=(Words(contracted(spoken)),)) if _is_whole(spoken) else None


def _courses(what: str, own: Facts, view: View) -> Clause | None:
    """ "Memory getting worse for six months" -> "My memory has been getting worse for six months"."""
    for course in (" getting worse", " getting better", " worsening", " improving"):
        name, found, rest = what.partition(course)
        if found and name and shape(name) in ("noun", "state") and len(name.split(" ")) <= 4:
            verb, said = ("get", found.split(" ")[-1]) if "getting" in found else (lemma(found.strip(), "VVG"), "")
            owner = Subject((Words(f"{patient(view).possessive} {name}"),), 3, is_plural(name))
            words = Words(f"{said} {rest.strip()}".strip())
            return Clause(own, owner, verb, (words,), perfect=True, progressive=True)
    return None
