"""Symptoms: what somebody has or feels, where, since when, and what changes it."""

import random
import re
from collections.abc import Sequence

from bedside.agents.speaking.aloud import aloud
from bedside.agents.speaking.english import gathered, ids, series
from bedside.agents.speaking.lay import doing
from bedside.agents.speaking.nouns import PREPOSITIONS, head, is_part, is_plural, placed, plural_of, some
from bedside.agents.speaking.people import IT, patient, whose
from bedside.agents.speaking.phrase import naming, text
from bedside.agents.speaking.shape import is_ailment, is_personal, is_thing, shape
from bedside.agents.speaking.sides import (
    details,
    happened_at,
    is_hedged,
    is_worse_with,
    led,
    qualities,
    stays,
    unworsened,
)
from bedside.agents.speaking.tables import listed
from bedside.agents.speaking.timing import unhyphened
from bedside.agents.speaking.tree import Clause, Subject, Words
from bedside.agents.speaking.view import View
from bedside.agents.text.inflection import inflect, lemma
from bedside.agents.text.tagger import tags
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Fact

_SIDED = frozenset(("left", "right", "both", "bilateral"))
_HOW = {"slight": "slightly", "mild": "mildly", "severe": "severely"}
_FELT = frozenset(("sick", "unwell", "poorly", "hot and sweaty", "hot and cold"))  # of which nobody says "I am"
_ONSETS = frozenset("sudden acute immediate new gradual".split())  # "sudden onset of pain"
_WEIGHT = re.compile(r"(?:an? )?(?:unintentional )?(\d[\d.]*)[ -]?(pound|lb|kg|kilogram)s? weight (gain|loss)$")
_MOST = 5  # complaints that somebody lists in one sentence
_OFTEN = {
    "occasional": "now and then", "infrequent": "now and then", "rare": "once in a while", "frequent": "often",
    "sporadic": "on and off", "episodic": "on and off", "daily": "every day", "nightly": "every night", "weekly": "every week",
}  # fmt: skip
_LASTING = ("for ", "since ", "over the ", "all ")


def phrase(fact: Fact, view: View) -> str | None:
    """The noun phrase of a symptom: "sharp pain in my right knee"; also what a question names. None for other phrases."""
    name = naming(fact.argument("what"), view)
    name = "frequent urination" if name == "frequency" else name
    name = name.removeprefix("chief complaint of ") if name else None
    name = f"weight {weighed[1]}" if (weighed := _weighed(fact)) else name
    name = name.replace(" onset of ", " ", 1) if name and name.split(" ")[0] in _ONSETS else name
    if fact.subject == "family":
        return None  # what runs in a family is no complaint of it
    thing, comma, part = (name or "").partition(", ")
    listed_ = ", " in part or part.startswith(("and ", "or "))  # "pain in her knees, ankles, or feet"
    if comma and is_part(part) and shape(thing) == "noun" and not listed_:
        name = f"{thing} {placed(part, patient(view))}"  # "ache, lower tummy"
    parts = listed("parts")
    if (
        name is None
        or name.split(" ")[0] in ("times", "presentation")
        or (fact.polarity == "present" and name in ("painful symptoms", "symptoms", "pressure"))
        or head(name).lower() in listed("movements")
        or name.lower() in parts
        or name.lower() in listed("senses")
        or name.split(" ")[0].lower() in ("possible", "potential")
        or name.lower().removesuffix("s") in parts
        or shape(name) not in ("noun", "doing")
        or _ends_open(name)
        or (fact.polarity == "present" and not is_ailment(name))
    ):
        return None
    before = [
        word for role in ("severity", "quality") for word in [_adjective(fact, role, view)] if word and word not in name
    ]
    return " ".join([*before, owned_inside(both_sides(name), view), _where(fact, view)]).strip()


def _weighed(fact: Fact) -> tuple[str, str] | None:
    """How much and which way, of "10 pound weight gain"."""
    written = fact.argument("what")
    found = _WEIGHT.match(written.text.lower().strip()) if written is not None else None
    amount = aloud(f"{found[1]} {found[2]}s") if found else None
    return (amount, found[3]) if found and amount else None


def _ends_open(name: str) -> bool:
    """Whether an adjective hangs on the end: "range of motion passive"."""
    words = name.split(" ")
    return len(words) > 2 and tags(words)[-1] == "AJ0" and not is_thing(" ".join(words[-2:]))


def _where(fact: Fact, view: View) -> str:
    site = text(fact, "site", view)
    name = text(fact, "what", view) or ""
    return placed(site, patient(view)) if site and site.lower() not in name.lower() else ""


