"""What a question of the history is about, and what a reply plainly tells instead.

Law of the file: few topics and plain openings alone ("I drink", "I'm allergic to", "my mother had"), so that a reply is called
another topic's only where it can be nothing else.
"""

import re

_TOPICS: dict[str, tuple[str, str]] = {
    "allergies": (r"allerg", r"i(?:'m| am) allergic to|i have an allergy"),
    "smoking": (
        r"smok|tobacco|cigarette",
        r"i (?:don't |never |do not )?smoked? (?:a|\w+ (?:cig|pack)|half)|i(?:'ve been| quit| stopped) smoking",
    ),
    "alcohol": (
        r"alcohol|\bdrink\b|beer|wine",
        r"i (?:don't )?drink (?:alcohol|beer|wine|socially|\w+ (?:beers?|units?|glass\w*|shots?|drinks?))",
    ),
    "work": (
        r"for (?:work|a living)|kind of work|your (?:job|work)|occupation|do you work",
        r"i work (?:as|in|at|for) |i(?:'m| am) (?:a |an )?(?:retired|(?:[\w-]+ )?(?:student|nurse|teacher|driver|rancher|mechanic|accountant|librarian|baker|farmer|chef))\b",
    ),
    "medicines": (r"medic|pills|tablets|\btak(?:e|ing)\b|drugs|tried|help|better|\bon\b", r"i take [\w-]+(?: [\w-]+)?,? \S+ (?:milli|micro)grams?"),
    "family": (
        r"family|runs? in|mother|father|parents|brother|sister|relatives",
        r"my (?:mother|father|brother|sister|mom|dad|grand\w+|aunt|uncle) (?:had|has|died)",
    ),
    "home": (r"live|at home|home like|with you|support|family|social", r"i live (?:with|alone)"),
}  # fmt: skip
_ASKED = {name: re.compile(asked, re.IGNORECASE) for name, (asked, _) in _TOPICS.items()}
_TOLD = {
    name: re.compile(rf"^\W*(?:(?:yes|yeah|no|well|so|um|uh|oh)\b[ ,.]+)*(?:{told})", re.IGNORECASE)
    for name, (_, told) in _TOPICS.items()
}
_CLEAR = re.compile(
    r"allerg|smok|tobacco|cigarette|alcohol|\bdrink\b|for (?:work|a living)|kind of work|\bsurger|operations?\b|family history|run in the family"
    r"|(?:what|which|any|on any|take any) (?:other )?medic|sleep|\bstart(?:ed)?\b|come on\b|where (?:is|does)|how (?:bad|severe|long)",
    re.IGNORECASE,
)
_SIGNALS = re.compile(
    r"^\W*(?:(?:okay|ok|all right|alright|sure|got it|i see|thank you|thanks|sounds good|will do|i will|i'll do that|that's fine|great)\b"
    r"(?:,? (?:doctor|doc|so much))?[\s,.!]*)+$",
    re.IGNORECASE,
)
_WANTS_WORDS = re.compile(
    r"\b(?:what|when|where|who|which)\b|\bhow (?:long|bad|severe|often|much|many|old|did)\b|\bhow are things at home",
    re.IGNORECASE,
)
_AGREES = re.compile(r"\b(?:what (?:if|do you (?:say|think)|about)|how about|okay|all right|sound)\b", re.IGNORECASE)


def another_topic(question: str, reply: str) -> bool:
    """Whether a clear question gets a reply that plainly tells of something else."""
    if not _CLEAR.search(question) or re.search(r"\belse\b", question, re.IGNORECASE):
        return False
    told = [name for name, opens in _TOLD.items() if opens.search(reply)]
    return bool(told) and not any(_ASKED[name].search(question) for name in told)


def only_signals(question: str, reply: str) -> bool:
    """Whether a question that wants words gets a mere signal of having heard."""
    asks = question.rstrip().endswith("?") and _WANTS_WORDS.search(question) and not _AGREES.search(question)
    return bool(asks) and _SIGNALS.match(reply) is not None
