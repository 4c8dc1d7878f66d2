"""Every component on one page, for looking at and for tests; no screen uses it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from selfstudy.desktop.charts import BarChart, Charted, Heat, Point, Sparkline
from selfstudy.desktop.main_window import MainWindow
from selfstudy.desktop.rows import Column
from selfstudy.desktop.theme import Tone
from selfstudy.desktop.widgets.badges import Avatar, Badge, KeyCap
from selfstudy.desktop.widgets.buttons import (
    DangerButton,
    GhostButton,
    IconButton,
    PrimaryButton,
    QuietButton,
    Segmented,
)
from selfstudy.desktop.widgets.inputs import Choice, FormRow, SearchField, TextField
from selfstudy.desktop.widgets.layouts import Columns, Flow
from selfstudy.desktop.widgets.lists import ClickCard, ListRow
from selfstudy.desktop.widgets.options import OptionList
from selfstudy.desktop.widgets.page import PageFrame, buttons
from selfstudy.desktop.widgets.progress import Bar, Ledger, LedgerRing, ProgressStrip, Ring
from selfstudy.desktop.widgets.surfaces import Banner, Card, EmptyState, Line, Picture
from selfstudy.desktop.widgets.table import Table
from selfstudy.desktop.widgets.text import (
    Body,
    Caption,
    Heading,
    Muted,
    Number,
    Question,
    Small,
    Strong,
    Subheading,
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


def gallery() -> MainWindow:
    """A window whose pages show every component."""
    window = MainWindow()
    learning, unit = pick("Học tập", "Learning"), pick("Đơn vị", "Unit")
    for key, icon, words, page, group in (
        ("today", "sun", pick("Hôm nay", "Today"), today(), learning),
        ("library", "library", pick("Học phần", "Library"), library(), learning),
        ("review", "rotate-ccw", pick("Ôn tập", "Review"), quiz(), learning),
        ("record", "award", pick("Kết quả của tôi", "My record"), forms(), learning),
        ("handover", "send", pick("Bàn giao kết quả", "Hand over"), states(), learning),
        ("people", "users", pick("Người học", "People"), people(), unit),
        ("intake", "inbox", pick("Tiếp nhận", "Intake"), states(), unit),
    ):
        window.add_page(key, icon, page, group, words)
    window.set_badge("review", 8)
    window.show_status(
        pick("12 kết quả đơn vị chưa nhận", "12 results not yet received"),
        pick("Vẫn an toàn trên máy này.", "Safe on this computer."),
        "warning",
        "cloud-off",
    )
    window.turn_to("today")
    return window


def today() -> QWidget:
    """A page as a learner meets it first."""
    page = PageFrame(
        pick("Chào buổi sáng, chị Hạnh", "Good morning, Hạnh"),
        pick("Thứ Hai, ngày 23 tháng 11 năm 2026", "Monday, 23 November 2026"),
    )
    page.tools.addWidget(SearchField(pick("Tìm bài, câu hỏi", "Find a lesson or question")))
    page.add(
        Columns(340, shares=(3, 2)).add(_going_on(), _hours()),
        Columns(340, shares=(3, 2)).add(_plan(), _rhythm()),
    )
    return page


def _going_on() -> Card:
    card = Card(padding=28)
    row = QHBoxLayout()
    row.setSpacing(28)
    row.addWidget(Ring(0.64, note=pick("18/28 bài", "18/28")))
    words = QVBoxLayout()
    words.setSpacing(8)
    marks = Flow().add(
        Badge(pick("Đang học", "Under way"), "accent"),
        Badge(pick("Hạn 30/11/2026", "Due 30/11/2026"), "warning", "clock"),
    )
    words.addLayout(marks)
    words.addWidget(Heading(pick("Lập hồ sơ công việc điện tử", "Keeping electronic files")))
    words.addWidget(
        Muted(
            pick(
                "Bài 19 · Nghiệp vụ văn thư, lưu trữ · còn khoảng 12 phút",
                "Lesson 19 · Records and archives · about 12 minutes left",
            )
        )
    )
    words.addSpacing(8)
    go_on = PrimaryButton(pick("Học tiếp", "Continue"), "arrow-right")
    words.addLayout(buttons(go_on, GhostButton(pick("Ôn 8 câu", "Review 8"), "rotate-ccw")))
    row.addLayout(words, 1)
    return card.add(row)


def _hours() -> Card:
    card = Card(pick("Giờ học năm 2026", "Hours in 2026"))
    note = pick("theo lịch học của đơn vị", "by the unit's schedule")
    own = Ledger(pick("Tự học", "Self-study"), 27.5, pick("tiết", "periods"), 40)
    recognised = Ledger(pick("Được công nhận", "Recognised"), 16, pick("tiết", "periods"), 40, note)
    return card.add(LedgerRing(own, recognised))


def _plan() -> Card:
    card = Card(pick("Vì sao học những bài này", "Why these lessons"), spacing=4)
    first = ListRow(
        pick("Thể thức văn bản hành chính", "The form of administrative documents"),
        pick(
            "Vị trí văn thư cần M3 mức 4; hiện ở mức 2",
            "Your position needs M3 level 4; you are at 2",
        ),
        icon="file-text",
    ).add_end(Badge(pick("Cần nhắc", "Due soon"), "warning", "circle-alert"))
    second = ListRow(
        pick("An toàn thông tin cho công chức", "Information security"),
        pick("9 bài · 2 giờ", "9 lessons · 2 hours"),
        icon="shield-check",
    ).add_end(Badge(pick("Đã xong", "Done"), "success", "check"))
    third = ListRow(
        pick("Luật Cán bộ, công chức sửa đổi", "Law on cadres and civil servants"),
        pick("16 bài · 5 giờ", "16 lessons · 5 hours"),
        icon="scale",
    ).add_end(Badge(pick("Chưa học", "New")))
    return card.add(first, Line(), second, Line(), third)


def _rhythm() -> Card:
    card = Card(pick("Nhịp học", "Rhythm"))
    days = tuple((place * 37 % 11) * (place % 3) * 3 for place in range(91))
    card.add(Number(pick("6 ngày", "6 days")), Small(pick("liên tiếp", "in a row")))
    return card.add(Heat(days, date(2026, 11, 23)))


def library() -> QWidget:
    """Cards of modules, tools above them."""
    page = PageFrame(
        pick("Học phần", "Library"), pick("11 học phần trên máy này", "11 modules on this computer")
    )
    page.tools.addWidget(GhostButton(pick("Cài gói học liệu", "Install a pack"), "package-plus"))
    choices = [("all", pick("Tất cả", "All")), ("mine", pick("Cần cho tôi", "For me"))]
    areas = [("", pick("Mọi lĩnh vực", "Every area")), ("m", pick("Chuyên môn", "Professional"))]
    tools = QHBoxLayout()
    tools.setSpacing(12)
    tools.addWidget(SearchField(pick("Tìm học phần", "Find a module")), 1)
    tools.addWidget(Choice(pick("Lĩnh vực", "Area"), areas))
    tools.addWidget(Segmented(pick("Lọc", "Filter"), choices))
    validity = pick(
        "Nghị định 30/2020/NĐ-CP được dùng trong 3 bài; kiểm tra hiệu lực lần cuối 12/10/2026.",
        "Decree 30/2020 is used in 3 lessons; last verified 12/10/2026.",
    )
    cards = Columns(280)
    for icon, title, note, share in (
        ("file-text", pick("Soạn thảo văn bản hành chính", "Drafting documents"), "12", 1.0),
        ("shield-check", pick("An toàn thông tin cho công chức", "Security"), "9", 0.45),
        ("scale", pick("Luật Cán bộ, công chức sửa đổi năm 2025", "Law on cadres"), "16", 0.0),
    ):
        cards.add(
            _module(icon, title, pick(f"{note} bài · 3 giờ", f"{note} lessons · 3 hours"), share)
        )
    action = pick("Xem nguồn", "See sources")
    return page.add(tools, Banner(validity, tone="warning", action=action), cards)


def _module(icon: str, title: str, note: str, share: float) -> ClickCard:
    card = ClickCard(title)
    card.body.addWidget(Picture(icon, "accent", 24))
    card.body.addSpacing(4)
    card.body.addWidget(Subheading(title))
    card.body.addWidget(Small(note))
    card.body.addStretch(1)
    card.body.addSpacing(12)
    card.body.addWidget(Bar(share, tone="success" if share == 1 else "accent"))
    foot = QHBoxLayout()
    foot.addWidget(Small(percent(share), wrap=False), 1)
    words = pick("Đã xong", "Done") if share == 1 else pick("Đang học", "Under way")
    foot.addWidget(Badge(words, "success" if share == 1 else "accent"))
    card.body.addLayout(foot)
    return card


def quiz() -> QWidget:
    """A question with its answer marked."""
    page = PageFrame(pick("Câu 3 trên 10", "Question 3 of 10"), widest=860)
    page.add(Bar(0.3))
    card = Card(padding=28, spacing=16)
    card.add(
        Question(
            pick(
                "Theo Nghị định 30/2020/NĐ-CP, phần “Nơi nhận” của công văn được trình bày thế nào?",
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
                    "Từ “Nơi nhận” cỡ 12, nghiêng, đậm; phần liệt kê các cơ quan, tổ chức và cá nhân "
                    "nhận văn bản cỡ 11, kiểu chữ đứng, cuối mỗi dòng có dấu chấm phẩy",
                    "The word at size 12, italic and bold; the list of offices and persons at size 11, "
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
