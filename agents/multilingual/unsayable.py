"""What a lexicon read and nobody can say: what is left of a note's signs, codes and short forms, and words that name no thing.

Law of the file: better silent than wrong. What is left out here is recorded as not understood, so that a report of the reading
shows it.
"""

import re
from collections.abc import Sequence

from bedside.agents.languages.lexicon import Lexicon
from bedside.agents.multilingual import wording
from bedside.agents.multilingual.statements import STORY
from bedside.scenarios.note import Fact, Note

_CUT = re.compile(r"\.(?:[,;(-]|\w|\s*\+)")  # behind a word that was cut short, and is no end of a sentence
_WORD = re.compile(r"(?<![\w-])[^\W\d_][\w-]+")
_LETTERS = range(2, 7)  # how long a word of capitals is that is a code
_ENDING = 6  # letters of a term that another word may end in
_NAMES = ("medications", "allergies")  # where a name that is no word is a product


def unsayable(note: Note, lexicon: Lexicon) -> frozenset[str]:
    """The ids of the facts that nobody can say in a language with phrases; none in a language without a list of what cannot be said."""
    if not lexicon.pattern("thing").pattern or "unsayable" not in (lexicon.data.get("patterns") or {}):
        return frozenset()
    return frozenset(
        fact.id for fact in note.facts if fact.role not in ("age", "idle") and _silent(note, fact, lexicon)
    )


def _silent(note: Note, fact: Fact, lexicon: Lexicon) -> bool:
    text = wording.plain(fact, lexicon)
    if lexicon.pattern("unsayable").search(text) or _CUT.match(note.text, fact.span.end):
        return True
    if lexicon.apply_first("happened", text) != text:
        return False
    if fact.section not in _NAMES and fact.role != "drug":
        parts = (word.split("-", 1)[0] for word in _WORD.findall(text))
        if any(
            word.isalpha()
            and word.isupper()
            and len(word) in _LETTERS
            and not lexicon.pattern("letters").fullmatch(word)
            for word in parts
        ):
            return True
    return fact.section in (*STORY, "past") and fact.polarity == "present" and not _has_a_sentence(fact, text, lexicon)


def _has_a_sentence(fact: Fact, text: str, lexicon: Lexicon) -> bool:
    """Whether a fragment of the story can be put as a sentence: something happened, somebody is so, or has a thing that is one."""
    before, colon, _ = text.partition(": ")
    if colon and not fact.group and not named(before, lexicon):
        return False
    if wording.is_sentence(text, lexicon):
        return True
    if any(lexicon.verbs.get(word.casefold()) for word in text.split(" ", 2)[:2]) or lexicon.pattern(
        "impersonal"
    ).match(text):
        return True
    if any(lexicon.pattern(name).search(text) for name in ("be", "be_participle", "have_participle", "past_frame")):
        return True
    return fact.certainty == "possible" or bool(fact.group) or named(text, lexicon) or bool(lexicon.find(fact.text))


def named(text: str, lexicon: Lexicon) -> bool:
    """Whether a text names a thing: a term, a word that ends in one, or one that ends as names of things do."""
    if lexicon.find(text) or any(word.casefold() in lexicon.by_lay for word in _words(text)):
        return True
    ends = tuple(form for form in (*lexicon.by_form, *lexicon.by_lay) if len(form) >= _ENDING and " " not in form)
    return any(
        lexicon.pattern("thing").search(word)
        or lexicon.pattern("diagnosis").search(word)
        or word.casefold().endswith(ends)
        for word in _words(text)
    )


def _words(text: str) -> Sequence[str]:
    return [word for word in _WORD.findall(text) if word[0].isupper()]
