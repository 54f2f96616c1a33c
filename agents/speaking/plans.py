"""Orders, advice and offers: who does what, to whom, when and under which condition."""

import random
import re
from collections.abc import Sequence

from bedside.agents.speaking.awaited import awaited, is_awaited
from bedside.agents.speaking.english import gathered
from bedside.agents.speaking.handled import by_themselves, checking, handled, is_done_by_us, pictured, to_whom
from bedside.agents.speaking.nouns import PREPOSITIONS, an, determined, head, is_part, is_plural, some
from bedside.agents.speaking.people import AUTHOR, WE, Person, patient
from bedside.agents.speaking.phrase import naming, text
from bedside.agents.speaking.shape import shape
from bedside.agents.speaking.tables import listed
from bedside.agents.speaking.timing import condition_of, is_span, time_of
from bedside.agents.speaking.tree import Clause, Facts, Words
from bedside.agents.speaking.view import View
from bedside.agents.text.inflection import is_verb, lemma
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Fact

_OFTEN = re.compile(r" (?:once|twice|\w+ times) (?:a|per|every|each) (?:day|week|month)$")
_DONE_TODAY = re.compile(r" (done|performed|completed|taken) (today\b.*)$")

_NAMELESS = frozenset(("one", "ones", "another", "same", "them"))
_ACTS = {"test": "check", "image": "get", "procedure": "do", "treat": "treat this with"}


def orders(facts: Sequence[Fact], view: View, rng: random.Random) -> list[Clause] | None:
    """What will be done: tests, pictures, referrals, visits."""
    if view.speaker != "physician":
        return None
    out: list[Clause] = []
    draw = rng.random()
    for fact in facts:
        clause = _order(fact, view, random.Random(draw))
        if clause is None:
            return None
        before = next(
            (i for i, one in enumerate(out) if _is_visit(one) and _is_visit(clause) and not (one.time and clause.time)),
            None,
        )
        if before is not None:  # "follow up", said twice: once with its time
            facts_ = (*out[before].facts, *clause.facts)
            out[before] = (out[before] if out[before].time else clause).but(facts=facts_)
        else:
            out.append(clause)
    return gathered(_once_for(out))


def _once_for(clauses: list[Clause]) -> list[Clause]:
    """What several orders are for is said behind the last of them."""
    out = list(clauses)
    for at in range(len(out) - 1):
        purpose = " ".join(words.text for words in out[at].time)
        same = purpose == " ".join(words.text for words in out[at + 1].time)
        if (
            same
            and purpose.startswith("to ")
            and out[at].but(items=(), facts=()) != out[at + 1].but(items=(), facts=())
        ):
            out[at] = out[at].but(time=())
    return out


def _is_visit(clause: Clause) -> bool:
    return clause.subject is None and clause.verb in ("come", "bring")


def _order(fact: Fact, view: View, rng: random.Random) -> Clause | None:
    condition = condition_of(fact, view)
    purpose = purpose_of(fact, view)
    if condition is None or purpose is None:
        return None
    time = (
        *(Words(w) for w in (purpose,) if w),
        *time_of(text(fact, "when", view)),
        *(Words(w) for w in (condition,) if w),
    )
    written, found = fact.argument("what"), fact.argument("action")
    action = found.value if found else None
    if condition == f"if {patient(view).subject} need to" and action != "follow_up":
        time = (*time[:-1], Words(f"if {patient(view).subject} need it"))
    if action == "ambulance":
        called = Words(f"an ambulance for {patient(view).object}")
        return Clause((fact.id,), WE, "call", (called,), perfect=True, time=time)
    if action == "discharge" and fact.temporality != "past" and fact.polarity == "present":
        return _discharge(fact, view, time)
    words = text(fact, "what", view) or ""
    if {words.split(" ")[-1], words.split(" ")[0]} & _NAMELESS or head(words).lower() in (
        "differentials",
        "differential",
        "diagnoses",
    ):
        return None  # "we'll order one": what, stood before
    if action in ("follow_up", "test") and head(words).lower() in listed("appointments") and not _is_visit_word(words):
        return _needed(fact, words, time, view)
    if action == "refer" and _is_test(words):
        action = "test"
    if (alone := by_themselves(words, view)) is not None and fact.polarity != "denied":
        return Clause((fact.id,), None, alone[0], (Words(alone[1]),), time=time)
    if action == "refer" and found and fact.text.lower().startswith("self"):
        return Clause((fact.id,), None, "refer", (Words(f"{patient(view).reflexive} to {words}"),), time=time)
    if action == "follow_up":
        return _follow_up(fact, words, bool(condition), time, view, rng)
    if written is not None and written.value == "participle":
        done = text(fact, "what", view)
        gets = Clause(
            (fact.id,), patient(view).as_subject, "be", auxiliary="will", negative=fact.polarity == "denied", time=time
        )
        return gets.but(items=(Words(done),)) if done else None
    if written is not None and written.value in ("verb", "gerund", "thing"):
        return _act(fact, written.value, view, time)
    if (by_hand := handled(fact, view, time)) is not None:
        return by_hand
    return _ordered(fact, action, view, time, rng)


