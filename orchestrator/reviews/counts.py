"""What readers found, counted: by arm and reader, with intervals; how far they agree; and what must be known of their answers."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import combinations
from typing import Any

from bedside.evaluation.agreement import Units, alpha_of, drawn_interval, kappa_of
from bedside.evaluation.intervals import clustered_share, wilson
from bedside.orchestrator.reviews.answers import ReaderAnswers, ReviewItem, ReviewKey
from bedside.orchestrator.reviews.blinded import PEOPLE

Json = dict[str, Any]
LEVELS = {"any": 1, "severity 2+": 2, "severity 3": 3}
_ALIKE = 20  # marks that are all the same, from which on it is said


def count_review(key: ReviewKey, readers: Sequence[ReaderAnswers]) -> Json:
    """All counts as JSON: ``arms`` (by arm and reader), ``guesses``, ``agreement``, ``remarks`` in sentences."""
    return {
        "review": key.review,
        "form": key.form.name,
        "readers": [one.reader for one in readers],
        "arms": [row for arm in key.arms for reader in readers if (row := _arm(key, arm, reader))],
        "guesses": [row for reader in readers if (row := _guesses(key, reader))],
        "agreement": _agreement(key, readers),
        "remarks": [told for reader in readers for told in _remarks(key, reader)],
    }


def _arm(key: ReviewKey, arm: str, reader: ReaderAnswers) -> Json | None:
    read = [(item, said) for item in _of(key, arm) if (said := reader.severities(item)) is not None]
    if not read:
        return None
    shares = {
        name: _share(clustered_share([(sum(one >= least for one in said), len(said)) for _, said in read]))
        for name, least in LEVELS.items()
    }
    codes = Counter(
        code for item, _ in read for severity, code in reader.readings[item.item].marks.values() if severity
    )
    real = [reader.readings[item.item].real for item, _ in read if reader.readings[item.item].real]
    return {
        "arm": arm,
        "reader": reader.reader,
        "conversations": len(read),
        "turns": sum(len(said) for _, said in read),
        "shares": shares,
        "severity_3_a_conversation": sum(one >= 3 for _, said in read for one in said) / len(read),
        "real": sum(real) / len(real) if real else None,
        "codes": dict(sorted(codes.items(), key=lambda pair: (-pair[1], pair[0]))),
    }


def _of(key: ReviewKey, arm: str) -> list[ReviewItem]:
    return [item for item in key.items.values() if item.arm == arm]


def _share(found: tuple[float, float, float] | None) -> Json | None:
    return {"share": found[0], "low": found[1], "high": found[2]} if found else None


def _guesses(key: ReviewKey, reader: ReaderAnswers) -> Json | None:
    """How often the reader told people from programs."""
    told = [
        (reading.guess == "people") == (key.items[name].arm == PEOPLE)
        for name, reading in reader.readings.items()
        if reading.done and reading.guess
    ]
    if not told:
        return None
    low, high = wilson(sum(told) / len(told), len(told))
    return {"reader": reader.reader, "right": sum(told), "of": len(told), "low": low, "high": high}


def _agreement(key: ReviewKey, readers: Sequence[ReaderAnswers]) -> Json:
    """Over turns that two readers or more have read: Krippendorff's alpha of the severity (ordinal) and of being at or above
    each level (nominal), and Cohen's kappa of each pair of readers; each with its interval from drawing conversations."""
    talks: list[Units] = []
    by_pair: dict[tuple[str, str], list[Units]] = {}
    for item in key.items.values():
        read = [(one.reader, said) for one in readers if (said := one.severities(item)) is not None]
        if len(read) > 1:
            talks.append(Counter(zip(*(said for _, said in read), strict=True)))
        for (first, one), (second, two) in combinations(read, 2):
            by_pair.setdefault((first, second), []).append(Counter(zip(one, two, strict=True)))
    if not talks:
        return {"turns": 0}
    levels = {name: [_at_least(units, least) for units in talks] for name, least in LEVELS.items()}
    return {
        "turns": _turns(talks),
        "conversations": len(talks),
        "alpha": {
            "severity": _measured(talks, partial(alpha_of, level="ordinal")),
            **{name: _measured(units, alpha_of) for name, units in levels.items()},
        },
        "pairs": [
            {
                "readers": list(names),
                "turns": _turns(of),
                "kappa": {
                    name: _measured([_at_least(units, least) for units in of], kappa_of)
                    for name, least in LEVELS.items()
                },
            }
            for names, of in by_pair.items()
        ],
    }


def _turns(talks: Sequence[Units]) -> int:
    return sum(sum(units.values()) for units in talks)


def _at_least(units: Units, least: int) -> Units:
    """Whether each severity is at or above a level."""
    found: Counter[tuple[int, ...]] = Counter()
    for values, times in units.items():
        found[tuple(int(value >= least) for value in values)] += times
    return found


def _measured(talks: Sequence[Units], measure: Callable[[Units], float | None]) -> Json:
    """A measure over all conversations together, and its interval, None where there is none."""
    together: Counter[tuple[int, ...]] = Counter()
    for units in talks:
        together.update(units)
    between = drawn_interval(talks, measure)
    low, high = between if between is not None else (None, None)
    return {"value": measure(together), "low": low, "high": high}


def _remarks(key: ReviewKey, reader: ReaderAnswers) -> Iterator[str]:
    """What must be known of a reader's answers before their counts are believed."""
    done = [item for item in key.items.values() if reader.severities(item) is not None]
    if len(done) < len(key.items):
        yield f"{reader.reader} finished {len(done)} of {len(key.items)} conversations; the others are not counted."
    bare = sum(
        1 for item in done for severity, code in reader.readings[item.item].marks.values() if severity and not code
    )
    if bare:
        yield f"{reader.reader} gave {bare} marks without a kind."
    marks = [mark for item in done for mark in reader.readings[item.item].marks.values()]
    values = [value for item in done for value in reader.severities(item) or ()]
    if len(values) >= _ALIKE and len(set(values)) == 1:
        yield f"{reader.reader} found every turn the same ({values[0]}): these answers tell no arm from another."
    elif len(marks) >= _ALIKE and len({mark for mark in marks if mark[0]}) == 1 and all(mark[0] for mark in marks):
        yield f"{reader.reader} gave every fault the same mark ({marks[0][0]} {marks[0][1]}): look whether it was pressed by habit."
