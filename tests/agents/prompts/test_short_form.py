"""The short form of prompts, for small models: what it is like, and when it is chosen."""

import json
import re
from collections import Counter
from typing import Any

import pytest

from bedside.agents.interview.guide import load_guide
from bedside.agents.interview.prompted import PromptedInterviewee, PromptedInterviewer
from bedside.agents.model import Request
from bedside.agents.models.scripted_model import ScriptedModel
from bedside.agents.models.server_features import RoleRecord
from bedside.agents.prompted.speaker import PromptedSpeaker
from bedside.agents.prompts.examples import content
from bedside.agents.prompts.form import choose_form
from bedside.agents.prompts.prompt import load_prompt
from bedside.agents.prompts.voice import Voice
from bedside.scenarios.brief import Brief
from bedside.scenarios.gallery import CASES
from bedside.scenarios.note import Fact, Span
from bedside.scenarios.plan import Cue, Step
from bedside.scenarios.prompting import Prompting
from bedside.scenarios.style import load_style
from bedside.scenarios.turn import Turn

SPEAKERS = [(protocol, role) for protocol in ("notechat", "interview") for role in ("physician", "patient")]
FACT = Fact(id="f1", section="history", text="fever for 3 days", span=Span(start=0, end=16))
TURN = Turn(id="t1", speaker="physician", text="When did it begin?")
ASK = Step(id="s1", act="ask", topic="story", revealer="patient", cues=(Cue(aspect="onset"),), facts=("f1",))


def asked(role: str, prompting: Any = None, **given: Any) -> Request:
    """What a visit's speaker asks its model for one line."""
    brief = Brief(role=role, dialogue="d", seed=5, step=ASK, turns=(TURN,), **given)
    who = "physician" if role == "physician" else "patient"
    model = ScriptedModel(lambda _: "", "scripted:x")
    voice = Voice(model, Prompting.model_validate({"form": "short"} | (prompting or {})), load_style("visit"))
    request = PromptedSpeaker(who, voice).request(brief)
    assert request is not None
    return request


@pytest.mark.parametrize(("protocol", "role"), SPEAKERS)
def test_it_has_one_instruction_a_sentence(protocol: str, role: str) -> None:
    """A line is one sentence and a short one, in every part but the sample, the cue words and where data is put in."""
    prompt = load_prompt(protocol, role, short=True)
    for part, text in prompt.parts.items():
        if part in ("sample", "aspects"):
            continue
        for line in text.splitlines():
            words = re.sub(r"\{\{[a-z_]+\}\}", "x", line)
            assert len(re.findall(r"[.!?](?:\s|$)", words)) <= 1, (part, line)
            assert len(words.split()) <= 22 and ";" not in words, (part, line)


@pytest.mark.parametrize(("protocol", "role"), SPEAKERS)
def test_it_does_all_that_the_full_form_does(protocol: str, role: str) -> None:
    """Every part of the full form but the thought of a visit is there, with no slot that the full form has not; in fewer words."""
    full, short = load_prompt(protocol, role), load_prompt(protocol, role, short=True)
    assert {*full.parts} - {*short.parts} == ({"reason"} if protocol == "notechat" else set())
    assert {*short.parts} - {*full.parts} == {"sample", "role"}
    for part in full.parts:
        if part in short.parts and part not in ("task", "rules"):
            assert {*short.slots(part)} <= {*full.slots(part)}, part
    both = ("task", "rules", "plain")
    assert sum(len(short.parts[p].split()) for p in both) < sum(len(full.parts[p].split()) for p in both)
    assert (short.name, short.version) == (f"{protocol}/{role}-short", 1) and short.digest != full.digest


@pytest.mark.parametrize(("protocol", "role"), SPEAKERS)
def test_its_example_belongs_to_no_case(protocol: str, role: str) -> None:
    """No shipped case shares half of what the example is about, and it can be found when it is spoken again."""
    prompt = load_prompt(protocol, role, short=True)
    said = prompt.parts["sample"].split("\n", 1)[1]
    words = content(said) - content("physician patient answer interviewer person")
    assert len(said.rsplit(":", 1)[1].split()) >= 8
    for path in CASES.glob("*.case.yaml"):
        shared = words & content(path.read_text(encoding="utf-8"))
        assert 2 * len(shared) <= len(words), (path.name, shared)


