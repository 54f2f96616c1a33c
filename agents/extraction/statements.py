"""From a block of text to statements: the smallest stretches that can be spoken on their own, each with its span.

Nothing is rewritten. What governs a statement (who says it, "denies", "history of") is its ``frame``; the frame of
every statement and each connector lies outside its span, all other words of the body lie inside one.
"""

import re

from bedside.agents.extraction.clauses import COMPLETE, PLANSTART, clauses
from bedside.agents.extraction.frames import (
    ADVICE,
    FAMILY_LEAD,
    HAS,
    LEAD,
    NEGATION,
    ORDER,
    POSITIVE,
    RELATIVE_WORD,
    SHOWS,
    SIDES,
    relative_in,
    without_subject,
)
from bedside.agents.extraction.lexicon import RELATIVE
from bedside.agents.extraction.lists import JOIN, MEASURED, POSITIVE_ITEM, list_like, missing, split_items
from bedside.agents.extraction.polarity import polarity_of
from bedside.agents.extraction.reader import Reader, Statement, add, drug_like, finding, has_verb, said_as, who_of
from bedside.agents.extraction.sentences import sentences, trim
from bedside.scenarios.note import Polarity

F = re.IGNORECASE

_LEADING = re.compile(
    r"(?:however|additionally|otherwise|furthermore|moreover|overall|also|therefore|in addition(?=,)|of note|in summary|briefly|thus|"
    r"as (?:mentioned|noted|stated|above|discussed|described)(?: above| before| previously| earlier)?(?=,|\s+(?:denies|reports))|and|but|so|then|unfortunately|fortunately|again|as such|as well|in general|generally|additionally of note|(?:first|second|third|lastly|finally)(?=,)|meanwhile|regardless|that said|nevertheless)\b\s*,?\s+(?=\S)",
    F,
)


_TOPIC = re.compile(
    r"(?:regarding|in regards? to|with regards? to|as regards|as for|in terms of|concerning|with respect to|from (?:a|an|the) (?=[\w -]+ (?:standpoint|perspective|point of view)))\s+"
    r"(?:(?:his|her|their|the|my|your|the patient['’]s|this|these)\s+)?(?P<topic>[^,;:.]{2,60}?)(?:\s+(?:standpoint|perspective|point of view))?\s*,\s+(?=\S)",
    F,
)


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
            if (
                previous is not None
                and previous.speaker
                and joint in ("and", "but", "comma")
                and not statement.speaker
                and not re.match(r"(?:denies|reports|states|notes|endorses)", statement.frame)
            ):
                statement.speaker = previous.speaker
            if not statement.subject and reader.kind not in ("plan", "instructions", "assessment"):
                words = text[statement.start : statement.end]
                statement.subject = _about(words) or (_kin(words) if reader.mixed else "")
            if statement.subject == "child" and _THE_CHILD.match(text, start, end):
                statement.subject = ""
        previous = reader.out[count] if len(reader.out) > count else previous


_ABOUT = re.compile(
    rf"(?:(?:his|her|their|the\s+patient['’]s|patient['’]s|my|your)\s+(?P<a>{RELATIVE})(?:\s+and\s+(?:\w+\s+)?{RELATIVE})?\s+(?:also\s+|both\s+)?(?:is|are|was|were|has|have|had|lives?|died|passed|suffers|does|did|takes|works|also|recently|currently)\b"
    rf"|(?P<b>{RELATIVE})(?:\s+and\s+{RELATIVE})?\s+(?:is|are|was|were|has|have|had|died|passed|also|suffers)\b"
    rf"|.{{0,40}}?\b(?P<c>{RELATIVE})\s+(?:who|that)\s+(?:is|was|has|had|are|have|died|suffers)\b)",
    F,
)


