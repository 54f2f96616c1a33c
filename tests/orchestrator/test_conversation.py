"""The graph over the four contracts: order, checks, repairs, stop rules, and the two seams."""

import asyncio
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from made import NOTE, context, plan, texts

from bedside.agents.checks.check import Check
from bedside.agents.refiner import Repair, Review
from bedside.agents.scripted import Scripted, ScriptedPlanner, ScriptedRefiner, ScriptedSpeaker, plain_extract
from bedside.knowledge.passage import Document, Passage, PassageItem
from bedside.knowledge.retriever import Hit
from bedside.orchestrator.failures import Failed
from bedside.orchestrator.graph import graph as conversation
from bedside.orchestrator.runs.events import Edited, Event, Spoke, sealed
from bedside.orchestrator.runs.fold import fold
from bedside.orchestrator.runs.resume import branch
from bedside.scenarios.brief import Brief
from bedside.scenarios.case import Limits
from bedside.scenarios.finding import Finding
from bedside.scenarios.plan import Plan, Step
from bedside.scenarios.turn import Utterance

ROOT = Path(__file__).parents[2]
HELLO = Step(id="hi", act="greet", topic="opening")
ASK = Step(id="a", act="ask", topic="story", revealer="patient", facts=("f0", "f1"))
TELL = Step(id="t", act="explain", topic="assessment", facts=("f3",))
BYE = Step(id="bye", act="close", topic="closing")
TONE = Check(id="tone", looks_for="a wrong tone")
FLAT = Finding(check="tone", passed=False, message="flat")


def plain(event: Event) -> Event:
    """An event without when it happened, and without what follows from that."""
    return event.model_copy(update={"at": 0.0, "id": "", "parent": ""})


def family(*steps: Step, **players: Any) -> Scripted:
    """The scripted family over these steps."""
    return Scripted(planner=ScriptedPlanner(plan(*steps)), **players)


async def test_a_step_is_a_question_and_its_answer() -> None:
    """One step is one physician utterance and one answer, in the order of the plan, until it is complete."""
    state = await conversation.converse(context(family(HELLO, ASK, TELL, BYE)))
    assert [speaker for speaker, _ in texts(state)] == ["physician", "patient"] * 4
    assert texts(state)[3] == ("patient", "He fell on the ice. The knee hurts on stairs.")
    assert texts(state)[4] == ("physician", "Exam shows swelling.")
    assert state.stop == "complete"
    assert [r.step for r in state.reasons] == ["hi", "hi", "a", "a", "t", "t", "bye", "bye"]
    assert list(state.said) == ["f0", "f1", "f3"]
    assert [NOTE[s.start : s.end] for s in state.reasons[4].spans] == ["Exam shows swelling."]


async def test_a_patient_may_lead() -> None:
    """In a step that the physician answers, the patient asks first; a mother answers where she is the revealer."""
    question = Step(id="q", act="invite", topic="questions", facts=("f3",))
    mother = Step(id="m", act="ask", topic="past", revealer="mother", facts=("f2",))
    state = await conversation.converse(context(family(ASK, TELL, mother, question)))
    assert [speaker for speaker, _ in texts(state)][4:] == ["physician", "mother", "patient", "physician"]


async def test_silence_is_not_a_turn() -> None:
    """An empty answer leaves no turn; a silent leader ends the step."""
    quiet = family(HELLO, ASK, BYE, patient=ScriptedSpeaker({"hi": ""}), physician=ScriptedSpeaker({"a": "  "}))
    state = await conversation.converse(context(quiet))
    assert [turn.id for turn in state.turns] == ["hi.physician", "bye.physician", "bye.patient"]


async def test_a_turn_is_checked_before_it_is_shown() -> None:
    """A faulty utterance is asked for once more, with what was wrong; the better one is kept and shown once."""
    asked: list[Brief] = []

    def script(brief: Brief) -> str:
        return "good" if brief.attempt else "bad"

    def check(note: Any, brief: Brief, utterance: Utterance) -> tuple[Finding, ...]:
        return (TONE.judged("too blunt" if utterance.text == "bad" else ""),)

    events: list[Event] = []
    players = family(HELLO, patient=ScriptedSpeaker(script, asked), check_turn=check)
    state = await conversation.converse(context(players, events=events))
    assert texts(state)[1] == ("patient", "good")
    assert [(brief.attempt, brief.repair) for brief in asked] == [(0, None), (1, "tone: too blunt")]
    assert [event.turn.text for event in events if isinstance(event, Spoke)][1] == "good"
    assert state.reasons[1].checks == (Finding(check="tone", passed=True),)


