"""What lesson Markdown is made of, seen without rendering it: headings, links, images, words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Every pattern is bounded, so that no text takes long: `*+` and `++` give nothing back.
HEADING = re.compile(r"^(#{1,6})[ \t]++(.+?)[ \t]*+(?:\{:?[ \t]*+#([^\s}]++)[^}\n]*+\})?+[ \t]*+$")
CHECK = re.compile(r"^\?\?\?[ \t]+(\S+)[ \t]*$")
_FENCE = re.compile(r"^[ \t]*(```+|~~~+)")
_LINK = re.compile(
    r"(?P<image>!?)\[(?P<text>(?:[^\[\]]|\[[^\[\]]{0,300}\]){0,1500}+)\]"
    r"\((?P<target>(?:term|source):[^)\"\n]{0,300}?|[^)\s]{0,500})"
    r"(?:\s+\"(?P<title>[^\"]{0,500})\")?\s{0,9}\)"
)
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,60})\](:?)")
_WORD = re.compile(r"\w")
_CODE = re.compile(r"`[^`\n]*`")

_PLAIN = (
    (re.compile(r"^[ \t]*(?:```+|~~~+).*$", re.MULTILINE), ""),
    (re.compile(r"^\?\?\?.*$", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*!!!\+?[ \t]+\w+[ \t]*(?:\"([^\"\n]*)\")?.*$", re.MULTILINE), r"\1"),
    (re.compile(r"\{:?[ \t]{0,9}[#.][^}\n]{0,200}\}"), ""),
    (re.compile(r"\[\^[^\]\s]{1,60}\]:?"), ""),
    (_LINK, r"\g<text>"),
    (re.compile(r"<[/!]?[A-Za-z][^>\n]{0,500}>"), " "),
    (re.compile(r"^[ \t:|]*+-[ \t:|-]*+$", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*(?:#{1,6}|>|:|[-*+]|\d+[.)])[ \t]+", re.MULTILINE), ""),
    (re.compile(r"\*\*|\*|`|\||__"), " "),
    (re.compile(r"[ \t]{2,}|\t"), " "),  # a single space stays: most of a text are such
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its level and anchor."""

    level: int
    title: str
    anchor: str
    line: int


@dataclass(frozen=True, slots=True)
class Link:
    """A link or, when `image`, a figure."""

    text: str
    target: str
    image: bool
    line: int


@dataclass(frozen=True, slots=True)
class Outline:
    """Everything in a lesson that points somewhere or can be pointed to."""

    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    checks: tuple[tuple[str, int], ...]
    notes_used: tuple[tuple[str, int], ...]
    notes_given: frozenset[str]


def plain_text(markdown: str) -> str:
    """The words of a Markdown text without its marks."""
    for pattern, instead in _PLAIN:
        markdown = pattern.sub(instead, markdown)
    return markdown.strip()


def word_count(markdown: str) -> int:
    """How many written words (Vietnamese syllables) a reader reads."""
    words = plain_text(markdown).split()
    return sum(word.isalnum() or _WORD.search(word) is not None for word in words)


def prose_lines(text: str, first_line: int = 1) -> Iterator[tuple[int, str]]:
    """Numbered lines that are not inside a fenced code block."""
    fence = ""
    for number, line in enumerate(text.split("\n"), first_line):
        mark = _FENCE.match(line)
        if mark is not None and not fence:
            fence = mark[1][:3]
        elif mark is not None and mark[1].startswith(fence):
            fence = ""
        elif not fence:
            yield number, line


def bare_lines(text: str, first_line: int = 1) -> Iterator[tuple[int, str]]:
    """Numbered lines outside fenced blocks, without what stands between backticks."""
    for number, line in prose_lines(text, first_line):
        yield number, _CODE.sub("", line)


def outline(text: str, first_line: int = 1) -> Outline:
    """The outline of a lesson text whose first line has this number in its file."""
    headings, links, checks, used, given = [], [], [], [], set()
    for number, line in prose_lines(text, first_line):
        if heading := HEADING.match(line):
            level, title, anchor = heading.groups()
            headings.append(Heading(len(level), title.strip(), anchor or "", number))
        elif check := CHECK.match(line):
            checks.append((check[1], number))
        bare = _CODE.sub("", line)
        for link in _LINK.finditer(bare):
            image = bool(link["image"])
            links.append(Link(link["text"].strip(), link["target"].strip(), image, number))
        for note in _FOOTNOTE.finditer(bare):
            if note[2] and note.start() == 0:
                given.add(note[1])
            else:
                used.append((note[1], number))
    return Outline(tuple(headings), tuple(links), tuple(checks), tuple(used), frozenset(given))
