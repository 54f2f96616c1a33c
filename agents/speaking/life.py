"""Home, work, habits, who somebody is, and their wishes."""

import random
from collections.abc import Sequence

from bedside.agents.speaking.aloud import aloud
from bedside.agents.speaking.english import gathered, joined, series
from bedside.agents.speaking.nouns import PREPOSITIONS, an, determined, is_plural, some
from bedside.agents.speaking.people import Person, patient, whose
from bedside.agents.speaking.phrase import said, text
from bedside.agents.speaking.scan import SMALL
from bedside.agents.speaking.shape import shape
from bedside.agents.speaking.tables import listed, mapping, rows
from bedside.agents.speaking.tree import Clause, Words
from bedside.agents.speaking.view import View
from bedside.agents.text.inflection import inflect, is_verb, lemma
from bedside.agents.text.tagger import tags
from bedside.scenarios.note import Fact

_ABSTAINERS = frozenset(("nonsmoker", "nondrinker", "neversmoker"))
_PETS = frozenset(("cat", "dog"))


def homes(facts: Sequence[Fact], view: View, rng: random.Random) -> list[Clause] | None:
    """ "I live with my wife."; "I have two children."; "I'm married."""
    out: list[Clause] = []
    for fact in facts:
        what = text(fact, "what", view)
        parts = [one for part in (what or "").split(" and lives ") for one in part.split(", ")]
        clauses = [_home(fact, words, view) for words in parts if words]
        if not clauses or None in clauses:
            return None
        out += [clause for clause in clauses if clause is not None]
    return joined(gathered(out), rng, 2)


def _home(fact: Fact, what: str, view: View) -> Clause | None:
    words = what.split(" ")
    subject, own = whose(view, fact.subject), (fact.id,)
    denied = fact.polarity == "denied"
    past = words[0] == "lived" or fact.temporality == "past"
    if words[0] in ("lives", "live", "living", "lived", "resides"):
        words = words[1:]
    state = " ".join(words)
    if not words or any(tag in ("VBZ", "VDZ", "VHZ", "VVZ", "VVD", "VBD", "VHB", "VM0") for tag in tags(words)):
        return None
    first = words[0].lower()
    if first in listed("marital") or first == "from":
        said_ = Words(state.lower() if first != "from" else state)
        lasting = not past and (" for " in f" {state} " or state.endswith((" times", " twice")))
        tense = "past" if past else "present"
        return Clause(own, subject, "be", tense=tense, perfect=lasting, items=(said_,), negative=denied)
    if state in ("widow", "widower", "single mother", "single father"):
        return Clause(own, subject, "be", items=(Words(an(state)),), negative=denied)
    if words[:2] in (["sexually", "active"], ["Sexually", "active"]):
        return Clause(own, subject, "be", items=(Words(_own_people(state.lower(), patient(view))),), negative=denied)
    if denied and state in listed("household"):
        return Clause(own, subject, "have", determiner="any", items=(Words(state),), negative=True)
    people = _own_people(state, patient(view))
    if first in ("with", "alone", "independently", "at", "in", "on", "near"):
        with_ = "with" if first == "with" else ""
        items = (Words(people.removeprefix("with ") if with_ else people),)
        tense = "past" if past else "present"
        lasting = past and fact.temporality != "past" and " for " in f" {state} "  # "has lived in Leeds for 4 years"
        tense = "present" if lasting else tense
        return Clause(
            own, subject, "live", tense=tense, perfect=lasting, determiner=with_, items=items, negative=denied
        )
    if (
        (first in SMALL or first.isdigit() or first in ("a", "one", "no"))
        and len(words) <= 5
        and is_plural_or_one(state)
    ):
        return Clause(
            own,
            subject,
            "have",
            items=(Words(state.removeprefix("no ")),),
            negative=denied or first == "no",
            determiner="any" if first == "no" else "",
        )
    if words[-1].removesuffix("s") in _PETS and len(words) == 1:
        return Clause(own, subject, "have", items=(Words(some(state)),), negative=denied)
    if words[-1] in listed("household") and not (first in SMALL and set(words) & PREPOSITIONS):
        return Clause(own, subject, "live", determiner="with", items=(Words(people),), negative=denied)
    return None


