"""Where the parts of a note lie: headings, sub-headings, labels and problem headings, each with its span.

A layout never raises and never loses a character: what is no heading, label or bullet is the body of some block.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import get_args

from bedside.agents.extraction.lexicon import BODY, SYSTEM_JOIN, SYSTEMS
from bedside.scenarios.note import Section, SectionKind, Span


@dataclass(slots=True)
class Block:
    """A run of body text under one heading, problem and label. ``fact`` marks a problem heading, itself a statement."""

    kind: SectionKind
    start: int
    end: int
    heading: str = ""
    problem: str = ""
    labels: tuple[str, ...] = ()
    label_start: int | None = None  # where the innermost label begins, for results ("Potassium: 4.1")
    fact: bool = False
    mixed: bool = False  # family and social (or assessment and plan) under one heading
    paragraph: int = 0


@dataclass(slots=True)
class Layout:
    """Sections in order, blocks in order, and the spans that are heading, label or bullet."""

    sections: list[Section] = field(default_factory=list[Section])
    blocks: list[Block] = field(default_factory=list[Block])
    marks: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])


GIVEN: dict[str, SectionKind] = {
    "genhx": "history",
    "fam/sochx": "social",
    "pastmedicalhx": "past",
    "cc": "complaint",
    "pastsurgical": "past",
    "ros": "review",
    "allergy": "allergies",
    "medications": "medications",
    "assessment": "assessment",
    "exam": "examination",
    "diagnosis": "assessment",
    "disposition": "plan",
    "plan": "plan",
    "edcourse": "course",
    "immunizations": "past",
    "imaging": "results",
    "gynhx": "past",
    "procedures": "procedure",
    "other_history": "history",
    "labs": "results",
}
_KINDS: dict[str, SectionKind] = {kind: kind for kind in get_args(SectionKind)}

# the first that matches wins
_PATTERNS: tuple[tuple[SectionKind, str], ...] = (
    (
        "complaint",
        r"^(?:chief |presenting |main |primary )?complaints?$|^cc$|^pc$|^reason for (?:visit|consult|consultation|referral|admission|encounter|appointment|attendance)|^presenting problem|^chief concern|^reason$",
    ),
    (
        "examination",
        r"\bexam\b|\bexamination|^o ?/ ?e$|^ex$|^pe$|^objective$|^o$|^physical$|physical findings|^mental status|^mse$",
    ),
    ("vitals", r"\bvitals?\b|^obs(?:ervations)?$|^vs$"),
    ("review", r"review of (?:systems?|symptoms)|^ros$|^systems? (?:review|enquiry|inquiry)|^se$|^systemic enquiry"),
    (
        "assessment",
        r"^assessment\b|^impressions?\b|^imp$|^a ?(?:/|&|and) ?p$|^a$|diagnos[ei]s|^dx$|^ddx$|^problem list|^conclusions?$|^differential|^formulation$|^clinical impression|^medical decision making|^mdm$|^summary$",
    ),
    ("instructions", r"instructions?\b|follow[ -]?up(?: plan)?$|^safety ?net|^return precautions"),
    ("procedure", r"^procedures?\b|^procedure note|^operations?$|operation performed|^operative"),
    ("family", r"^f(?:amily|am|m)?\.? ?(?:medical )?(?:history|hx|h)$|^fmhx?$|^family$|^family (?:and|&|/)"),
    ("allergies", r"allerg|^all$"),
    ("social", r"^s(?:ocial|oc)?\.? ?(?:history|hx|h)$|^social\b|personal history|^habits$|^occupation|^lifestyle"),
    (
        "medications",
        r"medications?\b|^meds$|^drugs?\b|^dh$|^dhx$|^rx$|^prescriptions?$|^home meds|drug history|^medicines$|^current treatment",
    ),
    (
        "past",
        r"^past\b|^pmh|^psh|^pmsh|surgical history|surgical hx|medical history|medical hx|^birth|^developmental|obstetric|gyn|^ob\b|immuni[sz]ation|^prior\b|^previous\b|^pmhx|psychiatric history|^hospitali[sz]ations?$|^surgeries$|^menstrual|^p?m ?hx?$|^vaccin",
    ),
    ("course", r"course|^treatment(?: given)?$|^management$|^progress"),
    ("plan", r"^plans?\b|^p$|recommendations?|^disposition|^treatment plan|^orders?$|^next steps|^discharge"),
    (
        "results",
        r"results?\b|^labs?\b|laborator|imaging|radiolog|^x-?rays?$|^ekg$|^ecg$|^investigations?$|^ix$|^studies|diagnostic(?:s| data| studies| testing)?$|^data$|^tests?$|pathology|^bloods$|^findings$|^measures?$|^scores?$|^scales?$|^questionnaires?$",
    ),
    (
        "history",
        r"history of (?:the )?presenti?n?g?|^hpi$|^hpc$|^hxpc$|^hx$|^history$|^interval|^history and physical|^history (?:from|of events)|^subjective|^s$|^presentation$|^case (?:presentation|report|description)|^clinical history|^background$|^hospital|^h/o presenting|^story$|^ice$|presenting complaint|present illness|^narrative$",
    ),
)
_RULES: tuple[tuple[SectionKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern)) for kind, pattern in _PATTERNS
)
_INLINE_CODES = re.compile(
    r"(?:PMHx?|PMSHx?|PSHx?|DHx?|SHx?|FHx?|Fhx|FMHx?|FamHx|HPC|HPI|HxPC|PC|CC|Hx|Imp|IMP|Impression|Dx|DDx|ICE|Plan|PLAN|"
    r"O/E|OE|Ex|Rx|ROS|SE|Ix|Obs|Meds|A/P|Medications?|Allergies|Allergy)"
    r"(?:\s*[:\-–—]|\.(?=\s+\S)|(?=\s+[A-Z][a-z])|(?=\s*$))"
)
_STRONG_CODES = frozenset(
    "pmh pmhx pmsh psh pshx dh dhx sh shx fh fhx fmh fmhx famhx hpc hpi hxpc imp dx ddx ice o/e a/p".split()
)
_BULLET = re.compile(
    r"[ \t\u00a0\u200b\ufeff]*(?:[•●▪◦‣·∙○■□➢►*+]+[ \t]*|[-–—]{1,2}(?=[ \tA-Z])[ \t]*|\(?\d{1,2}[.)](?=[ \t]|$)[ \t]*|\(?[a-h]\)[ \t]+|[o][ \t](?=[A-Z]))*[ \t]*"
)
_NUMBERED = re.compile(r"\s*\(?\d{1,2}[.)]")
_LABEL = re.compile(r"([A-Za-z](?:[\w '’&/,()+-]|\.(?!\s)){0,70}?)\s?:(?=\s|$)")
_NONE = re.compile(r"(?:None|N/A|Nil|Negative|Unknown|Noncontributory)\.?\s+(?=[A-Z])")
_MIDLABEL = re.compile(r"(?<=[.;)\]:\w])(?:\s{1,3}|\n)([A-Z][\w '’&/,()-]{0,60}?):(?=\s|$)")
_LATE = re.compile(r"(?<=\.)\s+([A-Z][a-z]{4,})$")
_WORD = re.compile(r"[a-z0-9]+(?:['’/&][a-z0-9]+)*")
_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]|$)")
_PRONOUN = re.compile(
    r"(?i)\b(?:he|she|they|i|we|you|it|is|are|was|were|has|have|had|will|denies|states?|stated|reports?|says?|said|asked|note)\b"
)
_SUBPAST = frozenset(
    "procedures injuries medical surgical psychiatric obstetric gynecologic gynecological social family medications allergies hospitalizations birth developmental immunizations".split()
)
_PLAN_LABELS = re.compile(
    r"(?i)test|treatment|referral|education|counsel|plan|follow|order|medication|agreement|procedure|disposition|instruction|prescri|imaging|lab|diet|monitor|goal"
)
WORKLABEL = re.compile(
    r"(?i)medical reasoning|additional testing|medical treatment|patient education|specialist referral|patient agreement|assessment|plan\b"
)
_FALSELABEL = re.compile(r"(?i)^(?:note|nb|warning|ps|e\.?g|i\.?e|doctor|patient|dr|pt|physician|nurse|d|p)$")


def normal(heading: str) -> str:
    """Lower-case words of a heading, without its colon, bullets or brackets."""
    return re.sub(r"\s+", " ", re.sub(r"[^a-z0-9/&+' -]", " ", heading.lower())).strip(" -/&'")


@lru_cache(maxsize=4096)
def kind_of(heading: str) -> SectionKind | None:
    """The section kind a heading names, or None."""
    key = normal(heading)
    if not key or len(key) > 70:
        return None
    for kind, rule in _RULES:
        if rule.search(key):
            return kind
    return None


def given_kind(header: str | None) -> SectionKind | None:
    """The kind for a header handed in from outside (an MTS-Dialog code, a heading or one of our kinds)."""
    if not header:
        return None
    key = header.strip().lower()
    if key in GIVEN:
        return GIVEN[key]
    if key in _KINDS:
        return _KINDS[key]
    return kind_of(key)


def _mixed(heading: str) -> bool:
    key = normal(heading)
    return (
        ("fam" in key and "soc" in key)
        or ("assessment" in key and "plan" in key)
        or key in ("a/p", "a & p", "a and p", "mdm", "medical decision making")
    )


def _is_system(label: str) -> bool:
    words = _WORD.findall(label.lower())
    if not words or len(words) > 8:
        return False
    flat = [part for word in words for part in word.replace("&", "/").split("/")]
    known = sum(part in SYSTEMS or part in BODY for part in flat)
    return known > 0 and all(part in SYSTEMS or part in BODY or part in SYSTEM_JOIN for part in flat)


@dataclass(slots=True)
class _State:
    kind: SectionKind
    heading: str = ""
    problem: str = ""
    sub: str = ""  # sub-heading line ("Neck")
    label: str = ""
    mixed: bool = False
    waiting: bool = False  # a sub-heading has been seen and nothing said under it yet
    said: bool = False  # something was said on the line of the label


_UNFINISHED = re.compile(
    r"(?:,|\b(?:the|an?|of|to|and|or|with|for|in|on|at|by|from|than|as|is|was|are|were|her|his|their|that|which|but|not|per|every|over|after|before|about|least|most))$",
    re.IGNORECASE,
)
_FRESH = re.compile(r"\s*(?:[•●▪*+–-]|\(?\d{1,2}[.)](?:\s|$)|[A-Z][\w '/&-]{0,40}:|$)")


def _goes_on(before: str, line: str) -> bool:
    """Whether a line break was set by the width of the page: the line before ends in mid-sentence, this one goes on."""
    if not before or before[-1] in ".:;!?" or _FRESH.match(line) or line.strip().isupper() or before.isupper():
        return False
    if len(before) >= 60 and (line[0].islower() or line[0].isdigit() or line[0] in "(\"'"):
        return True
    return len(before) >= 40 and _UNFINISHED.search(before) is not None


def _lines(text: str) -> list[tuple[int, int]]:
    """Lines with their ends; a line that was wrapped in mid-sentence is one with the next."""
    found: list[tuple[int, int]] = []
    for match in _LINE.finditer(text):
        start, end = match.span()
        if end == start:
            continue
        if found and end - start > 1 and _goes_on(text[found[-1][0] : found[-1][1]].rstrip(), text[start:end]):
            found[-1] = (found[-1][0], end)
            continue
        found.append((start, end))
    return found


def layout(text: str, section: str | None = None) -> Layout:
    """Read a note's headings. ``section`` names the kind of a note that is one bare section. Never raises."""
    out = Layout()
    fixed = given_kind(section)
    state = _State(fixed or "history", mixed=_mixed(section or ""))
    lines = _lines(text)
    starts: list[tuple[SectionKind, str, int]] = [(state.kind, (section or "").strip(), 0)]
    trimmed: list[tuple[int, int, int]] = []  # line start, content start after the bullet, content end
    for start, end in lines:
        stop = start + len(text[start:end].rstrip())
        bullet = _BULLET.match(text, start, stop)
        body = bullet.end() if bullet else start
        while body < stop and text[body].isspace():
            body += 1
        trimmed.append((start, body, max(stop, body)))
    paragraph = 0
    explicit = False  # has any heading been seen
    for i, (start, body, stop) in enumerate(trimmed):
        if body >= stop:
            if stop <= start:
                paragraph += 1
                if state.kind in ("examination", "review", "results", "vitals") or state.sub:
                    state.label = ""
                if state.kind not in ("assessment", "plan"):
                    state.sub = state.sub if state.waiting else ""
            if body > start:
                out.marks.append((start, body))
            continue
        if body > start:
            out.marks.append((start, body))
        bulleted = bool(text[start:body].strip())
        numbered = bool(_NUMBERED.match(text, start, body))
        line = text[body:stop]
        after = trimmed[i + 1] if i + 1 < len(trimmed) else (stop, stop, stop)
        blank_after = after[1] >= after[2] and not text[after[0] : after[1]].strip()
        blank_before = i == 0 or trimmed[i - 1][1] >= trimmed[i - 1][2]
        head = _heading(line, state, bulleted, blank_before, blank_after)
        if head is not None:
            kind, name_end, rest = head
            name = line[:name_end].strip(" :-–—.\t")
            out.marks.append((body, body + rest))
            explicit = True
            state = _State(kind, heading=name, mixed=_mixed(name))
            starts.append((kind, name, body))
            body += rest
            if body >= stop:
                continue
            line = text[body:stop]
        elif _subheading(line, state, bulleted, numbered, blank_before, trimmed, i, text):
            name = line.strip(" :.\t")
            name = re.sub(r"\s+", " ", name)
            if state.kind in ("assessment", "plan") and not _is_system(name) and not WORKLABEL.search(name):
                state.problem, state.sub, state.label = name, "", ""
                out.blocks.append(
                    Block(
                        "assessment",
                        body,
                        stop,
                        state.heading,
                        problem=name,
                        fact=True,
                        paragraph=paragraph,
                    )
                )
            else:
                key = normal(name)
                sub_kind = kind_of(key + " history") if state.kind == "past" and key in _SUBPAST else None
                if sub_kind and sub_kind != state.kind:
                    starts.append((sub_kind, name, body))
                    state = _State(sub_kind, heading=name)
                state.sub, state.label, state.waiting = name, "", True
                out.marks.append((body, stop))
            continue
        late = _LATE.search(text, body, stop) if state.kind in ("examination", "review") else None
        if late and _is_system(late.group(1)):  # the next group's name, slipped onto the end of this line
            out.marks.append((late.start(1), late.end(1)))
            _body(text, body, late.start(1), state, out, paragraph, starts, explicit, bulleted)
            state.sub, state.label, state.waiting = late.group(1), "", True
            continue
        _body(text, body, stop, state, out, paragraph, starts, explicit, bulleted)
    out.sections = _sections(text, starts)
    return out


