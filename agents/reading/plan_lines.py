"""Lines without a verb that are no plain entry and no plain diagnosis."""

from collections.abc import Sequence
from functools import lru_cache

from bedside.agents.reading.diagnoses import hedged, is_status
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.headings import words_of
from bedside.agents.reading.lexemes import FINITE, Word, listed
from bedside.agents.reading.people import company
from bedside.agents.reading.scene import Scene, bare, status
from bedside.agents.reading.splitting import names_patient
from bedside.agents.reading.tables import phrases
from bedside.agents.reading.things import thing
from bedside.scenarios.span import Span

_LASTING = frozenset(
    {"long", "long-term", "chronic", "use", "on", "status", "s/p", "hx", "history", "post", "possible", "r/o", "rule"}
)
_DONE_WITH = frozenset({"drug", "refer", "follow_up", "treat", "school", "discharge"})
_CHILDREN = frozenset("child infant baby newborn toddler adolescent teen teenager boy girl".split())
_WELL = frozenset("well healthy normal exam examination visit check".split())
_SERVICES = frozenset(
    "group groups clinic class classes program programme support counselling counseling screen screening diary pathway team".split()
)
_PLAN = frozenset({"plan", "p", "plans", "recommendations"})
_RISKS = frozenset({"risk", "risks", "complications", "benefits"})
_LABELS = frozenset({"medical", "reasoning", "specialist", "additional", "patient"})
_NOTHING = frozenset({"none", "nil", "n/a", "na"})
_TO_DATE = ["up", "to", "date"]
_ABOUT = frozenset({"about", "re", "of", "regarding", "that"})
_SIGNS = frozenset({"sign", "signs", "evidence", "suspicion"})
_SHOWN = frozenset({"positive", "negative", "normal", "abnormal", "elevated", "raised", "high", "low", "clear"})
_FORMS = frozenset({"mg", "mcg", "puffs", "cream", "%", "tablets", "ointment", "drops"})
_PLANNED = frozenset({"planned", "scheduled", "booked", "arranged", "pending"})
_GOALS = frozenset({"goal", "goals", "target", "targets"})
_SPANS = frozenset({"short-term", "long-term", "rehab", "treatment", "patient"})
_LONGEST_FORMALITY = 30  # words
_BULLETS = " \t\r\n.,;:•*#-–—0123456789)"


@lru_cache(maxsize=8)
def _lines(text: str) -> dict[str, int]:
    """The lines of a note in small letters, and where each stands first."""
    found: dict[str, int] = {}
    at = 0
    for line in text.splitlines(keepends=True):
        found.setdefault(line.strip(_BULLETS).lower(), at)
        at += len(line)
    return found


def _told_before(scene: Scene, start: int, end: int) -> bool:
    """Whether this line of a plan stood in the note before: the title of its problem, told twice."""
    span = scene.span((start, end))
    first = _lines(scene.doc.text).get(scene.doc.slice(span).strip(_BULLETS).lower())
    ends = scene.doc.text.find("\n", first) if first is not None else -1
    return 0 <= ends < span.start


def nature(scene: Scene, start: int, end: int) -> str:
    """What a line without a verb is: "diagnoses", an "item", "entries" of a plan, a "procedure" or "opaque"."""
    words = scene.words
    if names_patient(words, start) or {word.lower for word in words[start : start + 3]} & _RISKS:
        return "opaque"
    if words[end - 1].lower == "diet":
        return "item"
    if scene.phrase == "procedure":
        return "procedure"
    if scene.phrase == "item" and words[start].lower == "no" and words[start + 1].lower in _SIGNS:
        return "diagnoses"  # "no sign of free fluid"
    if scene.phrase == "item":
        titled = scene.part.kind == "plan" and _told_before(scene, start, end)
        _, hedge = hedged(words, start, end)
        maybe = hedge is not None and hedge[0] == "possible"
        return "diagnoses" if titled or maybe or _names_problem(scene, start, end) else "entries"
    if scene.phrase == "event":
        if words[end - 1].lower in _SHOWN or words[end - 1].tag == "CRD":
            return "diagnoses"  # "RSV test positive"
        return "item" if thing(scene.doc, words, start, end).action else "diagnoses"
    if scene.phrase == "diagnosis" and (other := _no_diagnosis(scene, start, end)):
        return other
    due = words[start].lower in ("due", "overdue") or (
        words[start].lower == "no" and words[start + 1 : start + 2] and words[start + 1].lower in ("need", "indication")
    )
    return "item" if due or _has_dose(words, start, end) or _forbids(scene, start, end) else "diagnoses"


