"""``compare --leaderboard``: many runs over the cases that all have, in one table; mixed versions and other notes are refused, and the
page sorts, fits a small screen and can be read by everyone."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from browsing import Reader, in_browser
from test_evaluate import TURNS, row, written

from bedside.orchestrator.failures import Problem
from bedside.orchestrator.scorecards.evaluate import evaluate
from bedside.orchestrator.scorecards.leaderboard import RankedRun, leaderboard
from bedside.orchestrator.scorecards.leaderboard_page import leaderboard_page
from bedside.orchestrator.scorecards.score_file import read_scores
from bedside.orchestrator.scorecards.talk_file import FileTalks
from tests.commands import run_command

Json = dict[str, Any]
FALSE = [
    *TURNS[:1],
    {"speaker": "patient", "text": "I have had this cough for nine days, a rash and asthma."},
    *TURNS[2:],
]


def entry(folder: Path, name: str, *rows: Json, people: Path | None = None) -> RankedRun:
    """A run of these dialogues, scored."""
    file = written(folder / f"{name}.jsonl", *rows)
    card = evaluate(FileTalks(file), [FileTalks(people)] if people else [], folder / name)
    return RankedRun(name, read_scores(folder / name / "scores.jsonl", name), card)


def three(folder: Path) -> list[RankedRun]:
    """A good run, a false one, and one that has half of the notes; people of other notes beside them."""
    people = written(folder / "people.jsonl", *(row(f"p{number}", turns=[*TURNS, *TURNS[:1]]) for number in range(6)))
    good = [row(f"n{number}") for number in range(12)]
    false = [{**one, "turns": FALSE} for one in good]
    return [
        entry(folder, name, *rows, people=people)
        for name, rows in (("good", good), ("false", false), ("half", good[:6]))
    ]


def of(board: Json, metric: str) -> Json:
    """The row of a metric."""
    return next(row for row in board["metrics"] if row["metric"] == metric)


def test_only_cases_that_all_have_are_counted(tmp_path: Path) -> None:
    """Each run's mean over the six cases in common, with interval; what was measured over more of them is null and says so."""
    entries = three(tmp_path)
    board = leaderboard(entries)
    assert board["cases"] == 6 and [run["name"] for run in board["runs"]] == ["good", "false", "half"]
    unsupported = of(board, "unsupported")["scores"]
    assert [one["n"] for one in unsupported] == [6, 6, 6]
    assert unsupported[0]["value"] == unsupported[2]["value"] < unsupported[1]["low"]
    distance = of(board, "turns_distance")["scores"]
    assert "more dialogues" in distance[0]["reason"] and distance[2]["value"] is not None
    assert of(board, "unsupported")["reference"]["value"] is not None
    assert [one and one["compared"] for one in board["unlike_people"]["grounding"]][:2] == [None, None]
    assert any("6 dialogues of good" in remark for remark in board["remarks"])
    whole = leaderboard(entries[:2])
    assert whole["cases"] == 12 and all(one["unlike"] <= one["compared"] for one in whole["unlike_people"]["grounding"])


def test_what_does_not_go_together_is_refused(tmp_path: Path) -> None:
    """Two versions of a metric of a dialogue, or of a set; runs without a note in common. Another reference takes what compares with
    people away."""
    good, false, half = three(tmp_path)
    assert good.card is not None
    lines = half.scores.path.read_bytes().replace(b'"coverage":{"version":1', b'"coverage":{"version":0')
    older = written(tmp_path / "older.jsonl")
    older.write_bytes(lines)
    with pytest.raises(
        Problem, match=r"coverage was scored by version 1 in good and 0 in old: run bedside evaluate old"
    ):
        leaderboard([good, false, RankedRun("old", read_scores(older, "old"), half.card)])
    rows = [one | {"version": 9} if one["metric"] == "turns_distance" else one for one in good.card["metrics"]]
    with pytest.raises(Problem, match="turns_distance"):
        leaderboard([RankedRun("new", good.scores, good.card | {"metrics": rows}), false])
    with pytest.raises(Problem, match="no note that all"):
        leaderboard([good, entry(tmp_path, "other", row("x", note="Another. She has asthma."))])
    apart = leaderboard([good, RankedRun("false", false.scores, (false.card or {}) | {"reference": "others"})])
    assert "another reference" in of(apart, "turns_distance")["scores"][0]["reason"]
    assert apart["reference"] is None and not apart["unlike_people"]
    bare = leaderboard([good, RankedRun("bare", false.scores)])
    assert "scorecard" in of(bare, "self_bleu_30")["scores"][1]["reason"]


def test_the_command_writes_a_page(tmp_path: Path) -> None:
    """Names are those of the files; a page that is none, one run alone, and three without the option are refused."""
    for one in three(tmp_path):
        assert one.card is not None
    folders = [tmp_path / name for name in ("good", "false")]
    page = tmp_path / "pages" / "board.html"
    done = run_command("compare", *folders, "--leaderboard", page, "--json", text=True)
    assert done.returncode == 0, done.stderr
    assert [run["name"] for run in orjson.loads(done.stdout)["runs"]] == ["good", "false"]
    assert "http" not in page.read_text("utf-8").replace("http-equiv", "")
    shown = run_command("compare", *folders, "--leaderboard", page, text=True)
    assert "2 runs over 12 cases" in shown.stdout
    for given, said in (
        ((*folders, "--leaderboard", tmp_path / "board.txt"), ".html"),
        ((folders[0], "--leaderboard", page), "two different runs"),
        ((*folders, tmp_path / "half"), "--leaderboard"),
    ):
        done = run_command("compare", *given, text=True)
        assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr


@pytest.mark.needs_program("chromium")
@in_browser
def test_the_page_sorts_and_can_be_read_by_everyone(tmp_path: Path, reader: Reader) -> None:
    """A click sorts, another turns it round, what has no value stays last; no violation of axe's rules, wide and at 320 pixels, where
    nothing but the table itself runs over the side."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    file = tmp_path / "board.html"
    file.write_text(leaderboard_page(leaderboard(three(tmp_path))), encoding="utf-8")
    reader.opened.add(file.as_uri())
    page = reader.page
    page.goto(file.as_uri())
    rows = ".sorted tbody th"
    assert reader.texts(rows) == ["good", "false", "half"]
    page.click("[data-name=concept_precision] button")
    assert (
        reader.texts(rows)[-1] == "false"
        and page.get_attribute("[data-name=concept_precision]", "aria-sort") == "descending"
    )
    page.click("[data-name=concept_precision] button")
    assert reader.texts(rows)[0] == "false"
    page.click("[data-name=turns_distance] button")
    assert reader.texts(rows)[0] == "half"
    page.click("[data-name=run] button")
    assert reader.texts(rows) == ["false", "good", "half"]
    assert "run" in page.inner_text("[role=status]")
    found: list[Any] = []
    for width, scheme in ((1280, "light"), (320, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.wait_for_timeout(50)
        result = axe.Axe().run(page)
        found += [(width, one["id"], one["nodes"][0]["html"]) for one in result.response["violations"]]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert found == []
