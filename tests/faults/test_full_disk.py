"""The disk is full from some call on: it is said, nothing that was called saved is lost, and when
there is room again everything goes on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.faults.conftest import World
from tests.faults.deeds import Stage
from tests.faults.expecting import Scene
from tests.faults.homes import set_up
from tests.faults.scenes import SCENES

FEW = 3


def fill(world: World, scene: Scene, number: int, words: int, root: Path) -> None:
    """Do a deed on a disk that fills up on the way, and look. It says so, or all was done."""
    set_up(world.template, root, scene.homes)
    run = world.nursery.do(scene.deed, root, full_at=number)
    said = [word for word in run.said if word != "full"]
    with Stage(root, world.shelf) as stage:
        try:
            assert run.said[-1:] == ["full"] or len(said) == words
            assert not list(root.rglob("*.part"))
            scene.check(stage, said)
        except BaseException as error:
            error.add_note(f"{scene}: no room from change {number} on, after it said {run.said}")
            raise
    shutil.rmtree(root)


@pytest.mark.parametrize("scene", SCENES, ids=str)
def test_a_disk_that_is_full_from_some_call_on_loses_nothing(world, tmp_path, scene):
    run = world.whole(scene.deed, scene.homes, tmp_path / "whole")
    for index in range(FEW):
        number = 1 + index * run.changes // FEW
        fill(world, scene, number, len(run.said), tmp_path / f"{number}")


@pytest.mark.slow
@pytest.mark.parametrize("scene", SCENES, ids=str)
def test_a_disk_that_is_full_from_any_call_on_loses_nothing(world, tmp_path, scene):
    run = world.whole(scene.deed, scene.homes, tmp_path / "whole")
    for number in range(1, run.changes + 1):
        fill(world, scene, number, len(run.said), tmp_path / f"{number}")
