"""Medicines: what is taken, how much and how often; and what the physician says to do with them."""

import random
from collections.abc import Sequence

from bedside.agents.speaking.aloud import aloud
from bedside.agents.speaking.doses import BEFORE_TIMES, doses_of, strength
from bedside.agents.speaking.english import gathered, series
from bedside.agents.speaking.known_words import is_general_word
from bedside.agents.speaking.nouns import PREPOSITIONS, an, head, is_part, owned, some
from bedside.agents.speaking.people import AUTHOR, THEY, WE, patient, whose
from bedside.agents.speaking.phrase import text
from bedside.agents.speaking.scan import SMALL
from bedside.agents.speaking.tables import listed
from bedside.agents.speaking.timing import condition_of, time_of
from bedside.agents.speaking.tree import Clause, Subject, Words
from bedside.agents.speaking.view import View
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Fact

_ADVISED = frozenset(("advise", "advised", "recommend", "recommended", "suggested"))
_ORDERED = frozenset(("plan", "assessment", "instructions"))
_CHANGED = frozenset("drug dose frequency duration action route form condition when".split())
_AIMED = ("titrate", "adjust")
# What is done with a medicine -> the verb of who takes it and its tense or aspect.
_TAKING = {
    "take": ("take", ""), "": ("take", ""), "start": ("start", "past"), "stop": ("stop taking", "past"),
    "finish": ("finish", "past"), "skip": ("skip", "past"), "keep": ("keep taking", "past"), "hold": ("hold off on", "past"),
}  # fmt: skip
_TOOK = frozenset(("took", "taken", "tried", "used", "had taken", "was on", "was taking"))
_UP = frozenset("increase increasing raise up uptitrate titrate".split())
_DOWN = frozenset("decrease decreasing reduce reducing lower wean taper down cut".split())
_TELLING = {
    "take": "take", "": "take", "start": "start", "stop": "stop", "keep": "keep taking", "finish": "finish", "hold": "hold off on",
}  # fmt: skip


def clauses(facts: Sequence[Fact], view: View, rng: random.Random) -> list[Clause] | None:
    """Sentences for medicines: what is taken in lists of up to three, the rest one by one."""
    out: list[Clause] = []
    taken: list[tuple[Fact, str]] = []
    for fact in facts:
        named = described(fact, view)
        if named is None:
            return None
        if (
            not is_order(fact)
            and action(fact) in ("", "take")
            and not _is_done(fact)
            and fact.temporality == "current"
            and fact.polarity != "denied"
            and fact.section != "procedure"
            and not _tail(fact, view)
            and not _since(text(fact, "since", view), action(fact))
            and not _is_long(fact)
        ):
            taken.append((fact, named))
            continue
        one = _ordered(fact, named, view, rng) if is_order(fact) else _told(fact, named, view)
        tail = _tail(fact, view)
        if one is None or tail is None:
            return None
        out.append(one.but(time=(*one.time, *tail)))
    return [*_lists(taken, view), *gathered(out)]


def _tail(fact: Fact, view: View) -> tuple[Words, ...] | None:
    """When and under which condition, as they end the sentence; None if one of them cannot be said."""
    condition, when = condition_of(fact, view), text(fact, "when", view)
    if condition is None or (when is None and fact.argument("when") is not None):
        return None
    long = when is not None and (when[0].isdigit() or when.split(" ")[0] in SMALL) and not when.endswith("ago")
    time = (Words(f"for {when}"),) if long and fact.argument("dose") else time_of(when)
    return (*time, *(Words(words) for words in (condition,) if words))


def is_order(fact: Fact) -> bool:
    """Whether a medicine is one the physician orders now, not one of the chart."""
    return fact.section in _ORDERED or is_advised(fact)


def is_advised(fact: Fact) -> bool:
    """Whether what was done tells that a medicine was advised, which is said to the patient as advice."""
    words = fact.text.lower().split()
    return (
        fact.section in ("course", "procedure")
        and not _ADVISED.isdisjoint(words)
        and action(fact) in ("", "take", "start")
    )


