"""A lesson's Markdown as safe HTML for Qt's rich text, with its headings and frames."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock
from typing import Any

from selfstudy.content.html_tree import tree
from selfstudy.content.lesson_style import TextLook, style_sheet
from selfstudy.content.qt_html import Heading, Labels, Writer
from selfstudy.content.qt_inline import plain
from selfstudy.content.sanitise import clean

__all__ = [
    "Front",
    "Heading",
    "Labels",
    "Link",
    "Rendered",
    "TextLook",
    "link_of",
    "render",
    "style_sheet",
]

_CHECK_LINE = re.compile(r"^(?P<indent>[ \t]*)\?\?\? +(?P<id>[\w\-.]+)[ \t]*$")
_FENCE = re.compile(r"^\s*(```|~~~)")
_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class Front:
    """What stands above the text: module and number, title, summary, minutes."""

    kicker: str = ""
    title: str = ""
    lead: str = ""
    meta: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """HTML without colours; `frames` are the kinds of its tables, `notes` its footnotes."""

    html: str
    frames: tuple[str, ...]
    headings: tuple[Heading, ...]
    notes: tuple[tuple[str, str], ...]

    @property
    def sections(self) -> tuple[Heading, ...]:
        """The second-level headings: what a person is counted to have read."""
        return tuple(heading for heading in self.headings if heading.level == 2)


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link leads: `kind` is anchor, source, term, lesson, question or nothing."""

    kind: str
    target: str
    place: str = ""


@lru_cache(maxsize=12)
def render(text: str, labels: Labels, front: Front | None = None) -> Rendered:
    """Render a lesson; the same text twice costs nothing. One nested too deeply stays bare text."""
    writer = Writer(labels)
    try:
        with _one_at_a_time:
            converter = _converter()
            converter.reset()
            html = converter.convert("\n".join(_with_checks(text)))
        body = writer.body(tree(clean(html)))
    except RecursionError:
        bare = "".join(f'<p class="in">{plain(line)}</p>' for line in text.split("\n") if line)
        return Rendered(f"<html><body>{_front(front)}{bare}</body></html>", (), (), ())
    return Rendered(
        f"<html><body>{_front(front)}{body}</body></html>",
        tuple(writer.frames),
        writer.outline.headings,
        tuple(writer.notes.items()),
    )


def link_of(address: str) -> Link:
    """Say what a link in rendered HTML points to."""
    if address.startswith("#"):
        return Link("anchor", address[1:])
    kind, _, target = address.partition(":")
    if kind not in ("source", "term", "lesson", "question"):
        return Link("", "")
    target, _, place = target.partition("|")
    return Link(kind, target, place)


def slug(text: str, separator: str = "-") -> str:
    """Make an anchor for a heading without one: marks dropped, đ as d."""
    bare = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    letters = "".join(c for c in bare if not unicodedata.combining(c))
    return separator.join(re.findall(r"[a-z0-9]+", letters))


def _front(front: Front | None) -> str:
    if front is None:
        return ""
    parts = (
        ("kicker", front.kicker),
        ("h1", front.title),
        ("lead", front.lead),
        ("meta", front.meta),
    )
    return "".join(f'<p class="{name}">{plain(text)}</p>' for name, text in parts if text)


def _with_checks(text: str) -> Iterator[str]:
    """Turn each line `??? id` outside code into a paragraph with one link."""
    fenced = False
    for line in text.splitlines():
        if _FENCE.match(line):
            fenced = not fenced
        found = None if fenced else _CHECK_LINE.match(line)
        if found is None:
            yield line
        else:
            yield ""
            yield f"{found['indent']}[?](question:{found['id']}){{.check}}"
            yield ""


@cache
def _converter() -> Any:  # noqa: ANN401 - Markdown has no types
    """Make the Markdown converter at first use: its libraries cost 80 ms to import."""
    import markdown
    from markdown.extensions.admonition import AdmonitionExtension
    from markdown.extensions.attr_list import AttrListExtension
    from markdown.extensions.def_list import DefListExtension
    from markdown.extensions.footnotes import FootnoteExtension
    from markdown.extensions.md_in_html import MarkdownInHtmlExtension
    from markdown.extensions.sane_lists import SaneListExtension
    from markdown.extensions.smarty import SmartyExtension
    from markdown.extensions.tables import TableExtension
    from markdown.extensions.toc import TocExtension
    from pymdownx.highlight import HighlightExtension
    from pymdownx.superfences import SuperFencesCodeExtension

    return markdown.Markdown(
        extensions=[
            TableExtension(),
            FootnoteExtension(),
            AdmonitionExtension(),
            AttrListExtension(),
            DefListExtension(),
            MarkdownInHtmlExtension(),
            SaneListExtension(),
            SmartyExtension(smart_quotes=False),
            TocExtension(slugify=slug, permalink=False),
            HighlightExtension(use_pygments=False),
            SuperFencesCodeExtension(),
        ],
        output_format="html",
    )