def _no_diagnosis(scene: Scene, start: int, end: int) -> str:
    """ "entries" or "opaque" for a phrase of an assessment that names no illness: a drug, a referral, who stands by, and in an
    assessment with its plan whatever comes after the first sentence of a line; "" where it may be a diagnosis."""
    words = scene.words
    if scene.has(start, end, ("disorder", "symptom", "finding")) or words[start].lower in _LASTING:
        return ""
    if any(word.lower in ("s/p", "neg", "pos", "negative", "positive") for word in words[start:end]):
        return ""  # "Rh neg - s/p RhoGAM"
    if words[start].lower in company():
        return "opaque"
    planned = not _PLAN.isdisjoint(words_of(scene.part.heading))
    later = scene.sentence != scene.record.sentences[0]
    if not (planned or later):
        return ""
    if thing(scene.doc, words, start, end).action in (
        _DONE_WITH | {"image", "test"} if planned and later else _DONE_WITH
    ):
        return "entries"
    known = bool(scene.doc.mentioned(scene.span((start, end))))
    return "opaque" if planned and later and not known and not scene.record.label else ""


def plain_phrase(scene: Scene, start: int, end: int) -> Draft | None:
    """ "None.", "Stable.", "Fair, but improved.", "Worried about cancer", "Colonoscopy up to date"."""
    words = scene.words
    body = [word for word in words[start:end] if word.tag not in ("PUN", "CJC", "AV0", "PRP", "XX0")]
    if not body:
        return None
    lower = {word.lower for word in words[start:end]}
    if lower & _CHILDREN and lower <= _CHILDREN | _WELL and len(lower) > 1:
        return bare(scene, "none", start, end)  # "Well infant"
    if _aimed(words, start, end):  # what is to be reached, and no state that it is in
        told = argument(scene.doc, "what", words[start].start, words[end - 1].end, "patient")
        return scene.draft(Draft("status", scene.trimmed(start, end), (told,)))
    if _ambulance(words, start, end):
        what = argument(scene.doc, "what", words[start].start, words[end - 1].end)
        action = argument(scene.doc, "action", what.span.start, what.span.end, "ambulance")
        return Draft("order", scene.trimmed(start, end), (what, action))
    if len(body) > 1 and all(w.lower in listed("item_label") | _LABELS for w in body):
        return bare(scene, "none", start, end)
    if len(body) < 5 and body[0].lower in _NOTHING and (len(body) == 1 or body[1].tag in ("PRP", "DT0")):
        return bare(scene, "none", start, end).but(polarity="denied")
    if words[start].lower != "as" and all(w.lower in listed("status") or w.lower in ("condition", "but") for w in body):
        return status(scene, start, end, scene.problem, "problem" if scene.problem else "patient")
    if _stands(scene, start, end):
        return status(scene, start, end, scene.problem, "problem" if scene.problem else "patient")
    date = next((i for i in range(start + 1, end - 2) if [w.lower for w in words[i : i + 3]] == _TO_DATE), None)
    if date is not None:
        named = scene.span((start, date))
        return status(scene, date, end, argument(scene.doc, "problem", named.start, named.end))
    return _fear(scene, start, end) if words[start].lower in listed("fear") else None


