"""What the physician thinks it is, and how known problems do."""

import random
from collections.abc import Sequence

from bedside.agents.speaking.english import ids, joined, series
from bedside.agents.speaking.nouns import determined, is_counted, is_plural, some
from bedside.agents.speaking.people import AUTHOR, IT, patient
from bedside.agents.speaking.phrase import naming, text
from bedside.agents.speaking.tree import Clause, Subject, Words
from bedside.agents.speaking.view import View
from bedside.scenarios.note import Fact

_BETTER = {
    "improving": "getting better",
    "worsening": "getting worse",
    "improved": "better",
    "resolved": "gone",
    "resolving": "going away",
}
THIS = Subject((Words("this"),))


def diagnoses(facts: Sequence[Fact], view: View, rng: random.Random) -> list[Clause] | None:
    """ "I think this could be migraine or a tension headache."; "I don't think it's meningitis."""
    groups: dict[tuple[str, str], list[Words]] = {}
    for fact in facts:
        name = naming(fact.argument("what"), view)
        if name is None:
            return None
        groups.setdefault((fact.polarity, fact.certainty), []).append(Words(some(name), (fact.id,)))
    out: list[Clause] = []
    for (polarity, certainty), items in groups.items():
        own = ids(words.facts for words in items)
        if view.speaker != "physician":
            out.append(
                Clause(
                    own,
                    patient(view).as_subject,
                    "have",
                    series(items, "or" if polarity == "denied" else "and"),
                    negative=polarity == "denied",
                )
            )
        elif polarity == "denied":
            out.append(_not(own, items, certainty, rng))
        elif certainty == "possible":
            out.append(
                Clause(
                    own,
                    AUTHOR,
                    "think",
                    (Words(rng.choice(("this could be", "it could be", "this might be"))), *series(items, "or")),
                )
            )
        else:
            out.append(_is(own, items, view, rng))
    return out


def _not(own: tuple[str, ...], items: Sequence[Words], certainty: str, rng: random.Random) -> Clause:
    if certainty == "possible" and rng.random() < 0.5:
        return Clause(own, AUTHOR, "doubt", (Words("it's"), *series(items, "or")))
    return Clause(own, AUTHOR, "think", (Words(rng.choice(("this is", "it's"))), *series(items, "or")), negative=True)


def _is(own: tuple[str, ...], items: Sequence[Words], view: View, rng: random.Random) -> Clause:
    has = Clause(own, patient(view).as_subject, "have", series(items))
    if len(items) == 1 and rng.random() < 0.5:
        return Clause(own, AUTHOR, "think", (Words("this is"), *items))
    return has


def statuses(facts: Sequence[Fact], view: View, rng: random.Random) -> list[Clause] | None:
    """ "Your high blood pressure is well controlled."""
    out: list[Clause] = []
    for fact in facts:
        what = text(fact, "what", view)
        if what is None:
            return None
        what = _BETTER.get(what, what)
        problem = naming(fact.argument("problem"), view)
        if problem is None:
            subject = IT
        else:
            named = problem if determined(problem) else f"{patient(view).possessive} {problem}"
            subject = Subject((Words(named),), 3, is_plural(problem) and not is_counted(problem))
        out.append(Clause((fact.id,), subject, "be", (Words(what),), negative=fact.polarity == "denied"))
    return joined(out, rng, 2)
