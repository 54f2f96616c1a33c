"""Questions made from the facts that they bring out: who is asked what, in which order, and how much at a time.

The law: every question has the facts that answer it, and an answer holds these facts and no others. Where no question fits
the facts, the patient is asked to go on.
"""

from bisect import bisect
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import groupby, pairwise, takewhile

from bedside.agents.builtin.acts import Voices, head, is_denial, problem_of
from bedside.agents.builtin.called import is_symptom
from bedside.agents.builtin.denials import denials
from bedside.agents.builtin.question import LISTED, LONG, TOGETHER, Question, chunks, runs
from bedside.agents.builtin.side_of import is_past, main_part, side_of
from bedside.agents.builtin.tables import first, words
from bedside.agents.reading.clause import persons
from bedside.agents.speaking.letters import cased_phrase
from bedside.scenarios.note import Fact
from bedside.scenarios.plan import Cue

# Sides of a symptom in the order in which a history is taken, those that people tell in one breath together.
_SIDES: tuple[tuple[str, ...], ...] = (
    ("onset", "duration"),
    ("site", "quality"),
    ("severity",),
    ("frequency", "course"),
    ("trigger",),
    ("relief",),
    ("effect",),
)
_ABOUT = frozenset(("disorder", "drug", "test"))
_SUBJECT = 2  # words at the start of a clause within which its subject stands
_NAME = 3  # words of a name that one asks about
_AGAIN = frozenset(("tried", "care", "takes", "current"))  # what is asked for once more in other words
_HAS = frozenset(
    "has have had having experiences experience experienced experiencing notes noted noticed noticing".split()
)
_OPENS = 6  # words within which a clause has its verb
_CONSTANCY = Cue(aspect="frequency", concept="constancy")
_SPREADS = frozenset("radiates radiating radiation radiated spreads spreading travels".split())
_HOW = frozenset(("status", "problem"))
_IS = frozenset("is are was were has have had feels feel felt seems seem looks look gets get got".split())
_VAGUE = frozenset(("symptoms", "last", "first", "other", "current", "only", "main", "initial", "most", "previous"))
_SHORT = 4  # letters of a word that says nothing of what a clause is about
_TAKES_UP = (("it",), ("this",), ("that",), ("these",), ("they",), ("then",))
_EARLY = 2  # questions of a story within which one asks what happened
_BY_NAME = frozenset(("duration", "onset", "site", "quality", "frequency", "course", "trigger", "relief"))
_AFTER = frozenset(
    (
        "tried",
        "more_tried",
        "takes",
        "more_takes",
        "current",
        "more_current",
        "stopped",
        "about_drug",
        "medications",
        "relief",
        "adherence",
    )
)
# -- a symptom, step by step -----------------------------------------------------------------------------------------


def stepwise(
    fact: Fact, opening: tuple[Cue, ...], voices: Voices, subject: str, *, known: bool = False
) -> list[Question]:
    """A symptom with at most one of its sides first, then one side a question. ``known``: the thing itself was told before,
    and only its sides are asked for."""
    there = voices.sides(fact) if fact.polarity == "present" else ()
    left = [side for group in _SIDES if (side := tuple(role for role in group if role in there))]
    out: list[Question] = []
    if known:
        left = [side for side in left if side != ("severity",) or is_rated(fact)]  # "slight" is told with the thing
    if not known or not left:
        if len(left) <= 1 and not known:
            return [Question((fact,), opening, subject)]
        alone = {role for side in left for role in side}
        rest = tuple(Cue(aspect=a.role) for a in fact.arguments[1:] if a.role not in alone)
        out.append(Question((fact,), (*opening, Cue(aspect="what"), *rest), subject))
    return out + [Question((fact,), _asked(side, fact), subject) for side in left]


def is_rated(fact: Fact) -> bool:
    """Whether a statement has a number for how bad it is."""
    severity = fact.argument("severity")
    return severity is not None and any(sign.isdigit() for sign in severity.text)


