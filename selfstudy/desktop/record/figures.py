"""The numbers of the record; each is a button that opens the facts behind it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from selfstudy.desktop.record.presenter import Figure
from selfstudy.desktop.widgets.buttons import QuietButton
from selfstudy.desktop.widgets.layouts import Columns
from selfstudy.desktop.widgets.lists import ClickCard
from selfstudy.desktop.widgets.progress import Ledger, LedgerRing
from selfstudy.desktop.widgets.surfaces import Card, Picture
from selfstudy.desktop.widgets.text import Heading, Number, Small
from selfstudy.domain.progress import Hours, MyRecord
from selfstudy.words import minutes, number, percent, t


class Ledgers(Card):
    """The two ledgers, each with its own way to its facts."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__(fill=True)
        self._title = Heading()
        self._rings = LedgerRing(Ledger("", 0), Ledger("", 0))
        self.buttons: dict[Figure, QuietButton] = {}
        foot = QHBoxLayout()
        foot.setSpacing(4)
        for key in ("self_study", "recognised"):
            button = QuietButton(t(f"record.facts_{key}"))
            button.clicked.connect(lambda _on=False, key=key: self.asked.emit(key))
            self.buttons[key] = button
            foot.addWidget(button)
        foot.addStretch(1)
        self._note = Small(t("record.ledgers_note"))
        self.add(self._title, self._rings, self._note)
        self.body.addStretch(1)
        self.add(foot)

    def show_hours(self, hours: Hours, *, year: int | None) -> None:
        """The ledgers as they stand; the year of the numbers is written above them."""
        self._title.setText(t("record.ledgers", year=year or hours.year))
        whole = hours.recognised_target or hours.recognised
        self._rings.show_ledgers(
            Ledger(t("record.self_study"), hours.self_study, t("record.tiet", n=hours.self_study)),
            Ledger(
                t("record.recognised"),
                hours.recognised,
                t("record.tiet", n=whole),
                hours.recognised_target,
            ),
        )


class Tile(ClickCard):
    """One number with its name; pressing it opens the facts."""

    def __init__(self, icon: str) -> None:
        super().__init__("", padding=18, spacing=2)
        head = QHBoxLayout()
        head.setSpacing(8)
        self._name = Small()
        head.addWidget(Picture(icon, "accent", 18))
        head.addWidget(self._name, 1)
        self._value, self._note = Number(), Small()
        self.body.addLayout(head)
        self.body.addWidget(self._value)
        self.body.addWidget(self._note)
        self.body.addStretch(1)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_number(self, name: str, value: str, note: str = "") -> None:
        """The number as it stands."""
        self._name.setText(name)
        self._value.setText(value)
        self._note.show_words(note)
        self.setAccessibleName(f"{name}: {value}")
        self.setAccessibleDescription(f"{note} {t('record.opens')}".strip())


class Figures(QWidget):
    """Totals since the beginning."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        self.tiles: dict[Figure, Tile] = {
            "lessons": Tile("book-open"),
            "answers": Tile("list-checks"),
            "minutes": Tile("clock"),
        }
        for key, tile in self.tiles.items():
            tile.clicked.connect(lambda _on=False, key=key: self.asked.emit(key))
        top = Columns(180, most=2).add(self.tiles["lessons"], self.tiles["minutes"])
        column.addLayout(top)
        column.addWidget(self.tiles["answers"], 1)

    def show_record(self, record: MyRecord) -> None:
        """The totals of a record."""
        since = t("record.since_beginning")
        self.tiles["lessons"].show_number(
            t("record.lessons"), number(record.lessons_done, 0), since
        )
        self.tiles["minutes"].show_number(
            t("record.minutes"), minutes(record.active_minutes), since
        )
        right = percent(record.answers_right / record.answers) if record.answers else ""
        note = t("record.answers_right", n=record.answers_right, share=right) if right else since
        self.tiles["answers"].show_number(t("record.answers"), number(record.answers, 0), note)
