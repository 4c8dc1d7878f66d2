"""Two units with a hub, founded once; each test gets a copy of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.memory import tmp_path
from tests.rules.world import World, same_in_every_run

__all__ = ["tmp_path"]  # for all tests here


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The beginning of every story."""
    folder = tmp_path_factory.mktemp("rules") / "template"
    with same_in_every_run(1):
        World.found(folder)
    return folder


@pytest.fixture
def world(template: Path, tmp_path: Path) -> Iterator[World]:
    """A story of its own."""
    with same_in_every_run():
        made = World(tmp_path / "world", template)
        yield made
        made.close()
