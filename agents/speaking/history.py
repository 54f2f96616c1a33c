"""Conditions, operations, allergies and the family: what somebody has, had or never had."""

import random
from collections.abc import Sequence

from bedside.agents.speaking.aloud import aloud
from bedside.agents.speaking.english import gathered, ids, joined, series
from bedside.agents.speaking.lay import plain_inside
from bedside.agents.speaking.nouns import PREPOSITIONS, determined, head, is_plural, owned, plural_of, some
from bedside.agents.speaking.people import IT, THERE, Person, is_kin, patient, whose
from bedside.agents.speaking.phrase import naming, text, text_of
from bedside.agents.speaking.shape import is_act, is_thing, shape
from bedside.agents.speaking.tables import listed, mapping
from bedside.agents.speaking.tree import Clause, Subject, Words
from bedside.agents.speaking.view import View
from bedside.agents.text.inflection import lemma
from bedside.agents.text.tagger import tags
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Fact

_MONTHS = frozenset("January February March April May June July August September October November December".split())
_ORDINALS = ("st", "nd", "rd", "th")
_FAMILY = frozenset(("family", "relative", "relatives", "family member"))
_BROKEN = frozenset(("fractured", "broken", "sprained", "dislocated"))
_STATES = ("controlled", "stable", "managed")


def conditions(facts: Sequence[Fact], view: View, rng: random.Random) -> list[Clause] | None:
    """Conditions of the patient in one list where nothing more is said of them; those of others a clause each."""
    simple = [
        fact
        for fact in facts
        if not fact.argument("since") and not fact.argument("status") and fact.subject == facts[0].subject
    ]
    if len(simple) == len(facts) and len(facts) > 1:
        return _several(facts, view)
    clauses = [_condition(fact, view) for fact in facts]
    found = [clause for clause in clauses if clause is not None]
    return joined(found, rng) if len(found) == len(clauses) else None


def _name(fact: Fact, view: View) -> str | None:
    name = naming(fact.argument("what"), view)
    name = name.replace(", removed", " removed").removeprefix("past medical history of ") if name else None
    name = "migraines" if name == "migraine" else name
    if name and name.endswith("murmur") and view.speaker != "physician":
        name = "heart murmur"  # how loud, and when, nobody says of their own
    if name is None or shape(name) not in ("noun", "doing") or " which " in name or "," in name:
        return None
    if fact.subject != "patient" and not is_kin(fact.subject):
        return None
    plain = text_of(fact, "what")
    done = head(name).endswith(("ectomy", "plasty", "otomy", "scopy", "graft"))
    if done and view.speaker == "physician" and fact.section not in ("past", "history"):
        return None  # "history of lobectomy" over what is planned: nobody "has" one
    if name in ("history", "problems", "issues", "symptoms") or name in mapping("habits") or plain in mapping("habits"):
        return None
    if not (is_thing(name.removesuffix(" last year")) or (plain and is_thing(plain))):
        return None
    site = text(fact, "site", view)
    return f"{name} in the {site}" if name and site and site not in name and " " not in site else name


def _is_resolved(fact: Fact) -> bool:
    status = fact.argument("status")
    return status is not None and status.text.lower().strip(" .") in ("resolved", "cured", "in remission", "healed")


def is_over(fact: Fact, name: str) -> bool:
    """Whether a condition is one that people had, not have."""
    past = (
        fact.temporality == "past"
        or name.endswith((" removed", " last year"))
        or bool(set(name.split(" ")) & _BROKEN)
        or _is_resolved(fact)
        or head(name).lower() in listed("over")
    )
    return past or (fact.section in ("past", "family") and head(name).lower() in listed("over_diseases"))


def _several(facts: Sequence[Fact], view: View) -> list[Clause] | None:
    out: list[Clause] = []
    over: dict[bool, list[Words]] = {}
    for fact in facts:
        name = _name(fact, view)
        if name is None:
            return None
        denied = fact.polarity == "denied"
        over.setdefault(is_over(fact, name), []).append(Words(some(name) if not denied else name, (fact.id,)))
    for past, items in over.items():
        out.append(_having(facts[0], items, past, view))
    return out