@pytest.mark.parametrize("role", ["patient", "physician", "mother"])
def test_the_role_comes_last(role: str) -> None:
    """Behind what was said, what is wanted, its length and what was wrong before: nothing stands between it and the line."""
    facts = () if role == "physician" else (FACT,)
    request = asked(role, facts=facts, repair="it was a question")
    *_, wrong, last = request.messages[-1].text.split("\n\n")
    assert "it was a question" in wrong
    who = {"patient": "the patient", "physician": "the physician", "mother": "the patient's mother"}[role]
    assert last.startswith(f"You are {who}") and last.endswith("Say your next line.")
    assert request.messages[-1].text.startswith("So far:\nPHYSICIAN: When did it begin?\n")


def test_no_thought_is_asked_for_before_the_words() -> None:
    """A visit's reply has the words and nothing else, whatever ``reasoning`` says; a full prompt asks for a thought."""
    (schema, full) = (asked("patient", given).schema for given in ({}, {"form": "full"}))
    assert schema and full
    assert [*schema["properties"]] == ["say"] and [*full["properties"]] == ["thought", "say"]


def test_a_prompt_is_by_role() -> None:
    """One word is for both speakers, a word for each is for each; nothing said is the full form."""
    by_role = {"physician": "full", "patient": "short"}
    assert asked("patient", {"form": by_role}).messages[-1].text.endswith("Say your next line.")
    plain = [asked("physician", {"form": form}) for form in (by_role, "full", "auto")]
    assert plain[0] == plain[1] == plain[2]


async def test_an_interview_has_it_too() -> None:
    """Interviewer and interviewee are told their part last; an answer still has its reason, and the rules the window."""
    seen: list[Request] = []
    answer = {"response": "On most days, yes.", "reason": {"criterion": "A1", "polarity": "present", "evidence": "yes"}}
    model = ScriptedModel(
        lambda request: json.dumps(answer if '"criterion"' in str(request.messages) else {"say": "Well."}), "s:x", seen
    )
    voice = Voice(model, Prompting.model_validate({"form": "short"}), load_style("visit"))
    guide = load_guide("gad-7", None)
    step = Step(id="1", act="ask", topic="story", revealer="patient", cues=(Cue(aspect="symptom", words="A1"),))
    fact = FACT.model_copy(update={"id": "1", "concept": "A1"})
    common: dict[str, Any] = {"dialogue": "d", "seed": 1, "turns": (TURN,)}
    await PromptedInterviewee(guide, voice).speak(Brief(role="patient", step=step, facts=(fact,), **common))
    since = step.model_copy(update={"cues": (Cue(aspect="since"),)})
    await PromptedInterviewer(guide, voice).speak(Brief(role="physician", step=since, **common))
    answered, question = seen
    assert answered.schema and [*answered.schema["properties"]] == ["response", "reason"]
    assert answered.messages[-1].text.endswith("Say your answer.") and question.messages[-1].text.endswith("next line.")
    assert all(guide.window in request.messages[0].text for request in seen)


@pytest.mark.parametrize(
    ("found", "form", "ground"),
    [
        (None, "full", "bedside doctor"),
        (RoleRecord(billions=1.5, told_by="the server", lines=6), "short", "1.5 billion parameters by the server"),
        (RoleRecord(billions=0.135), "short", "135 million parameters by its name"),
        (RoleRecord(billions=8, lines=6, lost=0), "full", "6 of 6 lines"),
        (RoleRecord(billions=8, lines=6, lost=1), "full", "5 of 6 lines"),
        (RoleRecord(billions=8, lines=6, lost=3, lost_in_short=0), "short", "3 of 6 lines"),
        (RoleRecord(lines=6, lost=3, lost_in_short=3), "short", "3 of 6 lines"),
        (RoleRecord(lines=6, lost=3, lost_in_short=5), "full", "5 under the short ones"),
        (RoleRecord(billions=70), "full", "70 billion"),
    ],
)
def test_the_form_follows_what_was_found_and_says_why(found: RoleRecord | None, form: str, ground: str) -> None:
    """Small, or out of its part more than now and then: short; unknown, large, or worse with short prompts: full."""
    choice = choose_form(found)
    assert choice.form == form and ground in choice.ground


def test_no_instruction_stands_twice_in_a_request() -> None:
    """A short prompt says a thing once."""
    request = asked("patient", facts=(FACT,))
    lines = [line for message in request.messages for line in message.text.splitlines() if len(line.split()) > 2]
    assert max(Counter(lines).values()) == 1
