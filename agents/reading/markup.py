"""Notes in HTML or RTF become text: a line a block, a line a row of a table with bars between its cells."""

import re
from html.parser import HTMLParser

_TAG = re.compile(
    r"</?(?:html|body|head|div|p|br|h[1-6]|ul|ol|li|table|t[rdh]|span|b|i|u|strong|em|section|font|pre)\b[^<>]{0,400}/?>",
    re.I,
)
_BLOCK = frozenset(
    "p div br h1 h2 h3 h4 h5 h6 ul ol table tbody thead tr section article header footer pre hr dl dt dd blockquote".split()
)
_HEADS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "dt"))
_UNSEEN = frozenset(("script", "style", "head", "title", "template", "noscript"))
_RTF = re.compile(
    r"\\(?P<word>[a-z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-z'])|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)
_BREAKS = {
    "par": "\n",
    "line": "\n",
    "row": "\n",
    "sect": "\n\n",
    "page": "\n\n",
    "tab": "\t",
    "cell": " | ",
    "emdash": "—",
    "endash": "–",
    "bullet": "• ",
    "lquote": "'",
    "rquote": "'",
    "ldblquote": '"',
    "rdblquote": '"',
}
_SILENT = frozenset(
    "fonttbl colortbl stylesheet info pict listtable listoverridetable generator header footer headerl headerr footerl footerr themedata datastore xmlnstbl latentstyles".split()
)
_MARKED = 3  # tags that make a text a document


def plain(text: str) -> str | None:
    """The text of a note in HTML or RTF; None where it is neither."""
    if text.lstrip("\ufeff \t\r\n").startswith("{\\rtf"):
        return _tidy(_rtf(text))
    tags = _TAG.findall(text[:50_000])
    if not tags or (len(tags) < _MARKED and not text.lstrip().startswith("<")):
        return None
    reader = _Html()
    reader.feed(text)
    reader.close()
    return _tidy("".join(reader.out))


def _tidy(text: str) -> str:
    """Lines without spaces at their ends, never more than one empty line together."""
    lines = [" ".join(part.split()) if "\t" not in part else part.strip() for part in text.split("\n")]
    lines = [line[:-1].rstrip() if line.endswith("|") else line for line in lines]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.unseen = 0
        self.counts: list[int | None] = []  # the lists that are open: the number of the next entry, None for bullets
        self.pre = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self.unseen += 1
        elif tag in _HEADS:
            self.out.append("\n\n")
        elif tag in ("ul", "ol"):
            self.counts.append(1 if tag == "ol" else None)
            self.out.append("\n")
        elif tag == "li":
            self.out.append("\n" + self._bullet())
        elif tag == "input":
            self._box(attrs)
        elif tag in _BLOCK:
            self.out.append("\n")
        if tag == "pre":
            self.pre += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in ("br", "hr", "input", "img", "meta", "link"):
            self.handle_endtag(tag)

    def _bullet(self) -> str:
        count = self.counts[-1] if self.counts else None
        if count is None:
            return "• "
        self.counts[-1] = count + 1
        return f"{count}. "

    def _box(self, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if (names.get("type") or "").lower() in ("checkbox", "radio"):
            self.out.append("[x] " if "checked" in names else "[ ] ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag in ("td", "th"):
            self.out.append(" | ")
        elif tag in ("ul", "ol"):
            if self.counts:
                self.counts.pop()
            self.out.append("\n")
        elif tag in _HEADS or tag in _BLOCK:
            self.out.append("\n")
        if tag == "pre":
            self.pre = max(0, self.pre - 1)

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.out.append(data if self.pre else re.sub(r"\s+", " ", data))


def _rtf(text: str) -> str:
    """The words of an RTF document. Groups that hold fonts, colours, pictures and the like are left out."""
    out: list[str] = []
    silent: list[bool] = [False]
    skip = 0  # characters that stand in for a Unicode one
    starred = False
    for match in _RTF.finditer(text):
        word = match["word"]
        if match["brace"] == "{":
            silent.append(silent[-1])
        elif match["brace"] == "}":
            if len(silent) > 1:
                silent.pop()
        elif word:
            if word in _SILENT or starred:
                silent[-1] = True
            starred = False
            if silent[-1]:
                continue
            if word == "u" and match["number"]:
                out.append(chr(int(match["number"]) % 0x10000))
                skip = 1
            else:
                out.append(_BREAKS.get(word, ""))
        elif match["sign"]:
            starred = match["sign"] == "*"
            if not starred and not silent[-1]:
                out.append(
                    {"~": " ", "_": "-", "-": ""}.get(
                        match["sign"],
                        match["sign"] if match["sign"] in "\\{}" else "\n" if match["sign"] in "\r\n" else "",
                    )
                )
        elif match["hex"]:
            if not skip and not silent[-1]:
                out.append(bytes([int(match["hex"], 16)]).decode("cp1252", "replace"))
            skip = 0
        elif match["text"] and not silent[-1]:
            out.append(match["text"][skip:] if skip and match["text"][0] == "?" else match["text"])
            skip = 0
    return "".join(out)
