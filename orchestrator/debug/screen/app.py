"""The full-screen interface of the debugger. It shows what the session's events say and carries out lines as the line
interface does; nothing is known here that is not in the session."""

import asyncio
import os
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import Worker

from bedside.orchestrator.debug.console import PROMPT, Console
from bedside.orchestrator.debug.screen.command_line import CommandLine
from bedside.orchestrator.debug.screen.history import History
from bedside.orchestrator.debug.screen.keys import VERB_KEYS, help_lines
from bedside.orchestrator.debug.screen.layout import CSS, WIDE
from bedside.orchestrator.debug.screen.pane_box import PaneBox, PaneNames
from bedside.orchestrator.debug.screen.pane_text import STRONG, PaneText
from bedside.orchestrator.debug.screen.panes import NAMES, OF_A_TURN, OUT, PANES, pane_after
from bedside.orchestrator.debug.screen.status import status
from bedside.orchestrator.debug.screen.talk_pane import talk
from bedside.orchestrator.debug.screen.terminal import small_sentence, too_small
from bedside.orchestrator.debug.screen.verb_palette import Picked, VerbPalette
from bedside.orchestrator.debug.turn_lookup import turn_at
from bedside.orchestrator.debug.verb_table import CHANGING, GOING, MOVING, Verb
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.graph import graph
from bedside.orchestrator.runs.entry import Entry

PAINTING = 0.25  # seconds between two pictures while the conversation goes on


