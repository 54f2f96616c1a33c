"""The command line. Nothing but typer is imported before a command is chosen: ``--help`` stays cheap.

A command is a module in ``orchestrator/cli/commands`` with a typer ``app``; it is listed here with its one line of help and
imported when it is called.
"""

import importlib
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from bedside.orchestrator.cli.command_table import COMMANDS, module_of
from bedside.orchestrator.cli.streams import ready


class LazyGroup(TyperGroup):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: Any) -> list[str]:
        """All commands, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import one command; None if there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(module_of(cmd_name))
        command = typer.main.get_command(module.app)
        command.name = cmd_name
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The list under ``--help``, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command, or name the nearest one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else f" Commands: {', '.join(COMMANDS)}."
            ctx.fail(f"There is no command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)


app = typer.Typer(
    cls=LazyGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from bedside.orchestrator.runs.versions import version

        typer.echo(f"bedside {version()}")
        raise typer.Exit


@app.callback()
def root(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Show the version."),
) -> None:
    """Turn clinical notes into patient-physician conversations that can be traced, checked and published."""


def main() -> None:
    """Run the command line. What a user can mend is one sentence. Exits with 0, 2 (input), 3 (some failed), 130."""
    ready()
    try:
        app()
    except SystemExit as ended:
        sys.exit(_written(ended.code))
    except KeyboardInterrupt:
        _say("Stopped.")
        sys.exit(130)
    except Exception as error:
        sys.exit(_explain(error))


def _explain(error: Exception) -> int:
    """One sentence for what a user can mend; the traceback for what is our fault."""
    from bedside.orchestrator.failures import USAGE, is_mendable

    if isinstance(error, BrokenPipeError):  # whoever read has had enough
        _drop_output()
        return 0
    if isinstance(error, OSError) and error.filename is None:  # no file of ours: what was being printed
        _say(
            f"bedside: Standard output cannot be written ({error.strerror}): give it room, then run the same command again."
        )
        _drop_output()
        return USAGE

    if is_mendable(error):
        _say(f"bedside: {error}")
        return USAGE
    raise error


def _written(code: Any) -> Any:
    """The exit code, once all that was printed is written."""
    try:
        sys.stdout.flush()
    except OSError as error:
        return _explain(error) or code
    return code


def _drop_output() -> None:
    """Let Python not try again when it ends."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _say(text: str) -> None:
    typer.echo(text, err=True)


if __name__ == "__main__":
    main()
