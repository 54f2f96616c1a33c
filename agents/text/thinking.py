"""Thinking that a model wrote into its answer is told apart from what it says, and a template's own signs are taken out.

Law of the file: a text without such marks comes back as it is.
"""

import re

_NAMES = "think|thinking|thought|thoughts|reasoning|reflection|scratchpad|seed:think|antthinking|analysis"
_OPEN = rf"<(?:{_NAMES})>|\[THINK\]|<\|begin_of_thought\|>|\u25c1think\u25b7"
_CLOSE = rf"</(?:{_NAMES})>|\[/THINK\]|<\|end_of_thought\|>|\u25c1/think\u25b7"
_THOUGHT = re.compile(rf"\s*(?:{_OPEN})(.*?)(?:{_CLOSE})\s*", re.DOTALL | re.IGNORECASE)
_OPENED = re.compile(rf"\s*(?:{_OPEN})", re.IGNORECASE)
_CLOSED = re.compile(rf"\s*(?:{_CLOSE})\s*", re.IGNORECASE)  # some templates open the tag in the prompt
# "<|channel|>analysis<|message|>...<|end|><|start|>assistant<|channel|>final<|message|>..."
_CHANNEL = re.compile(
    r"(?:<\|start\|>\w*)?<\|channel\|>(?P<name>\w+)[^<]*<\|message\|>(?P<text>.*?)(?=<\|end\|>|<\|return\|>|<\|start\|>|<\|channel\|>|$)",
    re.DOTALL,
)
_BEGINS = re.compile(
    r"\s*(?:<s>|<bos>|<\|begin_of_text\|>|<\|im_start\|>(?:assistant)?|<start_of_turn>(?:model)?|<\|start_header_id\|>(?:assistant)?<\|end_header_id\|>"
    r"|<\|(?:assistant|START_OF_TURN_TOKEN|CHATBOT_TOKEN)\|>)\s*",
)
_ENDS = re.compile(
    r"\s*(?:</s>|<eos>|<\|im_end\|>|<\|eot_id\|>|<\|eom_id\|>|<\|end\|>|<\|endoftext\|>|<\|end_of_text\|>|<end_of_turn>|<\|end_of_turn\|>|<\|END_OF_TURN_TOKEN\|>"
    r"|<\|return\|>|\[/INST\]|\[INST\]|<\|(?:user|system)\|>)\s*"
)


def split_thinking(text: str) -> tuple[str, str | None]:
    """What is said, and the thought before, behind or inside it if there is one. A thought that never ends is all thought."""
    if "<|channel|>" in text:
        return _by_channel(text)
    if not _marked(text):
        return text, None
    thoughts: list[str] = []

    def kept(found: re.Match[str]) -> str:
        thoughts.append(found[1].strip())
        return " " if found.start() and found.end() < len(text) else ""

    said = _THOUGHT.sub(kept, text)
    opened = _OPENED.match(said)
    if opened is not None:  # one that stands in the middle and never ends is a word like any other
        thoughts.append(said[opened.end() :].strip())
        said = ""
    closed = _CLOSED.search(said)
    if closed is not None:
        thoughts.insert(0, said[: closed.start()].strip())
        said = said[closed.end() :]
    return without_template(said), "\n\n".join(thought for thought in thoughts if thought) or None


def without_template(text: str) -> str:
    """The answer without the signs of a chat template. What stands behind the sign that ends the answer is another turn, and is
    left out, unless the answer is JSON: the sign then stands inside one of its texts."""
    if not _marked(text):
        return text
    plain = _BEGINS.sub("", text)
    if plain.lstrip().startswith(("{", "[{", "```")):
        return _ENDS.sub("", plain)
    return next((part for part in _ENDS.split(plain) if part.strip()), "")


def _marked(text: str) -> bool:
    return "<" in text or "[/" in text or "[INST]" in text or "[THINK]" in text or "\u25c1" in text


def _by_channel(text: str) -> tuple[str, str | None]:
    parts = [(found["name"], found["text"].strip()) for found in _CHANNEL.finditer(text)]
    said = " ".join(words for name, words in parts if name == "final")
    thought = "\n\n".join(words for name, words in parts if name != "final" and words)
    return without_template(said), thought or None