_THE_CHILD = re.compile(r"(?:the|this) (?:child|infant|baby)\b", F)  # the patient, where a note says so
_KIN_FIRST = re.compile(
    rf"(?:his\s+|her\s+|the\s+)?(?P<who>{RELATIVE})\s*,?\s+(?:is\s+|was\s+)?(?:alive|living|deceased|dead|healthy|aged?\b|\d+\b|with\b|had\b|has\b|died\b|in good health|unknown)",
    F,
)
_KIN_LAST = re.compile(
    rf"\b(?:in|on|of|with|to)\s+(?:(?:both|either|one)\s+sides?\s+of\s+)?(?:the|his|her|their)\s+(?:(?:immediate|extended|own)\s+)?(?P<who>family|{RELATIVE})(?:\s+and\s+(?:\w+\s+)?{RELATIVE})?(?:\s+side)?[\s.]*$",
    F,
)


def _kin(words: str) -> str:
    """The relative whom a statement of family and social history is about, by its first or its last words."""
    found = _KIN_FIRST.match(words) or _KIN_LAST.search(words)
    if not found or re.search(r"(?i)\b(?:liv(?:es|ed|ing)|resid\w+|stay\w*|works?|moved|married|visit\w*)\b", words):
        return ""
    return relative_in(found.group("who")) or "family"


def _about(words: str) -> str:
    """The relative a clause is about ("His wife is unwell", "a brother who is diagnosed with autism"), or ""."""
    found = _ABOUT.match(words)
    if not found or re.search(r"(?i)\b(?:accompanied|brought|present|here)\b", words):
        return ""
    return relative_in(found.group("a") or found.group("b") or found.group("c"))


_NEGATIVE = re.compile(
    r"negative\s+(?!for\b|as\b|except\b|in\b|and\b|with\b|otherwise\b|per\b|to\b|on\b|at\b)(?=[a-z])", F
)


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
    if (
        joint == "and"
        and previous is not None
        and re.match(r"(?i)that\s", text[start:end])
        and COMPLETE.match(text, start + 5, end)
    ):
        add(reader, start + 5, end, frame=previous.frame, speaker=previous.speaker, polarity=previous.polarity)
        return
    if (
        joint == "and"
        and previous is not None
        and reader.kind in ("plan", "instructions", "assessment", "course")
        and PLANSTART.match(text, start, end)
    ):
        count = len(reader.out)
        if previous.role == "advice":
            add(reader, start, end, frame=previous.frame, role="advice", speaker=previous.speaker)
        else:
            governed(reader, start, end, "", "", "")
            for statement in reader.out[count:]:
                statement.frame = statement.frame or _will(text[previous.start : previous.end])
        return
    if joint == "which":
        add(reader, start, end, frame="which", speaker=previous.speaker if previous else "")
        return
    if not _THE_CHILD.match(text, start, end) and (
        reader.kind == "family"
        or RELATIVE_WORD.match(text, start, end)
        or re.match(rf"(?i)(?:his|her|the|both|one|patient['’]s)\s+{RELATIVE}\b", text[start : start + 60])
    ):
        if family(reader, start, end):
            return
    bare = _NEGATIVE.match(text, start, end) if reader.kind == "review" else None
    if bare and bare.end() < end:  # a list of systems: "negative dysuria, negative urgency"
        items(reader, bare.end(), end, frame="negative for", polarity="denied")
        return
    lead = LEAD.match(text, start, end)
    if lead:
        who = who_of(lead)
        speaker = relative_in(who) if who else ""
        verb = lead.group("verb").lower()
        said = said_as(lead.group()[len(who) :]) if who else said_as(lead.group())
        if (verb.startswith("noted") and not who and reader.kind in ("examination", "results", "vitals")) or (
            not who
            and reader.kind in ("plan", "instructions")
            and verb in ("report", "note", "mention", "add", "describe", "recall", "state")
        ):
            pass
        elif verb.startswith("den"):
            rest = lead.end()
            if COMPLETE.match(text, rest, end) or lead.group("that"):
                add(reader, rest, end, frame="denies", polarity="denied", speaker=speaker)
            else:
                skip = re.match(
                    r"(?i)(?:(?:any|having|experiencing|the use of|use of|a|an|history of|known|feeling)\s+)+(?=\S)",
                    text[rest:end],
                )
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
    found = re.match(
        r"(?i)(?:we|i|he|she|they|you|the patient|patient)\s+(?:(?:will|should|can|may)(?:\s+also)?|(?:am|are|is)\s+going\s+to|would\s+like\s+to|need(?:s)?\s+to)\b",
        before,
    )
    return said_as(found.group()) if found else ""


