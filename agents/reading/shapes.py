"""Shapes in which a name and its answer, a heading and what is under it, or the entries of a list are joined by signs of all
sorts. Every sign is exchanged for one sign, so that each word stays where it stood."""

import re
from functools import cache

from bedside.agents.reading.headings import known
from bedside.agents.reading.labels import is_system
from bedside.agents.reading.signs import signed
from bedside.agents.reading.tables import rows
from bedside.agents.text.doc import DENIES

_WARNED = re.compile(
    r"^(?P<lead>\W*(?:(?:please|when to) )?(?:call|return|come back|ring|phone|contact|seek|go to|attend|tell us)\b[^:.;,\n]{0,40}?"
    r"\b(?:if|for)(?: (?:you|there is|any)(?: have| develop| notice| get)?)?)(?P<sign> ?:)(?= ?[A-Za-z])",
    re.IGNORECASE,
)
_NO_COMPLAINT = re.compile(r"\b(?:no|nil|not|denies|denied|without)(?= c/o\b)( c/o)", re.IGNORECASE)
_ANSWER = r"present|absent|yes|no|y|n|none|nil|positive|negative|denied|denies|none known|nil known"
_DASHED = re.compile(rf"(?<=[a-z)])(?P<gap> ?[-–—]+ ?)(?P<answer>{_ANSWER})(?P<end>[.,;]|\s*$)", re.IGNORECASE)
_RUN = re.compile(r"(?P<open>^|\s(?:--|[-–—|/>])\s)(?P<name>[A-Za-z][A-Za-z /&]{0,30}?)\s(?P<sign>--|[-–—>])(?=\s)")
_SYSTEM = re.compile(r"(?P<open>^|[;.]\s{1,3})(?P<name>[A-Z][A-Za-z/]{0,20})\s?(?P<sign>[-–])(?=\s[A-Za-z+-])")
_SLASHED = re.compile(r"^\s*(?P<name>[A-Z][A-Za-z]{1,6})(?P<sign>/)(?= [A-Za-z])")
_ARROW = re.compile(r"(?<=[a-z])(?P<gap>[ ]?)(?P<arrow>[-=]+>|→)(?=[ ]?[a-z])")
_LIST = re.compile(
    r"(?P<lead>(?:^|\n)[^\n:]{0,40}?\b(?P<word>denies|denied|negatives?|reports|positives?|endorses|c/o|complains of|presents with)[ ]?:)[ \t]*(?P<rest>(?:\n[ \t]*[-*•–][ \t]*[^\n]{1,80})+)",
    re.IGNORECASE,
)
_BULLET = re.compile(r"\n[ \t]*[-*•–]")
_QUESTION = re.compile(
    r"(?P<open>^|(?<=[.;])\s+)(?P<asked>(?:q[:.]\s*)?[A-Za-z][\w ,/'-]{2,60})(?P<mark>\?)\s+(?:a[:.]\s*)?"
    r"(?P<answer>yes|no|y|n|none|nope|yeah)\b(?P<end>[.,;]?)",
    re.IGNORECASE,
)
_ANSWERED = re.compile(
    r"(?P<asked>(?:^|\n)[^\n?]{3,80}\?)[ \t]*(?P<gap>\n[ \t]*(?:a[:.][ \t]*)?)(?=(?:yes|no|none)\b)", re.IGNORECASE
)
_UNTICKED = re.compile(r"(?P<name>[A-Za-z][\w ]{1,30}:)?[ ]?\b(?:Y ?/ ?N|Yes ?/ ?No)\b(?![:=])(?=\s{2}|\s*$)")
_PROBLEM = re.compile(r"^\s*(?P<word>(?:problem|issue|diagnosis|dx)\s?#?)(?P<number>\d{1,2})\s?[:.)]", re.IGNORECASE)
_DRUG = re.compile(r"\s*(?:drug|medication|med|medicine|name)(?: name)?\s?:\s?(?=[A-Za-z])", re.IGNORECASE)
_FIELD = re.compile(r"\s?[;,|]\s{0,2}(?:dose|dosage|strength|route|freq|frequency|sig|directions)\s?:", re.IGNORECASE)
_VE = re.compile(r"(?<!\w)(?P<sign>[+-])ve\b", re.IGNORECASE)
_MARKED = re.compile(r"(?<![\w*])(?P<sign>[*_])(?=\S)(?P<words>[^*_\n]{1,40})(?<=\S)(?P=sign)(?![\w*])")
_GREETING = re.compile(r"^\s*(?:Dear [A-Z][\w.' ]{0,40},|To whom it may concern[:,]?)(?=[ ]+\S)", re.IGNORECASE)
_OPENED = re.compile(r"^\s*(?P<name>[A-Za-z][A-Za-z /&]{0,30}?)[ ]?(?P<sign>>>|=>|::|»)")
_GROUP = re.compile(
    r"^\s*(?P<name>(?:pertinent )?(?:positives|negatives|denies|reports|denied))(?P<sign> [-–])(?=\s)", re.IGNORECASE
)
_VITAL = re.compile(r"(?<!\w)(?P<name>T|P|R|BP|HR|RR|SpO2|O2|Temp|Wt|Ht|BMI)-(?=\d)")
_CROSSED = re.compile(r"(?<!\w)[øØ∅](?=[ ]?[A-Za-z])")
_THOUSANDS = re.compile(r"(?<=\b\d\d)[ ](?=\d{3}[ ]?(?:IU|iu|units?|U)\b)")
_BAR = re.compile(r"[ ]\|(?=[ ]?(?P<name>[A-Za-z][A-Za-z /&]{0,30}?)[ ]?:)")
_NUMBERED = re.compile(r"(?:^|(?<=\s))(?P<number>[1-9])(?P<sign>/)(?=\s[A-Za-z])")
_ROMAN = re.compile(r"(?:^|(?<=\s))(?P<number>i{1,3}|iv|v)\)(?=\s)")
_ROMANS = ("i", "ii", "iii", "iv", "v")
_LEADS_LONGEST = 6  # words
_NAME_LONGEST = 4  # words of a complaint that is a question by itself


