"""Faults that one line shows by itself: grammar, a sentence that breaks off, signs that nobody speaks, another language, oneself
told as he or she, the other's part, an order to the wrong person.

Law of the file: words alone are read, and a rule speaks only where people hardly ever talk so. What is measured of them,
planted and in people's lines, stands in ``docs/evaluation.md``.
"""

import re
from collections.abc import Callable

from bedside.agents.languages.detect import detect, share_of_common
from bedside.agents.text.grammar import grammar_faults
from bedside.evaluation.counted import Counted
from bedside.scenarios.record import Record

_SENTENCE = re.compile(r"[^.?!]+[.?!]*")
_COMMON = 0.2  # share of English's commonest words from which a sentence with many names is still English
# A line may well end on "to" or "for": "I used to", "what it's for".
_OPEN_END = re.compile(
    r"\b(?:of|and|the|a|an|my|your|with|because|(?<!used )(?<!want )(?<!need )(?<!have )(?<!had )(?<!going )(?<!able )(?<!like )(?<!trying )"
    r"(?<!got )(?<!talk )(?<!talking )(?<!allergic )(?<!supposed )(?<!listen )to)\s*\.$",
    re.IGNORECASE,
)
_ASKS_WHAT = re.compile(r"\b(?:what|which|who|where|that)\b", re.IGNORECASE)
_MARKS = re.compile(
    r"<\|?/?\w+\|?>|\[/?(?:inst|sys|section|end|start|name|date)\b[^\]]*\]|```|\{+\s*[\w\" ]+\s*[:}]|_{3,}|\*{2,}|(?:^|\n)\s*(?:#{1,4} |\(?\d\) |[-*] )"
    r"|\(note:|\bas an? (?:ai|language model)\b|\blanguage model\b|\bhere (?:is|'s|are) the (?:\w+'s )?(?:next )?(?:line|dialogue|conversation|response|transcript)"
    r"|\bmeets? your (?:requirements|needs)\b|\b(?:let me know if you(?:'d| would) like me to|i hope this (?:dialogue|conversation|response))\b",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"(?:^|[.?!]\s+)(?:[A-Z][A-Z ]{5,60}:|(?:(?i:medications?|allerg(?:y|ies)|assessment|plan|assessment and plan|impression|physical exam(?:ination)?"
    r"|review of systems|chief complaint|history of present illness|hpi|ros|pmh|past (?:medical|surgical) history|social history|family history))(?::|\.(?=\s+\S)))"
)
_LABEL = re.compile(
    r"(?:^|\n)\s*(?:doctor|physician|patient|clinician|provider|user|assistant|system|human)\s*:\s", re.IGNORECASE
)
_NOTED = re.compile(
    r"\bx ?\d+ ?(?:days?|weeks?|months?|years?|hours?)\b|\bs/p\b|\bc/o\b|\bh/o\b|\bw/o?\b|\bNKDA\b|\bPRN\b|\bPO\b|\bLOC\b|\bSOB\b|\bNSAIDs\b|\b\d+/10\b"
    r"|\bnon-?radiating\b|\bno radiation\b"
)
_OTHERS = re.compile(
    r"\b(?:he|she|him|her|his|hers|they|them|mother|mom|mum|father|dad|brother|sister|wife|husband|partner|son|daughter|kid|child|baby|boy|girl|friend"
    r"|neighbou?r|boss|doctor|nurse|aunt|uncle|cousin|grand\w+|niece|nephew|dog|cat|who|someone|somebody|anyone|anybody|family|man|woman|guy|lady|dr)s?\b",
    re.IGNORECASE,
)
_HE = re.compile(r"(?:^|[.?!]\s+)(?:(?:yes|yeah|no|well|uh|um)[ ,.]+)*(?:he|she)(?:'s|'d)? \w+", re.IGNORECASE)
_ASKS_OF_PATIENT = re.compile(
    r"\b(?:do you (?:take|smoke|drink|use|have any (?:other )?(?:allerg|medical|pain|trouble|fever|surger))|are you (?:on any|allergic|taking)"
    r"|have you (?:ever )?(?:had|noticed|felt|taken) (?:any|surger|a fever)|any (?:other )?(?:allerg|surger|operations?|procedures?|medical problems?|health problems?|illness|chest pain|fever|family history)"
    r"|what (?:medic\w+|other (?:conditions|medical)) (?:do|are) you|what do you do for (?:work|a living)|(?:what|how) about (?:your health|smoking|alcohol|chest pain|fever|sleep|your (?:family|sleep|appetite|bowels))"
    r"|what kind of work|does anything run in|who do you live with|how(?:'s| is| has) your (?:sleep|appetite)|what brings you|when did (?:it|this) start|how bad)\w*",
    re.IGNORECASE,
)
_TELLS_OF_SELF = re.compile(
    r"^(?:(?:yes|yeah|no)[ ,.]+)?i(?:'m allergic|(?:'ve)? (?:smoke|smoked) (?:a|\w+ (?:pack|cig))|'ve had (?:a |an )?(?:\w+ )?(?:pain|cough|fever|headache)| live (?:with|alone)| take [\w-]+, \S+ (?:milligrams|micrograms))",
    re.IGNORECASE,
)
_WRONG_PERSON = re.compile(
    r"\byou(?:'ll| will| should| need to)? (?:order|prescribe)\b(?! (?:it |them )?(?:online|food|again))|\bmy plan is to (?:come back|follow up with me|return|see me|see myself)\b"
    r"|\bi(?:'d| would) like me\b|\bi(?:'ll| will) see myself\b",
    re.IGNORECASE,
)
_TAKES = re.compile(
    r"\bi(?:'m going to|'ll| will| should) take ([\w-]+(?: [\w-]+)?)(?=,? \S+ (?:milli|micro)?grams?)", re.IGNORECASE
)


