"""Faults of eight kinds, planted through data: eight ways in which a dialogue comes to say what it should not.

Law of the file: see ``fault.py``. Each function is given an unharmed dialogue and a number to choose by, and gives a fault
that fits it, or None.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from bedside.agents.prompts.prompt import load_prompt
from bedside.orchestrator.causes.cause_place import Place
from bedside.orchestrator.causes.dialogue_setup import DialogueSetup, chained, with_text
from bedside.orchestrator.causes.fault import Fault, Noticed, Plant, holds, new_words, pairs, says, words_of
from bedside.orchestrator.causes.literal_model import LONG, LiteralModel
from bedside.orchestrator.runs.events import Edited, Event, Planned, Spoke, sealed
from bedside.orchestrator.runs.reader import KeptDialogue
from bedside.scenarios.note import Fact
from bedside.scenarios.plan import Plan

Maker = Callable[[DialogueSetup, KeptDialogue, int], Fault | None]
_DOSE = re.compile(r"\b(\d{1,4}) ?(mg|mcg|units|g|mL|ml)\b")
_SIDE = re.compile(r"\b(left|right)\b")
PHRASES = (
    "to be quite honest with you", "as my aunt Edna says", "if the moon allows it", "between you and the lamp",
    "on the whole of it", "speaking as a sailor", "for what tea is worth", "strictly off the record",
)  # fmt: skip
GOSSIP = (
    "and my neighbor Alfred said the same", "and it hurts terribly at the bakery", "and the dog Rufus noticed it first",
    "and that was on cousin Mabel's porch", "and the bus driver Ned had to wait", "and I blame the old yellow sofa",
)  # fmt: skip
TROUBLES = (
    "and it hurts terribly and I am scared", "and I can't sleep for the pain", "and I am worried sick about it",
    "and my brother died of it",
)  # fmt: skip
PERSONS = (
    ("mood", "anxious"), ("mood", "angry"), ("confusion", "marked"), ("mood", "cheerful"), ("talkativeness", "chatty"),
    ("mood", "distrustful"), ("literacy", "low"), ("recall", "poor"), ("mood", "overly-positive"), ("language_level", "A2"),
)  # fmt: skip
PARTS = (
    ("patient", "rules"), ("physician", "rules"), ("patient", "answer"), ("physician", "ask"), ("patient", "greet"),
    ("physician", "advise"), ("patient", "close"), ("physician", "explain"), ("physician", "examine"), ("patient", "listen"),
)  # fmt: skip


def wrong_dose(setup: DialogueSetup, twin: KeptDialogue, n: int) -> Fault | None:
    """A dose in one sentence of the note is another."""
    found = list(_DOSE.finditer(setup.text))
    if not found:
        return None
    at = found[n % len(found)]
    number = str(int(at[1]) * 3 + 1)
    if re.search(rf"\b{number}\b", setup.text):
        return None
    written = f"{number}{at[0][len(at[1]) :]}"
    text = setup.text[: at.start()] + written + setup.text[at.end() :]

    def notice(harmed: KeptDialogue, twin: KeptDialogue) -> Noticed | None:
        for turn, _, said, other in pairs(harmed, twin):
            words = words_of(said)
            if number in words and number not in words_of(other):
                place = words.index(number)
                ends = re.search(rf"\b{number}[.,](?:\s|$)", said)  # what comes behind is of another sentence
                return Noticed(turn, says=number if ends else " ".join(words[place : place + 2]))
        return None

    return Fault("a wrong dose", Place("note", written), notice, lambda one: with_text(one, text))


def wrong_dose_said(setup: DialogueSetup, twin: KeptDialogue, n: int) -> Fault | None:
    """A model's reply has another dose than it was given."""
    for turn, text in _told(twin, n):
        found = _DOSE.search(text)
        if found:
            wrong = f"{int(found[1]) * 3 + 1} {found[2]}"
            reply = text[: found.start()] + wrong + text[found.end() :]
            return _slip(setup, "a wrong dose", turn, reply, says(wrong))
    return None


