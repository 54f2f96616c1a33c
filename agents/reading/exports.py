"""Notes as systems export them, in the shapes that people write: quoted cells, commas for line ends, ``key = value``, dotted
leaders, answers in brackets. Every sign is exchanged for one sign, so that each word stays where it stood."""

import re

from bedside.agents.reading.answer_grids import answered_boxes, answered_grids
from bedside.agents.reading.grid import column_names
from bedside.agents.reading.headings import known
from bedside.agents.reading.labels import is_system
from bedside.agents.reading.named_lines import renamed
from bedside.agents.reading.objects import opened
from bedside.agents.reading.shapes import arranged, listed
from bedside.agents.reading.template_marks import cleared

_QUOTED = re.compile(r'[ \t]*"[^"\n]*"(?:[ \t]*,[ \t]*"[^"\n]*")+[ \t]*')
_EMPTY_CELLS = re.compile(r"(?:[ ]?,){2,}[ ]?")
_CAPITALS = re.compile(r"(?P<before>^|,) ?(?P<name>[A-Z][A-Z /&]{2,40}[A-Z]) , ")
_KEY = re.compile(r"(?:^[ \t]*|(?<=[,;|])[ ]?|[ \t]+)(?P<name>[A-Za-z][\w /&'-]{0,40}?)[ ]?=[ ]?(?=[\w+<>-])")
_LEADER = re.compile(r"(?<=[A-Za-z0-9)])[ ]?[.…_]{3,}+[ ]?(?=[A-Za-z+-]{1,10}[ \t]*$)")
_NAMED = re.compile(r"(?P<before>^|;)[ ]?(?P<name>[A-Z][A-Za-z]{1,5})[ ]?(?P<sign>-|;)(?=[ ]*[A-Za-z])")
_CHECKED = re.compile(r"(?P<gap>(?<=[A-Za-z]) ?)([✓✔✗✘])([ ]|$)")
_SECOND = re.compile(r"(?<=[.;]) +(?P<name>[A-Z][A-Za-z]{1,5}x?)(?P<sign>;) ")
_SYSTEM = re.compile(r"[ \t]*(?P<name>[A-Z][A-Za-z/]{0,20}(?: [A-Za-z]{1,14})?) [-–] (?=[A-Za-z+-])")
_BOXED = re.compile(r"[ \t]*\[(?P<name>[A-Za-z][A-Za-z /&]{1,30})\](?=[ ]?[A-Za-z])")
_RUN_ON = re.compile(r"(?<=[\w);]) (?P<name>[a-z]{2,16}):(?=[\w ])")
_LETTERED = re.compile(r"(?<=[a-z])(?P<gap> )(?P<answer>[YN])(?P<after> ?[/,;]|\.?$)")
_RELATIVE = re.compile(
    r"(?:(?<=[:,;])|^)[ ]*(?P<who>mother|father|mum|mom|dad|sis|bro|brother|sister|aunt|uncle|cousin|grand\w+|son|daughter)(?P<sign>-)"
    r"(?!in-|to-)(?=[a-z])",  # of either case
    re.IGNORECASE,
)
_ANSWER = r"yes|no|y|n|pos|neg|positive|negative|present|absent|\+|-"
_BRACKETED = re.compile(
    rf"(?<=\w)[ ]?(?P<open>[(\[])(?:{_ANSWER})(?P<close>[)\]])(?P<after>[ ]?[/,;]|[ ]*\.?$|(?=\s[A-Za-z]))",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"(?<![^\s.;,])(?P<name>[A-Z][\w /'-]{2,40})(?P<sign>\?) +(?:yes|no|y|n|none|denies)\b(?P<end>[.,](?= |$))?",
    re.IGNORECASE,
)
_TWO_CELLS = re.compile(
    r"^[ \t]*(?P<first>(?:symptom|complaint|item|question|problem|name)[ ]?[:=])[ ]?(?P<name>[^|,;\n]{2,60}?)"
    r"(?P<second>[ ]?[|,;][ ]?(?:present|response|answer|value|status|result)[ ]?[:=])",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"(?<=[\w'’])(?P<gap> )\((?P<sign>[+-])\)(?=[ ]*(?:[.,;/]|$))")
