"""A form as a PDF to print. reportlab is loaded here, at first use."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from selfstudy.services.forms.form import (
    BODY,
    HEADER,
    LEFT_SHARE,
    MARGINS,
    MOTTO,
    NATION,
    NOTE,
    PADDING,
    SMALL,
    TABLE,
    TITLE,
    Column,
    Form,
    Office,
    Page,
    Section,
    Total,
    clean,
    written,
)
from selfstudy.services.forms.typeface import fonts

if TYPE_CHECKING:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import BaseDocTemplate, Flowable, LongTable, Paragraph, Table

MILLIMETRE = 72 / 25.4  # in points
LEADING = 1.25
SIGNATURE_ROOM = 62  # points
ALIGN = {"left": 0, "center": 1, "right": 2, "justify": 4}


def printed(form: Form, office: Office, pages: Iterable[Page], step: Callable[[], None]) -> bytes:
    """The file; each page begins on a sheet of its own, and `step` is called as it does."""
    from reportlab.platypus import NextPageTemplate, PageBreak

    stream = io.BytesIO()
    document = _document(stream, form, office, step)
    story: list[Flowable] = []
    for page in pages:
        if story:
            story += [NextPageTemplate("first"), PageBreak()]
        story += _Sheet(form, office, page).story()
    document.build(story)
    return stream.getvalue()


def _document(
    stream: io.BytesIO, form: Form, office: Office, step: Callable[[], None]
) -> BaseDocTemplate:
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    width, height = (side * MILLIMETRE for side in form.paper)
    left, right, top, bottom = (
        MARGINS[side] * MILLIMETRE for side in ("left", "right", "top", "bottom")
    )
    numbers = _Numbers(form, step)

    def frame(name: str) -> Frame:
        size = (width - left - right, height - top - bottom)
        return Frame(left, bottom, *size, 0, 0, 0, 0, id=name)

    return BaseDocTemplate(
        stream,
        pagesize=(width, height),
        title=form.title,
        author=clean(office.author),
        pageTemplates=[
            PageTemplate("first", frame("first"), numbers.first, autoNextPageTemplate="later"),
            PageTemplate("later", frame("later"), numbers.later),
        ],
    )


class _Numbers:
    """Counts the pages of each sheet: the first has no number."""

    def __init__(self, form: Form, step: Callable[[], None]) -> None:
        self.form, self.step, self.number = form, step, 0

    def first(self, canvas: Canvas, document: BaseDocTemplate) -> None:
        self.number = 1
        self.step()
        self._foot(canvas, document)

    def later(self, canvas: Canvas, document: BaseDocTemplate) -> None:
        self.number += 1
        width, height = document.pagesize
        canvas.setFont(fonts()[""], BODY)
        canvas.drawCentredString(width / 2, height - HEADER * MILLIMETRE - 4, str(self.number))
        self._foot(canvas, document)

    def _foot(self, canvas: Canvas, document: BaseDocTemplate) -> None:
        if self.form.footer:
            canvas.setFont(fonts()["italic"], NOTE)
            middle = document.pagesize[0] / 2
            canvas.drawCentredString(middle, HEADER * MILLIMETRE, self.form.footer)


@cache
def _style(size: float, look: str, across: str, after: float = 0) -> ParagraphStyle:
    from reportlab.lib.styles import ParagraphStyle

    return ParagraphStyle(
        f"{size} {look} {across} {after}",
        fontName=fonts()[look],
        fontSize=size,
        leading=size * LEADING,
        alignment=ALIGN[across],
        spaceAfter=after,
    )


def _words(
    text: str, size: float, look: str = "", across: str = "left", after: float = 0
) -> Paragraph:
    from reportlab.platypus import Paragraph

    shown = escape(clean(text)).replace("\n", "<br/>")
    return Paragraph(shown, _style(size, look, across, after))


def _wide(text: str, size: float, look: str = "") -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(text, fonts()[look], size))


class _Sheet:
    """The parts of one page from top to bottom."""

    def __init__(self, form: Form, office: Office, page: Page) -> None:
        self.form, self.office, self.page = form, office, page
        self.width = form.room * MILLIMETRE

    def story(self) -> list[Flowable]:
        """Everything, on one page where the form wants that."""
        from reportlab.platypus import KeepInFrame

        parts = [
            *self._head(),
            *self._title(),
            *self._table(),
            *[_words(note, NOTE, "italic", "justify", 3) for note in self.form.notes],
            *[part for section in self.form.sections for part in self._section(section)],
            *self._signatures(),
        ]
        if not self.form.one_page:
            return parts
        height = (self.form.paper[1] - MARGINS["top"] - MARGINS["bottom"]) * MILLIMETRE - 1
        return [KeepInFrame(self.width, height, parts, mode="shrink")]

    # — head and title ———————————————————————————————————————————————————————————————————

    def _head(self) -> list[Flowable]:
        from reportlab.platypus import Spacer

        left, right = self.width * LEFT_SHARE, self.width * (1 - LEFT_SHARE)
        above, unit = self.office.head()
        dated = self.office.dated()
        motto = _wide(MOTTO, BODY, "bold")
        sides = (
            [
                *([_words(above, SMALL, "", "center")] if above else []),
                _words(unit, _fitting(unit, SMALL, "bold", left), "bold", "center"),
                _rule(left * 0.4),
            ],
            [
                _words(NATION, _fitting(NATION, SMALL, "bold", right), "bold", "center"),
                _words(MOTTO, BODY, "bold", "center"),
                _rule(motto),
                _words(dated, _fitting(dated, BODY, "italic", right), "italic", "center"),
            ],
        )
        return [self._beside([sides], (left, right)), Spacer(1, 10)]

    def _title(self) -> list[Flowable]:
        from reportlab.platypus import Spacer

        form = self.form
        return [
            _words(form.title, TITLE, "bold", "center"),
            _words(self.page.subtitle(form), BODY, "bold", "center"),
            _rule(70),
            *([_words(form.intro, BODY, "bold", "left", 2)] if form.intro else []),
            *[_words(line, BODY, "", "left", 2) for line in self.page.lines],
            Spacer(1, 4),
            *([_words(form.table, BODY, "bold", "left", 4)] if form.table else []),
        ]

    # — the table ————————————————————————————————————————————————————————————————————————

    def _table(self) -> list[Flowable]:
        from reportlab.platypus import Spacer

        rows: list[Sequence[object]] = [
            [_words(column.heading, TABLE, "bold", "center") for column in self.form.columns]
        ]
        widths = self.form.widths(self.width, self.page.rows)
        rows += [
            [
                self._cell(column, row.get(column.key), width)
                for column, width in zip(self.form.columns, widths, strict=True)
            ]
            for row in self.page.rows
        ]
        after: list[Flowable] = [Spacer(1, 6)]
        if not self.page.rows:
            after.insert(0, _words(self.form.empty, TABLE, "italic", "center"))
        rows += [self._total(total) for total in self.page.totals]
        return [self._grid(rows, widths), *after]

    def _cell(self, column: Column, value: object, width: float) -> object:
        text = self.form.shown(column, value)
        if "\n" not in text and _wide(text, TABLE) <= width - 2 * PADDING:
            return text  # as good as a paragraph, and many times as fast
        return _words(text, TABLE, "", column.across)

    def _total(self, total: Total) -> list[str]:
        place = self.form.place(total.column)
        return [total.text, *[""] * (place - 1), written(total.value)] + [""] * (
            len(self.form.columns) - place - 1
        )

    def _grid(self, rows: list[Sequence[object]], widths: list[float]) -> LongTable:
        from reportlab.platypus import LongTable, TableStyle

        style: list[tuple[object, ...]] = [
            ("GRID", (0, 0), (-1, -1), 0.5, "black"),
            ("FONT", (0, 0), (-1, -1), fonts()[""], TABLE, TABLE * LEADING),
            ("VALIGN", (0, 0), (-1, 0), "MIDDLE"),
            ("VALIGN", (0, 1), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ]
        for index, column in enumerate(self.form.columns):
            style.append(("ALIGN", (index, 1), (index, -1), column.across.upper()))
        for row, total in enumerate(self.page.totals, start=len(self.page.rows) + 1):
            place = self.form.place(total.column)
            style += [
                ("SPAN", (0, row), (place - 1, row)),
                ("ALIGN", (0, row), (0, row), "RIGHT"),
                ("FONT", (0, row), (-1, row), fonts()["bold"], TABLE),
            ]
        return LongTable(
            rows, widths, repeatRows=1, style=TableStyle(style), splitInRow=1, hAlign="LEFT"
        )

    # — foot —————————————————————————————————————————————————————————————————————————————

    def _section(self, section: Section) -> list[Flowable]:
        heading = _words(section.heading, BODY, "bold", "left", 2)
        heading.keepWithNext = 1
        return [
            heading,
            *[
                _ruled(text) if Page.is_blank(text) else _words(text, BODY, "", "justify", 2)
                for text in self.page.below(section)
            ],
        ]

    def _signatures(self) -> list[Flowable]:
        from reportlab.platypus import KeepTogether, Spacer

        signed = [*self.page.signed, "", ""][: len(self.form.signatures)]
        sides = [
            [
                _words(heading, BODY, "bold", "center"),
                _words(hint, SMALL, "italic", "center"),
                Spacer(1, SIGNATURE_ROOM),
                _words(name, BODY, "bold", "center"),
            ]
            for (heading, hint), name in zip(self.form.signatures, signed, strict=True)
        ]
        widths = [self.width / len(sides)] * len(sides)
        beside = self._beside([sides], widths)
        return [Spacer(1, 8), beside if self.form.one_page else KeepTogether([beside])]

    @staticmethod
    def _beside(rows: Sequence[Sequence[object]], widths: Sequence[float]) -> Table:
        """Parts side by side, without lines."""
        from reportlab.platypus import Table

        style = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT")),
            *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("TOP", "BOTTOM")),
        ]
        return Table(rows, widths, style=style)


def _fitting(text: str, size: float, look: str, room: float) -> float:
    """The size, or down to two points less, in which a text stays on one line."""
    sizes = (size, size - 0.5, size - 1, size - 1.5)
    return next((each for each in sizes if _wide(text, each, look) <= room), size - 2)


def _rule(width: float) -> Flowable:
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


def _ruled(number: str) -> Flowable:
    """A dotted line to write on, after its number where it has one."""
    from reportlab.platypus import Flowable

    class Ruled(Flowable):  # type: ignore[misc]
        def wrap(self, width: float, _height: float) -> tuple[float, float]:
            self.width, self.height = width, BODY * 1.7
            return self.width, self.height

        def draw(self) -> None:
            canvas = self.canv
            canvas.setFont(fonts()[""], BODY)
            canvas.drawString(0, 4, number)
            canvas.setDash(0.6, 2)
            canvas.setLineWidth(0.6)
            canvas.line(_wide(number, BODY) + (5 if number else 0), 3, self.width, 3)

    return Ruled()
