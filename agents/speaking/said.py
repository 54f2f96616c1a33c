"""What was said, and which of its characters state which facts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """Spoken sentences. A claim is ``(start, end, fact ids)``: ``text[start:end]`` states these facts. Claims are ordered
    and do not overlap; each fact that was handed in has at least one."""

    text: str
    claims: tuple[tuple[int, int, tuple[str, ...]], ...]
