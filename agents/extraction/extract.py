"""A clinical note becomes a Note with Facts. Pure, deterministic, and total: any text gives a Note, none raises.

Every fact's text is the slice of the note under its span; facts are ordered by start and have ids ``f1``, ``f2`` ...
What a text says to a machine (``intrusions``) becomes no fact.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Protocol

from bedside.agents.extraction import facts as reading
from bedside.agents.extraction.frames import FAMILY_LEAD, relative_in
from bedside.agents.extraction.narrative import Told, told_in_order
from bedside.agents.extraction.people import read_people
from bedside.agents.extraction.polarity import certainty_of, denied_before, has_negator
from bedside.agents.text.prompt_injection import intrusions
from bedside.agents.extraction.quantities import find_quantities
from bedside.agents.extraction.reader import Reader, Statement, add
from bedside.agents.extraction.sections import WORKLABEL, Block, layout
from bedside.agents.extraction.sentences import sentences
from bedside.agents.extraction.statements import inner_polarity, read_block
from bedside.agents.extraction.times import time_of
from bedside.agents.extraction.written_out import write_out
from bedside.scenarios.note import Fact, Mention, Note, Quantity, SectionKind, Span


class FoundConcept(Protocol):
    """A concept found in a text, as a terminology gives it."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def concept(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def form(self) -> str: ...


class Terms(Protocol):
    """Whatever can find concepts in a text."""

    def find(self, text: str) -> "Sequence[FoundConcept]":
        """Concepts in ``text``, ordered by start."""
        ...


