"""``bedside debug --validate``: whether blame is right about faults that are planted."""

import sys

from bedside.orchestrator.causes.validate import validate
from bedside.orchestrator.cli.output import print_out

MISSED = 1  # exit code where a goal is missed


def run_validation() -> int:
    """Plant, ask, print the tables; 1 where a goal is missed. It takes some minutes."""
    found = validate(tell=lambda line: print(line, file=sys.stderr, flush=True))
    print_out(found.markdown())
    return 0 if found.met else MISSED
