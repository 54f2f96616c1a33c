"""Typed facts as sentences, with the characters that state each.

How a kind is realised (P: patient or companion, D: physician):

============ ==================================================== ===================================================
kind         P                                                    D
============ ==================================================== ===================================================
symptom      I've had a dry cough for two weeks, and it's worse   You've had ...
condition    I have asthma. / My father had a heart attack at 50. You have ... / Your father ...
drug         I take metformin, 500 milligrams twice a day.        the chart's: You take ...; the plan's: Stop the ...
allergy      I'm allergic to penicillin; it gives me a rash.      You're allergic to ...
procedure    I had an appendectomy in 2010.                       You had ...
measurement  My blood pressure was 118 over 76.                   Your blood pressure is 118 over 76.
finding      not said                                             Your lungs are clear on both sides.
result       My hemoglobin was 12.                                The x-ray didn't show a fracture.
diagnosis    not said                                             I think this could be migraine.
status       My asthma is well controlled.                        Your asthma is well controlled.
order        not said                                             I'd like to get a chest x-ray today.
advice       not said                                             Come back if it gets worse.
offer        I'd rather not have the flu shot.                    I recommended the flu shot, but you preferred not to.
wish         I'm worried about a stroke.                          You're worried about a stroke.
home, work   I live with my wife. I work as a baker.              You live ...
habit        I quit smoking in 2010.                              You quit ...
relative     My brother is healthy.                               Your brother is healthy.
event        the clause, its marked words as the speaker's        the same
reasoning,   not said                                             the same
prognosis
none         I don't have any allergies.                          You don't have ...
complaint    I've had knee pain.                                  You've had knee pain.
quote        I feel like my head will burst.                      not said
opaque       not said                                             not said
============ ==================================================== ===================================================
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from typing import cast

from bedside.agents.speaking import (
    advice,
    assessment,
    complaints,
    drugs,
    examination,
    history,
    life,
    plans,
    results,
    whole,
    wishes,
)
from bedside.agents.speaking.as_told import as_told
from bedside.agents.speaking.complete import is_complete
from bedside.agents.speaking.english import sentence, under_one_condition
from bedside.agents.speaking.known_words import unknown_word
from bedside.agents.speaking.lay import doing
from bedside.agents.speaking.letters import is_undecided
from bedside.agents.speaking.people import named_again
from bedside.agents.speaking.phrase import naming
from bedside.agents.speaking.residue import residue
from bedside.agents.speaking.respoken import phrase_respoken, respoken, unspoken
from bedside.agents.speaking.said import Said
from bedside.agents.speaking.scan import SMALL
from bedside.agents.speaking.shape import shape
from bedside.agents.speaking.supplied import supplied
from bedside.agents.speaking.tree import Clause
from bedside.agents.speaking.uncounted import uncounted
from bedside.agents.speaking.view import View
from bedside.agents.speaking.well_formed import broken, malformed
from bedside.scenarios.note import Fact
from bedside.scenarios.statement import Kind

Realiser = Callable[[Sequence[Fact], View, random.Random], list[Clause] | None]
_KINDS: dict[Kind, Realiser] = {
    "symptom": complaints.clauses,
    "condition": history.conditions,
    "drug": drugs.clauses,
    "allergy": history.allergies,
    "procedure": history.procedures,
    "relative": history.relatives,
    "measurement": examination.measurements,
    "finding": examination.findings,
    "result": results.results,
    "diagnosis": assessment.diagnoses,
    "status": assessment.statuses,
    "order": plans.orders,
    "advice": advice.advice,
    "offer": plans.offers,
    "home": life.homes,
    "work": life.works,
    "habit": life.habits,
    "identity": life.identities,
    "wish": wishes.wishes,
    "none": life.nothing,
    "event": whole.clauses,
    "reasoning": whole.clauses,
    "prognosis": whole.clauses,
    "complaint": whole.complaints,
    "quote": whole.quotes,
}
_PHYSICIAN_ONLY: frozenset[Kind] = frozenset(("finding", "diagnosis", "order", "advice", "reasoning", "prognosis"))
_OF_NOTES = frozenset("denies endorses deny endorse".split())  # verbs of who writes about somebody
_WORD = re.compile(r"\w+")
_SIGNS = frozenset("@{}[]_|<>=^\\*#/+&~")


_CLAUSES = frozenset(("event", "reasoning", "prognosis", "status"))
_TOLD: frozenset[Kind] = frozenset(("order", "advice", "drug"))
_TAKES_UP = frozenset(("this", "that", "these", "those", "it", "they"))
_OPEN_ENDS = frozenset("between the a an and or than into per during your my".split())
_NAMED: dict[str, str] = {
    "condition": "what",
    "allergy": "what",
    "procedure": "what",
    "diagnosis": "what",
    "complaint": "what",
    "result": "test",
    "measurement": "what",
    "order": "what",
}
_LONGEST_NAME = 7  # words of a thing that is asked about
_TWO_ADJECTIVES = 3  # words of a thing with two of them before it
_DRAWS = 3  # other wordings that are tried where the first is malformed
_KEPT = 4096  # answers to whether somebody can say a fact
_SAYABLE: dict[tuple[Fact, View], bool] = {}
_UNDRAWN: dict[tuple[tuple[Fact, ...], View], Said | None] = {}  # wordings that no draw decides


class _Watched:
    """A generator that is handed on, and whether anybody drew from it."""

    __slots__ = ("drawn", "rng")

    def __init__(self, rng: random.Random) -> None:
        self.rng, self.drawn = rng, False

    def __getattr__(self, name: str) -> object:
        self.drawn = True
        return getattr(self.rng, name)


def say(facts: Sequence[Fact], view: View, rng: random.Random) -> Said | None:
    """One or more sentences that state exactly these facts with all that limits them, facts of one kind and polarity
    together; None if any of them cannot be said well by this speaker. What is malformed is tried in other wordings, then as
    the note's own clause moved into the speaker's mouth; so is what a patient would not put so."""
    said = _reworded(_said(facts, view, rng), view)
    if said is not None and _fits(said, facts, view):
        return said
    if said is None:
        told = as_told(facts[0], view) if len(facts) == 1 and facts[0].kind in _TOLD else None
        told = _reworded(told, view)
        return told if told is not None and _fits(told, facts, view) else None
    others = (_reworded(other, view) for other in _other_ways(facts, view))
    return next((other for other in others if other is not None and _fits(other, facts, view)), None)


def _reworded(said: Said | None, view: View) -> Said | None:
    """What was said in its speaker's words, where it stays a sentence with them."""
    anew = respoken(said, view) if said is not None else None
    return said if anew is None or (malformed(anew.text) and said is not None and not malformed(said.text)) else anew


