"""What Qt and its bindings must keep doing for us; each cites what went wrong elsewhere."""

import sys

from PySide6.QtGui import QImage, QPainter


def test_calls_that_return_nothing_do_not_use_up_none(qapp):
    """PySide6 6.12.0 drops a reference to None per call on Python 3.10 and 3.11, and aborts."""
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    before = sys.getrefcount(None)
    for _ in range(1000):
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    after = sys.getrefcount(None)
    painter.end()

    assert after > before - 500
