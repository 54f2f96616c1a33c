"""Which side of the story a statement tells, so that a question for that side brings it out."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bedside.agents.builtin.acts import head
from bedside.agents.builtin.tables import first, table, words
from bedside.agents.reading.clause import persons
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Fact

_SUBJECT = 2  # words at the start of a clause within which its subject stands

_WISHES = {"fear": "concern", "concern": "concern", "hope": "hopes", "preference": "preference"}
_LASTS = re.compile(
    r"\b(?:present|going on|ongoing|occurring|happening|lasted|there) (?:for|over|during) (?:\w+ ){0,5}\w*(?:day|week|month|year|hour)s?\b"
)
_HANGS = frozenset("that because since when while who which after before until instead but if as although so".split())
_DOES_TO_IT = frozenset("elevated wrapped rested bandaged massaged".split())
_TRIES = frozenset(("tried", "tries", "trying", "applied", "iced"))
_MAIN = 9  # words of a clause that say what it is about
_STATES = frozenset(("be", "have", "feel", "do", "remain", "seem"))
_OF_THE_THING = frozenset(
    ("onset", "relief", "triggers", "frequency", "radiation", "site", "duration", "quality", "course")
)
_CARERS = frozenset(
    """doctor dr er emergency hospital hospitalized clinic provider providers physician specialist surgeon cardiologist therapist
    gp x-ray xray mri ct biopsy diagnosed evaluated counselor psychologist psychiatrist dermatologist neurologist podiatrist
    bloodwork colonoscopy""".split()
)
_MEDICINES = frozenset(("medication", "medications", "medicine", "medicines", "regimen", "meds"))
_ACHES = frozenset(("pain", "pains", "ache", "aches", "aching", "discomfort"))
_WITHOUT_DRUGS = frozenset(("exercise", "diet", "weight"))
_TAKEN_UP = frozenset(("it", "that", "this", "they", "these", "which", "neither", "none"))
_HELPS = frozenset(("help", "helps", "helped", "relieve", "relieves", "relieved", "eases", "eased", "worked"))
_HELPED = 5  # words within which a clause says whether what was tried helps
_STEM = 5  # letters by which two forms of a word are the same: "urinating", "urination"
_POINTS = frozenset(("this", "that", "these", "those"))
_NOW = frozenset(
    "taking takes take on continues remains using".split()
)  # how a note says that a drug is taken these days
_STOPS = frozenset("stopped stop stopping discontinue discontinued discontinuing quit".split())
_REGULAR = frozenset("daily directed prescribed regularly".split())
_AGAINST = frozenset("for needed with".split())  # of a drug that is taken against something
_BEFORE = re.compile(
    r"\bbefore\b(?! (?:the|he|she|his|her|my|they|it|a|an|this|that he|that she|\d)\b)|\bin the past\b", re.I
)
_HAS_WORSENED = re.compile(r"\b(?:have|has|had)(?: \w+)? worsened\b", re.I)
_THINKS = frozenset(
    "feels felt thinks thought believes notes noted noticed says states reports reported describes".split()
)
_ITS = frozenset("the it that his her their this".split())
_OF_ITSELF = frozenset(("onset", "duration", "frequency", "course"))
_OWNS = frozenset("his her their the it".split())
_WITH = frozenset("with when while by after during if on at in upon triggers trigger triggered aggravated".split())
_NEAR = 12  # characters at the start of a clause within which its subject begins


def is_past(fact: Fact) -> bool:
    """Whether a clause tells of something that happened, so that one can ask what happened next."""
    verb = next((mark for mark in fact.marks if mark.role == "verb"), None)
    states = verb is None or verb.lemma in _STATES or verb.form != "past"
    return fact.kind == "event" and fact.polarity == "present" and not states


def side_of(fact: Fact, complaint: Fact | None) -> str:
    """What a present fact of the story is asked with."""
    if fact.kind in ("symptom", "complaint"):
        return "complaint" if complaint is not None and _same(fact, complaint) else "symptom"
    if fact.kind == "wish":
        feeling = fact.argument("feeling")
        return _WISHES.get((feeling.value or "") if feeling is not None else "", "concern")
    if fact.kind == "drug":
        return _of_drug(fact)
    if fact.kind == "procedure":
        return "done"
    if fact.kind in ("result", "order", "diagnosis"):
        return "care"
    if fact.kind == "status":
        problem = fact.argument("problem")
        return f"status {_lowered(problem.text)}" if problem is not None else "course"
    if complaint is not None and _is_of_before(fact, complaint):
        return "prior"
    spoken = words(fact.text)
    if spoken[:1] and spoken[0] in _TAKEN_UP and not _HELPS.isdisjoint(spoken[:_HELPED]):
        return "helped"  # "it does not help", of what was just told
    if spoken[:1] in (("due",), ("because",)):
        return "more"  # why comes first
    main = frozenset(words(main_part(fact.text)))
    side = next((side for side, row in table("sides") if not main.isdisjoint(row) and _answers(side, fact)), "")
    if side == "tried" and _is_regular(fact):
        return "current"
    if side in ("", "tried", "adherence") and _takes(fact) and not _STOPS.isdisjoint(main):
        return "stopped"
    return side or ("takes" if _takes(fact) else "more")


def _lowered(name: str) -> str:
    """A name without the capital of the line that it opened: "Appetite maintained"."""
    return name[:1].lower() + name[1:] if name[1:].islower() else name


def _is_of_before(fact: Fact, complaint: Fact) -> bool:
    """Whether a clause tells that they have had what brings them once before."""
    same = complaint.concept is not None and any(mention.concept == complaint.concept for mention in fact.mentions)
    return same and fact.kind == "event" and bool(_BEFORE.search(fact.text))


def _of_drug(fact: Fact) -> str:
    """What a drug of the story is asked with: whether they take it, what they tried, what they take these days."""
    action = fact.argument("action")
    done = action.text.casefold() if action is not None else ""
    if fact.polarity == "denied":
        return "taking"
    if action is not None and action.value in ("stop", "finish"):
        return "stopped"
    now = done in _NOW and fact.temporality == "current" and fact.argument("as_needed") is None
    return "current" if now else "tried"


def _is_regular(fact: Fact) -> bool:
    """Whether a clause tells of a drug that is taken every day, whatever brought them: "I'm taking Protonix as directed"."""
    spoken = words(fact.text)
    return not _REGULAR.isdisjoint(spoken) or ("takes" in spoken and _AGAINST.isdisjoint(spoken))


def _takes(fact: Fact) -> bool:
    """Whether a clause is about a drug that they take: "I'm still on my metformin"."""
    own = any(mark.role == "subject" and mark.span.start == fact.span.start for mark in fact.marks)
    main = main_part(fact.text).casefold()
    return own and any(mention.kind == "drug" and mention.form.casefold() in main for mention in fact.mentions)


def _answers(side: str, fact: Fact) -> bool:
    """Whether a clause is an answer to the question for this side, and not only has a word of it."""
    if side == "tried":
        return any(mention.kind == "drug" for mention in fact.mentions) or _tries(words(fact.text))
    if side in ("adherence", "takes"):
        return any(mention.kind == "drug" for mention in fact.mentions) or not _MEDICINES.isdisjoint(words(fact.text))
    if side == "bowels" and not _ACHES.isdisjoint(words(fact.text)[:3]):
        return False  # "the pain improves after a bowel movement"
    if side in _WITHOUT_DRUGS and any(mention.kind == "drug" for mention in fact.mentions):
        return False  # "exercises, ice and Mobic for the pain"
    if side == "exercise" and "pool" in words(fact.text):
        return False  # "got into the swimming pool"
    if side == "care":
        return not _CARERS.isdisjoint(words(fact.text))
    if side == "cause":
        return is_past(fact)
    if side == "pressure":
        return "blood pressure" in fact.text.casefold() and not is_past(fact)
    if side == "duration":
        return bool(_LASTS.search(" ".join(words(fact.text))))
    if side == "triggers" and (_HAS_WORSENED.search(fact.text) or not any(word in _WITH for word in words(fact.text))):
        return False  # "it has worsened"
    if side == "relief" and any(
        f"{needs} help" in fact.text.casefold() for needs in ("required", "needed", "needs", "for")
    ):
        return False  # "he needed help to get up"
    if side == "onset" and any(mention.kind == "drug" for mention in fact.mentions):
        return False  # "started her on ..."
    if side in _OF_THE_THING:  # "it started", "the ice helps": of the thing, and not of what the patient did
        bare = side in _OF_ITSELF  # "started mid morning": it did
        own = any(
            mark.role == "subject"
            and mark.span.start - fact.span.start < _NEAR
            and not (bare and mark.span.start == mark.span.end)
            for mark in fact.marks
        )
        own = own and not _thinks_of_it(words(fact.text))
        others = not frozenset(persons()).isdisjoint(words(fact.text)[:_SUBJECT])
        return not own and not others and words(fact.text)[0] not in _POINTS
    return side != "sleep" or "back to sleep" not in fact.text.casefold()


def _thinks_of_it(spoken: Sequence[str]) -> bool:
    """Whether a clause tells what they think or notice of the thing: "he feels the ulcer may have worsened"."""
    return spoken[1:2] != () and spoken[1] in _THINKS and spoken[2:3] != () and spoken[2] in _ITS


def _tries(spoken: Sequence[str]) -> bool:
    """Whether something was tried against it: "tried ice", but not "trying to get up"."""
    return any(
        (word in _TRIES and after not in ("to", "and") and not after.endswith("ing"))
        or (word in _DOES_TO_IT and after in _OWNS)
        for word, after in pairwise((*spoken, ""))
    )


def main_part(text: str) -> str:
    """The first words of a clause, up to where another clause hangs on it."""
    spoken = words(text)[:_MAIN]
    stop = next((at for at, word in enumerate(spoken) if at and word in _HANGS), len(spoken))
    return " ".join(spoken[:stop]).replace("used to", "")


def _same(fact: Fact, other: Fact) -> bool:
    """Whether two facts are about the same thing: a bare "pain" after a shoulder pain is that pain."""
    last = head(other).casefold().split(" ")[-1]
    aches = head(fact).casefold() in _ACHES and (last in _ACHES or last.endswith("ache"))
    wider = aches or (head(fact).casefold() == last and bool(first("generic", head(fact))))
    narrower = _is_narrower(fact, other)
    return (
        wider
        or narrower
        or (fact.concept is not None and fact.concept == other.concept)
        or head(fact).casefold() == head(other).casefold()
        or (len(_stems(head(fact))) > 1 and _stems(head(fact)) == _stems(head(other)))  # "difficulty with urination"
    )


def _is_narrower(fact: Fact, other: Fact) -> bool:
    """Whether a symptom is the complaint with its place: "lower abdominal pain" of "Abdo pain"."""
    if fact.concept is None or other.concept is None or fact.kind != "symptom":
        return False
    terms = Terminology.load()
    mine, theirs = (words(terms.name(one)) if one in terms else () for one in (fact.concept, other.concept))
    return bool(theirs) and mine[-1:] == theirs[-1:] and frozenset(theirs) <= frozenset(mine)


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in words(text) if len(word) >= _STEM)
