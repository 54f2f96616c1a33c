"""How long a text is in words, in any script."""

import re

_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_OTHER = re.compile(r"[A-Za-z0-9.,/]+")


def size(text: str) -> int:
    """Words of a text; two signs of a script without spaces count as one."""
    signs = len(_CJK.findall(text))
    return len(text.split()) if not signs else max(1, round(signs / 2) + len(_OTHER.findall(text)))


def flat(text: str) -> str:
    """A text on one line: a note is wrapped where the page ends."""
    return " ".join(text.split())