_SIDE = re.compile(r"\b(?P<side>[mp]at)\.(?=[ ]?[A-Za-z])", re.IGNORECASE)
_HISTORY_OF = re.compile(
    r"\b(?P<who>donor|index case|partner|co-?twin)(?P<more>['’]s)? (?:medical )?(?:history|hx):", re.IGNORECASE
)
_COMMA = re.compile(r"(?<=\d),(?=\d{1,2} ?(?:°|%|(?:kg|cm|mm|mg|ml|mmol|C|F|g|m|l|L)\b))(?<![\d,]\d{4},)")  # "36,8 °C"
_DIED = re.compile(r"(?P<who>\b[A-Za-z-]{2,20}[ ]d)\.(?=[ ]?(?:\d|of\b|[a-z]))")
_PREFIXES = frozenset(("ex", "post", "pre"))  # "Ex-smoker", "POST-HOSPITAL FOLLOW-UP"
_CHECKS = frozenset("✓✔✗✘")
_DASHED = re.compile(
    r"(?<=[A-Za-z])(?P<gap> ?)[-–—](?P<after> )(?=(?:denie[sd]|endorse[sd])[ ]*(?:[.;,]|$))", re.IGNORECASE
)
_LONGEST = 4000  # characters of a line


def unfolded(text: str) -> str:
    """The text in lines, each with one name and what is said of it, character for character where it was."""
    lines = answered_grids(renamed(cleared(listed(opened(text)).split("\n"))))
    return "\n".join(_line(line) if len(line) <= _LONGEST else _commas(line) for line in lines)


def _line(line: str) -> str:
    if '"' in line and _QUOTED.fullmatch(line):
        return _cells(line)
    line = _commas(line)
    if not _CHECKS.isdisjoint(line):
        line = _CHECKED.sub(
            lambda found: f"{found['gap']}{'+' if found[2] in '✓✔' else '-'}{';' if found[3] else ''}", line
        )
    if len(_LETTERED.findall(line)) > 1:
        line = _LETTERED.sub(
            lambda found: f":{found['answer']}{';'.rjust(len(found['after'])) if found['after'] else ''}", line
        )
    if "=" in line:
        line = _keys(line)
    if "..." in line or "…" in line or "___" in line:
        line = _LEADER.sub(lambda found: ":".ljust(len(found[0])), line)
    if "- " in line or "– " in line or "— " in line:
        line = _DASHED.sub(lambda found: f"{found['gap']}:{found['after']}", line)  # "Itch - denies"
    if "(+)" in line or "(-)" in line:
        line = _SIGNED.sub(lambda found: f"{found['gap']}{'pos' if found['sign'] == '+' else 'neg'}", line)
    if "(" in line or "[" in line or "☐" in line:
        line = _brackets(answered_boxes(line))
    if ":" in line:
        line = _HISTORY_OF.sub(lambda found: f"{found['who']}:".ljust(len(found[0])), line)  # "Donor history: smoker"
    if "," in line:
        line = _COMMA.sub(".", line)
    if "at. " in line:
        line = _SIDE.sub(lambda found: f"{found['side']} ", line)  # "mat. uncle"
    if " d. " in line:
        line = _DIED.sub(lambda found: f"{found['who']} ", line)  # "sister d. 44 of stroke"
    line = arranged(line)
    if "?" in line and len(_ASKED.findall(line)) > 1:
        line = _ASKED.sub(_answered, line)
    if ":" in line or "=" in line:
        line = _TWO_CELLS.sub(_paired, line)
    return _signs(line)


def _cells(line: str) -> str:
    """``"CC","cough"``: a name and what is said of it; more cells are a row, and names of columns alone nothing."""
    names = [cell.strip().lower() for cell in line.strip().strip('"').split('","')]
    if all(name in column_names() for name in names):
        return " " * len(line)
    bare = re.sub(r'"([ \t]*),[ \t]*"', lambda found: (":" if len(names) == 2 else " | ").ljust(len(found[0])), line)
    return bare.replace('"', " ")


