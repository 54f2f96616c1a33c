"""A server that speaks plainly over the OpenAI protocol and fails a share of its calls at random, by every class in turn.

``python -m bedside.benchmarks.batch_server LOG SHARE KINDS`` prints its port and serves until its input is closed. LOG gets a line a request: the fault, or
``ok``. What it says depends on the request alone.
"""

import asyncio
import json
import os
import random
import sys
import zlib
from typing import Any

from aiohttp import web

from bedside.benchmarks.crash_calls import answer

KINDS = ("429", "500", "503", "cut", "empty", "text", "length")


async def serve(log: str, share: float, kinds: tuple[str, ...]) -> None:
    """Serve until nobody listens any more."""
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    draw = random.Random(7)

    async def chat(request: web.Request) -> web.StreamResponse:
        body: dict[str, Any] = await request.json()
        digest = zlib.crc32(json.dumps(body, sort_keys=True).encode())
        fault = draw.choice(kinds) if draw.random() < share else "ok"
        if fault == "no room" and body.get("service_tier") != "flex":
            fault = "ok"
        os.write(handle, f"{fault}\n".encode())
        await asyncio.sleep(0.01)
        text, finish = answer(body["messages"], digest), "stop"
        if fault == "no room":
            return web.json_response({"error": {"message": "Resource Unavailable"}}, status=draw.choice((429, 498)))
        if fault in ("429", "500", "503"):
            head = {"Retry-After": "0.2"} if fault == "429" else {}
            return web.json_response({"error": {"message": "not now"}}, status=int(fault), headers=head)
        if fault == "length":
            finish, text = "length", text[: len(text) // 2]
        elif fault == "empty":
            text = ""
        elif fault == "text":
            text = "{}"
        choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish}
        asked, said = sum(len(one["content"]) for one in body["messages"]) // 5, max(1, len(text) // 5)
        usage: dict[str, Any] = {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}
        usage["prompt_tokens_details"] = {"cached_tokens": asked // 2}
        whole = {"id": f"c{digest}", "object": "chat.completion", "model": "plain", "choices": [choice], "usage": usage}
        whole |= {"service_tier": body.get("service_tier", "default")}
        data = json.dumps(whole).encode()
        if fault != "cut":
            return web.Response(body=data, content_type="application/json")
        cut = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(data))})
        await cut.prepare(request)
        await cut.write(data[:20])
        assert request.transport is not None
        request.transport.close()
        return cut

    app = web.Application(client_max_size=64 << 20)
    app.router.add_post("/v1/chat/completions", chat)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, backlog=1024)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(
        serve(sys.argv[1], float(sys.argv[2]), KINDS if sys.argv[3] == "all" else tuple(sys.argv[3].split(",")))
    )