def _aimed(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether a line names a goal: "goal 90 degrees of bend by 6 weeks", "Target INR 2-3", but not "goal-directed"."""
    if words[start].lower in _SPANS and end - start > 2:
        start += 1
    if words[start].lower not in _GOALS or end - start < 2 or words[start + 1].tag in ("VM0", "PRF"):
        return False
    return words[start + 1].tag[:2] != "VB" or end - start > 2


def _ambulance(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether a line without an order of its own says that an ambulance is called: "called ambulance ?MI"."""
    said = [word.lower for word in words[start:end]]
    called = {"called", "call", "arranged", "requested", "999", "911", "sent", "to", "for", "via", "by"}
    return "ambulance" in said and not {"if", "no", "not", "should", "when"} & set(said) and bool(called & set(said))


def _stands(scene: Scene, start: int, end: int) -> bool:
    """Whether a line says how a problem does without naming it: "Stable with medication", but not "stable angina"."""
    words = scene.words
    if words[start].lower == "as" or not is_status(words, start, end):
        return False
    at = next(i for i in range(start, end) if words[i].lower in listed("status"))
    ahead = words[at + 1 : at + 2]
    if any(word.tag not in ("AV0", "XX0") for word in words[start:at]):
        return False
    return not ahead or not ahead[0].tag.startswith(("NN", "AJ", "NP", "VV"))


def _fear(scene: Scene, start: int, end: int) -> Draft | None:
    words = scene.words
    about = next((i for i in range(start + 1, end - 1) if words[i].lower in _ABOUT), None)
    if about is None:
        return None
    what = argument(scene.doc, "what", words[about + 1].start, words[end - 1].end)
    feeling = argument(scene.doc, "feeling", words[start].start, words[start].end, "fear")
    return scene.draft(Draft("wish", scene.trimmed(start, end), (what, feeling)))


def _has_dose(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether this is a drug with its dose or form."""
    return any(word.lower in _FORMS for word in words[start + 1 : end])


def _forbids(scene: Scene, start: int, end: int) -> bool:
    """ "No triptan during the aura", "no honey until 12 months": a thing to be left, and no sign that is absent."""
    words = scene.words
    if words[start].lower not in ("no", "avoid"):
        return False
    mentions = scene.doc.mentioned(scene.span((start, end)))
    if mentions and mentions[0].kind in ("disorder", "symptom", "finding", "anatomy"):
        return False
    lower = {word.lower for word in words[start:end]}
    return any(m.kind == "drug" for m in mentions) or bool(
        lower & (listed("home") | listed("drugs") | {"until", "during"})
    )


def _names_problem(scene: Scene, start: int, end: int) -> bool:
    """Whether a line of a plan is a problem and how it does: "Hypertension, stable on lisinopril"."""
    words = scene.words
    first = next((i for i in range(start, end) if words[i].lower in (",", ":", "-")), end)
    if words[first - 1].lower in _SERVICES or any(
        word.lower in ("if", "when", "unless") for word in words[start:first]
    ):
        return False  # "bereavement group", "extended-release form if tremor"
    mentions = scene.doc.mentioned(scene.span((start, first)))
    lower = {word.lower for word in words[start:end]}
    if not mentions and first == end and words[first - 1].lower.endswith(tuple(listed("disease_endings"))):
        return True
    if (
        not mentions
        or not all(m.kind in ("disorder", "symptom", "anatomy") for m in mentions)
        or lower
        & (listed("home") | listed("drugs") | listed("follow_up") | listed("refer") | listed("image") | listed("test"))
    ):
        return False
    if words[start].lower == "for" or any(word.tag in ("TO0", "VVI", "VVB") for word in words[start:end]):
        return False
    named = any(m.kind != "anatomy" for m in mentions)
    return (named and first == end) or any(
        word.lower in listed("status") for word in words[first : min(end, first + 4)]
    )


def problem_first(scene: Scene, start: int, end: int) -> bool:
    """ "Jaw pain, sounds muscular", "Renal failure, may be dehydration": a problem and what it may be."""
    words = scene.words
    comma = next((i for i in range(start + 1, end - 1) if words[i].lower == ","), None)
    needs = comma is not None and words[comma + 1].lower in ("need", "needs", "to")
    if needs and not any(w.tag in FINITE for w in words[start:comma]):
        return True
    if (
        comma is None
        or words[comma + 1].tag not in ("VVZ", "VM0", "VBZ")
        or any(w.tag in FINITE for w in words[start:comma])
    ):
        return False
    return any(m.kind in ("disorder", "symptom", "finding") for m in scene.doc.mentioned(scene.span((start, comma))))


def clausal(scene: Scene, start: int, end: int) -> bool:
    """Whether a finite verb stands in the main clause, and not only in "that may cause ..." or within a name."""
    words = scene.words
    mentions = scene.doc.mentioned(scene.span((start, end)))
    for word in words[start:end]:
        if any(
            m.span.start <= word.start and word.end <= m.span.end and m.span.end - m.span.start > word.end - word.start
            for m in mentions
        ):
            continue
        if word.tag == "VVZ" and word.lower in listed("drugs") and _is_taken(words, word, end):
            continue  # "olive oil drops bd"
        if (word.tag == "VVB" and word is words[end - 1]) or (
            word.lower in ("consult", "consults") and word.tag == "VVB"
        ):
            continue
        if word.tag in ("CJT", "PNQ", "DTQ", "CJS") and word is not words[start]:
            return False
        if word.tag in FINITE and not (word.tag in ("VVB", "VVD") and word is words[start]):
            return True
    return False


def _is_taken(words: Sequence[Word], form: Word, end: int) -> bool:
    """Whether a word that may be a form of a drug stands before how often or how much."""
    at = next(i for i in range(end) if words[i] is form) + 1
    return at < end and (words[at].lower in listed("dosing") or words[at].tag == "CRD")


def in_name(scene: Scene, at: int) -> bool:
    """Whether a word that looks like an imperative begins a name: "contact dermatitis"."""
    word = scene.words[at]
    rest = Span(start=word.start, end=scene.sentence.end)
    return any(m.span.start == word.start and m.span.end > word.end for m in scene.doc.mentioned(rest))


def planned_at(scene: Scene, start: int, end: int) -> int:
    """Where "planned" stands behind a test or a procedure and without "is"; 0 where it does not."""
    words = scene.words
    at = next((i for i in range(start + 1, min(end, start + 6)) if words[i].lower in _PLANNED), 0)
    if not at or scene.phrase != "item" or words[at - 1].tag[:2] in ("VB", "VH", "PN") or end - at > 7:
        return 0
    return at if thing(scene.doc, words, start, at).action in ("test", "image", "procedure") else 0


def past_names(scene: Scene, at: int, end: int) -> int:
    """The place after "Follow-up" and "Differential includes", which lead to problems; ``at`` if neither stands here."""
    words = scene.words
    if scene.phrase == "diagnosis" and words[at].lower in ("follow-up", "f/u", "fu"):
        return at + 1 if scene.has(at + 1, end, ("disorder", "symptom")) else at
    for i in range(at, min(end - 1, at + 5)):
        if words[i].lower in ("includes", "include", "including"):
            before = {word.lower for word in words[at:i]}
            return i + 1 if before & {"differential", "differentials", "ddx", "etiologies"} else at
    return at


def formal(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether only the record needs this: an agreement, "All questions were answered"."""
    lower = [word.lower for word in words[start:end]]
    table = phrases("formalities")
    return len(lower) < _LONGEST_FORMALITY and any(table.at(lower, at) for at in range(len(lower)))


def loose(words: Sequence[Word], at: int, end: int) -> bool:
    """Whether a front stands here without what it belongs to ("Given her history.")."""
    word = words[at]
    opens = word.lower in listed("front") | listed("condition") and word.tag in ("VVN", "CJS", "PRP")
    return opens and word.lower not in ("for", "per", "as", "at") and not any(w.tag in FINITE for w in words[at:end])


def before_source(words: Sequence[Word], end: int) -> int:
    """The end without "as per ... guidelines", which no patient is told."""
    if not end or words[end - 1].lower not in ("guideline", "guidelines", "guidance", "protocol", "policy"):
        return end
    at = next((i for i in range(end - 1) if words[i].lower == "per"), end)
    return at - 1 if at < end and at and words[at - 1].lower == "as" else at
