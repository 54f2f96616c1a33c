"""Words that only the author of a note needs: identifiers, signatures, time spent, templates that nobody filled in.

They are kept on the record of the reading and never told to anybody.
"""

import re
from functools import cache

from bedside.agents.reading.sentences import sentences
from bedside.agents.reading.tables import rows

_TEMPLATE = re.compile(
    r"@[A-Z][A-Z0-9_.]{1,40}@|\{[^{}\n]{0,120}\}|\[\*\*[^\]\n]{0,80}\]|\*{3,}|_{2,}|<{2,}[^<>\n]{0,80}>{2,}|%[A-Z]{2,20}%"
)
_FILLED = re.compile(r"[A-Za-z0-9\u00c0-\uffff]")
_LABEL = re.compile(r"\s*([A-Za-z][A-Za-z .'/-]{0,40}?)\s*(?:[#]\s*)?:")
_NUMBERED = re.compile(r"[#:\s]*(?:no\.?\s*)?[\dX][\d/ .X-]*")
_NAME = re.compile(r"(?:[A-Z][a-z'’-]+|[A-Z]\.?|Dr\.?|Mrs?\.?|Ms\.?|de|van|von|Mc[A-Z][a-z]+|O['’][A-Z][a-z]+)")
_MINUTES = re.compile(r"\b\d{1,3}\s*(?:-\s*)?(?:min|minute|hour)")
_OTHER_LABEL = re.compile(r"[A-Za-z]{2,}\s?:(?!\S*\*\])")
_DICTATED = re.compile(
    r"(?:period|full stop|new (?:line|paragraph)|end of (?:note|dictation|report)|(?:this is a )?dictat\w+ (?:on|for|of|by) .{2,60})",
    re.I,
)
_BORN = re.compile(r"\b(?:DOB|D\.O\.B\.?|d\.o\.b\.?|[Dd]ate of [Bb]irth)[ :]*\d{1,4}[/.-]")
_STAY = re.compile(
    r"(?:(?:date of )?(?:admi(?:tted|ssion)|discharged?)(?: date)?:? *\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}[ ,;|]*){1,2}(?:under (?:Dr\.? )?\w+)?",
    re.I,
)
_CONNECTION = re.compile(
    r"(?:(?:tele\w+|video|phone)(?: (?:visit|call|consult))?[,:;]?\s+)?(?:the |some )?(?:video|audio|connection|call|screen|sound|picture|signal|line)s?\s+"
    r"(?:feed |was |were |kept |issues?)?(?:froze|frozen|freezing|dropped|lost|cut out|cutting out|failed|poor|unstable|disconnected|reconnected)?\b[^.,;]{0,24}",
    re.I,
)  # how the call went
_WHEREABOUTS = re.compile(
    r"(?:pt|patient|caller)(?: is| was)? (?:located |seen )?(?:at|in) (?:(?:his|her|their|a|the) )?(?:own )?(?:home|work|car|office|school|parked car)\b[^.,;]{0,30}",
    re.I,
)  # of a patient on the screen
_FAULTY = re.compile(r"froze|dropped|lost|cut(?:ting)? out|fail|poor|unstable|connected|issue", re.I)
_LONGEST = 400
_SHORT = 90  # characters of a signature


@cache
def _words(where: str) -> frozenset[str]:
    return frozenset(row[0] for row in rows("administrative") if row[1] == where)


@cache
def _leads() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for lead in _words("lead"):
        found.setdefault(lead.split()[0].rstrip(":"), []).append(lead)
    return found


def templates(words: str) -> list[tuple[int, int]]:
    """Where unfilled places of a template stand: ``@ROS@``, ``{...}``, ``[** **]``, ``***``, ``___``."""
    return [match.span() for match in _TEMPLATE.finditer(words)]


def is_administrative(words: str) -> bool:
    """Whether a line, a labelled value or a sentence is of no use to anybody but the author."""
    if len(words) > _LONGEST:
        return False
    if _TEMPLATE.search(words) and not _FILLED.search(_TEMPLATE.sub("", words)):
        return True
    bare = words.strip(" \t\r\n-–—*•.")
    if not bare:
        return False
    if (
        _DICTATED.fullmatch(bare)
        or _WHEREABOUTS.fullmatch(bare)
        or (_CONNECTION.fullmatch(bare) and _FAULTY.search(bare))
        or (len(bare) <= _SHORT and bare.lower().startswith(("re:", "re ", "mr", "ms")) and _BORN.search(bare))
        or _STAY.fullmatch(bare)
    ):
        return True
    if len(bare) > _SHORT:
        return (":" in bare[:45] and _identifier(bare)) or _leading(bare) or _who_it_is(bare)
    return _identifier(bare) or _who_it_is(bare) or _leading(bare) or _signature(bare)


