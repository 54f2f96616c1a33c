"""Verbs that keep a branch, and help."""

from pathlib import Path

from bedside.orchestrator.debug import save
from bedside.orchestrator.debug.verb_table import GROUPS, KEEPING, VERBS, Lines, VerbContext, verb, words
from bedside.orchestrator.failures import Problem


@verb(
    "save",
    'case|test|cassette|html FILE [never "WORDS"]',
    "Keep the branch: as a case, as a test for bedside check (which may say what nobody shall say), what models answered, or as "
    "a page.",
    "save test dull-patient.case.yaml",
    group=KEEPING,
)
async def _save(console: VerbContext, given: str) -> Lines:
    kind, file, *never = words(given, VERBS["save"].usage, 2, 4)
    if never and (kind != "test" or len(never) != 2 or never[0] != "never"):
        raise Problem("usage", f"Use it as: {VERBS['save'].usage}")
    session, path = console.session, Path(file)
    if kind == "case":
        return [await save.save_case(session, path)]
    if kind == "test":
        return [await save.save_test(session, path, never[1:])]
    if kind == "cassette":
        return [save.save_cassette(session, path)]
    if kind == "html":
        return [save.save_html(session, path)]
    raise Problem("usage", f"Use it as: {VERBS['save'].usage}")


@verb("help", "[VERB]", "Show the verbs, or what one does with an example.", "help edit", group=KEEPING, short="h")
async def _help(console: VerbContext, given: str) -> Lines:
    if given:
        one = console.verb(given)
        return [one.usage, f"  {one.does}", f"  example: {one.example}"] + (
            [f"  short: {one.short}"] if one.short else []
        )
    lines: list[str] = []
    for group in GROUPS:
        lines.append(f"{group}:")
        lines += [f"  {one.usage:<42} {one.does}" for one in VERBS.values() if one.group == group]
    return lines


@verb("quit", "", "End the session; what was written stays.", group=KEEPING, short="q")
async def _quit(console: VerbContext, _: str) -> Lines:
    console.ended = True
    return []
