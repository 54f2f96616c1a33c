"""A release is whole or is none: every part filled by people, measured, described, signed; a changed byte is found."""

import hashlib
import subprocess
from pathlib import Path
from typing import Any

import orjson
import pytest
import yaml
from run_folders import many, one, turned
from typer.testing import CliRunner

from bedside.orchestrator.cli.main import app
from bedside.orchestrator.debug.reproduce import reproduce
from bedside.orchestrator.exports.datasheet import HUMAN_PARTS
from bedside.orchestrator.exports.dialogue_sets import ExportOptions, export_dialogues
from bedside.orchestrator.exports.methods import methods_of
from bedside.orchestrator.exports.release import ReleaseOptions
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.reader import RunFolder

Json = dict[str, Any]
IDS = ("p1-a", "p1-b", "p2-a", "p3-a")
ANSWERS = {part.name: f"What a person wrote of {part.heading}." for part in HUMAN_PARTS} | {"license": "cc-by-4.0"}
signs = pytest.mark.needs_program("openssh-client", program="ssh-keygen")


def run(*arguments: str | Path) -> Any:
    """What came of a command."""
    return CliRunner().invoke(app, [str(one) for one in arguments])


def done(*arguments: str | Path) -> str:
    """What a command prints."""
    ran = run(*arguments)
    assert ran.exit_code == 0, (ran.output, ran.exception)
    return ran.output


def refused(*arguments: str | Path) -> str:
    """What a command says against it."""
    ran = run(*arguments)
    assert isinstance(ran.exception, Problem), ran.output
    said = str(ran.exception)
    assert said.endswith((".", "?")) and "\n" not in said
    return said


def measured(folder: Path) -> Path:
    """A run with its privacy report."""
    done("evaluate", folder, "--privacy")
    return folder


def filled(file: Path, **answers: str) -> Path:
    """A datasheet that people have filled in."""
    file.write_text(yaml.safe_dump(ANSWERS | answers))
    return file


def key_of(folder: Path, passphrase: str = "") -> Path:
    """A new key."""
    file = folder / f"key{len(passphrase)}"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-f", str(file)], check=True)
    return file


@signs
def test_a_release_is_signed_and_a_changed_byte_is_found(tmp_path: Path) -> None:
    """Signed by a key, verified by ssh-keygen itself and by bedside; a byte of any file, a file more or less, a signature of another: each is a fault."""
    folder, key = measured(many(tmp_path, *IDS)), key_of(tmp_path)
    out = tmp_path / "set"
    filled(tmp_path / "set.yaml")
    done("export", folder, "--release", out, "--format", "csv", "--key", key, "--signer", "ann@example.org")
    told = dict(line.split("  ")[::-1] for line in (out / "CHECKSUMS").read_text().splitlines())
    files = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
    assert set(told) == set(files) - {"CHECKSUMS", "CHECKSUMS.sig"}
    assert all(hashlib.sha256(files[name].read_bytes()).hexdigest() == digest for name, digest in told.items())
    assert {
        "train.csv",
        "manifest.json",
        "README.md",
        "DATASHEET.md",
        "croissant.json",
        "ro-crate-metadata.json",
    } <= set(told)
    signers = tmp_path / "trusted"
    signers.write_text(f"ann@example.org {key.with_suffix('.pub').read_text()}")
    order = ["ssh-keygen", "-Y", "verify", "-f", str(signers), "-I", "ann@example.org", "-n", "bedside-release"]
    stock = subprocess.run(
        [*order, "-s", str(out / "CHECKSUMS.sig")],
        stdin=(out / "CHECKSUMS").open("rb"),
        capture_output=True,
        check=False,
    )
    assert stock.returncode == 0, stock.stderr
    assert "ann@example.org" in done("verify", out, "--signers", signers)
    for name in ("train.csv", "manifest.json", "croissant.json"):
        turned(out / name, 40)
        ran = run("verify", out)
        assert ran.exit_code == 1 and name in ran.output
        turned(out / name, 40)
    (out / "more.txt").write_text("x")
    assert run("verify", out).exit_code == 1
    (out / "more.txt").unlink()
    turned(out / "CHECKSUMS", 0)
    assert run("verify", out).exit_code == 1
    turned(out / "CHECKSUMS", 0)
    stranger = tmp_path / "stranger"
    stranger.write_text(f"bob@example.org {key_of(tmp_path, 'longer').with_suffix('.pub').read_text()}")
    assert run("verify", out, "--signers", stranger).exit_code == 1 and run("verify", out).exit_code == 0


