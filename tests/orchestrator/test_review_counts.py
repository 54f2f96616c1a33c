"""A blinded reading without a browser: what is drawn and what stays hidden, and what answers come to."""

import random
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import orjson
import pytest
import yaml
from run_folders import many
from test_view_page import blocks
from typer.testing import CliRunner

from bedside.evaluation.agreement import alpha_of, cohen_kappa, drawn_interval, krippendorff_alpha
from bedside.evaluation.intervals import clustered_share, t_quantile, wilson
from bedside.orchestrator.cli.main import app
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.pages.human_source import human_source
from bedside.orchestrator.reviews.answers import ReviewKey, read_answers, read_key
from bedside.orchestrator.reviews.blinded import BlindReview, ReviewOptions, blind
from bedside.orchestrator.reviews.counts import count_review
from bedside.orchestrator.reviews.form import READING_ALOUD
from bedside.orchestrator.runs.reader import RunFolder

Json = dict[str, Any]
Marks = dict[str, dict[int, tuple[int, str]]]
IDS = tuple(f"n{number}" for number in range(8))


def refused(*arguments: str) -> str:
    """What the command says against it."""
    done = CliRunner().invoke(app, ["review", *arguments])
    assert isinstance(done.exception, Problem), done.output
    said = str(done.exception)
    assert said.endswith(".") and "\n" not in said
    return said


@pytest.fixture(scope="module")
def arms(tmp_path_factory: pytest.TempPathFactory) -> tuple[RunFolder, Path]:
    """A run, and what people said of its notes and of one more."""
    folder = tmp_path_factory.mktemp("arms")
    run = many(folder, *IDS, name="made")
    human = folder / "human.jsonl"
    told = "Doctor: Well, what is it?\nPatient: My knee, Dr. Roe, 2.5 days.\nMother: He limps."
    human.write_bytes(
        b"\n".join(orjson.dumps({"id": f"p-{id}", "note_id": id, "text": told}) for id in (*IDS, "nowhere"))
    )
    return RunFolder(run), human


def review_of(arms: tuple[RunFolder, Path], **options: Any) -> BlindReview:
    """A review of both arms."""
    return blind([arms[0]], human_source(arms[1]), ReviewOptions(READING_ALOUD, **options))


def test_arms_are_hidden_balanced_and_no_note_comes_twice(arms: tuple[RunFolder, Path]) -> None:
    """Half is of each arm, in another order for another seed; what is shown has no id, no arm and one spelling of who speaks."""
    made = review_of(arms)
    key: list[Json] = made.key["items"]
    assert sorted(one["arm"] for one in key) == ["made"] * 4 + ["people"] * 4
    assert sorted(one["note_id"] for one in key) == sorted(IDS) and made.unmatched == 1
    shown = orjson.dumps(made.shown).decode()
    assert not any(word in shown for word in ('"made"', "p-n", '"arm"', '"note_id"', '"id"', "Mother"))
    assert {turn["who"] for item in made.shown["items"] for turn in item["turns"]} == {
        "Doctor",
        "Patient",
        "Third person",
    }
    assert made == review_of(arms)
    orders = {tuple(one["arm"] for one in review_of(arms, seed=seed).key["items"]) for seed in range(6)}
    assert len(orders) > 1
    each = review_of(arms, each=True, count=6).key["items"]
    assert len(each) == 6 and len({one["note_id"] for one in each}) == 3
    assert len({one["review"] for one in (made.key, review_of(arms, seed=1).key, review_of(arms, count=4).key)}) == 3


def test_lower_case_takes_the_marks_of_a_sentence_and_leaves_numbers(arms: tuple[RunFolder, Path]) -> None:
    """For all arms alike."""
    texts = [turn["text"] for item in review_of(arms, lower=True).shown["items"] for turn in item["turns"]]
    assert "my knee dr roe 2.5 days" in texts
    assert all(text == text.lower() and "?" not in text for text in texts)


