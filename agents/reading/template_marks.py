"""What templates and printers leave in a note and nobody says: blanks, wildcards, codes of diagnoses, entities of HTML, dots before
an answer, the line that ends a report. Every sign is exchanged for one sign, so that each word stays where it stood."""

import re
from collections.abc import Sequence

_ENTITIES = {"&gt;": ">", "&lt;": "<", "&amp;": "&", "&nbsp;": " ", "&quot;": '"', "&#39;": "'", "&apos;": "'"}
_ENTITY = re.compile("|".join(map(re.escape, _ENTITIES)))
_BLANK = re.compile(
    r"\b[A-Za-z][\w/]{0,14}:[ ]?_{2,}(?:[ ]?/[ ]?(?:_{2,}|\d+))?(?:[ ]?(?:mmHg|bpm|kg|cm|lbs?|F|C|%)\b)?"
)
_CHOSEN = re.compile(r"(?<=\w )\{(?P<name>[A-Za-z][A-Za-z /-]{0,30}):\d{2,}\}")
_DEBRIS = re.compile(
    r"(?<!\S)\.[a-z]{4,20}\d*(?=\s+\S)|\*{3,}(?=[ ]+[A-Za-z])|\[[A-Z][A-Z ]{2,40} (?:REMOVED|DELETED|REDACTED|OMITTED|SUPPRESSED)\]"
)
_CHOICE = re.compile(r"(?<![{$])\{(?![{%])[^{}\n]{1,80}\}(?!\})")  # "{{" and "{%" may hide an order, see withheld.py
_NOBODY = re.compile(r"\*{3}(?= (?:is|was|has|presents|presented|reports|denies|comes|came)\b)")
_UNKNOWN = re.compile(
    r"(?: (?:for|since|in|on|at|of|about))? \*{3}(?: (?:years?|months?|weeks?|days?|hours?|times))?(?=[ .,;]|$)"
)
_CODE = re.compile(
    r"(?P<before>^[ \t]*(?:[-•*]|\d{1,2}[.)])?[ \t]*)(?P<code>[A-TV-Z]\d[0-9AB](?P<decimal>\.[0-9A-Z]{1,4})?)(?P<mark>[ ]?[:–-])?[ ]+(?=[A-Z])"
)
_BOX = re.compile(r"^(?P<before>[ \t]*)\((?P<tick>[ xX])\)(?= ?[A-Za-z])")
_DOTS = re.compile(r"(?<=\w)\.{4,}(?=[A-Za-z])(?![A-Za-z]{1,10}[ \t]*$)")  # one word behind them is an answer
_END = re.compile(r"^\W*(?:end|bottom) of (?:the )?(?:report|note|document|record|transcript)\W*$", re.IGNORECASE)
_GENUS = re.compile(r"\b(?P<letter>[A-Z])\.(?= ?(?:diff|difficile|coli|pylori|aureus|pneumoniae|albicans|jejuni)\b)")
_CAUSED = re.compile(r"(?<![\d/])2/2(?= (?:to )?[A-Za-z]{3,})")
_ARROW = re.compile(r"(?<=[\w)]) ?(?:-{1,3}|=)> ?(?=[A-Za-z])")
_DOUBT = re.compile(r"\?{2,}")
_STRUCK = re.compile(r"~~[^~\n]+~~|<(?P<tag>del|s|strike)>[^<\n]*</(?P=tag)>")
_LONGEST = 4000  # characters of a line
_BROKEN = re.compile(r"(?P<head>[A-Za-z]{2,})-[ \t]*\n[ \t]*(?P<tail>[a-z]{2,})")
_PREFIXES = frozenset(
    "non follow self post pre anti well long short re co x ex semi half high low mid over under up on off".split()
)
_SUFFIXES = ("ness", "tion", "sion", "ment", "ing", "ly", "ity", "ed")
_FEWEST = 2  # codes without decimals that make a list of coded problems


def cleared(lines: Sequence[str]) -> list[str]:
    """The lines of a note with spaces, or the sign that is meant, for such marks."""
    codes = [_CODE.match(line) for line in lines]
    several = sum(code is not None for code in codes) >= _FEWEST
    out: list[str] = []
    for line, code in zip(lines, codes, strict=True):
        if code is not None and (several or code["decimal"]):
            line = code["before"] + " " * (code.end() - code.end("before")) + line[code.end() :]
        out.append(_line(line) if len(line) <= _LONGEST else line)
    return out


def _line(line: str) -> str:
    if "~~" in line or "</" in line:
        line = _STRUCK.sub(_spaces, line)  # struck out: no longer said
    if "__" in line:
        line = _BLANK.sub(_spaces, line)
    if "{" in line:
        line = _CHOSEN.sub(lambda found: found["name"].ljust(len(found[0])), line)  # "doing well on {SSRI:31822}"
        line = _CHOICE.sub(_spaces, line)
    if "***" in line:
        line = _UNKNOWN.sub(_spaces, _NOBODY.sub("Pt ", line))
    if "(" in line:
        line = _BOX.sub(lambda found: f"{found['before']}[{found['tick']}]", line)
    if "...." in line:
        line = _DOTS.sub(lambda found: ";".ljust(len(found[0])), line)
    if "nd of" in line.lower() and _END.match(line):
        line = " " * len(line)
    if ">" in line and line.lower().lstrip(" *#-").startswith("allerg"):
        line = _ARROW.sub(lambda found: "-".center(len(found[0])), line)  # "Bactrim --> SJS"
        line = _DOUBT.sub(lambda found: "?".ljust(len(found[0])), line)
    if "." in line or "[" in line or "***" in line:
        line = _DEBRIS.sub(_spaces, line)
    line = _GENUS.sub(lambda found: f"{found['letter']} ", line)
    return _CAUSED.sub("d/t", line)


def _spaces(found: re.Match[str]) -> str:
    return " " * len(found[0])


def rejoined(text: str) -> str:
    """A text whose words were parted at the ends of lines, with each of them whole: "pal-\\npitations"; and signs for entities."""
    if "&" in text:
        text = _ENTITY.sub(
            lambda found: _ENTITIES[found[0]], text
        )  # here, since spaces in their place would part cells
    if "-\n" not in text and not _BROKEN.search(text):
        return text
    from bedside.knowledge.terminology import Terminology

    terms = Terminology.load()

    def joined(found: re.Match[str]) -> str:
        whole = found["head"] + found["tail"]
        known = any(m.start == 0 and m.end == len(whole) for m in terms.find(whole))
        ends = found["tail"].startswith(_SUFFIXES)
        return whole if known or ends or found["head"].lower() not in _PREFIXES else f"{found['head']}-{found['tail']}"

    return _BROKEN.sub(joined, text)