@cache
def _asking() -> frozenset[str]:
    return frozenset(row[0] for row in rows("asking"))


def listed(text: str) -> str:
    """A text in which "Denies:" stands on the line of what is listed under it, and an answer on the line of its question."""
    if ":" in text:
        text = _LIST.sub(_joined, text)
    if "?\n" in text or "? \n" in text:
        text = _ANSWERED.sub(lambda found: found["asked"] + " " * (len(found[0]) - len(found["asked"])), text)
    return text


def _joined(found: re.Match[str]) -> str:
    lines = _BULLET.sub(lambda bullet: (", " * len(bullet[0]))[: len(bullet[0])], found["rest"])
    between = " " * (len(found[0]) - len(found["lead"]) - len(lines))
    return f"{found['lead']}{between} {lines[1:]}" if lines else found[0]


def arranged(line: str) -> str:
    """One line with colons and semicolons where it has other signs for them."""
    line = signed(_opened(line))
    line = _PROBLEM.sub(lambda found: f"{found['number']}.".rjust(len(found[0])), line)
    if "/" in line:
        line = _NO_COMPLAINT.sub(lambda found: found[0][:-3] + "any", line)
        line = _UNTICKED.sub(lambda found: " " * len(found[0]), line)
        line = _SLASHED.sub(lambda found: _signed(found, line), line)
    if ">" in line or "→" in line:
        line = _ARROW.sub(lambda found: found["gap"] + ";".ljust(len(found["arrow"])), line)
    if "-" in line or "–" in line or "—" in line:
        line = _dashed(_run_on(_values(line)))
    if ":" in line:
        line = _WARNED.sub(lambda found: found["lead"] + " " * len(found["sign"]), _fields(line))
    return _questions(line) if "?" in line else line


def _opened(line: str) -> str:
    """A line without the signs that only dress its words, and with a colon behind the name that opens it."""
    if not line.isascii():
        line = _CROSSED.sub(DENIES, line)  # "ø rash"
    line = _THOUSANDS.sub(",", line)
    if "ve" in line:
        line = _VE.sub(_spelled, line)
    if "*" in line or "_" in line:
        line = _MARKED.sub(lambda found: f" {found['words']} ", line)
    line = _GREETING.sub(lambda found: " " * len(found[0]), line)
    head = _OPENED.match(line)
    if head is not None and known(head["name"]) is not None:
        line = line[: head.start("sign")] + ": " + line[head.end("sign") :]
    line = _GROUP.sub(lambda found: found[0][: -len(found["sign"])] + ": ", line)
    bars = [found for found in _BAR.finditer(line) if known(found["name"]) is not None] if "|" in line else []
    if len(bars) > 1:
        for bar in bars:
            line = f"{line[: bar.start()]} \n{line[bar.end() :]}"
    return _counted(line)


