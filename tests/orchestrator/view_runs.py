"""Runs for the tests of the page: one that was forked by a person, and one in which everything is hostile."""

from collections.abc import Sequence
from pathlib import Path

from run_folders import one

from bedside.orchestrator.runs.entry import Entry
from bedside.orchestrator.runs.events import Edited, Event, Forked, Planned, Spoke, Started, Stopped, sealed
from bedside.orchestrator.runs.fold import fold
from bedside.orchestrator.runs.note_form import packed_note
from bedside.orchestrator.runs.open_run import open_run
from bedside.orchestrator.runs.outcome import ItemResult, outcome_of
from bedside.orchestrator.runs.reader import RunFolder
from bedside.scenarios.note import Fact, Note, Span
from bedside.scenarios.plan import Plan, Step, Topic
from bedside.scenarios.turn import Claim, Reason, Turn

SCRIPT = "<script>window.hit=1</script></script><img src=x onerror='window.hit=1'>"
ORDERS = "\u202egnorw\u202c \x1b[31mred\x1b[0m \x00\x07"
LONG = "word " * 20_000


def chained(told: Sequence[tuple[Event, str]], after: Sequence[Event] = ()) -> list[Event]:
    """Events with their authors as a log that goes on from the last of ``after``."""
    events = list(after)
    for event, by in told:
        parent = events[-1].id if events else ""
        events.append(sealed(event.model_copy(update={"parent": parent, "by": by, "at": 1.0}))[0])
    return events


def kept(out: Path, name: str, *branches: Sequence[Event]) -> Path:
    """A run of one dialogue with these branches; the last one counts. The folder."""
    run = open_run(out, "run", {}, {}, name=name)
    written: set[str] = set()
    for events in branches:
        for event in events:
            if event.id not in written:
                written.add(event.id)
                run.sink(Entry(event.dialogue, event.id, sealed(event)[1], event, begins=not event.parent))
    state = fold(branches[-1])
    run.keep(outcome_of(ItemResult(state)))
    run.settle([state.id])
    run.close([state.id])
    return run.folder


def forked(out: Path, name: str = "forked") -> Path:
    """The rolled ankle, and a fork in which a person has put other words into the tenth turn and ended it there."""
    first = RunFolder(one(out, "rolled-ankle", "before")).dialogue("rolled-ankle").events
    spoken = [at for at, event in enumerate(first) if isinstance(event, Spoke)]
    tenth = first[spoken[9]]
    assert isinstance(tenth, Spoke)
    fork = chained(
        [
            (Forked(dialogue=tenth.dialogue, name="shorter", why="to see it end early"), "person:ann"),
            (
                Edited(dialogue=tenth.dialogue, turn=tenth.turn.id, text="Words of another hand.", why="plainer"),
                "person:ann",
            ),
            (Stopped(dialogue=tenth.dialogue, stop="turns"), "orchestrator"),
        ],
        after=first[: spoken[9] + 1],
    )
    return kept(out, name, first, fork)


def hostile(out: Path, name: str = "hostile") -> Path:
    """A dialogue whose every string tries something, with signs beyond the first plane before the words that count."""
    text = f"\U0001f9b4\U0001f9b4 {SCRIPT} {ORDERS} כאב בברך. Knee pain, knee pain on stairs. {{{{style}}}}"
    start = text.index("Knee pain")
    facts = (
        Fact(id="f1", section="history", text="Knee pain", span=Span(start=start, end=start + 9)),
        Fact(id="f2", section="history", text="pain, knee", span=Span(start=start + 5, end=start + 15)),
        Fact(id=SCRIPT, section="history", text="stairs", span=Span(start=text.index("stairs"), end=text.index(". {"))),
    )
    id = f"{SCRIPT}{ORDERS}"
    note = Note(id=id, text=text, facts=facts)
    step = Step(id="s1", act="ask", topic="story", revealer="patient", facts=("f1", "f2"), subject=SCRIPT)
    said = [SCRIPT, ORDERS, "כאב בברך, 3 ימים.", LONG, "\U0001f9b4 It is the knee.", "]]>--><!--<style>*{display:none}"]

    def why(turn: str) -> Reason:
        claim = Claim(said=Span(start=2, end=4), facts=("f1",), passages=(SCRIPT,))
        return Reason(
            turn=turn,
            thought=SCRIPT,
            act="ask",
            topic="story",
            step="s1",
            facts=("f1", "f2") if turn == "t4" else (),
            claims=(claim,) if turn == "t4" else (),
            because=ORDERS,
            model={"why": SCRIPT},
        )

    told: list[tuple[Event, str]] = [
        (
            Started(dialogue=id, note_id=SCRIPT, seed=1, note=packed_note(note), meta={"persona": SCRIPT}),
            "orchestrator",
        ),
        (Planned(dialogue=id, plan=Plan(topics=(Topic(kind="story", title=SCRIPT, steps=(step,)),))), "planner"),
    ]
    told += [
        (
            Spoke(
                dialogue=id,
                turn=Turn(id=f"t{n}", speaker=SCRIPT if n % 2 else "patient", text=words),
                reason=why(f"t{n}"),
            ),
            "patient",
        )
        for n, words in enumerate(said)
    ]
    told.append((Stopped(dialogue=id, stop=SCRIPT), "orchestrator"))
    return kept(out, name, chained(told))
