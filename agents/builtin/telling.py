"""What the physician tells: the examination part by part, results test by test, then problem by problem what it is and what
is to be done."""

import random
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from bedside.agents.builtin.acts import Voices, head, problem_of
from bedside.agents.builtin.looking import looked_at
from bedside.agents.builtin.question import chunks, evenly, runs
from bedside.agents.builtin.tables import words
from bedside.scenarios.note import Fact
from bedside.scenarios.plan import Act, Cue, TopicKind

FIRST, SAME = Cue(aspect="first"), Cue(aspect="same")
LOOK = "look"  # what will be examined, said before it is
LOOKED = Cue(aspect="looked")  # the first of what was found then
FEARED = "feared"  # what is told answers a fear
ASKS, ANSWERS = "asks", "answers"  # they have a question; what the physician tells answers it
_AGREES = frozenset(
    ("agrees", "agreed", "agree", "agreement", "understands", "understood", "understanding", "verbalized")
)
_ANEW = frozenset("exacerbation flare flare-up acute decompensated relapse recurrence recurrent new newly".split())
_HARMLESS = frozenset(("benign", "harmless", "unlikely", "reassuring", "reassured"))
_PERSONS = frozenset(("she", "he", "they", "the", "patient", "pt", "this", "it", "these", "that"))
_SHORT = 4  # words of a problem by which it is called
_SORTS = frozenset("type i ii one two 1 2 mellitus essential primary chronic".split())
_AGO = re.compile(r"^\d+ (day|week|month|year)s?( out)? ")  # "8 months status post"
_TITLES = ("history of ", "status post ", "status-post ", "s/p ", "hx of ", "h/o ")
_TAKES_UP = frozenset(("this", "it", "these", "they", "that", "both"))
_RISKS = frozenset(("risk", "risks", "possibility"))  # of what was decided before
_SOON = 4  # words within which a thought names its subject
_MEASURED = 5  # numbers of one turn
_ANNOUNCED = 3  # findings from which it is said first what will be looked at
_FINDINGS = 10  # findings of one turn
_TOLD = 7  # statements of one turn
_ORDER = {"diagnosis": 0, "condition": 0, "status": 1, "prognosis": 3}
_ACTED: frozenset[str] = frozenset(("order", "drug", "advice", "offer"))
# What they may ask when all is told, and which statement answers it: kind, action.
_QUESTIONS = (("follow_up", "order", "follow_up"), ("test", "order", "test"), ("image", "order", "image"))


@dataclass(frozen=True)
class Told:
    """Facts of one turn of the physician."""

    act: Act
    topic: TopicKind
    facts: tuple[Fact, ...]
    cues: tuple[Cue, ...] = ()
    subject: str = ""


def examination(facts: Sequence[Fact], size: int, *, announced: bool) -> list[Told]:
    """What was measured, then part by part what was found; ``size`` is how many words of facts one turn holds. ``announced``: it
    is said first what will be looked at."""
    measured = [fact for fact in facts if fact.kind == "measurement"]
    found = [fact for fact in facts if fact not in measured]
    if announced and len(found) >= _ANNOUNCED:
        looks = dict.fromkeys(looked_at(part, some) for part, some in runs(found, part_of))
        ahead = [Told("frame", "examination", (), tuple(Cue(aspect=LOOK, words=look) for look in looks if look))]
        first, *rest = _parts(found, size)
        told = replace(first, cues=(LOOKED, *first.cues))
        return [*_led(_measured(measured)), *ahead, told, *rest]
    return _led([*_measured(measured), *_parts(found, size)])


def _measured(measured: Sequence[Fact]) -> list[Told]:
    return [
        Told("examine", "examination", tuple(part), (Cue(aspect="vitals"),)) for part in evenly(measured, _MEASURED)
    ]


def _parts(facts: Sequence[Fact], size: int) -> list[Told]:
    """Part by part what was found, several parts in a turn."""
    held: list[tuple[str, list[Fact]]] = []
    for part, found in runs(facts, part_of):
        for some in chunks(found, _FINDINGS, size):
            if held and len(held[-1][1]) + len(some) <= _FINDINGS and _words(held[-1][1]) + _words(some) <= size:
                held[-1][1].extend(some)
            else:
                held.append((part, list(some)))
    return [Told("examine", "examination", tuple(some), (Cue(aspect="part", words=part),), part) for part, some in held]


