"""Why somebody comes: the one statement that opens the visit, and never an event of another person."""

from collections.abc import Sequence

from bedside.agents.builtin.acts import gravity, head, is_bare, tells_habit
from bedside.agents.builtin.tables import first, words
from bedside.scenarios.note import Fact, Note
from bedside.scenarios.plan import TopicKind

# Kinds of statement that say why somebody comes, the best first.
_OPENERS = (("complaint", "symptom"), ("quote", "event", "condition", "status"), ("order", "procedure", "drug", "wish"))
_OPENING = 5  # words in which "also" takes up what was told
_CAME = ("comes in with", "come in with", "came in with", "presents with", "presented with")
_VAGUE = (("symptoms",), ("symptom",), ("problems",), ("issues",), ("difficulties",))
_TAKES_UP = frozenset(
    "also otherwise unfortunately however that this these those they it since overall additionally later then somehow still".split()
)
_SERIOUS = 2  # of three: above it an illness by itself is why somebody comes
_LATER = frozenset("later first then after subsequently thought since as before".split())  # a clause that goes on
SHOWN = "shown by who speaks"
_SEEN = frozenset("evaluation treatment management assessment recheck".split())
_EMPTY = frozenset(
    "for further initial additional possible and of same this it her his the an a today here ed er".split()
)
_PLACES = frozenset("low lower upper mid middle left right sided side bilateral central front back".split())
_SORTS = ("complaint", "symptom", "condition")


def settle_reason(note: Note, asked: dict[TopicKind, list[Fact]], unplaced: dict[str, str]) -> None:
    """Why they came: what stands under that heading, or the fact that says more of it; else the story's first."""
    by_id = {fact.id: fact for fact in note.facts}
    given = asked.get("reason", [])
    reasons = asked["reason"] = [fact for fact in given if _is_reason(fact)]
    story = asked["story"] = [*(fact for fact in given if fact not in reasons), *asked.get("story", [])]
    for fact in note.facts:
        kept = by_id.get(fact.same_as or "")
        if fact.section == "complaint" and kept is not None and kept in story:
            story.remove(kept)
            reasons.append(kept)
    for fact in [fact for fact in (*reasons, *story) if fact.kind == "complaint" and _is_bare_visit(fact)]:
        (reasons if fact in reasons else story).remove(fact)
        unplaced[fact.id] = SHOWN
    for fact in [fact for fact in story if fact.kind == "complaint" and first("visits", head(fact))]:
        story.remove(fact)  # nobody is asked for a visit
        same = next((other for other in reasons if first("visits", head(other).replace("ow up", "ow-up"))), None)
        if same is None:
            reasons.append(fact)
        elif len(words(head(fact))) > len(words(head(same))):
            reasons[reasons.index(same)] = fact
            unplaced[same.id] = f"same as {fact.id}"
        else:
            unplaced[fact.id] = f"same as {same.id}"
    for other in [fact for fact in reasons[1:] if fact.kind == "complaint"]:
        if frozenset(words(head(reasons[0]))) <= frozenset(words(head(other))):
            reasons.remove(other)  # "evaluation of pain in her right hip" after "right hip pain"
            unplaced[other.id] = f"same as {reasons[0].id}"
    _told_fuller(reasons, story, unplaced)
    reasons.sort(key=lambda fact: fact.kind not in _SORTS)  # the complaint before what happened
    if not reasons:
        ill = [fact for fact in asked.get("past", []) if fact.section == "history" and fact.kind == "condition"]
        pool = [*story, *asked.get("review", []), *ill]
        own = [fact for fact in pool if fact.polarity == "present" and fact.subject == "patient"]
        for fact in _opener([fact for fact in own if not tells_habit(fact)]):
            lists = (story, asked.get("review", []), asked.get("past", []))
            next(facts for facts in lists if fact in facts).remove(fact)
            reasons.append(fact)


