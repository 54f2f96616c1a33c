"""Worked examples for few-shot prompts: read, chosen by likeness to the case, rotated by seed, shown as fenced data.

Law of the file: the example of the case's own note is never chosen; among the near ones the seed chooses, so that a
batch is not written after one model; the same case, note and seed give the same examples. What is shown is an excerpt
for its manner, and ``spoken_again`` finds its sentences when they come back.
"""

import hashlib
import json
import math
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from bedside.agents.text.fence import Key, fence, runs
from bedside.scenarios.load import CaseError
from bedside.scenarios.note import Note

_START = 300  # characters of a note without sections that say what it is about
LONGEST = 300  # words of one example that are shown
_NEAR = 3  # times as many as are shown are near enough for the seed to choose from, and at least five
_WORD = re.compile(r"[^\W\d_]{3,}")
_LABEL = re.compile(r"\s*[\[(*]{0,3}([^\W\d_][\w .'-]{0,24}?)[\])*]{0,3}\s?(?::|(?<=\]))\s*")
_PHYSICIANS = frozenset("physician doctor dr dr. doc clinician provider gp".split())
_PATIENTS = frozenset("patient pt pt.".split())
_OTHERS = frozenset(
    "nurse mother father mom dad wife husband spouse partner son daughter sister brother grandmother grandfather "
    "caregiver carer guardian interpreter family companion guest guest_family guest_clinician".split()
)
_STOP = frozenset(
    "the and you that have has had was were are for with your his her she they them this what when how did does not any "
    "but can all out about from been will just like get got okay yes yeah well know there some right him would "
    "patient doctor physician denies reports".split()
)


@dataclass(frozen=True)
class Example:
    """One dialogue to learn the manner from. ``note`` is the id of the note it was written for."""

    note: str
    turns: tuple[tuple[str, str], ...]  # speaker, text
    words: frozenset[str]  # what it is about


def load_examples(source: Path) -> tuple[Example, ...]:
    """The examples of a folder of ``.txt`` dialogues or of a JSON Lines file, in the order of their names or lines.
    Read again only when a file has changed. Raises ``CaseError`` with the file and line of the first mistake."""
    try:
        paths = sorted(source.glob("*.txt")) if source.is_dir() else [source]
        stamps = tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in paths)
    except OSError as error:
        raise CaseError(
            str(source), 1, 1, f"the examples cannot be read ({error.strerror})", "Correct prompting.examples.source"
        ) from None
    if not paths:
        raise CaseError(
            str(source), 1, 1, "the folder holds no .txt file", "Put one dialogue a file into it, or name another"
        )
    return _load(stamps)


@lru_cache(maxsize=8)
def _load(stamps: tuple[tuple[str, int, int], ...]) -> tuple[Example, ...]:
    found: list[Example] = []
    for name, _, _ in stamps:
        path = Path(name)
        text = _text(path)
        found.extend([_dialogue(path, text)] if path.suffix == ".txt" else _rows(path, text))
    return tuple(found)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise CaseError(str(path), line, 1, "this is not UTF-8 text", "Save the file as UTF-8") from None
    except OSError as error:
        raise CaseError(str(path), 1, 1, f"cannot be read ({error.strerror})", "Correct its permissions") from None