def _sections(text: str, starts: list[tuple[SectionKind, str, int]]) -> list[Section]:
    sections: list[Section] = []
    for i, (kind, name, start) in enumerate(starts):
        end = starts[i + 1][2] if i + 1 < len(starts) else len(text)
        body = start
        if name and i:  # the first name was handed in, if there is one: it stands nowhere in the text
            found = text.find(name, start, end)
            body = found + len(name) if found >= 0 else start
            while body < end and (text[body] in ":-–—." or text[body].isspace()):
                body += 1
        while end > body and text[end - 1].isspace():
            end -= 1
        while body < end and text[body].isspace():
            body += 1
        if (name and i) or end > body:
            sections.append(Section(kind=kind, heading=name, span=Span(start=body, end=end)))
    return sections


def _heading(
    line: str, state: _State, bulleted: bool, blank_before: bool, blank_after: bool
) -> tuple[SectionKind, int, int] | None:
    """(kind, end of the heading's name, start of what follows on the line) when this line opens a section."""
    if len(line) > 400 and ":" not in line[:80]:
        return None
    code = _INLINE_CODES.match(line)
    if code and not bulleted:
        word = re.sub(r"[\s:.\-–—]+$", "", code.group())
        kind = kind_of(word)
        strong = word.lower() in _STRONG_CODES or code.group()[-1] in ":-–—" or code.end() == len(line.rstrip())
        if (
            kind
            and strong
            and not (state.kind == "results" and kind == "assessment" and not blank_before)
            and not (kind == state.kind and state.heading and word.lower() in ("ex", "se"))
        ):
            rest = code.end()
            rest += len(line[rest:]) - len(line[rest:].lstrip(" \t:-–—"))
            return kind, len(word), rest
    match = _LABEL.match(line)
    whole = not match and len(line) <= 70
    if match and match.end() >= len(line.rstrip()):
        whole = True
    name = match.group(1) if match else line.rstrip(" .")
    words = name.split()
    if not 0 < len(words) <= 9:
        return None
    upper = name.upper() == name and any(c.isalpha() for c in name)
    kind = kind_of(name)
    if kind is None:
        if whole and upper and not bulleted and len(name) > 3 and (blank_after or blank_before):
            if _is_system(name) or not re.fullmatch(r"[A-Z '&/,-]+", name):
                return None
            return ("other", len(name), len(line)) if blank_before and not line.rstrip().endswith(".") else None
        return None
    noted = name == "P" and state.kind == "assessment"  # of a note's S, O, A and P, not of a transcript's speakers
    if (_FALSELABEL.match(name) and not noted) or (_PRONOUN.search(name) and not re.search(r"(?i)history|hpi", name)):
        return None
    if bulleted and not (upper and whole and not line.rstrip().endswith(".")):
        return None
    if whole:
        if upper and not line.rstrip().endswith("."):
            return kind, len(name), len(line)
        if match:  # mixed case with a colon, nothing else on the line
            if state.kind == "results" and kind == "assessment" and not blank_before:
                return None
            if state.kind == "examination" and kind == "examination" and not re.match(r"(?i)physical|exam", name):
                return None
            if state.kind in ("assessment", "plan") and WORKLABEL.search(name) and kind == state.kind:
                return None
            return kind, len(name), len(line)
        if line.rstrip().endswith("."):
            return None
        if len(words) <= 5 and re.match(r"(?i)" + _PLAIN_HEADINGS, normal(name)) and name[0].isupper():
            return kind, len(name), len(line)
        return None
    if match is None:
        return None
    # "Heading: something" on one line
    named = (
        blank_before and re.match(r"(?:final |working |clinical )?diagnos[ei]s$|assessment$", normal(name)) is not None
    )
    if state.kind == "results" and kind == "assessment" and not upper and not named:
        return None
    if kind == state.kind and state.heading and kind in ("examination", "results", "review", "vitals", "assessment"):
        return None
    if (
        state.kind in ("examination", "results", "assessment", "plan", "review")
        and state.heading
        and kind
        in (
            "examination",
            "plan",
            "assessment",
            "results",
            "vitals",
            "instructions",
            "medications",
            "course",
            "procedure",
        )
        and not upper
        and not re.fullmatch(_PLAIN_HEADINGS, normal(name))
    ):
        return None
    if len(words) > 6:
        return None
    rest = match.end()
    rest += len(line[rest:]) - len(line[rest:].lstrip())
    return kind, len(name), rest