def action(fact: Fact) -> str:
    """What is done with it: take, start, stop, ...; "" where the note says nothing."""
    found = fact.argument("action")
    return (found.value or found.text) if found else ""


def _lists(taken: Sequence[tuple[Fact, str]], view: View) -> list[Clause]:
    out: list[Clause] = []
    for start in range(0, len(taken), 3):
        some_ = taken[start : start + 3]
        items = [Words(named, (fact.id,)) for fact, named in some_]
        own = tuple(fact.id for fact, _ in some_)
        subject = whose(view, some_[0][0].subject)
        out.append(Clause(own, subject, "take", series(items), adverb="also" if start else ""))
    return out


def described(fact: Fact, view: View) -> str | None:
    """ "metformin, 500 milligrams twice a day": the name with its doses in the note's order."""
    drug = text(fact, "drug", view)
    if drug is None or not _is_medicine(drug):
        return None
    new = not is_order(fact) or action(fact) in ("", "take", "start")
    drug = some(drug) if new and head(drug) in listed("forms") else drug
    given = text(fact, "form", view) or ""
    if given == "patch" and not drug.endswith("patch"):
        drug = an(f"{drug} patch")
    drug, led = _unled(drug)
    parts = doses_of(fact, view, led)
    if parts is None:
        return None
    form, written = text(fact, "form", view), fact.argument("form")
    plain = written is not None and written.text.lower() in listed("plain_forms")
    if form and not plain and form not in listed("plain_forms") and form not in drug:
        drug = f"{drug} {form}"
    return _put(drug, parts + _asides(fact, view), fact)


def _asides(fact: Fact, view: View) -> list[str]:
    """What it is for, in which season, and until when."""
    parts: list[str] = []
    purpose = _aim(fact) or text(fact, "purpose", view)
    if purpose and action(fact) in ("stop", "hold", "pend", "refuse"):
        parts.append(f", {because(purpose, fact, view)}")
    elif purpose and purpose.startswith("aiming for "):
        parts.append(f", {purpose}")
    elif purpose and not purpose.endswith(BEFORE_TIMES):
        purpose = purpose.removeprefix("to take ")  # "to take instead of ibuprofen"
        parts.append(purpose if purpose.split(" ")[0] in PREPOSITIONS | {"instead"} else f"for {purpose}")
    season = (text(fact, "since", view) or "").removeprefix("in the ").removeprefix("in ")
    if season in ("spring", "summer", "fall", "autumn", "winter"):
        parts.append(f"in the {season}")
    until = text(fact, "until", view)
    if until:
        link = "on" if action(fact) in ("finish", "stop") else "until"
        dated = until.split(" ")[0] in PREPOSITIONS or until.endswith(("ago", "yesterday", "today"))
        parts.append(until if dated else f"{link} {until}")
    return parts


def _aim(fact: Fact) -> str | None:
    """What a dose is to bring about: "titrate to 3 BMs/day" -> "aiming for three bowel movements a day"."""
    purpose = fact.argument("purpose")
    words = (purpose.value or purpose.text).split(" ") if purpose is not None else []
    if len(words) < 3 or not words[0].lower().startswith(_AIMED):
        return None
    found = aloud(" ".join(words[2:]).replace("/day", " a day").replace("/d", " a day"))
    return f"aiming for {found}" if found else None


def because(reason: str, fact: Fact, view: View) -> str:
    """Why a medicine was given up: "stomach" -> "because of my stomach"."""
    if reason.split(" ")[0] in PREPOSITIONS | {"because", "due"}:
        return reason
    who = patient(view) if fact.subject == "patient" else THEY
    return f"because of {owned(reason, who) if is_part(reason) else reason}"