def is_plural_or_one(state: str) -> bool:
    """Whether a count and its noun make a whole: "two children", "one healthy child"."""
    return state.split(" ")[-1] in listed("household") | listed("kept") and not set(state.split(" ")) & PREPOSITIONS


def _own_people(words: str, person: Person) -> str:
    """ "with wife and two kids" -> "with my wife and two kids"."""
    out: list[str] = []
    parts = words.split(" ")
    for at, word in enumerate(parts):
        before = parts[at - 1] if at else ""
        known = word.strip(",") in listed("household")
        counted = before in SMALL or before.isdigit()
        if known and (before in PREPOSITIONS or before in ("", "and", "or")):
            out.append(person.possessive)
        elif known and counted and at > 0 and (at < 2 or parts[at - 2] in PREPOSITIONS):
            out.insert(len(out) - 1, person.possessive)
        out.append(word)
    return " ".join(out)


def works(facts: Sequence[Fact], view: View, rng: random.Random) -> list[Clause] | None:
    """ "I work as a baker."; "I'm retired."; "I'm a retired bus driver."""
    out: list[Clause] = []
    for fact in facts:
        what = text(fact, "what", view) or text(fact, "trade", view)
        if what is None:
            return None
        clause = _work(fact, what, view, rng)
        if clause is None:
            return None
        out.append(clause)
    return out


def _work(fact: Fact, what: str, view: View, rng: random.Random) -> Clause | None:
    subject, own, denied = whose(view, fact.subject), (fact.id,), fact.polarity == "denied"
    words = what.split(" ")
    past = fact.temporality == "past"
    tense = "past" if past else "present"
    if words[-1] in ("job", "work") and len(words) > 1 and words[0] not in ("works", "work", "no", "out"):
        return Clause(own, subject, "have", (Words(some(what)),), tense, negative=denied)
    if words[0] in ("works", "work", "working", "worked", "employed") and len(words) > 1 and "," not in what:
        lasting = words[0] == "worked" and not past  # "has worked"
        return Clause(
            own, subject, "work", (Words(_trade(" ".join(words[1:]))),), tense, perfect=lasting, negative=denied
        )
    verb = lemma(words[0], "VVZ")
    if verb in listed("attending") and not words[0].endswith("ing") and len(words) > 1 and "," not in what:
        return Clause(own, subject, verb, (Words(" ".join(words[1:])),), tense, negative=denied)
    if words[:2] == ["used", "to"]:
        return Clause(own, subject, "use", (Words(" ".join(words[1:])),), "past")
    if what in listed("idle"):
        return Clause(own, subject, "be", (Words(what),), tense, negative=denied)
    if set(words) & listed("schools") and words[0] in ("at", "in"):
        return Clause(own, subject, "be", (Words(what),), tense, negative=denied)
    if words[0] in ("at", "for", "in", "with"):
        return Clause(own, subject, "work", (Words(what),), tense, negative=denied)
    if words[0] in ("not", "work", "works") or words[0] in PREPOSITIONS or words[0] in SMALL or words[0].isdigit():
        return None
    if shape(what) != "noun" or "," in what or words[0] in ("previously", "formerly", "currently"):
        return None
    if tags(words)[0][:2] in ("VV", "VD", "VH", "AV") or " to " in what or is_plural(what):
        return None
    trade = what if determined(what) else an(what)
    if words[0] in ("retired", "former", "unemployed", "disabled") or words[-1] == "student" or rng.random() < 0.5:
        return Clause(own, subject, "be", (Words(trade),), tense, negative=denied)
    return Clause(own, subject, "work", (Words(f"as {trade}"),), tense, negative=denied)


def _trade(rest: str) -> str:
    words = rest.split(" ")
    return (
        f"as {an(' '.join(words[1:]))}"
        if words[0] == "as" and len(words) > 1 and not determined(" ".join(words[1:]))
        else rest
    )