def _asked(side: tuple[str, ...], fact: Fact) -> tuple[Cue, ...]:
    severity = fact.argument("severity") if side[0] == "severity" else None
    if severity is not None and any(sign.isdigit() for sign in severity.text):
        return (Cue(aspect="severity", concept="scale"),)  # asked for as a number, since the note has one
    often = fact.argument("frequency") if side[0] == "frequency" else None
    if often is not None and first("courses", often.text):
        return (Cue(aspect="frequency", concept="constancy"), *(Cue(aspect=role) for role in side[1:]))
    onset = fact.argument("onset") if side[0] == "onset" else None
    if onset is not None and side == ("onset",) and first("manners", onset.text):
        return (Cue(aspect="onset", concept="manner"),)
    return tuple(Cue(aspect=role) for role in side)


# -- the story -------------------------------------------------------------------------------------------------------


def story(
    facts: Sequence[Fact], voices: Voices, complaint: Fact | None, read_out: Sequence[Fact] = ()
) -> list[Question]:
    """What the patient tells of the present illness, in the note's order, problem by problem; what is not there comes
    after what is, two or three things in a question. No answer reaches across ``read_out``, what the physician says between."""
    between = sorted(fact.span.start for fact in read_out)
    subject = voices.name(complaint) if complaint is not None else ""
    out: list[Question] = []
    heard: set[str] = set()  # what clauses have told: it is not asked for by name again, only its sides
    headed: set[str] = set()  # problems that a question has named
    for _, group in groupby(facts, key=problem_of):
        here, others = _parted_by_whose(group)
        present = [fact for fact in here if not is_denial(fact)]
        made: list[Question] = []
        for (kind, _), run in groupby(
            present,
            key=lambda fact: (side_of(fact, complaint), (fact.speaker, bisect(between, fact.span.start))),
        ):
            told = list(run)
            made += _told(kind, told, voices, subject, heard)
            heard |= {
                m.concept for one in told for m in one.mentions if one.kind == "event" and m.polarity == "present"
            }
        problem = (here or others)[0].problem
        out += _headed(made, "" if problem in headed else problem, voices, subject)
        headed.add(problem)
        out += _of_others(others, subject)
        out += denials([fact for fact in here if is_denial(fact)], voices, subject)
    came = frozenset(m.concept for m in complaint.mentions) if complaint is not None else frozenset[str]()
    out = _apart(_once(out, voices, came), complaint, subject)
    wishes = [question for question in out if question.facts[0].kind == "wish"]
    return [question for question in out if question not in wishes] + wishes


def _parted_by_whose(facts: Iterable[Fact]) -> tuple[list[Fact], list[Fact]]:
    """What is said of the patient, and the complaints of people around them."""
    held = list(facts)
    theirs = [f for f in held if f.kind in ("symptom", "complaint") and f.subject not in ("patient", "", "family")]
    others = [f for f in held if f in theirs or (theirs and words(head(f))[-1:] == ("contacts",))]
    return [fact for fact in held if fact not in others], others


def _of_others(facts: Sequence[Fact], subject: str) -> list[Question]:
    """Who around the patient is ill, and with what: asked for as such, and never as the patient's own complaints."""
    parts = [part for _, run in runs(facts, lambda fact: fact.subject) for part in chunks(run, LISTED)]
    return [
        Question(tuple(part), (Cue(aspect="more_others" if at else "others"),), subject)
        for at, part in enumerate(parts)
    ]


def _apart(questions: list[Question], complaint: Fact | None, subject: str) -> list[Question]:
    """A side of the complaint is asked for by its name where another symptom was spoken of in between."""
    out = questions[:1]
    for before, question in pairwise(questions):
        cue, fact, last = (*question.cues, Cue(aspect=""))[0], question.facts[0], before.facts[-1]
        between = last.kind in ("symptom", "condition") and side_of(last, complaint) != "complaint"
        unnamed = cue.aspect in _BY_NAME and not cue.words and fact.kind in ("symptom", "complaint")
        if subject and between and unnamed and side_of(fact, complaint) == "complaint":
            question = replace(question, cues=(cue.model_copy(update={"words": subject}), *question.cues[1:]))
        out.append(question)
    return out


