"""Where the command begins: until there is something to keep, a Ctrl-C ends it as it ends any program, without a
traceback. Whoever begins to keep a run takes Ctrl-C over."""

import signal


def main() -> None:
    """Load the command line and run it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from bedside.orchestrator.cli.main import main as run

    run()