def both_sides(name: str) -> str:
    """ "bilateral knee pain" -> "pain in both knees"."""
    words = name.split(" ")
    if words[0] != "bilateral" or len(words) < 3:
        return name
    part = " ".join(words[1:-1])
    return (
        f"{words[-1]} in both {part if is_plural(part) else plural_of(part)}"
        if is_part(part) or part.endswith("extremity")
        else name
    )


def owned_inside(name: str, view: View) -> str:
    """ "blood in the urine", "numbness in legs" -> "blood in my urine", "numbness in my legs"."""
    words = name.split(" ")
    owner = patient(view).possessive
    for at, word in enumerate(words[:-1]):
        part = words[at + 1] if words[at + 1] not in ("left", "right") else words[min(at + 2, len(words) - 1)]
        if part not in listed("parts") and part.removesuffix("s") not in listed("parts"):
            continue
        if _is_before_noun(words[at + 1 :]):
            continue
        if word in PREPOSITIONS and at and words[at + 2 : at + 3] == ["of"]:  # "on back of calf"
            words[at] = f"{word} the"
            continue
        if word == "the" and at:  # but not "at the back of my head"
            words[at] = owner if words[at + 2 : at + 3] != ["of"] else word
        elif word in PREPOSITIONS and at:
            words[at] = f"{word} {owner}"
    return " ".join(words)


def _is_before_noun(words: list[str]) -> bool:
    """Whether parts only say of what kind the noun behind them is: "bowel or bladder dysfunction"."""
    at = next((i for i, word in enumerate(words) if word not in listed("parts") | {"or", "and", "left", "right"}), None)
    return at is not None and at > 0 and tags(words)[at].startswith("NN") and not is_part(words[at])


def _adjective(fact: Fact, role: str, view: View) -> str | None:
    word = text(fact, role, view)
    if word is None or any(char.isdigit() for char in word) or " out of " in word:
        return None
    word = ", ".join(part for part in word.split(", ") if not stays(part))
    first = word.split(" ")[0]
    if not word or is_hedged(word):
        return None
    return None if first in PREPOSITIONS or first == "like" or len(word.split()) > 3 else word


def clauses(facts: Sequence[Fact], view: View, rng: random.Random) -> list[Clause] | None:
    """Sentences for symptoms; those that are denied or bare are listed in one."""
    out: list[Clause] = []
    bare: list[Fact] = []
    for fact in facts:
        if _is_only_a_part(fact):
            return None
        if _is_bare(fact, view) and _spread(fact, view) is None:
            bare.append(fact)
            continue
        found = _one(fact, view, rng)
        if found is None:
            return None
        out += found
    out = gathered(out)
    for some_ in _chunks(bare, view):
        listing = _listed(some_, view, rng)
        if listing is None:
            return None
        out += listing
    return out


def _is_only_a_part(fact: Fact) -> bool:
    """Whether what somebody is said to feel is a part of the body and nothing felt there: "right-sided low back"."""
    terms = Terminology.load()
    named = " ".join(
        word
        for word in (fact.arguments[0].text if fact.arguments else fact.text).lower().split(" ")
        if word.removesuffix("-sided") not in _SIDED
    )
    concept = terms.concept(named) if fact.kind == "symptom" else None
    return concept is not None and terms.kind(concept) == "anatomy"


def _chunks(facts: Sequence[Fact], view: View) -> list[list[Fact]]:
    """Facts for one sentence each; what is said alike stays together."""
    alike: dict[str, list[Fact]] = {}
    for fact in facts:
        alike.setdefault(phrase(fact, view) or fact.id, []).append(fact)
    groups = list(alike.values())
    return [[fact for group in groups[at : at + _MOST] for fact in group] for at in range(0, len(groups), _MOST)]


def _is_bare(fact: Fact, view: View) -> bool:
    roles = {argument.role for argument in fact.arguments} - {"what", "site", "quality", "severity"}
    led_apart = any(stays(quality) or is_hedged(quality) for quality in qualities(fact, view))
    roles |= {"quality"} if led_apart else set()
    severity = text(fact, "severity", view) or ""
    roles |= {"severity"} if " out of " in severity or any(char.isdigit() for char in severity) else set()
    return not roles and _state(fact, view) is None


