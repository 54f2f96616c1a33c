"""Where a part of a note opens: a heading on its own line, before what it holds, or within a line."""

import re
from dataclasses import dataclass

from bedside.agents.reading.headings import Heading, codes, known, words_of
from bedside.agents.reading.lines import Line
from bedside.scenarios.note import SectionKind

_NAMED = re.compile(r"[*_#=\[\s]{0,6}(?P<name>[^\W\d_][^:：\n]{0,80}?)[\s*_\]]{0,4}[:：]+[*_]{0,3}")
_DASHED = re.compile(r"(?P<name>[^\W\d_][^:\n–—.,-]{0,40}?)\s?(?:\s-|-\s|[–—]|\t)\s*")
_CODE = re.compile(r"(?P<name>[A-Z][A-Za-z]{0,6}(?:/[A-Z])?)(?P<sign>[,.;]?)(?=\s)\s*")
_SHOUTED = re.compile(r"(?P<name>[A-Z][A-Z/&' ]{4,50}[A-Z])\s+(?=[A-Z][a-z]|\d|[a-z]{2})")
_INNER_SHOUTED = re.compile(r"(?<=[.;])\s{1,3}(?P<name>[A-Z][A-Z/&' ]{4,50}[A-Z])\s+(?=[A-Z][a-z]|\d|[a-z]{2})")
_RUN_IN = re.compile(r"(?P<name>Plan|PLAN|Impression|IMPRESSION|Assessment)\s+(?=(?:we|I|you|to|for|is|will)\b)")
_NUMERAL = re.compile(r"(?:[IVX]{1,4}|[A-H])[.)]\s+")
_INNER_CODE = re.compile(r"[.;]\s{1,3}(?P<name>[A-Z][A-Za-z]{1,5}|[AO]/[PEA])\s+(?=\S)")
_SOAP = re.compile(
    r"(?:^|(?<=[.;,\n\r])|(?<=[.;,)\n\r]\s)|(?<=[.;)]\s\s))[ \t]*(?P<letter>A[/&]P|[SOAP])[ \t]?(?P<sign>[:)>]|-(?=\s))[ \t]*"
)
_AFTER_CODE = frozenset("of in and or is was for on at to with".split())
_TITLED = frozenset(
    ("Imp", "Meds", "Adv", "Plan", "Mx", "Dx", "Rx", "Ix", "Hx")
)  # shorthand that heads a stretch within a line without a sign after it
_EDGES = " \t:：*_#=-–—.,[]"
_NOTHING = frozenset(("none", "n/a", "nil", "negative", "unknown", "noncontributory", "unremarkable", "nkda", "normal"))
_LOOK_BACK = 60  # characters before a colon in which a heading may lie
_CONCLUDED = re.compile(r"(?:^|[.;\n]\s{0,3})(?:Imp(?:ression)?|Dx|Diagnosis|Assessment)\b[^\n]{1,200}$", re.IGNORECASE)
_PULSE = re.compile(r"\d{2,3}(?:\s?(?:bpm|/min|reg\w*|irreg\w*))?\s{0,2}(?:[,.;]|$)")  # "P: 80, R: 16"
# A handover: situation, background, assessment, recommendation.
_SBAR = re.compile(_SOAP.pattern.replace("A[/&]P|[SOAP]", "[SBAR]"))
_SBAR_KINDS: dict[str, SectionKind] = {"S": "history", "B": "past", "A": "examination", "R": "plan"}
_SOAP_ORDER = "SOAP"
_SOAP_KINDS: dict[str, SectionKind] = {"S": "history", "O": "examination", "A": "assessment", "P": "plan"}


@dataclass(frozen=True, slots=True)
class Opening:
    """A heading found: its words lie in ``start`` to ``end``, what it holds begins at ``body``. ``bare``: nothing else is on
    its line."""

    start: int
    end: int
    body: int
    name: str
    heading: Heading
    bare: bool = False
    capitals: bool = False
    signed: bool = True


