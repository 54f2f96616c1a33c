"""What the conversations are worth beside human ones: ``python -m bedside.benchmarks.quality [--fast]``.

Every note of the development corpora goes through ``bedside batch``; none may fail. The yardstick (``score.py`` in the
data folder) then measures conversations, humans and baselines alike, and each goal is marked ok or miss.
"""

import argparse
import hashlib
import importlib.util
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from bedside.evaluation.asserted import part, supported, withheld
from bedside.evaluation.grounding import cited

Json = dict[str, Any]
Scores = Mapping[str, Any]

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
CLEAN = ("virtassist", "virtscribe")  # subsets of ACI-Bench transcribed by people; the rest is raw speech recognition
FILLERS = ("um", "uh", "er", "erm", "mm", "hmm", "oh", "well", "so", "like", "you know", "i mean", "okay", "ok")
CLOSE = 0.1  # syllables per word may differ from the human value by this share
NEAR = 0.25  # shape in a corpus for which no goal is set may differ from the human value by this share


@dataclass(frozen=True)
class Corpus:
    """A development corpus: its files, its style profile, and the name of its baselines."""

    name: str
    files: tuple[str, ...]
    style: str
    visits: bool = False  # full visits with full notes: the goals are set for these


CORPORA = {
    "aci": Corpus("aci", ("aci_train", "aci_valid"), "visit", visits=True),
    "mts": Corpus("mts", ("mts_train", "mts_valid"), "section"),
    "primock": Corpus("primock", ("primock_dev",), "gp"),
}


@dataclass(frozen=True)
class Goal:
    """A row of the table. ``low`` and ``high`` bound what is wanted; without both it is shown and not judged.

    ``style`` rows are judged on the human transcripts, ``near`` rows by how close to the human value they come.
    """

    group: str
    label: str
    key: str
    low: float | None = None
    high: float | None = None
    style: bool = False
    near: float | None = None
    or_human: bool = False  # where people do not keep the goal themselves, their value is the goal


def _style(group: str, label: str, key: str, low: float | None, high: float | None) -> Goal:
    return Goal(group, label, key, low, high, style=True)


GOALS = (
    Goal("faithful", "concept precision, asserted", "asserted_concept_p", low=0.95),
    Goal("faithful", "number precision, asserted", "asserted_num_p", low=0.99),
    Goal("faithful", "concept precision, raw", "concept_p"),
    Goal("faithful", "number precision, raw", "num_p"),
    Goal("faithful", "concepts asked about, in the note", "asked_concept_p"),
    Goal("faithful", "concept recall", "concept_r", low=0.95),
    Goal("faithful", "number recall, with unit", "num_r", low=0.95),
    _style("faithful", "polarity agrees", "polarity_agree", 0.95, None),
    _style("faithful", "polarity: share judged", "polarity_judged", None, None),
    Goal("grounded", "visits where a passage asks or warns", "grounded", low=0.80),
    Goal("grounded", "cited turns that their passage supports", "cited_supported", low=1.0),
    _style("spoken", "4-grams from the note", "copy4", None, 0.06),
    _style("spoken", "the same, fillers removed", "copy4_bare", None, 0.06),
    _style("spoken", "patient: note register", "patient_note_register_share", None, 0.04),
    _style("spoken", "patient: rare words", "patient_rare_share", None, 0.06),
    _style("spoken", "patient: clinical wording", "patient_clinical_wording_share", None, 0.12),
    _style("varied", "Self-BLEU over 30", "self_bleu_30", None, 48),
    _style("varied", "repeated across dialogues", "repeat_across", None, 0.06),
    _style("varied", "top-20 four-word openings", "top20_opening4_share", None, 0.10),
    _style("varied", "repeated inside a dialogue", "repeat_within", None, 0.0),
    _style("shaped", "turns", "turns_mean", 45, 70),
    _style("shaped", "physician's share of words", "doctor_word_share", 0.60, 0.78),
    _style("shaped", "words a physician's turn", "doctor_words_per_turn", 18, 30),
    _style("shaped", "words a patient's turn", "patient_words_per_turn", 8, 14),
    _style("shaped", "the same, median", "patient_words_per_turn_median", 3, 7),
    _style("shaped", "patient turns of 3 words or fewer", "patient_short_turn_share", 0.35, 0.55),
    _style("shaped", "physician asks", "doctor_question_ratio", 0.35, 0.60),
    Goal("shaped", "syllables a word, physician", "doctor_syll_per_word", style=True, near=CLOSE),
    Goal("shaped", "syllables a word, patient", "patient_syll_per_word", style=True, near=CLOSE),
    _style("hard to tell", "detector AUC, patient turns", "auc_patient", None, 0.86),
    _style("hard to tell", "detector AUC, physician turns", "auc_doctor", None, 0.95),
)


