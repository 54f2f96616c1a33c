"""Are the labels of interviews true: does a reader of an answer alone get its points back, is an answer that says too much or too
little found, and do drawn profiles go together as published? For ``python -m bedside.benchmarks.interviews --labels``.

``interview_degrees.tsv`` has wordings that are in no phrase of the program: a way of asking, points, what somebody says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bedside.agents.interview.degrees import read_degree
from bedside.agents.interview.ground_truth import settle
from bedside.agents.interview.guide import Guide, load_guide
from bedside.scenarios.interview import Interview

Json = dict[str, Any]
WORDINGS = Path(__file__).with_name("interview_degrees.tsv")
FOUND = 0.95  # goal: of planted over- and understatements
KAPPA = 0.8  # goal: weighted, of what a reader makes of the answers


@dataclass(frozen=True)
class Answer:
    """One answer of an interview: its item, the points that were fixed, what was said."""

    item: str
    points: int
    text: str


def answers(talks: Sequence[Json]) -> Iterator[Answer]:
    """The answers to the items of interviews, as the benchmark holds them."""
    for talk in talks:
        for turn, reason in zip(talk["turns"], talk["reasons"], strict=True):
            for found in reason.criteria:
                if found.points is not None:
                    yield Answer(found.id, found.points, turn.text)


def measured(name: str, talks: Sequence[Json], profiles: int) -> Json:
    """One row of the table."""
    guide = load_guide(name)
    said = list(answers(talks))
    read = [read_degree(guide.degrees, one.text) for one in said]
    foreign = list(wordings(guide.degrees))
    heard = [read_degree(guide.degrees, text) for _, text in foreign]
    return {
        "instrument": name,
        "answers": len(said),
        "read": sum(points == one.points for points, one in zip(read, said, strict=True)) / len(said),
        "kappa": kappa([one.points for one in said], read, guide.top),
        "items": planted(said, guide),
        "foreign": sum(points == hear for (points, _), hear in zip(foreign, heard, strict=True)) / len(foreign),
        "foreign_wrong": sum(h is not None and h != p for (p, _), h in zip(foreign, heard, strict=True)) / len(foreign),
        "foreign_found": planted_foreign(guide),
        **structure(guide, profiles),
    }


def planted(said: Sequence[Answer], guide: Guide) -> dict[str, tuple[float, float]]:
    """For each item the share of overstatements and of understatements that are found: each answer taken for one of every other
    number of points. An answer from which no points are read is found, too: it is asked for again."""
    out: dict[str, tuple[float, float]] = {}
    for item in sorted({one.item for one in said}):
        over: list[bool] = []
        under: list[bool] = []
        for one in said:
            if one.item == item:
                read = read_degree(guide.degrees, one.text)
                for truth in range(guide.top + 1):
                    if truth != one.points:
                        (over if one.points > truth else under).append(read != truth)
        out[item] = (_share(over), _share(under))
    return out


def planted_foreign(guide: Guide) -> float:
    """The share of planted answers in wordings of nobody's phrases that are found."""
    rows = list(wordings(guide.degrees))
    tried = [
        read_degree(guide.degrees, text) != truth
        for points, text in rows
        for truth in range(guide.top + 1)
        if truth != points
    ]
    return _share(tried)


def wordings(degrees: str) -> Iterator[tuple[int, str]]:
    """The rows of the table for one way of asking."""
    for row in WORDINGS.read_text(encoding="utf-8").splitlines():
        if row and not row.startswith("#"):
            kind, points, text = row.split("\t")
            if kind == degrees:
                yield int(points), text


def kappa(truth: Sequence[int], read: Sequence[int | None], top: int) -> float:
    """Cohen's kappa with quadratic weights; what was not read counts as the farthest that it can be."""
    from sklearn.metrics import cohen_kappa_score

    made = [r if r is not None else 0 if t > top / 2 else top for t, r in zip(truth, read, strict=True)]
    return float(cohen_kappa_score(truth, made, weights="quadratic", labels=list(range(top + 1))))


def structure(guide: Guide, profiles: int) -> Json:
    """Loadings of drawn profiles, half of them positive, on one factor, beside the published ones; and correlations of items
    within and between the factors."""
    import numpy as np
    from sklearn.decomposition import FactorAnalysis

    if not guide.loadings:
        return {"loading": None, "published": None, "apart": None, "within": None, "between": None}
    rows = [
        settle(Interview(label="positive" if seed % 2 else "negative"), guide, seed).answers for seed in range(profiles)
    ]
    drawn = np.array(rows, dtype=float)
    drawn = (drawn - drawn.mean(axis=0)) / drawn.std(axis=0)
    published = np.array([guide.loadings[number][1] for number in sorted(guide.loadings)])
    names = [guide.loadings[number][0] for number in sorted(guide.loadings)]
    loadings = np.abs(FactorAnalysis(1).fit(drawn).components_[0])
    together: Any = np.corrcoef(drawn.T)
    pairs = [(a, b) for a in range(len(names)) for b in range(a)]
    between = [float(together[a, b]) for a, b in pairs if names[a] != names[b]]
    return {
        "loading": float(loadings.mean()),
        "published": float(published.mean()),
        "apart": float(np.abs(loadings - published).mean()),
        "like": float(np.corrcoef(loadings, published)[0, 1]),
        "within": _share([float(together[a, b]) for a, b in pairs if names[a] == names[b]]),
        "between": _share(between) if between else None,
    }


def _share(values: Sequence[float | bool]) -> float:
    return sum(values) / len(values) if values else 1.0


def good(row: Json) -> bool:
    """Whether a row meets the goals: of kappa, and of what is found of each item."""
    return row["kappa"] >= KAPPA and all(min(pair) >= FOUND for pair in row["items"].values())


def in_words(rows: Sequence[Json], profiles: int) -> str:
    """The table in Markdown."""
    head = [
        "instrument", "answers", "points read back", "weighted κ", "overstated, found (worst item)", "understated, found (worst item)",
        "other wordings: read right", "read wrong", "planted, found", "loadings drawn", "published", "mean difference", "r within factors", "between",
    ]  # fmt: skip
    lines = [f"{profiles:,} profiles an instrument.", "", f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    for row in rows:
        worst = [min(pair[side] for pair in row["items"].values()) for side in (0, 1)]
        numbers = [row["read"], row["kappa"], *worst, row["foreign"], row["foreign_wrong"], row["foreign_found"]]
        more = [row["loading"], row["published"], row["apart"], row["within"], row["between"]]
        cells = [row["instrument"], str(row["answers"]), *(f"{number:.3f}" for number in numbers)]
        lines.append(f"| {' | '.join([*cells, *('–' if one is None else f'{one:.2f}' for one in more)])} |")
    return "\n".join(lines)
