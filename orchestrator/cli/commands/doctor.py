"""``bedside doctor``: can a model be used, and what can it do."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bedside.orchestrator.doctor.advisories import Package
    from bedside.orchestrator.doctor.probe import ProbedFeature

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def doctor(
    model: Annotated[
        str | None, typer.Option(help="openai:MODEL, ollama:MODEL or langchain:PROVIDER:MODEL.", show_default=False)
    ] = None,
    base_url: Annotated[str | None, typer.Option(help="Where its server is.", show_default=False)] = None,
    key_env: Annotated[str | None, typer.Option(help="The variable that holds its key.", show_default=False)] = None,
    key_file: Annotated[str | None, typer.Option(help="The file that holds its key.", show_default=False)] = None,
    num_ctx: Annotated[
        int | None, typer.Option(min=256, help="Ollama: the context window to load.", show_default=False)
    ] = None,
    seconds: Annotated[float, typer.Option(min=1, max=600, help="Take no longer than this.")] = 120,
    local_only: Annotated[bool, typer.Option("--local-only", help="Let nothing leave this machine.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print what was found as JSON.")] = False,
) -> None:
    """Use a model for up to two minutes and say what it can do: ok, no with what to do about it, or unknown.

    Then the installed packages against the versions that security advisories ask for. Exit code 0 if the model can be
    used, 2 if not. Nothing of a note is sent. What decides the form of its prompts is kept for later runs.

    Example: bedside doctor --model ollama:qwen3:8b --local-only
    """
    if local_only:
        from bedside.agents.models.local_only import enter_local_only

        enter_local_only()  # before anything that reads the environment is imported
    import asyncio

    from bedside.agents.models.api_keys import redact
    from bedside.agents.models.model_settings import ModelSettings
    from bedside.agents.models.server_features import Features
    from bedside.orchestrator.build.player_options import found_file
    from bedside.orchestrator.doctor.advisories import installed
    from bedside.orchestrator.doctor.probe import examine, usable
    from bedside.orchestrator.failures import FINISHED, USAGE
    from bedside.scenarios.player import Decoding, Player

    findings: tuple[ProbedFeature, ...] = ()
    if model is not None:
        decoding = Decoding(num_ctx=num_ctx)
        player = Player(name=model, base_url=base_url, key_env=key_env, key_file=key_file, decoding=decoding)
        settings = ModelSettings(local_only=local_only, base=Path())
        features = Features.load(found_file())
        findings = asyncio.run(examine(player, settings, seconds, features))
        with suppress(OSError):  # a cache that cannot be written: what was found is told all the same
            features.save(found_file())
    good, packages = usable(findings), installed()
    model = model and redact(model)  # some paste their key where the name goes
    typer.echo(_as_json(model, good, findings, packages) if json else _as_text(model, good, findings, packages))
    raise typer.Exit(FINISHED if good or model is None else USAGE)


def _as_text(
    model: str | None, good: bool, findings: "tuple[ProbedFeature, ...]", packages: "tuple[Package, ...]"
) -> str:
    lines = [] if model is None else [f"{_plain(model)}: {'can be used' if good else 'cannot be used'}"]
    for finding in findings:
        lines.append(f"  {finding.verdict:<8}{finding.feature:<19}{_plain(finding.found)}")
        if finding.mend:
            lines.append(f"{'':<29}{_plain(finding.mend)}")
    lines.append("packages")
    for package in packages:
        verdict = "ok" if package.fine else "no"
        lines.append(
            f"  {verdict:<8}{package.name:<29}{package.installed:<10}{package.floor} mends {package.advisories}"
        )
        if not package.fine:
            lines.append(f"{'':<10}{package.mend}")
    return "\n".join(lines)


def _as_json(
    model: str | None, good: bool, findings: "tuple[ProbedFeature, ...]", packages: "tuple[Package, ...]"
) -> str:
    import orjson

    told = {
        "model": model,
        "usable": good if model is not None else None,
        "findings": [finding.model_dump() for finding in findings],
        "packages": [{**package.model_dump(), "fine": package.fine, "mend": package.mend} for package in packages],
    }
    return orjson.dumps(told, option=orjson.OPT_INDENT_2).decode()


def _plain(text: str) -> str:
    """Without what a server might tell the terminal."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
