"""From statements to Facts: side, time, who can know it, since when it stands, and which facts say the same thing."""

import re
from collections.abc import Sequence
from typing import Literal

from bedside.agents.extraction.lexicon import BLOOD, BODY
from bedside.scenarios.note import Knower, SectionKind

F = re.IGNORECASE
_LEFT = re.compile(
    r"\bleft(?![- ]?hand(?:ed| dominant))(?!\s+(?:the|his|her|home|work|without|against|over|in\s+place|to|a)\b)(?!-over)\b|\b(?:LUE|LLE|LLQ|LUQ|LLL|LUL)\b|\bL(?=\s+(?:knee|hip|arm|leg|foot|ankle|shoulder|wrist|elbow|hand|ear|eye|side|breast|flank|calf|sided))",
)
_RIGHT = re.compile(
    r"\bright(?![- ]?hand(?:ed| dominant|-dominant))(?!\s+(?:now|away|after|before|there|when|as|at|here|then|in|on|size|thing|amount)\b)\b|\b(?:RUE|RLE|RLQ|RUQ|RLL|RUL|RML)\b|\bR(?=\s+(?:knee|hip|arm|leg|foot|ankle|shoulder|wrist|elbow|hand|ear|eye|side|breast|flank|calf|sided))",
)
_ALRIGHT = re.compile(
    r"\b(?:all|is|are|feels?|not)\s+right\b(?!\s+(?:\w+\s+)?(?:knee|hip|arm|leg|foot|ankle|shoulder|wrist|elbow|hand|ear|eye|side|upper|lower))|was left\b|has left\b|bundle branch",
    F,
)
_BOTH = re.compile(
    r"\bbilateral(?:ly)?\b|\bboth\s+(?:\w+\s+)?(?:sides|eyes|ears|arms|legs|hands|feet|knees|hips|ankles|shoulders|wrists|elbows|lungs|breasts|lower|upper|extremities|calves|thighs|kidneys|ovaries)\b|\bb/l\b",
    F,
)
_ANYSIDE = re.compile(r"[Ll]eft|[Rr]ight|LEFT|RIGHT|[Bb]ilat|BILAT|[Bb]oth|[LR][UL][EQL]\b|RML|\b[LR]\b|[Bb]/[Ll]")
_FIRSTCASE = re.compile(r"\b(Left|Right)\b")


def side_of(text: str) -> Literal["left", "right", "both"] | None:
    """left, right or both, as far as the words say."""
    if not _ANYSIDE.search(text):
        return None
    if _BOTH.search(text):
        return "both"
    low = _FIRSTCASE.sub(lambda match: match.group().lower(), text)
    low = re.sub(r"\b(LEFT|RIGHT)\b", lambda match: match.group().lower(), low)
    low = _ALRIGHT.sub("", low)
    left, right = _LEFT.search(low), _RIGHT.search(low)
    if left and right:
        return "both"
    return "left" if left else "right" if right else None


