"""What asking a model costs besides the model: ``python -m bedside.benchmarks.models [--sdialog PYTHON]``.

A server in a process of its own answers every question after the same time, so all that differs is the client. Times
belong to a machine; the ratios are what the project promises, each from rounds that took turns in one run.
"""

import argparse
import asyncio
import contextlib
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import orjson

from bedside.agents.model import Message, Request
from bedside.agents.models.model_settings import ModelSettings
from bedside.agents.models.registry import open_model
from bedside.scenarios.player import Decoding, Player

Chat = list[dict[str, str]]
Ask = Callable[[Chat], Awaitable[str]]
ANSWER = "It started on Sunday when I went down the stairs, and it has been worse since."
SYSTEM = "You are a patient who talks to a physician. Answer what you are asked and no more. " * 17
LENGTHS = (1, 10, 50, 100)
WIDTHS = (1, 16, 64, 256)


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured; the median counts")
    parser.add_argument("--turns", type=int, default=10, help="questions of a dialogue")
    parser.add_argument("--widths", type=int, nargs="*", default=list(WIDTHS), help="dialogues at once")
    parser.add_argument("--sdialog", metavar="PYTHON", help="the Python of an environment that has sdialog")
    parser.add_argument("--processes", type=int, default=1, help="processes for the whole orchestrator, on all cores")
    parser.add_argument("--notes", type=Path, help="JSON Lines of id and note; default: the notes of the shipped cases")
    parser.add_argument("--serve", type=float, metavar="SECONDS", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve is not None:
        asyncio.run(serve(options.serve))
        return
    pin(0)
    with server(0.0) as port:
        table("CPU milliseconds a call", asyncio.run(cpu(port, options.rounds)))
    with server(0.05) as port:
        bare = asyncio.run(rates(port, options))
        table("calls a second, server of 50 ms", rows_of(bare, options.widths))
        held = whole(port, options)
        table(f"dialogues of {options.turns} turns with records and traces written", rows_of_whole(held, bare))
        table(
            "32 dialogues of 10 turns, seconds", [("bedside", f"{held[32].wall:.2f}"), *sdialog(port, options.sdialog)]
        )


def table(title: str, rows: list[tuple[str, ...]]) -> None:
    """Print rows under a title, columns aligned."""
    wide = [max(len(row[i]) if i < len(row) else 0 for row in rows) for i in range(max(map(len, rows)))]
    print(f"\n{title}")
    for row in rows:
        cells = [row[0].ljust(wide[0]), *(cell.rjust(wide[i]) for i, cell in enumerate(row) if i)]
        print("  " + "  ".join(cells).rstrip(), flush=True)


# The server


def pin(core: int) -> None:
    """Keep this process on one core, so that client and server do not get into each other's way."""
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[core % len(cores)]})


async def serve(delay: float) -> None:
    """Answer every chat after ``delay`` seconds, with as little work as can be: always the same, but where JSON is asked
    for the plainest object that does what the prompt wants."""
    asked = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                lines = (await reader.readuntil(b"\r\n\r\n")).lower().split(b"\r\n")
                sizes = [int(line[15:]) for line in lines if line.startswith(b"content-length:")]
                body = await reader.readexactly(sizes[0]) if sizes else b""
                if not body:  # GET /: how many chats were answered
                    writer.write(http(str(asked).encode()))
                    continue
                asked += 1
                answer = http(completion(obey(body))) if b'"response_format"' in body else PLAIN
                await asyncio.sleep(delay)
                writer.write(answer)
        writer.close()

    async with await asyncio.start_server(talk, "127.0.0.1", 0, backlog=2048, limit=1 << 20) as listening:
        print(listening.sockets[0].getsockname()[1], flush=True)
        await asyncio.to_thread(sys.stdin.read)  # closed when whoever started this ends


def http(body: bytes) -> bytes:
    """An answer with its head."""
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body


def completion(text: str) -> bytes:
    """A chat completion that says ``text``."""
    message = {"role": "assistant", "content": text}
    return orjson.dumps(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1,
            "model": "m",
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 400, "completion_tokens": 20, "total_tokens": 420},
        }
    )


PLAIN = http(completion(ANSWER))
_DATA = re.compile(r"<data-[0-9a-f]+>\n(.*?)\n</data-", re.DOTALL)