_GENDER = {
    "father": "male",
    "brother": "male",
    "son": "male",
    "uncle": "male",
    "grandfather": "male",
    "husband": "male",
    "nephew": "male",
    "boyfriend": "male",
    "mother": "female",
    "sister": "female",
    "daughter": "female",
    "aunt": "female",
    "grandmother": "female",
    "wife": "female",
    "niece": "female",
}
_RANK = {
    "disorder": 0,
    "symptom": 0,
    "finding": 2,
    "drug": 1,
    "procedure": 3,
    "test": 3,
    "measurement": 3,
    "device": 4,
    "substance": 4,
    "anatomy": 6,
}
_COUNTED = frozenset(("disorder", "symptom", "drug", "procedure", "test", "finding", "measurement"))
_ALLERGY = re.compile(
    r"(?i)(?:.*\ballergic\s+(?:reactions?\s+)?to|.*\|\s*(?:NKD?A|(?:no\s+)?known\s+(?:drug\s+|medication\s+)?allerg\w+|(?:drug|medication|medicine)\s+allergies|allergies(?:\s+to\s.*)?)$)"
)
_HABIT = re.compile(
    r"(?i)(?:non[- ]?smoker|ex[- ]?smoker|smok(?:es|er|ing)|lives (?:with|alone|in)|alcohol|occ(?:asional)? (?:alcohol|etoh)|works (?:as|in|at|from))\b"
)
_FAMILY = re.compile(r"(?i)(?:fhx?|fam(?:ily)?\.? (?:hx|history)):\s*(?=\S)")
_ADMIN = re.compile(
    r"(?i)^(?:(?:name|dob|date of birth|confirmed (?:name|dob)|id confirmed|identity)"
    r"|(?:dob|date of birth|mrn|nhs(?: (?:no|number))?|ssn|phone|tel(?:ephone)?|mobile|e-?mail|address|insurance|postcode|zip)\b[ :#].*"
    r"|(?:pt|patient): (?-i:[A-Z])[\w'’-]+(?: (?-i:[A-Z])[\w'’-]+){0,2}(?:,? (?:dob|date of birth|mrn|phone|tel|nhs|ssn)\b.*)?"
    r"|\d{1,5} (?-i:(?:[A-Z][a-z]+ ){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd))\b.*)$"
)
# What a note is called and who was in the room: nobody tells it to anybody.
_TITLE = re.compile(
    r"(?i)^(?:(?:[a-z-]+ ){0,3}(?:home visit|consultation|consult|encounter|telephone call|phone call|video call|video visit|clinic letter|progress note|discharge summary|(?:mental health|new patient|initial|psychiatric) intake)(?: note)?"
    r"|(?:(?:district |practice |community )?nurse|midwife|(?:\w+ )?interpreter|chaperone|mother|father|mum|mom|dad|wife|husband|daughter|son|carer|partner|both parents|parents)(?: (?:also|is|was))? present(?: (?:for|during|at|throughout) (?:the |this )?(?:visit|consultation|appointment))?"
    r"|(?:here|in|came(?: in)?|comes(?: in)?|attends?|brought(?: in)?) (?:today )?(?:with|by) (?:(?:his|her|their) )?(?:mother|father|mum|mom|dad|wife|husband|daughter|son|carer|partner|grandmother|grandfather|parents)(?: today)?"
    r"|(?:history|information|story) (?:given|obtained|taken|provided|from|per)(?: (?:by|from))? .{2,40}"
    r"|(?:historian|informant|visit type|seen with|attended with|accompanied by)(?:: | )\S.{0,40}"
    r"|seen (?:with|alongside) (?:\w+ ){0,2}(?:nurse|mother|father|mum|mom|dad|wife|husband|daughter|son|carer|partner|parents)"
    r"|patient: (?-i:[A-Z])[\w'’-]+(?: (?-i:[A-Z])[\w'’-]+){0,2})$"
)
_PLACE = re.compile(r"(?i)^(?:[a-z&/-]+ ){1,4}(?:clinic|casualty|review|a&e|ward round|appointment|assessment)$")
_BANNER = re.compile(r"\s*(?P<title>[A-Z][A-Z&/'’-]+(?: [A-Z&/'’-]+)+)(?=\s*(?:[,.:;–—-]|$))", re.MULTILINE)
# What stands in an assessment with a plan and is done, not thought: a test, a medicine with its dose, a referral, a visit.
_ORDERED = re.compile(
    r"(?i)(?:(?:x-?rays?|mri|ct|ultrasound|ekg|ecg|echo|labs?|cbc|bmp|cmp|cultures?|admit|consult|recheck|repeat|start|stop|switch|hold|increase|decrease|return|rtc|f/u|referral|given|cath\w*)\b"
    r"|[\w ,%.-]{3,60}\b(?:referral|consulted|given today|ordered|prn|as needed|(?:b|t|q)id|daily|\d+ ?(?:mg|mcg|g|ml|units)(?:/kg)?)\b)"
)
STORY = 60  # characters of a line that is no list of complaints any more
_IDLE_PROBLEM = re.compile(
    r"(?i)^(?:health ?care maintenance|health maintenance|annual (?:visit|exam\w*|physical)|follow[- ]?up|routine (?:visit|care)|preventi(?:ve|on)\b.*|general|other|disposition|diet|activity|medications?|prophylaxis|code status|fen|patient education.*|return)\.?$"
)


