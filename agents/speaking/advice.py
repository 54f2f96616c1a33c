"""Advice: what the patient is to do, as an act, a thing, or coming back."""

import random
from collections.abc import Sequence

from bedside.agents.speaking.english import series
from bedside.agents.speaking.handled import by_themselves
from bedside.agents.speaking.nouns import PREPOSITIONS, is_counted, plural_of, some, unqualified
from bedside.agents.speaking.people import AUTHOR, Person, other, patient
from bedside.agents.speaking.phrase import text
from bedside.agents.speaking.plans import purpose_of
from bedside.agents.speaking.scan import SMALL
from bedside.agents.speaking.shape import is_act, is_doing, is_personal, shape
from bedside.agents.speaking.tables import listed
from bedside.agents.speaking.telegraphic import is_terse
from bedside.agents.speaking.timing import condition_of, time_of
from bedside.agents.speaking.tree import Clause, Facts, Words
from bedside.agents.speaking.view import View
from bedside.agents.text.inflection import is_verb, lemma
from bedside.agents.text.tagger import tags
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Fact

_CARRIED = frozenset(("bring", "take", "carry", "keep", "have"))  # what one has with oneself
_SPELLS = frozenset(("hour", "day", "night", "week", "month", "year"))
_SHORT_NAME = 4  # words of a thing before which an article is put
_COME = frozenset(
    ("return", "follow-up", "follow up", "rtc", "f/u", "recheck", "follow", "come back", "revisit", "come")
)


def advice(facts: Sequence[Fact], view: View, rng: random.Random) -> list[Clause] | None:
    """What the patient is to do: "Stop smoking.", "Come back if it gets worse.", "No honey until he's twelve months old."""
    if view.speaker != "physician":
        return None
    out: list[Clause] = []
    for fact in facts:
        clause = _advice(fact, view, rng)
        if clause is None:
            return None
        before = out[-1] if out else None
        if before is not None and before.verb == clause.verb == "recommend" and not before.time and not clause.time:
            first = [Words(words.text, words.facts or before.facts) for words in before.rest if words.text != ","]
            items = [
                *(Words(words.text.removeprefix("and "), words.facts) for words in first),
                Words(clause.rest[0].text, clause.facts),
            ]
            out[-1] = before.but(facts=(*before.facts, *clause.facts), rest=series(items))
        else:
            out.append(clause)
    return out


def _advice(fact: Fact, view: View, rng: random.Random) -> Clause | None:
    what = text(fact, "what", view)
    condition, purpose = condition_of(fact, view), purpose_of(fact, view)
    if what is not None and what.split(" ")[-1].isdigit():  # "ring 999", "999"
        what = what if " " in what else f"call {what}"
        signs = text(fact, "condition", view)
        condition = f"for any of these: {signs}" if condition is None and signs else condition
    if what is None or condition is None or purpose is None:
        return None
    own, person = (fact.id,), patient(view)
    if _is_untold(what) and not what.startswith("remain ") and not _comes_to_them(what, own, person, fact):
        return None
    when = text(fact, "when", view)
    lasting = fact.polarity == "denied" or not (
        what.lower().startswith(tuple(_COME)) or what.split(" ")[0] in ("see", "call", "book")
    )
    tail = tuple(Words(words) for words in (purpose, _age(when, person, lasting=lasting), condition) if words)
    clause = (
        _by_relative(what, fact, view)
        or _comes_to_them(what, own, person, fact)
        or _come(what, own, person, fact.polarity == "denied")
        or _told(what, fact, view)
        or _thing_advised(what, own, fact)
    )
    del rng
    then = "then" if fact.text.lower().startswith(("then ", "and then ")) else ""
    return clause.but(time=tail, before=then) if clause is not None else None


