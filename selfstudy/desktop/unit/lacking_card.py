"""Content that results speak of and this computer lacks; records whose predecessors are missing."""

from __future__ import annotations

from PySide6.QtCore import Signal

from selfstudy.desktop.unit.state import UnitState
from selfstudy.desktop.widgets.buttons import GhostButton
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.surfaces import Card
from selfstudy.desktop.widgets.text import Muted, Text, reveal
from selfstudy.words import t

SHOWN = 12  # lines; more are counted


class LackingCard(Card):
    """Nothing to decide here: a pack or an earlier file mends it."""

    packs_asked = Signal()

    def __init__(self) -> None:
        super().__init__(t("unit.lacking_title"))
        self.lines, self.behind = Text(), Text()
        self.packs = GhostButton(t("unit.install_pack"), "package-plus")
        self.packs.clicked.connect(self.packs_asked)
        self.add(Muted(t("unit.lacking_intro")), self.lines, self.behind, Flow(10).add(self.packs))

    def show_state(self, state: UnitState) -> None:
        """What is lacking."""
        reveal(self, visible=bool(state.unheld or state.behind))
        reveal(self.packs, visible=bool(state.unheld))
        lessons = [
            t("unit.unheld_line", lesson=one.lesson, version=one.version, n=one.people)
            for one in state.unheld
        ]
        people = [t("unit.behind_line", name=one.name, n=one.records) for one in state.behind]
        self.lines.show_words(_some(lessons))
        self.behind.show_words(_some(people))


def _some(lines: list[str]) -> str:
    more = len(lines) - SHOWN
    shown = lines[:SHOWN] + ([t("unit.and_more", n=more)] if more > 0 else [])
    return "\n".join(shown)
