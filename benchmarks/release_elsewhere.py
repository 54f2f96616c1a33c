"""Do other programs' validators accept a release? ``python -m bedside.benchmarks.release_elsewhere FOLDER [--crate-context FILE]``.

Twelve shipped visits are held and released twice, as Parquet in files of five dialogues (``hf --shard 5``) and as messages; then

* mlcroissant validates ``croissant.json`` and loads every row that it describes;
* roc-validator checks ``ro-crate-metadata.json`` against RO-Crate 1.1 at all three severities. It fetches RO-Crate's JSON-LD context; where no
  network is, ``--crate-context`` names a copy of it (``docs/_specification/1.1/context.jsonld`` of the repository ResearchObject/ro-crate), and
  nothing is fetched.

Each runs in an environment of its own under FOLDER, made with pip where it is not there yet. Faults are what a validator calls an error,
rows that are not all there, and what RO-Crate requires; what it only recommends is printed.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from bedside.benchmarks.opened_elsewhere import environment
from bedside.benchmarks.utility import ran
from bedside.orchestrator.cases.case_input import read_case
from bedside.orchestrator.cases.find_case import shipped_cases
from bedside.orchestrator.exports.datasheet import HUMAN_PARTS

Json = dict[str, Any]
PACKAGES = {
    "mlcroissant": ("mlcroissant==1.1.1", "pyarrow"),
    "roc-validator": ("roc-validator==0.13.0",),
}
FORMS = {"hf": ("--shard", 5), "messages": ()}
_VISITS = 12
_CROISSANT = """
import json, logging, sys
import mlcroissant
sheet = mlcroissant.Dataset("croissant.json")
issues = sheet.metadata.ctx.issues
rows = {one.uuid: sum(1 for _ in sheet.records(one.uuid)) for one in sheet.metadata.record_sets}
print(json.dumps({"errors": sorted(map(str, issues.errors)), "warnings": sorted(map(str, issues.warnings)), "rows": rows}))
"""
_CRATE = """
import json, sys
from types import SimpleNamespace
place = "https://w3id.org/ro/crate/1.1/context"
if sys.argv[1]:
    text = open(sys.argv[1], encoding="utf-8").read()
    import rdflib.plugins.shared.jsonld.context as of_rdflib
    from rocrate_validator.utils.http import HttpRequester
    read, asked = of_rdflib.source_to_json, HttpRequester.__getattr__
    of_rdflib.source_to_json = lambda source, *more, **named: (json.loads(text), None) if source == place else read(source, *more, **named)
    def given(requester, name):
        there = SimpleNamespace(status_code=200, headers={"Content-Type": "application/ld+json"}, text=text, json=lambda: json.loads(text))
        other = asked(requester, name)
        return (lambda url, *more, **named: there if url == place else other(url, *more, **named)) if name == "get" else other
    HttpRequester.__getattr__ = given
from rocrate_validator.cli import cli
sys.argv = ["rocrate-validator", *sys.argv[2:]]
cli()
"""


def released(folder: Path, form: str) -> Path:
    """A release of the shipped visits in a form, its datasheet filled in."""
    out = folder / form
    sheet = {part.name: f"What a person wrote of {part.heading}." for part in HUMAN_PARTS} | {"license": "cc-by-4.0"}
    (folder / f"{form}.yaml").write_text(yaml.safe_dump(sheet), encoding="utf-8")
    ran("export", folder / "visits", "--format", form, *FORMS[form], "--release", out, "--unsigned")
    return out


def visits(folder: Path) -> None:
    """The run, with its privacy report."""
    cases = list(shipped_cases().items())[:_VISITS]
    rows = [json.dumps({"id": name, "note": read_case(path)[1]}) for name, path in cases]
    notes = folder / "notes.jsonl"
    notes.write_text("\n".join(rows) + "\n", encoding="utf-8")
    ran("batch", "--notes", notes, "--out", folder, "--run", "visits", "--quiet")
    ran("evaluate", folder / "visits", "--privacy")


def accepted_by_mlcroissant(python: Path, release: Path) -> tuple[list[str], list[str]]:
    """What mlcroissant calls errors or does not load, and its warnings."""
    command = [str(python), "-c", _CROISSANT]
    done = subprocess.run(command, cwd=release, capture_output=True, text=True, check=False)
    if done.returncode:
        return [done.stderr.strip().splitlines()[-1]], []
    found: Json = json.loads(done.stdout.splitlines()[-1])
    there = json.loads((release / "manifest.json").read_text(encoding="utf-8"))["counts"]["exported"]
    loaded = sum(found["rows"].values())
    told = [f"loaded {loaded} rows of {there} dialogues in {len(found['rows'])} record sets", *found["warnings"]]
    return [*found["errors"], *([] if loaded == there else [told[0]])], told


def accepted_by_roc_validator(python: Path, release: Path, context: Path | None) -> tuple[list[str], list[str]]:
    """What RO-Crate 1.1 requires and the crate has not, and what it only recommends."""
    report = release.with_suffix(".crate.json")
    asked = ["validate", "--no-paging", "-v", "-p", "ro-crate-1.1", "-l", "optional", "-f", "json", "-o", str(report)]
    quiet = ["--offline"] if context is not None else []
    command = [str(python), "-c", _CRATE, str(context or ""), *asked, *quiet, str(release)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not report.is_file():
        return [(done.stderr or done.stdout).strip()[-300:]], []
    issues: list[Json] = json.loads(report.read_text(encoding="utf-8"))["issues"]
    counts = Counter(one["severity"] for one in issues)
    told = [", ".join(f"{name.lower()}: {counts[name]}" for name in ("REQUIRED", "RECOMMENDED", "OPTIONAL"))]
    told += sorted({str(one["message"]) for one in issues if one["severity"] == "RECOMMENDED"})
    return [str(one["message"]) for one in issues if one["severity"] == "REQUIRED"], told


def main() -> None:
    """Print a line a validator and form; exit 1 if one found a fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="of the environments")
    parser.add_argument("--only", choices=PACKAGES, nargs="+", default=list(PACKAGES))
    parser.add_argument("--crate-context", type=Path, help="RO-Crate's context 1.1 from a file, and no network")
    asked = parser.parse_args()
    context = asked.crate_context.resolve() if asked.crate_context is not None else None
    wrong = 0
    with tempfile.TemporaryDirectory() as temporary:
        visits(Path(temporary))
        for form in FORMS:
            release = released(Path(temporary), form)
            for name in asked.only:
                python = environment(asked.folder.resolve(), name, sys.executable, PACKAGES[name])
                if name == "mlcroissant":
                    faults, told = accepted_by_mlcroissant(python, release)
                else:
                    faults, told = accepted_by_roc_validator(python, release, context)
                wrong += len(faults)
                print(f"{form}, {PACKAGES[name][0]}: {'accepted' if not faults else f'{len(faults)} faults'}")
                print("".join(f"  {one}\n" for one in (*faults, *told)), end="", flush=True)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
