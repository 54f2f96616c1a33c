"""What is said without a companion: they are asked to wait outside, and called back in.

The law: no fact that is kept from somebody in the room is said while they may hear it, whatever the protocol makes of the
agenda; what cannot be said alone is left unsaid, with the reason.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby

from bedside.agents.planning.betraying import echoes, words
from bedside.scenarios.note import Fact, Note
from bedside.scenarios.plan import LEFT_OUT, Cue, Plan, Step, Topic

FRAME = "a"  # how the ids of steps begin that send somebody out and call them back
_NOT_SAID_ALONE = frozenset(("write", "message", "summarize", "handover", "reflect"))
_HIDES = frozenset(("know", "told", "tell", "hear", "find"))  # "does not want her father to know"
_NOT = frozenset(("not", "n't", "without", "never", "doesn't", "don't"))
_COMMON = frozenset(("mom", "mum", "dad", "parents", "parent"))
_TELLABLE = frozenset("mother father wife husband partner son daughter sister brother family anyone".split()) | _COMMON
_SAME = {"mom": "mother", "mum": "mother", "dad": "father"}


def unheard_by(fact: Fact, note: Note, present: Collection[str]) -> tuple[str, ...]:
    """Who of those present must not hear a fact: as its section has it, or a sentence that keeps it from them."""
    kept = {_SAME.get(who, who) for who in fact.unheard}
    if fact.sentence is not None:
        kept |= _kept_from(note.text[fact.sentence.start : fact.sentence.end])
    if kept & {"parents", "parent"}:
        kept |= {"mother", "father"}
    anybody = bool(kept & {"companion", "companions", "family", "anybody", "anyone", "others"})
    return tuple(who for who in present if (anybody and who != "patient") or _SAME.get(who, who) in kept)


def _kept_from(sentence: str) -> set[str]:
    said = words(sentence)
    if "tell" in said and {"himself", "herself", "themself", "themselves"} & set(said):
        return {_SAME.get(word, word) for word in said[said.index("tell") :] if word in _TELLABLE}
    if _NOT.isdisjoint(said) or _HIDES.isdisjoint(said):
        return set()
    after = said[min(said.index(word) for word in _NOT if word in said) :]
    return {_SAME.get(word, word) for word in after if word in _TELLABLE}


def spread(facts: Sequence[Fact], note: Note, present: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Facts that somebody present must not hear, by id: what is kept from them, and what names the same thing elsewhere."""
    kept = {fact.id: who for fact in facts if (who := unheard_by(fact, note, present))}
    named: dict[str, tuple[str, ...]] = {}
    for fact in facts:
        if fact.id in kept:
            named |= {m.concept: kept[fact.id] for m in fact.mentions if m.kind not in ("anatomy", "person")}
    others = {
        m.concept
        for fact in facts
        if fact.id not in kept and fact.section in ("complaint", "history")
        for m in fact.mentions
    }
    for fact in facts:
        who = next((named[m.concept] for m in fact.mentions if m.concept in named and m.concept not in others), ())
        if who:
            kept.setdefault(fact.id, who)
    return kept | echoes(facts, kept)


def alone(plan: Plan, kept: dict[str, tuple[str, ...]], speaker: str, patient_speaks: bool) -> Plan:
    """``plan`` with what is kept from somebody said while they are outside. ``speaker`` answers for the patient otherwise, and
    ``patient_speaks`` says whether the patient can at all."""
    if not kept:
        return plan
    unplaced = dict(plan.unplaced)
    topics: list[Topic] = []
    count = 0
    for topic in plan.topics:
        open_steps: list[Step] = []
        closed: list[Step] = []
        for step in topic.steps:
            rest = tuple(fact for fact in step.facts if fact not in kept)
            if rest == step.facts:
                open_steps.append(step)
                continue
            if rest and not _named(step):
                open_steps.append(step.model_copy(update={"facts": rest}))
            elif rest:
                from_whom = _those(next(kept[fact] for fact in step.facts if fact in kept))
                unplaced |= dict.fromkeys(rest, f"{LEFT_OUT}it is asked together with what {from_whom} must not hear")
            told_to = "patient" if step.revealer != "physician" else speaker  # what is told is heard by who answers
            for part in _parted(step, kept, whole=not rest):
                if patient_speaks and step.act not in _NOT_SAID_ALONE and not {told_to, "patient"} & set(part.absent):
                    closed.append(part)
                else:
                    unplaced |= {fact: f"{LEFT_OUT}{_those(kept[fact])} would hear it" for fact in part.facts}
        hidden: list[Step] = []
        for out, steps in groupby(sorted(closed, key=lambda step: step.absent), lambda step: step.absent):
            count += 1  # what is kept from one is told to the others: each group goes out by itself
            leave, back = (
                _frame(f"{FRAME}{count}o", topic, "alone", out),
                _frame(f"{FRAME}{count}i", topic, "together", out),
            )
            hidden += [leave, *steps, back]
        closing = open_steps and topic.kind == "closing"
        open_steps = [*hidden, *open_steps] if closing else [*open_steps, *hidden]
        if open_steps:
            topics.append(topic.model_copy(update={"steps": tuple(open_steps)}))
    return plan.model_copy(update={"topics": tuple(topics), "unplaced": unplaced})


def _parted(step: Step, kept: Mapping[str, tuple[str, ...]], *, whole: bool) -> list[Step]:
    """What of a step is kept from somebody, as one step for those from whom the same is kept."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for fact in step.facts:
        if fact in kept:
            groups.setdefault(tuple(sorted(kept[fact])), []).append(fact)
    parts: list[Step] = []
    for who, facts in groups.items():
        name = step.id if whole and not parts else f"{step.id}p{len(parts) or ''}"
        revealer = step.revealer if step.revealer == "physician" else "patient"
        parts.append(step.model_copy(update={"id": name, "facts": tuple(facts), "revealer": revealer, "absent": who}))
    return parts


def _named(step: Step) -> bool:
    return any(cue.words for cue in step.cues)


def _frame(name: str, topic: Topic, subject: str, who: Sequence[str]) -> Step:
    cues = tuple(Cue(aspect="who", words=one) for one in who)
    return Step(id=name, act="frame", topic=topic.kind, revealer=who[0], cues=cues, subject=subject)


def _those(who: Sequence[str]) -> str:
    return f"the {' and the '.join(who)}"
