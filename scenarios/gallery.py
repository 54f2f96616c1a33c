"""The page of the shipped cases, made from the cases themselves.

``python -m bedside.scenarios.gallery docs/gallery.md`` writes it; a test holds the two together.
"""

import sys
from collections import Counter
from pathlib import Path

from bedside.scenarios.case import Case
from bedside.scenarios.companions import came_along
from bedside.scenarios.load import load_case

CASES = Path(__file__).parent / "cases"
_HEAD = """# The gallery

{count} cases are shipped in [scenarios/cases](../scenarios/cases), each with what must come of it under `expect:`.

```sh
bedside check scenarios/cases            # every one, as the tests do
bedside simulate scenarios/cases/{first} --trace
bedside render scenarios/cases/{first}   # who knows what
```

Every note was written for bedside; none is about a real person, and no clinician has reviewed them.

"""


def gallery_page() -> str:
    """The whole page."""
    cases = [(path, load_case(path)) for path in sorted(CASES.glob("*.case.yaml"))]
    lines = [_HEAD.format(count=len(cases), first=cases[0][0].name)]
    for name in ("protocol", "setting", "language"):
        counted = Counter(str(getattr(case, name)) for _, case in cases)
        shown = ", ".join(f"`{value}` {number}" for value, number in sorted(counted.items()))
        lines.append(f"* {name}: {shown}\n")
    personas = Counter(case.patient.persona for _, case in cases)
    lines.append(f"* persona: {', '.join(f'`{value}` {number}' for value, number in sorted(personas.items()))}\n\n")
    lines.append("| case | what it is | protocol | setting | patient | expected |\n|---|---|---|---|---|---|\n")
    lines += [_row(path, case) for path, case in cases]
    return "".join(lines)


def _row(path: Path, case: Case) -> str:
    spec = case.patient
    beside = came_along(spec.companion, ())
    age = f"{spec.age:g}" if spec.age is not None else ""
    who = ", ".join(
        part
        for part in (age, spec.sex or "", f"`{spec.persona}`", f"with {', '.join(beside)}" if beside else "")
        if part
    )
    cells = (
        f"[{case.id}](../scenarios/cases/{path.name})",
        case.title,
        f"`{case.protocol}`",
        case.setting,
        who,
        _expected(case),
    )
    return f"| {' | '.join(cells)} |\n"


def _expected(case: Case) -> str:
    expect = case.expect
    if expect is None:
        return ""
    parts = [f"covers {', '.join(expect.covers)}"] if expect.covers else []
    parts += [f"never {', '.join(expect.never_mentions)}"] if expect.never_mentions else []
    parts += [f"label {expect.label}"] if expect.label else []
    return "; ".join(parts)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(gallery_page(), encoding="utf-8")
