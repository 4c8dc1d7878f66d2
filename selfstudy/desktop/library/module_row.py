"""A module in the library: what it is, how far one is, and its lessons when it is opened."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from selfstudy.desktop.library.pack_news import PackNewsBox
from selfstudy.desktop.theme import Tone
from selfstudy.desktop.widgets.badges import Badge
from selfstudy.desktop.widgets.buttons import QuietButton
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.lists import ClickCard, OpenRow
from selfstudy.desktop.widgets.progress import Bar
from selfstudy.desktop.widgets.surfaces import Line, Picture
from selfstudy.desktop.widgets.text import Small, Subheading, reveal
from selfstudy.domain.lesson import Validity
from selfstudy.domain.progress import LessonLine, ModuleCard, State
from selfstudy.domain.testing import ModuleTestLine
from selfstudy.services.packs.news import PackStanding
from selfstudy.words import day, minutes, percent, pick, t

AREA_ICONS: Final = {"LL": "landmark", "CM": "file-text"}
_VALIDITY: Final[dict[Validity, tuple[Tone, str]]] = {
    "expired": ("danger", "circle-x"),
    "expiring": ("warning", "clock"),
    "not_yet": ("warning", "clock"),
}
_STATES: Final[dict[State, tuple[str, str]]] = {
    "new": ("circle", "muted"),
    "going": ("circle-dot", "accent"),
    "done": ("circle-check", "success"),
}
_TESTS: Final[dict[str, tuple[str, str]]] = {
    "open": ("list-checks", "accent"),
    "going": ("circle-dot", "accent"),
    "later": ("lock", "faint"),
    "taken": ("circle-check", "success"),
}


class _Head(ClickCard):
    """The part that is always there; pressing it opens and closes the lessons."""

    def __init__(self) -> None:
        super().__init__("", padding=20, spacing=6)
        row = QHBoxLayout()
        row.setSpacing(16)
        self.picture = Picture("book-open", "accent", 24)
        self.chevron = Picture("chevron-down", "muted", 20)
        self.title, self.summary, self.facts = Subheading(), Small(), Small()
        self.badges = Flow(6)
        self.new, self._new, self._said = Badge(""), False, ""
        self.badges.addWidget(self.new)
        self.marks = [Badge("") for _ in range(3)]
        for mark in self.marks:
            self.badges.addWidget(mark)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.title)
        words.addWidget(self.summary)
        words.addWidget(self.facts)
        words.addLayout(self.badges)
        self.bar, self.share = Bar(), Small(wrap=False)
        self.bar.setFixedWidth(120)
        end = QVBoxLayout()
        end.setSpacing(6)
        end.addStretch(1)
        end.addWidget(self.share, 0, Qt.AlignmentFlag.AlignRight)
        end.addWidget(self.bar)
        end.addStretch(1)
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addLayout(end)
        row.addWidget(self.chevron, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_module(self, card: ModuleCard, *, opened: bool) -> None:
        title = pick(card.title, card.title_en)
        self.title.setText(title)
        self.summary.show_words(pick(card.summary, card.summary_en))
        self.facts.setText(_facts(card))
        self.picture.show_icon(AREA_ICONS.get(card.area, "book-open"), "accent")
        self.chevron.show_icon("chevron-up" if opened else "chevron-down")
        marks = _marks(card)
        for place, badge in enumerate(self.marks):
            badge.show_words(*(marks[place] if place < len(marks) else ("", "neutral", "")))
        done = card.state == "done"
        self.bar.show_fraction(card.fraction, "success" if done else "accent")
        self.share.setText(t(f"library.{card.state}") if card.state != "going" else _share(card))
        self.setAccessibleName(t("library.row", title=title, share=percent(card.fraction)))
        said = [_facts(card), *(words for words, _tone, _icon in marks)]
        said.append(t("library.opened" if opened else "library.closed"))
        self._said = ". ".join(said)
        self.show_new(new=self._new)

    def show_new(self, *, new: bool) -> None:
        """Whether its pack brought something that was not seen yet."""
        self._new = new
        self.new.show_words(t("packs.new") if new else "", "accent", "sparkles")
        said = (self._said, t("packs.new") if new else "")
        self.setAccessibleDescription(". ".join(part for part in said if part))


class ModuleRow(QFrame):
    """A module and, when opened, its lessons."""

    toggled = Signal(str)
    lesson_asked = Signal(str)
    explain_asked = Signal(object)
    test_asked = Signal(str, str)
    news_seen = Signal(str)
    back_asked = Signal(str)

    def __init__(self, module: str) -> None:
        super().__init__()
        self.module = module
        self._card: ModuleCard | None = None
        self.why = QuietButton(t("explain.door"), "info")
        self.why.clicked.connect(lambda: self.explain_asked.emit(self._card))
        self.news = PackNewsBox()
        self.news.seen.connect(lambda: self.news_seen.emit(self.module))
        self.back = QuietButton(t("packs.back", version=""), "undo-2")
        self.back.clicked.connect(lambda: self.back_asked.emit(self.module))
        self._pack: PackStanding | None = None
        self.head = _Head()
        self.head.clicked.connect(lambda: self.toggled.emit(self.module))
        self._lines: tuple[LessonLine, ...] = ()
        self.lessons: list[OpenRow] = []
        self._inside = QFrame()
        self._inside.setProperty("role", "inset")
        inside = QVBoxLayout(self._inside)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.setSpacing(2)
        self._column = QVBoxLayout()
        self.tests: dict[str, OpenRow] = {}
        self._before, self._after = QVBoxLayout(), QVBoxLayout()
        inside.addWidget(self.news)
        for part in (self._before, self._column, self._after):
            part.setSpacing(2)
            inside.addLayout(part)
        inside.addLayout(self._feet())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addWidget(self.head)
        whole.addWidget(self._inside)
        reveal(self._inside, visible=False)

    def show_module(self, card: ModuleCard, *, opened: bool) -> None:
        """The module as it stands."""
        self._card = card
        self.head.show_module(card, opened=opened)
        if opened and card.lessons != self._lines:
            self._show_lessons(card.lessons)
        if opened:
            self._show_tests(card.tests)
        reveal(self._inside, visible=opened)

    def show_pack(self, standing: PackStanding | None) -> None:
        """What is new since a pack, whose it is, and the way back."""
        if standing == self._pack:
            return
        self._pack = standing
        self.news.show_news(standing)
        self.head.show_new(new=standing is not None and standing.news is not None)
        before = standing.before if standing else 0
        self.back.show_words(t("packs.back", version=before))
        reveal(self.back, visible=bool(before))

    def _feet(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.why)
        reveal(self.back, visible=False)
        return row

    def _show_tests(self, lines: tuple[ModuleTestLine, ...]) -> None:
        for line in lines:
            row = self.tests.get(line.purpose)
            if row is None:
                row = self.tests[line.purpose] = OpenRow(line.purpose, "", icon="list-checks")
                row.opened.connect(lambda purpose: self.test_asked.emit(self.module, purpose))
                (self._before if line.purpose == "pre" else self._after).addWidget(row)
            icon, tone = _TESTS[line.standing]
            row.show_words(t(f"test.{line.purpose}"), test_note(line), icon, tone)
            row.setEnabled(line.standing != "later")
        for purpose, row in self.tests.items():
            reveal(row, visible=any(line.purpose == purpose for line in lines))

    def _show_lessons(self, lines: tuple[LessonLine, ...]) -> None:
        if tuple(line.id for line in lines) != tuple(row.key for row in self.lessons):
            self._build(lines)
        for row, line in zip(self.lessons, lines, strict=True):
            icon, tone = _STATES[line.state]
            title = t("library.lesson", number=line.number, title=pick(line.title, line.title_en))
            row.show_words(title, _lesson_note(line), icon, tone)
        self._lines = lines

    def _build(self, lines: tuple[LessonLine, ...]) -> None:
        while (item := self._column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self.lessons = []
        for place, line in enumerate(lines):
            if place:
                self._column.addWidget(Line())
            row = OpenRow(line.id, "", icon="circle")
            row.opened.connect(self.lesson_asked)
            self._column.addWidget(row)
            self.lessons.append(row)


def test_note(line: ModuleTestLine) -> str:
    """How a test stands: its questions, its score, or from when it may be taken."""
    if line.standing == "taken" and line.score is not None and line.taken_at is not None:
        return t("test.taken", share=percent(line.score), day=day(line.taken_at))
    if line.standing == "later" and line.open_from is not None:
        return t("test.open_from", day=day(line.open_from))
    if line.standing == "later":
        return t(f"test.later_{line.purpose}")
    return t(f"test.{line.standing}", n=line.questions)


def _facts(card: ModuleCard) -> str:
    area = t(f"library.area_{card.area}") if card.area in AREA_ICONS else card.area
    lessons = t("library.lessons", n=len(card.lessons))
    return " · ".join((card.id, area, lessons, t("library.tiet", n=card.hours)))


def _marks(card: ModuleCard) -> list[tuple[str, Tone, str]]:
    marks: list[tuple[str, Tone, str]] = []
    if card.needed:
        marks.append((t("library.needed"), "accent", "target"))
    if card.validity in _VALIDITY:
        tone, icon = _VALIDITY[card.validity]
        turn = day(card.turn) if card.turn is not None else ""
        marks.append((t(f"library.{card.validity}", turn=turn), tone, icon))
    if card.vetted is not None:
        said = t("validity.vetted", role=card.vetted.role, day=day(card.vetted.on))
        marks.append((said, "success", "circle-check"))
    elif card.draft:
        marks.append((t("library.draft"), "neutral", "info"))
    return marks


def _share(card: ModuleCard) -> str:
    return t("library.done_of", done=card.done, of=len(card.lessons))


def _lesson_note(line: LessonLine) -> str:
    about = t("library.about", time=minutes(line.minutes))
    if line.validity in _VALIDITY and line.turn is not None:
        about += f" · {t(f'validity.line_{line.validity}', turn=day(line.turn))}"
    if line.state == "going":
        return f"{about} · {t('library.lesson_going', share=percent(line.fraction))}"
    return f"{about} · {t(f'library.lesson_{line.state}')}"
