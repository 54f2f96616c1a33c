"""What a release needs from the command line: the filled-in datasheet, a key, the day."""

from datetime import UTC, datetime
from pathlib import Path

from bedside.orchestrator.cli.find_run import reading
from bedside.orchestrator.exports.datasheet import read_answers
from bedside.orchestrator.exports.release import ReleaseOptions


def release_options(
    folder: Path, license: str | None, sheet: Path | None, key: Path | None, passphrase: Path | None, signer: str
) -> ReleaseOptions:
    """The options of a release into ``folder``. Raises ``Problem`` while a part of the datasheet is open."""
    with reading():
        answers = read_answers(sheet or folder.with_name(f"{folder.name}.yaml"), license.strip() if license else None)
    return ReleaseOptions(
        answers, datetime.now(UTC).date().isoformat(), key, passphrase, "-".join(signer.split()) or "publisher"
    )
