"""Whose words they are: turns a note's third person into the first or second person of a spoken line.

A note speaks of "the patient", "she", "Ms. Reyes"; its author says "I". A patient says "I" of the first and "you" of
the second; a physician says "you" and "I"; a mother says "she" and "you". Nothing but persons, verb agreement and
contractions changes here, so no clinical content can."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from bedside.agents.agenda.verbs import ADVERBS, AUXILIARIES, base_of, is_finite, readings, unthird

WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*|\d+(?:[.,:/]\d+)*|\s+|[^\w\s]|\w+")

PREPOSITIONS = set(
    "to for with from in on at by of about into over after before during without within through between since until "
    "and or but so because that if when while as than who which where how what why not regarding towards prior "
    "due secondary upon against along around per despite".split()
)
DETERMINERS = set("a an the this that these those any some no each every all both another either his her their my your our its".split())  # fmt: skip


@dataclass(frozen=True)
class Viewpoint:
    """Who speaks, and what they call the patient and the note's author."""

    subject: str  # the patient as subject: I, you, she, he, they
    object: str
    possessive: str
    reflexive: str
    author: str  # the note's author as subject: you (patient speaking) or I (physician speaking)
    author_object: str
    author_possessive: str
    third: bool  # verb agreement stays third person singular

    @property
    def am(self) -> str:
        """The present of ``be`` that agrees with the subject."""
        return {"I": "am", "you": "are", "they": "are"}.get(self.subject, "is")

    @property
    def was(self) -> str:
        """The past of ``be`` that agrees with the subject."""
        return {"you": "were", "they": "were"}.get(self.subject, "was")

    @property
    def have(self) -> str:
        """The present of ``have`` that agrees with the subject."""
        return "has" if self.third else "have"

    @property
    def do(self) -> str:
        """The present of ``do`` that agrees with the subject."""
        return "does" if self.third else "do"


PATIENT = Viewpoint("I", "me", "my", "myself", "you", "you", "your", False)
PHYSICIAN = Viewpoint("you", "you", "your", "yourself", "I", "me", "my", False)


@cache
def about(sex: str | None, speaker: str) -> Viewpoint:
    """The voice of a relative, or of a physician who talks to one, about the patient."""
    author = ("you", "you", "your") if speaker != "physician" else ("I", "me", "my")
    if sex == "female":
        return Viewpoint("she", "her", "her", "herself", *author, True)
    if sex == "male":
        return Viewpoint("he", "him", "his", "himself", *author, True)
    return Viewpoint("they", "them", "their", "themselves", *author, False)


def tokens(text: str) -> list[str]:
    """Split into words, numbers, spaces and marks; joining them gives the text back."""
    return WORD.findall(text)


def _next(toks: list[str], i: int) -> int:
    """Index of the next token that is not white space, or len(toks)."""
    i += 1
    while i < len(toks) and toks[i].isspace():
        i += 1
    return i


def _previous(toks: list[str], i: int) -> int:
    i -= 1
    while i >= 0 and toks[i].isspace():
        i -= 1
    return i


def _verb_after(toks: list[str], i: int, pronoun: bool = False) -> int | None:
    """Index of the finite verb that follows position i, adverbs skipped; None if there is none."""
    j = _next(toks, i)
    hops = 0
    while j < len(toks) and hops < 4:
        low = toks[j].lower()
        if low == "no" and toks[min(_next(toks, j), len(toks) - 1)].lower() == "longer":
            j = _next(toks, _next(toks, j))
            continue
        if low in ADVERBS or (low.endswith("ly") and low not in ("apply", "rely", "supply", "fly", "comply")):
            j = _next(toks, j)
            hops += 1
            continue
        if (
            pronoun
            and len(low) > 3
            and low.isalpha()
            and low.endswith("s")
            and not low.endswith(("ss", "us", "is"))
            and low not in PREPOSITIONS
        ):
            return j
        return j if is_finite(low) or low.endswith(("'s", "n't")) or bool(readings(low)) else None
    return None


