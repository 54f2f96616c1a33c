"""What validate and lint find: at the word, with the mend, in four formats, all at once, and never against simulate."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bedside.orchestrator.api.simulate_one import simulate
from bedside.orchestrator.cases.case_input import read_case
from bedside.orchestrator.cases.diagnostics import FORMATS, shown
from bedside.orchestrator.cases.lint import look
from bedside.orchestrator.cases.rules import Rule, rules, with_table
from bedside.orchestrator.cli.main import app
from bedside.orchestrator.failures import Problem
from bedside.scenarios.case import PROTOCOL_NAMES
from bedside.scenarios.load import presets
from bedside.scenarios.setting import setting_names

BROKEN = Path(__file__).parents[1] / "scenarios" / "broken"
EXPECTED = [row.split("\t") for row in (BROKEN / "expected.tsv").read_text(encoding="utf-8").splitlines()[1:]]
RUNNER = CliRunner()


@pytest.mark.parametrize(("name", "line", "code", "suggestion"), EXPECTED, ids=[row[0] for row in EXPECTED])
def test_a_broken_file_is_answered_at_its_line(name: str, line: str, code: str, suggestion: str) -> None:
    """The first finding has the line, the rule and the word that was meant; the golden text is what a person sees."""
    found, files = look([BROKEN / name])
    first = found[0]
    assert files == 1
    assert (str(first.line), first.code, first.suggestion or "-") == (line, code, suggestion)
    assert first.mend
    golden = (BROKEN / "golden.txt").read_text(encoding="utf-8").split("\n== ")
    expected = next(part for part in golden if part.removeprefix("== ").startswith(f"{name}\n"))
    assert (
        shown(found, "text").replace(f"{BROKEN}/", "").replace(str(BROKEN), ".").rstrip()
        == expected.split("\n", 1)[1].rstrip()
    )


def test_there_are_enough_of_them_and_every_one_is_expected() -> None:
    """Forty broken files at least, none without its line."""
    names = {path.name for path in BROKEN.glob("*.case.yaml")}
    assert names == {row[0] for row in EXPECTED}
    assert len(names) >= 40


def test_all_mistakes_of_all_files_come_in_one_pass() -> None:
    """A file that is no YAML stops nothing but itself, and a file with two mistakes shows both."""
    result = RUNNER.invoke(app, ["validate", str(BROKEN)])
    assert result.exit_code == 2
    for name, line, code, _ in EXPECTED:
        assert re.search(rf"{re.escape(name)}:{line}:\d+: error {code} ", result.output)


def test_two_mistakes_of_one_file_are_both_shown(tmp_path: Path) -> None:
    """Mending one mistake does not bring up the next."""
    file = tmp_path / "x.case.yaml"
    file.write_text("id: x\nnote: Cough.\nseting: clinic\npatient: {mood: grumpy}\n", encoding="utf-8")
    assert [one.line for one in look([file])[0]] == [3, 4]


@pytest.mark.parametrize("rule", rules().values(), ids=list(rules()))
def test_every_rule_has_examples_that_hold(rule: Rule, tmp_path: Path) -> None:
    """The bad example shows this rule and no other, the good one shows nothing."""
    for kind in ("bad", "good"):
        text = getattr(rule, kind)
        if not text:
            continue  # needs more than one file, or a very large one: tested by name below
        file = tmp_path / f"{kind}.case.yaml"
        file.write_text(text, encoding="utf-8")
        found = look([file], lint=True, aloud=rule.aloud)[0]
        assert {one.code for one in found} == ({rule.code} if kind == "bad" else set())
        assert all(one.severity == rule.severity for one in found)


def test_rules_that_need_more_than_one_file(tmp_path: Path) -> None:
    """A taken id, a row without a note, a file that is too large."""
    (tmp_path / "rows.jsonl").write_text('{"id": "1"}\n', encoding="utf-8")
    texts = {
        "a": "id: x\nnote: Cough.\n",
        "b": "id: x\nnote: Fever.\n",
        "c": "id: c\nnote: {dataset: rows.jsonl, id: '1'}\n",
    }
    for name, text in {**texts, "d": f"id: d\nnote: {'a' * (1 << 20)}\n"}.items():
        (tmp_path / f"{name}.case.yaml").write_text(text, encoding="utf-8")
    found = look([tmp_path])[0]
    assert sorted((Path(one.file).name, one.code) for one in found) == [
        ("b.case.yaml", "taken-id"),
        ("d.case.yaml", "too-large"),
        ("rows.jsonl", "bad-row"),
    ]


def test_every_sentence_that_comes_out_badly_is_marked_where_it_stands(tmp_path: Path) -> None:
    """With ``--aloud``: what nobody says and what a check finds fault with, at its line and column; a line of one's own mends it. Without
    it a note that is mostly understood has nothing wrong."""
    file = tmp_path / "x.case.yaml"
    head = "id: x\nknowledge: false\nnote: |\n  MEDICATIONS\n  Lisinopril 10 mg daily. Metformin 500 mg twice daily.\n  HISTORY OF PRESENT ILLNESS\n"
    story = "  She denies cough and fever. Blorf snarg quib dreel.\n  She has had heartburn after meals for about two months, worse when she bends over or lies down at night.\n"
    file.write_text(head + story, encoding="utf-8")
    assert look([file], lint=True)[0] == []
    found = look([file], lint=True, aloud=True)[0]
    assert [(one.code, one.line, one.column) for one in found] == [("nobody-says", 7, 31), ("said-badly", 8, 3)]
    assert "copying" in found[1].message and "heartburn" in found[1].message
    line = (
        "lines: [{quote: heartburn after meals, say: I get heartburn after meals. It started about two months ago.}]\n"
    )
    file.write_text(head + story + line, encoding="utf-8")
    assert [one.code for one in look([file], lint=True, aloud=True)[0]] == ["nobody-says"]


def test_the_shipped_cases_have_nothing_wrong() -> None:
    """Validate and lint over the gallery and the templates find nothing."""
    scenarios = Path(__file__).parents[2] / "scenarios"
    found, files = look([scenarios / "cases", scenarios / "templates"], lint=True)
    assert found == []
    assert files > 20


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_names_the_place(format: str) -> None:
    """File, line, column, rule and message stand in each; json and sarif can be read."""
    result = RUNNER.invoke(app, ["validate", str(BROKEN / "value-persona.case.yaml"), "--format", format])
    assert result.exit_code == 2
    out = result.stdout
    assert "value-persona.case.yaml" in out
    assert "unknown-value" in out
    if format == "json":
        (one,) = json.loads(out)
        assert (one["line"], one["column"], one["end"], one["suggestion"]) == (5, 12, 18, "anxious")
    if format == "github":
        assert re.match(r"::error file=\S+,line=5,col=12,endColumn=18,title=unknown-value::", out)
    if format == "sarif":
        (run,) = json.loads(out)["runs"]
        (result_one,) = run["results"]
        assert run["tool"]["driver"]["rules"][result_one["ruleIndex"]]["id"] == result_one["ruleId"] == "unknown-value"
        region = result_one["locations"][0]["physicalLocation"]["region"]
        assert region == {"startLine": 5, "startColumn": 12, "endColumn": 18}
        assert json.loads(out)["version"] == "2.1.0"


def test_a_workflow_command_cannot_be_broken_by_a_file(tmp_path: Path) -> None:
    """A line break or a percent sign in a message stays inside its command."""
    file = tmp_path / "x.case.yaml"
    file.write_text('id: x\nnote: Cough.\nsetting: "a\\n::error::%25"\n', encoding="utf-8")
    out = shown(look([file])[0], "github")
    assert out.count("\n") == 0
    assert out.count("::error ") == 1


def test_a_finding_is_silenced_where_the_file_says_so(tmp_path: Path) -> None:
    """On its line, on the line above, on the note's line, before the first key; and nothing else is."""
    note = "note: |\n  Cough. Call 555-867-5309.\n"
    for text, left in (
        (f"id: x\n{note}", 1),
        (f"id: x\n# bedside: ignore phi\n{note}", 0),
        (f"# bedside: ignore phi\nid: x\n{note}", 0),
        (f"# bedside: ignore age, phi\nid: x\n{note}", 0),
        (f"# bedside: ignore age\nid: x\n{note}", 1),
        ("id: x\nnote: Cough\ntitle: no # bedside: ignore ambiguous\n", 0),
    ):
        file = tmp_path / "x.case.yaml"
        file.write_text(text, encoding="utf-8")
        assert len(look([file], lint=True)[0]) == left, text


