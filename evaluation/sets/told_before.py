"""What a small language model makes of a turn behind the five turns before it, as means over a sample of turns: how much they say of it
(pointwise mutual information, summed over its tokens) and how surprising it still is (a token).

Law of the file: each is a mean over a set with its interval, and says nothing of a line. Longer turns have more to be told and surprise less a
token, so both are read beside people's.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from bedside.evaluation.bootstrap import ratio_interval
from bedside.evaluation.sets.local_language_model import NO_MODEL, Surprisals, load, model_file
from bedside.evaluation.sets.sample import Spoken
from bedside.evaluation.sets.set_metric import SetMetric, SetOutcome, Sets

CONTEXT = 5  # turns
LEAST = 20  # turns of a sample
_WORDS = 60  # of each turn of the context
_SHORTEST = 4  # words of a turn that counts
Place = tuple[Spoken, int]


@dataclass(frozen=True)
class TalkTurn:
    """Nats of one turn, by itself and behind the turns before it, and how many tokens it has."""

    alone: float
    behind: float
    tokens: int


Hearing = Callable[[Sequence[tuple[str, str]], int], TalkTurn | None]  # None where there is no model
Portion = Callable[[TalkTurn], tuple[float, int]]  # what a turn adds to a mean, and its weight


def told_before(turns: int, model: Callable[[], Surprisals | None] | None = None) -> SetMetric:
    """The metric over a sample of so many turns. ``model`` opens what listens, None if there is none; left out, the small local
    one does."""
    return listened_to(turns, model)[0]


def listened_to(turns: int, model: Callable[[], Surprisals | None] | None = None) -> tuple[SetMetric, SetMetric]:
    """``told_before`` and ``surprise_in_talk`` over one sample of so many turns, each of which is heard once."""
    hear = _hearing(model or _opened)
    sampled_by = f"under a small language model, over {turns:,} turns at most"
    return (
        SetMetric(
            id="told_before",
            measures=f"how much the {CONTEXT} turns before a turn say of it {sampled_by}",
            direction="none",
            unit="nats a turn",
            needs=frozenset({"dialogues"}),
            group="coherence",
            citation="pointwise mutual information, summed",
            measure=lambda sets: _measure(sets, turns, hear, lambda heard: (heard.alone - heard.behind, 1)),
        ),
        SetMetric(
            id="surprise_in_talk",
            measures=f"how surprising a turn is behind the {CONTEXT} turns before it {sampled_by}",
            direction="lower",
            unit="nats a token",
            needs=frozenset({"dialogues"}),
            group="coherence",
            measure=lambda sets: _measure(sets, turns, hear, lambda heard: (heard.behind, heard.tokens)),
        ),
    )


def _hearing(model: Callable[[], Surprisals | None]) -> Hearing:
    known: dict[tuple[tuple[str, str], ...], TalkTurn] = {}

    def hear(turns: Sequence[tuple[str, str]], at: int) -> TalkTurn | None:
        key = tuple(turns[max(0, at - CONTEXT) : at + 1])
        if key not in known:
            surprisals = model()
            if surprisals is None:
                return None
            known[key] = heard_turn(turns, at, surprisals)
        return known[key]

    return hear


def _measure(sets: Sets, turns: int, hear: Hearing, portion: Portion) -> SetOutcome:
    places = sampled(sets.dialogues, turns)
    if len(places) < LEAST:
        return SetOutcome(None, 0, f"fewer than {LEAST} turns of {_SHORTEST} words with a turn before them")
    found: dict[str, tuple[float, int]] = {}
    for talk, at in places:
        heard = hear(talk.turns, at)
        if heard is None:
            return SetOutcome(None, 0, NO_MODEL)
        (total, weight), (more, n) = found.get(talk.id, (0.0, 0)), portion(heard)
        found[talk.id] = (total + more, weight + n)
    low, high = ratio_interval(list(found.values()), sets.seed) or (None, None)
    value = sum(total for total, _ in found.values()) / sum(weight for _, weight in found.values())
    return SetOutcome(value, len(found), low=low, high=high)


def sampled(talks: Sequence[Spoken], turns: int) -> list[Place]:
    """So many turns: one of each dialogue, drawn by its id, then another of each, until there are enough."""
    by_talk = [[(talk, at) for at in _drawn(talk)] for talk in talks]
    found = [place for places in zip_longest(*by_talk) for place in places if place is not None]
    return found[:turns]


def _drawn(talk: Spoken) -> list[int]:
    """The turns of four words and more that have one before them, in an order of their own."""
    places = [at for at, (_, text) in enumerate(talk.turns) if at and len(text.split()) >= _SHORTEST]
    random.Random(talk.id).shuffle(places)
    return places


def heard_turn(turns: Sequence[tuple[str, str]], at: int, surprisals: Surprisals) -> TalkTurn:
    """What a model hears of one turn."""
    who, text = turns[at]
    name = f"{spoken_name(who)}:"
    before = "".join(
        f"{spoken_name(one)}: {' '.join(said.split()[-_WORDS:])}\n" for one, said in turns[max(0, at - CONTEXT) : at]
    )
    plain = " ".join(text.split())
    behind = surprisals(before + name, plain)
    return TalkTurn(sum(surprisals(name, plain)), sum(behind), len(behind))


def summed_information(turns: Sequence[tuple[str, str]], at: int, surprisals: Surprisals) -> float:
    """How much the turns before one turn say of it, in nats."""
    heard = heard_turn(turns, at, surprisals)
    return heard.alone - heard.behind


def spoken_name(role: str) -> str:
    """Who speaks, as the model reads it."""
    return "Doctor" if role == "physician" else role.capitalize()


@lru_cache(maxsize=1)
def _opened() -> Surprisals | None:
    found = model_file()
    return load(found) if found is not None else None
