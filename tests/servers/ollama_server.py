"""A server that answers as Ollama's documented API does, as its own process: ``ollama_server.py --log FILE``.

Written from Ollama's docs/api.md and docs/openapi.yaml and, for what happens to a prompt longer than the window (half
the window is kept and counted, with status 200; or a 400 that names the window), from reports in its issues. What a
model does is told by its name, see ``MODELS``. Every request's body goes to the log as one JSON line with its path.
Prints its port when it listens.
"""

import argparse
import asyncio
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from aiohttp import web

WINDOW = 4096  # as an Ollama of a small machine loads a model when nobody says otherwise
MODELS: dict[str, dict[str, Any]] = {
    "tiny:latest": {},
    "thinker:latest": {"capabilities": ["completion", "thinking"]},
    "levels:latest": {"capabilities": ["completion", "thinking"], "levels": True},
    "toolsmith:latest": {"capabilities": ["completion", "tools"]},
    "wide:latest": {"window": 32768},
    "actor:latest": {"window": 32768, "parameters": "8.0B", "plays": True},
    "pupil:latest": {"window": 32768, "parameters": "8.0B", "plays": "short"},
    "ham:latest": {"window": 32768, "parameters": "8.0B"},
    "small-actor:latest": {"window": 32768, "parameters": "1.5B", "plays": True},
    "strict:latest": {"strict": True},
    "cut:latest": {"done_reason": "length"},
    "silent:latest": {"says": "  \n"},
    "drops:latest": {"fault": "drop"},
    "hangs:latest": {"fault": "hang"},
    "slow:latest": {"fault": "drip"},
    "drips:latest": {"fault": "drip", "says": "drop " * 190},
    "breaks:latest": {"fault": "error"},
    "crashes:latest": {"status": 500, "error": "llama runner process has terminated: exit status 2"},
    "busy:latest": {"status": 503, "error": "server busy, please try again.  maximum pending requests exceeded"},
    "limited:latest": {"status": 429, "error": "too many requests", "retry_after": "7"},
    "heavy:latest": {"status": 500, "error": "model requires more system memory (9.6 GiB) than is available (4.1 GiB)"},
    "moved:latest": {"status": 307, "error": "moved"},
    "babble:latest": {"says": "word " * 300_000},
    "inline:latest": {"says": "<think>First the knee.</think>Where does it hurt?"},
    "forgetful:latest": {"fixed_seed": False},
    "gpt-oss:120b-cloud": {"remote": True},
    "innocent:latest": {"remote": True},
}
SENTENCE = "Good morning. What brings you in today?"
THOUGHT = "Greet the patient, then ask openly."


