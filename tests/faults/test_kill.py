"""kill −9 at every call that changes a file: whatever was called saved is there, once."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest

from tests.faults.conftest import World
from tests.faults.deeds import Stage
from tests.faults.expecting import Scene
from tests.faults.homes import set_up
from tests.faults.scenes import SCENES

SAMPLE = 3  # kills of each deed in the tests that always run


def killed_at(world: World, scene: Scene, number: int, root: Path) -> bool:
    """Do a deed in a fresh copy of its homes, kill it, look. Whether it was killed at all."""
    set_up(world.template, root, scene.homes)
    run = world.nursery.do(scene.deed, root, kill_at=number)
    with Stage(root, world.shelf) as stage:
        try:
            scene.check(stage, run.said)
        except BaseException as error:
            error.add_note(f"{scene}: killed at change {number}, after it said {run.said}")
            raise
    shutil.rmtree(root)
    return run.killed


@pytest.mark.parametrize("scene", SCENES, ids=str)
def test_what_was_called_saved_survives_kill_9_at_some_writes(world, tmp_path, scene):
    changes = world.whole(scene.deed, scene.homes, tmp_path / "whole").changes

    for index in range(SAMPLE):
        number = 1 + (2 * index + 1) * changes // (2 * SAMPLE)
        killed_at(world, scene, number, tmp_path / f"{number}")


@pytest.mark.slow
@pytest.mark.parametrize("scene", SCENES, ids=str)
def test_what_was_called_saved_survives_kill_9_at_every_write(world, tmp_path, scene):
    for number in itertools.count(1):
        if not killed_at(world, scene, number, tmp_path / f"{number}"):
            assert number > 5
            return