async def test_the_better_of_two_faulty_utterances_is_kept() -> None:
    """If the second try is no better the first one stays, with its fault on record."""
    words = iter(("first", "second"))
    twice = ScriptedSpeaker(lambda brief: next(words))
    always = family(HELLO, physician=twice, check_turn=lambda n, b, u: (TONE.failed("flat"),))
    state = await conversation.converse(context(always))
    assert texts(state)[0] == ("physician", "first")
    assert state.reasons[0].checks == (FLAT,)


async def test_a_fact_outside_the_brief_does_not_count_as_said() -> None:
    """A role that claims what it was not given releases nothing: the claim is a finding."""
    liar = ScriptedSpeaker({"hi": Utterance(text="You have it.", facts=("f3", "f0"))})
    state = await conversation.converse(context(family(HELLO, patient=liar)))
    assert not state.said
    (found,) = state.reasons[1].checks
    assert (found.check, found.passed, found.message) == ("outside_brief", False, "f3, f0")


async def test_repairs_are_carried_out_by_the_roles() -> None:
    """Revise keeps the id, insert runs a step after its topic, drop takes a turn away; rounds are bounded."""
    extra = Step(id="more", act="ask", topic="story", revealer="patient", facts=("f2",))
    wanted = (
        Repair(kind="revise", fault="vague", turn="hi.patient"),
        Repair(kind="insert", fault="missing", step=extra),
        Repair(kind="drop", fault="twice", turn="bye.patient"),
    )
    said: list[Brief] = []
    events: list[Event] = []
    refiner = ScriptedRefiner((wanted, (), wanted))
    patient = ScriptedSpeaker(lambda b: "Morning!" if b.repair == "vague" else None, said)
    state = await conversation.converse(
        context(family(HELLO, ASK, BYE, patient=patient, refiner=refiner), events=events)
    )
    ids = [turn.id for turn in state.turns]
    assert ids == [
        "hi.physician",
        "hi.patient",
        "a.physician",
        "a.patient",
        "more.physician",
        "more.patient",
        "bye.physician",
    ]
    assert texts(state)[1] == ("patient", "Morning!")
    assert state.reasons[1].revision == 1
    again = next(brief for brief in said if brief.repair == "vague")
    assert [turn.id for turn in again.turns] == ["hi.physician"]  # only what had been said by then
    assert [event.event for event in events][-6:] == [
        "reviewed", "dropped", "revised", "inserted", "inserted", "stopped",
    ]  # fmt: skip
    assert state.round == 1


async def test_a_refiner_that_is_never_content_is_stopped() -> None:
    """At most ``limits.repairs`` rounds."""
    again = (Repair(kind="revise", fault="again", turn="hi.patient"),)
    state = await conversation.converse(
        context(family(HELLO, refiner=ScriptedRefiner((again,) * 50)), limits=Limits(repairs=3))
    )
    assert (state.round, state.stop) == (3, "complete")
    assert state.reasons[1].revision == 3


@pytest.mark.parametrize(
    ("limits", "stop", "turns"),
    [(Limits(turns=5), "turns", 5), (Limits(calls=4), "calls", 3), (Limits(turns=8), "complete", 8)],
)
async def test_stop_rules(limits: Limits, stop: str, turns: int) -> None:
    """A limit ends the talk and is its recorded reason; reaching the end in time is completion."""
    state = await conversation.converse(context(family(HELLO, ASK, TELL, BYE), limits=limits))
    assert (state.stop, len(state.turns)) == (stop, turns)


async def test_a_time_limit_reads_the_clock_it_is_given() -> None:
    """Seconds are counted by the dialogue's clock."""
    ticks = iter(range(100))  # one when it begins, one for the plan, two a turn
    state = await conversation.converse(
        context(family(HELLO, ASK, BYE), limits=Limits(seconds=7), clock=lambda: float(next(ticks)))
    )
    assert (state.stop, len(state.turns)) == ("seconds", 3)


