"""Style profiles as they are shipped and loaded."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.scenarios.style import STYLES, StyleError, load_style, style_names


def test_the_shipped_profiles_load_by_name() -> None:
    """Three kinds of visit are shipped, each under the name in its file, with credit for its corpus."""
    assert style_names() == ("gp", "section", "visit")
    for name in style_names():
        profile = load_style(name)
        assert profile.name == name
        assert "CC BY 4.0" in profile.corpus
        assert load_style(STYLES / f"{name}.json") == profile


def test_shipped_profiles_hold_no_text_but_name_and_credit() -> None:
    """A profile is numbers: besides name and credit its only text is how numbers are written."""
    for name in style_names():
        texts = {key for key, value in load_style(name).model_dump().items() if isinstance(value, str)}
        assert texts == {"name", "corpus", "numbers"}


@pytest.mark.parametrize(("name", "hint"), [("vist", "did you mean 'visit'"), ("zzz", "gp, section, visit")])
def test_an_unknown_name_is_told_with_the_names(name: str, hint: str) -> None:
    """A wrong name is one sentence that says which names there are."""
    with pytest.raises(StyleError, match=hint):
        load_style(name)


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff\xfe", b'{"name": 3}', b" " * 70_000])
def test_what_is_no_profile_is_told(tmp_path: Path, content: bytes) -> None:
    """A file that is no profile is a StyleError with the mend, whatever it holds."""
    path = tmp_path / "odd.json"
    path.write_bytes(content)
    with pytest.raises(StyleError, match="bedside style fit"):
        load_style(path)


def test_unknown_keys_are_refused(tmp_path: Path) -> None:
    """A misspelt key would silently change nothing, so it is an error that names it."""
    path = tmp_path / "more.json"
    path.write_text((STYLES / "visit.json").read_text(encoding="utf-8").replace('"tags"', '"tugs"'), encoding="utf-8")
    with pytest.raises(StyleError, match=r"tags|tugs"):
        load_style(path)


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    """A path that cannot be read is one sentence, not a traceback of the system's."""
    with pytest.raises(StyleError, match="no file"):
        load_style(tmp_path / "none.json")
    with pytest.raises(StyleError, match="cannot be read"):
        load_style(tmp_path)


@given(st.integers(0, 100_000))
def test_turns_stay_within_the_corpus(note_words: int) -> None:
    """However long the note, no more and no fewer turns are expected than the corpus has."""
    for name in style_names():
        profile = load_style(name)
        assert profile.turns_min <= profile.turns(note_words) <= profile.turns_max
