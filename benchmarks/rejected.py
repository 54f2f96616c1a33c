"""What the checks have against people: the lines of human conversations, one by one, as if a model had said them.

    python -m bedside.benchmarks.rejected [--corpus aci] [--dialogues N] [--seed N] [--draw N]

Every line of the development corpora (ACI's conversations that people transcribed, PriMock57, MTS-Dialog) goes through the
checks of one turn with its own note, after the lines before it, with the brief of a speaker who may say all of that note.
The table is the share of lines that would be asked for again, by check and by severity. Nobody wrote down what a human
physician wanted with a line, so one that is mostly question is taken for a question and any other for an explanation.

``--draw N`` prints N rejected lines, drawn by seed, with the words that were objected to, to be judged by a reader: a
rejection is unjust where the line says nothing new about this patient. It quotes the corpora, so its output does not belong
in the repository.
"""

import argparse
import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bedside.agents.builtin.english_family import english
from bedside.agents.checks.assertions import read_sentences
from bedside.agents.prompted.family import PromptedChecks
from bedside.agents.reading.read import read_note
from bedside.benchmarks.corpora import CORPORA, people, transcribed
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.brief import Brief
from bedside.scenarios.finding import Finding, failed
from bedside.scenarios.note import Note
from bedside.scenarios.plan import Step
from bedside.scenarios.turn import Turn, Utterance

SPEAKERS = {"doctor": "physician", "patient": "patient"}
_SPLIT = re.compile(r" (?=n't\b|'(?:s|m|d|re|ve|ll)\b|[.,?!;:](?:\s|$))")  # "do n't know ." of a tokenised corpus


@dataclass(frozen=True)
class JudgedLine:
    """One human line with what the checks found, and the turn before it."""

    dialogue: str
    turn: Turn
    before: str
    found: tuple[Finding, ...]


def _speaker(turn: dict[str, Any]) -> str:
    other = "nurse" if "clinician" in str(turn.get("role", "")).lower() else "companion"
    return SPEAKERS.get(turn["speaker"], other)


def _step(speaker: str, text: str) -> Step:
    stated = sum(len(one.text.split()) for one in read_sentences(text, spoken=True) if one.mood == "stated")
    asks = speaker != "physician" or 2 * stated < len(text.split())
    return Step(
        id="human", topic="assessment", act="ask" if asks else "explain", revealer="patient" if asks else "physician"
    )


def judge(row: dict[str, Any]) -> Iterator[JudgedLine]:
    """The lines of one human conversation with what the checks of a turn find in each."""
    note: Note = read_note(row["id"], row["note"], Terminology.load(), row.get("section_header") or None)
    checks = PromptedChecks(english())
    turns: list[Turn] = []
    for number, said in enumerate(row["turns"]):
        if not said["text"].strip():
            continue
        turn = Turn(id=f"t{number}", speaker=_speaker(said), text=_SPLIT.sub("", said["text"]))
        brief = Brief(
            role=turn.speaker,
            dialogue=row["id"],
            seed=1,
            step=_step(turn.speaker, turn.text),
            facts=note.facts,
            turns=tuple(turns),
        )
        found = checks.check_turn(note, brief, Utterance(text=turn.text, model={"asked": "a person"}))
        yield JudgedLine(row["id"], turn, turns[-1].text if turns else "", failed(found))
        turns.append(turn)


def _rows(data: Path, corpus: str, most: int | None, seed: int) -> list[dict[str, Any]]:
    rows = [row for row in people(data, CORPORA[corpus], None) if transcribed(row)]
    return rows if most is None else random.Random(seed).sample(rows, min(most, len(rows)))


def _words(line: JudgedLine, finding: Finding) -> str:
    words = line.turn.text[finding.span.start : finding.span.end] if finding.span else ""
    return f"{finding.check} {finding.value or ''} {words!r}: {finding.message}"


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.1%})" if whole else "0"


def main() -> None:
    """Print the table, and the lines drawn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("BEDSIDE_SHARED_DATA", "../shared/data")))
    parser.add_argument("--corpus", choices=sorted(CORPORA), action="append")
    parser.add_argument("--dialogues", type=int, help="of each corpus, drawn by seed; default: all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--draw", type=int, default=0, help="rejected lines to print")
    parser.add_argument("--check", action="append", help="draw lines that this check rejects")
    given = parser.parse_args()
    if not (given.data / "dev").is_dir():
        raise SystemExit(f"There is no folder {given.data / 'dev'}: name the data folder with --data.")
    rejected: list[JudgedLine] = []
    for corpus in given.corpus or CORPORA:
        lines = [line for row in _rows(given.data, corpus, given.dialogues, given.seed) for line in judge(row)]
        faulty = [line for line in lines if line.found]
        rejected += faulty
        print(f"{corpus}: {_share(len(faulty), len(lines))} lines rejected")
        for severity in ("grave", "fault", "warning", "note"):
            with_it = [line for line in lines if any(one.severity == severity for one in line.found)]
            counts = Counter(check for line in with_it for check in {_name(one, severity) for one in line.found} - {""})
            print(
                f"  {severity:8} {_share(len(with_it), len(lines)):24}"
                + ", ".join(f"{name} {count}" for name, count in counts.most_common())
            )
    if given.check:
        rejected = [line for line in rejected if any(one.check in given.check for one in line.found)]
    for line in random.Random(given.seed).sample(rejected, min(given.draw, len(rejected))):
        print(
            f"\n[{line.dialogue} {line.turn.id}] ({line.before[-160:]})\n{line.turn.speaker.upper()}: {line.turn.text}"
        )
        for finding in line.found:
            print("   -", _words(line, finding))


def _name(finding: Finding, severity: str) -> str:
    if finding.severity != severity:
        return ""
    return f"{finding.check}/{finding.value}" if finding.check == "support" else finding.check


if __name__ == "__main__":
    main()
