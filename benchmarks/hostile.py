"""What becomes of a conversation when its model's server misbehaves: survived, repaired, or failed by its class.

A server process of our own plays a plain speaker over the OpenAI protocol, and one fault: at its fifth chat only, or at
every chat from the fifth on. Each fault is met three times: once; for ever; for ever with the built-in family as the
case's fallback. A fault that comes once must be survived; one that stays must end in its class, and with a fallback
be survived where the server still answers.

``python -m bedside.benchmarks.hostile`` prints the table; ``--turns N`` is how long the conversations are.
"""

import argparse
import asyncio
import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bedside.orchestrator.build.player_registry import PlayerRegistry
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.cases.case_input import read_case
from bedside.scenarios.case import Case
from bedside.scenarios.player import Decoding, Player

CASE = Path(__file__).parents[1] / "scenarios" / "cases" / "rolled-ankle.case.yaml"
AT = 5  # the chat at which a fault begins
SECRET = "The X-ray shows no fracture, so it is a sprain, and I should take naproxen 500 milligrams twice daily."

# How each fault ends when it stays: the class of the failure. None: it cannot stay, because it is repaired each time.
FAULTS: dict[str, str | None] = {
    "429 with Retry-After": "rate_limit",
    "429 without": "rate_limit",
    "500": "transient",
    "503": "transient",
    "hang": "timeout",
    "slow drip": "timeout",
    "closed mid-body": "transient",
    "no JSON": "transient",  # from an address that has answered well
    "JSON of another shape": "schema",
    "cut at its length": "truncated",
    "empty string": "empty",
    "a refusal": "refusal",
    "filtered": "safety",
    "the other's line": "schema",
    "both speakers' lines": "schema",
    "the prompt echoed": "schema",
    "a hidden fact": "schema",
    "the same question": "schema",
    "1 MB in one reply": "schema",
}
ANSWERED = frozenset({"schema", "empty", "refusal", "truncated", "safety"})  # the server works: a fallback helps
_DATA = re.compile(r"<data-[0-9a-f]+>\n(.*?)\n</data-", re.DOTALL)


def plain(messages: list[dict[str, str]], number: int) -> str:
    """What a plain speaker answers: the facts or the passage it was given, or words that no other answer has."""
    system, asked = messages[0]["content"], messages[-1]["content"]
    if "course of a visit" in system:
        return json.dumps({"parts": []})
    if "say which lines" in system:
        return json.dumps({"lines": []})
    data = _DATA.findall(asked)
    facts = [line[2:] for line in data[0].splitlines() if line.startswith("- ")] if data else []
    if facts:
        said = ". ".join(re.sub(r"NOT so: (?:.*: )?", "no ", fact) for fact in facts)
        words = f"Well, {said}" if "physician." in system else said
    elif data:
        words = f"Any {next(line for line in data[0].splitlines() if not line.startswith('[')).split(' | ')[0]}?"
    else:
        words = f"That is answer number {number} of mine."
    return json.dumps({"thought": "as I was asked", "say": words})


def wrong(fault: str, messages: list[dict[str, str]], number: int) -> str:
    """A reply with the fault in its words."""
    speaks = "thought" in messages[0]["content"] and "course of a visit" not in messages[0]["content"]
    says = {
        "a refusal": "I'm sorry, but I can't help with that request.",
        "the other's line": "Physician: How long has it hurt?" if "You are the patient" in messages[0]["content"] else "Patient: For a week, doctor.",
        "both speakers' lines": "Doctor: Where does it hurt? Patient: Here. Doctor: I see.",
        "the prompt echoed": messages[0]["content"][:400],
        "a hidden fact": SECRET,
        "the same question": "Does it hurt when you put weight on it?",
        "1 MB in one reply": "well " * 210_000,
    }  # fmt: skip
    if fault == "JSON of another shape" or not speaks:
        return json.dumps({"answer": {"number": number}})
    return json.dumps({"thought": "t", "say": says[fault]})