def swapped_side(setup: DialogueSetup, twin: KeptDialogue, n: int) -> Fault | None:
    """One sentence of the note has the other side."""
    found = list(_SIDE.finditer(setup.text))
    if not found:
        return None
    at = found[n % len(found)]
    other = "left" if at[0] == "right" else "right"
    if re.search(rf"\b{other}\b", setup.text, re.IGNORECASE):
        return None
    text = setup.text[: at.start()] + other + setup.text[at.end() :]
    after = words_of(text[at.start() :])[:2]
    name = re.match(r"\S+[ \t]+\S+", text[at.start() :])
    if name is None or len(after) < 2:
        return None
    return Fault(
        "a swapped side", Place("note", name[0].rstrip(".,;:")), says(" ".join(after)), lambda one: with_text(one, text)
    )


def swapped_side_said(setup: DialogueSetup, twin: KeptDialogue, n: int) -> Fault | None:
    """A model's reply has the other side than it was given."""
    for turn, text in _told(twin, n):
        found = _SIDE.search(text)
        if found:
            other = "left" if found[0] == "right" else "right"
            reply = text[: found.start()] + other + text[found.end() :]
            words = " ".join(words_of(reply[found.start() :])[:2])
            return _slip(setup, "a swapped side", turn, reply, says(words))
    return None


def leaked_in_note(setup: DialogueSetup, twin: KeptDialogue, n: int) -> Fault | None:
    """The story in the note has the diagnosis in it, so that the patient is told it in their brief."""
    assert twin.note is not None
    named = [f for f in twin.note.facts if f.section == "assessment" and 1 < len(f.text.split()) < 6]
    story = [f for f in twin.note.facts if f.section == "history" and f.sentence is not None]
    if not named or not story:
        return None
    fact, host = named[n % len(named)], story[n % len(story)]
    assert host.sentence is not None
    added = f"A walk-in clinic called it {fact.text[0].lower()}{fact.text[1:]} last week"
    end = host.sentence.end
    text = f"{setup.text[:end].rstrip('. ')}. {added}.{setup.text[end:].removeprefix('.')}"

    def notice(harmed: KeptDialogue, twin: KeptDialogue) -> Noticed | None:
        for turn, speaker, said, other in pairs(harmed, twin):
            if speaker == "patient" and holds(said, fact.text) and not holds(other, fact.text):
                return Noticed(turn, says=" ".join(words_of(fact.text)))
        return None

    return Fault("a leaked brief", Place("note", added), notice, lambda one: with_text(one, text))


def leaked_in_reply(setup: DialogueSetup, twin: KeptDialogue, n: int) -> Fault | None:
    """A model's reply for the patient says a finding that nobody has told them."""
    assert twin.note is not None
    found = [f for f in twin.note.facts if f.section == "examination" and _harmless(f)]
    turns = [turn for turn, _ in _told(twin, n)]
    if not found or not turns:
        return None
    fact = found[n % len(found)]
    heard = " ".join(words_of(fact.text)[:6])
    return _slip(setup, "a leaked brief", turns[0], f"They will find this: {fact.text}", says(heard))


def lost_in_reply(setup: DialogueSetup, twin: KeptDialogue, n: int) -> Fault | None:
    """A model's reply for the patient leaves out what it was to tell."""
    for turn, _ in _told(twin, n):
        reason = next(reason for reason in twin.record.reasons if reason.turn == turn)
        if reason.facts:
            fact = reason.facts[0]
            return _slip(setup, "a lost fact", turn, "I would have to think about that one", _unsaid(fact))
    return None