def at_start(text: str, line: Line, start: int, language: str) -> Opening | None:
    """The heading with which a line begins from ``start`` on, whatever part it stands in."""
    numeral = _NUMERAL.match(text, start, line.end)
    if numeral:
        start = numeral.end()
    return (
        _bare(text, start, line.end, language)
        or _signed(text, start, line.end, language)
        or _coded(text, start, line.end, language)
        or _shouted(text, start, line.end, language)
        or _run_in(text, start, line.end, language)
    )


def _bare(text: str, start: int, end: int, language: str) -> Opening | None:
    if end - start > 100:
        return None
    whole = text[start:end]
    name = whole.strip(_EDGES)
    if ":" in name or "：" in name:
        return None
    heading = known(name, language) or _entitled(name, language)
    if heading is None:
        return None
    stopped = whole.rstrip().endswith((".", ","))
    capitals = name.isupper()
    if stopped and not capitals and len(words_of(name)) > 1:
        return None
    begin = start + whole.index(name)
    signed = whole.rstrip()[-1] in ":-–—*_=#" or whole[0] in "*#=_["
    return Opening(begin, begin + len(name), end, name, heading, bare=True, capitals=capitals, signed=signed)


def _entitled(name: str, language: str) -> Heading | None:
    """What kind of note this is, where more stands behind it: "ORTHOPAEDIC OUTPATIENT REVIEW, 2 weeks post-op"."""
    first, comma, _ = name.partition(",")
    heading = known(first, language) if comma and first.isupper() and " " in first else None
    return heading if heading is not None and heading.kind == "other" else None


def _signed(text: str, start: int, end: int, language: str) -> Opening | None:
    match = _NAMED.match(text, start, min(end, start + 100))
    if match and (heading := known(match["name"], language)):
        return _opening(text, match, end, heading)
    match = _DASHED.match(text, start, min(end, start + 60))
    if match is None or (heading := known(match["name"], language)) is None:
        return None
    name = match["name"]
    if name in codes() or (name[0].isupper() and match.end() < end):
        return _opening(text, match, end, heading)
    return None


def _coded(text: str, start: int, end: int, language: str) -> Opening | None:
    match = _CODE.match(text, start, end)
    if match is None or match["name"] not in codes():
        return None
    heading = known(match["name"], language)
    follow = text[match.end() : match.end() + 12].split(maxsplit=1)
    if heading is None or (follow and follow[0].lower() in _AFTER_CODE):
        return None
    return _opening(text, match, end, heading)


def _shouted(text: str, start: int, end: int, language: str) -> Opening | None:
    """Capitals before other words: "HISTORY OF PRESENT ILLNESS The patient is"."""
    match = _SHOUTED.match(text, start, end)
    heading = known(match["name"], language) if match else None
    return _opening(text, match, end, heading) if match and heading else None


def _run_in(text: str, start: int, end: int, language: str) -> Opening | None:
    """A heading that goes straight into its sentence: "Plan we will prescribe"."""
    match = _RUN_IN.match(text, start, end)
    heading = known(match["name"], language) if match else None
    return _opening(text, match, end, heading) if match and heading else None


def _opening(text: str, match: re.Match[str], end: int, heading: Heading) -> Opening:
    body = match.end()
    while (
        body < end
        and (text[body].isspace() or text[body] in "-–—:：")
        and not text[body : body + 2].strip("-–—").isdigit()
    ):
        body += 1
    name = match["name"].strip(_EDGES)
    return Opening(match.start("name"), match.end("name"), body, name, heading, body >= end, name.isupper())


def within(text: str, start: int, end: int, language: str) -> list[Opening]:
    """Headings further on in a line: "PMH: gout. Meds: aspirin", "T2DM MEDS:lisinopril 10"."""
    found: list[Opening] = []
    colon = text.find(":", start, end)
    floor = start
    while colon >= 0:
        if opening := _before(text, floor, colon, end, language):
            found.append(opening)
            floor = opening.body
        colon = text.find(":", max(colon + 1, floor), end)
    coded = [_inner_code(text, match, end, language) for match in _INNER_CODE.finditer(text, start, end)]
    loud = [
        _opening(text, match, end, heading)
        for match in _INNER_SHOUTED.finditer(text, start, end)
        if (heading := known(match["name"], language))
    ]
    return sorted([*found, *(code for code in coded if code), *loud], key=lambda opening: opening.start)


