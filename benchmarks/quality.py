"""What the conversations are worth beside human ones: ``python -m bedside.benchmarks.quality [--fast]``.

Every note of the development corpora goes through ``bedside batch``; none may fail. The yardstick (``score.py`` in the
data folder) and the metrics of ``evaluation/`` then measure conversations, humans and baselines alike, and each goal is
marked ok or miss.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bedside.benchmarks.corpora import (
    CORPORA,
    DATA,
    NoteCorpus,
    notes_of,
    people,
    read,
    record_of,
    records,
    transcribed,
    write,
)
from bedside.benchmarks.goals import bounds, goals_for, verdict
from bedside.benchmarks.yardstick import Yardstick
from bedside.evaluation.asserted import part, withheld
from bedside.evaluation.given import Given
from bedside.evaluation.metric import Score
from bedside.evaluation.metrics.asked_in_note import ASKED_IN_NOTE
from bedside.evaluation.metrics.cited_supported import CITED_SUPPORTED
from bedside.evaluation.metrics.copied_bare import COPIED_BARE
from bedside.evaluation.metrics.grounded import GROUNDED
from bedside.evaluation.metrics.polarity_judged import POLARITY_JUDGED
from bedside.evaluation.scores import side_by_side
from bedside.knowledge.passage import Passage
from bedside.scenarios.note import Note
from bedside.scenarios.record import Record
from bedside.scenarios.turn import Turn

Json = dict[str, Any]
Scores = Mapping[str, Any]


# --------------------------------------------------------------------------------------------------- running


def notes_file(path: Path, rows: list[Json], styles: Mapping[str, str]) -> Path:
    """The notes as ``bedside batch`` wants them."""
    return write(
        path,
        [
            {"id": row["id"], "note": row["note"], "section_header": row["section_header"], "style": styles[row["id"]]}
            for row in rows
        ],
    )


def run(notes: Path, out: Path, *options: str) -> Path:
    """Make the dialogues with ``bedside batch`` and return the run folder. Ends the program if one is missing."""
    command = [sys.executable, "-m", "bedside.orchestrator.cli.main", "batch", "--notes", str(notes), "--out", str(out)]
    done = subprocess.run([*command, "--quiet", *options, "--run", "run"], capture_output=True, text=True, check=False)
    folder = out / "run"
    if not (folder / "run.json").is_file():
        sys.exit(f"bedside batch made no run:\n{done.stderr[-2000:]}")
    counts = json.loads((folder / "run.json").read_bytes())["counts"]
    if done.returncode or counts["failed"] or counts["pending"] or counts["finished"] != counts["requested"]:
        kinds = Counter(f"{row['stage']}: {row['message']}" for row in read(folder / "failures.jsonl"))
        worst = "\n".join(f"  {count} × {text}" for text, count in kinds.most_common(5))
        sys.exit(f"Not every note became a dialogue ({counts}), see {folder}:\n{worst}{done.stderr[-1000:]}")
    return folder


def folds(rows: list[Json], n: int = 5) -> dict[str, int]:
    """Which of ``n`` parts an item belongs to, by its id alone; parts differ in size by one at most."""
    ordered = sorted(rows, key=lambda row: hashlib.sha256(row["id"].encode()).digest())
    return {row["id"]: place % n for place, row in enumerate(ordered)}


def fold_styles(rows: list[Json], corpus: NoteCorpus, work: Path) -> dict[str, str]:
    """For every item a profile fitted without its own part of the corpus."""
    from bedside.evaluation.style_fit import fit_style

    clean, rest = ([row for row in rows if transcribed(row) is wanted] for wanted in (True, False))
    parts = folds(clean)
    paths: dict[int, str] = {}
    for k in sorted(set(parts.values())):
        name = f"{corpus.style}-without-{k}"
        profile = fit_style((row for row in clean if parts[row["id"]] != k), name, f"{corpus.name}, four fifths")
        path = work / f"{name}.json"
        path.write_text(profile.model_dump_json(indent=1), encoding="utf-8")
        paths[k] = str(path)
    parts.update(folds(rest))  # items no profile is ever fitted on take any of the five
    return {item: paths[k % len(paths)] for item, k in parts.items()}


# ------------------------------------------------------------------------------------------------- measuring


@cache
def _passages() -> dict[str, Passage]:
    from bedside.knowledge.corpus import GUIDELINES, read_corpus

    return {passage.id: passage for passage in read_corpus(GUIDELINES).passages}


@dataclass(frozen=True)
class MeasuredCorpus:
    """One corpus, measured: ``everyone`` and ``clean`` as ``{"gen", "human"}``, and what was counted on the way."""

    everyone: Json
    clean: Json | None
    counts: dict[str, str]


def measure(stick: Yardstick, rows: list[Json], folder: Path, work: Path, *, auc: bool) -> MeasuredCorpus:
    """Score a run against the human dialogues of the same notes."""
    made = records(folder)
    parted = {record.id: part(record) for record in made}
    ref = write(work / "humans.jsonl", rows)
    everyone = stick.score(folder / "dialogues.jsonl", ref, work / "all.json", auc=auc)
    if everyone["n_missing"]:
        sys.exit(f"{everyone['n_missing']} dialogues were not scored, see {work / 'all.json'}.")
    gen = everyone["gen"]
    asserted = [{"id": name, "turns": [_plain(t) for t in p.turns]} for name, p in parted.items() if p.turns]
    gen |= precision_where_scored(stick, write(work / "asserted.jsonl", asserted), ref, work / "asserted.json")
    kept_back = {record.id: withheld(record) for record in made}
    if any(kept_back.values()):
        told = write(work / "told.jsonl", [{**row, "note": _told(row, kept_back[row["id"]])} for row in rows])
        recall = stick.score(folder / "dialogues.jsonl", told, work / "told.json", auc=False)["gen"]
        gen |= {"concept_r": recall["concept_r"], "num_r": recall["num_r"]}
    given = Given(records=made, notes=notes_of(rows), passages=_passages(), concepts=stick)
    for metric in (ASKED_IN_NOTE, GROUNDED, CITED_SUPPORTED):
        gen[metric.id] = metric(given).value
    _add(stick, everyone, made, rows)
    clean = None
    chosen = [row for row in rows if transcribed(row)]
    if len(chosen) < len(rows) and chosen:
        ids = {row["id"] for row in chosen}
        ref = write(work / "humans-clean.jsonl", chosen)
        clean = stick.score(folder / "dialogues.jsonl", ref, work / "clean.json", auc=auc)
        _add(stick, clean, [record for record in made if record.id in ids], chosen)
    asked, quoted = (sum(len(getattr(p, kind)) for p in parted.values()) for kind in ("asked", "quoted"))
    counts = {
        "dialogues": str(len(made)),
        "set apart": f"{asked} questions, {quoted} sentences on a passage, "
        f"{sum(p.replies for p in parted.values())} replies to those ({asked + quoted} sentences)",
        "kept back": f"{sum(map(len, kept_back.values()))} facts, left out of recall",
    }
    return MeasuredCorpus(everyone, clean, counts)


def _plain(turn: Turn) -> Json:
    return {"speaker": turn.speaker, "text": turn.text}


def precision_where_scored(stick: Yardstick, asserted: Path, ref: Path, out: Path) -> Json:
    """Precision over dialogues that assert a concept, or a number. The yardstick gives 0 to one that has none; where
    the only words about it were a question and a bare "no", that is nothing to score."""
    numbers = stick.score(asserted, ref, out, auc=False)["gen"]["num_p"]
    rows = read(out.with_suffix(".details.jsonl"))
    scored = [row["concept_p"] for row in rows if row["concept_p"] is not None and (row["concept_p"] or row["_extra"])]
    return {"asserted_concept_p": sum(scored) / len(scored) if scored else None, "asserted_num_p": numbers}


def _add(stick: Yardstick, scores: Json, made: list[Record], humans: list[Json]) -> None:
    """Put our own metrics beside the yardstick's scores, for the conversations and for people."""
    notes = notes_of(humans)
    table = side_by_side(
        {
            "gen": _scores(stick, made, notes),
            "human": _scores(stick, [record_of(row) for row in humans], notes),
        }
    )
    for metric, row in table.items():
        for column, score in row.items():
            scores[column][metric] = score.value


