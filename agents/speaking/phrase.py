"""An argument of a statement as a phrase in somebody's mouth."""

import re
from functools import lru_cache

from bedside.agents.speaking.aloud import aloud
from bedside.agents.speaking.figures import day_of
from bedside.agents.speaking.lay import plain_inside
from bedside.agents.speaking.letters import as_listed, cased_phrase, expansions
from bedside.agents.speaking.moving import moved, moved_argument
from bedside.agents.speaking.nouns import is_part
from bedside.agents.speaking.plainer import is_bookish, plainer
from bedside.agents.speaking.respoken import phrase_respoken
from bedside.agents.speaking.scan import SMALL
from bedside.agents.speaking.tables import listed
from bedside.agents.speaking.view import View
from bedside.agents.text.tagger import tags
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.note import Fact
from bedside.scenarios.statement import Argument

_OPEN_ENDS = frozenset("a an the of and or with from his her their my your every each per still first next".split())
_LEADS_TO = frozenset("the a an my your his her their on in at of to both and or from".split())
_PLACE = 4  # words of a place behind the thing that is there
_CLOSED = frozenset("action who answer feeling status note manner frequency".split())
_OF_SOMETHING = frozenset("episode episodes bout bouts symptoms signs".split())
_FORMS = frozenset(
    "verb gerund participle thing important quote patient problem none".split()
)  # values that are no sense


_POSTURE = re.compile(
    r"(?P<mark>[,;] (?:and )?)?\b(?P<how>lying|supine|sitting|seated|standing),? (?P<pressure>\d+ over \d+)"
)


_TREND = re.compile(r"\d+(?:\.\d+)?(?:\s*(?:-+>|→|=>)\s*\d+(?:\.\d+)?)+")
_EARLIER = re.compile(r"(?P<now>\d+(?:\.\d+)?)%? ?\((?:was |prev(?:iously|ious)? ?)?(?P<before>\d+(?:\.\d+)?)%?\)")
_NEAR = 0.4  # of two values of one test: one that is much smaller is none of it


def said(argument: Argument | None, view: View, fact: Fact | None = None) -> str | None:
    """The words of an argument aloud, pronouns of the patient as the speaker's; None if there are none that can be said."""
    if argument is None or not argument.text.strip():
        return None
    argument = _unslashed(argument, fact)
    days = argument.role == "when" and argument.text.endswith("/7")  # "abstain 7/7": so many days
    sense = day_of(argument.text) if argument.role in ("until", "since", "when") and not days else None
    sense = sense or _sense(argument)
    if sense is not None:
        return sense
    words = moved_argument(argument, fact, view) if fact is not None and fact.marks else None
    if fact is not None and fact.subject != "patient":
        words = argument.text  # "in her 70s" is said of whom the fact is about
    words = words or moved(argument.text, view)
    if words and _is_read_otherwise(words, argument):
        words = moved(argument.value or words, view) or words
    spoken = (aloud(words) or aloud(_meant(words, argument))) if words else None
    if argument.role == "value" and " with a rate of " in (argument.value or ""):
        spoken = aloud(argument.value or "")  # of letters and a number: "NSR 62"
    if argument.role == "value":
        spoken = _over_time(argument.text) or spoken
    if spoken and argument.role == "value":
        spoken = _POSTURE.sub(_in_posture, spoken)
    if spoken and argument.role in ("duration", "since"):
        spoken = spoken.removeprefix("times ")  # "hypertension times 20 years"
    if spoken and argument.role in ("duration", "frequency") and _is_cut(spoken):
        return None
    return spoken if spoken and spoken.split(" ")[-1] not in _OPEN_ENDS else None


def _is_cut(spoken: str) -> bool:
    """Whether a time begins or ends in the middle: "to four times a week", "with practice 3"."""
    words = spoken.split(" ")
    return words[0] == "to" or (len(words) > 2 and (words[-1].isdigit() or words[-1] in SMALL))


def _unslashed(argument: Argument, fact: Fact | None) -> Argument:
    """An argument whose slash stands for a word: "or" in a condition or a denial, a hyphen in a medicine of two parts."""
    parts = [part.strip() for part in argument.text.split("/")]
    if len(parts) < 2 or not all(part.replace(" ", "").replace("-", "").isalpha() and len(part) > 2 for part in parts):
        return argument
    if argument.role == "drug":
        return argument.model_copy(update={"text": "-".join(parts)})
    if argument.role == "condition" or (fact is not None and fact.polarity == "denied" and argument.role == "what"):
        return argument.model_copy(update={"text": " or ".join(parts)})
    return argument


def _meant(words: str, argument: Argument) -> str:
    """Letters within a phrase written out as the concept of its argument, where that is one of their senses."""
    terms = Terminology.load()
    out: list[str] = []
    for word in words.split(" "):
        senses = terms.expansions(word) if len(word) > 1 and word.isupper() else ()
        out.append(
            next((sense for sense in senses if argument.concept and terms.concept(sense) == argument.concept), word)
        )
    return " ".join(out)