@signs
def test_a_key_that_cannot_sign_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    """A passphrase that is not given, or wrong, a file that is no key, none at all: told, and no folder. With it, signed."""
    folder = measured(many(tmp_path, *IDS))
    key, out, secret = key_of(tmp_path, "secret"), tmp_path / "set", tmp_path / "passphrase"
    filled(tmp_path / "set.yaml")
    order: list[str | Path] = ["export", folder, "--release", out, "--key", key]
    assert "--passphrase-file" in refused(*order)
    secret.write_text("wrong\n")
    assert "not its" in refused(*order, "--passphrase-file", secret)
    assert "no file" in refused(*order[:-1], tmp_path / "none")
    key.with_suffix(".bad").write_text("no key")
    key.with_suffix(".bad.pub").write_text("ssh-ed25519 AAAA")
    assert "cannot sign" in refused(*order[:-1], key.with_suffix(".bad"))
    assert not out.exists()
    secret.write_text("secret\n")
    done(*order, "--passphrase-file", secret)
    assert run("verify", out).exit_code == 0


def test_what_people_must_fill_in_blocks_the_release(tmp_path: Path) -> None:
    """Not there: written with the questions. Open: named. No licence is chosen, and two are asked about. Not measured: refused."""
    folder, out = many(tmp_path, *IDS), tmp_path / "set"
    order: list[str | Path] = ["export", folder, "--release", out, "--unsigned"]
    sheet = tmp_path / "set.yaml"
    assert str(len(HUMAN_PARTS)) in refused(*order)
    assert yaml.safe_load(sheet.read_text()).keys() == ANSWERS.keys()
    assert "license" in refused(*order)
    filled(sheet, biases="TODO", consent="")
    said = refused(*order)
    assert "2 parts" in said and "biases" in said and "consent" in said and not out.exists()
    filled(sheet)
    assert "which is it?" in refused(*order, "--license", "mit")
    assert "--privacy" in refused(*order)
    sheet.write_text("[no: yaml")
    assert "YAML" in refused(*order)
    assert "--key" in refused(*order[:4]) and "--release" in refused("export", folder, "--out", out, "--unsigned")
    assert "--out" in refused("export", folder, "--format", "csv")
    filled(sheet)
    done("evaluate", folder, "--privacy")
    done(*order)
    assert all(ANSWERS[part.name] in (out / "DATASHEET.md").read_text() for part in HUMAN_PARTS)
    assert "not signed" in done("verify", out)


@pytest.mark.parametrize("form", ["messages", "hf", "mts-dialog", "convokit"])
def test_what_describes_the_release_says_the_same_as_its_files(form: str, tmp_path: Path) -> None:
    """Card, Croissant and RO-Crate: synthetic, the licence that was chosen, the people's words, every file by size and digest."""
    folder, out = measured(many(tmp_path, *IDS)), tmp_path / "set"
    options = ExportOptions(form, release=ReleaseOptions(ANSWERS, "2026-11-30"))
    manifest = export_dialogues([RunFolder(folder, spoken_only=True)], out, options)
    assert manifest["synthetic"] is manifest["machine_generated"] is True and manifest["license"] == "cc-by-4.0"
    head = yaml.safe_load((out / "README.md").read_text().split("---")[1])
    assert (
        head["license"] == "cc-by-4.0" and "synthetic" in head["tags"] and ("configs" in head) == (form != "convokit")
    )
    sheet = orjson.loads((out / "croissant.json").read_bytes())
    assert "http://mlcommons.org/croissant/1.1" in sheet["conformsTo"] and sheet["rai:hasSyntheticData"] is True
    assert (sheet["rai:dataBiases"], sheet["license"]) == (ANSWERS["biases"], "cc-by-4.0")
    assert {one["@id"]: one["sha256"] for one in sheet["distribution"]} == {
        name: of["sha256"] for name, of in manifest["files"].items()
    }
    named = {one["@id"] for one in sheet["distribution"]}
    fields = [field for records in sheet["recordSet"] for field in records["field"]]
    assert all(field["source"]["fileObject"]["@id"] in named for field in fields) and bool(fields) == (
        form != "convokit"
    )
    check_crate(out)