def test_the_page_does_not_hold_its_key(arms: tuple[RunFolder, Path], tmp_path: Path) -> None:
    """Page and key are two files of their owner's; another review does not overwrite a key."""
    page = tmp_path / "page.html"
    order = ["review", str(arms[0].path), "--with", str(arms[1]), "--to", str(page)]
    assert CliRunner().invoke(app, order).exit_code == 0
    first = page.read_bytes()
    assert CliRunner().invoke(app, order).exit_code == 0 and page.read_bytes() == first
    (shown,) = blocks(first)["review"]
    key = tmp_path / "page.key.json"
    assert shown["review"] == orjson.loads(key.read_bytes())["review"] and "people" not in str(shown["items"])
    assert {path.stat().st_mode & 0o077 for path in (page, key)} == {0}
    assert "another review" in refused(*order[1:], "--seed", "5")
    assert page.read_bytes() == first


@pytest.mark.parametrize("tool", ["label-studio", "potato"])
def test_tasks_of_other_programs_are_the_same_blinded_conversations(
    tool: str, arms: tuple[RunFolder, Path], tmp_path: Path
) -> None:
    """The items of the page in their order with their turns, no arm in any file, the names that the configuration reads are in the data, all
    kinds of faults to choose from, and the key beside the folder."""
    folder = tmp_path / "tasks"
    order = ["review", str(arms[0].path), "--with", str(arms[1]), "--for", tool, "--to", str(folder)]
    assert CliRunner().invoke(app, order).exit_code == 0
    shown = review_of(arms).shown
    if tool == "label-studio":
        tasks = [task["data"] for task in orjson.loads((folder / "tasks.json").read_bytes())]
        told = [[(turn["author"], turn["text"]) for turn in task["dialogue"]] for task in tasks]
        root = ElementTree.fromstring((folder / "config.xml").read_text())
        shows = [tag.attrib["value"] for tag in root if tag.tag in ("Text", "Paragraphs")]
        assert all(name[1:] in task for name in shows for task in tasks)
        named = {tag.attrib["name"] for tag in root.iter() if "name" in tag.attrib}
        assert {tag.attrib["toName"] for tag in root.iter() if "toName" in tag.attrib} <= named
        codes = {tag.attrib["value"] for tag in root.iter("Choice")}
        notes = [task["note"] for task in tasks]
    else:
        made = yaml.safe_load((folder / "config.yaml").read_text())
        fields = {field["type"]: field["key"] for field in made["instance_display"]["fields"]}
        tasks = [orjson.loads(line) for line in (folder / made["data_files"][0]).read_bytes().splitlines()]
        assert all({*made["item_properties"].values(), *fields.values()} <= set(task) for task in tasks)
        told = [[(turn["speaker"].split(". ")[1], turn["text"]) for turn in task[fields["dialogue"]]] for task in tasks]
        (kinds,) = (scheme for scheme in made["annotation_schemes"] if scheme["name"] == "kinds")
        codes = {label["name"] for label in kinds["labels"]}
        notes = [task[fields["text"]] for task in tasks]
    assert told == [[(turn["who"], turn["text"]) for turn in item["turns"]] for item in shown["items"]]
    assert notes == [item["note"] for item in shown["items"]] and {code for code, _ in shown["codes"]} <= codes
    every = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert not any(word in every for word in (b"p-n", b'"arm"', b"Mother"))
    assert orjson.loads((tmp_path / "tasks.key.json").read_bytes())["review"] == shown["review"]
    assert "empty folder" in refused(*order[1:]) and "--for" in refused(*order[1:5], "--for", "excel")


def answered(key: ReviewKey, reader: str, folder: Path, marks: Marks, skip: int = 0) -> Path:
    """A file as the page saves it; the last ``skip`` conversations are not finished."""
    rows: list[Json] = [{"review": key.review, "form": key.form.name, "reader": reader}]
    names = list(key.items)
    for number, item in enumerate(names):
        rows += [
            {"item": item, "turn": turn, "severity": severity, "code": code}
            for turn, (severity, code) in marks.get(item, {}).items()
        ]
        done = number < len(names) - skip
        rows.append({"item": item, "done": done, "guess": "people", "sure": 3, "real": 2, "remark": ""})
    path = folder / f"{reader}.jsonl"
    path.write_bytes(b"\n".join(map(orjson.dumps, rows)))
    return path


@pytest.fixture
def key(arms: tuple[RunFolder, Path], tmp_path: Path) -> ReviewKey:
    """The key of a review, read from its file."""
    file = tmp_path / "review.key.json"
    file.write_bytes(orjson.dumps(review_of(arms).key))
    return read_key(file)


