"""What could have caused a turn: everything that its role was given, each with the change that takes it away.

Law of the file: a candidate is read from the log, the brief and the prompts alone; nothing is played here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bedside.agents.prompts.prompt import PROMPTS, Prompt, read_prompt
from bedside.orchestrator.causes.cause_place import Place
from bedside.orchestrator.causes.change import MANNER, Change
from bedside.orchestrator.causes.effect import Effect, Says, plain
from bedside.orchestrator.runs.events import Edited, Event, Inserted, Planned, Retrieved, Revised, Spoke
from bedside.scenarios.brief import Brief
from bedside.scenarios.note import Fact, Note, Span
from bedside.scenarios.persona import AXES, Manner, Persona
from bedside.scenarios.plan import Step

LATELY = 4  # turns before the one in question that are candidates whatever they say
_AXES = (*(axis for axis in AXES if axis not in ("age", "sex")), "withholds")
# What differs from what is usual comes before what is in every dialogue.
EDIT, PROMPT, PERSON, PASSAGE, NOTE, PLAN, TURN, SHIPPED = range(8)


@dataclass(frozen=True)
class Candidate:
    """``carries``: the effect stands in it word for word. ``usual`` ranks kinds where all else is equal, the unusual first.
    ``turn`` is set for an earlier turn, which may itself have a cause."""

    place: Place
    change: Change
    done: str
    carries: bool
    usual: int
    turn: str | None = None


@dataclass(frozen=True)
class RoleInput:
    """What a role was given for the turn in question. ``events`` are those before it, ``step`` is the whole step, ``words``
    the words of every earlier turn before each of a person's edits, by turn; ``asked`` the text of the request, if a
    language model was asked."""

    brief: Brief
    step: Step
    note: Note
    events: Sequence[Event]
    unedited: Mapping[str, str]
    prompt: Prompt | None = None
    asked: str = ""


def candidates(given: RoleInput, effect: Effect) -> list[Candidate]:
    """All candidates, the likeliest first."""
    found = [
        *_edits(given, effect),
        *_prompts(given),
        *_person(given),
        *_passages(given, effect),
        *_sentences(given, effect),
        *_cues(given, effect),
        *_turns(given, effect),
    ]
    return sorted(found, key=lambda one: (not one.carries, one.usual))


def carried(effect: Effect, text: str) -> bool:
    """Whether a text carries the effect: in these words, or with all of them in another order."""
    if effect.stands_in(text):
        return True
    return isinstance(effect, Says) and {*plain(effect.words).split()} <= {*plain(text).split()}


def _edits(given: RoleInput, effect: Effect) -> Iterator[Candidate]:
    by_turn = {event.turn: event for event in given.events if isinstance(event, Edited)}
    for turn in given.brief.turns:
        if turn.id in given.unedited:
            place = Place("edit", turn.id, by_turn[turn.id].id)
            before = given.unedited[turn.id]
            carries = carried(effect, turn.text) and not carried(effect, before)
            yield Candidate(place, Change(turns={turn.id: before}), "as before the edit", carries, EDIT)


def _turns(given: RoleInput, effect: Effect) -> Iterator[Candidate]:
    turns = given.brief.turns
    for index, turn in enumerate(turns):
        carries = carried(effect, turn.text)
        if carries or (index >= len(turns) - LATELY and turn.id not in given.unedited):
            change = Change(turns={turn.id: None})
            place = Place("turn", turn.id, event_of(given.events, turn.id))
            yield Candidate(place, change, "left out", carries, TURN, turn.id)


def event_of(events: Sequence[Event], turn: str) -> str:
    """The id of the event that gave a turn its words last, "" where there is none."""
    return next((event.id for event in reversed(events) if word_giver(event) == turn), "")


def word_giver(event: Event) -> str | None:
    """The id of the turn that this event gave words; None if it gave none."""
    if isinstance(event, Spoke | Inserted):
        return event.turn.id
    if isinstance(event, Edited) or (isinstance(event, Revised) and event.text is not None):
        return event.turn
    return None


def _passages(given: RoleInput, effect: Effect) -> Iterator[Candidate]:
    for shown in given.brief.evidence:
        found = [e for e in given.events if isinstance(e, Retrieved) and any(p.id == shown.id for p in e.passages)]
        place = Place("passage", shown.id, found[-1].id if found else "")
        yield Candidate(place, Change(passages=frozenset({shown.id})), "left out", carried(effect, shown.text), PASSAGE)


def _person(given: RoleInput) -> Iterator[Candidate]:
    started = given.events[0].id
    for axis in _axes(given.brief.persona, Persona(), _AXES):
        yield Candidate(Place("persona", axis, started), Change(axes=frozenset({axis})), "as usual", False, PERSON)
    for axis in _axes(given.brief.manner, Manner(), ("style", "time_pressure")):
        name = f"{MANNER}{axis}"
        yield Candidate(Place("persona", name, started), Change(axes=frozenset({name})), "as usual", False, PERSON)


def _axes(value: Any, usual: Any, axes: Sequence[str]) -> list[str]:
    return [axis for axis in axes if getattr(value, axis) != getattr(usual, axis)]


def _sentences(given: RoleInput, effect: Effect) -> Iterator[Candidate]:
    """The sentences of the note that the step is about, each with all that was read from it."""
    wanted = {*given.step.facts, *(fact.id for fact in given.brief.facts)}
    about = [cue.words for cue in given.brief.step.cues if cue.words] + [given.brief.step.subject]
    named = [plain(words) for words in about if words]
    by_sentence: dict[tuple[int, int], list[Fact]] = {}
    for fact in given.note.facts:
        span = fact.sentence or fact.span
        by_sentence.setdefault((span.start, span.end), []).append(fact)
    for (start, end), facts in by_sentence.items():
        words = given.note.text[start:end]
        bare = f" {plain(words)} "
        if not wanted & {fact.id for fact in facts} and not any(f" {one} " in bare for one in named):
            continue
        gone = Change(
            facts=frozenset(fact.id for fact in facts),
            cues=frozenset(c.words for c in given.brief.step.cues if c.words and f" {plain(c.words)} " in bare),
            subject=bool(given.brief.step.subject) and f" {plain(given.brief.step.subject)} " in bare,
        )
        name = " ".join(given.note.quote(Span(start=start, end=end)).split())
        yield Candidate(Place("note", name, given.events[0].id), gone, "left out", carried(effect, words), NOTE)


def _cues(given: RoleInput, effect: Effect) -> Iterator[Candidate]:
    """What the plan has asked about."""
    planned = next((event.id for event in given.events if isinstance(event, Planned)), "")
    step = given.brief.step
    words = {cue.words for cue in step.cues if cue.words and cue.passage is None}
    if not words and not step.subject:
        return
    text = " ".join([*words, step.subject])
    gone = Change(cues=frozenset(words), subject=bool(step.subject))
    yield Candidate(Place("plan", step.id, planned), gone, "its cues left out", carried(effect, text), PLAN)


def _prompts(given: RoleInput) -> Iterator[Candidate]:
    """Sections of the prompt that are in the request: as shipped where they differ from that, else without their words."""
    prompt, started = given.prompt, given.events[0].id
    if prompt is None:
        return
    shipped = _shipped(prompt.name)
    for part, text in prompt.parts.items():
        usual = shipped.parts.get(part) if shipped is not None else None
        if usual is not None and usual != text:
            words, done, rank = usual, "as shipped", PROMPT
        else:
            lines = [line for line in text.splitlines() if "{{" in line]
            words, done, rank = "\n".join(lines), "left out", SHIPPED
            if words == text or not _in_request(text, given.asked):
                continue
        place = Place("prompt", f"{prompt.name}/{part}", started)
        yield Candidate(place, Change(sections={place.name: words}), done, False, rank)


def _in_request(text: str, asked: str) -> bool:
    return any(line in asked for line in text.splitlines() if line.strip() and "{{" not in line)


def _shipped(name: str) -> Prompt | None:
    file = PROMPTS / f"{name}.md"
    return read_prompt(name, file.read_text(encoding="utf-8")) if file.is_file() else None