def governed(reader: Reader, start: int, end: int, said: str, speaker: str, who: str) -> None:
    """Read what stands after the reporting verb (``said``), or a clause that has none."""
    text = reader.text
    negation = NEGATION.match(text, start, end)
    if negation and negation.end() < end:
        frame = said_as(without_subject(negation))
        items(
            reader,
            negation.end(),
            end,
            frame=frame,
            polarity="denied",
            subject=relative_in(who_of(negation)),
            speaker=speaker,
        )
        return
    if reader.kind in ("plan", "instructions", "assessment", "course"):
        advice = ADVICE.match(text, start, end)
        if advice and end - advice.end() > 3:
            advised = re.sub(
                r"^(?:(?:at this (?:time|point)|today|currently|for now|in the meantime),? )?(?:i|we|he|she|they|it|pt|the patient|patient) (?:(?:have|has|had) )?(?:also )?",
                "",
                said_as(advice.group()),
            )
            add(reader, advice.end(), end, frame=advised, role="advice", speaker=speaker)
            return
        if drugs(reader, start, end):
            return
    positive = POSITIVE.match(text, start, end)
    if positive and positive.end() < end and _frames(reader, positive, end, said):
        inner = said_as(without_subject(positive))
        bare = said.endswith(" that") or re.match(r"(?:has|had|have|takes|is|was|uses)\b", inner)
        low = positive.group("frame").lower()
        role = "item"
        if re.search(r"history|hx|h/o|pmh|psh", low):
            role = "history"
        elif re.match(r"present|here|seen|come|came|return|in\b|complain|c/o|admit|refer|evaluat", low):
            role = "reason"
        items(
            reader,
            positive.end(),
            end,
            frame=inner if bare else f"{said} {inner}".strip(),
            speaker=speaker,
            subject=relative_in(who_of(positive)),
            role=role,
        )
        return
    shows = SHOWS.match(text, start, end)
    if (
        shows
        and shows.end() < end
        and not re.search(r"(?i)\b(?:will|to|should|if|would|who|that)\b", shows.group("study"))
    ):
        rest = shows.end()
        inner = NEGATION.match(text, rest, end)
        lead = said_as(f"{said} {shows.group()}")
        if inner and inner.end() < end:
            items(
                reader,
                inner.end(),
                end,
                frame=f"{lead} {said_as(inner.group())}",
                polarity="denied",
                speaker=speaker,
                context=shows.group(),
            )
            return
        if shows.group("verb").lower() == "negative for":
            items(reader, rest, end, frame=lead, polarity="denied", speaker=speaker, context=shows.group())
            return
        parts = split_items(reader, rest, end)
        if len(parts) > 1 and all(MEASURED.search(text, a, b) for a, b, _ in parts):
            emit_items(reader, parts, frame=lead, polarity=None, speaker=speaker, context=shows.group())
            return
        if len(parts) > 1 and all(finding(reader, a, b) for a, b, _ in parts):
            emit_items(reader, parts, frame=lead, polarity=None, speaker=speaker, context=shows.group())
            return
        add(reader, start, end, frame=said, speaker=speaker)
        return
    sides = SIDES.match(text, start, end)
    if sides and sides.group("a").lower() != sides.group("b").lower() and any(c.isdigit() for c in sides.group("two")):
        add(reader, sides.start("one"), sides.end("one"), frame=said, speaker=speaker)
        add(
            reader,
            sides.start("two"),
            sides.end("two"),
            frame=said_as(sides.group("head")),
            speaker=speaker,
            context=sides.group("head"),
        )
        return
    body = text[start:end]
    has = HAS.match(text, start, end)
    if has and has.end() < end:
        parts = split_items(reader, has.end(), end)
        if len(parts) > 1 and all(finding(reader, a, b) and not has_verb(text[a:b]) for a, b, _ in parts):
            subject = relative_in(who_of(has)) if who_of(has) else ""
            emit_items(
                reader,
                parts,
                frame=f"{said} {said_as(without_subject(has))}".strip(),
                polarity=None,
                speaker=speaker,
                subject=subject,
            )
            return
    if has_verb(body) or COMPLETE.match(body):
        without(reader, start, end, frame=said, speaker=speaker)
        return
    items(reader, start, end, frame=said, speaker=speaker, bare=not said)


