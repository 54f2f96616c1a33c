"""How bedside was called, so that a command to type next can be typed as it stands."""

import os
import shlex
import shutil
import sys
from pathlib import Path


def called() -> str:
    """``bedside`` where the shell finds it, else the path it was started by."""
    first = sys.argv[0]
    if shutil.which("bedside"):
        return "bedside"
    if Path(first).parts[-2:] == ("bedside", "__main__.py"):
        return f"{shlex.quote(sys.executable)} -m bedside"
    if Path(first).name != "bedside":
        return "bedside"
    near = os.path.relpath(first)
    return shlex.quote(near if len(near) < len(first) else first)
