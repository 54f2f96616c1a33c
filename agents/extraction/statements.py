"""From a block of text to statements: the smallest stretches that can be spoken on their own, each with its span.

Nothing is rewritten. What governs a statement (who says it, "denies", "history of") is its ``frame``; the frame of
every statement and each connector lies outside its span, all other words of the body lie inside one.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from bedside.agents.extraction.lexicon import BODY, FINDING_SUFFIX, FINDINGS, NOT_ADJECTIVE, RELATIVE, RELATIVES
from bedside.agents.extraction.polarity import polarity_of
from bedside.scenarios.note import Polarity, SectionKind

F = re.IGNORECASE
Finder = Callable[[int, int], str]  # kinds of the terminology's mentions between two offsets, "" if none


@dataclass(slots=True)
class Statement:
    """One statement before it becomes a Fact. ``role`` is age, sex, name, reason, history, item, drug or clause."""

    start: int
    end: int
    sentence: tuple[int, int]
    frame: str = ""
    polarity: Polarity | None = None  # set by the frame; None: read it from the words
    subject: str = ""
    speaker: str = ""
    topic: str = ""
    role: str = "clause"
    tail: str = ""
    context: str = ""  # the frame's own content ("examination of the right knee shows"), for side and certainty


@dataclass(slots=True)
class Reader:
    """What the splitter needs to know about the note: its text, the section, and where concepts are."""

    text: str
    kind: SectionKind = "history"
    kinds: Finder = field(default=lambda start, end: "")
    out: list[Statement] = field(default_factory=list[Statement])
    sentence: tuple[int, int] = (0, 0)
    topic: str = ""


# ---------------------------------------------------------------- sentences
_ABBREVIATION = frozenset(
    "dr mr mrs ms mx st jr sr vs approx e.g i.e eg ie prof rev fig dept cont resp temp ca cf al viz inc ltd min max "
    "q.d b.i.d t.i.d q.i.d p.o p.r.n h.s q.h.s q.a.m q.p.m gen lt rt incl esp".split()
)
_SOFT_ABBREVIATION = frozenset("a.m p.m hr hrs wk wks mo mos yr yrs yo y.o etc mg ml mcg cm mm kg lb lbs oz tab tabs cap caps no nos u.s m.d ph.d r.n p.a wt ht".split())
_STOP = re.compile(r"[.!?]+[\"”’')\]]*(?=\s|$)|[.](?=[A-Z][a-z])|[.](?=\s*$)|\n")
_LASTWORD = re.compile(r"([^\s(\[\"“,;:]+)$")


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences in ``text[start:end]``, trimmed; abbreviations, initials and decimals do not end one."""
    found: list[tuple[int, int]] = []
    begin = start
    for stop in _STOP.finditer(text, start, end):
        at = stop.start()
        if at < begin:
            continue
        if text[at] == "." and stop.end() - at == 1:
            last = _LASTWORD.search(text, begin, at)
            word = last.group(1) if last else ""
            low = word.lower().rstrip(".")
            rest = text[stop.end():stop.end() + 3].lstrip()
            follow = rest[:1]
            if low in _ABBREVIATION or (low == "no" and follow.isdigit() and not word.isupper()):
                continue
            if low in _SOFT_ABBREVIATION and follow and (follow.islower() or follow.isdigit() or follow in ",;("):
                if not (low == "no"):
                    continue
            if len(word) == 1 and word.isupper() and follow.isupper() and re.search(r"(?:^|[A-Z][a-z]*\.?\s)[A-Z]$", text[max(begin, at - 24):at]) and not re.search(r"(?i)\b(?:vitamin|hepatitis|type|grade|stage|class|influenza|group|dr\.?|factor)\s[A-Z]$", text[max(begin, at - 16):at]):
                continue
            if stop.end() < end and not text[stop.end()].isspace() and not re.search(r"[a-z]{3,}$", word):
                continue  # "10.Mg", "U.S.A"
        if begin < stop.end():
            _push(text, begin, stop.end(), found)
        begin = stop.end()
    _push(text, begin, end, found)
    return found


def _push(text: str, start: int, end: int, into: list[tuple[int, int]]) -> None:
    start, end = trim(text, start, end)
    if end > start and not re.fullmatch(r"\(?\d{1,2}[.)]?", text[start:end]):
        into.append((start, end))
    elif end > start and not re.match(r"\s*[.)]", text[end:end + 2]):
        into.append((start, end))


