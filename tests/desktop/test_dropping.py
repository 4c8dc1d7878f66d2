"""Where file windows open: among one's documents first, then where one was last."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from selfstudy.desktop import dropping


@pytest.fixture
def opened(monkeypatch, qtbot, tmp_path):
    """Where each file window opened; `answers` are what the person chooses there."""
    monkeypatch.setattr(dropping, "_last", None)
    starts, answers = [], []

    def folder(_parent, _title, start):
        starts.append(start)
        return answers.pop(0)

    def file(_parent, _title, start, _filters):
        starts.append(start)
        return answers.pop(0), ""

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", folder)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", file)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", file)
    parent = QWidget()
    qtbot.addWidget(parent)
    return parent, starts, answers


def test_file_windows_open_among_the_documents_and_then_where_one_was_last(opened, tmp_path):
    parent, starts, answers = opened
    stick = tmp_path / "usb"
    stick.mkdir()
    answers += ["", str(stick / "ma.pdf"), [], str(stick)]

    assert dropping.ask_new_file(parent, "", "ma.pdf", "") is None
    assert dropping.ask_new_file(parent, "", "ma.pdf", "") == stick / "ma.pdf"
    assert dropping.ask_files(parent, "", "") == ()
    assert dropping.ask_folder(parent, "") == stick

    assert starts[0] == starts[1] != "ma.pdf"
    assert starts[2:] == [str(stick), str(stick)]


def test_a_place_that_is_gone_or_was_named_is_not_asked_for(opened, tmp_path):
    parent, starts, answers = opened
    answers += [[str(tmp_path / "gone" / "a.thoc")], "", ""]

    assert dropping.ask_files(parent, "", "") == (tmp_path / "gone" / "a.thoc",)
    dropping.ask_folder(parent, "")
    dropping.ask_folder(parent, "", str(tmp_path))

    assert starts[0] == starts[1]
    assert starts[2] == str(tmp_path)