def tokens(messages: list[dict[str, Any]]) -> int:
    """Tokens of a prompt: four characters each, and a handful for each message's frame."""
    return sum(-(-len(message.get("content") or "") // 4) + 4 for message in messages)


def instance(schema: dict[str, Any]) -> Any:
    """The plainest value that keeps a JSON schema."""
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            return {name: instance(part) for name, part in schema.get("properties", {}).items()}
        case "array":
            return [instance(schema.get("items", {}))]
        case "integer" | "number":
            return 1
        case "boolean":
            return True
        case _:
            return SENTENCE


class Server:
    """The server's state: where it logs, and which model is loaded with which window."""

    def __init__(self, log: Path, away: str) -> None:
        self.log = log
        self.away = away
        self.loaded: dict[str, int] = {}
        self.turns = 0

    def note(self, request: web.Request, body: Any) -> None:
        with self.log.open("a", encoding="utf-8") as file:
            headers = {name.lower(): value for name, value in request.headers.items()}
            file.write(json.dumps({"path": request.path, "body": body, "headers": headers}) + "\n")

    async def version(self, request: web.Request) -> web.Response:
        return web.json_response({"version": "0.32.9"})

    async def tags(self, request: web.Request) -> web.Response:
        self.note(request, None)
        rows: list[dict[str, Any]] = []
        for name, ways in MODELS.items():
            digest = hashlib.sha256(name.encode()).hexdigest()
            row = {
                "name": name,
                "model": name,
                "digest": digest,
                "size": 815_319_791,
                "modified_at": "2026-10-01T08:00:00Z",
            }
            remote = (
                {"remote_host": "https://ollama.com:443", "remote_model": "gpt-oss:120b"} if "remote" in ways else {}
            )
            rows.append(row | remote)
        return web.json_response({"models": rows})

    async def show(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.note(request, body)
        found = self.find(body["model"])
        if found is None:
            return missing(body["model"])
        ways = found[1]
        reply: dict[str, Any] = {
            "parameters": 'stop    "<|im_end|>"',
            "details": {
                "format": "gguf",
                "family": "llama",
                "families": ["llama"],
                "parameter_size": ways.get("parameters", "1B"),
            },
            "model_info": {"general.architecture": "llama", "llama.context_length": ways.get("window", 131072)},
            "capabilities": ways.get("capabilities", ["completion"]),
        }
        if "remote" in ways:
            reply |= {"remote_host": "https://ollama.com:443", "remote_model": "gpt-oss:120b"}
        return web.json_response(reply)

    async def running(self, request: web.Request) -> web.Response:
        rows = [{"name": name, "model": name, "context_length": window} for name, window in self.loaded.items()]
        return web.json_response({"models": rows})

    @staticmethod
    def find(name: str) -> tuple[str, dict[str, Any]] | None:
        whole = name if ":" in name else f"{name}:latest"
        return (whole, MODELS[whole]) if whole in MODELS else None

    async def chat(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.note(request, body)
        found = self.find(body["model"])
        if found is None:
            return missing(body["model"])
        name, ways = found
        if "status" in ways:
            headers = {"Retry-After": ways["retry_after"]} if "retry_after" in ways else {}
            if ways["status"] == 307:
                headers["Location"] = f"{self.away}/api/chat"
            return web.json_response({"error": ways["error"]}, status=ways["status"], headers=headers)
        refused = self.refusal(body, name, ways)
        if refused:
            return web.json_response({"error": refused}, status=400)
        window = int(body.get("options", {}).get("num_ctx") or ways.get("window", WINDOW))
        self.loaded[name] = window
        counted = tokens(body["messages"])
        if counted > window:
            if ways.get("strict"):
                said = f"request ({counted} tokens) exceeds the available context size ({window} tokens), try increasing it"
                return web.json_response({"error": said}, status=400)
            counted = window // 2 + 2  # what is left of the prompt; nothing else says so
        return await self.answer(request, body, ways, counted)

    @staticmethod
    def refusal(body: dict[str, Any], name: str, ways: dict[str, Any]) -> str | None:
        think, can = body.get("think"), ways.get("capabilities", ["completion"])
        if think and "thinking" not in can:
            return f'"{body["model"]}" does not support thinking'
        if isinstance(think, str) and not ways.get("levels"):
            return f'think value "{think}" is not supported for this model'
        if body.get("tools") and "tools" not in can:
            return f"registry.ollama.ai/library/{name} does not support tools"
        return None

    async def answer(
        self, request: web.Request, body: dict[str, Any], ways: dict[str, Any], counted: int
    ) -> web.StreamResponse:
        self.turns += 1
        message: dict[str, Any] = {"role": "assistant", "content": self.words(body, ways)}
        if body.get("think") and "thinking" in ways.get("capabilities", []):
            message["thinking"] = THOUGHT
        if body.get("tools"):
            function = body["tools"][0]["function"]
            message |= {
                "content": "",
                "tool_calls": [{"function": {"name": function["name"], "arguments": instance(function["parameters"])}}],
            }
        cap = body.get("options", {}).get("num_predict")
        words = message["content"].split(" ")
        cut = ways.get("done_reason") == "length" or (cap is not None and cap < len(words))
        if cap is not None and cap < len(words):
            message["content"] = " ".join(words[:cap])
        head = {"model": body["model"], "created_at": "2026-11-01T08:00:00.000000Z"}
        tail: dict[str, Any] = {
            "done": True,
            "done_reason": "length" if cut else "stop",
            "total_duration": 5_191_566_416,
            "load_duration": 2_154_458,
            "prompt_eval_count": counted,
            "prompt_eval_duration": 383_809_000,
            "eval_count": max(1, len(words)),
            "eval_duration": 4_799_921_000,
        }
        if body.get("logprobs"):
            tail["logprobs"] = [{"token": word, "logprob": -0.1} for word in words[:3]]
        if not body.get("stream", True):
            return web.json_response(head | {"message": message} | tail)
        return await self.stream(request, head, message, tail, ways.get("fault"))

    def words(self, body: dict[str, Any], ways: dict[str, Any]) -> str:
        if "says" in ways:
            return ways["says"]
        if body.get("format") == "json":
            return json.dumps({"text": SENTENCE})
        plays, asked = ways.get("plays"), body["messages"][-1]["content"]
        if body.get("format") and (plays is True or (plays == "short" and asked.endswith("Say your next line."))):
            line = f"It began on a Sunday after a swim, {self.turns} days ago or so."  # said by anyone, never twice
            return json.dumps(dict.fromkeys(body["format"]["properties"], line))
        if body.get("format"):
            return json.dumps(instance(body["format"]))
        seed = body.get("options", {}).get("seed")
        if seed is None or not ways.get("fixed_seed", True):
            return f"{SENTENCE} ({self.turns})"
        return f"{SENTENCE} [{seed}]"

    async def stream(
        self,
        request: web.Request,
        head: dict[str, Any],
        message: dict[str, Any],
        tail: dict[str, Any],
        fault: str | None,
    ) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
        await response.prepare(request)

        async def put(part: dict[str, Any]) -> None:
            await response.write(json.dumps(head | part).encode() + b"\n")

        if fault == "hang":
            await asyncio.sleep(3600)
        for at in range(0, len(message.get("thinking", "")), 10):
            chunk = {"role": "assistant", "content": "", "thinking": message["thinking"][at : at + 10]}
            await put({"message": chunk, "done": False})
        step = 5 if len(message["content"]) < 1000 else 10_000
        for count, at in enumerate(range(0, len(message["content"]), step)):
            await put({"message": {"role": "assistant", "content": message["content"][at : at + step]}, "done": False})
            if fault == "drip":
                await asyncio.sleep(0.1)
            if fault == "error" and count == 2:
                await response.write(
                    json.dumps({"error": "an error was encountered while running the model"}).encode() + b"\n"
                )
                return response
            if fault == "drop" and count == 2:
                assert request.transport is not None
                request.transport.close()
                return response
        if "tool_calls" in message:
            await put(
                {"message": {"role": "assistant", "content": "", "tool_calls": message["tool_calls"]}, "done": False}
            )
        await put({"message": {"role": "assistant", "content": ""}} | tail)
        return response


def missing(name: str) -> web.Response:
    """Ollama's answer where a model is not pulled."""
    return web.json_response({"error": f"model '{name}' not found"}, status=404)


async def serve(log: Path, away: str) -> None:
    """Listen on a free port of this machine until killed, or until the parent has gone."""
    server = Server(log, away)
    app = web.Application(client_max_size=64 * 2**20)
    app.add_routes(
        [
            web.get("/api/version", server.version),
            web.get("/api/tags", server.tags),
            web.post("/api/show", server.show),
            web.get("/api/ps", server.running),
            web.post("/api/chat", server.chat),
        ]
    )
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)  # the parent closes it, or dies
    await runner.cleanup()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--away", default="http://192.0.2.9:9")  # where the moved model's redirect points
    given = parser.parse_args()
    asyncio.run(serve(given.log, given.away))
