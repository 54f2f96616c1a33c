"""A privacy report for the command line."""

from dataclasses import dataclass
from pathlib import Path

import orjson

from bedside.orchestrator.cli.evaluate_command import scores_folder
from bedside.orchestrator.cli.find_run import reading
from bedside.orchestrator.cli.note_texts import all_texts, given_texts
from bedside.orchestrator.cli.output import need_output, print_out
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.file_digest import digest_of_file
from bedside.orchestrator.runs.file_names import DIALOGUES, PRIVACY
from bedside.orchestrator.scorecards.privacy import privacy_json, write_privacy
from bedside.orchestrator.scorecards.privacy_source import source_of_file, source_of_run
from bedside.orchestrator.scorecards.privacy_text import privacy_text
from bedside.orchestrator.views.terminal_text import harmless


@dataclass(frozen=True)
class PrivacyOptions:
    """What the dialogues are held against, where the report goes, and how it is printed."""

    holdout: Path | None = None
    sources: Path | None = None
    canaries: Path | None = None
    notes: Path | None = None
    to: Path | None = None
    json: bool = False


def run_privacy_command(run: str, out: Path, asked: PrivacyOptions) -> None:
    """Measure a run or a file, write privacy.json and print it. Raises ``Problem``."""
    need_output()
    with reading():
        folder = asked.to or scores_folder(run, out)
        if folder.is_file():
            raise Problem("usage", f"--to {folder} is a file: name a folder.")
        file = Path(run)
        if file.is_file():
            source, digest = source_of_file(file), digest_of_file(file)
        else:
            path = scores_folder(run, out).parent
            source = source_of_run(path, all_texts(asked.notes) if asked.notes else None)
            digest = digest_of_file(path / DIALOGUES)
        if asked.sources is not None:
            source.add_sources(given_texts(asked.sources, "--sources"))
        holdout = given_texts(asked.holdout, "--holdout") if asked.holdout is not None else []
        canaries = _lines(asked.canaries) if asked.canaries is not None else []
        made = privacy_json(source, holdout, canaries, digest)
        report = folder / Path(PRIVACY).name
        write_privacy(made, report)
    if asked.json:
        print_out(orjson.dumps(made, option=orjson.OPT_INDENT_2).decode())
        return
    print_out(harmless("\n".join([*privacy_text(made), "", str(report)])))


def _lines(file: Path) -> list[str]:
    """The canaries of a file, one a line. Raises ``Problem``."""
    try:
        lines = [line.strip() for line in file.read_text("utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise Problem("input", f"--canaries {file} cannot be read ({error}): it is text, a canary a line.") from None
    short = next((line for line in lines if len(line.split()) < 4), None)
    if short is not None or not lines:
        raise Problem("input", f"--canaries {file} needs canaries of four words or more, one a line.")
    return lines