def _having(fact: Fact, items: Sequence[Words], past: bool, view: View, time: tuple[Words, ...] = ()) -> Clause:
    own = ids(words.facts for words in items)
    denied = fact.polarity == "denied"
    if fact.subject in _FAMILY and past:
        who = "nobody" if denied else "somebody"
        somebody = Subject((Words(f"{who} in {patient(view).possessive} family"),))
        return Clause(own, somebody, "have", items=tuple(_some(items)), determiner="", perfect=True)
    if fact.subject in _FAMILY:
        subject: Subject = THERE
        first = Words(f"any {items[0].text}", items[0].facts)
        rest = (
            (*series([first, *items[1:]], "or"), Words(f"in {patient(view).possessive} family"))
            if denied
            else (*series(items), Words(f"in {patient(view).possessive} family"))
        )
        many = is_plural(items[0].text)
        return Clause(own, Subject(subject.words, 3, many), "be", rest, negative=denied)
    subject = whose(view, fact.subject)
    if denied and past:
        return Clause(
            own, subject, "have", series(_some(items), "or"), perfect=True, never=True, negative=True, time=time
        )
    if denied:
        lately = fact.section == "history" and head(items[0].text).lower() in listed("events_of_health")
        return Clause(own, subject, "have", _any(items, lately), negative=True, perfect=lately, time=time)
    if fact.certainty == "possible":
        return Clause(own, subject, "have", series(items), auxiliary="may", perfect=past, time=time)
    lasting = any(words.text.startswith(("for ", "since ", "over ")) for words in time)
    return Clause(
        own, subject, "have", series(items), "past" if past else "present", perfect=lasting and not past, time=time
    )


def _some(items: Sequence[Words]) -> list[Words]:
    return [Words(some(words.text), words.facts) for words in items]


def _any(items: Sequence[Words], every: bool = False) -> tuple[Words, ...]:
    return (
        series([Words(f"any {items[0].text}", items[0].facts), *items[1:]], "or")
        if len(items) > 2 or every
        else series(_some(items), "or")
    )


def _condition(fact: Fact, view: View) -> Clause | None:
    name = _name(fact, view)
    if name is None:
        return None
    if name in listed("personal_states") | listed("states") and len(fact.arguments) == 1:
        return Clause((fact.id,), whose(view, fact.subject), "be", (Words(name),), negative=fact.polarity == "denied")
    denied = fact.polarity == "denied"
    past = is_over(fact, name)
    own = (fact.id,)
    since = text(fact, "since", view) or ""
    if name.endswith(" last year") and not since:
        name, since = name.removesuffix(" last year"), "last year"
    time: tuple[Words, ...] = ()
    if since:
        words = since.removeprefix("diagnosed ").removeprefix("dx ")
        if words.startswith("since ") and words.split(" ")[-1].rstrip("s") in ("year", "month", "week", "day"):
            words = f"for {words.removeprefix('since ')}"  # "since eight years"
        if words[:4].isdigit() and len(words) == 4:
            words = f"in {words}" if past else f"since {words}"
        elif words.startswith(("in the past ", "in the last ")) and not past:
            words = f"over {words.removeprefix('in ')}"
        elif words.startswith("in ") and not past:
            words = f"since {words.removeprefix('in ')}"
        elif words.startswith(("at ", "age ", "aged ")):
            words = words.replace("age ", "").removeprefix("aged ").removeprefix("at ")
            words, past = f"at {words}", past or fact.subject != "patient" or head(name) in listed("acute")
            if not past:
                words = f"since the age of {words.removeprefix('at ')}"
        elif words.split(" ")[0] not in PREPOSITIONS and not words.endswith(("ago", "child", "last year")):
            words = f"for {words}" if not past else words
        time = (Words(words),)
    if time and time[0].text.endswith(" ago") and not (past or denied) and fact.certainty == "certain":
        subject = whose(view, fact.subject)
        return Clause(own, subject, "diagnose", (Words(f"with {name}"),), "past", passive=True, time=time)
    clause = _having(fact, [Words(some(name) if not denied else name, own)], past, view, time)
    status = text(fact, "status", view)
    if status and _is_resolved(fact) and not denied and fact.subject == "patient":
        it = Subject((Words("they"),), 3, True) if is_plural(name) else IT
        gone = "in remission" if status == "in remission" else "gone now"
        clause = clause.join(", and", Clause(own, it, "be", (Words(gone),)))
    elif status and not denied and fact.subject == "patient" and any(word in status for word in _STATES):
        it = Subject((Words("they"),), 3, True) if is_plural(name) else IT
        clause = clause.join(
            ", and" if "un" not in status and "poor" not in status else ", but", Clause(own, it, "be", (Words(status),))
        )
    return clause


