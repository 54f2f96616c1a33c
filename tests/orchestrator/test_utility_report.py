"""``evaluate --utility``: a set is trained on and tested on real dialogues; what cannot be scored is null and says why."""

import random
from pathlib import Path
from typing import Any

import orjson
import pytest
from run_folders import many
from test_evaluate import written

from bedside.orchestrator.scorecards.source import RunTalks
from bedside.orchestrator.scorecards.utility_source import completed, examples_of, real_examples
from tests.commands import run_command

Json = dict[str, Any]
SAID = {"ALLERGY": "hives peanuts latex rash", "FAM": "mother father smoke married", "ROS": "cough fever nausea dizzy"}
PLACES = "neck back elbow ankle wrist hip shoulder knee".split()


def row(kind: str, number: int) -> Json:
    """A dialogue about one section of a note of its own."""
    section = list(SAID)[number % 3]
    own = " ".join(random.Random(number).sample(PLACES, 3))
    words = " ".join(random.Random(f"{kind}{number}").sample(SAID[section].split(), 3))
    turns = [
        {"speaker": "doctor", "text": "Please tell me."},
        {"speaker": "patient", "text": f"It's {words}, my {own}."},
    ]
    note = f"Visit {number}: {own}."
    return {"id": f"{kind}{number}", "note": note, "section_header": section, "turns": turns}


def interview(number: int) -> Json:
    """An interview with its label."""
    answer = "every night it comes back" if number % 2 else "I sleep well"
    turns = [{"speaker": "doctor", "text": "How are you?"}, {"speaker": "patient", "text": f"Oh, {answer}."}]
    return {"id": f"i{number}", "label": number % 2, "instrument": "pcl-5", "turns": turns}


def of(made: Json, task: str, trained_on: str, tested_on: str) -> Json:
    """The first score of a task and two kinds."""
    return next(
        one
        for one in made["scores"]
        if (one["task"], one["trained_on"], one["tested_on"]) == (task, trained_on, tested_on)
    )


def test_the_command_trains_tests_and_writes(tmp_path: Path) -> None:
    """Sections and screening are scored with n and interval, synthetic tests are marked, what lacks is null; the file is what is
    printed."""
    synthetic = written(tmp_path / "made.jsonl", *(row("s", n) for n in range(125)), *map(interview, range(44)))
    real = written(tmp_path / "real.jsonl", *(row("r", n) for n in range(125)))
    done = run_command("evaluate", synthetic, "--utility", "--real", real, "--json", text=True)
    assert done.returncode == 0, done.stderr
    made = orjson.loads(done.stdout)
    assert orjson.loads((tmp_path / "made-evaluation" / "utility.json").read_bytes()) == made
    section = of(made, "section classification", "synthetic", "real")
    assert section["value"] == 1.0 == section["high"] and section["trained"] + section["tested"] == 125
    assert section["floor"] < 0.6 and section["apart"] == 0 and section["remark"] == ""
    screening = of(made, "screening", "synthetic", "synthetic")
    assert screening["value"] == 1.0 and "nothing of people" in screening["remark"]
    assert made["instruments"] == ["pcl-5"]
    for one in made["scores"]:
        assert (one["value"] is None) == bool(one["reason"]) and one["version"] == 1
    assert of(made, "screening", "synthetic", "real")["value"] is None
    assert of(made, "note generation", "real", "real")["value"] is None


@pytest.mark.slow
def test_a_model_of_a_folder_learns_too(tmp_path: Path) -> None:
    """A small model with random weights, as transformers saves it: its task is scored, and named in the report."""
    tokenizers = pytest.importorskip("tokenizers")
    transformers = pytest.importorskip("transformers")
    folder = tmp_path / "model"
    synthetic = written(tmp_path / "made.jsonl", *(row("s", n) for n in range(125)))
    real = written(tmp_path / "real.jsonl", *(row("r", n) for n in range(125)))
    words = {
        word for line in synthetic.read_text().split() + real.read_text().split() for word in line.strip('".,').split()
    }
    vocabulary = {word: at for at, word in enumerate(["[UNK]", *sorted(words)])}
    model: Any = tokenizers.Tokenizer(tokenizers.models.WordLevel(vocabulary, unk_token="[UNK]"))
    model.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    transformers.PreTrainedTokenizerFast(tokenizer_object=model, unk_token="[UNK]").save_pretrained(folder)
    shape = {"hidden_size": 64, "intermediate_size": 64, "num_hidden_layers": 1, "num_attention_heads": 2}
    transformers.LlamaModel(transformers.LlamaConfig(vocab_size=len(vocabulary), **shape)).save_pretrained(folder)
    done = run_command(
        "evaluate",
        synthetic,
        "--utility",
        "--real",
        real,
        "--transformer",
        f"transformers:{folder}",
        "--json",
        text=True,
    )
    assert done.returncode == 0, done.stderr
    made = orjson.loads(done.stdout)
    heard = of(made, "section classification by a transformer", "synthetic", "real")
    assert heard["value"] > heard["floor"] and made["transformer"]["name"].endswith("model")


def test_a_run_is_known_by_its_notes(tmp_path: Path) -> None:
    """Section and words that a run does not keep are those of the real dialogue over the same note, by digest."""
    (tmp_path / "bare").mkdir()
    folder = many(tmp_path, *"ab", empty=" ")
    kept, left_out = examples_of(RunTalks(folder))
    assert ([one.id for one in kept], left_out) == (["a", "b"], 1)
    assert all(one.note and one.digest and one.turns for one in kept)
    note = kept[0].note
    real = written(tmp_path / "real.jsonl", {**row("r", 1), "note": note, "section_header": "genhx"})
    bare = examples_of(RunTalks(many(tmp_path / "bare", *"ab", keep_text=False)))[0]
    assert [one.note for one in bare] == [None, None]
    found = completed(bare, real_examples([real]))
    assert [(one.section, one.note == note) for one in found] == [("GENHX", True), (None, False)]


def test_what_is_asked_wrongly_is_told(tmp_path: Path) -> None:
    """Options of another report, a generator that is none, a file that holds nothing: one sentence each, and nothing is written."""
    file = written(tmp_path / "made.jsonl", row("s", 1))
    alone = written(tmp_path / "alone.jsonl", {"id": "x", "turns": []})
    for options, said in (
        (("--real", file), "add --utility"),
        (("--utility", "--reference", file), "leave --reference"),
        (("--utility", "--note-generator", "nowhere"), "MODULE:FUNCTION"),
        (("--utility", "--note-generator", "json:nothing"), "cannot be loaded"),
        (("--utility", "--real", alone), "Nothing of"),
        (("--transformer", "minilm"), "add --utility"),
        (("--utility", "--transformer", "transformers:nowhere"), "no folder"),
        (("--utility", "--transformer", "openai:text-embedding-3-small"), "no model on this machine"),
        (("--utility", "--transformer", "nothing"), "--transformer nothing"),
    ):
        done = run_command("evaluate", file, *options, text=True)
        assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr, done.stderr
    assert not (tmp_path / "made-evaluation").exists()
