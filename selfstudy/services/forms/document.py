"""A form as a text document. python-docx is loaded here, at first use."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from selfstudy.services.forms.form import (
    BODY,
    FONT,
    HEADER,
    LEFT_SHARE,
    MARGINS,
    MOTTO,
    NATION,
    NOTE,
    SMALL,
    TABLE,
    TITLE,
    Form,
    Office,
    Page,
    Section,
    Total,
    clean,
    written,
)

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section as Part
    from docx.text.paragraph import Paragraph

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TWIPS = 1440 / 25.4  # to a millimetre
RULE = "―"
SIGNATURE_LINES = 4
LINE = 15.5  # points of a line of text
FIXED_LINES = 24  # of a sheet: head, title, headings and signatures
LINE_LETTERS = 0.5  # letters that fit on a millimetre of a line
NO_PADDING = (
    f'<w:tblCellMar xmlns:w="{WORD}"><w:left w:w="0" w:type="dxa"/>'
    '<w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
)
CROSSWISE = {"left": "left", "center": "center", "right": "right", "justify": "both"}


def document(form: Form, office: Office, pages: Iterable[Page], step: Callable[[], None]) -> bytes:
    """The file; each page is a section of its own, and `step` is called after it."""
    import docx
    from docx.enum.section import WD_SECTION

    made = docx.Document()
    _prepare(made, form, office)
    for number, page in enumerate(pages):
        if number:
            made.add_section(WD_SECTION.NEW_PAGE)
        _set_up(made.sections[-1], form, first=number == 0)
        _Sheet(made, form, office, page).fill()
        step()
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _prepare(made: Document, form: Form, office: Office) -> None:
    """Type and spacing of everything, and what the file says of itself."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(BODY)
    fonts = normal.element.rPr.rFonts
    for script in ("eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    spacing = normal.paragraph_format
    spacing.space_before = spacing.space_after = Pt(0)
    spacing.line_spacing = 1.0
    properties = made.core_properties
    properties.author, properties.title = clean(office.author)[:255], form.title
    properties.language, properties.comments = "vi-VN", ""


def _set_up(part: Part, form: Form, *, first: bool) -> None:
    """Paper, margins, and numbers that begin anew and are not on the first page."""
    from docx.enum.section import WD_ORIENT
    from docx.oxml import parse_xml
    from docx.shared import Mm

    part.orientation = WD_ORIENT.LANDSCAPE if form.landscape else WD_ORIENT.PORTRAIT
    part.page_width, part.page_height = (Mm(side) for side in form.paper)
    for side, wide in MARGINS.items():
        setattr(part, f"{side}_margin", Mm(wide))
    part.header_distance = part.footer_distance = Mm(HEADER)
    part.different_first_page_header_footer = True
    properties = part._sectPr  # noqa: SLF001 - python-docx has no other way to numbers of pages
    for old in properties.findall(f"{{{WORD}}}pgNumType"):
        properties.remove(old)
    numbers = parse_xml(f'<w:pgNumType xmlns:w="{WORD}" w:start="1"/>')
    properties.insert_element_before(numbers, "w:cols", "w:titlePg", "w:docGrid")
    if first:  # the sections that follow have the same head and foot
        field = f'<w:fldSimple xmlns:w="{WORD}" w:instr="PAGE"/>'
        head = part.header.paragraphs[0]
        head.alignment = 1
        head._p.append(parse_xml(field))  # noqa: SLF001
        for foot in (part.first_page_footer, part.footer):
            _say(foot.paragraphs[0], form.footer, NOTE, "italic", "center")


def _say(
    paragraph: Paragraph, text: str, size: float, look: str = "", across: str = "left"
) -> Paragraph:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    run = paragraph.add_run(clean(text))
    run.font.size, run.bold, run.italic = Pt(size), look == "bold", look == "italic"
    paragraph.alignment = WD_ALIGN_PARAGRAPH.from_xml(CROSSWISE[across])
    return paragraph


Side = Sequence[tuple[str, float, str]]  # text, size and look of each line


class _Sheet:
    """Fills one section from top to bottom."""

    def __init__(self, made: Document, form: Form, office: Office, page: Page) -> None:
        self.made, self.form, self.office, self.page = made, form, office, page
        self.scale = self._scale() if form.one_page else 1.0

    def _scale(self) -> float:
        """How much smaller everything must be to stay on one page, as far as one can tell."""
        form = self.form
        widths = form.widths(form.room, self.page.rows)
        lines = FIXED_LINES + len(self.page.totals) + len(self.page.lines)
        for row in self.page.rows:
            lines += max(
                _lines(form.shown(column, row.get(column.key)), width)
                for column, width in zip(form.columns, widths, strict=True)
            )
        below = [text for section in form.sections for text in self.page.below(section)]
        lines += sum(_lines(text, form.room) for text in [*form.notes, *below])
        room = (form.paper[1] - MARGINS["top"] - MARGINS["bottom"]) * 72 / 25.4
        return min(1.0, room / (lines * LINE))

    def fill(self) -> None:
        """Everything of a page."""
        self._head()
        self._title()
        self._table()
        for note in self.form.notes:
            self._line(note, NOTE, "italic", "justify", after=3)
        for section in self.form.sections:
            self._section(section)
        self._signatures()

    def _line(
        self, text: str, size: float, look: str = "", across: str = "left", after: float = 0
    ) -> Paragraph:
        from docx.shared import Pt

        paragraph = _say(self.made.add_paragraph(), text, size * self.scale, look, across)
        paragraph.paragraph_format.space_after = Pt(after)
        return paragraph

    # — head and title ———————————————————————————————————————————————————————————————————

    def _head(self) -> None:
        above, unit = self.office.head()
        left = [*([(above, SMALL, "")] if above else []), (unit, SMALL, "bold"), (RULE * 9, 6, "")]
        right = [
            (NATION, SMALL, "bold"),
            (MOTTO, BODY, "bold"),
            (RULE * 26, 6, ""),
            (self.office.dated(), BODY, "italic"),
        ]
        self._beside((left, right), (LEFT_SHARE, 1 - LEFT_SHARE))
        self._gap(10)

    def _title(self) -> None:
        form = self.form
        self._line(form.title, TITLE, "bold", "center")
        self._line(self.page.subtitle(form), BODY, "bold", "center")
        self._line(RULE * 12, 6, "", "center", after=4)
        if form.intro:
            self._line(form.intro, BODY, "bold", after=2)
        for text in self.page.lines:
            self._line(text, BODY, after=2)
        if form.table:
            self._line(form.table, BODY, "bold", after=4)
        else:
            self._gap(4)

    def _gap(self, points: float) -> Paragraph:
        from docx.shared import Pt

        paragraph = self.made.add_paragraph()
        paragraph.paragraph_format.line_spacing = Pt(points * self.scale)
        return paragraph

    def _beside(self, sides: Sequence[Side], shares: Sequence[float]) -> None:
        """Texts side by side, without lines."""
        from docx.oxml import parse_xml
        from docx.shared import Mm

        table = self.made.add_table(1, len(sides))
        table.autofit = False
        table._tblPr.append(parse_xml(NO_PADDING))  # noqa: SLF001
        for index, (side, share) in enumerate(zip(sides, shares, strict=True)):
            cell = table.cell(0, index)
            table.columns[index].width = cell.width = Mm(self.form.room * share)
            paragraph = cell.paragraphs[0]
            for number, (text, size, look) in enumerate(side):
                line = cell.add_paragraph() if number else paragraph
                _say(line, text, size * self.scale, look, "center")

    # — the table, written as it stands in the file: a call for each cell would take minutes ———

    def _table(self) -> None:
        from docx.oxml import parse_xml

        form = self.form
        widths = [round(width) for width in form.widths(form.room * TWIPS, self.page.rows)]
        columns = form.columns
        head = [(c.heading, "center", "bold", 1) for c in columns]
        size = round(TABLE * 2 * self.scale)  # half points
        rows = [_row(head, widths, size, head=True)]
        rows += [
            _row([(form.shown(c, row.get(c.key)), c.across, "", 1) for c in columns], widths, size)
            for row in self.page.rows
        ]
        rows += [_row(self._total(total), widths, size) for total in self.page.totals]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        edges = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        table = parse_xml(
            f'<w:tbl xmlns:w="{WORD}"><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f"<w:tblBorders>{edges}</w:tblBorders>"
            '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="57" w:type="dxa"/>'
            '<w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
        )
        after = self._gap(6)
        after._p.addprevious(table)  # noqa: SLF001
        if not self.page.rows:
            self._line(self.form.empty, TABLE, "italic", "center", after=4)

    def _total(self, total: Total) -> list[tuple[str, str, str, int]]:
        """A sum under its own column, its text across those before."""
        place = self.form.place(total.column)
        rest = len(self.form.columns) - place - 1
        across = "right" if total.kind == "number" else "center"
        return [
            (total.text, "right", "bold", place),
            (written(total.value), across, "bold", 1),
            *[("", "left", "", 1)] * rest,
        ]

    # — foot —————————————————————————————————————————————————————————————————————————————

    def _section(self, section: Section) -> None:
        from docx.shared import Mm, Pt

        self._line(section.heading, BODY, "bold", after=2).paragraph_format.keep_with_next = True
        for text in self.page.below(section):
            if not Page.is_blank(text):
                self._line(text, BODY, "", "justify", after=2)
                continue
            line = self._line(f"{text}\t", BODY)
            line.paragraph_format.tab_stops.add_tab_stop(Mm(self.form.room), 2, 1)  # right, dots
            line.paragraph_format.space_before = Pt(4)

    def _signatures(self) -> None:
        self._gap(8)
        signed = [*self.page.signed, "", ""][: len(self.form.signatures)]
        room = [("\u00a0", BODY, "")] * SIGNATURE_LINES
        sides = [
            [(heading, BODY, "bold"), (hint, SMALL, "italic"), *room, (clean(name), BODY, "bold")]
            for (heading, hint), name in zip(self.form.signatures, signed, strict=True)
        ]
        self._beside(sides, [1 / len(sides)] * len(sides))
        rows = self.made.tables[-1].rows
        for paragraph in rows[0].cells[0].paragraphs:
            paragraph.paragraph_format.keep_together = True
        rows[0]._tr.get_or_add_trPr().append(_cannot_split())  # noqa: SLF001


def _cannot_split() -> object:
    from docx.oxml import parse_xml

    return parse_xml(f'<w:cantSplit xmlns:w="{WORD}"/>')


def _lines(text: str, width: float) -> int:
    """How many lines a text takes on a width in millimetres."""
    room = max(1.0, width * LINE_LETTERS)
    return sum(max(1, -int(-len(part) // room)) for part in text.split("\n"))


def _row(
    cells: Sequence[tuple[str, str, str, int]],
    widths: Sequence[int],
    size: int,
    *,
    head: bool = False,
) -> str:
    """A row of text, place across, look and width in columns; a head is repeated on each page."""
    told, start = [], 0
    for text, across, look, span in cells:
        width = sum(widths[start : start + span])
        start += span
        wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        bold = "<w:b/>" if look == "bold" else ""
        lines = "<w:br/>".join(
            f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in clean(text).split("\n")
        )
        middle = '<w:vAlign w:val="center"/>' if head else ""
        told.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{wide}{middle}</w:tcPr>'
            f'<w:p><w:pPr><w:jc w:val="{across}"/></w:pPr>'
            f'<w:r><w:rPr>{bold}<w:sz w:val="{size}"/></w:rPr>{lines}</w:r></w:p></w:tc>'
        )
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(told)}</w:tr>"
