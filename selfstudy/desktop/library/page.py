"""The library: filters above, one row for each module, its lessons inside."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfstudy.desktop.dropping import ask_files, dropped
from selfstudy.desktop.library.module_row import ModuleRow
from selfstudy.desktop.library.packs_card import PacksCard
from selfstudy.desktop.library.packs_presenter import PacksState
from selfstudy.desktop.library.presenter import LibraryState
from selfstudy.desktop.widgets.buttons import GhostButton, Segmented
from selfstudy.desktop.widgets.inputs import Choice, SearchField
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.page import PageFrame
from selfstudy.desktop.widgets.surfaces import Banner, Card, EmptyState
from selfstudy.desktop.widgets.text import reveal
from selfstudy.sentences import error_words
from selfstudy.services.packs.news import PackStanding
from selfstudy.words import number, t

PACK, MINE = ".thpack", "mine"


class LibraryPage(QWidget):
    """Draws the modules and tells what the person looks for, opens and installs."""

    lesson_asked = Signal(str)
    module_toggled = Signal(str)
    sought = Signal(str)
    area_chosen = Signal(str)
    standing_chosen = Signal(str)
    mine_chosen = Signal(bool)
    cleared = Signal()
    pack_chosen = Signal(str)
    news_seen = Signal(str)
    back_asked = Signal(str)
    explain_asked = Signal(object)
    test_asked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._frame = PageFrame(t("library.title"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._frame)
        self._install = GhostButton(t("library.install"), "package-plus")
        self._frame.tools.addWidget(self._install)
        self._banner = Banner()
        self._empty = EmptyState("library", "", "", t("library.show_all"))
        self._nothing = EmptyState(
            "package", t("library.empty"), t("library.empty_note"), t("library.install")
        )
        self._no_match, self._none = Card().add(self._empty), Card().add(self._nothing)
        self.rows: dict[str, ModuleRow] = {}
        self._said: tuple[object, ...] = ()
        self._standings: Mapping[str, PackStanding] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(12)
        self._tools = self._filters()
        self.packs = PacksCard()
        self._frame.add(
            self._tools, self._banner, self.packs, self._list, self._no_match, self._none
        )
        reveal(self._no_match, visible=False)
        reveal(self._none, visible=False)
        self._connect()

    def show_state(self, state: LibraryState) -> None:
        """Draw everything."""
        self._frame.show_title(t("library.title"), _subtitle(state))
        self._show_filters(state)
        self._show_banner(state)
        self._show_rows(state)
        nothing = state.read and not state.total
        reveal(self._none, visible=nothing)
        reveal(self._tools, visible=not nothing)
        no_match = state.read and bool(state.total) and not state.modules
        reveal(self._no_match, visible=no_match)
        if no_match:
            title = t("library.no_match", words=state.words) if state.words else ""
            self._empty.show_words(
                title or t("library.no_match_filter"), t("library.no_match_note")
            )

    # Building

    def _filters(self) -> QWidget:
        self.search = SearchField(t("library.search"))
        self.search.setMinimumWidth(280)
        areas = (("", "all_areas"), ("LL", "area_LL"), ("CM", "area_CM"))
        standings = (("", "all_states"), ("new", "new"), ("going", "going"), ("done", "done"))
        self.area = Choice(t("library.area"), [(key, t(f"library.{word}")) for key, word in areas])
        self.standing = Choice(
            t("library.state"), [(key, t(f"library.{word}")) for key, word in standings]
        )
        needs = (("", t("library.all")), (MINE, t("library.mine")))
        self.mine = Segmented(t("library.need"), needs)
        tools = QWidget()
        tools.setLayout(Flow(12).add(self.search, self.area, self.standing, self.mine))
        return tools

    def _connect(self) -> None:
        self.search.sought.connect(self.sought)
        self.area.chosen.connect(self.area_chosen)
        self.standing.chosen.connect(self.standing_chosen)
        self.mine.chosen.connect(lambda key: self.mine_chosen.emit(key == MINE))
        self._empty.pressed.connect(self.cleared)
        self._install.clicked.connect(self._choose_pack)
        self._nothing.pressed.connect(self._choose_pack)

    # Drawing

    def _show_filters(self, state: LibraryState) -> None:
        self.area.show_key(state.area)
        self.standing.show_key(state.standing)
        self.mine.show_key(MINE if state.mine else "")
        if state.words != " ".join(self.search.text().split()) and not self.search.hasFocus():
            self.search.setText(state.words)

    def _show_banner(self, state: LibraryState) -> None:
        if state.error is not None:
            self._banner.show_words(error_words(state.error), "danger")
        else:
            self._banner.show_words("")

    def _show_rows(self, state: LibraryState) -> None:
        shown = {card.id for card in state.modules}
        for place, card in enumerate(state.modules):
            row = self.rows.get(card.id)
            if row is None:
                row = self.rows[card.id] = ModuleRow(card.id)
                row.toggled.connect(self.module_toggled)
                row.lesson_asked.connect(self.lesson_asked)
                row.test_asked.connect(self.test_asked)
                row.explain_asked.connect(self.explain_asked)
                row.news_seen.connect(self.news_seen)
                row.back_asked.connect(self.back_asked)
                row.show_pack(self._standings.get(card.id))
            if self._list.indexOf(row) != place:
                self._list.insertWidget(place, row)
            row.show_module(card, opened=card.id == state.opened)
        for key, row in self.rows.items():
            reveal(row, visible=key in shown)

    def show_packs(self, state: PacksState) -> None:
        """Draw how packs stand."""
        self._install.setEnabled(not state.doing)
        self.packs.show_packs(state)
        said = (state.preview, state.going_back, state.installed, state.back, state.error)
        if said != self._said and any(said):
            self._frame.bring(self.packs)  # it stands above, and a row below may have asked
        self._said = said
        self._standings = state.shelf.standings
        for key, row in self.rows.items():
            row.show_pack(self._standings.get(key))

    # What the person does

    def _choose_pack(self) -> None:
        for path in ask_files(self, t("library.install"), t("library.pack_files"))[:1]:
            self.pack_chosen.emit(str(path))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if packs(dropped(event.mimeData())):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for path in packs(dropped(event.mimeData())):
            event.acceptProposedAction()
            self.pack_chosen.emit(str(path))


def packs(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """The packs among files."""
    return tuple(path for path in paths if path.suffix.lower() == PACK)


def _subtitle(state: LibraryState) -> str:
    if not state.read:
        return t("library.reading")
    if not state.total:
        return ""
    if state.filtered:
        return t("library.some", n=len(state.modules), of=number(state.total, 0))
    return t("library.count", n=state.total)
