"""How the two meet, as far as the note or the setting says so: by phone, on a screen, at a bed or at the patient's door. Nobody who
lies on a ward is thanked for coming in."""

import re
from typing import Literal

from bedside.scenarios.note import Note

Occasion = Literal["", "phone", "video", "ward", "doorstep"]
WARD = "ward"
_HEAD = 400  # characters of a note within which it says how they met
_ADMITTED_HEAD = 160
_PHONE = re.compile(
    r"\b(?:tele-?(?:phone|consult\w*)|(?:tele)?phone (?:call|consult\w*|review|appointment|triage|encounter|visit)|tel\.? (?:call|consult\w*)|t/c"
    r"|call(?:ed|s|ing) (?:in to |into )?(?:the |our )?(?:surgery|practice|clinic|office|nurse line|helpline)|(?:by|via|over the|on the) (?:tele)?phone)\b",
    re.I,
)  # fmt: skip
_NO_CALL = re.compile(r"\b(?:follow[- ]?up|will|please|to|call us|his|her|their|a)\s+(?:by |via )?$", re.I)
_VIDEO = re.compile(
    r"\b(?:video[- ](?:visit|call|consult\w*|appointment|encounter)|tele-?(?:health|medicine|visit)|virtual (?:visit|appointment)|via (?:zoom|video))\b", re.I
)  # fmt: skip
_WARD = re.compile(
    r"\b(?:ward round|on the ward|on rounds|rounds? note|(?:post-?op(?:erative)?|hospital|admission) day(?: no\.?)? ?#?\d+|inpatient (?:progress|review|note|consult\w*)"
    r"|day \d+ (?:of admission|of stay|post-?op\w*))\b|\b(?:POD|HD) ?#?\d+\b|^\W*WR\b",
    re.I | re.M,
)  # fmt: skip
_ADMITTED = re.compile(r"\b(?:is |was |currently )?admitted (?:with|for|overnight|yesterday|to (?:the )?(?:ward|icu|hospital|medic\w+|surg\w+))\b", re.I)  # fmt: skip
_ONCE = re.compile(
    r"\b(?:previously|last|ago|discharged?|in (?:19|20)\d\d|prior|before|history of|returns?|follow[- ]?up)\b", re.I
)
_DOOR = re.compile(r"\b(?:home visit|domiciliary|house call|(?:seen|visited|reviewed) at home)\b", re.I)


def occasion(note: Note, setting: str) -> Occasion:
    """How they meet in a visit over ``note`` in the setting of this name; "" in a room of a practice, or where nobody says."""
    head = note.text[:_HEAD]
    if setting == "telehealth":
        return "phone" if _by_phone(head) and not _VIDEO.search(head) else "video"
    if setting not in ("clinic", "hospital"):
        return ""
    admitted = _ADMITTED.search(head[:_ADMITTED_HEAD]) is not None and _ONCE.search(head[:_ADMITTED_HEAD]) is None
    if _WARD.search(head) or admitted:
        return "ward"
    if _VIDEO.search(head):
        return "video"
    if _by_phone(head):
        return "phone"
    return "doorstep" if _DOOR.search(head) else ""


def _by_phone(head: str) -> bool:
    return any(_NO_CALL.search(head[: found.start()]) is None for found in _PHONE.finditer(head))
