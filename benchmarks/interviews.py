"""What interviews are worth as data: ``python -m bedside.benchmarks.interviews [--subjects N]``. Needs bedside[quality].

For every instrument N subjects, half of them positive, are interviewed by the built-in family, and it is asked: is every
cluster covered; does a reader who learned from other subjects' answers read the polarity that was fixed; does any line
name a label; what can a bag-of-words classifier, tested on subjects it has not seen, tell from the answers, and what from
what should tell it nothing (the interviewer's words, the first three turns); how alike are the talks.
"""

import argparse
import asyncio
import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from bedside.agents.interview.family import LABEL_WORDS
from bedside.agents.interview.guide import interviews, load_guide
from bedside.benchmarks import interview_labels
from bedside.benchmarks.quality import filled
from bedside.orchestrator.batch.interview_items import subjects
from bedside.orchestrator.batch.items import asked
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.scenarios.case import Case
from bedside.scenarios.interview import Interview
from bedside.scenarios.turn import Turn

Json = dict[str, Any]
FOLDS = 5
LABELLED = 30  # interviews of each instrument from whose answers points are read back
CHANCE = 0.06  # how far from one half a mean of five balanced accuracies may be that should be chance


def main() -> None:
    """Print one row an instrument. Exits with 1 if a goal is missed."""
    parser = argparse.ArgumentParser(prog="interviews", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--subjects", type=int, default=200, help="of each instrument")
    parser.add_argument("--runs", type=int, default=5, help="seeds over which classifiers are averaged")
    parser.add_argument("--page", type=Path, help="a Markdown page whose table is to be made anew")
    parser.add_argument("--labels", action="store_true", help="whether the labels are true, in place of the rest")
    parser.add_argument(
        "--profiles", type=int, default=2000, help="drawn against the published structure, with --labels"
    )
    options = parser.parse_args()
    if options.labels:
        _labels(min(options.subjects, LABELLED), options.profiles, options.page)
    rows = [averaged([measure(name, options.subjects, seed) for seed in range(options.runs)]) for name in interviews()]
    table = in_words(rows, options.subjects, options.runs)
    print(table)
    if options.page is not None:
        page = options.page.read_text(encoding="utf-8")
        options.page.write_text(filled(page, "interviews", table), encoding="utf-8")
    sys.exit(0 if all(row["good"] for row in rows) else 1)


def _labels(count: int, profiles: int, page: Path | None) -> NoReturn:
    rows = [interview_labels.measured(name, held(name, count, 0), profiles) for name in interviews()]
    table = interview_labels.in_words(rows, profiles)
    print(table)
    if page is not None:
        page.write_text(filled(page.read_text(encoding="utf-8"), "interview-labels", table), encoding="utf-8")
    sys.exit(0 if all(interview_labels.good(row) for row in rows) else 1)


def held(name: str, count: int, seed: int) -> list[Json]:
    """The interviews of so many subjects, as folds."""
    note = "A person comes for an interview."
    case = Case(id="s", note=note, protocol=f"interview/{name}", interview=Interview(label="positive"), seed=seed)
    simulator = Simulator(seed)

    async def all_of_them() -> list[Json]:
        out: list[Json] = []
        for row in subjects(case, note, count, 0.5):
            one = asked(case, None, row.interview)
            fold = (await simulator.perform(Item(row.id, one, note), lambda _: None)).state
            out.append({"turns": fold.turns, "reasons": fold.reasons, "about": fold.meta["interview"]})
        return out

    return asyncio.run(all_of_them())


def measure(name: str, count: int, seed: int) -> Json:
    """One row of the table."""
    talks = held(name, count, seed)
    guide = load_guide(name)
    clusters = set(guide.clusters)
    covered = 0
    for talk in talks:
        opened = {step.rstrip("0123456789") for step in (reason.step for reason in talk["reasons"])}
        covered += clusters <= opened
    leaks = sum(bool(LABEL_WORDS.search(turn.text)) for talk in talks for turn in talk["turns"])
    labels = [talk["about"]["label"] for talk in talks]

    def words(keep: Callable[[int, Turn], bool]) -> list[str]:
        return ["\n".join(turn.text for n, turn in enumerate(talk["turns"]) if keep(n, turn)) for talk in talks]

    patient = across(words(lambda _, turn: turn.speaker == "patient"), labels)
    interviewer = across(words(lambda _, turn: turn.speaker == "physician"), labels)
    first = across(words(lambda n, _: n < 3), labels)
    told, untold = alike(talks)
    row: Json = {
        "instrument": name,
        "covered": covered / len(talks),
        "read": polarity_read(talks),
        "leaks": leaks,
        "answers": patient,
        "interviewer": interviewer,
        "first": first,
        "same": told,
        "other": untold,
    }
    return row


def averaged(rows: Sequence[Json]) -> Json:
    """One row from the rows of several seeds, and whether it meets the goals."""
    out: Json = {
        key: sum(row[key] for row in rows) / len(rows) for key in rows[0] if key not in ("instrument", "leaks")
    }
    out |= {"instrument": rows[0]["instrument"], "leaks": sum(row["leaks"] for row in rows)}
    chance = all(abs(out[key] - 0.5) <= CHANCE for key in ("interviewer", "first"))
    out["good"] = out["covered"] == 1 and not out["leaks"] and chance
    return out


def across(texts: Sequence[str], labels: Sequence[str]) -> float:
    """Balanced accuracy of a bag of words and word pairs on subjects it has not seen, over ``FOLDS`` folds."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import balanced_accuracy_score
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline

    model: Any = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), min_df=2), LogisticRegression(C=10, max_iter=2000))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    return float(balanced_accuracy_score(labels, cross_val_predict(model, list(texts), list(labels), cv=folds)))


def polarity_read(talks: Sequence[Json]) -> float:
    """How often a reader finds the polarity that was fixed in the answer alone: one bag of words for all criteria,
    learned on other subjects' answers, balanced over present and denied."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import balanced_accuracy_score
    from sklearn.model_selection import GroupKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline

    texts: list[str] = []
    truth: list[str] = []
    who: list[int] = []
    for number, talk in enumerate(talks):
        for turn, reason in zip(talk["turns"], talk["reasons"], strict=True):
            for found in reason.criteria:
                if found.points is not None:
                    texts.append(turn.text)
                    truth.append(found.polarity)
                    who.append(number)
    model: Any = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2), LogisticRegression(C=10, max_iter=2000, class_weight="balanced")
    )
    read: Any = cross_val_predict(model, texts, truth, groups=who, cv=GroupKFold(FOLDS))
    return float(balanced_accuracy_score(truth, read))


