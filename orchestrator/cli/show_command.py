"""A kept conversation shown for the command line, in the form that is asked for."""

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from bedside.orchestrator.cli.find_run import find_run, reading
from bedside.orchestrator.cli.open_folder import NO_WORDS, open_folder, remarks_of
from bedside.orchestrator.cli.output import need_output, print_bytes, print_out, table_width
from bedside.orchestrator.cli.printer import Printer
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.checksum import dump
from bedside.orchestrator.runs.dialogue_list import dialogue_rows
from bedside.orchestrator.runs.outcome import faulty_checks
from bedside.orchestrator.runs.reader import KeptDialogue, RunFolder
from bedside.orchestrator.views.dialogue_view import dialogue_view
from bedside.orchestrator.views.terminal_text import harmless

FORMS = ("text", "md", "html", "docx", "json")


@dataclass(frozen=True)
class ShowOptions:
    """How a conversation is to be shown."""

    trace: bool = False
    beside: bool = False
    form: str = "text"
    notes: Path | None = None


def run_show_command(run: str, out: Path, asked: ShowOptions) -> None:
    """Show what ``run`` names. Raises ``Problem``."""
    if asked.form not in FORMS:
        raise Problem("usage", f"--format {asked.form!r} is none of {', '.join(FORMS)}.")
    need_output()
    path, name = find_run(run, out)
    with reading():
        _show(open_folder(path, asked.notes), name, asked)


def _show(folder: RunFolder, name: str | None, asked: ShowOptions) -> None:
    remarks = remarks_of(folder)
    if name is None and asked.form == "json":
        for kept in folder.dialogues():
            _as_json(kept, remarks)
        return
    if name is None and len(folder.ids) != 1:
        _list(folder, asked.form, remarks)
        return
    _one(folder.dialogue(name or folder.ids[0]), asked, remarks)


def _one(kept: KeptDialogue, asked: ShowOptions, remarks: tuple[str, ...]) -> None:
    if (asked.trace or asked.beside) and kept.given is None and kept.record.reasons:
        remarks = (*remarks, NO_WORDS)
    if asked.form == "json":
        _as_json(kept, remarks)
    elif asked.form == "md":
        from bedside.orchestrator.views.markdown_page import markdown_page

        print_out(markdown_page(dialogue_view(kept, remarks), trace=asked.trace, beside=asked.beside).rstrip("\n"))
    elif asked.form == "html":
        from bedside.orchestrator.views.html_page import html_page

        print_out(html_page(dialogue_view(kept, remarks), trace=asked.trace, beside=asked.beside).rstrip("\n"))
    elif asked.form == "docx":
        _as_word(kept, asked, remarks)
    else:
        _as_text(kept, asked, remarks)


def _as_word(kept: KeptDialogue, asked: ShowOptions, remarks: tuple[str, ...]) -> None:
    """A Word document, which no terminal can show. Raises ``Problem``."""
    from bedside.orchestrator.views.word_page import NoWriter, word_page

    if sys.stdout.isatty():
        raise Problem("usage", f"--format docx is a file: add > {kept.id}.docx.")
    try:
        print_bytes(word_page(dialogue_view(kept, remarks), trace=asked.trace, beside=asked.beside))
    except NoWriter:
        raise Problem("config", "--format docx needs python-docx: pip install 'bedside[documents]'.") from None


def _as_text(kept: KeptDialogue, asked: ShowOptions, remarks: tuple[str, ...]) -> None:
    """As ``simulate`` prints it; remarks beside it, on standard error."""
    printer = Printer(trace=asked.trace)
    view = dialogue_view(kept, remarks)
    if asked.beside:
        from bedside.orchestrator.views.side_by_side import side_by_side

        for line in side_by_side(view, shutil.get_terminal_size((100, 24)).columns, asked.trace):
            print_out(line)
    elif kept.events:
        printer.know_places(kept.state.index or {}, kept.given)
        printer.show_log(kept.events)
    else:
        printer.know_places({}, kept.given)
        printer.show_turns(kept.record.turns, kept.record.reasons)
    checks = () if asked.trace else faulty_checks(kept.record.reasons)
    if checks:
        printer.say(f"It holds a fault of a check ({', '.join(checks)}): --trace shows it at its line.")
    for remark in view.remarks:
        printer.say(harmless(remark))


def _as_json(kept: KeptDialogue, remarks: tuple[str, ...]) -> None:
    from bedside.orchestrator.views.json_object import json_object

    print_out(dump(json_object(kept, remarks)).decode().rstrip("\n"))


def _list(folder: RunFolder, form: str, remarks: tuple[str, ...]) -> None:
    """The dialogues of a run of many, or of none."""
    from bedside.orchestrator.views.run_tables import DIALOGUE_HEAD, dialogue_cells, text_table

    if form == "docx":
        raise Problem("usage", f"--format docx is for one dialogue: name one of {folder.path} as {folder.path}/ID.")
    rows = list(map(dialogue_cells, dialogue_rows(folder)))
    title = folder.path.resolve().name
    if form == "md":
        from bedside.orchestrator.views.markdown_page import escaped, table

        body = table(DIALOGUE_HEAD, ([escaped(cell) for cell in row] for row in rows))
        print_out("\n".join([f"# {escaped(title)}", "", *(f"> {escaped(one)}\n" for one in remarks), *body]))
    elif form == "html":
        from bedside.orchestrator.views.html_page import html_table, page, safe

        told = "".join(f'<p class="remark">{safe(one)}</p>\n' for one in remarks)
        print_out(page(title, told + html_table(DIALOGUE_HEAD, rows)).rstrip("\n"))
    else:
        if rows:
            print_out("\n".join(text_table(DIALOGUE_HEAD, rows, table_width())))
            remarks = (*remarks, f"bedside show {folder.path}/ID shows one.")
        for remark in (*remarks, *([] if rows else [f"{folder.path} holds no dialogue yet."])):
            print(harmless(remark), file=sys.stderr)