_PLAIN_HEADINGS = (
    r"(?:plan|impression|assessment|assessment and plan|assessment & plan|examination|physical exam(?:ination)?|exam|history|"
    r"medications?|current medications|dh|fh|sh|pmh|mse|allerg(?:y|ies)|results|vitals?|vital signs|past medical history|past surgical history|"
    r"surgical history|medical history|family history|social history|review of systems|chief complaint|instructions|"
    r"treatment|treatment plan|labs|imaging|diagnosis|diagnoses|history of present(?:ing)? (?:illness|complaint)|hpi|"
    r"presenting complaint|investigations|drug history|subjective|objective|procedure|birth history|"
    r"family medical history|past history)$"
)


def _subheading(
    line: str,
    state: _State,
    bulleted: bool,
    numbered: bool,
    blank_before: bool,
    trimmed: list[tuple[int, int, int]],
    i: int,
    text: str,
) -> bool:
    """Whether this line stands over the lines below it: an organ system, a part of the past, or a problem."""
    bare = line.strip()
    colon = bare.endswith(":")
    words = bare.rstrip(":.").split()
    if not 0 < len(words) <= 14 or bare.endswith((",", ";", "?")):
        return False
    if not colon and ":" in line and _LABEL.search(line):
        return False
    j = i + 1
    if j < len(trimmed) and trimmed[j][1] >= trimmed[j][2] and state.kind in ("assessment", "plan"):
        j += 1  # one empty line between a problem and what is said of it
        if not (numbered or colon):
            j = len(trimmed)
    if (
        state.kind in ("examination", "review")
        and not bulleted
        and not bare.endswith(".")
        and bare[0].isupper()
        and _is_system(bare)
    ):
        while j < len(trimmed) and j < i + 3 and trimmed[j][1] >= trimmed[j][2]:
            j += 1  # nobody says "cardiovascular" and nothing more
        return j < len(trimmed) and trimmed[j][1] < trimmed[j][2]
    if j >= len(trimmed) or trimmed[j][1] >= trimmed[j][2]:
        return False
    start, body, stop = trimmed[j]
    following = text[body:stop]
    next_bullet = bool(text[start:body].strip())
    next_number = bool(_NUMBERED.match(text, start, body))
    if state.kind in ("past", "family", "social", "history") and normal(bare) in _SUBPAST:
        return not bulleted
    if state.kind in ("examination", "review"):
        if bulleted and not (colon and next_bullet):
            return False
        if colon and len(words) <= 6:
            return True
        return not bare.endswith(".") and len(words) <= 6 and (_is_system(bare) or (next_bullet and blank_before))
    if state.kind in ("assessment", "plan"):
        if re.search(
            r"(?i)\b(?:will|was|were|is|are|has|have|discussed|recommend|advised|continue|start|follow)\b", bare
        ):
            return False
        if bulleted and not numbered and not (colon and next_bullet):
            return False
        if next_bullet and not next_number and (blank_before or numbered or colon):
            label = _LABEL.match(following)
            return bool(label) or numbered or colon or not bare.endswith(".")
        if colon and len(words) <= 8:
            return True
        label = _LABEL.match(following)
        if label and WORKLABEL.search(label.group(1)):
            return True
        if numbered and next_number:
            return False
        return (
            (blank_before or numbered)
            and not bare.endswith(".")
            and len(words) <= 8
            and not next_bullet
            and (
                len(following.split()) > max(6, len(words))
                or (len(following.split()) > 2 and following.rstrip().endswith(".") and blank_before)
            )
            and bare[0].isupper()
        )
    return False


