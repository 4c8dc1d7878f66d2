"""The reading page's colours and sizes, taken from the theme in use."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QColor, QFont, QFontMetricsF

from selfstudy.content.lesson_style import TextLook
from selfstudy.desktop import fonts, theme

MEASURE: Final = 75  # characters to a line; more tires the eye
_SAMPLE: Final = "Thể thức giúp người đọc nhận ra ngay ai ban hành, ban hành về việc gì. "
TONES: Final[dict[str, theme.Tone]] = {
    "note": "accent",
    "tip": "success",
    "warning": "warning",
    "example": "neutral",
    "check": "accent",
}
ICONS: Final = {
    "note": "bookmark",
    "tip": "lightbulb",
    "warning": "triangle-alert",
    "example": "file-text",
    "check": "circle-question-mark",
}


def text_look(zoom: float) -> TextLook:
    """What the style sheet of a lesson is filled with."""
    now = theme.current()
    return TextLook(
        ink=now.ink,
        muted=now.muted,
        heading=now.ink,
        accent=now.accent,
        rule=now.line,
        code_back=now.sunk,
        mark_back=now.warning_soft,
        note=now.tone("accent")[0],
        tip=now.tone("success")[0],
        warning=now.tone("warning")[0],
        example=now.tone("neutral")[0],
        quote=now.muted,
        reading=fonts.READING,
        interface=fonts.INTERFACE,
        mono=fonts.CODE,
        pixels=pixels(zoom),
    )


def pixels(zoom: float) -> int:
    """The size of running text: the theme's, times the reader's own zoom."""
    return max(10, round(theme.px(18) * zoom))


def column(zoom: float) -> int:
    """The width of `MEASURE` characters of Vietnamese at this zoom."""
    face = QFont(fonts.READING)
    face.setPixelSize(pixels(zoom))
    return round(QFontMetricsF(face).horizontalAdvance(_SAMPLE) / len(_SAMPLE) * MEASURE)


def ground(kind: str) -> QColor:
    """What lies behind a frame."""
    if kind in TONES:
        return QColor(theme.current().tone(TONES[kind])[1])
    return theme.colour("sunk")


def bar(kind: str) -> QColor:
    """The stroke along a frame's left edge."""
    if kind in TONES:
        return QColor(theme.current().tone(TONES[kind])[0])
    return theme.colour("edge")


def bar_token(kind: str) -> str:
    """The palette token of a callout's stroke and icon."""
    tone = TONES[kind]
    return "muted" if tone == "neutral" else tone
