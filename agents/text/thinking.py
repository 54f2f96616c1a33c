"""Thinking that a model wrote into its answer is told apart from what it says."""

import re

_THOUGHT = re.compile(r"\s*<(think|thinking)>(.*?)</\1>\s*", re.DOTALL | re.IGNORECASE)
_CLOSED = re.compile(r"\s*</(?:think|thinking)>\s*", re.IGNORECASE)  # some templates open the tag in the prompt


def split_thinking(text: str) -> tuple[str, str | None]:
    """What is said, and the thought before it if there is one. A thought that never ends is all thought."""
    found = _THOUGHT.match(text)
    if found:
        return text[found.end() :], found[2].strip() or None
    opened = re.match(r"\s*<(?:think|thinking)>", text, re.IGNORECASE)
    if opened:
        return "", text[opened.end() :].strip() or None
    closed = _CLOSED.search(text)
    if closed:
        return text[closed.end() :], text[: closed.start()].strip() or None
    return text, None
