"""Shapes of clauses by their words and tags: whose a verb is, where a clause turns, hangs on another or only leads to one."""

from collections.abc import Iterator, Sequence

from bedside.agents.reading.called import called_patient
from bedside.agents.reading.clause import finite
from bedside.agents.reading.draft import Draft
from bedside.agents.reading.experiencer import people
from bedside.agents.reading.prose_words import listed
from bedside.agents.reading.report import function_words
from bedside.agents.text.doc import Doc, Token
from bedside.agents.text.inflection import lemma
from bedside.scenarios.span import Span

_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx"})
_PATIENT = frozenset({"patient", "pt", "px", "he", "she"})
_CALLED = frozenset(
    "boy girl child infant baby man woman person resident client recipient lady gentleman neonate newborn teenager toddler".split()
)
_LIMITS = frozenset(
    ("left", "right", "l", "r", "bilateral", "both", "lt", "rt", "not", "no")
)  # what must not be left out
_COMES = frozenset({"here", "with", "presenting", "presents", "for", "seen", "who", "in", ","})
_NOT_ONLY = frozenset(("only", "just", "merely", "simply", "that"))
RARELY = frozenset(
    "hardly rarely seldom scarcely barely infrequently occasionally sometimes often frequently usually".split()
)
_MEASURES = frozenset(
    "well fully completely entirely properly adequately optimally always idea".split()
)  # "not well controlled"
_DENIALS = frozenset(("not", "n't", "cannot", "no", "never", "nothing"))
_BEARS = frozenset(("stand", "bear", "tolerate"))  # "cannot bear the itch": there is an itch
_REACH = 40  # words within which a clause has its verb
_AUXILIARY = ("VB", "VH", "VD", "VM")
ADVERBS = frozenset({"AV0", "XX0", "AVP"})
_NOMINAL = frozenset({"AT0", "DPS", "DT0", "NN0", "NN1", "NN2", "NP0", "PNP", "PNI", "EX0", "AJ0", "CRD", "PNX"})
_COURSES = frozenset(("start", "begin", "last", "come", "go", "spread", "feel"))
_TOPIC = 12  # words within which the name of what is told ends
_TOPICS = frozenset(
    (
        "regarding",
        "concerning",
        "in terms of",
        "as for",
        "with regards to",
        "in regards to",
        "with regard to",
        "in regard to",
    )
)


def mended(words: Sequence[Token]) -> Sequence[Token]:
    """With the verb after the patient tagged as one: "Mr. Allen reports", "the patient presented"."""
    found = list(words)
    for at in range(1, len(words)):
        word, before = words[at], words[at - 1]
        named = before.tag == "NP0" and words[0].lower in _TITLES and at <= 5
        if (
            word.tag == "NN2" and named and lemma(word.text, "VVZ") in listed("say") | listed("deny") | listed("suffer")
        ) or (word.tag == "NN2" and at <= 3 and _tells(words, at)):
            found[at] = Token(word.start, word.end, word.text, "VVZ")
        elif word.tag == "VVN" and (named or before.lower in _PATIENT) and before.tag[:1] != "V":
            found[at] = Token(word.start, word.end, word.text, "VVD")
    return found


def _tells(words: Sequence[Token], at: int) -> bool:
    """Whether a word tagged as a noun is what somebody does: "Mom notes a rash"."""
    told = lemma(words[at].text, "VVZ") in listed("say") | listed("deny")
    return told and at + 1 < len(words) and (words[at - 1].lower in people() or words[at - 1].lower in _PATIENT)


def trimmed(words: Sequence[Token]) -> Sequence[Token]:
    start, end = 0, len(words)
    while start < end and (words[start].tag in ("PUN", "CJC") and words[start].text not in "(?["):
        start += 1
    while end > start and (words[end - 1].text in ".,;:" or words[end - 1].lower in ("however", "either")):
        end -= 1
    return words[start:end]


def unnumbered(words: Sequence[Token]) -> Sequence[Token]:
    """Without the number of a list entry."""
    if len(words) > 2 and words[0].tag == "CRD" and words[1].text in ".)" and words[0].end == words[1].start:
        return words[2:]
    return words


def words_before(words: Sequence[Token], rest: Sequence[Token]) -> Sequence[Token]:
    """The words of a stretch before those at its end."""
    return words[: len(words) - len(rest)]


