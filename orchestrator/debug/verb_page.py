"""The tables of ``docs/debugging.md``, made from the verbs and the names themselves.

``python -m bedside.orchestrator.debug.verb_page docs/debugging.md`` writes them between the page's marks; a test holds the two
together.
"""

import re
import sys
from pathlib import Path

from bedside.orchestrator.debug.expression import NAMES
from bedside.orchestrator.debug.verb_table import GROUPS
from bedside.orchestrator.debug.verbs import ALL


def verbs_table() -> str:
    """All verbs by group, as a table."""
    rows = ["| verb | short | does | example |", "|---|---|---|---|"]
    for group in GROUPS:
        rows.append(f"| **{group}** | | | |")
        for one in ALL.values():
            if one.group == group:
                short = f"`{one.short}`" if one.short else ""
                rows.append(f"| {_code(one.usage)} | {short} | {one.does.replace('|', '/')} | {_code(one.example)} |")
    return "\n".join(rows)


def names_table() -> str:
    """The names of expressions, as a table."""
    return "\n".join(
        ["| name | stands for |", "|---|---|", *(f"| `{name}` | {what} |" for name, what in NAMES.items())]
    )


def _code(text: str) -> str:
    return "`" + text.replace("|", "\\|") + "`"


def written(page: str) -> str:
    """The page with its tables as they are now."""
    for name, table in (("verbs", verbs_table()), ("names", names_table())):
        block = f"<!-- {name} -->\n{table}\n<!-- /{name} -->"
        page = re.sub(rf"<!-- {name} -->.*?<!-- /{name} -->", lambda _, block=block: block, page, flags=re.DOTALL)
    return page


if __name__ == "__main__":
    file = Path(sys.argv[1])
    file.write_text(written(file.read_text(encoding="utf-8")), encoding="utf-8")
