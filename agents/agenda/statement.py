"""Facts as somebody would say them: frames rejoined, persons recast, units spelled, words made plain.

Facts that share a governing frame ("denies", "her lipid panel showed") are said together, in an order of their own."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bedside.agents.agenda.loosen import PART, loosen
from bedside.agents.agenda.recast import Viewpoint, contract, recast
from bedside.agents.agenda.shape import PREDICATE, Kind, StatementShape, article, shape
from bedside.agents.agenda.telegraph import complete, completed
from bedside.agents.agenda.verbs import base_of, gerund, is_finite, readings
from bedside.agents.agenda.wording import BRANDS, lower_first, plain, series, smooth, spell, spoken
from bedside.scenarios.note import Fact


@dataclass(frozen=True)
class Lump:
    """Facts said in one breath. ``frame`` is what governs them, "" once it is spent."""

    facts: tuple[Fact, ...]
    frame: str
    denied: bool

    @property
    def first(self) -> Fact:
        """The first fact."""
        return self.facts[0]


@dataclass(frozen=True)
class Said:
    """``text`` starts in lower case and has no final mark. ``kind`` is its grammatical shape; ``role`` says what a
    noun phrase is to the patient: a history, something taken, a reason for coming, or nothing special."""

    kind: Kind
    text: str
    denied: bool
    lump: Lump
    role: str = ""


Finish = Callable[[str], str]

SUBJECT = r"(?:the patient|patient|pt|he|she|they|(?:mr|mrs|ms)\.? \w+)"
REPORTING = re.compile(
    rf"^(?:{SUBJECT} )?(?:(?:also|does|did|had|has|is|was|further|additionally|currently|still|initially|further|today|in|just|specifically|mentioned|adamantly|occasionally|again|continues to|otherwise|that) )*"
    r"(?:reports?|reported|reporting|states?|stated|notes?|noted|says?|said|mentions?|mentioned|describes?|described|endorses?|endorsed|indicates?|indicated|acknowledges?|acknowledged|confirms?|confirmed|admits? to|admitted to|admits?|admitted|adds?|added|recalls?|recalled|complains? of|complained of|complaining of|stating|noting|admitting|positive for|claims?|explains?|explained|believes?|believed|feels? that|expresses?|expressed|voices?|shares?|shared|denies|denied|deny|negative for|no|without|with|with no|no known|nil|there is no|there are no|there was no|(?:significant|remarkable|notable|pertinent)(?: only| also)? for|no evidence of|no signs of|no sign of|there is no evidence of|there is no evidence of any|there are no signs of|is|are|was|has noted)"
    r"(?: (?:that|having|experiencing|some|any|of|known|to having|being|a|an|the|other))*$", re.I)  # fmt: skip
DENYING = re.compile(r"\b(?:denies|denied|deny|denying|no|negative|without|not|never|nil|none|nor)\b", re.I)
PRESENTING = re.compile(r"\b(?:presents?|presented|presenting|here|comes in|came in|seen|referred|is seen)\b.*\b(?:for|with|of|following|regarding|to|due|a|an|the)$|^here(?: today)? for(?: a| an| the)?$", re.I)  # fmt: skip
HISTORY = re.compile(r"\b(?:medical |surgical |personal |family )?history\b", re.I)
TAKING = re.compile(r"\b(?:takes|taking|is on|on|prescribed|using|uses|medications? (?:include|are))$", re.I)
AFTER = re.compile(r"^(?:is )?(?:status post|s/p)$|\bundergoing$|\breceiving$|\bunderwent$", re.I)
PATIENT_IS = re.compile(r"^(?:(?:the |this )?(?:patient|pt)|he|she|they) (?:is|was|has been) (?:a |an )?(?=\d{1,3}[ -]?(?:year|month|week|day|y/?o|yo\b))", re.I)  # fmt: skip
LOOKS = re.compile(
    r"^((?:well|ill)[- ]\w+(?:,? (?:and )?(?:well[- ]\w+|pleasant|healthy|elderly))*),? (?:female|male|man|woman|boy|girl|gentleman|lady|child|infant)\b",
    re.I,
)
LABEL = re.compile(r"^(?P<label>[A-Z][\w /'’()-]{1,48}?): (?P<value>\S.*)$", re.S)
WHICH = re.compile(r"^(?:which|who|and|but|however|as|although|so|also|nor|then)$", re.I)


def lumps(facts: Sequence[Fact], rng: random.Random, most: int = 4) -> list[Lump]:
    """Join neighbours under one frame; the rest stand alone. The order inside a lump is drawn."""
    out: list[list[Fact]] = []
    for fact in facts:
        if out and len(out[-1]) < most and _joins(out[-1][-1], fact):
            out[-1].append(fact)
        else:
            out.append([fact])
    lumped: list[Lump] = []
    for run in out:
        if len(run) > 1:
            rng.shuffle(run)
        lumped.append(Lump(tuple(run), run[0].frame, run[0].polarity == "denied"))
    return lumped


def _joins(a: Fact, b: Fact) -> bool:
    if a.frame.lower() != b.frame.lower() or a.polarity != b.polarity or a.subject != b.subject or a.group != b.group:
        return False
    if a.certainty != b.certainty or (a.section == "social" and a.polarity == "present"):
        return False  # what may be is told from what is; a trade, a home and a habit are three things
    if not a.frame and (
        a.section not in ("past", "medications", "allergies", "review", "complaint", "family")
        and a.sentence != b.sentence
    ):
        return False
    if completed(a, None) is not None or completed(b, None) is not None:  # each is a sentence of its own
        return False
    kinds = (shape(a.text, a.polarity == "denied").kind, shape(b.text, b.polarity == "denied").kind)
    return (
        kinds[0] == kinds[1]
        and kinds[0] in ("np", "gerund")
        and len(a.text.split()) <= 12
        and len(b.text.split()) <= 12
    )


FIRST_PERSON = re.compile(r"\b(?:I|I'm|I've|I’m|I’ve|my|My)\b")
DENIED_AT_ONCE = re.compile(
    r"\W*(?:no|not|denies|denied|denying|without|never|nil|negative for|absence of|absent|free of|lacks?|neither)\b",
    re.I,
)


def state(
    lump: Lump,
    voice: Viewpoint,
    who: Literal["patient", "physician"],
    rng: random.Random,
    sex: str | None,
    name: str | None = None,
    planning: bool = False,
    literal: int = 0,
) -> Said:
    """Say a lump in ``voice``, in the words of ``who`` ("patient" or "physician"). ``literal`` is what a repair falls
    back on when plainer words lost a fact: 1 keeps the names of things, 2 keeps all of the note's own words.

    A denial that stands inside the words ("troponin negative", "two pints, none since") is said by them and not again
    by the frame around them."""
    told = _state(lump, voice, who, rng, sex, name, planning, literal)
    if told.denied and not DENYING.search(lump.frame) and not DENIED_AT_ONCE.match(lump.first.text):
        return replace(told, denied=False)
    return told


OWN_LINE = re.compile(r"^(?:patient|pt) ?: +", re.I)


def _which(verb: str) -> str:
    """ "which have helped" goes on as "they have helped", "which has" as "that has"."""
    return "they" if verb.lower() in ("have", "are", "were", "do") else "that"


def _third(sex: str | None) -> str:
    """The patient as the subject of a statement that has none, as ``recast`` will know them."""
    return "she" if sex == "female" else "he" if sex == "male" else "the patient"


def _state(lump: Lump, voice: Viewpoint, who: Literal["patient", "physician"], rng: random.Random, sex: str | None, name: str | None = None, planning: bool = False, literal: int = 0) -> Said:  # fmt: skip
    fact = lump.first
    quoted = (
        fact.section == "complaint" and FIRST_PERSON.search(fact.text) is not None
    )  # the complaint in their own words
    if OWN_LINE.match(fact.text) or quoted:  # a transcript inside the note: the patient's own "I" and "my"
        voice = replace(voice, author=voice.subject, author_object=voice.object, author_possessive=voice.possessive)
        own = tuple(f.model_copy(update={"text": OWN_LINE.sub("", f.text)}) for f in lump.facts)
        lump = Lump(own, lump.frame, lump.denied)
        fact = lump.first
    frame = re.sub(r"\s+", " ", lump.frame).strip()
    frame = "" if frame.lower() in ("with", "with a", "with an") else frame  # "a man with gout": what he has
    names = BRANDS.union((name or "").lower().split())
    turned = INVERTED.match(fact.text) if frame == "nor" else None
    if turned:  # "nor did she report a fever": she did not report a fever
        bare = REPORTED.sub("", turned["rest"])
        denied = bare != turned["rest"]
        text = bare if denied else f"{turned['who']} {turned['aux']} not {bare}"
        frame = "denies" if denied else ""
        lump = Lump((fact.model_copy(update={"text": text, "frame": frame}),), frame, denied)
        fact = lump.first

    mentions = tuple(mention for f in lump.facts for mention in f.mentions)
    alone = fact.section in ("examination", "vitals", "results", "assessment", "plan", "instructions", "review")
    source = [f"{f.frame} {f.text} {f.tail}" for f in lump.facts]

    def finish(text: str) -> str:
        text = recast(spell(text), voice, sex, name, alone)
        if literal > 1:
            return contract(lower_first(text.strip(" .,;:"), names))
        text = smooth(spoken(text, who)) if literal else plain(text, who, rng, mentions)
        return loosen(contract(lower_first(text.strip(" .,;:"), names)), source, voice, rng)

    told = fact.section in ("history", "social", "complaint", "other") and len(lump.facts) == 1 and not frame
    kin = complete(fact.text, "history", sex) if told and fact.subject not in ("patient", "") else None
    if kin is not None:  # "Older sister also unwell"
        return Said("clause", finish(kin.text), False, lump)
    if fact.subject not in ("patient", ""):
        return _of_other(lump, voice, finish)
    texts = [LOOKS.sub(r"\1", PATIENT_IS.sub("", re.sub(r"\s+", " ", f.text))).strip(" .;:•") for f in lump.facts]
    texts = [AS_NOTED.sub("", GRAVIDA.sub(_pregnancies, text)) or text for text in texts]
    gone_over = REVIEWED.match(texts[0]) if len(texts) == 1 and not frame else None
    if gone_over:  # "Reviewed and unchanged": by the author, not by the patient
        how = (
            "was reviewed and is unchanged"
            if gone_over["and"]
            else "was reviewed"
            if gone_over["did"]
            else "is unchanged"
        )
        return Said("clause", finish(f"that {how}{gone_over['rest']}"), False, lump)
    if len(texts) == 1 and not frame and not lump.denied and EASED.match(texts[0]):
        return Said("clause", finish(f"it is {lower_first(texts[0])}"), False, lump)  # the complaint, not the patient
    if fact.section == "allergies":
        if all(NO_ALLERGY.match(text) for text in texts):
            none = (
                "no known drug allergies"
                if who == "physician"
                else "no drug allergies that I know of"
                if voice.subject == "I"
                else "no known drug allergies"
            )
            return Said("clause", f"{voice.subject} {voice.have} {none}", False, lump)
        texts = [ALLERGIC.sub("", text) or text for text in texts]
        frame = "" if ALLERGY.match(frame) else frame
    if lump.denied:
        texts = [SEEN.sub("", text) if DENYING.search(frame) else text for text in texts]
    labelled = LABEL.match(texts[0]) if len(texts) == 1 else None
    if labelled:
        return _label(labelled["label"], labelled["value"], lump, finish)
    if len(texts) > 1:
        shapes = [shape(text, lump.denied, planning) for text in texts]
        words = [finish(s.text) for s in shapes]
        joined = series(words, "or" if lump.denied else "and")
        if frame and not REPORTING.match(frame) and not _special(frame) and _finite(frame):
            lead = finish(_with_subject(frame, sex))
            return Said("clause", f"{lead} {joined}", False, lump)
        return Said(shapes[0].kind, joined, lump.denied or any(s.denied for s in shapes), lump, _role(frame))
    text = texts[0]
    whole = completed(fact.model_copy(update={"text": text}) if text != fact.text else fact, sex, planning)
    if whole is not None:
        words = finish(whole.text if not fact.tail else f"{whole.text} {fact.tail}")
        return Said(whole.kind, words, whole.kind == "np" and lump.denied, lump, "plain" if whole.kind == "np" else "")
    if (
        fact.section == "social"
        and fact.group
        and len(text.split()) <= 3
        and shape(text).kind in ("np", "pred")
        and not PERSON.search(text)
    ):
        return Said("clause", finish(f"{lower_first(fact.group.split(' / ')[-1])}, {lower_first(text)}"), False, lump)
    if fact.tail and fact.tail.lower() not in text.lower():
        text = f"{text} {fact.tail}"
    if WHICH.match(frame):
        first = text.split(" ", 1)[0]
        if is_finite(first) or readings(first):
            return Said(
                "clause", finish(f"{_which(first) if frame.lower() == 'which' else _third(sex)} {text}"), False, lump
            )
        frame = ""
    if frame and not REPORTING.match(frame) and not _special(frame):
        if _finite(frame):
            return Said("clause", finish(f"{_with_subject(frame, sex)} {text}"), False, lump)
        text = f"{frame} {text}"
    if frame.endswith("having") and any(f == "participle" for _, f in readings(text.split(" ", 1)[0])):
        return Said("clause", finish(f"{_third(sex)} has {text}"), False, lump)  # "admits to having smoked"
    handed = HANDED.match(text)
    if handed and fact.knower != "physician":
        return Said("pred", f"{handed['side'].lower()}-handed", False, lump)
    form = shape(text, lump.denied, planning)
    if (
        fact.role == "drug"
        and form.kind == "clause"
        and not re.search(r"\b(?:is|was|are|has|had|may|can|will|should)\b", text)
    ):
        form = StatementShape("np", text)  # "tiotropium 18 mcg inhaled daily": what is taken
    if (
        lump.denied
        and not form.denied
        and form.kind in ("vp", "clause", "pred")
        and DENYING.search(frame)
        and not NEGATED.search(form.text)
    ):
        return _denied(form, frame, lump, finish)
    if form.kind == "vp" and BY.match(form.text) and base_of(form.text.split(" ", 1)[0], "participle"):
        form = StatementShape("vp", f"was {lower_first(form.text)}", form.denied, form.subject, "was")
    if form.kind == "vp":
        first = form.text.split(" ", 1)[0]
        if base_of(first, "third") or is_finite(first) or form.text.lower().startswith("no longer "):
            words = finish(f"{_third(sex)} {lower_first(form.text)}")
            subject = voice.subject.lower() if voice.subject == "I" else voice.subject
            if not re.match(rf"(?:{re.escape(voice.subject)})(?=[ '])", words, re.I):
                return Said("clause", words, False, lump)
            words = re.sub(rf"^(?:{re.escape(subject)}|I)(?= |')", "", words).strip() if not words.startswith(("I'", "you'", "he'", "she'", "they'")) else words  # fmt: skip
            if words.startswith(("I'", "you'", "he'", "she'", "they'")):
                return Said("clause", words, False, lump)
            return Said("vp", words, False, lump)
    return Said(
        form.kind, finish(form.text), form.denied or (lump.denied and form.kind in ("np", "gerund")), lump, _role(frame)
    )


REPORTED = re.compile(r"^(?:report|have|experience|note|notice|complain of|describe)(?: having| any)* ", re.I)
INVERTED = re.compile(
    r"(?P<aux>did|does|do|has|had|is|was|will) (?P<who>he|she|they|(?:the )?patient|it) (?P<rest>\w.*)$", re.I
)
EASED = re.compile(
    r"(?:relieved|alleviated|aggravated|exacerbated|accompanied|associated|controlled) (?:with|by)\b", re.I
)
AS_NOTED = re.compile(
    r",? as (?:noted|described|mentioned|stated|discussed|outlined)(?: (?:above|below|previously|before|earlier))*$",
    re.I,
)
REVIEWED = re.compile(
    r"^(?:(?:basically|essentially|largely|also) )?(?:(?P<did>reviewed)(?P<and> and (?:is |are )?unchanged)?|unchanged)(?P<rest>(?: (?:from|since|with|today|per)\b.*)?)$",
    re.I,
)
GRAVIDA = re.compile(r"^(?:is )?(?:a )?g(?:ravida)?[ -]?(?P<g>\d),? ?p(?:ara)?[ -]?(?P<p>\d)(?![\d-])", re.I)


def _pregnancies(match: re.Match[str]) -> str:
    """ "G3, P1" -> "has been pregnant 3 times, with 1 birth"."""
    g, p = int(match["g"]), int(match["p"])
    return f"has been pregnant {g} time{'s' if g != 1 else ''}, with {p} birth{'s' if p != 1 else ''}"


BY = re.compile(r"^[A-Za-z]+(?: in| over| here| to \w+){0,2} by\b")
HANDED = re.compile(
    r"^(?P<side>right|left)[- ]hand(?:ed)?(?:[- ]dominant)?(?: (?:caucasian|hispanic|african[- ]american|white|black|asian|female|male|man|woman|individual|lady|gentleman))*$",
    re.I,
)
NO_ALLERGY = re.compile(
    r"^(?:nkda|nka|nkfa|nil|none(?: known)?|(?:has )?no (?:known )?(?:drug |medication |food |medicine )*allerg\w+)$",
    re.I,
)
ALLERGY = re.compile(r"^(?:(?:is |are |known )*(?:allergic|allergy|allergies|sensitive|intolerant|intolerance) (?:reactions? )?to\b|allerg(?:y|ies))", re.I)  # fmt: skip
ALLERGIC = re.compile(r"^(?:(?:he|she|the patient|patient) )?(?:is )?allerg(?:ic|y|ies) to ", re.I)
SEEN = re.compile(
    r"(?<=\w) (?:(?:was|were|is|are) )?(?:noted|seen|appreciated|identified|observed|detected|found)$", re.I
)
NEGATED = re.compile(
    r"\b(?:no|not|never|none|nothing|without|neither|nor|unable|denies|denied|absent|negative)\b|n't\b", re.I
)


def _denied(form: StatementShape, frame: str, lump: Lump, finish: Finish) -> Said:
    """A statement whose denial stands in its frame and that reads as a sentence keeps the denial."""
    if form.kind == "vp" and readings(form.text.split(" ", 1)[0]):
        first, _, rest = form.text.partition(" ")
        base = base_of(first, "third") or base_of(first, "past")
        if rest and base and base not in ("be", "have", "do"):
            return Said("gerund", finish(f"{gerund(base)} {rest}"), True, lump)
    if form.kind == "clause" and re.search(r"\b(?:no|without)$", frame, re.I):
        return Said("clause", finish(f"no {form.text}"), False, lump)
    return Said(
        "np" if form.kind in ("vp", "clause") else form.kind,
        finish(re.sub(r"^any ", "", form.text)),
        True,
        lump,
        _role(frame),
    )


PERSON = re.compile(
    r"\b(?:smoker|nonsmoker|non-smoker|drinker|diabetic|veteran|student|teacher|worker|nurse|driver|engineer|retiree|user|widow|widower|runner|vegetarian|patient|caregiver|manager|athlete|vegan)$",
    re.I,
)
RELATIVE = re.compile(
    r"^(?:(?:his|her|the|their|patient's|maternal|paternal) )*(?:partner|spouse|girlfriend|boyfriend|nephew|niece|mother|father|brother|sister|son|daughter|wife|husband|mom|dad|parents?|grand\w+|aunt|uncle|cousin|twin|sibling|child)\w*\b",
    re.I,
)


def _of_other(lump: Lump, voice: Viewpoint, finish: Finish) -> Said:
    """A statement about a relative keeps its subject: "my father had a heart attack"."""
    texts = [f.text.strip(" .;:•") for f in lump.facts]
    who = f"{voice.possessive} {lump.first.subject.lower()}"
    if any(RELATIVE.match(text) for text in texts):
        whole = series(texts, "and")
        labelled = LABEL.match(whole)
        if labelled:
            whole = labelled["value"]
        elif _finite(whole):
            text = finish(whole)
            return Said(
                "clause",
                re.sub(
                    r"^(?:the )?(?=(?:partner|spouse|girlfriend|boyfriend|nephew|niece|mother|father|brother|sister|son|daughter|wife|husband|mom|dad|maternal|paternal|grand))",
                    f"{voice.possessive} ",
                    text,
                ),
                False,
                lump,
            )
        else:
            whole = RELATIVE.sub("", whole).strip(" :,-")
            if any(form == "base" for _, form in readings(whole.split(" ", 1)[0])) and who.endswith("s"):
                return Said("clause", f"{who} {finish(whole)}", False, lump)  # "His parents live in town"
        texts = [whole] if whole else texts
    died = re.match(r"(?:died|passed away|deceased)(?: (?P<of>of|from|due to|secondary to))?\b", lump.frame)
    if died:
        cause = series([finish(text) for text in texts], "and")
        return Said("clause", f"{who} died {'of' if died['of'] == 'of' else 'from'} {cause}", False, lump)
    plural = who.endswith("s") and not who.endswith("ss")
    have = (
        "had"
        if re.search(r"\bhad\b", lump.frame) or any(re.search(r"\b(?:at|age|in|died|passed)\b", text) for text in texts)
        else "have"
        if plural
        else "has"
    )
    shapes = [shape(text, lump.denied) for text in texts]
    words = series([finish(s.text) for s in shapes], "or" if lump.denied else "and")
    if lump.denied and re.fullmatch(r"(?:has|have|had) no", lump.frame):
        return Said("clause", f"{who} {lump.frame} {words}", False, lump)
    if shapes[0].kind == "vp" or shapes[0].kind == "clause":
        return Said("clause", words if shapes[0].kind == "clause" else f"{who} {words}", False, lump)
    if shapes[0].kind == "pred" or re.match(
        r"\d+ (?:years?|months?|weeks?|days?) old|(?:healthy|deceased|alive|well|living|dead|passed)\b", words
    ):
        return Said("clause", f"{who} {'are' if plural else 'is'} {words}", False, lump)
    if lump.denied or shapes[0].denied:
        return Said("clause", f"{who} never had {words}", False, lump)
    return Said("clause", f"{who} {have} {article(words) if len(words.split()) < 8 else words}", False, lump)


def _label(label: str, value: str, lump: Lump, say: Finish) -> Said:
    """ "Blood Pressure: Elevated" is a clause: a subject, and what is said of it."""
    name = label if label.isupper() and len(label) <= 5 and label.lower() not in PART else label.lower()
    form = shape(value, lump.denied)
    if re.fullmatch(r"(?:none|nil|no|never)(?: known)?", value.strip(" ."), re.I):
        return Said("clause", say(f"no {name}"), False, lump)
    if form.denied:
        return Said("clause", say(f"{name} shows no {form.text}"), False, lump)
    if form.kind == "clause":
        return Said("clause", say(form.text), False, lump)
    plural = name.endswith("s") and not name.endswith(("ss", "us", "is"))
    if form.kind == "vp":
        return Said("vp", say(form.text), False, lump)
    if lump.first.section in ("social", "past", "medications", "history", "review") and form.kind != "pred":
        return Said(form.kind, say(form.text), False, lump)
    if form.kind == "pred" or re.match(r"[<>]?\d", form.text) or form.text.split(" ", 1)[0].lower() in PREDICATE:
        return Said("clause", say(f"{name} {'are' if plural else 'is'} {lower_first(form.text)}"), False, lump)
    verb = "show" if plural else "shows"
    return Said("clause", say(f"{name} {verb} {lower_first(form.text)}"), False, lump)


def _special(frame: str) -> bool:
    return bool(PRESENTING.search(frame) or HISTORY.search(frame) or TAKING.search(frame) or AFTER.search(frame))


def _role(frame: str) -> str:
    if PRESENTING.search(frame):
        return "reason"
    if HISTORY.search(frame):
        return "history"
    if TAKING.search(frame):
        return "taking"
    if AFTER.search(frame):
        return "after"
    return ""


def _finite(frame: str) -> bool:
    return any(is_finite(word) for word in re.findall(r"[A-Za-z']+", frame))


def _with_subject(frame: str, sex: str | None) -> str:
    """Give a frame that starts with its verb the patient as subject: "is having" -> "she is having"."""
    words = frame.split()
    first = words[0].lower()
    if first in ("that", "and", "but") and len(words) > 1:
        return _with_subject(" ".join(words[1:]), sex)
    while len(words) > 2 and REPORTING.match(words[0]) and words[1] == "that":
        words = words[2:]
        first = words[0].lower()
    if is_finite(first) or first in ("also", "currently", "still", "now", "then", "occasionally"):
        return f"{_third(sex)} {' '.join(words)}"
    return " ".join(words)


def noun(verb_phrase: str) -> str:
    """ "take ibuprofen" -> "taking ibuprofen"; what starts with no base verb comes back unchanged."""
    first, _, rest = verb_phrase.partition(" ")
    if any(form == "base" for _, form in readings(first)):
        return f"{gerund(first.lower())} {rest}".strip()
    return verb_phrase
