"""YAML text in, plain data with the line and column of every value out. Nothing hostile is ever built.

Read from the parser's events in one pass, with the caps applied before anything is constructed. Scalars follow the
YAML 1.2 core schema, as editors do: ``NO`` is a string, ``010`` is ten. Tags, aliases and duplicate keys are refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from bedside.scenarios.complaints import LOADER, Mark, explain

MAX_BYTES = 1 << 20
MAX_DEPTH = 64
MAX_NODES = 20_000
MAX_DIGITS = 400  # of one number; Python itself refuses to read a number of more than 4,300

Where = tuple[str | int, ...]  # the keys and indexes that lead to a value

_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufeff\uff00-\ufffd\U00010000-\U0010ffff]")
_INT = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEX = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"[-+]?\.(inf|Inf|INF)")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


class DocumentError(ValueError):
    """YAML that cannot be used, with the place and the mend."""

    def __init__(self, mark: Mark, message: str, mend: str, code: str = "yaml") -> None:
        super().__init__(message)
        self.code = code
        self.mark = mark
        self.message = message
        self.mend = mend


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """Plain data (dict, tuple, str, int, float, bool, None) and where each part of it stands in the text."""

    data: Any
    values: dict[Where, Mark]
    keys: dict[Where, Mark]
    sources: dict[Where, str]  # the text of plain scalars that were read as something other than a string


def core_scalar(text: str) -> Any:
    """Read a plain scalar by the YAML 1.2 core schema. Raises ``ValueError`` for a number too long to read."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "0123456789+-.":
        return text
    if _INT.fullmatch(text) or _OCTAL.fullmatch(text) or _HEX.fullmatch(text):
        if len(text) > MAX_DIGITS:
            raise ValueError(text)
        return int(text, 10 if _INT.fullmatch(text) else 0)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _INFINITE.fullmatch(text):
        return float("-inf" if text[0] == "-" else "inf")
    return float("nan") if text in (".nan", ".NaN", ".NAN") else text


@dataclass(slots=True)
class _Frame:
    """A collection that is still open."""

    items: dict[str, Any] | list[Any]
    where: Where
    key: str | None = None


