"""Where a finding is: the part that its words name, or the heading over them, as it is said."""

from bedside.agents.speaking.aloud import aloud
from bedside.agents.speaking.complaints import owned_inside
from bedside.agents.speaking.lay import plain_inside
from bedside.agents.speaking.nouns import PREPOSITIONS, determined, head, is_part, is_plural, owned, placed, plural_of
from bedside.agents.speaking.people import patient
from bedside.agents.speaking.shape import shape
from bedside.agents.speaking.tables import listed, rows
from bedside.agents.speaking.view import View
from bedside.scenarios.note import Fact
from bedside.scenarios.statement import Argument

_PLACE = 6  # words of a place
_ON = frozenset("on over along around behind under to near".split())


def place_of(fact: Fact, name: str, part: str | None, view: View) -> str | None:
    """Where it was found; the name of a system ("CV") is no place. None if the words have a place that cannot be said."""
    argument = fact.argument("part")
    if argument is None or part == "you" or (part is not None and part in name):
        return ""
    if part is None:
        return _unlisted_place(fact, argument, view)
    if set(name.split(" ")[:-1]) & listed("parts"):
        return ""  # "a good hand grip" is in no shoulder
    label = argument.text.lower().strip(" .:") in listed("labels_of_systems")
    somewhere = any(word in name for word in (" in ", " at ", " on the ", "throughout"))
    inside = fact.span.start < argument.span.start and argument.span.end <= fact.span.end
    if (label and head(name).lower() not in listed("heard")) or (somewhere and not inside):
        return ""
    before = fact.text[: argument.span.start - fact.span.start].lower().removesuffix("the ").split() if inside else []
    link = before[-1] if before and before[-1] in _ON else ""
    where = f"{link} {owned(part, patient(view))}" if link else placed(part, patient(view))
    outside = head(name).lower() in listed("on_skin") and not set(part.lower().split()) & listed("hollow")
    return f"on {where.removeprefix('in ')}" if outside and where.startswith("in ") else where


def _unlisted_place(fact: Fact, argument: Argument, view: View) -> str | None:
    """A place that is no part we know, where the sentence of the finding has it: "in your nasal turbinates", "with flexion of
    your knee"; "" where it is only a heading."""
    sentence = fact.sentence or fact.span
    if not (sentence.start <= argument.span.start and argument.span.end <= sentence.end):
        return ""
    where = aloud(argument.text)
    named = where is not None and argument.text.lower() not in listed("labels_of_systems")
    if where is None or not named or shape(where) != "noun" or len(where.split()) > _PLACE:
        return None
    if set(where.split()) & (listed("motions") | listed("movements")):
        return f"with {owned_inside(where, view)}"
    return placed(where, patient(view)) if determined(where) else f"in {patient(view).possessive} {where}"


def moved_part(fact: Fact, part: str | None, words: str, view: View) -> str | None:
    """How something moves, with what moves: the heading over "range of motion is full" says of what."""
    if part is None or head(part).lower() not in listed("movements") or " in " in f" {words} ".replace(" in all ", " "):
        return part
    label = fact.group.split(" / ")[-1].lower().removesuffix(" exam").removesuffix(" examination")
    moves = _named_part(label, view) if label else None
    return part if moves is None or moves == "you" or moves in part else f"{part} {placed(moves, patient(view))}"


def part_of(fact: Fact, view: View) -> str | None:
    """The part as it is said; None if none is known."""
    argument = fact.argument("part")
    return None if argument is None else _named_part(argument.text.lower().strip(" .:"), view)


def _named_part(low: str, view: View) -> str | None:
    """A part of the body as it is said, from the words for it in small letters."""
    if len(low.split()) > 7 or low.split("/")[-1].strip() in ("lymphatics", "lymphatic", "hematologic", "heme"):
        return None
    for opening in ("examination of ", "exam of ", "auscultation of ", "palpation of ", "inspection of "):
        low = low.partition(opening)[2] or low
    systems = {row[0]: row[1] for row in rows("systems")}
    if low.removeprefix("the ") in systems:
        return systems[low.removeprefix("the ")]
    spoken = plain_inside(aloud(low.removeprefix("the ")) or "", view)
    if not spoken:
        return None
    if spoken.endswith(" on both sides"):
        spoken = f"bilateral {spoken.removesuffix(' on both sides')}"
    words = spoken.split(" ")
    if words[0] == "bilateral":
        last = words[1:] if is_plural(spoken) else [*words[1:-1], plural_of(words[-1])]
        spoken = " ".join(["both", *last])
    return spoken if is_part(spoken) or is_part(spoken.split(" of ")[0]) else None


def either(place: str) -> str:
    """A place of two where nothing was found: "in both knees" -> "in either knee"."""
    before, both_, parts = place.partition("both ")
    one = "foot" if parts == "feet" else parts.removesuffix("s")
    return f"{before}either {one}" if both_ and one != parts and is_part(one) else place


def both(what: str) -> str:
    """A finding and its place side by side: "rales bilateral bases" -> "rales at both bases"."""
    thing, bilateral, where = what.replace(" both ", " bilateral ", 1).partition(" bilateral ")
    if not bilateral or set(thing.split()) & (PREPOSITIONS | {"and", "or"}) or not is_plural(where):
        return what
    if where == "bases" or is_part(where):
        return f"{thing} {'at' if where == 'bases' else 'in'} both {where}"
    return what