def _unled(drug: str) -> tuple[str, str]:
    """A name without the preposition of the time behind it, and that: "codeine after"."""
    name, _, last = drug.rpartition(" ")
    return (name, last) if name and last in PREPOSITIONS else (drug, "")


def _is_medicine(drug: str) -> bool:
    """Whether it is not only a test, a measurement, a general word, a heading or "none" that stands where a medicine should be."""
    if drug.split(" ")[0] in ("not", "no", "nil", "none") or head(drug) in ("use", "assessment", "history", "list"):
        return False
    kinds = {mention.kind for mention in Terminology.load().find(drug)}
    if not kinds:  # a brand that no list has, or a general word: "I take stream"
        return head(drug).lower() in listed("called_medicines") or not all(
            map(is_general_word, drug.lower().split(" "))
        )
    return bool(kinds - {"measurement", "test", "anatomy", "finding"})


def _put(drug: str, parts: Sequence[str], fact: Fact) -> str:
    if not parts:
        return drug
    has_dose = any(argument.role == "dose" for argument in fact.arguments)
    words = " ".join(parts).replace(" ,", ",")
    if has_dose and parts[0].replace(".", "").isdigit():
        return f"{drug} {words}"  # "lisinopril 10"
    return f"{drug}, {words}" if has_dose else f"{drug} {' '.join(parts)}"


def _told(fact: Fact, named: str, view: View) -> Clause | None:
    """What the patient does or did with a medicine of the chart."""
    subject, own = whose(view, fact.subject), (fact.id,)
    done = action(fact)
    time = _since(text(fact, "since", view), done)
    if fact.polarity == "denied" and done == "pend":
        return Clause(
            own,
            subject,
            "start",
            (Words(f"{named}, yet" if "," in named else f"{named} yet"),),
            perfect=True,
            negative=True,
        )
    if fact.polarity == "denied":
        return Clause(
            own, subject, "take", (Words(named),), "past" if fact.temporality == "past" else "present", negative=True
        )
    if done == "refuse":
        return Clause(own, subject, "want", (Words(f"to take {named}"),), negative=True)
    if done == "change":
        return _was_changed(fact, view)
    if done == "skip" and (missed := _missed(fact, view)) is not None:
        return missed
    if done == "skip" and fact.temporality == "current" and "not" in (fact.argument("action") or fact).text.split():
        return Clause(own, subject, "take", items=(Words(named),), adverb="always", negative=True)
    verb, tense = _TAKING.get(done, ("", ""))
    if not verb:
        return None
    word, _, rest = verb.partition(" ")
    kept = word == "keep" and not fact.text.lower().startswith("continued ")
    kept = kept or (word == "keep" and " use " in fact.text)  # "confirms continued daily use of finasteride"
    past = (tense == "past" and not kept) or fact.temporality == "past"
    if fact.section in ("course", "procedure") and done in ("", "take", "start"):
        return Clause(own, subject, "give", (Words(named),), "past", passive=True)
    if done == "take" and _is_done(fact):
        return Clause(own, subject, "take", (Words(named),), "past", time=time)
    if done in ("", "take") and fact.temporality == "past":
        return Clause(own, subject, "use", (Words(f"to take {named}"),), "past", time=time)
    lasting = (
        (_is_long(fact) or (bool(time) and time[0].text.startswith(("since ", "for "))))
        and word in ("take", "keep")
        and not past
    )
    verb_ = Clause(own, subject, word, (Words(f"{rest} {named}".strip()),), "past" if past else "present", time=time)
    return verb_.but(verb="take", rest=(Words(named),), perfect=True, progressive=True) if lasting else verb_