def _comes_to_them(what: str, own: Facts, person: Person, fact: Fact) -> Clause | None:
    """What nobody can do since it comes to them: "receive instructions" -> "you'll receive instructions", "expect to improve" ->
    "you should improve"."""
    verb, _, rest = what.lower().partition(" ")
    written = fact.argument("what")
    if written is None or written.value != "verb" or fact.polarity == "denied" or not rest:
        return None
    if verb in ("receive", "undergo"):
        return Clause(own, person.as_subject, verb, (Words(what.partition(" ")[2]),), auxiliary="will")
    if verb == "expect" and rest.startswith("to ") and is_verb(rest.split(" ")[1]):
        return Clause(
            own, person.as_subject, rest.split(" ")[1], (Words(" ".join(what.split(" ")[3:])),), auxiliary="should"
        )
    return None


def _by_relative(what: str, fact: Fact, view: View) -> Clause | None:
    """What somebody close is to do: "I'd like your brother to keep the tablets."."""
    who = fact.argument("who")
    if who is None:
        return None
    person = other(view, who.value or who.text)
    name = "".join(words.text for words in person.words)
    verb, _, rest = what.partition(" ")
    held = (
        verb in ("hold", "keep", "take", "remove", "lock")
        and shape(rest.split(" ")[0]) == "noun"
        and not is_personal(rest)
    )
    rest = f"the {rest}" if held and is_terse(rest) else _with_articles(rest, fact)
    if name == "you":
        return Clause((fact.id,), None, verb, (Words(rest),))
    return Clause((fact.id,), AUTHOR, "like", (Words(f"{name} to {verb} {rest}".strip()),), auxiliary="would")


def _is_untold(what: str) -> bool:
    """Whether a verb is none that one tells somebody to do ("need"); "be careful" is one."""
    first, _, rest = what.lower().partition(" ")
    if first in listed("need_object") and (
        not rest or rest.split(" ")[0] in PREPOSITIONS - {"with"} | {"asap", "soon", "alongside"}
    ):
        return True  # "start as soon as possible": what, is lost
    return first in listed("not_told") and not (first == "be" and rest.split(" ")[0] in listed("to_be"))


def _with_articles(rest: str, fact: Fact) -> str:
    """What somebody is told to do, with the article that the note left out: "book appointment" -> "an appointment"."""
    words = rest.split(" ")
    for at in range(1, len(words)):
        if words[at].lower() in listed("places_of_care") and words[at - 1].lower() in PREPOSITIONS - {"in", "to"}:
            words[at] = f"a {words[at]}" if words[at].lower() in ("doctor", "nurse", "gp") else f"the {words[at]}"
    rest = " ".join(words)
    if not rest or not is_terse(fact.text):
        return rest
    name, link, after = rest.partition(" with ")
    for link_ in (" of ", " for "):
        if link_ in unqualified(name):
            name, link, after = name.partition(link_)[0], link_, name.partition(link_)[2]
    first = name.split(" ")[0].lower()
    if name.lower() in listed("measured") or (
        first in ("current", "home", "usual", "previous") and shape(name) == "noun"
    ):
        return f"your {rest}"
    if name.lower() in listed("places_of_care"):
        return f"the {rest}"
    if is_personal(name) or first in PREPOSITIONS or tags(["to", "take", *rest.split(" ")])[2][:2] in ("AV", "PR"):
        return rest
    if len(name.split(" ")) > _SHORT_NAME or shape(name) != "noun" or "," in name or " and " in name:
        return rest
    concept = Terminology.load().concept(name)
    if concept is not None and Terminology.load().kind(concept) in ("drug", "substance"):
        return rest
    return f"{some(name)}{link}{some(after)}" if after and shape(after) == "noun" else rest.replace(name, some(name), 1)


def _come(what: str, own: Facts, person: Person, denied: bool) -> Clause | None:
    """ "Return", "follow-up": coming back."""
    first, _, rest = what.lower().partition(" ")
    if what.lower() not in _COME and first not in ("return", "follow-up"):
        return None
    rest = rest if first == "return" else ""
    if person.person == 3 and not rest and not denied:
        return Clause(own, None, "bring", (Words(f"{person.object} back"),))
    return Clause(own, None, "come", (Words(f"back {rest}".strip()),), negative=denied)


