"""Does the privacy report find a leak, and does it leave clean sets alone? Run ``python -m bedside.benchmarks.privacy``.

* leak: 1 % of the source notes are said by 12 words or more in a dialogue of somebody else; found where p < .01;
* clean: sets without a leak; an alarm where ``other_notes`` or ``nearest_notes`` has p < .01;
* boilerplate: the same, and every dialogue also says a template and other stretches that stand in many notes;
* people: the longest stretch that people's conversations share with their own note and with others' (the development data).

``--only`` chooses one; ``--begin`` and ``--sets`` a part of the seeds, so that it can be run in pieces.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import typer

from bedside.benchmarks.corpora import CORPORA, DATA, people
from bedside.benchmarks.privacy_sets import TEMPLATE, corpus_units, dealt, made_up, with_boilerplate, with_leaks
from bedside.evaluation.privacy.boilerplate import boilerplate, words_of
from bedside.evaluation.privacy.material import Material
from bedside.evaluation.privacy.memorised import nearest_to_sources
from bedside.evaluation.privacy.nearness import DialogueSpace
from bedside.evaluation.privacy.overlap import TextIndex
from bedside.evaluation.privacy.phantoms import ALARM, phantom_test

Json = dict[str, Any]
SOURCES = 500


def alarms(material: Material) -> tuple[bool, bool]:
    """Whether either test finds something."""
    phantoms, nearest = phantom_test(material), nearest_to_sources(material, DialogueSpace(material))
    return phantoms.p is not None and phantoms.p < ALARM, nearest is not None and nearest.p < ALARM


def templated(material: Material) -> Material:
    """The template in every tenth note of a corpus, sources and hold-out alike."""
    parts = [
        [f"{text} {TEMPLATE}" if number % 10 == 0 else text for number, text in enumerate(side)]
        for side in (material.sources, material.holdout)
    ]
    return Material(material.talks, parts[0], parts[1], seed=material.seed)


def counted(name: str, sets: range, make: Callable[[int], Material]) -> None:
    """Print how many of the sets raise an alarm."""
    found = [alarms(make(seed)) for seed in sets]
    print(
        f"{name:34} {len(found):4} sets  alarm {sum(map(any, found)):4}  other_notes {sum(a for a, _ in found):4}  "
        f"nearest_notes {sum(b for _, b in found):4}",
        flush=True,
    )


def quantiles(values: list[int]) -> str:
    """Median, 95th percentile and the most."""
    ranked = sorted(values)
    return f"median {ranked[len(ranked) // 2]:3}  95 % {ranked[int(0.95 * (len(ranked) - 1))]:3}  most {ranked[-1]:3}"


def people_share(data: Path) -> None:
    """Print how long the stretches are that people share with notes."""
    rows: list[Json] = [row for name in ("aci", "primock") for row in people(data, CORPORA[name], None)]
    notes = [words_of(row["note"]) for row in rows]
    index = TextIndex(notes, boilerplate(notes))
    own, others = list[int](), list[int]()
    for number, row in enumerate(rows):
        shared = index.longest([words_of(turn["text"]) for turn in row["turns"]])
        own.append(shared[number].words if number in shared else 0)
        others.append(max((one.words for note, one in shared.items() if note != number), default=0))
    print(f"people, {len(rows)} full notes, words shared with the own note   {quantiles(own)}")
    print(f"people, {len(rows)} full notes, words shared with another's note {quantiles(others)}")


def main(data: Path = DATA, only: str = "", begin: int = 0, sets: int = 100) -> None:
    """Print the counts."""
    seeds = range(begin, begin + sets)
    asked = [only] if only else ["leak", "clean", "boilerplate", "people"]
    units = corpus_units(data) if (data / "dev").is_dir() else []
    if units:
        print(f"corpora: {len(units)} sections and paragraphs, {SOURCES} of them sources")
    for name in asked:
        if name == "people":
            people_share(data)
            continue
        counted(f"{name}, made up, 1000 + 1000", seeds, partial(_made_up, name))
        if units:
            counted(f"{name}, corpora", seeds, partial(_dealt, name, units))


def _made_up(name: str, seed: int) -> Material:
    return _shaped(name, made_up(seed, 1000, 1000))


def _dealt(name: str, units: list[Json], seed: int) -> Material:
    material = dealt(seed, SOURCES, units)
    return _shaped(name, templated(material) if name == "boilerplate" else material)


def _shaped(name: str, material: Material) -> Material:
    if name == "leak":
        return with_leaks(material, 0.01, material.seed)[0]
    return with_boilerplate(material) if name == "boilerplate" else material


if __name__ == "__main__":
    typer.run(main)
