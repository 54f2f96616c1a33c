"""Guideline files: what the parser refuses, what the check reports, and that the shipped files pass both."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.knowledge.corpus import GUIDELINES
from bedside.knowledge.guideline import (
    AREAS,
    GuidelineError,
    check_guideline,
    check_guidelines,
    load_guidelines,
    parse_guideline,
    read_guideline,
)
from bedside.knowledge.passage import PassageItem

GOOD = Path(__file__).with_name("knee-pain.md").read_text("utf-8")


def test_shipped_guidelines_have_no_problem() -> None:
    """Every shipped file passes the check, so a build never stops on one."""
    assert [str(problem) for problem in check_guidelines(GUIDELINES)] == []


def test_shipped_guidelines_cover_every_area() -> None:
    """At least 60 documents, none of the six areas left out, none said to be reviewed by a clinician."""
    documents = [one.document for one in load_guidelines(GUIDELINES)]
    assert len(documents) >= 60
    assert {document.area for document in documents} == set(AREAS)
    assert {document.clinical_review for document in documents} == {"none"}


def test_a_good_file_is_read_whole(tmp_path: Path) -> None:
    """Bullets divide at the bar, each section is a passage with the document's source and licence."""
    path = tmp_path / "knee-pain.md"
    path.write_text(GOOD, "utf-8")
    guideline = parse_guideline(path)
    assert guideline.red_flags[0] == PassageItem("sudden weakness in knee", "nerve damage")
    assert guideline.safety_net[2].note == "soon"
    assert [passage.id for passage in guideline.passages] == [
        f"knee-pain#{section}" for section in ("overview", "questions", "red-flags", "advice", "safety-net")
    ]
    flags = guideline.passages[2]
    assert flags.text.split("\n") == [item.text for item in flags.items]
    assert (flags.source, flags.licence, flags.clinical_review) == ("none (general knowledge)", "Apache-2.0", "none")
    assert check_guideline(path) == ()


def test_a_bullet_may_run_over_lines() -> None:
    """Indented lines belong to the bullet above them."""
    guideline, problems = read_guideline(GOOD.replace("- What makes it\u0020", "- What makes\n  it "), "knee-pain.md")
    assert guideline and not problems
    assert guideline.questions[1].text == "What makes it worse?"


def test_sources_keep_their_locator_and_date() -> None:
    """A named source is kept whole and shown in one line."""
    line = 'sources:\n  - {title: "A text", locator: "chunk 3", licence: "CC BY 4.0", read: 2026-11-21}'
    guideline, problems = read_guideline(GOOD.replace("sources: none (general knowledge)", line), "knee-pain.md")
    assert guideline and not problems
    assert guideline.document.source == "A text, chunk 3 (CC BY 4.0), read 2026-11-21"


STRUCTURE = [
    ("clinical_review: none\n", "", 1, "`clinical_review` is missing"),
    ("licence: Apache-2.0\n", "", 1, "`licence` is missing"),
    ("sources: none (general knowledge)\n", "", 1, "`sources` is missing"),
    ("sources: none (general knowledge)", "sources: a book I read", 8, "names no source"),
    ("clinical_review: none", "clinical_review:", 10, "empty"),
    ("licence: Apache-2.0", "licence: 3", 9, "empty or not text"),
    ("kind: complaint", "kind: illness", 4, "`illness` is no kind"),
    ("area: primary care", "area: cardiology", 5, "`cardiology` is no area"),
    ("id: knee-pain", "id: hip-pain", 2, "not the file's name"),
    ("title: Knee pain", "title: Knee pain\ntitle: Knees", 4, "given twice"),
    ("title: Knee pain", "title: Knee pain\nauthor: me", 4, "`author` is unknown"),
    ("title: Knee pain", "title: [Knee", 4, "not YAML"),
    ("## Advice", "## Advise", 29, "is no section"),
    ("## Safety net", "## Advice", 35, "given twice"),
    ("| emergency", "| tomorrow", 36, "how soon"),
    ("| emergency", "", 36, "how soon"),
    ("- What makes it better?", "What makes it better?", 19, "not part of"),
    ("- Warmth may help.", "- Warmth may help. | maybe", 31, "has a bar"),
    ("Warmth", "War\x07mth", 31, "control character"),
]


