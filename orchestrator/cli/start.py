"""Where the command begins: until there is something to keep, a Ctrl-C ends it as it ends any program, without a
traceback. Whoever begins to keep a run takes Ctrl-C over."""

import gc
import signal

from bedside.orchestrator.batch.relaxed_gc import SELDOM


def main() -> None:
    """Load the command line and run it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    gc.set_threshold(*SELDOM)  # most of what a command loads it keeps to its end
    from bedside.orchestrator.cli.main import main as run

    run()
