"""Dialogues that are nearly the same, by the share of five-word stretches they have in common (MinHash, Broder 1997)."""

from collections import defaultdict
from collections.abc import Sequence
from zlib import crc32

STRETCH = 5  # words
ALIKE = 0.8  # of all stretches of two dialogues together
_HASHES = 64
_BAND = 4  # hashes; two dialogues that agree in one band are compared whole
_PRIME = 4_294_967_311  # the first above 2**32


def near_duplicates(talks: Sequence[Sequence[str]]) -> frozenset[int]:
    """Indices of the talks (lists of words) that are nearly the same as another one."""
    import numpy as np

    rng = np.random.default_rng(5)
    times, plus = (rng.integers(1, _PRIME, _HASHES, dtype=np.uint64) >> np.uint64(2) for _ in range(2))
    stretches = [_stretches(words) for words in talks]
    bands: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    for at, held in enumerate(stretches):
        if not held:
            continue
        hashed = np.fromiter(held, dtype=np.uint64)
        least = ((hashed[:, None] * times + plus) % np.uint64(_PRIME)).min(axis=0)
        for band in range(0, _HASHES, _BAND):
            bands[band, least[band : band + _BAND].tobytes()].append(at)
    found: set[int] = set()
    for together in bands.values():
        for i, one in enumerate(together):
            for other in together[i + 1 :]:
                if {one, other} <= found:
                    continue
                both = len(stretches[one] & stretches[other])
                if both >= ALIKE * len(stretches[one] | stretches[other]):
                    found |= {one, other}
    return frozenset(found)


def _stretches(words: Sequence[str]) -> frozenset[int]:
    last = max(1, len(words) - STRETCH + 1)
    return frozenset(crc32(" ".join(words[at : at + STRETCH]).encode()) for at in range(last)) if words else frozenset()
