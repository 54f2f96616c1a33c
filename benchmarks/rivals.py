"""Is the scorecard right about what we know: ``python -m bedside.benchmarks.rivals``.

Six ways to make a conversation of a note, under one contract (note in, turns out), are scored on the same development notes by
``bedside evaluate``: a human conversation replayed, another note's human conversation, the note read out, a patient who dumps
it, a template of question and answer, and bedside itself. Of the first we know that it is real, of the next that it is real and
false, of the rest that they are faithful and unreal. What the scorecard must say of them is checked, line by line.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bedside.benchmarks.corpora import CORPORA, DATA, people, read, transcribed, write

Json = dict[str, Any]
Talk = list[tuple[str, str]]
Simulator = Callable[[Sequence[Json], int], Talk]  # all notes with their human dialogues, and which one is wanted

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_AT_ONCE = 4  # sentences that the dumper tells in a turn
SHOWN = (
    "unsupported_grave", "concept_precision", "concept_recall", "number_precision", "three_or_more", "most_in_a_turn", "first_two",
    "heard_25", "heard_50", "beside_question", "asked_again", "answer_fits", "surprising_patient", "surprising_physician",
    "surprise_patient", "surprise_physician", "detector_patient", "detector_physician", "turns_distance",
    "patient_words_distance", "physician_words_distance", "copied_bare", "patient_register",
)  # fmt: skip


def _sentences(note: str) -> list[str]:
    return [part.strip() for part in _SENTENCE.split(note) if len(part.split()) > 2]


def human(rows: Sequence[Json], at: int) -> Talk:
    """What people said over the note."""
    return [(turn["speaker"], turn["text"]) for turn in rows[at]["turns"]]


def shuffled(rows: Sequence[Json], at: int) -> Talk:
    """What people said over another note: the next one."""
    return human(rows, (at + 1) % len(rows))


def readout(rows: Sequence[Json], at: int) -> Talk:
    """The physician reads the note, a sentence a turn, and the patient says okay."""
    return [turn for one in _sentences(rows[at]["note"]) for turn in (("physician", one), ("patient", "Okay."))]


def dumper(rows: Sequence[Json], at: int) -> Talk:
    """The patient tells four sentences of the note a turn, whatever is asked."""
    told = _sentences(rows[at]["note"])
    parts = [" ".join(told[begin : begin + _AT_ONCE]) for begin in range(0, len(told), _AT_ONCE)]
    return [turn for part in parts for turn in (("physician", "What else?"), ("patient", part))]


def template(rows: Sequence[Json], at: int) -> Talk:
    """Each sentence becomes a question about its longest word and its answer."""
    said: Talk = []
    for one in _sentences(rows[at]["note"]):
        about = max(re.findall(r"[A-Za-z]+", one), key=len, default="that").lower()
        said += [("physician", f"Can you tell me about {about}?"), ("patient", one)]
    return said


RIVALS: dict[str, Simulator] = {
    "human": human,
    "shuffled": shuffled,
    "readout": readout,
    "dumper": dumper,
    "template": template,
}


def made(simulator: Simulator, rows: Sequence[Json]) -> Iterator[Json]:
    """The conversations of one simulator, in the form that ``bedside evaluate`` takes."""
    for at, row in enumerate(rows):
        turns = [{"speaker": who, "text": text} for who, text in simulator(rows, at)]
        yield {"id": row["id"], "note": row["note"], "turns": turns}


def evaluate(run: Path, folder: Path, reference: Path, teachers: Path, more: Sequence[str] = ()) -> Json:
    """The scorecard of one run or file; ``more`` are options besides."""
    command = [sys.executable, "-m", "bedside.orchestrator.cli.main", "evaluate", str(run), "--to", str(folder)]
    command += ["--reference", str(reference), "--learn-from", str(teachers), "--json", *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"bedside evaluate failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)


def leaderboard(folders: Sequence[Path], page: Path) -> None:
    """All of them in one table, as a page."""
    command = [sys.executable, "-m", "bedside.orchestrator.cli.main", "compare", *map(str, folders)]
    done = subprocess.run([*command, "--leaderboard", str(page)], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"bedside compare failed:\n{done.stderr[-2000:]}")


def bedside_run(rows: Sequence[Json], folder: Path) -> Path:
    """bedside's own conversations of the notes."""
    notes = write(folder / "notes.jsonl", [{"id": row["id"], "note": row["note"]} for row in rows])
    command = [
        sys.executable,
        "-m",
        "bedside.orchestrator.cli.main",
        "batch",
        "--notes",
        str(notes),
        "--out",
        str(folder),
    ]
    done = subprocess.run([*command, "--quiet", "--run", "bedside"], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"bedside batch failed:\n{done.stderr[-2000:]}")
    return folder / "bedside"


def values(card: Json) -> dict[str, float | None]:
    """The values of a scorecard by metric."""
    return {row["metric"]: row["value"] for row in card["metrics"]}


def shares(card: Json) -> dict[str, float]:
    """By group, the share of the metrics in which a set is unlike the reference."""
    return {group: len(found["unlike"]) / found["compared"] for group, found in card["unlike_people"].items()}


