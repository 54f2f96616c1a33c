"""Answers written down beforehand, and answers kept and given again."""

import json
from pathlib import Path
from typing import Any

import pytest

from bedside.agents.model import Message, Model, ModelError, Reply, Request, Usage
from bedside.agents.models.model_settings import ModelSettings
from bedside.agents.models.registry import open_model
from bedside.agents.models.replay_model import Recorder, ReplayModel
from bedside.agents.models.scripted_model import Answer, ScriptedModel, open_scripted
from bedside.scenarios.player import Decoding, Player

SCHEMA = {"type": "object"}


def question(text: str, purpose: str = "", **given: Any) -> Request:
    """A request that ends in a message from the user."""
    return Request((Message("system", "knee"), Message("user", text)), purpose, **given)


async def failed(model: Model, request: Request) -> ModelError:
    """The error of one question."""
    with pytest.raises(ModelError) as caught:
        await model.ask(request)
    return caught.value


def script(folder: Path, *rows: Any) -> Path:
    """A script file."""
    path = folder / "script.jsonl"
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows))
    return path


async def test_the_first_match_answers_in_turn(tmp_path: Path) -> None:
    """A match is looked for in the purpose and in the last message from the user; replies of one match take turns."""
    script(
        tmp_path,
        {"match": "/patient/", "reply": "a patient"},
        {"match": "/kn[e]+/", "reply": "a knee"},
        {"match": "", "reply": "one"},
        {"match": "", "reply": "two"},
    )
    model = open_model(Player(name="scripted:script.jsonl"), ModelSettings(), tmp_path)
    asked = [question("x", "c1/patient/s1"), question("my kneee"), *[question("x")] * 3]
    assert [(await model.ask(request)).text for request in asked] == ["a patient", "a knee", "one", "two", "one"]


async def test_an_object_is_json_where_json_is_asked_for(tmp_path: Path) -> None:
    """With a schema the whole object is the answer, without one what it says."""
    model = open_scripted("scripted:f", script(tmp_path, {"match": "", "reply": {"say": "Hi.", "thought": "greet"}}))
    assert json.loads((await model.ask(question("x", schema=SCHEMA))).text) == {"say": "Hi.", "thought": "greet"}
    assert (await model.ask(question("x"))).text == "Hi."


async def test_errors_can_be_scripted(tmp_path: Path) -> None:
    """A kind of failure is an answer, and what may pass is asked again without waiting."""
    script(tmp_path, {"match": "no", "reply": {"error": "refusal"}}, {"match": "", "reply": {"error": "transient"}})
    with (tmp_path / "script.jsonl").open("a") as file:
        file.write("\n" + json.dumps({"match": "", "reply": "back"}))
    model = open_model(Player(name="scripted:script.jsonl"), ModelSettings(), tmp_path)
    assert (await failed(model, question("no"))).kind == "refusal"
    reply = await model.ask(question("x"))
    assert (reply.text, reply.attempts) == ("back", 2)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("not json", "line 1"),
        ("[1]", "line 1"),
        ({"match": "a"}, "line 1"),
        ({"match": 7, "reply": "x"}, "line 1"),
        ({"match": "/(/", "reply": "x"}, "line 1"),
        ({"match": "", "reply": {"error": "nonsense"}}, "rate_limit"),
        ({"match": "", "reply": 5}, "line 1"),
        ("", "no line"),
    ],
)
def test_a_script_that_is_none(tmp_path: Path, row: Any, why: str) -> None:
    """The line is named, and what a line looks like."""
    with pytest.raises(ModelError, match=why) as caught:
        open_scripted("scripted:f", script(tmp_path, row))
    assert caught.value.kind == "config"


async def test_no_line_matches(tmp_path: Path) -> None:
    """A question that nobody wrote an answer for is an error that names it."""
    model = open_scripted("scripted:f", script(tmp_path, {"match": "zzz", "reply": "x"}))
    error = await failed(model, question("b", "c1/patient"))
    assert error.kind == "config" and "c1/patient" in error.message