def _commas(line: str) -> str:
    """ "Chief complaint:, Cough, , Allergies:, None" and "HISTORY , He coughs . , ALLERGIES , None": commas for line ends."""
    if line.count(":,") > 1 and _EMPTY_CELLS.search(line):
        line = _EMPTY_CELLS.sub(lambda found: "\n".ljust(len(found[0])), line)
        return line.replace(":,", ": ")
    headed = [found for found in _CAPITALS.finditer(line) if known(found["name"]) is not None]
    if len(headed) < 2:
        return line
    for found in headed:
        opened = "\n" if found["before"] else ""
        body = opened + line[found.start() + len(opened) : found.end() - 3] + ":  "
        line = line[: found.start()] + body + line[found.end() :]
    return line


def _keys(line: str) -> str:
    """ "COUGH=Y FEVER=N", "Reason for visit = rash": a name and its value, one beside another."""
    found = list(_KEY.finditer(line))
    if not found or line[: found[0].start()].strip():
        return line
    for key in found:
        opens = line[: key.start()].strip() and line[key.start()].isspace() and " " not in key["name"]
        start = ";" if opens else line[key.start() : key.start("name")]
        tail = ":".ljust(key.end() - key.end("name"))
        line = (
            line[: key.start()] + start.ljust(key.start("name") - key.start()) + key["name"] + tail + line[key.end() :]
        )
    return line


def _brackets(line: str) -> str:
    """ "Cough (yes) / fever (no)": answers in brackets, of which a line has several."""
    if len(_BRACKETED.findall(line)) < 2:
        return line

    def answer(found: re.Match[str]) -> str:
        said = line[found.end("open") : found.start("close")]
        said = {"+": "Y", "-": "N"}.get(said, said)
        return f"{':'.ljust(found.end('open') - found.start())}{said}".ljust(len(found[0]) - 1) + ";"

    return _BRACKETED.sub(answer, line)


def _answered(found: re.Match[str]) -> str:
    said = found[0].replace("?", ":", 1)
    return f"{said[:-1]};" if found["end"] else said


def _paired(found: re.Match[str]) -> str:
    """ "Symptom: nausea | Present: yes" is "nausea: yes"."""
    first = " " * (found.start("name") - found.start())
    return first + found["name"] + ":".ljust(len(found["second"]))


def _signs(line: str) -> str:
    """ "PMH-asthma;Meds-cetirizine", "PMHx; gout", "FH:father-gout": a dash or a semicolon where a colon should be."""
    named = [found for found in _NAMED.finditer(line) if found["name"].lower() not in _PREFIXES]
    named = [found for found in named if known(found["name"]) is not None]
    if named and named[0].start() == 0:
        named += [found for found in _SECOND.finditer(line) if known(found["name"]) is not None]
        for found in named:
            at = found.start("sign")
            line = f"{line[:at]}:{line[at + 1 :]}"
            before = found.start("name") - 1
            line = f"{line[:before]}\n{line[before + 1 :]}" if found.start() else line
    system = _SYSTEM.match(line)
    if system is not None and is_system(system["name"]):
        line = f"{line[: system.end('name')]} : {line[system.end() :]}"  # "Resp - cough"
    boxed = _BOXED.match(line)
    if boxed is not None and known(boxed["name"]) is not None:
        line = f"{line[: boxed.start('name') - 1]} {boxed['name']}:{line[boxed.end('name') + 1 :]}"  # "[PMH] gout"
    first = line.find(":")
    run_on = [f for f in _RUN_ON.finditer(line) if f.start() > first and known(f["name"]) is not None]
    run_on = [f for f in run_on if known(f"{line[: f.start()].split()[-1]} {f['name']}") is None]  # "Private plan:"
    if run_on and known(line[:first].strip()) is not None:
        for found in run_on:
            line = f"{line[: found.start()]}\n{line[found.start() + 1 :]}"  # "meds:aspirin allergies:none"
    return _RELATIVE.sub(lambda found: f"{found[0][:-1]}:", line)
