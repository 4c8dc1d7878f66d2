"""One competency of somebody: who measured what, what its level asks for, what builds it."""

from __future__ import annotations

from PySide6.QtCore import Signal

from selfstudy.desktop.need_parts.wording import conclusion, help_words, sentence, title_of
from selfstudy.desktop.widgets.buttons import GhostButton
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.levels import by_level
from selfstudy.desktop.widgets.surfaces import Card
from selfstudy.desktop.widgets.text import Body, Muted, Small, Strong, Subheading, reveal
from selfstudy.services.needs.lines import NeedLine
from selfstudy.words import t

MOST_HELPS = 4


class LineCard(Card):
    """One competency: who measured what, what the level asks for, which modules build it."""

    module_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__(spacing=8, padding=20)
        self._title, self._said, self._follows = Subheading(), Body(), Strong()
        self._asked, self._none = Muted(), Muted(t("needs.no_help"))
        self._heading = Small(t("needs.helps"))
        self._helps = Flow(8)
        self.add(self._title, self._follows, self._said, self._asked, self._heading)
        self.add(self._helps, self._none)
        self.buttons: list[GhostButton] = []

    def show_line(self, line: NeedLine | None) -> None:
        """Another competency."""
        reveal(self, visible=line is not None)
        if line is None:
            return
        self._title.setText(title_of(line.competency))
        self._follows.setText(conclusion(line))
        self._said.setText(sentence(line))
        seen = by_level(line.competency).get(line.need.required, [])
        words = (
            t(
                "needs.asked",
                level=line.need.required,
                seen="; ".join(each.rstrip(".") for each in seen),
            )
            if seen
            else ""
        )
        self._asked.show_words(words)
        self._show_helps(line)

    def _show_helps(self, line: NeedLine) -> None:
        self._helps.clear()
        self.buttons = []
        for found in line.helps[:MOST_HELPS]:
            button = GhostButton(t("needs.open", module=help_words(found)), "book-open")
            button.clicked.connect(lambda _on=False, module=found.module: self._open(module))
            self._helps.add(button)
            self.buttons.append(button)
        reveal(self._heading, visible=bool(line.need.gap))
        reveal(self._none, visible=bool(line.need.gap) and not line.helps)

    def _open(self, module: str) -> None:
        self.module_asked.emit(module)
