"""How much a set repeats itself. Sets of another size are compared by fixed draws: 30 dialogues, 10,000 words.

Fewer than 30 dialogues (10,000 words) are not scored: the numbers would not compare.
"""

import math
import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from bedside.agents.checks.spoken import tokens
from bedside.evaluation.bootstrap import interval_of
from bedside.evaluation.metric import Direction
from bedside.evaluation.sets.near_duplicates import near_duplicates
from bedside.evaluation.sets.sample import Spoken
from bedside.evaluation.sets.set_metric import SetMetric, SetOutcome, Sets

DRAW = 30  # dialogues a draw for Self-BLEU
DRAWS = 5
BUDGET = 10_000  # words a draw for distinct n-grams
LONG = 4  # words of an utterance that is not a mere "okay, thank you"
COMMON = 20

Gram = tuple[str, ...]
Words = Sequence[str]


def self_bleu(sets: Sets) -> SetOutcome:
    """The mean of five draws of 30 dialogues of BLEU-4 of each against the 29 others."""
    talks = [_words(talk) for talk in sets.dialogues]
    if len(talks) < DRAW:
        return _too_few()
    draw = random.Random(sets.seed)
    scores = [score for _ in range(DRAWS) for score in _bleus(draw.sample(talks, DRAW))]
    low, high = interval_of(scores, sets.seed) or (None, None)
    return SetOutcome(sum(scores) / len(scores), min(len(talks), DRAW * DRAWS), low=low, high=high)


def _bleus(talks: Sequence[Words]) -> list[float]:
    """BLEU-4 of each talk with all others as references, smoothed by halving (Chen and Cherry's third method)."""
    counts = [[Counter(_grams(talk, n)) for talk in talks] for n in range(1, 5)]
    most = [_two_most(of) for of in counts]
    scores: list[float] = []
    for at, talk in enumerate(talks):
        if len(talk) < 4:
            continue
        log, smooth = 0.0, 1.0
        for n in range(4):
            mine, total = counts[n][at], max(1, len(talk) - n)
            hits = sum(min(count, _others(most[n][gram], at)) for gram, count in mine.items())
            if not hits:
                smooth /= 2
            log += math.log((hits or smooth) / total) / 4
        nearest = min((abs(len(o) - len(talk)), len(o)) for i, o in enumerate(talks) if i != at)[1]
        short = min(0.0, 1 - nearest / len(talk))
        scores.append(100 * math.exp(log + short))
    return scores


def _two_most(counts: Sequence[Counter[Gram]]) -> dict[Gram, tuple[int, int, int]]:
    """For each n-gram the most often that one dialogue has it, which that is, and the most of all others."""
    found: dict[Gram, tuple[int, int, int]] = {}
    for at, count in enumerate(counts):
        for gram, times in count.items():
            most, owner, second = found.get(gram, (0, -1, 0))
            found[gram] = (times, at, most) if times > most else (most, owner, max(second, times))
    return found


def _others(most: tuple[int, int, int], at: int) -> int:
    """The most often that a dialogue other than this one has an n-gram."""
    return most[2] if most[1] == at else most[0]


def _distinct(n: int) -> Callable[[Sets], SetOutcome]:
    def measure(sets: Sets) -> SetOutcome:
        talks = [_words(talk) for talk in sets.dialogues]
        if sum(map(len, talks)) < BUDGET:
            return SetOutcome(None, 0, f"fewer than {BUDGET:,} words")
        draw, shares, most = random.Random(sets.seed), list[float](), 0
        for _ in range(DRAWS):
            draw.shuffle(talks)
            left, grams, used = BUDGET, list[Gram](), 0
            for talk in talks:
                if left <= 0:
                    break
                grams += _grams(talk[:left], n)
                left -= len(talk)
                used += 1
            most = max(most, used)
            shares.append(len(set(grams)) / len(grams))
        return SetOutcome(sum(shares) / len(shares), most, low=min(shares), high=max(shares))

    return measure