@dataclass(frozen=True)
class Sleeper:
    """Speaks, plans and reviews like another player, and at one step never comes back."""

    player: Any
    step: str = ""

    async def speak(self, brief: Brief) -> Utterance:
        """Say what the player says, or nothing, ever."""
        if brief.step.id == self.step:
            await asyncio.sleep(3600)
        return await self.player.speak(brief)

    async def plan(self, *given: Any) -> Plan:
        """Never plan."""
        await asyncio.sleep(3600)
        return await self.player.plan(*given)

    async def review(self, review: Review) -> tuple[Repair, ...]:
        """Never review."""
        await asyncio.sleep(3600)
        return await self.player.review(review)


@pytest.mark.parametrize(
    ("role", "kept"), [("planner", 0), ("physician", 4), ("patient", 5), ("refiner", 8)], ids=lambda given: str(given)
)
async def test_a_player_that_never_answers_is_cut_off(role: str, kept: int) -> None:
    """The time limit holds in mid-wait, whichever role hangs: the talk ends with it and what was said is kept."""
    players = family(HELLO, ASK, TELL, BYE)
    hung = replace(players, **{role: Sleeper(getattr(players, role), "t")})
    events: list[Event] = []
    state = await asyncio.wait_for(
        conversation.converse(context(hung, limits=Limits(seconds=0.3), events=events, clock=lambda: 0.0)), timeout=20
    )
    assert (state.stop, len(state.turns)) == ("seconds", kept)
    whole = await conversation.converse(context(players))
    assert texts(state) == texts(whole)[:kept]
    assert [event.turn.id for event in events if isinstance(event, Spoke)] == [turn.id for turn in state.turns]


async def test_a_second_try_that_hangs_leaves_the_first() -> None:
    """Cut off while a faulty line is said again, the first one stays, with its fault on record."""

    class Stammerer(ScriptedSpeaker):
        async def speak(self, brief: Brief) -> Utterance:
            await asyncio.sleep(3600 * brief.attempt)
            return await super().speak(brief)

    conversation.load()  # which may take longer than the limit
    players = family(HELLO, ASK, physician=Stammerer(), check_turn=lambda n, b, u: (TONE.failed("flat"),))
    stage = context(players, limits=Limits(seconds=2))
    state = await asyncio.wait_for(conversation.converse(stage), timeout=20)
    assert (state.stop, texts(state)) == ("seconds", [("physician", "[greet] opening?")])
    assert state.reasons[0].checks == (FLAT,)


async def test_a_role_s_own_timeout_is_no_time_limit() -> None:
    """A player that gives up by itself, well within the limit, is trouble and not a stop rule."""

    def broken(brief: Brief) -> str:
        raise TimeoutError

    with pytest.raises(Failed) as caught:
        await conversation.converse(context(family(HELLO, patient=ScriptedSpeaker(broken)), limits=Limits(seconds=60)))
    assert caught.value.failure.kind == "timeout"


async def test_a_gate_stops_the_talk() -> None:
    """The gate is asked before every utterance and may end the talk."""
    views: list[dict[str, Any]] = []

    async def gate(view: dict[str, Any]) -> Any:
        views.append(view)
        return "stop" if view["turns"] == 2 else "play"

    state = await conversation.converse(context(family(HELLO, ASK), gate=gate))
    assert (state.stop, len(state.turns)) == ("stopped", 2)
    assert [view["next"] for view in views] == ["physician", "patient", "physician"]


async def test_a_gate_changes_nothing_that_it_lets_through() -> None:
    """With a node for every utterance, and with one for all that follow each other, the same is said and kept."""

    async def gate(view: dict[str, Any]) -> Any:
        return "play"

    kept: list[list[Event]] = [[], []]
    gates: list[dict[str, Any]] = [{}, {"gate": gate}]
    ends = [
        await conversation.converse(context(family(HELLO, ASK, TELL, BYE), events=events, **more))
        for events, more in zip(kept, gates, strict=True)
    ]
    assert [plain(event) for event in kept[0]] == [plain(event) for event in kept[1]]
    assert (ends[0].turns, ends[0].reasons, ends[0].stop) == (ends[1].turns, ends[1].reasons, ends[1].stop)


