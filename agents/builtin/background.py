"""Questions for the past, drugs, allergies, family, life and the review of systems."""

from collections.abc import Sequence

from bedside.agents.builtin.acts import Voices, head, is_bare, is_denial, only_does
from bedside.agents.builtin.denials import denials
from bedside.agents.builtin.fitting import habit_of, is_birth
from bedside.agents.builtin.question import LISTED, LONG, REVIEWED, TOGETHER, Question, by_name, chunks, evenly, runs
from bedside.agents.builtin.tables import beginning, first, words
from bedside.scenarios.note import Fact, Note
from bedside.scenarios.plan import Cue, TopicKind

_DOES = {"smoking": "smoke", "drinking": "drink", "drugs": "use drugs"}
_SMOKE_OR_DRINK = "smoke, drink or use drugs"
_DRUNK = "diet"
_JOB = frozenset(
    "works worked working retired employed unemployed self-employed student owns runs manages teaches a an".split()
)
_AT_WORK = frozenset(("work", "job", "school"))
_HOW_IT_GOES = 4  # words of a clause within which it says what somebody does
_MEDICINES = frozenset(
    "medication medications medicine medicines meds tablets pills drugs inhaler inhalers dose doses".split()
)
_GROWN = 13  # years from which a birth in the past is one of theirs, and not their own
_COUNTED = 3  # words of "2 older sisters"
_LIVES = frozenset(("lives", "live", "living", "with", "married", "single", "divorced"))
_NO_OPERATIONS = frozenset(("immunizations", "treated", "hospital"))  # what stands as a procedure and is no operation
_EMPLOYED = frozenset(
    "is are currently employed unemployed retired full part time full-time part-time works working".split()
)
_KIN = {
    "siblings": frozenset("sister sisters brother brothers half-sister half-sisters half-brother half-brothers siblings".split()),
    "children": frozenset("child children son sons daughter daughters kids".split()),
}  # fmt: skip
_OWNERS = frozenset(("his", "her", "their", "my", "the", "one", "a", "both", "of"))


