"""How often or how much an answer says something is so: read from its words alone, as points of an item.

Law of the file: nothing but the answer is looked at, neither the question nor what was fixed. Words that say two things, or none,
give None. The three ways of asking are those of the shipped instruments: on how many ``days`` of two weeks, what ``amount`` of
trouble in a month, and ``yes-no``. English alone."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Degrees = Literal["days", "amount", "yes-no", ""]

_NUMBERS: tuple[str, ...] = tuple(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen".split()
)
_NUMBER = rf"(?:{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}|1[0-4]|[1-9])"
_SPAN = re.compile(
    r"(?:,? (?:in|over|for|during|within|of|out of))?(?: all of)? (?:these|the|this)?(?: (?:last|past|whole))*"
    r" (?:two|2) weeks|,? (?:in|over|for|during) (?:the|these) (?:last |past )*(?:fourteen|14) days|fortnight"
)
_OF_ALL = re.compile(r" (?:out )?of (?:the |these )?(?:last |past )?(?:fourteen|14)(?: days| nights)?")
_NOT_ALL = re.compile(r"not (?:quite |nearly |exactly )?(?:every|all)(?: single)?(?: day)?|not (?:always|constantly)")
_COUNT = re.compile(
    rf"\b(?:(?P<low>{_NUMBER}) (?:or|to) )?(?P<n>{_NUMBER})(?: of-all| (?:whole |bad |different |of those |of the )?(?:days?|nights?|mornings?|evenings?|times)\b)"
)
_A_WEEK = re.compile(r" (?:a|per|each|every|in a|out of) (?:week|seven)\b")
_DAYS: tuple[tuple[int, re.Pattern[str]], ...] = tuple(
    (points, re.compile(rf"\b(?:{words})"))
    for points, words in (
        (
            3,
            r"(?:nearly |almost |practically |pretty much |virtually |just about )?(?:every|each)(?: single| blessed)? (?:day|night|morning|evening)\b"
            r"|(?:almost |nearly |pretty much )?daily\b|day in,? day out|day after day|night after night|all the time|constantly|always|without a break"
            r"|(?:no|hardly a|hardly any|barely a|scarcely a|not a) (?:day|night)s? (?:without|goes by|free)|seven days a week|round the clock|non-?stop|all fourteen"
            r"|each and every|the whole time|monday to sunday|(?:never|doesn't|does not) (?:lets? up|stops?|goes away)"
            r"|can(?:'t|not) think of a (?:single )?day",
        ),
        (
            2,
            r"more (?:days|nights|often)(?: with \w+)? than (?:not|without)|most (?:days|nights|mornings|of the (?:days|time|nights))|(?:a little |just |well )?over half|the greater part of|more than half|over half"
            r"|the majority of|the better part of|(?:well )?over a week",
        ),
        (
            1,
            r"(?:a )?(?:few|couple of|handful of) (?:days|nights|times|mornings)|(?:some|several|certain) (?:days|nights|mornings|evenings)"
            r"|now and (?:then|again)|once (?:or twice|in a while)|(?:the|an) odd (?:day|night|time)|from time to time|every now and|every so often"
            r"|sometimes|occasionally|rarely|seldom|(?:once|twice|once or twice) a week|here and there|off and on|on and off|less than half|fewer than half|under half",
        ),
    )
)
_NEVER = re.compile(
    r"\b(?:not (?:once|at all|on (?:a|any) single day|a single (?:day|time)|one day|on any|one bit|ever)|never|on no day|no days?\b|none of (?:the|those|these) days|at no time"
    r"|has(?:n't| not) (?:happened|come up|been)|have(?:n't| not) had|did(?:n't| not) (?:happen|have (?:that|it|any))|had none|none of that|free of it|zero (?:days|times)|even once|nothing of the (?:kind|sort))"
)
_NOT_ONE = re.compile(r"\bnot (?:on )?(?:one|a single|any)(?: single)? (?:day|night|time)\b(?! without| goes| free)")
_ABOUT = r"(?:bother|troubl|upset|weigh|get to|gets to|got to|affect|hit|hurt|suffer|burden|distress|torment)\w*"
_AMOUNT: tuple[tuple[int, re.Pattern[str]], ...] = tuple(
    (points, re.compile(rf"{_ABOUT}\b[^.;!]{{0,40}}?\b(?:{words})|\b(?:{words})\b[^.;!]{{0,25}}?\b{_ABOUT}"))
    for points, words in (
        (0, r"not at all|at all|not in the least|in the least|never|no trouble"),
        (
            4,
            r"extremely|as much as anything (?:can|could)|couldn't (?:have )?|more than (?:i can|anything)|unbearabl[ey]|terribly|immensely|beyond (?:words|anything)",
        ),
        (3, r"quite a (?:bit|lot)|hard|a (?:whole )?lot|a great deal|very much|badly|greatly|a good deal|heavily"),
        (
            2,
            r"moderately|to some (?:extent|degree)|more than a little and less than a lot|around the middle|a middling amount|to a middling degree|somewhere in the middle|a fair (?:bit|amount)|halfway|half and half|medium|so-so",
        ),
        (
            1,
            r"only a little|a (?:little|tiny|wee)(?: bit)?|a bit|slightly|hardly|barely|mildly|not (?:very )?much|somewhat",
        ),
    )
)
_WORST = re.compile(
    r"\b(?:unbearabl[ey]|(?:it )?(?:couldn't|can't|could not) (?:be|get|have been) worse|nothing is worse)\b"
)
_ANSWERS = re.compile(r"\b(yes|yeah|yep|no|nope)\b[^.;!?]*\bmonth|\bmonth,? (yes|yeah|yep|no|nope)\b")
_LAST = re.compile(r"\b(yes|yeah|yep|no|nope)\W*$")
_FIRST = re.compile(r"^\W*(?:well,? |hm,? |so,? |oh,? )*(yes|yeah|yep|no|nope|never)\b")


@cache
def degree_words(language: str = "en") -> dict[str, Any]:
    """What is said of each degree, by the way of asking."""
    import yaml

    path = files("bedside.agents.interview").joinpath("phrases", language, "degrees.yaml")
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def read_degree(degrees: Degrees, text: str) -> int | None:
    """The points that the words of an answer say; None where they say none, or more than one."""
    line = " ".join(text.casefold().replace("’", "'").split())
    if degrees == "days":
        return _days(line)
    if degrees == "amount":
        return _amount(line)
    return _yes_no(line) if degrees == "yes-no" else None


def _days(line: str) -> int | None:
    line = _SPAN.sub(" ", _OF_ALL.sub(" of-all", line))
    line = _NOT_ONE.sub(" never ", _NOT_ALL.sub(" ", line))
    found = set(_counted(line))
    for points, pattern in _DAYS:
        if pattern.search(line):
            found.add(points)
            line = pattern.sub(" ", line)
    if not found:
        return 0 if _NEVER.search(line) else None
    return found.pop() if len(found) == 1 else None


def _counted(line: str) -> Iterator[int]:
    for match in _COUNT.finditer(line):
        number = match["n"]
        count = int(number) if number.isdigit() else _NUMBERS.index(number) + 1
        count *= 2 if _A_WEEK.match(line, match.end()) else 1
        yield 1 if count <= 7 else 2 if count <= 11 else 3  # of fourteen


def _amount(line: str) -> int | None:
    found = {4} if _WORST.search(line) else set[int]()
    for points, pattern in _AMOUNT:
        if pattern.search(line):
            found.add(points)
            line = pattern.sub(" ", line)
    return found.pop() if len(found) == 1 else None


def _yes_no(line: str) -> int | None:
    found = [a or b for a, b in _ANSWERS.findall(line)]
    first, last = _FIRST.search(line), _LAST.search(line)
    said = found[-1] if found else first[1] if first is not None else last[1] if last is not None else None
    return None if said is None else int(said.startswith("y"))