def part_of(fact: Fact) -> str:
    """The part of the body that a finding is about."""
    part = fact.argument("part")
    return part.text if part is not None else fact.group.split(" / ")[-1]


def results(facts: Sequence[Fact], size: int) -> list[Told]:
    """Results, those of one test together."""
    parts = [part for _, run in runs(facts, _test_of) for part in chunks(run, _TOLD, size)]
    joined: list[list[Fact]] = []
    for part in parts:
        if joined and len(joined[-1]) + len(part) <= _TOLD and _words(joined[-1]) + _words(part) <= size:
            joined[-1] = [*joined[-1], *part]
        else:
            joined.append(part)
    return _led([Told("report", "results", tuple(part), (), part[0].group) for part in joined])


def _test_of(fact: Fact) -> str:
    test = fact.argument("test")
    return test.text.casefold() if test is not None else fact.group or fact.id


def _led(told: list[Told]) -> list[Told]:
    """The first turn of a part opens it."""
    return [
        Told(t.act, t.topic, t.facts, (FIRST if at == 0 else SAME, *t.cues), t.subject) for at, t in enumerate(told)
    ]


@dataclass
class _Problem:
    """What is thought and done of one problem; ``name`` is what it is called where nothing said of it names it, ``known`` its
    diagnosis where they know that they have it."""

    title: str
    name: str
    known: Fact | None = None
    facts: list[Fact] = field(default_factory=list[Fact])


def decisions(
    facts: Sequence[Fact], told: Sequence[Fact], had: Collection[str], voices: Voices, size: int, together: bool
) -> list[Told]:
    """Problem by problem: what it is, how it does and why, then what is to be done. Diagnoses of which nothing else is said
    come together. ``told`` are diagnoses that were told before, and ``had`` the concepts of what they know that they have:
    nobody is told those as news, what follows them is about them. ``together``: what is thought of a problem and what is done
    about it may come in one turn, where both are short."""
    out: list[Told] = []
    bare: list[Fact] = []
    for problem in _problems(facts, told, had, voices):
        run = problem.facts
        if not run and problem.known is not None:
            bare.append(problem.known)
            continue
        if len(run) == 1 and run[0].kind in ("diagnosis", "condition"):
            bare += run
            continue
        out += _bare(bare)
        bare = []
        out += _problem(problem, size, together)
    out = _gathered(out + _bare(bare), size)
    if out:  # what opens the thoughts opens nothing where orders were given before
        out[0] = replace(out[0], cues=(FIRST, *out[0].cues[1:]))
    return out


def _gathered(told: Sequence[Told], size: int) -> list[Told]:
    """What is to be done about several things, each in few words and by no name of its own, in one turn."""
    out: list[Told] = []
    for part in told:
        before = out[-1] if out else None
        alike = before is not None and before.act == part.act == "advise" and before.topic == part.topic
        named = any(cue.aspect == "about" for cue in part.cues)
        named = named or any(fact.kind == "offer" for one in (before, part) if one is not None for fact in one.facts)
        few = before is not None and len(before.facts) + len(part.facts) <= _TOLD
        if before is not None and alike and few and not named and _words([*before.facts, *part.facts]) <= size // 2:
            out[-1] = replace(before, facts=(*before.facts, *part.facts))
        else:
            out.append(part)
    return out


def eased(told: Sequence[Told], facts: Sequence[Fact]) -> list[Told]:
    """``told`` with the first that answers what the patient is afraid of marked as such: it names the thing or says that such
    things are mostly harmless."""
    feared = {
        concept
        for fact in facts
        if fact.kind == "wish" and (feeling := fact.argument("feeling")) is not None and feeling.value == "fear"
        for concept in (fact.concept, *(mention.concept for mention in fact.mentions))
    }
    for at, part in enumerate(told if feared else ()):
        if part.act in ("explain", "advise") and any(_eases(fact, feared) for fact in part.facts):
            return [*told[:at], replace(part, cues=(*part.cues, Cue(aspect=FEARED))), *told[at + 1 :]]
    return list(told)


def _eases(fact: Fact, feared: Collection[str | None]) -> bool:
    named = any(mention.concept in feared for mention in fact.mentions)
    doubted = named and fact.kind in ("diagnosis", "reasoning") and fact.polarity == "denied"
    return doubted or (fact.kind in ("reasoning", "prognosis") and not _HARMLESS.isdisjoint(words(fact.text)))