def _state(fact: Fact, view: View) -> tuple[str, str] | None:
    """``("be", "tired")``, ``("do", "vomit")`` or ``("did", "lose weight")`` for a symptom that is no noun."""
    name = text(fact, "what", view)
    if name is None or any(not is_hedged(quality) for quality in qualities(fact, view)):
        return None
    if (weighed := _weighed(fact)) and fact.polarity == "present":
        return "did", f"{'gain' if weighed[1] == 'gain' else 'lose'} {weighed[0]}"
    name = doing(name, view)
    kind = shape(name)
    verb, _, rest = name.partition(" ")
    if verb.lower() in _HOW and is_personal(rest) and " " not in rest:
        return "be", f"{_HOW[verb.lower()]} {rest}"
    if kind == "noun" and " " not in name and name.lower() in listed("personal_states"):
        severity = (text(fact, "severity", view) or "").lower()
        return "be", f"{_HOW.get(severity, '')} {name}".strip()
    if kind == "state":
        return ("be", name) if is_personal(name) else None
    if kind == "doing":
        return "do", f"{lemma(verb, 'VVG')} {rest}".strip()
    return ("did", f"{lemma(verb, 'VVD')} {rest}") if kind == "done" else None


def _listed(facts: Sequence[Fact], view: View, rng: random.Random) -> list[Clause] | None:
    """ "I don't have any fever, chills or cough."; "No fever, chills or cough."; "I have a cough and chills."""
    names = [phrase(fact, view) for fact in facts]
    if any(name is None for name in names):
        return None
    denied = facts[0].polarity == "denied"
    subject = whose(view, facts[0].subject)
    names, place = _shared_place([name or "" for name in names])
    if denied:
        names, place = [_not_both(name, view) for name in names], _not_both(f" {place}", view).strip()
    past = facts[0].temporality == "past"
    items = _distinct(
        [Words(name if denied else some(name), (fact.id,)) for fact, name in zip(facts, names, strict=True)]
    )
    everything = ids(words.facts for words in items)
    if denied and not past and rng.random() < 0.4 and facts[0].subject == "patient" and view.speaker != "physician":
        return [Clause(everything, rest=(Words("no"), *series(items, "or"), Words(place)))]
    if denied:
        first = Words(
            f"any {items[0].text}" if len(items) > 1 or not _single(items[0].text) else some(items[0].text),
            items[0].facts,
        )
        rest = (*series([first, *items[1:]], "or"), Words(place))
        perfect = rng.random() < 0.5 and not past
        return [
            Clause(everything, subject, "have", rest, "past" if past else "present", perfect=perfect, negative=True)
        ]
    rest = (*series(items), Words(place))
    auxiliary = "may" if facts[0].certainty == "possible" else ""
    perfect = not auxiliary and not past and facts[0].subject == "patient" and rng.random() < 0.5
    return [Clause(everything, subject, "have", rest, "past" if past else "present", auxiliary, perfect)]


def _distinct(items: Sequence[Words]) -> list[Words]:
    """Items each once: two facts that are said alike are said once."""
    texts: dict[str, tuple[str, ...]] = {}
    for item in items:
        texts[item.text] = (*texts.get(item.text, ()), *item.facts)
    return [Words(text_, facts) for text_, facts in texts.items()]


def _shared_place(names: list[str]) -> tuple[list[str], str]:
    """Names without the place that all of them end in, and that place."""
    parts = [name.partition(" in ") for name in names]
    place = parts[0][2]
    if len(names) < 2 or not place or any(part[2] != place for part in parts):
        return names, ""
    return [part[0] for part in parts], f"in {place}"


def _single(name: str) -> bool:
    return some(name) != name


def _one(fact: Fact, view: View, rng: random.Random) -> list[Clause] | None:
    """A symptom with what is said of it: the main clause, then "and it's worse at night"."""
    subject = whose(view, fact.subject)
    spread = _spread(fact, view)
    if spread is not None:
        return [spread]
    past = fact.temporality == "past"
    times = _times(fact, view)
    denied = fact.polarity == "denied"
    lasting = any(time.startswith((*_LASTING, *(("in ", "over ") if denied else ()))) for time in times)
    tense = "past" if past else "present"
    state = _state(fact, view)
    own = (fact.id,)
    happened = happened_at(fact, view)
    time = tuple(Words(words) for words in (*times, *happened))
    if state is not None:
        clause = _stated(
            fact, state, view, Clause(own, subject, "be", tense=tense, negative=denied, time=time), lasting
        )
    else:
        name = phrase(fact, view)
        if name is None:
            return None
        often = text(fact, "frequency", view) or ""
        always = often.startswith(("every ", "all the time", "always"))  # not every time is not never
        what = (some(name) if _single(name) or always else f"any {name}") if denied else some(name)
        what = _not_both(what, view) if denied else what
        perfect = not past and (lasting or rng.random() < 0.5)
        clause = Clause(own, subject, "have", (Words(what),), tense, perfect=perfect, negative=denied, time=time)
    period = _last_period(fact, view, own)
    if period is not None:
        return [period]
    if denied:
        return [clause]
    more = [detail for detail in details(fact, view, (fact.id,)) if detail is not None]
    more = [detail if _is_of_now(detail) else detail.but(tense="past") for detail in more] if past else more
    return _paired([clause, *more])


