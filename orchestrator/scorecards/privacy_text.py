"""A privacy report in lines for a terminal."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
_WIDTH = 24


def privacy_text(made: Json) -> Iterator[str]:
    """The report, a measure a line and what to do below it."""
    counts: Json = made["counts"]
    shown = ", ".join(
        f"{counts[key]:,} {name}" for key, name in (("sources", "source notes"), ("holdout", "of a hold-out"))
    )
    yield f"{made['source']}: {counts['dialogues']:,} dialogues; {shown}; data {made['data_class']}"
    if made["boilerplate"] is not None:
        yield f"{made['boilerplate']:.1%} of the notes' words are boilerplate, and count for nothing below"
    for row in made["measures"]:
        yield f"{row['band'] or 'not measured':<13}{row['measure']:<{_WIDTH}}{row['says']}"
        if row["do"]:
            yield f"{'':<13}{'':<{_WIDTH}}-> {row['do']}"
        if row["dialogues"]:
            more = f" and {row['more']:,} more" if row["more"] else ""
            yield f"{'':<13}{'':<{_WIDTH}}   {', '.join(row['dialogues'])}{more}"
    yield from made["remarks"]
    yield f"{made['band'] or 'not measured'}: {_WHOLE[made['band']]}"


_WHOLE = {
    "green": "nothing was found that keeps this set at home. That is no certificate.",
    "amber": "read what is named before the set is given to others.",
    "red": "bedside export refuses this set; --force-privacy exports it with this report stamped on it.",
    None: "nothing could be measured.",
}
