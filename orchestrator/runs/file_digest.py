"""The SHA-256 of a file, read block by block."""

import hashlib
from pathlib import Path

_BLOCK = 1 << 20


def digest_of_file(path: Path) -> str:
    """As hex. Raises ``OSError`` for a file that cannot be read."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
