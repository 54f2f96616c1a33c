"""A server that speaks the OpenAI protocol and does what it is told, as its own process: prints its port, then serves.

``POST /_next`` takes a list of behaviours for the requests to come, one each; ``POST /_always`` one for all others;
``GET /_seen`` gives every request so far and forgets it. A behaviour is an object with any of: ``delay`` (seconds),
``hang``, ``status``, ``headers``, ``body`` (text sent as it is), ``type`` (its content type), ``drip`` (seconds between
bytes), ``break`` (close after so many bytes), ``message``, ``finish``, ``usage``, ``choices``, ``top`` (fields beside
them), ``refuse`` (a field of the request that is answered 400), ``models`` (what ``/v1/models`` lists; null: 404).
"""

import asyncio
import json
import sys
from typing import Any

from aiohttp import web

NEXT: list[dict[str, Any]] = []
SEEN: list[dict[str, Any]] = []
ALWAYS: dict[str, Any] = {}
IN_FLIGHT = {"now": 0, "most": 0}


def completion(asked: dict[str, Any], how: dict[str, Any]) -> str:
    """A chat completion with what the behaviour says of it."""
    last = asked["messages"][-1]["content"] if asked.get("messages") else ""
    choice = {"index": 0, "message": {"role": "assistant", "content": f"You said: {last}"}, "finish_reason": "stop"}
    choice |= {"message": how["message"]} if "message" in how else {}
    choice |= {"finish_reason": how["finish"]} if "finish" in how else {}
    body = {
        "id": f"chatcmpl-{len(SEEN)}",
        "object": "chat.completion",
        "created": 1,
        "model": f"{asked.get('model')}-served",
        "system_fingerprint": "fp_1",
        "choices": how.get("choices", [choice]),
        "usage": how.get("usage", {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}),
        **how.get("top", {}),
    }
    return json.dumps(body)


async def chat(request: web.Request) -> web.StreamResponse:
    """Answer one request as told."""
    raw = await request.text()
    asked = json.loads(raw) if raw else {}
    SEEN.append({"path": request.path, "headers": dict(request.headers), "body": asked})
    how = NEXT.pop(0) if NEXT else dict(ALWAYS)
    IN_FLIGHT["now"] += 1
    IN_FLIGHT["most"] = max(IN_FLIGHT.values())
    try:
        return await behave(request, asked, how)
    finally:
        IN_FLIGHT["now"] -= 1


async def behave(request: web.Request, asked: dict[str, Any], how: dict[str, Any]) -> web.StreamResponse:
    """One behaviour."""
    await asyncio.sleep(3600 if how.get("hang") else how.get("delay", 0))
    if how.get("refuse") in asked:
        text = f"Unsupported parameter: '{how['refuse']}' is not supported with this model."
        return web.json_response({"error": {"message": text, "param": how["refuse"], "code": None}}, status=400)
    body = (how["body"] if "body" in how else completion(asked, how)).encode()
    headers = {"X-Request-Id": f"req-{len(SEEN)}", **how.get("headers", {})}
    headers["Content-Type"] = how.get("type", "application/json")
    if "drip" not in how and "break" not in how:
        return web.Response(status=how.get("status", 200), body=body, headers=headers)
    answer = web.StreamResponse(status=how.get("status", 200), headers={**headers, "Content-Length": str(len(body))})
    await answer.prepare(request)
    if "break" in how:
        await answer.write(body[: how["break"]])
        assert request.transport is not None
        request.transport.close()
        return answer
    for at in range(len(body)):
        await answer.write(body[at : at + 1])
        await asyncio.sleep(how["drip"])
    return answer


async def models(request: web.Request) -> web.Response:
    """The list of models."""
    SEEN.append({"path": request.path, "headers": dict(request.headers), "body": None})
    names = ALWAYS.get("models", ["small", "large"])
    if names is None:
        return web.Response(status=404, text="404 page not found")
    return web.json_response({"object": "list", "data": [{"id": name, "object": "model"} for name in names]})


async def set_next(request: web.Request) -> web.Response:
    """Behaviours for the requests to come."""
    NEXT[:] = await request.json()
    return web.Response()


async def set_always(request: web.Request) -> web.Response:
    """The behaviour of all others; forgets what was set and seen before."""
    ALWAYS.clear()
    ALWAYS.update(await request.json())
    NEXT.clear()
    SEEN.clear()
    IN_FLIGHT["most"] = IN_FLIGHT["now"]
    return web.Response()


async def seen(_request: web.Request) -> web.Response:
    """Every request since the last time, and how many were in flight at most."""
    told = web.json_response({"requests": SEEN, "most": IN_FLIGHT["most"]})
    SEEN.clear()
    return told


async def main() -> None:
    """Serve until the process is ended."""
    app = web.Application(client_max_size=64 << 20)
    app.router.add_post("/_next", set_next)
    app.router.add_post("/_always", set_always)
    app.router.add_get("/_seen", seen)
    app.router.add_get("/v1/models", models)
    app.router.add_post("/v1/chat/completions", chat)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, backlog=1024)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.to_thread(sys.stdin.read)  # closed when whoever started this ends


if __name__ == "__main__":
    asyncio.run(main())
