"""Installed packages against the versions that their security advisories ask for. Nothing is looked up: the floors are
those known when this version of bedside was made."""

import re
from importlib.metadata import PackageNotFoundError, version

from bedside.scenarios.value import Value

# package, the first version with all of these mended, the advisories
FLOORS: tuple[tuple[str, str, str], ...] = (
    ("langgraph", "1.0.10", "CVE-2026-28277"),
    ("langgraph-checkpoint", "4.1.1", "CVE-2025-64439, CVE-2026-27794, CVE-2026-48775"),
    ("langgraph-checkpoint-sqlite", "3.0.1", "CVE-2025-8709, CVE-2025-64104, CVE-2025-67644"),
    ("langchain-core", "1.7.0", "CVE-2025-68664, CVE-2025-65106, CVE-2026-34070, CVE-2026-40087"),
    ("langsmith", "0.8.18", "CVE-2026-45134, GHSA-f4xh-w4cj-qxq8, GHSA-rr7j-v2q5-chgv"),
    ("jinja2", "3.1.6", "CVE-2025-27516"),
)


class Package(Value):
    """One installed package and its floor."""

    name: str
    installed: str
    floor: str
    advisories: str

    @property
    def fine(self) -> bool:
        """Whether the installed version is not below the floor."""
        return _parts(self.installed) >= _parts(self.floor)

    @property
    def mend(self) -> str:
        """What to do about one below its floor."""
        return "" if self.fine else f"pip install '{self.name}>={self.floor}'"


def installed() -> tuple[Package, ...]:
    """The packages of ``FLOORS`` that are installed here."""
    return tuple(
        Package(name=name, installed=found, floor=floor, advisories=advisories)
        for name, floor, advisories in FLOORS
        if (found := _installed(name)) is not None
    )


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _parts(number: str) -> tuple[int, ...]:
    """The release numbers; a pre-release counts as its release."""
    found = re.match(r"(\d+(?:\.\d+)*)", number)
    return tuple(int(part) for part in found[1].split(".")) if found else ()
