"""Clauses of notes in telegram style made whole: the verb "is", the articles and the subjects that their author left out.

What cannot be made whole is not said: "Pain still present now" is "the pain is still present now", but "Affecting work as has to
rest" has lost who is meant.
"""

from collections.abc import Sequence

from bedside.agents.speaking.nouns import DETERMINERS, PREPOSITIONS, is_counted, is_massed, is_part, is_plural, some
from bedside.agents.speaking.people import patient
from bedside.agents.speaking.tables import listed
from bedside.agents.speaking.view import View
from bedside.agents.text.inflection import inflect, is_verb, lemma
from bedside.agents.text.tagger import tags
from bedside.knowledge.terminology import Terminology

_FINITE = frozenset("VBB VBD VBZ VDB VDD VDZ VHB VHD VHZ VM0 VVB VVD VVZ".split())
_NOUN = ("NN1", "NN2", "NN0", "UNC")
_INSIDE = ("NN", "AJ", "UNC", "ORD", "VVN")  # what may stand before the head of a noun phrase that has no determiner
_SHORT_ADVERBS = frozenset("still now also always often sometimes currently not usually mostly".split())
_TIMES = frozenset("day days week weeks month months year years hour hours night nights winter summer".split())
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday spring fall autumn time".split())
_KNOWLEDGE = frozenset("studies study research evidence guidelines guidance data trials literature".split())
_OFTEN = frozenset("often usually commonly typically generally sometimes".split())
_JUDGED = frozenset("important common essential helpful harmful bad good dangerous necessary vital key".split())
_GIVE_VERB = ("VVB", "VVI", "VVD", "VVZ", "VVG", "VHB", "VHD", "VHZ", "VHI", "VHG")
_AUXILIARIES = frozenset("have has had be been being was were am are is".split())
_JOINTS = frozenset(("and", "but", "or"))
_HOOKS = frozenset("as because since which that when while if until where who although".split())
_FULL = frozenset("a an the he she his her him they their it".split())
_JOINED = ("n't", "'d", "'ve", "'re", "'ll", "'m", "it's", "he's", "she's", "that's", "there's")
_PLURAL_VERBS = {"have": "has", "are": "is", "were": "was", "do": "does"}
_PERSONAL = frozenset(("sleep", "eat", "feel", "drink", "vomit", "walk", "take"))
_STATE = ("AJ", "VV", "XX", "AV")  # how the word that says how it is may be tagged
_HEAP = 3  # phrases between commas from which the first two may be a heap
_LONGEST_NAME = 4  # words of a subject that may lack its article
_DETERMINED = DETERMINERS | frozenset(
    "much many more less most few several enough one two three another such what which whose".split()
)


def filled(spoken: str, view: View, terse: bool) -> str | None:
    """A clause with what a telegram leaves out; None where nobody can tell what that is. ``terse``: its author left out the
    subject or had no article in it, so that others may be left out too."""
    words = _stated(_last_named(spoken.replace(" ,", ","), view).split(" "), patient(view).possessive)
    words = _articled_same(words)
    if _is_latest(words):
        words = [patient(view).possessive, words[0].lower(), *words[1:]]
    if _is_headless(words) or (terse and _is_heaped(words)) or not _agrees(words, terse):
        return None
    words = _numbered(_joined(words, patient(view).subject))
    words = _unhedged(words)
    kept = _closed(words) if terse else words
    return " ".join(_articled(kept, view, terse)) if kept else None


def _is_latest(words: Sequence[str]) -> bool:
    """Whether a clause opens with the last one of something that is the patient's: "most recent A1c was 7.1", no "last week"."""
    low = [word.lower() for word in words[:3]]
    at = 2 if low[:2] == ["most", "recent"] else 1 if low[0] in ("last", "latest", "recent") else 0
    return 0 < at < len(words) - 1 and words[at].lower() not in _TIMES | _DAYS | _KNOWLEDGE


def _articled_same(words: list[str]) -> list[str]:
    """ "My partner had same cold" -> "the same cold"."""
    out: list[str] = []
    for at, word in enumerate(words):
        if word == "same" and at and words[at - 1] not in ("the", "this", "that", "these", "those", "very", "exact"):
            out.append("the")
        out.append(word)
    return out


