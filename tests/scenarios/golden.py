"""Writes ``broken/golden.txt`` anew: ``python tests/scenarios/golden.py``. Read the difference before you commit it."""

from pathlib import Path

from bedside.orchestrator.cases.diagnostics import shown
from bedside.orchestrator.cases.lint import look

BROKEN = Path(__file__).parent / "broken"


def golden() -> str:
    """What validate says of every broken file, as a person sees it, without the folder's path."""
    parts: list[str] = []
    for file in sorted(BROKEN.glob("*.case.yaml")):
        text = shown(look([file])[0], "text").replace(f"{BROKEN}/", "").replace(str(BROKEN), ".")
        parts.append(f"== {file.name}\n{text.rstrip()}")
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    (BROKEN / "golden.txt").write_text(golden(), encoding="utf-8")
