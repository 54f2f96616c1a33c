"""Whether an interview's words bear out its label: points read from the answers alone, against those that were fixed.

Law of the file: an interview whose words say something else than its label or its points teaches a classifier what is not
so, and is left out. What cannot be read (another language, an instrument of one's own, an older run) is kept and counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bedside.agents.interview.degrees import read_degree

Json = dict[str, Any]
KINDS = ("item", "unread", "missing", "label")


@dataclass(frozen=True)
class Borne:
    """What the words of an interview come to. ``why`` is one of ``KINDS``: an answer says other points, says none, was not given
    at all, or the sum of what was said is on the other side of the cut-off; "" where all agrees. ``read`` are the points by
    criterion; None where nothing is read of such interviews."""

    why: str = ""
    criterion: str = ""
    read: Mapping[str, int | None] | None = None
    kept_back: int = 0


def borne_out(about: Json, turns: Sequence[Json], reasons: Sequence[Json]) -> Borne:
    """Read the answers of one interview again. ``about`` is what was fixed, ``reasons`` say which turn answers which criterion."""
    degrees = about.get("degrees", "")
    if not degrees or about.get("language", "en") != "en":
        return Borne()
    fixed: dict[str, int] = about["answers"]
    read: dict[str, int | None] = {}
    for reason in reasons:
        for found in reason.get("criteria", ()):
            if found["points"] is not None and found["id"] in fixed:
                read[found["id"]] = read_degree(degrees, turns[reason["index"]]["text"])
    kept_back = len({name for reason in reasons for name in reason.get("withheld", ())})
    for name, points in fixed.items():
        if name in read and read[name] != points:
            return Borne("unread" if read[name] is None else "item", name, read, kept_back)
    missing = [name for name in fixed if name not in read]
    if len(missing) > kept_back:
        return Borne("missing", missing[0], read, kept_back)
    total = sum(points or 0 for points in read.values())
    if (total >= about["cut_off"]) != (about["label"] == "positive"):
        return Borne("label", "", read, kept_back)
    return Borne("", "", read, kept_back)