def _last_named(spoken: str, view: View) -> str:
    """A last one with its time, behind a comma, as a clause of its own: ", last cycle a month ago" -> "and my last cycle was"."""
    first, comma, tail = spoken.rpartition(", last ")
    words = tail.split(" ")
    ago = words[-1] == "ago" or words[-1][:1].isdigit()
    at = next((i for i, tag in enumerate(_tags(words)) if i and not tag.startswith(("NN", "AJ"))), 0)
    if not comma or not ago or not at or any(tag in _FINITE for tag in _tags(words)):
        return spoken
    return f"{first}, and {patient(view).possessive} last {' '.join(words[:at])} was {' '.join(words[at:])}"


def is_terse(text: str) -> bool:
    """Whether a clause of a note has no article and nobody's pronoun: "Noticed urine today was pink"."""
    return not {word.strip(",.;").lower() for word in text.split(" ")} & _FULL


def _bare(words: Sequence[str]) -> list[str]:
    return [word.strip(",;") for word in words]


def _tags(words: Sequence[str]) -> tuple[str, ...]:
    """The tags of words; a verb that is joined with its pronoun or with "not" is one."""
    bare = _bare(words)
    found = tags(bare)
    return tuple(
        "VM0" if "'" in word and word.endswith(_JOINED) else tag for word, tag in zip(bare, found, strict=True)
    )


def _stated(words: list[str], whose: str) -> list[str]:
    """A bare thing and its state with the verb between: "headache still present now"."""
    found = _tags(words)
    at = next((i for i, word in enumerate(words[: _LONGEST_NAME + 1]) if i and word.lower() in _SHORT_ADVERBS), None)
    at = at or next(
        (i for i, w in enumerate(words[: _LONGEST_NAME + 1]) if i and w.lower() in listed("standing")), None
    )
    if at is not None:
        rest = at
        while rest < len(words) and words[rest].lower() in _SHORT_ADVERBS:
            rest += 1
        named = all(tag[:2] in ("NN", "AJ", "AT", "DP") or tag == "UNC" for tag in found[:at])
        if named and rest < len(words) and words[rest].strip(",;").lower() in listed("standing"):
            return [*words[:at], "are" if is_plural(" ".join(words[:at])) else "is", *words[at:]]
    return _functioning(words, found, whose)


def _functioning(words: list[str], found: Sequence[str], whose: str) -> list[str]:
    """What the body or mind does and how, with its verb: "appetite poor since Monday" -> "appetite has been poor since Monday"."""
    at = next((i for i, word in enumerate(words) if word.lower() not in listed("bodily")), 0)
    if (
        not at
        or at == len(words)
        or any(tag in _FINITE for tag in found[at + 1 :])
        or (found[at][:2] not in _STATE and words[at].lower() not in listed("functioning"))
    ):
        return words
    later = {word.lower().strip(",") for word in words[at:]}
    many = is_plural(" ".join(words[:at]))
    verb = "are" if many else "is"
    if later & {"yesterday", "ago", "last"}:
        verb = "were" if many else "was"
    elif later & {"since", "for"}:
        verb = "have been" if many else "has been"
    return [whose, *words[:at], *verb.split(" "), *words[at:]]


def _is_headless(words: Sequence[str]) -> bool:
    """Whether the subject was left out before another clause: "affecting work as has to rest", "some of which may be"."""
    found = _tags(words)
    finite = next((i for i, tag in enumerate(found) if tag in _FINITE), 0)
    if words[0].lower() in ("nil", "no", "reports", "denies", "endorses", "states", "notes"):
        return True
    if words[0].lower() == "still" and found[1:2] and found[1] in _NOUN:
        return True
    if [word.lower() for word in words[1:3]] == ["of", "which"]:
        return True
    if len(words[0]) == 1 and words[0] not in ("I", "i") and found[1:2] and found[1] in _FINITE:
        return True  # "A had difficulty", of "Ms. A had difficulty"
    if words[0].lower() == "that" and found[1:2] and found[1][:2] in ("DT", "PN", "EX"):
        return True  # "that these are transient"
    if finite and found[0] == "VVG":
        before = words[finite - 1].lower()
        return before in _HOOKS or (found[finite - 1] not in (*_NOUN, "PNP", "EX0", "AJ0", "AV0", "NP0", "DT0", "CRD"))
    return False


def _is_heaped(words: Sequence[str]) -> bool:
    """Whether two phrases without a verb stand before the clause: "one to two hours in duration, acute onset, it started"."""
    parts = " ".join(words).split(", ")
    if len(parts) < _HEAP:
        return False
    verbless = [not any(tag in _FINITE or tag[:2] == "PN" for tag in _tags(part.split(" "))) for part in parts[:2]]
    first = tags(parts[0].split(" "))[0]
    return all(verbless) and not parts[-1].startswith(("and ", "or ")) and first[:2] not in ("PR", "AV", "CJ")


