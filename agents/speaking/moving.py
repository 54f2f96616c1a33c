"""Words about the patient moved into somebody's mouth: within arguments by their tags, in clauses by their marks."""

from collections.abc import Sequence
from functools import lru_cache

from bedside.agents.speaking.english import finite
from bedside.agents.speaking.nouns import PREPOSITIONS, is_part
from bedside.agents.speaking.people import AUTHOR, IT, Person, patient
from bedside.agents.speaking.tables import listed
from bedside.agents.speaking.view import View
from bedside.agents.text.doc import Token, tokens
from bedside.agents.text.inflection import lemma
from bedside.agents.text.tagger import tags
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Fact
from bedside.scenarios.statement import Argument, Mark

_NEAR = 3  # words at the start of a clause within which its object shows who does not do it
_SUBJECTS = frozenset(("he", "she", "they"))
_OTHERS = frozenset("he she him her his hers himself herself".split())
_NO_NOUNS = PREPOSITIONS | {"and", "or", "but", "lately", "today", "now", "again", "to", "very", "so", "that"}
_ADVERBS = frozenset(("last", "only", "also", "then", "still", "initially", "just", "now"))
_TOLD = frozenset(("your", "yourself"))  # a note that speaks to the patient
_OWN_WORDS = {"author": "subject", "author_object": "object", "author_possessive": "possessive", "author_verb": "verb"}
_PATIENT = frozenset(("patient", "pt"))
_THIRD = frozenset(("VVZ", "VBZ", "VHZ", "VDZ"))
_COMPOUND = frozenset("portal education information handout care instructions safety advocate".split())


@lru_cache(maxsize=4096)  # an argument is moved whenever somebody is asked whether it can be said
def moved(phrase: str, view: View) -> str | None:
    """A phrase with the third person in it as the speaker's own; None where it is not clear whom it means."""
    words = tokens(phrase)
    lower = [word.lower for word in words]
    if not any(word in _OTHERS or word in _TOLD or _is_patient(lower, at) for at, word in enumerate(lower)):
        return phrase
    person = patient(view)
    tagged = [Token(t.start, t.end, t.text, tag) for t, tag in zip(words, tags([w.text for w in words]), strict=True)]
    out, last = "", 0
    agree = done = False
    for at, token in enumerate(tagged):
        new = _moved_word(token, person, view, lower, at)
        if new is None:
            return None
        if token.lower in _SUBJECTS:
            agree = True
        elif agree and token.tag[:2] in ("VV", "VB", "VH", "VD"):
            past = token.tag.endswith("D")
            new = finite(lemma(token.text, token.tag), "past" if past else "present", person.as_subject)
            agree, done = False, True
        elif agree and token.tag == "VM0":
            agree = False
        elif done and token.tag == "CJC" and at + 1 < len(tagged) and tagged[at + 1].tag in _THIRD:
            agree = True  # "when he sits or stands"
        out += phrase[last : token.start] + new
        last = token.end
    return out + phrase[last:]


def _moved_word(token: Token, person: Person, view: View, lower: Sequence[str], at: int) -> str | None:
    """A pronoun as the speaker's; any other word as it is; None where it is not clear whom it means."""
    if token.lower in ("he", "she") and view.sex and token.lower != ("she" if view.sex == "female" else "he"):
        return None
    if token.lower in _PATIENT and _is_patient(lower, at):
        return None
    if token.lower in _SUBJECTS:
        return person.subject
    owns = token.tag.startswith("DP") or lower[at + 1 : at + 2] in (["follow"], ["follow-up"], ["visit"], ["next"])
    if token.lower in ("his", "hers") or (token.lower == "her" and owns):
        return person.possessive
    if token.lower in _TOLD:
        return person.possessive if token.lower == "your" else person.reflexive
    if token.lower in ("him", "her"):
        return person.object
    return person.reflexive if token.lower in ("himself", "herself") else token.text


def clause(fact: Fact, view: View) -> str | None:
    """The words of a fact with its marks replaced for the speaker; None where a pronoun is left that no mark explains."""
    told = _by_companion(fact, view)
    if told is not None:
        return told
    others = fact.subject not in ("patient", "family", "")
    if (
        others
        and not _is_told_apart(fact.subject, view)
        and any(
            mark.role in ("subject", "possessive") and mark.span.start > fact.span.start + 12 for mark in fact.marks
        )
    ):
        return None  # "the dog ... his shots": whose, is not known
    roles = [mark.role for mark in fact.marks]
    first = fact.text.lower().split(" ")
    if roles[:1] == ["subject"] and first[0] in ("left", "right") and len(first) > 1 and is_part(first[1]):
        return None  # "left knee arthroscopy" is no leaving
    if any(roles[at : at + 2] == ["object", "reflexive"] for at in range(len(roles))):
        return None
    own = fact.section == "complaint" and not any(mark.role == "subject" for mark in fact.marks)
    marks = tuple(_as_patient(mark) for mark in fact.marks) if own else fact.marks
    return _replaced(fact.text, fact.span.start, marks, view)


