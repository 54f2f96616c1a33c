"""How many calls of a language model are paid twice when a run of many dialogues in flight is killed.

A server of our own speaks plainly and slowly over the OpenAI protocol, always the same for the same request, and writes down
what it was asked. A request that it is asked twice, beyond what an undisturbed run asks, was paid for twice.
"""

import asyncio
import json
import os
import random
import subprocess
import sys
import time
import zlib
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from bedside.benchmarks.crash_scene import Scene, draw, kept
from bedside.benchmarks.hostile import plain

SLOWEST = 0.25  # seconds that an answer takes, at most
IN_FLIGHT = 16
_ASKS = ("Any", "Tell me, any", "And any", "Was there any", "Next, any", "I wonder, any", "Now, any")


_TELLS = ("Well", "You see", "As I said", "I would say", "To be honest", "Now", "Look")


def answer(messages: list[dict[str, str]], digest: int) -> str:
    """What a plain speaker answers, and not three times the same question or the same fact in the same words."""
    text = plain(messages, digest).replace(
        '"say": "Well, ', f'"say": "{_TELLS[digest % 7]}, {_TELLS[digest // 7 % 7].lower()}, '
    )
    return text.replace('"say": "Any ', f'"say": "{_ASKS[digest % len(_ASKS)]} ')


async def serve(log: Path, slowest: float) -> None:
    """The server's process: prints its port, serves until its input is closed. ``log`` gets a line a request: when it
    began, when its answer went out (none where whoever asked had gone), and a checksum of what was asked."""
    from aiohttp import web

    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    async def chat(request: web.Request) -> web.StreamResponse:
        body = await request.json()
        asked = json.dumps(body, sort_keys=True)
        digest = zlib.crc32(asked.encode())
        os.write(handle, f"{digest}\n".encode())
        await asyncio.sleep(random.Random(digest).uniform(slowest / 3, slowest))
        message = {"role": "assistant", "content": answer(body["messages"], digest)}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
        whole = {"id": f"c{digest}", "object": "chat.completion", "model": "plain", "choices": [choice], "usage": usage}
        return web.json_response(whole)

    app = web.Application(client_max_size=64 << 20)
    app.router.add_post("/v1/chat/completions", chat)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, backlog=1024)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.to_thread(sys.stdin.read)


@dataclass(frozen=True)
class Speaker:
    """The server, and what it was asked."""

    url: str
    log: Path

    def has_been_asked(self, times: int) -> bool:
        """Whether so many requests have come."""
        return self.log.read_bytes().count(b"\n") >= times

    def asked(self) -> Counter[str]:
        """How often each request came."""
        return Counter(self.log.read_text().split()) if self.log.exists() else Counter()


@contextmanager
def speaker(log: Path, slowest: float = SLOWEST) -> Generator[Speaker]:
    """A server process that ends with the block."""
    command = [sys.executable, "-m", "bedside.benchmarks.crash_calls", str(log), str(slowest)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None and process.stdout is not None
        yield Speaker(f"http://127.0.0.1:{int(process.stdout.readline())}/v1", log)
        process.stdin.close()
        process.kill()


@dataclass(frozen=True)
class Killed:
    """One run that was killed once and went on. ``begun`` is how many dialogues were in flight, ``repeated`` how many
    calls were asked again, ``calls`` how many an undisturbed run takes."""

    begun: int
    finished: int
    calls: int
    repeated: int
    most: int  # of one dialogue
    same: bool


def played(scene: Scene, served: Speaker, in_flight: int = IN_FLIGHT) -> Scene:
    """The scene, played by the server."""
    return replace(scene, model="openai:plain", more=("--base-url", served.url, "--jobs", str(in_flight)))


def killed_while_asking(scene: Scene, served: Speaker, times: int, in_flight: int = IN_FLIGHT) -> Iterator[Killed]:
    """Kill a run of ``scene`` (already ``played``) when it has asked for a random share of its calls; then let it go on."""
    whole = scene.whole
    quiet = served.asked()
    calls = sum(quiet.values())
    for n in range(times):
        name = f"asked-{n}"
        before = served.asked()
        goal = sum(before.values()) + draw("asked", n).randrange(calls // 10, calls * 9 // 10)
        if not scene.kill_when(name, partial(served.has_been_asked, goal)):
            raise RuntimeError(f"{name} came to its end before it could be killed")
        time.sleep(2 * SLOWEST)  # answers to one who has gone are answers, too
        finished = len(kept(scene.of(name)))
        begun = min(in_flight, len(scene.notes) - finished)
        scene.run(name)
        again = {digest: count - quiet[digest] for digest, count in (served.asked() - before).items()}
        same = scene.dialogues(name) == whole
        repeated = [count for count in again.values() if count > 0]
        yield Killed(begun, finished, calls, sum(repeated), max(repeated, default=0), same)


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), float(sys.argv[2])))
