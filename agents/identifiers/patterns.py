"""Identifiers that have a shape: numbers, dates, addresses. A label before a number says what it is; without one only what
has the shape of nothing else in a note is taken.

The kinds are those of the HIPAA safe harbour list (45 CFR 164.514(b)(2)) that a note is likely to hold.
"""

import re
from collections.abc import Iterator

from bedside.agents.identifiers.identifier import Identifier, IdentifierKind
from bedside.scenarios.span import Span

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|januar|februar|märz|mai|juni|juli|oktober|dezember)\.?"
)
_DATE = (
    r"(?:\d{1,2}[/.-]\s?\d{1,2}[/.-]\s?(?:\d{4}|\d{2})|\d{4}[/.-]\d{1,2}[/.-]\d{1,2}"
    rf"|{_MONTH}[ -]\d{{1,2}}(?:st|nd|rd|th)?,?[ -]\d{{4}}|\d{{1,2}}(?:st|nd|rd|th|\.)?[ -](?:of )?{_MONTH},?[ -](?:\d{{4}}|\d{{2}}))"
)
_STREETS = (
    r"(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Place|Pl|Terrace|Ter|Circle|Cir|Way|Parkway"
    r"|Pkwy|Highway|Hwy|Square|Sq|Crescent|Close|Gardens|Trail|Row|Mews|Hill|Grove|Walk)"
)
_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI"
    "|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC"
)
_ZIP = rf"(?:{_STATES})\.?,? \d{{5}}(?:-\d{{4}})?"
_POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"
_CITY = r"(?<![\w.'-])[A-Z][\w.'-]{1,24}(?: [A-Z][\w.'-]{1,24}){0,2}"
_TOWN = rf"(?:,? {_CITY},? (?:{_ZIP}|{_POSTCODE})|,? (?:{_ZIP}|{_POSTCODE})|, \d{{5}} {_CITY}|, {_CITY}(?=[,.;\n]|$))?"
_UNIT = r"(?:,? (?:Apt|Apartment|Unit|Suite|Ste|Flat|Floor|#)\.? ?#?\w{1,5})?"
_NUMBER_LABEL = (
    r"(?:MRN|MR ?#|MR no\.?|med(?:ical)?\.? rec(?:ord)?s?\.?(?: number| no\.?| num\.?| ?#)?|record (?:number|no\.?|#)"
    r"|(?:hospital|chart|case|file|account|acct|encounter|visit|unit|patient|pt|policy|member|subscriber|insurance|medicare"
    r"|medicaid|claim|accession|licen[cs]e|passport|study|csn|health card|group)\.? ?(?:number|no\.?|num\.?|id(?: number| no\.?)?|#|ID#)"
    r"|NHS(?: number| no\.?)?|acct\.?|chart (?:no\.?|number)|CSN|FIN|CHI(?: number| no\.?)|HCN|Patienten-?(?:nummer|nr\.?|id)|Fallnummer|Versichertennummer)"
)
_CODE = r"(?=[A-Z0-9./ -]{0,6}\d)[A-Z]{0,4}[-./ ]?\d(?:[\dA-Z]|[-./ ](?=[\dA-Z]*\d)){3,18}"
_TEL_LABEL = (
    r"(?:tel(?:ephone)?|phone|ph|cell(?: ?phone)?|mobile|fax|pager|beeper|call(?:ed|ing)?(?: back)?(?: (?:him|her|them|us|me|back))?"
    r"|contact(?:ed)?|reach(?:ed|able)?(?: (?:him|her|them))?|callback|text(?:ed)?|telefon|handy|home|work|ext(?:ension)?)\.?"
)
_DIGITS = r"\+?\(?\d[\d ().\u2011-]{5,17}\d"
_US = r"(?<![\d.+-])(?:\+?1[ .-]?)?(?:\(\d{3}\)[ -]?|\d{3}[ .\u2011-])\d{3}[ .\u2011-]\d{4}(?![\d-])(?: ?(?:x|ext\.?) ?\d{1,5})?"
_INTERNATIONAL = r"(?<![\w+])(?:\+|00)[1-9]\d{0,2}[ .()-]{0,2}(?:\(0\))?(?:\d[ .()/-]?){6,12}\d"
_UK = r"(?<![\d+])0\d{2,4} \d{3,4} \d{3,4}(?!\d)|(?<![\d+])0\d{4} \d{6}(?!\d)"

