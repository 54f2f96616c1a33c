"""Runs written as a page for the command line, or served as one."""

import signal
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bedside.orchestrator.cli.find_run import find_run, reading
from bedside.orchestrator.cli.open_folder import open_folder, remarks_of
from bedside.orchestrator.cli.output import need_output, print_out
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.pages.page_file import Page
from bedside.orchestrator.pages.page_source import PageSource, RunSource
from bedside.orchestrator.runs.files import PART, replace

PAGE = "view.html"


@dataclass(frozen=True)
class ViewOptions:
    """What is to be shown, and where it goes."""

    human: Path | None = None
    notes: Path | None = None
    to: Path | None = None
    serve: bool = False
    port: int = 0


def run_view_command(runs: list[str], out: Path, asked: ViewOptions) -> None:
    """Write or serve the page of these runs. Raises ``Problem``."""
    need_output()
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # no half page stays behind, and a server ends as it should
    if asked.port and not asked.serve:
        raise Problem("usage", "--port is for --serve: add it, or leave --port out.")
    if asked.serve and asked.to is not None:
        raise Problem("usage", "--serve writes no file: leave out --to, or write the page first and serve it then.")
    paths = [_folder(run, out) for run in runs]
    if len({path.resolve() for path in paths}) < len(paths):
        raise Problem("usage", "A run is named twice: name each once.")
    with reading():
        sources: list[PageSource] = [_source(path, asked.notes) for path in paths]
        if asked.human is not None:
            from bedside.orchestrator.pages.human_source import human_source

            sources.append(human_source(asked.human))
        page = Page(sources, served=asked.serve)
        if asked.serve:
            _serve(page, asked.port)
        else:
            _write(page, asked.to or paths[0] / PAGE)


def _folder(run: str, out: Path) -> Path:
    path, name = find_run(run, out)
    if name is not None:
        raise Problem("usage", f"bedside view takes whole runs: {path}. Its page finds {name} by its id.")
    return path


def _source(path: Path, notes: Path | None) -> PageSource:
    folder = open_folder(path, notes)
    return RunSource(folder, remarks_of(folder))


def _write(page: Page, file: Path) -> None:
    if file.is_dir():
        raise Problem("usage", f"--to {file} is a folder: name a file, like {file / PAGE}.")
    if not file.parent.is_dir():
        raise Problem("usage", f"There is no folder {file.parent}: make it, or name another file with --to.")
    try:
        replace(file, page.parts())
    except KeyboardInterrupt:
        with suppress(OSError):
            file.with_name(file.name + PART).unlink()
        raise
    print_out(str(file))
    if page.left:
        count = f"{len(page.left):,} of {sum(map(len, page.ids)):,} dialogues"
        print(
            f"The prompts and replies of {count} are not in it, to keep it below {page.limit / 1e6:,.0f} MB: "
            "bedside view --serve shows all.",
            file=sys.stderr,
        )


def _serve(page: Page, port: int) -> None:
    from bedside.orchestrator.pages.serve import PageServer, serve_until_stopped

    with tempfile.TemporaryFile() as file:  # has no name, so that nothing stays behind whatever ends the process
        for part in page.parts():
            file.write(part)
        file.flush()
        serve_until_stopped(PageServer(page, file, port), lambda url: print_out(f"{url} (Ctrl-C ends it)"))
