"""A YAML parser's complaint, put where an author would look: at what was begun and not ended, or left out, and not at
the later line where that came out."""

import re
from contextlib import suppress
from typing import Any, NamedTuple

import yaml

# The C parser is ten times faster; a PyYAML built without it still works.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Mark = tuple[int, int]  # line and column, both counted from 1
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # what YAML counts as the end of a line
_BARE = re.compile(r"( *)([A-Za-z_]+)( [^:]*)?")  # a line that could be a key and its value, had it a colon
_EMPTY = re.compile(r"( *)([a-z_]+):\s*")
_LONG = frozenset(("note", "text"))  # keys whose value is a long text
_KEYED = re.compile(r" *(?:- |[a-z_]+:(?: |$))")  # what may stand below a key without a bar
_VALUE_WITH_COLON = re.compile(r"\s*(?:- )?[\w-]+: +([^\s\"'\[{|>#&*!%@`][^#]*: [^#]*)$")


class Complaint(NamedTuple):
    """Where, what is wrong, and the mend."""

    mark: Mark
    message: str
    mend: str


def explain(error: yaml.YAMLError, text: str) -> Complaint:
    """What an author should be told of a parser's complaint about ``text``."""
    problem = str(getattr(error, "problem", None) or "this is not YAML")
    context: Any = getattr(error, "context_mark", None)
    mark: Any = getattr(error, "problem_mark", None) or context
    where = (1, 1) if mark is None else (int(mark.line) + 1, int(mark.column) + 1)
    if (bare := _text_without_bar(text, where[0])) is not None:
        place_of, key = bare
        return Complaint(
            place_of, f"the text below '{key}:' has no bar before it", f"Write '{key}: |' and keep it indented"
        )
    if context is not None:
        begun = (int(context.line) + 1, int(context.column) + 1)
        doing = str(getattr(error, "context", ""))
        if "could not find expected ':'" in problem:
            return Complaint(
                begun,
                "this is neither 'key: value' nor part of the text above",
                "Indent it by two spaces if it belongs to the text above, or write ': ' after the key",
            )
        if "flow" in doing and "expected" in problem:
            mend = "Close it with ] or }, and part its values by commas"
            return Complaint(begun, "the bracket that opens here is not closed", mend)
        if "quoted scalar" in doing and "unexpected end of stream" in problem:
            return Complaint(begun, "the quote that opens here is not closed", "Close it with the same quote")
        opened = _swallowing_quote(text, where)
        if opened is not None:
            return Complaint(opened, "the quote that opens here is not closed", "Close it with the same quote")
        if begun[0] < where[0]:
            problem += f", in what begins on line {begun[0]}"
    if "mapping values are not allowed" in problem:
        if (bare := _key_without_colon(text, where[0])) is not None:
            place_of, key = bare
            return Complaint(place_of, f"there is no ': ' after '{key}'", f"Write '{key}: ' and then the value")
        if (value := _VALUE_WITH_COLON.match(_lines(text)[where[0] - 1])) is not None:
            return Complaint(where, "this value has ': ' in it", f"Put it in quotes: {_quoted(value[1])}")
    if "expected key" in problem and (told := _uneven(text, where[0])) is not None:
        return Complaint(where, told, "Begin the lines that belong together at the same place")
    return Complaint(where, problem, _yaml_mend(problem))


def _swallowing_quote(text: str, where: Mark) -> Mark | None:
    """Where a quoted value begins that ran over several lines and ended where the complaint is: it was meant to end on
    its own line, and took the next quote of the file for its end."""
    with suppress(yaml.YAMLError):  # the complaint itself, where it is the scanner's
        for token in yaml.scan(text, Loader=LOADER):
            quoted = isinstance(token, yaml.ScalarToken) and token.style in ("'", '"')
            if quoted and token.start_mark.line + 1 < where[0] <= token.end_mark.line + 1:
                return token.start_mark.line + 1, token.start_mark.column + 1
    return None


def _text_without_bar(text: str, line: int) -> tuple[Mark, str] | None:
    """The key above whose long text stands below it without the bar that would make it one."""
    lines = _lines(text)
    for number in range(min(line, len(lines)), 0, -1):
        match = _EMPTY.fullmatch(lines[number - 1])
        if match is None or match[2] not in _LONG:
            continue
        below = [one for one in lines[number:line] if one.strip()]
        if below and all(_indent(one) > len(match[1]) for one in below) and not _KEYED.match(below[0]):
            return (number, len(match[1]) + 1), match[2]
        return None
    return None


def _key_without_colon(text: str, line: int) -> tuple[tuple[int, int], str] | None:
    """The word that begins the line before, where it stands as far in as this one and lacks its colon: together they
    were read as one long key."""
    lines = _lines(text)
    here = lines[line - 1]
    for number in range(line - 1, 0, -1):
        above = lines[number - 1]
        if not above.strip() or above.lstrip().startswith("#"):
            continue
        match = _BARE.fullmatch(above)
        listed = match is not None and match[3] is None and here.lstrip().startswith("- ")
        if match is None or not (listed or len(match[1]) == _indent(here)):
            return None
        return (number, len(match[1]) + 1), match[2]
    return None


def _uneven(text: str, line: int) -> str | None:
    """What is odd about a line that begins between the places where the lines above it begin."""
    lines = _lines(text)
    depth = _indent(lines[line - 1])
    deeper = 0
    for number in range(line - 1, 0, -1):
        above = lines[number - 1]
        if not above.strip() or above.lstrip().startswith("#"):
            continue
        if _indent(above) < depth:
            first = lines[deeper - 1] if deeper else ""
            return (
                f"this line begins after {depth} spaces, and its neighbours, from line {deeper} on, after {_indent(first)}"
                if deeper
                else None
            )
        if _indent(above) == depth:
            return None
        deeper = number
    return None


def _indent(line: str) -> int:
    """Spaces before a line."""
    return len(line) - len(line.lstrip(" "))


def _quoted(value: str) -> str:
    """A value in whichever quotes it does not hold."""
    value = value.strip()
    mark = '"' if '"' not in value and "\\" not in value else "'"
    return mark + value.replace("'", "''" if mark == "'" else "'") + mark


def _yaml_mend(problem: str) -> str:
    """Say what usually lies behind a parser's complaint."""
    if "start any token" in problem:
        return "Indent with spaces, not tabs, and put text that begins with a special character in quotes"
    if "mapping values are not allowed" in problem:
        return (
            "Indent this line as its neighbours, put a value that has ': ' in it in quotes, and give a long text as "
            "'note: |' with the text indented below"
        )
    if "expected" in problem:
        return "Check the indentation here and on the line above, and that brackets and quotes are closed"
    return "Check the quotes, brackets and indentation here and on the line above"


def _lines(text: str) -> list[str]:
    """The lines of a text as YAML counts them, with an empty one after the last."""
    return [*_BREAK.split(text), ""]
