"""What somebody close is to do: "Brother to hold the tablets", "husband to drive". The patient is not told to do it."""

from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.experiencer import people
from bedside.agents.reading.people import company
from bedside.agents.reading.scene import Scene
from bedside.agents.text.inflection import is_verb

_DOCTORS = {"gp": "family doctor", "pcp": "family doctor"}
_PARENTS = frozenset(("mother", "father", "parents", "parent", "guardian", "caregiver"))
_AGREES = frozenset(
    ("agrees", "agreed", "agree", "happy", "willing", "ok", "okay", "aware", "pt", "patient", "both", "he", "she", "is")
)
_CHILD_UNTIL = 13  # years, below which a parent does what the patient is told to do


def relative_act(scene: Scene, start: int, end: int) -> Draft | None:
    """The advice of a stretch that begins with a relative and "to" with a verb; None for any other. It keeps who does it."""
    words = scene.words
    first = start + (start + 1 < end and words[start].tag in ("AT0", "DPS"))
    kin = (
        _DOCTORS.get(words[first].lower)
        or company().get(words[first].lower)
        or (people().get(words[first].lower) or ("", ""))[1]
    )
    if not kin or (kin in _PARENTS and not _grown(scene)):
        return None
    at = first + 1
    if at < end and scene.doc.text[words[at].start].isupper() and words[at].tag == "NP0":
        at += 1  # "Husband Marco to drive"
    if at + 1 >= end or words[at].lower != "to" or not is_verb(words[at + 1].lower) or words[at + 1].lower == "be":
        return None
    stop = _before_reply(scene, at + 1, end)
    what = argument(scene.doc, "what", words[at + 1].start, words[stop - 1].end, "verb")
    who = argument(scene.doc, "who", words[first].start, words[first].end, kin)
    return scene.draft(Draft("advice", scene.trimmed(start, end), (what, who)))


def _grown(scene: Scene) -> bool:
    ages = [quantity.value for quantity in scene.doc.quantities if quantity.kind == "age"]
    return bool(ages) and ages[0] >= _CHILD_UNTIL


def _before_reply(scene: Scene, start: int, end: int) -> int:
    """Where the words end before "(pt agrees)"."""
    words = scene.words
    opened = next((i for i in range(start + 1, end) if words[i].lower == "("), end)
    inside = {word.lower for word in words[opened:end] if word.lower not in "()"}
    return opened if inside and inside <= _AGREES else end


_TAUGHT = frozenset(
    ("taught", "shown", "counselled", "counseled", "educated", "updated", "informed", "notified", "aware", "instructed")
)
_CALLED = frozenset(("called", "phoned", "spoke", "discussed", "d/w", "updated", "contacted"))


def told_to_relative(scene: Scene, end: int) -> bool:
    """Whether a sentence only notes that somebody close was taught or called: "wife taught glucagon kit", "called son: agrees".
    What is agreed there is theirs."""
    words = scene.words[:end]
    first = words[0].tag in ("AT0", "DPS") if words else False
    kin = words[first : first + 1]
    if kin and kin[0].lower in company() and words[first + 1 : first + 2] and words[first + 1].lower in _TAUGHT:
        return not any(word.lower in ("to", "that", "on", "how") for word in words[first + 2 :])
    if scene.record.label.lower().split()[:1] and scene.record.label.lower().split()[0] in _CALLED:
        return True  # "Called son (POA): agrees, no transfer"
    called = bool(words) and words[0].lower in _CALLED and any(word.lower in company() for word in words[1:4])
    return called and any(word.lower == ":" for word in words)
