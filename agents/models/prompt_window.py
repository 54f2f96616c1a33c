"""Was the whole prompt read? Some servers cut what is longer than their window, say nothing and answer all the same.

The one sign is the number of prompt tokens they report. What a prompt must come to at the least is known without their
tokenizer: no ordinary text has more than ``MOST`` characters a token. What it comes to usually is learned from prompts
that surely fitted, because a byte-level tokenizer makes no more tokens than bytes.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bedside.agents.model import Message

MOST = 6.5  # characters a token: English prose has 4 to 5, notes 3 to 4, other scripts fewer
USUAL = 4.5
FEW = 1000  # characters; in a shorter prompt the frame of the messages weighs too much to learn from
_RUN = re.compile(r"([\W_])\1{3,}")  # a rule of dashes or a run of spaces may be one token


@dataclass(slots=True)
class PromptWindow:
    """What is known of how one model counts its prompts."""

    usual: float | None = None  # characters a token

    def least(self, length: int) -> int:
        """Tokens that a prompt of ``length`` characters must come to at the very least."""
        return int(length / MOST)

    def about(self, length: int) -> int:
        """Tokens that a prompt of ``length`` characters usually comes to."""
        return int(length / (self.usual or USUAL))

    def was_cut(self, length: int, counted: int | None, window: int | None) -> bool:
        """Whether a server that counted ``counted`` prompt tokens cannot have read ``length`` characters. With a known
        ``window`` a prompt that is probably longer than it is held against its usual count, and the two counts that a
        cut leaves are looked at: half of the window, which Ollama keeps, and all of it."""
        if not counted:  # not told, or answered from a cache
            return False
        if counted < self.least(length):
            return True
        if window is None:
            return False
        telling = counted >= window - 1 or abs(counted - window // 2 - 2) <= 8
        return (telling or self.about(length) > window) and self.about(length) > 1.25 * counted

    def learn(self, messages: Iterable[Message], counted: int | None, window: int | None) -> None:
        """Take the count of a prompt that fitted as the measure for longer ones: surely, by its bytes, or with room to
        spare and as many characters a token as there can be."""
        text = "".join(message.text for message in messages)
        if not counted or window is None or len(text) < FEW:
            return
        ratio = len(text) / counted
        if len(text.encode()) <= window or (1.5 * len(text) / USUAL <= window and ratio <= 1.2 * USUAL):
            self.usual = max(self.usual or 0.0, ratio)


def prompt_length(messages: Iterable[Message]) -> int:
    """Characters of a prompt as a tokenizer weighs them: a run of one mark counts little."""
    return sum(len(_RUN.sub(r"\1\1\1", message.text)) for message in messages)