def _ordered(fact: Fact, action: str | None, view: View, time: tuple[Words, ...], rng: random.Random) -> Clause | None:
    """A thing that is ordered by its name."""
    written = fact.argument("what")
    what = _bare(naming(written, view))
    what = what.replace(" for as soon as possible", " as soon as possible") if what else what
    if what and fact.text.lower().startswith("same day") and what.startswith("day "):
        what, time = what.removeprefix("day "), (Words("today"), *time)  # "same day ECG"
    if action == "image" and written is not None and written.text.upper() in ("XR", "XRAY"):
        what = "x-ray"
    if what and (done := _DONE_TODAY.search(what)):
        had = Words(some(f"{what[: done.start()]} {done[2]}".strip()))
        return Clause((fact.id,), patient(view).as_subject, "have", (had,), "past", time=time)
    if fact.temporality == "past" and fact.section in ("course", "procedure"):
        return _did(fact, what, action, view, time)
    if fact.section == "results" or is_awaited(fact):
        return awaited(fact, what, view, time)
    return _will(fact, what, action, patient(view), time, rng)


def _discharge(fact: Fact, view: View, time: tuple[Words, ...]) -> Clause | None:
    """Going home; None where the day that is meant is lost: "home that same evening"."""
    if not time and {"same", "after", "following", "once"} & set(fact.text.lower().split()):
        return None
    return Clause((fact.id,), patient(view).as_subject, "go", (Words("home"),), auxiliary="can", time=time)


def _follow_up(
    fact: Fact, words: str, limited: bool, time: tuple[Words, ...], view: View, rng: random.Random
) -> Clause | None:
    """Coming back, being seen somewhere, or what is to be done then. ``limited``: it has a condition."""
    coming, _, within = words.partition(" in ")
    if within and _is_visit_word(coming) and is_span(within):
        words, time = coming, (Words(f"in {within}"), *time)  # "in two weeks, after the scan"
    if words.split(" ")[0] == "see" and words.endswith((" back", " again")):
        return _visit((fact.id,), patient(view), time)  # "see him back in two weeks"
    if len(words.split()) > 4 and not time and is_verb(words.split()[0]):
        return Clause((fact.id,), None, words.split()[0], (Words(words.partition(" ")[2]),))
    if not _is_visit_word(words) and not words.startswith("seen "):
        thing = naming(fact.argument("what"), view)
        tested = head(thing or "").lower() in listed("tests")
        return _will(fact, thing, "test", patient(view), time, rng) if tested else _appointment(fact, thing, time, view)
    if not _is_visit_word(words):
        place = Words(words.replace(" urgently", "").removeprefix("seen "))
        soon = ("urgently",) if "urgently" in words else ()
        rest = (Words(" ".join((*soon, place.text))),)
        return Clause((fact.id,), patient(view).as_subject, "need", determiner="to be seen", items=rest, time=time)
    needed = "as needed" in words and not limited
    time = (
        (
            *time,
            Words(
                f"if {patient(view).subject} need{'s' if patient(view).person == 3 and not patient(view).plural else ''} to"
            ),
        )
        if needed
        else time
    )
    return _visit((fact.id,), patient(view), time)


def _is_test(what: str) -> bool:
    """Whether nobody is referred to this, since it is done: "ECG"."""
    if not what.isupper():
        return False
    terms = Terminology.load()
    concept = terms.concept(what)
    return concept is not None and terms.kind(concept) == "test"


def _needed(fact: Fact, what: str, time: tuple[Words, ...], view: View) -> Clause | None:
    """Somebody's look at the patient that the note asks for: "You need a face-to-face assessment today"."""
    if _is_visit_word(what) or shape(what) not in ("noun", "other") or " of " in what:
        return None
    return Clause((fact.id,), patient(view).as_subject, "need", items=(Words(some(what)),), time=time)


