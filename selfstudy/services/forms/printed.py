"""A form as a PDF to print. reportlab is loaded here, at first use."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
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
from selfstudy.services.forms.pieces import LEADING, fitting, rule, ruled, style, wide
from selfstudy.services.forms.typeface import fonts

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import BaseDocTemplate, Flowable, LongTable, Paragraph, Table

MILLIMETRE = 72 / 25.4  # in points
SIGNATURE_ROOM = 62  # points
SCALES = (1.0, 0.94, 0.88, 0.82, 0.76)  # of type that must stay on one page
A_LOT = 1e6  # points


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


class _Sheet:
    """The parts of one page from top to bottom."""

    def __init__(self, form: Form, office: Office, page: Page, scale: float = 1.0) -> None:
        self.form, self.office, self.page, self.scale = form, office, page, scale
        self.width = form.room * MILLIMETRE

    def story(self) -> list[Flowable]:
        """Everything; where the form wants one page, in the largest type that stays on it."""
        from reportlab.platypus import KeepInFrame

        if not self.form.one_page:
            return self._parts()
        height = (self.form.paper[1] - MARGINS["top"] - MARGINS["bottom"]) * MILLIMETRE - 1
        for scale in SCALES:
            self.scale = scale
            parts = self._parts()
            if sum(self._height(part) for part in parts) <= height:
                return parts
        return [KeepInFrame(self.width, height, parts, mode="shrink")]

    def _parts(self) -> list[Flowable]:
        return [
            *self._head(),
            *self._title(),
            *self._table(),
            *[self._words(note, NOTE, "italic", "justify", 3) for note in self.form.notes],
            *[part for section in self.form.sections for part in self._section(section)],
            *self._signatures(),
        ]

    def _height(self, part: Flowable) -> float:
        _width, height = part.wrap(self.width, A_LOT)
        return float(height + part.getSpaceBefore() + part.getSpaceAfter())

    def _words(
        self, text: str, size: float, look: str = "", across: str = "left", after: float = 0
    ) -> Paragraph:
        from reportlab.platypus import Paragraph

        shown = escape(clean(text)).replace("\n", "<br/>")
        return Paragraph(shown, style(size * self.scale, look, across, after))

    # — head and title ———————————————————————————————————————————————————————————————————

    def _head(self) -> list[Flowable]:
        from reportlab.platypus import Spacer

        left, right = self.width * LEFT_SHARE, self.width * (1 - LEFT_SHARE)
        above, unit = self.office.head()
        dated = self.office.dated()
        top = self._words(above, fitting(above, SMALL, "", left), "", "center")
        motto = wide(MOTTO, BODY, "bold") * self.scale
        sides = (
            [
                *([top] if above else []),
                self._words(unit, fitting(unit, SMALL, "bold", left), "bold", "center"),
                rule(left * 0.4),
            ],
            [
                self._words(NATION, fitting(NATION, SMALL, "bold", right), "bold", "center"),
                self._words(MOTTO, BODY, "bold", "center"),
                rule(motto),
                self._words(dated, fitting(dated, BODY, "italic", right), "italic", "center"),
            ],
        )
        return [self._beside([sides], (left, right)), Spacer(1, 10)]

    def _title(self) -> list[Flowable]:
        from reportlab.platypus import Spacer

        form = self.form
        return [
            self._words(form.title, TITLE, "bold", "center"),
            self._words(self.page.subtitle(form), BODY, "bold", "center"),
            rule(70),
            *([self._words(form.intro, BODY, "bold", "left", 2)] if form.intro else []),
            *[self._words(line, BODY, "", "left", 2) for line in self.page.lines],
            Spacer(1, 4),
            *([self._words(form.table, BODY, "bold", "left", 4)] if form.table else []),
        ]

    # — the table ————————————————————————————————————————————————————————————————————————

    def _table(self) -> list[Flowable]:
        from reportlab.platypus import Spacer

        rows: list[Sequence[object]] = [
            [self._words(column.heading, TABLE, "bold", "center") for column in self.form.columns]
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
            after.insert(0, self._words(self.form.empty, TABLE, "italic", "center"))
        rows += [self._total(total) for total in self.page.totals]
        return [self._grid(rows, widths), *after]

    def _cell(self, column: Column, value: object, width: float) -> object:
        text = self.form.shown(column, value)
        if "\n" not in text and wide(text, TABLE) * self.scale <= width - 2 * PADDING:
            return text  # as good as a paragraph, and many times as fast
        return self._words(text, TABLE, "", column.across)

    def _total(self, total: Total) -> list[str]:
        place = self.form.place(total.column)
        return [total.text, *[""] * (place - 1), written(total.value)] + [""] * (
            len(self.form.columns) - place - 1
        )

    def _grid(self, rows: list[Sequence[object]], widths: list[float]) -> LongTable:
        from reportlab.platypus import LongTable, TableStyle

        size = TABLE * self.scale
        looks: list[tuple[object, ...]] = [
            ("GRID", (0, 0), (-1, -1), 0.5, "black"),
            ("FONT", (0, 0), (-1, -1), fonts()[""], size, size * LEADING),
            ("VALIGN", (0, 0), (-1, 0), "MIDDLE"),
            ("VALIGN", (0, 1), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ]
        for index, column in enumerate(self.form.columns):
            looks.append(("ALIGN", (index, 1), (index, -1), column.across.upper()))
        for row, total in enumerate(self.page.totals, start=len(self.page.rows) + 1):
            place = self.form.place(total.column)
            looks += [
                ("SPAN", (0, row), (place - 1, row)),
                ("ALIGN", (0, row), (0, row), "RIGHT"),
                ("FONT", (0, row), (-1, row), fonts()["bold"], size),
            ]
        return LongTable(
            rows, widths, repeatRows=1, style=TableStyle(looks), splitInRow=1, hAlign="LEFT"
        )

    # — foot —————————————————————————————————————————————————————————————————————————————

    def _section(self, section: Section) -> list[Flowable]:
        heading = self._words(section.heading, BODY, "bold", "left", 2)
        heading.keepWithNext = 1
        return [heading, *[self._below(text) for text in self.page.below(section)]]

    def _below(self, text: str) -> Flowable:
        if Page.is_blank(text):
            return ruled(text, BODY * self.scale)
        return self._words(text, BODY, "", "justify", 2)

    def _signatures(self) -> list[Flowable]:
        from reportlab.platypus import KeepTogether, Spacer

        signed = [*self.page.signed, "", ""][: len(self.form.signatures)]
        sides = [
            [
                self._words(heading, BODY, "bold", "center"),
                self._words(hint, SMALL, "italic", "center"),
                Spacer(1, SIGNATURE_ROOM * self.scale),
                self._words(name, BODY, "bold", "center"),
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

        looks = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT")),
            *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("TOP", "BOTTOM")),
        ]
        return Table(rows, widths, style=looks)
