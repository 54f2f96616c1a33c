"""Many faults, two at once, and dialogues with none: what blame is tried on, the same every time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from bedside.agents.prompts.prompt import load_prompt
from bedside.orchestrator.causes import planted_faults as one_of
from bedside.orchestrator.causes.cause_place import Place
from bedside.orchestrator.causes.dialogue_setup import DialogueSetup, built_in, by_model, cases
from bedside.orchestrator.causes.fault import Fault, Noticed, Plant
from bedside.orchestrator.causes.literal_model import WHIM, LiteralModel
from bedside.orchestrator.causes.planted_faults import Maker, planted
from bedside.orchestrator.causes.planted_passages import bad_passage, store
from bedside.orchestrator.runs.reader import KeptDialogue

SetupOf = Callable[[int], DialogueSetup]
_TRIES = 27  # numbers that are tried for one fault that shows: every visit once


@dataclass(frozen=True)
class Way:
    """A kind of fault, one way to plant it, and into what."""

    kind: str
    maker: Maker
    setup: SetupOf


def _own(number: int) -> DialogueSetup:
    return built_in(number, limits={"turns": 120, "repairs": 0})


def _plain(number: int) -> DialogueSetup:
    """A patient of no particular way of talking, so that another way is one thing that is not as usual."""
    return built_in(number, limits={"turns": 120, "repairs": 0}, patient={"persona": "plain"})


def _healing(number: int) -> DialogueSetup:
    return built_in(number)


def _with_guidelines(number: int) -> DialogueSetup:
    return replace(built_in(number, knowledge=True, limits={"turns": 120, "repairs": 0}), retriever=store())


def _model(number: int) -> DialogueSetup:
    return by_model(number, LiteralModel())


def _tape(number: int) -> DialogueSetup:
    """Played by a recording: nobody can be asked anew."""
    return by_model(number, LiteralModel(name="replay:tape"))


def _model_again(number: int) -> DialogueSetup:
    """Another seed of the same visits."""
    return by_model(number + len(cases()), LiteralModel())


def _terse(number: int) -> DialogueSetup:
    return by_model(number, LiteralModel(), patient={"talkativeness": "terse"})


WAYS: tuple[Way, ...] = (
    Way("a leaked brief", one_of.leaked_in_note, _own),
    Way("a leaked brief", one_of.leaked_in_reply, _model),
    Way("a leaked brief", one_of.leaked_in_reply, _tape),
    Way("a wrong dose", one_of.wrong_dose, _healing),
    Way("a wrong dose", one_of.wrong_dose, _model),
    Way("a wrong dose", one_of.wrong_dose_said, _tape),
    Way("a swapped side", one_of.swapped_side, _own),
    Way("a swapped side", one_of.swapped_side, _model),
    Way("a swapped side", one_of.swapped_side_said, _model),
    Way("a lost fact", one_of.lost_in_plan, _own),
    Way("a lost fact", one_of.lost_by_keeping, _own),
    Way("a lost fact", one_of.lost_in_reply, _tape),
    Way("a bad passage", bad_passage, _with_guidelines),
    Way("a changed prompt line", one_of.changed_prompt, _model),
    Way("a persona not obeyed", one_of.other_person, _plain),
    Way("a persona not obeyed", one_of.long_winded, _terse),
    Way("an edit of an earlier turn", one_of.edited_turn, _model),
    Way("an edit of an earlier turn", one_of.edited_turn, _model_again),
    Way("an edit of an earlier turn", one_of.edited_turn, _own),
)
KINDS = tuple(dict.fromkeys(way.kind for way in WAYS))
_TOGETHER: tuple[tuple[Maker, Maker], ...] = (
    (one_of.wrong_dose, one_of.changed_prompt),
    (one_of.swapped_side, one_of.edited_turn),
    (one_of.leaked_in_reply, one_of.wrong_dose),
    (one_of.changed_prompt, one_of.edited_turn),
    (one_of.lost_in_reply, one_of.changed_prompt),
    (one_of.wrong_dose_said, one_of.edited_turn),
)


@cache
def _held(setup_of: SetupOf, number: int) -> tuple[DialogueSetup, KeptDialogue]:
    setup = setup_of(number)
    return setup, setup.held()


def _twin_of(setup_of: SetupOf, number: int) -> tuple[DialogueSetup, KeptDialogue]:
    """An unharmed dialogue; each is held once and harmed in many ways."""
    return _held(setup_of, number % len(cases()))


def faults(count: int) -> Iterator[Plant]:
    """``count`` dialogues with one fault each, every kind as often as the others."""
    each = {kind: (count + k) // len(KINDS) for k, kind in enumerate(reversed(KINDS))}
    for kind, wanted in each.items():
        yield from islice(_of_kind(kind), wanted)


def _of_kind(kind: str) -> Iterator[Plant]:
    """Faults of a kind, its ways in turn; a way that finds nothing more to plant is left."""
    left = [_planted_by(way, 0) for way in WAYS if way.kind == kind]
    while left:
        for way in tuple(left):
            found = next(way, None)
            if found is not None:
                yield found
            else:
                left.remove(way)


def _planted_by(way: Way, start: int) -> Iterator[Plant]:
    """The faults from number ``start`` on that fit and show, each once. It ends where many in a row do not."""
    known: set[tuple[str, Place, Noticed]] = set()
    number, idle = start, 0
    while idle < _TRIES:
        setup, twin = _twin_of(way.setup, number)
        fault = way.maker(setup, twin, number)
        found = planted(setup, twin, fault) if fault is not None else None
        number, idle = number + 1, idle + 1
        if found is not None and (name := (setup.case.id, found.places[0], found.noticed)) not in known:
            known.add(name)
            idle = 0
            yield found


def first_fault(way: Way, start: int) -> Plant | None:
    """The first fault from number ``start`` on that fits and shows."""
    return next(_planted_by(way, start), None)


def doubles(count: int) -> Iterator[Plant]:
    """``count`` questions about dialogues with two faults. Of every five questions one is about a fault that came in by two
    places at once, so that neither alone is to blame."""
    asked = number = 0
    while asked < count and number < 40 * count:
        for found in _both(number) if number % 3 else _twice(number):
            if asked < count:
                asked += 1
                yield found
        number += 1


def _both(number: int) -> Iterator[Plant]:
    """Two faults of different kinds in one dialogue, and a question about each that shows."""
    setup, twin = _twin_of(_model, number)
    first, second = _TOGETHER[number % len(_TOGETHER)]
    one, two = first(setup, twin, number), second(setup, twin, number + 1)
    if one is None or two is None or (one.log is not None and two.log is not None):
        return
    made = two.into(one.into(setup))
    log = one.log or two.log
    harmed = made.held()
    harmed = log(made, harmed) if log is not None else harmed
    if harmed is None or harmed.record.status == "failed":
        return
    for fault in (one, two):
        noticed = fault.notice(harmed, twin)
        if noticed is not None:
            asked = replace(made, model=setup.model)
            yield Plant(f"two: {fault.kind}", asked, harmed, twin, (fault.place,), noticed)


def _twice(number: int) -> Iterator[Plant]:
    """The same line in two sections of a prompt."""
    setup, twin = _twin_of(_model, number)
    role, part = (("patient", "answer"), ("physician", "ask"), ("physician", "advise"))[number % 3]
    phrase = one_of.PHRASES[number % len(one_of.PHRASES)]
    prompt = load_prompt("notechat", role)
    text = prompt.text
    for head in ("# rules\n", f"# {part}\n"):
        text = text.replace(head, f"{head}- Begin with: {phrase}.\n", 1)
    prompts = ((prompt.name, text),)
    places = tuple(Place("prompt", f"{prompt.name}/{one}") for one in ("rules", part))

    def notice(harmed: KeptDialogue, twin: KeptDialogue) -> Noticed | None:
        """The first line that was said by both sections."""
        acts = {"answer": "ask", "ask": "ask", "advise": "advise"}[part]
        for turn, reason in zip(harmed.record.turns, harmed.record.reasons, strict=True):
            if reason.act == acts and turn.speaker == role and turn.text.count(phrase) > 1:
                return Noticed(turn.id, says=phrase)
        return None

    fault = Fault("the same twice", places[0], notice, lambda one: replace(one, prompts=prompts))
    found = planted(setup, twin, fault)
    if found is not None:
        yield replace(found, kind="two: the same twice", places=places)


def unharmed(count: int) -> Iterator[Plant]:
    """``count`` questions to which the answer is that nothing is to blame: of a dialogue without the fault that its harmed
    twin has, and of a model that draws its words about a phrase that comes and goes; and of a harmed dialogue about
    a turn that the fault does not touch, where the place of the fault is not to be named."""
    number = asked = 0
    while asked < count and number < 40 * count:
        kind = ("a twin", "a whim", "a bystander")[number % 3]
        found = {"a twin": _twin, "a whim": _whim, "a bystander": _bystander}[kind](number)
        if found is not None:
            asked += 1
            yield replace(found, kind=kind)
        number += 1


def _twin(number: int) -> Plant | None:
    way = WAYS[number % len(WAYS)]
    found = first_fault(way, number)
    if found is None:
        return None
    clean = replace(found.setup, prompts=())
    return replace(found, setup=clean, harmed=found.twin, places=())


def _whim(number: int) -> Plant | None:
    odds = (0.3, 0.5, 0.7, 0.9)[number % 4]
    setup = by_model(number, LiteralModel(odds=odds))
    held = setup.held()
    for turn, reason in zip(held.record.turns, held.record.reasons, strict=True):
        if WHIM in turn.text and reason.facts and turn.speaker == "patient":
            return Plant("a whim", setup, held, held, (), Noticed(turn.id, says=WHIM))
    return None


def _bystander(number: int) -> Plant | None:
    found = first_fault(WAYS[number % len(WAYS)], number)
    if found is None:
        return None
    same = {turn.id: turn.text for turn in found.twin.record.turns}
    for turn, reason in zip(found.harmed.record.turns, found.harmed.record.reasons, strict=True):
        if same.get(turn.id) == turn.text and turn.id != found.noticed.turn and reason.facts and reason.act != "chart":
            words = " ".join(turn.text.split()[:4])
            return replace(found, noticed=Noticed(turn.id, says=words))
    return None
