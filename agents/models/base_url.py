"""Where a model's server is: one check of a base URL, said in one sentence."""

import re
from urllib.parse import urlsplit

from bedside.agents.model import ModelError
from bedside.agents.models.local_only import require_local

_EXAMPLE = "http://localhost:8000/v1"


def base_url(name: str, given: str, *, local_only: bool = False, example: str = _EXAMPLE) -> str:
    """The address in its plain form, without a slash at its end. Raises ``ModelError`` of kind config. With
    ``local_only`` an address that is not this machine's is refused, too."""
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
    if local_only:
        require_local(url)
    return url.rstrip("/")


def _mistake(name: str, what: str) -> ModelError:
    return ModelError("config", f"{name}: the base_url is no address: {what}.")