def wholly_administrative(text: str, start: int, end: int) -> bool:
    """Whether each sentence of a stretch is of no use to anybody but the author."""
    if end - start > _LONGEST or not is_administrative(text[start:end]):
        return False
    found = sentences(text, start, end)
    return len(found) < 2 or all(is_administrative(text[span.start : span.end]) for span in found)


def is_administrative_label(label: str) -> bool:
    """Whether a label before a colon names an identifier or who wrote, dictated or paid."""
    return label.lower().strip(" .#") in _words("label")


def _identifier(bare: str) -> bool:
    """``MRN: 001``, ``DOB 02/03/1961``, ``Attending: [**Name**]``."""
    if match := _LABEL.match(bare):
        label, value = match[1].lower().strip(" ."), bare[match.end() :].strip()
        return label in _words("label") and _is_value(label, value)
    words = bare.split()
    if bare.lower() in ("dob", "mrn"):
        return True
    for count in (3, 2, 1):
        label = " ".join(words[:count]).lower().strip("#.")
        if len(words) > count and label in _words("label"):
            return len(label) > 2 and _NUMBERED.fullmatch(" ".join(words[count:])) is not None
    return False


def _who_it_is(bare: str) -> bool:
    """``Pt: Ann Roe, DOB 03/14/1961, MRN 00482913``: identifiers in a row, the first of which may be a name alone."""
    first, *more = (piece.strip() for piece in re.split(r"[,;|]", bare))
    return bool(more) and all(_identifier(piece) for piece in more) and (_identifier(first) or _is_name(first))


def _is_name(words: str) -> bool:
    bare = _LABEL.sub("", words, count=1).split()
    return 0 < len(bare) <= 4 and all(_NAME.fullmatch(word) for word in bare)


def _is_value(label: str, value: str) -> bool:
    """Whether this follows such a label: a name, a number, a date, a place of a template; no clause, no other label."""
    if _OTHER_LABEL.search(value):
        return False
    if (len(label) <= 2 and label != "pt") or label in ("status", "admitted", "time", "service"):
        return not value or value.isupper() or _NUMBERED.match(value) is not None or _TEMPLATE.match(value) is not None
    plain = _TEMPLATE.sub(" ", value)
    words = plain.split()
    if label == "gp" and "," in value:
        return False  # "GP: HTN, IHD", and no name
    if label in ("patient", "pt", "gp", "doctor", "nurse", "physician", "clinician", "clinic", "hospital"):
        return (
            0 < len(words) <= 5
            and not value.endswith(("?", "!"))
            and (len(words) > 1 or plain != value)
            and all(_NAME.fullmatch(w.strip(",.")) or not w.strip(",.").isalpha() or w.isupper() for w in words)
        )
    return len(words) <= 10


def _leading(bare: str) -> bool:
    low = bare.lower()
    first = low.split()[0].partition(":")[0].rstrip(",")
    for lead in _leads().get(first, ()):
        if not low.startswith(lead) or low[len(lead) : len(lead) + 1].isalpha():
            continue
        if lead in ("i spent", "we spent", "time in", "time out", "i personally spent", "i spent a total of"):
            return _MINUTES.search(low) is not None or lead.startswith("time")
        if lead == "dear":
            return len(bare.split()) <= 8
        if lead == "page":
            return re.fullmatch(r"page \d+(?: ?(?:of|/) ?\d+)?", low) is not None
        if lead in ("regards", "sincerely"):
            return len(bare.split()) <= 8
        return True
    return False


def _signature(bare: str) -> bool:
    """``L. Gomez RN``, ``Jane Smith, MD, FACP``."""
    words = [word.strip(",.()/") for word in bare.split()]
    if not 2 <= len(words) <= 8 or not words[0][:1].isupper():
        return False
    names = [word for word in words if word]
    last = len(names)
    while last and names[last - 1].lower() in _words("credential") and names[last - 1][:1].isupper():
        last -= 1
    return 0 < last < len(names) and last <= 4 and all(_NAME.fullmatch(word) for word in names[:last])
