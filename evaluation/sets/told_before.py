"""How much the talk before a turn says of the turn, under a small language model: the pointwise mutual information of a turn with the
five turns before it, summed over its tokens, as a mean over a sample of turns.

Law of the file: it is a mean over a set with its interval, and says nothing of a line. Longer turns have more to be told, so it is
read beside people's.
"""

import random
from collections.abc import Callable, Sequence
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


def told_before(turns: int, model: Callable[[], Surprisals | None] | None = None) -> SetMetric:
    """The metric over a sample of so many turns. ``model`` opens what listens, None if there is none; left out, the small local
    one does."""
    return SetMetric(
        id="told_before",
        measures=f"how much the {CONTEXT} turns before a turn say of it under a small language model, over {turns:,} turns at most",
        direction="none",
        unit="nats a turn",
        needs=frozenset({"dialogues"}),
        group="coherence",
        citation="pointwise mutual information, summed",
        measure=lambda sets: _measure(sets, turns, model or _opened),
    )


def _measure(sets: Sets, turns: int, model: Callable[[], Surprisals | None]) -> SetOutcome:
    places = sampled(sets.dialogues, turns)
    if len(places) < LEAST:
        return SetOutcome(None, 0, f"fewer than {LEAST} turns of {_SHORTEST} words with a turn before them")
    surprisals = model()
    if surprisals is None:
        return SetOutcome(None, 0, NO_MODEL)
    heard: dict[str, tuple[float, int]] = {}
    for talk, at in places:
        total, count = heard.get(talk.id, (0.0, 0))
        heard[talk.id] = (total + summed_information(talk.turns, at, surprisals), count + 1)
    low, high = ratio_interval(list(heard.values()), sets.seed) or (None, None)
    return SetOutcome(sum(total for total, _ in heard.values()) / len(places), len(heard), low=low, high=high)


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


def summed_information(turns: Sequence[tuple[str, str]], at: int, surprisals: Surprisals) -> float:
    """Of one turn, in nats."""
    who, text = turns[at]
    name = f"{spoken_name(who)}:"
    before = "".join(
        f"{spoken_name(one)}: {' '.join(said.split()[-_WORDS:])}\n" for one, said in turns[max(0, at - CONTEXT) : at]
    )
    plain = " ".join(text.split())
    return sum(surprisals(name, plain)) - sum(surprisals(before + name, plain))


def spoken_name(role: str) -> str:
    """Who speaks, as the model reads it."""
    return "Doctor" if role == "physician" else role.capitalize()


@lru_cache(maxsize=1)
def _opened() -> Surprisals | None:
    found = model_file()
    return load(found) if found is not None else None
