"""What is said of medicine in general and not of this patient: what a drug is for, why a plan is made, how a disease comes
about, what to expect, reassurance.

Law of the file: it reads one sentence. A stretch teaches only where nothing before it in the sentence says that the patient
has, takes or did something; a drug or a dose is never taught into a visit.
"""

import re
from functools import lru_cache

Stretch = tuple[int, int]

TEACHING_ACTS = frozenset(
    {"explain", "advise", "safety", "report", "outlook", "message"}
)  # acts in which it is allowed

# What it is for: from these words to the end of the clause.
_PURPOSE = re.compile(
    r"\b(?:to|that(?:'ll| will| should| can)?|which(?: will| should| can)?|it(?:'ll| will| should| can)|should|will|can|may|might) (?:\w+ ){0,2}?"
    r"(?:help|helps|calm|reduce|lower|prevent|treat|keep|protect|ease|relieve|relax|control|manage|improve|speed|slow|stop|soothe|settle|bring down|cut down|take down"
    r"|make sure|rule out|look for|look at|check for|check on|see if|see whether|find out|get rid of|fight|kill|clear|avoid|flush|decrease|strengthen|loosen|boost|support|cover)\b"
    r"|\b(?:helps|works|meant|used|designed|good|great|useful) (?:to|by|for|with|on|at|against|in)\b"
    r"|\b(?:so (?:that )?(?:you|we|it|they) (?:don't|do not|won't|can|can't|will))\b",
    re.IGNORECASE,
)
# How things are in general: the whole sentence, up to where it turns to the patient.
_GENERAL = re.compile(
    r"\b(?:usually|normally|often|generally|typically|commonly|sometimes|in general|in most (?:cases|people)|most (?:people|of the time|patients|often)|(?:many|some|a lot of|lots of|other|young|older|elderly) (?:people|patients|women|men|kids|children)"
    r"|people (?:with|who|get|have|can|do|often)|patients (?:with|who|get|can|often)|tends? to|the most common|one of the|a type of|a kind of|a form of|a (?:very )?common|is (?:very |quite |pretty |really )?(?:common|normal|rare|treatable|contagious)"
    r"|is when|happens? (?:when|because|if|with)|(?:is|are|be) caused by|comes? from|results? from|is due to|means? (?:that|the|your|there|it)|works? (?:by|on|in|mostly)|makes? .{0,60}?\b(?:more|less) likely|(?:more|less) likely to|the (?:risks?|chances?|odds|side effects?) (?:of|is|are|for)"
    r"|risk factors?|increases? (?:the|your) (?:risk|chance)|raises? (?:the|your) (?:risk|chance)|side effects?|can(?:not)? (?:be|cause|lead|make|get|have|come|last|take|happen|go|give|feel|develop|affect|worsen|occur|trigger|irritate)"
    r"|(?:should|ought to|going to|will|'ll) (?:\w+ )?(?:get|be|feel|start|help|improve|settle|last|go away|clear|heal|take|work|come down|calm|shrink|resolve|ease|have (?:less|more))\b"
    r"|takes? (?:about|around|up to|a few|some|time|\d|two|three|four|six)|lasts? (?:about|around|up to|anywhere|for|a few|\d|between)|anywhere (?:from|between)"
    r"|things like|such as|for (?:example|instance)|like an?\b|we (?:worry|call|say|see|find|know|think|want|look|get) |what we (?:call|say)|called an?|which is|you want to|you don't want|you might|you may|you could"
    r"|should be (?:over|under|less|more|between|around|below|above|lower|higher)|criteria|(?:less|more|greater|lower|higher) than|the (?:study|studies|research|guidelines)"
    r"|nothing to (?:worry|suggest)|(?:don't|do not|doesn't|does not|didn't|isn't|is not|not) (?:think|see|feel|believe|look|appear|seem|worried|concerned|suspect|anything)|no (?:reason|need) to|not (?:a|an|the kind|something|dangerous|serious)|reassur\w+|unlikely)\b",
    re.IGNORECASE,
)
# What to watch for and what to do about it.
_WARNING = re.compile(
    r"\b(?:any (?:sign|worsening|deterioration|change|new|increase|fever|bleeding|severe)|watch (?:out )?for|look out for|keep an eye|in case|if (?:you|it|the|that|there|this|any|things|he|she)|unless|worsening|"
    r"call (?:me|us|the|your|nine|911|999)|come (?:back|in)|seek|let (?:me|us) know|go to the|until|before you|as long as|when you|whenever|try (?:to|not to|and)|make sure (?:you|to)|be (?:careful|sure)|avoid|stay away|continue|recommend|advis\w+|suggest)\b",
    re.IGNORECASE,
)
# The patient comes into it: what follows is said of this patient.
_OF_PATIENT = re.compile(
    r"\b(?:(?:you|he|she|they|we) (?:also |still |really |actually |probably |do |clearly |now )?(?:have|has|had|'ve|'re|are|were|was|is|take|takes|took|got|get|gets|need|told|said|mentioned|started|seem|seems|suffer|look like)"
    r"|(?:you|he|she|we|they)'(?:ve|re|d|s) (?!going to\b|gonna\b|gon\b|able\b|welcome\b)(?:also |still |got |had |been |got an? )*"
    r"|(?:it|this|that)(?: is|'s| looks like| seems (?:to be|like)| could be| may be| might be) (?:likely |probably |most likely |just |really |definitely |actually |a |an |the )*(?=[a-z]))",
    re.IGNORECASE,
)
_PLANS = re.compile(
    r"\b(?:i(?:'d| would|'ll| will|'m| am) (?:\w+ ){0,2}?(?:start|prescribe|give|order|put|send|refer|add|switch|increase|decrease|stop|want you|like you)|let's (?:start|get|do|add|order|put|go|try|stop)|(?:start|keep|stop) taking|we(?:'ll| will| are going to|'re going to|'re gonna)"
    r" (?:\w+ ){0,1}?(?:start|prescribe|give|order|put|send|refer|add|switch|get|do|increase|decrease|stop)|you(?:'ll| will) (?:\w+ )?(?:need|take|get|have|start)|(?:take|use|apply) (?:it|them|this|these|that|one|two|your|the))\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[.;!?]|,? \b(?:and|but) (?:i|i'd|i'll|let's|you|your|we|we'll|start|take)\b", re.IGNORECASE)


