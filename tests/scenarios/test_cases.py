"""The gallery: every shipped case loads, and together they differ in what a visit can differ in."""

from pathlib import Path
from typing import get_args

import pytest

from bedside.scenarios.case import PROTOCOL_NAMES, Case, Setting
from bedside.scenarios.gallery import gallery_page
from bedside.scenarios.load import load_cases, presets, read_note, resolve_persona


@pytest.fixture(scope="module")
def gallery(repo: Path) -> dict[Path, Case]:
    """All shipped cases by file."""
    loaded = load_cases([repo / "scenarios" / "cases"])
    assert not loaded.mistakes, "\n".join(map(str, loaded.mistakes))
    return loaded.cases


def test_every_case_is_a_whole_visit(gallery: dict[Path, Case]) -> None:
    """Each has a title, a note long enough to talk about, and the file name of its id."""
    for path, case in gallery.items():
        assert path.name == f"{case.id}.case.yaml"
        assert case.title
        words = len(read_note(case, path.parent).split())
        if case.interview is None:  # an interview's facts are drawn, and its note only says who comes
            assert 25 <= words <= 450, case.id
        assert resolve_persona(case).age is not None, case.id


def test_the_gallery_is_varied(gallery: dict[Path, Case]) -> None:
    """Specialty, setting, age, persona and company all vary; no two cases are the same visit retold."""
    cases = list(gallery.values())
    ages = sorted(case.patient.age or 0.0 for case in cases)
    assert len(cases) >= 14
    assert ages[0] < 1
    assert ages[-1] >= 90
    assert len({case.physician.specialty for case in cases}) >= 9
    assert len({case.patient.persona for case in cases}) >= 10
    assert {"mother", "father", "wife", "nurse", "interpreter"} <= {case.patient.companion for case in cases}
    assert {case.patient.sex for case in cases} == {"female", "male"}
    assert {case.physician.style for case in cases} == {"brisk", "balanced", "unhurried"}


def test_no_sentence_of_a_note_is_used_twice(gallery: dict[Path, Case]) -> None:
    """Fourteen visits are fourteen texts: a line of more than eight words belongs to one note."""
    owner: dict[str, str] = {}
    for path, case in gallery.items():
        for sentence in read_note(case, path.parent).replace("\n", " ").split(". "):
            if len(sentence.split()) > 8:
                assert owner.setdefault(sentence.strip(), case.id) == case.id, sentence


def test_the_page_of_the_gallery_is_the_cases(repo: Path) -> None:
    """docs/gallery.md is made from the files."""
    assert (repo / "docs" / "gallery.md").read_text(encoding="utf-8") == gallery_page()


def test_the_gallery_covers_every_protocol_setting_and_instrument(gallery: dict[Path, Case]) -> None:
    """Forty cases at least, one for each protocol and each setting at least, each with something to expect."""
    assert len(gallery) >= 40
    assert {case.protocol for case in gallery.values()} >= set(PROTOCOL_NAMES)
    assert {case.setting for case in gallery.values()} == set(get_args(Setting))
    assert all(case.expect is not None for case in gallery.values())


def test_the_gallery_has_every_persona(gallery: dict[Path, Case]) -> None:
    """Each shipped persona is met somewhere."""
    assert set(presets()) - {case.patient.persona for case in gallery.values()} == set()
