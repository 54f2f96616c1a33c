"""Who came along: the companion that a case names, and those that its note speaks of. A case may say that nobody did."""

from collections.abc import Sequence

NOBODY = ("none", "nobody", "no one")  # companions of a case that mean that nobody came, whatever the note says


def came_along(named: str | None, read: Sequence[str]) -> tuple[str, ...]:
    """Who sits beside the patient, each once, whom the case names first. ``named``: the case's ``patient.companion``;
    ``read``: the companions of its note."""
    if is_nobody(named):
        return ()
    return tuple(dict.fromkeys(who for who in (named, *read) if who))


def is_nobody(named: str | None) -> bool:
    """Whether a case's ``patient.companion`` says that the patient came alone."""
    return named is not None and " ".join(named.casefold().replace("-", " ").split()) in NOBODY