def _joined(words: list[str], subject: str) -> list[str]:
    """ "I feel sick but not been sick" -> "but haven't been sick"; "I walked, didn't notice it" -> "and didn't notice it"."""
    bare = _bare(words)
    found = _tags(words)
    out: list[str] = []
    for at, word in enumerate(words):
        before = bare[at - 1].lower() if at else ""
        if bare[at].lower() == "been" and before == "not" and at > 1 and bare[at - 2].lower() in _JOINTS:
            out[-1:] = ["have", "not"] if bare[0].lower() in ("i", "you", "they") else ["has", "not"]
        ends = at and words[at - 1].endswith(",")
        if ends and _goes_on(bare[at], found[at]) and word.lower() not in _JOINTS and _is_run_on(found, at):
            out.append("and")
            if bare[0].lower() == "it" and lemma(bare[at], found[at]) in _PERSONAL:
                out.append(subject)  # "it didn't wake me, slept well"
        out.append(word)
    return out


def _goes_on(word: str, tag: str) -> bool:
    """Whether a word is a verb that may go on after a comma: "didn't notice it", "comes and goes"."""
    courses = tag == "VVZ" and (lemma(word, tag) in listed("courses") or lemma(word, tag) in ("come", "go"))
    return courses or word.lower().endswith("n't") or tag in ("VVD", "VDD", "VHD", "VBD")


def _is_run_on(found: Sequence[str], at: int) -> bool:
    """Whether a verb after a comma goes on with what the subject before it did: nothing nominal stands between."""
    return any(tag in _FINITE for tag in found[:at]) and found[at + 1 : at + 2] != ("CJT",)


def _numbered(words: list[str]) -> list[str]:
    """With a verb that agrees with the noun before it: "my diabetes are managed" -> "is"."""
    found = _tags(words)
    at = next((i for i, tag in enumerate(found) if tag in _FINITE), 0)
    subject = words[:at]
    plain = (
        at and all(tag[:2] in ("DP", "AT", "NN", "AJ", "CR", "UN") for tag in found[:at]) and words[at] in _PLURAL_VERBS
    )
    one = plain and subject[0].lower() in ("a", "an") and not {"and", "number", "couple", "few", "lot"} & set(subject)
    if one and not subject[-1].endswith(","):
        return [*subject, _PLURAL_VERBS[words[at]], *words[at + 1 :]]  # "a concussion were diagnosed"
    if not plain or subject[-1].endswith(",") or is_plural(" ".join(subject)) or found[at - 1] == "NN2":
        return words
    return [*subject, _PLURAL_VERBS[words[at]], *words[at + 1 :]] if is_massed(" ".join(subject)) else words


def _closed(words: list[str]) -> list[str] | None:
    """Without a tail that is no part of the sentence: "I'm active, long-term partner"; None where one stands in it."""
    text = " ".join(words)
    first, comma, tail = text.rpartition(", ")
    if not comma:
        return words
    parts = tail.split(" ")
    found = _tags(parts)
    if any(lemma(word, "VVZ") == "include" or word == "included" for word in first.split(" ")) and found[-1] in _NOUN:
        return [*first.split(" "), "and", *parts] if ", " not in first else words
    verbless = not any(tag in _FINITE or tag in ("VVG", "VVN", "VVI") for tag in found)
    opened = parts[0].lower() in _DETERMINED | PREPOSITIONS | _JOINTS or found[0][:2] in ("AV", "XX", "CJ", "PR", "DT")
    named = found[-1] in _NOUN
    if verbless and named and not opened and ", " not in first and len(parts) <= 5:
        kept = first.split(" ")
        return kept if any(tag in _FINITE for tag in _tags(kept)) else None
    return words


def _unhedged(words: list[str]) -> list[str]:
    """Without a guess of the author at the end: "I don't always wear gloves, possible trigger"."""
    first, comma, tail = " ".join(words).rpartition(", ")
    guess = tail.split(" ")
    hedged = comma and guess[0].lower() in ("possible", "probable", "likely") and len(guess) <= _HEAP
    return first.split(" ") if hedged and _tags(guess)[-1] in _NOUN else words


def _articled(words: list[str], view: View, terse: bool) -> list[str]:
    """With the articles that were left out before the subject, after a verb, and before a noun with its adjective."""
    bare = _bare(words)
    found = _tags(words)
    out: list[str] = []
    at = 0
    while at < len(words):
        end = _phrase_end(bare, found, at) if terse or at == 0 else at
        if end <= at:
            out.append(words[at])
            at += 1
            continue
        name = " ".join(bare[at:end])
        opened = _opened(name, bare, found, at, end, view)
        tail = words[end - 1][len(bare[end - 1]) :]
        out += f"{opened}{tail}".split(" ") if opened != name else words[at:end]
        at = end
    return out