def _fits(said: Said, facts: Sequence[Fact], view: View) -> bool:
    """Whether a sentence is well formed, its words are words, and its speaker's. What brought them people call as they were told."""
    came = any(fact.kind == "complaint" or fact.section == "complaint" for fact in facts)
    if unknown_word(said.text) or residue(said.text) or malformed(said.text):
        return False
    return came or not unspoken(said.text, view)


def is_malformed(fact: Fact, view: View) -> bool:
    """Whether this speaker has words for a fact, and none of them is well formed."""
    return not sayable(fact, view) and _said([fact], view, random.Random(0)) is not None


def _other_ways(facts: Sequence[Fact], view: View) -> Iterator[Said | None]:
    for draw in range(_DRAWS):
        said = _said(facts, view, random.Random(draw))
        yield said
        yield supplied(said, view) if said is not None else None
    if len(facts) == 1 and facts[0].kind in _TOLD:
        yield as_told(facts[0], view)
    if len(facts) == 1 and facts[0].kind not in _CLAUSES:
        if facts[0].kind in _PHYSICIAN_ONLY and view.speaker != "physician":
            return
        opens = facts[0].marks[:1]
        if not opens or opens[0].role != "subject" or opens[0].span.start == opens[0].span.end:
            return  # no clause with somebody who does it
        made = whole.clauses(facts, view, random.Random(0))
        said = sentence(made) if made else None
        yield said if said is not None and is_complete(facts[0], said.text, view) else None


def _said(facts: Sequence[Fact], view: View, rng: random.Random) -> Said | None:
    """The same whether it is well formed or not. What no draw decides is kept: a plan asks whether it can be said, then it is."""
    key = (tuple(facts), view)
    if key in _UNDRAWN:
        return _UNDRAWN[key]
    watched = _Watched(rng)
    said = _worded(facts, view, cast("random.Random", watched))
    if not watched.drawn:
        if len(_UNDRAWN) >= _KEPT:
            _UNDRAWN.clear()
        _UNDRAWN[key] = said
    return said


