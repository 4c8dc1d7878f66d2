"""The words of an HTML snippet, as other programs write questions: paragraphs kept, marks gone."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BREAKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol"})
_SILENT = frozenset({"script", "style", "head", "title"})
_MEDIA = frozenset({"img", "audio", "video", "object", "embed", "iframe", "svg", "math"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.media = False
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A paragraph begins, a picture is missed, a script says nothing."""
        self.media = self.media or tag in _MEDIA
        if tag == "img":
            self.words.append(next((value for key, value in attrs if key == "alt" and value), ""))
        if tag in _BREAKS:
            self.words.append("\n")
        if tag in _SILENT:
            self._silent += 1

    def handle_endtag(self, tag: str) -> None:
        """A paragraph ends."""
        if tag in _BREAKS:
            self.words.append("\n")
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)

    def handle_data(self, data: str) -> None:
        """Words, unless they are a script's."""
        if not self._silent:
            self.words.append(data)


def plain(html: str) -> tuple[str, bool]:
    """The words, and whether a picture or a sound was among them."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.words).split("\n")]
    media = reader.media or "[sound:" in html
    return re.sub(r"\n{2,}", "\n\n", "\n".join(lines)).strip(), media
