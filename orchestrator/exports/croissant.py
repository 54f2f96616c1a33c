"""A release as Croissant 1.1 (mlcommons.org/croissant/1.1) with fields of its RAI vocabulary and of PROV-O: JSON-LD that data loaders and
searches read.

Law of the file: what people answered in the datasheet stands here in their words; nothing is answered for them.
"""

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

Json = dict[str, Any]
FILE = "croissant.json"
CONFORMS = ("http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0")
_KINDS = {".jsonl": "application/jsonlines", ".csv": "text/csv", ".parquet": "application/x-parquet", ".json": "application/json"}  # fmt: skip
_CR = (
    "arrayShape citeAs column containedIn equivalentProperty extract field fileProperty fileObject fileSet format includes isArray "
    "isLiveDataset jsonPath key md5 parentField path recordSet references regex repeated replace samplingRate separator source subField transform"
).split()
_CONTEXT: Json = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "prov": "http://www.w3.org/ns/prov#",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
    "description": {"@container": "@language"},
    **{name: f"cr:{name}" for name in _CR},
}
_SCALARS = ("id", "run", "note_id")
_COLUMNS: dict[str, Sequence[str]] = {
    "messages": _SCALARS,
    "sharegpt": _SCALARS,
    "csv": ("run", "id", "note_id", "index", "speaker", "text"),
    "parquet": (
        *_SCALARS,
        "status",
        "stop",
        "persona",
        "setting",
        "protocol",
        "language",
        "family",
        "style",
        "version",
    ),
    "hf": (*_SCALARS, "status", "stop", "persona", "setting", "protocol", "language", "family", "style", "version"),
    "mts-dialog": ("ID", "section_header", "section_text", "dialogue"),
    "aci-bench": ("dataset", "encounter_id", "dialogue", "note"),
    "notechat": ("data", "conversation", "id"),
    "gold": _SCALARS,
    "inspect": ("id", "target"),
    "edit-pairs": (*_SCALARS, "speaker", "error", "wrong", "corrected", "feedback", "note_words"),
}
_RAI = {
    "rai:dataLimitations": "limitations",
    "rai:dataBiases": "biases",
    "rai:personalSensitiveInformation": "sensitive",
    "rai:dataUseCases": "uses",
    "rai:dataSocialImpact": "social_impact",
    "rai:dataReleaseMaintenancePlan": "maintenance",
    "rai:dataAnnotationAnalysis": "review",
}


def croissant(answers: Mapping[str, str], manifest: Json, methods: Sequence[str], date: str) -> Json:
    """The description; ``date`` is that of publication, like 2026-11-30."""
    files: Json = manifest["files"]
    sheet: Json = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": list(CONFORMS),
        "name": answers["name"],
        "description": f"{answers['description']} Synthetic: machine-generated dialogues; nobody who speaks in them exists.",
        "license": answers["license"],
        "url": f"urn:sha256:{next(iter(files.values()))['sha256']}",
        "version": "1.0.0",
        "datePublished": date,
        "inLanguage": manifest["languages"],
        "keywords": ["synthetic", "machine-generated", "medical", "dialogue"],
        "creator": [
            {"@type": "sc:Person", "name": name.strip()} for name in answers["creators"].split(";") if name.strip()
        ],
        "citeAs": f"{answers['creators']}. {answers['name']}. {date[:4]}. Made with bedside {manifest['bedside']}.",
        "isLiveDataset": False,
        "distribution": [_file(name, of) for name, of in files.items()],
        "recordSet": [
            _records(name, _set_name(name, of["part"], files), manifest["format"])
            for name, of in files.items()
            if manifest["format"] in _COLUMNS
        ],
        **{term: answers[part] for term, part in _RAI.items()},
        "rai:dataCollection": " ".join(methods),
        "rai:dataCollectionType": ["Software Collection"],
        "rai:hasSyntheticData": True,
        "prov:wasDerivedFrom": [{"@type": "prov:Entity", "prov:label": answers["sources"]}],
        "prov:wasGeneratedBy": [
            _activity(name, about, manifest["bedside"]) for name, about in manifest["runs"].items()
        ],
    }
    return sheet


def _file(name: str, of: Json) -> Json:
    kind = next((kind for end, kind in _KINDS.items() if name.endswith(end)), "application/octet-stream")
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": name,
        "contentUrl": name,
        "contentSize": f"{of['bytes']} B",
        "encodingFormat": kind,
        "sha256": of["sha256"],
    }


def _set_name(name: str, part: str, files: Json) -> str:
    """A part that has several files has a set of records a file."""
    return part if sum(of["part"] == part for of in files.values()) == 1 else PurePosixPath(name).stem


def _records(name: str, part: str, form: str) -> Json:
    fields = [
        {
            "@type": "cr:Field",
            "@id": f"{part}/{column}",
            "name": column,
            "dataType": "cr:Int64" if column == "index" else "sc:Text",
            "source": {"fileObject": {"@id": name}, "extract": {"column": column}},
        }
        for column in _COLUMNS[form]
    ]
    return {"@type": "cr:RecordSet", "@id": part, "name": part, "field": fields}


def _activity(name: str, about: Json, version: str) -> Json:
    return {
        "@type": "prov:Activity",
        "prov:label": f"bedside run {name}, configuration {about['digest']}",
        "prov:wasAssociatedWith": {"@type": "prov:SoftwareAgent", "prov:label": f"bedside {version}"},
    }
