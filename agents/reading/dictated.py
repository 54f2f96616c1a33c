"""Dictation whose commands were typed as words: "pain period new paragraph", "left comma scratch that comma right". The signs take
their places, and what was taken back goes with the words that took it back."""

import re
from collections.abc import Sequence
from functools import cache

from bedside.agents.reading.headings import known
from bedside.agents.reading.tables import rows
from bedside.agents.text.number_words import NUMBERS, ONES, TENS

_SURE = re.compile(
    r"\b(?:comma|full stop|semi-?colon|new (?:line|paragraph)|next (?:line|paragraph)|(?:open|close) (?:paren\w*|brackets?|quotes?)|"
    r"scratch that|strike that)\b",
    re.IGNORECASE,
)
_FEWEST = 3  # commands that make a dictation, of which some are no words of a note ("comma", "new line")
_FEWEST_SURE = 2
_PERIOD = re.compile(
    r"(?P<before>\b[\w'%-]+)\s+period\b(?P<ends>(?=\s*(?:$|[A-Z\n]|(?:new|next) (?:line|paragraph))))?",
)
_COURSES = frozenset(
    "menstrual last first next each per time the a an her my his their this that every grace long short trial incubation monthly "
    "heavy late missed irregular painful regular prolonged observation recovery postpartum".split()
)
_TIMES = frozenset("day week month year hour minute".split())
_COLON = re.compile(r"(?P<name>\b[A-Za-z][A-Za-z ]{0,30}?)\s+colon\b", re.IGNORECASE)
_NAME = 4  # words of a name before a colon
_BACK = re.compile(r"[\s,;]*\b(?:scratch|strike|delete) that\b(?: last)?[\s,.:;]*", re.IGNORECASE)
_SIDED = re.compile(r"\b(?P<side>left|right)\s+(?P<thing>[a-z]{3,})", re.IGNORECASE)
_NUMBER = rf"(?:(?:{'|'.join(sorted((*NUMBERS, 'hundred'), key=len, reverse=True))})\b[ -]?)+"
_UNIT = r"(?P<unit>mg|mcg|g|ml|units?|milligrams?|micrograms?|grams?|milliliters?|millilitres?|hours?|days?|weeks?|months?|years?|tablets?|puffs?|drops?|percent)\b"
_SPELLED = re.compile(rf"\b(?P<whole>{_NUMBER})(?:point (?P<part>{_NUMBER}))?(?={_UNIT})", re.IGNORECASE)
_AMOUNT = re.compile(rf"\b\d[\d.,]*\s*{_UNIT}", re.IGNORECASE)
_SIGN: dict[str, str] = {
    "line": "\n",
    "paragraph": "\n\n",
    "open": ' "',
    "bracket": " (",
}  # what stands before what follows
_END = re.compile(r"[.\n]")
_CLAUSE = re.compile(r"[,.;:\n](?=[^,.;:\n]*$)")


@cache
def _signs() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Commands in the order in which they are carried out, each with the sign it stands for."""
    return tuple(
        (re.compile(rf"\s*\b(?:{words})\b" + (r"\s*" if sign in _SIGN else ""), re.IGNORECASE), _SIGN.get(sign, sign))
        for words, sign in rows("dictation_signs")
    )


def written(text: str) -> str:
    """The text with its signs, where it is dictation with the commands in words; else as it is."""
    sure = len(_SURE.findall(text))
    if sure < _FEWEST_SURE or sure + len(re.findall(r"\b(?:period|colon)\b", text, re.IGNORECASE)) < _FEWEST:
        return text
    text = _PERIOD.sub(_stopped, text)
    text = _COLON.sub(_headed, text)
    for pattern, sign in _signs():
        text = pattern.sub(lambda _, sign=sign: sign, text)
    text = _taken_back(_SPELLED.sub(_counted, text))
    text = re.sub(r"[ \t]*([,;])(?:[ \t]*[,;])+", r"\1", text)
    text = re.sub(r"[ \t]*[,;]?[ \t]*\.(?:[ \t]*[.,])*", ".", text)
    return re.sub(r"(?:^|(?<=[.\n] )|(?<=\n))[a-z]", lambda found: found[0].upper(), text)


def _stopped(found: re.Match[str]) -> str:
    before = found["before"].lower()
    if before in _COURSES or (before in _TIMES and found["ends"] is None):
        return found[0]  # "her last period", "a two week period of rest"
    return f"{found['before']}."


def _counted(found: re.Match[str]) -> str:
    """ "five hundred milligrams", "two point five": in digits, as doses are written."""
    part = "" if found["part"] is None else "." + "".join(str(NUMBERS.get(word, 0)) for word in _words(found["part"]))
    return f"{_value(_words(found['whole']))}{part} "


def _words(number: str) -> list[str]:
    return number.lower().replace("-", " ").split()


def _value(words: Sequence[str]) -> int:
    total = 0
    for word in words:
        total = (total or 1) * 100 if word == "hundred" else total + (ONES.get(word) or TENS.get(word) or 0)
    return total


def _headed(found: re.Match[str]) -> str:
    """A colon behind the name of a part; the bowel stays."""
    words = found["name"].split()
    for count in range(min(_NAME, len(words)), 0, -1):
        name = " ".join(words[-count:])
        if known(name) is not None:
            before = found["name"][: len(found["name"]) - len(name)].rstrip()
            return f"{before}\n{name}:" if before else f"{name}:"
    return found[0]


def _taken_back(text: str) -> str:
    """What was said wrong, without the words that say so: another side or amount takes the place of the first, and any other
    correction that of the clause before it."""
    while (found := _BACK.search(text)) is not None:
        before, after = text[: found.start()], text[found.end() :]
        end = _END.search(after)
        said = after[: end.start()] if end else after
        rest = after[end.start() :] if end else ""
        whole = _sided(before, said) or _amounted(before, said)
        if whole is not None:
            text = whole + rest
            continue
        cut = _CLAUSE.search(before)
        kept = before[: cut.end()] if cut else ""
        text = f"{kept} {after.lstrip()}".lstrip() if kept else after.lstrip()
    return text


def _sided(before: str, said: str) -> str | None:
    """ "right heel pain ... scratch that, it is the left heel"."""
    new = _SIDED.search(said)
    if new is None:
        return None
    old = [one for one in _SIDED.finditer(before) if one["thing"].lower() == new["thing"].lower()]
    if not old or old[-1]["side"].lower() == new["side"].lower():
        return None
    at = old[-1].start("side")
    return before[:at] + new["side"].lower() + before[old[-1].end("side") :]


def _amounted(before: str, said: str) -> str | None:
    """ "take five milligrams, scratch that, ten milligrams at night"."""
    new = _AMOUNT.match(said)
    old = list(_AMOUNT.finditer(before))
    if new is None or not old or old[-1]["unit"].lower().rstrip("s") != new["unit"].lower().rstrip("s"):
        return None
    return before[: old[-1].start()] + new[0] + before[old[-1].end() :] + said[new.end() :]
