"""The gallery's pages with questions, fields, notices and tables."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from selfstudy.desktop.charts import BarChart, Charted, Point, Sparkline
from selfstudy.desktop.rows import Column
from selfstudy.desktop.theme import Tone
from selfstudy.desktop.widgets.badges import Avatar, KeyCap
from selfstudy.desktop.widgets.buttons import (
    DangerButton,
    GhostButton,
    IconButton,
    PrimaryButton,
    QuietButton,
)
from selfstudy.desktop.widgets.inputs import Choice, FormRow, TextField
from selfstudy.desktop.widgets.layouts import Columns
from selfstudy.desktop.widgets.options import OptionList
from selfstudy.desktop.widgets.page import PageFrame, buttons
from selfstudy.desktop.widgets.progress import Bar, ProgressStrip
from selfstudy.desktop.widgets.surfaces import Banner, Card, EmptyState, Line
from selfstudy.desktop.widgets.table import Table
from selfstudy.desktop.widgets.text import (
    Body,
    Caption,
    Question,
    Small,
    Strong,
)
from selfstudy.words import number, percent, pick


@dataclass(frozen=True, slots=True)
class Person:
    """A row of the table."""

    name: str
    place: str
    share: float
    hours: float
    last: str
    state: str
    tone: Tone


def quiz() -> QWidget:
    """A question with its answer marked."""
    page = PageFrame(pick("Câu 3 trên 10", "Question 3 of 10"), widest=860)
    page.add(Bar(0.3))
    card = Card(padding=28, spacing=16)
    card.add(
        Question(
            pick(
                "Theo Nghị định 30/2020/NĐ-CP, phần “Nơi nhận” của công văn trình bày thế nào?",
                "Under Decree 30/2020, how is the part “Recipients” of a letter set?",
            )
        )
    )
    options = OptionList()
    options.show_options(
        [
            ("A", pick("Cỡ chữ 14, in hoa, đậm", "Size 14, capitals, bold")),
            ("B", pick("Cỡ chữ 13 cho toàn bộ phần “Nơi nhận”", "Size 13 for all of it")),
            (
                "C",
                pick(
                    "Từ “Nơi nhận” cỡ 12, nghiêng, đậm; phần liệt kê cơ quan, tổ chức, cá nhân "
                    "nhận văn bản cỡ 11, kiểu chữ đứng, cuối mỗi dòng có dấu chấm phẩy",
                    "The word at size 12, italic and bold; the list of offices at size 11, "
                    "upright, each line ending in a semicolon",
                ),
            ),
            ("D", pick("Do cơ quan tự quy định", "As each office decides")),
        ]
    )
    options.choose({"B"})
    why = pick("Cỡ 13 là của nội dung văn bản.", "Size 13 is that of the body text.")
    right = pick("Phụ lục I, mục II, khoản 9.", "Appendix I, part II, clause 9.")
    options.show_marks({"B": "wrong", "C": "right"}, {"B": why, "C": right})
    card.add(options)
    page.add(card)
    foot = QHBoxLayout()
    foot.setSpacing(8)
    foot.addWidget(GhostButton(pick("Câu trước", "Previous")))
    foot.addStretch(1)
    for key in ("A", "D"):
        foot.addWidget(KeyCap(key))
    foot.addWidget(Small(pick("để chọn", "to choose"), wrap=False))
    foot.addWidget(KeyCap("Enter"))
    foot.addWidget(PrimaryButton(pick("Câu tiếp theo", "Next question")))
    page.add(foot)
    open_one = OptionList()
    open_one.show_options([("A", pick("Đúng", "True")), ("B", pick("Sai", "False"))], single=False)
    open_one.choose({"A"})
    return page.add(Caption(pick("Chưa trả lời", "Still open")), open_one)


def forms() -> QWidget:
    """Fields and buttons."""
    page = PageFrame(pick("Ô nhập và nút", "Fields and buttons"))
    card = Card(padding=28, spacing=20)
    wrong = FormRow(pick("Mã bàn giao", "Code"), TextField("", "0000"))
    wrong.show_error(pick("Mã gồm 6 chữ số. Hãy xem lại trên thẻ.", "The code has 6 digits."))
    name = FormRow(
        pick("Họ và tên", "Full name"),
        TextField("", pick("Nguyễn Thị Hạnh", "Nguyễn Thị Hạnh")),
        pick("Viết đúng như trong hồ sơ cán bộ.", "As it stands in your file."),
    )
    positions = [("P01", pick("Văn thư viên", "Records clerk"))]
    position = FormRow(pick("Vị trí việc làm", "Position"), Choice("", positions))
    form = Columns(280, most=2).add(name, position, wrong)
    card.add(form)
    disabled = PrimaryButton(pick("Chưa bấm được", "Not yet"))
    disabled.setEnabled(False)
    line = buttons(
        PrimaryButton(pick("Bắt đầu học", "Begin")),
        GhostButton(pick("Xuất bảng tính", "Export"), "download"),
        QuietButton(pick("Xem các bản ghi", "See the facts")),
        DangerButton(pick("Xoá hồ sơ", "Delete the profile"), "trash"),
        IconButton(pick("Cài đặt", "Settings"), "settings"),
        disabled,
    )
    return page.add(card.add(Line(), line))


def states() -> QWidget:
    """Banners, progress and emptiness."""
    page = PageFrame(pick("Thông báo và trạng thái", "Notices and states"))
    tones: tuple[tuple[Tone, str], ...] = (
        ("accent", pick("Có bản mới của học phần này.", "There is a newer version.")),
        ("success", pick("Đã lưu trên máy này lúc 09:41.", "Saved on this computer at 09:41.")),
        (
            "warning",
            pick("Nguồn của bài này hết hiệu lực ngày 31/12/2026.", "A source expires soon."),
        ),
        (
            "danger",
            pick("Tệp bị thiếu phần cuối. Hãy chép lại.", "The file is cut. Copy it again."),
        ),
        ("neutral", pick("Đang làm việc ngoại tuyến.", "Working offline.")),
    )
    for tone, words in tones:
        page.add(Banner(words, tone=tone))
    strip = ProgressStrip()
    strip.start(pick("Đang tiếp nhận gói kết quả", "Taking in packets"))
    strip.report(37, 120)
    page.add(strip)
    empty = Card().add(
        EmptyState(
            "inbox",
            pick("Chưa có gói kết quả nào", "No packets yet"),
            pick("Kéo thư mục chứa các gói vào đây.", "Drag a folder of packets here."),
            pick("Chọn thư mục", "Choose a folder"),
        )
    )
    return page.add(empty)


def people() -> QWidget:
    """A table and a chart with its table."""
    page = PageFrame(pick("Người học", "People"), "UBND phường Bến Nghé")
    weeks = [Point(f"T{40 + i}", value) for i, value in enumerate((22, 31, 28, 42, 39, 51, 46, 55))]
    columns = [
        Column(pick("Tuần", "Week"), lambda point: point.name),
        Column(pick("Giờ", "Hours"), lambda point: number(point.value), "number", width=120),
    ]
    title = pick("Giờ học theo tuần", "Hours by week")
    chart = Charted(title, BarChart(title, weeks, 40), columns)
    chart.table.show_rows(weeks)
    page.add(Card().add(chart))
    table = Table(
        pick("Người học", "People"),
        [
            Column(pick("Họ và tên", "Name"), lambda row: row.name, "person"),
            Column(pick("Đơn vị", "Place"), lambda row: row.place, "muted"),
            Column(
                pick("Tiến độ", "Progress"),
                lambda row: percent(row.share),
                "bar",
                share=lambda row: row.share,
                order=lambda row: row.share,
                width=170,
            ),
            Column(
                pick("Tiết", "Hours"), lambda row: number(row.hours), "number",
                order=lambda row: row.hours, width=90,
            ),
            Column(pick("Gần nhất", "Last"), lambda row: row.last, "muted", width=130),
            Column(
                pick("Tình trạng", "State"), lambda row: row.state, "badge",
                tone=lambda row: row.tone, width=150,
            ),
        ],
    )  # fmt: skip
    good, soon = pick("Đúng tiến độ", "On track"), pick("Cần nhắc", "Remind")
    table.show_rows(
        [
            Person("Nguyễn Thị Lan", "Văn phòng HĐND–UBND", 0.86, 38.5, "07:50", good, "success"),
            Person(
                "Trần Văn Đức", "Kinh tế, Hạ tầng và Đô thị", 0.64, 27, "Hôm qua", good, "success"
            ),
            Person("Lò Thị Mai", "Văn hoá – Xã hội", 0.31, 12, "11/11/2026", soon, "warning"),
            Person(
                "Giàng A Páo", "Phục vụ hành chính công", 0.12, 4.5, "30/10/2026", soon, "danger"
            ),
        ]
    )
    table.fit_height()
    table.view.selectRow(2)
    person = QHBoxLayout()
    person.setSpacing(12)
    person.addWidget(Avatar("Lò Thị Mai", 40))
    lines = QVBoxLayout()
    lines.setSpacing(0)
    lines.addWidget(Strong("Lò Thị Mai"))
    lines.addWidget(Body(pick("6 tuần gần đây", "Last 6 weeks")))
    person.addLayout(lines, 1)
    person.addWidget(Sparkline(pick("Giờ học", "Hours"), (1, 3, 2, 5, 4, 6)))
    return page.add(Card(padding=16).add(table), Card(padding=16).add(person))