def background(topic: TopicKind, facts: Sequence[Fact], note: Note, voices: Voices) -> list[Question]:
    """What the patient tells of the past, drugs, allergies, family, life and the review of systems."""
    if topic == "review":
        return _review(facts, voices)
    out: list[Question] = []
    none, facts = _habits_not_had(topic, facts, note)
    nothing = [fact for fact in facts if fact.kind == "none"]
    facts = [fact for fact in facts if fact.kind != "none"]
    for aspect, run in runs(facts, lambda fact: aspect_of(topic, fact, note)):
        apart = topic != "social"  # a habit is asked for as such, whether it is there or not
        denied = [fact for fact in run if is_denial(fact) and (apart or fact.kind != "habit")]
        present = [fact for fact in run if fact not in denied]
        most = 1 if topic == "social" and any(len(fact.text.split()) > LONG // 2 for fact in present) else TOGETHER
        most = LISTED if aspect.startswith("family ") else most
        for at, part in enumerate(chunks(present, most)):
            asked = "exercise_bare" if aspect == "exercise" and only_does(part) else aspect
            out.append(Question(tuple(part), (_cue(asked, at, again=bool(out)),), topic))
        out += denials(denied, voices, topic, _denied(topic, aspect), LISTED)
    for fact in nothing:  # "nothing else" where something was told, else "nothing"
        aspect = aspect_of(topic, fact, note)
        out.append(Question((fact,), (_cue(aspect, len(out), again=False),), topic))
    return out + none


def _denied(topic: TopicKind, aspect: str) -> str:
    """What is asked for by name in a part of a topic."""
    return "family" if aspect.startswith("family") else "symptom" if topic == "social" else aspect


def _cue(aspect: str, at: int, *, again: bool) -> Cue:
    """The cue of a part of a topic: the topic, one relative by name once the family was asked for, or what else there is."""
    who = aspect.removeprefix("family ") if aspect.startswith("family ") else ""
    first_, _, rest = who.partition(" ")
    who = rest if rest and first_.casefold() in _OWNERS else who
    if who and again:
        return Cue(aspect="more_relative") if at else Cue(aspect="relative", words=_plain(who))
    if aspect == "habits":
        return Cue(aspect="habits", words=_SMOKE_OR_DRINK)
    if aspect == "family" and again:
        return Cue(aspect="more_family")
    base = "family" if who else aspect
    return Cue(aspect=f"more_{base}" if at else base)


def _plain(who: str) -> str:
    """A relative's word without the capital that a line of the note gave it: "Father"."""
    return who if who.isupper() else who[:1].lower() + who[1:]


def _habits_not_had(topic: TopicKind, facts: Sequence[Fact], note: Note) -> tuple[list[Question], list[Fact]]:
    """Several habits that somebody has not are asked for at once; the question, and the facts that are left."""
    there = {aspect_of(topic, fact, note) for fact in facts if not is_denial(fact)} if topic == "social" else set[str]()
    denied = (
        [fact for fact in facts if is_denial(fact) and aspect_of(topic, fact, note) in _DOES]
        if topic == "social"
        else []
    )
    denied = [fact for fact in denied if aspect_of(topic, fact, note) not in there]
    doing = list(dict.fromkeys(_DOES[aspect_of(topic, fact, note)] for fact in denied))
    if len(doing) < 2:
        return [], list(facts)
    asked = f"{', '.join(doing[:-1])} or {doing[-1]}"
    return [Question(tuple(denied), (Cue(aspect="habits", words=asked),), topic)], [
        fact for fact in facts if fact not in denied
    ]


def aspect_of(topic: TopicKind, fact: Fact, note: Note) -> str:
    """What of a topic a fact answers: a habit, a part of the past, whose illness; else the topic itself."""
    if fact.kind == "none" and topic == "social":
        return "family" if "fam" in heading_of(note, fact).casefold() else "habits"
    if topic == "social" and fact.kind == "home" and (counted := _counted_kin(head(fact))):
        return counted
    if topic == "social":
        by_kind = fact.kind if fact.kind in ("home", "work") else ""
        by_kind = "employed" if by_kind == "work" and _EMPLOYED.issuperset(words(head(fact))) else by_kind
        return (
            by_kind
            or (_DRUNK if first("habits", fact.text.replace("/", " ")) == _DRUNK else "")  # "drinks four coffees a day"
            or _lived(fact)
            or "social"
        )
    if topic == "past":
        if fact.kind == "result":
            return "past"
        if fact.kind == "event" and any(mention.concept == "menstruation" for mention in fact.mentions):
            return "periods"
        if fact.kind == "procedure":
            done = beginning("pasts", fact.text)
            if is_birth(fact):
                return "birth" if (note.age if note.age is not None else _GROWN) < _GROWN else "pregnancies"
            return done if done in _NO_OPERATIONS else "surgery"
        if fact.kind == "event" and beginning("pasts", fact.text) == "immunizations":
            return "immunizations"
        if _names_none(fact, ("disorder", "symptom", "procedure")) and not beginning("pasts", heading_of(note, fact)):
            return "past_open"  # "has not had his blood pressure checked"
        return beginning("pasts", heading_of(note, fact)) or "past"
    if topic == "family" and fact.kind != "none":
        who = fact.argument("who")
        about = who.text if who is not None else fact.subject
        about = " ".join(word for word in about.casefold().split() if word not in _OWNERS)
        return f"family {about}" if about not in ("patient", "", "family") and not is_denial(fact) else "family"
    if topic == "medications" and _names_none(fact, ("drug", "substance")) and _MEDICINES.isdisjoint(words(fact.text)):
        return "past_open"
    if topic == "medications" and fact.kind == "drug":
        action = fact.argument("action")
        value = action.value if action is not None else None
        return "skip" if value == "skip" else "stopped" if value in ("stop", "refuse", "finish") else "medications"
    return topic


def _names_none(fact: Fact, kinds: tuple[str, ...]) -> bool:
    """Whether a clause of a list names nothing that is listed there."""
    return fact.kind == "event" and not any(mention.kind in kinds for mention in fact.mentions)


def _lived(fact: Fact) -> str:
    """What of their life a habit or a clause answers; how work goes is no answer to what somebody does."""
    found = habit_of(fact) if fact.kind == "habit" else ""
    found = found or str(first("habits", f"{head(fact)} {_sense(fact)} {fact.group}") or first("habits", fact.text))
    said = words(fact.text)
    if found != "work" or fact.kind != "event":
        return found
    if fact.polarity == "present" and not _JOB.isdisjoint(said[:_HOW_IT_GOES]):
        return found
    return "work_going" if not _AT_WORK.isdisjoint(said) else ""


def _counted_kin(home: str) -> str:
    """What is asked for where a line only says how many brothers, sisters or children there are; "" for another line."""
    said = home.casefold().split()
    if len(said) > _COUNTED or frozenset(said) & _LIVES:
        return ""
    return next((side for side, names in _KIN.items() if said[-1:] and said[-1] in names), "")


def _sense(fact: Fact) -> str:
    """What the words of a fact's first argument stand for, where the note has letters."""
    return (fact.arguments[0].value or "") if fact.arguments else ""


def heading_of(note: Note, fact: Fact) -> str:
    """The words that a fact stands under: its own sub-heading, else the heading of its section."""
    if fact.group:
        return fact.group
    return next((s.heading for s in note.sections if s.span.start <= fact.span.start < s.span.end), "")


def _review(facts: Sequence[Fact], voices: Voices) -> list[Question]:
    """What there is, two things in a question where nothing more is said of them; then what there is not."""
    present = [fact for fact in facts if not is_denial(fact)]
    named = [fact for fact in present if fact.kind in ("symptom", "condition", "complaint") and voices.name(fact)]
    out: list[Question] = []
    for part in evenly([fact for fact in named if is_bare(fact)], TOGETHER):
        out.append(Question(tuple(part), by_name(part, voices), "review"))
    for fact in named:
        if not is_bare(fact):
            out.append(Question((fact,), by_name([fact], voices), "review"))
    out += [Question((fact,), (Cue(aspect="rest"),), "review") for fact in present if fact not in named]
    return out + denials([fact for fact in facts if is_denial(fact)], voices, "review", most=REVIEWED)