def goals_for(corpus: Corpus) -> tuple[Goal, ...]:
    """The goals of a corpus. Goals of shape are set for full visits: elsewhere what people do there is the goal.

    Which passage is worth a question is asked of full visits only.
    """
    if corpus.visits:
        return GOALS
    found: list[Goal] = []
    for goal in GOALS:
        if goal.group == "shaped" and goal.near is None:
            found.append(replace(goal, low=None, high=None, near=NEAR))
        elif goal.key == "grounded":
            found.append(replace(goal, low=None))
        else:
            found.append(replace(goal, or_human=goal.group in ("spoken", "varied")))
    return tuple(found)


def verdict(goal: Goal, value: float | None, human: float | None) -> str:
    """``ok``, ``miss``, or nothing where there is no goal or no value."""
    if value is None:
        return ""
    if goal.near is not None:
        return "" if human is None else "ok" if abs(value - human) <= goal.near * abs(human) else "miss"
    if goal.low is None and goal.high is None:
        return ""
    high = goal.high
    if high is not None and human is not None and goal.or_human:
        high = max(high, human)
    return "ok" if (goal.low is None or value >= goal.low) and (high is None or value <= high) else "miss"


def bounds(goal: Goal) -> str:
    """The goal in words."""
    if goal.near is not None:
        return f"human ± {goal.near:.0%}"
    if goal.low is not None and goal.high is not None:
        return f"{goal.low:g}–{goal.high:g}"
    if goal.low is not None:
        return f"≥ {goal.low:g}"
    return "" if goal.high is None else f"≤ {goal.high:g}"


# --------------------------------------------------------------------------------------------------- running


class Yardstick:
    """``score.py`` of a data folder: run as it is, with a few of its functions for what it does not print."""

    def __init__(self, data: Path) -> None:
        self.data = data
        script = data / "score.py"
        if not script.is_file():
            sys.exit(
                f"There is no yardstick at {script}: give the folder that holds score.py, dev/ and baselines/ with "
                "--data. See benchmarks/README.md."
            )

    def score(self, gen: Path, ref: Path, out: Path, *, auc: bool) -> Json:
        """Scores of the dialogues in ``gen`` against the humans in ``ref``: ``{"gen": ..., "human": ...}``."""
        command = [sys.executable, str(self.data / "score.py"), "--gen", str(gen), "--ref", str(ref), "--keep-dups"]
        command += ["--out", str(out), "--details", str(out.with_suffix(".details.jsonl")), "--quiet", "--no-embed"]
        done = subprocess.run(command + ([] if auc else ["--no-auc"]), capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"score.py failed; its packages are those of bedside[quality]:\n{done.stderr[-2000:]}")
        return json.loads(out.read_bytes())

    @property
    def functions(self) -> ModuleType:
        """The script as a module."""
        return _module(self.data / "score.py")

    @property
    def lexicon(self) -> Any:
        """Its lexicon of concepts."""
        return _lexicon(self.data / "score.py")

    def polarity_judged(self, rows: list[Json], notes: Mapping[str, str]) -> float | None:
        """Of the note's concepts with one polarity, the share that the dialogues give one polarity, too."""
        known = judged = 0
        for row in rows:
            turns = [{**turn, "speaker": _speaker(turn["speaker"])} for turn in row["turns"]]
            there = {c for c, p in self.functions.polarity_spans(notes[row["id"]], self.lexicon).items() if len(p) == 1}
            said = self.functions.dialogue_polarity(turns, self.lexicon)
            known += len(there)
            judged += sum(len(said.get(concept, ())) == 1 for concept in there)
        return judged / known if known else None

    def rests(self, said: str, items: list[str]) -> bool:
        """Whether what a turn says on a passage is there: one of its items in full, and no concept beyond it."""
        beyond = {c for c, *_ in self.lexicon.find(said)} - self.lexicon.find_all("\n".join(items))
        return supported(said, items) and not beyond

    def copied_bare(self, rows: list[Json], notes: Mapping[str, str]) -> float | None:
        """4-grams copied from the note, fillers taken out first: hesitating must not hide reading aloud."""
        shares: list[float] = []
        for row in rows:
            note = set(self._grams(notes[row["id"]]))
            grams = self._grams(" ".join(self.functions.detok(turn["text"]) for turn in row["turns"]))
            if grams:
                shares.append(sum(gram in note for gram in grams) / len(grams))
        return sum(shares) / len(shares) if shares else None

    def tells(self, made: list[Json], humans: list[Json], rows: list[Json], n: int) -> str:
        """What gives the generator away, beside what people say."""
        from bedside.benchmarks.tells import tells

        register = self.functions.dev_vocab()[1]
        return tells(made, humans, {row["id"]: row["note"] for row in rows}, self.functions.words, register, n)

    def asked_in_note(self, asked: Mapping[str, str], notes: Mapping[str, str]) -> float | None:
        """Of the concepts that questions name, the share that the note has; the others only show what was asked."""
        shares: list[float] = []
        for name, text in asked.items():
            named = {concept for concept, *_ in self.lexicon.find(text)}
            if named:
                shares.append(len(named & self.lexicon.find_all(notes[name])) / len(named))
        return sum(shares) / len(shares) if shares else None

    def _grams(self, text: str) -> list[tuple[str, ...]]:
        said = " ".join(self.functions.words(text))
        for filler in FILLERS:
            said = f" {said} ".replace(f" {filler} ", " ")
        return self.functions.ngr(said.split(), 4)


