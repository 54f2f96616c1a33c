"""What readers found, counted: by arm and reader, with intervals; how far they agree; and what must be known of their answers."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from bedside.orchestrator.reviews.agreement import cohen_kappa, krippendorff_alpha
from bedside.orchestrator.reviews.answers import ReaderAnswers, ReviewItem, ReviewKey
from bedside.orchestrator.reviews.blinded import PEOPLE
from bedside.orchestrator.reviews.intervals import clustered_share, wilson

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
    each level (nominal), and Cohen's kappa of each pair of readers."""
    units: list[list[int]] = []
    by_pair: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for item in key.items.values():
        read = [(one.reader, said) for one in readers if (said := one.severities(item)) is not None]
        units += [list(values) for values in zip(*(said for _, said in read), strict=True)] if len(read) > 1 else []
        for (first, one), (second, two) in combinations(read, 2):
            by_pair.setdefault((first, second), []).extend(zip(one, two, strict=True))
    if not units:
        return {"turns": 0}
    alpha = {
        name: krippendorff_alpha([[int(v >= least) for v in unit] for unit in units]) for name, least in LEVELS.items()
    }
    pairs = [
        {
            "readers": list(names),
            "turns": len(values),
            "kappa": {
                name: cohen_kappa([(one >= least, two >= least) for one, two in values])
                for name, least in LEVELS.items()
            },
        }
        for names, values in by_pair.items()
    ]
    return {"turns": len(units), "alpha": {"severity": krippendorff_alpha(units, "ordinal"), **alpha}, "pairs": pairs}


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
