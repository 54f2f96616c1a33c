"""How much the patient tells in one breath: the complaint with two or three of its sides, and what stands right behind an
answer in the note, so that nobody is prompted for every sentence.

The law: the order of the note stays, an answer reaches across nothing, and one breath has few new things in it."""

from collections.abc import Sequence
from itertools import pairwise

from bedside.agents.builtin.acts import is_denial
from bedside.agents.builtin.calls_for import HEAVY
from bedside.agents.builtin.questions import are_related
from bedside.agents.builtin.tables import first, words
from bedside.scenarios.note import Fact
from bedside.scenarios.plan import Cue, Step

UNASKED = "unasked"  # a fact of the answer, named by its id, that the question did not ask for
BOOKED = "booked"  # what they come for, known beforehand
ALONG = Cue(aspect="along")  # what is asked for in the same question
_ASKED_AT_ONCE = frozenset(("onset", "duration", "site", "quality", "frequency", "course", "trigger", "relief"))
_MOST = 3  # facts of one breath
_NEW = 2  # new concepts of one breath
_WORDS = 42  # words of one breath
_SIDES = frozenset(("onset", "duration", "site", "quality", "frequency", "course"))
_PROMPTS = frozenset(("more", "then", "helped", "more_tried", "more_care", "more_takes", "more_current"))
_OPENS = frozenset((*_PROMPTS, *_SIDES, "cause"))  # what comes with the complaint without being asked for
_BY_NAME = frozenset(("symptom", "history", "taking"))  # asked for by name: what is told behind it is about that
_TOLD = frozenset(("event", "status", "drug", "procedure", "symptom", "complaint"))
_NAMES = frozenset(("disorder", "symptom", "drug", "test", "finding", "procedure"))


def unasked(step: Step) -> tuple[str, ...]:
    """The facts of an answer that come without being asked for."""
    return tuple(cue.concept or "" for cue in step.cues if cue.aspect == UNASKED)


def asked(step: Step) -> Step:
    """A step without what its answer goes on to tell: the question as it is put."""
    cues = tuple(cue for cue in step.cues if cue.aspect != UNASKED)
    return step if len(cues) == len(step.cues) else step.model_copy(update={"cues": cues})


def booked(opening: Sequence[Step], complaint: Fact, name: str) -> list[Step]:
    """The opening where the physician knows from the booking what somebody comes for and names it; as it was where that leaves
    nothing to tell."""
    more = bool(opening) and (len(opening[0].facts) > 1 or any(cue.aspect in _SIDES for cue in opening[0].cues))
    if (
        not more
        or first("visits", name)
        or complaint.section != "complaint"
        or complaint.kind not in ("complaint", "symptom")
    ):
        return list(opening)
    named = Cue(aspect=BOOKED, words=name, concept=complaint.concept)
    return [opening[0].model_copy(update={"cues": (named, *opening[0].cues)}), *opening[1:]]