def check_crate(out: Path) -> None:
    """What RO-Crate 1.1 asks of its metadata file (its sections 4 and 5), written down here because its validator fetches
    from the web (``benchmarks/release_elsewhere.py`` runs it)."""
    crate: Json = orjson.loads((out / "ro-crate-metadata.json").read_bytes())
    by: dict[str, Json] = {one["@id"]: one for one in crate["@graph"]}
    assert crate["@context"] == "https://w3id.org/ro/crate/1.1/context" and len(by) == len(crate["@graph"])
    descriptor, root = by["ro-crate-metadata.json"], by["./"]
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"} and descriptor["about"] == {"@id": "./"}
    assert root["@type"] == "Dataset" and root["datePublished"] == "2026-11-30" and root["name"] and root["description"]
    assert by[root["license"]["@id"]]["name"] == "cc-by-4.0"
    for part in root["hasPart"]:
        assert by[part["@id"]]["contentSize"] == str((out / part["@id"]).stat().st_size)
    every = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert {part["@id"] for part in root["hasPart"]} == every - {"ro-crate-metadata.json", "CHECKSUMS"}
    lone = [name for name, value in root.items() if isinstance(value, list) and len(value) < 2]
    assert not lone and root["author"] == root["creator"]  # as the specification recommends, and roc-validator says
    pointed = [
        value["@id"] for of in crate["@graph"] for value in of.values() if isinstance(value, dict) and "@id" in value
    ]
    assert all(one in by or "://" in one for one in pointed)


def test_data_that_is_not_open_needs_terms(tmp_path: Path) -> None:
    """Of phi without written terms nothing is released; with terms, they stand on the card."""
    folder = measured(many(tmp_path, *IDS))
    options = ExportOptions("csv", release=ReleaseOptions(ANSWERS, "2026-11-30"))
    opened = RunFolder(folder, spoken_only=True)
    opened.about["config"] = {"case": {"data_class": "phi"}}
    with pytest.raises(Problem, match="no terms"):
        export_dialogues([opened], tmp_path / "out", options)
    assert not (tmp_path / "out").exists()
    opened.about["config"]["case"]["terms"] = "Agreement 7 of the house."
    assert export_dialogues([opened], tmp_path / "out", options)["terms"] == ["Agreement 7 of the house."]
    assert "Agreement 7" in (tmp_path / "out" / "README.md").read_text()


def test_a_red_set_is_released_only_with_the_stamp_on_its_card(tmp_path: Path) -> None:
    """Forced, the card and the datasheet say so."""
    folder, out = many(tmp_path, *IDS), tmp_path / "set"
    line = max((turn.text for kept in RunFolder(folder).dialogues() for turn in kept.record.turns), key=len)
    (tmp_path / "canaries").write_text(f"{line}\n")
    done("evaluate", folder, "--privacy", "--canaries", tmp_path / "canaries")
    filled(tmp_path / "set.yaml")
    order: list[str | Path] = ["export", folder, "--release", out, "--unsigned"]
    assert "canaries" in refused(*order)
    done(*order, "--force-privacy")
    for name in ("README.md", "DATASHEET.md"):
        assert "all the same" in (out / name).read_text()


def test_a_run_of_the_built_in_family_is_reproduced_and_drift_is_found(tmp_path: Path) -> None:
    """Played again from its note, a shipped case comes out the same, also in a copied folder; with a turn that the log has otherwise,
    drift is told at that turn. What a person changed is not played."""
    folder = one(tmp_path, "rolled-ankle")
    moved = tmp_path / "elsewhere" / "copied"
    moved.parent.mkdir()
    folder.rename(moved)
    (found,) = reproduce(RunFolder(moved))
    assert found.turns == found.same > 20 and not found.drifted
    assert "0 drifted" in done("reproduce", moved)
    kept = RunFolder(moved)
    (dialogue,) = kept.dialogues()
    turns = list(dialogue.record.turns)
    turns[5] = turns[5].model_copy(update={"text": "Something else was said."})
    changed = dialogue.record.model_copy(update={"turns": tuple(turns)})
    object.__setattr__(dialogue, "record", changed)
    kept.dialogues = lambda names=None: iter([dialogue])  # pyright: ignore[reportAttributeAccessIssue]
    (found,) = reproduce(kept)
    assert found.drifted and found.same == 5 and "else" in found.then_said


def test_the_methods_paragraph_says_what_the_run_says(tmp_path: Path) -> None:
    """Version, players, seed and digest of the configuration; that nobody scored it; and what the scores came to."""
    folder = one(tmp_path, "rolled-ankle")
    about = orjson.loads((folder / "run.json").read_bytes())
    told = methods_of(folder)
    assert about["digest"] in told and about["versions"]["bedside"] in told and "not scored" in told
    done("evaluate", folder, "--processes", "1")
    assert "concept_precision" in methods_of(folder)
    assert methods_of(folder) in " ".join(done("cite", folder).split())