def _dialogue(path: Path, text: str) -> Example:
    turns: list[tuple[str, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        label = _LABEL.match(line)
        speaker = _speaker(label.group(1)) if label else None
        if label and speaker:
            turns.append((speaker, line[label.end() :].strip()))
        elif line.strip():
            if not turns:
                raise CaseError(
                    str(path), number, 1, "a line before anyone speaks", "Begin it with `Doctor:` or `Patient:`"
                )
            turns[-1] = (turns[-1][0], f"{turns[-1][1]} {line.strip()}".strip())
    return _example(path, 1, path.stem, turns, "")


def _rows(path: Path, text: str) -> list[Example]:
    found: list[Example] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row: Any = json.loads(line)
            said = cast(list[dict[str, Any]], row["turns"])
            turns = [(_speaker(turn["speaker"]) or turn["speaker"].strip(), turn["text"].strip()) for turn in said]
            note = row.get("note_id") or row.get("id") or f"{path.stem}-{number}"
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise CaseError(
                str(path),
                number,
                1,
                "this is not an example",
                'Write {"turns": [{"speaker": "…", "text": "…"}]} a line',
            ) from None
        about = row.get("note") if isinstance(row.get("note"), str) else ""
        found.append(_example(path, number, str(note), turns, about))
    if not found:
        raise CaseError(str(path), 1, 1, "the file holds no example", "Write one a line, or name another file")
    return found


def _example(path: Path, line: int, note: str, turns: list[tuple[str, str]], about: str) -> Example:
    turns = [(speaker, text) for speaker, text in turns if text]
    if not {"physician", "patient"} <= {speaker for speaker, _ in turns}:
        raise CaseError(
            str(path), line, 1, "an example in which not both speak", "Let `Doctor` and `Patient` each say something"
        )
    return Example(note, tuple(turns), content(" ".join([about, *(text for _, text in turns)])))


def _speaker(label: str) -> str | None:
    name = label.strip().casefold()
    if name in _PHYSICIANS or name.startswith("dr. "):
        return "physician"
    return "patient" if name in _PATIENTS else name if name in _OTHERS else None


def content(text: str) -> frozenset[str]:
    """The words that say what a text is about."""
    return frozenset(word for word in _WORD.findall(text.casefold()) if word not in _STOP)


def about(note: Note) -> frozenset[str]:
    """What the visit is about: the words of the complaint and the story, and the age of the patient. Findings and
    conclusions are left out: the choice of an example must not hint at them."""
    told = [note.text[s.span.start : s.span.end] for s in note.sections if s.kind in ("complaint", "history")]
    told += [fact.text for fact in note.facts if fact.role == "reason"]
    if note.age is not None:
        told.append("baby mother" if note.age < 2 else "child mother school" if note.age < 13 else "")
    return content(" ".join(told) if any(text.strip() for text in told) else note.text[:_START])


def choose(
    examples: Sequence[Example], topic: frozenset[str], own: Iterable[str], count: int, seed: int
) -> tuple[Example, ...]:
    """``count`` examples near to ``topic``, drawn by seed; ``own`` are the ids of the case and its note, whose examples
    are left out. Fewer when there are not as many."""
    taken = frozenset(own)
    open_to = [example for example in examples if example.note not in taken]
    shared = [example.words & topic for example in open_to]
    held = Counter(word for words in shared for word in words)

    def likeness(i: int) -> float:
        weight = sum(math.log(1 + len(open_to) / held[word]) for word in sorted(shared[i]))
        return weight / math.sqrt(len(open_to[i].words) or 1)

    ranked = sorted(range(len(open_to)), key=lambda i: (-likeness(i), i))
    near = ranked[: max(5, _NEAR * count)]
    drawn = _draw(seed, "examples").sample(near, min(count, len(near)))
    return tuple(open_to[i] for i in drawn)


def render(examples: Sequence[Example], key: Key) -> str:
    """The examples as fenced data, an excerpt of each that begins where the seed says and ends with a whole turn."""
    return "\n".join(
        fence(excerpt(example, _draw(key[1], example.note)), (key[0], key[1], "example")).text for example in examples
    )


def excerpt(example: Example, draw: random.Random, longest: int = LONGEST) -> str:
    """At most about ``longest`` words in whole turns, from a physician's turn on; the whole example if it is short."""
    sizes = [len(text.split()) for _, text in example.turns]
    left = [sum(sizes[i:]) for i in range(len(sizes))]
    starts = [i for i, (speaker, _) in enumerate(example.turns) if speaker == "physician" and left[i] >= longest]
    start = draw.choice(starts) if starts else 0
    lines: list[str] = []
    words = 0
    for (speaker, text), size in zip(example.turns[start:], sizes[start:], strict=True):
        if lines and words + size > longest:
            break
        lines.append(f"{speaker}: {text}")
        words += size
    return "\n".join(lines)


def spoken_again(text: str, examples: Sequence[Example]) -> bool:
    """Whether eight words in a row of ``text`` stand in one turn of an example."""
    said = set(runs(text))
    return bool(said) and any(run in said for example in examples for _, turn in example.turns for run in runs(turn))


def _draw(seed: int, label: str) -> random.Random:
    return random.Random(hashlib.sha256(f"{seed}/{label}".encode("utf-8", "replace")).digest())