def verdicts(cards: dict[str, Json]) -> Iterator[tuple[str, bool]]:
    """What we know of the rivals, and whether the scorecard says so."""
    table = {name: values(card) for name, card in cards.items()}
    unlike = {name: shares(card) for name, card in cards.items()}
    made_up = [who for who in table if who not in ("human", "shuffled")]

    def of(who: str, metric: str) -> float:
        value = table[who][metric]
        return float("nan") if value is None else value

    for group in ("disclosure", "coherence", "realism"):
        scored = [who for who in made_up if group in unlike[who]]
        worse = [who for who in scored if unlike[who][group] <= unlike["human"][group]]
        yield (
            f"people are the most like people in {group}{': not beside ' + ', '.join(worse) if worse else ''}",
            not worse,
        )
    for who in ("readout", "dumper", "template"):
        faithful = of(who, "concept_recall") > of("human", "concept_recall") and of(who, "number_precision") >= 0.95
        yield f"{who} is faithful: says more of the note than people, and no number beside it", faithful
        told = max(value for role in ("patient", "physician") if (value := table[who][f"detector_{role}"]) is not None)
        yield f"{who} is unreal: told from people in more than nine of ten pairs of turns", told > 0.9
        yield (
            f"{who} is faithful by its group, too: worse than people in fewer than one in five metrics of grounding",
            unlike[who]["grounding"] < 0.2,
        )
    yield (
        "shuffled is false by its group, too: worse than people in more than half of the metrics of grounding",
        unlike["shuffled"]["grounding"] > 0.5,
    )
    false = of("shuffled", "concept_precision") < of("human", "concept_precision") - 0.3
    yield "shuffled is false: says what the note has not", false
    apart = set(cards["shuffled"]["unlike_people"]["realism"]["unlike"]) - {"copied_bare"}  # it copies another note
    real = len(apart) <= len(cards["human"]["unlike_people"]["realism"]["unlike"])
    yield "shuffled is real: as like people in realism as people are, but that it copies nothing of the note", real
    yield "dumper tells too much at once", of("dumper", "three_or_more") > 10 * max(0.005, of("human", "three_or_more"))


def main() -> None:
    """Print the table and the verdicts; exit 1 if one is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument(
        "--also", type=Path, action="append", default=[], help="a run over the same notes, as another row"
    )
    parser.add_argument("--keep", type=Path, help="a folder for conversations and scorecards")
    parser.add_argument(
        "--notes", type=int, help="so many notes to be scored (10 and more), and as many people beside them"
    )
    parser.add_argument("--leaderboard", type=Path, help="a page (.html) with all of them in one table")
    parser.add_argument("--no-bedside", action="store_true", help="leave bedside's own conversations out")
    asked = parser.parse_args()
    rows = [row for row in people(asked.data, CORPORA["aci"], None) if transcribed(row)]
    scored, reference = rows[0::2][: asked.notes], rows[1::2][: asked.notes]
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        people_of = write(folder / "reference.jsonl", list(made(human, reference)))
        apart = write(folder / "teachers.jsonl", teachers(asked.data))
        runs = {name: write(folder / f"{name}.jsonl", list(made(of, scored))) for name, of in RIVALS.items()}
        if not asked.no_bedside:
            runs["bedside"] = bedside_run(scored, folder)
        runs |= {path.stem: path for path in asked.also}
        cards = {name: evaluate(run, folder / f"{name}-scores", people_of, apart) for name, run in runs.items()}
        if asked.leaderboard is not None:
            leaderboard([folder / f"{name}-scores" for name in runs], asked.leaderboard)
    table = {name: values(card) for name, card in cards.items()}
    print(f"{len(scored)} notes of full visits; people to compare with: {len(reference)} others\n")
    print("| metric | " + " | ".join(table) + " |\n|---|" + "---|" * len(table))
    for metric in SHOWN:
        cells = ("–" if (value := of[metric]) is None else f"{value:.3f}" for of in table.values())
        print(f"| `{metric}` | " + " | ".join(cells) + " |")
    for group in ("grounding", "disclosure", "coherence", "realism"):
        cells = (
            f"{len(of['unlike'])} of {of['compared']}" if (of := card["unlike_people"].get(group)) else "–"
            for card in cards.values()
        )
        print(f"| unlike people in {group} | " + " | ".join(cells) + " |")
    print()
    told = list(verdicts(cards))
    for sentence, right in told:
        print(f"{'ok  ' if right else 'MISS'}  {sentence}")
    sys.exit(0 if all(right for _, right in told) else 1)


def teachers(data: Path) -> list[Json]:
    """Other people's conversations, to learn how people talk: GP consultations, simulated interviews, sections of notes."""
    names = ("primock_dev", "osce272_dialogue_only", "mts_train")
    found = [row for name in names for row in read(data / "dev" / f"{name}.jsonl")]
    return [{"id": row["id"], "turns": row["turns"]} for row in found]


if __name__ == "__main__":
    main()
