"""How the bullets of a guideline are put into a sentence: which frames a red flag can stand in, and how soon help is
needed. A frame never has a verb that would have to agree with the bullet, nor an article before it."""

import re
from typing import Literal

Shape = Literal["sign", "matter", "doing"]

# Begins with what is done or undergone, or with a count of its own: "any" cannot stand before it.
DOING = re.compile(
    r"(?:being|getting|needing|falling|waking|losing|refusing|passing|dropping|seeing|hearing|struggling|gasping|feeling|"
    r"bringing|throwing|coughing (?:up|blood)|blacking|collapsing|nodding|bingeing|leaking urine|puffing on|choking (?:or|awake)|"
    r"much|very|several|fewer|more|less|days|nights|hours|both|all|half|an?|the|some|no)\b(?! of )",
    re.I,
)
# What nobody notices as a sign: a thought, a history, an event, a circumstance.
MATTER = re.compile(
    r"\b(?:past|recent|early|history|relatives?|family|travels?|treatments?|contact|thoughts?|wish(?:es)?|urges?|plans?|fears?|"
    r"feelings?|despair|hopeless\w*|pleasure|mood|moods|medicines?|medication|pills?|tablets?|accidents?|injur\w+|operations?|"
    r"surgery|colonoscopy|guns?|threats?|sex|hits?|blows?|bites?|stings?|knocks?|bumps?|falls?|cuts|burns|diabetes|chemotherapy|"
    r"pregnan\w+|stays?|overdos\w+|drink\w*|drugs?|someone|partner|home|dose|doses|tests?|failures|removal|refusal|inability|"
    r"flashbacks|beliefs|talk|chemicals|electricity|acid|metal|worry|control|attacks?|lows?|intercourse)\b",
    re.I,
)

NEED = {"emergency": "safety_emergency", "same day": "safety_same_day"}  # rule by the bullet's note; the rest is "soon"


def shape_of(flag: str) -> Shape:
    """Which frames a red flag takes: ``sign`` is noticed ("any swelling of the lips"), a ``matter`` is not ("any thoughts
    of self-harm"), and ``doing`` takes no "any" ("losing track of time", "fewer kicks from the baby")."""
    if DOING.match(flag):
        return "doing"
    return "matter" if MATTER.search(flag) else "sign"


def rule_of(flag: str) -> str:
    """The rule of the phrase bank that asks about a red flag."""
    return f"flag_{shape_of(flag)}"


def need_of(urgency: str) -> str:
    """The rule of the phrase bank that says what to do, by how soon help is needed."""
    return NEED.get(urgency.strip(), "safety_soon")
