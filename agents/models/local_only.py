"""Local only: nothing leaves this machine.

Three things hold it. What libraries read from the environment to send things home is taken away before they are
imported. An audit hook refuses every socket that does not lead to this machine, and every question to a name server,
because the question itself would leave. And what a client can be told (no proxy, no redirect) it is told where it is
made. The hook sees what Python's own ``socket`` does; it does **not** see other processes, nor libraries that open
sockets in C or Rust by themselves (gRPC, uvloop, hf_xet), nor what a local server does with what it is sent. Where that
matters, run in a container or a network namespace without a way out (docs/models.md).
"""

import ipaddress
import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from bedside.agents.model import ModelError

HOSTS = Path("/etc/hosts")
PURGED = ("LANGSMITH_", "LANGCHAIN_", "OTEL_", "WANDB_", "SENTRY_", "COMET_", "MLFLOW_", "LANGFUSE_", "TRACELOOP_")
PROXIES = frozenset({"http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "ws_proxy", "wss_proxy", "no_proxy"})
SET = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "OTEL_SDK_DISABLED": "true",
    "ORT_DISABLE_TELEMETRY": "1",
    "RAY_USAGE_STATS_ENABLED": "0",
    "DO_NOT_TRACK": "1",
}
_NAMING = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})
_SENDING = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_KERNEL = frozenset(
    int(family) for name in ("AF_UNIX", "AF_NETLINK", "AF_ALG") if (family := getattr(socket, name, None)) is not None
)


class NotLocalError(ModelError):
    """Something reached for another machine while nothing may leave this one."""

    def __init__(self, host: str) -> None:
        super().__init__(
            "config",
            f"local only: nothing leaves this machine; {host} is elsewhere. Give --base-url an address on this "
            "machine, or, if the data may go there, write the terms under `terms:` in the case file.",
        )


@dataclass(frozen=True, slots=True)
class Locality:
    """Whether a case stays on this machine, why, and the terms that let it go if it may."""

    local_only: bool
    reason: str
    terms: str | None = None  # goes on the record


@dataclass(slots=True)
class _Guard:
    """An audit hook cannot be taken out again, so it looks at ``on``."""

    on: bool = False
    installed: bool = False

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.on or not event.startswith("socket."):
            return
        if event in _NAMING:
            if not is_local_host(arguments[0]):
                raise NotLocalError(_text(arguments[0]))
        elif event == "socket.getnameinfo":
            if not is_local_host(arguments[0][0]):
                raise NotLocalError(_text(arguments[0][0]))
        elif event in _SENDING and not _is_local_address(arguments[0], arguments[1]):
            raise NotLocalError(_text(arguments[1]))


_GUARD = _Guard()


def decide(data_class: Literal["open", "phi", "credentialed"], terms: str | None, flag: bool) -> Locality:
    """Whether a case stays here. ``flag`` (``--local-only``) wins over everything. Data about real people or under an
    agreement stays unless terms are written in the case; those then go on the record."""
    if flag:
        return Locality(True, "--local-only")
    if data_class == "open":
        return Locality(False, "the data is open")
    written = (terms or "").strip()
    if not written:
        return Locality(True, f"data_class is {data_class} and no terms are written")
    return Locality(False, f"data_class is {data_class}, and terms are written", written)


def enter_local_only() -> None:
    """From here on nothing leaves this machine, for the rest of the process. Call it before anything heavy is
    imported: some libraries read their environment once. Calling it again changes nothing."""
    for name in [*os.environ]:
        if name.upper().startswith(PURGED) or name.lower() in PROXIES:
            del os.environ[name]
    os.environ.update(SET)
    if (utils := sys.modules.get("langsmith.utils")) is not None:  # it remembers what it read
        utils.get_env_var.cache_clear()
    _GUARD.on = True
    if not _GUARD.installed:
        sys.addaudithook(_GUARD.hear)
        _GUARD.installed = True


def in_local_only() -> bool:
    """Whether this process has entered local only."""
    return _GUARD.on


def require_local(url: str) -> None:
    """Raise ``NotLocalError`` unless ``url`` names this machine. For addresses that are known before anything is sent."""
    host = urlsplit(url if "://" in url else f"http://{url}").hostname or ""
    if not is_local_host(host):
        raise NotLocalError(host)


def elsewhere(error: BaseException) -> NotLocalError | None:
    """The refusal behind an error: clients wrap what a socket raises in errors of their own, or in groups of them."""
    seen: set[int] = set()
    left: list[BaseException] = [error]
    while left:
        now = left.pop()
        if isinstance(now, NotLocalError):
            return now
        if id(now) in seen:
            continue
        seen.add(id(now))
        left += [behind for behind in (now.__cause__, now.__context__) if behind is not None]
        if isinstance(now, BaseExceptionGroup):
            left += now.exceptions
    return None


def is_local_host(host: object) -> bool:
    """Whether a host is this machine: a loopback or unspecified address, ``localhost``, or a name that the hosts file
    gives loopback addresses only. No name server is asked. Odd spellings of an address (``2130706433``) are not."""
    if host is None:
        return True
    name = _text(host).strip("[]").rstrip(".").lower()
    if not name:
        return True
    address = _address(name)
    if address is not None:
        return address.is_loopback or address.is_unspecified
    listed = _listed(name)
    if listed:
        return all(given is not None and given.is_loopback for given in listed)
    return name == "localhost" or name.endswith(".localhost")


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _listed(name: str) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address | None]:
    """The addresses that the hosts file gives a name."""
    try:
        lines = HOSTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    rows = [line.partition("#")[0].lower().split() for line in lines]
    return [_address(row[0]) for row in rows if name in row[1:]]


def _is_local_address(sock: Any, address: Any) -> bool:
    """Whether what a socket is told to reach is this machine or its kernel. ``sendmsg`` without an address goes where
    the socket was connected, which was looked at then."""
    if address is None:
        return True
    family = int(getattr(sock, "family", -1))
    if family in _KERNEL:
        return True
    if family not in (socket.AF_INET, socket.AF_INET6):
        return False
    return isinstance(address, tuple) and bool(address) and is_local_host(address[0])


def _text(host: object) -> str:
    if isinstance(host, tuple) and host:
        host = host[0]
    return bytes(host).decode("utf-8", "replace") if isinstance(host, (bytes, bytearray)) else str(host)