def _spelled(found: re.Match[str]) -> str:
    """ "+ve" and "-ve" in as many letters, with a capital where they head a list."""
    word = "pos" if found["sign"] == "+" else "neg"
    return word.capitalize() if found.string[found.end() : found.end() + 1] == ":" else word


def _counted(line: str) -> str:
    """ "1/ cough 2/ no fever", "i) gout ii) asthma": the numbers of a list within a line."""
    numbers = [found["number"] for found in _NUMBERED.finditer(line)]
    if len(numbers) > 1 and numbers == [str(n) for n in range(1, len(numbers) + 1)]:
        line = _NUMBERED.sub(lambda found: f"{found['number']}.", line)
    romans = tuple(found["number"] for found in _ROMAN.finditer(line))
    if len(romans) > 1 and romans == _ROMANS[: len(romans)]:
        line = _ROMAN.sub(lambda found: f"{_ROMANS.index(found['number']) + 1})".rjust(len(found[0])), line)
    return line


def _signed(found: re.Match[str], line: str) -> str:
    if known(found["name"]) is None:
        return found[0]
    return found[0][:-1] + ":"


def _run_on(line: str) -> str:
    """ "HPI -- cough -- PMH -- asthma", "Gen- no fever; Resp- cough"."""
    named = [found for found in _RUN.finditer(line) if known(found["name"].strip()) is not None]
    if len(named) > 1:
        for found in named:
            line = line[: found.start("sign")] + ":".ljust(len(found["sign"])) + line[found.end("sign") :]
            if found["open"]:
                line = line[: found.start()] + "\n".ljust(len(found["open"])) + line[found.end("open") :]
    systems = [found for found in _SYSTEM.finditer(line) if is_system(found["name"])]
    if len(systems) > 1:
        for found in _SYSTEM.finditer(line):
            line = f"{line[: found.start('sign')]}:{line[found.end('sign') :]}"
    return line


def _dashed(line: str) -> str:
    """ "Cough - present. Fever - absent.": an answer behind a dash."""
    only = _DASHED.search(line)
    if only is None or (len(_DASHED.findall(line)) < 2 and "known" not in only["answer"]):
        return line

    def answer(found: re.Match[str]) -> str:
        end = ";" if found["end"] in (".", ",", ";") else found["end"]
        return f"{':'.ljust(len(found['gap']))}{found['answer']}{end}"

    return _DASHED.sub(answer, line)


def _values(line: str) -> str:
    """ "T-99.1 P-82 BP-118/74": dashes between vital signs and their values."""
    return _VITAL.sub(lambda found: f"{found['name']} ", line) if len(_VITAL.findall(line)) > 1 else line


def _fields(line: str) -> str:
    """ "Drug: lisinopril; Dose: 10 mg; Freq: daily": the fields of a prescription on one line."""
    first = _DRUG.match(line)
    fields = list(_FIELD.finditer(line, first.end())) if first is not None else []
    if first is None or not fields:
        return line
    for field in fields:
        line = line[: field.start()] + " " * len(field[0]) + line[field.end() :]
    return "Rx:".ljust(first.end()) + line[first.end() :]


def _questions(line: str) -> str:
    """ "Do you have chest pain? No": what is asked for, and the answer."""
    return _QUESTION.sub(_asked, line)


def _asked(found: re.Match[str]) -> str:
    asked = found["asked"]
    words = re.sub(r"^q\d{0,2}[:.]?\s", "", asked.lower()).split()
    led = next((n for n in range(min(_LEADS_LONGEST, len(words) - 1), 0, -1) if " ".join(words[:n]) in _asking()), 0)
    whole = found.start() == 0 and found.end() == len(found.string.rstrip()) and len(words) <= _NAME_LONGEST
    if not (led or whole) or "allerg" in asked.lower():
        return found[0]
    name = " ".join(asked.split()[-(len(words) - led) :])
    start = found.start("asked") + asked.rfind(name.split()[0], 0) - found.start()
    told = found[0][start : found.start("mark") - found.start()]
    between = found.start("answer") - found.start("mark")
    end = {"": "", ",": "\n"}.get(found["end"], ";")
    return " " * start + told + ":".ljust(between) + found["answer"] + end
