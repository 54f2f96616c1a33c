"""Whether a statement says that something is so, is not so, or is not known, and how sure the note is of it."""

import re

from bedside.scenarios.note import Certainty, Polarity

_FLAGS = re.IGNORECASE
TRAPS = re.compile(
    r"\b(?:not only|not just|not limited to|not necessarily|no longer|no more than|no less than|no (?:significant |major |recent |other |further )?changes?\b|"
    r"(?:can ?not|can['’]t|could not|couldn['’]t|not able to|do(?:es)? not|to|not)\s+(?:be\s+)?(?:completely\s+|entirely\s+)?(?:ruled?|excluded?)(?:\s+out)?|"
    r"no need to worry|no matter|no\.\s?\d|no one|no doubt|no sooner|why not|whether or not|if not|or not|not uncommon\w*|"
    r"non[- ]?contributory|not otherwise specified|no (?:questions|concerns) at this time|not (?:that )?(?:bad|severe))",
    _FLAGS,
)
_NEGATOR = re.compile(
    r"\b(?:not|never|no|nil|none|cannot|denie[sd]|deny|denying|declined?s?|refuse[sd]?|neither|nor|negative(?! pressure)|absent|absence|"
    r"unable|without|lacks|lacked|free of|nothing|nobody|non-?existent|ruled out|unremarkable for)\b|n['’]t\b|(?<=\d)-ve\b|(?:^|\s)-ve\b",
    _FLAGS,
)
_SUBORDINATE = re.compile(
    r"\b(?:if|when|whenever|because|since|unless|until|although|though|while|which|who|whose|where|that|as|so|than|after|"
    r"before|once|but|except|whether|by|for|to|in case|secondary|due)\b",
    _FLAGS,
)
_HARD_SUBORDINATE = re.compile(
    r"\b(?:if|when|whenever|because|since|unless|until|although|though|while|which|who|whose|where|that|as (?=(?:he|she|they|it|we|the|his|her)\b)|but|except|once|in case|"
    r"in hopes)\b|(?<!so)\s(?:so that|than)\b",
    _FLAGS,
)
_UNKNOWN = re.compile(
    r"\b(?:unknown|unsure|not (?:quite |really |entirely |too )?(?:sure|certain|known|clear|assessed|tested|examined|done|performed|obtained|available|evaluated|documented|recorded|visuali[sz]ed)|"
    r"uncertain|unclear|(?:can ?not|can['’]t|could not|couldn['’]t|does not|doesn['’]t|did not|didn['’]t|unable to) (?:recall|remember|say|be (?:assessed|obtained|determined)|determine|assess)|"
    r"un(?:obtainable|available)|deferred|pending|unaware|to be determined|non-?contributory|indeterminate|inconclusive|"
    r"difficult to (?:visuali[sz]e|assess|evaluate))\b",
    _FLAGS,
)
_POSSIBLE = re.compile(
    r"\b(?:possibl[ey]|possibility|likely|unlikely|probabl[ey]|suspect(?:s|ed|ing)?|suspicio(?:us|n)|concern(?:s|ing|ed)? (?:for|that|about (?:a|an|the) possible)|worrisome|"
    r"may (?:be|have|represent|reflect|indicate)|might (?:be|have|represent)|could (?:be|represent|indicate)|vs\.?|versus|"
    r"rule[- ]?out|r/o|(?:can ?not|could not|not) (?:be )?(?:rule|exclude)d?(?: out)?|to exclude|to rule out|question(?:able| of)|"
    r"presum(?:ed|ably|ptive)|perhaps|maybe|potential(?:ly)?|differential|seems? (?:to be|like)|appears? to be|suggest(?:ive|s|ing)?(?: of)?|"
    r"evaluate for|query|tentative(?:ly)?|apparently)\b|(?:^|[\s(])\?{1,2}\s?(?=[A-Za-z])",
    _FLAGS,
)
_NO_LONGER = re.compile(
    r"\bno longer (?:has|have|having|had|experienc\w+|feels?|notic\w+|any|reports?|suffer\w*|complain\w*|requir\w+|tak\w+|us\w+|smok\w+|drink\w*|needs?)\b",
    _FLAGS,
)
_IMPERATIVE_NOT = re.compile(r"^(?:do not|don['’]t|never)\b", _FLAGS)


def blank_traps(text: str) -> str:
    """The text with phrases that only look like a negation blanked out, length kept."""
    return TRAPS.sub(lambda match: "·" * len(match.group()), text)


