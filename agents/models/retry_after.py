"""How long a server asks to be left alone, read from the headers of its answer."""

import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_SPAN = re.compile(r"(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?")
_RESETS = ("x-ratelimit-reset-requests", "x-ratelimit-reset-tokens", "x-ratelimit-reset", "ratelimit-reset")
_LONG_AGO = 1_000_000_000  # a number above this is a moment, not a span
_WEEK = 7 * 86_400.0


def retry_after(headers: Mapping[str, str], now: float | None = None) -> float | None:
    """Seconds to wait: ``Retry-After`` (seconds or a date), else the latest reset of a limit that is used up; None
    where the server does not say. Header names are lower case; ``now`` is seconds since 1970."""
    now = time.time() if now is None else now
    if (precise := _number(headers.get("retry-after-ms"))) is not None:
        return _within(precise / 1000)
    if (given := headers.get("retry-after")) is not None:
        seconds = _number(given)
        return _within(seconds) if seconds is not None else _until(given, now)
    resets = [
        seconds
        for name in _RESETS
        if (text := headers.get(name)) is not None
        and _number(headers.get(name.replace("reset", "remaining"), "0")) in (0, None)
        and (seconds := _reset(text, now)) is not None
    ]
    return max(resets, default=None)


def _reset(text: str, now: float) -> float | None:
    seconds = _number(text)
    if seconds is not None:
        if seconds > _LONG_AGO:
            seconds = (seconds / 1000 if seconds > 1000 * _LONG_AGO else seconds) - now
        return _within(seconds)
    found = _SPAN.fullmatch(text.strip())
    if found and any(found.groups()):
        h, m, s, ms = (float(part or 0) for part in found.groups())
        return _within(h * 3600 + m * 60 + s + ms / 1000)
    return _moment(text, now)


def _until(text: str, now: float) -> float | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return _within((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - now)


def _moment(text: str, now: float) -> float | None:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return _until(text, now)
    return _within((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - now)


def _number(text: str | None) -> float | None:
    try:
        number = float(text) if text is not None else None
    except ValueError:
        return None
    return number if number is not None and number == number and abs(number) != float("inf") else None


def _within(seconds: float) -> float:
    return min(max(seconds, 0.0), _WEEK)
