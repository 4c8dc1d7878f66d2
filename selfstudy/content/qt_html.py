"""A clean HTML tree as the HTML that Qt's rich text sets well, with frames to paint behind."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from selfstudy.content.html_tree import classes, text_of
from selfstudy.content.qt_inline import anchor, image, inline, plain, span

CALLOUTS = ("note", "tip", "warning", "example")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset({"p", "ul", "ol", "dl", "table", "pre", "blockquote", "div", "figure"})
_ALIGN = re.compile(r"text-align:\s*(left|right|center)")


@dataclass(frozen=True, slots=True)
class Labels:
    """The words a lesson needs that its author did not write."""

    note: str
    tip: str
    warning: str
    example: str
    footnotes: str
    back: str
    check: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `words` counts the text up to the next heading of this level or above."""

    level: int
    id: str
    title: str
    words: int = 0


@dataclass(slots=True)
class Outline:
    """Headings in order, and the words under each."""

    _rows: list[list[Any]] = field(default_factory=list)
    _before: int = 0

    def open(self, level: int, anchor: str, title: str) -> None:
        """Begin a heading."""
        self._rows.append([level, anchor, title, 0])

    def count(self, element: Element) -> None:
        """Add an element's words to the heading it stands under and to those above that one."""
        words = len(text_of(element).split())
        level = 7
        for row in reversed(self._rows):
            if row[0] < level:
                row[3] += words
                level = row[0]
        if not self._rows:
            self._before += words

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Words before the first heading belong to the first."""
        if self._rows and self._before:
            self._rows[0][3] += self._before
            self._before = 0
        return tuple(Heading(*row) for row in self._rows)


@dataclass(slots=True)
class Writer:
    """Writes one document; `frames` are the kinds of its tables in the order they open."""

    labels: Labels
    frames: list[str] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    outline: Outline = field(default_factory=Outline)

    def body(self, root: Element) -> str:
        """Write the whole document."""
        written = []
        for child in root:
            written.append(self._block(child))
            if child.tag not in _HEADINGS and "footnote" not in classes(child):
                self.outline.count(child)
        return "".join(written)

    def _block(self, element: Element, style: str = "") -> str:
        if element.tag == "p":
            return self._paragraph(element, style)
        return self._writer(element)(element)

    def _writer(self, element: Element) -> Callable[[Element], str]:
        names = classes(element)
        if element.tag == "div" and "admonition" in names:
            return self._callout
        if element.tag == "div" and "footnote" in names:
            return self._footnotes
        if element.tag in _HEADINGS:
            return self._heading
        writers: dict[str, Callable[[Element], str]] = {
            "ul": self._list,
            "ol": self._list,
            "table": self._table,
            "pre": self._code,
            "blockquote": self._quote,
            "dl": self._definitions,
            "hr": lambda _: "<hr>",
        }
        return writers.get(element.tag, self._flow)

    def _heading(self, element: Element) -> str:
        level, name = _HEADINGS[element.tag], element.get("id", "")
        self.outline.open(level, name, " ".join(text_of(element).split()))
        return f'<p class="h{min(level, 4)}">{anchor(name)}{inline(element)}</p>'

    def _paragraph(self, element: Element, style: str) -> str:
        if _is_figure(element):
            return self._figure(element[0])
        if len(element) == 1 and "check" in classes(element[0]):
            link = element[0].get("href", "")
            label = plain(self.labels.check)
            return self._box(
                "check", f'<p class="check"><a href="{html.escape(link)}">{label}</a></p>'
            )
        mark = f' class="{style}"' if style else ""
        return f"<p{mark}>{inline(element)}</p>"

    def _figure(self, picture: Element) -> str:
        title = picture.get("title", "") or picture.get("alt", "")
        caption = f'<p class="caption" align="center">{plain(title)}</p>' if title else ""
        return f'<p class="fig" align="center">{image(picture)}</p>{caption}'

    def _list(self, element: Element) -> str:
        start = element.get("start", "")
        mark = f' start="{start}"' if start.isdigit() else ""
        items = "".join(f"<li>{self._item(item)}</li>" for item in element if item.tag == "li")
        return f"<{element.tag}{mark}>{items}</{element.tag}>"

    def _item(self, item: Element) -> str:
        if len(item) and item[0].tag == "p" and not (item.text or "").strip():
            rest = "".join(self._block(child) for child in item[1:])
            return f"{inline(item[0])}{rest}"
        return self._flow(item)

    def _flow(self, element: Element) -> str:
        written = [plain(element.text or "")]
        for child in element:
            written.append(self._block(child) if child.tag in _BLOCKS else span(child))
            written.append(plain(child.tail or ""))
        return "".join(written).strip("\n")

    def _callout(self, element: Element) -> str:
        kind = next((name for name in classes(element) if name in CALLOUTS), "note")
        title = element.find("p[@class='admonition-title']")
        self.frames.append(kind)
        head = ""
        if title is not None:
            text = text_of(title)
            text = getattr(self.labels, kind) if text == kind.capitalize() else text
            head = f'<p class="call{kind}">{plain(text)}</p>'
            element.remove(title)
        return _cell(head + self._inside(element, "in"))

    def _inside(self, element: Element, style: str) -> str:
        last = "last" if style == "in" else f"{style}last"
        children = list(element)
        return "".join(
            self._block(child, last if child is children[-1] else style) for child in children
        )

    def _box(self, kind: str, inner: str) -> str:
        self.frames.append(kind)
        return _cell(inner)

    def _quote(self, element: Element) -> str:
        self.frames.append("quote")
        return _cell(self._inside(element, "quote"))

    def _code(self, element: Element) -> str:
        text = html.escape(text_of(element).rstrip(), quote=False)
        return self._box("code", f"<pre>{text}</pre>")

    def _definitions(self, element: Element) -> str:
        return "".join(self._definition(child) for child in element)

    def _table(self, element: Element) -> str:
        self.frames.append("rows")
        rows = list(element.iter("tr"))
        written = "".join(self._row(row, is_last=row is rows[-1]) for row in rows)
        return (
            f'<table class="rows" width="100%" cellspacing="0" cellpadding="10">{written}</table>'
        )

    def _row(self, row: Element, *, is_last: bool) -> str:
        cells = []
        for cell in row:
            found = _ALIGN.search(cell.get("style", ""))
            align = cell.get("align") or (found.group(1) if found else "left")
            style = "head" if cell.tag == "th" else "cell"
            span = "".join(
                f' {name}="{cell.get(name)}"'
                for name in ("colspan", "rowspan")
                if cell.get(name, "").isdigit()
            )
            cells.append(
                f'<td class="{"end" if is_last else "cell"}"{span}>'
                f'<p class="{style}" align="{html.escape(align)}">{inline(cell)}</p></td>'
            )
        return f"<tr>{''.join(cells)}</tr>"

    def _definition(self, element: Element) -> str:
        if element.tag == "dt":
            return f'<p class="dt">{inline(element)}</p>'
        if len(element) and element[0].tag in _BLOCKS:
            return "".join(self._block(child, "dd") for child in element)
        return f'<p class="dd">{inline(element).strip()}</p>'

    def _footnotes(self, element: Element) -> str:
        written = [f'<p class="fnhead">{plain(self.labels.footnotes)}</p>']
        for number, item in enumerate(element.iter("li"), 1):
            paragraphs = list(item.iter("p"))
            for paragraph in paragraphs:
                for link in paragraph.findall("a[@class='footnote-backref']"):
                    paragraph.remove(link)
            name = item.get("id", "")
            self.notes[name] = " ".join(text_of(item).split())
            body = " ".join(inline(paragraph).strip() for paragraph in paragraphs)
            origin = html.escape(name.replace("fn:", "#fnref:", 1))
            back = f'<a href="{origin}">{plain(self.labels.back)}</a>'
            written.append(f'<p class="fn">{anchor(name)}{number}. {body} {back}</p>')
        return "".join(written)


def _cell(inner: str) -> str:
    return (
        '<table class="box" width="100%" cellspacing="0" cellpadding="16">'
        f'<tr><td class="box">{inner}</td></tr></table>'
    )


def _is_figure(element: Element) -> bool:
    return (
        len(element) == 1
        and element[0].tag == "img"
        and not (element.text or "").strip()
        and not (element[0].tail or "").strip()
    )
