"""Folders that are there after a power cut too; of files, tests/faults proves it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from selfstudy.domain.errors import FolderReadOnly
from selfstudy.settings import make_folder, sync_folder, write_whole


def test_every_new_folder_is_synced_into_the_one_above_it(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr("selfstudy.settings.sync_folder", synced.append)
    for _again in range(2):
        make_folder(tmp_path / "a" / "b")

    assert sorted(synced) == [tmp_path, tmp_path / "a"]


@pytest.mark.skipif(sys.platform != "linux", reason="a folder without a sync is found on Linux")
def test_a_folder_that_knows_no_sync_is_no_fault():
    """As on some sticks and shares: what can be done there is done."""
    handle = os.open("/proc", os.O_RDONLY)
    with pytest.raises(OSError, match="Invalid"):
        os.fsync(handle)
    os.close(handle)

    sync_folder(Path("/proc"))


def test_a_folder_that_is_none_is_said_and_leaves_no_half_file(tmp_path):
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(FolderReadOnly):
        write_whole(tmp_path / "file" / "a.txt", b"content")
    assert [p.name for p in tmp_path.iterdir()] == ["file"]
