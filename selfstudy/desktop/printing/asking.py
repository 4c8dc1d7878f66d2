"""The menu of the print button: a PDF or paper, with the answers or without."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPagedPaintDevice
from PySide6.QtWidgets import QMenu, QWidget

from selfstudy.desktop import icons
from selfstudy.desktop.dropping import ask_new_file
from selfstudy.desktop.printing.pages import draw, write_pdf
from selfstudy.desktop.printing.sheet import Sheet, sheet_of
from selfstudy.desktop.screen import services_of
from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.validity import legal_day
from selfstudy.domain.vietnamese import file_name
from selfstudy.sentences import error_words
from selfstudy.words import t

if TYPE_CHECKING:
    from selfstudy.desktop.screen import Frame


class PrintMenu(QMenu):
    """Asks how a lesson is to be printed, prints it and says so."""

    def __init__(self, frame: Frame, lesson: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._frame, self._lesson = frame, lesson
        for answers in (False, True):
            kind = "_answers" if answers else ""
            self.addAction(
                icons.icon("download"), t(f"print.save{kind}"), lambda *_, a=answers: self._save(a)
            )
            self.addAction(
                icons.icon("printer"),
                t(f"print.on_paper{kind}"),
                lambda *_, a=answers: self._print(a),
            )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def sheet(self, *, answers: bool) -> Sheet:
        """What is printed, as of today."""
        library = services_of(self._frame).desk.library
        day = legal_day(self._frame.clock())
        return sheet_of(library, self._lesson, day, answers=answers)

    def _save(self, answers: bool) -> None:  # noqa: FBT001 - a choice of the menu
        try:
            sheet = self.sheet(answers=answers)
            name = f"{self._lesson}_{file_name(sheet.title)}.pdf"
            path = ask_new_file(self._frame.window, t("print.save"), name, t("print.files"))
            if path is not None:
                self.write(sheet, path)
        except SelfStudyError as error:
            self._frame.window.say(error_words(error))

    def write(self, sheet: Sheet, path: Path) -> None:
        """Write the PDF, with its ending."""
        path = path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")
        pages = write_pdf(sheet, path)
        self._frame.window.say(t("print.saved", n=pages, path=path))

    def _print(self, answers: bool) -> None:  # noqa: FBT001 - a choice of the menu
        """By the printer that the computer's own dialog names."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self._frame.window)
        dialog.setWindowTitle(t("print.on_paper"))
        if dialog.exec():
            self.put_on(printer, answers=answers)

    def put_on(self, printer: QPagedPaintDevice, *, answers: bool) -> None:
        """Print on paper."""
        try:
            pages = draw(self.sheet(answers=answers), printer)
        except SelfStudyError as error:
            self._frame.window.say(error_words(error))
        else:
            self._frame.window.say(t("print.printed", n=pages))