def _agree(verb: str, voice: Viewpoint) -> str:
    low = verb.lower()
    if voice.third:
        return {"are": "is", "were": "was", "have": "has", "do": "does"}.get(low, verb)
    if low in ("is", "are", "am"):
        return voice.am
    if low in ("was", "were"):
        return voice.was
    if low in ("has", "have"):
        return "have"
    if low in ("does", "do"):
        return "do"
    if low in ("isn't", "aren't"):
        return "'m not" if voice.subject == "I" else "aren't"
    if low == "wasn't":
        return "wasn't" if voice.subject == "I" else "weren't"
    if low == "hasn't":
        return "haven't"
    if low == "doesn't":
        return "don't"
    if low in AUXILIARIES:
        return verb
    if base_of(low, "third") or (not readings(low) and low.endswith("s") and len(low) > 3):
        return unthird(verb)
    return verb


def _is_noun_like(word: str) -> bool:
    low = word.lower()
    if not low or not low[0].isalnum():
        return False
    if low in PREPOSITIONS or low in DETERMINERS or low in AUXILIARIES:
        return False
    return low not in ("today", "lately", "recently", "yet", "anymore", "either", "though", "instead", "back", "again", "now", "up", "down", "out", "off", "here", "there", "well", "too", "further", "regarding", "daily", "first")  # fmt: skip


def _names(name: str | None) -> set[str]:
    if not name:
        return set()
    return {part.strip(".,").lower() for part in name.split() if len(part.strip(".,")) > 1}


OTHERS = re.compile(
    r"\b(?:mother|father|brother|sister|wife|husband|son|daughter|mom|dad|twin|aunt|uncle|grand\w+|coworker|friend|partner|girlfriend|boyfriend|dr|doctor|therapist|surgeon)\b",
    re.I,
)
NOUN_OR_VERB = set(
    """coughs aches pains tests visits exercises drinks snacks meals walks changes labs results reports screens stools cramps sweats
    chills bruises burns cuts falls stops starts runs plans works needs uses lifts turns steps limits wheezes stresses supplements
    sounds scans bumps lumps clicks rubs rests dates sleeps signs views levels notes gallops fractures murmurs masses scars
    limits sprains strains sores screams spasms swallows balances places points ranges rates records refills
    rinses scores scrapes shakes shots slips sneezes spots stains stitches stretches tastes trips tears tracks treats twists
    urges visits wounds dislocations injuries cultures doses exams rashes surfaces supports samples schedules feeds drops""".split()
)
GOVERNING = set("of to for with by from in on at about over between".split())
GIVERS = set("gave give gives giving given offered offer offers told tell tells showed cost costs".split())
MAKERS = set("made make makes making left leaves".split())
TITLES = {"mr", "mrs", "ms", "miss", "mister"}


