"""Why somebody comes: the one statement that opens the visit, and never an event of another person."""

from bedside.agents.builtin.acts import head, tells_habit
from bedside.agents.builtin.tables import first, words
from bedside.scenarios.note import Fact, Note
from bedside.scenarios.plan import TopicKind

# Kinds of statement that say why somebody comes, the best first.
_OPENERS = (("complaint", "symptom"), ("quote", "event", "condition", "status"), ("order", "procedure", "drug", "wish"))
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
    for fact in [fact for fact in story if fact.kind == "complaint" and first("visits", head(fact))]:
        story.remove(fact)  # nobody is asked for a visit
        same = next((other for other in reasons if first("visits", head(other))), None)
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
    reasons.sort(key=lambda fact: fact.kind not in _SORTS)  # the complaint before what happened
    if not reasons:
        ill = [fact for fact in asked.get("past", []) if fact.section == "history" and fact.kind == "condition"]
        pool = [*story, *asked.get("review", []), *ill]
        there = [
            fact for fact in pool if fact.polarity == "present" and fact.subject == "patient" and not tells_habit(fact)
        ]
        for fact in [fact for kinds in _OPENERS for fact in there if fact.kind in kinds][:1]:
            next(facts for facts in (story, asked.get("review", []), asked.get("past", [])) if fact in facts).remove(
                fact
            )
            reasons.append(fact)


def _is_reason(fact: Fact) -> bool:
    """Whether a statement under the heading of the complaint is one: the patient's own, and there."""
    other = fact.subject != "patient" or (fact.kind in ("relative", "wish", "none"))
    return not other and fact.polarity == "present"