_PLAIN_WORD = re.compile(r"[a-z]+")
_NEGATING = frozenset(
    "not never no nil none cannot denies denied deny denying decline declines declined refuse refuses refused neither nor negative absent absence unable "
    "without lacks lacked free nothing nobody nonexistent existent ruled unremarkable t ve".split()
)
_NOT_KNOWING = frozenset(
    "unknown unsure not uncertain unclear cannot can could couldn does doesn did didn unable unobtainable unavailable deferred pending unaware "
    "determined contributory noncontributory indeterminate inconclusive difficult".split()
)
_HEDGING = frozenset(
    "possible possibly possibility likely unlikely probable probably suspect suspects suspected suspecting suspicious suspicion concern concerns concerned "
    "concerning worrisome may might could vs versus rule r rules not cannot can exclude question questionable presumed presumably presumptive perhaps maybe "
    "potential potentially differential seem seems appear appears suggest suggests suggestive suggesting evaluate query tentative tentatively apparently".split()
)


def has_negator(text: str) -> bool:
    """Whether any word of the text could deny something."""
    return not _NEGATING.isdisjoint(_PLAIN_WORD.findall(text.lower())) and _NEGATOR.search(text) is not None


def _not_known(text: str) -> bool:
    """Whether the main statement is that something is not known; "if this is inconclusive" and "pending results" are not."""
    hit = _UNKNOWN.search(text)
    if hit is None or _HARD_SUBORDINATE.search(text, 0, hit.start()):
        return False
    before = text[: hit.start()].lower().rstrip()
    if hit.group().lower() == "pending":
        return not before or before.endswith(
            ("is", "are", "was", "were", "be", "still", "remain", "remains", "results", ":")
        )
    return not re.search(r"\b(?:an?|of|the|with)$", before)


def polarity_of(text: str) -> Polarity:
    """Polarity of a whole clause: that of its main statement; negations inside its side clauses do not count."""
    if not _NOT_KNOWING.isdisjoint(_PLAIN_WORD.findall(text.lower())) and _not_known(text):
        return "unknown"
    if not has_negator(text):
        return "present"
    if _NO_LONGER.search(text):
        return "denied"
    clean = blank_traps(text)
    hit = _NEGATOR.search(clean)
    if hit is None:
        return "present"
    word = hit.group().lower()
    if word == "not" and clean[: hit.start()].rstrip().endswith(","):
        return "present"
    if word in ("without", "nothing") and hit.start() > 0:
        return "present"
    if word == "unable" and hit.start() > 0:
        return "present" if _HARD_SUBORDINATE.search(clean, 0, hit.start()) else "denied"
    if _HARD_SUBORDINATE.search(clean, 0, hit.start()):
        return "present"
    if (
        word == "no"
        and hit.start() > 0
        and re.search(r"\b(?:with|in|to|and|at|or|that)\s+$", clean[: hit.start()], _FLAGS)
    ):
        return "present"
    if word == "nor" and hit.start() > 0:
        return "present"
    if word == "negative" and hit.start() > 0 and hit.end() < len(clean.rstrip()):
        return (
            "denied"
            if re.search(
                r"(?:\b(?:is|was|were|are|be|been|remains?|came back|tested|tests)|[:-])\s*$",
                clean[: hit.start()],
                _FLAGS,
            )
            else "present"
        )
    return "denied"


_AS_POSSIBLE = re.compile(r"\bas \w+ as possible\b", _FLAGS)


def certainty_of(text: str) -> Certainty:
    """``possible`` where the note hedges."""
    if "possible" in text:
        text = _AS_POSSIBLE.sub("", text)
    if "?" not in text and _HEDGING.isdisjoint(_PLAIN_WORD.findall(text.lower())):
        return "certain"
    return "possible" if _POSSIBLE.search(text) else "certain"


def denied_before(text: str, position: int) -> bool:
    """Whether a negation in ``text`` reaches the mention at ``position`` (same clause, nothing that ends its scope)."""
    clean = blank_traps(text[:position])
    hits = list(_NEGATOR.finditer(clean))
    last = hits[-1] if hits else None
    if last is None:
        return bool(_NO_LONGER.search(text[:position]))
    between = clean[last.end() :]
    return not re.search(
        r"[;.:]|\b(?:but|however|except|although|though|because|which|and (?:is|has|was|does|reports)|so)\b",
        between,
        _FLAGS,
    )