def _scores(stick: Yardstick, talks: list[Record], notes: Mapping[str, Note]) -> list[Score]:
    joined = [
        talk.model_copy(update={"turns": tuple(t.model_copy(update={"text": stick.plain(t.text)}) for t in talk.turns)})
        for talk in talks
    ]
    return [
        POLARITY_JUDGED(Given(records=talks, notes=notes, concepts=stick)),
        COPIED_BARE(Given(records=joined, notes=notes, words=stick.words)),
    ]


def _told(row: Json, kept_back: frozenset[str]) -> str:
    """The note without the facts that somebody kept back."""
    if not kept_back:
        return row["note"]
    from bedside.agents.builtin.english_family import english
    from bedside.orchestrator.build.note_input import admit

    text = admit(row["note"]).text
    for fact in english().extract(row["id"], text, row["section_header"]).facts:
        if fact.id in kept_back:
            text = text[: fact.span.start] + " " * (fact.span.end - fact.span.start) + text[fact.span.end :]
    return text


# ---------------------------------------------------------------------------------------------------- telling


def table(corpus: NoteCorpus, measured: MeasuredCorpus, baselines: Mapping[str, Scores]) -> tuple[str, list[str]]:
    """The table of a corpus in Markdown, and the labels of the goals it misses."""
    everyone, clean = measured.everyone, measured.clean
    n = everyone["n_scored"]
    head = ["", "goal", f"bedside ({n})"]
    head += [f"bedside ({clean['n_scored']})"] if clean else []
    head += [f"human ({n})"] + ([f"human ({clean['n_scored']})"] if clean else []) + [*baselines, ""]
    lines: list[list[str]] = [head]
    missed: list[str] = []
    group = ""
    for goal in goals_for(corpus):
        judged = clean if clean and goal.style else everyone
        human = judged["human"].get(goal.key)
        mark = verdict(goal, judged["gen"].get(goal.key), human)
        if mark == "miss":
            missed.append(goal.label)
        if goal.group != group:
            group = goal.group
            lines.append([f"**{group}**"] + [""] * (len(head) - 1))
        columns = [everyone["gen"]] + ([clean["gen"]] if clean else [])
        columns += [everyone["human"]] + ([clean["human"]] if clean else []) + list(baselines.values())
        lines.append([goal.label, bounds(goal), *(_number(column.get(goal.key)) for column in columns), mark])
    return markdown(lines), missed


