"""What answers a question for a topic: medicines, allergies, operations, habits, what happened."""

from collections.abc import Sequence

from bedside.agents.builtin.answer_names import about, by_words, counts, really_taken
from bedside.agents.builtin.answer_resort import nearer
from bedside.agents.builtin.answer_sides import BY_SIDE
from bedside.agents.builtin.asked import Asked, classes_against
from bedside.agents.builtin.asked_about import STORY, of_topic
from bedside.agents.builtin.known import LISTS, PLAN_TOPIC, Found, Knows, closest, found_of, nearest
from bedside.agents.builtin.tables import words
from bedside.scenarios.note import Fact
from bedside.scenarios.plan import Cue

_OWN = {"surgery": {"surgery"}, "medications": {"medication", "vitamins"}, "allergies": {"allergy", "rash"}}
_SKIPS = frozenset("forget forgot forgotten miss missed skip skipped".split())
_BY_A_WORD = frozenset(
    ("home", "work", "sleep", "appetite", "diet", "exercise", "birth")
)  # what a mere word may stand for
_BY_WORDS_ALONE = frozenset(("injuries", "care", "balance", "exertion"))  # and a thing that is named goes before them
_OF_IT = 0.15  # cosine below which a word of theirs means something else
_OF_A_KIND = 0.45  # cosine from which a thing is of the kind that is named
_OF_HOME = 0.3  # cosine below which a yes or no about the home is about something else
_HABITS = ("smoking", "drinking", "drugs")
_FALLS_THROUGH = frozenset(
    (
        "again",
        "pregnancies",
        "quitting",
        "tried",
        "concern",
        "exercise",
        "diet",
        "sleep",
        "appetite",
        "injuries",
        "care",
        "balance",
        "exertion",
    )
)  # topics that mean something else where nothing is told of them


def by_topic(topic: str, asked: Asked, own: Sequence[Fact], knows: Knows) -> Found | None:
    """The facts of a topic; None where the question is about something else."""
    if topic == "more":
        return _more(own, knows)
    if topic == "drinking" and asked.fluids:
        return None
    if topic in _BY_WORDS_ALONE and about(asked, own, knows):
        return None
    if topic == "cause" and any(fact.kind in ("drug", "allergy") for fact in about(asked, own, knows)):
        return None
    if topic in ("past", "hospital", "medications", "allergies", "surgery") and _names_a_thing(asked, topic):
        found = _of_the_thing(topic, asked, own, knows)
        if found is not None:
            return found
        if topic in ("past", "hospital", "surgery") and not {"other", "any"} & set(words(asked.text)):
            return None
    if asked.sides and topic in BY_SIDE:
        return None
    facts = of_topic(topic, own, knows.note)
    if topic == "cause" and not facts and not asked.concepts and not knows.last:
        facts = of_topic("reason", own, knows.note)  # nothing befell them: it is what they came with
    if topic in _BY_WORDS_ALONE and knows.nearness is not None:
        near = knows.near(asked, facts)
        facts = [fact for fact in facts if near[fact.id] >= _OF_IT]
    if topic == "adherence" and asked.concepts:
        named = frozenset(asked.concepts)
        facts = [f for f in facts if named & knows.named(f) or any(c.startswith("class:") for c in named)]
    if not facts:
        return _nothing(topic, asked)
    chosen = _chosen(topic, asked, facts, knows)
    return found_of(asked, _meant(asked, chosen, own, knows) if topic in _BY_A_WORD else chosen, topic)


def _nothing(topic: str, asked: Asked) -> Found | None:
    """What a question comes to of whose topic the note has nothing: that nothing is known, or None where it may be about
    something else."""
    if topic in ("cause", "concern", "reason"):
        return None if asked.concepts or asked.sides else Found(topic=PLAN_TOPIC.get(topic, "story"))
    if topic == "adherence":
        skips = not _SKIPS.isdisjoint(words(asked.text)) and "medications" in asked.topics
        return Found(topic="medications") if skips else None
    if topic in _FALLS_THROUGH or (topic in ("work", "home") and asked.concepts):
        return None
    return found_of(asked, [], topic)