def edges(words: Sequence[Token]) -> Sequence[Token]:
    inside = [i for i, word in enumerate(words) if content(word)]
    return words[inside[0] : inside[-1] + 1]


def span_of(word: Token) -> Span:
    return Span(start=word.start, end=word.end)


def content(token: Token) -> bool:
    low = token.lower
    if low in listed("associated"):
        return False
    return low[0].isalnum() and low not in function_words() and (len(low) > 1 or low.isdigit())


def covers(doc: Doc, words: Sequence[Token], drafts: Sequence[Draft]) -> bool:
    spans = [a.span for draft in drafts for a in draft.arguments]
    return all(not content(word) or any(s.start <= word.start < s.end for s in spans) for word in words)


def main_verb(words: Sequence[Token], at: int) -> int:
    """The last verb of the group that begins at a finite verb."""
    main = at
    for i in range(at + 1, min(len(words), at + 7)):
        if words[i].tag[:2] in ("VV", "VB", "VH", "VD") and words[main].tag[:2] in _AUXILIARY:
            main = i
        elif words[i].tag not in ADVERBS:
            break
    return main


def passive(words: Sequence[Token], verb: int, main: int) -> bool:
    return words[main].tag == "VVN" and any(word.tag[:2] == "VB" for word in words[verb:main])


def negated(words: Sequence[Token]) -> bool:
    """Whether the main verb of a clause is denied: "has not returned", "has no cane", "never smoked"."""
    verb = next((i for i, word in enumerate(words) if finite(word)), 0)
    main = main_verb(words, verb)
    near = words[verb : main + 2]
    low = [word.lower for word in words]
    if _of_measure(low, verb, main + 3):
        return False
    if any(
        low[i + 1] in _NOT_ONLY
        or (low[i + 1] in _BEARS and [word.tag for word in words[i + 2 : i + 3]] in (["AT0"], ["DPS"], ["DT0"]))
        for i in range(verb, min(main + 2, len(low) - 1))
        if low[i] in ("not", "cannot", "n't")
    ):
        return False  # "is not only tired", "cannot stand the itch"
    return words[0].lower in ("no", "none", "neither") or any(
        word.tag == "XX0" or word.lower in ("no", "never", "nothing", "none", "cannot") for word in near
    )


def _of_measure(low: Sequence[str], verb: int, end: int) -> bool:
    """Whether what is denied is how well or how much, or comes only with what "without" names: "is not well controlled", "can't
    lie flat without getting breathless", "has no idea why the rash came"."""
    at = next((i for i in range(verb, min(end, len(low))) if low[i] in _DENIALS), len(low))
    after = [word for word in low[at + 1 : at + 3] if word != "been"][:1]
    if after and after[0] in _MEASURES:
        return True
    return at < len(low) and low[at] not in ("no", "nothing") and "without" in low[at + 2 :]


def denied(words: Sequence[Token]) -> bool:
    return words[0].lower in ("no", "nil", "denies", "without", "not")


def of_patient(subject: Sequence[Token]) -> bool:
    """Whether the words before a verb are the patient, or nothing."""
    heads = [
        word for word in subject if word.lower not in listed("aside") and word.tag not in ADVERBS and word.tag != "PUN"
    ]
    if not heads:
        return True
    if len(heads) > 4:
        return False
    last = heads[-1].lower
    if last in _PATIENT or last in ("who", "you"):
        return len(heads) <= 2
    return heads[0].lower in ("mr", "mrs", "ms", "miss") or (last in _CALLED and len(heads) <= 2)


def of_reporter(subject: Sequence[Token]) -> bool:
    return of_patient(subject) or any(
        word.lower in people() or word.lower in ("patient", "family", "they") for word in subject
    )


def company(words: Sequence[Token], at: int) -> bool:
    """Whether "with" brings in who came along."""
    return any(word.lower in people() for word in words[at + 1 : at + 4])


def stands(words: Sequence[Token]) -> bool:
    """Whether words are a clause with its own subject."""
    for at, word in enumerate(words[:14]):
        if finite(word):
            return at > 0 and words[0].tag in (*_NOMINAL, "PNI", "AV0", "VVG", "CJS")
        if word.tag in ("DTQ", "PNQ", "CJT", "CJS", "AVQ") and at:
            return False
        if word.text in ",;" and at > 0 and words[0].tag not in ("AV0", "PRP"):
            return False
    return False