def recast(text: str, voice: Viewpoint, sex: str | None = None, name: str | None = None, alone: bool = False) -> str:
    """Return ``text`` with the patient and the author in the persons of ``voice``.

    Pronouns of the other sex than the patient's are left alone: they are about somebody else. ``alone`` says that
    nobody else is spoken of, so both are the patient (notes get a pronoun wrong now and then)."""
    toks = tokens(re.sub(r" (?=['’]s\b)", "", text))
    he = {"he"} if sex == "male" else {"she"} if sex == "female" else {"he", "she"}
    own = _names(name)
    out = list(toks)
    if alone and not OTHERS.search(text):
        he = {"he", "she"}
    subjects: list[int] = []
    i = 0
    others = bool(OTHERS.search(text))
    while i < len(toks):
        low = toks[i].lower().replace("’", "'")
        start = i
        end = i  # last token of the noun phrase that names the patient
        possessive = False
        kind = ""
        if low in TITLES:
            j = _next(toks, i)
            if j < len(toks) and toks[j] == ".":
                j = _next(toks, j)
            if j < len(toks) and toks[j][:1].isupper():
                end = j
                kind = "patient"
                possessive = toks[j].lower().replace("’", "'").endswith("'s")
        elif low.removesuffix("'s") in own and toks[i][:1].isupper():
            kind = "patient"
            possessive = low.endswith("'s")
            j = _next(toks, i)
            while not possessive and j < len(toks) and toks[j].lower().replace("’", "'").removesuffix("'s") in own:
                end = j
                possessive = toks[j].lower().replace("’", "'").endswith("'s")
                j = _next(toks, j)
        elif low in ("patient", "patient's", "pt", "pt's", "patients") and (toks[i] != "PT" or text.isupper()):
            previous = _previous(toks, i)
            before = toks[previous].lower() if previous >= 0 else ""
            following = _next(toks, i)
            after = toks[following].lower() if following < len(toks) else ""
            if low != "patients" and before not in ("a", "new", "established", "each", "every", "another") and after not in ("portal", "education", "agreements"):  # fmt: skip
                kind = "patient"
                possessive = low.endswith("'s")
                if before in ("the", "this"):
                    start = previous
        if kind == "patient":
            replacement = voice.possessive if possessive else None
            if replacement is None:
                verb = _verb_after(toks, end)
                previous = _previous(toks, start)
                before = toks[previous].lower() if previous >= 0 else ""
                lead = not before or before in {",", ".", ";", ":", "that", "and", "but", "if", "when", "because", "since", "as", "while", "so", "which", "where", "before", "after", "until", "though", "although", "unless"}  # fmt: skip
                lead = lead or before in ADVERBS or before.endswith("ly") or (toks[min(_next(toks, end), len(toks) - 1)].lower() in ("has", "is", "was", "will", "does", "had", "can", "would") and before not in GOVERNING)  # fmt: skip
                if (verb is not None and lead and not (before in ("and", "after", "before", "since") and not is_finite(toks[verb]))) or not before:  # fmt: skip
                    replacement = voice.subject
                    subjects.append(start)
                else:
                    replacement = voice.object
            for k in range(start, end + 1):
                out[k] = ""
            out[start] = replacement
            if subjects and subjects[-1] == start:
                verb = _verb_after(toks, end)
                if verb is not None:
                    out[verb] = _agree(toks[verb], voice)
            i = end + 1
            continue
        if low in he or (low == "they" and sex is None and not others):
            out[i] = voice.subject
            subjects.append(i)
            verb = _verb_after(toks, i, low != "they")
            if verb is not None:
                out[verb] = _agree(toks[verb], voice)
        elif low in ("he's", "she's") and low[:-2] in he:
            following = _next(toks, i)
            after = toks[following].lower() if following < len(toks) else ""
            perfect = after == "been" or (any(form == "participle" for _, form in readings(after)) and after not in ("diagnosed",))  # fmt: skip
            out[i] = voice.subject + " " + (voice.have if perfect else voice.am)
            subjects.append(i)
        elif low == "him" and "he" in he:
            out[i] = voice.object
        elif (low == "himself" and "he" in he) or (low == "herself" and "she" in he) or low == "themself":
            out[i] = voice.reflexive
        elif low == "his" and "he" in he:
            out[i] = voice.possessive
        elif low == "hers" and "she" in he:
            out[i] = {"my": "mine", "your": "yours"}.get(voice.possessive, "hers")
        elif low == "her" and "she" in he:
            following = _next(toks, i)
            after = toks[following] if following < len(toks) else ""
            earlier = _previous(toks, i)
            before = toks[earlier].lower() if earlier >= 0 else ""
            if before in GIVERS or (before in MAKERS and (after.lower().endswith("y") or after.lower() in ("feel", "sick", "tired", "worse", "better", "nauseous"))):  # fmt: skip
                after = ""  # "gave her hives", "made her shaky": she is the object
            if after.lower() == "back" and before in (
                "behind",
                "in",
                "on",
                "of",
                "to",
                "into",
                "across",
                "down",
                "for",
                "up",
            ):
                after = "spine"  # "behind her back": a part of her
            if after.lower() in ("first", "last"):  # "her first pregnancy"
                after = toks[min(_next(toks, following), len(toks) - 1)]
            out[i] = voice.possessive if _is_noun_like(after) else voice.object
        elif low in ("i", "we") and toks[i] in ("I", "we", "We"):
            out[i] = voice.author if low == "i" or voice.author == "you" else "we"
            if voice.author == "you":
                verb = _verb_after(toks, i)
                if verb is not None and toks[verb].lower() in ("am", "was"):
                    out[verb] = {"am": "are", "was": "were"}[toks[verb].lower()]
        elif low in ("me", "us"):
            out[i] = voice.author_object
        elif low in ("my", "our"):
            out[i] = voice.author_possessive if low == "my" or voice.author == "you" else "our"
        i += 1
    if subjects and not voice.third:
        _coordinate(toks, out, subjects[0])
    if toks and out[0] and subjects and subjects[0] == 0 and out[0] not in ("I",):
        out[0] = out[0][0].upper() + out[0][1:] if toks[0][:1].isupper() else out[0]
    return re.sub(r"[ \t]{2,}", " ", "".join(out)).strip()