@dataclass(slots=True)
class _Builder:
    """Builds data from events. One pass, no recursion, so depth costs nothing but its cap."""

    values: dict[Where, Mark] = field(default_factory=dict[Where, Mark])
    keys: dict[Where, Mark] = field(default_factory=dict[Where, Mark])
    sources: dict[Where, str] = field(default_factory=dict[Where, str])
    open: list[_Frame] = field(default_factory=list[_Frame])
    data: Any = None
    nodes: int = 0
    documents: int = 0

    def feed(self, event: yaml.Event) -> None:
        """Take one event of the parser."""
        match event:
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    raise DocumentError(
                        _mark(event), "a second document starts here", "Keep one case in a file", "yaml-documents"
                    )
            case yaml.AliasEvent():
                raise DocumentError(
                    _mark(event), "aliases (*name) are not allowed", "Write the value out again", "yaml-alias"
                )
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._start(event, {} if isinstance(event, yaml.MappingStartEvent) else [])
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                frame = self.open.pop()
                value = tuple(frame.items) if isinstance(frame.items, list) else frame.items
                self._put(value, frame.where)
            case _:
                pass

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        frame = self.open[-1] if self.open else None
        self._count(event)
        text = str(event.value)
        if frame is not None and isinstance(frame.items, dict) and frame.key is None:
            where = (*frame.where, text)
            if text in frame.items:
                line = self.keys[where][0]
                raise DocumentError(
                    _mark(event), f"the key {short(text)} stands twice, first on line {line}", "Keep one", "yaml-twice"
                )
            frame.key = text
            frame.items[text] = None
            self.keys[where] = _mark(event)
            return
        where = self._where()
        self.values[where] = _mark(event)
        try:
            value = core_scalar(text) if event.implicit[0] else text
        except ValueError:
            raise DocumentError(
                _mark(event), "this number is too long", "Put it in quotes or shorten it", "yaml-caps"
            ) from None
        if value is not None and not isinstance(value, str):
            self.sources[where] = text
        self._put(value, where)

    def _start(self, event: yaml.CollectionStartEvent, items: dict[str, Any] | list[Any]) -> None:
        frame = self.open[-1] if self.open else None
        self._count(event)
        if frame is not None and isinstance(frame.items, dict) and frame.key is None:
            raise DocumentError(_mark(event), "a key must be a single word, not a list or mapping", "Put it in quotes")
        if len(self.open) >= MAX_DEPTH:
            raise DocumentError(_mark(event), f"more than {MAX_DEPTH} levels deep", "Flatten the file", "yaml-caps")
        where = self._where()
        self.values[where] = _mark(event)
        self.open.append(_Frame(items, where))

    def _count(self, event: yaml.NodeEvent) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise DocumentError(_mark(event), f"more than {MAX_NODES:,} values", "Split the file", "yaml-caps")
        if getattr(event, "tag", None) is not None:
            raise DocumentError(_mark(event), "tags (!name) are not allowed", "Leave the tag out", "yaml-tag")

    def _where(self) -> Where:
        if not self.open:
            return ()
        frame = self.open[-1]
        return (
            *frame.where,
            frame.key if isinstance(frame.items, dict) and frame.key is not None else len(frame.items),
        )

    def _put(self, value: Any, where: Where) -> None:
        if not self.open:
            self.data = value
            return
        frame = self.open[-1]
        if isinstance(frame.items, dict):
            assert frame.key is not None
            frame.items[frame.key] = value
            frame.key = None
        else:
            frame.items.append(value)


def short(value: object, most: int = 40) -> str:
    """Quote a value for a message, cut to ``most`` characters and kept on one line."""
    text = " ".join(str(value).split())
    return repr(text if len(text) <= most else text[: most - 1] + "…")


def _mark(event: yaml.Event) -> Mark:
    mark: Any = event.start_mark
    return (int(mark.line) + 1, int(mark.column) + 1)


def place(text: str, offset: int) -> Mark:
    """Turn a character offset into line and column."""
    before = text[:offset]
    return (before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)


def decode(raw: bytes) -> str:
    """Decode UTF-8, with or without a byte order mark. Raises ``DocumentError`` at the first bad byte."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = raw[: error.start].decode("utf-8-sig", errors="ignore")
        kind = "binary data" if b"\0" in raw[:4096] else f"the byte 0x{raw[error.start]:02x}, which is not UTF-8,"
        raise DocumentError(
            place(good, len(good)), f"{kind} stands here", "Save the file as UTF-8 text", "encoding"
        ) from None


def read_document(raw: bytes) -> YamlDocument:
    """Read one YAML document.

    Raises ``DocumentError`` for anything but one document of plain mappings, lists and scalars within the caps.
    """
    if len(raw) > MAX_BYTES:
        raise DocumentError(
            (1, 1), "the file is larger than 1 MiB", "Keep a long note in a file of its own", "too-large"
        )
    text = decode(raw)
    bad = _FORBIDDEN.search(text)
    if bad is not None:
        code = f"U+{ord(bad.group()):04X}"
        raise DocumentError(
            place(text, bad.start()), f"the control character {code} stands here", "Delete it", "encoding"
        )
    builder = _Builder()
    try:
        events: Iterator[yaml.Event] = yaml.parse(text, Loader=LOADER)
        for event in events:
            builder.feed(event)
    except yaml.YAMLError as error:
        raise DocumentError(*explain(error, text)) from None
    if builder.documents == 0:
        raise DocumentError((1, 1), "the file is empty", "Start with 'id:' and 'note: |'", "not-a-case")
    return YamlDocument(builder.data, builder.values, builder.keys, builder.sources)
