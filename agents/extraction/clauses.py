"""Where a sentence falls into clauses that stand on their own."""

import re

from bedside.agents.extraction.frames import LEAD, REPORTSTART, SHOWS
from bedside.agents.extraction.reader import AUX, CLEAR, TOKENS, Reader, has_verb

F = re.IGNORECASE

_STRICT = re.compile(
    rf"\b(?:{AUX})\b|\b(?:he|she|they|it|i|we|you|patient|pt|mother|father|who|which|that|pain|symptoms)\s+(?:[a-z]+ly\s+|also\s+)?(?:{CLEAR})\b"
    rf"|^\s*(?:{CLEAR})\b"
    r"|\b(?:takes|lives|appears|seems|feels|denies|states|reports|remains|became|began|went|came|got|gave|told|saw|woke|fell|demonstrates|shows|reveals)\b",
    F,
)


_DET = r"(?:the|his|her|their|my|your|our|its|this|these|those|that|a|an|both|all|each|some|any|no|most)"


_PRONOUN = r"(?:he|she|they|it|this|that|these|those|there|i|we|you|one|nothing|everything|none|neither|both|mom|dad|mother|father|patient|pt)"


COMPLETE = re.compile(
    rf"(?:(?:then|also|now|currently|today|recently|initially|subsequently|at (?:this|that) (?:time|point)|of note|otherwise|additionally|therefore|occasionally|sometimes)\s*,?\s+)?"
    rf"(?:{_PRONOUN}(?:['’](?:s|re|ve|ll|d))?\s+(?:[a-z]+ly\s+|also\s+|still\s+|just\s+|now\s+|then\s+|never\s+|only\s+)?(?:{AUX}|{CLEAR}|[a-z]+(?:ed|es|s))\b"
    rf"|(?:pathology|labs?|imaging|x-rays?|mri|ct|results?|symptoms?|pain|exam|ultrasound|biopsy|echocardiogram|ekg|treatment|surgery)\s+(?:(?!and\b|or\b)\w+\s+){{0,3}}?(?:{AUX}|{CLEAR})\b"
    rf"|(?:{_DET}\s+|(?:mr|mrs|ms|dr)\.?\s+)(?:(?!(?:that|which|who|when|if|because|where|while|and|or|to|of which)\b)[\w'’-]+\s+){{1,6}}?(?:{AUX}|{CLEAR})\b"
    rf"|(?:i|he|she|we|they|it|that|there)['’](?:s|m|re|ve|ll|d)\b)",
    F,
)


_VERBSTART = re.compile(
    r"(?:(?:also|now|then|still|currently|therefore|subsequently|occasionally|usually|never|just|often|he|she|[a-z]+ly)\s+)*"
    r"(?:(?:is|are|was|were|has|have|had|does|did|will|would|can|could|may|might|should|cannot|isn['’]t|wasn['’]t|hasn['’]t|doesn['’]t|didn['’]t|couldn['’]t)\s+\w"
    r"|(?:denies|denied|reports|reported|endorses|endorsed|states|stated|takes|lives|smokes|drinks|wears|receives|underwent|enjoys|"
    r"exercises regularly|reveals?|shows?|demonstrates?|feels|felt|ambulates|admits|complains|walks|works|uses|suffers)\b)",
    F,
)


_PLANVERB = (
    "initiate|start|begin|continue|increase|decrease|reduce|stop|discontinue|hold|order|obtain|repeat|refer|prescribe|recommend|schedule|"
    "check|recheck|monitor|follow|return|avoid|call|contact|report|taper|switch|add|send|arrange|consider|discuss|proceed|provide|give|"
    "administer|advise|encourage|complete|get|apply|elevate|ice|rest|wear|take|use|keep|limit|try|undergo|attend|bring|perform|"
    "evaluate|treat|place|set|draw|review|see|have|change|drink|eat|push|change|watch|reach|resume|request|screen|titrate|transition|wean"
)


PLANSTART = re.compile(rf"(?:also\s+|then\s+|to\s+)?(?:{_PLANVERB})\s+\w", F)


