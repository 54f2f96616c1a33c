"""What a text asserts about the patient, read from its words alone.

Law of the file: nothing here knows a fact id. Notes and speech go through the same reading, so that a checker which
compares the two cannot be told the answer. A reading says for every concept where it stands, whether it is present,
denied or unknown (None where the words do not settle it), whether it was stated, asked or only supposed, and whom it
is about; for every side and every quantity, where it stands.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bedside.agents.checks.sides import Laterality, find_sides
from bedside.agents.text.quantities import FoundQuantity, find_quantities
from bedside.knowledge.terminology import Finder

Polarity = Literal["present", "denied", "unknown"]
Mood = Literal["stated", "asked", "supposed"]
Answer = Literal["yes", "no", "unknown", "other"]


@dataclass(frozen=True, slots=True)
class Assertion:
    """A concept in a text. ``polarity`` is None where the words do not settle it."""

    start: int
    end: int
    concept: str
    kind: str
    form: str
    polarity: Polarity | None
    certain: bool
    family: bool
    mood: Mood
    sentence: int
    exists: bool  # in a question: it asks whether the concept is there, rather than taking it for granted


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: where it stands, its mood, and the stretches over which its polarity changes."""

    start: int
    end: int
    text: str
    mood: Mood
    confirm: bool  # "..., right?": stated and put up for confirmation
    claims_to: int  # up to here it claims: all of a statement, none of a question but for "apart from ..., have you"
    scope: tuple[tuple[int, Polarity | None], ...]
    supposed_from: int | None
    possible: bool
    family: bool

    def polarity_at(self, position: int) -> Polarity | None:
        """The polarity of something that stands at ``position`` (offset into the whole text)."""
        state: Polarity | None = "present"
        for start, polarity in self.scope:
            if start > position:
                break
            state = polarity
        return state


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """All that one text asserts. Two readings are never compared: what is derived from one is kept by identity."""

    sentences: tuple[Sentence, ...]
    assertions: tuple[Assertion, ...]
    quantities: tuple[tuple[FoundQuantity, int], ...]  # with the number of the sentence
    sides: tuple[Laterality, ...]


_BOUNDARY = re.compile(r"[.?!]+(?=[\s\"')\]]|$)|\n[ \t]*(?![a-z])(?!(?<=[a-z]\n)\d+ [a-z])|;(?=\s)")
_NOT_AN_END = re.compile(r"(?:\b(?:dr|mr|mrs|ms|vs|approx|no|pt|st|e\.g|i\.e|etc)|\b[a-z])$", re.IGNORECASE)
_TAG = re.compile(
    r"\b(?:okay|ok|alright|all right|sound good|sounds good|make sense|sound (?:okay|reasonable))\s*\?$", re.I
)
_CONFIRM = re.compile(
    r"(?:\b(?:right|correct|is that right|is that correct|isn't it|aren't you|don't you|didn't you|haven't you|huh|yes|true"
    r"|is (?:this|that|it) (?:still )?(?:true|the case|so|accurate)|(?:do|did|have) i (?:still )?(?:have|get|got) (?:all )?(?:of )?(?:that|it|this) (?:right|correct|down right)"
    r"|am i right|i'm right|anything else|anything to add|have i missed anything|did i miss anything)"
    r")\s*\?$",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^(?:(?:okay|ok|alright|all right|and|so|but|now|well|um|uh|great|good|then|tell me|let me ask)[ ,.]+)*"
    r"(?:(?:what|how|when|where|who|why|which|do you|does|did you|did it|are you|is (?:it|the|there|your|that)|was (?:it|there)"
    r"|were you|have you|has (?:it|the|your|anyone|anybody)|had you|can you|could you|would you|any)\b"
    r"|(?:tell me|describe|walk me through)\b)",
    re.IGNORECASE,
)
_TOLD_BACK = re.compile(r"tell me (?:again|if (?:i|this|that))\b,? \w+", re.IGNORECASE)
_GRANTED = re.compile(
    r"^(?:(?:okay|ok|alright|all right|and|so|but|now|well|um|uh|great|good|then)[ ,.]+)*(?:apart from|other than|aside from|besides|in addition to)\b",
    re.IGNORECASE,
)
_QUESTION_PROPER = re.compile(
    r"[, ]+(?:have|has|had|do|does|did|is|are|was|were|any|anything|what)\b(?: (?:you|she|he|they|there|anything|your|any|else|other)\b)?(?!.*[, ](?:have|has|do|does|did|is|are) (?:you|she|he|they|there)\b)",
    re.IGNORECASE,
)
_EXISTS = re.compile(
    r"\b(?:any|ever|do (?:you|they|we)|does (?:he|she|anyone|anybody|your)|did (?:you|he|she|they)|have you|has (?:he|she|anyone|anybody|there)|had you"
    r"|are you|is (?:he|she|there|it)|was there|were there|were you|have there|what about|how about|experienced?|noticed?)\b"
    r"|^(?:(?:and|or|okay|so|ok|also|then|now)[ ,]+)*(?:an? |the )?[\w'-]+(?: [\w'-]+){0,4}(?:,? (?:or|and) [\w' -]+)?\?$",
    re.IGNORECASE,
)
_PRESUPPOSED = re.compile(
    r"(?:\b(?:the|your|his|her|their|this|that|these|those|with|from|problems?|issues?|concerns?|effects|when|while|after|before|because"
    r"|since|worse|better|help(?:s|ed)?|relieves?|during|how(?! about)|tolerating)\b[\s,]*(?:[\w'-]+\s+){0,2})$",
    re.IGNORECASE,
)

