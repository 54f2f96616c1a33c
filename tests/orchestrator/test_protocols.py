"""Protocols and settings: every pair that goes together runs to its end, in order, with nothing lost and nothing let out."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import into
from obedient import CASES, PLAYER, model

from bedside.orchestrator.build.player_registry import PlayerRegistry
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.cases.case_input import read_case
from bedside.orchestrator.runs.outcome import ItemResult
from bedside.scenarios.brief import Brief
from bedside.scenarios.case import Case
from bedside.scenarios.load import CaseError, load_case
from bedside.scenarios.plan import LEFT_OUT
from bedside.scenarios.protocol import PROTOCOLS, load_protocol, pair_table, refuse_pair
from bedside.scenarios.setting import load_setting, setting_names

TALKS = tuple(name for name in PROTOCOLS if name != "interview")  # an interview has tests of its own
PAIRS = [(p, s) for p in TALKS for s in setting_names() if refuse_pair(p, s) is None]
NOTE = """CHIEF COMPLAINT
Chest pain for 30 minutes.

HISTORY OF PRESENT ILLNESS
The pain started while she was carrying shopping bags up the stairs. It is a tight pressure that spreads to her left arm.
She has been sweating. She denies shortness of breath. She rates the pain 8 out of 10.

PAST MEDICAL HISTORY
High blood pressure for 10 years.

MEDICATIONS
Lisinopril 10 mg daily.

ALLERGIES
Penicillin.

SOCIAL HISTORY
She works as a postwoman.

PHYSICAL EXAMINATION
BP 162/94, pulse 104. Skin is pale.

RESULTS
ECG shows ST elevation in lead II.

ASSESSMENT
Acute inferior myocardial infarction.