def _is_bare_visit(fact: Fact) -> bool:
    """Whether a complaint says no more than that they came to be seen: "for evaluation and management of same"."""
    said = frozenset(words(head(fact)))
    return bool(said & _SEEN) and said <= _SEEN | _EMPTY


def _told_fuller(reasons: list[Fact], story: list[Fact], unplaced: dict[str, str]) -> None:
    """The first symptom of a story stands for the complaint where it is that with its place: nobody who has told of abdominal
    pain is asked for lower abdominal pain."""
    complaint = reasons[0] if reasons else None
    symptom = next((fact for fact in story if fact.kind in ("symptom", "complaint")), None)
    if complaint is None or symptom is None or complaint.kind != "complaint" or not is_bare(complaint):
        return
    what, more = (words(one.arguments[0].value or one.arguments[0].text) for one in (complaint, symptom))
    same = what[-1:] == more[-1:] and frozenset(what) < frozenset(more) and symptom.polarity == "present"
    if same and _PLACES.issuperset(frozenset(more) - frozenset(what)) and symptom.subject == "patient":
        reasons[0] = symptom
        story.remove(symptom)
        unplaced[complaint.id] = f"same as {symptom.id}"


def _opener(there: Sequence[Fact]) -> Sequence[Fact]:
    """The statement that opens a visit without a complaint: a symptom, else a clause of the story that tells of an illness or an
    injury and can stand first; nothing where there is nothing to tell."""
    named = [fact for fact in there if fact.kind in _OPENERS[0]]
    clauses = [
        fact for fact in there if fact.kind in _OPENERS[1] and _stands_first(fact) and "grade" not in words(fact.text)
    ]
    plain = [fact for fact in named if words(head(fact))[-1:] not in _VAGUE and words(fact.text)[-1:] != ("since",)]
    ill = [fact for fact in clauses if _tells_illness(fact)]
    own = [fact for fact in ill if _tells_complaint(fact)]
    choices = (
        [fact for fact in clauses if any(fact.text.casefold().find(came) >= 0 for came in _CAME)],
        sorted([*plain, *own], key=lambda fact: fact.span.start) if plain else [],
        plain,
        ill,
        clauses,
        *([fact for fact in there if fact.kind in kinds] for kinds in _OPENERS),
    )
    return next((found[:1] for found in choices if found), ())


def _stands_first(fact: Fact) -> bool:
    """Whether a clause takes up nothing that was told before it: not "otherwise, she's active", "that these pass"."""
    spoken = words(fact.text)
    return bool(spoken) and spoken[0] not in _TAKES_UP and "also" not in spoken[:_OPENING]


def _tells_illness(fact: Fact) -> bool:
    """Whether a clause tells of an illness or how somebody was hurt."""
    ill = any(m.kind in ("symptom", "disorder", "finding") and m.polarity == "present" for m in fact.mentions)
    return ill or first("sides", fact.text) == "cause"


def _tells_complaint(fact: Fact) -> bool:
    """Whether a clause tells, of the patient and by itself, of a symptom, an injury or a grave illness: the first such, and not the
    first that is only named, is why somebody comes ("she has a two-year history of lung cancer")."""
    said = words(fact.text)[:_OPENING]
    about = any(
        mark.role == "subject" and len(words(fact.text[: mark.span.start - fact.span.start])) < _OPENING
        for mark in fact.marks
    )
    if fact.kind != "event" or not about or not _LATER.isdisjoint(said):
        return False
    named = [m.kind for m in fact.mentions if m.polarity == "present"]
    return (
        "symptom" in named
        or first("sides", fact.text) == "cause"
        or ("disorder" in named and gravity(fact.text) > _SERIOUS)
    )


def _is_reason(fact: Fact) -> bool:
    """Whether a statement under the heading of the complaint is one: the patient's own, and there."""
    other = fact.subject != "patient" or (fact.kind in ("relative", "wish", "none"))
    return not other and fact.polarity == "present"
