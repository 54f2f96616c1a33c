"""Does it sound like the people of a reference: turns that would surprise among theirs, replies that go with their questions.

Law of the file: what is learnt is learnt from people apart (or from half of the reference) and asked of dialogues whose notes
they do not know, so that the people who are compared with are judged by the same stranger.
"""

import random
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import pairwise

from bedside.evaluation.bootstrap import ratio_interval
from bedside.evaluation.metric import Group
from bedside.evaluation.sets.answer_model import SHORT, AnswerModel
from bedside.evaluation.sets.sample import Spoken
from bedside.evaluation.sets.set_metric import SetMetric, SetOutcome, Sets
from bedside.evaluation.sets.speech_model import SpeechModel, spoken_words

_BANDS = (7, 13, 26)  # words: a short turn surprises more a word than a long one
_RARE = 0.95  # what surprises more than this share of people's turns of its length is counted
_TURNS = 1000  # turns, below which nothing is learnt
_PAIRS = 1000
_TRIES = 5  # replies of other dialogues, of which the one nearest in length is taken
_FEW = f"there are fewer than {_TURNS:,} turns of people to learn from"
_KNOWN = "what is scored is of the very notes that the reference is learnt from"

Hits = tuple[float, int]  # of a dialogue: how many of how many


def _turns(talks: Iterable[Spoken], role: str) -> list[list[list[str]]]:
    """The turns of a role of three words and more, as words, by dialogue."""
    wanted = role == "physician"
    return [
        [
            words
            for who, text in talk.turns
            if (who == "physician") == wanted and len(words := spoken_words(text)) >= SHORT
        ]
        for talk in talks
    ]


def _speech(sets: Sets, role: str) -> SpeechModel | None:
    """The model of a role, None where there is too little to learn from."""

    def learn() -> SpeechModel | None:
        said = [turn for turns in _turns(sets.learning[1], role) for turn in turns]
        return SpeechModel(said) if len(said) >= _TURNS else None

    return sets.once(f"speech of {role}", learn)


def surprising(sets: Sets, role: str) -> SetOutcome:
    """The share of the turns of a role that surprise more a word than 95 % of people's turns of their length."""
    model, talks = _speech(sets, role), sets.strangers(sets.learning[1])
    if model is None or not talks:
        return SetOutcome(None, 0, _FEW if model is None else _KNOWN)
    known = (turn for turns in _turns(sets.learning[0], role) for turn in turns)
    limits = sets.once(f"limits of {role}", lambda: _limits(model, known))
    hits = [
        (float(sum((model.bits_a_word(turn) or 0.0) > limits[_band(turn)] for turn in turns)), len(turns))
        for turns in _turns(talks, role)
    ]
    return _outcome(hits, sets.seed, f"no {role} says three words")


def _limits(model: SpeechModel, turns: Iterable[Sequence[str]]) -> dict[int, float]:
    by_band: dict[int, list[float]] = {band: [] for band in range(len(_BANDS) + 1)}
    for turn in turns:
        by_band[_band(turn)].append(model.bits_a_word(turn) or 0.0)
    return {band: sorted(bits)[int(_RARE * len(bits))] if bits else float("inf") for band, bits in by_band.items()}


def _band(turn: Sequence[str]) -> int:
    return bisect_left(_BANDS, len(turn) + 1)


def surprise(sets: Sets, role: str) -> SetOutcome:
    """The mean over the turns of a role of their bits a word under a model of people's turns."""
    model, talks = _speech(sets, role), sets.strangers(sets.learning[1])
    if model is None or not talks:
        return SetOutcome(None, 0, _FEW if model is None else _KNOWN)
    hits = [(sum(model.bits_a_word(turn) or 0.0 for turn in turns), len(turns)) for turns in _turns(talks, role)]
    return _outcome(hits, sets.seed, f"no {role} says three words")


def answer_fits(sets: Sets) -> SetOutcome:
    """Of the replies of three words and more, the share that is bound to its question more strongly than a reply of about its
    length from another dialogue of the set."""
    teachers = sets.learning[1]
    model = sets.once("answers", lambda: AnswerModel(pair for talk in teachers for pair in _pairs(talk)))
    if model.pairs < _PAIRS:
        return SetOutcome(None, 0, f"there are fewer than {_PAIRS:,} replies of people to learn from")
    talks = sets.strangers(teachers)
    if not talks:
        return SetOutcome(None, 0, _KNOWN)
    by_talk = [_pairs(talk) for talk in talks]
    replies = [(at, reply) for at, pairs in enumerate(by_talk) for _, reply in pairs]
    if len({at for at, _ in replies}) < 2:
        return SetOutcome(None, 0, "fewer than two dialogues have a reply of three words")
    draw = random.Random(sets.seed)
    hits: list[Hits] = []
    for at, pairs in enumerate(by_talk):
        won = 0.0
        for question, reply in pairs:
            other = _other(replies, at, reply, draw)
            mine, theirs = model.bond(question, reply), model.bond(question, other)
            won += 1.0 if mine > theirs else 0.5 if mine == theirs else 0.0
        hits.append((won, len(pairs)))
    return _outcome(hits, sets.seed, "no reply has three words")


def _other(replies: Sequence[tuple[int, list[str]]], at: int, reply: Sequence[str], draw: random.Random) -> list[str]:
    """A reply of another dialogue, of about the same length."""
    found: list[list[str]] = []
    while len(found) < _TRIES:
        owner, other = draw.choice(replies)
        if owner != at:
            found.append(other)
    return min(found, key=lambda other: abs(len(other) - len(reply)))


def _pairs(talk: Spoken) -> list[tuple[list[str], list[str]]]:
    turns = [(who, spoken_words(text)) for who, text in talk.turns]
    return [
        (one[1], other[1])
        for one, other in pairwise(turns)
        if one[0] == "physician" and other[0] != "physician" and one[1] and len(other[1]) >= SHORT
    ]


def _outcome(hits: Sequence[Hits], seed: int, nothing: str) -> SetOutcome:
    n = sum(count for _, count in hits)
    if not n:
        return SetOutcome(None, 0, nothing)
    low, high = ratio_interval(hits, seed) or (None, None)
    return SetOutcome(sum(won for won, _ in hits) / n, len(hits), low=low, high=high)


def _metric(name: str, measures: str, measure: Callable[[Sets], SetOutcome], unit: str, group: Group) -> SetMetric:
    return SetMetric(
        id=name,
        measures=measures,
        direction="none",
        unit=unit,
        needs=frozenset({"dialogues", "reference"}),
        group=group,
        measure=measure,
    )


LIKE_PEOPLE = (
    *(
        _metric(
            f"surprising_{role}",
            f"turns of the {who} that surprise more a word than 95 % of people's turns of their length",
            partial(surprising, role=role),
            "share",
            "realism",
        )
        for role, who in (("patient", "patient's side"), ("physician", "physician"))
    ),
    *(
        _metric(
            f"surprise_{role}",
            f"how surprising a word of the {who} is to a model of people's turns",
            partial(surprise, role=role),
            "bits a word",
            "realism",
        )
        for role, who in (("patient", "patient's side"), ("physician", "physician"))
    ),
    _metric(
        "answer_fits",
        "replies that go with their question better than a reply of that length from another dialogue",
        answer_fits,
        "share",
        "coherence",
    ),
)