@cache
def _module(script: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("yardstick", script)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def _lexicon(script: Path) -> Any:
    return _module(script).Lexicon(str(script.parent / "lexicon" / "concepts.tsv"))


def _speaker(name: str) -> str:
    low = name.lower()
    return {"physician": "doctor", "clinician": "doctor"}.get(low, low if low in ("doctor", "patient") else "other")


def read(path: Path) -> list[Json]:
    """The rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def write(path: Path, rows: list[Json]) -> Path:
    """Write rows as JSON Lines; return the path."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def people(data: Path, corpus: Corpus, limit: int | None) -> list[Json]:
    """The human dialogues of a corpus with their notes."""
    rows = [row for name in corpus.files for row in read(data / "dev" / f"{name}.jsonl")]
    return [row for row in rows if row["note"]][:limit]


def transcribed(row: Json) -> bool:
    """Whether people wrote this dialogue down, so that its style may be imitated."""
    return row["source"] != "aci-bench" or row["meta"].get("subset") in CLEAN


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


def fold_styles(rows: list[Json], corpus: Corpus, work: Path) -> dict[str, str]:
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
def _passages() -> dict[str, Any]:
    from bedside.knowledge.corpus import GUIDELINES, read_corpus

    return {passage.id: passage for passage in read_corpus(GUIDELINES).passages}


def _items(passage_id: str) -> list[str]:
    passage = _passages().get(passage_id)
    if passage is None:
        return []
    return [item.text for item in passage.items] or passage.text.splitlines()


@dataclass(frozen=True)
class Measured:
    """One corpus, measured: ``everyone`` and ``clean`` as ``{"gen", "human"}``, and what was counted on the way."""

    everyone: Json
    clean: Json | None
    counts: dict[str, str]


def measure(stick: Yardstick, rows: list[Json], folder: Path, work: Path, *, auc: bool) -> Measured:
    """Score a run against the human dialogues of the same notes."""
    notes = {row["id"]: row["note"] for row in rows}
    made = read(folder / "dialogues.jsonl")
    traces = {trace["id"]: trace for trace in read(folder / "traces.jsonl")}
    parted = {row["id"]: part(row, traces[row["id"]]) for row in made}
    ref = write(work / "humans.jsonl", rows)
    everyone = stick.score(folder / "dialogues.jsonl", ref, work / "all.json", auc=auc)
    if everyone["n_missing"]:
        sys.exit(f"{everyone['n_missing']} dialogues were not scored, see {work / 'all.json'}.")
    asserted = write(work / "asserted.jsonl", [{"id": k, "turns": list(p.turns)} for k, p in parted.items() if p.turns])
    gen = everyone["gen"]
    gen |= precision_where_scored(stick, asserted, ref, work / "asserted.json")
    asked = {name: "\n".join(sentence for _, sentence in p.asked) for name, p in parted.items()}
    gen["asked_concept_p"] = stick.asked_in_note(asked, notes)
    kept_back = {row["id"]: withheld(traces[row["id"]]) for row in made}
    if any(kept_back.values()):
        told = write(work / "told.jsonl", [{**row, "note": _told(row, kept_back[row["id"]])} for row in rows])
        recall = stick.score(folder / "dialogues.jsonl", told, work / "told.json", auc=False)["gen"]
        gen |= {"concept_r": recall["concept_r"], "num_r": recall["num_r"]}
    gen["grounded"] = sum(bool(cited(trace)) for trace in traces.values()) / len(traces)
    held = [
        stick.rests(said, [item for passage in traces[name]["reasons"][index]["passages"] for item in _items(passage)])
        for name, p in parted.items()
        for index, said in p.quoted_turns.items()
    ]
    gen["cited_supported"] = sum(held) / len(held) if held else None
    _add(stick, everyone, made, rows, notes)
    clean = None
    chosen = [row for row in rows if transcribed(row)]
    if len(chosen) < len(rows) and chosen:
        ids = {row["id"] for row in chosen}
        ref = write(work / "humans-clean.jsonl", chosen)
        clean = stick.score(folder / "dialogues.jsonl", ref, work / "clean.json", auc=auc)
        _add(stick, clean, [row for row in made if row["id"] in ids], chosen, notes)
    sentences = sum(len(p.asked) + len(p.quoted) for p in parted.values())
    counts = {
        "dialogues": str(len(made)),
        "set apart": f"{sum(len(p.asked) for p in parted.values())} questions, {sum(len(p.quoted) for p in parted.values())} sentences on a passage, "
        f"{sum(p.replies for p in parted.values())} replies to those ({sentences} sentences)",
        "kept back": f"{sum(map(len, kept_back.values()))} facts, left out of recall",
    }
    return Measured(everyone, clean, counts)


def precision_where_scored(stick: Yardstick, asserted: Path, ref: Path, out: Path) -> Json:
    """Precision over dialogues that assert a concept, or a number. The yardstick gives 0 to one that has none; where
    the only words about it were a question and a bare "no", that is nothing to score."""
    numbers = stick.score(asserted, ref, out, auc=False)["gen"]["num_p"]
    rows = read(out.with_suffix(".details.jsonl"))
    scored = [row["concept_p"] for row in rows if row["concept_p"] is not None and (row["concept_p"] or row["_extra"])]
    return {"asserted_concept_p": sum(scored) / len(scored) if scored else None, "asserted_num_p": numbers}


def _add(stick: Yardstick, scores: Json, made: list[Json], humans: list[Json], notes: Mapping[str, str]) -> None:
    for key, dialogues in (("gen", made), ("human", humans)):
        scores[key]["polarity_judged"] = stick.polarity_judged(dialogues, notes)
        scores[key]["copy4_bare"] = stick.copied_bare(dialogues, notes)


def _told(row: Json, kept_back: frozenset[str]) -> str:
    """The note without the facts that somebody kept back."""
    if not kept_back:
        return row["note"]
    from bedside.agents.agenda.family import family
    from bedside.orchestrator.build.note_input import admit

    text = admit(row["note"]).text
    for fact in family().extract(row["id"], text, row["section_header"]).facts:
        if fact.id in kept_back:
            text = text[: fact.span.start] + " " * (fact.span.end - fact.span.start) + text[fact.span.end :]
    return text


# ---------------------------------------------------------------------------------------------------- telling


def table(corpus: Corpus, measured: Measured, baselines: Mapping[str, Scores]) -> tuple[str, list[str]]:
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
    missed: list[str] = []
    for corpus in CORPORA.values() if options.corpus == "all" else [CORPORA[options.corpus]]:
        work = place(out, corpus.name)
        rows = people(options.data, corpus, options.limit)
        styles = fold_styles(rows, corpus, work) if options.state else {row["id"]: corpus.style for row in rows}
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
        name = f"{corpus.name}-fold" if options.state else corpus.name
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
