"""A small corpus and its index, built once with the real encoder: what the tests of the store share."""

from pathlib import Path

import pytest

from bedside.knowledge.retrievers.fused import FusedRetriever
from bedside.knowledge.retrievers.index import open_index

GUIDELINE = Path(__file__).with_name("knee-pain.md").read_text("utf-8")


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three guidelines and a user's own text."""
    folder = tmp_path_factory.mktemp("corpus")
    for word in ("knee", "shoulder", "throat"):
        file = folder / f"{word}-pain.md"
        file.write_text(GUIDELINE.replace("knee", word).replace("Knee", word.title()), "utf-8")
    (folder / "clinic.txt").write_text("Our clinic opens at eight. Parking is behind the building.\n", "utf-8")
    return folder


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder of this test session, shared by its worker processes: the export is the slow part."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if base.name.startswith("popen-") else base) / "bedside-cache"


@pytest.fixture(scope="session")
def index(corpus: Path, cache: Path) -> FusedRetriever:
    """The index of the small corpus."""
    return open_index(corpus, build=True, cache=cache)