def _problems(facts: Sequence[Fact], told: Sequence[Fact], had: Collection[str], voices: Voices) -> list[_Problem]:
    """The facts by the problem they stand under: its title, or the diagnosis of the same section that they follow."""
    out: list[_Problem] = []
    anchors = {fact.id for fact in told}
    treated = {problem_of(fact) for fact in facts if _goes_on(fact)} - {""}
    for fact in sorted([*facts, *told], key=lambda fact: fact.span.start):
        title = problem_of(fact)
        same = next((problem for problem in out if title and problem.title == title), None)
        if fact.kind == "diagnosis" and same is None:
            news = fact.id not in anchors and (
                not _is_had(fact, had)
                or fact.certainty != "certain"
                or not _ANEW.isdisjoint(words(head(fact)))
                or fact.polarity == "denied"
            )
            news = news and not (title in treated and fact.polarity == "present" and fact.certainty == "certain")
            name = voices.name(fact) if not news and fact.concept and len(head(fact).split()) <= _SHORT else ""
            name = name or (voices.titled(head(fact).split(" with ")[0]) if not news else "")
            problem = _Problem(title or head(fact), name, fact if name and fact.id not in anchors else None)
            out.append(problem)
            if not name and fact.id not in anchors:
                problem.facts.append(fact)
            continue
        if same is None and (not out or title or fact.section != _section(out[-1], fact)):
            out.append(_Problem(title or fact.section, _heading_name(title, voices)))
        if fact.id not in anchors:
            (same or out[-1]).facts.append(fact)
    return [problem for problem in out if problem.facts or problem.known is not None]


def _goes_on(fact: Fact) -> bool:
    """Whether a drug is one that they take already, so that what it is for is no news."""
    action = fact.argument("action")
    return fact.kind == "drug" and action is not None and action.value in ("keep", "refill", "change")


def _is_had(fact: Fact, had: Collection[str]) -> bool:
    """Whether they know that they have it, by its concept or by its name without what sort of it it is: "type 2 diabetes"."""
    plain = " ".join(word for word in words(head(fact)) if word not in _SORTS)
    return fact.concept in had or head(fact).casefold() in had or plain in had


def _heading_name(title: str, voices: Voices) -> str:
    """What a problem is called whose title is no diagnosis of its own: "Status post hip replacement"."""
    plain = _AGO.sub("", title.strip(" .:"))
    for opening in _TITLES:
        if plain.casefold().startswith(opening):
            return voices.titled(plain[len(opening) :].strip(" -:,"))
    return ""


def called_it(fact: Fact, about: Cue) -> Fact:
    """How a problem does, without its name where that stands right before: "for your gout, it isn't settled"."""
    what = fact.argument("problem")
    if fact.kind != "status" or what is None:
        return fact
    named = bool(about.concept) and what.concept == about.concept
    if not named and what.text.casefold() != about.words.casefold():
        return fact
    kept = tuple(one for one in fact.arguments if one.role != "problem")
    return fact.model_copy(update={"arguments": kept, "problem": ""})


def unconditioned(before: Sequence[Fact], facts: Sequence[Fact]) -> list[Fact]:
    """The first fact of ``facts`` without its condition, where that was told right before: "Contact us if it isn't better. Then we'll
    get an MRI"; none where it is another or is a part of the fact's own words."""
    if not facts or not before:
        return []
    last, condition = before[-1].argument("condition"), facts[0].argument("condition")
    if last is None or condition is None or last.text.casefold() != condition.text.casefold():
        return []
    kept = tuple(one for one in facts[0].arguments if one is not condition)
    return [facts[0].model_copy(update={"arguments": kept})]


def _section(problem: _Problem, fact: Fact) -> str:
    if problem.facts:
        return problem.facts[-1].section
    return problem.known.section if problem.known is not None else fact.section


def _bare(facts: list[Fact]) -> list[Told]:
    return [Told("explain", "assessment", tuple(part), (SAME,)) for part in chunks(facts, _TOLD)]


