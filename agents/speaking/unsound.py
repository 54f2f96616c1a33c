"""Sentences of the examination that came out as no sentence: a test, a part or a time said to be there, an adjective for a
thing, a predicate for a subject. Nobody says them."""

from bedside.agents.speaking.english import sentence
from bedside.agents.speaking.nouns import PREPOSITIONS, head, is_massed, is_part
from bedside.agents.speaking.phrase import text_of
from bedside.agents.speaking.shape import shape
from bedside.agents.speaking.tables import listed
from bedside.agents.speaking.tree import Clause
from bedside.agents.text.inflection import lemma
from bedside.agents.text.tagger import tags
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Fact

_NOT_FOUND = frozenset(("test", "procedure", "anatomy", "measurement"))
_EXAMINED = frozenset("examination exam inspection testing auscultation palpation percussion".split())
_OWNERS = frozenset("your his her their my both the".split())
_ENDS = frozenset("muscular bony soft lateral medial posterior anterior upper lower left right".split())
# What is judged of somebody's mind is written down, and not said to them.
_JUDGED = frozenset(
    (
        "insight",
        "judgment",
        "judgement",
        "affect",
        "eye contact",
        "grooming",
        "hygiene",
        "thought process",
        "thought content",
    )
)
_THINGS_SAID = 2  # words of a thing that is only named


def is_unsound(clause: Clause, fact: Fact) -> bool:
    """Whether a finding as it would be said is no finding."""
    subject = " ".join(words.text for words in clause.subject.words) if clause.subject else ""
    items = " ".join(words.text for words in clause.items)
    rest = " ".join(words.text for words in (*clause.rest, *clause.time))
    if subject == "there" and clause.determiner == "some" and items.split(" ")[0] in listed("qualities"):
        return True  # "some normal external genitalia"
    if subject == "there":
        return _is_no_thing(items, rest, clause, fact) or _is_halved(items)
    return _is_no_part(subject) or (clause.verb == "be" and _is_no_state(items, fact)) or _is_halved(subject)


def _is_no_thing(name: str, where: str, clause: Clause, fact: Fact) -> bool:
    """Whether what is said to be there, or not, is a test, a part or a movement, or is found in one."""
    words = name.split(" ")
    terms = Terminology.load()
    concept = terms.concept(name)
    plain = concept is not None and terms.kind(concept) in _NOT_FOUND
    bare = clause.determiner in ("some", "no") and len(words) <= _THINGS_SAID
    known = head(name).lower() in listed("massed") | listed("plurals") | listed("counted") | listed("felt") | listed(
        "heard"
    )
    if bare and (
        (plain and not known) or (is_part(name) and not known) or head(name).lower() in ("time", "presents", "place")
    ):
        return True
    if (bare and words[0][:1].isupper() and not words[0].isupper()) or lemma(words[0], "VVZ") in listed("reporting"):
        return True
    moved = set(where.lower().split()) & listed("movements")
    written = (text_of(fact, "what") or "").lower()
    lost = "change" in written.split() and "change" not in name and "changes" not in name
    return bool(moved) or lost


def _is_no_part(subject: str) -> bool:
    """Whether what something is said of is no thing: "your in extension", "your bony"."""
    words = subject.lower().split(" ")
    if words[0] not in _OWNERS or len(words) < 2:
        return False
    first = next((word for word in words if word not in _OWNERS), "")
    sided = len(words) > 2 and words[-2] in ("the", "your", "both")  # "your scar on the left"
    if " ".join(word for word in words if word not in _OWNERS) in _JUDGED:
        return True
    return first in PREPOSITIONS or (words[-1] in _ENDS and not sided)


def _is_no_state(state: str, fact: Fact) -> bool:
    """Whether what a part is said to be is a thing: "one plus nonpitting swelling", "plantarflexion"."""
    words = state.lower().split(" ")
    last = head(state).lower()
    if last == "tenderness" or not words[0] or set(words) & _EXAMINED or last in listed("motions"):
        return True
    thing = " plus " in f" {state} " and len(words) > 2 and (is_massed(state) or is_part(state))
    part = fact.argument("part")
    return thing or (part is not None and len(words) == 1 and words[0] == part.text.lower())


def _is_halved(name: str) -> bool:
    """Whether an adjective has lost its noun before "and": "your upper and legs"."""
    words = name.split(" ")
    return any(
        a in _ENDS and b in ("and", "or") and c not in _ENDS
        for a, b, c in zip(words, words[1:], words[2:], strict=False)
    )


def is_wordless(clause: Clause) -> bool:
    """Whether somebody "has" what is no thing: "you have present via Doppler"."""
    said = sentence([clause]).text.rstrip(".").lower().split(" ")
    if said[:3] == ["you", "have", "present"]:
        return True
    return (
        said[:2] == ["you", "have"]
        and said[2:3] != []
        and shape(said[2]) == "state"
        and not any(tag.startswith("NN") for tag in tags(said)[3:])
    )