def extract(note_id: str, text: str, terminology: "Terms | None" = None, section: str | None = None) -> Note:
    """Read a note, its shorthand written out. ``section`` names the kind of a bare section ("GENHX", "ROS", "family" ...).

    Never raises on any text. ``terminology`` None: facts have no concepts and lists lean on a small lexicon alone.
    """
    written = write_out(text)
    given, text = text, written.text
    plan = layout(text, section)
    mentions = _mentions(terminology, text)
    starts = [mention.start for mention in mentions]

    def kinds(start: int, end: int) -> str:
        named: list[str] = []
        i = bisect_left(starts, start)
        while i < len(mentions) and mentions[i].start < end:
            if mentions[i].end <= end and mentions[i].kind in _COUNTED:
                named.append(mentions[i].kind)
            i += 1
        return " ".join(named)

    plain = section is None and not any(part.heading for part in plan.sections)
    drafts: list[tuple[Statement, Block, SectionKind]] = []
    topic, paragraph = "", -1
    for block in plan.blocks:
        reader = Reader(text, block.kind, kinds)
        if block.paragraph != paragraph:
            topic, paragraph = "", block.paragraph
        reader.topic = topic
        reader.mixed = block.mixed and block.kind in ("social", "family")
        _read(reader, block)
        topic = reader.topic
        drafts.extend((statement, block, _kind(statement, block, text)) for statement in reader.out)
    people = read_people(
        text,
        [text[s.start : s.end] for s, _, _ in drafts if s.role == "age"],
        [text[s.start : s.end] for s, _, _ in drafts if s.role == "sex"],
    )
    for (before, _, _), (statement, _, _) in pairwise(drafts):
        if before.subject and not statement.subject and statement.sentence != before.sentence:
            he = re.match(r"(He|She)\b", text[statement.start : statement.end])
            if (
                he
                and people.sex
                and (he.group() == "He") != (people.sex == "male")
                and before.subject.split()[-1] in _GENDER
            ):
                if (_GENDER[before.subject.split()[-1]] == "male") == (he.group() == "He"):
                    statement.subject = before.subject
    _open_story(text, drafts)
    aside = intrusions(text)
    if aside:  # what speaks to a machine is no fact
        drafts = [draft for draft in drafts if not any(a < draft[0].end and draft[0].start < b for a, b in aside)]
    drafts.sort(key=lambda draft: (draft[0].start, draft[0].end))
    if plain:
        drafts = [
            (statement, block, kind)
            for (statement, block, _), kind in zip(
                drafts, told_in_order([_told(text, *d) for d in drafts]), strict=True
            )
        ]
    return Note(
        id=note_id,
        text=text,
        edits=written.edits,
        shorthand=given if written.edits else "",
        sections=tuple(plan.sections),
        facts=tuple(_facts(text, drafts, mentions, starts)),
        age=people.age,
        sex=people.sex,
        name=people.name,
        companions=people.companions,
    )


def _open_story(text: str, drafts: "list[tuple[Statement, Block, SectionKind]]") -> None:
    """What follows a complaint on lines of its own, in sentences, is the story, though no heading says so."""
    first: Statement | None = None
    for at, (statement, _, kind) in enumerate(drafts):
        if kind != "complaint":
            continue
        first = first or statement
        line = text.rfind("\n", 0, statement.sentence[0]) + 1
        if line > first.end and len(text[line : statement.sentence[1]]) > STORY:
            for later in range(at, len(drafts)):
                if drafts[later][2] == "complaint":
                    drafts[later] = (drafts[later][0], drafts[later][1], "history")
            return


def _told(text: str, statement: Statement, _block: Block, kind: SectionKind) -> Told:
    words, sentence = text[statement.start : statement.end], text[slice(*statement.sentence)]
    return Told(statement.frame, words, sentence, statement.role, kind)


def _mentions(terminology: "Terms | None", text: str) -> "list[FoundConcept]":
    return [] if terminology is None else list(terminology.find(text))


def _read(reader: Reader, block: Block) -> None:
    if block.fact:
        for start, end in sentences(reader.text, block.start, block.end):
            reader.sentence = (start, end)
            add(reader, start, end, role="idle" if _IDLE_PROBLEM.match(reader.text[start:end]) else "problem")
        return
    count = len(reader.out)
    begin = block.start
    banner = _BANNER.match(reader.text, begin, block.end) if not reader.text[:begin].strip() else None
    if banner:
        begin = banner.end("title")
        reader.sentence = banner.span("title")
        add(reader, *banner.span("title"), role="idle")
    read_block(reader, begin, block.end)
    label = " ".join(block.labels)
    if block.kind in ("vitals", "results") and block.label_start is not None and len(reader.out) > count:
        first = reader.out[count]
        if not re.search(r"(?i)impression|findings|result", block.labels[-1]) and first.role != "age":
            first.start = min(first.start, block.label_start)
    if label and (block.kind in ("family", "social", "past")):
        who = relative_in(label)
        if who:
            for statement in reader.out[count:]:
                statement.subject = statement.subject or who