def _by_companion(fact: Fact, view: View) -> str | None:
    """What the companion saw or did, as they tell it: "His wife has noticed that he snores" -> "I have noticed that he
    snores"; None where the clause does not open with them."""
    if view.speaker != "companion":
        return None
    words = tokens(fact.text)
    whose = bool(words) and words[0].lower in ("his", "her", "their", "the")
    at = 1 if whose else 0
    if at + 1 >= len(words) or words[at].lower not in _relation(view):
        return None
    tagged = tags([word.text for word in words])
    tag, verb = tagged[at + 1], words[at + 1]
    if tag[:2] not in ("VV", "VB", "VH", "VD", "VM") or tag in ("VVG", "VVN"):
        return None
    past = tag.endswith("D") and tag != "VM0"
    said = verb.text if tag == "VM0" else finite(lemma(verb.text, tag), "past" if past else "present", AUTHOR)
    rest = tuple(mark for mark in fact.marks if mark.span.start >= fact.span.start + verb.end)
    moved_ = _replaced(fact.text[verb.end :], fact.span.start + verb.end, rest, view)
    return f"I {said}{moved_}" if moved_ is not None else None


def _as_patient(mark: Mark) -> Mark:
    """A mark of the author as one of the patient, whose words a complaint is in: "My potassium is high"."""
    role = _OWN_WORDS.get(mark.role)
    return mark.model_copy(update={"role": role}) if role else mark


def _is_told_apart(who: str, view: View) -> bool:
    """Whether "he" and "she" cannot mean somebody else than the patient: the wife of a man."""
    kin = who.lower().split(" ")[-1]
    sex = "female" if kin in listed("women") else "male" if kin in listed("men") else None
    return sex is not None and view.sex is not None and sex != view.sex


def moved_argument(argument: Argument, fact: Fact, view: View) -> str | None:
    """The same for an argument, by the marks of its fact that lie in it."""
    inside = tuple(m for m in fact.marks if argument.span.start <= m.span.start and m.span.end <= argument.span.end)
    return _replaced(argument.text, argument.span.start, inside, view)


def _replaced(words: str, offset: int, marks: Sequence[Mark], view: View) -> str | None:
    person = patient(view)
    out: list[str] = []
    kept: list[str] = []
    last = 0
    it = False  # whether the last subject is the complaint
    for mark in marks:
        start, end = mark.span.start - offset, mark.span.end - offset
        new = _marked(_cased(mark, words[:start], words[end:]), person, view)
        it = it and mark.role != "subject"
        if it and mark.role == "verb" and mark.lemma:
            new = finite(mark.lemma, "past" if mark.form == "past" else "present", IT)
        if new is None or start < last or end > len(words) or _is_no_gap(words, start, end):
            return None
        if words[end : end + 2] in ("'s", "’s") and mark.role in ("object", "subject"):
            new, end = person.possessive, end + 2
        if start == end == 0 and (_is_of_the_complaint(words) or _is_done_to_them(words, offset, marks)):
            new, it = "it", True
        kept.append(words[last:start])
        if start == end and words[last:start].strip().lower() in _ADVERBS and not out:
            new = "it" if _is_of_the_complaint(words[start:]) else new
            out += [f"{new} {words[:start].lower()}"]  # "Only lasted": "it only lasted"
        else:
            out += [words[last:start], new if start < end else f"{new} "]
        last = end
        if start == end == 0 and words[1:2].islower():
            words = words[:1].lower() + words[1:]
    kept.append(words[last:])
    return None if _leftover(" ".join(kept), view) else "".join([*out, words[last:]])


def _is_done_to_them(words: str, offset: int, marks: Sequence[Mark]) -> bool:
    """Whether what is left out does something to the patient: "did not wake her up"."""
    near = [mark for mark in marks[1:] if words[: mark.span.start - offset].count(" ") <= _NEAR]
    return bool(near) and near[0].role == "object"


def _is_of_the_complaint(words: str) -> bool:
    """Whether what is left out is the complaint: "started mid morning", "starts on waking", not "started taking aspirin"."""
    first, _, rest = words.partition(" ")
    if lemma(first, "VVD") in ("seem", "appear") and rest.startswith("to "):
        first, _, rest = rest.removeprefix("to ").partition(" ")
    after = rest.split(" ")[0].lower()
    if lemma(first, "VVZ") == "feel" and after == "like":
        return True
    if after == "on" and rest.split(" ")[1:2] and rest.split(" ")[1].endswith("ing"):
        return lemma(first, "VVD") in listed("courses")
    after = rest.split(" ")[0].lower()
    return (
        lemma(first, "VVD") in listed("courses")
        and not after.endswith("ing")
        and after not in ("to", "on", "a", "an", "the", "her", "his", "using")
    )


