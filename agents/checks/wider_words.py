"""A wider word is borne out by a narrower one: "a painkiller" where the note says tramadol, "an infection" where it says URTI.

Law of the file: the table ``wider_words.tsv`` is read and nothing else; a narrower word is never borne out by a wider one.
"""

import re
from functools import cache, lru_cache
from pathlib import Path


@cache
def _table() -> dict[str, re.Pattern[str]]:
    text = Path(__file__).with_suffix(".tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {wider: re.compile(narrower) for wider, narrower in rows}


@lru_cache(maxsize=8192)
def borne_out_by_narrower(form: str, low: str) -> bool:
    """Whether the lower-case text ``low`` has a narrower word for a wording."""
    said = form.lower()
    table = _table()
    for key in (said, said.removesuffix("s"), said.removesuffix("es"), said.removesuffix("y") + "ies"):
        pattern = table.get(key)
        if pattern is not None:
            return pattern.search(low) is not None
    return any(
        re.search(rf"\b{re.escape(wider)}s?\b", said) is not None and pattern.search(low) is not None
        for wider, pattern in table.items()
        if " " in wider
    )
