"""Notes are planted by seed alone, every frame can be filled, and the judge knows right from wrong."""

import random

import pytest

from bedside.benchmarks.planted_notes import (
    KINDS,
    Expected,
    Frame,
    Planted,
    fill,
    frames,
    grammar,
    long_notes,
    short_notes,
)
from bedside.benchmarks.planted_verdicts import extra, judge
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Fact, Note
from bedside.scenarios.span import Span
from bedside.scenarios.statement import ROLES, Argument

EVERY = [frame for kind in KINDS for frame in frames(kind)] + list(grammar())


@pytest.mark.no_cover
@pytest.mark.parametrize("frame", EVERY, ids=lambda frame: frame.name)
def test_a_frame_is_well_formed(frame: Frame) -> None:
    for sex in (0, 1):
        planted = fill(frame, random.Random(7), sex)
        assert planted.expected
        assert not set("<>{}\\") & set(planted.text) or frame.kind == "format"
        for one in planted.expected:
            assert planted.text[one.start : one.start + len(one.text)] == one.text
            assert one.kinds <= set(ROLES)
            assert all(text and "{" not in text for _, text in one.arguments)


def test_each_kind_has_25_frames() -> None:
    assert all(len(frames(kind)) >= 25 for kind in KINDS)
    assert {frame.kind for frame in grammar()} >= set(ROLES) - {"none", "opaque"}


def test_a_seed_decides() -> None:
    assert short_notes("negation", 60, 3) == short_notes("negation", 60, 3)
    assert short_notes("negation", 60, 3) != short_notes("negation", 60, 4)
    assert long_notes(30, 3) == long_notes(30, 3)
    assert long_notes(30, 3) != long_notes(30, 4)


def test_long_notes_hold_what_is_expected_once() -> None:
    for planted in long_notes(60, 5):
        assert len(planted.expected) >= 4
        texts = [one.text.lower() for one in planted.expected]
        assert len(texts) == len(set(texts))
        assert all(planted.text[one.start : one.start + len(one.text)] == one.text for one in planted.expected)


def _note(polarity: str, kind: str = "symptom") -> Note:
    span = Span(start=3, end=8)
    what = Argument(role="what", text="fever", span=span)
    fact = Fact.model_validate(
        {
            "id": "f1", "section": "history", "text": "fever", "span": span, "polarity": polarity, "kind": kind,
            "arguments": (what,),
        }
    )  # fmt: skip
    return Note(id="n", text="No fever", facts=(fact,))


def test_the_judge() -> None:
    planted = Planted("n", "No fever", (Expected("fever", 3, frozenset({"symptom"}), polarity="denied"),))
    terms = Terminology.load()
    assert judge(planted, _note("denied"), terms)[0].wrong == ()
    assert judge(planted, _note("present"), terms)[0].wrong == ("polarity",)
    assert judge(planted, _note("denied", "drug"), terms)[0].wrong == ("as drug",)
    assert judge(planted, Note(id="n", text="No fever"), terms)[0].wrong == ("unread",)
    assert not list(extra(planted, _note("present")))
    assert list(extra(planted, _note("present", "drug")))
