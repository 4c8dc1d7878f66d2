from __future__ import annotations

import shutil
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPdfWriter, QTextDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from selfstudy.content.library import Library
from selfstudy.desktop.printing.asking import PrintMenu
from selfstudy.desktop.printing.pages import A4, BOTTOM, LEFT, RIGHT, TOP, write_pdf
from selfstudy.desktop.printing.setting import Setting
from selfstudy.desktop.printing.sheet import Sheet, right_in_letters, sheet_of
from selfstudy.domain.errors import FolderReadOnly, NoSuchLesson
from selfstudy.domain.question import right_response
from selfstudy.settings import Places

DAY = date(2026, 11, 23)
PAGE = QSizeF(A4.width() - LEFT - RIGHT, A4.height() - TOP - BOTTOM)


@pytest.fixture(scope="module")
def library():
    return Library([Places().lessons()])


def plain(html):
    document = QTextDocument()
    document.setHtml(html)
    return " ".join(document.toPlainText().split())


def a_sheet(html, frames=(), folder=""):
    body = f"<html><body>{html}</body></html>"
    return Sheet("Bài", body, frames, folder, ("Học phần", "Bài 1"), "Ngày in", "")


def test_a_sheet_ends_with_terms_sources_and_questions(library):
    sheet = sheet_of(library, "CM03-02", DAY, answers=False)
    said = plain(sheet.html)

    lesson = library.lesson("CM03-02")
    for wanted in (
        "Thuật ngữ trong bài", lesson.glossary[0].meaning, "Văn bản mà bài dựa vào",
        "30/2020/NĐ-CP", "Câu hỏi tự kiểm tra", f"Câu {len(lesson.questions)}",
    ):  # fmt: skip
        assert " ".join(wanted.split()) in said
    assert "question:" not in sheet.html
    assert "Đáp án và giải thích" not in said
    assert "23/11/2026" in sheet.foot
    assert sheet.draft == "Bản dự thảo – chưa thẩm định"


def test_a_pdf_leads_to_no_address_that_only_this_program_knows(library):
    for lesson in library.module("CM03").lessons:
        text = sheet_of(library, lesson.id, DAY, answers=True).html
        assert not [kind for kind in ("term:", "source:", "lesson:") if f'href="{kind}' in text]


def test_a_reviewed_lesson_says_by_whom_and_one_whose_source_ended_says_so_first(tmp_path):
    shutil.copytree(Places().lessons(), tmp_path / "lessons")
    module = next((tmp_path / "lessons").glob("CM03*"))
    about = module / "module.toml"
    version = Library([tmp_path / "lessons"]).module("CM03").version
    review = (
        f'reviewed_by = "Trưởng khoa"\nreviewed_on = 2026-11-01\nreviewed_version = {version}\n'
    )
    about.write_text(f"{review}\n" + about.read_text(encoding="utf-8"), encoding="utf-8")
    registry = tmp_path / "lessons" / "sources.toml"
    known = registry.read_text(encoding="utf-8")
    head, tail = known.split("[ND30-2020]", 1)
    tail = tail.replace("effective_from", "effective_to = 2026-11-30\neffective_from", 1)
    registry.write_text(f"{head}[ND30-2020]{tail}", encoding="utf-8")
    library = Library([tmp_path / "lessons"])

    before = sheet_of(library, "CM03-02", date(2026, 11, 30), answers=False)
    after = sheet_of(library, "CM03-02", date(2026, 12, 1), answers=False)

    assert "Thẩm định: Trưởng khoa, 01/11/2026" in plain(after.html)
    assert after.draft == ""
    assert plain(before.html).startswith("Sẽ thay đổi từ 01/12/2026: 30/2020/NĐ-CP")
    assert plain(after.html).startswith("Hết hiệu lực từ 01/12/2026: 30/2020/NĐ-CP")


def test_the_answers_stand_apart_and_are_right(library):
    for module in library.modules():
        for lesson in module.lessons:
            without = plain(sheet_of(library, lesson.id, DAY, answers=False).html)
            said = plain(sheet_of(library, lesson.id, DAY, answers=True).html)
            told = said.removeprefix(without)
            assert said.startswith(without)
            for question in lesson.questions:
                if question.kind in {"numeric", "cloze"}:
                    assert " ".join(right_response(question)[0].split()) in told


def test_no_order_gives_itself_away(library):
    asked = [q for m in library.modules() for x in m.lessons for q in x.questions]
    orders = [right_in_letters(q).split(" → ") for q in asked if q.kind == "order"]

    assert orders
    assert all(letters != sorted(letters) for letters in orders)


def test_a_lesson_that_is_not_there_is_told(library):
    with pytest.raises(NoSuchLesson):
        sheet_of(library, "X", DAY, answers=False)


def test_a_pdf_is_written_whole_with_all_its_pages(library, tmp_path):
    path = tmp_path / "bai.pdf"
    pages = write_pdf(sheet_of(library, "CM03-02", DAY, answers=True), path)
    raw = path.read_bytes()

    assert raw.startswith(b"%PDF-")
    assert raw.count(b"/Type /Page\n") == pages > 5
    assert b"/Subtype /Image" not in raw  # figures are vectors


