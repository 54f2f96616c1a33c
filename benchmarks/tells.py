"""What gives the generator away, for whoever mends it: words and phrases it overuses, and where it repeats and copies.

Printed by ``python -m bedside.benchmarks.quality --worst N``; never stored, since it quotes the human dialogues' words.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

Json = dict[str, Any]
Words = Callable[[str], list[str]]

_PRIOR = 0.5


def tells(
    made: list[Json], people: list[Json], notes: Mapping[str, str], words: Words, register: set[str], n: int
) -> str:
    """One line for each way to be told apart. ``words`` splits a text, ``register`` holds words of notes only."""
    lines: list[str] = []
    for role in ("physician", "patient"):
        ours, theirs = _turns(made, role, words), _turns(people, role, words)
        lines.append(f"{role}: overused: {_listed(_overused(ours, theirs), n)}")
        lines.append(f"{role}: underused: {_listed(_overused(theirs, ours), n)}")
        told = Counter(" ".join(turn) for turn in ours if len(turn) >= 4)
        lines.append(f"{role}: said again: {_listed([(t, c) for t, c in told.most_common(n) if c > 1], n)}")
        openings = Counter(" ".join(turn[:4]) for turn in ours if len(turn) >= 4)
        lines.append(f"{role}: openings: {_listed(openings.most_common(n), n)}")
    spoken = Counter(word for turn in _turns(made, "patient", words) for word in turn if word in register)
    lines.append(f"patient: note register: {_listed(spoken.most_common(n), n)}")
    copied: Counter[str] = Counter()
    for row in made:
        there = set(_grams(words(notes[row["id"]]), 4))
        copied.update(" ".join(g) for turn in row["turns"] for g in _grams(words(turn["text"]), 4) if g in there)
    lines.append(f"copied from notes: {_listed(copied.most_common(n), n)}")
    return "\n".join(lines)


def _turns(rows: list[Json], role: str, words: Words) -> list[list[str]]:
    names = ("physician", "doctor") if role == "physician" else (role,)
    return [words(turn["text"]) for row in rows for turn in row["turns"] if turn["speaker"].lower() in names]


def _overused(ours: list[list[str]], theirs: list[list[str]]) -> list[tuple[str, int]]:
    """Phrases of one to three words by how surely they are commoner here than there (z of the log odds), rounded."""
    here, there = (Counter(g for turn in side for g in _upto(turn, 3)) for side in (ours, theirs))
    all_here, all_there = sum(here.values()) + 1, sum(there.values()) + 1
    scored: list[tuple[str, int]] = []
    for phrase, count in here.items():
        a, b = count + _PRIOR, there[phrase] + _PRIOR
        z = (math.log(a / (all_here - a)) - math.log(b / (all_there - b))) / math.sqrt(1 / a + 1 / b)
        if z > 2 and count > 2:
            scored.append((" ".join(phrase), round(z)))
    return sorted(scored, key=lambda found: (-found[1], found[0]))


def _upto(turn: list[str], most: int) -> Iterable[tuple[str, ...]]:
    marked = ["^", *turn]  # so that "^ okay" is an opening
    return (
        tuple(marked[i : i + k])
        for k in range(1, most + 1)
        for i in range(len(marked) - k + 1)
        if marked[i : i + k] != ["^"]
    )


def _grams(said: list[str], k: int) -> list[tuple[str, ...]]:
    return [tuple(said[i : i + k]) for i in range(len(said) - k + 1)]


def _listed(counted: Iterable[tuple[str, int]], n: int) -> str:
    return ", ".join(f"{text} {count}" for text, count in list(counted)[:n])