def _body(
    text: str,
    body: int,
    stop: int,
    state: _State,
    out: Layout,
    paragraph: int,
    starts: list[tuple[SectionKind, str, int]],
    explicit: bool,
    bulleted: bool,
) -> None:
    """Cut one line into blocks at its labels; a known heading in mid-line opens a section."""
    if state.kind in ("family", "past", "social", "medications", "allergies", "history"):
        state.label = ""  # a label holds for its own line here
    if state.kind == "plan" and state.said and not bulleted:
        state.label, state.said = "", False  # and so it does where something was said beside it
    cuts: list[tuple[int, int, str]] = []  # label start, body start, name
    nothing = _NONE.match(text, body, stop)
    if nothing and _LABEL.match(text, nothing.end(), stop):
        _emit(text, body, nothing.end(), state, out, paragraph, None)
        body = nothing.end()
    first = _LABEL.match(text, body, stop)
    if first and _good_label(first.group(1), state, True, bulleted):
        cuts.append((body, first.end(), first.group(1)))
        nested = _LABEL.match(text, _skip(text, first.end(), stop), stop)
        if (
            nested
            and nested.end() - nested.start() < 60
            and _good_label(nested.group(1), state, False, bulleted)
            and nested.group(1)[0].isupper()
        ):
            cuts.append((nested.start(), nested.end(), nested.group(1)))
    position = cuts[-1][1] if cuts else body
    for match in _MIDLABEL.finditer(text, position, stop):
        name = match.group(1)
        before = text[match.start() - 1] if match.start() > body else "."
        if (
            before in ".;)]"
            or (_is_system(name) and " " not in name and state.kind in ("review", "examination"))
            or (kind_of(name) and "istory" in name)
        ):
            if _good_label(name, state, False, bulleted) or (kind_of(name) and ("istory" in name or _PLAIN(name))):
                cuts.append((match.start(1), match.end(), name))
    if not cuts:
        _emit(text, body, stop, state, out, paragraph, None)
        return
    if cuts[0][0] > body:
        _emit(text, body, cuts[0][0], state, out, paragraph, None)
    for n, (start, begin, name) in enumerate(cuts):
        end = cuts[n + 1][0] if n + 1 < len(cuts) else stop
        out.marks.append((start, begin))
        kind = kind_of(name) if n or start > body or not explicit else None
        if kind and kind != state.kind and ("istory" in name or _PLAIN(name)) and not bulleted:
            starts.append((kind, name, start))
            state.kind, state.heading, state.problem, state.sub, state.label = kind, name, "", "", ""
            state.mixed = _mixed(name)
            _emit(text, begin, end, state, out, paragraph, None)
            continue
        clean = re.sub(r"\s+", " ", name).strip()
        inner = n == 1 and first is not None and cuts[0][0] == body and not text[cuts[0][1] : start].strip()
        if inner:
            state.label = f"{state.label} / {clean.replace(' / ', '/')}" if state.label else clean
        else:
            state.label = clean.replace(" / ", "/")
            if state.sub and _is_system(clean) and _is_system(state.sub) and not bulleted:
                state.sub = ""
            if re.match(r"(?i)patient agreement", clean):
                state.problem = state.sub = ""
        label_start = start
        if not text[begin:end].strip():
            continue
        _emit(text, begin, end, state, out, paragraph, label_start)
        state.said = not WORKLABEL.search(clean)


