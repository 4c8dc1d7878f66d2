"""How a list is read: its sheet, its encoding with before and after, its columns, its positions."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from selfstudy.desktop.unit_staff import wording
from selfstudy.desktop.unit_staff.state import StaffState
from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton
from selfstudy.desktop.widgets.inputs import Choice, FormRow
from selfstudy.desktop.widgets.layouts import Columns, Flow
from selfstudy.desktop.widgets.surfaces import Banner, Card
from selfstudy.desktop.widgets.text import Small, Strong, Subheading, Text, reveal
from selfstudy.domain.legacy import ENCODINGS
from selfstudy.domain.staff_table import FIELDS, Field
from selfstudy.services.people.staff_file import SAMPLES
from selfstudy.words import t

MOST_POSITIONS: Final = 12  # that mean nothing here; the others keep their words


class ReadingCard(QWidget):
    """What a person may correct before anything is written."""

    sheet_asked = Signal(int)
    encoding_asked = Signal(str)
    column_asked = Signal(str, int)
    position_asked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._drawn: object = None
        self.encoding_card = _EncodingCard()
        self.encoding_card.asked.connect(self.encoding_asked)
        self.sheet = Choice(t("staff.sheet"))
        self.sheet.chosen.connect(lambda key: self.sheet_asked.emit(int(key)))
        self._sheet_row = FormRow(t("staff.sheet"), self.sheet)
        self.encoding = Choice(
            t("staff.encoding"), [(one, t(f"staff.encoding_{one}")) for one in ENCODINGS]
        )
        self.encoding.chosen.connect(self.encoding_asked)
        self.columns: dict[Field, Choice] = {meant: self._column(meant) for meant in FIELDS}
        fields = [FormRow(t(f"staff.field_{one}"), choice) for one, choice in self.columns.items()]
        how = Card(padding=20)
        how.add(Subheading(t("staff.columns")), Small(t("staff.columns_note")))
        grid = Columns(220, most=4)
        grid.add(self._sheet_row, FormRow(t("staff.encoding"), self.encoding), *fields)
        how.add(grid)
        self.positions = _PositionsCard()
        self.positions.asked.connect(self.position_asked)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(16)
        for part in (self.encoding_card, how, self.positions):
            whole.addWidget(part)
        self.hide()

    def show_state(self, state: StaffState) -> None:
        """How the list is read now."""
        look = state.look
        reveal(self, visible=look is not None and state.busy != "take")
        self.setEnabled(not state.busy)
        if look is None or look is self._drawn:
            return
        self._drawn = look
        reading = look.reading
        self.sheet.show_choices([(str(at), name or "1") for at, name in enumerate(look.sheets)])
        self.sheet.show_key(str(reading.sheet))
        reveal(self._sheet_row, visible=len(look.sheets) > 1)
        self.encoding.show_key(reading.encoding)
        headings = [
            (str(at), f"{wording.letters(at)} · {words}" if words else wording.letters(at))
            for at, words in enumerate(reading.headings)
        ]
        for meant, choice in self.columns.items():
            choice.show_choices([("", t("staff.no_column")), *headings])
            at = reading.layout.columns.get(meant)
            choice.show_key("" if at is None else str(at))
        self.encoding_card.show_state(state)
        self.positions.show_state(state)

    def _column(self, meant: Field) -> Choice:
        choice = Choice(t(f"staff.field_{meant}"))
        choice.chosen.connect(lambda key: self.column_asked.emit(meant, int(key or -1)))
        return choice


class _EncodingCard(Card):
    """Texts before and after, and whether that is right."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__(padding=20)
        self._encoding = ""
        self._seems = Banner(tone="warning")
        self._seems.setAccessibleName(t("staff.encoding"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(Small(t("staff.before"), wrap=False), 0, 0)
        grid.addWidget(Small(t("staff.after"), wrap=False), 0, 1)
        self._samples = [(Text(), Strong()) for _sample in range(SAMPLES)]
        for row, pair in enumerate(self._samples, start=1):
            for column, cell in enumerate(pair):
                grid.addWidget(cell, row, column)
        self.right, self.keep = PrimaryButton("", "check"), GhostButton(t("staff.encoding_keep"))
        self.right.clicked.connect(lambda: self.asked.emit(self._encoding))
        self.keep.clicked.connect(lambda: self.asked.emit("unicode"))
        self.add(self._seems, grid, Flow(10).add(self.right, self.keep))

    def show_state(self, state: StaffState) -> None:
        """What was read, if it is not as it stands in the file."""
        look = state.look
        if look is None:
            return
        reading = look.reading
        self._encoding = reading.encoding
        reveal(self, visible=reading.encoding != "unicode")
        name = t(f"staff.encoding_{reading.encoding}")
        words = "" if state.sure else t("staff.encoding_seems", encoding=name)
        self._seems.show_words(words, "warning")
        self.right.show_words(t("staff.encoding_right", encoding=name))
        for button in (self.right, self.keep):
            reveal(button, visible=not state.sure)
        for place, pair in enumerate(self._samples):
            texts = reading.samples[place] if place < len(reading.samples) else ("", "")
            for cell, shown in zip(pair, texts, strict=True):
                cell.setText(shown)
                reveal(cell, visible=bool(shown))


class _PositionsCard(Card):
    """What a list calls positions, and which of the framework's it means."""

    asked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(t("staff.positions"), padding=20)
        self._grid = Columns(300, most=3)
        self.choices: dict[str, Choice] = {}
        self.add(Small(t("staff.positions_note")), self._grid)

    def show_state(self, state: StaffState) -> None:
        """The names that mean none, and those a person gave a meaning."""
        look = state.look
        if look is None:
            return
        counts = dict(look.unknown)
        names = [
            *state.asked.positions,
            *(name for name in counts if name not in state.asked.positions),
        ]
        reveal(self, visible=bool(names))
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.choices = {}
        offered = [("", t("staff.position_keep")), *state.positions]
        for name in names[:MOST_POSITIONS]:
            shown = (
                t("staff.position_words", words=name, n=counts[name]) if name in counts else name
            )
            choice = Choice(shown, offered)
            choice.show_key(state.asked.positions.get(name, ""))
            choice.chosen.connect(lambda code, name=name: self.asked.emit(name, code))
            self.choices[name] = choice
            self._grid.add(FormRow(shown, choice))
