"""A collector that takes OTLP over HTTP and writes each span it is sent as a line of JSON.

Started with ``--log FILE``; it prints its port and ends with whoever started it.
"""

import argparse
import asyncio
import gzip
import json
import sys
from pathlib import Path

from aiohttp import web
from google.protobuf.json_format import MessageToDict
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


def application(log: Path) -> web.Application:
    """The collector, which writes to ``log``."""

    async def traces(request: web.Request) -> web.Response:
        body = await request.read()
        if request.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        sent = MessageToDict(ExportTraceServiceRequest.FromString(body))
        with log.open("a") as file:
            for resource in sent.get("resourceSpans", ()):
                for scope in resource.get("scopeSpans", ()):
                    for span in scope.get("spans", ()):
                        row = {"resource": resource.get("resource"), "scope": scope.get("scope"), **span}
                        file.write(json.dumps({**row, "headers": dict(request.headers)}) + "\n")
        return web.Response(body=b"", content_type="application/x-protobuf")

    app = web.Application(client_max_size=1 << 26)
    app.router.add_post("/v1/traces", traces)
    return app


async def main() -> None:
    """Serve until standard input ends."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--log", type=Path, required=True)
    runner = web.AppRunner(application(parser.parse_args().log))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
