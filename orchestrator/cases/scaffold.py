"""A project folder made from a template: a case that runs, the schema beside it, and what to do next.

Nothing that exists is overwritten.
"""

from pathlib import Path

from bedside.orchestrator.failures import Problem
from bedside.scenarios.schema import MODELINE, schema_text

TEMPLATES = Path(__file__).parents[2] / "scenarios" / "templates"
_README = """# Cases

A case is a clinical note and a few lines about who is in the room.

1. Look at `cases/{name}.case.yaml`, and hold its conversation:

       bedside simulate cases/{name}.case.yaml --trace

2. Change it, or make one from a note of your own, which may be plain text:

       bedside new --from-note my-note.txt --out cases/my-case.case.yaml

3. See whether it is right, and whether its conversation says what you expect:

       bedside lint cases
       bedside check cases

`bedside explain CODE` explains what a finding means. An editor that knows YAML schemas completes and explains every key.
"""


def templates() -> tuple[str, ...]:
    """The names of the templates, sorted."""
    return tuple(sorted(path.name.removesuffix(".case.yaml") for path in TEMPLATES.glob("*.case.yaml")))


def scaffold_project(folder: Path, template: str) -> list[Path]:
    """Make the project and return the files that were written. Raises ``Problem``."""
    if template not in templates():
        import difflib

        near = difflib.get_close_matches(template, templates(), n=1)
        hint = f"Did you mean {near[0]!r}? " if near else ""
        raise Problem("usage", f"There is no template {template!r}. {hint}Choose one of {', '.join(templates())}.")
    case = (TEMPLATES / f"{template}.case.yaml").read_text(encoding="utf-8")
    files = {
        folder / "cases" / f"{template}.case.yaml": f"{MODELINE}../case.schema.json\n{case}",
        folder / "case.schema.json": schema_text(),
        folder / "README.md": _README.format(name=template),
    }
    there = [path for path in files if path.exists() and path.name != "case.schema.json"]
    if there:
        raise Problem("usage", f"{there[0]} exists and is kept: choose another folder or another template.")
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Problem(
            "storage", f"{error.filename} cannot be written ({error.strerror}): choose another folder."
        ) from None
    return list(files)