def repeated_across(sets: Sets) -> SetOutcome:
    """Of the utterances of four words and more, the share that stands word for word in another dialogue of the sample."""
    if len(sets.dialogues) < DRAW:
        return _too_few()
    said = [{tokens(text) for _, text in talk.turns if len(tokens(text)) >= LONG} for talk in sets.dialogues]
    where = Counter(line for lines in said for line in lines)
    return _mean_of(
        (sum(where[line] > 1 for line in lines) / len(lines) for lines in said if lines), "four words", sets
    )


def common_openings(sets: Sets) -> SetOutcome:
    """Of the utterances of four words and more, the share that begins with one of the 20 commonest four-word openings."""
    if len(sets.dialogues) < DRAW:
        return _too_few()
    opened = [[w[:LONG] for _, text in talk.turns if len(w := tokens(text)) >= LONG] for talk in sets.dialogues]
    common = {opening for opening, _ in Counter(o for ones in opened for o in ones).most_common(COMMON)}
    return _mean_of((sum(o in common for o in ones) / len(ones) for ones in opened if ones), "four words", sets)


def repeated_first_line(sets: Sets) -> SetOutcome:
    """Of the dialogues, the share whose first line is the first line of another one."""
    if len(sets.dialogues) < 2:
        return SetOutcome(None, 0, "fewer than two dialogues")
    first = [tokens(talk.turns[0][1]) for talk in sets.dialogues if talk.turns]
    where = Counter(first)
    return _mean_of((float(where[line] > 1) for line in first), "a line", sets)


def duplicates(sets: Sets) -> SetOutcome:
    """Of the dialogues, the share with a near-duplicate in the sample."""
    if len(sets.dialogues) < 2:
        return SetOutcome(None, 0, "fewer than two dialogues")
    found = near_duplicates([_words(talk) for talk in sets.dialogues])
    return _mean_of((float(at in found) for at in range(len(sets.dialogues))), "a word", sets)


def _too_few() -> SetOutcome:
    return SetOutcome(None, 0, f"fewer than {DRAW} dialogues")


def _mean_of(shares: Iterable[float], of: str, sets: Sets) -> SetOutcome:
    found = list(shares)
    if not found:
        return SetOutcome(None, 0, f"no dialogue has {of}")
    low, high = interval_of(found, sets.seed) or (None, None)
    return SetOutcome(sum(found) / len(found), len(found), low=low, high=high)


def _words(talk: Spoken) -> tuple[str, ...]:
    return tuple(word for _, text in talk.turns for word in tokens(text))


def _grams(words: Words, n: int) -> list[Gram]:
    return list(zip(*(words[at:] for at in range(n)), strict=False))


def _metric(
    name: str,
    measures: str,
    measure: Callable[[Sets], SetOutcome],
    direction: Direction = "lower",
    unit: str = "share",
    citation: str = "",
) -> SetMetric:
    return SetMetric(
        id=name,
        measures=measures,
        direction=direction,
        unit=unit,
        needs=frozenset({"dialogues"}),
        group="diversity",
        citation=citation,
        measure=measure,
    )


DIVERSITY = (
    _metric(
        "self_bleu_30",
        "BLEU-4 of each of 30 dialogues against the 29 others, five draws",
        self_bleu,
        unit="0 to 100",
        citation="Zhu et al. (2018), Texygen",
    ),
    *(
        _metric(
            f"distinct_{n}",
            f"different {n}-grams of all in 10,000 words, five draws; low and high are theirs",
            _distinct(n),
            "higher",
            citation="Li et al. (2016)",
        )
        for n in (1, 2, 3)
    ),
    _metric("repeated_across", "utterances of four words and more that stand in another dialogue", repeated_across),
    _metric(
        "common_openings", "utterances that begin with one of the 20 commonest four-word openings", common_openings
    ),
    _metric("repeated_first_line", "dialogues whose first line is another's, too", repeated_first_line),
    _metric("near_duplicates", "dialogues with a near-duplicate: 0.8 of all five-word stretches shared", duplicates),
)
