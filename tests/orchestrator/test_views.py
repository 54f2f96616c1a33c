"""The forms of a kept dialogue: all its words are there, in order, and whatever was said is text and nothing else."""

import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.cells import cell_len

from bedside.orchestrator.views.dialogue_view import DialogueView, LineView, rests_on
from bedside.orchestrator.views.html_page import html_page
from bedside.orchestrator.views.markdown_page import markdown_page
from bedside.orchestrator.views.reason_rows import Quote
from bedside.orchestrator.views.run_tables import text_table
from bedside.orchestrator.views.side_by_side import side_by_side
from bedside.orchestrator.views.terminal_text import harmless
from bedside.scenarios.note import Span

EVIL = [
    "<script>alert(1)</script>", "</style><script>", '" onmouseover="x', "&lt;b&gt; & 'quoted'", "<!-- ", "<img src=x onerror=y>",
    "**bold** _it_ `code` ~~no~~", "# head", "- list", "1. list", "> quote", "| a | b |", "[link](http://x)", "![i](x)", "\\", "a\\",
    "---", "***", "$x$", "<http://x.y>", "http://x.y", "plain words, no more.", "我咳嗽大概有三个星期了", "أعاني من هذا السعال", "«ça va?»",
    "\x1b[31mred\x1b[0m", "\x07", "tab\there", "&amp;", "```", "    code", "+ plus", "= head", "3) three",
]  # fmt: skip
words = st.lists(st.sampled_from(EVIL), min_size=1, max_size=4).map(" ".join)
quotes = st.builds(Quote, st.sampled_from(["f1", "f22"]), st.just(Span(start=3, end=9)), st.none() | words)
lines = st.builds(
    LineView,
    st.sampled_from(["physician", "patient", "mother", "<b>"]),
    words,
    st.lists(quotes, max_size=3).map(tuple),
    st.lists(st.sampled_from(["knee#advice", "<i>#x"]), max_size=2).map(tuple),
    st.lists(words, max_size=2).map(tuple),
)
views = st.builds(
    DialogueView,
    words,
    st.lists(st.tuples(st.just("setting"), words), max_size=2).map(tuple),
    st.lists(words, max_size=2).map(tuple),
    st.lists(lines, max_size=4).map(tuple),
)


def plain(text: str) -> str:
    """A text without any white space, and without what no form shows."""
    return "".join(harmless(text).split())


class Page(HTMLParser):
    """The text of a page and the names of its elements and attributes."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self._style = False
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self._style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        self._style = False

    def handle_data(self, data: str) -> None:
        """Note text."""
        if not self._style:
            self.text.append(data)


OURS = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "header",
    "h1",
    "p",
    "dl",
    "div",
    "dt",
    "dd",
    "main",
    "ul",
    "li",
    "q",
}


@given(views, st.booleans(), st.booleans())
def test_html_has_every_word_and_nothing_but_our_elements(view: DialogueView, trace: bool, beside: bool) -> None:
    """Whatever is said, the page has our elements alone and its text holds every line; it asks for nothing beside it."""
    source = html_page(view, trace=trace, beside=beside)
    page = Page(source)
    assert page.tags <= OURS
    assert page.attributes <= {"lang", "charset", "name", "content", "class", "dir"}
    text = plain("".join(page.text))
    at = 0
    for line in view.lines:
        at = text.index(plain(line.text), at)
    for remark in view.remarks:
        assert plain(remark) in text
    style = source[source.index("<style>") : source.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style


def test_html_says_which_language_is_spoken_and_has_no_empty_list() -> None:
    """A screen reader reads a talk in its own language, and is told of no list where a line rests on nothing."""
    lines = (LineView("physician", "Guten Tag."), LineView("patient", "Hallo.", cites=("cough#advice",)))
    source = html_page(DialogueView("t", (), (), lines, "de"), beside=True)
    assert '<main lang="de"' in source
    assert source.count("<ul") == 1


def test_html_is_made_for_phones_and_paper() -> None:
    """The width is the phone's, columns fall into one there, and a line is not torn over two sheets."""
    source = html_page(DialogueView("t", (), (), ()))
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in source
    assert re.search(
        r"@media \(max-width: \d+rem\) \{\s*\.turn, \.beside \.turn \{ grid-template-columns: 1fr; \}", source
    )
    assert "break-inside: avoid" in source
    assert "@media print" in source


@given(views, st.booleans(), st.booleans())
def test_markdown_says_what_was_said(view: DialogueView, trace: bool, beside: bool) -> None:
    """Rendered by a Markdown reader, every line comes out as it was said, and no link, image, code or foreign HTML."""
    reader = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough")
    page = Page(reader.render(markdown_page(view, trace=trace, beside=beside)))
    ours = {"h1", "p", "strong", "ul", "li", "em", "blockquote", "table", "thead", "tbody", "tr", "th", "td", "br"}
    assert page.tags <= ours
    text = plain("".join(page.text))
    at = 0
    for line in view.lines:
        at = text.index(plain(line.text), at)


@given(views, st.integers(24, 140), st.booleans())
def test_columns_fit_the_terminal(view: DialogueView, width: int, trace: bool) -> None:
    """No line is wider than the terminal or holds an order for it; what was said stands in its column, whole."""
    shown = list(side_by_side(view, width, trace))
    assert all(cell_len(line) <= width for line in shown)
    assert not any("\x1b" in line or "\x07" in line for line in shown)
    if width >= 60 and not trace:
        left = "".join(line.split(" │", 1)[0] for line in shown)
        said = "".join(plain(f"{line.speaker.upper()}: {line.text}") for line in view.lines)
        assert re.sub("[\u2067\u2069\\s]", "", left) == said
    for line in view.lines:
        for row in rests_on(line):
            assert row.split()[0] in "\n".join(shown)


@given(st.lists(st.tuples(words, words, words), max_size=4), st.integers(40, 120))
def test_a_table_cuts_no_name(rows: list[tuple[str, str, str]], width: int) -> None:
    """The first column, which one types after a command, is whole, and no row orders the terminal about."""
    shown = list(text_table(("id", "turns", "begins"), rows, width))
    for name, *_ in rows:
        assert any(line.startswith(harmless(name)) for line in shown)
    assert not any("\x1b" in line for line in shown)
