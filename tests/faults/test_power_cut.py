"""Power cut: recorded calls replayed with everything dropped that no sync had kept yet."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.conftest import World
from tests.faults.deeds import Stage
from tests.faults.disk import CUTS, PESSIMISTIC, Cut, Disk, moments
from tests.faults.expecting import Scene
from tests.faults.homes import as_if_never_moved, set_up
from tests.faults.scenes import SCENES
from tests.faults.seen import Change

MANY = 40  # moments of each deed in the slow tests, beside those after each word
Choice = Callable[[list[Change]], dict[int, tuple[Cut, ...]]]


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


def play(world: World, scene: Scene, tmp_path: Path, chosen: Choice) -> None:
    """A deed's calls one after another, and the power cut at the chosen ones, each way."""
    changes = world.whole(scene.deed, scene.homes, tmp_path / "whole").recorded
    ways = chosen(changes)
    set_up(world.template, tmp_path / "before", scene.homes)
    disk = Disk(tmp_path / "before")
    for number, said in moments(changes):
        disk.play(changes[number - 1])
        for cut in ways.get(number, ()):
            try:
                look(world, scene, disk, cut, said, tmp_path / "after")
            except BaseException as error:
                error.add_note(f"after call {number}: {changes[number - 3 : number]!r:.900}")
                raise


def three(changes: list[Change]) -> dict[int, tuple[Cut, ...]]:
    """Two moments on the way and the end."""
    parts = enumerate((CUTS[3], PESSIMISTIC, PESSIMISTIC), 1)
    return {part * len(changes) // 3: (cut,) for part, cut in parts}


def many(changes: list[Change]) -> dict[int, tuple[Cut, ...]]:
    """Each word and as many other moments, spread evenly; every way."""
    even = {1 + index * (len(changes) - 1) // (MANY - 1) for index in range(MANY)}
    words = {number for number, change in enumerate(changes, 1) if change.kind == "say"}
    return dict.fromkeys(even | words, CUTS)


@pytest.mark.parametrize("scene", SCENES, ids=str)
def test_what_was_called_saved_survives_a_power_cut_at_some_moments(world, tmp_path, scene):
    play(world, scene, tmp_path, three)


@pytest.mark.slow
@pytest.mark.parametrize("scene", SCENES, ids=str)
def test_what_was_called_saved_survives_a_power_cut_at_many_moments(world, tmp_path, scene):
    play(world, scene, tmp_path, many)
