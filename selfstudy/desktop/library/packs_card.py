"""The packs above the modules: a preview that asks, offers of the hub, what was done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfstudy.desktop.library.packs_presenter import PacksState
from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton
from selfstudy.desktop.widgets.inputs import CheckBox
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.lists import OpenRow
from selfstudy.desktop.widgets.progress import Bar
from selfstudy.desktop.widgets.surfaces import Banner, Card
from selfstudy.desktop.widgets.text import Muted, Small, Strong, Subheading, Text, reveal
from selfstudy.domain.changes import Changes
from selfstudy.exchange.packet import PackOffer
from selfstudy.sentences import change_words, error_words
from selfstudy.services.packs.installing import PackPreview
from selfstudy.services.packs.news import PackStanding
from selfstudy.words import pick, size, t


class PreviewCard(Card):
    """A pack before it is installed, or a module before it goes back."""

    installed = Signal(object)  # whether to update by itself from now on; None where not asked
    gone_back = Signal()
    put_away = Signal()

    def __init__(self) -> None:
        super().__init__(spacing=8)
        self.title, self.about = Subheading(), Small()
        self.whose, self.doubt = Text(), Banner(tone="warning")
        self.news = Strong(t("packs.changes"))
        self.lines, self.note = Text(), Muted()
        self.automatic = CheckBox(t("packs.automatic"))
        self.install = PrimaryButton(t("packs.install"), "package-plus")
        self.back = PrimaryButton(t("packs.not_now"), "undo-2")
        self.cancel = GhostButton(t("packs.not_now"))
        self.add(
            self.title, self.about, self.whose, self.doubt, self.news, self.lines, self.note,
            self.automatic,
        )  # fmt: skip
        self.body.addSpacing(4)
        self.add(Flow(10).add(self.install, self.back, self.cancel))
        self.install.clicked.connect(self._install)
        self.back.clicked.connect(self.gone_back)
        self.cancel.clicked.connect(self.put_away)
        reveal(self, visible=False)

    def show_packs(self, state: PacksState) -> None:
        """Draw what is asked about, if anything is."""
        asked = state.preview or state.going_back
        appears = asked is not None and self.isHidden()
        reveal(self, visible=asked is not None)
        if state.preview is not None:
            self._show_preview(state.preview, hub=state.shelf.hub)
        elif state.going_back is not None:
            self._show_back(state.going_back)
        reveal(self.install, visible=state.preview is not None)
        reveal(self.back, visible=state.preview is None)
        for button in (self.install, self.back, self.cancel):
            button.setEnabled(not state.doing)
        if appears:
            (
                self.cancel if state.preview is None or state.preview.doubt else self.install
            ).setFocus()

    def _show_preview(self, preview: PackPreview, *, hub: bool) -> None:
        publisher, doubt = preview.publisher, preview.doubt
        self.title.setText(pick(preview.title, preview.title_en))
        self.about.setText(_about(preview))
        name = publisher.name or t("packs.nameless")
        self.whose.show_words(
            t("packs.publisher", name=name, standing=t(f"packs.standing_{publisher.standing}"))
        )
        first = preview.first.name or preview.first.fingerprint if preview.first else ""
        self.doubt.show_words(
            t(
                f"packs.doubt_{doubt}",
                name=name,
                fingerprint=publisher.fingerprint,
                first=first,
            )
            if doubt
            else "",
            "warning",
        )
        lines = changes_text(preview.changes)
        if preview.before == preview.version:
            lines = t("packs.same_version")
        reveal(self.news, visible=preview.changes is not None)
        self.lines.show_words(lines)
        self.note.show_words(preview.note)
        reveal(self.automatic, visible=hub)
        self.automatic.setChecked(publisher.automatic)
        self.install.show_words(t("packs.trust_and_install" if doubt else "packs.install"))

    def _show_back(self, standing: PackStanding) -> None:
        self.title.setText(t("packs.back_title", module=standing.module, version=standing.before))
        for part in (self.about, self.whose, self.note):
            part.show_words("")
        self.doubt.show_words("")
        reveal(self.news, visible=False)
        reveal(self.automatic, visible=False)
        self.lines.show_words(t("packs.back_note", version=standing.version))
        self.back.show_words(t("packs.back", version=standing.before))

    def _install(self) -> None:
        asked = self.automatic.isVisibleTo(self)
        self.installed.emit(self.automatic.isChecked() if asked else None)


class PacksCard(QWidget):
    """All of packs that stands above the modules; nothing where there is nothing to say."""

    fetched = Signal(object)
    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.banner, self.preview = Banner(), PreviewCard()
        self.bar, self.stop = Bar(), GhostButton(t("packs.stop"))
        self.stop.clicked.connect(self.stopped)
        self.offers = Card(t("packs.offers"), spacing=4)
        self.rows: list[OpenRow] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self.offers.add(Small(t("packs.offers_note")), self._list)
        self._shown: tuple[PackOffer, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.banner)
        column.addWidget(self.bar)
        column.addLayout(Flow(10).add(self.stop))
        column.addWidget(self.preview)
        column.addWidget(self.offers)
        self.show_packs(PacksState())

    def show_packs(self, state: PacksState) -> None:
        """Draw everything."""
        self._show_banner(state)
        for part in (self.bar, self.stop):
            reveal(part, visible=state.doing == "fetching")
        self.bar.show_fraction(state.fetched)
        self.preview.show_packs(state)
        self._show_offers(state)
        visible = (self.banner, self.bar, self.preview, self.offers)
        reveal(self, visible=any(part.isVisibleTo(self) for part in visible))

    def _show_banner(self, state: PacksState) -> None:
        done, back = state.installed, state.back
        if state.error is not None:
            self.banner.show_words(error_words(state.error), "danger")
        elif state.doing:
            self.banner.show_words(t(f"packs.{state.doing}"), "neutral")
        elif done is not None:
            key = "packs.installed" if done.changed else "packs.installed_before"
            said = [t(key, module=done.module, version=done.version), done.note]
            self.banner.show_words(
                "\n".join(line for line in (*said, changes_text(done.changes)) if line), "success"
            )
        elif back is not None:
            said_back = t("packs.went_back", module=back.module, version=back.version)
            self.banner.show_words(said_back, "success")
        else:
            self.banner.show_words("")

    def _show_offers(self, state: PacksState) -> None:
        offers = state.shelf.offers
        reveal(self.offers, visible=bool(offers) and state.preview is None)
        if offers != self._shown:
            self._shown = offers
            self._build(offers)
        for row in self.rows:
            row.setEnabled(not state.doing)

    def _build(self, offers: tuple[PackOffer, ...]) -> None:
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for offer in offers:
            row = OpenRow(offer.module, "", icon="package-plus")
            row.show_words(pick(offer.title, offer.title_en), _offer_note(offer), "package-plus")
            row.opened.connect(lambda _key, offer=offer: self.fetched.emit(offer))
            self._list.addWidget(row)
            self.rows.append(row)


def changes_text(changes: Changes | None) -> str:
    """What a version changed, a line each."""
    return "\n".join(f"•  {line}" for line in change_words(changes)) if changes else ""


def _about(preview: PackPreview) -> str:
    key = "packs.about_update" if 0 < preview.before < preview.version else "packs.about"
    return t(
        key,
        module=preview.module,
        version=preview.version,
        before=preview.before,
        size=size(preview.size),
    )


def _offer_note(offer: PackOffer) -> str:
    key = "packs.offer_update" if offer.base else "packs.offer"
    return t(key, module=offer.module, version=offer.version, size=size(offer.size))
