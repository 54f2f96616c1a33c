"""The way to a server that speaks HTTP: the SDK's requests carried by aiohttp, and nothing that nobody asked for.

No proxy of the environment, no redirect, no cookie, no header but those given here (the SDK would add headers from the
environment), no limit on connections (the caller has one), no body above ``MOST`` bytes, and with ``local_only`` no
address but this machine's, looked at when it is connected to. httpx's own way from a request to a transport (merged
headers, cookies, authentication, redirects) costs more than the request itself and does nothing here, so it is passed by.
"""

import asyncio
import contextlib
import socket
from functools import lru_cache
from typing import Any

import aiohttp
import httpx2

from bedside.agents.model import ModelError
from bedside.agents.models.connection_faults import of_connection
from bedside.agents.models.local_only import NotLocalError, is_local_host

MOST = 2 << 20  # bytes of one answer
_CONNECT = 10.0  # seconds
# What is read of an answer's headers. Those on its coding and length are left out: the body here is decoded and whole.
_TOLD = (b"content-type", b"x-request-id", b"retry-after", b"x-ratelimit", b"ratelimit", b"location")


class AiohttpTransport(httpx2.AsyncBaseTransport):
    """Carries requests of one client. A session belongs to the event loop it was opened in; in another, a new one is
    opened."""

    def __init__(self, name: str, headers: dict[str, str], timeout: float, *, local_only: bool = False) -> None:
        self._name = name
        self._headers = headers
        self._timeout = aiohttp.ClientTimeout(total=timeout, sock_connect=min(timeout, _CONNECT))
        self._local_only = local_only
        self._session: aiohttp.ClientSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send, and read the whole answer. Raises ``ModelError``."""
        session = self._session
        if session is None or session.closed or self._loop is not asyncio.get_running_loop():
            session = await self._open()
        url = request.extensions["url"]
        try:
            async with session.request(request.method, url, data=request.content, allow_redirects=False) as answer:
                body = await self._read(answer)
                headers = [pair for pair in answer.raw_headers if pair[0].lower().startswith(_TOLD)]
                return httpx2.Response(answer.status, headers=headers, content=body, request=request)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise of_connection(error, self._name, url, self._timeout.total or 0.0) from None

    async def aclose(self) -> None:
        """Close the connections."""
        session, self._session = self._session, None
        connector = session.connector if session is not None else None
        if session is None or connector is None:
            return
        session.detach()  # closed in any case, where its connections may not be
        with contextlib.suppress(RuntimeError):  # their loop is gone, and they with it
            await connector.close()

    async def _open(self) -> aiohttp.ClientSession:
        await self.aclose()
        connector = aiohttp.TCPConnector(
            limit=0,
            ssl=_secure(),
            socket_factory=_loopback_only if self._local_only else None,
        )
        self._loop = asyncio.get_running_loop()
        self._session = aiohttp.ClientSession(
            connector=connector,
            headers=self._headers,
            timeout=self._timeout,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
        )
        return self._session

    async def _read(self, answer: aiohttp.ClientResponse) -> bytes:
        length = answer.content_length
        if length is not None and length <= MOST and "Content-Encoding" not in answer.headers:
            return await answer.read()
        parts: list[bytes] = []
        size = 0
        while part := await answer.content.readany():
            size += len(part)
            if size > MOST:
                answer.close()
                start = b"".join(parts)[:2000].decode("utf-8", "replace")
                raise ModelError(
                    "truncated",
                    f"{self._name}: the answer is longer than {MOST >> 20} MiB and was cut off; set max_tokens.",
                    raw=start,
                )
            parts.append(part)
        return b"".join(parts)


class DirectClient(httpx2.AsyncClient):
    """The http client that the SDK is given: a request goes to the transport as it is."""

    def __init__(self, transport: AiohttpTransport) -> None:
        super().__init__(transport=transport, trust_env=False, follow_redirects=False)
        self._carried_by = transport

    def build_request(self, method: str, url: httpx2.URL | str, **given: Any) -> httpx2.Request:
        """A request with the body given and no header: the transport knows them."""
        url = str(url)
        return httpx2.Request(method, _parsed(url), content=given.get("content") or b"", extensions={"url": url})

    async def send(self, request: httpx2.Request, **given: Any) -> httpx2.Response:
        """The whole answer, whatever its status."""
        return await self._carried_by.handle_async_request(request)


@lru_cache(maxsize=64)
def _parsed(url: str) -> httpx2.URL:
    return httpx2.URL(url)


@lru_cache(maxsize=1)
def _secure() -> Any:
    return httpx2.create_ssl_context()


def _loopback_only(address: Any) -> socket.socket:
    family, kind, protocol, _, where = address
    if not is_local_host(where[0]):
        raise NotLocalError(str(where[0]))
    return socket.socket(family=family, type=kind, proto=protocol)