def _headed(questions: list[Question], problem: str, voices: Voices, subject: str) -> list[Question]:
    """The first question of what is told of one problem names the problem, where the question has no name of its own."""
    if not questions or not problem or questions[0].cues[:1] == () or questions[0].cues[0].words:
        return questions
    name = voices.titled(problem)
    if not name or name == subject or questions[0].facts[0].kind in ("wish", "symptom", "complaint"):
        return questions
    return [replace(questions[0], cues=(Cue(aspect="problem", words=name),)), *questions[1:]]


def _once(questions: list[Question], voices: Voices, came: Collection[str]) -> list[Question]:
    """Nothing is asked twice in the same words. Where no question fits, what was told before and is taken up by the answer is
    asked about by its name; else they are asked to go on. ``came``: the concepts of what they came for."""
    asked: set[str] = set()
    named: set[str] = set()
    happened = False
    out: list[Question] = []
    for question in questions:
        cue = question.cues[0] if question.cues else Cue(aspect="more")
        if cue.aspect == "helped" and not (out and out[-1].cues and out[-1].cues[0].aspect in _AFTER):
            cue = Cue(aspect="more")  # nothing was told that it could mean
            question = replace(question, cues=(cue, *question.cues[1:]))
        question = _else(_whose(_new(question, out), out, named, voices), out)
        cue = question.cues[0] if question.cues else cue
        if cue.concept == "scale" and "scale" in asked:
            continue  # one number is enough: how bad it is at worst and at best nobody asks in the same words
        told = question.facts[0].kind not in ("symptom", "complaint", "wish")
        if told and not cue.words and cue.aspect in asked & _AGAIN and f"more_{cue.aspect}" not in asked:
            question = replace(question, cues=(Cue(aspect=f"more_{cue.aspect}"), *question.cues[1:]))
            asked.add(f"more_{cue.aspect}")
        elif told and not cue.words and (cue.aspect == "more" or cue.aspect in asked):
            then = "then" if happened and is_past(question.facts[0]) else "more"
            if then == "more" and "cause" not in asked and len(out) < _EARLY and _happened(question.facts[0]):
                then = "cause"
            own = _own(question.facts[0])
            own = "" if own in asked else own  # "what about your weight?" after "any change in your weight?"
            about = _about(question.facts, named, voices) or (
                None if own else _had(question.facts, named | {*came}, voices)
            )
            about = about or Cue(aspect="about_own" if own else then, words=own)
            asked |= {then} if about.aspect == then else set()
            named.discard(about.concept or "")  # asked about once
            question = replace(question, cues=(about, *question.cues[1:]))
        asked |= {cue.aspect if told else "", cue.concept if cue.concept == "scale" else ""}
        happened = is_past(question.facts[-1])
        named |= {m.concept for fact in question.facts for m in fact.mentions if m.polarity == "present"}
        out.append(question)
    return out


def _new(question: Question, before: Sequence[Question]) -> Question:
    """How a problem has been is asked once; what they say of medicines that no drug names, is how they manage with them."""
    cue = question.cues[0] if question.cues else Cue(aspect="more")
    if cue.aspect in _HOW and any(
        one.aspect in _HOW and one.words.casefold() == cue.words.casefold() for old in before for one in old.cues[:1]
    ):
        return replace(question, cues=(Cue(aspect="more"), *question.cues[1:]))
    unnamed = cue.aspect == "takes" and not any(m.kind == "drug" for fact in question.facts for m in fact.mentions)
    return replace(question, cues=(Cue(aspect="adherence"), *question.cues[1:])) if unnamed else question