def _worded(facts: Sequence[Fact], view: View, rng: random.Random) -> Said | None:
    """The clauses of all of them, each by its kind, as one saying."""
    if any(_is_undecided(fact) for fact in facts):
        return None
    clauses: list[Clause] = []
    for group in _groups(facts):
        kind = group[0].kind
        realise = _KINDS.get(kind) if kind is not None else None
        if kind == "symptom" and view.speaker == "physician" and group[0].section == "examination":
            realise = examination.findings  # "there are no wheezes", heard and not told
        if realise is None or (kind in _PHYSICIAN_ONLY and view.speaker != "physician"):
            return None
        made = realise(group, view, rng)
        if not made:
            return None
        clauses += results.after(clauses, made) if kind == "result" else made
    if not clauses:
        return None
    clauses = [named_again(clauses[at - 1], clause) if at else clause for at, clause in enumerate(clauses)]
    said = sentence([_varied(clause, rng) for clause in under_one_condition(clauses)])
    if not _OF_NOTES.isdisjoint(said.text.lower().split()):
        return None
    claimed = {fact for _, _, ids in said.claims for fact in ids}
    if said.text.rstrip(".").split(" ")[-1].lower() in _OPEN_ENDS:
        return None
    whole_ = claimed == {fact.id for fact in facts} and not set(said.text) & _SIGNS
    return said if whole_ and all(is_complete(fact, said.text, view) for fact in facts) else None


def _is_undecided(fact: Fact) -> bool:
    """Whether a fact names a thing by letters of several senses, of which its note chose none."""
    return any(
        argument.value is None and argument.concept is None and any(map(is_undecided, _WORD.findall(argument.text)))
        for argument in fact.arguments
    )


def _varied(clause: Clause, rng: random.Random) -> Clause:
    """Now and then the time comes first: "In 2015 I had a heart attack."""
    opens = clause.time and clause.time[0].text.startswith(("in ", "since ", "last ", "yesterday"))
    free = clause.subject is not None and not clause.joined and len(clause.time) == 1 and clause.tense == "past"
    return clause.but(fronted=True) if opens and free and rng.random() < 0.2 else clause


def _groups(facts: Sequence[Fact]) -> list[list[Fact]]:
    """Facts of the same kind, polarity, certainty, time and owner that may share a sentence, in their order."""
    groups: dict[tuple[object, ...], list[Fact]] = {}
    stretch = 0  # what takes up what stands before it stays behind it: "This will look at your kidneys"
    for at, fact in enumerate(facts):
        refers = fact.kind in _CLAUSES and fact.text.split(" ")[0].lower() in _TAKES_UP
        stretch += bool(at and refers)
        subject = fact.subject if fact.kind == "symptom" else fact.subject == "patient"
        polarity = fact.polarity if fact.kind not in ("diagnosis", "measurement", "result") else ""
        time = fact.temporality if fact.kind in ("symptom", "condition") else ""
        certainty = fact.certainty if fact.kind in ("symptom", "condition") else ""
        groups.setdefault((fact.kind, polarity, time, certainty, subject, stretch), []).append(fact)
        stretch += refers
    return list(groups.values())


def sayable(fact: Fact, view: View) -> bool:
    """Whether this speaker can say this fact. A plan asks this of each fact again and again, so that answers are kept."""
    key = (fact, view)
    if key not in _SAYABLE:
        if len(_SAYABLE) >= _KEPT:
            _SAYABLE.clear()
        _SAYABLE[key] = say([fact], view, random.Random(0)) is not None
    return _SAYABLE[key]


def name(fact: Fact, view: View) -> str | None:
    """A bare lay noun phrase for a question ("chest pain", "blood in your urine"); None if the fact has none."""
    if fact.kind == "symptom":
        found = doing(uncounted(complaints.phrase(fact, view) or ""), view) or None
    elif fact.kind == "drug":
        found = drugs.name(fact, view)
    elif fact.kind == "habit":
        found = life.name(fact, view)
    else:
        found = naming(fact.argument(_NAMED.get(fact.kind or "", "")), view)
    found = phrase_respoken(found, view) if found else found
    if found and found.count(",") == 1 and len(found.split()) <= _TWO_ADJECTIVES:
        found = found.replace(",", "")  # "black, tarry stools"
    if found is None or set(found) & (_SIGNS | {",", ";"}) or len(found.split()) > _LONGEST_NAME:
        return None
    if unknown_word(found) or broken(found):
        return None
    fits = fact.kind in ("drug", "allergy") or shape(found) in ("noun", "doing")
    return found if fits and not found[0].isdigit() and found.split(" ")[0] not in SMALL else None
