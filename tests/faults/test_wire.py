"""kill −9 on either side of an exchange: a receipt tells the truth, and the next sync mends all."""

from __future__ import annotations

import contextlib
import itertools
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from selfstudy.bootstrap import Services
from selfstudy.domain.audience import to_unit
from selfstudy.domain.errors import SelfStudyError
from selfstudy.exchange.packet import checked_all
from selfstudy.hub.keeper import Hub
from selfstudy.services.record.standing import hub_receipt, own_heads
from tests.faults.conftest import World
from tests.faults.deeds import Stage, answer
from tests.faults.expecting import Scene
from tests.faults.homes import set_up
from tests.faults.scenes import after_sync
from tests.hub.wires import HERE, served

SAMPLE = 3
HOMES = ("hanh", "hub", "stick")
SYNC = Scene("sync", HOMES, after_sync)


@contextlib.contextmanager
def hub_at(world: World, stage: Stage) -> Iterator[Hub]:
    """The unit's hub at the address on the unit's card."""
    keeper = Hub.open(stage.folder / "hub", stage.clock)
    with served(keeper) as address:
        world.wire.target = address
        yield keeper
    keeper.close()


def expect_held(hub: Hub, hanh: Services) -> None:
    """Whatever a receipt of the hub confirms lies there, and its chains verify."""
    unit = hanh.desk.unit
    for carried in hub.journal.since({}, to_unit(unit)):
        assert not checked_all(carried)[1]
    held = hub.unit_heads(unit)
    receipt = hub_receipt(hanh.desk)
    for sid, (number, digest) in own_heads(hanh.desk, receipt).items() if receipt else ():
        assert held[sid][0] > number or held[sid] == (number, digest)


def sync_killed_at(world: World, number: int, root: Path) -> bool:
    set_up(world.template, root, HOMES)
    with Stage(root, world.shelf) as stage, hub_at(world, stage) as hub:
        run = world.nursery.do("sync", root, kill_at=number)
        after_sync(stage, run.said)
        expect_held(hub, stage.desks[-1])
    shutil.rmtree(root)
    return run.killed


def hub_killed_at(world: World, number: int, root: Path) -> bool:
    set_up(world.template, root, HOMES)
    words = world.nursery.start("be_hub", root, kill_at=number, after="ports")
    _ports, door, end = next(words).split()
    world.wire.target = f"http://{HERE}:{door}"
    with Stage(root, world.shelf) as stage:
        hanh = stage.at("hanh")
        answer(stage, hanh, lambda _word: None, 1000, 1)
        with contextlib.suppress(SelfStudyError):
            hanh.sync.now()
        with contextlib.suppress(OSError):
            socket.create_connection((HERE, int(end))).close()
        assert list(words) == []
        with hub_at(world, stage) as hub:
            expect_held(hub, hanh)
            after_sync(stage, ["answered 1000"])
            expect_held(hub, hanh)
    shutil.rmtree(root)
    return world.nursery.run.killed


DEATHS = pytest.mark.parametrize("killed_at", [sync_killed_at, hub_killed_at])


@DEATHS
def test_a_process_killed_in_an_exchange_loses_nothing_that_was_confirmed(
    world, tmp_path, killed_at
):
    assert not killed_at(world, 10_000, tmp_path / "whole")
    changes = world.nursery.run.changes
    for index in range(SAMPLE):
        number = 1 + index * (changes - 1) // (SAMPLE - 1)
        killed_at(world, number, tmp_path / f"{number}")


@pytest.mark.slow
@DEATHS
def test_a_process_killed_at_any_write_of_an_exchange_loses_nothing(world, tmp_path, killed_at):
    for number in itertools.count(1):
        if not killed_at(world, number, tmp_path / f"{number}"):
            assert number > 5
            return