_VISIT: frozenset[SectionKind] = frozenset(
    ("examination", "vitals", "results", "course", "procedure", "assessment", "plan", "instructions")
)
_CHART: frozenset[SectionKind] = frozenset(("past", "medications", "allergies"))
TEST = re.compile(
    r"\b(?:x-?rays?|radiographs?|mris?|cts?|ct scans?|cat scans?|ultrasounds?|echocardiograms?|echo|ekgs?|ecgs?|electrocardiograms?|labs?|blood ?work|biops(?:y|ies)|"
    r"a1c|hemoglobin|cholesterol|colonoscopy|endoscopy|mammograms?|pap|dexa|bone density|stress test|catheterization|scans?|"
    r"urinalysis|(?:urine )?dipstick|rapid strep|swab|cultures?|test(?:s|ed|ing)?|results?|imaging|psa|creatinine|glucose|titers?|panel|angiogram|pft|spirometry|emg)\b",
    F,
)
EARLIER = re.compile(
    r"\b(?:previous(?:ly)?|prior|earlier|outside|last (?:year|month|week|visit|time|checked|\w+day|spring|summer|fall|winter|january|february|march|april|may|june|july|august|september|october|november|december)|past (?!medical|surgical)|years? ago|months? ago|weeks? ago|"
    r"in (?:19|20)\d\d|from (?:before|last|her pcp|his pcp)|ordered by (?:the|her|his) (?:patient['’]s )?(?:pcp|primary|emergency|referring)|old|year['’]s)\b",
    F,
)
_TODAY = re.compile(
    r"\b(?:today|(?:in|at) (?:the|our) (?:office|clinic)|in[- ]office|in the (?:exam )?room|this visit|current visit|obtained and reviewed|reviewed today|here in)\b",
    F,
)
_TOLD = re.compile(r"\b(?:told|informed|was diagnosed|were diagnosed|diagnosed with|was seen|saw)\b", F)
_ONGOING = re.compile(
    r"(?:(?:he|she|they|it|the patient|patient|pt|mr|mrs|ms)\b\.?(?: [A-Z]\w+)?\s+|(?=(?:was (?:diagnosed|unable|seen)|has been|has had|denies|reports)\b))(?:(?:also|still|currently|already|continues to|recently)\s+)*(?:has been|have been|(?:has|have) (?:also |not |never )?(?:\w+ed|made|taken|gotten|lost|felt|tried)|has a history|has had|had|underwent|sustained|saw|was (?:seen|unable|diagnosed)|declined|was diagnosed|reports?|states?|denies|notes|endorses|takes|took|is taking|is on|is doing|was doing|lives|uses|tried|has tried|has a recent diagnosis|attributes|continues to (?:have|report|do)|is able to|feels?|felt|smokes|drinks|experienc\w+|is experiencing|presents?)\b",
    F,
)
_CONCLUDED = re.compile(
    r"\b(?:i (?:believe|think|suspect|feel|do not think)|consistent with|likely|suspect|differential|secondary to|due to|appears? to|should|need(?:s)? to|recommend|will|plan|unstable|at goal|well[- ]controlled|uncontrolled)\b",
    F,
)


def knowledge_of(
    section: SectionKind,
    role: str,
    text: str,
    frame: str,
    group: str,
    *,
    restated: bool,
    certain: bool = True,
    subject: str,
) -> tuple[Knower, Literal["before", "visit"]]:
    """(knower, established). ``restated``: the same content stands in a part of the note the patient knows."""
    whole = f"{frame} {text}"
    if role in ("age", "sex"):
        return "both", "before"
    if section in ("family",) or (subject != "patient" and subject.split()[-1] in BLOOD and section not in _VISIT):
        return "patient", "before"
    if section not in _VISIT:
        if (
            role not in ("reason", "history")
            and TEST.search(whole)
            and _TODAY.search(whole)
            and not re.search(r"\b(?:for|to)\b.{0,20}\btoday\b", whole)
        ):
            return "physician", "visit"
        if section in _CHART:
            return "both", "before"
        if role == "history" or re.search(r"\b(?:history|hx|h/o|status post|s/p|diagnosed)\b", frame):
            return "both", "before"
        if TEST.search(text) and (
            re.search(r"\b(?:show|reveal|demonstrat|was|were|normal|negative|positive|at)\w*\b", text)
            or re.search(r"\d", text)
        ):
            return "both", "before"
        if _TOLD.search(text):
            return "both", "before"
        return "patient", "before"
    if section == "results":
        return ("both", "before") if EARLIER.search(whole) and not _TODAY.search(whole) else ("physician", "visit")
    if section in ("assessment", "plan", "instructions") and role in ("history", "reason"):
        return "both", "before"
    if section == "assessment" or (section == "plan" and not frame):
        if restated and certain:
            return "both", "before"
        if role != "problem" and section == "assessment":
            if re.match(r"(?:reports?|states?|notes?|denies|endorses|complains|mentions)", frame):
                return "patient", "before"
            if TEST.search(whole) and EARLIER.search(whole) and not _TODAY.search(whole):
                return "both", "before"
            if _ONGOING.match(text) and not _CONCLUDED.search(text):
                return "patient", "before"
    return "physician", "visit"


