"""Every component in one window, for looking at and for tests; no screen uses it."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from selfstudy.desktop.gallery_parts import forms, people, quiz, states
from selfstudy.desktop.heat import Heat
from selfstudy.desktop.main_window import MainWindow
from selfstudy.desktop.widgets.badges import Badge
from selfstudy.desktop.widgets.buttons import (
    GhostButton,
    PrimaryButton,
    Segmented,
)
from selfstudy.desktop.widgets.inputs import Choice, SearchField
from selfstudy.desktop.widgets.layouts import Columns, Flow
from selfstudy.desktop.widgets.lists import ClickCard, ListRow
from selfstudy.desktop.widgets.page import PageFrame, buttons
from selfstudy.desktop.widgets.progress import Bar, Ledger, LedgerRing, Ring
from selfstudy.desktop.widgets.surfaces import Banner, Card, Line, Picture
from selfstudy.desktop.widgets.text import (
    Heading,
    Muted,
    Number,
    Small,
    Subheading,
)
from selfstudy.words import percent, pick


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
