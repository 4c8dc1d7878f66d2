"""What a pack changed in a module, inside its row, until the learner has seen it."""

from __future__ import annotations

from PySide6.QtCore import Signal

from selfstudy.desktop.library.packs_card import changes_text
from selfstudy.desktop.widgets.buttons import QuietButton
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.surfaces import Card
from selfstudy.desktop.widgets.text import Muted, Strong, Text, reveal
from selfstudy.services.packs.news import PackStanding
from selfstudy.words import t


class PackNewsBox(Card):
    """The lines of what is new; hidden while there are none."""

    seen = Signal()

    def __init__(self) -> None:
        super().__init__(padding=16, spacing=6)
        self.title, self.lines, self.note = Strong(), Text(), Muted()
        self.close_it = QuietButton(t("packs.seen"), "check")
        self.close_it.clicked.connect(self.seen)
        self.add(self.title, self.lines, self.note, Flow(10).add(self.close_it))
        reveal(self, visible=False)

    def show_news(self, standing: PackStanding | None) -> None:
        """What is new, if anything is."""
        news = standing.news if standing else None
        reveal(self, visible=news is not None)
        if news is not None:
            self.title.setText(t("packs.new_in", version=news.after))
            self.lines.setText(changes_text(news))
            self.note.show_words(news.note)