def markdown(lines: list[list[str]]) -> str:
    """Rows as an aligned Markdown table; the first is its head."""
    wide = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    text = ["| " + " | ".join(cell.ljust(w) for cell, w in zip(line, wide, strict=True)) + " |" for line in lines]
    text.insert(1, "|" + "|".join("-" * (w + 2) for w in wide) + "|")
    return "\n".join(text)


def _number(value: object) -> str:
    if not isinstance(value, (int, float)):
        return "–"
    return f"{value:.1f}" if abs(value) >= 5 else f"{value:.3f}"


def worst(details: Path, n: int) -> str:
    """What the yardstick missed or found beyond the note most often, for whoever mends it."""
    rows = read(details)
    out: list[str] = []
    for key, what in (("_missed", "in the note, never said"), ("_extra", "said, not in the note"), ("_bad_numbers", "numbers not in the note")):  # fmt: skip
        counted = Counter(found for row in rows for found in row[key])
        out.append(f"{what}: " + ", ".join(f"{found} {count}" for found, count in counted.most_common(n)))
    return "\n".join(out)


def filled(page: str, name: str, text: str) -> str:
    """The page with the text between the marks of this table made anew; as it was if it has no such marks."""
    mark, end = f"<!-- table: {name} -->", "<!-- end of table -->"
    if mark not in page:
        return page
    before, rest = page.split(mark, 1)
    return f"{before}{mark}\n{text}\n{end}{rest.split(end, 1)[1]}"


def place(out: Path, name: str) -> Path:
    """A new folder below ``out``, never one that was there."""
    folder, n = out / name, 2
    while folder.exists():
        folder, n = out / f"{name}-{n}", n + 1
    folder.mkdir(parents=True)
    return folder


def main() -> None:
    """Run, measure, print. Exits with 1 if a dialogue is missing, or with --strict if a goal is."""
    parser = argparse.ArgumentParser(prog="quality", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, default=DATA, help=f"holds score.py, dev/, baselines/; default {DATA}")
    parser.add_argument("--corpus", choices=[*CORPORA, "all"], default="all")
    parser.add_argument("--fast", action="store_true", help="without the detectors")
    parser.add_argument("--fold", action="store_true", help="speak in profiles fitted without the item's own fifth")
    parser.add_argument("--limit", type=int, help="only the first N notes of a corpus; goals then mean little")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--worst", type=int, default=0, metavar="N", help="also the N commonest misses, inventions and giveaways"
    )
    parser.add_argument("--out", type=Path, help="keep runs and scores here; default: forget them")
    parser.add_argument("--page", type=Path, help="a Markdown page whose tables are to be made anew")
    parser.add_argument("--strict", action="store_true", help="exit with 1 if a goal is missed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        missed = report(options, options.out or Path(scratch))
    sys.exit(1 if missed and options.strict else 0)


def report(options: argparse.Namespace, out: Path) -> list[str]:
    """Print the tables of the chosen corpora; return the goals missed."""
    stick = Yardstick(options.data)
    stick.require_packages()
    missed: list[str] = []
    for corpus in CORPORA.values() if options.corpus == "all" else [CORPORA[options.corpus]]:
        work = place(out, corpus.name)
        rows = people(options.data, corpus, options.limit)
        styles = fold_styles(rows, corpus, work) if options.fold else {row["id"]: corpus.style for row in rows}
        folder = run(notes_file(work / "notes.jsonl", rows, styles), work, "--seed", str(options.seed))
        measured = measure(stick, rows, folder, work, auc=not options.fast)
        baselines = {
            kind: json.loads(path.read_bytes())["gen"]
            for kind in ("readout", "template", "shuffled")
            if (path := options.data / "baselines" / f"{corpus.name}-{kind}.json").is_file()
        }
        text, misses = table(corpus, measured, baselines)
        missed += misses
        notes = [f"* {what}: {value}" for what, value in measured.counts.items()]
        notes.append(f"* goals missed: {len(misses)}{': ' if misses else ''}{'; '.join(misses)}")
        told = f"{text}\n\n" + "\n".join(notes)
        name = f"{corpus.name}-fold" if options.fold else corpus.name
        print(f"\n## {name}\n\n{told}", flush=True)
        if options.page:
            page = options.page.read_text(encoding="utf-8")
            options.page.write_text(filled(page, name, told), encoding="utf-8")
        if options.worst:
            print(worst(work / "all.details.jsonl", options.worst))
            chosen = [row for row in rows if transcribed(row)]
            print(stick.tells(read(folder / "dialogues.jsonl"), chosen, rows, options.worst), flush=True)
    return missed


if __name__ == "__main__":
    main()
