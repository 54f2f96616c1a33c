"""Whether a release is what was signed: every file against CHECKSUMS, CHECKSUMS against its signature. Changes nothing."""

from dataclasses import dataclass, field
from pathlib import Path

from bedside.orchestrator.exports.release import CHECKSUMS, SIGNATURE
from bedside.orchestrator.exports.signature import verified
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.file_digest import digest_of_file


@dataclass
class ReleaseVerdict:
    """What was found, a sentence each."""

    whole: list[str] = field(default_factory=list[str])
    faults: list[str] = field(default_factory=list[str])
    remarks: list[str] = field(default_factory=list[str])


def is_release(folder: Path) -> bool:
    """Whether the folder is a release, and no run."""
    return (folder / CHECKSUMS).is_file() and (folder / "manifest.json").is_file()


def verify_release(folder: Path, signers: Path | None) -> ReleaseVerdict:
    """Check a release; ``signers`` are those who may have signed it, as ``ssh-keygen`` reads them. Raises ``Problem`` for a list of
    checksums that is none."""
    found = ReleaseVerdict()
    listed = _listed(folder / CHECKSUMS)
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for name, digest in listed.items():
        if name not in there:
            found.faults.append(f"{name} is missing.")
        elif digest_of_file(folder / name) != digest:
            found.faults.append(f"{name} is not what was released: its checksum differs.")
    found.faults += [
        f"{name} is in no list of what was released." for name in sorted(there - {*listed, CHECKSUMS, SIGNATURE})
    ]
    if not found.faults:
        found.whole.append(f"{CHECKSUMS}: {len(listed):,} files, each as it was released.")
    _signature(folder, signers, found)
    return found


def _signature(folder: Path, signers: Path | None, found: ReleaseVerdict) -> None:
    if not (folder / SIGNATURE).is_file():
        if signers is not None:
            found.faults.append("It is not signed, so nobody can be told to have released it.")
        else:
            found.remarks.append("It is not signed: that it is whole says nothing of who made it.")
        return
    if signers is not None and not signers.is_file():
        raise Problem("input", f"--signers {signers} is no file: name the list of those who may sign.")
    try:
        who, key = verified(folder / CHECKSUMS, folder / SIGNATURE, signers)
    except Problem as problem:
        if problem.kind == "usage":
            raise
        found.faults.append(str(problem))
        return
    found.whole.append(f"{SIGNATURE}: signed by {who or 'the owner of the key'} {key}.")
    if who is None:
        found.remarks.append(
            "Whose key that is, the release cannot say itself: give those you trust with --signers FILE."
        )


def _listed(file: Path) -> dict[str, str]:
    """The digests by name."""
    found: dict[str, str] = {}
    try:
        for line in file.read_text("utf-8").splitlines():
            digest, _, name = line.partition("  ")
            if len(digest) != 64 or not name or ".." in Path(name).parts or Path(name).is_absolute():
                raise ValueError
            found[name] = digest
    except (OSError, ValueError):
        raise Problem("input", f"{file} is no list of checksums: get the release again.") from None
    return found