def _else(question: Question, before: Sequence[Question]) -> Question:
    """A side that was told is asked for as what else there is of it: where else it spreads, how else one would describe it."""
    cue = question.cues[0] if question.cues else Cue(aspect="more")
    if cue.aspect == "radiation" and any(_SPREADS & {*words(fact.text)} for one in before for fact in one.facts):
        return replace(question, cues=(Cue(aspect="more_radiation"),))
    same = takewhile(lambda one: not any(other.words for other in one.cues), reversed(before))
    if (
        cue.aspect == "quality"
        and not cue.words
        and any(other.aspect == "quality" for one in same for other in one.cues)
    ):
        return replace(question, cues=(cue.model_copy(update={"concept": "more_quality"}), *question.cues[1:]))
    return question


def _whose(question: Question, before: Sequence[Question], named: Collection[str], voices: Voices) -> Question:
    """What a clause says of a thing that was told some time ago is asked for by its name: how the sore throat has been."""
    cue = question.cues[0] if question.cues else Cue(aspect="more")
    if cue.aspect not in _BY_NAME or cue.words or question.facts[0].kind != "event" or not before:
        return question
    main, last = main_part(question.facts[0].text), {m.concept for fact in before[-1].facts for m in fact.mentions}
    for mention in question.facts[0].mentions:
        old = mention.concept in named and mention.concept not in last and mention.kind in ("symptom", "disorder")
        if (
            old
            and mention.form.casefold() in main
            and (called := voices.called(mention))
            and len(called.split()) <= _NAME
        ):
            return replace(question, cues=(cue.model_copy(update={"words": called}), *question.cues[1:]))
    return question


def _happened(fact: Fact) -> bool:
    """Whether a clause tells what the patient did or what befell them: "I was playing tennis", "I felt a pop"."""
    spoken = words(fact.text)
    doing = any(a in ("was", "were") and b.endswith("ing") for a, b in pairwise(spoken[:4]))
    return is_past(fact) or (fact.kind == "event" and fact.polarity == "present" and doing)


def _own(fact: Fact) -> str:
    """The thing of theirs that a clause says something about: "bowels" of "his bowels are normal"; "" if there is none."""
    spoken = words(fact.text)
    owned = fact.kind == "event" and any(mark.role == "possessive" for mark in fact.marks[:1])
    verb = next((at for at, word in enumerate(spoken[: _NAME + 2]) if word in _IS), 0)
    if (
        not owned
        or verb < 2
        or spoken[0] not in ("his", "her", "their", "my")
        or not frozenset(persons()).isdisjoint(spoken[1:verb])
    ):
        return ""
    plain = all(word.isalpha() and word not in _VAGUE for word in spoken[1:verb])
    return " ".join(spoken[1:verb]) if plain and verb <= _NAME else ""


def _about(facts: Sequence[Fact], named: set[str], voices: Voices) -> Cue | None:
    """A question for what an answer mentions, where that is a thing that one can be asked about."""
    others = not frozenset(persons()).isdisjoint(words(facts[0].text)[:_SUBJECT])
    main = main_part(facts[0].text)
    for mention in facts[0].mentions:
        if mention.form.casefold() not in main or mention.polarity != "present":
            continue
        if mention.concept in named and mention.kind in _ABOUT and facts[0].subject == "patient" and not others:
            called = voices.called(mention).removeprefix("a ").removeprefix("an ").removeprefix("the ")
            if called and len(called.split()) <= _NAME:
                return Cue(aspect=f"about_{mention.kind}", words=called, concept=mention.concept)
    return None