async def serve() -> None:
    """The server's process: prints its port, serves until its input is closed."""
    from aiohttp import web

    chats: Counter[str] = Counter()

    async def chat(request: web.Request) -> web.StreamResponse:
        body: dict[str, Any] = await request.json()
        fault, _, how = str(body["model"]).partition("@")
        chats[body["model"]] += 1
        number = chats[body["model"]]
        bad = {"once": number == AT, "never": False}.get(how, number >= AT)
        text, finish, message = plain(body["messages"], number), "stop", {}
        if bad:
            if fault.startswith("429"):
                head = {"Retry-After": "1"} if fault.endswith("After") else {}
                return web.json_response({"error": {"message": "slow down"}}, status=429, headers=head)
            if fault in ("500", "503"):
                return web.json_response({"error": {"message": "broken"}}, status=int(fault))
            if fault == "hang":
                await asyncio.sleep(600)
            if fault == "no JSON":
                return web.Response(text="<html>It works!</html>", content_type="text/html")
            if fault == "cut at its length":
                finish, text = "length", text[: len(text) // 2]
            elif fault == "empty string":
                text = ""
            elif fault == "filtered":
                finish = "content_filter"
            elif fault not in ("slow drip", "closed mid-body"):
                text = wrong(fault, body["messages"], number)
        message = {"role": "assistant", "content": text}
        choice = {"index": 0, "message": message, "finish_reason": finish}
        asked, said = sum(len(one["content"].split()) for one in body["messages"]), len(text.split())
        usage = {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}
        reply = {"id": "c", "object": "chat.completion", "model": "served", "choices": [choice], "usage": usage}
        whole = json.dumps(reply).encode()
        if not bad or fault not in ("slow drip", "closed mid-body"):
            return web.Response(body=whole, content_type="application/json")
        answer = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(whole))})
        await answer.prepare(request)
        if fault == "closed mid-body":
            await answer.write(whole[:20])
            assert request.transport is not None
            request.transport.close()
            return answer
        with suppress(ConnectionError):  # the client has had enough
            for byte in whole:
                await answer.write(bytes([byte]))
                await asyncio.sleep(0.5)
        return answer

    app = web.Application(client_max_size=64 << 20)
    app.router.add_post("/{place}/v1/chat/completions", chat)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.to_thread(sys.stdin.read)


@contextmanager
def server() -> Generator[str]:
    """The address of a server process that ends with the block."""
    command = [sys.executable, "-m", "bedside.benchmarks.hostile", "--serve"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None and process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        process.stdin.close()
        process.kill()


@dataclass(frozen=True)
class HostileOutcome:
    """How a conversation ended: ``kind`` is None if it survived, else the class of its failure."""

    fault: str
    how: str
    kind: str | None
    turns: int
    seconds: float

    @property
    def right(self) -> bool:
        """Whether it ended as it should."""
        stays = FAULTS[self.fault]
        if self.how == "once":
            # What is no answer at all from a server that works cannot be told from a wrong address.
            return self.kind is None or (self.fault == "no JSON" and self.kind == "config")
        if self.how == "for ever, fallback" and stays in ANSWERED:
            return self.kind is None
        return self.kind == stays


async def meet(url: str, fault: str, how: str, turns: int, patience: float = 30) -> HostileOutcome:
    """One conversation with one fault."""
    case, text = read_case(CASE)
    place = re.sub(r"\W+", "-", f"{fault} {how}")  # an address of its own: a failing server is left alone by all
    player = Player(
        name=f"openai:{fault}@{how}",
        base_url=f"{url}/{place}/v1",
        timeout=patience,
        attempts=3,
        decoding=Decoding(max_tokens=400),
    )
    models = {"default": player.model_dump(), "fallback": "agenda" if how.endswith("fallback") else None}
    limits = {"turns": turns, "repairs": 1}
    case = Case.model_validate({**case.model_dump(), "models": models, "limits": limits, "knowledge": False})
    registry = PlayerRegistry()
    began = time.monotonic()
    simulator = Simulator(case.seed, None, players_for=registry)
    fold = (await simulator.perform(Item(case.id, case, text), lambda _: None)).state
    await simulator.close()
    kind = None if fold.failure is None else str(fold.failure.kind)
    return HostileOutcome(fault, how, kind, len(fold.turns), time.monotonic() - began)


async def all_of(url: str, turns: int, patience: float = 30) -> list[HostileOutcome]:
    """Every fault, in every way, at once: one that hangs holds up none of the others."""
    hows = ("once", "for ever", "for ever, fallback")
    return await asyncio.gather(*(meet(url, fault, how, turns, patience) for fault in FAULTS for how in hows))


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--turns", type=int, default=14)
    given = parser.parse_args()
    if given.serve:
        asyncio.run(serve())
        return
    with server() as url:
        found = asyncio.run(all_of(url, given.turns))
    by = {(outcome.fault, outcome.how): outcome for outcome in found}
    print(f"{'fault':24}{'once':>14}{'for ever':>16}{'with fallback':>16}")
    for fault in FAULTS:
        cells = [by[fault, how] for how in ("once", "for ever", "for ever, fallback")]
        shown = [f"{cell.kind or 'survived'}{'' if cell.right else ' !'}" for cell in cells]
        print(f"{fault:24}{shown[0]:>14}{shown[1]:>16}{shown[2]:>16}")
    survived = sum(outcome.kind is None for outcome in found)
    right = sum(outcome.right for outcome in found)
    print(f"\n{survived} survived, {len(found) - survived} failed by class; {right} of {len(found)} as they should")
    sys.exit(0 if right == len(found) else 1)


if __name__ == "__main__":
    main()