def within_relative(words: Sequence[Token], at: int) -> bool:
    """Whether a verb stands in "that she has had"."""
    before = [word for word in words[max(0, at - 4) : at] if word.tag not in ADVERBS and word.tag[:2] not in _AUXILIARY]
    return len(before) > 1 and before[-1].tag == "PNP" and before[-2].tag in ("CJT", "DTQ", "PNQ", "CJS")


def hangs(words: Sequence[Token]) -> bool:
    """Whether a clause waits for the next: "Since he is on warfarin", "She thinks"."""
    inside = [word for word in words if word.tag not in ADVERBS and word.tag not in ("PUN", "CJC")]
    if not inside:
        return False
    timed = "time" in [word.lower for word in inside[:3]] and inside[0].lower in ("the", "every", "each", "any")
    if (
        inside[0].tag == "CJS"
        or (timed and any(finite(word) for word in inside))
        or (inside[0].lower in ("when", "whenever", "if", "since", "while", "once") and len(inside) > 2)
    ):
        commas = [i for i, word in enumerate(words[:-1]) if word.text == "," and i > 1]
        return words[-1].text != "." and all(
            words[i + 1].tag in ("DTQ", "PNQ", "CJC", "AJ0", "NN1", "NN2") for i in commas
        )
    verb = next((i for i, word in enumerate(inside) if finite(word)), None)
    if verb is not None and of_patient(inside[:verb]) and lemma(inside[verb].text, inside[verb].tag) in listed("say"):
        rest = [word for word in inside[verb + 1 :] if word.lower != "that"]
        if rest and rest[0].tag in ("PRP", "CJS", "AVQ"):
            return not any(finite(word) for word in rest) or hangs(rest)
    return len(inside) <= 3 and finite(inside[-1]) and lemma(inside[-1].text, inside[-1].tag) in listed("think")


def at_but(words: Sequence[Token]) -> list[Sequence[Token]]:
    """A clause parted at "but" where a verb follows, at ";" and at "and that"."""
    last = max((i for i, word in enumerate(words) if finite(word)), default=-1)
    found: list[Sequence[Token]] = []
    start = 0
    seen = False  # whether a verb stands between
    for at in range(1, min(len(words) - 1, last)):
        seen = seen or finite(words[at - 1])
        again = seen and words[at].lower == "and" and words[at + 1].tag == "CJT"
        but = words[at].tag == "CJC" and words[at].lower == "but" and words[at + 1].lower != "also"
        but = but and not _joins_adjectives(words, at)
        but = but or (_contrasts(words, at) and words[at - 1].text == ",")
        if at > start and (words[at].text == ";" or ((again or but) and _same_subject(words, start, at))):
            found.append(words[start:at])
            start = at + 1 + again
            seen = False
    return [*found, words[start:]]


def _joins_adjectives(words: Sequence[Token], at: int) -> bool:
    """Whether "but" stands between two words for what somebody is: "a pleasant but demented 80-year-old man"."""
    sides = words[at - 1].tag.startswith("AJ") and words[at + 1].tag.startswith(("AJ", "VVN", "VVD"))
    article = any(word.tag == "AT0" for word in words[max(0, at - 4) : at])
    return sides and article and not any(word.tag.startswith(("VB", "VH")) for word in words[at + 1 : at + 3])


def _contrasts(words: Sequence[Token], at: int) -> bool:
    """Whether ", though he ..." begins here."""
    after = words[at + 1].lower
    return words[at].lower in ("though", "although") and after in ("he", "she", "patient", "denies", "reports")


def _same_subject(words: Sequence[Token], start: int, at: int) -> bool:
    """Whether what follows "but" has a subject of its own, or the patient's."""
    after = next((word for word in words[at + 1 : at + 6] if word.tag not in ADVERBS), None)
    before = words[start : min(at, start + _REACH)]
    verb = next((i for i, word in enumerate(before) if finite(word)), None)
    return after is None or not finite(after) or verb is None or of_patient(before[:verb])