class DebugScreen(App[None]):
    """``console`` carries lines out. ``broken`` is an error that is nobody's to mend, after the screen has ended."""

    CSS = CSS
    COMMANDS = {VerbPalette}
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"verb('{verb}')", name) for key, verb, name in VERB_KEYS),
        Binding("e", "edit", "edit"),
        Binding("colon", "type", "type", key_display=":"),
        Binding("question_mark", "verb('help')", "help", key_display="?"),
        Binding("q", "verb('quit')", "quit"),
        Binding("j", "jump", show=False),
        Binding("left", "pane(-1)", show=False),
        Binding("right", "pane(1)", show=False),
        Binding("escape", "stop", show=False),
        Binding("ctrl+c", "stop", show=False, priority=True),
        *(Binding(str(n), f"bring('{name}')", show=False) for n, name in enumerate(NAMES, 1)),
    ]

    def __init__(self, console: Console, history: Path | None = None) -> None:
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.debugger = console
        self.chosen: int | None = None
        self.pane = "note"
        self.broken: BaseException | None = None
        self._history = History(history)
        self._out: list[tuple[str, list[str]]] = []
        self._at_work: Verb | None = None
        self._worker: Worker[None] | None = None
        self._waiting: list[str] = []  # lines that were given while another was carried out
        self._following = True  # whether the last turn is chosen, whichever it is
        self._stale = False
        self._rows: list[Text] = []

    @property
    def busy(self) -> bool:
        """Whether a verb is being carried out, or waits to be."""
        return self._at_work is not None

    def compose(self) -> ComposeResult:
        """Lay the parts out."""
        yield Static(id="status", markup=False)
        with Horizontal(id="body"):
            yield OptionList(id="talk", markup=False)
            with Vertical(id="side"):
                yield PaneNames()
                yield from map(PaneBox, NAMES)
        yield Static(id="message", markup=False)
        with Horizontal(id="line"):
            yield Static(PROMPT, id="prompt", markup=False)
            yield CommandLine(self._completions, self._history)
        yield Footer(compact=True, show_command_palette=False)
        yield Static(id="small", markup=False)

    def on_mount(self) -> None:
        """Show where the session stands."""
        session = self.debugger.session
        session.watcher = self._heard
        self._loading = self.run_worker(graph.load, thread=True, exit_on_error=False)  # takes seconds
        self.tell(" ".join((*session.source.remarks, "n goes on, ? helps, ctrl+p lists the verbs.")))
        self._follow()
        self.query_one("#talk").focus()

    def on_resize(self, event: Resize) -> None:
        """Lay out for this size; where nothing fits, say so."""
        base = self.screen_stack[0]
        base.set_class(event.size.width >= WIDE, "wide")
        base.set_class(too_small(*event.size), "small")
        self.query_one("#small", Static).update(f"{small_sentence(*event.size)}.")
        self.refresh_all()

    # What is shown

    def refresh_all(self) -> None:
        """Show the session as it stands: only the panes that are in sight are made."""
        session = self.debugger.session
        self.query_one("#status", Static).update(status(session, self._at_work.name if self._at_work else ""))
        self._show_talk()
        self._show_panes()

    def _show_talk(self) -> None:
        box = self.query_one("#talk", OptionList)
        width = box.scrollable_content_region.width - 1  # for a scroll bar that may come
        rows = talk(self.debugger.session, self.chosen, width)
        for n, row in enumerate(rows):
            if n >= len(self._rows):
                box.add_option(Option(row))
            elif row != self._rows[n]:
                box.replace_option_prompt_at_index(n, row)
        for n in range(len(self._rows) - 1, len(rows) - 1, -1):
            box.remove_option_at_index(n)
        self._rows = rows
        box.highlighted = self.chosen

    def _show_panes(self) -> None:
        self.query_one(PaneNames).mark(self.pane)
        wide = self.screen_stack[0].has_class("wide")
        for name in NAMES:
            box = self.query_one(f"#pane-{name}", PaneBox)
            box.set_class(name == self.pane, "shown")
            if name == self.pane or (wide and name == "note"):
                box.show(self._answers() if name == OUT else PANES[name](self.debugger.session, self.chosen))

    def _answers(self) -> PaneText:
        """What verbs answered, the newest last and in sight."""
        text, at = Text(), 0
        for line, answer in self._out:
            at = len(text)
            text.append(f"{PROMPT}{line}\n", STRONG)
            text.append("".join(f"{one}\n" for one in answer))
        return PaneText(text, at)

    def tell(self, text: str, fault: bool = False) -> None:
        """Show a line above the command line."""
        box = self.query_one("#message", Static)
        box.set_class(fault, "fault")
        box.update(f"! {text}" if fault else text)

    def _follow(self, kept: str = "") -> None:
        """Choose the turn ``kept`` if it is there, else the last one, and show all."""
        ids = [turn.id for turn in self.debugger.session.state.turns]
        self.chosen = ids.index(kept) if kept in ids else len(ids) - 1 if ids else None
        self._following = kept not in ids or kept == ids[-1]
        self.refresh_all()

    def _held(self) -> str:
        """The id of the chosen turn, "" where the last one is followed."""
        turns = self.debugger.session.state.turns
        return "" if self._following or self.chosen is None or self.chosen >= len(turns) else turns[self.chosen].id

    # What is carried out

    def carry_out(self, line: str) -> None:
        """Carry out one line beside the screen, which goes on; after the one that is being carried out, if there is one."""
        if self._at_work is not None:
            self._waiting.append(line)
            self.tell(f"{line}: after {self._at_work.name}, which escape stops.")
            return
        name, _, rest = line.strip().partition(" ")
        if not name or name.startswith("#"):
            return
        try:
            self._at_work = self.debugger.verb(name)
        except Problem as problem:
            self.tell(str(problem), fault=True)
            return
        self._worker = self.run_worker(self._carried_out(self._at_work, line, rest.strip()), exit_on_error=False)

    async def _carried_out(self, verb: Verb, line: str, rest: str) -> None:
        self.tell("")
        self.refresh_all()
        lines, told, fault = await self._answer(verb, line, rest)
        self._at_work = None
        if self.debugger.ended or self.broken is not None:
            self.exit()
            return
        self._out.append((line, [f"! {told}"] if fault else lines))
        kept = self._held()
        if not fault:
            self.pane = pane_after(verb, len(lines)) or self.pane
            kept = self._named(verb, rest) or ("" if verb.group in (CHANGING, MOVING) else kept)
        self.tell(told, fault)
        self._follow(kept)
        waiting, self._waiting = self._waiting, []
        for one in [] if fault else waiting:
            self.carry_out(one)

    async def _answer(self, verb: Verb, line: str, rest: str) -> tuple[list[str], str, bool]:
        """What a line shows, what is told of it above the command line, and whether that is a fault."""
        painted = asyncio.Event()
        self.call_after_refresh(painted.set)
        try:
            await painted.wait()
            await self._loading.wait()
            lines = await self.debugger.run(line)
        except Problem as problem:
            return [], str(problem), True
        except asyncio.CancelledError:
            self._waiting.clear()
            return [], "Stopped; the session stands where it was.", False
        except Exception as error:
            self.broken = error
            return [], "", True
        if verb.name == "help" and not rest:
            lines = list(help_lines())
        return lines, self._told(verb, lines), False

    @staticmethod
    def _told(verb: Verb, lines: list[str]) -> str:
        """What is said above the command line of what a verb answered: what no pane shows."""
        shown = bool(pane_after(verb, len(lines))) and len(lines) > 1
        turns = verb.group == GOING and verb.name not in ("break", "watch", "delete")
        return next(
            (line for line in lines[-1:] if not shown and (not turns or line.startswith(("stopped:", "(")))), ""
        )

    def _named(self, verb: Verb, rest: str) -> str:
        """The turn that a line named, which is chosen now."""
        if verb.name not in OF_A_TURN or not rest:
            return ""
        state = self.debugger.session.state
        return state.turns[turn_at(state, rest)].id

    def _heard(self, _: Entry) -> None:
        """An event was written. While the conversation goes on, show it; other verbs look at several branches in turn."""
        if self._at_work is not None and self._at_work.group == GOING and not self._stale:
            self._stale = True
            self.set_timer(PAINTING, self._catch_up)

    def _catch_up(self) -> None:
        self._stale = False
        if self._at_work is not None and self._at_work.group == GOING:
            self._follow(self._held())

    def _completions(self, line: str) -> list[str]:
        return self.debugger.completions(line) if self._at_work is None else []

    # What is typed, pressed and clicked

    def action_verb(self, name: str) -> None:
        """Carry out a verb that needs nothing more."""
        self.carry_out(name)

    def action_stop(self) -> None:
        """Stop the verb that is being carried out."""
        if self._at_work is not None and self._worker is not None:
            self._worker.cancel()
        else:
            self.tell("q quits; what was written stays.")

    def action_type(self) -> None:
        """Go to the command line."""
        self.query_one(CommandLine).focus()

    def action_edit(self) -> None:
        """Put the chosen turn's words into the command line, to be changed there."""
        if self.chosen is None:
            self.tell("Nothing has been said yet that could be edited: press n.", fault=True)
            return
        words = " ".join(self.debugger.session.state.turns[self.chosen].text.split())
        quoted = words.replace("\\", "\\\\").replace('"', '\\"')
        line = f'edit {self.chosen + 1} "{quoted}"'
        self.query_one(CommandLine).fill(line, len(line) - 1)
        self.action_type()

    def action_jump(self) -> None:
        """Stand right after the chosen turn."""
        if self.chosen is not None:
            self.carry_out(f"jump {self.chosen + 1}")

    def action_pane(self, step: int) -> None:
        """Bring up the next pane, or the one before."""
        self.action_bring(NAMES[(NAMES.index(self.pane) + step) % len(NAMES)])

    def action_bring(self, pane: str) -> None:
        """Bring up a pane."""
        focused = self.focused is not None and self.focused.has_class("pane")
        self.pane = pane
        self._show_panes()
        if focused:
            self.query_one(f"#pane-{pane}").focus()

    @on(PaneNames.Chosen)
    def _named_pane(self, event: PaneNames.Chosen) -> None:
        self.action_bring(event.pane)

    @on(OptionList.OptionHighlighted, "#talk")
    def _chosen(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_index != self.chosen and event.option_index == event.option_list.highlighted:
            self.chosen = event.option_index
            self._following = event.option_index == event.option_list.option_count - 1
            self._show_talk()
            self._show_panes()

    @on(Input.Submitted, "#command")
    def _typed(self) -> None:
        self.carry_out(self.query_one(CommandLine).take())

    @on(CommandLine.Left)
    def _left(self) -> None:
        if self._at_work is not None:
            self.action_stop()
        self.query_one("#talk").focus()

    @on(CommandLine.Choices)
    def _choices(self, event: CommandLine.Choices) -> None:
        self.tell("  ".join(event.words))

    @on(Picked)
    def _picked(self, event: Picked) -> None:
        verb = event.verb
        if verb.usage == verb.name:
            self.carry_out(verb.name)
        else:
            self.query_one(CommandLine).fill(f"{verb.name} ")
            self.tell(f"{verb.usage}   for example: {verb.example}")
            self.action_type()
