"""What the physician thinks it is, and how known problems do."""

import random
from collections.abc import Sequence

from bedside.agents.speaking.aloud import aloud
from bedside.agents.speaking.contraction import contracted
from bedside.agents.speaking.english import ids, joined, series
from bedside.agents.speaking.lay import plain
from bedside.agents.speaking.nouns import PREPOSITIONS, an, determined, head, is_plural, placed, some
from bedside.agents.speaking.people import AUTHOR, IT, patient
from bedside.agents.speaking.phrase import naming, text
from bedside.agents.speaking.scan import SMALL
from bedside.agents.speaking.shape import is_doing, is_thing, shape
from bedside.agents.speaking.tables import listed, mapping
from bedside.agents.speaking.tree import Clause, Subject, Words
from bedside.agents.speaking.view import View
from bedside.agents.speaking.whole import clauses
from bedside.agents.text.inflection import lemma
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Fact

_BETTER = {
    "improving": "getting better",
    "worsening": "getting worse",
    "improved": "better",
    "resolved": "gone",
    "resolving": "going away",
}
_SORTS = frozenset("acute chronic recurrent mild moderate severe right left bilateral".split())
THIS = Subject((Words("this"),))


def diagnoses(facts: Sequence[Fact], view: View, rng: random.Random) -> list[Clause] | None:
    """ "I think this could be migraine or a tension headache."; "I don't think it's meningitis."""
    groups: dict[tuple[str, str], list[Words]] = {}
    for fact in facts:
        name = _named(fact, view)
        if name is None:
            return None
        groups.setdefault((fact.polarity, fact.certainty), []).append(Words(name, (fact.id,)))
    out: list[Clause] = []
    for (polarity, certainty), items in groups.items():
        own = ids(words.facts for words in items)
        if polarity == "denied":
            out.append(_not(own, items, certainty, rng))
        elif certainty == "possible":
            also = ("present", "certain") in groups  # "a tension headache, and it could also be migraine"
            opener = rng.choice(("this could be", "it could be", "this might be"))
            opener = "it could also be" if also else opener
            out.append(Clause(own, AUTHOR, "think", (Words(opener), *series(items, "or"))))
        else:
            out.append(_is(own, items, view, rng))
    return out


def _named(fact: Fact, view: View) -> str | None:
    """The diagnosis with its article, its cause and since when."""
    name = _plainer(naming(fact.argument("what"), view), view)
    if (
        name is None
        or shape(name) != "noun"
        or "," in name
        or name.split(" ")[0] in {*SMALL, "follow-up"}
        or name in mapping("habits")
        or head(name).lower() in listed("visits") | listed("functions") | {"opinion"}
        or head(name).endswith(("ectomy", "plasty", "scopy", "otomy", "ostomy"))
        or name[:1] in "\"“'‘"
    ):
        return None
    concept = Terminology.load().concept(name)
    if concept and Terminology.load().kind(concept) in ("test", "procedure", "drug", "measurement"):
        return None
    if fact.polarity == "denied" and not _is_illness(name):
        return None  # "no need for testing" is no illness that is not there
    if "history" in name and (fact.polarity == "denied" or fact.certainty == "possible"):
        return None
    for cause_of in ("etiology of ", "cause of ", "source of "):  # "suspected etiology of anxiety": it is the anxiety
        name = name.removeprefix(cause_of) if fact.certainty == "possible" else name
    for fresh in ("newly diagnosed ", "new found ", "newfound ", "new diagnosis of "):
        name = name.removeprefix(fresh)
    if name.startswith("flare-up ") and " of " not in name:
        name = f"flare-up of {name.removeprefix('flare-up ')}"  # "exacerbation asthma"
    name = _sided(fact, some(name), view)
    if name is None:
        return None
    cause = fact.argument("cause")
    if cause is not None:
        words = naming(cause, view)
        if words is None:
            return None
        name = f"{name}, {'probably ' if cause.value == 'possible' else ''}from {some(words)}"
    course = _course(fact, view)
    if course is not None:
        return f"{name}, {course}"
    since = text(fact, "since", view)
    return f"{name} {since}" if since and since.split(" ")[0] in PREPOSITIONS else name


def _plainer(name: str | None, view: View) -> str | None:
    """A diagnosis whose name has lay words with what stands before it: "acute nephrolithiasis" are kidney stones."""
    sort, _, rest = (name or "").partition(" ")
    lay = plain(rest, view) if sort.lower() in _SORTS else rest
    if lay == rest:
        return name
    return lay if sort.lower() == "acute" or lay.startswith(sort.lower()) else f"{sort.lower()} {lay}"


def _is_illness(name: str) -> bool:
    """Whether a phrase names what one may have."""
    terms = Terminology.load()
    found = (terms.kind(mention.concept) for mention in terms.find(name))
    return any(kind in ("disorder", "symptom", "finding") for kind in found) or is_thing(name)


