"""What a statement of the note is, grammatically, once its reporting frame is taken off.

"The patient denies hearing a pop" is the gerund "hearing a pop", denied; "Reports that she lives alone" the clause
"she lives alone"; "Clear bilaterally" a predicate; "Mild swelling" a noun phrase. The roles put each shape into frames
of their own, so a note's sentence is never read out."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bedside.agents.agenda.recast import NOUN_OR_VERB
from bedside.agents.agenda.verbs import ADVERBS, AUXILIARIES, is_finite, readings

Kind = Literal["clause", "vp", "gerund", "infinitive", "imperative", "pred", "np"]


@dataclass(frozen=True)
class StatementShape:
    """``text`` without its frame. ``own`` is True for a clause whose subject is the patient or a vp without one."""

    kind: Kind
    text: str
    denied: bool = False
    subject: str = ""  # for a clause: the words before its verb
    verb: str = ""


PATIENT = r"(?:the patient|this patient|patient|pt\.?|she|he|they|(?:mr|mrs|ms|miss)\.? (?-i:[A-Z])[\w'’-]+|(?-i:[A-Z][\w'’-]+ [A-Z][\w'’-]+)|(?:her|his|the) (?:mother|father|mom|dad|wife|husband|son|daughter|parents|family|spouse|partner|sister|brother))"  # fmt: skip
ADV = r"(?:(?:also|further|currently|now|still|today|again|additionally|otherwise|specifically|does|did|has|have|had|then|continues to|initially|does not|did not|subsequently|previously|generally|occasionally|adamantly|actively|at times|in addition|however),? )*"  # fmt: skip
REPORT = r"(?:reports?|reported|states?|stated|notes?|noted|says?|said|mentions?|mentioned|describes?|described|endorses?|endorsed|indicates?|indicated|acknowledges?|acknowledged|confirms?|confirmed|admits?(?: to)?|admitted(?: to)?|relates?|related|recalls?|recalled|reiterates?|recounts?|complains? of|complained of|complaining of|reporting|feels?(?= that)|believes?(?= that)|explains?(?= that)|explained(?= that)|adds?(?= that)|claims?|voices?|verbalizes?|is positive for|positive for|positive)"  # fmt: skip
DENY = r"(?:denies|denied|deny|denying|negative for|is negative for|no evidence of|no evidence for|no signs? of|no history of|no complaints? of|without|never had|no|nil)"  # fmt: skip

FRAME = re.compile(rf"^(?:{PATIENT},? )?{ADV}{REPORT}(?: that| having| experiencing| some)? (?=\w)", re.I)
DENIAL = re.compile(rf"^(?:{PATIENT},? )?{ADV}{DENY}(?: any| having| experiencing| having any| experiencing any| other| any other)? (?=\w)", re.I)  # fmt: skip
SUBJECT = re.compile(rf"^{PATIENT}\b", re.I)
PRONOUN = re.compile(r"^(?:he|she|they|it|this|that|there|these|those|i|we|you)\b", re.I)

PREDICATE = set(
    """normal unremarkable clear regular supple soft nontender non-tender tender intact alert oriented negative positive
    elevated stable benign symmetric symmetrical equal reactive warm dry well-nourished well-developed obese appropriate
    healthy pleasant cooperative afebrile febrile awake unchanged abnormal high low decreased increased reduced limited
    full good fair poor mild moderate severe slow irregular present absent noncontributory non-contributory married
    single divorced widowed retired unemployed disabled employed compliant non-compliant noncompliant active inactive
    nondistended non-distended distended bilaterally moist pink pale swollen red erythematous enlarged palpable
    anicteric atraumatic normocephalic comfortable anxious depressed tearful hypoactive hyperactive diminished
    consistent inconsistent ambulatory nonambulatory sober pregnant sexually well unlabored non-labored within improved improving resolved
    worse better gone healed closed open up-to-date current adopted independent""".split()
)
STRONG = set(
    """shows showed reveals revealed demonstrates demonstrated is are was were am has had does did do will would should can
    could may might must appears appeared seems seemed remains remained lives lived works worked smokes smoked drinks
    drank uses used takes took began started occurred radiates comes came goes went feels felt lasts lasted improved
    worsened resolved underwent presented presents came gave told thinks got gets helps helped suggests suggested
    indicates confirmed continues continued develops developed includes consists denies keeps lost gained quit stopped
    tried makes made plays runs exercises eats sleeps follows followed allows requires required wants wanted plans
    wishes fell rose stayed dropped tripped slipped hit woke tested declined received weighs attends enjoys hopes causes caused carries loses spreads""".split()
)
NOUNISH = set(
    "labs results reports visits tests symptoms aches changes problems complaints drinks notes stools screens meals exercises".split()
)


MARKERS = set(
    "who which that when where while if because since as after before until unless although though whether".split()
)
NOT_NOUN = set("a an the this that these those any some no each every all both my your his her their our its of in on at to with for from by about over under between per and or but not very more most less".split())  # fmt: skip


def main_verb(text: str) -> tuple[int, int] | None:
    """Character range of the finite verb of the main clause, or None. A subordinate clause ends at a comma."""
    words = [(m.group(0), m.start(), m.end()) for m in re.finditer(r"[A-Za-z]+(?:['’-][A-Za-z]+)*|,", text)]
    subordinate = False
    for i, (word, start, end) in enumerate(words[:40]):
        low = word.lower().replace("’", "'")
        before = words[i - 1][0].lower() if i else ""
        if low == ",":
            subordinate = False
            continue
        led = words[i + 1][0].lower() if i + 1 < len(words) else ""
        if low in MARKERS and (
            low not in ("since", "after", "before", "as", "until")
            or i == 0
            or led in ("he", "she", "they", "it", "we", "you", "i")
        ):
            if not (low == "that" and i == 0):
                subordinate = True
            continue
        if subordinate or before == "to":
            continue
        if low in AUXILIARIES or (low in STRONG and i):
            if low in AUXILIARIES or not _participle_use(words, i):
                return start, end
            continue
        if (low.endswith(("n't", "'s")) and low[:-2] in ("he", "she", "it", "there", "that")) or low.endswith("n't"):
            return start, end
        forms = {form for _, form in readings(low)}
        near = words[i - 2][0].lower() if i > 1 and (before in ADVERBS or before == "longer") else before
        near = words[i - 3][0].lower() if i > 2 and before == "longer" else near
        if near in ("he", "she", "it", "they", "i", "we", "patient", "who") and (
            forms & {"third", "past", "base"} or (near in ("he", "she") and _third(low))
        ):
            return start, end
        if not i or low in NOUNISH or low in NOUN_OR_VERB:
            continue
        if before in NOT_NOUN or before.endswith("ly") or before == ",":
            continue
        if "third" in forms or ("past" in forms and not _participle_use(words, i) and i + 1 < len(words)):
            return start, end
    return None


def _third(word: str) -> bool:
    """True for a word that after "he" or "she" can only be a verb, known or not."""
    return len(word) > 3 and word.isalpha() and word.endswith("s") and not word.endswith(("ss", "us", "ous", "is"))


def _participle_use(words: list[tuple[str, int, int]], i: int) -> bool:
    """True when a past form stands as a participle: "swelling noted in", "a reduced ejection fraction"."""
    before = words[i - 1][0].lower() if i else ""
    after = words[i + 1][0].lower() if i + 1 < len(words) else ""
    if before in (
        "a",
        "an",
        "the",
        "of",
        "no",
        "any",
        "some",
        "with",
        "has",
        "have",
        "is",
        "was",
        "been",
        "were",
        "are",
    ):
        return before not in ("has", "have")
    return not i or (after in ("by", "in", "on", "over", "at", "with", "for", "from", "as", "about", "today", "and", "but", ",", "or", "") and before not in ("she", "he", "patient", "i", "we", "they", "it"))  # fmt: skip


@lru_cache(maxsize=65536)
def shape(text: str, denied: bool = False, planning: bool = False) -> StatementShape:
    """Return the shape of one statement. ``denied`` is the polarity the fact carries; a denial in the words themselves
    is taken off and kept in ``Shape.denied``. ``planning`` reads a bare verb as an order."""
    body = text.strip().strip(".;:•-–— \t").strip()
    body = re.sub(r"^\d+[.)] +", "", body)
    match = DENIAL.match(body) or re.match(r"not (?!only|longer|change|doubt|to\b)(?=\w)", body, re.I)
    if match and not re.search(r"\b(?:not|no) (?:only|longer|change|doubt)\b", body[: match.end() + 8], re.I):
        rest = body[match.end() :]
        if rest and not (body.lower().startswith("not ") and planning):
            inner = _bare(rest, False)
            return StatementShape(inner.kind, inner.text, True, inner.subject, inner.verb)
    match = FRAME.match(body)
    if match and match.end() < len(body):
        inner = _bare(body[match.end() :], planning)
        if DENIAL.match(inner.text) and inner.kind == "np":
            return shape(inner.text, denied, planning)
        return StatementShape(
            inner.kind, inner.text, denied and inner.kind in ("np", "gerund"), inner.subject, inner.verb
        )
    inner = _bare(body, planning)
    return StatementShape(
        inner.kind, inner.text, denied and inner.kind in ("np", "gerund", "pred"), inner.subject, inner.verb
    )


# Begins with a word that could be an order, and names a thing.
_NAMES = re.compile(
    r"face to face|contact (?:dermatitis|allergy|lens|precautions)|stress (?:fracture|incontinence|test|reaction)|exercise[- ]induced|"
    r"burn of|strain of|sprain of|cough (?:variant|syncope)|drop (?:attack|foot)|heat (?:rash|stroke|exhaustion)",
    re.I,
)


def _bare(body: str, planning: bool) -> StatementShape:
    words = body.split()
    if not words:
        return StatementShape("np", body)
    first = words[0].lower().strip(",")
    if first == "to" and len(words) > 1:
        return StatementShape("infinitive", body[3:])
    if first in PASTS and len(words) > 1:
        return StatementShape("vp", body, False, "", words[0])
    forms = {form for _, form in readings(first)}
    verb = main_verb(body)
    if planning and verb is not None and "base" in forms and first not in NOT_ORDERS and re.search(r",|\b(?:and|then|but|while)\b", body[: verb[0]]):  # fmt: skip
        return StatementShape("imperative", body)  # "Rest the arm, the sling is on loan": the order comes first
    if verb is not None and verb[0] > 0:
        subject = body[: verb[0]].strip()
        if subject.lower() not in ADVERBS and subject.lower() != "no longer":
            return StatementShape("clause", body, False, subject, body[verb[0] : verb[1]])
    if planning and "base" in forms and first not in NOT_ORDERS and not _NAMES.match(body):
        return StatementShape("imperative", body)
    if first.endswith("ing") and "gerund" in forms and first not in ("swelling", "bleeding", "bruising", "tingling", "itching", "burning", "wheezing", "cramping", "spotting", "screening", "feeling"):  # fmt: skip
        return StatementShape("gerund", body)
    if PHRASE_PREDICATE.match(body):
        return StatementShape("pred", body)
    if first in PREDICATE or (first.endswith("ly") and len(words) > 1 and words[1].lower().strip(",") in PREDICATE):
        after = next(
            (
                w.lower().strip(",.")
                for w in words
                if w.lower().strip(",.") not in PREDICATE and not w.lower().endswith("ly")
            ),
            "",
        )
        if (
            words[0][-1:] != ","
            and after
            and after not in PREPOSITIONAL
            and after[:1].isalpha()
            and not SUBORDINATE.match(after)
        ):
            return StatementShape("np", body)
        if first in ("normal", "mild", "moderate", "severe", "increased", "decreased", "elevated", "reduced", "full", "good", "limited", "abnormal", "positive", "negative", "regular", "poor", "fair", "low", "high", "enlarged", "palpable", "swollen", "present", "healed", "slow", "active", "current", "clear", "red", "open") and len(words) > 1 and words[1].lower().strip(",.") not in PREPOSITIONAL:  # fmt: skip
            return StatementShape("np", body)
        return StatementShape("pred", body)
    counted = len(words) > 1 and (words[1].lower() in STARTERS or words[1][:1].isdigit())
    counted = counted or (len(words) > 1 and (words[1].lower() in ADVERBS or words[1].lower().endswith("ly")))
    if first in NOUN_OR_VERB and not counted and first not in VERBISH:
        return StatementShape("np", body)
    if ("third" in forms or "past" in forms) and (
        first not in NOUNISH or (counted and first not in ("labs", "results", "tests"))
    ):
        if "participle" in forms and "third" not in forms and len(words) > 1 and words[1].lower() not in STARTERS:
            return StatementShape("np", body)
        return StatementShape("vp", body, False, "", words[0])
    if first in AUXILIARIES or (first == "no" and re.match(r"no longer [a-z]+s\b", body, re.I)):
        return StatementShape("vp", body, False, "", words[0])
    if first in ADVERBS and len(words) > 1:
        if words[1].lower() in VERBISH and len(words) > 2:  # "occasionally drinks wine"
            return StatementShape("vp", body, False, "", words[1])
        inner = _bare(body[len(words[0]) + 1 :], planning)
        if inner.kind in ("vp", "imperative", "gerund"):
            return StatementShape(inner.kind, body, False, "", inner.verb)
    return StatementShape("np", body)


# Past forms that are no participle before a noun: what they open is what somebody did or felt.
PASTS = set(
    "felt became went did came fell woke vomited began got developed noticed presented received underwent sustained".split()
)
NOT_ORDERS = ("x-ray", "report", "change", "culture", "stress", "test", "pain", "exercise", "weight", "diet")
VERBISH = set(
    "works sleeps runs walks needs uses treats rates starts stops turns lifts drinks visits exercises plans refills".split()
)
PHRASE_PREDICATE = re.compile(r"(?:in (?:no|mild|moderate|severe|some|good|acute|any|obvious) (?:\w+ )?(?:distress|spirits|health|discomfort)|within (?:the )?normal|at baseline|up to date|due for|able to|unable to)\b", re.I)  # fmt: skip
SUBORDINATE = re.compile(
    r"(?:than|if|when|while|after|before|because|so|not|x\d|enough|until|under|about|during|per|at|this|last)$"
)
PREPOSITIONAL = set(
    "bilaterally and or but to in on at with without over for of throughout today now as again since , by from".split()
)
STARTERS = set(
    "a an the his her their my in on at to for with about by from since until as again back up down out off over it one two three "
    "drinking smoking working taking using approximately around last that not and well".split()
)

MASS = set(
    """swelling tenderness edema erythema redness bruising pain numbness weakness inflammation fluid discharge drainage
    ecchymosis warmth congestion tingling stiffness nausea vomiting diarrhea constipation fatigue dizziness bleeding
    itching burning wheezing coughing shortness difficulty trouble fever crepitus hypertension diabetes depression anxiety
    asthma obesity insomnia cancer disease osteoarthritis arthritis hypothyroidism hyperlipidemia anemia gout copd gerd
    reflux dyspnea hematuria dysuria motion strength sensation atrophy laxity guarding rebound distension exudate pus
    therapy surgery medication loss gain sleep appetite energy use tissue material syndrome failure regurgitation stenosis
    work ice heat rest tylenol ibuprofen dehydration heartburn chills sweats evidence hearing vision scarring granulation""".split()
)
COUNT = set(
    """fracture mass lesion murmur cyst nodule rash tear strain sprain infection ulcer scar spur hernia wound cough headache
    cold limp block aneurysm polyp history click bump lump spot burn cut bruise sore blister effusion deformity contusion
    ecg ekg echocardiogram echo ultrasound x-ray mri scan ct mammogram biopsy colonoscopy test injection referral brace
    splint cast sling boot prescription refill consult consultation appointment panel culture pop rub gallop bruit gait
    calcification ejection sign reflex prostate spleen liver level goiter stone valve diet course dose fall commode sherry diary alarm
    replacement transplant bypass hysterectomy appendectomy appendicectomy cholecystectomy mastectomy vasectomy colectomy
    nephrectomy splenectomy tonsillectomy thyroidectomy lumpectomy arthroplasty laparotomy stroke stent pacemaker caesarean
    cesarean miscarriage attack visit""".split()
)


def head(phrase: str) -> str:
    """The head noun of a noun phrase: the last word before a preposition, comma or participle."""
    lead = re.split(r",| (?:of|in|on|to|with|at|for|over|from|that|which|who|noted|appreciated|present|involving|due|secondary|consistent|associated|along|during|when|after|about|without|and|or|around|bilaterally|near|between|as|by|if|until|because|before|since|per|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|once|twice)\b| \d", phrase, maxsplit=1)[0]  # fmt: skip
    words = re.findall(r"[A-Za-z][\w'’-]*", lead)
    return words[-1].lower() if words else ""


MEASURE = re.compile(
    r"\d[\d.]* (?:centimeter|millimeter|inch|week|day|month|year)(?: by \d[\d.]* (?:centimeter|millimeter))? (?!ago|back|old|in\b|of\b|later|apart|after|before|from|at\b|on\b|for\b|per\b|history)[a-z]"
)


CAUSES = re.compile(r"^[\w'’-]+(?: [\w'’-]+)? (?:causes|caused|gives|gave|makes|made)\b")


def article(phrase: str) -> str:
    """Give a bare noun phrase the article it takes in speech: "small effusion" -> "a small effusion"."""
    low = phrase.lower()
    first = low.split(" ", 1)[0] if low else ""
    if MEASURE.match(phrase):
        return ("an " if re.match(r"8|11\b|18\b", phrase) else "a ") + phrase
    if not first or first.endswith("'s") or first in ("today’s", "a", "an", "the", "some", "no", "any", "my", "your", "his", "her", "their", "this", "that", "these", "both", "all", "each", "his/her", "one", "two", "several", "many", "multiple", "few") or first[:1].isdigit():  # fmt: skip
        return phrase
    if CAUSES.search(phrase):  # a sentence whose last word is a thing
        return phrase
    noun = head(phrase)
    if noun in MASS or noun.endswith(("itis", "osis", "emia", "pathy", "algia", "ness", "ing")):
        return phrase
    if noun.endswith("s") and not noun.endswith(("ss", "us", "is")):
        return phrase
    if noun in COUNT:
        vowel = (first[0] in "aeio" and not first.startswith(("eu", "one", "uni"))) or first in ("mri", "ekg", "ecg", "x-ray", "ultrasound", "hour", "upper", "ulcer", "umbilical", "uncomplicated", "unusual")  # fmt: skip
        return ("an " if vowel else "a ") + phrase
    return phrase


def an(words: str) -> str:
    """The words with the article that one of a kind takes: "baker" -> "a baker"."""
    if re.match(r"(?:an?|the) ", words, re.I):
        return words
    return f"{'an' if words[:1].lower() in 'aeio' else 'a'} {words}"


def is_statement(text: str) -> bool:
    """True when the words hold a finite verb with a subject."""
    return main_verb(text) is not None or is_finite(text.split(" ", 1)[0]) if text else False
