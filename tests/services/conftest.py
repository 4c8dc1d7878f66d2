"""An office for every test that wants one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office import Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Computers of one unit; all desks are closed afterwards."""
    made = Office(tmp_path)
    yield made
    made.close()
