"""Notes that are the text of an object: ``{"cc": "cough", "pmh": ["asthma", "gout"]}``, with its braces or without. Every sign
is exchanged for one sign, a name and what it holds on a line of their own."""

import re

_PAIR = re.compile(r'"[A-Za-z][\w /-]{0,40}"\s{0,4}:\s{0,4}["\[{\w-]')
_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_BARE = re.compile(r"\b(?:true|false|null)\b")
_ANSWERS = {"true": "yes", "false": "no", "null": ""}
_LEAST = 2  # pairs


def opened(text: str) -> str:
    """The text in lines where it is the text of an object, else as it is."""
    body = text.strip()
    if not body or body[0] not in '{["' or len(_PAIR.findall(body)) < _LEAST or _PAIR.search(body[:50]) is None:
        return text
    found: list[str] = []
    depth: list[str] = []
    at = 0
    while at < len(text):
        string = _STRING.match(text, at) if text[at] == '"' else None
        if string is not None:
            found.append(_quoted(string[0], named=_is_name(text, string.end()), row=_in_row(depth)))
            at = string.end()
            continue
        bare = _BARE.match(text, at)
        if bare is not None:
            found.append(_ANSWERS[bare[0]].ljust(len(bare[0])))
            at = bare.end()
            continue
        found.append(_mark(text[at], depth))
        at += 1
    return "".join(found)


def _is_name(text: str, at: int) -> bool:
    return text[at : at + 4].lstrip()[:1] == ":"


def _in_row(depth: list[str]) -> bool:
    """Whether this stands in one of several objects of a list, whose names are those of columns."""
    return depth[-2:] == ["[", "{"]


def _quoted(string: str, *, named: bool, row: bool) -> str:
    """A string without its quotation marks; the name of a column says nothing."""
    if named and row:
        return " " * len(string)
    words = string[1:-1].replace("\\n", " \n").replace('\\"', " '").replace("\\t", "  ")
    return f" {words.replace('_', ' ') if named else words} "


def _mark(char: str, depth: list[str]) -> str:
    """What a sign outside of strings becomes."""
    if char in "[{":
        depth.append(char)
        return " " if char == "[" or _in_row(depth) else "\n"
    if char in "]}":
        row = char == "}" and _in_row(depth)
        if depth:
            depth.pop()
        return "\n" if row else " "
    if char == ":" and _in_row(depth):
        return " "
    if char == "," and depth[-1:] != ["["]:
        return " " if _in_row(depth) else "\n"
    if char == "," and depth[-1:] == ["["]:
        return ","
    return char
