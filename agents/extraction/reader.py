"""What every part of the statement reader shares: the note being read, the statement being made, and word tests."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from bedside.agents.extraction.lexicon import FINDING_SUFFIX, FINDINGS
from bedside.agents.extraction.sentences import trim
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
    mixed: bool = False  # family and social history under one heading


AUX = (
    "is|am|are|was|were|has|have|had|does|do|did|will|would|can|could|may|might|should|must|cannot|isn['’]t|aren['’]t|wasn['’]t|"
    "weren['’]t|hasn['’]t|haven['’]t|hadn['’]t|doesn['’]t|don['’]t|didn['’]t|won['’]t|wouldn['’]t|can['’]t|couldn['’]t|shouldn['’]t"
)


CLEAR = (
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


_FINITE = re.compile(
    rf"\b(?:{AUX}|{CLEAR})\b|\b(?:he|she|they|we|i)\s+[a-z]|\b(?:i|he|she|we|they|it|there)['’](?:s|m|re|ve|ll|d)\b",
    F,
)


TOKENS = re.compile(r"[a-z]+(?:['’][a-z]+)?")


_PRONOUNS = re.compile(r"\b(?:he|she|they|we|i)\b|['’]")


_VERBS = frozenset(word for part in (AUX, CLEAR) for word in part.replace("['’]", "'").split("|"))


def has_verb(text: str) -> bool:
    """Whether a stretch of text holds a finite verb."""
    low = text.lower()
    if not _VERBS.isdisjoint(TOKENS.findall(low)):
        return True
    return (
        ("'" in low or "’" in low or " " in low) and _FINITE.search(text) is not None
        if _PRONOUNS.search(low)
        else False
    )


def finding(reader: Reader, start: int, end: int) -> bool:
    """Whether these words name a symptom, sign, disease or operation."""
    kinds = reader.kinds(start, end)
    if kinds and (
        "disorder" in kinds
        or "symptom" in kinds
        or "finding" in kinds
        or (reader.kind in ("past", "medications", "allergies", "procedure", "family"))
    ):
        return True
    for word in re.findall(r"[a-z]{2,}", reader.text[start:end].lower()):
        if word in FINDINGS or _SUFFIXED.search(word):
            return True
    return False


_SUFFIXED = re.compile(FINDING_SUFFIX + r"$")


def said_as(text: str) -> str:
    """A frame as kept on the fact: lower case, one space, subject gone."""
    return re.sub(r"\s+", " ", text).strip(" ,:").lower()


def who_of(match: re.Match[str]) -> str:
    who = match.groupdict().get("who")
    return (who or "").strip()


def add(
    reader: Reader,
    start: int,
    end: int,
    *,
    frame: str = "",
    polarity: Polarity | None = None,
    role: str = "clause",
    subject: str = "",
    speaker: str = "",
    tail: str = "",
    context: str = "",
) -> None:
    """Append one statement, trimmed; nothing for an empty stretch."""
    start, end = trim(reader.text, start, end)
    if end <= start:
        return
    reader.out.append(
        Statement(
            start,
            end,
            reader.sentence,
            frame,
            polarity,
            subject,
            speaker,
            reader.topic,
            role,
            tail,
            context,
        )
    )


_DOSE = re.compile(
    r"\d[\d.,/]*\s*(?:mg|mcg|g|ml|units?|iu|tablets?|tabs?|caps?|puffs?|%|meq|drops?|milligrams?|micrograms?)\b|\b(?:daily|bid|b\.i\.d|tid|qid|prn|inhaler|tablet|cream|ointment|drops|injection|spray|patch|po|od|bd|tds)\b",
    F,
)


_DRUGNAME = re.compile(
    r"\b[a-z]{3,}(?:pril|sartan|statin|olol|azole|cillin|mycin|micin|floxacin|cycline|prazole|tidine|dipine|formin|gliptin|gliflozin|glutide|oxetine|aline|opram|zepam|zolam|codone|morphone|cortisone|solone|asone|profen|oxicam|triptan|thiazide|semide|parin|xaban|mab|nib|vir|pine|done|idone|zine|tadine|terol|tropium|setron|barbital|caine|phylline|statins?|insulin|aspirin|tylenol|advil|motrin|ibuprofen|warfarin|coumadin|lasix|lipitor|norvasc|albuterol|acetaminophen|penicillin|sulfa|codeine|prednisone|gabapentin)\b|\b(?:insulin|aspirin|tylenol|advil|motrin|lasix|sulfa|multivitamin|vitamin|calcium|iron)\b",
    F,
)


def drug_like(reader: Reader, start: int, end: int) -> bool:
    """Whether these words name a drug or hold a dose."""
    return "drug" in reader.kinds(start, end) or bool(
        _DOSE.search(reader.text, start, end) or _DRUGNAME.search(reader.text, start, end)
    )