def _was_changed(fact: Fact, view: View) -> Clause | None:
    """What a medicine of the chart was changed to: "My metformin was changed to 500 milligrams twice a day"."""
    doses = [strength(argument, view) for argument in fact.arguments if argument.role == "dose"]
    drug, often = text(fact, "drug", view), text(fact, "frequency", view)
    more = {argument.role for argument in fact.arguments} - _CHANGED
    if drug is None or len(doses) != 1 or None in doses or more:
        return None
    owner = "my" if whose(view, fact.subject).person == 1 else patient(view).possessive
    to = " ".join(word for word in ("to", *doses, often) if word)
    subject = Subject((Words(f"{owner} {drug}"),))
    return Clause((fact.id,), subject, "change", (Words(to),), "past", passive=True)


def _missed(fact: Fact, view: View) -> Clause | None:
    """What is taken and how often it is missed: "I take atorvastatin at bedtime, but I miss about two doses a week"."""
    at = next((at for at, argument in enumerate(fact.arguments) if argument.role == "action"), 0)
    if not any(argument.role == "dose" for argument in fact.arguments[at + 1 :]):
        return None
    named = described(fact.model_copy(update={"arguments": fact.arguments[:at]}), view)
    missed = aloud(fact.text[fact.arguments[at].span.end - fact.span.start :].strip(" ."))
    if named is None or not missed:
        return None
    subject, own = whose(view, fact.subject), (fact.id,)
    return Clause(own, subject, "take", (Words(named),)).join(", but", Clause(own, subject, "miss", (Words(missed),)))


def _is_done(fact: Fact) -> bool:
    """Whether a medicine was taken once: "she took ibuprofen"."""
    written = fact.argument("action")
    return written is not None and written.text.lower() in _TOOK


def _since(words: str | None, done: str) -> tuple[Words, ...]:
    """When a medicine was begun or stopped: "2010" -> "in 2010" or "since 2010"."""
    if not words or words.split(" ")[-1] in ("spring", "summer", "fall", "autumn", "winter"):
        return ()
    if words.split(" ")[0] in PREPOSITIONS or words.endswith(("ago", "yesterday", "today", "week", "month", "year")):
        return (Words(words),)
    year = len(words) == 4 and words.isdigit()
    return (Words(f"{'since' if done in ('', 'take', 'keep') else 'in' if year else 'on'} {words}"),)


def _ordered(fact: Fact, named: str, view: View, rng: random.Random) -> Clause | None:
    """What the physician says to do: "Stop the lisinopril.", "I'd like you to start amoxicillin, ..."."""
    if view.speaker != "physician":
        return None
    done, own = action(fact), (fact.id,)
    if fact.temporality == "past":
        return _already(fact, named, view)
    bare = text(fact, "drug", view) or named
    the = f"the {bare}"
    if fact.polarity == "denied":
        kept = done in ("stop", "hold")  # "do not stop your clopidogrel unless ..."
        return Clause(
            own, None, done if kept else "take", (Words(named.replace(bare, the, 1) if kept else named),), negative=True
        )
    if done in ("refuse", "skip"):
        return None
    if done == "change":
        return _changed(fact, the, own, view)
    verb = _TELLING.get(done)
    if done == "refill":
        return Clause(own, AUTHOR, "refill", (Words(f"{patient(view).possessive} {named}"),), auxiliary="will")
    if verb is None:
        return None
    if done == "keep" and not _is_taken(fact):
        verb = "keep on with"
    if fact.certainty == "possible" and done in ("keep", "take", ""):
        word, _, rest = verb.partition(" ")
        return Clause(own, patient(view).as_subject, word, (Words(f"{rest} {named}".strip()),), auxiliary="can")
    if fact.certainty == "possible":
        return Clause(own, WE, "need", (Words(f"to {verb} {some(named)}"),), auxiliary="may")
    if done in ("take", "") and head(bare) in listed("put_on"):
        verb = "use"  # nobody takes a cream
    if head(bare) in listed("shots") and done in ("take", "start", ""):
        verb, named = "get", named.replace(bare, the, 1)
    what = the if done in ("stop", "hold", "finish") and named == bare else named
    word, _, rest = verb.partition(" ")
    tail = Words(f"{rest} {what}".strip() + (" for now" if done == "hold" and not _is_timed(fact) else ""))
    if done == "stop" or rng.random() < 0.5:
        return Clause(own, None, word, (tail,))
    return Clause(own, AUTHOR, "like", (Words(f"{patient(view).object} to {word} {tail.text}"),), auxiliary="would")