def _coordinate(toks: list[str], out: list[str], first: int) -> None:
    """Bring later verbs of the same subject into agreement: "He smokes and drinks" -> "I smoke and drink"."""
    for i in range(first + 1, len(toks)):
        low = toks[i].lower()
        if low not in ("and", "but", "or", "then", ","):
            continue
        j = _next(toks, i)
        if (
            low == ","
            and j < len(toks)
            and (toks[j].lower() in NOUN_OR_VERB - {"works", "lives"} or toks[j].lower() in AUXILIARIES)
        ):
            continue
        while j < len(toks) and (toks[j].lower() in ADVERBS or toks[j].lower() in ("then", "has", "is", "was", "does")):
            word = toks[j].lower()
            if word in ("has", "is", "was", "does"):
                break
            j = _next(toks, j)
        if j >= len(toks):
            continue
        word = toks[j].lower()
        following = _next(toks, j)
        after = toks[following].lower() if following < len(toks) else ""
        if word in ("has", "does"):
            out[j] = {"has": "have", "does": "do"}[word]
        elif word in ("is", "was") and out[first].lower() in ("i", "you"):
            out[j] = {"is": "am", "was": "was"}[word] if out[first] == "I" else {"is": "are", "was": "were"}[word]
        elif base_of(word, "third") and (
            word not in NOUN_OR_VERB or toks[_previous(toks, i)].lower() in ("much", "up", "down", "out", "off", "well", "hard", "fast", "far", "away", "around") or not after or after in DETERMINERS or after in PREPOSITIONS or after[:1].isdigit() or after in ADVERBS
        ):  # fmt: skip
            out[j] = unthird(toks[j])


CONTRACTIONS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.I), replacement)
    for pattern, replacement in (
        (r"\b(I) am\b(?! not\b)", r"\1'm"),
        (r"\b(I) am not\b", r"\1'm not"),
        (r"\b(you|we|they) are not\b", r"\1 aren't"),
        (r"\b(you|we|they) are\b", r"\1're"),
        (r"\b(he|she|it|that|there|what|here) is\b(?! not\b)", r"\1's"),
        (r"\b(I|you|we|they) have (?=(?:not |also |always |never |just |already |recently |only |since )?(?:been|had|noticed|gotten|got|tried|taken|lost|gained|started|stopped|seen|done|gone|used|felt|found|[a-z]+ed)\b)", r"\1've "),
        (r"\b(he|she|it) has (?=(?:also |always |never |just |already |recently |only |since )?(?:been|had|noticed|gotten|[a-z]+ed)\b)", r"\1's "),
        (r"\b(is|are|was|were|do|does|did|has|have|had|would|could|should) not\b(?! (?:long|only|just)\b)", r"\1n't"),
        (r"\bcan ?not\b", "can't"),
        (r"\bwill not\b", "won't"),
        (r"\b(I|you|he|she|we|they|it|that) will\b", r"\1'll"),
        (r"\b(I|you|he|she|we|they) would\b", r"\1'd"),
        (r"'ve not\b", r" haven't"),
    )
)  # fmt: skip


@lru_cache(maxsize=4096)
def contract(text: str) -> str:
    """Write it as it is spoken: "I have not been" -> "I haven't been"."""
    for pattern, replacement in CONTRACTIONS:
        text = pattern.sub(replacement, text)
    return text