def _is_no_gap(words: str, start: int, end: int) -> bool:
    """Whether a subject said to be left out stands there: "today is the first time"."""
    before = words[:start].split()
    return (
        start == end > 0
        and bool(before)
        and before[-1].lower() in ("today", "this", "that", "there", "it", "tomorrow", "yesterday")
    )


def _cased(mark: Mark, before: str, after: str) -> Mark:
    """A mark with its case put right: "on her lately" and "gave her 3 pills" are no possessives."""
    words = [word.strip(",.;").lower() for word in after.split()[:2]]
    word = words[0] if words else ""
    last = next(iter(reversed(before.split())), "").lower()
    counted = last in listed("giving") and (word[:1].isdigit() or word in ("a", "an", "the", "some"))
    alone = not word or word in _NO_NOUNS or counted or words == ["last"] or _is_made_so(last, after)
    if mark.role == "possessive" and mark.span.end - mark.span.start == 3 and alone:
        return mark.model_copy(update={"role": "object"})
    return mark


def _is_made_so(verb: str, after: str) -> bool:
    """Whether what follows is how somebody was made: "it made her shaky"."""
    word, _, rest = after.strip().partition(" ")
    ends = not rest or word.endswith((",", ".", ";")) or rest.split(" ")[0] in ("and", "or", "but", "when", "if")
    made = lemma(verb, "VVD") in ("make", "get", "keep", "leave")
    return made and ends and tags([verb, "them", word.strip(",.;")])[2].startswith("AJ")


def _marked(mark: Mark, person: Person, view: View) -> str | None:
    if mark.role == "named":
        return mark.lemma
    if mark.role.startswith("author"):
        if view.speaker != "physician":
            return None
        tense = "past" if mark.form == "past" else "present"
        return {
            "author": "I",
            "author_object": "me",
            "author_possessive": "my",
            "author_verb": finite(mark.lemma, tense, Person("I", "me", "my", "myself", 1).as_subject)
            if mark.lemma
            else None,
        }.get(mark.role)
    if mark.role == "verb":
        return (
            finite(mark.lemma, "past" if mark.form == "past" else "present", person.as_subject) if mark.lemma else None
        )
    return {
        "subject": person.subject,
        "object": person.object,
        "possessive": person.possessive,
        "reflexive": person.reflexive,
    }.get(mark.role)


def _leftover(between: str, view: View) -> bool:
    """Whether words between the marks may still mean the patient."""
    if view.speaker == "companion" and any(word.lower in _companion(view) for word in tokens(between)):
        return True
    other = {"female": frozenset(("he", "him", "his", "himself")), "male": frozenset(("she", "her", "hers", "herself"))}
    words = [word.lower for word in tokens(between)]
    words = [word for at, word in enumerate(words) if not _owns_a_thing(words, at, view)]
    named = any(word in listed("household") or word in listed("people") for word in words)
    open_ = _OTHERS - (other.get(view.sex or "", frozenset()) if named else frozenset())
    return any(word in open_ or _is_patient(words, at) for at, word in enumerate(words))


def _owns_a_thing(words: Sequence[str], at: int, view: View) -> bool:
    """Whether a possessive means somebody of the other sex who was spoken of: a widow and "his chair", not "his knee"."""
    if words[at] != {"female": "his", "male": "her"}.get(view.sex or "") or at + 1 >= len(words):
        return False
    return not is_part(words[at + 1]) and Terminology.load().concept(words[at + 1]) is None


def _companion(view: View) -> frozenset[str]:
    """Words that may mean the companion who speaks: "mom", and "she" where the patient is no "she"."""
    pronouns = {"female": ("he", "him", "his"), "male": ("she", "her", "hers")}.get(view.sex or "", ())
    return _relation(view) | {*pronouns, "parent", "parents"}


def _relation(view: View) -> frozenset[str]:
    """Words for what the companion is to the patient."""
    pairs = {"mother": ("mother", "mom", "mommy", "mum"), "father": ("father", "dad", "daddy")}
    relation = (view.relation or "").lower()
    return frozenset(pairs.get(relation, (relation,)))


def _is_patient(words: Sequence[str], at: int) -> bool:
    """Whether a word names the patient: "the patient", not "the patient portal"."""
    return words[at] in _PATIENT and (at + 1 == len(words) or words[at + 1] not in _COMPOUND)