def subject_of_sign(words: Sequence[Token]) -> int:
    """The place after the patient before "c/o", "s/p" and the like: "Pt c/o fatigue"; 0 where nothing such stands."""
    if [word.lower for word in words[1:2]] == ["patient"] and words[0].lower in ("established", "new", "returning"):
        return 2 if len(words) > 2 and words[2].lower in _COMES else 0  # "Established patient here for follow-up"
    aside = called_patient([word.lower for word in words[1:7]]) if words and words[0].lower in people() else 0
    if aside:
        return aside + 1  # "Twin B, seen today, has a sticky eye"
    at = 1 if words and words[0].lower in ("the", "this") else 0
    signed = [word.text for word in words[at + 1 : at + 4]][1:2] == ["/"]
    named = len(words) > at + 3 and words[at].lower in _PATIENT
    return at + 1 if named and (signed or words[at + 1].lower in ("with", "without")) else 0


def leads_drug(words: Sequence[Token], at: int) -> bool:
    """Whether "and (currently) on ..." begins here."""
    after = at + 1
    while after < len(words) - 1 and words[after].lower in listed("aside"):
        after += 1
    opens = words[at].tag == "CJC" or words[at].text in ",;"
    if opens and [word.text for word in words[after : after + 3]] == ["c", "/", "o"]:
        return True
    return opens and words[after].lower in ("on", "taking", "diagnosed") and after > at


def after_history(words: Sequence[Token]) -> int:
    """The place after "a past medical history significant for"; 0 where there is no such."""
    for at, word in enumerate(words[:9]):
        if word.lower in listed("history"):
            after = at + 1
            while after < len(words) and (
                words[after].lower in listed("historical") or words[after].lower in ("were", "was", "are")
            ):
                after += 1
            return after + 1 if after < len(words) and words[after].lower in listed("history_of") else 0
        if word.lower not in listed("historical") and word.lower not in ("no", "any", "denies", "with"):
            return 0
    return 0


def topic_at(words: Sequence[Token]) -> tuple[int, int] | None:
    """Where the name begins and ends that stands before what is told of it: "Regarding his gout, he is doing well"."""
    comma = next((i for i, word in enumerate(words[:_TOPIC]) if word.text == ","), 0)
    lead = next((n for n in (1, 2, 3) if len(words) > n and " ".join(word.lower for word in words[:n]) in _TOPICS), 0)
    if not lead or comma >= len(words) - 1:
        return None
    lead += words[lead].tag in ("DPS", "AT0")
    return (lead, comma) if lead < comma else None


def complaint_ahead(doc: Doc, words: Sequence[Token]) -> int:
    """The comma behind a complaint without a verb that verbs without a subject follow: "chest pain, feels like pressure,
    radiates to the arm"; 0 if none stands there."""
    comma = next((i for i, word in enumerate(words) if word.text == ","), 0)
    verb = next((i for i, word in enumerate(words) if finite(word) and word.lower not in ("left", "right")), 0)
    if not comma or verb != comma + 1 or not _runs_on(words[verb]):
        return 0
    ahead = Span(start=words[0].start, end=words[comma - 1].end)
    said = any(word.tag in ("PNP", "EX0") for word in words[:comma])
    return comma if not said and any(m.kind == "symptom" for m in doc.mentioned(ahead)) else 0


def _runs_on(word: Token) -> bool:
    """Whether a verb without a subject goes on with the complaint before it: "feels", "started", but not "decreased"."""
    return word.tag in ("VVZ", "VBZ", "VBD") or (word.tag == "VVD" and lemma(word.text, word.tag) in _COURSES)


def aside_at(words: Sequence[Token]) -> int:
    """Where words in brackets begin that end a fragment without a verb of its own: "chest pain while gardening (mild exertion)"."""
    opened = next((i for i, word in enumerate(words) if word.text == "("), 0)
    last = next((i for i in range(len(words) - 1, 0, -1) if words[i].text != "."), 0)
    told = any(finite(word) for word in words)
    limits = any(word.lower in _LIMITS or word.tag == "CRD" for word in words[opened:])
    return opened if not limits and opened > 1 and words[last].text == ")" and not told else 0


def cut(words: Sequence[Token], marks: frozenset[str]) -> Iterator[Sequence[Token]]:
    """The stretches between these marks, those in brackets left out."""
    start, depth = 0, 0
    for at, word in enumerate(words):
        depth += (word.text in "([") - (word.text in ")]")
        if word.text in marks and depth <= 0:
            if at > start:
                yield words[start:at]
            start = at + 1
    if start < len(words):
        yield words[start:]