def habits(facts: Sequence[Fact], view: View, rng: random.Random) -> list[Clause] | None:
    """ "I quit smoking in 2010."; "I've never smoked."; "I have a beer now and then."""
    out: list[Clause] = []
    denied = [fact for fact in facts if _status(fact) == "never" and not fact.argument("amount")]
    if len(denied) > 1:
        together = _never(denied, view)
        if together is None:
            return None
        out.append(together)
    for fact in facts:
        if len(denied) > 1 and fact in denied:
            continue
        clause = _habit(fact, view, rng)
        if clause is None:
            return None
        before = out[-1] if out else None
        if (
            before is not None
            and not before.time
            and before.but(facts=(), rest=()) == clause.but(facts=(), rest=(), time=())
            and not before.rest
        ):
            out[-1] = clause.but(facts=(*before.facts, *clause.facts))  # "smokes" and "one pack a day"
        else:
            out.append(clause)
    return joined(out, rng, 2)


def _status(fact: Fact) -> str:
    found = fact.argument("status")
    what = fact.argument("what")
    if fact.polarity == "denied" or (
        what is not None and what.text.lower().replace("-", "").replace(" ", "") in _ABSTAINERS
    ):
        return "never"
    return found.value or "current" if found else "current"


def _doing(fact: Fact, view: View) -> tuple[str, str] | None:
    """What is done with a substance: a verb and its object, as the table or the -ing form has it."""
    table = {row[0]: (row[1], row[2] if len(row) > 2 else "") for row in rows("habits")}
    argument = fact.argument("what")
    what = text(fact, "what", view)
    if argument is None or "abuse" in argument.text.lower():
        return None
    sense = (argument.value or "") if argument.value in ("tobacco", "alcohol", "drugs", "caffeine") else ""
    for written in (argument.text, what or "", sense):
        if written.lower().strip(" .") in table:
            return table[written.lower().strip(" .")]
    first, _, rest = (what or "").partition(" ")
    if first.endswith("ing") and is_verb(lemma(first, "VVG")):
        return lemma(first, "VVG"), rest
    return None


def _never(facts: Sequence[Fact], view: View) -> Clause | None:
    """ "I don't smoke, drink alcohol or use drugs."""
    done = [_doing(fact, view) for fact in facts]
    said = [Words(f"{one[0]} {one[1]}".strip(), (fact.id,)) for one, fact in zip(done, facts, strict=True) if one]
    if len(said) < len(facts):
        return None
    verb, _, thing = said[0].text.partition(" ")
    listed_ = series([Words("", said[0].facts), *said[1:]], "or")
    rest = (Words(thing, said[0].facts), *listed_[1:])
    return Clause(tuple(fact.id for fact in facts), whose(view, facts[0].subject), verb, rest, negative=True)


def _habit(fact: Fact, view: View, rng: random.Random) -> Clause | None:
    done = _doing(fact, view)
    if done is None:
        return None
    verb, thing = done
    subject, own, status = whose(view, fact.subject), (fact.id,), _status(fact)
    base = Clause(own, subject, verb, (Words(thing),))
    if status == "never":
        explicit = fact.argument("status") is not None and rng.random() < 0.5
        return base.but(perfect=explicit, never=explicit, negative=True)
    amounts = [said(argument, view, fact) for argument in fact.arguments if argument.role == "amount"]
    written_amount = " ".join(one for one in amounts if one).removeprefix("to ")  # "limits alcohol to five drinks"
    amount, since = _amount(written_amount or None), text(fact, "since", view)
    written = fact.argument("what")
    if status == "former" or (written is not None and written.text.lower().startswith(("smoked", "drank", "used"))):
        return _former(base, thing, amount, since)
    if amount.isdigit():
        return None  # "a smoker since the age of 10"
    if amount.split(" ")[0].isdigit() and amount.split(" ")[1:2] and amount.split(" ")[1] in SMALL:
        return None  # "1U ... every 2-3 days": a number without its unit
    time = tuple(Words(words) for words in (_counted(amount, thing), _began(since)) if words)
    if amount == "very little" and thing:
        return base.but(rest=(Words(f"very little {thing}"),), time=tuple(Words(w) for w in (_began(since),) if w))
    measured = bool(amount) and (
        amount.split(" ")[0] in SMALL
        or amount[0].isdigit()
        or amount.startswith(("a ", "half", "less than ", "fewer than ", "up to ", "about "))
    )
    if measured:
        lasting = bool(since) and since.startswith(("for ", "since "))
        return base.but(
            verb="have" if "drink" in amount else verb,
            rest=time,
            perfect=lasting,
            progressive=lasting and "drink" not in amount,
        )
    return base.but(time=time)


