"""A finder of the user's own: its findings are added, Presidio's form is understood, and what it cannot be is a sentence."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bedside.agents.identifiers import engine
from bedside.agents.identifiers.engine import IdentifierEngineError
from bedside.agents.identifiers.find import identifiers

TEXT = "Seen on Ward Seven by a nurse. Mr. Okonkwo lives behind the blue mill."
WARD = TEXT.index("Ward Seven")
Named = Callable[[str, str], None]


@pytest.fixture
def named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Named]:
    """Writes a module and names something in it."""

    def name(source: str, attribute: str) -> None:
        (tmp_path / f"engine_{tmp_path.name}.py").write_text(source)
        monkeypatch.syspath_prepend(str(tmp_path))
        monkeypatch.setenv(engine.VARIABLE, f"engine_{tmp_path.name}:{attribute}")

    yield name
    engine._engine.cache_clear()  # pyright: ignore[reportPrivateUsage]


def found(text: str) -> dict[str, str]:
    return {text[one.span.start : one.span.end]: one.kind for one in identifiers(text)}


def test_a_function_adds_to_what_is_found(named: Named) -> None:
    before = found(TEXT)
    assert "Okonkwo" in " ".join(before) and "Ward Seven" not in before
    named(f"def find(text):\n    return [({WARD}, {WARD + 10}, 'address')] if 'Ward' in text else []\n", "find")
    assert found(TEXT) == {**before, "Ward Seven": "address"}


def test_an_analyzer_is_asked_in_the_language_of_the_text(named: Named) -> None:
    named(
        "class Result:\n"
        "    def __init__(self, start, end, entity_type):\n"
        "        self.start, self.end, self.entity_type, self.score = start, end, entity_type, .9\n"
        "class Analyzer:\n"
        "    def analyze(self, text, language):\n"
        "        at = text.find('the blue mill')\n"
        "        return [Result(at, at + 13, 'LOCATION'), Result(0, 4, 'DATE_TIME')] if language == 'en' and at >= 0 else []\n"
        "mine = Analyzer()\n",
        "mine",
    )
    assert found(TEXT)["the blue mill"] == "address" and "Seen" not in found(TEXT)


@pytest.mark.parametrize(
    ("source", "attribute", "told"),
    [
        ("", "find", "cannot be used"),
        ("find = 3", "find", "no function"),
        ("def find(text): raise KeyError('lists')", "find", "KeyError"),
        ("def find(text): return None", "find", "TypeError"),
        ("def find(text): return [(0, 10**6, 'name')]", "find", "1000000"),
        ("def find(text): return [(0, 4, 'mood')]", "find", "'mood'"),
        ("def find(text): return ['name']", "find", "failed with"),
    ],
)
def test_what_cannot_be_used_is_a_sentence(source: str, attribute: str, told: str, named: Named) -> None:
    named(source, attribute)
    with pytest.raises(IdentifierEngineError, match=told) as raised:
        identifiers(TEXT)
    assert engine.VARIABLE in str(raised.value) and "\n" not in str(raised.value)