def procedures(facts: Sequence[Fact], view: View, rng: random.Random) -> list[Clause] | None:
    """ "I had an appendectomy in 2010."; "I had my gallbladder removed."; "I've never had any surgery."""
    out: list[Clause] = []
    for fact in facts:
        if done := _up_to_date(fact, view) or _done_to(fact, view):
            out.append(done)
            continue
        name = _operations(
            (naming(fact.argument("what"), view) or "")
            .removeprefix("history of ")
            .removesuffix(" by Doctor")
            .removesuffix(" by doctor")
        )
        if name is None or is_act(name) or name.endswith((" it", " them")) or _is_of_pieces(name):
            return None
        if name.startswith("last "):
            name = f"{patient(view).possessive} {name}"
        site = text(fact, "site", view)
        when = text(fact, "when", view) or ""
        when = f"at {when.split(' ')[-1]}" if when.startswith(("age ", "aged ", "at age ")) else when
        if (when[:4].isdigit() and len(when) == 4) or when.split(" ")[0] in _MONTHS:
            when = f"{'on' if ', ' in when or when[-2:] in _ORDINALS else 'in'} {when}"
        if site and site not in name:
            name = (
                f"{name} on {patient(view).possessive} {site.removeprefix('the ')}"
                if site.split(" ")[0] not in PREPOSITIONS
                else f"{name} {site}"
            )
        denied = fact.polarity == "denied"
        subject = whose(view, fact.subject)
        if denied:
            out.append(
                Clause((fact.id,), subject, "have", (Words(some(name)),), perfect=True, never=True, negative=True)
            )
            continue
        out.append(Clause((fact.id,), subject, "have", items=(Words(f"{some(name)} {when}".strip()),), tense="past"))
    return joined(gathered(out), rng)


def _is_of_pieces(name: str) -> bool:
    """Whether a count behind an operation may be of what was taken or put in, and not of operations: "bypass x3"."""
    counted = name.endswith((" times", " twice"))
    return counted and not listed("pieces").isdisjoint(name.replace("-", " ").split(" "))


def _up_to_date(fact: Fact, view: View) -> Clause | None:
    """ "Vaccinations up to date" -> "his vaccinations are up to date"."""
    name = naming(fact.argument("what"), view) or ""
    thing, found, _ = name.lower().partition(" up to date")
    if not found or not thing or fact.polarity == "unknown":
        return None
    subject = Subject(
        (Words(f"{patient(view).possessive} {thing.removesuffix(' are').removesuffix(' is')}"),), 3, is_plural(thing)
    )
    return Clause((fact.id,), subject, "be", (Words("up to date"),), negative=fact.polarity == "denied")


