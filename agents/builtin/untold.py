"""What is not told as it stands, or not as news: what has its condition elsewhere, denials under a second name, what they know
that they have, what is shown by who speaks."""

import re
from collections.abc import Callable, Iterable, Sequence

from bedside.agents.builtin.acts import head, is_denial
from bedside.agents.builtin.called import names_nothing
from bedside.agents.builtin.spoken import refuses
from bedside.agents.builtin.tables import first, words
from bedside.scenarios.note import Fact, Note

GUESSED = "not told: what they think it is, and not what they have"
DONE_HERE = "not told: it was done while they were there"
UNCONDITIONED = "not told: the condition that it stands under is not told with it"
OF_THE_TELLING = "not told: it is about how the history was given"
_GIVES = frozenset("provide provides providing give gives giving offer offering elaborate historian".split())
_ACCOUNT = frozenset("history information details historian elaborate".split())
CONTRADICTED = "not told: they have said that it is there"
_CALLED = re.compile(  # how they got in touch, and nothing else
    r"(?:(?:he|she|they|the patient|patient) )?(?:has |have )?(?:called|phoned|rang|telephoned|calling|calls)(?: in(?:to)?)?(?: (?:the |our )?(?:surgery|practice|clinic|office|gp|nurse line|helpline))?(?: today| this morning)?\W*$"
    r"|(?:was |were )?brought in by (?:(?:his|her|the) )?\w+\W*$",
    re.IGNORECASE,
)
_CANNOT_TELL = re.compile(
    r"\b(?:cannot|can't|can not|could not|unable to|not able to|does not|doesn't) (?:give|provide|offer|tell|communicate)\b[^.]*\b(?:history|account|story)\b",
    re.IGNORECASE,
)
_COME_BACK = tuple(
    tuple(said.split())
    for said in (
        "come back",
        "follow up",
        "follow-up",
        "return",
        "rtc",
        "review",
        "see again",
        "f/u",
        "return to clinic",
    )
)
_HAD = frozenset(("symptom", "complaint", "condition"))
_ACHES = frozenset(("pain", "pains", "ache", "aches", "discomfort"))
_WITH_PLACE = 2  # arguments of what has a place of its own
_CONDITIONS = frozenset(("if", "should", "unless", "when", "once", "until"))
_BY = (("was", "around"), ("was", "present"), ("is", "present"), ("were", "present"))  # who else is in the room
_CONCLUDES = frozenset(("assessment", "plan", "instructions"))
_PLANNED = frozenset(("assessment", "plan", "instructions", "other"))
_ASKED_FOR = frozenset(
    "please will should call contact come go return need needs we i seek review start stop take consider".split()
)


def is_conditional(fact: Fact, text: str) -> bool:
    """Whether a statement stands behind the condition of its sentence and does not hold it: "If it goes on, you may get
    dehydrated" is not "you may get dehydrated"."""
    if fact.section not in _PLANNED or fact.argument("condition") is not None or fact.sentence is None:
        return False
    if fact.kind in ("advice", "order", "drug") and _is_half(text, fact.sentence.start):
        return True
    before = text[fact.sentence.start : fact.span.start]
    return words(before)[:1] != () and words(before)[0] in _CONDITIONS and "." not in before.strip(" .")


def is_done_here(fact: Fact, note: Note) -> bool:
    """Whether it is the record of what was done in this visit, behind what was decided: who had the injection knows how it went."""
    kinds = ("event", "procedure", "reasoning", "prognosis")
    what = fact.argument("what")
    stressed = fact.kind == "advice" and what is not None and what.value == "important"
    if fact.section != "procedure" or not (fact.kind in kinds or stressed):
        return False
    return any(other.section in _CONCLUDES and other.span.start < fact.span.start for other in note.facts)


def _is_half(text: str, start: int) -> bool:
    """Whether the sentence before is a condition that was cut from what is to be done: "If you get weak . Please call"."""
    before = text[:start].rstrip()
    told = words(before.rstrip(" .").rpartition(".")[2].rpartition("\n")[2])
    return before.endswith(".") and told[:1] == ("if",) and _ASKED_FOR.isdisjoint(told)


def named_again(facts: Sequence[Fact], name: Callable[[Fact], str]) -> dict[str, str]:
    """What is not there and would be asked for by a name that was asked for: "hematochezia" after "blood in her stool"."""
    first: dict[str, str] = {}
    found: dict[str, str] = {}
    for fact in facts:
        called = name(fact) if fact.polarity == "denied" and fact.kind == "symptom" else ""
        if called and fact.subject == "patient":
            before = first.setdefault(called, fact.id)
            if before != fact.id:
                found[fact.id] = before
    return found


