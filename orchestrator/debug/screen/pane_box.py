"""A pane beside the conversation, and the names of the panes above it."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widgets import Static

from bedside.orchestrator.debug.screen.pane_text import PaneText
from bedside.orchestrator.debug.screen.panes import NAMES


class PaneBox(VerticalScroll, inherit_bindings=False):
    """Shows a text and keeps a place of it in sight. Left and right are not its own: they go from pane to pane."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_up", show=False),
        Binding("down", "scroll_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown,space", "page_down", show=False),
        Binding("home", "scroll_home", show=False),
        Binding("end", "scroll_end", show=False),
    ]

    def __init__(self, name: str) -> None:
        self._body = Static(markup=False)
        super().__init__(self._body, id=f"pane-{name}", classes="pane")
        self.shown = PaneText()

    def show(self, shown: PaneText) -> None:
        """Show this; where it is shown already, nothing moves."""
        if shown == self.shown:
            return
        self.shown = shown
        self._lay_out()

    def on_resize(self) -> None:
        """Break the lines anew."""
        self._lay_out()

    def _lay_out(self) -> None:
        width = self.size.width - self.styles.scrollbar_size_vertical  # the bar may come or go
        if width < 1:
            return  # not in sight yet
        text, row = self.shown.wrapped(self.app.console, width)
        self._body.update(text)
        self.call_after_refresh(self.scroll_to, y=max(0, row - 2), animate=False, force=True)


class PaneNames(Horizontal):
    """The names of the panes; a click on one brings it up."""

    class Chosen(Message):
        """A pane is wanted."""

        def __init__(self, pane: str) -> None:
            super().__init__()
            self.pane = pane

    class _Name(Static):
        def on_click(self) -> None:
            """Bring the pane up."""
            self.post_message(PaneNames.Chosen(str(self.id).removeprefix("name-")))

    def __init__(self) -> None:
        super().__init__(*(self._Name(name, id=f"name-{name}", markup=False) for name in NAMES), id="names")

    def mark(self, pane: str) -> None:
        """Say which pane is shown."""
        for one in self.query(self._Name):
            one.set_class(one.id == f"name-{pane}", "shown")