def _kind(statement: Statement, block: Block, text: str) -> SectionKind:
    """The section a statement belongs to, where one heading stands for two kinds."""
    kind = block.kind
    if kind in ("history", "past", "social") and "family" in statement.frame and "hist" in statement.frame:
        statement.subject = statement.subject or relative_in(text[statement.start : statement.end]) or "family"
        return "family"
    inline = _FAMILY.match(text, *statement.sentence) if kind in ("history", "past", "social") else None
    if inline and inline.end() < statement.end:  # a label in mid-paragraph: "FHx: father MI at 52, mother with anxiety"
        start = max(inline.end(), statement.start)
        lead = FAMILY_LEAD.match(text, start, statement.end)
        statement.subject = (relative_in(lead["who"]) if lead else "") or "family"
        statement.start = lead.end() if lead and lead.end() < statement.end else start
        return "family"
    if kind in ("medications", "past", "social", "family", "history") and _ALLERGY.match(
        f"{statement.frame} | {text[statement.start : statement.end]}"
    ):
        return "allergies"
    if (
        kind in ("medications", "family", "allergies")
        and _HABIT.match(text, statement.start, statement.end)
        and not block.mixed
        and not statement.subject
    ):
        return "social"
    if block.mixed and kind in ("social", "family"):
        words = text[statement.start : statement.end]
        if statement.subject or re.search(
            r"(?i)\bfamily (?:medical )?history\b|\bfamilial\b|runs in the family", f"{statement.frame} {words}"
        ):
            return "family"
        return "social"
    if block.mixed and kind == "assessment" and statement.role in ("clause", "advice", "drug", "item"):
        words = text[statement.start : statement.end]
        if _ORDERED.match(words):
            return "plan"
        if statement.role == "advice" or re.search(
            r"(?i)\b(?:will|continue|order(?:ed)?|start|initiate|increase|decrease|refer(?:red|ral)?|recommend(?:ed)?|prescri\w+|follow[- ]?up|should|schedule|repeat|advis\w+|return|discontinue|refill)\b",
            f"{statement.frame} {words}",
        ):
            return "plan"
    return kind


def _group(text: str, statement: Statement, block: Block) -> str:
    aside = block.kind == "plan" and block.labels and not block.problem and not block.mixed
    if aside and not WORKLABEL.search(block.labels[-1]) and text[block.start : statement.sentence[0]].strip():
        return statement.topic  # a label in mid-line governs its own sentence
    parts = ([block.problem.replace(" / ", "/")] if block.problem else []) + list(block.labels)
    if not parts and statement.topic:
        return statement.topic
    return " / ".join(parts)


