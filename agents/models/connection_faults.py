"""What went wrong on the way to a server, as one ``ModelError``: what may pass by itself is transient, what a user must
mend is config."""

import os
import socket
from urllib.parse import urlsplit

import aiohttp

from bedside.agents.model import ModelError
from bedside.agents.models.api_keys import redact

_NO_SUCH = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


def of_connection(error: Exception, name: str, url: str, timeout: float) -> ModelError:
    """The class of a connection's failure. ``name`` is the model's, ``timeout`` what one answer was given in seconds."""
    host = urlsplit(url).netloc
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return ModelError("transient", f"{name}: {host} did not take the connection in time; is it running?")
    if isinstance(error, TimeoutError):
        return ModelError("timeout", f"{name}: no answer within {timeout:g} s; raise timeout or ask for less.")
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        if getattr(error.os_error, "errno", None) in _NO_SUCH:
            return ModelError("config", f"{name}: there is no host {urlsplit(url).hostname}; correct base_url.")
        return ModelError("transient", f"{name}: the name {urlsplit(url).hostname} could not be looked up; try again.")
    if isinstance(
        error, (aiohttp.ClientConnectorCertificateError, aiohttp.ClientConnectorSSLError, aiohttp.ClientSSLError)
    ):
        said = redact(str(error.__cause__ or error)).splitlines()[0][:120]
        return ModelError(
            "config",
            f"{name}: no secure connection to {host} ({said}); correct the certificate, or write http:// if it has none.",
        )
    if isinstance(error, aiohttp.ClientConnectorError):
        number = error.os_error.errno
        why = os.strerror(number) if number and number > 0 else type(error.os_error).__name__
        return ModelError("transient", f"{name}: {host} cannot be reached ({why}); is the server running there?")
    if isinstance(error, aiohttp.ClientResponseError):  # not a line of HTTP
        return ModelError("config", f"{name}: {host} does not speak HTTP; correct base_url.", raw=redact(error.message))
    if isinstance(error, (aiohttp.InvalidURL, ValueError)) and not isinstance(error, aiohttp.ClientPayloadError):
        return ModelError("config", f"{name}: {redact(url)} cannot be asked; correct base_url.")
    return ModelError("transient", f"{name}: {host} broke off before its answer was whole; asked again, it may answer.")