async def test_others_come_in_between_two_utterances() -> None:
    """Players that never wait hold up nobody: two talks in flight take turns, and one can be cancelled in the middle."""
    events: list[Event] = []
    talks = [
        asyncio.create_task(conversation.converse(context(family(HELLO, ASK, TELL, BYE), events=events))) for _ in "ab"
    ]
    await asyncio.wait(talks)
    turns = [event.turn.id for event in events if isinstance(event, Spoke)]
    assert turns != turns[: len(turns) // 2] * 2
    events.clear()
    talk = asyncio.create_task(conversation.converse(context(family(HELLO, ASK, TELL, BYE), events=events)))
    while not any(isinstance(event, Spoke) for event in events):
        await asyncio.sleep(0)
    talk.cancel()
    with pytest.raises(asyncio.CancelledError):
        await talk
    assert 0 < sum(isinstance(event, Spoke) for event in events) < len(turns) // 2


async def test_trouble_in_a_role_names_its_stage() -> None:
    """An exception becomes a classified failure that says where it happened."""

    def broken(brief: Brief) -> str:
        raise TimeoutError

    with pytest.raises(Failed) as caught:
        await conversation.converse(context(family(HELLO, patient=ScriptedSpeaker(broken))))
    assert (caught.value.failure.stage, caught.value.failure.kind) == ("patient", "timeout")


FLAGS = Passage("knee#red-flags", "knee", "Knee", "Red flags", "a locked knee", "none", "Apache-2.0", "none")
NET = Passage(
    "knee#safety-net",
    "knee",
    "Knee",
    "Safety net",
    "it locks",
    "none",
    "Apache-2.0",
    "none",
    (PassageItem("it locks", "soon"),),
)


class Shelf:
    """A retriever that finds one passage and remembers what it was asked."""

    def __init__(self, population: str = "all") -> None:
        self.asked: list[str] = []
        self.population = population

    def find(self, query: str, k: int = 5) -> list[Hit]:
        """Return one hit."""
        self.asked.append(query)
        return [Hit(FLAGS, 1.0, 1.0, 1.0)]

    def lookup(self, text: str) -> list[str]:
        """No term is known."""
        return []

    def document(self, id: str) -> Document:
        """The one document."""
        return Document("knee", "Knee", "complaint", "none", "Apache-2.0", "none", population=self.population)

    def passages(self, document: str) -> tuple[Passage, ...]:
        """Its passages."""
        return (FLAGS, NET)


async def test_guidelines_are_asked_in_the_loop() -> None:
    """The store is asked for the problem, and with what has been said by then and nothing that has not, and only the
    physician hears of it."""
    shelf: Any = Shelf()
    heard: list[Brief] = []
    speaker = ScriptedSpeaker(heard=heard)
    ask = ASK.model_copy(update={"subject": "knee pain"})
    more = ask.model_copy(update={"id": "b", "facts": ("f2",)})
    stage = context(family(HELLO, ask, more, TELL, physician=speaker, patient=speaker), retriever=shelf)
    state = await conversation.converse(stage)
    assert shelf.asked[0] == "knee pain"
    assert "ice" in shelf.asked[-1]
    assert not any("swelling" in query for query in shelf.asked)
    given = {brief.step.id for brief in heard if brief.evidence}
    assert given == {"a", "b", "t"}
    assert all(brief.role == "physician" for brief in heard if brief.evidence)
    assert state.reasons[2].evidence == ("knee#red-flags",)
    without = await conversation.converse(context(family(HELLO, ask, more, TELL)))
    assert not any(reason.evidence for reason in without.reasons)


async def test_pause_edit_go_on_go_back_and_fork(tmp_path: Path) -> None:
    """Paused before a patient's turn, the physician's line is edited and the patient hears the new one; from the same
    moment another line makes another conversation, and the first one is still there, event by event."""
    from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
    from langgraph.types import Command

    heard: list[Brief] = []

    async def gate(view: dict[str, Any]) -> Any:
        return "pause" if (view["step"], view["next"]) == ("a", "patient") else "play"

    async with AsyncSqliteSaver.from_conn_string(str(tmp_path / "talk.sqlite")) as saver:
        stage = context(family(HELLO, ASK, TELL, BYE, patient=ScriptedSpeaker(heard=heard)), gate=gate)
        app, config = conversation.app(stage, saver), conversation.config("one")
        paused = await app.ainvoke(conversation.begin(stage), config, context=stage, durability="sync")
        assert paused["__interrupt__"][0].value["next"] == "patient"
        before = await app.aget_state(config)
        assert before.next == ("gate",)

        def edited(text: str) -> dict[str, Any]:
            stage.at(before.values["tip"])
            stage.write(Edited(dialogue="test", turn="a.physician", text=text, why="clearer"), "person:tester")
            return conversation.after(stage)

        moved = await app.aupdate_state(before.config, edited("Does it lock?"), as_node="physician")
        waiting = await app.ainvoke(None, moved, context=stage)  # asked again, since the gate stands before it still
        assert "__interrupt__" in waiting
        ended = await app.ainvoke(Command(resume="play"), config, context=stage)
        first = stage.branch(ended["tip"])
        assert stage.state.stop == "complete"
        assert [brief.turns[-1].text for brief in heard if brief.step.id == "a"] == ["Does it lock?"]

        history = [item async for item in app.aget_state_history(config)]
        back = next(item for item in history if item.config == before.config)
        fork = await app.aupdate_state(back.config, edited("Does it click?"), as_node="physician")
        await app.ainvoke(None, fork, context=stage)
        other = await app.ainvoke(Command(resume="play"), config, context=stage)
        assert stage.at(other["tip"]).turns[2].text == "Does it click?"
        assert stage.branch(ended["tip"]) == first
        assert fold(first).turns[2].text == stage.at(ended["tip"]).turns[2].text == "Does it lock?"
        assert [brief.turns[-1].text for brief in heard if brief.step.id == "a"][-1] == "Does it click?"
        assert fold(first).record().meta["edited"] == ["a.physician"]


async def test_a_talk_goes_on_in_another_process(tmp_path: Path) -> None:
    """The log is all there is: a new context with nothing but its lines goes on to the same end."""
    whole = await conversation.converse(context(family(HELLO, ASK, TELL, BYE)))
    events: list[Event] = []

    async def gate(view: dict[str, Any]) -> Any:
        return "stop" if view["step"] == "t" else "play"

    await conversation.converse(context(family(HELLO, ASK, TELL, BYE), gate=gate, events=events))
    assert events[-1].event == "stopped"
    lines = [sealed(event)[1] for event in events[:-1]]
    second = context(family(HELLO, ASK, TELL, BYE))
    second.at("")
    second.reopen(branch(lines))
    ended = await conversation.converse(second)
    assert ended.turns == whole.turns
    assert ended.reasons == whole.reasons


async def test_a_step_gets_the_section_it_can_use() -> None:
    """Safety advice gets the safety net, with how soon help is needed; a guideline for children is not for an adult."""
    net = Step(id="net", act="safety", topic="plan")
    for population, age, given in (("all", 40, True), ("children", 40, False), ("children", 4, True)):
        shelf: Any = Shelf(population)
        heard: list[Brief] = []
        stage = context(family(ASK, net, physician=ScriptedSpeaker(heard=heard)), retriever=shelf)
        stage.persona = stage.persona.model_copy(update={"age": age})
        await conversation.converse(stage)
        evidence = next(brief.evidence for brief in heard if brief.step.id == "net")
        assert [(item.id, item.text) for item in evidence[:1]] == (
            [("knee#safety-net", "it locks | soon")] if given else []
        )


def test_tracing_services_are_never_reached() -> None:
    """A variable in the environment does not send notes to a tracing service."""
    code = (
        "import os; from bedside.orchestrator.graph.graph import load; load();"
        "from langsmith.utils import tracing_is_enabled; print(tracing_is_enabled())"
    )
    env = {"LANGSMITH_TRACING": "true", "LANGCHAIN_TRACING_V2": "true", "PATH": "", "HOME": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_extraction_of_the_double_points_into_the_note() -> None:
    """A scripted fact's span is exactly its text."""
    note = plain_extract("n", NOTE)
    assert [NOTE[f.span.start : f.span.end] for f in note.facts] == [f.text for f in note.facts]
    assert len(note.facts) == 5
