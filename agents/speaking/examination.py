"""What was measured, found and shown: "Your blood pressure is 118 over 76.", "Your lungs are clear on both sides."""

import random
from collections.abc import Sequence

from bedside.agents.speaking.complaints import both_sides, owned_inside
from bedside.agents.speaking.english import gathered, joined
from bedside.agents.speaking.exam_places import both, either, moved_part, part_of, place_of
from bedside.agents.speaking.grades import ungraded
from bedside.agents.speaking.nouns import (
    PREPOSITIONS,
    an,
    determined,
    head,
    is_counted,
    is_massed,
    is_part,
    is_plural,
    owned,
    some,
)
from bedside.agents.speaking.people import AUTHOR, THERE, patient
from bedside.agents.speaking.phrase import naming, text, text_of
from bedside.agents.speaking.shape import is_named, is_thing, shape
from bedside.agents.speaking.signs import shows, sign
from bedside.agents.speaking.tables import listed, mapping, rows
from bedside.agents.speaking.tree import Clause, Facts, Subject, Words
from bedside.agents.speaking.unsound import is_unsound, is_wordless
from bedside.agents.speaking.view import View
from bedside.agents.text.inflection import lemma
from bedside.agents.text.tagger import tags
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Fact

_WHERE = PREPOSITIONS | {"throughout"}


def measurements(facts: Sequence[Fact], view: View, rng: random.Random) -> list[Clause] | None:
    """ "Your blood pressure is 118 over 76, and your pulse is 80."""
    out: list[Clause] = []
    for fact in facts:
        written = fact.argument("what")
        sense = (written.value or written.text).lower().strip(" .:") if written else ""
        known = mapping("vitals").get(sense) or (sense if written and written.value else None)
        what, value = known or naming(written, view), text(fact, "value", view)
        if value is not None and value.lower() == "afebrile":
            fever = (Words("a fever"),)
            out.append(Clause((fact.id,), patient(view).as_subject, "have", items=fever, negative=True))
            continue
        graded = fact.text.rstrip().endswith("+")  # "pulses 2+" are no number of beats
        if what is None or value is None or graded or what in listed("unsaid_measures"):
            return None
        tense = "present" if view.speaker == "physician" and fact.temporality != "past" else "past"
        note = fact.argument("note")
        how = mapping("positions").get(note.text.lower().strip(" .,()")) if note else None
        value = f"{value} {how}" if how else value
        if out and _is_again(out[-1], what, fact, view):
            out[-1] = out[-1].but(facts=(*out[-1].facts, fact.id), rest=(Words(f"{out[-1].rest[0].text} and {value}"),))
            continue
        noted = text(fact, "note", view) or ""
        where = (Words(noted),) if view.speaker != "physician" and noted.startswith("at home") else ()
        denied = fact.polarity == "denied"
        out.append(Clause((fact.id,), _owned(what, view), "be", (Words(value),), tense, time=where, negative=denied))
    return joined(out, rng)


def _is_again(before: Clause, what: str, fact: Fact, view: View) -> bool:
    """Whether the same thing was measured just before: "128 over 76 lying down and 122 over 74 standing"."""
    alike = before.subject == _owned(what, view) and before.verb == "be"
    return alike and not before.negative and fact.polarity == "present" and len(before.rest) == 1


def _owned(what: str, view: View) -> Subject:
    return Subject((Words(owned(what, patient(view))),), 3, is_plural(what) or " and " in what)


def findings(facts: Sequence[Fact], view: View, rng: random.Random) -> list[Clause] | None:
    """What the physician sees, hears and feels, part by part."""
    out: list[Clause] = []
    for fact in facts:
        clause = _finding(fact, view)
        if clause is None or is_unsound(clause, fact) or is_wordless(clause):
            return None
        if out and _is_same(out[-1], clause):
            out[-1] = out[-1].but(facts=(*out[-1].facts, *clause.facts))
            continue
        out.append(_contrasted(out[-1], clause) if out else clause)
    return joined(gathered(out), rng, 2)


def _is_same(before: Clause, clause: Clause) -> bool:
    """Whether two findings are said alike but for "in" and "on": no swelling and no edema of one part."""
    places = [" ".join(words.text for words in one.rest).partition(" ")[2] for one in (before, clause)]
    items = [tuple(words.text for words in one.items) for one in (before, clause)]
    bare = before.but(facts=(), items=(), rest=()) == clause.but(facts=(), items=(), rest=())
    return bare and items[0] == items[1] and places[0] == places[1] and bool(before.items)


