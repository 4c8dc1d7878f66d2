"""Settings in four parts: in general, how safe the data is, one's computers, what is private."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from selfstudy.desktop.devices.card import DevicesCard
from selfstudy.desktop.dropping import open_folder
from selfstudy.desktop.erasing.card import ErasingCard
from selfstudy.desktop.settings_page.backup_card import BackupCard
from selfstudy.desktop.settings_page.lock_card import LockCard
from selfstudy.desktop.settings_page.oneself import OneselfCard
from selfstudy.desktop.settings_page.presenter import ZOOMS, SettingsState
from selfstudy.desktop.settings_page.publishers_card import PublishersCard
from selfstudy.desktop.settings_page.settling_card import SettlingCard
from selfstudy.desktop.widgets.badges import Avatar
from selfstudy.desktop.widgets.buttons import GhostButton, Segmented
from selfstudy.desktop.widgets.inputs import CheckBox, Choice, FormRow
from selfstudy.desktop.widgets.layouts import Columns, Flow
from selfstudy.desktop.widgets.page import PageFrame
from selfstudy.desktop.widgets.surfaces import Banner, Card, Line, Picture
from selfstudy.desktop.widgets.text import Caption, Small, Strong, Text, reveal
from selfstudy.sentences import error_words
from selfstudy.words import percent, size, t

THEMES = ("system", "light", "dark", "contrast")
SEEN = (("lock", "only_you"), ("users", "unit"), ("shield-check", "nobody"))


class SettingsPage(QWidget):
    """Draws the settings and tells what the person chose."""

    language_chosen = Signal(str)
    theme_chosen = Signal(str)
    zoom_chosen = Signal(float)
    switch_asked = Signal()
    unit_asked = Signal()
    authoring_chosen = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._state = SettingsState()
        self._frame = PageFrame(t("settings.title"), t("settings.subtitle"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._frame)
        self._error, self.lock = Banner(tone="danger"), LockCard()
        self.backups = BackupCard()
        self.erasing, self.devices = ErasingCard(), DevicesCard()
        self.oneself, self.publishers = OneselfCard(), PublishersCard()
        self._parts = {
            "general": _side_by_side(
                _below(self._look(), self._authoring()),
                _below(self._person(), self.oneself, self._about()),
            ),
            "safety": _side_by_side(
                self.backups, _below(self.lock, self._place(), self.publishers)
            ),
            "devices": self.devices,
            "privacy": _side_by_side(self._privacy(), self.erasing),
        }
        self.sections = Segmented(
            t("settings.sections"), [(key, t(f"settings.section_{key}")) for key in self._parts]
        )
        self.settling = SettlingCard()
        self._frame.add(Flow(12).add(self.sections), self._error, self.settling)
        self._frame.add(*self._parts.values())
        self.turn_to("general")
        self._connect()
        self.show_state(self._state)

    def _show_erasing(self, opened: bool) -> None:  # noqa: FBT001 — a signal's
        if opened:
            self._frame.bring(self.erasing)

    def turn_to(self, section: str) -> None:
        """Look at another part."""
        self.sections.show_key(section)
        for key, part in self._parts.items():
            reveal(part, visible=key == section)
        self._frame.verticalScrollBar().setValue(0)

    def show_state(self, state: SettingsState) -> None:
        """Draw everything."""
        self._state = state
        self._error.show_words(error_words(state.error), "danger")
        settings = state.settings
        self.language.show_key(settings.language)
        self.theme.show_key(settings.theme if settings.theme in THEMES else "system")
        nearest = min(ZOOMS, key=lambda zoom: abs(zoom - settings.zoom))
        self.zoom.show_key(str(nearest))
        self._restart.show_words(t("settings.restart") if state.restart_needed else "", "accent")
        self._show_person(state)
        self.authoring.setChecked(settings.authoring)
        self._folder.setText(state.folder)
        self._size.setText(
            t("settings.size", size=size(state.size) if state.size is not None else "…")
        )
        self._open.setEnabled(bool(state.folder))
        self.lock.show_state(state)
        self._version.setText(t("settings.version", version=state.version))

    # Building

    def _look(self) -> Card:
        card = Card(t("settings.look"), spacing=16)
        self.language = Segmented(
            t("settings.language"), (("vi", t("settings.vi")), ("en", t("settings.en")))
        )
        self.theme = Choice(
            t("settings.theme"), [(key, t(f"settings.theme_{key}")) for key in THEMES]
        )
        self.zoom = Choice(t("settings.zoom"), [(str(zoom), percent(zoom)) for zoom in ZOOMS])
        self._restart = Banner()
        card.add(
            FormRow(t("settings.language"), self.language, t("settings.language_hint")),
            self._restart,
            Columns(180, most=2).add(
                FormRow(t("settings.theme"), self.theme),
                FormRow(t("settings.zoom"), self.zoom),
            ),
            Small(t("settings.at_once")),
        )
        return card

    def _person(self) -> Card:
        card = Card(t("settings.person"), spacing=12)
        person = QHBoxLayout()
        person.setSpacing(12)
        self._avatar = QHBoxLayout()
        self._name, self._position = Strong(), Small()
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self._name)
        names.addWidget(self._position)
        person.addLayout(self._avatar)
        person.addLayout(names, 1)
        self.switch = GhostButton(t("settings.switch"), "users")
        self.found = GhostButton(t("settings.found_unit"), "building")
        self._found_hint = Small(t("settings.found_unit_hint"))
        card.add(person, Flow(10).add(self.switch, self.found), self._found_hint)
        return card

    def _authoring(self) -> Card:
        card = Card(t("settings.authoring"), spacing=8)
        self.authoring = CheckBox(t("settings.authoring_choice"))
        return card.add(self.authoring, Small(t("settings.authoring_hint")))

    def _place(self) -> Card:
        card = Card(t("settings.data"), spacing=12)
        self._folder, self._size = Text(), Small()
        self._open = GhostButton(t("settings.open_folder"), "folder-open")
        place = QVBoxLayout()
        place.setSpacing(2)
        for part in (Caption(t("settings.folder")), self._folder, self._size):
            place.addWidget(part)
        card.add(place, Flow(10).add(self._open))
        return card

    def _privacy(self) -> Card:
        card = Card(t("settings.privacy"), spacing=14)
        for icon, key in SEEN:
            row = QHBoxLayout()
            row.setSpacing(14)
            words = QVBoxLayout()
            words.setSpacing(2)
            words.addWidget(Strong(t(f"settings.seen_{key}")))
            words.addWidget(Small(t(f"settings.seen_{key}_note")))
            row.addWidget(Picture(icon, "accent", 20))
            row.addLayout(words, 1)
            card.add(row)
        return card

    def _about(self) -> Card:
        card = Card(t("settings.about"), spacing=10)
        self._version = Strong()
        card.add(self._version, Text(t("settings.about_text")), Line())
        for key in ("fonts", "icons", "qt"):
            card.add(Small(t(f"settings.licence_{key}")))
        return card

    def _connect(self) -> None:
        self.language.chosen.connect(self.language_chosen)
        self.theme.chosen.connect(self.theme_chosen)
        self.zoom.chosen.connect(lambda key: self.zoom_chosen.emit(float(key)))
        self.authoring.clicked.connect(self.authoring_chosen)
        self.sections.chosen.connect(self.turn_to)
        self.erasing.opened.connect(self._show_erasing)
        self.publishers.opened.connect(lambda: self._frame.bring(self.publishers))
        self.switch.clicked.connect(self.switch_asked)
        self.found.clicked.connect(self.unit_asked)
        self._open.clicked.connect(lambda: open_folder(self._state.folder))

    # Drawing

    def _show_person(self, state: SettingsState) -> None:
        profile = state.profile
        self._name.setText(profile.name if profile else t("settings.nobody"))
        self._position.show_words(state.position if profile else "")
        alone = profile is not None and not profile.unit
        reveal(self.found, visible=alone)
        reveal(self._found_hint, visible=alone)
        if profile is not None and not self._avatar.count():
            self._avatar.addWidget(Avatar(profile.name, 40))
        elif profile is not None:
            item = self._avatar.itemAt(0)
            shown = item.widget() if item is not None else None
            if shown is not None and shown.accessibleName() != profile.name:
                self._avatar.replaceWidget(shown, Avatar(profile.name, 40))
                shown.deleteLater()


def _side_by_side(*cards: QWidget) -> QWidget:
    ground = QWidget()
    ground.setLayout(Columns(420, most=2).add(*cards))
    return ground


def _below(*cards: QWidget) -> QWidget:
    ground = QWidget()
    column = QVBoxLayout(ground)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(16)
    for card in cards:
        column.addWidget(card)
    return ground
