"""Words that name no particular thing: saying them claims nothing about the patient that a note could bear out.

Law of the file: it knows words and what stands right around them, no note and no talk.
"""

import re

from bedside.knowledge.terminology import reduced

_GENERIC = (
    frozenset(
        key
        for key in (
            "medication medicine med drug pill tablet exam examination test testing lab blood work bloodwork visit surgery operation treatment "
            "therapy symptom condition problem disease illness health procedure prescription dose result follow-up appointment "
            "physical check-up checkup screening imaging scan picture specialist body skin weight height diet exercise sleep water food life "
            "breathing walking standing sitting eating talking history care help meal activity rest stress work home school "
            "physicals speed vital vitals sign signs temperature pulse index finger look touch question normal stable healthy fine good clear alert "
        ).split()
    )
    | {
        "emergency room", "emergency department", "er", "ed", "a&e", "hospital", "clinic", "urgent care", "ambulance", "emergency services",
        "physical exam", "physical examination", "vital signs", "blood work", "blood test", "blood tests",
    }
)  # fmt: skip
# These may be a thing of the note, and are then compared with it; where the note has none of them they claim nothing.
_SMALL = frozenset(
    "k odd expect snow junk glass contrast exhausting boiled rubbing rub stretch heartbeat".split()
) | {
    "blood pressure", "heart rate", "heart rates", "annual exam", "annual physical", "family history", "in my family", "in your family",
    "in the family", "runs in the family", "activities of daily living", "daily activities", "current weight", "medication therapy",
    "lot going on", "checking up", "check up", "work out", "working out", "worked out", "cut it out", "keep it up", "look well", "look good",
    "number one", "number two", "lungs sound", "heart sounds", "heart sounds good", "blood testing", "allergic to", "drug allergies",
    "passing urine",
}  # fmt: skip
# A thing that is feared, warned of or only talked about in passing, with the words that make it so.
_IN_PASSING = (
    re.compile(r"\bconfused (?=(?:as to|about|by|what|why|how|which)\b)", re.IGNORECASE),
    re.compile(r"\b(?:break|broken|breaking) (?:a|any|your) bones?\b", re.IGNORECASE),
    re.compile(
        r"\b(?:not going to|won't|will not|can't|cannot) (?:\w+ ){0,2}?(?:hurt|tear|break|harm)\b", re.IGNORECASE
    ),
    re.compile(
        r"\bmust (?:be|have been) (?:so |very |really )?(?:painful|uncomfortable|exhausting|frustrating|scary|stressful)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:[A-Z] ){2,}[A-Z]\b"),  # an abbreviation spelled out, "C O P D"
    re.compile(r"\b(?:can't|cannot|could|can) hear (?:you|me)\b", re.IGNORECASE),
    re.compile(r"\bstress and strain\b", re.IGNORECASE),
    re.compile(r"\bno (?:pain,? no gain|sweat)\b", re.IGNORECASE),
    re.compile(r"\bpain in the (?:neck|butt)\b(?= to\b)", re.IGNORECASE),
)
_CHAT = re.compile(
    r"^(?:-?way\b|(?:of )?(?:more |other |quick |last |different |main |big )*(?:things?|questions?|moments?|seconds?|minutes?(?= (?:to|of your))|reasons?|words?|sides?|of (?:them|those|these|us|you|my|the)|ways?|options?|point|arms?|choices?|day weekends?|being)\b)",
    re.IGNORECASE,
)
_CHAT_BEFORE = re.compile(
    r"\b(?:scale of|scale from|out of|give me|just a|one or|nine[-, ]+(?:one|nine)|call|dial|number|covid|room|step|thank you|thanks|(?:in|take|for|just|wait|hold on) (?:just )?(?:a|one|two|another|five))\W*$",
    re.IGNORECASE,
)
_EMERGENCY = re.compile(r"\b(?:nine[-, ]+){2}nine\b|\bnine[-, ]+one[-, ]+one\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten)(?:[,. ]+(?:and )?(?:one|two|three|four|five|six|seven|eight|nine|ten)\b){2,}",
    re.IGNORECASE,
)
_OR_SO = re.compile(
    r"\b(?:a|next|another) (?:day|week|hour|minute|month) or\s*$", re.IGNORECASE
)  # "the next day or two"
_PRONOUN = re.compile(r"one(?: a)?\s*$", re.IGNORECASE)
_COUNTS = re.compile(
    r"\s*(?:or|to|and)?\s*(?:a |per |times|tablet|pill|puff|day|week|month|year|hour|week)", re.IGNORECASE
)


def is_ordinary(form: str) -> bool:
    """Whether a wording names nothing in particular."""
    return form.lower() in _GENERIC or reduced(form) in _GENERIC


def is_small(form: str) -> bool:
    """Whether a wording is nothing new where the note does not have it."""
    return form.lower() in _SMALL


def in_passing(text: str, start: int, end: int) -> bool:
    """Whether the stretch of ``text`` stands in a turn of speech that claims nothing."""
    near = text[max(0, start - 40) : end + 20]
    first = start - max(0, start - 40)
    return any(
        match.start() < first + (end - start) and first < match.end()
        for pattern in _IN_PASSING
        for match in pattern.finditer(near)
    )


_DRUG_CLASSES = re.compile(
    r"(?:antibiotic|steroid|painkiller|antihistamine|anti-?inflammator(?:y|ies)|antidepressant|statin|diuretic|blood thinner|proton pump inhibitor|beta[- ]blocker|vaccine|inhaler|emollient|moisturi[sz]er|hormone)s?(?: (?:drug|medicine|medication|cream|tablet)s?)?",
    re.IGNORECASE,
)


def is_drug_class(form: str) -> bool:
    """Whether a wording names a class of drugs and no drug: of a class one may speak in general."""
    return _DRUG_CLASSES.fullmatch(form) is not None


def counts_nothing(text: str, start: int, end: int) -> bool:
    """Whether the number at this stretch is none of a thing: "a couple of other questions", "nine nine nine"."""
    after = text[end:]
    before = text[max(0, start - 24) : start]
    if _CHAT.match(after.lstrip()) or _CHAT_BEFORE.search(before) or _OR_SO.search(before):
        return True
    if _PRONOUN.fullmatch(text[start:end]) and not _COUNTS.match(after):
        return True  # "how to use one a while ago"
    return any(
        match.start() <= start and end <= match.end()
        for pattern in (_EMERGENCY, _COUNTED)
        for match in pattern.finditer(text)
    )
