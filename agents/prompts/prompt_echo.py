"""What of its own prompt a model says: what a prompt holds must not come back.

Law of the file: an echo is named in words that do not repeat it.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from bedside.agents.model import Message
from bedside.agents.text.fence import delimiter_codes, letters, runs, without_data

_ROLE_MARKS = re.compile(
    r"<\|[a-z_]{1,30}\|>|<\|?/?(?:im_start|im_end|endoftext|start_of_turn|end_of_turn|eot_id)\|?>|\[/?INST\]|<</?SYS>>"
    r"|(?:^|\n)[ \t#*]{0,6}(?:system|assistant|user|human)[ \t*]{0,4}:|(?:^|\n)#{2,4}[ \t]?(?:instruction|response|system)\b",
    re.IGNORECASE,
)


def echoes(reply: str, prompts: Sequence[Message], canaries: Sequence[str] = ()) -> list[str]:
    """What of the prompt comes back in a reply, each once and in words that do not repeat it: delimiters, marks of
    roles, ``canaries``, and eight words in a row from a system message. Fenced data there is not the prompt's own
    words, and what was said aloud (the other messages) may be said again."""
    faults: list[str] = []
    plain = letters(reply)
    codes = {code for message in prompts for code in delimiter_codes(message.text)}
    if delimiter_codes(reply) or any(code in plain for code in codes):
        faults.append("a delimiter of the prompt stands in the words")
    if _ROLE_MARKS.search(reply):
        faults.append("a mark of roles stands in the words")
    if any(canary and letters(canary) and letters(canary) in plain for canary in canaries):
        faults.append("something planted in the data stands in the words")
    said = set(runs(reply))  # of a short reply there are none, and nothing need be compared
    own = {run for message in prompts if said and message.role == "system" for run in said & _own_runs(message.text)}
    if own and not own <= {run for message in prompts if message.role != "system" for run in runs(message.text)}:
        faults.append("the prompt's own sentences stand in the words")
    return faults


@lru_cache(maxsize=512)  # a dialogue's system message stays the same from turn to turn
def _own_runs(system: str) -> frozenset[tuple[str, ...]]:
    return frozenset(runs(without_data(system)))