def test_counts_are_what_was_marked(key: ReviewKey, tmp_path: Path) -> None:
    """By arm and reader; two readers who mark alike agree wholly; who told all for people was right in half."""
    people = [item.item for item in key.items.values() if item.arm == "people"]
    marks = {item: {0: (3, "CN"), 1: (1, "FP")} for item in people}
    files = [answered(key, name, tmp_path, marks) for name in ("ann", "ben")]
    made = count_review(key, read_answers(files, key))
    assert [(row["arm"], row["reader"]) for row in made["arms"]] == [
        ("made", "ann"), ("made", "ben"), ("people", "ann"), ("people", "ben"),
    ]  # fmt: skip
    row = made["arms"][2]
    assert (row["conversations"], row["turns"], row["severity_3_a_conversation"]) == (4, 12, 1.0)
    assert [share["share"] for share in row["shares"].values()] == pytest.approx([8 / 12, 4 / 12, 4 / 12])
    assert all(share["low"] < share["share"] < share["high"] for share in row["shares"].values())
    assert row["codes"] == {"CN": 4, "FP": 4}
    assert made["arms"][0]["shares"]["any"]["share"] == 0 < made["arms"][0]["shares"]["any"]["high"]
    assert [(one["right"], one["of"]) for one in made["guesses"]] == [(4, 8)] * 2
    assert {of["value"] for of in made["agreement"]["alpha"].values()} == {1.0}
    assert {name: of["value"] for name, of in made["agreement"]["pairs"][0]["kappa"].items()} == {
        "any": 1.0,
        "severity 2+": 1.0,
        "severity 3": 1.0,
    }
    told = CliRunner().invoke(
        app, ["review", "--answers", str(files[0]), str(files[1])]
    )  # the key is found beside them
    assert told.exit_code == 0 and "4 of 8" in told.output and "people" in told.output


def test_gaps_and_habits_are_told(key: ReviewKey, tmp_path: Path) -> None:
    """Who left conversations out, gave marks without a kind, or always pressed the same key, is named; a conversation that was
    not finished is not counted."""
    every: Marks = {item.item: dict.fromkeys(range(item.turns), (2, "GR")) for item in key.items.values()}
    some = {item: {0: (1, "FP"), **({1: (2, "")} if n == 0 else {})} for n, item in enumerate(key.items)}
    files = [
        answered(key, "same", tmp_path, every),
        answered(key, "fine", tmp_path, {}),
        answered(key, "gaps", tmp_path, some, skip=3),
    ]
    made = count_review(key, read_answers(files, key))
    same, fine, gaps, bare = made["remarks"]
    assert same.startswith("same") and "every turn the same (2)" in same
    assert fine.startswith("fine") and "every turn the same (0)" in fine
    assert "finished 5 of 8" in gaps and "1 marks without a kind" in bare
    assert sum(row["conversations"] for row in made["arms"] if row["reader"] == "gaps") == 5


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"item": "c999", "turn": 0, "severity": 1}, "no conversation"),
        ({"item": "c001", "turn": 999, "severity": 1}, "has turns 0 to"),
        ({"item": "c001", "turn": True, "severity": 1}, "has turns"),
        ({"item": "c001", "turn": 0, "severity": 4}, "severity"),
        ({"item": "c001", "turn": 0, "severity": "2"}, "severity"),
        ({"item": "c001", "turn": 0, "severity": 1, "code": "ZZ"}, "kind"),
        ({"item": "c001", "turn": 0, "severity": 0, "code": "GR"}, "kind"),
        ({"item": "c001", "guess": "me"}, "guess"),
        ({"item": "c001", "sure": 9}, "1 to 5"),
        ([1], "no object"),
        ("{", "no JSON"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_with_its_line(
    line: Json | list[int] | str, words: str, key: ReviewKey, tmp_path: Path
) -> None:
    """Nothing of such a file is counted."""
    head = orjson.dumps({"review": key.review, "reader": "ann"})
    path = tmp_path / "a.jsonl"
    path.write_bytes(head + b"\n" + (line.encode() if isinstance(line, str) else orjson.dumps(line)))
    said = refused("--answers", str(path))
    assert words in said and "line 2" in said


def test_what_cannot_be_is_said_in_one_sentence(arms: tuple[RunFolder, Path], key: ReviewKey, tmp_path: Path) -> None:
    """One arm, no run, files that are missing, twice there, or of another review."""
    run = str(arms[0].path)
    assert "one arm" in refused(run)
    assert "Name a run" in refused()
    other = tmp_path / "other.jsonl"
    other.write_text('{"note_id": "nobody", "text": "Doctor: Hi."}\n')
    assert "one arm" in refused(run, "--with", str(other))
    mine = answered(key, "ann", tmp_path, {})
    assert "Two of the files" in refused("--answers", str(mine), str(mine))
    assert "cannot be read" in refused("--answers", str(tmp_path / "none.jsonl"))
    assert "not the key" in refused("--answers", str(mine), "--key", str(mine))
    mine.write_text('{"review": "0", "reader": "ann"}\n')
    assert "another review" in refused("--answers", str(mine))
    mine.write_text("")
    assert "does not begin" in refused("--answers", str(mine))
    (tmp_path / "two.key.json").write_text("{}")
    assert "--key" in refused("--answers", str(mine))


def test_agreement_is_that_of_the_papers() -> None:
    """Krippendorff's own example of four observers with missing values (2011, C and E), a table of Cohen's kind, and the ends."""
    observers = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    ]
    units = [[value for value in unit if value is not None] for unit in zip(*observers, strict=True)]
    assert krippendorff_alpha(units) == pytest.approx(0.743, abs=5e-4)
    assert krippendorff_alpha(units, "ordinal") == pytest.approx(0.815, abs=5e-4)
    assert krippendorff_alpha([[1, 1], [2, 2]]) == 1 and krippendorff_alpha([[1, 1], [1, 1]]) is None
    assert krippendorff_alpha([[1], [2]]) is None
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert cohen_kappa(pairs) == pytest.approx(0.4)
    assert cohen_kappa([]) is None and cohen_kappa([(1, 1)]) is None