def obey(body: bytes) -> str:
    """What a model that does plainly as it is told answers: the facts between the marks, or a question about the cues."""
    request = orjson.loads(body)
    wanted = request["response_format"]["json_schema"]["schema"]["properties"]
    if "say" not in wanted:
        return orjson.dumps({name: [] for name in wanted}).decode()
    last = request["messages"][-1]["content"]
    data = _DATA.search(last)
    lines = data[1].splitlines() if data else []
    facts = [line[2:] for line in lines if line.startswith("- ")]
    if facts:
        say = ". ".join(re.sub(r"NOT so: (?:.*: )?", "no ", fact) for fact in facts)
    elif lines:
        say = f"Any {lines[-1].split(' | ')[0].rstrip('?')}?"
    else:
        say = f"I have taken down {len(last)} words of this so far."
    # Two speakers who use the same words would repeat each other.
    own = "Well, " if "You are the patient" in request["messages"][0]["content"] else ""
    return orjson.dumps({"thought": "as I was asked", "say": own + say}).decode()


def answered(port: int) -> int:
    """How many chats the server has answered."""
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"http://127.0.0.1:{port}/") as reply:
        return int(reply.read())


@contextmanager
def server(delay: float) -> Generator[int]:
    """The server's port, while it runs on another core."""
    command = [sys.executable, "-m", "bedside.benchmarks.models", "--serve", str(delay)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, preexec_fn=lambda: unpin(1)
    ) as process:
        assert process.stdout is not None and process.stdin is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()
            process.kill()


_CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


def unpin(core: int) -> None:
    """Put a child on a core of its own, not its parent's."""
    if _CORES:
        os.sched_setaffinity(0, {_CORES[core % len(_CORES)]})


# The clients


@asynccontextmanager
async def bare_aiohttp(url: str) -> AsyncGenerator[Ask]:
    """The limit: nothing but the request."""
    import aiohttp

    headers = {"Content-Type": "application/json"}
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), headers=headers) as session:

        async def ask(chat: Chat) -> str:
            body = orjson.dumps({"model": "m", "messages": chat, "temperature": 0.7})
            async with session.post(f"{url}/chat/completions", data=body) as answer:
                return orjson.loads(await answer.read())["choices"][0]["message"]["content"]

        yield ask


@asynccontextmanager
async def bare_sdk(url: str) -> AsyncGenerator[Ask]:
    """What most programs do."""
    from openai import AsyncOpenAI

    async with AsyncOpenAI(api_key="none", base_url=url) as client:

        async def ask(chat: Chat) -> str:
            answer = await client.chat.completions.create(model="m", messages=chat, temperature=0.7)  # type: ignore[call-overload]
            return answer.choices[0].message.content or ""

        yield ask


@asynccontextmanager
async def bedside_model(url: str) -> AsyncGenerator[Ask]:
    """The model layer: retries, deadline, breaker, classes of failure, redaction."""
    model = open_model(Player(name="openai:m", base_url=url, decoding=Decoding(temperature=0.7)), ModelSettings())

    async def ask(chat: Chat) -> str:
        messages: Any = tuple(Message(role=m["role"], text=m["content"]) for m in chat)  # type: ignore[arg-type]
        return (await model.ask(Request(messages, "benchmark"))).text

    yield ask
    await model.close()


LIMIT, SDK, OURS = "aiohttp, bare", "AsyncOpenAI.create, bare", "bedside, model layer"
CLIENTS = {LIMIT: bare_aiohttp, SDK: bare_sdk, OURS: bedside_model}


def chat_of(length: int) -> Chat:
    """A conversation of so many messages."""
    said = [{"role": "user" if i % 2 else "assistant", "content": f"{ANSWER} ({i})"} for i in range(1, length)]
    return [{"role": "system", "content": SYSTEM}, *said]


# What is measured


async def cpu(port: int, rounds: int, calls: int = 60) -> list[tuple[str, ...]]:
    """CPU time of this process per call, one call after another, by the length of the history."""
    url = f"http://127.0.0.1:{port}/v1"
    taken: dict[tuple[str, int], list[float]] = {}
    for number in range(rounds + 1):
        for name, client in CLIENTS.items():
            async with client(url) as ask:
                for length in LENGTHS:
                    chat = chat_of(length)
                    await ask(chat)
                    began = time.process_time()
                    for _ in range(calls):
                        await ask(chat)
                    if number:  # the first round imports and warms
                        taken.setdefault((name, length), []).append((time.process_time() - began) / calls * 1000)
    rows = [("messages of history", *map(str, LENGTHS), "100 : 1", "goal")]
    for name in CLIENTS:
        found = [statistics.median(taken[name, length]) for length in LENGTHS]
        goal = "<= 1.5" if name == OURS else ""
        rows.append((name, *(f"{value:.2f}" for value in found), f"{found[-1] / found[0]:.2f}", goal))
    return rows