def _facts(
    text: str, drafts: list[tuple[Statement, Block, SectionKind]], mentions: "list[FoundConcept]", starts: list[int]
) -> list[Fact]:
    numbers = find_quantities(text)
    number_starts = [found.start for found in numbers]
    drafted: list[dict[str, Any]] = []
    keys: list[frozenset[str]] = []
    marks: list[tuple[object, ...]] = []
    zones: list[str] = []
    known: list[tuple[frozenset[str], str | None]] = []
    for statement, block, kind in drafts:
        start, end = statement.start, statement.end
        if drafted and start < drafted[-1]["_end"]:
            continue  # spans never overlap
        words = text[start:end]
        polarity = inner_polarity(text, statement)
        group = _group(text, statement, block)
        inside: list[FoundConcept] = []
        i = bisect_left(starts, start)
        while i < len(mentions) and mentions[i].start < end:
            if mentions[i].end <= end:
                inside.append(mentions[i])
            i += 1
        negated = inside and has_negator(words)
        held = tuple(
            Mention(
                concept=m.concept,
                kind=m.kind,
                form=m.form,
                span=Span(start=m.start, end=m.end),
                polarity="denied"
                if polarity == "denied"
                and (statement.polarity == "denied" or (negated and denied_before(words, m.start - start)))
                else "denied"
                if polarity == "present" and negated and denied_before(words, m.start - start)
                else "unknown"
                if polarity == "unknown"
                else "present",
            )
            for m in inside
        )
        flat = " ".join(words.split())
        opens = not text[:start].strip()
        role = (
            "idle"
            if _ADMIN.match(words)
            or (kind in ("complaint", "history", "other") and (_TITLE.match(flat) or (opens and _PLACE.match(flat))))
            else statement.role
        )
        quantities: list[Quantity] = []
        j = bisect_left(number_starts, start)
        while j < len(numbers) and numbers[j].start < end:
            q = numbers[j]
            if q.end <= end:
                quantities.append(
                    Quantity(value=q.value, high=q.high, unit=q.unit, span=Span(start=q.start, end=q.end))
                )
            j += 1
        side = reading.side_of(words) or reading.side_of(statement.context) or reading.side_of(statement.tail)
        if side is None and block.labels and kind in ("examination", "results"):
            side = reading.side_of(block.labels[-1])
        subject = statement.subject or "patient"
        concept = _head(inside, statement.role)
        content = reading.key_words(words)
        if kind in ("vitals", "results", "examination") and block.labels and len(content) <= 3:
            content |= reading.key_words(block.labels[-1])
        certainty = certainty_of(f"{statement.frame} {words}" if statement.frame not in ("", "reports") else words)
        drafted.append(
            {
                "_end": end,
                "_role": role,
                "section": kind,
                "text": words,
                "span": Span(start=start, end=end),
                "group": group,
                "problem": block.problem,
                "concept": concept,
                "mentions": held,
                "quantities": tuple(quantities),
                "polarity": polarity,
                "certainty": certainty,
                "side": side,
                "time": time_of(words),
                "subject": subject,
                "speaker": statement.speaker,
                "frame": statement.frame,
                "tail": statement.tail,
                "role": role,
                "sentence": Span(start=statement.sentence[0], end=statement.sentence[1]),
            }
        )
        keys.append(content)
        marks.append(
            (
                polarity,
                subject,
                statement.role in ("age", "sex"),
                side,
                frozenset((q.value, q.high, q.unit) for q in quantities),
            )
        )
        zones.append(reading.zone_of(kind, statement.role))
        if kind in ("complaint", "history", "past", "medications") and polarity == "present" and subject == "patient":
            known.append((content, concept))
    known_concepts = {concept for _, concept in known if concept}
    known_words = {words for words, _ in known if words}
    same = reading.same_content(keys, marks, [draft["concept"] for draft in drafted], zones)
    first: dict[tuple[str, str, object], int] = {}
    for n, draft in enumerate(drafted):
        a, b = draft["sentence"].start, draft["sentence"].end
        if not 10 <= b - a <= 2000:
            continue
        twin = first.setdefault((_flat(text[a:b]), _flat(str(draft["text"])), draft["polarity"]), n)
        if twin != n and same[n] is None:
            same[n] = twin if same[twin] is None else same[twin]
    out: list[Fact] = []
    for n, draft in enumerate(drafted):
        draft.pop("_end")
        role = str(draft.pop("_role"))
        words = keys[n]
        restated = role in ("problem", "item", "history") and draft["concept"] in known_concepts
        restated = restated or (len(words) > 0 and any(words <= other for other in known_words))
        knower, established = reading.knowledge_of(
            draft["section"],
            role,
            str(draft["text"]),
            str(draft["frame"]),
            str(draft["group"]),
            restated=restated,
            certain=draft["certainty"] == "certain",
            subject=str(draft["subject"]),
        )
        target = same[n]
        out.append(
            Fact(
                id=f"f{n + 1}",
                knower=knower,
                established=established,
                same_as=f"f{target + 1}" if target is not None else None,
                **draft,
            )
        )
    return out


def _flat(words: str) -> str:
    return " ".join(words.lower().split())


def _head(inside: "list[FoundConcept]", role: str) -> str | None:
    """The concept a statement is about: for a drug statement the drug, else the first and longest finding."""
    best: FoundConcept | None = None
    for mention in inside:
        if best is None:
            best = mention
            continue
        rank, top = _RANK.get(mention.kind, 5), _RANK.get(best.kind, 5)
        if role == "drug" and mention.kind == "drug":
            rank = -1
        if role == "drug" and best.kind == "drug":
            top = -1
        if rank < top:
            best = mention
    return best.concept if best else None