@pytest.mark.parametrize("times", [16, pytest.param(200, marks=pytest.mark.slow)])
def test_the_interval_of_agreement_covers_it_where_conversations_differ(times: int) -> None:
    """Two readers whose agreement is known from 20,000 turns: 24 conversations that differ among themselves give an interval that holds it in
    nine of ten or so (percentiles of so few run narrow)."""
    draw = random.Random(5)

    def talks(count: int) -> list[Counter[tuple[int, ...]]]:
        found: list[Counter[tuple[int, ...]]] = []
        for _ in range(count):
            faults, agrees = draw.choice((0.05, 0.5)), draw.choice((0.6, 0.95))
            ones = [int(draw.random() < faults) for _ in range(20)]
            found.append(Counter((one, one if draw.random() < agrees else 1 - one) for one in ones))
        return found

    truth = alpha_of(sum(talks(1000), Counter()))
    assert truth is not None
    held = 0
    for _ in range(times):
        between = drawn_interval(talks(24), alpha_of)
        assert between is not None
        held += between[0] <= truth <= between[1]
    assert held >= 0.88 * times


def test_intervals_cover_what_they_should() -> None:
    """Student's t by its table; of turns that are alike within a conversation, the interval holds the truth as often as it says,
    and one that takes turns for independent does not."""
    for degrees, value in ((1, 12.706), (2, 4.303), (3, 3.182), (10, 2.228), (29, 2.045), (120, 1.980), (10**6, 1.96)):
        assert t_quantile(degrees) == pytest.approx(value, abs=1e-3)
    assert clustered_share([]) is None and clustered_share([(1, 4)]) == (0.25, 0, 1)
    draw, truth, held, naive = random.Random(3), 0.2, 0, 0
    for _ in range(1000):
        clusters = [
            (sum(draw.random() < level for _ in range(30)), 30) for level in (draw.betavariate(2, 8) for _ in range(12))
        ]
        found = clustered_share(clusters)
        assert found is not None
        held += found[1] <= truth <= found[2]
        low, high = wilson(found[0], 360)
        naive += low <= truth <= high
    assert held >= 930 and naive < 850
