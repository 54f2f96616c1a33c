"""Random sessions: whatever is done in whatever order, every branch is its events folded, what was opened stays as it was, and
what is written is what there is."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from stepped import content

from bedside.benchmarks.debug_sessions import RandomSessions

QUICK, ALL = 8, 80
STORES = ("memory", "SQLite")


@asynccontextmanager
async def saver(store: str, folder: Path) -> AsyncGenerator[Any]:
    """One of LangGraph's savers; None for the one in memory."""
    if store == "memory":
        yield None
        return
    sqlite = pytest.importorskip("langgraph.checkpoint.sqlite.aio")
    async with sqlite.AsyncSqliteSaver.from_conn_string(str(folder / "checkpoints.sqlite")) as made:
        yield made


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("count", [QUICK // 2, pytest.param(ALL // 2, marks=pytest.mark.slow)])
async def test_random_sessions_corrupt_no_branch(tmp_path: Path, store: str, count: int) -> None:
    """Edits, forks, ways back, replays and reopened folders in any order, with checkpoints here or there."""
    async with saver(store, tmp_path) as checkpointer:
        sessions = await RandomSessions.over(tmp_path, checkpointer)
        before = content(sessions.run)
        for seed in range(count):
            faults = await sessions.hold(seed)
            assert faults == [], f"seed {seed}: {faults}"
        assert content(sessions.run) == before