async def test_a_script_may_be_a_function() -> None:
    """Computed answers: a text, a reply, an error; requests can be kept; a text without words is no reply."""
    asked: list[Request] = []
    answers: list[Answer] = ["hi", Reply("yes", asked="x", usage=Usage(prompt=3)), ModelError("safety", "no."), " "]
    model = ScriptedModel(lambda _: answers[len(asked) - 1], asked=asked)
    first, second = await model.ask(question("one")), await model.ask(question("two"))
    assert first.text == "hi" and first.usage.completion == 1
    assert second.usage == Usage(prompt=3)
    assert [(await failed(model, question("three"))).kind for _ in range(2)] == ["safety", "empty"]
    assert len(asked) == 4


async def test_a_recording_gives_the_same_again(tmp_path: Path) -> None:
    """Replies come back whole, the recorded model's name and seconds included, each occurrence its own; failures that
    were the model's answer come back, too."""
    count = 0

    def say(_: Request) -> Answer:
        nonlocal count
        count += 1
        if count == 3:
            return ModelError("truncated", "cut.", usage=Usage(completion=9))
        return Reply(f"say {count}", asked="x", served="s", seconds=1.25, usage=Usage(5, 6), reasoning="hm", attempts=2)

    tape = tmp_path / "deep" / "tape.jsonl"
    recorder = Recorder(ScriptedModel(say, "openai:m"), tape)
    first, other = question("q", "p/1", decoding=Decoding(seed=3)), question("other", "p/2")
    said = [await recorder.ask(first), await recorder.ask(first)]
    lost = await failed(recorder, other)
    said.append(await recorder.ask(other))
    await recorder.close()
    model = open_model(Player(name="replay:deep/tape.jsonl"), ModelSettings(), tmp_path)
    assert [await model.ask(first), await model.ask(first)] == said[:2]
    error = await failed(model, other)
    assert (error.kind, error.message, error.usage) == (lost.kind, lost.message, lost.usage)
    assert await model.ask(other) == said[2]


async def test_replay_is_strict(tmp_path: Path) -> None:
    """Another text, another purpose or one time too often is an error with the mend, never a guess."""
    tape = tmp_path / "tape.jsonl"
    recorder = Recorder(ScriptedModel(lambda _: "yes"), tape)
    await recorder.ask(question("q", "p/1"))
    await recorder.close()
    model = ReplayModel("replay:tape.jsonl", tape)
    await model.ask(question("q", "p/1"))
    for request in (
        question("q", "p/1"),
        question("q?", "p/1"),
        question("q", "p/2"),
        question("q", "p/1", schema=SCHEMA),
    ):
        error = await failed(model, request)
        assert error.kind == "config" and "record again" in error.message and error.unsupported is None


async def test_a_replay_asks_for_json_as_the_recording_did(tmp_path: Path) -> None:
    """A way of asking that the recorded server refused is refused again, so that the same way is found."""
    tape = tmp_path / "tape.jsonl"
    recorder = Recorder(ScriptedModel(lambda _: "{}"), tape)
    await recorder.ask(question("q", schema=SCHEMA, mode="json_object"))
    await recorder.close()
    model = ReplayModel("replay:tape.jsonl", tape)
    for mode in ("json_schema", "tool"):
        assert (await failed(model, question("q", schema=SCHEMA, mode=mode))).unsupported == mode
    assert (await model.ask(question("q", schema=SCHEMA, mode="json_object"))).text == "{}"


async def test_recording_again_replaces(tmp_path: Path) -> None:
    """What was recorded last wins; a line torn by a kill is gone and breaks nothing."""
    tape = tmp_path / "tape.jsonl"
    for text in ("old", "new"):
        recorder = Recorder(ScriptedModel(lambda _, text=text: text), tape)
        await recorder.ask(question("q"))
        await recorder.close()
        with tape.open("a") as file:
            file.write('{"format": "bedsi')
    assert (await ReplayModel("replay:t", tape).ask(question("q"))).text == "new"
    assert len(tape.read_text().splitlines()) == 3


@pytest.mark.parametrize("content", ["", "{}\n", "[]\n", '{"format": "other"}\n', "x\n"])
def test_a_recording_that_is_none(tmp_path: Path, content: str) -> None:
    """Another file is not taken for a recording."""
    (tmp_path / "t").write_text(content)
    with pytest.raises(ModelError, match="record again") as caught:
        ReplayModel("replay:t", tmp_path / "t")
    assert caught.value.kind == "config"