def _over_time(value: str) -> str | None:
    """Values one after another: "18 -> 7", "9.1 (8.4)"; None for any other."""
    if _TREND.fullmatch(value):
        *before, now = re.split(r"\s*(?:-+>|→|=>)\s*", value)
        first = before[0] if len(before) > 1 else f"{before[0]} before"
        then = "".join(f", then {one}" for one in before[1:])
        return f"{first}{then}, and {now} now" if then else f"{first} and {now} now"
    earlier = _EARLIER.fullmatch(value)
    if earlier is None or not _NEAR < float(earlier["now"]) / (float(earlier["before"]) or 1) < 1 / _NEAR:
        return None
    return f"{earlier['now']}, and {earlier['before']} before"


def _in_posture(found: re.Match[str]) -> str:
    """A pressure with how it was taken behind it: "lying 138 over 80, standing 104 over 62"."""
    how = (
        "lying down" if found["how"] in ("lying", "supine") else "sitting" if found["how"] == "seated" else found["how"]
    )
    return f"{' and ' if found['mark'] else ''}{found['pressure']} {how}"


def _is_read_otherwise(words: str, argument: Argument) -> bool:
    """Whether the reader took letters among words for something else than what they are most often: "ECG SR 62", a sinus rhythm."""
    value = (argument.value or "").lower()
    if " " not in value or argument.role in _CLOSED:
        return False
    kept, terms = value.split(), Terminology.load()
    meant = {found.concept for found in terms.find(value)}
    for word in words.split():
        senses = expansions(word) if len(word) > 1 and word.isupper() else ()
        known = any(sense.lower() in value or terms.concept(sense) in meant for sense in senses)
        if senses and word.lower() not in kept and not known:
            return True
    return False


def naming(argument: Argument | None, view: View) -> str | None:
    """The same for a name of a thing, in lay words where there are some."""
    spoken = said(argument, view)
    return _plain(spoken, view) if spoken else None


@lru_cache(maxsize=8192)
def _plain(spoken: str, view: View) -> str:
    """A phrase in lay words, without those that only a note has ("secondary to")."""
    lay = plain_inside(_placed(_of_what(spoken)), view)
    return phrase_respoken(lay if view.exact or not is_bookish(lay) else plainer(lay), view)


def _placed(spoken: str) -> str:
    """A side or a place that telegram style has behind the thing: "ear infection right", "mole left upper back"."""
    words = spoken.split(" ")
    at = next((i for i, word in enumerate(words) if i and word in ("left", "right")), 0)
    if not at or words[at - 1] in _LEADS_TO or not all(word.isalpha() for word in words):
        return spoken
    found = tags(words)
    if not found[at - 1].startswith("NN") or any(tag.startswith(("PR", "V", "CJ", "DP")) for tag in found):
        return spoken
    if at == len(words) - 1:
        return " ".join([words[at], *words[:at]])
    if not is_part(words[-1]) or is_part(words[at - 1]) or len(words) - at > _PLACE:
        return spoken
    on = "on" if words[at - 1].removesuffix("s") in listed("on_skin") else "in"
    return " ".join([*words[:at], on, "the", *words[at:]])


def _of_what(spoken: str) -> str:
    """A count with the "of" that a note leaves out: "two episodes haemoptysis", "symptoms depression"."""
    words = spoken.split(" ")
    at = next((i for i, word in enumerate(words[:-1]) if word in _OF_SOMETHING), None)
    if at is None or not tags(words)[at + 1].startswith("NN") or words[at + 1] in _OF_SOMETHING:
        return spoken
    return " ".join([*words[: at + 1], "of", *words[at + 1 :]])


def text(fact: Fact, role: str, view: View) -> str | None:
    """:func:`said` of the first argument of this role, with lay words where they fit inside it."""
    spoken = said(fact.argument(role), view, fact)
    return _plain(spoken, view) if spoken else None


def text_of(fact: Fact, role: str) -> str | None:
    """The words of an argument aloud with nothing exchanged."""
    argument = fact.argument(role)
    return aloud(argument.text) if argument is not None else None


def _sense(argument: Argument) -> str | None:
    """What letters stand for here: what their reader says, else their concept if the letters can mean it."""
    figure = argument.role == "value" and argument.text[:1].isdigit()  # "98/60" is no letters for "blood pressure"
    if figure or not is_code(argument.text):
        return None
    terms = Terminology.load()
    if argument.value and argument.role not in _CLOSED and argument.value not in _FORMS:
        return cased_phrase(argument.value)
    meant = terms.name(argument.concept) if argument.concept and argument.concept in terms else None
    senses = expansions(argument.text) if argument.text.isalpha() else terms.expansions(argument.text)
    if argument.text in _letters():
        return None
    if len(senses) == 1 or (meant and not senses):
        return cased_phrase(senses[0] if senses else meant or "")
    if meant is None:
        return None
    fit = [sense for sense in senses if terms.concept(sense) == argument.concept]
    return cased_phrase(fit[0] if fit else meant)


def is_code(written: str) -> bool:
    """Whether a wording is letters that stand for words: "RA", "n/v", "SpO2"."""
    written = written.strip()
    known = as_listed(written)
    if " " in written or len(written) > 7 or not written or _is_word(known):
        return False
    return any(c.isupper() for c in written[1:]) or "/" in written or bool(expansions(written))


def _is_word(known: str | None) -> bool:
    """Whether a form of the terminology is a word: "Tylenol", not "HTN" or "Hgb"."""
    return known is not None and not known.isupper() and any(letter in "aeiouy" for letter in known.lower())


def _letters() -> frozenset[str]:
    return listed("letters")