def _is_of_now(detail: Clause) -> bool:
    """Whether a detail of what is over says how it is now: "it's gone now"."""
    return any(words.text.endswith(" now") for words in (*detail.rest, *detail.items))


def _spread(fact: Fact, view: View) -> Clause | None:
    """ "Radiation", there or not -> "It doesn't spread anywhere", "It spreads to my arm"."""
    name = (text(fact, "what", view) or "").lower()
    first, _, rest = name.partition(" ")
    if first not in ("radiation", "radiating", "radiates"):
        return None
    site = text(fact, "site", view) or ""
    if rest and rest.split(" ")[0] not in PREPOSITIONS:  # "radiating pain"
        if fact.polarity != "denied":
            return None
        rest = ""
    rest = owned_inside(f"spread {rest or site}".strip(), view).removeprefix("spread").strip()
    where = rest if rest.split(" ")[0] in PREPOSITIONS else f"to {patient(view).possessive} {rest}" if rest else ""
    if fact.polarity != "denied" and not where:
        return None
    return Clause((fact.id,), IT, "spread", (Words(where or "anywhere"),), negative=fact.polarity == "denied")


def _last_period(fact: Fact, view: View, own: tuple[str, ...]) -> Clause | None:
    """ "Last menstrual period" with a time -> "My last period was two weeks ago"."""
    name = text(fact, "what", view) or ""
    when = (text(fact, "duration", view) or text(fact, "onset", view) or "").removeprefix("for ")
    if not name.startswith("last ") or not name.endswith("period") or not when or fact.polarity == "denied":
        return None
    ago = when if when.endswith("ago") or when.split(" ")[0] in PREPOSITIONS else f"{when} ago"
    return Clause(own, Subject((Words(f"{patient(view).possessive} last period"),)), "be", (Words(ago),), "past")


def _stated(fact: Fact, state: tuple[str, str], view: View, clause: Clause, lasting: bool) -> Clause:
    """What somebody is, does or did: "I'm tired", "I've been vomiting", "I lost five pounds"."""
    kind, word = state
    place = _where(fact, view)
    word = f"{word} {place}".strip()
    now = clause.tense == "present"
    felt = fact.text.lower().startswith(("feeling ", "feels ")) or word in _FELT
    if kind == "be" and felt and now:
        return clause.but(verb="feel", rest=(Words(word),), perfect=True, progressive=True)
    if kind == "be":
        return clause.but(items=(Words(word),), perfect=lasting and now)
    verb, _, rest = word.partition(" ")
    if kind == "did":
        return clause.but(verb=verb, rest=(Words(rest),), tense="past")
    if now and any(one.text in ("once", "twice") or one.text.endswith(" times") for one in clause.time):
        return clause.but(verb=verb, rest=(Words(rest),), tense="past")  # "I vomited once"
    return clause.but(items=(Words(f"{inflect(verb, 'gerund')} {rest}".strip()),), perfect=now)


def _not_both(name: str, view: View) -> str:
    """ "numbness in both arms", denied: "in my arms"."""
    return name.replace(" in both ", f" in {patient(view).possessive} ")


def _times(fact: Fact, view: View) -> list[str]:
    """When it comes, how often and how long, as adverbials."""
    trigger = unworsened(text(fact, "trigger", view) or "")
    leads = trigger.startswith("after ") or (trigger and not is_worse_with(fact))
    found: list[str] = [led(trigger)] if leads else []
    often = text(fact, "frequency", view)
    if often and often not in ("intermittent", "constant"):
        found.append(_OFTEN.get(often, often))
    long = lasting_time(text(fact, "duration", view))
    if long:
        led_ = long.split(" ")[0] in (PREPOSITIONS - {"about"}) | {"all", "ever"}
        found.append(long if led_ else f"for {long}")
    return found


def lasting_time(words: str | None) -> str | None:
    """How long, as one says it: "two-day" -> "two days", "about a six month history" -> "about six months"."""
    return unhyphened(words.removesuffix(" history of").removesuffix(" history") if words else words)


def _paired(clauses_: Sequence[Clause]) -> list[Clause]:
    """Two clauses a sentence: more than that nobody says in one breath."""
    return [
        clauses_[at].join(", and", clauses_[at + 1]) if at + 1 < len(clauses_) else clauses_[at]
        for at in range(0, len(clauses_), 2)
    ]