def grammar(record: Record) -> Counted:
    """Faults of grammar; a turn stands once for each."""
    found = [at for at, turn in enumerate(record.turns) for _ in grammar_faults(turn.text)]
    return Counted(len(record.turns), tuple(found))


def _where(record: Record, wrong: Callable[[str, str], bool]) -> Counted:
    """The turns of which this is true, by speaker and text."""
    said = enumerate(record.turns)
    return Counted(
        len(record.turns), tuple(at for at, turn in said if wrong(turn.speaker, turn.text.replace("’", "'")))
    )


def breaks_off(record: Record) -> Counted:
    """Turns with a sentence of five words and more that ends on a word which wants another."""

    def wrong(_: str, text: str) -> bool:
        parts = [part.strip() for part in _SENTENCE.findall(text)]
        return any(len(part.split()) >= 5 and _OPEN_END.search(part) and not _ASKS_WHAT.search(part) for part in parts)

    return _where(record, wrong)


def not_speech(record: Record) -> Counted:
    """Turns with a heading, a label, a mark of a template or a prompt, or shorthand of notes."""
    return _where(
        record, lambda _, text: any(rule.search(text) is not None for rule in (_MARKS, _HEADING, _LABEL, _NOTED))
    )


def other_language(record: Record) -> Counted:
    """Turns with a sentence of another language than English."""

    def wrong(_: str, text: str) -> bool:
        parts = (part for part in {text, *_SENTENCE.findall(text)} if share_of_common(part, "en") < _COMMON)
        return any(detect(part, "en") not in (None, "en") for part in parts)

    return _where(record, wrong)


def self_as_other(record: Record) -> Counted:
    """Turns in which a patient who is alone with the physician says he or she of nobody who was named."""
    if {turn.speaker for turn in record.turns} != {"physician", "patient"}:
        return Counted(0, ())
    n, found = 0, list[int]()
    for at, turn in enumerate(record.turns):
        if turn.speaker != "patient":
            continue
        n += 1
        last = record.turns[at - 1].text if at else ""
        asked = last.rstrip().endswith("?") and re.search(r"\byou(?:r|'\w+)?\b|going on|wrong", last, re.IGNORECASE)
        before = last if asked else " ".join(one.text for one in record.turns[max(0, at - 3) : at])
        rest = _HE.sub(" ", turn.text)
        if (
            _HE.search(turn.text)
            and not _OTHERS.search(before)
            and not re.search(r"\b(?:mother|father|wife|husband|son|daughter|doctor|friend)\b", rest)
        ):
            found.append(at)
    return Counted(n, tuple(found))


def part_exchanged(record: Record) -> Counted:
    """Turns in which a patient takes a history, or a physician gives one."""

    def wrong(speaker: str, text: str) -> bool:
        if speaker == "patient":
            return "?" in text and _ASKS_OF_PATIENT.search(text) is not None
        return speaker == "physician" and _TELLS_OF_SELF.search(text) is not None

    return _where(record, wrong)


def wrong_person(record: Record) -> Counted:
    """Turns in which the physician gives an order to the one who cannot carry it out."""

    def wrong(speaker: str, text: str) -> bool:
        if speaker != "physician":
            return False
        return _WRONG_PERSON.search(text) is not None or _TAKES.search(text) is not None

    return _where(record, wrong)