def _frames(reader: Reader, positive: re.Match[str], end: int, said: str) -> bool:
    """Whether words that can govern a list ("taking", "history of", "presents with") do so here."""
    low = positive.group("frame").lower().strip()
    rest, pre = positive.end(), positive.group("pre")
    if reader.kind in ("plan", "instructions", "course") and not re.search(
        r"hist|hx|h/o|s/p|post|positive|allerg", low
    ):
        return False
    simple = re.match(
        r"(?:taking|on|using|takes|uses|use\s+of|having|experiencing|undergoing|currently|prescribed|enjoying|in)\b",
        low,
    )
    if simple and not said and not pre and reader.kind != "medications":
        return False
    if re.match(r"(?:seen|in |comes|came|return|admitted|referred|evaluated)", low) and not pre and not said:
        return False
    drug = re.match(r"(?:currently\s+)?(?:taking|using|takes|uses|use|on)\b", low)
    if drug and (reader.kind != "medications" or low == "on") and not drug_like(reader, rest, end):
        return False
    return bool(said) or not (simple or low.startswith(("in", "seen"))) or not has_verb(reader.text[rest:end])


def without(
    reader: Reader,
    start: int,
    end: int,
    *,
    frame: str,
    speaker: str,
    role: str = "clause",
    polarity: Polarity | None = None,
    tail: str = "",
) -> None:
    """Add a clause; findings it says are missing at its end ("... without fever or chills") become denied items."""
    cut = missing(reader, start, end)
    if cut is None:
        add(reader, start, end, frame=frame, speaker=speaker, role=role, polarity=polarity, tail=tail)
        return
    add(reader, start, cut.start(), frame=frame, speaker=speaker, role=role, polarity=polarity)
    items(reader, cut.end(), end, frame=said_as(cut.group()), polarity="denied", speaker=speaker)


