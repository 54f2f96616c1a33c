"""Which facts answer a question that somebody asks in words of their own. Law: a fact is told only where the question asks
for its kind, names what it is about, asks for a side that it tells, or is near it in meaning and near nothing else; where
none is, nothing is told.

Nothing here says anything: the facts go to the speaker in a brief, like those of any other step."""

from collections.abc import Sequence
from dataclasses import replace

from bedside.agents.builtin.answer_follow import follow_up
from bedside.agents.builtin.answer_names import about, by_name, by_words
from bedside.agents.builtin.answer_resort import holds, nearest_of_all
from bedside.agents.builtin.answer_sides import by_side
from bedside.agents.builtin.answer_topics import by_topic, habits, taken_against
from bedside.agents.builtin.asked import Asked, read_questions
from bedside.agents.builtin.asked_about import once
from bedside.agents.builtin.known import Found, Knows, found_of, is_family, parts
from bedside.agents.builtin.tables import words
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Fact
from bedside.scenarios.plan import Cue

PERMISSION = "permission"
_EARLIER = frozenset(("before", "previously", "earlier"))
_OF_KIN = 0.35  # cosine from which an illness of a relative is the one that is meant
_ALSO = frozenset("also too same this that it".split())  # "does anybody in the family have this too"
_OF_HEALTH = frozenset("famili health healthy medical relativ run diseas ill well sick wrong poorly illnes".split())


def asks_permission(text: str) -> bool:
    """Whether a line asks for nothing but to be allowed to ask."""
    asked = read_questions(text)
    return bool(asked) and all(one.topics == (PERMISSION,) for one in asked)


def find_answer(text: str, knows: Knows) -> Found:
    """The facts that answer a line with one question or several."""
    found: list[Found] = []
    for asked in read_questions(text):
        reaction = asked.topics == ("cause",) and any(fact.kind in ("allergy", "none") for fact in knows.last)
        if asked.topics == (PERMISSION,) or (reaction and found):
            continue
        found.append(_one(asked, knows))
        if found[-1].facts:  # what follows in the same line may go on about it
            knows = replace(knows, last=found[-1].facts, earlier=asked.text, before=(*asked.concepts, *knows.before))
    facts = {fact.id: fact for one in found for fact in one.facts}
    first = next((one for one in found if one.facts), Found(cues=(_unknown(text),)))
    if len([one for one in found if one.facts]) > 1:
        return Found(tuple(facts.values()), (Cue(aspect="more"),), first.topic)
    return first


def _unknown(text: str) -> Cue:
    """What is asked of who does not know: whether there is any such thing, or what it is like."""
    return Cue(aspect="whether" if read_questions(text)[-1:] and read_questions(text)[-1].whether else "unknown")


def _one(asked: Asked, knows: Knows) -> Found:
    if asked.kin or "family" in asked.topics:
        return _family(asked, knows)
    own = [fact for fact in knows.facts if not is_family(fact)]
    following = follow_up(asked, knows)
    if following is not None:
        return following
    found = _typed(asked, own, knows)
    around = [fact for fact in knows.facts if fact in own or fact.section == "social"]
    fitting = found.facts and holds(asked, found.facts)
    return found if fitting else nearest_of_all(asked, around, knows)


def _typed(asked: Asked, own: Sequence[Fact], knows: Knows) -> Found:
    """The facts of the topic, the side or the thing that a question asks for."""
    if _EARLIER & frozenset(words(asked.text)) and asked.places:
        earlier = [f for f in own if f.section == "past" and frozenset(asked.places) & parts(f.text)]
        if earlier:
            return found_of(asked, once(earlier), "past")
    for several in (habits, taken_against):
        found = several(asked, own, knows)
        if found is not None:
            return found
    for topic in asked.topics:
        if topic in ("hello", "goodbye", "family", PERMISSION):
            continue
        found = by_topic(topic, asked, own, knows)
        if found is not None:
            return found
    if asked.sides:
        found = by_side(asked, own, knows)
        if found is not None:
            return found
    return by_name(asked, own, knows)


def _family(asked: Asked, knows: Knows) -> Found:
    facts = [fact for fact in knows.facts if is_family(fact)]
    also = not _ALSO.isdisjoint(words(asked.text))
    if asked.kin not in ("", "family"):
        facts = [fact for fact in facts if asked.kin in _whose(fact)]
    if asked.concepts:
        named = about(asked, facts, knows) or _by_their_names(asked, facts)
        named = named or by_words(asked, facts, knows, within=True) or (_as_the_patient(facts, knows) if also else [])
        facts = named or [fact for fact in facts if fact.kind == "none"]
    elif also and (alike := _as_the_patient(facts, knows)):
        facts = alike
    elif asked.content - _OF_HEALTH:
        near = knows.near(asked, facts)
        meant = [fact for fact in facts if near[fact.id] >= _OF_KIN] if asked.kin != "family" else []
        facts = by_words(asked, facts, knows, within=True) or meant or [f for f in facts if f.kind == "none"]
    return found_of(asked, facts, "family")


def _by_their_names(asked: Asked, facts: Sequence[Fact]) -> list[Fact]:
    """Facts that have the name of what is asked about, where the reading of the note gave them no concept."""
    terms = Terminology.load()
    names = [frozenset(words(terms.name(one))) for one in asked.concepts if one in terms]
    return [fact for fact in facts if any(name <= frozenset(words(fact.text)) for name in names)]


def _as_the_patient(facts: Sequence[Fact], knows: Knows) -> list[Fact]:
    """What relatives have of that which the patient has as well."""
    own = [fact for fact in knows.facts if not is_family(fact) and fact.polarity == "present"]
    things = frozenset(
        fact.concept for fact in own if fact.concept and fact.kind in ("condition", "complaint", "symptom")
    )
    return [fact for fact in facts if fact.concept is not None and fact.concept in things]


def _whose(fact: Fact) -> str:
    who = fact.argument("who")
    return f"{fact.subject} {who.text if who is not None else ''}".casefold()