def test_a_folder_that_cannot_be_written_is_told(library, tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(FolderReadOnly):
        write_pdf(a_sheet("<p>một</p>"), tmp_path / "file" / "a.pdf")


def test_no_heading_stands_alone_at_a_foot():
    text = "".join(f"<p>Đoạn {n}. {'chữ ' * 60}</p><p class='h2'>Mục {n}</p>" for n in range(60))
    setting = Setting(a_sheet(text + "<p>Hết</p>"), PAGE)
    layout = setting.document.documentLayout()
    block = setting.document.begin()
    while block.next().isValid():
        if block.text().startswith("Mục"):
            here = layout.blockBoundingRect(block).top() // PAGE.height()
            there = layout.blockBoundingRect(block.next()).top() // PAGE.height()
            assert here == there
        block = block.next()
    assert setting.pages > 5


def test_a_small_box_stands_on_one_page():
    box = "<table class='box' width='100%'><tr><td><p>{}</p></td></tr></table>"
    text = "".join(f"<p>{'chữ ' * 70}</p>{box.format('hộp ' * 90)}" for _ in range(25))
    setting = Setting(a_sheet(text, ("note",) * 25), PAGE)
    layout = setting.document.documentLayout()

    assert setting.pages > 3
    for frame in setting._frames:
        rect = layout.frameBoundingRect(frame.table)
        assert rect.top() // PAGE.height() == (rect.bottom() - 1) // PAGE.height()


@pytest.mark.parametrize("before", range(17, 24))
def test_a_heading_and_the_box_under_it_begin_a_page_together(before):
    box = f"<table class='box' width='100%'><tr><td><p>{'hộp ' * 90}</p></td></tr></table>"
    text = "<p>Dòng</p>" * before + f"<p class='h2'>Mục</p>{box}<p>Hết</p>"
    setting = Setting(a_sheet(text, ("note",)), PAGE)
    layout = setting.document.documentLayout()
    heading = setting.document.findBlockByNumber(before)

    assert heading.text() == "Mục"
    top = layout.frameBoundingRect(setting._frames[0].table).top()
    assert layout.blockBoundingRect(heading).top() // PAGE.height() == top // PAGE.height()
    assert setting.pages <= 2  # no page of the heading alone


@pytest.mark.parametrize("before", range(17, 24))
def test_headings_one_under_the_other_begin_a_page_together(before):
    headings = "<p class='h2'>Phần</p><p class='h3'>Mục</p>"
    text = "<p>Dòng</p>" * before + headings + f"<p>{'chữ ' * 60}</p>" * 2
    setting = Setting(a_sheet(text), PAGE)
    layout = setting.document.documentLayout()
    pages = {
        layout.blockBoundingRect(setting.document.findBlockByNumber(before + n)).top()
        // PAGE.height()
        for n in range(3)
    }

    assert len(pages) == 1


def test_a_figure_is_never_wider_or_taller_than_a_page(tmp_path):
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "a.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="4000"><rect width="9" '
        'height="9"/></svg>'
    )
    text = '<p><img src="figures/a.svg"></p><p><img src="figures/b.svg"></p><p>Hết</p>'
    setting = Setting(a_sheet(text, folder=str(tmp_path)), PAGE)
    tall = setting.document.documentLayout().blockBoundingRect(setting.document.begin())

    assert PAGE.height() * 0.6 < tall.height() < PAGE.height()
    assert setting.pages == 1


class Frame:
    """What the menu asks of the program."""

    def __init__(self, library, window):
        self.window, self.said = window, []
        self.services = self
        self.desk = self
        self.library = library

    def clock(self):
        return datetime(2026, 11, 23, 9, tzinfo=UTC)

    def say(self, words):
        self.said.append(words)


def test_the_menu_writes_a_pdf_and_says_where(qtbot, library, tmp_path):
    window = QWidget()
    qtbot.addWidget(window)
    frame = Frame(library, window)
    window.say = frame.say
    menu = PrintMenu(frame, "CM03-01", window)
    menu.write(menu.sheet(answers=True), tmp_path / "bai")
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "giay.pdf"))
    menu.put_on(printer, answers=False)

    assert len(menu.actions()) == 4
    assert (tmp_path / "bai.pdf").stat().st_size > (tmp_path / "giay.pdf").stat().st_size > 10_000
    assert "bai.pdf" in frame.said[0]
    assert "máy in" in frame.said[1]


def test_the_menu_tells_what_cannot_be_printed(qtbot, library, tmp_path):
    window = QWidget()
    qtbot.addWidget(window)
    frame = Frame(library, window)
    window.say = frame.say
    PrintMenu(frame, "X", window).put_on(QPdfWriter(str(tmp_path / "a.pdf")), answers=False)

    assert len(frame.said) == 1