def alike(talks: Sequence[Json], pairs: int = 60, against: int = 10) -> tuple[float, float]:
    """Self-BLEU of what the interviewed say (0 to 100): a talk against ten others; and the share of their word triples
    that are distinct over all talks."""
    import sacrebleu  # pyright: ignore[reportMissingImports]  # the extra `quality`

    said = [" ".join(turn.text for turn in talk["turns"] if turn.speaker == "patient") for talk in talks]
    rng = random.Random(0)
    chosen = rng.sample(range(len(said)), min(pairs, len(said)))
    scores: list[float] = []
    for at in chosen:
        others = rng.sample([n for n in range(len(said)) if n != at], min(against, len(said) - 1))
        scores.append(sacrebleu.sentence_bleu(said[at], [said[n] for n in others]).score)
    triples = [
        tuple(words[i : i + 3]) for words in (text.lower().split() for text in said) for i in range(len(words) - 2)
    ]
    return sum(scores) / len(scores), len(set(triples)) / len(triples)


def in_words(rows: Sequence[Json], count: int, runs: int) -> str:
    """The table in Markdown."""
    head = [
        "instrument", "all clusters asked", "polarity read", "label words", "classifier: answers", "interviewer only",
        "first 3 turns", "Self-BLEU", "distinct-3",
    ]  # fmt: skip
    lines = [
        f"{count} subjects an instrument, half of them positive; means over {runs} seeds.",
        "",
        f"| {' | '.join(head)} |",
        "|---" * len(head) + "|",
    ]
    for row in rows:
        cells = [row["instrument"], f"{row['covered']:.3f}", f"{row['read']:.2f}", str(row["leaks"])]
        cells += [f"{row[key]:.2f}" for key in ("answers", "interviewer", "first")]
        cells += [f"{row['same']:.1f}", f"{row['other']:.2f}"]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
