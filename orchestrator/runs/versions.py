"""Which versions had a part in a result."""

import platform
from contextlib import suppress
from functools import cache

_PACKAGES = ("langgraph", "pydantic", "faiss-cpu", "onnxruntime", "tokenizers", "bm25s", "orjson")


@cache
def version() -> str:
    """The installed version of bedside."""
    from importlib.metadata import version as installed

    return installed("bedside")


def versions() -> dict[str, str]:
    """What is installed of what has a part in the result."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    found = {"bedside": version(), "python": platform.python_version()}
    for name in _PACKAGES:
        with suppress(PackageNotFoundError):
            found[name] = installed(name)
    return found