class Narration:
    """Steps of a story joined where people tell them in one breath."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.fact = {fact.id: fact for fact in facts}
        self.place = {fact.id: at for at, fact in enumerate(facts)}

    def opened(self, opening: Sequence[Step], story: Sequence[Step]) -> tuple[list[Step], list[Step]]:
        """The first answer with the sides and the clauses that come right after it; the opening and what is left of the story."""
        if len(opening) != 1 or opening[0].act != "invite" or not opening[0].facts:
            return list(opening), list(story)
        told, left = opening[0], list(story)
        while left and (grown := self._with_side(told, left[0])):
            told, left = grown, left[1:]
        while left and (grown := self._with(told, left[0], _OPENS)):
            told, left = grown, left[1:]
        return [told], left

    def joined(self, steps: Sequence[Step]) -> list[Step]:
        """The steps, each with what stands right behind its answer and has no better question than to go on."""
        out: list[Step] = []
        for step in steps:
            grown = (_at_once(out[-1], step) or self._with(out[-1], step, _PROMPTS)) if out else None
            if grown is None:
                out.append(step)
            else:
                out[-1] = grown
        return out

    @staticmethod
    def _with_side(told: Step, step: Step) -> Step | None:
        """The complaint with one more of its sides, two at most."""
        aspects = {
            cue.concept or cue.aspect for cue in step.cues
        }  # what is asked for in its own way is not told before
        had = {cue.aspect for cue in told.cues} & _SIDES
        if step.facts != told.facts or step.revealer != told.revealer or not aspects <= _SIDES or len(had) > 1:
            return None
        return told.model_copy(update={"cues": (*told.cues, *step.cues)})

    def _with(self, before: Step, step: Step, prompts: frozenset[str]) -> Step | None:
        """``before`` with the facts of ``step`` told along with it; None where they need a question of their own."""
        together = (
            before.act in ("ask", "invite")
            and step.act == "ask"
            and before.revealer == step.revealer
            and before.absent == step.absent
        )
        if not together or not before.facts or not step.facts or set(before.facts) & set(step.facts):
            return None
        facts = [self.fact[fact] for fact in (*before.facts, *step.facts)]
        last, following = self.fact[before.facts[-1]], self.fact[step.facts[0]]
        same = last.sentence is not None and last.sentence == following.sentence
        if not same and (HEAVY.search(last.text) or HEAVY.search(following.text)):
            return None  # it is answered before anything else is told
        named = any(cue.words and cue.aspect in _BY_NAME for cue in before.cues)
        prompted = all(cue.aspect in prompts for cue in step.cues) and not named
        bare = [cue.aspect for cue in step.cues] == ["symptom"] and following.kind == last.kind == "symptom"
        if any(cue.words for cue in step.cues) and not bare:
            return None
        sided = following.kind in ("symptom", "complaint") and not bare  # told before: one side of it is asked for
        goes_on = same or bare or prompts is _OPENS or _goes_on(last, following)
        if (
            sided
            or not goes_on
            or not (prompted or same or bare)
            or not self._follow(before, step)
            or not self._short(facts)
        ):
            return None
        more = tuple(Cue(aspect=UNASKED, concept=fact) for fact in step.facts)
        return before.model_copy(update={"facts": (*before.facts, *step.facts), "cues": (*before.cues, *more)})

    def _follow(self, before: Step, step: Step) -> bool:
        """Whether the facts of ``step`` are told right behind those of ``before``: of one section and problem, nothing between."""
        facts = [self.fact[fact] for fact in (before.facts[-1], *step.facts)]
        told = all(fact.kind in _TOLD and fact.subject == "patient" for fact in facts[1:])
        plain = told and not any(is_denial(fact) and fact.kind != "event" for fact in facts)
        near = before.act == "invite" or all(
            self.place[b.id] - self.place[a.id] == 1 and a.section == b.section and a.problem == b.problem
            for a, b in pairwise(facts)
        )
        return plain and near

    def _short(self, facts: Sequence[Fact]) -> bool:
        new = {m.concept for fact in facts for m in fact.mentions if m.kind in _NAMES and m.polarity == "present"}
        new |= {fact.concept for fact in facts if fact.concept}
        return len(facts) <= _MOST and len(new) <= _NEW and sum(len(fact.text.split()) for fact in facts) <= _WORDS


def _at_once(before: Step, step: Step) -> Step | None:
    """Two sides of the same thing asked for in one question, where neither is a number or named."""
    cues = (*before.cues, *step.cues)
    sides = before.act == step.act == "ask" and before.facts == step.facts and before.revealer == step.revealer
    if not sides or not all(cue.aspect in _ASKED_AT_ONCE and not cue.words and not cue.concept for cue in cues):
        return None
    return before.model_copy(update={"cues": (*before.cues, ALONG, *step.cues)}) if ALONG not in before.cues else None


def _goes_on(before: Fact, fact: Fact) -> bool:
    """Whether a clause can follow another in one breath: it takes that up, or goes on about what the patient does."""
    return are_related(before, fact) or words(fact.text)[:1] in (("she",), ("he",), ("they",), ("i",))
