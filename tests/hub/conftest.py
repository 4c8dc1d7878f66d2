"""A unit whose hub is a real server, with records in SQLite and in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from selfstudy.bootstrap import Services
from selfstudy.hub.keeper import Hub
from selfstudy.store.schema import metadata
from tests.hub.wires import Wire, served, wire_to
from tests.office import Office

WORDS = "mật khẩu dài"


class Town(Office):
    """An office with a hub: Lan looks after the unit, its card names the hub."""

    hub: Hub
    wire: Wire
    lan: Services

    def name_hub(self) -> None:
        officer = self.hub.officer
        address = self.wire.address
        self.lan.unit.name_hub(address, officer.key, officer.seal_key, officer.name, WORDS)
        self.card = self.lan.unit.write_card(self.stick)
        self.hub.serve_unit(self.card)

    def admit_all(self) -> None:
        for person in self.lan.unit.unknown():
            self.lan.unit.admit(person.id)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Where the hub keeps its records; empty for a file of its own."""
    if request.param == "sqlite":
        return ""
    url: str = request.getfixturevalue("postgresql_url")
    engine = sa.create_engine(url)
    metadata.drop_all(engine)
    engine.dispose()
    return url


@pytest.fixture
def town(tmp_path: Path, database_url: str) -> Iterator[Town]:
    """A unit with its hub at work."""
    made = Town(tmp_path)
    made.hub = Hub.open(tmp_path / "hub", made.clock, "Máy chủ Sở Nội vụ", database_url)
    with served(made.hub) as address, wire_to(address) as wire:
        made.wire = wire
        made.lan = made.supervisor()
        made.name_hub()
        yield made
    made.close()
    made.hub.close()
