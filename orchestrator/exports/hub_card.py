"""The README of a folder in the form of the Hugging Face hub: which file is which split, and that nobody said this.

Law of the file: no licence is written that nobody chose.
"""

from typing import Any

import yaml

from bedside.orchestrator.exports.formats import SHARDED

Json = dict[str, Any]
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


def hub_card(manifest: Json) -> str:
    """The card, from the manifest of the export. The hub reads the lines between the dashes."""
    files: Json = manifest["files"]
    parts: Json = manifest["parts"]
    total = sum(of["dialogues"] for of in parts.values())
    licence = manifest.get("license")
    head: Json = {
        "pretty_name": manifest.get("name") or " + ".join(manifest["runs"]),
        **({"license": licence} if licence else {}),
        "language": manifest["languages"],
        "language_creators": ["machine-generated"],
        "annotations_creators": ["machine-generated"],
        "size_categories": [next((name for most, name in _SIZES if total < most), "1M<n<10M")],
        "task_categories": ["text-generation"],
        "tags": ["synthetic", "medical", "dialogue"],
    }
    paths: dict[str, list[str]] = {}
    for name, of in files.items():
        if of["dialogues"]:
            paths.setdefault(of["part"], []).append(name)
    if len(parts) == len(files) or manifest["format"] in SHARDED:
        data = [{"split": part, "path": of if len(of) > 1 else of[0]} for part, of in paths.items()]
        head["configs"] = [{"config_name": "default", "data_files": data}]
    rows = "\n".join(f"| {name} | {of['dialogues']:,} | {of['patients']:,} |" for name, of in parts.items())
    left = ", ".join(f"{count:,} {why}" for why, count in manifest["counts"]["left_out"].items()) or "none"
    edited = manifest["counts"]["edited"]
    return f"""---
{yaml.safe_dump(head, sort_keys=False, allow_unicode=True).rstrip()}
---

# {head["pretty_name"]}

Synthetic: made by bedside {manifest["bedside"]}; nobody who speaks here exists. Not medical advice, and not for the care of anybody.

| split | dialogues | patients |
|---|---|---|
{rows}

Everything of one patient is in one split. Left out of {manifest["counts"]["dialogues"]:,} dialogues: {left}. In {edited:,} of those here a
person changed turns (`edited` holds their indices). {_licence(manifest)}
"""


def _licence(manifest: Json) -> str:
    if not manifest.get("license"):
        return "No licence is given: who publishes this chooses one, by the terms of the notes."
    terms = "".join(f"\n\nTerms of the notes: {one}" for one in manifest["terms"])
    return f"Licence: {manifest['license']}. `DATASHEET.md` says how it was made and what it must not be used for. `bedside verify .`, or `sha256sum --check CHECKSUMS`, finds a byte that has changed.{terms}{_privacy(manifest)}"


def _privacy(manifest: Json) -> str:
    """What was found of what the set gives away, where somebody insisted."""
    forced = [run for run, stamp in manifest["privacy"].items() if stamp and stamp["forced"]]
    if not forced:
        return ""
    return (
        f"\n\n**Its privacy report is red ({', '.join(forced)}) and it was released all the same**: see `DATASHEET.md`."
    )
