"""Colours between two colours, for grounds whose depth repeats a figure."""

from __future__ import annotations

from PySide6.QtGui import QColor


def mixed(ground: str, ink: str, share: float) -> QColor:
    """`share` of the ink on the ground."""
    below, above = QColor(ground), QColor(ink)
    parts = zip(below.getRgb()[:3], above.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(a + (b - a) * share) for a, b in parts))