def _told(what: str, fact: Fact, view: View) -> Clause | None:
    """An act: "Stop smoking.", "Don't lift anything heavy."""
    written = fact.argument("what")
    form = written.value if written else None
    first, _, rest = what.partition(" ")
    first, rest = first.lower(), rest.replace(" and to ", " and ")  # "stay hydrated and to strain the urine"
    if (alone := by_themselves(what, view)) is not None and fact.polarity != "denied":
        return Clause((fact.id,), None, alone[0], (Words(alone[1]),))
    first = {"trial": "try", "remain": "stay"}.get(first, first) if rest else first
    if (
        first == "avoid"
        and " " not in rest
        and (is_counted(rest) or rest in listed("never_bare"))
        and is_terse(fact.text)
    ):
        rest = plural_of(rest)  # "avoid trigger": which, nobody says
    rest = _with_articles(rest, fact) if is_verb(first) else rest
    own, denied = (fact.id,), fact.polarity == "denied"
    if first == "be" and rest:
        return Clause(own, None, "be", (Words(rest),), negative=denied)
    if (
        is_verb(first) and first not in _CARRIED and " with you " in f" {rest} " and not denied
    ):  # "follow up with the patient": the physician does
        return Clause(own, AUTHOR, first, (Words(rest),), auxiliary="will")
    if first in ("not", "never", "don't"):
        verb, _, rest = rest.partition(" ")
        return Clause(own, None, verb, (Words(rest),), negative=True) if is_verb(verb) and not denied else None
    if (
        form == "verb"
        and is_verb(first)
        and fact.certainty == "possible"
        and not denied
        and fact.text.lower().startswith(("may ", "can ", "ok to ", "okay to "))
    ):
        return Clause(own, patient(view).as_subject, first, (Words(rest),), auxiliary="can")
    if ((form == "verb" or rest.isdigit()) and is_verb(first)) or (
        form not in ("thing", "gerund") and (is_act(what) or first in ("avoid", "rest"))
    ):
        return Clause(own, None, first, (Words(rest),), negative=denied)
    if is_doing(first) and rest != "cessation" and (form in ("gerund", "important") or form is None):
        return Clause(own, None, lemma(first, "VVG"), (Words(rest),), negative=denied)
    return None


def _thing_advised(what: str, own: Facts, fact: Fact) -> Clause | None:
    """A thing: "I'd recommend fluids.", "No honey."""
    first, _, last = what.lower().partition(" ")
    if last == "cessation" and first in ("smoking", "tobacco", "cigarette", "nicotine") and fact.polarity != "denied":
        return Clause(own, None, "quit", (Words("smoking" if first == "smoking" else first),))
    if fact.polarity == "denied" and is_doing(first):
        return Clause(own, rest=(Words(f"no {what}"),))
    if " to " in what and is_verb(what.partition(" to ")[2].split(" ")[0]) and not fact.argument("purpose"):
        return None  # "anti sickness to try until appointment"
    if last == "use" and first in ("regular", "daily", "frequent"):
        return None  # of what, stands in another entry
    if shape(what) != "noun" and not what.startswith(("plenty of ", "lots of ")):
        return None
    if fact.polarity == "denied":
        return Clause(own, rest=(Words(f"no {what}"),))
    if what.lower() in listed("places_of_care") and fact.argument("condition") is not None:
        return Clause(own, None, "go", (Words(f"to the {what}"),))
    return Clause(own, AUTHOR, "recommend", (Words(some(what)),), auxiliary="would")


def _age(when: str | None, person: Person, *, lasting: bool) -> str:
    """A time of advice; "until twelve months" is the age of a child. ``lasting``: a bare time says for how long it holds."""
    if not when:
        return ""
    if lasting and (when[0].isdigit() or when.split(" ")[0] in SMALL) and when.split(" ")[-1].rstrip("s") in _SPELLS:
        return f"for {when}"
    words = when.split(" ")
    if words[0] == "until" and words[-1] in ("months", "years", "month", "year") and person.person == 3:
        verb = "they're" if person.plural else f"{person.subject}'s"
        return f"until {verb} {' '.join(words[1:])} old"
    found = time_of(when)
    return found[0].text if found else ""