_ADVISED = re.compile(r"(?:counsel+ed|discussed|advised|educated|instructed|encouraged)\s+\w", F)
_STARTS = re.compile(r"(?:start|continue|increase|decrease|stop|order|refer|recheck|repeat)\s+\w", F)


_SPLIT = re.compile(
    r"(?P<semi>\s*;\s*(?:(?:however|and|but|also|therefore|otherwise|additionally)\b,?\s*)?)"
    r"|(?P<but>\s*,?\s+(?:but|however|although|though|whereas|except that)\b,?\s+|,\s+yet\s+)"
    r"|(?P<except>\s*,?\s+(?:except for|except|other than|with the exception of|apart from|aside from)\s+)"
    r"|(?P<which>\s*,\s+(?:which|and which|both of which|all of which|who|where)\s+)"
    r"|(?P<nor>\s*,?\s+nor(?:\s+(?=(?:does|did|has|is|was|do|had)\b))\s*)"
    r"|(?P<runon>(?<=[a-z)])\s+(?-i:(?=(?:Continue|Start|Follow|Order|Repeat|Prescribe|Take|Increase|Decrease|Stop|Discontinue|Recommend|Schedule|Denies|Reports|Endorses)\s[a-z])))"
    r"|(?P<and>\s*,?\s+(?:and|so|and then|and so|as well as)\b\s+)"
    r"|(?P<comma>\s*,\s+)"
    r"|(?P<dash>\s+[–—-]{1,2}\s+)",
    F,
)


_SUBORDINATED = re.compile(
    r"\s*(?:if|when|whenever|because|after|before|as|once|since|while|given|although|though|until|unless|should|in order|due to|despite|with|without|at|on|in|for|during)\b",
    F,
)


def _unled(left: str) -> str:
    """The words without "she reports that" in front."""
    lead = LEAD.match(left)
    return left[lead.end() :] if lead else left


# A clause whose subject is a thing, not the patient: what follows "and" without a subject is about it as well.
_ANOTHER = re.compile(
    r"(?:(?:at \w+|now|then|also),? )?(?:the|his|her|their|this|these|those|such)\s+(?!patient|pt\b|child|infant|baby|boy|girl|man|woman|gentleman|lady|family|mother|father|mom|dad|parents|wife|husband|son|daughter|sister|brother|victim)"
    r"[\w'’-]+(?:\s+(?:of|in|on|to|from)\s+(?:the|his|her|their)?\s*[\w'’-]+)?\s+(?:[\w'’-]+\s+)?(?:is|are|was|were|has|have|had|does|do|did|will|began|begins|started|starts|came|comes|went|goes|got|gets|lasts?|lasted|occurs?|occurred|radiates|radiated|seems?|seemed|improved|worsened|resolved|increased|decreased|moved|spread|feels|felt|bothers|hurts|developed|became|becomes|ended)\b"
    r"|(?:(?:at \w+|now|then|also),? )?(?:it|these|this|that|those|they)\s+(?:[\w'’-]+\s+)?(?:is|are|was|were|has|have|had|does|do|did|will|began|begins|started|starts|came|comes|went|goes|lasts?|lasted|occurs?|occurred|radiates|seems?|seemed|improved|worsened|resolved)\b",
    F,
)
_BUT_NOT = re.compile(r"not\s+(?:limited|with|in|on|at|when|to|by|after|during|always|much|as)\b", F)
_EXPLICIT = re.compile(
    r"(?:(?:also|now|then|currently)\s+)*(?:denies|denied|reports|reported|endorses|endorsed|states|stated|takes|lives|smokes|drinks|wears|ambulates|admits|complains|underwent|enjoys|exercises)\b",
    F,
)


_CUTTING = re.compile(r"[,;–—]|\s-")


_CUTWORDS = frozenset(
    "and but however although though yet whereas except other apart aside with nor so start follow order repeat prescribe take increase decrease stop discontinue recommend schedule denies reports endorses".split()
)


