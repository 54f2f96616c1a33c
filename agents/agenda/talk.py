"""What both speakers read off the talk so far.

Turns that only a guideline could bring about are passed over, so that a run without the index differs from one with it
in exactly those turns."""

import re
from collections.abc import Sequence

from bedside.scenarios.turn import Turn

EVIDENCE = "e"  # how the ids of steps begin that only a passage can fill
UNSURE = re.compile(
    r"(?:um|uh|well|oh|hmm|gosh|sorry)?,? ?(?:i'm not (?:really |quite )?sure|i don't (?:really )?(?:know|remember|recall)|i couldn't|hard to say)"
)
NO = re.compile(r"(?:um|uh|oh|well)?,? ?(?:no|nope|not|none|never|nah)\b")


TROUBLE = re.compile(
    r"\b(?:pains?|painful|hurts?|hurting|sore|soreness|aches?|achy|worse|bad|trouble|hard|can't|couldn't|unable|fell|injur\w+|sick|"
    r"tired|worn out|scar(?:y|ed)|worried|afraid|swelling|swollen|numb\w*|bleeding|dizzy|sleep|crying|died|passed away|cancer|stress\w*|"
    r"struggl\w+|depress\w+|anxi\w+|vomit\w*|nause\w+|burning|cramps?|weak\w*|stiff\w*|itch\w*|fever|cough\w*)\b",
    re.I,
)
EASE = re.compile(
    r"\b(?:better|fine|doing well|good|great|improv\w+|no (?:pain|trouble|problems)|quit|stopped|gone|cleared up|healthy)\b",
    re.I,
)


def heard(turns: Sequence[Turn]) -> list[Turn]:
    """The turns without those of steps that only evidence fills."""
    return [turn for turn in turns if not turn.id.startswith(EVIDENCE)]


def words_said(turns: Sequence[Turn]) -> str:
    """All that was said, lower case, one line a turn."""
    return "\n".join(turn.text.lower() for turn in heard(turns))


def last_answer(turns: Sequence[Turn]) -> str:
    """What the last answer was: "yes", "no", "unsure", "told" (a longer answer) or "none"."""
    for turn in reversed(heard(turns)):
        if turn.speaker != "physician":
            low = turn.text.lower()
            if UNSURE.match(low):
                return "unsure"
            if NO.match(low):
                return "no"
            return "told" if len(low.split()) > 7 else "yes"
    return "none"


def last_words(turns: Sequence[Turn]) -> str:
    """What was said last by somebody else than the physician."""
    return next((turn.text for turn in reversed(heard(turns)) if turn.speaker != "physician"), "")


def troubled(text: str) -> bool:
    """True when somebody who said this may be told that one is sorry to hear it."""
    return TROUBLE.search(text) is not None and EASE.search(text) is None
