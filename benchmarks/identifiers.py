"""Are identifiers in notes found, and is none of them spoken? Run ``python -m bedside.benchmarks.identifiers``.

* found: the share of planted identifiers of which every letter and digit lies in what was found (``planted_identifiers``, which
  does not know the finder), by kind, and apart for frames the finder was not made on;
* spoken: planted words that stand in a conversation of the built-in family about the note;
* taken for one: sentences of the development notes that hold something found. The corpora name people, so each sentence found
  was read by a person; ``identifiers_judged.txt`` holds the digests of those that do hold an identifier. One that was not
  judged counts as wrong.
"""

import asyncio
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import typer

from bedside.agents.identifiers.find import identifiers
from bedside.benchmarks.corpora import CORPORA, DATA, read
from bedside.benchmarks.planted_identifiers import PlantedNote, notes
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.scenarios.case import Limits
from bedside.scenarios.load import note_only_case

JUDGED = Path(__file__).with_name("identifiers_judged.txt")
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s|$)[^.!?\n]*)*[.!?]?")
_PIECE = re.compile(r"[^\W\d_]{3,}|\d{3,}")
_PLAIN = frozenset("street road avenue lane drive court place mill church harbour prospect quarry alder baker young brown example net portal https chart van der".split())  # fmt: skip


def missed(note: PlantedNote) -> Iterator[tuple[str, str, bool]]:
    """Kind, words and set of each planted identifier that was not found whole."""
    held = bytearray(len(note.text))
    for one in identifiers(note.text):
        held[one.span.start : one.span.end] = b"\1" * (one.span.end - one.span.start)
    for one in note.planted:
        if not all(held[at] for at in range(one.start, one.end) if note.text[at].isalnum()):
            yield one.kind, note.text[one.start : one.end], one.unseen


def said(note: PlantedNote) -> list[str]:
    """What is said in a conversation about the note. Raises ``RuntimeError`` if there is none."""
    case = note_only_case(note.id, note.text).model_copy(update={"limits": Limits(least_read=0)})
    result = asyncio.run(Simulator(0).perform(Item(note.id, case, note.text), lambda _: None))
    if result.state.failure is not None:
        raise RuntimeError(f"{note.id}: {result.state.failure.message}")
    return [turn.text for turn in result.state.turns]


def spoken(note: PlantedNote, lines: list[str]) -> list[str]:
    """The planted words that stand in a line."""
    planted = " ".join(note.text[one.start : one.end] for one in note.planted)
    pieces = {piece.casefold() for piece in _PIECE.findall(planted)} - _PLAIN
    heard = {piece.casefold() for line in lines for piece in _PIECE.findall(line)}
    return sorted(pieces & heard)


def digest(sentence: str) -> str:
    """What stands for a sentence of a corpus, whose text is not ours to publish."""
    return hashlib.sha256(" ".join(sentence.split()).encode()).hexdigest()[:16]


def sentences_found(data: Path) -> tuple[int, list[str]]:
    """How many sentences the development notes have, and those that hold something found."""
    count, found = 0, list[str]()
    for corpus in CORPORA.values():
        for row in (row for name in corpus.files for row in read(data / "dev" / f"{name}.jsonl") if row["note"]):
            places = [one.span.start for one in identifiers(row["note"])]
            for match in _SENTENCE.finditer(row["note"]):
                if match[0].strip():
                    count += 1
                    if any(match.start() <= place < match.end() for place in places):
                        found.append(match[0])
    return count, found


def main(count: int = 200, data: Path = DATA, talks: bool = True, show: bool = False) -> None:
    """Print the three shares. ``--no-talks`` leaves the conversations out; ``--show`` prints what was missed or not judged."""
    total, lost = Counter[str](), Counter[str]()
    heard = 0
    for note in notes(count):
        for one in note.planted:
            total.update((one.kind, "all", "unseen" if one.unseen else "seen"))
        for kind, words, unseen in missed(note):
            lost.update((kind, "all", "unseen" if unseen else "seen"))
            if show:
                print("missed", note.id, kind, words)
        if talks:
            leaked = spoken(note, said(note))
            heard += len(leaked)
            if leaked:
                print("spoken", note.id, leaked)
    for kind in sorted(total, key=lambda name: (name in ("all", "seen", "unseen"), name)):
        print(f"{kind:24} {total[kind] - lost[kind]:5} of {total[kind]:5} found  {1 - lost[kind] / total[kind]:.3f}")
    if talks:
        print(f"spoken: {heard} words in {count} conversations")
    if not (data / "dev").is_dir():
        print(f"There is no data folder {data}: the development sentences are left out.")
        return
    sentences, found = sentences_found(data)
    judged = set(JUDGED.read_text("ascii").split()) if JUDGED.exists() else set[str]()
    wrong = [sentence for sentence in found if digest(sentence) not in judged]
    if show:
        print("\n".join(f"not judged {digest(one)} {' '.join(one.split())}" for one in wrong))
    without = sentences - (len(found) - len(wrong))
    print(f"taken for one: {len(wrong)} of {without} development sentences without, {len(wrong) / without:.2%}")


if __name__ == "__main__":
    typer.run(main)