# Words that turn polarity, in the order they are tried. Named groups say what they do.
_CUES = re.compile(
    r"""
    (?P<pseudo>\b(?:not|n't)\ (?:only|just|necessarily|the\ first|always|taken\ (?:for|since)|measured)\b|\b(?:do(?:es)?n't|didn't)\ always\b|\bwithout\ surgery\b|\bno\ (?:change|changes|increase|decrease|difference|improvement|relief|doubt|problem\b(?!s)|worries
        |matter|longer|need|wonder|effect|benefit|help|better|worse)\b
      |\b(?:doesn't|don't|didn't|hasn't|haven't|won't|isn't|not|wasn't|never|aren't|weren't)\ (?:\w+\ ){0,2}?
        (?:help(?:ed|ing|s)?|work(?:ed|ing|s)?|go(?:ne|ing|es)?\ away|improv(?:e|ed|ing)|got(?:ten)?\ better|get(?:ting)?\ better|stop(?:ped|ping)?|touch(?:ed)?
        |reliev(?:e|ed|ing)|chang(?:e|ed|ing)|miss(?:ed|ing|es)?|forg[eo]t(?:ten|ting)?|skip(?:ped|ping)?|mind|matter|respon(?:d|ded|ding|sive)|controlled|compliant
        |better|relieved|tolerat(?:e|ed|ing)|recover(?:ed)?|let\ up|settled|improving|resolve[ds]?)\b)
  | (?P<unknown>\b(?:not|isn't|wasn't|am\ not|i'm\ not)\ (?:sure|certain|clear)\b|\bdon't\ (?:know|remember|recall)\b|\bdo\ not\ (?:know|remember|recall)\b
      |\b(?:can't|cannot|couldn't|could\ not|can\ not)\ (?:remember|recall|say\ for\ sure|tell\ (?:you|if|whether))\b|\bno\ idea\b|\bunsure\b|\bunclear\b|\bunknown\b)
  | (?P<worry>\b(?:not|n't|isn't|aren't|no|never|less|low)\ (?:\w+\ ){0,2}?(?:concern(?:ed)?|worr(?:y|ied)|suspicious|suspicion|suggestive|consistent)\b
      |\binstead\ of\b|\brather\ than\b|\bversus\b|\bvs\.?\b|\b(?:worried|concerned|scared|afraid\ of|concern|worry|suspicious|suspicion)\b
      |\bto\ (?:rule\ out|check\ for|look\ for|screen\ for|prevent|evaluate\ for|avoid)\b|\brule\ out\b|\br/o\b|\brisk\ (?:of|for|factors?)\b
      |\b(?:signs?|symptoms?)\ of\b|\bwatch(?:\ out)?\ for\b|\bscreen(?:ing|ed)?\ for\b|\bcheck(?:ing|ed)?\ for\b|\btest(?:ing|ed)?\ for\b
      |\blook(?:ing)?\ (?:out\ )?for\b|\bprevent(?:s|ing|ion)?\b)
  | (?P<listed>\b(?:denies|denied|denying|negative\ for|neg\ for|deny|without|free\ (?:of|from)|absence\ of|lack\ of|absent\ for|no\ (?:evidence|sign|signs|history|hx|h/o|complaints?|symptoms?)\ (?:of|for)|nil)\b)
  | (?P<interjection>(?:^|[.?!;,]\s+)(?:no|nope|nah)\s*,)
  | (?P<negation>\b(?:no|not|never|none|neither|nor|nothing|nobody|doesn't|don't|didn't|isn't|aren't|wasn't|weren't|haven't|hasn't|hadn't|ain't|zero)\b)
  | (?P<stop>\b(?:but|however|except(?:\ for)?|although|though|apart\ from|other\ than|aside\ from|besides|yet|because|since|why|when(?:ever)?|while|unless|until|despite
      |due\ to|reports?|endorses?|endorsed|admits?|complains?|presents?|presented|positive\ for|does\ have|states?|which|only|mainly|mostly|so\ (?:that|i|we)
      |now|it's\ just|i\ just|just)\b
      |\b(?:and|or)\ (?:i|i'm|i've|it|it's|my|he|she|his|her|they|we|you|your|there|the|that|this|has|have|had|is|was|are|also|some|a|an|then|maybe)\b
      |\s-\s|\s--\s|—|\()
  | (?P<comma>,)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NEW_CLAUSE = re.compile(
    r"\s*(?:(?:and|so|well|yeah|yes|um|uh|like|you know|i mean)[ ,]+)*(?:i|i'm|i've|i'd|my|it|it's|he|he's|she|she's|they|we|we're|you|you're|your|there|there's"
    r"|the|his|her|that|that's|this|these|those|which|mild|mildly|moderate|severe|some|positive|trace|slight|slightly|normal|regular|intact|clear|occasional|social(?:ly)?|possibl[ey]|probabl[ey]|likely|has|have"
    r"|had|is|was|are|were|a|an|one|given|with|status|s/p|alert|well|good|full|soft|bilateral|\+|\d)(?:\b|\s|$)",
    re.IGNORECASE,
)
_LIST_AHEAD = re.compile(r"^[^.;]{0,160}?(?:,|\b[\w-]+\b)\s*\b(?:or|nor)\b(?! (?:i|it|my|he|she|if)\b)", re.IGNORECASE)
_BREAKS_LIST = re.compile(
    r"\b(?:but|however|except|although|though|i've|i'm|i have|i do|i had|my|has|have)\b", re.IGNORECASE
)
_HEADS_NONE = re.compile(
    r"[ \t]*:?[ \t]*\n\s*(?:none|nil|no known|nka|nkda)\b", re.IGNORECASE
)  # a heading and its only word
_OR_A = re.compile(r"or (?:an?|the|some|my|his|her|your)", re.IGNORECASE)  # "denies sweats, or a cough"
_AFTER_DENIED = re.compile(
    r"\s*(?:(?:is|was|are|were|has been|have been)\s+(?:also\s+)?)?(?:[:=-]\s*)?(?:absent|negative|denied|denies|not present|nil|ruled out|not seen|not noted|not there)\b"
    r"|\s*:\s*(?:no|none|never|denies|denied|negative|nil)\b(?!\s+\w+ed\b)"
    r"|,?\s*(?:everything|it|all)(?:'s| is| was| came back)? negative\b",
    re.IGNORECASE,
)
_DENIAL_INSIDE = re.compile(
    r"(?:do(?:es)? not|don't|doesn't|did not|didn't|never|not)\b.*\b(?:drink|smok|us)|non[- ]?(?:smok|drink)|(?:never|no) (?:smok|drink|alcohol|tobacco)",
    re.IGNORECASE,
)
_NON = re.compile(r"\bnon[- ]*$", re.IGNORECASE)  # "non smoker"
_SUPPOSED = re.compile(
    r"\b(?:(?:ask|questions?) (?:\w+ ){0,5}?about|if|in case|should you|unless|as needed for|prn for|let me know|call (?:me|us)|come back|would (?:be|mean)|whether|to see if"
    r"|return (?:to|for|if)|(?:worry|ask|know|hear|wonder|check) about|\bwith (?:something|this kind of thing)|get help|go to the|seek)\b",
    re.IGNORECASE,
)
# In a note, what is to be done in case of a symptom does not say that it is there.
_FELT = ("symptom", "disorder", "finding")
_IN_CASE = re.compile(
    r"\b(?:if|in case|999|911|(?:return|come back|call|ring|er|ed|a&e|emergency department|emergency room) (?:for|with))\b",
    re.IGNORECASE,
)
_MODAL = re.compile(
    r"\b(?:can|may|might|could)\s+(?:\w+ly\s+|also\s+|sometimes\s+)?(?:be|cause|lead|make|come|happen|give|feel|help|upset|raise|lower|irritate|trigger|increase|get|have|mean"
    r"|develop|affect|worsen|occur|result|damage|turn)\b|\b(?:often|sometimes|usually|commonly|typically)\s+(?:cause|means?|comes?|leads?|happens?)\b"
    r"|\bpeople\s+(?:with|who)\b|\bside effects?\b|\bmeans? (?:that|the|your|there)\b",
    re.IGNORECASE,
)
_POSSIBLE = re.compile(
    r"\b(?:maybe|might|perhaps|possibl[ey]|probabl[ey]|likely|suspect(?:ed)?|presumed|suspicious|concern(?:ing)? for|could be|consistent with|versus|vs|think|suggests?|suggestive)\b|\?",
    re.IGNORECASE,
)
_FAMILY = re.compile(
    r"\b(?:mother|mom|mum|father|dad|brother|sister|aunt|uncle|grand(?:mother|father|ma|pa|parents?)|cousin|parents?|siblings?|maternal|paternal|family (?:history|hx)"
    r"|(?:in|on) (?:my|your|the|his|her) (?:\w+'s )?(?:family|mother's side|father's side|side of the family)|runs in|anyone in)\b",
    re.IGNORECASE,
)


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence, trimmed of white space. Newlines end a sentence unless the line runs on."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _BOUNDARY.finditer(text):
        if (
            match.group()[0] == "."
            and match.end() - match.start() == 1
            and _NOT_AN_END.search(text, max(0, match.start() - 6), match.start())
        ):
            before = text[max(0, match.start() - 6) : match.start()]
            after = text[match.end() : match.end() + 2].lstrip()
            last = re.split(r"[\s.]", before)[-1].lower()
            if last in ("dr", "mr", "mrs", "ms", "vs", "approx", "e", "g") or (after and after[0].islower()):
                continue
        _push(spans, text, start, match.end())
        start = match.end()
    _push(spans, text, start, len(text))
    return spans


def _push(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        spans.append((start, end))


def _scope(text: str, offset: int) -> tuple[tuple[int, Polarity | None], ...]:
    """Where the polarity changes inside one sentence."""
    changes: list[tuple[int, Polarity | None]] = []
    state: Polarity | None = "present"
    listed = False
    for match in _CUES.finditer(text):
        group = match.lastgroup
        if group == "interjection":
            if state != "present" and match.start():
                state, listed = "present", False
                changes.append((offset + match.start(), state))
            continue
        if group == "pseudo":
            continue
        if group == "comma":
            if state == "present":
                continue
            rest = text[match.end() :]
            if listed and not _NEW_CLAUSE.match(rest):
                continue
            ahead = _LIST_AHEAD.match(rest)
            if ahead is not None and _BREAKS_LIST.search(ahead.group()) is None:
                continue
            if not _NEW_CLAUSE.match(rest):
                continue
            state, listed = "present", False
        elif group == "stop":
            if state == "present" or (state == "denied" and _OR_A.fullmatch(match.group())):
                continue
            state, listed = "present", False
        elif group in ("negation", "listed"):
            if state == "unknown":
                continue
            state, listed = "denied", group == "listed"
        elif group == "unknown":
            state = "unknown"
        elif group == "worry":
            state = None
        changes.append((offset + match.end() if group != "stop" else offset + match.start(), state))
    return tuple(changes)


def read_sentences(text: str, *, spoken: bool, physician: bool = False) -> tuple[Sentence, ...]:
    """The sentences of a text with their moods and polarity scopes. Notes have no questions (``spoken=False``)."""
    out: list[Sentence] = []
    plain = text.replace("\u2019", "'")
    for start, end in split_sentences(plain):
        body = plain[start:end]
        mood: Mood = "stated"
        confirm = False
        if spoken:
            if body.endswith("?"):
                confirm = _CONFIRM.search(body) is not None
                mood = "stated" if _TAG.search(body) is not None and len(body.split()) > 4 else "asked"
            elif (
                (physician and not body.endswith((".", "!"))) or body[:8].lower().startswith(("tell me", "describe"))
            ) and _ASKS.match(body):
                mood = "asked"
                confirm = _TOLD_BACK.match(body) is not None
        claims_to = end
        if mood == "asked" and not (confirm and (_TOLD_BACK.match(body) or not _ASKS.match(body))):
            proper = _QUESTION_PROPER.search(body) if _GRANTED.match(body) else None
            claims_to = start + proper.start() if proper else start
        supposed = _SUPPOSED.search(body)
        modal = _MODAL.search(body) if physician else None
        out.append(
            Sentence(
                start,
                end,
                body,
                mood,
                confirm,
                claims_to,
                _scope(body, start),
                start if modal else start + supposed.start() if supposed and spoken else None,
                _POSSIBLE.search(body) is not None,
                _FAMILY.search(body) is not None,
            )
        )
    return tuple(out)


@lru_cache(maxsize=4096)  # a line is read when said, when answered and when the whole talk is checked
def read(text: str, finder: Finder, *, spoken: bool, physician: bool = False, family: bool = False) -> Reading:
    """All that ``text`` asserts. ``spoken`` says whether it is speech, ``physician`` who speaks; ``family`` that the
    speaker is a relative who speaks for the patient, whose "my son" is the patient."""
    plain = text.replace("\u2019", "'")
    sentences = read_sentences(plain, spoken=spoken, physician=physician)
    assertions: list[Assertion] = []
    at = 0
    for mention in finder.find(plain):
        while at + 1 < len(sentences) and sentences[at].end <= mention.start:
            at += 1
        if not sentences:
            break
        sentence = sentences[at]
        polarity = sentence.polarity_at(mention.start)
        if _DENIAL_INSIDE.match(mention.form) or _NON.search(plain, max(0, mention.start - 5), mention.start):
            polarity = "denied"
        if polarity == "present" and mention.kind not in ("test", "drug", "procedure", "anatomy"):
            if _AFTER_DENIED.match(plain, mention.end, sentence.end) or (
                not spoken and _HEADS_NONE.match(plain, mention.end) and mention.start == sentence.start
            ):
                polarity = "denied"
        elif polarity == "present" and re.match(
            r"\s*:\s*(?:no|none|never|denies|denied|nil)\b", plain[mention.end : sentence.end], re.IGNORECASE
        ):
            polarity = "denied"
        if (
            not spoken
            and polarity == "present"
            and mention.kind in _FELT
            and _IN_CASE.search(plain, sentence.start, mention.start)
        ):
            polarity = None
        mood: Mood = "stated" if mention.start < sentence.claims_to else sentence.mood
        if mood == "stated" and sentence.supposed_from is not None and mention.start >= sentence.supposed_from:
            mood = "supposed"
        before = plain[sentence.start : mention.start]
        exists = (
            mood == "asked" and _EXISTS.search(sentence.text) is not None and _PRESUPPOSED.search(before[-40:]) is None
        )
        assertions.append(
            Assertion(
                mention.start,
                mention.end,
                mention.concept,
                mention.kind,
                mention.form,
                polarity,
                not sentence.possible,
                sentence.family and not family,
                mood,
                at,
                exists,
            )
        )
    quantities: list[tuple[FoundQuantity, int]] = []
    at = 0
    for found in find_quantities(plain):
        while at + 1 < len(sentences) and sentences[at].end <= found.start:
            at += 1
        quantities.append((found, at))
    return Reading(
        sentences,
        tuple(assertions),
        tuple(quantities),
        find_sides(plain, [(sentence.start, sentence.end) for sentence in sentences]),
    )


_LEAD = re.compile(
    r"^(?:(?:um+|uh+|er|well|oh|hmm+|mm+(?![- ]hmm)|so|ah|gosh|let me think|let's see|let me see|you know|honestly|actually|i mean|like|to be honest|yeah no|yeah,? no)\b[\s,.…-]*)+",
    re.IGNORECASE,
)
_ANSWERS_UNKNOWN = re.compile(
    r"^(?:i |we |he |she )?(?:really |honestly )?(?:don't|do not|doesn't) (?:really |exactly |honestly )?(?:know|remember|recall)\b|^(?:i'm |i am |we're )?not (?:really |too |entirely |exactly |totally )?(?:sure|certain)\b|^(?:i )?(?:can't|cannot|couldn't)"
    r" (?:really |quite |honestly )?(?:remember|recall|tell you|say for sure|say\b(?! (?:i|that i|he|she)))|^(?:i have |i've )?no idea|^hard to (?:say|tell)|^beats me|^(?:i )?never (?:paid attention|really noticed)"
    r"|^nobody(?:'s| has)?(?: ever)? (?:told|said|mentioned)|^(?:i'd|i would|you'd) have to|^your guess|^couldn't tell|^i (?:wouldn't|would not) know"
    r"|^(?:honestly,? )?(?:i )?(?:haven't|have not|didn't|never)(?: really)? (?:kept|keep) track|^(?:i )?(?:haven't|have not)(?: really)? (?:paid (?:any |much )?attention|thought about)"
    r"|^(?:honestly,? )?(?:i )?(?:don't|do not|'d rather not|would rather not)(?: really)? (?:want to |care to |like to )?(?:get into|talk about|go into|discuss|say)",
    re.IGNORECASE,
)
_ANSWERS_NO = re.compile(
    r"^(?:no\b(?! (?:idea|problem|worries))|nope|nah|not\b(?! (?:sure|only|too sure|certain))|never\b|none\b|neither|nothing\b(?! special)|uh-uh|negative|i (?:don't|do not|haven't|have not|didn't|did not|can't say (?:i|that i)|wouldn't say)\b"
    r"|i've never|i'm not\b(?! sure)|i am not\b(?! sure)|(?:it|he|she|they|we) (?:doesn't|hasn't|don't|haven't|didn't|isn't|wasn't)\b|(?:haven't|hasn't|don't|doesn't|didn't|isn't)\b|can't say (?:i|that)|thankfully,? no|fortunately,? no|no,)",
    re.IGNORECASE,
)
_ANSWERS_YES = re.compile(
    r"^(?:yes\b|yeah\b|yep|yup|yea\b|uh-huh|mm-hmm|mhm|mm hmm|ya\b|i do\b(?! not)|i have\b(?! not)|i did\b(?! not)|i am\b(?! not)|i was\b(?! not)|(?:it|he|she|they|we) (?:does|has|is|do|have|did)\b(?! not)|sure\b|correct|right\b|exactly|that's (?:right|correct|true|it)|absolutely"
    r"|definitely|unfortunately|afraid so|i'm afraid so|i think so|i believe so|i guess so|a little|a bit|sometimes|once in a while|every (?:now|so)|occasionally|i get\b|i've had|i've been|all the time|of course|you bet|true\b|kind of|sort of|quite a|both\b|all of)",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def answer_of(text: str) -> Answer:
    """What a reply says to a yes-or-no question: yes, no, unknown, or other (it does not settle the question)."""
    plain = text.replace("\u2019", "'").strip()
    lowered = _LEAD.match(plain)
    if lowered is not None and re.search(r"yeah,? no", lowered.group(), re.IGNORECASE):
        return "no"
    if lowered is not None:
        plain = plain[lowered.end() :]
    if _ANSWERS_UNKNOWN.match(plain):
        return "unknown"
    if _ANSWERS_NO.match(plain):
        return "no"
    if _ANSWERS_YES.match(plain):
        return "yes"
    return "other"
