"""What the last look at a sentence refuses, of people and of what readers marked: ``python -m bedside.benchmarks.well_formed``.

Two sides that pull apart. Of complete sentences that people said in the development conversations it must let through 99 in a
hundred: a sentence counts as complete by its words alone, before any tag is looked at (:func:`is_complete`). Of turns of version
0.1.0 that three readers marked (``marks/`` in the data folder), how many it would have refused, by the kind of the mark; and how
many that they passed. ``--marked FILE`` adds turns of your own, one JSON object a line with ``text``, ``code`` and ``severity``
(0: passed). ``--show`` prints what is refused, which quotes people.
"""

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from bedside.agents.speaking.well_formed import malformed
from bedside.benchmarks.corpora import CORPORA, DATA, Json, people, read
from bedside.benchmarks.marks import MADE

GOAL = 0.99  # share of complete sentences that is let through
PASSED = "passed"
_OF_FORM = ("GR", "FR", "LS", "WS", "AB")  # kinds that may be seen in the words of one sentence
_SPACED = re.compile(r"\s+([,.?!'])")
_CLITIC = re.compile(r"\s+(n't|'s|'re|'ve|'ll|'d|'m)\b")
_SENTENCE = re.compile(r"(?<=[.?!])\s+")
_WORD = re.compile(r"[a-z']+")
_HESITATES = re.compile(r"\b(?:um|uh|uhm|er|hmm|mm|mmm|mhm|eh|ah)\b|--|-\s|\.\.|…|\[")
_SPELLED = re.compile(r"\b[A-Z] [A-Z]\b")  # letters as a transcript spells them: "M R I"
_PERSONS = frozenset("i you he she it we they".split())
_OPENS = _PERSONS | frozenset(
    "there this that these those the my your his her our their a an so and but okay well".split()
)
_HELPS = frozenset(
    "am is are was were have has had do does did will would can could should must may might i'm you're he's she's it's we're "
    "they're i've you've we've they've i'd you'd there's that's don't didn't doesn't isn't wasn't can't i'll we'll".split()
)


@dataclass(frozen=True)
class MarkedTurn:
    """A turn as a reader saw it: the kind of its gravest mark and its severity, 0 where it was passed."""

    text: str
    code: str
    severity: int


def is_complete(sentence: str) -> bool:
    """Whether a sentence is one, by its words: 5 to 30 of them and a full stop, opened by a pronoun, a determiner or a linking
    word, with a helping verb or somebody at its start; nothing spelled out, said twice or hesitated over."""
    words = _WORD.findall(sentence.lower())
    if not 5 <= len(sentence.split()) <= 30 or not sentence.endswith(".") or not words or words[0] not in _OPENS:
        return False
    if _HESITATES.search(sentence.lower()) or _SPELLED.search(sentence):
        return False
    twice = any(a == b for a, b in pairwise(words)) or any(
        words[i : i + 2] == words[i + 2 : i + 4] for i in range(len(words))
    )
    return not twice and (words[0] in _PERSONS or not _HELPS.isdisjoint(words))


def sentences(rows: Sequence[Json]) -> Iterator[str]:
    """What people said, sentence by sentence, with the marks and endings of a transcript put to their words."""
    for row in rows:
        for turn in row["turns"]:
            text = _CLITIC.sub(r"\1", _SPACED.sub(r"\1", turn["text"].replace("’", "'")))
            yield from (sentence.strip() for sentence in _SENTENCE.split(text) if sentence.strip())


def marked_turns(data: Path) -> list[MarkedTurn]:
    """The turns of version 0.1.0 with what their readers marked."""
    marks: dict[tuple[str, int], Json] = {}
    for mark in read(data / "marks" / "marks.jsonl"):
        held = marks.get((mark["id"], mark["turn"]))
        if mark["source"] == MADE and (held is None or held["severity"] < mark["severity"]):
            marks[mark["id"], mark["turn"]] = mark
    found: list[MarkedTurn] = []
    for talk in read(data / "marks" / "conversations.jsonl"):
        for at, turn in enumerate(talk["turns"] if talk["source"] == MADE else ()):
            mark = marks.get((talk["id"], at), {"code": PASSED, "severity": 0})
            found.append(MarkedTurn(turn["text"], mark["code"], mark["severity"]))
    return found


def of_people(data: Path, show: bool) -> float:
    """Print what of people's sentences is let through; the share of the complete ones."""
    rows = [row for corpus in CORPORA.values() for row in people(data, corpus, None)]
    rows += read(data / "dev" / "osce272_dialogue_only.jsonl")
    spoken = list(sentences(rows))
    whole = [sentence for sentence in spoken if is_complete(sentence)]
    refused = {sentence: what for sentence in whole if (what := malformed(sentence))}
    rest = sum(bool(malformed(sentence)) for sentence in spoken if not is_complete(sentence))
    share = 1 - sum(sentence in refused for sentence in whole) / len(whole)
    print(
        f"{len(whole):,} complete sentences of people: {share:.4f} let through (goal {GOAL}: {'ok' if share >= GOAL else 'miss'})"
    )
    others = len(spoken) - len(whole)
    print(f"{others:,} others, with questions, fragments, things said twice and broken off: {1 - rest / others:.4f}\n")
    for what, count in Counter(refused.values()).most_common():
        print(f"{count:4d}  {what}")
    for sentence, what in refused.items() if show else ():
        print(f"  {what}: {sentence}")
    return share


def of_marked(turns: Sequence[MarkedTurn], show: bool) -> None:
    """Print how many marked turns are refused, by kind, and how many that were passed."""
    kinds: dict[str, list[MarkedTurn]] = defaultdict(list)
    for turn in turns:
        kinds[turn.code].append(turn)
    print("\n| kind | turns | refused | severity 2+ | refused |\n|---|---|---|---|---|")
    order = sorted(kinds, key=lambda code: (code == PASSED, code not in _OF_FORM, code))
    for code in order:
        grave = [turn for turn in kinds[code] if turn.severity >= 2]
        print(f"| {code} | {_share(kinds[code])} | {_share(grave) if grave else '0 |'} |")
    for turn in turns if show else ():
        if what := malformed(turn.text):
            print(f"  {turn.code} {turn.severity} {what}: {turn.text}")


def _share(turns: Sequence[MarkedTurn]) -> str:
    return f"{len(turns)} | {sum(bool(malformed(turn.text)) for turn in turns) / len(turns):.2f}"


def main() -> None:
    """Print both sides; exit 1 if people are refused too often."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--marked", type=Path, help="more marked turns, JSON Lines")
    parser.add_argument("--show", action="store_true", help="print what is refused")
    options = parser.parse_args()
    if not (options.data / "marks" / "marks.jsonl").is_file():
        raise SystemExit(f"no marked conversations in {options.data}: --data names the data folder.")
    share = of_people(options.data, options.show)
    of_marked(marked_turns(options.data), options.show)
    if options.marked is not None:
        of_marked([MarkedTurn(row["text"], row["code"], row["severity"]) for row in read(options.marked)], options.show)
    raise SystemExit(share < GOAL)


if __name__ == "__main__":
    main()