def _course(fact: Fact, view: View) -> str | None:
    """What a diagnosis does, as a clause after it: "which does not need treatment"."""
    status = text(fact, "status", view)
    if status is None or not status.startswith(("which ", "likely to ")) or "," in status:
        return None
    return contracted(status)


def _sided(fact: Fact, name: str, view: View) -> str | None:
    """The diagnosis with its state and its place: "early Parkinson disease on the right"."""
    status, site = fact.argument("status"), text(fact, "site", view)
    if fact.argument("site") is not None and site is None:
        return None
    if status is not None and _course(fact, view) is None:
        early = text(fact, "status", view) or ""
        if " " in early or shape(early) != "state":
            return None
        name = an(f"{early} {name.partition(' ')[2]}") if name.startswith(("a ", "an ")) else f"{early} {name}"
    if site is None or site.lower() in name.lower():
        return name
    side = site.removesuffix(" side")
    if side in ("right", "left"):
        return f"{name} on the {side}"
    return f"{name} on both sides" if side in ("bilateral", "both sides") else f"{name} {placed(site, patient(view))}"


def _not(own: tuple[str, ...], items: Sequence[Words], certainty: str, rng: random.Random) -> Clause:
    if certainty == "possible" and rng.random() < 0.5:
        return Clause(own, AUTHOR, "doubt", (Words("it's"), *series(items, "or")))
    return Clause(own, AUTHOR, "think", (Words(rng.choice(("this is", "it's"))), *series(items, "or")), negative=True)


def _is(own: tuple[str, ...], items: Sequence[Words], view: View, rng: random.Random) -> Clause:
    if len(items) == 1 and head(items[0].text).lower() in listed("acute") and rng.random() < 0.6:
        return Clause(own, AUTHOR, "think", (Words("this is"), *items))
    return Clause(own, patient(view).as_subject, "have", series(items))


def statuses(facts: Sequence[Fact], view: View, rng: random.Random) -> list[Clause] | None:
    """ "Your high blood pressure is well controlled."; a whole clause of the note keeps its words."""
    out: list[Clause] = []
    for fact in facts:
        whole = clauses([fact], view, rng) if _is_clause(fact) else None
        clause = whole[0] if whole else None if _is_clause(fact) else _status(fact, view)
        if clause is None:
            return None
        out.append(clause)
    return out if any(_is_clause(fact) for fact in facts) else joined(out, rng, 2)


def _is_clause(fact: Fact) -> bool:
    """Whether the fact is more than its predicate: "This is well controlled"."""
    what = fact.argument("what")
    return what is not None and what.span.start > fact.span.start and len(fact.text) > len(what.text) + 3


def _status(fact: Fact, view: View) -> Clause | None:
    what, written = text(fact, "what", view), fact.argument("what")
    if what is None or written is None:
        return None
    own, denied = (fact.id,), fact.polarity == "denied"
    if what.startswith("not "):
        what, denied = what.removeprefix("not "), True
    first, _, rest = what.partition(" ")
    if first in ("goal", "target") and rest and written.value == "patient":
        aim = Words(rest.removeprefix("is ").removeprefix("of "))
        return Clause(own, Subject((Words(f"the {first}"),)), "be", (aim,), negative=denied)
    goal = mapping("goals").get(what)
    what = goal or (f"{_BETTER[first]} {rest}" if first in _BETTER and rest else what)
    if (
        goal is None
        and first not in _BETTER
        and (shape(what) not in ("state", "doing", "noun") or first in ("no", "well"))
    ):
        return None
    if written.value == "patient":
        doing = what.partition(" ")
        if is_doing(doing[0]):
            return Clause(
                own,
                patient(view).as_subject,
                lemma(doing[0], "VVG"),
                (Words(doing[2]),),
                progressive=True,
                negative=denied,
            )
        return Clause(own, patient(view).as_subject, "be", (Words(_BETTER.get(what, what)),), negative=denied)
    subject = _problem(fact, view)
    made = fact.argument("problem")
    if made is not None and made.text.endswith(" made") and first in ("worse", "better"):
        return Clause(own, subject, "make", (Words(what),), passive=True, negative=denied)  # "made worse by caffeine"
    return Clause(own, subject, "be", (Words(_BETTER.get(what, what)),), negative=denied)


def _problem(fact: Fact, view: View) -> Subject:
    """The problem that a status is of, or "it"."""
    named = (naming(fact.argument("problem"), view) or "").removesuffix(" made") or None
    if named is None and fact.problem:
        heading = aloud(fact.problem)
        named = plain(heading, view) if heading and shape(heading) == "noun" and len(heading.split()) < 5 else None
    if named is None:
        return IT
    words = named if determined(named) else f"{patient(view).possessive} {named}"
    return Subject((Words(words),), 3, is_plural(named))