async def dialogue(ask: Ask, turns: int) -> None:
    """One conversation: every question sees all that was said."""
    chat = chat_of(1)
    for number in range(turns):
        chat.append({"role": "user", "content": f"And what else have you noticed, on day {number}?"})
        chat.append({"role": "assistant", "content": await ask(chat)})


async def rates(port: int, options: argparse.Namespace) -> dict[tuple[str, int], float]:
    """Calls a second of each client with so many dialogues at once."""
    url = f"http://127.0.0.1:{port}/v1"
    taken: dict[tuple[str, int], list[float]] = {}
    for _ in range(options.rounds):
        for name, client in CLIENTS.items():
            for width in options.widths:
                async with client(url) as ask:
                    await ask(chat_of(1))
                    began = time.perf_counter()
                    await asyncio.gather(*(dialogue(ask, options.turns) for _ in range(width)))
                    taken.setdefault((name, width), []).append(width * options.turns / (time.perf_counter() - began))
    return {key: statistics.median(values) for key, values in taken.items()}


def rows_of(median: dict[tuple[str, int], float], widths: list[int]) -> list[tuple[str, ...]]:
    """The clients beside each other, and the ratios of the model layer to the limit and to the SDK."""
    rows = [("dialogues at once", *map(str, widths))]
    rows += [(name, *(f"{median[name, width]:.0f}" for width in widths)) for name in CLIENTS]
    rows.append(("bedside / aiohttp", *(f"{median[OURS, width] / median[LIMIT, width]:.2f}" for width in widths)))
    rows.append(("bedside / AsyncOpenAI", *(f"{median[OURS, width] / median[SDK, width]:.1f}" for width in widths)))
    return rows


@dataclass(frozen=True)
class Held:
    """What so many dialogues came to: seconds by the wall and of CPU, calls, turns, and how many failed."""

    wall: float
    cpu: float
    calls: int
    turns: int
    failed: int


