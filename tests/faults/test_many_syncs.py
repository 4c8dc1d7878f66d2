"""Syncs in a row cost the same, counted in requests, bytes, statements and database steps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from selfstudy.hub.keeper import Hub
from selfstudy.store.database import Database
from tests.builders import finished
from tests.hub.conftest import Town
from tests.hub.wires import served, wire_to

STEPS_PER_RECORD = 0.1  # thousands: the desk looks through its own facts to say what is received


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = Town(tmp_path)
    made.hub = Hub.open(tmp_path / "hub", made.clock, "Máy chủ")
    with served(made.hub) as address, wire_to(address) as wire:
        made.wire = wire
        made.lan = made.supervisor()
        made.name_hub()
        yield made
    made.close()
    made.hub.close()


@contextmanager
def counted(database: Database) -> Iterator[list[int]]:
    """Statements of a database, and its steps in thousands, while inside."""
    count = [0, 0]

    def statement(_text: str) -> None:
        count[0] += 1

    def step() -> int:
        count[1] += 1
        return 0

    with database.peek() as raw:
        raw.set_trace_callback(statement)
        raw.set_progress_handler(step, 1000)
    yield count
    with database.peek() as raw:
        raw.set_trace_callback(None)
        raw.set_progress_handler(None, 0)


def costs(town: Town, rounds: int) -> list[dict[str, int]]:
    """Each time one lesson more and a sync."""
    hanh, found = town.learner(), []
    for number in range(rounds):
        town.clock.move(minutes=10)
        hanh.desk.write(finished(f"CM03-{number:03}"))
        town.wire.reset()
        with counted(hanh.desk.database) as here, counted(town.hub.database) as there:
            assert hanh.sync.now().unreceived == 0
        found.append(
            {
                "requests": town.wire.connections,
                "bytes": town.wire.up + town.wire.down,
                "statements": here[0] + there[0],
                "steps": here[1] + there[1],
            }
        )
    return found


def expect_flat(found: list[dict[str, int]], slack: float) -> None:
    early, late = found[2:7], found[-5:]
    for name in ("requests", "bytes", "statements"):
        assert max(c[name] for c in late) <= max(c[name] for c in early) * slack, name
    assert max(c["steps"] for c in late) <= len(found) * STEPS_PER_RECORD + 5


def test_twenty_syncs_in_a_row_cost_the_same(town):
    expect_flat(costs(town, 20), 1.1)


@pytest.mark.slow
def test_five_hundred_syncs_in_a_row_cost_the_same(town):
    expect_flat(costs(town, 500), 1.1)
