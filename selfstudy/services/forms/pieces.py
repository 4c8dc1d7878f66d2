"""What a print is made of: type in its sizes, and lines that are drawn."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from selfstudy.services.forms.typeface import fonts

if TYPE_CHECKING:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Flowable

LEADING = 1.25
ALIGN = {"left": 0, "center": 1, "right": 2, "justify": 4}


@cache
def style(size: float, look: str, across: str, after: float = 0) -> ParagraphStyle:
    """Type of a size (points), plain, `bold` or `italic`, with room after (points)."""
    from reportlab.lib.styles import ParagraphStyle

    return ParagraphStyle(
        f"{size} {look} {across} {after}",
        fontName=fonts()[look],
        fontSize=size,
        leading=size * LEADING,
        alignment=ALIGN[across],
        spaceAfter=after,
    )


def wide(text: str, size: float, look: str = "") -> float:
    """How wide a text is, in points."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(text, fonts()[look], size))


def fitting(text: str, size: float, look: str, room: float) -> float:
    """The size, or down to two points less, in which a text stays on one line."""
    sizes = (size, size - 0.5, size - 1, size - 1.5)
    return next((each for each in sizes if wide(text, each, look) <= room), size - 2)


def rule(width: float) -> Flowable:
    """A short line in the middle, below a heading."""
    from reportlab.platypus import Flowable

    class Rule(Flowable):  # type: ignore[misc]
        def wrap(self, room: float, _height: float) -> tuple[float, float]:
            self.width, self.height = room, 8
            return self.width, self.height

        def draw(self) -> None:
            self.canv.setLineWidth(0.7)
            self.canv.line((self.width - width) / 2, 5, (self.width + width) / 2, 5)

    return Rule()


def ruled(number: str, size: float) -> Flowable:
    """A dotted line to write on, after its number where it has one."""
    from reportlab.platypus import Flowable

    class Ruled(Flowable):  # type: ignore[misc]
        def wrap(self, width: float, _height: float) -> tuple[float, float]:
            self.width, self.height = width, size * 1.7
            return self.width, self.height

        def draw(self) -> None:
            canvas = self.canv
            canvas.setFont(fonts()[""], size)
            canvas.drawString(0, 4, number)
            canvas.setDash(0.6, 2)
            canvas.setLineWidth(0.6)
            canvas.line(wide(number, size) + (5 if number else 0), 3, self.width, 3)

    return Ruled()