def lost_in_plan(setup: DialogueSetup, twin: KeptDialogue, n: int) -> Fault | None:
    """The plan has no step for a fact."""
    planned = next(event for event in twin.events if isinstance(event, Planned))
    told = [
        f for r in twin.record.reasons for f in r.facts if r.act in ("ask", "explain", "advise", "examine", "report")
    ]
    if not told:
        return None
    fact = told[n % len(told)]
    topics = tuple(
        topic.model_copy(
            update={
                "steps": tuple(
                    step.model_copy(update={"facts": tuple(one for one in step.facts if one != fact)})
                    for step in topic.steps
                )
            }
        )
        for topic in planned.plan.topics
    )
    plan: Plan = planned.plan.model_copy(update={"topics": topics})

    def log(setup: DialogueSetup, twin: KeptDialogue) -> KeptDialogue:
        return setup.held(chained([twin.events[0], planned.model_copy(update={"plan": plan})]))

    return Fault("a lost fact", Place("plan", "steps"), _unsaid(fact), log=log)


def lost_by_keeping(setup: DialogueSetup, twin: KeptDialogue, n: int) -> Fault | None:
    """The case has the patient keep back something that they were to tell."""
    assert twin.note is not None
    told = [f for r in twin.record.reasons if r.act == "ask" for f in r.facts]
    if not told:
        return None
    fact = twin.note.fact(told[n % len(told)])
    patient = setup.case.patient.model_copy(update={"withholds": (fact.text,)})
    case = setup.case.model_copy(update={"patient": patient})
    return Fault("a lost fact", Place("persona", "withholds"), _unsaid(fact.id), lambda one: replace(one, case=case))


