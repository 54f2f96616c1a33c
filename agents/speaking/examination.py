"""What was measured, found and shown: "Your blood pressure is 118 over 76.", "Your lungs are clear on both sides."""

import random
from collections.abc import Sequence

from bedside.agents.speaking.aloud import aloud
from bedside.agents.speaking.english import joined
from bedside.agents.speaking.nouns import an, determined, head, is_counted, is_plural, owned, placed, some
from bedside.agents.speaking.people import THERE, patient
from bedside.agents.speaking.phrase import naming, text
from bedside.agents.speaking.tables import listed, rows
from bedside.agents.speaking.tree import Clause, Subject, Words
from bedside.agents.speaking.view import View
from bedside.agents.text.tagger import tags
from bedside.scenarios.note import Fact

_PICTURES = frozenset(
    "x-ray ct mri ultrasound scan echocardiogram ecg ekg electrocardiogram mammogram ct scan colonoscopy endoscopy biopsy".split()
)


def measurements(facts: Sequence[Fact], view: View, rng: random.Random) -> list[Clause] | None:
    """ "Your blood pressure is 118 over 76, and your pulse is 80."""
    out: list[Clause] = []
    for fact in facts:
        what, value = naming(fact.argument("what"), view), text(fact, "value", view)
        if what is None or value is None:
            return None
        tense = "present" if view.speaker == "physician" and fact.temporality != "past" else "past"
        out.append(
            Clause((fact.id,), _owned(what, view), "be", (Words(value),), tense, negative=fact.polarity == "denied")
        )
    return joined(out, rng)


def _owned(what: str, view: View) -> Subject:
    return Subject((Words(owned(what, patient(view))),), 3, is_plural(what))


def findings(facts: Sequence[Fact], view: View, rng: random.Random) -> list[Clause] | None:
    """What the physician sees, hears and feels, part by part."""
    out: list[Clause] = []
    for fact in facts:
        clause = _finding(fact, view)
        if clause is None:
            return None
        if out and _goes_on(out[-1], clause):
            out[-1] = _merged(out[-1], clause)
        else:
            out.append(clause)
    return joined(out, rng, 2)


def _goes_on(before: Clause, clause: Clause) -> bool:
    """Whether two findings say something of the same part: "swollen and sore"."""
    same = before.subject == clause.subject and before.verb == clause.verb == "be" and clause.subject is not None
    turned = before.negative and not clause.negative
    return (
        same
        and not turned
        and clause.subject is not None
        and clause.subject.words != THERE.words
        and len(before.rest) < 3
    )


def _merged(before: Clause, clause: Clause) -> Clause:
    word = Words(f"and {'not ' if clause.negative and not before.negative else ''}{clause.rest[0].text}", clause.facts)
    if before.negative:
        word = Words(f"or {clause.rest[0].text}", clause.facts)
    first = [Words(words.text, words.facts or before.facts) for words in before.rest]
    return before.but(facts=(*before.facts, *clause.facts), rest=(*first, word))


def _finding(fact: Fact, view: View) -> Clause | None:
    what = text(fact, "what", view)
    if what is None:
        return None
    written = fact.argument("what")
    known = predicates().get((written.text if written else "").lower().strip(" .")) or predicates().get(what.lower())
    part = _part(fact, view)
    own, denied = (fact.id,), fact.polarity == "denied"
    kind, words = (known[1], known[0]) if known else _kind(what)
    if kind in ("self", "look"):
        verb = "look" if kind == "look" or words == "comfortable" else "be"
        return Clause(own, patient(view).as_subject, verb, (Words(words),), negative=denied and not known)
    if kind == "adj":
        if part is None or part == "you":
            return None
        subject = Subject((Words(owned(part, patient(view))),), 3, is_plural(part))
        one = words.replace("press on it", "press on them") if subject.plural else words
        return Clause(own, subject, "be", (Words(one),), negative=denied)
    if known and part and part != "you":
        subject = Subject((Words(owned(part, patient(view))),), 3, is_plural(part))
        return Clause(own, subject, "have", (Words(words),), negative=denied)
    name = naming(fact.argument("what"), view) or words
    where = placed(part, patient(view)) if part and part != "you" and part not in name else ""
    return _there(own, name, where, denied)


