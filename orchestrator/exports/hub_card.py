"""The README of a folder for the Hugging Face hub: which file is which split, and that nobody said this.

Law of the file: no licence is written that nobody chose.
"""

from collections.abc import Sequence
from typing import Any

import yaml

Json = dict[str, Any]
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


def hub_card(manifest: Json, languages: Sequence[str]) -> str:
    """The card, from the manifest of the export. The hub reads the lines between the dashes."""
    files: Json = manifest["files"]
    total = sum(of["dialogues"] for of in files.values())
    head: Json = {
        "pretty_name": " + ".join(manifest["runs"]),
        "language": list(languages),
        "language_creators": ["machine-generated"],
        "annotations_creators": ["machine-generated"],
        "size_categories": [next((name for most, name in _SIZES if total < most), "1M<n<10M")],
        "task_categories": ["text-generation"],
        "tags": ["synthetic", "medical", "dialogue"],
        "configs": [
            {
                "config_name": "default",
                "data_files": [{"split": of["part"], "path": name} for name, of in files.items() if of["dialogues"]],
            }
        ],
    }
    rows = "\n".join(f"| {of['part']} | {of['dialogues']:,} | {of['patients']:,} |" for of in files.values())
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
person changed turns (`edited` holds their indices). No licence is given: who publishes this chooses one, by the terms of the notes.
"""