def _contrasted(before: Clause, clause: Clause) -> Clause:
    """A denied predicate of the part just spoken of: "soft", "not sore"."""
    same = clause.subject == before.subject and clause.verb == before.verb == "be" and clause.negative
    if not same or before.negative or clause.determiner or not clause.items or not before.items:
        return clause
    return clause.but(items=(Words(f"not {clause.items[0].text}", clause.items[0].facts),), negative=False)


def _finding(fact: Fact, view: View) -> Clause | None:
    what, written = _mannered(unnoted(text(fact, "what", view)), fact), fact.argument("what")
    if what is not None and what.startswith(("reveal no ", "show no ")) and fact.polarity == "present":
        none = Words(what.partition(" no ")[2])
        return Clause((fact.id,), THERE, "be", determiner="no", items=(none,))
    if what is None or written is None or what.split(" ")[0].lower() in listed("motions"):
        return None  # "extension of the back": how it was, is lost
    if fact.text.lower() == "pain" and fact.polarity == "present":
        return None  # "with pain": when it hurts, is lost
    if what.startswith("midline of "):
        what = "midline"  # "tonsils are midline of the neck"
    after = fact.text[written.span.end - fact.span.start :]
    if after.startswith("+") and what[-1:].isdigit():
        what = f"{what} plus"
    known = predicates().get(written.text.lower().strip(" .")) or predicates().get(what.lower())
    part = part_of(fact, view)
    own, denied = (fact.id,), fact.polarity == "denied"
    kind, words = _called(known, view, what)
    if named := _limited(own, what, fact, view) or shows(fact, what, view):
        return named
    if (known is None or what.lower() in listed("sore_words")) and (named := sign(fact, what, view)):
        return named
    if acting := _acting(own, what, view):
        return acting
    if kind == "look" and fact.argument("part") is not None and part not in (None, "you", "skin"):
        return _is(
            own, part, words, denied, view, text_of(fact, "part")
        )  # "R optic disc pale": the patient does not look so
    if kind in ("self", "look") and what != "pleasant":
        if kind == "look" and fact.argument("part") is not None and part is None:
            return None
        if words == "normal":
            return None  # "you're normal"
        verb = "look" if kind == "look" or words in ("comfortable", "short of breath") else "be"
        return Clause(own, patient(view).as_subject, verb, items=(Words(words),), negative=denied)
    if kind == "adj":
        part = moved_part(fact, part, words, view)
        return _is(own, part, words, denied, view, text_of(fact, "part"))
    if kind == "has":
        return (
            Clause(own, _owned(part, view), "have", items=(Words(words),), negative=denied)
            if part and part != "you"
            else None
        )
    return _thing_found(fact, words, part, view) if kind == "noun" else None


def _mannered(what: str | None, fact: Fact) -> str | None:
    """What was found, its grade and its place in words, with how it does: "a stable murmur"."""
    manner = fact.argument("manner")
    if what is None:
        return None
    what = ungraded(both(what))
    if manner is None or fact.polarity != "present":
        return what
    return f"{'unchanged' if manner.value == 'unchanged' else manner.text.lower()} {what}"


def _worked(own: Facts, part: str | None, what: str, denied: bool, view: View) -> Clause | None:
    """ "Sensation: normal throughout the legs" -> "Your sensation is normal throughout your legs"."""
    first, _, rest = what.partition(" ")
    works = part is not None and head(part).lower() in listed("functions") - listed("movements")
    if part is None or not works or first not in listed("qualities"):
        return None
    if rest.split(" ")[0] not in _WHERE:
        return None
    return Clause(own, _owned(part, view), "be", items=(Words(owned_inside(what, view)),), negative=denied)