def _changed(fact: Fact, the: str, own: tuple[str, ...], view: View) -> Clause | None:
    """More or less of a medicine: "I'd like to increase the furosemide to 40 milligrams.", "... go up on the furosemide."""
    doses = [strength(argument, view) for argument in fact.arguments if argument.role == "dose"]
    long = text(fact, "duration", view)
    long = f"for {long}" if long and long.split(" ")[0] not in PREPOSITIONS else long
    start, to_, end = (doses[0] or "").partition(" to ") if len(doses) == 1 else ("", "", "")
    range_ = f"from {start}" if to_ else ""
    doses = [end] if to_ else doses
    often = text(fact, "frequency", view)
    written = fact.argument("action")
    said_ = {word.strip(".,") for word in written.text.lower().replace("-", " ").split()} if written else set[str]()
    if len(doses) > 1 or None in doses or not {argument.role for argument in fact.arguments} <= _CHANGED:
        return None
    verb = "increase" if said_ & _UP else "decrease" if said_ & _DOWN else "change"
    to = " ".join(word for word in (*doses, often, long) if word)
    if not to:
        way = {"increase": "go up on", "decrease": "go down on"}.get(verb)
        return Clause(own, AUTHOR, "like", (Words(f"to {way} {the}"),), auxiliary="would") if way else None
    return Clause(
        own, AUTHOR, "like", (Words(f"to {verb} {' '.join(w for w in (the, range_) if w)} to {to}"),), auxiliary="would"
    )


def _already(fact: Fact, named: str, view: View) -> Clause | None:
    """What the plan says was done just now: "We gave you ...", "I've refilled your ...", I've prescribed it."""
    written = fact.argument("action")
    said_, own, person = (written.text.lower() if written else ""), (fact.id,), patient(view)
    if fact.polarity == "denied":
        return None
    if said_ in ("given", "gave", "received", "administered"):
        return Clause(own, WE, "give", (Words(f"{person.object} {named}"),), "past")
    if action(fact) == "refill":
        return Clause(own, AUTHOR, "refill", (Words(f"{person.possessive} {named}"),), perfect=True)
    if said_ in ("prescribed", "provided", "sent", "ordered"):
        return Clause(own, AUTHOR, "prescribe", (Words(named),), perfect=True)
    if action(fact) == "start":
        return Clause(own, AUTHOR, "start", (Words(f"{person.object} on {named}"),), perfect=True)
    return Clause(own, AUTHOR, "stop", (Words(f"the {named}"),), perfect=True) if action(fact) == "stop" else None


def _is_long(fact: Fact) -> bool:
    """Whether a medicine of the chart has been taken for some time: "for one year"."""
    duration = fact.argument("duration")
    return duration is not None and duration.text.lower().rstrip("s").endswith(("year", "month", "week"))


def _is_timed(fact: Fact) -> bool:
    """Whether the note says how long or until when."""
    return any(argument.role in ("duration", "when", "until", "condition") for argument in fact.arguments)


def _is_taken(fact: Fact) -> bool:
    """Whether it is a medicine, not a treatment that somebody has ("radiation")."""
    drug = fact.argument("drug")
    terms = Terminology.load()
    concept = drug.concept or terms.concept(drug.text) if drug else None
    return concept is None or concept not in terms or terms.kind(concept) in ("drug", "substance")


def name(fact: Fact, view: View) -> str | None:
    """The bare name of a medicine for a question."""
    drug = text(fact, "drug", view)
    del view
    return some(drug) if drug and drug.endswith(("inhaler", "patch")) else drug
