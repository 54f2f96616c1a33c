"""How the physician says what is examined next, from the heading over the findings."""

from collections.abc import Sequence

from bedside.agents.builtin.line import Line
from bedside.agents.builtin.listed import and_
from bedside.agents.builtin.tables import first, table, words
from bedside.scenarios.brief import Brief
from bedside.scenarios.note import Fact
from bedside.scenarios.setting import load_setting

_LOOKS = 3  # what is examined, named before it is


def looked_at(part: str, facts: Sequence[Fact]) -> str:
    """What is done to examine a part ("listen to {your} heart"); "" for one that is only looked at, and where none of the
    findings told then is found so: under "cardiovascular" may stand the pulse of a foot alone."""
    doing = first("parts", part) if part else "-"
    if doing in ("-", ""):
        return ""
    wanted = dict(table("looks")).get(doing)
    told = {word for fact in facts for word in words(f"{fact.text} {_part(fact)}")}
    return doing if wanted is None or not wanted.isdisjoint(told) else ""


def _part(fact: Fact) -> str:
    part = fact.argument("part")
    return part.text if part is not None else ""


def announce(line: Line, looks: Sequence[str]) -> None:
    """Say what will be examined, so that they can agree to it."""
    said = [_filled(look, line) for look in looks]
    heard = [look for look in said if look.startswith("listen")]
    if len(heard) > 1:
        said = [f"listen to {line.slots['your']} heart and lungs", *(look for look in said if look not in heard)]
    line.add(line.draw("frame_examination", x=and_(said[:_LOOKS])) if said else line.draw("frame_look"))


def before_finding(line: Line, brief: Brief) -> str:
    """Say what one is going to look at, now and then, and always at the start; the rule that the findings stand in, where it was
    announced."""
    cues = {cue.aspect: cue.words for cue in brief.step.cues}
    if "looked" in cues:
        return "exam_told"
    if "vitals" in cues:
        if "first" in cues:
            line.add(line.draw("exam_vitals"))
        return ""
    doing = looked_at(cues.get("part", ""), brief.facts)
    if "first" in cues:
        line.add(line.draw(line.best(f"exam_first_{brief.setting}", "exam_first")))
    elif "same" in cues and doing and load_setting(brief.setting).examination == "by hand" and line.chance(0.7):
        line.add(line.draw("exam_part", doing=_filled(doing, line)))
    return ""


def _filled(doing: str, line: Line) -> str:
    return doing.replace("{your}", line.slots["your"]).replace("{you}", line.slots["you"])