def _thing_found(fact: Fact, words: str, part: str | None, view: View) -> Clause | None:
    """A finding that is a thing: "a small effusion", "swollen ankles"."""
    own, denied = (fact.id,), fact.polarity == "denied"
    words = words.removeprefix("evidence of ") if not denied and "potential" not in words else words
    quality, _, noun = words.partition(" ")
    if is_heap(noun) or any(tag in ("VVB", "VVZ", "VBB", "VBZ", "VVD") for tag in tags(words.split(" "))[1:]):
        return None  # two put side by side, or a clause: "remainder of the vital signs look good"
    of_thing = is_part(noun) or is_thing(noun) or (part is None and shape(noun) == "noun")
    if quality in listed("qualities") and noun and not denied and of_thing and noun.split(" ")[0] not in _WHERE:
        return Clause(own, _owned(noun, view), "be", items=(Words(quality),))
    if quality in listed("changed") and noun and not denied and part in (None, "you") and is_part(noun):
        return Clause(own, _owned(noun, view), "be", items=(Words(quality),))
    place = place_of(fact, words, part, view)
    if place is None:
        return None
    last = head(words).lower()
    changed = words.split(" ")[0] in listed("changed") or words.split(" ")[0].endswith(("ly", "ed", "en"))
    if not denied and words.lower() in listed("functions"):
        return None  # "perfusion": how it is, is lost
    bare_part = is_part(words) and last not in listed("heard") and not changed
    if bare_part or is_heap(words) or not _is_known(fact, words) or last in listed("not_found"):
        return None
    name = words.removeprefix("bilateral ") if denied else both_sides(words)
    name = name.replace(" to palpation of ", " when I press on ")
    for pressed in (" to palpation", " on palpation", " with palpation"):
        there = " when I press there" if name.endswith(pressed) else " when I press"
        name = name.replace(pressed, "" if last in listed("felt") else there)
    name = owned_inside(name, view) if " in " in name else name
    place = "" if part is not None and part in name else either(place) if denied else place
    there = _there(own, name, place, denied, fact.section == "examination")
    known_sort = is_counted(name) or is_plural(name) or is_massed(name) or determined(name)
    if there.determiner == "some" and not known_sort and not there.rest:
        return Clause(own, patient(view).as_subject, "have", items=(Words(name),))
    return there


def _limited(own: Facts, what: str, fact: Fact, view: View) -> Clause | None:
    """ "Limited range of motion" of a part -> "Your range of motion in your left shoulder is limited"."""
    if worked := _worked(own, part_of(fact, view), what, fact.polarity == "denied", view):
        return worked
    quality, _, noun = what.partition(" ")
    sorts = listed("changed") | listed("qualities")
    if (
        quality.lower() not in sorts
        or "," in noun
        or head(noun).lower() not in listed("movements") | listed("motions")
        or fact.polarity == "denied"
    ):
        return None
    place = place_of(fact, noun, part_of(fact, view), view) or ""
    name = f"{owned(noun, patient(view))} {place}".strip()
    two = " and " in noun and head(noun).lower() in listed("motions")
    return Clause(own, Subject((Words(name),), 3, two), "be", items=(Words(quality),))


def _acting(own: Facts, what: str, view: View) -> Clause | None:
    """What the patient does during the examination: "ambulates with an antalgic gait"."""
    first, _, rest = what.partition(" ")
    verb = {"ambulate": "walk", "walk": "walk", "move": "move", "follow": "follow", "respond": "respond"}.get(
        lemma(first, "VVZ")
    )
    if verb is None or not rest:
        return None
    return Clause(own, patient(view).as_subject, verb, rest=(Words(rest),))


def unnoted(what: str | None) -> str | None:
    """What was found, without "noted", "heard", "is seen"."""
    words = what.split(" ") if what else []
    kept = [
        word
        for at, word in enumerate(words)
        if not (
            at
            and (
                word in listed("noted")
                or (
                    word in ("is", "are", "was", "were") and words[at + 1 : at + 2] and words[at + 1] in listed("noted")
                )
            )
        )
    ]
    return " ".join(kept) or None


def _is_known(fact: Fact, words: str) -> bool:
    written = unnoted(text_of(fact, "what"))
    known = is_thing(words) or bool(written and is_thing(written)) or is_named(words)
    return words not in listed("papers") and known


def _is_named(part: str) -> bool:
    """Whether what a finding is of is a thing of one or two words that is no part of the body: "base"."""
    words = part.split(" ")
    label = part in listed("labels_of_systems") or part in {row[0] for row in rows("systems")}
    return (
        not label
        and len(words) <= 2
        and words[0].isalpha()
        and shape(part) == "noun"
        and part not in listed("not_found") | {"lymphatics", "lymphatic"}
    )