def _appointment(fact: Fact, what: str | None, time: tuple[Words, ...], view: View) -> Clause | None:
    """A visit by what it is for: "You'll have a mask fitting on Monday."; None where it has no time or is no thing."""
    if (
        what is None
        or shape(what) != "noun"
        or fact.polarity == "denied"
        or what.startswith(("follow up ", "follow-up with "))
    ):
        return None
    if fact.argument("when") is None and not set(what.split(" ")[1:]) & PREPOSITIONS:
        return None
    time = tuple(sorted(time, key=lambda words: words.text.startswith("to ")))
    return Clause((fact.id,), patient(view).as_subject, "have", items=(Words(some(what)),), auxiliary="will", time=time)


def _is_visit_word(what: str) -> bool:
    """Whether an order says no more than that somebody comes back."""
    left = set(what.lower().replace("-", " ").split()) - listed("coming")
    return not left


def _bare(what: str | None) -> str | None:
    """ "order for an MRI" -> "an MRI"."""
    if what is not None and what.startswith(("order to ", "orders to ")):
        return None  # to whom the order goes, is for the office
    for opening in ("order for ", "orders for ", "referral to ", "referral for ", "prescription for "):
        what = what.removeprefix(opening) if what else what
    return what


def _visit(own: Facts, person: Person, time: tuple[Words, ...]) -> Clause:
    if person.person == 2:
        return Clause(own, None, "come", (Words("back and see me"),), time=time)
    return Clause(own, None, "bring", (Words(f"{person.object} back"),), time=time)


def _act(fact: Fact, form: str, view: View, time: tuple[Words, ...]) -> Clause | None:
    """What the physician will do in the note's words: "We'll monitor this."""
    words = text(fact, "what", view)
    if words is None:
        return None
    first, _, rest = words.partition(" ")
    if form == "thing" or not is_verb(lemma(first, "VVG") if form == "gerund" else first):
        return None
    verb = lemma(first, "VVG") if form == "gerund" else first
    if verb in ("believe", "think", "suspect"):
        return Clause((fact.id,), AUTHOR, verb, (Words(rest),), time=time)
    if verb in ("explain", "counsel", "reassure") or rest.split(" ")[0] in _NAMELESS:
        return None
    if rest in listed("measured") or (is_part(rest) and not determined(rest)):
        rest = f"{patient(view).possessive} {rest}"  # "monitor temperature"
    may = any(f"{modal} {said}" in fact.text.lower() for modal in ("may", "might") for said in ("need to", verb))
    if may and fact.polarity == "present":  # "we may need to discuss surgery" is no plan yet
        need = Words(f"to {verb} {rest}" if verb != "need" else rest)
        return Clause((fact.id,), WE, "need", (need,), auxiliary="may", time=time)
    may = fact.certainty == "possible" and fact.polarity == "present"
    will = "will" if not may else "could" if verb == "consider" else "may"
    return Clause((fact.id,), WE, verb, (Words(rest),), auxiliary=will, negative=fact.polarity == "denied", time=time)


def _did(fact: Fact, what: str | None, action: str | None, view: View, time: tuple[Words, ...]) -> Clause | None:
    """What was done in the emergency room or on the ward."""
    if what is None:
        return None
    person, denied = patient(view), fact.polarity == "denied"
    if action == "treat":
        return Clause(
            (fact.id,),
            person.as_subject,
            "treat",
            (Words(f"with {what}"),),
            "past",
            passive=True,
            negative=denied,
            time=time,
        )
    return Clause((fact.id,), person.as_subject, "have", (Words(some(what)),), "past", negative=denied, time=time)


