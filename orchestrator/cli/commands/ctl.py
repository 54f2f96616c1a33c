"""``bedside ctl``: ask a batch that is being made how far it is, hold it, let it go on, change how it is made."""

from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def ctl(
    run: Annotated[str, typer.Argument(help="A run that is being made: its folder, or its name in --out.")],
    do: Annotated[
        str,
        typer.Argument(help="status, failed, pause, resume, requeue [ID...] or set NAME VALUE.", show_default=False),
    ] = "status",
    what: Annotated[list[str] | None, typer.Argument(show_default=False)] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the answer as one JSON object.")] = False,
    out: Annotated[Path, typer.Option(help="Where run folders are kept.")] = Path("runs"),
) -> None:
    """Talk to the process that makes a batch. No word of a note or a conversation is told.

    `requeue` tries failed items again in the same sitting, all or those named; `set` takes jobs, max_cost, max_tokens or
    max_calls.

    Example: bedside ctl knees set jobs 32
    """
    from bedside.orchestrator.batch.control_socket import ask
    from bedside.orchestrator.batch.status import one_line
    from bedside.orchestrator.cli.find_run import find_run
    from bedside.orchestrator.cli.output import print_out
    from bedside.orchestrator.failures import Problem

    words = what or []
    request: dict[str, Any] = {"do": do}
    if do == "set":
        if len(words) != 2:
            raise Problem("usage", "set takes a name and a value: bedside ctl RUN set jobs 32.")
        request |= {"name": words[0].replace("-", "_"), "value": words[1]}
    elif do == "requeue":
        request["ids"] = words
    elif words:
        raise Problem("usage", f"{do} takes nothing after it: leave out {' '.join(words)!r}.")
    folder, _ = find_run(run, out)
    answer = ask(folder, request)
    if json:
        import orjson

        print_out(orjson.dumps(answer).decode())
        return
    why = f" ({answer['why']})" if answer["why"] else ""
    print_out(f"{answer['state']}{why}: {one_line(answer)}; {answer['jobs']} in flight at most")
    if "requeued" in answer:
        print_out(f"{answer['requeued']:,} failed items are tried again before this sitting ends.")
    for row in answer.get("items", ()):
        print_out(f"{row['id']}\t{row['kind']}\t{row['stage']}\t{row['attempts']}")