def _before(text: str, floor: int, colon: int, end: int, language: str) -> Opening | None:
    """The heading that ends at this colon: the longest run of words before it that is one."""
    near = text[max(floor, colon - _LOOK_BACK) : colon]
    edge = max(near.rfind(mark) for mark in ".;,)]!?\n\t")
    begin = colon - len(near) + edge + 1
    words = [(begin + m.start(), m[0]) for m in re.finditer(r"\S+", text[begin:colon])][-6:]
    for at, word in words:
        name = text[at:colon].rstrip()
        heading = known(name, language)
        if heading is None:
            continue
        between = text[begin:at].strip().lower()
        cut = not between or between in _NOTHING
        mark = "." if between else near[edge] if edge >= 0 else ""
        if not _may_open(name, word, mark if cut else "", heading):
            return None
        body = colon + 1
        while body < end and text[body].isspace():
            body += 1
        return Opening(at, at + len(name), body, name, heading, body >= end, name.isupper())
    return None


def _may_open(name: str, word: str, mark: str, heading: Heading) -> bool:
    """Whether a name within a line may open a part, by the mark before it."""
    if len(name) < 2:
        return False
    if mark and mark in ".;)]!?\n\t":
        return word[0].isupper() or (not heading.under and mark in ".;\n")
    if mark == ",":
        return True
    return name in codes() or (name.isupper() and not heading.under)


def _inner_code(text: str, match: re.Match[str], end: int, language: str) -> Opening | None:
    name = match["name"]
    titled = name in _TITLED
    if not titled and (name not in codes() or not name[:2].isupper()):
        return None
    heading = known(name, language)
    follow = text[match.end() : match.end() + 12].split(maxsplit=1)
    if heading is None or (heading.under and not titled) or (follow and follow[0].lower() in _AFTER_CODE):
        return None
    return Opening(match.start("name"), match.end("name"), match.end(), name, heading, signed=False)


def letters(text: str) -> dict[int, Opening]:
    """The letters of a note in S, O, A and P, or of a handover in S, B, A and R, by where they stand; none in any other order."""
    handover = list(_SBAR.finditer(text))
    if "".join(match["letter"] for match in handover) == "SBAR":
        return {match.start("letter"): _lettered(match, _SBAR_KINDS) for match in handover}
    found = list(_SOAP.finditer(text))
    runs: list[list[re.Match[str]]] = []
    for match in found:
        if runs and _SOAP_ORDER.index(match["letter"][0]) > _SOAP_ORDER.index(runs[-1][-1]["letter"][0]):
            runs[-1].append(match)
        else:
            runs.append([match])
    kept = [match for run in runs if _pairs(text, run) for match in run]
    return {match.start("letter"): _lettered(match, _SOAP_KINDS) for match in kept}


def _lettered(match: re.Match[str], kinds: dict[str, SectionKind]) -> Opening:
    heading = Heading(kinds[match["letter"][0]], mixed=len(match["letter"]) > 1)
    return Opening(match.start("letter"), match.end("letter"), match.end(), match["letter"], heading)


def _pairs(text: str, run: list[re.Match[str]]) -> bool:
    """Whether the letters of a run are headings: three of them, two that begin lines, an assessment with its plan in one
    paragraph, or a plan behind a diagnosis that another name heads ("Imp: UTI. P: fluids")."""
    kinds = "".join(match["letter"][0] for match in run)
    if len(run) > 2 or (len(run) == 2 and _at_lines(text, run)):
        return True
    told = all(match["sign"] == ":" and _PULSE.match(text, match.end()) is None for match in run)
    if not told or "\n" in text[run[0].start() : run[-1].end()].strip():
        return False
    if kinds == "AP" or (kinds == "A" and len(run[0]["letter"]) > 1):
        return True
    return kinds == "P" and _CONCLUDED.search(text, 0, run[0].start()) is not None


def _at_lines(text: str, run: list[re.Match[str]]) -> bool:
    """Whether each letter begins a line, as those of a transcript (D, P) do not pair."""
    return all(not text[max(0, m.start("letter") - 200) : m.start("letter")].rpartition("\n")[2].strip() for m in run)
