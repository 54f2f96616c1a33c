"""Nothing is said twice: no long utterance again, no question asked twice, one greeting, one farewell.

Law of the file: a question counts as the same when the content words it asks about are the same, however it is framed.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from bedside.agents.checks.catalogue import REPETITION
from bedside.agents.checks.spoken import tokens
from bedside.knowledge.terminology import reduced
from bedside.scenarios.finding import Finding
from bedside.scenarios.turn import Turn

_GREETING = re.compile(
    r"^(?:(?:well|oh|so|and)[ ,]+)?(?:hi|hello|hey(?! ,? ?dragon)|good (?:morning|afternoon|evening)|welcome)\b",
    re.IGNORECASE,
)
_FAREWELL = re.compile(
    r"\b(?:good ?bye|bye(?:-bye)?|take care(?! of| with)|see you (?:soon|then|next|later|in)|have a (?:good|great|nice) (?:day|one|week\w*|evening|night))\b",
    re.IGNORECASE,
)
_ABOUT_NOTHING = frozenset(
    """a an the and or of in on at to for with about any some anything something else other more do does did you your have has had are is was were be been being
    it that this there they what how when where who why which can could would will i me my we us so okay ok now then well um uh right alright all ever get got
    getting having feel feeling felt notice noticed noticing been lately recently today usually also just still really tell describe say know let ask like kind
    going on yourself happen happening happened along from experience experienced them if not no yes yeah good and's what's how's ever let's it's i'd you've
    you're take taking taken seem think mean means sort bit little much many go too been back up out""".split()
)


@lru_cache(maxsize=4096)  # a line is read when it is said and when the whole talk is checked, round by round
def content_of(question: str) -> frozenset[str]:
    """The reduced content words of a question: what it asks about."""
    return frozenset(reduced(word) for word in tokens(question) if word not in _ABOUT_NOTHING)


def repetition(turns: Sequence[Turn]) -> tuple[Finding, ...]:
    """Utterances of four words or more said before, questions asked twice, second greetings and farewells."""
    out: list[Finding] = []
    said: dict[tuple[str, ...], int] = {}
    asked: dict[tuple[str, frozenset[str]], int] = {}
    greeted: dict[str, int] = {}
    parted: dict[str, int] = {}
    for number, turn in enumerate(turns):
        words = tokens(turn.text)
        if len(words) >= 4:
            if words in said:
                out.append(REPETITION.failed(f"these words were said before, in turn {said[words]}", turn=turn.id))
            else:
                said[words] = number
        for part in re.findall(r"[^.?!]*\?", turn.text):
            about = content_of(part)
            if not about or turn.speaker != "physician":
                continue
            key = (turn.speaker, about)
            if key in asked and asked[key] != number:
                out.append(REPETITION.failed(f"this was asked before, in turn {asked[key]}", turn=turn.id))
            asked.setdefault(key, number)
        if _GREETING.match(turn.text.strip()):
            if turn.speaker in greeted and number > greeted[turn.speaker] + 1:
                out.append(REPETITION.failed(f"the {turn.speaker} greets a second time", turn=turn.id))
            greeted.setdefault(turn.speaker, number)
        if _FAREWELL.search(turn.text):
            if turn.speaker in parted and number > parted[turn.speaker] + 2:
                out.append(REPETITION.failed(f"the {turn.speaker} says goodbye a second time", turn=turn.id))
            parted.setdefault(turn.speaker, number)
    return tuple(out) or (REPETITION.passed(),)