def _phrase_end(bare: Sequence[str], found: Sequence[str], at: int) -> int:
    """The place after a noun phrase that begins here without a determiner; ``at`` if none begins."""
    before = bare[at - 1].lower() if at else ""
    if bare[at].lower() in ("us", "me", "him", "them", "it"):
        return at
    if before in _DETERMINED or (
        at and (found[at - 1][:2] in ("AJ", "NN", "CR", "OR", "DP", "AT", "DT", "PO", "NP", "AV"))
    ):
        return at
    if before.endswith(("'s", "s'")) or before in ("as", "of", "or", "and", "like", "than", "by"):
        return at
    end = at
    while end < len(bare) and found[end].startswith(_INSIDE) and bare[end].lower() not in _DETERMINED:
        end += 1
    while end > at and not found[end - 1].startswith("NN"):
        end -= 1
    odd = any(word != word.lower() or word in _TIMES for word in bare[at:end])
    return at if odd or end - at > _LONGEST_NAME or ("-" in bare[at] and end - at < 2) else end


def _is_general(bare: Sequence[str], verb: int) -> bool:
    """Whether a clause tells what is so for everybody, by the words behind its subject: "stress can often ...", "sleep is important"."""
    said = [word.lower() for word in bare[verb : verb + 4]]
    holds = (said[:1] in (["can"], ["may"], ["should"]) and said[1:2] != ["be"]) or bool(set(said) & _OFTEN)
    judged = said[:1] in (["is"], ["are"]) and bool(set(said[1:]) & _JUDGED)
    return holds or judged or said[:1] in (["makes"], ["causes"], ["helps"])


def _opened(name: str, bare: Sequence[str], found: Sequence[str], at: int, end: int, view: View) -> str:
    """A noun phrase with its article, where people cannot do without one."""
    before = found[at - 1] if at else ""
    if name.split(" ")[0].endswith(("'s", "’s")):
        return name
    verb = at == 0 and end < len(bare) and (found[end] in _FINITE or name.lower() in listed("measured"))
    if verb:
        if is_part(name) or (name.lower() in listed("measured") and not _is_general(bare, end)):
            return f"{patient(view).possessive} {name}"
        if _is_general(bare, end) and not is_counted(name):
            return name
        known = bare[end - 1].lower() in listed("told_of") or Terminology.load().concept(name) is not None
        return f"the {name}" if known or is_counted(name) else name
    if (before in _GIVE_VERB and is_part(name)) or (
        (before == "VHN" or bare[at - 1].lower() == "had") and (name.lower() in listed("measured"))
    ):
        return f"{patient(view).possessive} {name}"  # "opening bowels", "has not had blood pressure checked"
    concept = Terminology.load().concept(name)
    if not is_counted(name) or (concept is not None and Terminology.load().kind(concept) in ("drug", "substance")):
        return name
    given = before in _GIVE_VERB and bare[at - 1].lower() not in ("go", "goes", "went", "going", "feel", "feels")
    given = given and bare[at - 1].lower() not in _AUXILIARIES - {"have", "has", "had"}
    nearby = bool(at) and bare[at - 1].lower() in ("near", "with", "without", "after")
    owned = end - at > 1 and before in ("PRP", "PRF")
    if given or (nearby and (owned or bare[at - 1].lower() == "near")):
        return some(name)
    return name


def _agrees(words: Sequence[str], terse: bool) -> bool:
    """Whether each helping verb is followed by a form that goes with it: not "I have check", "I have going"."""
    bare = [word.lower() for word in _bare(words)]
    found = _tags(words)
    for at, word in enumerate(bare[:-1]):
        after = bare[at + 1]
        base = is_verb(after) and inflect(after, "base") == after and inflect(after, "participle") != after
        asked = at and bare[at - 1].endswith(("n't", "not"))
        if word in ("have", "has", "had") and base and not asked and after not in ("to", "had"):
            noun = terse and found[at + 1] == "NN1" and found[at + 2 : at + 3] in (("NN1",), ("NN2",), ("DPS",))
            if found[at + 1] in ("VVI", "VVB") or noun:
                return False
        if (
            word in ("have", "has")
            and after in ("going", "being", "getting", "taking")
            and at
            and found[at - 1] == "PNP"
        ):
            return False
    return True
