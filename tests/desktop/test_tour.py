from __future__ import annotations

import os

from PySide6.QtGui import QImage

from selfstudy import words
from selfstudy.desktop import theme
from selfstudy.desktop.tour import tour


def test_the_tour_shows_every_screen_and_leaves_its_files(qapp, tmp_path):
    before = os.environ.get("TZ")
    try:
        written = tour(tmp_path, ["en"], ["dark"])
    finally:
        theme.apply(qapp, "light", 1.0)

    pictures = [path for path in written if path.suffix == ".png"]
    kinds = {path.stem.split("-")[1] for path in pictures}
    assert kinds == {
        "welcome", "today", "library", "lesson", "quiz", "review", "record", "handover", "unit",
        "settings", "locking", "explained", "test", "changes", "renewing",
        "errata", "search", "author", "needs", "rescue",
    }  # fmt: skip
    for path in pictures:
        image = QImage(str(path))
        assert (image.width(), image.height()) == (1366, 768)
    suffixes = {path.name.split("_")[0].split(".")[0] for path in written if path not in pictures}
    assert suffixes == {"KetQua", "BienNhan", "F1", "F2", "F3", "F7", "F8", "F10"}
    assert words.language() == "vi"
    assert os.environ.get("TZ") == before