def _meant(asked: Asked, chosen: Sequence[Fact], own: Sequence[Fact], knows: Knows) -> Sequence[Fact]:
    """What a question means that has a mere word of a topic: these facts, one that is much nearer to it, or none."""
    around = [fact for fact in knows.facts if fact in own or fact.section == "social"]
    chosen = nearer(asked, chosen, around, knows) or chosen
    if not (asked.whether and asked.beside and knows.nearness is not None):
        return chosen
    near = knows.near(asked, chosen)
    return [fact for fact in chosen if near[fact.id] >= _OF_HOME]


def habits(asked: Asked, own: Sequence[Fact], knows: Knows) -> Found | None:
    """Several habits that are asked for in one question."""
    topics = [topic for topic in _HABITS if topic in asked.topics]
    if len(topics) < 2:
        return None
    facts = [fact for topic in topics for fact in of_topic(topic, own, knows.note)]
    return found_of(asked, list(dict.fromkeys(facts)), topics[0]) if facts else None


def taken_against(asked: Asked, own: Sequence[Fact], knows: Knows) -> Found | None:
    """The drugs that are taken against what is named: by what the note says they are for, else by their class."""
    classes = classes_against(asked.aim, knows.before) if asked.aim else frozenset[str]()
    drugs = [fact for fact in own if fact.kind == "drug"]
    wanted = frozenset(words(asked.aim))
    purposes = {fact.id: fact.argument("purpose") for fact in drugs}
    told = [f for f in drugs if (p := purposes[f.id]) is not None and not wanted.isdisjoint(words(p.text))]
    found = told or [fact for fact in drugs if classes & knows.named(fact)]
    return found_of(asked, found, "medications") if asked.aim and found else None


def _chosen(topic: str, asked: Asked, facts: Sequence[Fact], knows: Knows) -> Sequence[Fact]:
    """Of the facts of a topic those that are asked for."""
    close = closest(asked, facts)
    if topic in LISTS:
        return close if topic == "medications" and close else facts
    if topic in ("reason", "cause"):
        return facts
    counted = [fact for fact in facts if any(sign.isdigit() for sign in fact.text)] if counts(asked) else []
    kept = counted or close or facts
    return kept if topic in ("work", "tried") else nearest(asked, kept, knows)


def _names_a_thing(asked: Asked, topic: str) -> bool:
    """Whether a question names a thing beside its topic."""
    return bool(set(asked.concepts) - _OWN.get(topic, set()))


def _of_the_thing(topic: str, asked: Asked, own: Sequence[Fact], knows: Knows) -> Found | None:
    named = about(asked, own, knows)
    if topic != "allergies":
        named = really_taken(asked, named, knows)
        return found_of(asked, named, topic) if named else None
    kept = [fact for fact in named if fact.kind in ("allergy", "none")]
    kept = kept or by_words(asked, [fact for fact in own if fact.kind == "allergy"], knows, within=True)
    kept = kept or _near_allergy(asked, own, knows)
    none = [fact for fact in of_topic("allergies", own, knows.note) if fact.kind == "none"]
    return found_of(asked, kept or none, topic)


def _near_allergy(asked: Asked, own: Sequence[Fact], knows: Knows) -> list[Fact]:
    """The allergies to things of the kind that is asked for: shellfish of food."""
    allergies = [fact for fact in own if fact.kind == "allergy"]
    near = knows.near(asked, allergies)
    return [fact for fact in allergies if near[fact.id] >= _OF_A_KIND]


def _more(own: Sequence[Fact], knows: Knows) -> Found:
    """What of the story has not been told yet: the next of it."""
    left = [
        f
        for f in own
        if f.section in STORY and f.polarity == "present" and f.id not in knows.told and f.kind != "identity"
    ]
    return Found(tuple(left[:1]), (Cue(aspect="more"),))
