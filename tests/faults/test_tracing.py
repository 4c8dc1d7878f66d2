"""The harness itself: it sees every change, kills where it says, and finds carelessness out."""

from __future__ import annotations

import pytest

from tests.faults.conftest import World
from tests.faults.disk import CUTS, PESSIMISTIC, Cut, Disk

WHOLE = b"x" * 2000


def contents(root):
    return {
        str(p.relative_to(root)): p.read_bytes() if p.is_file() else None for p in root.rglob("*")
    }


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "root"
    folder.mkdir()
    return folder


def test_what_was_recorded_makes_the_same_folder_again(world: World, root, tmp_path):
    (tmp_path / "empty").mkdir()
    run = world.nursery.do("do_everything", root, record=True)
    disk = Disk(tmp_path / "empty")
    for change in run.recorded:
        disk.play(change)
    disk.cut_power(Cut("done", "kept"), tmp_path / "again")

    assert contents(tmp_path / "again") == contents(root)
    assert {c.kind for c in run.recorded} == {
        "say", "create", "write", "truncate", "allocate", "sync", "mkdir", "rename", "link",
        "unlink", "rmdir",
    }  # fmt: skip
    assert run.changes == len(run.recorded) - 1
    assert all(not c.path.startswith(("/", "..")) for c in run.recorded)


def test_a_process_is_killed_before_its_nth_change_and_not_after(world: World, tmp_path):
    (tmp_path / "whole").mkdir()
    (tmp_path / "empty").mkdir()
    recorded = world.nursery.do("do_everything", tmp_path / "whole", record=True).recorded
    disk = Disk(tmp_path / "empty")
    for number, change in enumerate(recorded[1:], 1):
        root = tmp_path / f"root {number}"
        root.mkdir()
        run = world.nursery.do("do_everything", root, kill_at=number)
        disk.cut_power(Cut("done", "kept"), tmp_path / f"again {number}")

        assert run.killed
        assert contents(root) == contents(tmp_path / f"again {number}")
        disk.play(change)


def test_changes_are_counted_from_a_word_on(world: World, root, tmp_path):
    (tmp_path / "other").mkdir()
    first = world.nursery.do("settings", root)
    later = world.nursery.do("settings", tmp_path / "other", after="zoom 1.2")

    assert 0 < later.changes * 2 < first.changes


def after_a_cut(world, deed, root, cut):
    before = root.parent / "before"
    before.mkdir()
    disk = Disk(before)
    for change in world.nursery.do(deed, root, record=True).recorded:
        disk.play(change)
        if change.kind == "say":
            break
    disk.cut_power(cut, root.parent / "after")
    return contents(root.parent / "after")


@pytest.mark.parametrize("deed", ["write_and_hope", "rename_and_hope"])
def test_a_program_that_hopes_is_found_out(world: World, root, deed):
    assert after_a_cut(world, deed, root, Cut("done", "dropped")) == {"a.txt": b""}


@pytest.mark.parametrize("cut", CUTS, ids=str)
def test_a_file_written_well_is_there_however_the_power_went(world: World, root, cut):
    assert after_a_cut(world, "write_well", root, cut)["b/a.txt"] == WHOLE


def test_a_name_that_no_sync_kept_is_undone(world: World, root):
    assert after_a_cut(world, "write_and_hope", root, PESSIMISTIC) == {}


def test_a_file_that_grows_under_its_own_name_is_found_out(world: World, root):
    world.nursery.do("write_in_place", root, kill_at=3)

    assert contents(root) == {"a.txt": b"x" * 1000}
