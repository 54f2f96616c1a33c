"""A note that is a background and nothing else, a family or a social history without its heading: what its clauses tell is asked
for as such, and nobody is asked what brings them in."""

from collections.abc import Sequence

from bedside.agents.builtin.acts import head
from bedside.agents.builtin.tables import first, words
from bedside.agents.reading.relatives import kin
from bedside.scenarios.note import Fact
from bedside.scenarios.plan import TopicKind

_SUBJECT = 5  # words at the start of a clause within which stands whom it is about
_CHILDREN = frozenset(
    "son sons daughter daughters child children kids grandchildren husband wife spouse partner".split()
)
_HABITS = ("smoking", "drinking", "drugs")
_SIBLINGS = frozenset("brother brothers sister sisters siblings parents mother father family".split())
_ILL = ("symptom", "disorder", "finding", "procedure", "event")
_OF_HEALTH = frozenset(
    "died dead deceased alive healthy age aged passed history illness illnesses killed suicide".split()
)
_OF_LIFE = frozenset(
    """married single divorced separated widow widowed engaged boyfriend girlfriend relationship partner husband wife son sons
    daughter daughters children child kids sexually born raised grew immigrated moved education degree school college university
    student classes hobbies retired disability worked works working employed unemployed job brothers sisters brother sister
    siblings friends bilingual english grandchildren church travel pets dog cat""".split()
)
_CAME = frozenset(  # words of a story
    """presents presented presenting complains complained complaining comes came today emergency admitted wants needs
    seeks desires fall falls fell consultation evaluation evaluated followup follow-up""".split()
)


def set_background_apart(asked: dict[TopicKind, list[Fact]]) -> None:
    """Put the clauses of a story that is none under the family and the social history, in place."""
    story = asked.get("story", [])
    if asked.get("reason") or not story or any(_is_of_story(fact) for fact in story):
        return
    placed: dict[str, TopicKind] = {fact.id: topic for fact in story if (topic := _topic(fact)) is not None}
    known = [fact for topic in ("family", "social") for fact in asked.get(topic, [])]
    if any(fact.id not in placed and _is_ill(fact) and not _is_done(fact) for fact in story):
        return
    if 2 * (len(placed) + len(known)) < len(story) + len(known):
        return
    for fact in [fact for fact in story if fact.kind == "event"]:
        story.remove(fact)
        other: TopicKind = "past" if _is_done(fact) else "social"
        topic = placed.get(fact.id, other)
        asked[topic] = sorted((*asked.get(topic, []), fact), key=lambda one: one.span.start)


def _is_of_story(fact: Fact) -> bool:
    """Whether a fact is a complaint, a wish, or says that they came."""
    complaint = fact.kind in ("complaint", "symptom") and fact.polarity == "present" and fact.subject == "patient"
    return complaint or fact.kind == "wish" or not _CAME.isdisjoint(words(fact.text))


def _topic(fact: Fact) -> TopicKind | None:
    """The topic of a clause: the family's where it tells how a relative is, else the life's where it tells of it."""
    said = words(fact.text)
    if fact.kind != "event" or not said:
        return None
    if _names_kin(said) and (_is_ill(fact) or not (_OF_HEALTH | _SIBLINGS).isdisjoint(said)):
        return "family"
    if first("habits", head(fact)) in _HABITS:
        return "social"
    if _is_ill(fact):
        return None
    return "social" if not _OF_LIFE.isdisjoint(said) or first("habits", head(fact)) else None


def _names_kin(said: Sequence[str]) -> bool:
    """Whether a clause is about a relative by blood or a child."""
    near = [word.removesuffix("'s") for word in said[:_SUBJECT]]
    family = "family" in said
    return family or any(kin(word) for word in near) or not _CHILDREN.isdisjoint(near)


def _is_ill(fact: Fact) -> bool:
    return any(mention.kind in _ILL for mention in fact.mentions)


def _is_done(fact: Fact) -> bool:
    """Whether a clause names no more than what was done: "two normal deliveries"."""
    named = {mention.kind for mention in fact.mentions} & set(_ILL)
    return bool(named) and named <= {"procedure"}
