"""The datasheet of a release: what a program knows is filled in, what only people know is asked of them, and nothing is released
while a part of theirs is open.

After T. Gebru and others, "Datasheets for Datasets", Communications of the ACM 64 (2021) 86-92, in questions of our own. The table of seven
follows the headings of the SMD card ("7 Cs", arXiv 2406.11143, by its abstract).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bedside.orchestrator.exports.methods import scores
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.files import replace

Json = dict[str, Any]
OPEN = "TODO"
_OPEN = re.compile(r"\b(?:TODO|TBD|FIXME|XXX)\b|^\W*$")


@dataclass(frozen=True)
class HumanPart:
    """A part of the datasheet that people fill in."""

    name: str
    heading: str
    question: str


HUMAN_PARTS = (
    HumanPart("name", "Name", "What is the set called?"),
    HumanPart("description", "Description", "What is it, in two or three sentences?"),
    HumanPart("creators", "Creators", "Who made it? Names, with semicolons between them."),
    HumanPart("contact", "Contact", "Whom does somebody write to who finds a mistake, or themselves?"),
    HumanPart("license", "Licence", "Under which licence? An SPDX name like cc-by-4.0, or a web address. Nobody else can choose it."),
    HumanPart("purpose", "Purpose", "What was it made for, and who paid for it?"),
    HumanPart("sources", "Sources", "Where do the notes come from, and what allows this use of them?"),
    HumanPart("consent", "Consent", "What did those whose notes they are agree to, or which board decided? Of made-up notes, say so."),
    HumanPart("sensitive", "Sensitive information", "What sensitive information can be in it?"),
    HumanPart("uses", "Uses", "What is it good for?"),
    HumanPart("not_uses", "Not to be used for", "What must not be done with it?"),
    HumanPart("limitations", "Limitations", "What does it not show, and whom does it leave out?"),
    HumanPart("biases", "Biases", "Which biases are known, or likely?"),
    HumanPart("social_impact", "Social impact", "Whom can it help, and whom can it harm?"),
    HumanPart("review", "Review", "Who read how much of it, and what did they find?"),
    HumanPart("maintenance", "Maintenance", "Who mends it, and until when?"),
)  # fmt: skip


def read_answers(file: Path, license: str | None) -> dict[str, str]:
    """What people filled in. A file that is not there is written with the questions. Raises ``Problem`` while a part is open, and for a
    licence that is another one than ``license``."""
    if not file.exists():
        replace(file, [_template(license).encode()])
        raise Problem(
            "input",
            f"{file} was written, with {len(HUMAN_PARTS)} parts that only people can fill in: fill them in, then run the same command.",
        )
    try:
        found: Any = yaml.safe_load(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise Problem(
            "input", f"{file} cannot be read as YAML ({' '.join(str(error).split())[:120]}): mend it."
        ) from None
    if not isinstance(found, dict):
        raise Problem(
            "input", f"{file} holds no parts of a datasheet: move it away, and the same command writes a new one."
        )
    answers = {part.name: " ".join(str(found.get(part.name) or "").split()) for part in HUMAN_PARTS}
    if license:
        if not _OPEN.search(answers["license"]) and answers["license"] != license:
            raise Problem(
                "usage", f"--license {license} is not the licence in {file} ({answers['license']}): which is it?"
            )
        answers["license"] = license
    missing = [part.name for part in HUMAN_PARTS if _OPEN.search(answers[part.name])]
    if missing:
        raise Problem(
            "input",
            f"{len(missing)} parts of {file} are still open ({', '.join(missing)}): nothing is released until people have filled them in.",
        )
    return answers


def _template(license: str | None) -> str:
    lines = ["# What only people know of this set. Replace every TODO; nothing is released before.", ""]
    for part in HUMAN_PARTS:
        value = license if part.name == "license" and license else OPEN
        lines += [f"# {part.question}", f"{part.name}: {value}", ""]
    return "\n".join(lines)


def datasheet(
    answers: Mapping[str, str], manifest: Json, methods: Sequence[str], cards: Mapping[str, Json | None]
) -> str:
    """The whole sheet, as Markdown. ``methods`` are the paragraphs of the runs, ``cards`` their scorecards by name."""
    lines = [
        f"# Datasheet: {answers['name']}",
        "",
        "Synthetic and machine-generated; nobody who speaks here exists. Not medical advice.",
        "",
    ]
    for part in HUMAN_PARTS:
        lines += [f"## {part.heading}", "", f"*{part.question}*", "", answers[part.name], ""]
    lines += ["## Composition", "", *_composition(manifest), "", "## How it was made", ""]
    for paragraph in methods:
        lines += [paragraph, ""]
    lines += [
        "## What it gives away",
        "",
        *_privacy(manifest),
        "",
        "## Seven questions of a card for synthetic medical data",
        "",
    ]
    return "\n".join([*lines, *_seven(manifest, cards)]) + "\n"


def _composition(manifest: Json) -> Iterator[str]:
    counts: Json = manifest["counts"]
    left = ", ".join(f"{count:,} {why}" for why, count in counts["left_out"].items()) or "none"
    yield f"{counts['exported']:,} of {counts['dialogues']:,} dialogues; left out: {left}. A person changed turns of {counts['edited']:,}."
    yield ""
    yield "| file | part | dialogues | patients | SHA-256 |"
    yield "|---|---|--:|--:|---|"
    for name, of in manifest["files"].items():
        yield f"| {name} | {of['part']} | {of['dialogues']:,} | {of['patients']:,} | {of['sha256']} |"


def _privacy(manifest: Json) -> Iterator[str]:
    for run, stamp in manifest["privacy"].items():
        forced = ", released all the same (`--force-privacy`)" if stamp["forced"] else ""
        yield f"**{run}: {stamp['band']}{forced}.**"
        yield ""
        yield "| measure | band | |"
        yield "|---|---|---|"
        for row in stamp["measures"]:
            yield f"| {row['measure']} | {row['band'] or 'not measured'} | {row['says']} |"


_GROUPS = {
    "Congruence: is it like people's conversations?": "realism",
    "Coverage: how varied is it?": "diversity",
    "Constraint: does it keep to what the note allows?": "grounding",
    "Consistency: does it hold together?": "coherence",
}


def _seven(manifest: Json, cards: Mapping[str, Json | None]) -> Iterator[str]:
    yield "| | |"
    yield "|---|---|"
    for question, group in _GROUPS.items():
        told = [
            text
            for card in cards.values()
            if card
            for text in scores({"metrics": [r for r in card["metrics"] if r["group"] == group]})
        ]
        yield f"| {question} | {'; '.join(told) or 'not measured (bedside evaluate)'} |"
    counts: Json = manifest["counts"]
    yield f"| Completeness: is anything missing? | {counts['exported']:,} of {counts['dialogues']:,} dialogues; the others are named in left_out.jsonl with the reason |"
    bands = ", ".join(f"{run} {stamp['band']}" for run, stamp in manifest["privacy"].items())
    yield f"| Compliance: privacy and terms | {bands}; terms: {'; '.join(manifest['terms']) or 'the notes are open'} |"
    yield "| Comprehension: can it be followed how it came about? | every turn has its reason in the run folder; how it was made stands above |"
