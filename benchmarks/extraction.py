"""What the note reader keeps and what it costs: coverage, facts and time over a folder of notes.

``python -m bedside.benchmarks.extraction [--data DIR] [--missing N] [--json]``. DIR holds ``*.jsonl`` files with
``id`` and ``note`` (and ``section_header`` for bare sections) a line.

Coverage is the share of word tokens in the bodies of a note (headings, labels and bullets left out) that lie inside
the span of some fact, or govern or join one: the words of a fact's frame in its own sentence, or a connector.
"""

import argparse
import json
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from bedside.agents.extraction.extract import Terms, extract
from bedside.agents.extraction.sections import layout
from bedside.agents.extraction.sentences import sentences
from bedside.scenarios.note import Note

_TOKEN = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_CONNECTORS = frozenset(
    "and or but however which who that the a an is was are were also then so nor otherwise additionally regarding he she they "
    "patient pt i it any other some with without no of in his her furthermore moreover overall though although except for as well to "
    "terms regards regard standpoint from reports denies states has have had does did not their my your on by there we mr mrs ms very "
    "pleasant delightful briefly summary therefore unfortunately fortunately again yet plus 's of this these be been while meanwhile".split()
)


def uncovered(note: Note, section: str | None = None) -> tuple[int, list[str]]:
    """(number of tokens in the bodies, the tokens that no fact holds and nothing explains)."""
    text = note.text
    plan = layout(text, section)
    inside = bytearray(len(text))
    for block in plan.blocks:
        inside[block.start : block.end] = b"\1" * (block.end - block.start)
    for start, end in plan.marks:
        inside[start:end] = bytes(end - start)
    held = bytearray(len(text))
    frames: dict[tuple[int, int], set[str]] = {}
    for fact in note.facts:
        held[fact.span.start : fact.span.end] = b"\1" * (fact.span.end - fact.span.start)
        if fact.sentence is not None:
            words = frames.setdefault((fact.sentence.start, fact.sentence.end), set())
            words.update(
                token.lower()
                for token in _TOKEN.findall(
                    f"{fact.frame} {fact.speaker} {fact.subject} {fact.group} {note.name or ''}"
                )
            )
    total, missing = 0, list[str]()
    for block in plan.blocks:
        for start, end in sentences(text, block.start, block.end):
            framed = frames.get((start, end), set())
            for token in _TOKEN.finditer(text, start, end):
                if not inside[token.start()]:
                    continue
                total += 1
                word = token.group().lower()
                if held[token.start()] or word in framed or word in _CONNECTORS:
                    continue
                missing.append(f"{token.group()} <{text[max(start, token.start() - 40) : min(end, token.end() + 40)]}>")
    return total, missing


def measure(rows: list[dict[str, Any]], terminology: Terms | None) -> dict[str, Any]:
    """Coverage, facts a note, processor times in milliseconds and facts by section over ``rows``."""
    times: list[float] = []
    total, lost, facts = 0, list[str](), 0
    sections: Counter[str] = Counter()
    for row in rows:
        section = row.get("section_header")
        begun = time.process_time()
        note = extract(str(row["id"]), row["note"], terminology, section)
        times.append((time.process_time() - begun) * 1e3)
        count, missing = uncovered(note, section)
        total += count
        lost += missing
        facts += len(note.facts)
        sections.update(fact.section for fact in note.facts)
    times.sort()
    return {
        "notes": len(rows),
        "coverage": 1 - len(lost) / total if total else None,
        "facts_per_note": facts / len(rows) if rows else None,
        "ms_p50": times[len(times) // 2] if times else None,
        "ms_p95": times[int(len(times) * 0.95)] if times else None,
        "sections": dict(sections.most_common()),
        "missing": lost,
    }


def main(arguments: list[str] | None = None) -> int:
    """Print one line a file, and with ``--missing N`` the first N words that were lost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, default=Path("../shared/data/dev"))
    parser.add_argument("--missing", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    files = sorted(options.data.glob("*.jsonl"))
    if not files:
        print(f"{options.data} holds no .jsonl file: name a folder of notes with --data.", file=sys.stderr)
        return 2
    from bedside.knowledge.terminology import Terminology

    terminology: Any
    try:
        terminology = Terminology.load()
        terminology.find("warm")
    except FileNotFoundError:
        terminology = None
    report: dict[str, Any] = {}
    for file in files:
        rows = [row for row in map(json.loads, file.read_text(encoding="utf-8").splitlines()) if row.get("note")]
        if not rows:
            continue
        found = measure(rows, terminology)
        missing = found.pop("missing")
        report[file.stem] = found
        if not options.json:
            print(
                f"{file.stem:14} notes {found['notes']:5}  coverage {found['coverage']:.4f}  facts/note {found['facts_per_note']:.1f}  "
                f"ms p50 {found['ms_p50']:.2f}  p95 {found['ms_p95']:.2f}  {found['sections']}"
            )
            for line in missing[: options.missing]:
                print("   ", line)
    if options.json:
        print(json.dumps(report, indent=2))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
