"""Does the reader find, in notes it has never seen, what was planted there?

``python -m bedside.benchmarks.planted_readings [kinds|grammar|fresh|fresh_second|fresh_third|fresh_fourth|styles] [--seed 1] [--notes N] [--misses [40]]``.

``kinds``: 300 short notes for each of the six kinds of hard reading (negation, experiencer, temporality, units, abbreviation,
format). ``grammar``: 1,000 notes of 5 to 15 sentences with a statement of each type and with each modifier, under headings or
told in prose. ``fresh``, ``fresh_second`` and so on: notes with fixed words in other frames of the six kinds.
``styles``: notes in the styles of many trades, which were written by somebody who mends the reader. All other frames, grammar and words stand in ``planted/*.tsv`` and were written by somebody who has not read the reader.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bedside.agents.reading.read import read_note
from bedside.benchmarks.planted_notes import FRESH, KINDS, Planted, fresh_notes, long_notes, short_notes
from bedside.benchmarks.planted_verdicts import StatementVerdict, extra, judge, shown
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Fact


@dataclass(frozen=True)
class JudgedNote:
    """A note, what became of each planted statement, and what was found that nobody planted."""

    planted: Planted
    verdicts: tuple[StatementVerdict, ...]
    extra: tuple[Fact, ...]
    typed: Counter[str]


def outcomes(notes: Iterable[Planted]) -> list[JudgedNote]:
    """Read the notes."""
    terminology = Terminology.load()
    found: list[JudgedNote] = []
    for planted in notes:
        note = read_note(planted.id, planted.text, terminology)
        typed = Counter(str(fact.kind) for fact in note.facts if fact.kind not in {None, "opaque", "none"})
        verdicts = tuple(judge(planted, note, terminology))
        found.append(JudgedNote(planted, verdicts, tuple(extra(planted, note)), typed))
    return found


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"


def _around(text: str, at: int) -> str:
    """A short note, or the lines about a place of a long one."""
    if len(text) < 300:
        return text
    start = max(0, text.rfind("\n", 0, max(0, at - 60)) + 1, at - 120)
    return f"… {text[start : at + 120]} …"


def _misses(found: list[JudgedNote], most: int) -> None:
    wrong = [(one, verdict) for one in found for verdict in one.verdicts if verdict.wrong]
    for one, verdict in wrong[:most]:
        expected = verdict.expected
        said = (
            expected.polarity,
            expected.certainty,
            expected.temporality,
            expected.whose,
            *map(":".join, expected.arguments),
        )
        usual = {"present", "certain", "current", "patient"}
        marks = " ".join(mark for mark in said if mark not in usual)
        print(f"- {one.planted.frame} {_around(one.planted.text, expected.start)!r}")
        print(f"  expected {expected.text!r} {marks}{' = ' + expected.sense if expected.sense else ''}")
        print(f"  got {verdict.got} [{', '.join(verdict.wrong)}]")
    unplanted = [(one, fact) for one in found for fact in one.extra]
    for one, fact in unplanted[:most]:
        print(f"- nobody planted {shown(fact)} in {one.planted.text!r}")
    print()


def _ranked(found: list[JudgedNote]) -> None:
    """How often each aspect is wrong, and in which frames."""
    aspects: Counter[str] = Counter()
    places: dict[str, Counter[str]] = {}
    for one in found:
        for verdict in one.verdicts:
            for aspect in verdict.wrong:
                aspects[aspect] += 1
                name = one.planted.frame if not verdict.expected.kind else verdict.expected.kind
                places.setdefault(aspect, Counter())[name] += 1
    for aspect, number in aspects.most_common():
        names = ", ".join(f"{name} {times}" for name, times in places[aspect].most_common(8))
        print(f"| {aspect} | {number} | {names} |")
    print()


def kinds(notes: dict[str, list[Planted]], misses: int) -> None:
    """Print the table of the six kinds."""
    print(
        "| kind | notes | wholly right | statements | right | share | of these as a clause | facts that nobody planted |"
    )
    print("|---|---|---|---|---|---|---|---|")
    every: dict[str, list[JudgedNote]] = {}
    for kind in notes:
        found = every[kind] = outcomes(notes[kind])
        verdicts = [verdict for one in found for verdict in one.verdicts]
        right = sum(not verdict.wrong for verdict in verdicts)
        whole = sum(all(not verdict.wrong for verdict in one.verdicts) for one in found)
        told = sum(
            not verdict.wrong and verdict.fact is not None and verdict.fact.kind == "event" for verdict in verdicts
        )
        more = sum(len(one.extra) for one in found)
        row = (
            kind,
            len(found),
            f"{whole} ({_share(whole, len(found))})",
            len(verdicts),
            right,
            _share(right, len(verdicts)),
            told,
            more,
        )
        print(f"| {' | '.join(map(str, row))} |")
    print()
    for kind, found in every.items():
        print(f"{kind}: what is wrong, how often, in which frames")
        _ranked(found)
        if misses:
            _misses(found, misses)


def _modifiers(verdicts: list[StatementVerdict]) -> None:
    """Print recall and precision of each modifier over the statements that were found."""
    print("| modifier | planted | found and so | recall | with whole clauses | of those found | read so | precision |")
    print("|---|---|---|---|---|---|---|---|")
    for name, values in (
        ("polarity", ("present", "denied", "over")),
        ("certainty", ("certain", "possible")),
        ("temporality", ("current", "past", "hypothetical")),
        ("whose", ("patient", "another's")),
    ):
        for value in values:
            planted = [verdict for verdict in verdicts if _planted(verdict, name) == value]
            so = sum(verdict.fact is not None and name not in verdict.wrong for verdict in planted)
            read = [
                verdict
                for verdict in verdicts
                if verdict.fact and _read(verdict.fact, name) == value and _asked(verdict, name)
            ]
            right = sum(name not in verdict.wrong for verdict in read)
            kept = so + sum(verdict.as_clause for verdict in planted)
            there = sum(verdict.fact is not None for verdict in planted)
            row = (
                f"{name} {value}",
                len(planted),
                so,
                _share(so, len(planted)),
                _share(kept, len(planted)),
                _share(so, there),
                len(read),
                _share(right, len(read)),
            )
            print(f"| {' | '.join(map(str, row))} |")
    print()


def _planted(verdict: StatementVerdict, name: str) -> str:
    value = str(getattr(verdict.expected, name))
    return value if name != "whose" or value in {"patient", "any"} else "another's"


def _read(fact: Fact, name: str) -> str:
    value = str(fact.subject if name == "whose" else getattr(fact, name))
    return value if name != "whose" or value == "patient" else "another's"


def _asked(verdict: StatementVerdict, name: str) -> bool:
    return not _planted(verdict, name).startswith("any")


def grammar(number: int, seed: int, misses: int) -> None:
    """Print precision and recall per type and per modifier."""
    found = outcomes(long_notes(number, seed))
    verdicts = [verdict for one in found for verdict in one.verdicts]
    typed: Counter[str] = Counter()
    unplanted: Counter[str] = Counter()
    for one in found:
        typed += one.typed
        unplanted += Counter(str(fact.kind) for fact in one.extra)
    print(
        "| kind | planted | found | recall | with whole clauses | right in all | share | facts of the kind | nobody planted | precision |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    names = sorted({verdict.expected.kind for verdict in verdicts} | set(typed))
    for name in [*names, "all"]:
        mine = [verdict for verdict in verdicts if name in {verdict.expected.kind, "all"}]
        there = sum(verdict.fact is not None for verdict in mine)
        right = sum(not verdict.wrong for verdict in mine)
        facts = typed.total() if name == "all" else typed[name]
        more = unplanted.total() if name == "all" else unplanted[name]
        kept = there + sum(verdict.as_clause for verdict in mine)
        row = (
            name,
            len(mine),
            there,
            _share(there, len(mine)),
            _share(kept, len(mine)),
            right,
            _share(right, len(mine)),
            facts,
            more,
            _share(facts - more, facts),
        )
        print(f"| {' | '.join(map(str, row))} |")
    print()
    _modifiers(verdicts)
    for place in ("headed", "prose"):
        mine = [verdict for one in found if one.planted.frame == place for verdict in one.verdicts]
        print(f"{place}: {_share(sum(not verdict.wrong for verdict in mine), len(mine))} of {len(mine)} right in all")
    print("\nwhat is wrong, how often, in which kinds")
    _ranked(found)
    if misses:
        _misses(found, misses)


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(
        prog="bedside.benchmarks.planted_readings", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("what", nargs="?", choices=("kinds", "grammar", "both", *FRESH, *KINDS), default="both")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--notes", type=int, help="instead of 300 a kind and 1,000 of the grammar")
    parser.add_argument(
        "--misses", type=int, nargs="?", const=40, default=0, help="print the first misses of each table"
    )
    asked = parser.parse_args()
    started = time.perf_counter()
    if asked.what in {"kinds", "both", *KINDS}:
        wanted = [asked.what] if asked.what in KINDS else KINDS
        kinds({kind: short_notes(kind, asked.notes or 300, asked.seed) for kind in wanted}, asked.misses)
    if asked.what in FRESH:
        fresh = fresh_notes(asked.what)
        named = dict.fromkeys(one.id.partition(".")[0] for one in fresh)
        kinds({kind: [one for one in fresh if one.id.startswith(f"{kind}.")] for kind in named}, asked.misses)
    if asked.what in {"grammar", "both"}:
        grammar(asked.notes or 1000, asked.seed, asked.misses)
    print(f"{time.perf_counter() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