def hold(port: int, notes: list[str], width: int, turns: int, processes: int = 1) -> Held:
    """``width`` dialogues at once, as ``bedside batch`` makes them, records and traces written."""
    from bedside.orchestrator.batch.items import Row
    from bedside.orchestrator.batch.pool import Workers
    from bedside.orchestrator.batch.runner import Work, run_batch
    from bedside.orchestrator.batch.worker import WorkerSpec
    from bedside.orchestrator.build.player_registry import PlayerRegistry
    from bedside.orchestrator.build.simulate_item import Simulator
    from bedside.orchestrator.runs.open_run import open_run
    from bedside.orchestrator.runs.outcome import ItemOutcome
    from bedside.scenarios.case import Case

    player = {"name": "openai:m", "base_url": f"http://127.0.0.1:{port}/v1"}
    case = Case.model_validate({"id": "speed", "note": "-", "models": {"default": player}, "limits": {"turns": turns}})
    registry = PlayerRegistry()
    done: list[ItemOutcome] = []
    before = answered(port)
    with tempfile.TemporaryDirectory() as folder:
        run = open_run(Path(folder), "models", {}, {}, name="models")

        async def all_of_them() -> None:
            rows = (Work(Row(f"n{i:06d}", i, note)) for i, note in enumerate(islice(cycle(notes), width), 1))
            simulator = Simulator(0, players_for=registry)
            if processes == 1:
                await run_batch(rows, case, simulator, run, jobs=width, tick=done.append)
                await registry.close()
                return
            play = WorkerSpec(case.model_copy(update={"knowledge": False}), flight=-(-width // processes))
            async with Workers(processes, play, run.sink) as workers:
                await run_batch(rows, case, simulator, run, jobs=workers.slots, make=workers.perform, tick=done.append)

        began, cpu_began = time.perf_counter(), cpu_seconds()
        asyncio.run(all_of_them())
        run.close([outcome.id for outcome in done])
        wall, spent = time.perf_counter() - began, cpu_seconds() - cpu_began
    failed = [item.failure for item in done if item.status != "finished"]
    for failure in failed[:1]:
        print(f"a dialogue failed: {failure}", file=sys.stderr)
    return Held(wall, spent, answered(port) - before, sum(item.turns for item in done), len(failed))


def cpu_seconds() -> float:
    """Seconds of CPU of this process and of those that it started and that have ended."""
    return sum(os.times()[:4])


def whole(port: int, options: argparse.Namespace) -> dict[int, Held]:
    """bedside's own dialogues through the whole orchestrator: of each width the round with the median time."""
    from bedside.benchmarks.speed import read_notes

    notes = read_notes(options.notes)
    if options.processes > 1 and _CORES:
        os.sched_setaffinity(0, _CORES)
    hold(port, notes, 2, options.turns)  # imports
    held: dict[int, Held] = {}
    for width in (32, *(width for width in options.widths if width >= 64)):
        rounds = sorted(
            (hold(port, notes, width, options.turns, options.processes) for _ in range(options.rounds)),
            key=lambda one: one.wall,
        )
        held[width] = rounds[len(rounds) // 2]
    return held


def rows_of_whole(held: dict[int, Held], bare: dict[tuple[str, int], float]) -> list[tuple[str, ...]]:
    """Calls a second through everything, and the ratios to bare loops of the same width."""
    rows: list[tuple[str, ...]] = [("dialogues at once", *map(str, held), "goal")]
    rows.append(("seconds", *(f"{one.wall:.2f}" for one in held.values()), "<= 2.5 at 32"))
    rows.append(("calls a second", *(f"{one.calls / one.wall:.0f}" for one in held.values())))
    for name, client, goal in (("AsyncOpenAI", SDK, ">= 3"), ("aiohttp", LIMIT, ">= 0.35")):
        ratios = [
            f"{one.calls / one.wall / bare[client, width]:.2f}" if (client, width) in bare else "-"
            for width, one in held.items()
        ]
        rows.append((f"calls a second / bare {name}", *ratios, goal))
    rows.append(("seconds of CPU", *(f"{one.cpu:.2f}" for one in held.values()), "what an idle core would take"))
    rows.append(("CPU milliseconds a turn", *(f"{1000 * one.cpu / one.turns:.1f}" for one in held.values())))
    rows.append(("turns, calls", *(f"{one.turns}, {one.calls}" for one in held.values())))
    rows.append(("failed", *(str(one.failed) for one in held.values()), "0"))
    return rows


_SDIALOG = """
import sys, time
from concurrent.futures import ThreadPoolExecutor
import sdialog
from sdialog.agents import Agent
from sdialog.personas import Doctor, Patient
sdialog.config.llm("openai:m", base_url=sys.argv[1], api_key="none")
def one(seed):
    doctor = Agent(persona=Doctor(name="Dr. A", specialty="general practice"), name="doctor")
    patient = Agent(persona=Patient(name="B", reason_for_visit="knee pain"), name="patient")
    return len(doctor.dialog_with(patient, max_turns=10, seed=seed).turns)
turns = one(0)
began = time.perf_counter(); [one(seed) for seed in range(32)]; loop = time.perf_counter() - began
began = time.perf_counter()
with ThreadPoolExecutor(32) as pool: list(pool.map(one, range(32)))
print("RESULT", sdialog.__version__, turns, loop, time.perf_counter() - began)
"""


def sdialog(port: int, python: str | None) -> list[tuple[str, ...]]:
    """sdialog's documented loop and 32 threads over it, where an environment has it."""
    if python is None:
        return [("sdialog", "not measured: give --sdialog the Python of an environment that has it (2 GB with torch)")]
    command = [python, "-c", _SDIALOG, f"http://127.0.0.1:{port}/v1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = [line.split()[1:] for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    if not found:
        why = (done.stderr.strip().splitlines() or ["no output"])[-1]
        return [("sdialog", f"not measured: it stopped with {why[:160]}")]
    version, turns, loop, threads = found[0]
    return [
        (f"sdialog {version}, documented loop ({turns} turns each)", f"{float(loop):.2f}"),
        (f"sdialog {version}, 32 threads", f"{float(threads):.2f}"),
    ]


if __name__ == "__main__":
    main()
