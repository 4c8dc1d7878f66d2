"""The card of a person's computers: the list, what may be done, and the step that is open."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from selfstudy.desktop import dropping, theme
from selfstudy.desktop.devices.presenter import DevicesState
from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton, QuietButton
from selfstudy.desktop.widgets.inputs import FormRow, TextField
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.surfaces import Banner, Card, Line
from selfstudy.desktop.widgets.text import ErrorText, Muted, Small, Strong, Text, reveal
from selfstudy.domain.devices import Device
from selfstudy.sentences import error_words, key_words, kind_words, removal_words
from selfstudy.words import day, t

WAY = 330  # pixels at 100 %: the longest way in either language


class DevicesCard(Card):
    """Tells what the person asks; files are chosen here, decisions are made in the presenter."""

    step_asked = Signal(str)
    asked = Signal(str, object)
    looked = Signal(object)
    agreed = Signal(object, str)
    brought = Signal(object)
    taken = Signal()
    exchange_asked = Signal(object)
    remove_asked = Signal(str)
    removed = Signal()
    notice_asked = Signal(str, object)
    claimed = Signal(str)

    def __init__(self) -> None:
        super().__init__(t("devices.title"), spacing=12)
        self._state = DevicesState()
        self.rows = QVBoxLayout()
        self.rows.setSpacing(8)
        self.link = GhostButton(t("devices.add"), "plus")
        self.request = GhostButton(t("devices.ask"), "user-plus")
        self.exchange = GhostButton(t("devices.exchange"), "upload")
        self.bring = GhostButton(t("devices.receive"), "download")
        self.claim = GhostButton(t("devices.claim_title"), "rotate-ccw")
        self.step = _Step()
        self._said, self._error, self.gone = Banner(), ErrorText(), Banner()
        self._ways = {
            button: _way(button, t(f"devices.{key}_note"))
            for button, key in (
                (self.link, "add"), (self.request, "ask"), (self.exchange, "exchange"),
                (self.bring, "receive"), (self.claim, "claim"),
            )
        }  # fmt: skip
        self.add(self.gone, Muted(t("devices.intro")), self.rows, Line(), *self._ways.values())
        self.add(self._error, self.step, self._said, Small(t("devices.by_file")))
        self._connect()

    def show_state(self, state: DevicesState) -> None:
        """Draw the list, the open step and what was done."""
        self.gone.show_words(removal_words(state.removal, in_unit=state.in_unit), "warning")
        if state.devices != self._state.devices:
            self._show_rows(state.devices)
        closed = bool(self._state.step) and not state.step
        self._state = state
        for button in (self.link, self.request, self.exchange, self.bring, self.claim):
            button.setEnabled(not state.busy)
        offered = {
            self.exchange: state.others,
            self.request: not state.others,
            self.claim: state.in_unit and not state.others,
        }
        for button, way in self._ways.items():
            reveal(way, visible=offered.get(button, True) and not state.step)
        if closed and self.isVisible():
            self.bring.setFocus()  # before the step goes: the keyboard stays in this card
        self.step.show_state(state)
        self._said.show_words(_said(state, dict(state.told)), "success")
        self._error.show_words(error_words(state.error))

    def _show_rows(self, devices: tuple[Device, ...]) -> None:
        while (item := self.rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for device in devices:
            row = DeviceRow(device)
            row.remove.clicked.connect(lambda _on=False, key=device.id: self.remove_asked.emit(key))
            row.notice.clicked.connect(lambda _on=False, key=device.id: self._notice(key))
            self.rows.addWidget(row)

    def _connect(self) -> None:
        self.link.clicked.connect(self._choose_request)
        self.request.clicked.connect(lambda: self.step_asked.emit("ask"))
        self.exchange.clicked.connect(lambda: self._with_folder(self.exchange_asked.emit))
        self.bring.clicked.connect(self._choose_packet)
        self.claim.clicked.connect(lambda: self.step_asked.emit("claim"))
        self.step.no.clicked.connect(lambda: self.step_asked.emit(""))
        self.step.yes.clicked.connect(self._agree)
        self.step.word.returnPressed.connect(self.step.yes.click)
        self.step.code.returnPressed.connect(self.step.yes.click)

    def _agree(self) -> None:
        """The button of the open step."""
        word = self.step.word.text()
        if self._state.step == "ask":
            self._with_folder(lambda folder: self.asked.emit(word, folder))
        elif self._state.step == "link":
            self._with_folder(lambda folder: self.agreed.emit(folder, word))
        elif self._state.step == "claim":
            self.claimed.emit(self.step.code.text())
        else:
            (self.taken if self._state.step == "take" else self.removed).emit()

    def _notice(self, key: str) -> None:
        self._with_folder(lambda folder: self.notice_asked.emit(key, folder))

    def _with_folder(self, then: object) -> None:
        folder = dropping.ask_folder(self, t("devices.folder"))
        if folder is not None and callable(then):
            then(folder)

    def _choose_request(self) -> None:
        for path in dropping.ask_files(self, t("devices.add"), t("devices.request_filter"))[:1]:
            self.looked.emit(path)

    def _choose_packet(self) -> None:
        for path in dropping.ask_files(self, t("devices.receive"), t("devices.packet_filter"))[:1]:
            self.brought.emit(path)


class DeviceRow(QWidget):
    """One computer: its name, what it has told, and removing it."""

    def __init__(self, device: Device) -> None:
        super().__init__()
        whole, words = QHBoxLayout(self), QVBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(2)
        name = device.name or t("devices.unnamed")
        words.addWidget(Strong(f"{name} ({t('devices.here')})" if device.here else name))
        words.addWidget(Small(_told(device)))
        self.remove = GhostButton(t("devices.remove"), "user-x")
        reveal(self.remove, visible=device.state == "linked" and not device.here)
        self.notice = QuietButton(t("devices.notice"), "download")
        reveal(self.notice, visible=device.state == "removed" and not device.here)
        for button in (self.remove, self.notice):
            button.setAccessibleName(f"{button.text()} {name}")
        whole.addLayout(words, 1)
        whole.addWidget(self.remove)
        whole.addWidget(self.notice)


class _Step(Card):
    """What is about to happen, in words, with a field where a word is needed."""

    def __init__(self) -> None:
        super().__init__(inset=True, spacing=10)
        self._words, self._lines = Text(), Small()
        self.word = TextField(t("devices.name_title"))
        self._row = FormRow(t("devices.name_title"), self.word, t("devices.name_hint"))
        self.code = TextField(t("devices.claim_code"))
        self._code = FormRow(t("devices.claim_code"), self.code)
        self.yes, self.no = PrimaryButton(t("devices.agree")), GhostButton(t("app.cancel"))
        self.add(self._words, self._lines, self._row, self._code, Flow(10).add(self.yes, self.no))

    def show_state(self, state: DevicesState) -> None:
        """Draw the open step, or nothing."""
        reveal(self, visible=bool(state.step))
        self.yes.setEnabled(not state.busy)
        if not state.step:
            self.word.clear()
            self.code.clear()
            return
        words, lines, yes = _step_words(state)
        self._words.setText(words)
        self._lines.show_words(lines)
        self.yes.show_words(yes)
        reveal(self._row, visible=state.step in ("ask", "link"))
        reveal(self._code, visible=state.step == "claim")
        if self.isVisible():
            {"ask": self.word, "link": self.word, "claim": self.code}.get(
                state.step, self.no
            ).setFocus()


def _way(button: GhostButton, note: str) -> QWidget:
    """A button and, beside it, when one needs it."""
    ground = QWidget()
    row = QHBoxLayout(ground)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(16)
    button.setMinimumWidth(theme.px(WAY))
    row.addWidget(button)
    row.addWidget(Small(note), 1)
    return ground


def _told(device: Device) -> str:
    """State, how many records, the newest."""
    records = (
        t("devices.records", n=device.records) if device.records else t("devices.records_none")
    )
    parts = [t(f"devices.state_{device.state}"), records]
    if device.last_at is not None:
        parts.append(t("devices.last", day=day(device.last_at)))
    return " · ".join(parts)


def _step_words(state: DevicesState) -> tuple[str, str, str]:
    """What the step is about, its lines, the word on its button."""
    if state.step == "link" and state.preview is not None:
        asks = state.preview
        device = asks.device or t("devices.unnamed")
        lines = [
            t("devices.leaves_line", kind=kind_words(line.kind), n=line.count)
            for line in asks.lines
        ]
        told = t("devices.asks", device=device, person=asks.person, code=asks.code)
        leaves = t("devices.leaves", n=len(asks.facts))
        return f"{told}\n{leaves}", " · ".join(lines), t("devices.agree")
    if state.step == "take" and state.offer is not None:
        offer = state.offer
        key = "devices.offer_approved" if offer.approved else "devices.offer"
        apart = t("devices.offer_apart", n=offer.apart) if offer.apart else ""
        return t(key, name=offer.name, by=offer.by, n=offer.records), apart, t("devices.take")
    if state.step == "remove" and state.device is not None:
        name = state.device.name or t("devices.unnamed")
        return t("devices.remove_ask", name=name), "", t("devices.remove")
    if state.step == "claim":
        return t("devices.claim_intro"), "", t("devices.claim")
    return t("devices.ask_intro"), "", t("devices.ask_write")


def _said(state: DevicesState, told: dict[str, object]) -> str:
    if not state.said:
        return ""
    if state.said == "devices.removed" and not told["name"]:
        told = {**told, "name": t("devices.unnamed")}
    return key_words(state.said, told) if "problem" in told else t(state.said, **told)
