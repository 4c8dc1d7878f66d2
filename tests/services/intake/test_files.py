"""What lies on a stick: files and folders of every kind, and some that are none."""

from __future__ import annotations

import os
import sys
import unicodedata
from pathlib import Path

import pytest

from selfstudy.domain.errors import FileGone, UnreadableFile
from selfstudy.services.intake.files import expand, read_bytes, shown

OURS = b"TUHOC\0 and so on"


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe with a name")
def test_what_would_never_end_is_not_begun(tmp_path):
    pipe = tmp_path / "pipe.thoc"
    os.mkfifo(pipe)

    assert list(expand([tmp_path])) == []
    for endless in (pipe, Path("/dev/zero")):
        with pytest.raises(UnreadableFile):
            read_bytes(endless)


@pytest.mark.parametrize("name", ["n" * 300, "a\0b"])
def test_a_name_that_no_system_can_hold_is_said(tmp_path, name):
    (file,) = expand([tmp_path / name])

    with pytest.raises(UnreadableFile):
        read_bytes(file)


def test_a_folder_named_like_a_file_is_a_folder_and_links_in_a_circle_are_left(tmp_path):
    folder = tmp_path / "x.thoc"
    folder.mkdir()
    (folder / "y.thoc").write_bytes(OURS)
    (folder / "round").symlink_to(folder)
    (folder / "itself.thoc").symlink_to(folder / "itself.thoc")

    assert list(expand([tmp_path])) == [folder / "y.thoc"]


def test_a_folder_that_may_not_be_looked_into_is_said(tmp_path, monkeypatch):
    (tmp_path / "closed").mkdir()
    (tmp_path / "a.thoc").write_bytes(OURS)
    looked = os.scandir

    def scandir(path):
        if str(path).endswith("closed"):
            raise PermissionError(13, "closed", str(path))
        return looked(path)

    monkeypatch.setattr(os, "scandir", scandir)

    assert list(expand([tmp_path])) == [tmp_path / "a.thoc", tmp_path / "closed"]
    with pytest.raises(UnreadableFile):
        read_bytes(tmp_path / "closed")


def test_what_is_not_there_is_told_from_what_is_none_of_ours(tmp_path):
    (tmp_path / "itself.thoc").symlink_to(tmp_path / "gone.thoc")
    (tmp_path / "file.thoc").write_bytes(b"")

    for path in ("gone.thoc", "itself.thoc", "gone/a.thoc", "file.thoc/a.thoc"):
        with pytest.raises(FileGone):
            read_bytes(tmp_path / path)
    with pytest.raises(UnreadableFile):
        read_bytes(tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes")
def test_a_name_of_any_bytes_becomes_text_that_can_be_kept():
    assert shown(Path(os.fsdecode(b"K\xff.thoc"))) == "K\ufffd.thoc"
    decomposed = unicodedata.normalize("NFD", "Kết quả 😀.thoc")
    assert shown(Path(decomposed)) == "Kết quả 😀.thoc"
    assert shown(Path("two\nlines\x1b[31m.thoc")) == "two lines [31m.thoc"
