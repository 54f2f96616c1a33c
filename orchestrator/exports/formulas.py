"""Cells that a spreadsheet would take for a formula, made words again.

What somebody says in a note may begin with ``=``, and a spreadsheet would reckon it, or ask a server for it. An apostrophe before it
is how spreadsheets themselves mark text.
"""

import unicodedata

_BEGINNINGS = frozenset("=+-@|%")


def defused(cell: str) -> str:
    """The cell, with an apostrophe before it if it begins like a formula: with a sign of one, also a wide one, also after
    blanks and signs that are not seen; or with a tab or a line end, which some programs drop."""
    at = next((n for n, sign in enumerate(cell) if not _unseen(sign)), len(cell))
    begins = unicodedata.normalize("NFKC", cell[at : at + 1])[:1]
    return f"'{cell}" if begins in _BEGINNINGS or cell[:1] in ("\t", "\r", "\n") else cell


def _unseen(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in ("Cc", "Cf")
