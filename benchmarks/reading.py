"""How much of the development notes is read, and how fast: content words typed, opaque and unread, by corpus and section.

    python -m bedside.benchmarks.reading [--data FOLDER] [--show N] [--refused N] [--ungated]

``--show N`` prints the statements of note N of each corpus, to be read by eye. ``--refused N`` prints N statements by seed that
the last step of reading (``bedside.agents.reading.plausible``) made opaque, ``--ungated`` reads without that step.
"""

import argparse
import json
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bedside.agents.reading.draft import Draft
from bedside.agents.reading.plausible import plausible
from bedside.agents.reading.read import read_note
from bedside.agents.text.doc import Doc
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Fact, Note, SectionKind

CORPORA = {"ACI": ("aci_train", "aci_valid"), "MTS": ("mts_train", "mts_valid"), "PriMock": ("primock_dev",)}


def notes(data: Path, corpus: str) -> Iterator[dict[str, Any]]:
    """The notes of a corpus, in order."""
    for name in CORPORA[corpus]:
        for line in (data / "dev" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def read(item: dict[str, Any]) -> Note:
    """Read one note of a corpus."""
    return read_note(item["id"], item["note"], Terminology.load(), item.get("section_header") or None)


def described(fact: Fact) -> str:
    """A statement on one line."""
    said = " ".join(f"{a.role}={a.text!r}" + (f"[{a.value}]" if a.value else "") for a in fact.arguments)
    less = [fact.polarity, fact.certainty, fact.temporality, fact.subject, fact.knower, fact.established]
    usual = ["present", "certain", "current", "patient", "", ""]
    rest = " ".join(value for value, plain in zip(less, usual, strict=True) if value != plain)
    same = f" = {fact.same_as}" if fact.same_as else ""
    return f"{fact.section:12} {fact.kind or '-':11} {fact.text!r}  {said}  ({rest}){same} {'*' * len(fact.marks)}"


def last_step(refused: list[str] | None, *, ungated: bool) -> AbstractContextManager[object]:
    """Read with the last step noted down, or without it."""

    def noted(draft: Draft, section: SectionKind, doc: Doc) -> Draft:
        found = draft if ungated else plausible(draft, section, doc)
        if refused is not None and found.kind == "opaque" != draft.kind:
            said = " ".join(f"{a.role}={a.text!r}" for a in draft.arguments)
            refused.append(f"{section:12} {draft.kind:10} {draft.polarity:8} {doc.slice(draft.span)!r}  {said}")
        return found

    return patch("bedside.agents.reading.read.plausible", noted)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("BEDSIDE_SHARED_DATA", "../shared/data")))
    parser.add_argument("--show", type=int)
    parser.add_argument("--most", type=int, default=10**6, help="notes of each corpus")
    parser.add_argument("--refused", type=int, help="print so many statements that the last step refused")
    parser.add_argument("--ungated", action="store_true", help="without the last step")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    refused: list[str] = []
    with last_step(refused, ungated=given.ungated):
        measure(given)
    if given.refused is not None:
        random.Random(given.seed).shuffle(refused)
        print(f"{len(refused)} refused", *refused[: given.refused], sep="\n")


def measure(given: argparse.Namespace) -> None:
    """Print the shares, or the statements of one note."""
    for corpus in CORPORA:
        if given.show is not None:
            shown = list(notes(given.data, corpus))[given.show]
            note = read(shown)
            print(f"\n=== {corpus} {shown['id']}\n{note.text}\n---")
            print("\n".join(described(fact) for fact in note.facts))
            print("reading:", note.reading)
            continue
        count: Counter[str] = Counter()
        kinds: Counter[str] = Counter()
        start = time.process_time()
        for at, item in enumerate(notes(given.data, corpus)):
            if at >= given.most:
                break
            note = read(item)
            assert note.reading is not None
            count.update(typed=note.reading.typed, opaque=note.reading.opaque, unread=note.reading.unread, notes=1)
            kinds.update(fact.kind or "-" for fact in note.facts)
        seconds = time.process_time() - start
        words = count["typed"] + count["opaque"] + count["unread"]
        shares = "  ".join(f"{part} {count[part] / words:.3f}" for part in ("typed", "opaque", "unread"))
        print(
            f"{corpus:8} {count['notes']} notes, {words} content words: {shares}; {1000 * seconds / count['notes']:.1f} ms a note"
        )
        print("         " + ", ".join(f"{kind} {number}" for kind, number in kinds.most_common()))


if __name__ == "__main__":
    main()