def contradicted(facts: Iterable[Fact]) -> dict[str, str]:
    """Denials of what they have said is there, in the order of telling, each with why it is not asked for: who has told of
    dizziness is not asked for dizziness; nor for a bare pain who came with one."""
    there: set[str] = set()
    aches = False
    found: dict[str, str] = {}
    for fact in facts:
        if fact.subject != "patient" or fact.kind not in _HAD:
            continue
        named = words(head(fact))
        if fact.polarity == "present" and fact.temporality == "current":
            there |= {fact.concept} if fact.concept else set()
            aches |= not _ACHES.isdisjoint(named)
        bare = is_denial(fact) and fact.temporality == "current" and len(fact.arguments) < _WITH_PLACE
        if bare and (len(named) == 1 and (fact.concept in there or (aches and named[0] in _ACHES))):
            found[fact.id] = CONTRADICTED
    return found


def had(note: Note) -> frozenset[str]:
    """The concepts of what the patient knows that they have, and what that is called in a word ("diabetes")."""
    known = [
        fact
        for fact in note.facts
        if fact.established == "before"
        and fact.subject == "patient"
        and fact.knower != "physician"
        and fact.kind != "wish"  # who is afraid of a stroke has not had one
    ]
    names = frozenset(head(fact).casefold().split(" ")[-1] for fact in known if fact.kind == "condition")
    return names | frozenset(
        mention.concept
        for fact in known
        for mention in fact.mentions
        if mention.polarity == "present" and mention.kind == "disorder"
    )


def is_guessed(fact: Fact, text: str) -> bool:
    """Whether it is what the patient thinks that it is, from a line on their ideas, and not what they have."""
    if fact.kind not in ("symptom", "condition") or (fact.kind == "symptom" and fact.certainty != "possible"):
        return False
    line = text[text.rfind("\n", 0, fact.span.start) + 1 : fact.span.start]
    return words(line)[:1] in (("ice",), ("ideas",))


def late_wishes(facts: Sequence[Fact]) -> list[Fact]:
    """What the patient wishes of a plan, which they can only say when they have heard it."""
    return [fact for fact in facts if (fact.kind == "wish" and fact.section in _CONCLUDES) or is_refusal(fact)]


def is_refusal(fact: Fact) -> bool:
    """Whether a statement of the plan is what the patient does not want, which is theirs to say: nobody tells them that they would
    rather not have it."""
    return refuses(fact) and fact.section in _CONCLUDES and fact.subject == "patient"


def said_with_its_time(facts: Sequence[Fact]) -> dict[str, str]:
    """A bare "come back" where another order says when: nobody is asked to come back twice."""
    when = next(
        (
            fact
            for fact in facts
            if fact.kind == "order"
            and (a := fact.argument("action")) is not None
            and a.value == "follow_up"
            and fact.argument("when") is not None
        ),
        None,
    )
    bare = [
        fact
        for fact in facts
        if fact.kind in ("advice", "order") and fact.section in _PLANNED and words(fact.text) in _COME_BACK
    ]
    return {fact.id: f"same as {when.id}" for fact in bare if when is not None and fact is not when}


def silent(fact: Fact) -> str:
    """Why a fact needs no words; "" if it does."""
    if fact.same_as is not None:
        return f"same as {fact.same_as}"
    if names_nothing(fact):
        return "not told: it names nothing that one may have"
    if fact.kind == "identity" and fact.argument("trade") is None:
        return "shown by who speaks"
    if fact.kind == "event" and ("accompanied" in words(fact.text) or words(fact.text)[-2:] in _BY):
        return "shown by who speaks"
    if fact.kind == "event" and _CALLED.match(fact.text) is not None:
        return "shown by who speaks"
    if _is_of_the_telling(fact):
        return OF_THE_TELLING
    if fact.section in _CONCLUDES and fact.kind == "wish" and "their" in words(fact.text):
        return "not told: whose it is stands elsewhere"
    if (
        fact.section in _CONCLUDES
        and fact.kind == "complaint"
        and first("visits", head(fact).replace("ow up", "ow-up"))
    ):
        return "shown by who speaks"  # nobody tells the patient what they are here for
    done = fact.kind == "procedure" and fact.temporality == "past"
    titled = fact.kind == "condition" and fact.problem.casefold().startswith(("history of ", "status post "))
    if fact.section in _CONCLUDES and (done or titled) and _is_heading(fact):
        return "shown by the heading of what follows"
    return ""


def _is_of_the_telling(fact: Fact) -> bool:
    """Whether a clause only says how well somebody could tell: "is unable to provide further history", "details are in the
    history and physical"."""
    said = words(fact.text)
    if fact.kind == "event" and _CANNOT_TELL.search(fact.text) is not None:
        return True
    if fact.kind != "event" or any(mention.kind in ("symptom", "disorder") for mention in fact.mentions):
        return False
    copied = said[:3] == ("details", "are", "in")
    return copied or not (_GIVES.isdisjoint(said) or _ACCOUNT.isdisjoint(said) or "history of" in " ".join(said))


def _is_heading(fact: Fact) -> bool:
    """Whether a statement is no more than the title of its problem: "Status post hip replacement"."""
    return bool(fact.problem) and frozenset(words(fact.text)) <= frozenset(words(fact.problem))
