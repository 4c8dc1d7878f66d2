"""The text inside a block as the HTML that Qt's rich text sets well."""

from __future__ import annotations

import html
import re
from xml.etree.ElementTree import Element

from selfstudy.content.html_tree import text_of
from selfstudy.content.sanitise import is_inner_link, is_local_figure

_NAMES = {"del": "s", "strong": "b", "em": "i", "kbd": "code"}
_KEPT = frozenset({"b", "i", "u", "s", "sub", "sup", "code"})
_HELD_TOGETHER = re.compile(
    r"(?<=\d) (?=(?:mm|cm|km|pt|ha|kg|m2|tiết|phút|giờ|ngày|tháng|năm|đồng|%)\b)"
    r"|(?<=\bĐiều) (?=\d)|(?<=\b[Kk]hoản) (?=\d)|(?<=\bHình) (?=\d)|(?<=\bBảng) (?=\d)"
    r"|(?<=\bPhụ lục) (?=[IVX\d])|(?<=\bChương) (?=[IVX\d])"
)


def plain(text: str) -> str:
    """Escape a text; numbers are held to their units and articles to their numbers."""
    return html.escape(_HELD_TOGETHER.sub("\u00a0", text), quote=False)


def inline(element: Element) -> str:
    """Write what stands inside an element, without the element."""
    written = [plain(element.text or "")]
    for child in element:
        written.append(span(child))
        written.append(plain(child.tail or ""))
    return "".join(written)


def span(element: Element) -> str:
    """Write one element inside a line; a block found there gives its text."""
    tag = _NAMES.get(element.tag, element.tag)
    if tag == "br":
        return "<br>"
    if tag == "img":
        return image(element)
    if tag == "a":
        return _link(element)
    if tag == "mark":
        return f'<span class="mark">{inline(element)}</span>'
    name = anchor(element.get("id", ""))
    if tag in _KEPT:
        return f"{name}<{tag}>{inline(element)}</{tag}>"
    return name + inline(element)


def anchor(name: str) -> str:
    """Write the place a link can lead to."""
    return f'<a name="{html.escape(name)}"></a>' if name else ""


def image(element: Element) -> str:
    """Write an image of the module's own; any other leaves its description."""
    address, description = element.get("src", ""), element.get("alt", "")
    if not is_local_figure(address):
        return plain(description)
    return f'<img src="{html.escape(address)}" alt="{html.escape(description)}">'


def _link(element: Element) -> str:
    address, place = element.get("href", ""), element.get("title", "")
    if not is_inner_link(address):
        return inline(element)
    if address.startswith("source:"):
        address = f"{address}|{place or text_of(element)}"
    style = ' class="term"' if address.startswith("term:") else ""
    return f'<a{style} href="{html.escape(address)}">{inline(element)}</a>'
