"""``bedside style``: fit a profile on a corpus, list the shipped ones, show one."""

from pathlib import Path
from typing import Annotated

import typer

from bedside.orchestrator.failures import Problem

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Style profiles: fit one on a corpus, list, show.")


@app.command()
def fit(
    corpus: Annotated[list[Path], typer.Argument(help='JSON Lines: {"turns": [{"speaker", "text"}], "note"?} a line.')],
    name: Annotated[str, typer.Option(help="What cases will call it.")],
    out: Annotated[Path | None, typer.Option(help="Where to write it; default: NAME.json here.")] = None,
    subset: Annotated[
        list[str] | None,
        typer.Option(help="KEY=VALUE a dialogue or its meta must have; give a key twice for either value."),
    ] = None,
    credit: Annotated[str, typer.Option(help="Name, authors and licence of the corpus, kept in the profile.")] = "",
) -> None:
    """Fit a style profile: numbers about a corpus, never its sentences."""
    from pydantic import ValidationError

    from bedside.evaluation.style_fit import CorpusError, fit_style, read_corpus

    try:
        credit = credit or ", ".join(path.name for path in corpus)
        profile = fit_style(read_corpus(corpus, _subset(subset or [])), name, credit)
    except CorpusError as error:
        raise Problem("input", str(error)) from None
    except ValidationError as error:
        first = error.errors()[0]
        raise Problem("usage", f"--{first['loc'][0]} cannot be used ({first['msg'].lower()}): give another.") from None
    target = out or Path(f"{name}.json")
    try:
        target.write_text(profile.model_dump_json(indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise Problem(
            "storage", f"{target} cannot be written ({error.strerror}): give another place with --out."
        ) from None
    typer.echo(f"{target}: fitted on {profile.dialogues} dialogues")


def _subset(given: list[str]) -> dict[str, frozenset[str]]:
    wanted: dict[str, frozenset[str]] = {}
    for text in given:
        key, sign, value = text.partition("=")
        if not sign or not key:
            raise Problem("usage", f"--subset {text!r} is not KEY=VALUE: write for instance --subset split=train.")
        wanted[key] = wanted.get(key, frozenset()) | {value}
    return wanted


@app.command("list")
def list_() -> None:
    """List the shipped profiles, a line each."""
    from bedside.scenarios.style import load_style, style_names

    for name in style_names():
        profile = load_style(name)
        typer.echo(f"{name:<10}{profile.dialogues:>6} dialogues  {profile.corpus}")


@app.command()
def show(name: Annotated[str, typer.Argument(help="A shipped profile, or a path to one.")]) -> None:
    """Print a profile as JSON."""
    from bedside.scenarios.style import StyleError, load_style

    try:
        typer.echo(load_style(name).model_dump_json(indent=1))
    except StyleError as error:
        raise Problem("config", str(error)) from None