def _is(
    own: tuple[str, ...], part: str | None, words: str, denied: bool, view: View, fact_part: str | None = None
) -> Clause | None:
    """ "Your lungs are clear."; without a part only what is said of the whole patient."""
    written = fact_part.lower() if fact_part else ""
    if part is None and written and _is_named(written):
        return Clause(
            own,
            Subject((Words(f"the {written.removeprefix('the ')}"),), 3, is_plural(written)),
            "be",
            items=(Words(words),),
            negative=denied,
        )
    if part is None or part == "you":
        return None
    if any(char.isdigit() for char in words.split(" ")[0]):
        return None
    pair = tags(["is", *words.split(" ")])[1:3]
    if len(pair) == 2 and all(tag.startswith(("AJ", "VVN")) for tag in pair):
        return None  # "limited active": the rest of it is elsewhere
    concept = Terminology.load().concept(words)
    if words.endswith(("is", "us", "um", "ae")) or (
        concept and Terminology.load().kind(concept) in ("anatomy", "disorder")
    ):
        return None  # "brachioradialis"
    subject = _owned(part, view)
    if words.startswith("been "):  # "have been previously removed"
        return Clause(own, subject, "be", items=(Words(words.removeprefix("been ")),), perfect=True, negative=denied)
    one = words.replace(" on it", " on them") if subject.plural else words.replace(" on them", " on it")
    return Clause(own, subject, "be", items=(Words(one),), negative=denied)


def is_heap(words: str) -> bool:
    """Whether a noun phrase is two put side by side ("rales bilateral bases"), or ends in a number."""
    if any(word in f" {words} " for word in (" no ", " not ", " without ", ",")):
        return True
    rest = words.partition(" out of ")[2] or words
    found = tags(rest.split(" "))
    if any(tag.startswith(("PR", "CJ")) for tag in found):
        return False
    nouns = [at for at, tag in enumerate(found) if tag.startswith("NN2")]
    gap = any(tag.startswith(("AJ0", "CRD")) and nouns and at > nouns[0] for at, tag in enumerate(found))
    return (
        gap
        or " bilateral " in words
        or (found[-1] == "CRD" and not words[-1:].isalpha() and not _is_lettered(rest.split(" ")[-1]))
    )


def _is_lettered(word: str) -> bool:
    """Whether a word is letters with a figure: "B12", "FEV1"."""
    return word[:1].isupper() and any(char.isdigit() for char in word)


def _there(own: tuple[str, ...], name: str, where: str, denied: bool, by_hand: bool = True) -> Clause:
    """ "There's some swelling in both wrists.", "I don't hear any wheezes in your lungs."""
    word = head(name).lower()
    sense = "hear" if word in listed("heard") else "feel" if word in listed("felt") else ""
    sense = sense if by_hand else ""
    plural = is_plural(name)
    rest = (Words(where),) if where else ()
    if denied:
        items = (Words(name),)
        if sense:
            return Clause(own, AUTHOR, sense, rest, determiner="any", items=items, negative=True)
        return Clause(own, Subject(THERE.words, 3, plural), "be", rest, determiner="no", items=items)
    if sense:
        return Clause(own, AUTHOR, sense, items=(Words(_one(name)),), rest=rest, auxiliary="can")
    if name.startswith("trace "):
        trace = (Words(name.removeprefix("trace ")),)
        return Clause(own, Subject(THERE.words, 3, plural), "be", rest, determiner="a little", items=trace)
    if name.split(" ")[0] in listed("changed") and is_part(name):
        return Clause(own, Subject(THERE.words, 3, plural), "be", rest, items=(Words(name),))
    counted = is_counted(name) or determined(name)
    what = an(name) if counted and not determined(name) else some(name) if name[:1].isdigit() else name
    subject = Subject(THERE.words, 3, plural)
    graded = " " in name and tags(name.split(" "))[0] == "AJ0" and name.split(" ")[0] in listed("grades")
    bare = counted or graded or name.split(" ")[0] in listed("changed")
    return Clause(own, subject, "be", rest, determiner="" if bare else "some", items=(Words(what),))


def _one(name: str) -> str:
    """ "three out of six systolic murmur" takes its article before the grade."""
    return an(name) if " out of " in name and is_counted(name.partition(" out of ")[2]) else some(name)


def predicates() -> dict[str, tuple[str, str]]:
    """What is found, as written -> how it is said and of what sort it is."""
    return {row[0]: (row[1], row[2]) for row in rows("predicates")}


def _called(known: tuple[str, str] | None, view: View, what: str) -> tuple[str, str]:
    """Of what sort a finding is and how it is said, by the table or else by its words; a rhythm that is had keeps its article."""
    if known is None:
        return _kind(what)
    return known[1], what if view.exact and known[1] != "has" else known[0]


def _kind(what: str) -> tuple[str, str]:
    """An adjective or a noun, by the sort of the phrase."""
    if what.lower() in listed("heard"):
        return "noun", what
    return {"noun": "noun", "state": "adj"}.get(shape(what), ""), what
