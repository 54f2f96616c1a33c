"""A set as strangers get it: with card, datasheet, Croissant, RO-Crate, checksums and a signature over all of them.

Law of the file: a release has every part or is none; nothing is released under terms that nobody wrote down, unread by the privacy
report, or with a part of the datasheet open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.exports import croissant, ro_crate
from bedside.orchestrator.exports.datasheet import datasheet
from bedside.orchestrator.exports.hub_card import hub_card
from bedside.orchestrator.exports.methods import methods, scorecard_of
from bedside.orchestrator.exports.signature import SIGNERS, public_key, sign
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.file_digest import digest_of_file
from bedside.orchestrator.runs.files import replace
from bedside.orchestrator.runs.reader import RunFolder

Json = dict[str, Any]
CHECKSUMS, SIGNATURE, CARD, SHEET = "CHECKSUMS", "CHECKSUMS.sig", "README.md", "DATASHEET.md"
_UNLISTED = frozenset({CHECKSUMS, SIGNATURE})


@dataclass(frozen=True)
class ReleaseOptions:
    """``answers`` are the filled-in parts of the datasheet, ``date`` that of publication (2026-11-30). ``key`` signs, None for a release
    that is not signed; ``signer`` is by what name the key's owner is known."""

    answers: dict[str, str]
    date: str
    key: Path | None = None
    passphrase: Path | None = None
    signer: str = "publisher"


def data_terms(row: Json) -> str | None:
    """The written terms of a dialogue whose note is not open data, None for open data. Raises ``Problem`` where there are
    none."""
    if row["data_class"] == "open":
        return None
    if not row["terms"]:
        raise Problem(
            "input",
            f"{row['id']} is made of {row['data_class']} data and no terms are written in its case: it cannot be released.",
        )
    return str(row["terms"])


def refuse_unmeasured(privacy: Json) -> None:
    """Raise ``Problem`` if a run has no privacy report."""
    missing = [name for name, stamp in privacy.items() if stamp is None]
    if missing:
        raise Problem(
            "input",
            f"Nobody has measured what {', '.join(missing)} gives away: run bedside evaluate {missing[0]} --privacy first.",
        )


def write_release(out: Path, manifest: Json, folders: Sequence[RunFolder], options: ReleaseOptions) -> None:
    """Write everything beside the data into the folder, checksums and signature last. Raises ``Problem``."""
    told = [methods(folder) for folder in folders]
    cards = {folder.path.resolve().name: scorecard_of(folder) for folder in folders}
    for name, card in cards.items():
        if card is not None:
            (out / "evaluation").mkdir(exist_ok=True, mode=0o700)
            replace(out / "evaluation" / f"{name}.json", [_pretty(card)])
    replace(out / CARD, [hub_card(manifest).encode()])
    replace(out / SHEET, [datasheet(options.answers, manifest, told, cards).encode()])
    replace(out / croissant.FILE, [_pretty(croissant.croissant(options.answers, manifest, told, options.date))])
    if options.key is not None:
        signer = f'{options.signer} namespaces="bedside-release" {public_key(options.key, options.passphrase)}\n'
        replace(out / SIGNERS, [signer.encode()])
    files = [(name, (out / name).stat().st_size) for name in _names(out)]
    replace(out / ro_crate.FILE, [_pretty(ro_crate.ro_crate(options.answers, manifest, files, options.date))])
    write_checksums(out)
    if options.key is not None:
        sign(out / CHECKSUMS, options.key, options.passphrase)


def write_checksums(folder: Path) -> None:
    """The SHA-256 of every file below a folder, as ``sha256sum --check CHECKSUMS`` reads them."""
    replace(folder / CHECKSUMS, [f"{digest_of_file(folder / name)}  {name}\n".encode() for name in _names(folder)])


def _names(folder: Path) -> list[str]:
    """The files that are listed."""
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in names if name not in _UNLISTED)


def _pretty(value: Json) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