def _will(
    fact: Fact, what: str | None, action: str | None, person: Person, time: tuple[Words, ...], rng: random.Random
) -> Clause | None:
    """A test, a picture, a referral as something the physician wants or will have done."""
    own = (fact.id,)
    if action == "admit":
        admit = Words(f"to admit {person.object} to the hospital")
        return Clause(own, AUTHOR, "like", (admit,), auxiliary="would", time=time)
    clinic = action == "refer" and what is not None and head(what).lower() in listed("services")
    if what is None or (shape(what) not in ("noun", "other") and not clinic):
        return None
    if fact.polarity == "denied":
        return Clause(own, person.as_subject, "need", items=(Words(some(what)),), negative=True, time=time)
    if action == "refer":
        return _referred(fact, what, person, time)
    if action == "treat" and head(what).lower() in listed("handed"):
        given = f"the {what}" if what[:1].isdigit() else some(what)
        return Clause(own, AUTHOR, "give", (Words(f"{person.object} {given}"),), progressive=True, time=time)
    if action == "image":
        what = pictured(what, person)
    verb = _ACTS.get(action or "")
    if verb == "do" and action == "procedure" and not is_done_by_us(what):
        return None
    if verb == "check":
        verb = checking(what)
    if verb is None:
        return None
    items = (Words(_thing(what, verb, person)),)
    word, _, link = verb.partition(" ")
    if fact.certainty == "possible":
        return Clause(own, WE, word, determiner=link, items=items, auxiliary="could", time=time)
    if rng.random() < 0.4:
        return Clause(own, WE, word, determiner=link, items=items, auxiliary="will", time=time)
    return Clause(own, AUTHOR, "like", determiner=f"to {verb}", items=items, auxiliary="would", time=time)


def _referred(fact: Fact, what: str, person: Person, time: tuple[Words, ...]) -> Clause | None:
    """A referral: to whom, or for what."""
    own = (fact.id,)
    if head(what).lower() in ("referral", "consult"):
        seen = time[0].text.removeprefix("to see ") if time else ""
        if not seen or seen == time[0].text:
            return None
        what, time = seen, time[1:]  # "a referral to see a nutritionist"
    if seen_often := _OFTEN.search(what):
        have = Words(f"{person.object} to have {what[: seen_often.start()]} {seen_often[0].strip()}")
        return Clause(own, AUTHOR, "like", (have,), auxiliary="would", time=time)
    what = what.removesuffix(" visit").removesuffix(" appointment")
    what, link = (what.partition("referral for ")[2], "for") if "referral for " in what else (what, "to")
    if fact.certainty == "possible":
        could = f"{person.object} {link}"
        return Clause(own, WE, "refer", determiner=could, items=(Words(to_whom(what)),), auxiliary="could", time=time)
    to = f"to refer {person.object} {link}"
    return Clause(own, AUTHOR, "go", determiner=to, items=(Words(to_whom(what)),), progressive=True, time=time)


def _thing(what: str, verb: str, person: Person) -> str:
    if determined(what):
        return what
    if what.startswith("repeat ") and not is_plural(what):
        return an(what)  # "a repeat hemoglobin A1c"
    if verb in ("check", "keep an eye on"):
        return f"{person.possessive} {what}"
    return some(what)


def purpose_of(fact: Fact, view: View) -> str | None:
    if fact.argument("purpose") is None:
        return ""
    words = text(fact, "purpose", view)
    if words is None:
        return None
    words = _owned_parts(words, view)
    return words if words.split(" ")[0] in PREPOSITIONS | {"so", "because", "that"} else f"for {words}"


def _owned_parts(words: str, view: View) -> str:
    """ "to listen to chest" -> "to listen to your chest"."""
    out = words.split(" ")
    for at in range(len(out) - 1):
        if out[at] in PREPOSITIONS and out[at + 1] in listed("parts"):
            out[at] = f"{out[at]} {patient(view).possessive}"
    return " ".join(out)


def offers(facts: Sequence[Fact], view: View, rng: random.Random) -> list[Clause] | None:
    """ "I'd rather not have the flu shot."; physician: "You said you'd rather not have the flu shot."""
    del rng
    out: list[Clause] = []
    for fact in facts:
        what = naming(fact.argument("what"), view)
        answer = fact.argument("answer")
        if what is None or answer is None:
            return None
        declined = answer.value == "declined" or fact.polarity == "denied"
        if view.speaker == "physician":
            person = patient(view)
            link = ", but" if declined else ", and"
            said = Clause(
                (fact.id,),
                person.as_subject,
                "prefer" if declined else "agree",
                (Words("not to have it" if declined else "to it"),),
                "past",
            )
            out.append(Clause((fact.id,), AUTHOR, "recommend", (Words(some(what)),), "past").join(link, said))
            continue
        thing = what if determined(what) else some(what)
        rest = Words(f"rather not have {thing}" if declined else f"be happy to have {thing}")
        out.append(
            Clause(
                (fact.id,),
                patient(view).as_subject,
                rest.text.split(" ")[0],
                (Words(rest.text.partition(" ")[2]),),
                auxiliary="would",
            )
        )
    return out
