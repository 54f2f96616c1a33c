"""What gives a secret away: a statement of the same thing elsewhere in the note, such as the test that is ordered for it.

Law of the file: what the patient tells openly gives nothing away; a word that any statement may have does not count.
"""

import re
from collections.abc import Mapping, Sequence

from bedside.knowledge.terminology import reduced
from bedside.scenarios.note import Fact

_WORD = re.compile(r"[^\W\d_][\w'-]*")
_HEADS = frozenset(("what", "drug", "test", "clause", "item"))
_OPENLY = frozenset(("complaint", "history"))
_PART = 4  # letters by which two forms of a word are known: "vaping" and "vaped"
_OFTEN = frozenset(
    "the and for with from that this his her their about over since last next every daily weekly twice once week weeks day days "
    "month months year years time times home half been being have had has was were will not does did year-old patient also still "
    "treat treated treatment take takes taken test tested check repeat continue start stop advised discussed week weekends mg "
    "der die das und sie seit hat nimmt täglich wochenende wieder mit ohne nicht kein keine eine einen einem wurde wird".split()
)


def words(text: str) -> tuple[str, ...]:
    """The words of a text in small letters."""
    return tuple(_WORD.findall(text.casefold().replace("’", "'")))


def echoes(facts: Sequence[Fact], kept: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Facts that name what is kept from somebody, by id, and from whom they are kept for that."""
    openly = {word for fact in facts if fact.id not in kept and fact.section in _OPENLY for word in _telling(fact)}
    known: dict[str, tuple[str, ...]] = {}
    for fact in facts:
        if fact.id in kept:
            for word in _telling(fact) - openly:
                known[word] = tuple(dict.fromkeys((*known.get(word, ()), *kept[fact.id])))
    found: dict[str, tuple[str, ...]] = {}
    for fact in facts:
        if fact.id not in kept:
            who = tuple(dict.fromkeys(one for word in sorted(_telling(fact)) for one in known.get(word, ())))
            if who:
                found[fact.id] = who
    return found


def _telling(fact: Fact) -> set[str]:
    """The words that say what a fact is about, each in the form by which it is known again."""
    heads = [argument.text for argument in fact.arguments if argument.role in _HEADS]
    said = (word for head in heads or [fact.text] for word in words(head))
    return {_form(word) for word in said if word not in _OFTEN and len(word) > 2}


def _form(word: str) -> str:
    plain = reduced(word)
    return plain[:_PART] if len(plain) == _PART + 1 and plain[-1] in "de" else plain
