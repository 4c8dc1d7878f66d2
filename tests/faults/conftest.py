"""What every fault is tried on: homes made once, a process that forks traced children."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from selfstudy.content.library import Library
from tests.faults.deeds import shelf_of
from tests.faults.homes import build, set_up
from tests.faults.nursery import Nursery
from tests.faults.seen import Run, TracingForbidden
from tests.hub.wires import Wire, wire_to
from tests.memory import tmp_path

__all__ = ["tmp_path"]  # for all tests here


@dataclass
class World:
    """The homes before anything happened, and the means to make something happen."""

    template: Path
    shelf: Library
    nursery: Nursery
    wire: Wire
    _whole: dict[str, Run] = field(default_factory=dict)

    def whole(self, deed: str, homes: tuple[str, ...], root: Path) -> Run:
        """The run of a deed that nothing stops: its changes with their bytes, and its words."""
        if deed not in self._whole:
            set_up(self.template, root, homes)
            self._whole[deed] = self.nursery.do(deed, root, record=True)
        return self._whole[deed]


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux lets a test trace its own child")
    template = tmp_path_factory.mktemp("template") / "homes"
    template.mkdir()
    with wire_to("http://127.0.0.1:1") as wire:
        build(template, wire.address)
        nursery = Nursery(template / "lessons")
        world = World(template, shelf_of(template / "lessons"), nursery, wire)
        try:
            expect_tracing(world, template / "tried")
            yield world
        finally:
            nursery.close()


def expect_tracing(world: World, root: Path) -> None:
    """Where a test may not trace its own child, fail in CI and skip elsewhere."""
    root.mkdir()
    try:
        world.nursery.do("write_well", root)
    except TracingForbidden as error:
        message = f"no fault can be made here: {error}"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
