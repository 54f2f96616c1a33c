"""``simulate_many``: in the order of the cases, several at once, read as they are needed, one failure stopping no other."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bedside.orchestrator.api.simulate_many import AHEAD, simulate_many
from bedside.orchestrator.api.simulate_one import simulate
from bedside.orchestrator.failures import Problem
from bedside.scenarios.brief import Brief
from bedside.scenarios.case import Case

NOTE = "He fell on the ice. The knee hurts. He denies fever. Exam shows swelling. Plan is rest."


def case(name: str, note: str = NOTE) -> Case:
    """A case that costs little."""
    return Case.model_validate({"id": name, "note": note, "models": {"default": "scripted"}, "knowledge": False})


def test_records_come_in_the_order_of_the_cases_and_one_failure_stops_no_other(tmp_path: Path) -> None:
    """A case that is not there, one with mistakes, a note that is empty: each is a record that says so, in its place."""
    (tmp_path / "b.case.yaml").write_text("id: b\nnote: x\nspecialty: y\n")
    given = [case("a"), "nope", tmp_path / "b.case.yaml", case("c", " "), case("d")]
    records = list(simulate_many(given, concurrency=3))
    assert [record.id for record in records] == ["a", "nope", "b", "c", "d"]
    assert [record.status for record in records] == ["finished", "failed", "failed", "failed", "finished"]
    told = [record.failure.message for record in records if record.failure]
    assert "neither a file nor a shipped case" in told[0]
    assert "b.case.yaml:3:1" in told[1]
    assert "The note is empty" in told[2]
    assert records[0] == simulate(case("a"))


def test_the_number_at_once_changes_no_word() -> None:
    """Shipped cases, one after another and three at a time, are those of ``simulate``."""
    names = ["rolled-ankle", "husten", "interview-short-screen"]
    one = list(simulate_many(names, concurrency=1))
    assert one == list(simulate_many(names, concurrency=3)) == [simulate(name) for name in names]


def test_so_many_are_held_at_once() -> None:
    """Never more than ``concurrency`` are asked at the same time, and as many as that are; without it, one."""
    for concurrency, most in ((3, 3), (None, 1)):
        now = 0
        seen: list[int] = []

        class Waits:
            async def speak(self, brief: Brief) -> str:
                nonlocal now
                now += 1
                seen.append(now)  # noqa: B023
                await asyncio.sleep(0.05)
                now -= 1
                return "Well."

        done = list(simulate_many((case(f"n{n}") for n in range(5)), concurrency=concurrency, patient=Waits()))
        assert len(done) == 5
        assert max(seen) == most


def test_cases_are_read_as_they_are_needed_and_leaving_ends_all() -> None:
    """An endless generator will do; who stops listening leaves no thread behind."""
    read = 0

    def endless() -> Iterator[Case]:
        nonlocal read
        while True:
            read += 1
            yield case(f"n{read}")

    before = threading.active_count()
    records = simulate_many(endless(), concurrency=2)
    assert [next(records).id for _ in range(3)] == ["n1", "n2", "n3"]
    assert read <= 3 + AHEAD * 2
    records.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before


def test_a_folder_stands_for_its_cases_and_one_case_for_itself(tmp_path: Path) -> None:
    """As for ``bedside check``."""
    for name in ("b", "a"):
        text = f"id: {name}\nnote: {NOTE!r}\nmodels: {{default: scripted}}\nknowledge: false\n"
        (tmp_path / f"{name}.case.yaml").write_text(text)
    assert [record.id for record in simulate_many([tmp_path, case("c")])] == ["a", "b", "c"]
    assert [record.id for record in simulate_many(tmp_path / "a.case.yaml")] == ["a"]
    assert [record.id for record in simulate_many(case("c"))] == ["c"]


def test_what_is_wrong_with_the_call_is_told_at_once() -> None:
    """Not at the first record, and not as one; what the cases themselves raise is raised."""
    with pytest.raises(Problem, match="give 1 or more"):
        simulate_many([], concurrency=0)
    with pytest.raises(Problem, match="give it, too"):
        simulate_many([], base_url="http://localhost:1")
    with pytest.raises(ZeroDivisionError):
        list(simulate_many(case(str(1 // n)) for n in (1, 0)))


def test_it_works_where_a_loop_is_running() -> None:
    """As in a notebook's cell."""

    async def cell() -> list[str]:
        return [record.id for record in simulate_many([case("a"), case("b")])]

    assert asyncio.run(cell()) == ["a", "b"]