def items(
    reader: Reader,
    start: int,
    end: int,
    *,
    frame: str = "",
    polarity: Polarity | None = None,
    subject: str = "",
    speaker: str = "",
    role: str = "item",
    context: str = "",
    bare: bool = False,
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
            items(
                reader,
                start,
                cut.start(),
                frame=frame,
                polarity=polarity,
                subject=subject,
                speaker=speaker,
                role=role,
                context=context,
                bare=bare,
            )
            items(
                reader,
                cut.end(),
                end,
                frame=said_as(cut.group()),
                polarity="denied",
                subject=subject,
                speaker=speaker,
                context=context,
            )
            return
    if bare and not list_like(reader, start, end):
        without(reader, start, end, frame=frame, speaker=speaker, role="clause", polarity=polarity)
        return
    if reader.kind in ("medications", "allergies") and drugs(reader, start, end, frame, polarity):
        return
    if has_verb(body) and polarity != "denied" and role not in ("history", "reason"):
        without(reader, start, end, frame=frame, speaker=speaker, polarity=polarity)
        return
    parts = split_items(reader, start, end)
    if has_verb(body):
        kept: list[tuple[int, int, str]] = []
        for a, b, tail in parts:
            if kept and has_verb(text[a:b]) and not (polarity == "denied" and POSITIVE_ITEM.match(text, a, b)):
                kept[-1] = (kept[-1][0], b, "")
            else:
                kept.append((a, b, tail))
        parts = kept
    if polarity == "denied" and len(parts) > 1 and re.search(r"\b(?:no|nil|without)(?:\s+any)?$", frame):
        for n in range(1, len(parts)):
            between = text[parts[n - 1][1] : parts[n][0]].strip().lower()
            if between == "," and POSITIVE_ITEM.match(text, parts[n][0], parts[n][1]):
                emit_items(
                    reader,
                    parts[:n],
                    frame=frame,
                    polarity=polarity,
                    subject=subject,
                    speaker=speaker,
                    role=role,
                    context=context,
                )
                governed(reader, parts[n][0], end, "", speaker, "")
                return
    if (
        polarity is None
        and not bare
        and role == "item"
        and len(parts) > 1
        and not all(finding(reader, a, b) for a, b, _ in parts)
    ):
        if reader.kind not in ("medications", "allergies", "past"):
            good = [finding(reader, a, b) for a, b, _ in parts]
            if not (sum(good) >= len(good) - 1 and len(good) > 2):
                parts = [(start, end, "")]
    emit_items(
        reader, parts, frame=frame, polarity=polarity, subject=subject, speaker=speaker, role=role, context=context
    )


def emit_items(
    reader: Reader,
    parts: list[tuple[int, int, str]],
    *,
    frame: str,
    polarity: Polarity | None,
    subject: str = "",
    speaker: str = "",
    role: str = "item",
    context: str = "",
) -> None:
    """Add each item; one that brings its own negation ("no fever") loses it to its frame."""
    text = reader.text
    for a, b, tail in parts:
        a, b = trim(text, a, b)
        own = NEGATION.match(text, a, b)
        if own and own.end() < b and polarity != "denied":
            items(reader, own.end(), b, frame=said_as(own.group()), polarity="denied", subject=subject, speaker=speaker)
            continue
        if polarity == "denied":
            slim = re.match(r"(?i)(?:any|other|no|denies|negative(?:\s+for)?)\s+(?=\S)", text[a:b])
            if slim and slim.end() < b - a and slim.group().lower().strip() != "other":
                a += slim.end()
        if polarity is None and role in ("item", "history", "reason"):
            without(reader, a, b, frame=frame, speaker=speaker, role=role, tail=tail)
            if subject and reader.out:
                reader.out[-1].subject = subject
            if context and reader.out:
                reader.out[-1].context = context
            continue
        add(
            reader,
            a,
            b,
            frame=frame,
            polarity=polarity,
            subject=subject,
            speaker=speaker,
            role=role,
            tail=tail,
            context=context,
        )


def drugs(reader: Reader, start: int, end: int, frame: str = "", polarity: Polarity | None = None) -> bool:
    """One statement per drug of a drug list, dose and frequency with it. False when it is no such list."""
    text = reader.text
    begin = start
    if not frame:
        order = ORDER.match(text, start, end)
        if order and order.end() < end:
            begin = order.end()
            frame = re.sub(r"^(?:i|we)\s+(?:will|can|should|may)\s+(?:also\s+)?", "", said_as(order.group()))
        elif reader.kind in ("plan", "instructions", "assessment", "course"):
            return False
    if has_verb(text[begin:end]):
        return False
    cuts: list[tuple[int, int]] = []
    at = begin
    for cut in JOIN.finditer(text, begin, end):
        if cut.group() == "/":
            continue
        nxt = cut.end()
        piece = text[at : cut.start()]
        if piece.count("(") > piece.count(")"):
            continue
        window = JOIN.search(text, nxt, end)
        stop = window.start() if window else end
        if re.match(
            r"(?:\d|twice|once|three|one|two|daily|as|for|with|p\.?o|prn|q\d|every|at|in|by|per|both|bid|tid|b\.i\.d|t\.i\.d|then|up|each|last|which|on|no|not|but|if|when|out|ran|run|stopped|since|started|finished|prescribed|taken|inhaled|bought|alternate|max|maximum|usually|sometimes|held|due|now|increas(?:e|ing)|decreas(?:e|ing)|taper(?:ing)?|titrat(?:e|ing))\b",
            text[nxt:stop],
            F,
        ):
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


# What somebody does for a living, after the age: "a 58-year-old electrician who ...", "retired school teacher with ...".
_TRADE = re.compile(
    r"\s*(?P<job>(?:(?!(?:history|with|who|and|has|had)\b)[a-z]+\s+){0,2}?(?!(?:former|other|never|her|over|after|history|cancer|presenter|whether|complaint|patient|person)\b)"
    r"[a-z]{3,}(?:er|or|ist|ian|man|woman|keeper|clerk|chef|nurse|student|mechanic|attorney|secretary|veteran|wife|pilot|soldier))(?=\s*,|\s+(?:who|with|from|was|is|presented|presents|presenting|came|comes|complaining|whose|admitted|referred|seen|here|being|in\s+good)\b|\s*\.?$)",
    F,
)
_AFTER_DEMO = re.compile(r"\s*,?\s*(?:(?:who|that|and|patient)\s+)?(?:also\s+)?", F)


_REASON_JOIN = re.compile(
    r"\s*,?\s+(?:and\s+)?(?:who\s+|and\s+|she\s+|he\s+|that\s+)?(?=(?:presents?|presented|presenting|comes?|came|is\s+here|is\s+seen|is\s+being\s+seen|was\s+(?:last\s+|first\s+|initially\s+|recently\s+|originally\s+)?seen|returns?|returned|here\s+(?:for|with|today)|seen\s+(?:for|with|today|in|at)\b|is\s+admitted|was\s+admitted|(?:was|is)\s+referred|admitted\s+(?:for|with|to)|referred\s+(?:for|by|to)|is\s+brought|was\s+brought|was\s+found|is\s+status|was\s+diagnosed|is\s+coming|is\s+in\b|has\s+been|underwent|sustained|complain(?:s|ed|ing)\s+(?:of|about))\b)",
    F,
)


_UNTIL = re.compile(
    r"\b(?:before|after|when|until|since|because|that|while|is|was|been)(?=\s+$|$)", F
)  # "two days before she came"


_COMPLAINS = re.compile(r"complain(?:s|ed|ing)\s+(?:of|about)\b", F)
_COMES = re.compile(
    r"\b(?:present(?:s|ed|ing)|here|comes?|came|seen|returns?|returned|referred|brought|follow[- ]?up)\b", F
)


def demographics(reader: Reader, start: int, end: int) -> bool:
    """Split "X is a 50-year-old female with a history of A and B who presents for C" into age, sex, A, B and C."""
    text = reader.text
    match = _DEMOGRAPHIC.match(text, start, min(end, start + 220))
    if not match or not match.group("age"):
        return False
    job = None if match.group("sex") else _TRADE.match(text, match.end(), end)
    if not match.group("sex") and not match.group("lead") and job is None:
        return False
    if re.match(r"(?i)\s*(?:history|hx)\b", text[match.end() : match.end() + 12]):
        return False
    name = match.group("name")
    if name and relative_in(name):
        return False
    add(reader, match.start("age"), match.end("age"), role="age", frame="is")
    adjective = text[match.start("adj") : match.end("adj")].strip(" ,-")
    adjective = re.sub(
        r"(?i)^(?:(?:and|very|pleasant|delightful|lovely|otherwise|unfortunate|known|cooperative)[\s,]+)+|(?:[\s,]+(?:and|very|pleasant|delightful|lovely|cooperative))+$|^(?:pleasant|delightful|lovely|very pleasant|cooperative)$",
        "",
        adjective,
    )
    if match.group("sex"):
        if adjective:
            at = text.find(adjective, match.start("adj"), match.end("adj"))
            if at >= 0:
                add(reader, at, at + len(adjective), role="clause", frame="is")
        add(reader, match.start("sex"), match.end("sex"), role="sex", frame="is")
    elif adjective and not (job and adjective.lower() in ("retired", "former")):
        at = text.find(adjective, match.start("adj"), match.end("adj"))
        if at >= 0:
            add(reader, at, at + len(adjective), role="clause", frame="is")
    at = match.end()
    if job:
        former = re.compile(r"(?:retired|former)\b", F).match(text, match.start("adj"), match.end("adj"))
        add(reader, former.start() if former else job.start("job"), job.end("job"), role="trade", frame="is")
        at = job.end()
    if at >= end or not text[at:end].strip(" .,;"):
        return True
    cut = next((c for c in _REASON_JOIN.finditer(text, at, end) if not _UNTIL.search(text, at, c.start())), None)
    if cut and _COMPLAINS.match(text, cut.end()) and _COMPLAINS.search(text, at, cut.start()):
        cut = None  # one complaint is of another's words: "complaining of a finger complaining of catching"
    middle_end = cut.start() if cut else end
    if cut and _AFTER_DEMO.match(text, at, cut.end()) and not text[at : cut.start()].strip(" ,"):
        middle_end = at
    if middle_end > at:
        a = at
        skip = _AFTER_DEMO.match(text, a, middle_end)
        a = skip.end() if skip else a
        having = re.match(r"(?i)with\s+(?:(?:a|an|the)\s+)?", text[a:middle_end])
        if having and not POSITIVE.match(text, a, middle_end):
            b = a + having.end()
            if has_verb(text[b:middle_end]):
                for p, q, joint in clauses(reader, b, middle_end):
                    if p == b:
                        add(reader, p, q, frame="with")
                    else:
                        clause(reader, p, q, joint)
            else:
                new = cut is None and reader.kind in ("complaint", "history") and _symptom(reader, b, middle_end)
                new = new and not _COMES.search(text, end, end + 600)  # else that says what they come for
                items(reader, b, middle_end, frame="with", role="reason" if new else "history")
        else:
            for p, q, joint in clauses(reader, a, middle_end):
                clause(reader, p, q, joint)
    if cut:
        for p, q, joint in clauses(reader, cut.end(), end):
            clause(reader, p, q, joint)
    return True


def _symptom(reader: Reader, start: int, end: int) -> bool:
    """Whether what somebody comes "with" is what they complain of, and no illness they are known to have."""
    a, b, _ = split_items(reader, start, end)[0]
    kinds = reader.kinds(a, b).split()
    return (
        "symptom" in kinds
        and "disorder" not in kinds
        and not re.match(r"(?i)(?:known|chronic|history)\b", reader.text[a:b])
    )


def family(reader: Reader, start: int, end: int) -> bool:
    """One statement per relative and condition. False when the clause is not of that kind."""
    text = reader.text
    match = FAMILY_LEAD.match(text, start, end)
    if not match or match.end() >= end:
        return False
    who = relative_in(match.group("who"))
    if (
        who.split()[-1] in ("wife", "husband", "spouse", "partner", "girlfriend", "boyfriend", "guardian", "caregiver")
        and reader.kind != "family"
    ):
        return False
    frame = said_as(match.group("frame"))
    if not frame and reader.kind != "family":
        return False
    rest = text[match.end() : end]
    if has_verb(rest) and not frame:
        return False
    if re.match(r"(?i)(?:and|or|of|in|to|was|is|were|are|who|at|on|for|by|states|reports|also|been)\b", rest):
        return False
    if re.match(r"(?i)(?:no|any) (?:other |further |new )?(?:concerns?|questions?|complaints?)\b", rest):
        return False
    if (
        frame.startswith(("has", "had", "have"))
        and not finding(reader, match.end(), end)
        and not re.search("hist", frame)
    ):
        return False
    count = len(reader.out)
    negation = NEGATION.match(text, match.end(), end)
    if negation and negation.end() < end:
        items(
            reader,
            negation.end(),
            end,
            frame=f"{frame} {said_as(negation.group())}".strip(),
            polarity="denied",
            subject=who,
        )
    elif has_verb(rest) and not re.search(r"(?i)\b(?:that|who|which)\b", rest):
        return False
    else:
        items(reader, match.end(), end, frame=frame or "has", role="history", subject=who)
    for statement in reader.out[count:]:
        statement.subject = who
    return True


# An earlier test and how it came out: the test was done, whatever it denies.
_RESULT = re.compile(r"(?:last|latest|previous|prior|recent|most recent)\b[^.;]*\b(?:negative|normal|clear)\s*$", F)


def inner_polarity(text: str, statement: Statement) -> Polarity:
    """The statement's polarity: its frame's, else its words'."""
    if statement.polarity == "denied":
        return "denied"
    if statement.polarity is None and _RESULT.match(text, statement.start, statement.end):
        return "present"
    own = polarity_of(text[statement.start : statement.end])
    return own if statement.polarity is None else statement.polarity
