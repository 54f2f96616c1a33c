"""Rules of form for whole sentences: a verb that is finite, somebody who does it, an end that is one."""

from functools import cache

from bedside.agents.speaking.form_phrases import MARKS, closes, word_at
from bedside.agents.speaking.tables import listed
from bedside.agents.text.grammar_words import GrammarLine, GrammarRules
from bedside.agents.text.inflection import inflect, is_verb, lemma

_AUXILIARIES = frozenset(
    "am is are was were be 'm 're 's have has had 've do does did will would can could should must may might 'll 'd shall let".split()
)
_FINITE = frozenset("VBB VBD VBZ VDB VDD VDZ VHB VHD VHZ VM0 VVB VVD VVZ VVI".split())
_THIRD = frozenset("is was were has had does".split())
_LONGEST_ANSWER = 12  # words of an answer without a verb
_SUBJECTS = frozenset("i you he she it we they there this that these those".split())
_LINKS = frozenset("and but so then or also just please okay well".split())


def clause_fault(line: GrammarLine) -> str:
    """What is wrong with a sentence as a whole; "" where nothing is seen."""
    words = [word for word in line if word.text not in MARKS]
    if not words or line[-1].text == "?":
        return ""
    start = next((at for at, word in enumerate(words) if word.text not in _LINKS), 0)
    return _without_subject(words[start:], line) or _without_verb(words[start:]) or ""


def _without_verb(words: GrammarLine) -> str:
    """ "Ferrous sulfate every other day", "COPD, two years ago": said by nobody as a sentence; "No fever." is an answer."""
    if len(words) < 3 or any(word.text in _AUXILIARIES for word in words):
        return ""
    first = words[0].text
    if first in listed("counted") and words[1].text in ("because", "due", "secondary", "from"):
        return "no finite verb"  # "fall because of low blood pressure"
    if is_verb(first) or first in _SUBJECTS or first in ("don", "please", "never"):
        return ""
    if first in listed("answer_openings") and len(words) <= _LONGEST_ANSWER:
        return ""
    if any(_is_finite(words, at) for at in range(1, len(words))):
        return ""
    if first in listed("opens_subject") and any(_may_be_third(words, at) for at in range(1, min(4, len(words) - 1))):
        return ""
    if first.endswith("ly") and len(words) <= _LONGEST_ANSWER:
        return ""
    return "no finite verb"


def _is_finite(words: GrammarLine, at: int) -> bool:
    """Whether a word is a finite verb by its tag, and stands where one can: not "ferrous sulfate", "48 percent predicted"."""
    tag, before = words[at].tag, words[at - 1]
    if tag in ("VVB", "VVI"):
        return before.tag[:2] not in ("AJ", "CR", "AT", "DP")
    return tag in _FINITE and not (tag == "VVD" and before.text == "percent")


def _may_be_third(words: GrammarLine, at: int) -> bool:
    """Whether a word that is tagged a plural may be a verb: "my husband smokes in the kitchen"."""
    word, base = words[at].text, lemma(words[at].text, "VVZ")
    third = is_verb(base) and base != word and word == inflect(base, "present_3")
    return third and words[at - 1].tag == "NN1" and closes(words, at + 1)


def _without_subject(words: GrammarLine, line: GrammarLine) -> str:
    """ "Unhappy that my operation was cancelled", "Dressed by the nurse yesterday", "Was seen on Monday"."""
    first = words[0].text
    if first in _SUBJECTS or len(words) < 3:
        return ""
    if first in _THIRD and words[0] is line[0]:
        return "nobody does it"
    later = any(
        word.text == "," and word_at(line, at + 1) in _SUBJECTS | {"my", "your", "the", "his", "her", "a"}
        for at, word in enumerate(line)
    )
    state = first in listed("states") | listed("personal_states") | listed("only_states")
    if state and not later and (closes(words, 1) or word_at(line, 1) == "," or words[1].text in ("that", "to")):
        return "nobody is it"
    verb = lemma(first, "VVD")
    done = first.endswith("ed") and is_verb(verb) and verb != first and inflect(verb, "past") == first
    if done and not later and closes(words, 1) and not any(word.text in _THIRD | {"are"} for word in words[2:]):
        return "nobody does it"
    return ""


def _ends(line: GrammarLine, at: int) -> str | None:
    """A sentence that ends on "than", "because" or "your"."""
    last = at == len(line) - 2 and line[at + 1].text in (".", "!")
    last = last and not (line[at].text in ("a", "an") and len(word_at(line, at - 1)) == 1)
    return "the sentence breaks off" if last and len(line) > 2 and line[at].text in listed("never_last") else None


def _spliced(line: GrammarLine, at: int) -> str | None:
    """ "You sit leaning forward, speak in short phrases"."""
    if (
        line[at].text != ","
        or at < 3
        or line[-1].text == "?"
        or line[0].text not in ("i", "you", "he", "she", "it", "we", "they")
    ):
        return None
    verb = word_at(line, at + 1)
    base = lemma(verb, "VVZ")
    if (
        not verb
        or not is_verb(base)
        or verb not in (base, inflect(base, "present_3"))
        or verb in listed("said_in_passing")
    ):
        return None
    if any(word.text in ("and", "or", "but", ",") for word in line[at + 1 :]):
        return None
    return "two verbs with nothing between" if line[at + 1].tag in ("VVB", "VVZ") and closes(line, at + 2) else None


def _hanging_if(line: GrammarLine, at: int) -> str | None:
    """ "You don't need an x-ray, however if you don't improve"."""
    if line[at].text != "if" or word_at(line, at - 1) != "however" or at < 4 or line[-1].text == "?":
        return None
    return (
        "a condition without what follows"
        if not any(w.text in (",", "then") for w in line[at:]) and len(line) - at < 8
        else None
    )


def _ends_on_state(line: GrammarLine, at: int) -> str | None:
    """ "The scan didn't show a gross peritoneal.": an article, and no noun behind it."""
    if line[at].text not in ("a", "an") or line[-1].text != "." or not 2 <= len(line) - 1 - at <= 3:
        return None
    rest = line[at + 1 : -1]
    if not rest[-1].text.endswith(("al", "ic", "ous", "ed", "ive")):
        return None
    open_ = all(word.text.isalpha() and (word.tag == "AJ0" or _is_bodily(word.text)) for word in rest)
    noun = rest[-1].text in ("epidural", "diabetic", "physical", "general", "asthmatic", "alcoholic", "tic")
    return (
        "an article with no noun behind it"
        if open_ and not noun and rest[-1].text.endswith(("al", "ic", "ous", "ed", "ive"))
        else None
    )


def _is_bodily(word: str) -> bool:
    """Whether a word is an adjective of the body by its end: "peritoneal", "duodenal"."""
    return len(word) > 7 and word.endswith(("eal", "inal", "enal", "oneal"))


@cache
def clause_rules() -> GrammarRules:
    """The rules of this file, each asked at its words."""
    return GrammarRules(
        (
            (_ends, listed("never_last")),
            (_spliced, frozenset({","})),
            (_hanging_if, frozenset({"if"})),
            (_ends_on_state, frozenset({"a", "an"})),
        )
    )
