"""What stops a case before a word is said, found in one place: ``validate`` shows it and ``simulate`` refuses by it.

Nothing here opens a model, asks a server or reads a key: what a machine lacks is not the case's mistake.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from bedside.agents.languages.language import base
from bedside.agents.languages.notes import note_language
from bedside.orchestrator.build.families import FAMILIES, ROLES
from bedside.orchestrator.build.interview_setup import with_instrument
from bedside.orchestrator.build.note_input import admit
from bedside.orchestrator.build.spoken_languages import unknown_language, unspoken, untranslated
from bedside.orchestrator.cases.interview_rules import mistake as interview_mistake
from bedside.orchestrator.failures import Problem
from bedside.scenarios.case import Case
from bedside.scenarios.document import Where
from bedside.scenarios.load import CaseError, mistake_at, read_note
from bedside.scenarios.style import StyleError, load_style


def mistakes(case: Case, path: Path) -> list[CaseError]:
    """All that stops ``case``, which stands in the file at ``path``; empty if it can run."""
    found: list[CaseError] = []

    def add(where: Where, message: str, mend: str, code: str) -> None:
        found.append(mistake_at(path, where, message.rstrip("."), mend.rstrip("."), code))

    try:
        load_style(case.style)
    except StyleError as error:
        message, _, mend = str(error).partition(": ")
        add(("style",), message, mend[:1].upper() + mend[1:] or "Name a style", "unknown-value")
    interview = interview_mistake(case, path)
    if interview is not None:
        found.append(interview)
    found += _players(case, path)
    silent = unknown_language(case) or (None if found else unspoken(with_instrument(case, path.parent)))
    if silent:
        add(("language",), *silent, "language")
    found += _note(case, path) if not any(one.code == "language" for one in found) else []
    found += _examples(case, path)
    return found


def _players(case: Case, path: Path) -> list[CaseError]:
    """Names of players that nobody has, at the role that names them."""
    found: list[CaseError] = []
    for role in ("default", *ROLES):
        player = getattr(case.models, role)
        if player is None or player.name in FAMILIES:
            continue
        from bedside.agents.model import ModelError
        from bedside.agents.models.registry import check_name
        from bedside.orchestrator.build.families import unknown_player

        where = ("models", role, "name")
        if not player.prompted:
            message, mend = unknown_player(player.name)
            found.append(mistake_at(path, where, message, mend, "unknown-value"))
            continue
        try:
            check_name(player)
        except ModelError as error:
            message, _, rest = error.message.partition("; ")
            near = re.search(r" Did you mean (\S+)\?", rest)
            rest = rest.replace(near[0], "") if near else rest
            mend = (f"Did you mean {near[1]!r}? " if near else "") + (rest[:1].upper() + rest[1:]).rstrip(".")
            found.append(mistake_at(path, where, message, mend or "Correct the name", "model"))
    return found


def _note(case: Case, path: Path) -> list[CaseError]:
    where: Where = ("note",)
    if not isinstance(case.note, str):
        where = ("note", "file" if hasattr(case.note, "file") else "dataset")
    try:
        text = read_note(case, path.parent)
        admit(text, case.language)
    except CaseError as error:
        return [error]
    except Problem as error:
        message, _, mend = str(error).rstrip(".").partition(": ")
        return [mistake_at(path, where, message, mend or "Change the note", "note")]
    found = [*_quotes(case, path, text)]
    if found:
        return found
    wrong = untranslated(case, note_language(text, base(case.language)))
    return [mistake_at(path, where, *wrong, "language")] if wrong else []


def _quotes(case: Case, path: Path, text: str) -> Iterator[CaseError]:
    """Words that are quoted from the note and do not stand in it."""
    note = " ".join(text.split()).casefold()
    quoted = [(("facts", at, "quote"), one.quote) for at, one in enumerate(case.facts)]
    quoted += [(("lines", at, "quote"), one.quote) for at, one in enumerate(case.lines) if one.quote is not None]
    for where, quote in quoted:
        if " ".join(quote.split()).casefold().strip(" .,;:") not in note:
            yield mistake_at(path, where, f"the note does not say “{quote}”", "Quote its words", "wrong-value")


def _examples(case: Case, path: Path) -> list[CaseError]:
    wanted = case.prompting.examples
    if wanted is None:
        return []
    from bedside.agents.prompts.examples import load_examples

    try:
        load_examples(path.parent / wanted.source)
    except CaseError as error:
        return [error]
    return []
