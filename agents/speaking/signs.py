"""Findings that name in their own words what they are of: "wound clean", "capillary refill two seconds", "a test is positive"."""

from bedside.agents.speaking.aloud import aloud
from bedside.agents.speaking.complaints import owned_inside
from bedside.agents.speaking.lay import plain_inside
from bedside.agents.speaking.nouns import PREPOSITIONS, head, is_part, is_plural, owned, some
from bedside.agents.speaking.people import Person, patient
from bedside.agents.speaking.phrase import text
from bedside.agents.speaking.scan import SMALL
from bedside.agents.speaking.shape import is_personal, shape
from bedside.agents.speaking.tables import listed, rows
from bedside.agents.speaking.tree import Clause, Facts, Subject, Words
from bedside.agents.speaking.view import View
from bedside.agents.text.inflection import lemma
from bedside.agents.text.tagger import tags
from bedside.scenarios.note import Fact

_TENDER = frozenset(
    ("tender", "ttp", "tenderness", "tenderness to palpation", "tender to palpation", "point tenderness")
)
_OVER = ("over", "along", "at", "in", "on", "around", "of")
_FINITE = frozenset(("VVZ", "VVB", "VBZ", "VBB", "VBD", "VM0"))
_TESTS = frozenset(("test", "sign", "maneuver", "manoeuvre", "tests", "raise", "raises"))
_OUTCOMES = frozenset("positive negative normal abnormal".split())


def sign(fact: Fact, what: str, view: View) -> Clause | None:
    """A finding as a clause about what its own words name; None where they name nothing of the kind."""
    own, denied = (fact.id,), fact.polarity == "denied"
    person = patient(view)
    return (
        _tender(fact, own, denied, person, view)
        or _tested(fact, what, own)
        or (None if _has_part(fact) else _looks(what, own, denied, person))
        or _graded(fact, what, own, denied, view)
        or _measured(what, own, denied, person)
        or _stated(what, own, denied, person)
    )


def _has_part(fact: Fact) -> bool:
    """Whether a finding is of a part of the body, not of the whole patient."""
    part = fact.argument("part")
    low = part.text.lower().strip(" .:") if part else ""
    return is_part(low) and low not in listed("labels_of_systems")


def _graded(fact: Fact, what: str, own: Facts, denied: bool, view: View) -> Clause | None:
    """ "Strength: 5/5" -> "Your strength is five out of five"."""
    person = patient(view)
    part = fact.argument("part")
    name = aloud(part.text) if part else None
    if (
        name is None
        or denied
        or not _is_number(what.split(" ")[0])
        or not _has_part(fact)
        or _is_longer(what.split(" "))
    ):
        return None
    if " plus" in what and head(name).lower() not in listed("functions"):
        return None  # "one plus in both biceps", of arms: what is graded stands elsewhere
    whole = " out of " in what or " plus" in what or what.startswith(("less than ", "more than "))
    said = owned_inside(what, view) if " in the " in what else what
    return Clause(own, _subject(name, person), "be", items=(Words(said),)) if whole else None


def _subject(name: str, person: Person) -> Subject:
    return Subject((Words(owned(name, person)),), 3, is_plural(name))


def _tender(fact: Fact, own: Facts, denied: bool, person: Person, view: View) -> Clause | None:
    """ "Tender over the lateral malleolus" -> "You're sore when I press over your lateral malleolus"."""
    what, part = fact.argument("what"), fact.argument("part")
    if what is None or part is None or what.text.lower() not in _TENDER or part.span.start < what.span.end:
        return None
    between = fact.text[what.span.end - fact.span.start : part.span.start - fact.span.start].lower().split()
    where = plain_inside(aloud(part.text) or "", view)
    if not where or not between or between[0] not in _OVER or set(where.split()) & listed("labels_of_systems"):
        return None
    link = "on" if between[0] in ("of", "in", "on", "at") else between[0]
    first = where.removeprefix("the ")
    place = owned(first, person) if is_part(first) else f"the {first}"
    words = f"{link} {place}"
    return Clause(own, person.as_subject, "be", items=(Words(f"sore when I press {words}"),), negative=denied)


def _tested(fact: Fact, what: str, own: Facts) -> Clause | None:
    """ "Squeeze test negative" -> "The squeeze test is negative", with what the note says after it."""
    words = what.split(" ")
    graded = words.pop() if words[-1].endswith("ly") and len(words) > 2 else ""
    where = next((at for at, word in enumerate(words) if word in ("on", "at", "bilaterally")), len(words))
    words, side = words[:where], words[where:]
    if len(words) > 2 and words[-1].lower() in _OUTCOMES and words[-2].lower() in _TESTS:
        named = [words[0][:1].lower() + words[0][1:] if not words[0].endswith("s") else words[0], *words[1:-1]]
        said = " ".join((words[-1].lower(), *side))
        return Clause(
            own, Subject((Words(_the(named)),)), "be", items=(Words(said),)
        )  # "straight leg raise positive at 40 degrees"
    if words[-1:] == [] or words[-1] not in _TESTS:
        return None
    written = fact.argument("what")
    end = written.span.end - fact.span.start if written else 0
    after = aloud(fact.text[end:].strip(" :,")) or ""
    rest = after.split(" ")
    rest = rest[1:] if rest[0] in ("is", "was", "are", "were") else rest
    outcome = "" if after else "negative" if fact.polarity == "denied" else "positive"  # "Positive Spurling's test"
    outcome = " ".join((outcome, *side)) if outcome else ""
    if not outcome and (not rest or rest[0] not in _OUTCOMES or len(rest) > 6):
        return None
    said = outcome or " ".join(word for word in (graded, *rest) if word)
    return Clause(own, Subject((Words(_the(words)),), 3, words[-1] == "tests"), "be", items=(Words(said),))