@pytest.mark.parametrize(("old", "new", "line", "message"), STRUCTURE)
def test_structural_faults_are_refused_with_their_line(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    """A file that a program cannot use raises, and the first words say file, line and fault."""
    assert old in GOOD
    path = tmp_path / "knee-pain.md"
    path.write_text(GOOD.replace(old, new, 1), "utf-8")
    with pytest.raises(GuidelineError) as caught:
        parse_guideline(path)
    assert any(problem.line == line and message in problem.message for problem in caught.value.problems), caught.value
    assert str(caught.value).startswith(f"{path}:")


WORDING = [
    ("- sudden weakness", "- 2 days of weakness", "digit"),
    ("- sudden weakness", "- have sudden weakness", "begins with `have`"),
    ("| nerve damage", "", "why it matters"),
    ("- it is no better in a few weeks", "- it is no better in 6 weeks", "digit"),
    ("- you get a fever with it", "- if you get a fever with it", "begins with `if`"),
    ("What makes it worse?", "What makes it worse? And better?", "not one question"),
    ("What makes it worse?", "Tell me what makes it worse.", "not one question"),
    ("Warmth may help.", "Warmth may help", "not a sentence"),
    ("Warmth may help.", "Take 400 mg of something.", "dose"),
    ("Warmth may help.", "It will definitely go away.", "promise"),
    ("- Has it happened before?\n", "", "4 bullets"),
    ("- What makes it better?", "- What makes it worse?", "twice"),
]


@pytest.mark.parametrize(("old", "new", "message"), WORDING)
def test_wording_is_reported_but_still_readable(tmp_path: Path, old: str, new: str, message: str) -> None:
    """What a patient should not hear fails the check; the parser still reads the file."""
    assert old in GOOD
    path = tmp_path / "knee-pain.md"
    path.write_text(GOOD.replace(old, new, 1), "utf-8")
    assert parse_guideline(path).id == "knee-pain"
    assert any(message in problem.message for problem in check_guideline(path))


def test_every_problem_is_found_in_one_pass(tmp_path: Path) -> None:
    """An author sees all faults of all files at once, in file and line order."""
    bad = GOOD.replace("licence: Apache-2.0\n", "").replace("| emergency", "").replace("- sudden", "- 3 sudden")
    (tmp_path / "a.md").write_bytes(b"\xff\xfe")
    (tmp_path / "knee-pain.md").write_text(bad, "utf-8")
    problems = check_guidelines(tmp_path)
    assert [Path(problem.path).name for problem in problems] == ["a.md", "knee-pain.md", "knee-pain.md", "knee-pain.md"]
    assert [problem.line for problem in problems[1:]] == sorted(problem.line for problem in problems[1:])


@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_give_a_guideline_or_its_error(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """No file can raise anything but a GuidelineError."""
    path = tmp_path_factory.getbasetemp() / "any.md"
    path.write_bytes(content)
    with pytest.raises(GuidelineError):
        parse_guideline(path)
    assert check_guideline(path)


@given(st.data())
def test_any_edit_of_a_good_file_gives_a_guideline_or_its_error(data: st.DataObject) -> None:
    """Cutting, doubling and planting text anywhere never breaks the parser, and what it reads is complete."""
    start = data.draw(st.integers(0, len(GOOD)))
    end = data.draw(st.integers(start, min(len(GOOD), start + 60)))
    planted = data.draw(
        st.text(max_size=20)
        | st.sampled_from(["---\n", "## Advice\n", "- ", "|", "&a *a", "!!python/x ", "{", "2026-99-99"])
    )
    guideline, problems = read_guideline(GOOD[:start] + planted + GOOD[end:], "knee-pain.md")
    assert guideline or any(problem.depth == "structure" for problem in problems)
    if guideline:
        assert all(passage.text.strip() for passage in guideline.passages)