def changed_prompt(setup: DialogueSetup, twin: KeptDialogue, n: int) -> Fault | None:
    """One more line in a prompt."""
    role, part = PARTS[n % len(PARTS)]
    phrase = PHRASES[(n // 3) % len(PHRASES)]
    how = ("Begin with", "End with", "Begin by saying", "End by saying")[n % 4]
    prompt = load_prompt("notechat", role)
    head = f"# {part}\n"
    text = prompt.text.replace(head, f"{head}- {how}: {phrase}.\n", 1)
    prompts = (*setup.prompts, (prompt.name, text))
    place = Place("prompt", f"{prompt.name}/{part}")
    return Fault("a changed prompt line", place, says(phrase), lambda one: replace(one, prompts=prompts))


_NOD = 2  # words up to which a patient's line shows no way of talking


def other_person(setup: DialogueSetup, twin: KeptDialogue, n: int) -> Fault | None:
    """The case has another way of talking in one axis, and the patient does not talk as they should."""
    axis, value = PERSONS[n % len(PERSONS)]
    if getattr(setup.case.patient, axis) is not None or setup.case.patient.persona != "plain":
        return None
    patient = setup.case.patient.model_copy(update={axis: value})
    case = setup.case.model_copy(update={"patient": patient})

    def notice(harmed: KeptDialogue, twin: KeptDialogue) -> Noticed | None:
        for turn, speaker, said, other in pairs(harmed, twin):
            if said != other:
                words = new_words(said, other) if speaker == "patient" else ""
                if len(words.split()) > _NOD:
                    return Noticed(turn, says=words)
                if speaker != "patient" or words:
                    continue
                return None
        return None

    return Fault("a persona not obeyed", Place("persona", axis), notice, lambda one: replace(one, case=case))


def long_winded(setup: DialogueSetup, twin: KeptDialogue, n: int) -> Fault | None:
    """A model's reply goes on and on for a patient who says little."""
    turns = [turn for turn, _ in _told(twin, n)]
    if not turns:
        return None

    def notice(harmed: KeptDialogue, twin: KeptDialogue) -> Noticed | None:
        del twin
        for reason in harmed.record.reasons:
            if reason.turn == turns[0] and any(one.check == "manner" and one.passed is False for one in reason.checks):
                return Noticed(turns[0], check="manner")
        return None

    return _slip(setup, "a persona not obeyed", turns[0], LONG, notice)


def edited_turn(setup: DialogueSetup, twin: KeptDialogue, n: int) -> Fault | None:
    """A person has put words into an earlier turn."""
    places = [
        index
        for index, event in enumerate(twin.events)
        if isinstance(event, Spoke) and event.by == "patient" and len(event.turn.text.split()) > 3
    ]
    if not places:
        return None
    said_so = GOSSIP if setup.model is not None else TROUBLES  # what a built-in physician takes up, if anything
    words = said_so[n % len(said_so)]
    at = places[n % len(places)]
    spoken = twin.events[at]
    assert isinstance(spoken, Spoke)

    def log(setup: DialogueSetup, twin: KeptDialogue) -> KeptDialogue | None:
        own = next((k for k, e in enumerate(twin.events) if isinstance(e, Spoke) and e.turn.id == spoken.turn.id), None)
        if own is None:
            return None
        before = twin.events[: own + 1]
        said = before[-1]
        assert isinstance(said, Spoke)
        text = f"{said.turn.text.rstrip('.?! ')}, {words}."
        return setup.held((*before, _edit(before[-1], said.turn.id, text)))

    def notice(harmed: KeptDialogue, twin: KeptDialogue) -> Noticed | None:
        for turn, speaker, said, other in pairs(harmed, twin):
            if turn == spoken.turn.id or said == other or not other:
                continue
            new = new_words(said, other) if speaker == "physician" else ""
            return Noticed(turn, says=new) if new else None
        return None

    return Fault("an edit of an earlier turn", Place("edit", spoken.turn.id), notice, log=log)


def _edit(last: Event, turn: str, text: str) -> Event:
    made = Edited(dialogue=last.dialogue, parent=last.id, at=1.5, by="person:reviewer", turn=turn, text=text, why="")
    return sealed(made)[0]


def _told(twin: KeptDialogue, n: int) -> list[tuple[str, str]]:
    """Turns of the patient that a model said and that tell something, from the ``n``-th on, round."""
    found = [
        (turn.id, turn.text)
        for turn, reason in zip(twin.record.turns, twin.record.reasons, strict=True)
        if turn.speaker == "patient" and reason.facts and reason.model.get("asked") and reason.act == "ask"
    ]
    at = n % len(found) if found else 0
    return found[at:] + found[:at]


def _slip(setup: DialogueSetup, kind: str, turn: str, reply: str, notice: Callable[..., Noticed | None]) -> Fault:
    """A bad reply in a recording."""
    step, _, speaker = turn.rpartition(".")
    purpose = f"{setup.case.id}/{speaker}/{step}"

    def into(one: DialogueSetup) -> DialogueSetup:
        model = one.model
        assert isinstance(model, LiteralModel)
        return replace(one, model=replace(model, slips={**model.slips, purpose: reply}))

    return Fault(kind, Place("turn", turn), notice, into)


def _unsaid(fact: str) -> Callable[[KeptDialogue, KeptDialogue], Noticed | None]:
    def notice(harmed: KeptDialogue, twin: KeptDialogue) -> Noticed | None:
        del twin
        told = harmed.state.said
        return None if fact in told else Noticed(fact=fact)

    return notice


def _harmless(fact: Fact) -> bool:
    """Whether no check would notice it at once."""
    hard = any(mention.kind in ("disorder", "drug") for mention in fact.mentions)
    return not fact.quantities and not hard and len(fact.text.split()) > 2


def planted(setup: DialogueSetup, twin: KeptDialogue, fault: Fault) -> Plant | None:
    """The dialogue with the fault in it; None where nothing shows of it."""
    harmed_scene = fault.into(setup)
    harmed = fault.log(harmed_scene, twin) if fault.log is not None else harmed_scene.held()
    if harmed is None or harmed.record.status == "failed":
        return None
    noticed = fault.notice(harmed, twin)
    if noticed is None:
        return None
    asked = replace(harmed_scene, model=setup.model)
    return Plant(fault.kind, asked, harmed, twin, (fault.place,), noticed)