# kind, pattern (its group "it" is the identifier; the whole match where there is none)
_SHAPES: tuple[tuple[IdentifierKind, re.Pattern[str]], ...] = (
    ("e-mail address", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+(?<!-)")),
    ("web address", re.compile(r"\b(?:https?://|www\.)[\w.-]{3,80}(?::\d+)?/[\w~@%?=&./#-]{1,200}", re.I)),
    ("social security number", re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])")),
    (
        "social security number",
        re.compile(r"\b(?:SSN|social security(?: number| no\.?| #)?)\s*(?:is|:|#)?\s*(?P<it>[\dX]{3}[- ]?[\dX]{2}[- ]?\d{4})\b", re.I),
    ),
    (
        "birth date",
        re.compile(
            rf"\b(?:born|D\.?O\.?B\.?|date of birth|birth ?date|birthday|geb(?:oren)?\.?(?: am)?|geburtsdatum|b\.)\s*(?:is|was|on|:|,|=|am)*\s*\(?(?P<it>{_DATE})",
            re.I,
        ),
    ),
    (
        "birth date",  # in the first line, beside who it is
        re.compile(rf"\A[^\n]{{0,60}}?[A-Z]\w+,? [A-Z]\w+[ ]?[(/,|][ ]?(?P<it>(?i:{_DATE}))(?=[)/,| ]|$)", re.M),
    ),
    ("birth date", re.compile(r"\*\s?(?P<it>\d{1,2}\.\s?\d{1,2}\.\s?\d{4})")),
    ("record number", re.compile(rf"(?<!\w){_NUMBER_LABEL}\s*(?:is|was|:|#|=)*\s*(?P<it>(?i:{_CODE}))(?!\w)", re.I)),
    (
        "birth date",
        re.compile(rf"(?<!\w)(?:MRN|MR ?#)\s*[:#]*\s*(?i:{_CODE}),?[ \t]{{1,6}}(?P<it>(?i:{_DATE}))(?![\d/])"),
    ),
    ("telephone number", re.compile(_US)),
    ("telephone number", re.compile(_INTERNATIONAL)),
    ("telephone number", re.compile(_UK)),
    (
        "telephone number",
        re.compile(rf"\b{_TEL_LABEL}\s*(?:(?:number|no\.?|is|was|at|on|via|:|#)\s*){{0,4}}(?P<it>{_DIGITS})(?!\d)", re.I),
    ),
    ("telephone number", re.compile(r"\b(?:at|on|number is) (?P<it>\d{3}[-.]\d{4})(?![\d-])")),
    ("telephone number", re.compile(r"\b(?:pager|beeper|ext(?:ension)?|bleep)\.?\s*(?:number|no\.?|#|:)?\s*(?P<it>\d{3,6})\b", re.I)),
    (
        "address",
        re.compile(
            rf"(?<![\w/.-])(?:(?:Flat|Apt|Unit) \w{{1,4}},? )?\d{{1,5}}[A-Za-z]? (?:[NSEW]\.? |North |South |East |West )?(?:[A-Z][\w'-]{{1,24}}\.? ){{1,3}}{_STREETS}\b\.?"
            rf"(?! [a-z]+ed\b){_UNIT}{_TOWN}"
        ),
    ),
    ("address", re.compile(rf"(?<![\w/.-])\d{{1,5}} \d{{1,3}}(?:st|nd|rd|th) {_STREETS}\b\.?{_UNIT}{_TOWN}")),
    ("address", re.compile(rf"\bP\.? ?O\.? Box \d{{1,6}}{_TOWN}", re.I)),
    ("address", re.compile(rf"\b{_CITY},? {_ZIP}(?!\d)")),
    ("address", re.compile(r"\b(?:zip(?: code)?|post ?code)\s*:?\s*(?P<it>\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b", re.I)),
    (
        "address",
        re.compile(
            r"\b(?<![\w-])[A-ZÄÖÜ][\wäöüß-]{0,30}(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|ufer|laan|straat)\s\d{1,4}\s?[a-z]?\b(?:, (?:D-)?\d{4,5} [A-ZÄÖÜ][\wäöüß-]{1,30})?"
        ),
    ),
    ("address", re.compile(r"^[ \t]*(?:home |mailing |patient |street )?address\s*:[ \t]*(?P<it>[^\n]{6,120}?)[ \t]*$", re.I | re.M)),
)  # fmt: skip
_DOSE = re.compile(r"\s?(?:mg|mcg|ml|units?|k/|x10|/|%|mm|bpm|cells|hours?|days?|weeks?|years?|minutes?)\b", re.I)


def shaped(text: str) -> Iterator[Identifier]:
    """The identifiers of a text that their shape or their label tells, in no order; they may overlap."""
    digits = any(sign.isdecimal() for sign in text)
    for kind, pattern in _SHAPES:
        if not digits and kind not in ("e-mail address", "web address", "address"):
            continue
        for match in pattern.finditer(text):
            start, end = match.span("it") if "it" in pattern.groupindex else match.span()
            while end > start and text[end - 1] in " .,;:-":
                end -= 1
            if kind == "telephone number" and not _telephone(text, start, end):
                continue
            if end > start:
                yield Identifier(kind=kind, span=Span(start=start, end=end))


def _telephone(text: str, start: int, end: int) -> bool:
    """Whether digits can be a number to call: enough of them, no range, no dose, no date."""
    words = text[start:end]
    count = sum(sign.isdecimal() for sign in words)
    if _DOSE.match(text, end):
        return False
    if count < 7:  # an extension or a pager, which has its label
        return words.isdecimal() and count >= 3
    return count <= 15 and re.fullmatch(_DATE, words, re.I) is None