def _had(facts: Sequence[Fact], named: Collection[str], voices: Voices) -> Cue | None:
    """A question by name for the symptom that a clause says they have: "now and then she has numbness in her feet"."""
    spoken = words(main_part(facts[0].text))
    has = next((at for at, word in enumerate(spoken[:_OPENS]) if word in _HAS), None)
    if len(facts) > 1 or facts[0].polarity != "present" or facts[0].subject != "patient" or has is None:
        return None
    told = " ".join(spoken[has:])
    mention = next((m for m in facts[0].mentions if m.kind == "symptom" and m.form.casefold() in told), None)
    if mention is None or mention.polarity != "present" or mention.concept in named:
        return None
    called = voices.called(mention)
    fits = called and len(called.split()) <= _NAME and is_symptom(called)
    return Cue(aspect="symptom", words=called, concept=mention.concept) if fits else None


def by_its_name(steps: Sequence[Question], name: str) -> list[Question]:
    """Questions for the sides of a thing, the first with its name, where another was spoken of since ("how often do you get the
    headaches?")."""
    if not steps or not name or not steps[0].cues or steps[0].cues[0].aspect not in _BY_NAME:
        return list(steps)
    first_, *rest = steps
    return [replace(first_, cues=(Cue(aspect=first_.cues[0].aspect, words=name), *first_.cues[1:])), *rest]


def _told(kind: str, run: list[Fact], voices: Voices, subject: str, heard: set[str]) -> list[Question]:
    if kind == "symptom":
        out: list[Question] = []
        for fact in run:
            asked = "" if fact.kind == "complaint" and first("visits", head(fact)) else voices.name(fact)
            if fact.polarity == "present" and _is_period(fact):
                out.append(Question((fact,), (Cue(aspect="period"),), subject))
                continue
            opening = (Cue(aspect="symptom", words=asked, concept=fact.concept),) if asked else (Cue(aspect="more"),)
            steps = stepwise(fact, opening, voices, subject, known=fact.concept in heard)
            out += by_its_name(steps, asked) if fact.concept in heard else steps
            if fact.concept is not None and fact.polarity == "present":
                heard.add(fact.concept)
        return out
    if kind == "complaint":
        return [
            question for fact in run for question in stepwise(fact, (Cue(aspect="more"),), voices, subject, known=True)
        ]
    if kind == "taking":
        return [Question((fact,), (Cue(aspect=kind, words=voices.name(fact)),), subject) for fact in run]
    if kind.startswith("status "):
        name = kind.removeprefix("status ")
        name = cased_phrase(name) or name
        return [Question((fact,), (Cue(aspect="status", words=name),), subject) for fact in run]
    if kind == "frequency":
        often = [_CONSTANCY if first("courses", fact.text) else Cue(aspect=kind) for fact in run]
        return [Question((fact,), (cue,), subject) for fact, cue in zip(run, often, strict=True)]
    parts = [part for some in chunks(run, TOGETHER, LONG) for part in (_related(some) if kind == "more" else [some])]
    return [Question(tuple(part), (Cue(aspect=kind),), subject) for part in parts]


def _related(facts: Sequence[Fact]) -> list[list[Fact]]:
    """Clauses that one tells in one breath: of one sentence, or the second takes up the first; others are told one by one."""
    out = [[facts[0]]]
    for before, fact in pairwise(facts):
        if are_related(before, fact):
            out[-1].append(fact)
        else:
            out.append([fact])
    return out


def are_related(before: Fact, fact: Fact) -> bool:
    """Whether a clause is of the same sentence as the one before, takes it up, or has a word of it."""
    spoken, told = words(fact.text), frozenset(word for word in words(before.text) if len(word) > _SHORT)
    near = before.sentence is not None and before.sentence == fact.sentence
    return near or spoken[:1] in _TAKES_UP or not told.isdisjoint(spoken)


def _is_period(fact: Fact) -> bool:
    """Whether a statement says when the last period was, which is asked for as such."""
    spoken = words(f"{head(fact)} {fact.arguments[0].value or ''}") if fact.arguments else ()
    return "lmp" in spoken or ("last" in spoken and not {"period", "menses"}.isdisjoint(spoken))
