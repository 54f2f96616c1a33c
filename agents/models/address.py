"""Where a model's server is: one check of a base URL, said in one sentence, and whether it is this machine."""

import ipaddress
import re
from urllib.parse import urlsplit

from bedside.agents.model import ModelError

_EXAMPLE = "http://localhost:8000/v1"


def base_url(name: str, given: str, *, local_only: bool = False, example: str = _EXAMPLE) -> str:
    """The address in its plain form, without a slash at its end. Raises ``ModelError`` of kind config. With
    ``local_only`` an address that is plainly not this machine's is refused here; a host name is looked at when it is
    connected to."""
    url = given.strip()
    if not re.match(r"https?://", url, re.IGNORECASE):
        other = re.match(r"([a-z][a-z0-9+.-]*)://", url, re.IGNORECASE)
        why = f"{other[1]}:// is not a scheme a model speaks" if other else "it has no scheme"
        raise _mistake(name, f"{why}; write it like {example}")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise _mistake(name, f"it cannot be read ({error}); write it like {example}") from None
    if parts.username is not None or parts.password is not None:
        raise _mistake(name, "it holds a user name or password; take them out and name key_env or key_file")
    if parts.query or parts.fragment:
        raise _mistake(name, f"it has a '?' or '#' part; write it like {example}")
    if not host or port == 0 or any(sign.isspace() or not sign.isprintable() for sign in url):
        raise _mistake(name, f"it names no host; write it like {example}")
    if local_only and not may_be_local(host):
        raise ModelError("config", f"{name}: {host} is not this machine, and only local models are allowed here.")
    return url.rstrip("/")


def may_be_local(host: str) -> bool:
    """Whether a host is this machine's by its number, or could be by its name."""
    try:
        return is_loopback(host)
    except ValueError:
        return True


def is_loopback(number: str) -> bool:
    """Whether a numeric address is this machine's own. Raises ``ValueError`` for a name."""
    address = ipaddress.ip_address(number.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def _mistake(name: str, what: str) -> ModelError:
    return ModelError("config", f"{name}: the base_url is no address: {what}.")