def _problem(problem: _Problem, size: int, together: bool) -> list[Told]:
    hung = _hung(problem.facts)
    thought = [fact for fact in problem.facts if not is_done(fact) and fact not in hung]
    done = [fact for fact in problem.facts if is_done(fact) or fact in hung]
    thought.sort(key=lambda fact: _ORDER.get(fact.kind or "", 2))
    offers = any(fact.kind == "offer" for fact in done)
    if together and thought and done and not offers and len(problem.facts) <= _TOLD and _words(problem.facts) <= size:
        thought, done = [], [*thought, *done]  # said in one breath
    out = [Told("explain", "assessment", tuple(part), (SAME,), problem.title) for part in chunks(thought, _TOLD, size)]
    for _, run in runs(done, lambda fact: fact.id if fact.kind == "offer" else "plan"):
        out += [Told("advise", "plan", tuple(part), (SAME,), problem.title) for part in chunks(run, _TOLD, size)]
    named = any(_names(fact, problem.title) for fact in problem.facts)
    if out and problem.name and (problem.known is not None or not named):
        first = out[0]
        concept = problem.known.concept if problem.known is not None else _concept(problem.facts)
        facts = first.facts if problem.known is None else (problem.known, *first.facts)
        about = Cue(aspect="about", words=problem.name, concept=concept)
        out[0] = Told(first.act, first.topic, facts, (SAME, about), first.subject)
    return out


def _concept(facts: Sequence[Fact]) -> str | None:
    """The concept of the problem that a statement of how it does names."""
    named = (fact.argument("problem") for fact in facts if fact.kind == "status")
    return next((problem.concept for problem in named if problem is not None), None)


def _hung(facts: Sequence[Fact]) -> list[Fact]:
    """What takes up the order before it, and is told behind it: "This was refilled today"."""
    return [
        fact
        for before, fact in pairwise(facts)
        if is_done(before) and not is_done(fact) and (_takes_up(fact) or _is_of_it(fact, before))
    ] + [
        fact
        for at, fact in enumerate(facts)
        if not is_done(fact) and _RISKS & frozenset(words(fact.text)) and any(map(is_done, facts[:at]))
    ]


def _is_of_it(fact: Fact, order: Fact) -> bool:
    """Whether a thought speaks of the thing that was ordered just before it: "the biopsy will show ..."."""
    spoken = words(fact.text)
    named = {word for word in words(head(order)) if len(word) > _SHORT}
    return (
        spoken[:1] == ("the",)
        and fact.kind in ("reasoning", "prognosis", "event")
        and not named.isdisjoint(spoken[:_SOON])
    )


def _takes_up(fact: Fact) -> bool:
    """Whether a clause opens with a word for what was ordered, or says what the physician did with it."""
    spoken = words(fact.text)
    own = spoken[:1] in (("i",), ("we",)) and fact.kind == "event" and not _TAKES_UP.isdisjoint(spoken)
    return own or (bool(spoken) and spoken[0] in _TAKES_UP)


def _names(fact: Fact, title: str) -> bool:
    """Whether what is thought names its problem itself: "your asthma is well controlled", but not "she is doing well"."""
    if fact.kind in ("diagnosis", "condition"):
        return True
    if fact.kind == "status" and title and frozenset(words(title)) <= frozenset(words(fact.text)):
        return True  # "she is doing well with her asthma"
    named = not frozenset(words(title)).isdisjoint(words(fact.text))
    return fact.kind == "status" and named and words(fact.text)[0] not in _PERSONS


def is_done(fact: Fact) -> bool:
    """Whether a statement says what is to be done; the rest is what is thought."""
    return fact.kind in _ACTED or (
        fact.section in ("plan", "instructions")
        and fact.kind not in ("diagnosis", "condition", "status", "reasoning", "prognosis")
    )


def agrees(fact: Fact) -> bool:
    """Whether a statement only says that the patient understands and agrees, which is shown by their doing so."""
    said = fact.kind in ("event", "opaque", "status", None) and fact.section in (
        "assessment",
        "plan",
        "instructions",
        "other",
    )
    return said and not _AGREES.isdisjoint(words(fact.text)) and len(fact.text.split()) <= 16


def kept_for_a_question(facts: Sequence[Fact], rng: random.Random) -> tuple[str, Fact] | None:
    """One order that the physician keeps until the patient asks for it, and what is asked."""
    if len(facts) < 4 or rng.random() > 0.6:
        return None
    for asked, kind, action in _QUESTIONS:
        for fact in reversed(facts):
            done = fact.argument("action")
            if fact.kind == kind and done is not None and done.value == action and fact.argument("when") is not None:
                return asked, fact
    return None


def _words(facts: Sequence[Fact]) -> int:
    return sum(len(fact.text.split()) for fact in facts)