@lru_cache(maxsize=8192)
def _in_general(sentence: str) -> Stretch | None:
    """The stretch of a sentence that says how things are in general."""
    if _GENERAL.search(sentence) is None:
        return None
    of_patient = [match.start() for match in _OF_PATIENT.finditer(sentence) if not _is_general(sentence, match)]
    turns = min((*of_patient, *(match.start() for match in _PLANS.finditer(sentence))), default=len(sentence))
    return (0, turns) if turns else None


@lru_cache(maxsize=8192)
def _for_a_reason(sentence: str) -> tuple[Stretch, ...]:
    """The stretches that say what something is for, and what to watch for."""
    found: list[Stretch] = []
    for pattern in (_PURPOSE, _WARNING):
        for match in pattern.finditer(sentence):
            end = _CLAUSE_END.search(sentence, match.end())
            found.append((match.start(), end.start() if end else len(sentence)))
    return tuple(found)


def _is_general(sentence: str, match: re.Match[str]) -> bool:
    """Whether what looks as if it were said of the patient is one of the wordings of a general sentence."""
    return any(match.start() <= one.start() < match.end() + 1 for one in _GENERAL.finditer(sentence))


def teaches(sentence: str, start: int, end: int, *, number: bool = False) -> bool:
    """Whether the stretch from ``start`` to ``end`` of a physician's sentence is said of medicine in general. A number is
    only where the sentence says how things are: when to come back, and how often, is this patient's."""
    general = _in_general(sentence)
    if general is not None and end <= general[1]:
        return True
    return not number and any(first <= start and end <= last for first, last in _for_a_reason(sentence))