def _there(own: tuple[str, ...], name: str, where: str, denied: bool) -> Clause:
    """ "There's some swelling in both wrists.", "I don't see any rash."""
    subject = Subject(THERE.words, 3, is_plural(name))
    if denied:
        what = f"any {name}" if not determined(name) else name
    else:
        what = an(name) if is_counted(name) and not determined(name) else name if determined(name) else f"some {name}"
    return Clause(own, subject, "be", (Words(f"{what} {where}".strip()),), negative=denied)


def _part(fact: Fact, view: View) -> str | None:
    """The part as it is said; None if none is known."""
    argument = fact.argument("part")
    if argument is None:
        return None
    low = argument.text.lower().strip(" .:")
    systems = {row[0]: row[1] for row in rows("systems")}
    if low in systems:
        return systems[low]
    spoken = naming(argument, view) or aloud(argument.text)
    if spoken is None:
        return None
    words = spoken.split(" ")
    if words[0] == "bilateral":
        spoken = " ".join(["both", *words[1:]])
    last = spoken.split(" ")[-1].lower()
    known = last in listed("parts") or last.removesuffix("s") in listed("parts")
    return spoken if known else None


def predicates() -> dict[str, tuple[str, str]]:
    """What is found, as written -> how it is said and of what sort it is."""
    return {row[0]: (row[1], row[2]) for row in rows("predicates")}


def _kind(what: str) -> tuple[str, str]:
    """An adjective or a noun, by the tags of its words."""
    if head(what).lower() in listed("massed") | listed("counted") | listed("plurals"):
        return "noun", what
    first = what.split(" ")[0]
    words = what.split(" ")
    found = tags(["is", *words])[1:]
    if len(words) == 1 and found[0].startswith(("AJ", "VVN")):
        return "adj", what
    if first in listed("states") or (
        found[0].startswith("AV") and len(words) == 2 and found[1].startswith(("AJ", "VVN"))
    ):
        return "adj", what
    return "noun", what


def results(facts: Sequence[Fact], view: View, rng: random.Random) -> list[Clause] | None:
    """ "The chest x-ray didn't show a fracture.", "Your hemoglobin was 13.5."""
    out: list[Clause] = []
    for fact in facts:
        test, value = naming(fact.argument("test"), view), text(fact, "value", view)
        if test is None:
            return None
        note = fact.argument("note")
        if value is None and note is not None and note.value in ("normal", "abnormal"):
            value = note.value
        if value is None:
            return None
        out.append(_result(fact, test, value, view))
    return joined(out, rng, 2)


def _result(fact: Fact, test: str, value: str, view: View) -> Clause:
    picture = any(word in _PICTURES for word in test.lower().split())
    name = test if determined(test) else f"the {test}" if picture else f"{patient(view).possessive} {test}"
    subject = Subject((Words(name),), 3, is_plural(test))
    own, denied = (fact.id,), fact.polarity == "denied"
    when = text(fact, "when", view)
    time = (Words(when),) if when else ()
    is_value = value[:1].isdigit() or _kind(value)[0] == "adj" or value in ("normal", "negative", "positive", "pending")
    if is_value:
        tense = "present" if value == "pending" else "past"
        return Clause(
            own,
            subject,
            "be",
            (Words(value),),
            tense,
            negative=denied and value not in ("negative", "normal"),
            time=time,
        )
    auxiliary = "might" if fact.certainty == "possible" and not denied else ""
    shown = f"any {value}" if denied and some(value) == value and not determined(value) else some(value)
    return Clause(
        own,
        subject,
        "show",
        (Words(shown),),
        "past" if not auxiliary else "present",
        auxiliary,
        negative=denied,
        time=time,
    )
