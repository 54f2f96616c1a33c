"""Readers of one kind hand sentences on to readers of another, which the reader of notes brings in."""

import bedside.agents.reading.read  # noqa: F401  # pyright: ignore[reportUnusedImport]