PLAN
Aspirin 300 mg now. Cardiology follow-up tomorrow.
"""


def case_of(protocol: str, setting: str, **more: Any) -> Case:
    """The same note under another protocol, in another setting."""
    given = {"id": "pair", "note": NOTE, "protocol": protocol, "setting": setting, "knowledge": False, "seed": 5}
    return Case.model_validate({**given, "patient": {"age": 58, "sex": "female"}, **more})


async def hold(case: Case, players: Any = None) -> tuple[ItemResult, list[Any]]:
    """One conversation and its events."""
    events: list[Any] = []
    simulator = Simulator(case.seed) if players is None else Simulator(case.seed, players_for=players)
    return await simulator.perform(Item(case.id, case, str(case.note)), into(events)), events


@pytest.mark.thin(8)
@pytest.mark.parametrize(("protocol", "setting"), PAIRS)
async def test_every_pair_ends_and_accounts_for_every_fact(protocol: str, setting: str) -> None:
    """The built-in family: complete; each fact is told, kept back or unplaced with a reason; the parts keep their order."""
    done, _ = await hold(case_of(protocol, setting))
    fold = done.state
    assert (fold.status, fold.stop) == ("finished", "complete")
    assert fold.meta["unsaid"] == []
    said = {fact for reason in fold.reasons for fact in reason.facts}
    context = Simulator(5).context(Item("pair", case_of(protocol, setting), NOTE), lambda _: None)
    assert {fact.id for fact in context.note.facts} == said | set(fold.meta["withheld"]) | set(fold.meta["unplaced"])
    assert not said & {fact for fact, why in fold.meta["unplaced"].items() if why.startswith(LEFT_OUT)}
    if protocol != "notechat" and not load_setting(setting).asynchronous:
        order = load_protocol(protocol).order
        ranks = [order.index(reason.topic) for reason in fold.reasons]
        assert ranks == sorted(ranks)


@pytest.mark.thin(5)
@pytest.mark.parametrize(("protocol", "setting"), PAIRS)
async def test_every_pair_is_played_by_a_model(protocol: str, setting: str) -> None:
    """The prompted family: an obedient model brings the same pair to its end, told where it is and what for."""
    asked: list[Any] = []
    case = case_of(protocol, setting, models={"default": PLAYER.model_dump()})
    done, _ = await hold(case, PlayerRegistry(models={PLAYER: model(asked=asked)}))
    assert (done.state.status, done.state.stop) == ("finished", "complete")
    system = next(request.messages[0].text for request in asked if "/physician/" in request.purpose)
    assert load_setting(setting).where in system
    assert load_setting(setting).professional in system
    assert (load_protocol(protocol).purpose in system) == (protocol != "notechat")


async def test_what_a_protocol_leaves_out_is_not_told() -> None:
    """Taking the history tells no finding, result, diagnosis or plan; telling results asks for no history."""
    done, _ = await hold(case_of("history", "clinic"))
    assert {r.topic for r in done.state.reasons}.isdisjoint({"examination", "results", "assessment", "plan"})
    done, _ = await hold(case_of("results", "clinic"))
    topics = [r.topic for r in done.state.reasons]
    assert topics.index("results") < topics.index("assessment") < topics.index("plan")
    assert "story" not in topics


async def test_an_emergency_asks_of_breath_first_and_hands_over_last() -> None:
    """What is asked of airway and breathing comes before why they called; the handover names only what was said."""
    done, _ = await hold(case_of("emergency", "ambulance"))
    texts = [turn.text for turn in done.state.turns]
    topics = [reason.topic for reason in done.state.reasons]
    asked = next(i for i, text in enumerate(texts) if "breath" in text.lower())
    assert asked < topics.index("reason")
    assert done.state.reasons[-1].act == "handover"
    before = {fact for reason in done.state.reasons[:-1] for fact in reason.facts}
    assert set(done.state.reasons[-1].facts) <= before
    assert any(turn.speaker == "bystander" for turn in done.state.turns)


async def test_a_portal_has_messages() -> None:
    """The patient begins; several questions come at once; nobody is examined, and no word is a hesitation."""
    done, _ = await hold(case_of("notechat", "portal"))
    turns = done.state.turns
    assert turns[0].speaker == "patient"
    assert any(turn.text.count("?") > 1 for turn in turns if turn.speaker == "physician")
    assert "examination" not in {reason.topic for reason in done.state.reasons}
    words = " ".join(turn.text.lower() for turn in turns).replace(",", "").replace(".", "").split()
    assert not {"um", "uh"} & set(words)
    assert len(turns) < 20


@cache
def gallery() -> list[tuple[Case, str]]:
    """Shipped cases that are no interviews and in English."""
    read = [read_case(path) for path in sorted(CASES.glob("*.case.yaml"))]
    return [(c, text) for c, text in read if c.language == "en" and not c.protocol.startswith("interview/")]


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_no_brief_holds_what_its_role_may_not_know(data: st.DataObject) -> None:
    """Over gallery, protocols and settings: no answer in the brief of a physician who asks, no finding of the visit in a
    lay brief before it was said, and nothing in a summary that nobody said."""
    import asyncio

    case, text = data.draw(st.sampled_from(gallery()))
    protocol, setting = data.draw(st.sampled_from(PAIRS))
    changed = case.model_copy(update={"protocol": protocol, "setting": setting, "knowledge": False})
    heard: list[Brief] = []

    class Listening:
        """A speaker whose briefs are kept."""

        def __init__(self, speaker: Any) -> None:
            self.speaker = speaker

        async def speak(self, brief: Brief) -> Any:
            heard.append(brief)
            return await self.speaker.speak(brief)

    def players(given: Case) -> Any:
        from dataclasses import replace

        from bedside.orchestrator.build.built_in_players import built_in_players

        made = built_in_players(given)
        return replace(made, physician=Listening(made.physician), patient=Listening(made.patient))

    done = asyncio.run(
        Simulator(changed.seed, players_for=players).perform(Item(changed.id, changed, text), lambda _: None)
    )
    assert done.state.status == "finished"
    for brief in heard:
        if brief.role == "physician" and brief.step.act in ("ask", "invite") and brief.step.revealer != "physician":
            assert brief.facts == ()
        if brief.role not in ("physician", "nurse"):
            fresh = {fact.id for fact in brief.facts if fact.established == "visit"}
            said = {f for r in done.state.reasons for f in r.facts if r.turn in {t.id for t in brief.turns}}
            assert fresh <= said
        if brief.role == "physician" and brief.step.act in ("summarize", "reflect", "handover"):
            said = {f for r in done.state.reasons for f in r.facts if r.turn in {t.id for t in brief.turns}}
            assert {fact.id for fact in brief.facts} <= said


def test_a_forbidden_pair_is_refused_with_its_reason(tmp_path: Path) -> None:
    """The loader names the line, the reason and what to do."""
    file = tmp_path / "x.case.yaml"
    file.write_text("id: x\nnote: Cough.\nprotocol: emergency\nsetting: portal\n", encoding="utf-8")
    with pytest.raises(CaseError, match=r":4:10: .*emergency.*portal.*cannot wait.*Choose the setting"):
        load_case(file)


def test_every_setting_and_protocol_is_whole() -> None:
    """Every name has its file, every forbidden setting exists, and each protocol has a setting to be held in."""
    for name in PROTOCOLS:
        rules = load_protocol(name)
        assert set(rules.forbids) < set(setting_names())
        assert {*rules.leaves_out, *rules.moves}.isdisjoint(set(rules.order))
    assert [load_setting(name).name for name in setting_names()] == list(setting_names())


def test_the_page_has_the_table_of_pairs(repo: Path) -> None:
    """docs/protocols.md shows the data's own table."""
    assert pair_table() in (repo / "docs" / "protocols.md").read_text(encoding="utf-8")