_DIGIT = re.compile(r"\d")
_MEASURE = re.compile(
    r"(?:and\s+)?(?:(?:her|his|the|a|an)\s+)?(?:body\s+)?(?:temperature|temp|blood pressure|bp|pulse(?:\s+rate)?|heart rate|hr|respirat(?:ory rate|ions)|rr|oxygen saturation|"
    r"o2 sat\w*|spo2|sats?|weight|height|bmi|h(?:a)?emoglobin|h(?:a)?ematocrit|white (?:blood )?(?:cell )?count|wbc|platelets?(?: count)?|creatinine|sodium|potassium|glucose|"
    r"bun|c-reactive protein|crp|esr|tsh|ldl|hdl|triglycerides|cholesterol|troponin|lactate|calcium|albumin|alt|ast)\s+(?:level\s+)?(?:(?:was|is|were|of|at)\s+)?[<>]?\d",
    F,
)


def clauses(reader: Reader, start: int, end: int) -> list[tuple[int, int, str]]:
    """Cut a sentence where both sides stand on their own. Returns (start, end, what joined it to the left)."""
    text = reader.text
    whole = text[start:end]
    if (
        not _CUTTING.search(whole)
        and _CUTWORDS.isdisjoint(TOKENS.findall(whole.lower()))
        and "Continue" not in whole[1:]
    ):
        return [(start, end, "")]
    found: list[tuple[int, int, str]] = []
    begin, joint = start, ""
    scanned, left_verb = start, False  # what of the left side has been searched for a verb, and the outcome
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
        left_verb = left_verb or has_verb(text[scanned:a])
        scanned = a
        complete = COMPLETE.match(right) is not None
        verb_start = _VERBSTART.match(right) is not None
        hangs = not complete and _ANOTHER.match(left) is not None and _EXPLICIT.match(right) is None
        leading_side = joint == "" and _SUBORDINATED.match(left) is not None and "," not in left
        if kind == "semi" or kind == "nor":
            split = True
        elif kind == "runon":
            split = len(left.split()) > (2 if plan else 1) and (
                plan or right.startswith(("Denies", "Reports", "Endorses"))
            )
        elif kind == "but" and (_BUT_NOT.match(right) or (hangs and not _NEGSTART.match(right))):
            split = False
        elif kind == "but":
            split = (
                complete
                or verb_start
                or _NEGSTART.match(right) is not None
                or (not left_verb and len(right.split()) > 1)
            )
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
        elif kind == "and" and verb_start and hangs:
            split = False  # "the headache began at noon and did not go away": it is the headache that did not
        elif kind == "and":
            word = text[a:b].strip(" ,").lower()
            if word == "so" and "," not in text[a:b]:
                split = False
            elif complete and left_verb and not leading_side:
                split = not re.search(r"(?i)\b(?:that|if|when|because|whether|where)\b[^,]*$", left) or not re.match(
                    r"(?i)(?:that|this)\b", right
                )
                if re.match(r"(?i)(?:that|these|those)\s+\w+", right) and re.search(r"(?i)\bthat\b", left):
                    split = not re.match(
                        r"(?i)(?:he |she )?(?:is |was )?(?:unhappy|worried|concerned|afraid|upset|angry|glad|sorry|sure|aware|pleased|frustrated|annoyed|disappointed) that\b",
                        left,
                    )
            elif verb_start and re.search(r"(?i)\b(?:not|currently|presently|is|was|has|both|either)$", left):
                split = False
            elif verb_start and _STRICT.search(left) and not leading_side:
                split = (
                    not re.match(r"(?i)(?:will|would|can|could|may|might|should|do|have|had|are|were)\b", right)
                    or word != "and"
                    or "," in text[a:b]
                    or len(left.split()) > 5
                )
            elif plan and word in ("and", "and then") and PLANSTART.match(right) and not leading_side:
                split = (
                    bool(
                        re.search(
                            rf"(?i)\b(?:will|to|should|would like to|can|recommend(?:ed)? that|{_PLANVERB})\s",
                            left + " ",
                        )
                    )
                    and len(left.split()) > 2
                    and not _ERRAND.match(left)
                    and not re.search(
                        r"(?i)\b(?:as|because|since|that)\s+(?:it|this|they)\s+(?:may|might|can|could)\b", left
                    )
                )
        if (
            not split
            and kind in ("comma", "and")
            and _MEASURE.match(right)
            and _DIGIT.search(left)
            and not SHOWS.match(left)
        ):
            split = True
        elif kind == "comma":
            report = REPORTSTART.match(right) is not None
            split = report and left_verb and not leading_side
            if not split and _POSSTART.match(right) and not _DENIED_LEFT.search(left):
                split = True
            if (
                not split
                and _NEGSTART.match(right)
                and (
                    not _DENIED_LEFT.search(left)
                    or re.match(r"(?i)(?:no|nil|denies|denied)\b", right)
                    or (not left_verb and re.match(r"(?i)(?:did|does|do|has|had|was|is) not\b", right))
                )
            ):
                split = True
            if (
                not split
                and left_verb
                and not leading_side
                and re.match(r"(?i)(?:then |subsequently )?(?:received|underwent|required)\s", right)
            ):
                split = True  # "was admitted with X, received Y, and Z was given"
            if not split and re.match(r"(?i)no (?:significant |recent )?changes? in\b", right):
                split = True
            if not split and plan and _ADVISED.match(right) and not _ADVISED.search(left):
                split = True  # "start X, counseled about Y": what is ordered, and what was talked about
            if not split and reader.kind == "assessment" and not left_verb and _STARTS.match(right):
                split = True  # "hypertension above goal, increase losartan": what is thought, and what is done
            if (
                not split
                and _STRICT.search(left)
                and not leading_side
                and re.match(
                    r"(?i)(?:(?:is|was|has|does|did|had)\s+(?:not\s+)?\w+|(?:is|was|has|does|did|had)n['’]t\s+\w)",
                    right,
                )
                and not re.search(r"(?i)\b(?:who|which|that)\b[^,]*$", left)
            ):
                split = True
            if (
                not split
                and complete
                and _STRICT.search(_unled(left))
                and not leading_side
                and re.match(rf"(?i)(?:{_PRONOUN}\b|(?:the|his|her|their)\s+(?:[\w'’-]+\s+){{1,2}}(?:{AUX})\b)", right)
            ):
                split = not re.search(
                    r"(?i)\b(?:if|when|after|because|since|as|once|while|although|until|unless|now that)\b", left
                )
        elif kind == "dash":
            split = not left_verb and len(left.split()) <= 6 and has_verb(right)
            split = split or (reader.kind == "assessment" and _STARTS.match(right) is not None)
            split = split and not re.match(r"(?i)(?:needs?|requires?|merits?)\b", right)  # of what stands before it
        if split:
            found.append((begin, a, joint))
            begin, joint = b, kind if kind != "which" else "which"
            scanned, left_verb = b, False
            if kind == "except":
                joint = "except"
    found.append((begin, end, joint))
    return found


# "District nurse to recheck and dress": one person's errand stays together.
_ERRAND = re.compile(r"(?:[\w-]+ ){0,2}(?:nurse|gp|physio\w*|pharmacist|carers?|family|team|dietitian|midwife|daughter|son|wife|husband|mother|father) (?:is |are )?to [a-z]", F)  # fmt: skip


_NEGSTART = re.compile(
    r"(?:(?:there (?:is|was|are|were)|with|has|had|does|did|is|was)\s+)?(?:no|nil|denies|denied|denying|without|negative for)\b(?!\.?\s?\d)(?!\s+(?:longer|more than|only|change))"
    r"|(?:has|had|does|did|is|was|do|have)\s+(?:not|never)\s",
    F,
)


_POSSTART = re.compile(r"(?:positive|negative|significant|notable|remarkable)\s+for\s|(?:status\s+post|s/p)\s", F)


_DENIED_LEFT = re.compile(
    r"\b(?:no|nil|not|denies|denied|negative|without|never|normal|unremarkable|within normal limits|none|nothing)\b", F
)