def _PLAIN(name: str) -> bool:
    return bool(re.fullmatch(_PLAIN_HEADINGS, normal(name)))


def _skip(text: str, start: int, stop: int) -> int:
    while start < stop and text[start].isspace():
        start += 1
    return start


def _good_label(name: str, state: _State, at_start: bool, bulleted: bool) -> bool:
    words = name.split()
    if not words or len(words) > 9 or _FALSELABEL.match(name) or _PRONOUN.search(name):
        return False
    if _is_system(name):
        return True
    if state.kind in (
        "examination",
        "review",
        "results",
        "vitals",
        "assessment",
        "plan",
        "instructions",
        "family",
        "past",
        "social",
        "medications",
        "course",
        "procedure",
    ):
        if at_start:
            return True
        return len(words) <= (
            6 if state.kind in ("examination", "review", "results", "vitals", "assessment", "plan") else 2
        )
    return at_start and len(words) <= 4 and name[0].isupper()


def _emit(text: str, start: int, end: int, state: _State, out: Layout, paragraph: int, label_start: int | None) -> None:
    if not text[start:end].strip():
        return
    kind = state.kind
    state.waiting = False
    labels = tuple(part for part in (state.sub, state.label) if part)
    if (
        kind in ("assessment", "plan")
        and (state.mixed or state.problem)
        and state.label
        and WORKLABEL.search(state.label)
    ):
        kind = "plan" if _PLAN_LABELS.search(state.label) else "assessment"
    out.blocks.append(
        Block(
            kind,
            start,
            end,
            state.heading,
            state.problem,
            labels,
            label_start,
            mixed=state.mixed
            and not (kind != state.kind or (state.label and state.mixed and WORKLABEL.search(state.label) is not None)),
            paragraph=paragraph,
        )
    )