def _done_to(fact: Fact, view: View) -> Clause | None:
    """ "Gallbladder removed in 2016" -> "I had my gallbladder removed in 2016"; "a vaccine given" -> "I had a vaccine"."""
    name = naming(fact.argument("what"), view) or ""
    thing, _, done = name.rpartition(" ")
    if fact.polarity == "denied" or not thing or done not in listed("done_to") or "," in thing:
        return None
    when = text(fact, "when", view)
    site = text(fact, "site", view)
    if (when is None and fact.argument("when") is not None) or (site and site not in name):
        return None
    given = done in ("given", "done", "completed", "received", "performed")
    owner = patient(view)
    what = some(thing) if given else f"{owned(thing, owner) if not determined(thing) else thing} {done}"
    year = when is not None and len(when) == 4 and when.isdigit()
    time = (Words(f"in {when}" if year else when),) if when else ()
    return Clause((fact.id,), whose(view, fact.subject), "have", (Words(what),), "past", time=time)


def _sided(name: str) -> str:
    """ "hernia repair, right, 2009" -> "right hernia repair in 2009"; "lumpectomy in 2019 with radiation" as it stands."""
    parts = [part.strip() for part in name.split(",")]
    side = next((part for part in parts[1:] if part in ("right", "left")), "")
    years = [part for part in parts[1:] if len(part) == 4 and part.isdigit()]
    dated = parts[-1].split(" ") if len(parts) == 2 else []
    if len(dated) > 1 and all(word == "and" or (word.isdigit() and len(word) == 4) for word in dated):
        return f"{parts[0]} in {parts[1]}"
    if len(parts) == 1 or len(years) + bool(side) < len(parts) - 1:
        return name
    return " ".join(part for part in (side, parts[0], f"in {years[0]}" if years else "") if part)


def _operations(name: str | None) -> str | None:
    """One operation or a list of them with their articles; None if a part of the list is no operation."""
    parts = [part.strip().removeprefix("and ") for part in _sided(name or "").split(",")]
    if not all(part and shape(part) == "noun" and (len(parts) == 1 or is_thing(part)) for part in parts):
        return None
    return " and ".join([", ".join(some(part) for part in parts[:-1]), some(parts[-1])]) if len(parts) > 1 else parts[0]


_SORTS = frozenset(("seasonal", "environmental", "food", "outdoor", "indoor"))


def allergies(facts: Sequence[Fact], view: View, rng: random.Random) -> list[Clause] | None:
    """ "I'm allergic to penicillin; it gives me a rash."""
    del rng
    out: list[Clause] = []
    bare: list[Words] = []
    open_: list[Words] = []  # of which nobody is sure
    denied = facts[0].polarity == "denied"
    subject, person = whose(view, facts[0].subject), patient(view)
    for fact in facts:
        what = text(fact, "what", view)
        bare_ = what.removesuffix(" allergies").removesuffix(" allergy") if what else None
        foods = bare_ is not None and bare_ != what and bare_.split(" ")[-1] in listed("foods")
        what = plural_of(bare_) if bare_ and foods else bare_
        if what is None or (tags([what])[0] == "AJ0" and Terminology.load().concept(what) is None):
            return None
        if what in _SORTS and fact.argument("reaction") is None:
            sort = f"any {what} allergies" if denied else f"{what} allergies"
            out.append(Clause((fact.id,), subject, "have", (Words(sort),), negative=denied))
            continue
        if what.replace(" ", "") == "hayfever" and not denied:
            out.append(Clause((fact.id,), subject, "have", (Words("hay fever"),)))
            continue
        reaction = naming(fact.argument("reaction"), view)
        first, _, rest = (reaction or "").partition(", ")
        if rest and " " not in first and tags([first])[0].startswith("AJ"):
            reaction = f"{first} {rest}"  # "severe, anaphylactic reaction"
        maybe = fact.certainty == "possible"
        if reaction is None or denied:
            (open_ if maybe and not denied else bare).append(Words(what, (fact.id,)))
            continue
        clause = Clause((fact.id,), subject, "be", (Words(f"allergic to {what}"),), auxiliary="might" if maybe else "")
        out.append(clause.join(";", _reaction(fact, what, reaction, person)))
    if bare:
        items = series(bare, "or" if denied else "and")
        first = Clause(
            ids(words.facts for words in bare), subject, "be", (Words("allergic to"), *items), negative=denied
        )
        out.append(first.but(adverb="also") if out and not denied else first)
    if open_:
        named = (Words("allergic to"), *series(open_, "or"))
        out.append(Clause(ids(words.facts for words in open_), subject, "be", named, auxiliary="might"))
    return out