# ---------------------------------------------------------------- same content
_STOP = frozenset(
    "a an the of in on to for with and or his her their my your its is are was were be been has have had he she they it patient pt "
    "doing well this that these those some any there which who at by from as also does do did s she's will we i you him them currently today "
    "reports denies states notes history associated evidence present noted mild".split()
)
_KEYWORD = re.compile(r"[a-z0-9][a-z0-9.%/]*")
_SAME = {
    "dyspnea": "breath",
    "dyspnoea": "breath",
    "shortness": "breath",
    "sob": "breath",
    "htn": "hypertension",
    "dm": "diabetes",
    "diabetic": "diabetes",
    "ideations": "ideation",
    "examination": "exam",
    "feet": "foot",
    "fevers": "fever",
    "chf": "congestive",
    "twice": "2",
    "two": "2",
    "three": "3",
    "once": "1",
    "one": "1",
}


def key_words(text: str) -> frozenset[str]:
    """The content words of a statement, plain plural endings gone, for telling that two statements say one thing."""
    found: set[str] = set()
    for word in _KEYWORD.findall(text.lower().replace("'s", "").replace("’s", "")):
        bare: str = str(word).rstrip("./")
        if bare in _STOP or not bare:
            continue
        word = str(_SAME.get(bare, bare))
        if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
            word = word[:-1]
        found.add(word)
    return frozenset(found)


def is_body(words: frozenset[str]) -> bool:
    """Whether the words name a place of the body and nothing else."""
    return bool(words) and all(word in BODY or word in ("left", "right", "bilateral") for word in words)


_ZONE: dict[SectionKind, str] = {
    "examination": "exam",
    "vitals": "exam",
    "results": "results",
    "assessment": "assessment",
    "plan": "plan",
    "instructions": "plan",
    "course": "course",
    "procedure": "course",
    "family": "family",
}


def zone_of(section: SectionKind, role: str = "") -> str:
    """The part of a visit content is spoken of in: opening, story, family, exam, results, course, assessment, plan."""
    if section == "complaint" or (role == "reason" and section in ("history", "assessment")):
        return "opening"
    return _ZONE.get(section, "story")


_RETOLD = frozenset((("assessment", "story"), ("assessment", "opening"), ("story", "opening")))


def same_content(
    keys: Sequence[frozenset[str]],
    marks: Sequence[tuple[object, ...]],
    concepts: Sequence[str | None],
    zones: Sequence[str],
) -> list[int | None]:
    """For each statement the index of the one it repeats, or None.

    ``marks`` must agree (polarity, subject, certainty, knower ...) up to their last two members: the side, where one
    may be silent, and the numbers, where the repeat's must be among the other's. The more specific statement is kept;
    between equals the first. Only content of the same zone repeats, and the story retold in the assessment. No chains: the kept one repeats nothing.
    """
    same: list[int | None] = [None] * len(keys)
    index: dict[str, list[int]] = {}
    for i, words in enumerate(keys):
        for word in words:
            index.setdefault(word, []).append(i)
    order = sorted(
        range(len(keys)),
        key=lambda i: (
            ("opening", "story").index(zones[i]) if zones[i] in ("opening", "story") else 2,
            -len(keys[i]),
            i,
        ),
    )
    kept: dict[str, list[int]] = {}
    for i in order:
        words = keys[i]
        if not words:
            continue
        rarest = min(words, key=lambda word: (len(index[word]), word))
        best: int | None = None
        for j in kept.get(rarest, ()):
            other = keys[j]
            if not words <= other:
                continue
            if zones[i] != zones[j] and (zones[i], zones[j]) not in _RETOLD:
                continue
            if marks[i][:-2] != marks[j][:-2]:
                continue
            if marks[i][-2] not in (None, marks[j][-2]):
                continue
            if not marks[i][-1] <= marks[j][-1]:  # type: ignore[operator]
                continue
            if (
                words != other
                and not (concepts[i] is not None and concepts[i] == concepts[j])
                and not (len(words) >= 2 and len(other) <= len(words) + 3 and not is_body(words))
            ):
                continue
            if best is None or (len(keys[j]), -j) < (len(keys[best]), -best):
                best = j
        if best is None:
            for word in words:
                kept.setdefault(word, []).append(i)
        else:
            same[i] = best
    return same
