"""``bedside render``: what each agent of a case will see."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def render(
    case: Annotated[
        Path, typer.Argument(help="A case file (CASE.case.yaml), or the id of a shipped case.", show_default=False)
    ],
    step: Annotated[str | None, typer.Option(help="One step of the plan, in full.", show_default=False)] = None,
    role: Annotated[
        str | None, typer.Option(help="Only what this role is given: physician, patient, …", show_default=False)
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(help="Show the prompts this model would get, like openai:MODEL.", show_default=False),
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Seed; the case's own if left out.", show_default=False)] = None,
    no_knowledge: Annotated[bool, typer.Option("--no-knowledge", help="Do not ask the guideline store.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Show what each agent of a case will see: facts and who knows them, the plan, the briefs, the prompts. No language
    model is asked; what was said before is the built-in players' talk.

    Example: bedside render CASE.case.yaml --role physician --step s003 --model openai:MODEL
    """
    import asyncio

    import orjson

    from bedside.orchestrator.build.guideline_store import open_guideline_store
    from bedside.orchestrator.build.player_options import PlayerOptions
    from bedside.orchestrator.cases.case_input import CaseOptions, read_case
    from bedside.orchestrator.cases.find_case import find_case
    from bedside.orchestrator.failures import Problem
    from bedside.orchestrator.views.brief_views import collect_briefs
    from bedside.orchestrator.views.render import chosen, in_full, overview, role_view, view_json

    choices = CaseOptions(seed=seed, knowledge=False if no_knowledge else None, player=PlayerOptions(model).player)
    case = find_case(case)
    made, text = read_case(case, choices)
    base = Path() if model else case.parent
    made = PlayerOptions(model).registry(made, base).settled(made)
    view = asyncio.run(collect_briefs(made, text, base, open_guideline_store(made.knowledge).retriever))
    if role and role not in view.roles:
        raise Problem("usage", f"Nobody is called {role!r} here; --role is one of: {', '.join(view.roles)}.")
    seen = chosen(view, step, role)
    if not seen:
        steps = ", ".join(dict.fromkeys(one.brief.step.id for one in chosen(view, None, role)))
        raise Problem("usage", f"There is no step {step!r} for {role or 'anybody'}; --step is one of: {steps}.")
    if json:
        typer.echo(orjson.dumps(view_json(view, step, role), option=orjson.OPT_INDENT_2).decode())
    elif step:
        typer.echo("\n\n".join("\n".join(in_full(one)) for one in seen))
    else:
        typer.echo("\n".join(role_view(view, role) if role else overview(view)))