def _reaction(fact: Fact, what: str, reaction: str, person: Person) -> Clause:
    it = Subject((Words("they"),), 3, True) if is_plural(what) else IT
    if reaction in listed("doings") and " " not in reaction:
        verb = lemma(reaction, "VVG")
        return Clause((fact.id,), it, "make", (Words(f"{person.object} {verb}"),))
    if reaction in listed("states"):
        return Clause((fact.id,), it, "make", (Words(f"{person.object} {reaction}"),))
    return Clause((fact.id,), it, "give", (Words(f"{person.object} {some(reaction)}"),))


def _state_of(fact: Fact) -> str | None:
    """How a relative is, in full where the note is short."""
    state = fact.argument("state")
    return aloud(state.value) if state is not None and state.value else text_of(fact, "state")


def relatives(facts: Sequence[Fact], view: View, rng: random.Random) -> list[Clause] | None:
    """ "My brother is healthy."; "My father died at 70."""
    out: list[Clause] = []
    for fact in facts:
        who, state = text_of(fact, "who"), _state_of(fact)
        had = _had(fact, who, state, view)
        if had is not None:
            out.append(had)
            continue
        if who is None or state is None or set(state.replace(",", "").split()) & listed("household"):
            return None
        subject = whose(view, who)
        words = state.split(" ")
        if words[0] in ("is", "are", "was", "were") and len(words) > 1:
            words = words[1:]
            state = " ".join(words)
        if words[0] in ("died", "deceased", "dead", "passed"):
            rest = " ".join(words[1:]).removeprefix("away").strip()
            for written in ("at the age of ", "at age ", "age "):
                rest = rest.replace(written, "at ")
            if rest.endswith((" years", " months")):
                return None  # before how long, or after?
            rest = plain_inside(_aged(rest, who), view)
            rest = f"of {some(rest.removeprefix('of '))}" if rest.startswith("of ") else rest
            died = Clause((fact.id,), subject, "die", (Words(rest),), "past")
            out.append(died if rest else Clause((fact.id,), subject, "pass", (Words("away"),), "past"))
        elif words[0].isdigit() or words[0] in ("alive", "healthy", "well", "fine", "living", "in"):
            out.append(Clause((fact.id,), subject, "be", (Words(state),), negative=fact.polarity == "denied"))
        else:
            return None
    return joined(out, rng)


def _aged(rest: str, who: str) -> str:
    """ "of MI early 60s" -> "of MI in her early 60s"."""
    words = rest.split(" ")
    if len(words) < 3 or words[-2] not in ("early", "mid", "late") or not words[-1].rstrip("s").isdigit():
        return rest
    if words[-3] in PREPOSITIONS or words[-3] in ("his", "her", "their"):
        return rest
    kin = who.lower().split(" ")[-1]
    owner = "her" if kin in listed("women") else "his" if kin in listed("men") else "their"
    return " ".join([*words[:-2], "in", owner, *words[-2:]])


def _had(fact: Fact, who: str | None, state: str | None, view: View) -> Clause | None:
    """ "stroke at age 70", of a relative: "my father had a stroke at 70"."""
    name, _, age = (state or "").partition(" at ")
    age = age.removeprefix("the age of ").removeprefix("age ")
    if who is None or not age[:1].isdigit() or not name or shape(name) != "noun" or not is_thing(name):
        return None
    own = (fact.id,)
    rest = Words(f"{some(plain_inside(name, view))} at {age}")
    return Clause(own, whose(view, who), "have", (rest,), "past", negative=fact.polarity == "denied")