def _counted(amount: str, thing: str) -> str:
    """ "six beers a day"; "a cup a day" of coffee is "a cup of coffee a day"."""
    words = amount.split(" ")
    if (
        len(words) > 1
        and words[1].rstrip("s") in ("cup", "glass", "bottle", "can", "shot", "pint")
        and thing
        and "of" not in words
    ):
        return " ".join([*words[:2], "of", thing, *words[2:]])
    return amount


def _began(since: str | None) -> str:
    if not since or since.startswith(("since", "for")):
        return since or ""
    return f"since {since}"


def _former(base: Clause, thing: str, amount: str, since: str | None) -> Clause | None:
    """What somebody did once: "I quit smoking in 2010.", "I smoked for 40 years.", "I used to smoke."""
    amount = "" if amount in ("a day", "a week", "per day", "every day") else amount  # of how many, nothing is left
    if since and since.startswith("for "):
        return base.but(tense="past", time=tuple(Words(words) for words in (amount, since) if words))
    if since:
        doing = inflect(base.verb, "gerund")
        when = f"in {since}" if since[:4].isdigit() else since
        return base.but(verb="quit", rest=(Words(f"{doing} {thing}".strip()),), tense="past", time=(Words(when),))
    did = Words(f"to {base.verb} {thing}".strip())
    return base.but(verb="use", rest=(did,), tense="past", time=(Words(amount),) if amount else ())


def _amount(words: str | None) -> str:
    """How much or how often, as an adverbial; "" for nothing said, and for pack years."""
    if words is None or any(part in words for part in ("pk", "pack-y", "pack y")):
        return ""
    table = mapping("amounts")
    return table.get(words, table.get(words.split(" ")[0], "") if " use" in words else words)


def name(fact: Fact, view: View) -> str | None:
    """A habit as a question names it: "smoking", "alcohol", "drugs"."""
    done = _doing(fact, view)
    if done is None:
        return None
    return done[1] or inflect(done[0], "gerund")


def identities(facts: Sequence[Fact], view: View, rng: random.Random) -> list[Clause] | None:
    """Age and trade: "I'm 45."; "I'm a baker."""
    out: list[Clause] = []
    for fact in facts:
        if fact.argument("trade") is not None:
            found = works([fact], view, rng)
            if found is None:
                return None
            out += found
            continue
        age = _age(fact)
        if age is None:
            return None
        out.append(Clause((fact.id,), patient(view).as_subject, "be", (Words(age),)))
    return out


def _age(fact: Fact) -> str | None:
    """ "58-year-old" -> "58"; "6 mo" -> "six months old"."""
    argument = fact.argument("age")
    spoken = aloud(argument.text) if argument else None
    words = spoken.replace("-", " ").split() if spoken else []
    unit = next((unit for unit in ("month", "week", "day") if any(word.startswith(unit) for word in words)), "")
    if not words:
        return None
    if unit:
        return f"{words[0]} {unit if words[0] == 'one' else unit + 's'} old"
    return words[0] if words[0][:1].isdigit() or words[0] in SMALL else None


def nothing(facts: Sequence[Fact], view: View, rng: random.Random) -> list[Clause] | None:
    """A section that says that there is nothing: "I don't have any allergies."""
    del rng
    table = {row[0]: row[1:] for row in rows("nothing")}
    out: list[Clause] = []
    for fact in facts:
        written = fact.text.lower()
        section = "allergies" if any(word in written for word in ("allerg", "nkda", "nka")) else fact.section
        if section not in table:
            return None
        verb, rest = table[section]
        if view.speaker == "physician":
            rest = rest.replace("allergies that I know of", "known allergies")
        if verb == "there":
            from bedside.agents.speaking.people import THERE

            words = Words(rest.replace("{my}", patient(view).possessive))
            out.append(Clause((fact.id,), THERE, "be", items=(words,), negative=True))
            continue
        out.append(Clause((fact.id,), patient(view).as_subject, verb, items=(Words(rest),), negative=True))
    return gathered(out)
