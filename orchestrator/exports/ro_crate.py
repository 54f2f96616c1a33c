"""A release as RO-Crate 1.1 (w3id.org/ro/crate/1.1): one JSON-LD file that names every file and how it came about."""

from collections.abc import Mapping, Sequence
from typing import Any

Json = dict[str, Any]
FILE = "ro-crate-metadata.json"
_SPDX = "https://spdx.org/licenses/"
_RUN, _TOOL = "#run-", "#bedside"


def ro_crate(answers: Mapping[str, str], manifest: Json, files: Sequence[tuple[str, int]], date: str) -> Json:
    """The description of a folder with these files, each with its size in bytes; ``date`` is that of publication."""
    licence = _licence(answers["license"])
    creators = [name.strip() for name in answers["creators"].split(";") if name.strip()]
    people = [{"@id": f"#creator-{number}", "@type": "Person", "name": name} for number, name in enumerate(creators, 1)]
    runs = [_run(name, about) for name, about in manifest["runs"].items()]
    root: Json = {
        "@id": "./",
        "@type": "Dataset",
        "name": answers["name"],
        "description": f"{answers['description']} Synthetic: machine-generated dialogues.",
        "datePublished": date,
        "license": {"@id": licence["@id"]},
        "author": _one_or_all([{"@id": one["@id"]} for one in people]),
        "creator": _one_or_all([{"@id": one["@id"]} for one in people]),
        "keywords": "synthetic, machine-generated, medical, dialogue",
        "hasPart": _one_or_all([{"@id": name} for name, _ in files]),
        "mentions": _one_or_all([{"@id": one["@id"]} for one in runs]),
    }
    tool: Json = {
        "@id": _TOOL,
        "@type": "SoftwareApplication",
        "name": "bedside",
        "version": manifest["bedside"],
        "url": "https://pypi.org/project/bedside/",
    }
    described = [
        {"@id": name, "@type": "File", "name": name, "contentSize": str(size), "encodingFormat": _kind(name)}
        for name, size in files
    ]
    descriptor: Json = {
        "@id": FILE,
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    }
    return {
        "@context": "https://w3id.org/ro/crate/1.1/context",
        "@graph": [descriptor, root, *described, licence, *people, tool, *runs],
    }


def _one_or_all(values: list[Json]) -> Json | list[Json]:
    """One value stands alone, as RO-Crate recommends."""
    return values[0] if len(values) == 1 else values


def _licence(given: str) -> Json:
    address = given if "://" in given else f"{_SPDX}{given.upper()}"
    return {"@id": address, "@type": "CreativeWork", "name": given, "description": f"The licence of this set: {given}"}


def _run(name: str, about: Json) -> Json:
    return {
        "@id": f"{_RUN}{name}",
        "@type": "CreateAction",
        "name": f"bedside run {name}",
        "description": f"Configuration {about['digest']}",
        "instrument": {"@id": _TOOL},
        "result": {"@id": "./"},
    }


def _kind(name: str) -> str:
    ends = {".jsonl": "application/jsonlines", ".json": "application/json", ".csv": "text/csv", ".md": "text/markdown", ".parquet": "application/vnd.apache.parquet"}  # fmt: skip
    return next((kind for end, kind in ends.items() if name.endswith(end)), "text/plain")
