"""The guideline store of a process: opened once, and anew where the corpus is another."""

from pathlib import Path

import pytest

from bedside.orchestrator.build.guideline_store import CORPUS_VARIABLE, open_guideline_store


def test_it_is_opened_once_for_as_long_as_the_corpus_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A changed word is another corpus, and what is found is what it says."""
    monkeypatch.setenv(CORPUS_VARIABLE, str(tmp_path))
    (tmp_path / "knee.md").write_text("# Knee pain\n\nRest the knee.\n")
    first = open_guideline_store()
    assert open_guideline_store() is first
    (tmp_path / "knee.md").write_text("# Knee pain\n\nLift the knee.\n")
    second = open_guideline_store()
    assert second.digest != first.digest and second.retriever is not None
    assert "Lift" in second.retriever.find("knee pain", 1)[0].passage.text
