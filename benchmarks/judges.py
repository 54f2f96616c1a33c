"""Do intervals that join many judged and few human ratings hold what they should? Run ``python -m bedside.benchmarks.judges``.

Judges of known bias are simulated: of 300 dialogues people's ratings (1 to 5) are known, the judge's are made of them, 30 dialogues
drawn by chance are taken for rated by people. ``set``: the mean of all people's ratings of these 300, over 1,000 draws of the 30.
``any``: the mean of all dialogues that there could be, with another 300 each time, which is harder. Beside it how much narrower the interval is
than that of the 30 human ratings alone, and how often the judge's own mean with its interval would have been right.
"""

import random
from collections.abc import Callable
from math import sqrt

import typer

from bedside.evaluation.judging.ppi import powered_mean

Judge = Callable[[int, random.Random], int]
SHARES = (0.05, 0.1, 0.2, 0.4, 0.25)  # of people's ratings 1 to 5


def _kept(value: float) -> int:
    return min(5, max(1, round(value)))


JUDGES: dict[str, Judge] = {
    "right": lambda y, _: y,
    "noisy": lambda y, rng: _kept(y + rng.gauss(0, 0.7)),
    "lenient by 1": lambda y, rng: _kept(y + 1 + rng.gauss(0, 0.5)),
    "harsh by 1.5": lambda y, rng: _kept(y - 1.5 + rng.gauss(0, 0.5)),
    "all alike (4)": lambda y, _: 4,
    "pays no heed": lambda _, rng: rng.randrange(1, 6),
    "the other way round": lambda y, rng: _kept(6 - y + rng.gauss(0, 0.5)),
    "fooled by the worst": lambda y, rng: 5 if y <= 2 else _kept(y + rng.gauss(0, 0.5)),
}


def people(count: int, rng: random.Random) -> list[int]:
    """Ratings of so many dialogues."""
    return rng.choices(range(1, 6), SHARES, k=count)


def covered(judge: Judge, draws: int, rated: int, dialogues: int, again: bool, seed: int) -> tuple[float, float, float]:
    """The share of draws whose interval holds the true mean, the mean width beside that of people alone, and the share in which the
    judge's own interval would hold it. ``again`` draws the dialogues anew each time."""
    rng = random.Random(f"judges/{seed}/{again}")
    truth = sum(value * share for value, share in zip(range(1, 6), SHARES, strict=True))
    ratings = people(dialogues, rng)
    given = [judge(y, rng) for y in ratings]
    held = alone = 0
    wide = 0.0
    for _ in range(draws):
        if again:
            ratings = people(dialogues, rng)
            given = [judge(y, rng) for y in ratings]
        else:
            truth = sum(ratings) / dialogues
        order = rng.sample(range(dialogues), dialogues)
        known, rest = order[:rated], order[rated:]
        found = powered_mean([ratings[n] for n in known], [given[n] for n in known], [given[n] for n in rest])
        assert found is not None
        held += found.low <= truth <= found.high
        wide += (found.high - found.low) / (2 * found.people_half) if found.people_half else 1.0
        mean = sum(given) / dialogues
        half = 1.96 * sqrt(sum((one - mean) ** 2 for one in given) / (dialogues - 1) / dialogues)
        alone += abs(mean - truth) <= half
    return held / draws, wide / draws, alone / draws


def main(draws: int = 1000, rated: int = 30, dialogues: int = 300) -> None:
    """Print a line a judge."""
    print(f"{dialogues} dialogues judged, {rated} of them rated by people, {draws} draws")
    print(f"{'judge':22}{'set':>8}{'any':>8}{'width':>8}{'judge alone':>14}")
    for number, (name, judge) in enumerate(JUDGES.items()):
        held, _, _ = covered(judge, draws, rated, dialogues, False, number)
        anew, wide, alone = covered(judge, draws, rated, dialogues, True, number)
        print(f"{name:22}{held:8.3f}{anew:8.3f}{wide:8.2f}{alone:14.3f}")


if __name__ == "__main__":
    typer.run(main)
