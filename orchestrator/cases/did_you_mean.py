"""The name that was probably meant, as part of a sentence."""

import difflib
from collections.abc import Iterable


def nearest(given: object, known: Iterable[str]) -> str:
    """`` Did you mean 'clinic'?`` with its space before it, or nothing where no name is near."""
    near = difflib.get_close_matches(str(given).lower(), list(known), n=1)
    return f" Did you mean {near[0]!r}?" if near else ""
