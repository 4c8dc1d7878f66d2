"""Power cut: recorded calls replayed with everything dropped that no sync had kept yet."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.faults.conftest import World
from tests.faults.deeds import Stage
from tests.faults.disk import CUTS, PESSIMISTIC, Cut, Disk, moments
from tests.faults.homes import as_if_never_moved, set_up
from tests.faults.scenes import SCENES, Scene
from tests.faults.tracing import Change

FEW, MANY = 3, 40  # moments of each deed in the tests that always run, and in the slow ones


def recorded(world: World, scene: Scene, root: Path) -> list[Change]:
    """What a deed does to the disk when nothing stops it."""
    set_up(world.template, root, scene.homes)
    return world.nursery.do(scene.deed, root, record=True).recorded


def look(
    world: World, scene: Scene, disk: Disk, cut: Cut, said: tuple[str, ...], root: Path
) -> None:
    """Cut the power now, in one way, and look at what is left."""
    disk.cut_power(cut, root)
    for home in scene.homes:
        as_if_never_moved(root / home)
    with Stage(root, world.shelf) as stage:
        try:
            scene.check(stage, list(said))
        except BaseException as error:
            error.add_note(f"{scene}: {cut}; it had said {said}")
            raise
    shutil.rmtree(root)


def play(world: World, scene: Scene, tmp_path: Path, cuts: tuple[Cut, ...], few: int) -> None:
    """A deed's calls one after another, with the power cut in each way at some moments or all."""
    changes = recorded(world, scene, tmp_path / "whole")
    set_up(world.template, tmp_path / "before", scene.homes)
    disk, done = Disk(tmp_path / "before"), 0
    found = list(moments(changes))
    chosen = [found[i * (len(found) - 1) // (few - 1)] for i in range(few)]
    if few == MANY:
        chosen = sorted(
            {*chosen, *((n, said) for n, said in found if changes[n - 1].kind == "say")}
        )
    for number, said in chosen:
        for change in changes[done:number]:
            disk.play(change)
        done = number
        for cut in cuts:
            try:
                look(world, scene, disk, cut, said, tmp_path / "after")
            except BaseException as error:
                error.add_note(f"after call {number}: {changes[number - 3 : number]!r:.900}")
                raise


@pytest.mark.parametrize("scene", SCENES, ids=str)
def test_what_was_called_saved_survives_a_power_cut_at_some_moments(world, tmp_path, scene):
    play(world, scene, tmp_path, (PESSIMISTIC, CUTS[3]), FEW)


@pytest.mark.slow
@pytest.mark.parametrize("scene", SCENES, ids=str)
def test_what_was_called_saved_survives_a_power_cut_at_many_moments(world, tmp_path, scene):
    play(world, scene, tmp_path, CUTS, MANY)
