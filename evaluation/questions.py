"""What a question asks for, and whether a reply can be the answer to it. From words alone, without a judge.

Law of the file: a reply is called beside the question only where the question wants one kind of answer (a time, a number, a
place, a drug, yes or no) and nothing of the reply is of that kind. Open questions are not judged.
"""

import re
from functools import lru_cache
from typing import Literal

from bedside.agents.checks.assertions import answer_of
from bedside.agents.checks.repetition import content_of
from bedside.agents.text.quantities import find_quantities
from bedside.evaluation.topics import another_topic, only_signals
from bedside.knowledge.terminology import Terminology

Wanted = Literal["open", "tag", "time", "degree", "amount", "place", "drug", "polar", "choice", "other"]
JUDGED: tuple[Wanted, ...] = ("time", "degree", "amount", "place", "drug", "polar", "choice")

_FRONT = 60  # characters after its lead within which a question says what it wants
_LEAD = (
    r"^(?:(?:okay|ok|alright|all right|right|and|so|but|now|well|um+|uh+|mm-?hmm|yeah|yes|sure|great|good|perfect|then|thanks"
    r"|thank you|i see|got it|hmm|oh|let's see|also)\b[\s,.!]*)*"
)
_SENTENCE = re.compile(r"[^.?!]*[.?!]+|[^.?!]+$")
_TAG = re.compile(
    r"(?:,|^)\s*(?:okay|ok|all right|alright|right|correct|you know|yeah|huh|sound(?:s)? (?:good|okay|like a plan)"
    r"|(?:is|are|was|were|do|does|did|have|has|can|could|would|will)(?:n't| not)? (?:it|you|that|there|they|he|she|we)"
    r"|(?:does|is) that (?:right|okay|correct|make sense|sound (?:right|good|okay)))\s*\?\s*$",
    re.IGNORECASE,
)
_AGREED = re.compile(
    r"(?:(?:does|do|is|are|would) (?:that|this|it|all (?:of )?that|you) (?:all )?(?:sound|make sense|okay|ok|all right|alright|be okay|happy|fine)"
    r"|(?:is|would) (?:that|it) (?:be )?(?:okay|ok|all right|alright|fine)|are you (?:ready|okay|happy|keeping well)|(?:can|could|may) (?:i|we)"
    r"|would you like|shall (?:i|we)|you keeping well)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    _LEAD
    + r"(?:what|how|when|where|who|whom|whose|why|which|whereabouts|since when|do|does|did|don't|are|aren't|is|isn't|was|were|have"
    r"|has|had|can you|could you|would you|will you|any|anything|tell me|describe|walk me through|help me understand|give me a sense)\b",
    re.IGNORECASE,
)
_WISHES = re.compile(_LEAD + r"have (?:a|yourself)\b", re.IGNORECASE)  # "Have a seat." asks nothing
_PATTERNS: tuple[tuple[Wanted, str], ...] = (
        (
            "open",
            r"\b(?:what brings|what brought|what's going on|what is going on|tell me|walk me through|describe|anything else|what else"
            r"|help me understand|give me a sense|how are you|how're you|how have you been|how've you been|how (?:is|are|was|were) \w+ (?:doing|going)"
            r"|what happened|what can (?:i|we) do|how can (?:i|we) help|what seems to be|any (?:other )?questions|what questions|say more"
            r"|can you explain|could you explain|could you describe|can you describe)\b",
        ),
        ("degree", r"\b(?:scale|out of (?:ten|10)|how (?:bad|severe|strong|intense|painful)|rate (?:it|the|your))\b"),
        ("time", r"\b(?:how long|since when|when (?:did|was|were|do|does|is|are)|what (?:time|year|month)|how recently)\b"),
        ("amount", r"\b(?:how (?:much|many|often|frequent\w*|old|tall|far|high)|what(?:'s| is| was) your (?:age|weight|height|dose))\b"),
        ("place", r"\b(?:where\b(?! do you work)|whereabouts|which (?:side|knee|leg|arm|hand|foot|ear|eye|shoulder|hip|one)|what part)\b"),
        ("drug", r"\b(?:what|which) (?:\w+ ){0,2}(?:medic(?:ation|ine)s?|meds|drugs?|tablets|pills)\b|\bname of (?:the|that|your) (?:medic\w+|drug|pill)\b"),
)  # fmt: skip
_KINDS: list[tuple[Wanted, re.Pattern[str]]] = [(kind, re.compile(rule, re.IGNORECASE)) for kind, rule in _PATTERNS]
_POLAR = re.compile(
    _LEAD
    + r"(?:(?:do|does|did|don't|didn't|are|aren't|is|isn't|was|wasn't|were|have|haven't|has|had|can|could|would|will|any|anything"
    r"|anybody|anyone|ever)\b|(?:you|he|she|it|they|there|your|the|no|not|with|without|what about|how about|still)\b)",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:today|tonight|yesterday|morning|afternoon|evening|night|noon|now|right now|day|week|weekend|month|year|hour|minute|ago|since|always|forever"
    r"|recent\w*|lately|last|childhood|birth|school|born|when(?:ever)?|after|before|during|first|start\w*|began|begin|while|long|early|late|just"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|november|december|spring"
    r"|summer|fall|winter|christmas|usually|mostly|never|every|all the time|sudden\w*|gradual\w*)s?\b",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    r"\b(?:bad|mild\w*|moderate\w*|severe\w*|worst|worse|better|terrible|awful|horrible|unbearable|excruciating|pretty|really|very|little|bit|lot|not"
    r"|strong|slight\w*|intense|manageable|tolerable|uncomfortable|enough|hurts|sharp|dull|medium|high|low|max\w*|extreme\w*|depends|so)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"\b(?:few|couple|lot|lots|some\w*|none|never|rarely|seldom|every|each|once|twice|daily|weekly|often|not|much|many|less|more|half|full|several"
    r"|couple|bunch|occasion\w*|constant\w*|always|all|whenever|usually|regular\w*|hardly|social\w*|nothing|no|only|just|about|quit|packs?|day|night"
    r"|week|weekends?|month|year|hour|time|times|far|on and off|comes and goes)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:left|right|both|either|side|sides|front|back|top|bottom|upper|lower|middle|center|centre|inside|outside|here|there|everywhere|nowhere|in|on"
    r"|at|to|into|around|near|over|under|between|down|up|from|through|across|all|above|below|behind|just|more|one|same|home|house|work|hospital)\b",
    re.IGNORECASE,
)
_DRUG = re.compile(
    r"\b(?:pills?|tablets?|medic\w+|meds|vitamins?|counter|inhaler|insulin|patch|cream|drops|nothing|none|no|not|don't|never|any|aspirin|advil|tylenol"
    r"|ibuprofen|just|same|list|name|milligrams?|mg|shots?|injections?|antibiotic\w*|birth control|steroid\w*)\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:maybe|probably|perhaps|possibly|depends|usually|mostly|generally|sort of|kind of|only|except|apart|aside|other than|besides|just|some|sometimes"
    r"|occasional\w*|a little|a bit|few|lot|guess|think|suppose|hope|pretty|basically|same|both|neither|either|all|well|okay|ok|sure|fine|good|great"
    r"|please|thank\w*|sorry|pardon|exactly|right|correct|true|every|always|never|no|not|nope|none|nothing|yes|yeah|yep|nah|mm-?hmm|uh-?huh|mhm"
    r"|used to|stopped|quit|hard to|definitely|absolutely|certainly|that's about it|don't|doesn't|didn't|haven't|hasn't|isn't|wasn't|aren't|won't|can't|couldn't|i do|i did|i have|i am|i was|it does|it is|it has|it was|there is)\b",
    re.IGNORECASE,
)
# "Any allergies?" "I'm allergic to nickel." Whether it is about that, words alone do not tell.
_STATES = re.compile(
    r"^\W*(?:(?:um+|uh+|oh|well|so|and)\W+)*(?:i|i'\w+|my|it|it's|he|she|they|we|the|there|there's|over|since|in|when|last|[\w-]+ (?:[\w.]+ ){0,3}(?:is|was|helps?|makes?|hurts?))\b(?:\W+\w+){2,}",
    re.IGNORECASE,
)
_TAKEN = re.compile(r"\b(?:taken|taking|tried) (?:anything|something)\b", re.IGNORECASE)
_BARE_POLAR = re.compile(
    r"^\W*(?:(?:um+|uh+|oh|well)\W+)*(?:yes|yeah|yep|no|nope|nah|mm-?hmm|uh-?huh|not at all|never)\W*$", re.IGNORECASE
)
_TELL = re.compile(
    _LEAD
    + r"(?:what|how|when|where|who|why|which|tell me|describe|give me a sense|help me understand|walk me through)\b",
    re.IGNORECASE,
)
_MORE = re.compile(r"\b(?:else|questions?|about)\b", re.IGNORECASE)  # "What about fevers?" is answered by no, too
_SHOWS = {"time": _TIME, "degree": _DEGREE, "amount": _AMOUNT, "place": _PLACE, "drug": _DRUG}


@lru_cache(maxsize=8192)
def question_in(text: str) -> str | None:
    """The last question of a turn, None where nothing is asked. Transcripts without marks are judged by how it opens."""
    plain = " ".join(text.replace("\u2019", "'").split()).replace(" ?", "?").replace(" .", ".").replace(" ,", ",")
    parts = [part.strip() for part in _SENTENCE.findall(plain) if re.search(r"\w", part)]
    asked = [part for part in parts if part.endswith("?") or (_ASKS.match(part) and not _WISHES.match(part))]
    return asked[-1] if asked else None


@lru_cache(maxsize=8192)
def wanted_by(question: str) -> Wanted:
    """Which kind of answer a question wants."""
    lead = re.match(_LEAD, question, re.IGNORECASE)
    begin = lead.end() if lead is not None else 0
    for kind, pattern in _KINDS:
        if pattern.search(question, begin, begin + _FRONT):
            return kind
    if (_TAG.search(question) and len(question.split()) > 4) or _AGREED.match(question, begin):
        return "tag"
    if _POLAR.match(question):
        return "choice" if re.search(r"\bor\b", question, re.IGNORECASE) else "polar"
    return "other"


def answers(question: str, reply: str) -> bool | None:
    """Whether a reply can answer a question. None where the question wants no one kind of answer, or nothing is said."""
    wanted = wanted_by(question)
    plain = " ".join(reply.replace("\u2019", "'").split())
    if not re.search(r"\w", plain):
        return None
    if only_signals(question, plain) or another_topic(question, plain):
        return False
    if wanted not in JUDGED:
        return False if _TELL.match(question) and not _MORE.search(question) and _BARE_POLAR.match(plain) else None
    if answer_of(plain) == "unknown" or plain.rstrip().endswith("?") or _shares(question, plain):
        return True
    if wanted in ("polar", "choice"):
        if answer_of(plain) != "other" or _HEDGE.search(plain[:90]) is not None:
            return True
        if _TAKEN.search(question):
            return _DRUG.search(plain) is not None or _named("drug", plain)
        return None if _STATES.match(plain) else False
    if _BARE_POLAR.match(plain):
        return False
    return _SHOWS[wanted].search(plain) is not None or _named(wanted, plain)


def _named(wanted: Wanted, reply: str) -> bool:
    """Whether the reply names a thing of the kind that is wanted."""
    if wanted in ("time", "degree", "amount"):
        return bool(find_quantities(reply))
    kinds = ("anatomy",) if wanted == "place" else ("drug", "substance")
    return any(mention.kind in kinds for mention in Terminology.load().find(reply))


def _shares(question: str, reply: str) -> bool:
    """Whether the reply takes up a content word of the question."""
    return bool(content_of(question) & content_of(reply))
