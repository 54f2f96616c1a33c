"""How a batch shows how far it is: a live line on a terminal, plain lines elsewhere, JSON lines for programs, or nothing."""

import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from typing import Any, Literal

import orjson

from bedside.orchestrator.batch.status import Status, duration, money, one_line
from bedside.orchestrator.cli.output import print_out
from bedside.orchestrator.runs.outcome import ItemOutcome
from bedside.orchestrator.runs.usage import ROLES

Display = Literal["auto", "live", "plain", "json", "none"]
DISPLAYS = ("auto", "live", "plain", "json", "none")
EVERY = 10.0  # seconds between two plain lines
OFTEN = 1.0  # seconds between two JSON lines of the whole
Tick = Callable[[ItemOutcome], None]


@contextmanager
def displayed(status: Status, display: Display) -> Generator[Tick]:
    """What is to be told of every outcome, while the run is shown."""
    if display == "auto":
        display = "live" if sys.stderr.isatty() else "plain"
    makers = {"live": _live, "plain": _plain, "json": _json, "none": _none}
    with makers[display](status) as tick:
        yield tick


@contextmanager
def _none(_: Status) -> Generator[Tick]:
    yield lambda _: None


@contextmanager
def _plain(status: Status) -> Generator[Tick]:
    told = time.monotonic()

    def line(_: ItemOutcome) -> None:
        nonlocal told
        if time.monotonic() - told > EVERY:
            told = time.monotonic()
            say(one_line(status.snapshot()))

    yield line


@contextmanager
def _json(status: Status) -> Generator[Tick]:
    """A line an item, and one of the whole now and then and at the end. Nothing of what was said is in them."""
    told = time.monotonic()
    heard = True  # by whoever reads them: the run goes on without

    def out(row: dict[str, Any]) -> None:
        nonlocal heard
        if heard:
            try:
                print_out(orjson.dumps(row).decode())
            except BrokenPipeError:
                heard = False

    def line(outcome: ItemOutcome) -> None:
        nonlocal told
        row: dict[str, Any] = {"event": outcome.status, "id": outcome.id, "turns": outcome.turns}
        if outcome.failure:
            row |= {key: outcome.failure.get(key) for key in ("kind", "stage", "attempts")}
        elif outcome.stop:
            row["stop"] = outcome.stop
        out(row)
        if time.monotonic() - told > OFTEN:
            told = time.monotonic()
            out({"event": "progress", **status.snapshot()})

    yield line
    out({"event": "progress", **status.snapshot()})


@contextmanager
def _live(status: Status) -> Generator[Tick]:
    from rich.console import Console, Group
    from rich.live import Live
    from rich.progress_bar import ProgressBar
    from rich.text import Text

    def shown() -> Group:
        now = status.snapshot()
        done = now["finished"] + now["failed"] + now["filtered"] + now["held"]
        lines = [Text(one_line(now), no_wrap=True, overflow="ellipsis")]
        if now["seconds_per_answer"]:
            answers = ", ".join(f"{role} {seconds:.2f} s" for role, seconds in now["seconds_per_answer"].items())
            lines.append(Text(f"an answer takes: {answers}", style="dim", no_wrap=True, overflow="ellipsis"))
        if now["by_kind"]:
            kinds = ", ".join(f"{count:,} {kind}" for kind, count in now["by_kind"].items())
            lines.append(Text(f"not finished: {kinds}", style="dim", no_wrap=True, overflow="ellipsis"))
        return Group(ProgressBar(total=max(1, now["asked"]), completed=done, width=60), *lines)

    class Now:
        last: Group = Group()

        def __rich__(self) -> Group:
            with suppress(RuntimeError):  # drawn by a thread, while something was counted: as it was, then
                self.last = shown()
            return self.last

    with Live(Now(), console=Console(stderr=True), transient=True, refresh_per_second=4):
        yield lambda _: None


def closing(status: Status) -> list[str]:
    """What is to be said of a run when it is closed, beside its account: what it used, and how the sitting's time went."""
    now = status.snapshot()
    if not now["calls"]:
        return []
    tokens, share = now["tokens"], now["cached_share"]
    cached = f", {share:.0%} of the prompts cached" if share else ""
    failed = f" ({now['failed_calls']:,} failed)" if now["failed_calls"] else ""
    lines = [
        f"{now['calls']:,} calls{failed}, {tokens['prompt'] + tokens['completion']:,} tokens{cached}: "
        f"{money(now['cost'], now['currency'])}; this sitting took {duration(now['seconds'])}."
    ]
    total = status.whole.total
    for role in (*ROLES, "other"):
        used = status.whole.of_role(role)
        if used.calls and total.tokens:
            bar = "#" * max(1, round(30 * used.tokens / total.tokens)) if used.tokens else ""
            lines.append(f"  {role:<10} {used.calls:>9,} calls {used.tokens:>13,} tokens  {bar}")
    return lines


def say(text: str) -> None:
    """A remark on standard error."""
    print(text, file=sys.stderr, flush=True)