def _the(words: list[str]) -> str:
    """A test by its name: "the squeeze test", "Spurling's test"."""
    named = words[0][:1].isupper() and words[0].endswith(("'s", "’s"))
    return " ".join(words if named else ["the", *words])


def _looks(what: str, own: Facts, denied: bool, person: Person) -> Clause | None:
    """ "Tired appearing" -> "You look tired"; "cooperative" -> "You're cooperative"."""
    words = what.replace("-appearing", " appearing").split(" ")
    if words == ["pleasant"]:
        return None  # what an author writes of a patient, and nobody says to them
    if words[-1] == "appearing" and len(words) == 2:
        return Clause(own, person.as_subject, "look", items=(Words(words[0]),), negative=denied)
    if len(words) == 2 and words[0].endswith("ing") and tags(["is", *words])[1:] == ("VVG", "AV0"):
        if denied:
            return None  # "no lip swelling, speaking normally": what is denied is what stands before
        verb = lemma(words[0], "VVG")
        return Clause(own, person.as_subject, verb, (Words(words[1]),), progressive=True)
    if len(words) <= 4 and is_personal(what) and shape(what) == "state":
        return Clause(own, person.as_subject, "be", items=(Words(what),), negative=denied)
    return None


def _measured(what: str, own: Facts, denied: bool, person: Person) -> Clause | None:
    """ "Capillary refill two seconds" -> "Your capillary refill is two seconds"."""
    words = what.split(" ")
    at = next((i for i, word in enumerate(words) if i and _is_number(word)), 0)
    name, value = " ".join(words[:at]), " ".join(words[at:])
    if not at or denied or set(words[:at]) & (PREPOSITIONS - {"of"}) or not _is_name(name):
        return None
    if words[0] in listed("labels") or "," in what or any(tag in _FINITE for tag in tags(words[at:])):
        return None
    unsure = _is_longer(words[at:])
    return None if unsure else Clause(own, _subject(name, person), "be", items=(Words(_than(value)),))


def _is_name(name: str) -> bool:
    """Whether what stands before a number names what was measured; letters with a figure do ("FEV1")."""
    return shape(name) == "noun" or (" " not in name and name[:2].isupper())


def _is_longer(words: list[str]) -> bool:
    """Whether behind a number there is another thing: "two blisters"."""
    last = head(" ".join(words))
    return last in listed("counted") | listed("parts") or last.removesuffix("s") in listed("counted") | listed("parts")


def _is_number(word: str) -> bool:
    return word[:1].isdigit() or word.split(" ")[0] in SMALL


def _than(value: str) -> str:
    return value.replace("percent predicted", "percent of what we'd expect")


def _stated(what: str, own: Facts, denied: bool, person: Person) -> Clause | None:
    """ "Wound clean" -> "Your wound is clean"."""
    words = what.split(" ")
    for at in range(1, min(len(words), 5)):
        name, state = " ".join(words[:at]), " ".join(words[at:])
        if not (is_part(name) and words[at - 1] not in PREPOSITIONS) or "that" in words[:at]:
            continue
        if tags(words)[at].startswith("NN") and state not in _plain_states():
            continue
        placed = {row[0]: row[1] for row in rows("predicates") if row[2] == "adj"}
        if state in placed or state.split(" ")[0] == "in" or (shape(state) == "state" and tags(words)[at] != "VVN-NN"):
            quality, _, thing = name.partition(" ")
            if quality in listed("qualities") and thing:  # "normal bowel sounds in all four quadrants"
                name, state = thing, f"{quality} {state}"
            item = (Words(placed.get(state, state)),)
            return Clause(own, _subject(name, person), "be", items=item, negative=denied)
    return None


def _plain_states() -> frozenset[str]:
    """The adjectives of the table of findings."""
    return frozenset(row[0] for row in rows("predicates") if row[2] == "adj")


def shows(fact: Fact, what: str, view: View) -> Clause | None:
    """What a look through an instrument shows: "The dermoscopy shows an atypical network"."""
    part = text(fact, "part", view)
    if part is None or not part.endswith(("scopy", "exam", "x-ray", "ultrasound", "otoscopy")) or shape(what) != "noun":
        return None
    items = (Words(what if fact.polarity == "denied" else some(what)),)
    subject = Subject((Words(f"the {part}"),))
    determiner = "any" if fact.polarity == "denied" else ""
    return Clause((fact.id,), subject, "show", items=items, determiner=determiner, negative=fact.polarity == "denied")