_STRIP_LEFT = " \t\r\n\f\v\u00a0\u200b\ufeff.,;:•●▪·–—-!)]}*/|"
_STRIP_RIGHT = " \t\r\n\f\v\u00a0\u200b\ufeff.,;:•●▪·–—-(["


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Shrink a span to its words; closing quotes and brackets without a partner go too."""
    while start < end and (text[start] in _STRIP_LEFT or text[start].isspace()):
        if text[start] in "-–" and start + 1 < end and text[start + 1].isdigit() and (start == 0 or text[start - 1].isspace()):
            break
        if text[start] == "." and start + 1 < end and text[start + 1].isdigit():
            break
        start += 1
    while end > start and (text[end - 1] in _STRIP_RIGHT or text[end - 1].isspace()):
        end -= 1
    if end < len(text) and text[end] == "." and end - start > 2 and text[end - 2] == "." and text[end - 1].isalpha():
        end += 1  # "q.d.", "b.i.d.", "p.m."
    if end - start > 1:
        piece = text[start:end]
        if piece[0] == "(" and piece[-1] == ")" and piece.count("(") == 1:
            return trim(text, start + 1, end - 1)
        if piece[-1] == ")" and piece.count("(") < piece.count(")"):
            return trim(text, start, end - 1)
        if piece[0] == "(" and ")" not in piece:
            return trim(text, start + 1, end)
        if piece[0] in "\"“" and piece[-1] in "\"”" and piece.count(piece[0]) <= 2:
            return trim(text, start + 1, end - 1)
    return start, end


# ---------------------------------------------------------------- words
_AUX = (
    "is|am|are|was|were|has|have|had|does|do|did|will|would|can|could|may|might|should|must|cannot|isn['’]t|aren['’]t|wasn['’]t|"
    "weren['’]t|hasn['’]t|haven['’]t|hadn['’]t|doesn['’]t|don['’]t|didn['’]t|won['’]t|wouldn['’]t|can['’]t|couldn['’]t|shouldn['’]t"
)
_CLEAR = (
    "denies|denied|states|stated|feels|felt|takes|took|appears|seems|shows|showed|reveals|revealed|reveal|demonstrates|demonstrated|"
    "demonstrate|lives|became|becomes|began|begins|went|came|comes|got|gets|gave|gives|told|saw|sees|said|says|woke|wakes|fell|goes|"
    "knows|thinks|thought|believes|believed|continues|continued|receives|received|remains|remained|occurs|occurred|happened|happens|"
    "noticed|experiences|experienced|underwent|undergoes|developed|develops|lasts|lasted|started|starts|wears|wore|enjoys|eats|ate|"
    "sleeps|slept|tries|tried|wants|wanted|requires|required|includes|included|indicates|indicated|improves|improved|worsens|worsened|"
    "resolves|resolved|exhibits|radiates|radiated|localizes|describes|described|endorses|endorsed|admits|complains|complained|"
    "mentions|mentioned|explains|explained|discussed|recommended|advised|encouraged|prescribed|ordered|suggested|agreed|agrees|understands|"
    "presents|presented|ambulates|ambulated|smokes|smoked|drinks|drank|uses|used|avoids|keeps|kept|lost|gained|hurts|"
    "helps|helped|makes|made|puts|runs|ran|walks|walked|works|worked|sustained|suffered|suffers|suspected|suspects|referred|"
    "provided|obtained|participates|exercises|monitors|checks|checked|tolerates|tolerated|reports|reported|notes|noted|"
    "finds|found|believe|think|suspect|recommend|understand|agree|know|want|need|needs|look|looks|feel|hope|plan|plans|knew|"
    "causes|caused|prevents|prevented|provides|relieves|relieved|brings|brought|stopped|stops|played|plays|died|passed|"
    "struggles|struggled|has|seemed|appeared|attributes|attributed|recalls|recalled|remembers|heard|hears|moved|moves|sat|stood|bent|broke|hit|rode|spoke|spent|stuck|threw|tore|drove|flew|grew|shook|bought|caught|chose|"
    "forgot|forgets|locates|carry|tends|tended|spends|travels|traveled|attends|attended|likes|prefers|stays|stayed|completed|landed|twisted|injured|tripped|slipped"
)
_FINITE = re.compile(rf"\b(?:{_AUX}|{_CLEAR})\b|\b(?:he|she|they|we|i)\s+[a-z]|\b(?:i|he|she|we|they|it|there)['’](?:s|m|re|ve|ll|d)\b", F)
_TOKENS = re.compile(r"[a-z]+(?:['’][a-z]+)?")
_PRONOUNS = re.compile(r"\b(?:he|she|they|we|i)\b|['’]")
_VERBS = frozenset(word for part in (_AUX, _CLEAR) for word in part.replace("['’]", "'").split("|"))
_STRICT = re.compile(
    rf"\b(?:{_AUX})\b|\b(?:he|she|they|it|i|we|you|patient|pt|mother|father|who|which|that|pain|symptoms)\s+(?:[a-z]+ly\s+|also\s+)?(?:{_CLEAR})\b"
    rf"|^\s*(?:{_CLEAR})\b"
    r"|\b(?:takes|lives|appears|seems|feels|denies|states|reports|remains|became|began|went|came|got|gave|told|saw|woke|fell|demonstrates|shows|reveals)\b",
    F,
)
_DET = r"(?:the|his|her|their|my|your|our|its|this|these|those|that|a|an|both|all|each|some|any|no|most)"
_PRONOUN = r"(?:he|she|they|it|this|that|these|those|there|i|we|you|one|nothing|everything|none|neither|both|mom|dad|mother|father|patient|pt)"
_COMPLETE = re.compile(
    rf"(?:(?:then|also|now|currently|today|recently|initially|subsequently|at (?:this|that) (?:time|point)|of note|otherwise|additionally|therefore|occasionally|sometimes)\s*,?\s+)?"
    rf"(?:{_PRONOUN}(?:['’](?:s|re|ve|ll|d))?\s+(?:[a-z]+ly\s+|also\s+|still\s+|just\s+|now\s+|then\s+|never\s+|only\s+)?(?:{_AUX}|{_CLEAR}|[a-z]+(?:ed|es|s))\b"
    rf"|(?:pathology|labs?|imaging|x-rays?|mri|ct|results?|symptoms?|pain|exam|ultrasound|biopsy|echocardiogram|ekg|treatment|surgery)\s+(?:(?!and\b|or\b)\w+\s+){{0,3}}?(?:{_AUX}|{_CLEAR})\b"
    rf"|(?:{_DET}\s+|(?:mr|mrs|ms|dr)\.?\s+)(?:(?!(?:that|which|who|when|if|because|where|while|and|or|to|of which)\b)[\w'’-]+\s+){{1,6}}?(?:{_AUX}|{_CLEAR})\b"
    rf"|(?:i|he|she|we|they|it|that|there)['’](?:s|m|re|ve|ll|d)\b)",
    F,
)
_VERBSTART = re.compile(
    rf"(?:(?:also|now|then|still|currently|therefore|subsequently|occasionally|usually|never|just|often|he|she|[a-z]+ly)\s+)*"
    r"(?:(?:is|are|was|were|has|have|had|does|did|will|would|can|could|may|might|should|cannot|isn['’]t|wasn['’]t|hasn['’]t|doesn['’]t|didn['’]t|couldn['’]t)\s+\w"
    r"|(?:denies|denied|reports|reported|endorses|endorsed|states|stated|takes|lives|smokes|drinks|wears|receives|underwent|enjoys|"
    r"exercises regularly|reveals?|shows?|demonstrates?|feels|ambulates|admits|complains|walks|works|uses|suffers)\b)",
    F,
)
_PLANVERB = (
    "initiate|start|begin|continue|increase|decrease|reduce|stop|discontinue|hold|order|obtain|repeat|refer|prescribe|recommend|schedule|"
    "check|recheck|monitor|follow|return|avoid|call|contact|report|taper|switch|add|send|arrange|consider|discuss|proceed|provide|give|"
    "administer|advise|encourage|complete|get|apply|elevate|ice|rest|wear|take|use|keep|limit|try|undergo|attend|bring|perform|"
    "evaluate|treat|place|set|draw|review|see|have|change|drink|eat|push|change|watch|reach|resume|request|screen|titrate|transition|wean"
)
_PLANSTART = re.compile(rf"(?:also\s+|then\s+|to\s+)?(?:{_PLANVERB})\s+\w", F)
_SPLIT = re.compile(
    r"(?P<semi>\s*;\s*(?:(?:however|and|but|also|therefore|otherwise|additionally)\b,?\s*)?)"
    r"|(?P<but>\s*,?\s+(?:but|however|although|though|whereas|except that)\b,?\s+|,\s+yet\s+)"
    r"|(?P<except>\s*,?\s+(?:except for|except|other than|with the exception of|apart from|aside from)\s+)"
    r"|(?P<which>\s*,\s+(?:which|and which|both of which|all of which|who|where)\s+)"
    r"|(?P<nor>\s*,?\s+nor(?:\s+(?=(?:does|did|has|is|was|do|had)\b))\s*)"
    r"|(?P<runon>(?<=[a-z)])\s+(?-i:(?=(?:Continue|Start|Follow|Order|Repeat|Prescribe|Take|Increase|Decrease|Stop|Discontinue|Recommend|Schedule)\s[a-z])))"
    r"|(?P<and>\s*,?\s+(?:and|so|and then|and so|as well as)\b\s+)"
    r"|(?P<comma>\s*,\s+)"
    r"|(?P<dash>\s+[–—-]{1,2}\s+)",
    F,
)
_SUBORDINATED = re.compile(r"\s*(?:if|when|whenever|because|after|before|as|once|since|while|given|although|though|until|unless|should|in order|due to|despite|with|without|at|on|in|for|during)\b", F)
_LEADING = re.compile(
    r"(?:however|additionally|otherwise|furthermore|moreover|overall|also|therefore|in addition|of note|in summary|briefly|thus|"
    r"as (?:mentioned|noted|stated|above|discussed|described)(?: above| before| previously| earlier)?(?=,|\s+(?:denies|reports))|and|but|so|then|unfortunately|fortunately|again|as such|as well|in general|generally|additionally of note|(?:first|second|third|lastly|finally)(?=,)|meanwhile|regardless|that said|nevertheless)\b\s*,?\s+(?=\S)",
    F,
)
_TOPIC = re.compile(
    r"(?:regarding|in regards? to|with regards? to|as regards|as for|in terms of|concerning|with respect to|from (?:a|an|the) (?=[\w -]+ (?:standpoint|perspective|point of view)))\s+"
    r"(?:(?:his|her|their|the|my|your|the patient['’]s|this|these)\s+)?(?P<topic>[^,;:.]{2,60}?)(?:\s+(?:standpoint|perspective|point of view))?\s*,\s+(?=\S)",
    F,
)


def has_verb(text: str) -> bool:
    """Whether a stretch of text holds a finite verb."""
    low = text.lower()
    if not _VERBS.isdisjoint(_TOKENS.findall(low)):
        return True
    return ("'" in low or "’" in low or " " in low) and _FINITE.search(text) is not None if _PRONOUNS.search(low) else False


def finding(reader: Reader, start: int, end: int) -> bool:
    """Whether these words name a symptom, sign, disease or operation."""
    kinds = reader.kinds(start, end)
    if kinds and ("disorder" in kinds or "symptom" in kinds or "finding" in kinds or (reader.kind in ("past", "medications", "allergies", "procedure", "family"))):
        return True
    for word in re.findall(r"[a-z]{2,}", reader.text[start:end].lower()):
        if word in FINDINGS or _SUFFIXED.search(word):
            return True
    return False


_SUFFIXED = re.compile(FINDING_SUFFIX + r"$")
_ADJECTIVE = re.compile(r"(?:al|ian|ic|ous|ive|ar|ary|able|ible|less|ed|oid|(?<!m)ent|ant|ful)$")
_ADJECTIVES = frozenset(
    "left right upper lower mild moderate severe active passive sharp dull old new deep high low early late soft hard firm large small hot cold dry "
    "wet red black tarry bloody bright dark pedis posterior anterior superior inferior first second third inner outer suicidal homicidal varus valgus short long light heavy fine gross warm clear quick big blue pink".split()
)


# ---------------------------------------------------------------- clauses
def read_block(reader: Reader, start: int, end: int) -> None:
    """Append the statements of ``reader.text[start:end]`` to ``reader.out``, in order."""
    for sentence in sentences(reader.text, start, end):
        reader.sentence = sentence
        read_sentence(reader, *sentence)


def read_sentence(reader: Reader, start: int, end: int) -> None:
    """Statements of one sentence."""
    text = reader.text
    topic = _TOPIC.match(text, start, end)
    if topic:
        reader.topic = topic.group("topic").strip()
        start = topic.end()
    moved = True
    while moved:
        lead = _LEADING.match(text, start, end)
        moved = lead is not None and end - lead.end() > 1
        if moved and lead is not None:
            start = lead.end()
    if demographics(reader, start, end):
        return
    previous: Statement | None = None
    for a, b, joint in clauses(reader, start, end):
        count = len(reader.out)
        clause(reader, a, b, joint, previous)
        for statement in reader.out[count:]:
            if previous is not None and previous.speaker and joint in ("and", "but", "comma") and not statement.speaker and not re.match(r"(?:denies|reports|states|notes|endorses)", statement.frame):
                statement.speaker = previous.speaker
            if not statement.subject and reader.kind not in ("plan", "instructions", "assessment"):
                statement.subject = _about(text[statement.start:statement.end])
        previous = reader.out[count] if len(reader.out) > count else previous


_ABOUT = re.compile(
    rf"(?:(?:his|her|their|the\s+patient['’]s|patient['’]s|my|your)\s+(?P<a>{RELATIVE})(?:\s+and\s+(?:\w+\s+)?{RELATIVE})?\s+(?:also\s+|both\s+)?(?:is|are|was|were|has|have|had|lives?|died|passed|suffers|does|did|takes|works|also|recently|currently)\b"
    rf"|(?P<b>{RELATIVE})(?:\s+and\s+{RELATIVE})?\s+(?:is|are|was|were|has|have|had|died|passed|also|suffers)\b"
    rf"|.{{0,40}}?\b(?P<c>{RELATIVE})\s+(?:who|that)\s+(?:is|was|has|had|are|have|died|suffers)\b)",
    F,
)


def _about(words: str) -> str:
    """The relative a clause is about ("His wife is unwell", "a brother who is diagnosed with autism"), or ""."""
    found = _ABOUT.match(words)
    if not found or re.search(r"(?i)\b(?:accompanied|brought|present|here)\b", words):
        return ""
    return relative_in(found.group("a") or found.group("b") or found.group("c"))


def _unled(left: str) -> str:
    """The words without "she reports that" in front."""
    lead = _LEAD.match(left)
    return left[lead.end():] if lead else left


_CUTTING = re.compile(r"[,;–—]|\s-")
_CUTWORDS = frozenset("and but however although though yet whereas except other apart aside with nor so start follow order repeat prescribe take increase decrease stop discontinue recommend schedule".split())


def clauses(reader: Reader, start: int, end: int) -> list[tuple[int, int, str]]:
    """Cut a sentence where both sides stand on their own. Returns (start, end, what joined it to the left)."""
    text = reader.text
    whole = text[start:end]
    if not _CUTTING.search(whole) and _CUTWORDS.isdisjoint(_TOKENS.findall(whole.lower())) and "Continue" not in whole[1:]:
        return [(start, end, "")]
    found: list[tuple[int, int, str]] = []
    begin, joint = start, ""
    plan = reader.kind in ("plan", "instructions", "assessment")
    for cut in _SPLIT.finditer(text, start, end):
        a, b = cut.start(), cut.end()
        if a <= begin or b >= end:
            continue
        left = text[begin:a]
        if left.count("(") > left.count(")") or left.count("“") > left.count("”"):
            continue
        kind = cut.lastgroup or ""
        right = text[b:end]
        if left.lower().strip() in ("i believe", "i think", "i suspect", "he says", "she says"):
            continue
        split = False
        left_verb = has_verb(left)
        complete = _COMPLETE.match(right) is not None
        verb_start = _VERBSTART.match(right) is not None
        leading_side = joint == "" and _SUBORDINATED.match(left) is not None and "," not in left
        if kind == "semi" or kind == "nor":
            split = True
        elif kind == "runon":
            split = plan and len(left.split()) > 2
        elif kind == "but" and re.match(r"(?i)not\s+(?:with|in|on|at|when|to|by|after|during|always|much|as)\b", right):
            split = False
        elif kind == "but":
            split = complete or verb_start or _NEGSTART.match(right) is not None or (not left_verb and len(right.split()) > 1)
            if text[a:b].strip(" ,").lower() == "though" and not complete:
                split = False
            elif left_verb and not split:
                split = has_verb(right) and not re.match(r"(?i)(?:also|not|only)\b", right)
        elif kind == "except":
            split = bool(_DENIED_LEFT.search(left)) and not complete
        elif kind == "which":
            word = text[a:b].lower()
            split = left_verb and ("which" in word) and (has_verb(right[:60])) and not leading_side
            split = split or (("which" in word) and not left_verb and has_verb(right[:60]) and len(left.split()) > 2)
        elif kind == "and":
            word = text[a:b].strip(" ,").lower()
            if word == "so" and "," not in text[a:b]:
                split = False
            elif complete and left_verb and not leading_side:
                split = not re.search(r"(?i)\b(?:that|if|when|because|whether|where)\b[^,]*$", left) or not re.match(r"(?i)(?:that|this)\b", right)
                if re.match(r"(?i)(?:that|these|those)\s+\w+", right) and re.search(r"(?i)\bthat\b", left):
                    split = True
            elif verb_start and re.search(r"(?i)\b(?:not|currently|presently|is|was|has|both|either)$", left):
                split = False
            elif verb_start and _STRICT.search(left) and not leading_side:
                split = not re.match(r"(?i)(?:will|would|can|could|may|might|should|do|have|had|are|were)\b", right) or word != "and" or "," in text[a:b] or len(left.split()) > 5
            elif plan and word in ("and", "and then") and _PLANSTART.match(right) and not leading_side:
                split = bool(re.search(rf"(?i)\b(?:will|to|should|would like to|can|recommend(?:ed)? that|{_PLANVERB})\s", left + " ")) and len(left.split()) > 2
        elif kind == "comma":
            report = _REPORTSTART.match(right) is not None
            split = report and left_verb and not leading_side
            if not split and _POSSTART.match(right) and not _DENIED_LEFT.search(left):
                split = True
            if not split and _NEGSTART.match(right) and (not _DENIED_LEFT.search(left) or re.match(r"(?i)(?:no|nil|denies|denied)\b", right)):
                split = True
            if not split and re.match(r"(?i)no (?:significant |recent )?changes? in\b", right):
                split = True
            if not split and _STRICT.search(left) and not leading_side and re.match(r"(?i)(?:(?:is|was|has|does|did|had)\s+(?:not\s+)?\w+|(?:is|was|has|does|did|had)n['’]t\s+\w)", right) and not re.search(r"(?i)\b(?:who|which|that)\b[^,]*$", left):
                split = True
            if not split and complete and _STRICT.search(_unled(left)) and not leading_side and re.match(rf"(?i)(?:{_PRONOUN}\b|(?:the|his|her|their)\s+(?:[\w'’-]+\s+){{1,2}}(?:{_AUX})\b)", right):
                split = not re.search(r"(?i)\b(?:if|when|after|because|since|as|once|while|although|until|unless|now that)\b", left)
        elif kind == "dash":
            split = not left_verb and len(left.split()) <= 6 and has_verb(right)
        if split:
            found.append((begin, a, joint))
            begin, joint = b, kind if kind != "which" else "which"
            if kind == "except":
                joint = "except"
    found.append((begin, end, joint))
    return found


_NEGSTART = re.compile(
    r"(?:(?:there (?:is|was|are|were)|with|has|had|does|did|is|was)\s+)?(?:no|nil|denies|denied|denying|without|negative for)\b(?!\.?\s?\d)(?!\s+(?:longer|more than|only|change))"
    r"|(?:has|had|does|did|is|was|do|have)\s+(?:not|never)\s", F
)
_POSSTART = re.compile(r"(?:positive|negative|significant|notable|remarkable)\s+for\s|(?:status\s+post|s/p)\s", F)
_DENIED_LEFT = re.compile(r"\b(?:no|nil|not|denies|denied|negative|without|never|normal|unremarkable|within normal limits|none|nothing)\b", F)

# ---------------------------------------------------------------- frames
_SUBJECT = (
    rf"(?P<who>(?:(?:the|this|our)\s+)?(?:patient|pt|child|infant|baby|boy|girl|man|woman|gentleman|lady|family(?!\s+(?:medical\s+|psychiatric\s+)?(?:history|hx))|victim)(?:\s+and\s+(?:his|her)\s+{RELATIVE})?"
    rf"|(?:(?:the\s+patient['’]s|patient['’]s|his|her|their|the|my|your)\s+)?{RELATIVE}(?:\s+and\s+{RELATIVE})?"
    r"|he|she|they|i|we|you|both|it"
    r"|(?:mr|mrs|ms|miss|mx|dr)\.?\s+(?-i:[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?)"
    r"|(?-i:[A-Z][a-z]+(?:\s[A-Z][a-z'’]+)?)(?=\s+(?:reports|denies|states|notes|endorses|says|describes|admits|complains|mentions|has|is|also|does)\b))"
)
_ADVERBS = (
    r"(?:(?:also|currently|again|further|furthermore|does|did|do|has|have|had|additionally|otherwise|specifically|adamantly|today|occasionally|initially|"
    r"then|still|now|only|just|really|generally|previously|subsequently|presently|recently|clearly|strongly|verbally|himself|herself|currently|continues to|continued to|at this time|at that time)\s+)*"
)
_REPORT = (
    r"(?P<verb>reports?|reported|reporting|states?|stated|stating|notes?|noted|noting|endorses?|endorsed|endorsing|admits?(?:\s+to)?|admitted(?:\s+to)?|"
    r"complain(?:s|ed|ing)?\s+(?:of|about)|c/o|mentions?|mentioned|says?|said|adds?|added|confirms?|confirmed|relates?|related|indicates?|indicated|"
    r"acknowledges?|recalls?|describes?|described|claims?|"
    r"denies|denied|deny|denying)"
)
_LEAD = re.compile(rf"(?:{_SUBJECT}\s+)?{_ADVERBS}{_REPORT}(?P<that>\s+that)?\s*,?\s+(?=\S)", F)
_REPORTSTART = re.compile(
    rf"(?:{_SUBJECT}\s+)?(?:also\s+|currently\s+)?(?:denies|denied|denying|reports|reported|endorses|endorsed|states|stated|admits)\b", F
)
_NEGWORD = (
    r"(?:no|nil|not\s+any|without(?:\s+any)?|negative\s+for|neg\s+for|free\s+of|absence\s+of|denial\s+of|denies|denied|never\s+had|-ve\s+for"
    r"|(?:(?:does|did|do|has|have|had|is|was|are)\s+(?:not|never)|(?:does|did|do|has|have|had|is|was)n['’]t)\s+(?:have|had|having|experienced?|experiencing|endorsed?|report(?:ed)?)(?!\s+to\b)(?:\s+any)?)"
)
_NEGATION = re.compile(
    r"(?P<pre>(?:(?:there\s+(?:is|are|was|were|has\s+been|have\s+been)|presence of|with)\s+|"
    rf"(?:{_SUBJECT}\s+)?(?:also\s+|currently\s+)?(?:(?:has|had|have|has\s+had|have\s+had|is|was|were|are|experiences|experienced|reports?|with|having|tests?|tested)\s+)?)?)"
    rf"{_NEGWORD}"
    r"(?!\.?\s?\d)(?!\s+(?:longer|more\s+than|less\s+than|(?:significant\s+|recent\s+|major\s+|new\s+|other\s+|further\s+)?changes?\b|one\b|need\b|better\b|worse\b|doubt\b|matter\b|questions\b))"
    r"(?:\s+(?:any|evidence\s+of|signs?\s+(?:or\s+symptoms\s+)?of|history\s+of|hx\s+of|h/o|known(?=\s+(?:history|family|drug|allerg))|complaints?\s+of|symptoms?\s+of|past\s+(?:medical\s+)?history\s+of|PMHx?\s+of|family\s+history\s+of|known\s+family\s+history\s+of|known\s+history\s+of|personal\s+history\s+of|either|indication\s+of|suggestion\s+of|presence\s+of|report\s+of|further(?=\s+(?:episodes|evidence))))*\s+(?=\S)",
    F,
)
_HISTORY = (
    r"(?:(?:a|an|his|her|their|the|with|known|also|significant|extensive|long|longstanding|long-standing|remote|prior|past|strong|previous|positive|recent|personal|lengthy)\s+)*"
    r"(?:(?:past\s+)?(?:(?:medical|surgical|social|psychiatric|family|obstetric|ocular|cardiac|gynecologic|family\s+medical)\s+)?(?:history|hx)|h/o|pmhx?|pshx?)"
    r"(?:\s+(?:(?:is|are|was)\s+)?(?:also\s+|only\s+|otherwise\s+)?(?:significant|notable|remarkable|positive|pertinent|relevant))?(?:\s+(?:of|for|includes?|including|consists?\s+of|with)|(?<=h/o))(?:\s+(?:a|an|the))?\s+(?=\S)"
)
_POSITIVE = re.compile(
    rf"(?P<pre>(?:{_SUBJECT}\s+)?(?:also\s+|currently\s+)?(?:(?:has|had|have|has\s+had|have\s+had|with|is|are|was|reports?|having|notes?|endorses)\s+)?)"
    r"(?P<frame>" + _HISTORY +
    r"|(?:positive|pos|significant|notable|remarkable|pertinent)(?:\s+(?:only|also))?\s+for(?:\s+(?:a|an|the))?\s+(?=\S)"
    r"|(?:status[\s-]+post|s/p)(?:\s+(?:a|an))?\s+(?=\S)"
    r"|(?:known\s+)?(?:allergic|allergy|allergies|sensitive|intolerant|intolerance)\s+(?:reactions?\s+)?to(?:\s+(?:the\s+following|drugs|medications))?\s*:?\s+(?=\S)"
    r"|(?:complain(?:s|ed|ing|ts?)\s+of|c/o)\s+(?=\S)"
    r"|(?:presents?|presented|presenting|here|seen|comes?|came|returns?|returned|admitted|referred|evaluated|in)\s+(?:(?:to|in|at)\s+(?:the|our)\s+[\w ]{2,40}?\s+)?(?:today\s+|here\s+|initially\s+|back\s+)*(?:to(?:day)?\s+)?(?:to\s+(?:the|our)\s+(?:\w+\s+){1,4}?(?:today\s+)?)?(?:(?:with|for)(?:\s+(?:(?:a|an|the)\s+)?(?:(?:chief\s+)?complaints?|(?:further\s+)?evaluation(?:\s+and\s+(?:management|treatment))?|(?:chief\s+)?concerns?|follow[- ]?up)\s+(?:of|for))?|complaining\s+of|concerned\s+about|following)(?:\s+(?:a|an))?\s+(?=\S)"
    r"|(?:taking|on|using|takes|uses|undergoing|use\s+of|having|experiencing|currently\s+taking|currently\s+on|prescribed|enjoying|status\s+post)\s+(?=\S)"
    r")",
    F,
)
_SHOWS = re.compile(
    r"(?P<study>[^.;]{0,140}?)\b(?P<verb>shows?|showed|showing|reveals?|revealed|revealing|demonstrates?|demonstrated|demonstrating|significant\s+for|remarkable\s+for|notable\s+for|positive\s+for|negative\s+for|consistent\s+with)\s+(?=\S)",
    F,
)
_ADVICE = re.compile(
    r"(?:(?:at this (?:time|point)|today|currently|for now|additionally|also|again|in the meantime|otherwise|instead)\s*,?\s+)?(?:(?:i|we|he|she|they|the\s+patient|it|mother|pt|patient|you)\s+)?(?:(?:have|has|had|also|then|again|did|is|was|are|were|been|be|will|would|further|strongly|will\s+also)\s+)*"
    r"(?:(?:advised|encouraged|instructed|counsel+ed|recommended|asked|told|informed|reminded|explained|discussed|educated|reassured|cautioned|warned|emphasized|stressed|suggested|reiterated|recommend|advise|encourage|suggest|discuss|explain)"
    r"(?:\s+(?:with|to))?(?:\s+(?:the\s+patient(?:['’]s\s+\w+)?|patient|him|her|them|you|mom|mother|father|family|pt|parents?|the\s+family))?(?:\s+(?:and|that|to|on|about|regarding)(?=\s))*)\s+(?=\S)",
    F,
)
_FAMILY_LEAD = re.compile(
    rf"(?P<pre>(?:(?:patient|the patient|pt|he|she)\s+(?:reports?|states?|notes?)\s+(?:that\s+)?)?(?:(?:his|her|the|their|patient['’]s|the\s+patient['’]s|a|one|two|both)\s+)*)(?P<who>{RELATIVE})\b"
    rf"(?:\s*,?\s*(?:age[d]?\s+)?\d+(?:\s+(?:years?\s+old|y/?o))?)?\s*[,:-]?\s*"
    r"(?P<frame>(?:(?:also\s+)?(?:has|had|have|with|who\s+(?:has|had)|suffers?\s+from|suffered\s+from|is\s+positive\s+for|positive\s+for|is\s+diagnosed\s+with|diagnosed\s+with|died\s+(?:of|from)|passed\s+away\s+(?:of|from)|deceased\s+(?:from|due\s+to|secondary\s+to))\s+(?:both\s+)?)?(?:(?:a\s+)?(?:strong\s+|past\s+medical\s+|medical\s+|known\s+)?(?:history|hx)\s+(?:of|significant\s+for)\s+)?(?:a\s+|an\s+)?)(?=\S)",
    F,
)


def _said(text: str) -> str:
    """A frame as kept on the fact: lower case, one space, subject gone."""
    return re.sub(r"\s+", " ", text).strip(" ,:").lower()


def _who(match: re.Match[str]) -> str:
    who = match.groupdict().get("who")
    return (who or "").strip()


def relative_in(words: str) -> str:
    """The relative named in these words ("twin sister", "maternal grandmother"), or ""."""
    found = _RELATIVE.search(words)
    if not found:
        return ""
    key = found.group().lower().replace("-", " ")
    last = key.split()[-1]
    head = RELATIVES.get(last, last)
    lead = " ".join(part for part in key.split()[:-1] if part in ("maternal", "paternal", "twin", "half", "great", "older", "younger", "step"))
    return f"{lead} {head}".strip()


_RELATIVE = re.compile(rf"\b{RELATIVE}\b", F)


def add(
    reader: Reader, start: int, end: int, *, frame: str = "", polarity: Polarity | None = None, role: str = "clause",
    subject: str = "", speaker: str = "", tail: str = "", context: str = "",
) -> None:
    """Append one statement, trimmed; nothing for an empty stretch."""
    start, end = trim(reader.text, start, end)
    if end <= start:
        return
    reader.out.append(Statement(
        start, end, reader.sentence, frame, polarity, subject, speaker, reader.topic, role, tail, context,
    ))


def clause(reader: Reader, start: int, end: int, joint: str = "", previous: Statement | None = None) -> None:
    """Read one clause: strip what governs it, then split what it governs."""
    text = reader.text
    start, end = trim(text, start, end)
    if end <= start:
        return
    if joint == "except":
        items(reader, start, end, frame="except for", polarity="present")
        return
    if joint == "nor":
        add(reader, start, end, frame="nor", polarity="denied")
        return
    if previous is not None and previous.role == "advice" and re.match(r"(?i)that\s+\S", text[start:end]):
        add(reader, start + 5, end, frame=previous.frame, role="advice", speaker=previous.speaker)
        return
    if joint == "and" and previous is not None and re.match(r"(?i)that\s", text[start:end]) and _COMPLETE.match(text, start + 5, end):
        add(reader, start + 5, end, frame=previous.frame, speaker=previous.speaker, polarity=previous.polarity)
        return
    if joint == "and" and previous is not None and reader.kind in ("plan", "instructions", "assessment", "course") and _PLANSTART.match(text, start, end):
        count = len(reader.out)
        if previous.role == "advice":
            add(reader, start, end, frame=previous.frame, role="advice", speaker=previous.speaker)
        else:
            governed(reader, start, end, "", "", "")
            for statement in reader.out[count:]:
                statement.frame = statement.frame or _will(text[previous.start:previous.end])
        return
    if joint == "which":
        add(reader, start, end, frame="which", speaker=previous.speaker if previous else "")
        return
    if reader.kind == "family" or _RELATIVE.match(text, start, end) or re.match(rf"(?i)(?:his|her|the|both|one|patient['’]s)\s+{RELATIVE}\b", text[start:start + 60]):
        if family(reader, start, end):
            return
    lead = _LEAD.match(text, start, end)
    if lead:
        who = _who(lead)
        speaker = relative_in(who) if who else ""
        verb = lead.group("verb").lower()
        said = _said(lead.group()[len(who):]) if who else _said(lead.group())
        if verb.startswith("noted") and not who and reader.kind in ("examination", "results", "vitals"):
            pass
        elif not who and reader.kind in ("plan", "instructions") and verb in ("report", "note", "mention", "add", "describe", "recall", "state"):
            pass
        elif verb.startswith("den"):
            rest = lead.end()
            if _COMPLETE.match(text, rest, end) or lead.group("that"):
                add(reader, rest, end, frame="denies", polarity="denied", speaker=speaker)
            else:
                skip = re.match(r"(?i)(?:(?:any|having|experiencing|the use of|use of|a|an|history of|known|feeling)\s+)+(?=\S)", text[rest:end])
                if skip and skip.end() < end - rest:
                    inner = re.sub(r"(?i)^(?:(?:any|a|an)\s+)+|(?:\s+(?:any|a|an))+$", "", skip.group().strip())
                    said = f"denies {inner}".strip().lower() if inner.lower() not in ("any", "a", "an") else "denies"
                    rest += skip.end()
                else:
                    said = "denies"
                items(reader, rest, end, frame=said, polarity="denied", speaker=speaker)
            return
        else:
            inner_start = lead.end()
            negated = re.search(r"(?i)\b(?:does|did|do) not\b", lead.group())
            count = len(reader.out)
            governed(reader, inner_start, end, said, speaker, who)
            if negated:
                for statement in reader.out[count:]:
                    statement.polarity = "denied"
            return
    governed(reader, start, end, "", "", "")


def _will(before: str) -> str:
    found = re.match(r"(?i)(?:we|i|he|she|they|you|the patient|patient)\s+(?:(?:will|should|can|may)(?:\s+also)?|(?:am|are|is)\s+going\s+to|would\s+like\s+to|need(?:s)?\s+to)\b", before)
    return _said(found.group()) if found else ""


def governed(reader: Reader, start: int, end: int, said: str, speaker: str, who: str) -> None:
    """Read what stands after the reporting verb (``said``), or a clause that has none."""
    text = reader.text
    negation = _NEGATION.match(text, start, end)
    if negation and negation.end() < end:
        frame = _said(_without_subject(negation))
        subject = relative_in(_who(negation)) if _who(negation) else ""
        rest = negation.end()
        if _COMPLETE.match(text, rest, end) is None or True:
            items(reader, rest, end, frame=frame, polarity="denied", subject=subject, speaker=speaker)
            return
    if reader.kind in ("plan", "instructions", "assessment", "course"):
        advice = _ADVICE.match(text, start, end)
        if advice and end - advice.end() > 3:
            advised = re.sub(r"^(?:(?:at this (?:time|point)|today|currently|for now|in the meantime),? )?(?:i|we|he|she|they|it|pt|the patient|patient) (?:(?:have|has|had) )?(?:also )?", "", _said(advice.group()))
            add(reader, advice.end(), end, frame=advised, role="advice", speaker=speaker)
            return
        if drugs(reader, start, end):
            return
    positive = _POSITIVE.match(text, start, end)
    if positive and positive.end() < end:
        frame = positive.group("frame")
        low = frame.lower().strip()
        pre = positive.group("pre")
        if reader.kind in ("plan", "instructions", "course") and not re.search(r"hist|hx|h/o|s/p|post|positive|allerg", low):
            positive = None
    if positive and positive.end() < end:
        frame = positive.group("frame")
        low = frame.lower().strip()
        simple = re.match(r"(?:taking|on|using|takes|uses|use\s+of|having|experiencing|undergoing|currently|prescribed|enjoying|in)\b", low)
        ok = True
        if simple and not said and not pre and reader.kind not in ("medications",):
            ok = False
        if low.startswith(("seen", "here", "in ", "comes", "came", "return", "admitted", "referred", "evaluated")) and not pre and not said:
            ok = low.startswith("here")
        if ok and low.startswith("on ") and not drug_like(reader, positive.end(), end):
            ok = False
        if ok and re.match(r"(?:currently\s+)?(?:taking|using|takes|uses|use|on)\b", low) and reader.kind != "medications" and not drug_like(reader, positive.end(), end):
            ok = False
        if ok and has_verb(text[positive.end():end]) and (simple or low.startswith(("in", "seen"))) and not said:
            ok = False
        if ok:
            inner = _said(_without_subject(positive))
            lead = inner if said.endswith(" that") or re.match(r"(?:has|had|have|takes|is|was|uses)\b", inner) else f"{said} {inner}".strip()
            subject = relative_in(_who(positive)) if _who(positive) else ""
            role = "history" if re.search(r"history|hx|h/o|pmh|psh", low) else (
                "reason" if re.match(r"present|here|seen|come|came|return|in\b|complain|c/o", low) else "item")
            items(reader, positive.end(), end, frame=lead, speaker=speaker, subject=subject, role=role)
            return
    shows = _SHOWS.match(text, start, end)
    if shows and shows.end() < end and not re.search(r"(?i)\b(?:will|to|should|if|would|who|that)\b", shows.group("study")):
        rest = shows.end()
        inner = _NEGATION.match(text, rest, end)
        lead = _said(f"{said} {shows.group()}")
        if inner and inner.end() < end:
            items(reader, inner.end(), end, frame=f"{lead} {_said(inner.group())}", polarity="denied", speaker=speaker, context=shows.group())
            return
        if shows.group("verb").lower() == "negative for":
            items(reader, rest, end, frame=lead, polarity="denied", speaker=speaker, context=shows.group())
            return
        parts = split_items(reader, rest, end)
        if len(parts) > 1 and all(_MEASURED.search(text, a, b) for a, b, _ in parts):
            emit_items(reader, parts, frame=lead, polarity=None, speaker=speaker, context=shows.group())
            return
        if len(parts) > 1 and all(finding(reader, a, b) for a, b, _ in parts):
            emit_items(reader, parts, frame=lead, polarity=None, speaker=speaker, context=shows.group())
            return
        add(reader, start, end, frame=said, speaker=speaker)
        return
    sides = _SIDES.match(text, start, end)
    if sides and sides.group("a").lower() != sides.group("b").lower() and any(c.isdigit() for c in sides.group("two")):
        add(reader, sides.start("one"), sides.end("one"), frame=said, speaker=speaker)
        add(reader, sides.start("two"), sides.end("two"), frame=_said(sides.group("head")), speaker=speaker, context=sides.group("head"))
        return
    body = text[start:end]
    has = _HAS.match(text, start, end)
    if has and has.end() < end:
        parts = split_items(reader, has.end(), end)
        if len(parts) > 1 and all(finding(reader, a, b) and not has_verb(text[a:b]) for a, b, _ in parts):
            subject = relative_in(_who(has)) if _who(has) else ""
            emit_items(reader, parts, frame=f"{said} {_said(_without_subject(has))}".strip(), polarity=None, speaker=speaker, subject=subject)
            return
    if has_verb(body) or _COMPLETE.match(body):
        without(reader, start, end, frame=said, speaker=speaker)
        return
    items(reader, start, end, frame=said, speaker=speaker, bare=not said)


_HAS = re.compile(rf"(?:there\s+(?:is|are|was|were)\s+(?:also\s+)?|(?:{_SUBJECT}\s+)(?:also\s+|currently\s+|has\s+been\s+|is\s+|was\s+)*(?:has|had|having|have|experiences|experienced|experiencing)\s+(?:also\s+|had\s+)?(?!(?:been|not|never|a\s+history|\w+ed)\b))(?=\S)", F)


_SIDES = re.compile(
    r"(?P<one>(?P<head>(?:(?!\bon\b)[^,;]){2,60}?\b(?:is|was|are|were|of)\s|[A-Z][^,;\d]{1,50}?\s(?=\d))[^;]*?\bon\s+the\s+(?P<a>left|right)(?:\s+side)?)\s*,?\s+(?:and|but|,)\s+(?:is\s+|was\s+)?(?P<two>[^;]*?\bon\s+the\s+(?P<b>left|right)\b[^;]*)$",
    F,
)


def _without_subject(match: re.Match[str]) -> str:
    who = match.groupdict().get("who")
    whole = match.group()
    if not who:
        return whole
    at = whole.find(who)
    return (whole[:at] + whole[at + len(who):]).strip()


_WITHOUT = re.compile(r",?\s+(?:(?:but\s+|and\s+)?without|with no|and no|but no)(?:\s+(?:any|evidence of|signs? of|associated evidence of))*\s+(?=\S)", F)
_PLAIN_WITHOUT = re.compile(r"(?i)(?:difficulty|medications?|relief|assistance|help|improvement|problems?|issues?|success|incident|complications?|contrast|an?\b|the\b|being|having|\w+ing\b|apparent|significant relief)")


def missing(reader: Reader, start: int, end: int) -> re.Match[str] | None:
    """Where the words turn to findings that are absent ("... without fever or chills"), if they do."""
    text = reader.text
    for cut in _WITHOUT.finditer(text, start, end):
        if cut.start() > start and cut.end() < end and not _PLAIN_WITHOUT.match(text, cut.end(), end):
            tail = text[cut.end():end]
            if not has_verb(tail) and len(tail.split()) <= 12 and finding(reader, cut.end(), end):
                return cut
    return None


def without(reader: Reader, start: int, end: int, *, frame: str, speaker: str, role: str = "clause", polarity: Polarity | None = None, tail: str = "") -> None:
    """Add a clause; findings it says are missing at its end ("... without fever or chills") become denied items."""
    cut = missing(reader, start, end)
    if cut is None:
        add(reader, start, end, frame=frame, speaker=speaker, role=role, polarity=polarity, tail=tail)
        return
    add(reader, start, cut.start(), frame=frame, speaker=speaker, role=role, polarity=polarity)
    items(reader, cut.end(), end, frame=_said(cut.group()), polarity="denied", speaker=speaker)


# ---------------------------------------------------------------- lists
_JOIN = re.compile(r"\s*,\s*(?:and/or|and|or|as well as|plus|nor|&)\s+|\s*[,;]\s+|\s+(?:and/or|and|or|as well as|plus|nor|&|\+)\s+|(?<=[a-zA-Z]{2})/(?![A-Za-z]+-)(?!(?:day|week|wk|month|night|year|hour|hr|min|or|she|her)\b)(?=[a-zA-Z]{2})", F)
_CONTINUES = re.compile(
    r"(?:type|stage|grade|class|left|right|bilateral(?:ly)?|status|uncontrolled|controlled|well[- ]controlled|poorly|stable|resolved|improved|unchanged|worse|better|on|in|at|of|to|from|by|with|without|for|since|last|"
    r"diagnosed|requiring|currently|likely|possibly|possible|probable|suspicious|which|who|that|when|where|while|after|before|during|due|secondary|mainly|mostly|especially|"
    r"particularly|including|such|especially|approximately|about|once|twice|three times|daily|weekly|as needed|prn|p\.?o\.?|bid|tid|qid|q\d|now|then|"
    r"\d|treated|managed|followed|associated|worsening|radiating|located|not (?!able)|but|if|although|unspecified|nos|part|per|via|up|age|aged|although|each|every|intermittent(?:ly)?|occasional(?:ly)?|"
    r"otherwise|well|generally|respectively|etc|the same|specifically|i\.e|e\.g|more|less|greater|rather|consistent|compatible|"
    r"completed|performed|done|removed|given|started|stopped|taken|noted|seen|heard|located|appreciated|measuring|greater|worse|better)\b|\(",
    F,
)
_PP = re.compile(r"\b(?:in|on|to|of|with|over|at|from|around|down|into|near|along|during|while|when|after|for|about|between|throughout|by|through|regarding|than|under|above|below|within|across)\s+(?:(?:his|her|the|their|both|any|my|your|a|an|either|all|bilateral)\s+)?[\w-]+[^,;]*$", F)
_PP_OPEN = re.compile(r"\b(?:in|on|to|of|over|at|from|around|down|into|near|along|throughout|involving|across)\s+(?:(?:his|her|the|their|both|any|my|your|either|all|bilateral)\s+)?[\w-]+", F)
_GERUND_PP = re.compile(r"\b(?:with|during|on|while|when|after|by|for|from|of|to|including|like|against|enjoys?|avoid(?:s|ing)?)\s+(?:(?:prolonged|heavy|overhead|any|excessive|his|her|deep)\s+)?\w+ing\b", F)
_WORDS = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_BETWEEN = re.compile(r"\b(?:between|from|both)\s+[^,;]*$", F)


def split_items(reader: Reader, start: int, end: int) -> list[tuple[int, int, str]]:
    """Split a governed list into its items: (start, end, shared tail). Joined words that belong together stay so."""
    text = reader.text
    raw: list[tuple[int, int, str]] = []  # start, end, joiner before
    begin, joiner = start, ""
    for cut in _JOIN.finditer(text, start, end):
        a, b = cut.start(), cut.end()
        piece = text[begin:a]
        if a <= begin or piece.count("(") > piece.count(")") or piece.count("“") > piece.count("”"):
            continue
        if cut.group() == "/" and not (reader.text[max(start, a - 14):a].split() and re.search(r"[A-Za-z]{2,}$", piece)):
            continue
        raw.append((begin, a, joiner))
        begin, joiner = b, cut.group().strip(" ").lower()
    raw.append((begin, end, joiner))
    if len(raw) == 1:
        return [(start, end, "")]
    parts: list[list[int]] = []
    for a, b, join in raw:
        if parts and _belongs(reader, parts[-1][0], parts[-1][1], a, b, join):
            parts[-1][1] = b
        else:
            parts.append([a, b])
    result = [(a, b, "") for a, b in parts]
    if len(result) == 2 and "," not in text[result[0][1]:result[1][0]]:
        second = text[result[1][0]:result[1][1]]
        tail = re.search(r"\s((?:in|on|of|over|at|around|to|throughout|from)\s+(?:his|her|the|their|both|either|my|your|bilateral|any)\s+.+)$", second, F)
        if tail and not _PP.search(text[result[0][0]:result[0][1]]):
            result[0] = (result[0][0], result[0][1], tail.group(1))
    return result


_PLACE = frozenset("and or the his her bilateral both area areas region regions side sides aspect joint joints muscles distribution".split())


def _belongs(reader: Reader, a: int, b: int, c: int, d: int, join: str) -> bool:
    """Whether ``text[c:d]`` is no item of its own but goes on with ``text[a:b]``."""
    text = reader.text
    left, right = text[a:b], text[c:d]
    left_words = _WORDS.findall(left.lower())
    right_words = _WORDS.findall(right.lower())
    if not right_words:
        return True
    if not left_words:
        return True
    if _CONTINUES.match(right) and not (finding(reader, c, d) and re.match(r"(?i)(?:left|right|bilateral|occasional|intermittent|worsening|uncontrolled|possible|likely|probable|stage|grade|type|status)", right) and (len(right_words) > 1 or "," not in join)):
        return True
    if re.match(r"(?i)(?:other|any other|others)\b", right) and len(right_words) <= 1:
        return True
    last = left_words[-1]
    comma = "," in join
    left_tail = re.sub(r"(?i)^(?:any|the|a|an|his|her)\s+", "", left.strip())
    # "suicidal or homicidal ideation", "bowel or bladder dysfunction", "left or right arm"
    near = len(right_words) == 1 or right_words[0] in BODY or right_words[0] in _ADJECTIVES or bool(_ADJECTIVE.search(right_words[0]))
    if len(left_words) <= 3 and last not in NOT_ADJECTIVE and not finding(reader, b - len(left.split()[-1]) if left.split() else a, b):
        if last in _ADJECTIVES or (last in BODY and near and not _PP.search(left) and not finding(reader, a, b)) or (_ADJECTIVE.search(last) and len(left_tail.split()) <= 2 and not reader.kinds(a, b)):
            if reader.kind not in ("medications", "allergies"):
                return True
    if not comma and len(left_words) > 3 and _PP.search(left) and (last in _ADJECTIVES or (_ADJECTIVE.search(last) and last not in NOT_ADJECTIVE and last not in FINDINGS and not last.endswith("ed"))):
        return True
    if last in ("suicidal", "homicidal") or (last in ("urinary",) and len(left_words) == 1):
        return True
    if not comma and re.search(r"(?i)\b(?:due to|secondary to|because of|related to|caused by|resulting from|consistent with|consisting of|in the setting of)\b", left):
        return True
    if len(left_words) == 1 and last.endswith("ing") and last not in FINDINGS and right_words[0].endswith("ing"):
        return True
    # what goes on inside a prepositional phrase
    if len(right_words) == 1 and not comma and right_words[0] in ("loss", "gain", "change", "changes", "function", "dysfunction"):
        return True
    if re.search(r"(?i)\b(?:in|from|by) (?:(?:his|her|the|their) )?[\w ]+$", left) and _RELATIVE.fullmatch(re.sub(r"(?i)^(?:a|an|the|his|her|their|both)\s+", "", right)):
        return True
    if _PP.search(left) and len(last) > 3 and last == right_words[-1] and not finding(reader, c, d):
        return True
    if _PP_OPEN.search(left):
        plain = all(word in BODY or word in _ADJECTIVES or word in _PLACE for word in right_words)
        if plain:
            return True
    if _GERUND_PP.search(left) and not finding(reader, c, d):
        return True
    if right_words[0].endswith("ing") and right_words[0] not in FINDINGS and _PP.search(left) and not reader.kinds(c, d):
        return True
    if _BETWEEN.search(left) and not comma and re.search(r"(?i)\b(?:between|from)\b", left):
        return True
    # "rate and rhythm", "nausea with eating and drinking": unknown short words joined without a comma, in an unknown list
    if not comma and join in ("and", "&") and reader.kind in ("examination", "vitals", "results") and not (finding(reader, a, b) and finding(reader, c, d)):
        return True
    if join == "/" and not finding(reader, c, d):
        return True
    if join == "/" and (right_words[0] in ("or", "and") or (len(left_words[-1]) < 2)):
        return True
    return False


def items(
    reader: Reader, start: int, end: int, *, frame: str = "", polarity: Polarity | None = None, subject: str = "",
    speaker: str = "", role: str = "item", context: str = "", bare: bool = False,
) -> None:
    """Split what a frame governs into one statement per item; prose that is no list stays whole."""
    text = reader.text
    start, end = trim(text, start, end)
    if end <= start:
        return
    body = text[start:end]
    if polarity != "denied":
        cut = missing(reader, start, end)
        if cut is not None:
            items(reader, start, cut.start(), frame=frame, polarity=polarity, subject=subject, speaker=speaker, role=role, context=context, bare=bare)
            items(reader, cut.end(), end, frame=_said(cut.group()), polarity="denied", subject=subject, speaker=speaker, context=context)
            return
    if bare and not _list_like(reader, start, end):
        without(reader, start, end, frame=frame, speaker=speaker, role="clause", polarity=polarity)
        return
    if reader.kind in ("medications", "allergies") and drugs(reader, start, end, frame, polarity):
        return
    if has_verb(body) and polarity != "denied" and not (role in ("history", "reason")):
        without(reader, start, end, frame=frame, speaker=speaker, polarity=polarity)
        return
    parts = split_items(reader, start, end)
    if has_verb(body):
        kept: list[tuple[int, int, str]] = []
        for a, b, tail in parts:
            if kept and has_verb(text[a:b]):
                kept[-1] = (kept[-1][0], b, "")
            else:
                kept.append((a, b, tail))
        parts = kept
    if polarity == "denied" and len(parts) > 1 and re.search(r"\b(?:no|nil|without)(?:\s+any)?$", frame):
        for n in range(1, len(parts)):
            between = text[parts[n - 1][1]:parts[n][0]].strip().lower()
            if between == "," and _POSITIVE_ITEM.match(text, parts[n][0], parts[n][1]):
                emit_items(reader, parts[:n], frame=frame, polarity=polarity, subject=subject, speaker=speaker, role=role, context=context)
                governed(reader, parts[n][0], end, "", speaker, "")
                return
    if polarity is None and not bare and role == "item" and len(parts) > 1 and not all(finding(reader, a, b) for a, b, _ in parts):
        if reader.kind not in ("medications", "allergies", "past"):
            good = [finding(reader, a, b) for a, b, _ in parts]
            if not (sum(good) >= len(good) - 1 and len(good) > 2):
                parts = [(start, end, "")]
    emit_items(reader, parts, frame=frame, polarity=polarity, subject=subject, speaker=speaker, role=role, context=context)


_POSITIVE_ITEM = re.compile(
    r"(?:\d|social|occasional|occ\b|minimal|some\b|mild|speaking|lives|works|currently|good|normal|well\b|positive|drinks|smokes|moderate|stable|soft|clear|supple|"
    r"regular|intact|alert|oriented|able\b|has\b|is\b|was\b|had\b|taking|using|mainly|only|still|just|appears|looks|full\b|trace|possible|likely|\?)", F
)


def emit_items(
    reader: Reader, parts: list[tuple[int, int, str]], *, frame: str, polarity: Polarity | None, subject: str = "",
    speaker: str = "", role: str = "item", context: str = "",
) -> None:
    """Add each item; one that brings its own negation ("no fever") loses it to its frame."""
    text = reader.text
    for a, b, tail in parts:
        a, b = trim(text, a, b)
        own = _NEGATION.match(text, a, b)
        if own and own.end() < b and polarity != "denied":
            items(reader, own.end(), b, frame=_said(own.group()), polarity="denied", subject=subject, speaker=speaker)
            continue
        if polarity == "denied":
            slim = re.match(r"(?i)(?:any|other|no|denies)\s+(?=\S)", text[a:b])
            if slim and slim.end() < b - a and slim.group().lower().strip() != "other":
                a += slim.end()
        if polarity is None and role in ("item", "history", "reason"):
            without(reader, a, b, frame=frame, speaker=speaker, role=role, tail=tail)
            if subject and reader.out:
                reader.out[-1].subject = subject
            if context and reader.out:
                reader.out[-1].context = context
            continue
        add(reader, a, b, frame=frame, polarity=polarity, subject=subject, speaker=speaker, role=role, tail=tail, context=context)


def _list_like(reader: Reader, start: int, end: int) -> bool:
    """Whether words without a verb are a list to be taken apart."""
    kind = reader.kind
    if kind in ("plan", "instructions"):
        return False
    if kind in ("medications", "allergies", "past", "complaint", "family"):
        return True
    parts = split_items(reader, start, end)
    if len(parts) < 2:
        return True
    if kind in ("results", "vitals"):
        return all(_MEASURED.search(reader.text, a, b) for a, b, _ in parts)
    return all(finding(reader, a, b) for a, b, _ in parts) or (
        kind in ("review",) and sum(finding(reader, a, b) for a, b, _ in parts) >= len(parts) - 1
    )


_MEASURED = re.compile(r"[A-Za-z][\w %()-]*?\s(?:of\s|was\s|is\s|at\s|:\s?)?[<>]?\d")
_DOSE = re.compile(r"\d[\d.,/]*\s*(?:mg|mcg|g|ml|units?|iu|tablets?|tabs?|caps?|puffs?|%|meq|drops?|milligrams?|micrograms?)\b|\b(?:daily|bid|b\.i\.d|tid|qid|prn|inhaler|tablet|cream|ointment|drops|injection|spray|patch|po|od|bd|tds)\b", F)
_DRUGNAME = re.compile(r"\b[a-z]{3,}(?:pril|sartan|statin|olol|azole|cillin|mycin|micin|floxacin|cycline|prazole|tidine|dipine|formin|gliptin|gliflozin|glutide|oxetine|aline|opram|zepam|zolam|codone|morphone|cortisone|solone|asone|profen|oxicam|triptan|thiazide|semide|parin|xaban|mab|nib|vir|pine|done|idone|zine|tadine|terol|tropium|setron|barbital|caine|phylline|statins?|insulin|aspirin|tylenol|advil|motrin|ibuprofen|warfarin|coumadin|lasix|lipitor|norvasc|albuterol|acetaminophen|penicillin|sulfa|codeine|prednisone|gabapentin)\b|\b(?:insulin|aspirin|tylenol|advil|motrin|lasix|sulfa|multivitamin|vitamin|calcium|iron)\b", F)


def drug_like(reader: Reader, start: int, end: int) -> bool:
    """Whether these words name a drug or hold a dose."""
    return "drug" in reader.kinds(start, end) or bool(_DOSE.search(reader.text, start, end) or _DRUGNAME.search(reader.text, start, end))


_ORDER = re.compile(
    r"(?:(?:she|he|they|the\s+patient|we|i|patient|you)\s+(?:will|can|should|may|is\s+to)\s+(?:also\s+)?)?(?:continue(?:\s+(?:with|taking|on|her|his))*|start|initiate|begin|prescribed?|increase|decrease|refill(?:ed)?|resume|take|stop|discontinue|hold|prescription for|given|received)\s+(?:taking\s+|both\s+|(?:on|her|his|the|with)\s+)?(?=\S)", F
)


def drugs(reader: Reader, start: int, end: int, frame: str = "", polarity: Polarity | None = None) -> bool:
    """One statement per drug of a drug list, dose and frequency with it. False when it is no such list."""
    text = reader.text
    begin = start
    if not frame:
        order = _ORDER.match(text, start, end)
        if order and order.end() < end:
            begin = order.end()
            frame = re.sub(r"^(?:i|we)\s+(?:will|can|should|may)\s+(?:also\s+)?", "", _said(order.group()))
        elif reader.kind in ("plan", "instructions", "assessment", "course"):
            return False
    if has_verb(text[begin:end]):
        return False
    cuts: list[tuple[int, int]] = []
    at = begin
    for cut in _JOIN.finditer(text, begin, end):
        if cut.group() == "/":
            continue
        nxt = cut.end()
        piece = text[at:cut.start()]
        if piece.count("(") > piece.count(")"):
            continue
        window = _JOIN.search(text, nxt, end)
        stop = window.start() if window else end
        if re.match(r"(?:\d|twice|once|three|one|two|daily|as|for|with|p\.?o|prn|q\d|every|at|in|by|per|both|bid|tid|b\.i\.d|t\.i\.d|then|up|each|last|which|on|no|not|but|if|when)\b", text[nxt:stop], F):
            continue
        if reader.kind in ("plan", "instructions", "assessment", "course") and not drug_like(reader, nxt, stop):
            continue
        cuts.append((at, cut.start()))
        at = nxt
    cuts.append((at, end))
    if reader.kind in ("plan", "instructions", "assessment", "course"):
        if len(cuts) < 2 or not all(drug_like(reader, a, b) for a, b in cuts):
            return False
    for a, b in cuts:
        add(reader, a, b, frame=frame, role="drug", polarity=polarity)
    return True


# ---------------------------------------------------------------- people inside statements
_DEMOGRAPHIC = re.compile(
    r"(?P<lead>(?:(?P<name>(?-i:(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.?\s+[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?|[A-Z][a-z'’-]+(?:\s[A-Z]\.?)?(?:\s[A-Z][\w'’-]+){0,2}))|the\s+patient|this|he|she|patient|pt|this\s+patient|we\s+have|briefly,\s+(?:he|she))\s*,?\s+(?:is|was)\s+(?:a|an|the)?\s*|(?:this|an?|the|pt|patient|our)\s+(?:is\s+(?:a|an)\s+)?)?"
    r"(?:(?:very|pleasant|delightful|healthy|lovely|well-developed|otherwise|right-handed|left-handed|right|left|handed|previously|generally|former|known|unfortunate|elderly|young|nice|overweight|obese|single|married|divorced|retired|cooperative),?\s+)*"
    r"(?P<age>(?:\d{1,3}(?:[\s-]*1/2|\.\d)?|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)(?:[\s-]+(?:one|two|three|four|five|six|seven|eight|nine))?)"
    r"(?:[\s-]*(?:years?|yrs?|months?|mos?|weeks?|wks?|days?|y|yr|hours?)[\s.-]*(?:olds?\b|of\s+age)|\s?y[./]?o\.?(?=[\s,])|\s?(?=[MF]\b)))\s*,?\s*"
    r"(?P<adj>(?:(?:and|very|pleasant|delightful|healthy|lovely|otherwise|well-developed|well-nourished|caucasian|african[\s-]?american|black|white|hispanic|asian|right|left|hand(?:ed)?|right-handed|left-handed|right-hand|left-hand|dominant|"
    r"former|gravida|known|unfortunate|obese|morbidly|married|single|divorced|widowed|retired|postmenopausal|pregnant|non-?smoking|diabetic|hypertensive|native|latino|latina|indian|chinese|ex-?premature|full|term|previously|generally|overweight|cooperative|transgender),?[\s-]+)*)"
    r"(?P<sex>females?|males?|women|woman|man|girl|boy|gentleman|lady|[MF]\b|infant|baby|child|newborn|patient|person|individual|student|teenager|adolescent|toddler|(?:[a-z]+\s+)?twin|RHF|RHM|LHF|LHM|caucasian|veteran)?\b",
    F,
)
_AFTER_DEMO = re.compile(r"\s*,?\s*(?:(?:who|that|and|patient)\s+)?(?:also\s+)?", F)
_REASON_JOIN = re.compile(r"\s*,?\s+(?:and\s+)?(?:who\s+|and\s+|she\s+|he\s+|that\s+)?(?=(?:presents?|presented|presenting|comes?|came|is\s+here|is\s+seen|is\s+being\s+seen|was\s+seen|returns?|returned|here\s+(?:for|with|today)|is\s+admitted|was\s+admitted|(?:was|is)\s+referred|admitted\s+(?:for|with|to)|referred\s+(?:for|by|to)|is\s+brought|was\s+brought|is\s+status|was\s+diagnosed|is\s+coming|is\s+in\b|has\s+been|underwent|sustained)\b)", F)


def demographics(reader: Reader, start: int, end: int) -> bool:
    """Split "X is a 50-year-old female with a history of A and B who presents for C" into age, sex, A, B and C."""
    text = reader.text
    match = _DEMOGRAPHIC.match(text, start, min(end, start + 220))
    if not match or not match.group("age"):
        return False
    if not match.group("sex") and not match.group("lead"):
        return False
    if re.match(r"(?i)\s*(?:history|hx)\b", text[match.end():match.end() + 12]):
        return False
    name = match.group("name")
    if name and relative_in(name):
        return False
    add(reader, match.start("age"), match.end("age"), role="age", frame="is")
    adjective = text[match.start("adj"):match.end("adj")].strip(" ,-")
    adjective = re.sub(r"(?i)^(?:(?:and|very|pleasant|delightful|lovely|otherwise|unfortunate|known|cooperative)[\s,]+)+|(?:[\s,]+(?:and|very|pleasant|delightful|lovely|cooperative))+$|^(?:pleasant|delightful|lovely|very pleasant|cooperative)$", "", adjective)
    if match.group("sex"):
        if adjective:
            at = text.find(adjective, match.start("adj"), match.end("adj"))
            if at >= 0:
                add(reader, at, at + len(adjective), role="clause", frame="is")
        add(reader, match.start("sex"), match.end("sex"), role="sex", frame="is")
    elif adjective:
        at = text.find(adjective, match.start("adj"), match.end("adj"))
        if at >= 0:
            add(reader, at, at + len(adjective), role="clause", frame="is")
    at = match.end()
    if at >= end or not text[at:end].strip(" .,;"):
        return True
    cut = _REASON_JOIN.search(text, at, end)
    middle_end = cut.start() if cut else end
    if cut and _AFTER_DEMO.match(text, at, cut.end()) and not text[at:cut.start()].strip(" ,"):
        middle_end = at
    if middle_end > at:
        a = at
        skip = _AFTER_DEMO.match(text, a, middle_end)
        a = skip.end() if skip else a
        if re.match(r"(?i)with\s+", text[a:middle_end]) and not _POSITIVE.match(text, a, middle_end):
            b = a + len(re.match(r"(?i)with\s+(?:(?:a|an|the)\s+)?", text[a:middle_end]).group())  # type: ignore[union-attr]
            if has_verb(text[b:middle_end]):
                for p, q, joint in clauses(reader, b, middle_end):
                    if p == b:
                        add(reader, p, q, frame="with")
                    else:
                        clause(reader, p, q, joint)
            else:
                items(reader, b, middle_end, frame="with", role="history")
        else:
            for p, q, joint in clauses(reader, a, middle_end):
                clause(reader, p, q, joint)
    if cut:
        for p, q, joint in clauses(reader, cut.end(), end):
            clause(reader, p, q, joint)
    return True


def family(reader: Reader, start: int, end: int) -> bool:
    """One statement per relative and condition. False when the clause is not of that kind."""
    text = reader.text
    match = _FAMILY_LEAD.match(text, start, end)
    if not match or match.end() >= end:
        return False
    who = relative_in(match.group("who"))
    if who.split()[-1] in ("wife", "husband", "spouse", "partner", "girlfriend", "boyfriend", "guardian", "caregiver") and reader.kind != "family":
        return False
    frame = _said(match.group("frame"))
    if not frame and reader.kind != "family":
        return False
    rest = text[match.end():end]
    if has_verb(rest) and not frame:
        return False
    if re.match(r"(?i)(?:and|or|of|in|to|was|is|were|are|who|at|on|for|by|states|reports|also)\b", rest):
        return False
    if frame.startswith(("has", "had", "have")) and not finding(reader, match.end(), end) and not re.search("hist", frame):
        return False
    count = len(reader.out)
    negation = _NEGATION.match(text, match.end(), end)
    if negation and negation.end() < end:
        items(reader, negation.end(), end, frame=f"{frame} {_said(negation.group())}".strip(), polarity="denied", subject=who)
    elif has_verb(rest) and not re.search(r"(?i)\b(?:that|who|which)\b", rest):
        return False
    else:
        items(reader, match.end(), end, frame=frame or "has", role="history", subject=who)
    for statement in reader.out[count:]:
        statement.subject = who
    return True


def inner_polarity(text: str, statement: Statement) -> Polarity:
    """The statement's polarity: its frame's, else its words'."""
    own = polarity_of(text[statement.start:statement.end])
    if statement.polarity == "denied":
        return "denied"
    return own if statement.polarity is None else statement.polarity
