"""Pairs of dialogues that one thing sets apart: what bisect is tried on.

Law of the file: as in ``fault.py``. Every second pair differs in something idle besides, which changes nothing that is said.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from bedside.agents.prompts.prompt import load_prompt
from bedside.orchestrator.causes.dialogue_setup import DialogueSetup, as_of, built_in, by_model, cases
from bedside.orchestrator.causes.fault import words_of
from bedside.orchestrator.causes.literal_model import LiteralModel
from bedside.orchestrator.causes.planted_faults import PARTS, PERSONS, PHRASES, edited_turn, swapped_side, wrong_dose
from bedside.orchestrator.causes.planted_passages import odd_words, store
from bedside.orchestrator.graph.context import Players
from bedside.orchestrator.runs.events import Retrieved
from bedside.orchestrator.runs.reader import KeptDialogue
from bedside.scenarios.brief import Brief
from bedside.scenarios.turn import Utterance

SHORT = {"turns": 24, "repairs": 0}
OLDER = "0.0.9"


@dataclass(frozen=True)
class Pair:
    """Two dialogues and what they were made from; ``cause`` sets them apart, from the turn with index ``at`` on."""

    cause: str
    good: KeptDialogue
    bad: KeptDialogue
    setups: tuple[DialogueSetup, DialogueSetup]
    at: int


def pairs(count: int) -> Iterator[Pair]:
    """``count`` pairs, the causes in turn."""
    made = number = 0
    while made < count and number < 20 * count:
        name = tuple(_MAKERS)[number % len(_MAKERS)]
        found = _MAKERS[name](number // len(_MAKERS), idle=bool((number // len(_MAKERS)) % 2))
        number += 1
        if found is not None:
            made += 1
            yield found


def _pair(cause: str, good: tuple[DialogueSetup, KeptDialogue], bad: tuple[DialogueSetup, KeptDialogue]) -> Pair | None:
    """The pair, with the first turn in which they differ; None where they do not."""
    here, there = good[1].record.turns, bad[1].record.turns
    for at in range(max(len(here), len(there))):
        if here[at : at + 1] == () or there[at : at + 1] == ():
            return Pair(cause, good[1], bad[1], (good[0], bad[0]), at)
        if (here[at].speaker, here[at].text) != (there[at].speaker, there[at].text):
            return Pair(cause, good[1], bad[1], (good[0], bad[0]), at)
    return None


@cache
def _twin(by: str, number: int) -> tuple[DialogueSetup, KeptDialogue]:
    place = number % len(cases())
    setup = built_in(place, limits=SHORT) if by == "own" else by_model(place, LiteralModel(), limits=SHORT)
    if by == "guidelines":
        setup = replace(built_in(place, limits=SHORT, knowledge=True), retriever=store())
    return setup, setup.held()


def _held(setup: DialogueSetup, idle: bool) -> tuple[DialogueSetup, KeptDialogue]:
    """Hold it; ``idle`` with another title, or by another version, of which nobody is told."""
    if idle:
        setup = replace(setup, case=setup.case.model_copy(update={"title": "Another title"}), version=OLDER)
    return setup, setup.held()


def _note(number: int, idle: bool) -> Pair | None:
    setup, twin = _twin("own", number)
    maker = (wrong_dose, swapped_side)[number % 2]
    fault = maker(setup, twin, number) or wrong_dose(setup, twin, number)
    return _pair("note", (setup, twin), _held(fault.into(setup), idle)) if fault is not None else None


def _case(number: int, idle: bool) -> Pair | None:
    setup, twin = _twin("own", number)
    axis, value = PERSONS[number % len(PERSONS)]
    case = setup.case.model_copy(update={"patient": setup.case.patient.model_copy(update={axis: value})})
    return _pair("case", (setup, twin), _held(replace(setup, case=case), idle))


def _prompt(number: int, idle: bool) -> Pair | None:
    setup, twin = _twin("model", number)
    role, part = PARTS[number % len(PARTS)]
    prompt = load_prompt("notechat", role)
    line = f"# {part}\n- Begin with: {PHRASES[number % len(PHRASES)]}.\n"
    prompts = ((prompt.name, prompt.text.replace(f"# {part}\n", line, 1)),)
    return _pair("prompt", (setup, twin), _held(replace(setup, prompts=prompts), idle))


def _model(number: int, idle: bool) -> Pair | None:
    setup, twin = _twin("model", number)
    other = LiteralModel(name="scripted:other", takes_up=False)
    models: Any = {"default": {"name": other.name}}
    case = type(setup.case).model_validate({**setup.case.model_dump(), "models": models})
    return _pair("model", (setup, twin), _held(replace(setup, case=case, model=other), idle))


def _seed(number: int, idle: bool) -> Pair | None:
    setup, twin = _twin("own", number)
    case = setup.case.model_copy(update={"seed": setup.case.seed + 1 + number})
    return _pair("seed", (setup, twin), _held(replace(setup, case=case), idle))


def _guidelines(number: int, idle: bool) -> Pair | None:
    setup, twin = _twin("guidelines", number)
    shown = [one for event in twin.events if isinstance(event, Retrieved) for one in event.passages]
    usable = [one for one in shown if one.section == "Red flags"]
    if not usable:
        return None
    document = usable[number % len(usable)].document
    assert odd_words(document, "Red flags")
    return _pair("guidelines", (setup, twin), _held(replace(setup, retriever=store(document, "Red flags")), idle))


def _edit(number: int, idle: bool) -> Pair | None:
    setup, twin = _twin("model", number)
    fault = edited_turn(setup, twin, number)
    if fault is None or fault.log is None:
        return None
    harmed = fault.log(setup, twin)
    if harmed is None:
        return None
    if idle:
        harmed = replace(harmed, events=as_of(harmed.events, OLDER))
    return _pair("edit", (setup, twin), (setup, harmed))


@dataclass(frozen=True)
class _OlderWords:
    """A physician as an older version had it: other words for the same."""

    speaker: Any
    word: str

    async def speak(self, brief: Brief) -> Utterance:
        """Say one thing."""
        said: Utterance = await self.speaker.speak(brief)
        words = words_of(said.text)
        longer = len(words) > 5 and brief.step.act != "greet"
        return said.model_copy(update={"text": f"{self.word}, {said.text}"}) if longer else said


def _code(number: int, idle: bool) -> Pair | None:
    del idle
    setup, twin = _twin("own", number)
    word = ("Now then", "See here", "Right you are")[number % 3]

    def older(players: Players) -> Players:
        return replace(players, physician=_OlderWords(players.physician, word))

    old = replace(setup, version=OLDER)
    return _pair("code", (setup, twin), (setup, old.held(change=older)))


_MAKERS: dict[str, Callable[..., Pair | None]] = {
    "note": _note,
    "case": _case,
    "prompt": _prompt,
    "model": _model,
    "seed": _seed,
    "guidelines": _guidelines,
    "edit": _edit,
    "code": _code,
}