def test_a_finding_in_a_note_of_its_own_file_is_shown_there(tmp_path: Path) -> None:
    """The place is in the note's file."""
    (tmp_path / "n.txt").write_text("Cough.\nMRN 123456 on file.\n", encoding="utf-8")
    file = tmp_path / "x.case.yaml"
    file.write_text("id: x\nnote: {file: n.txt}\n", encoding="utf-8")
    (one,) = (found for found in look([file], lint=True)[0] if found.code == "phi")
    assert (Path(one.file).name, one.line, one.column) == ("n.txt", 2, 5)


def test_a_folder_of_many_is_looked_through_by_two_processes(tmp_path: Path) -> None:
    """The same findings in the same order as by one."""
    for number in range(12):
        text = f"id: c{number % 11}\nnote: Cough.\n" + ("seting: x\n" if number % 3 == 0 else "")
        (tmp_path / f"{number:02d}.case.yaml").write_text(text, encoding="utf-8")
    import bedside.orchestrator.cases.lint as linting

    one = look([tmp_path], workers=1)
    kept, linting.POOLED = linting.POOLED, 1
    try:
        assert look([tmp_path], workers=2) == one
    finally:
        linting.POOLED = kept
    assert len(one[0]) == 4


CASES = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["a", "b-1", "c.d"]),
        "note": st.sampled_from(
            ["Cough for 3 days. Plan: rest.", "HISTORY\nHe has had a fever. He denies pain.", "", " "]
        ),
    },
    optional={
        "setting": st.sampled_from([*setting_names(), "spa"]),
        "protocol": st.sampled_from([*PROTOCOL_NAMES, "interview/none", "talk"]),
        "style": st.sampled_from(["visit", "gp", "nowhere"]),
        "language": st.sampled_from(["en", "en-GB", "xx"]),
        "seed": st.integers(-1, 5),
        "interview": st.sampled_from(
            [{"label": "positive"}, {"label": "negative", "severity": "severe"}, {"label": "x"}]
        ),
        "patient": st.fixed_dictionaries(
            {},
            optional={
                "persona": st.sampled_from([*presets(), "nobody"]),
                "age": st.integers(-1, 130),
                "companion": st.sampled_from(["mother", "nurse"]),
                "withholds": st.lists(st.sampled_from(["cough", "fever"]), max_size=2),
            },
        ),
        "models": st.sampled_from(
            [{"default": "agenda"}, {"default": "scripted"}, {"default": "opnai:m"}, {"default": "x"}]
        ),
        "limits": st.fixed_dictionaries({"turns": st.integers(2, 30)}),
        "expect": st.sampled_from([{"covers": ["cough"]}, {"label": "positive"}, {"max_turns": 0}]),
    },
)


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(case=CASES)
def test_what_validate_accepts_runs_and_what_it_refuses_does_not(case: dict[str, Any], tmp_path: Path) -> None:
    """Over generated cases: the same verdict from validate and simulate, and an accepted case comes to its end."""
    file = tmp_path / "x.case.yaml"
    file.write_text(json.dumps(case), encoding="utf-8")  # JSON is YAML
    found = look([file])[0]
    if found:
        with pytest.raises(Problem) as refused:
            read_case(file)
        for one in found:
            assert f"{one.line}:{one.column}: {one.message}" in str(refused.value)
    else:
        record = simulate(file, knowledge=False)
        assert record.turns


def test_explain_knows_every_code_and_the_nearest() -> None:
    """A code is explained with its examples; a misspelt one names the one meant."""
    assert "Bad:" in RUNNER.invoke(app, ["explain", "phi"]).output
    result = RUNNER.invoke(app, ["explain", "unknown-kye"])
    assert isinstance(result.exception, Problem)
    assert "'unknown-key'" in str(result.exception)
    listed = RUNNER.invoke(app, ["explain"]).output
    assert all(code in listed for code in rules())


def test_the_page_has_every_rule(repo: Path) -> None:
    """docs/authoring.md is made from the rules."""
    page = (repo / "docs" / "authoring.md").read_text(encoding="utf-8")
    assert with_table(page) == page
