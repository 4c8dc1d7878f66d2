"""A tour of the whole main job in real windows without a display, leaving pictures and files.

A learner studies and hands over, a supervisor takes it in and confirms, on real modules, in homes
that are thrown away, at a time that stands still, so that two tours show the same.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from selfstudy.desktop.app import make_application
from selfstudy.desktop.handover.page import HandoverPage
from selfstudy.desktop.lesson.page import LessonPage
from selfstudy.desktop.search.page import SearchPage
from selfstudy.desktop.settings_page.page import SettingsPage
from selfstudy.desktop.tour_author import show_author
from selfstudy.desktop.tour_needs import show_own_needs, show_unit_needs
from selfstudy.desktop.tour_news import show_news
from selfstudy.desktop.tour_packs import show_packs
from selfstudy.desktop.tour_plan import show_own, show_plan
from selfstudy.desktop.tour_safety import (
    damage,
    go_on,
    lock,
    remove_computer,
    show_removed,
    show_rescue,
    show_return,
    show_term,
)
from selfstudy.desktop.tour_stage import Clock, Stage, without_display
from selfstudy.desktop.unit.page import UnitPage
from selfstudy.desktop.widgets.surfaces import Toast
from selfstudy.domain.lesson import Lesson, Module
from selfstudy.domain.question import right_response
from selfstudy.services.demo.demo import Wanted, learners, life_of, write_demo
from selfstudy.services.demo.demo_life import HERE
from selfstudy.services.intake.roster import SUPERVISOR
from selfstudy.services.papers.order import Wish
from selfstudy.services.rescue.safety import restore
from selfstudy.settings import Places, Settings

TODAY: Final = date(2026, 12, 4)
PEOPLE, DAYS = 24, 75
FORMS: Final = (
    ("F1", "xlsx"), ("F2", "docx"), ("F3", "pdf"), ("F7", "xlsx"), ("F8", "pdf"), ("F10", "xlsx"),
)  # fmt: skip
LEARNER, POSITION = "Nguyễn Thị Hạnh", "P03"


def tour(
    out: Path, languages: Sequence[str] = ("vi",), schemes: Sequence[str] = ("light",)
) -> list[Path]:
    """Walk through everything once for each language and look. Returns what was written."""
    written: list[Path] = []
    files = out / "files"
    with without_display():
        for language, scheme in ((lang, look) for lang in languages for look in schemes):
            pictures = out / f"{language}-{scheme}"
            shutil.rmtree(pictures, ignore_errors=True)
            pictures.mkdir(parents=True)
            settings = Settings(language=language, theme=scheme, sync_automatically=False)
            with tempfile.TemporaryDirectory(prefix="TuHoc-") as folder:
                written += Story(Path(folder), settings, pictures, files).tell()
    return [*written, *sorted(files.iterdir())]


class Story:
    """What a learner and a supervisor do, from the first start to the receipt."""

    def __init__(self, folder: Path, settings: Settings, pictures: Path, files: Path) -> None:
        self.folder, self.settings, self.pictures, self.files = folder, settings, pictures, files
        self.clock = Clock(datetime.combine(TODAY, time(8, 5), HERE))
        self.written: list[Path] = []
        shutil.rmtree(files, ignore_errors=True)
        files.mkdir(parents=True)

    def tell(self) -> list[Path]:
        """The whole story. Returns the pictures."""
        make_application(self.settings)
        unit = self.folder / "unit"
        with self.stage("learner") as stage:
            self.first_start(stage)
            wanted = Wanted(PEOPLE, DAYS, until=TODAY - timedelta(days=1))
            card = write_demo(stage.services.desk.library, unit, wanted).files[0]
            self.join(stage, card)
            self.some_weeks(stage)
            self.study(stage)
            self.look_back(stage)
            show_own_needs(stage)
            self.hand_over(stage)
            show_author(stage, self.folder / "author")
        with self.stage("supervisor") as stage:
            self.take_in(stage, unit)
            show_term(stage)
        with self.stage("learner") as stage:
            self.confirmed(stage)
        self.lost_and_found()
        return self.written

    @contextmanager
    def stage(self, who: str) -> Iterator[Stage]:
        """The program as `who` starts it."""
        stage = Stage(self.folder / who, self._settings(who), self.clock, self.pictures)
        try:
            yield stage
            self.written += stage.written
        finally:
            stage.close()

    def _settings(self, who: str) -> Settings:
        profiles = Places(self.folder / who).profiles
        found = [p.name for p in profiles.iterdir() if p.is_dir()] if profiles.is_dir() else []
        return self.settings._replace(last_profile=found[0] if found else "")

    # — the learner ——————————————————————————————————————————————————————————————————————

    def first_start(self, stage: Stage) -> None:
        """Say who one is, and look round."""
        stage.begin()
        stage.shoot("welcome")
        stage.act("welcome", begin_asked=(LEARNER, POSITION, ""))
        stage.shoot("today-first")
        stage.show("unit")
        stage.shoot("unit-founding")

    def join(self, stage: Stage, card: Path) -> None:
        """Look at the unit's card, then join."""
        stage.show("handover", files_given=([card],))
        stage.shoot("handover-card")
        stage.act("handover", join_accepted=())
        stage.shoot("handover-joined")

    def some_weeks(self, stage: Stage) -> None:
        """Study the first lesson for some weeks, as the demonstration's people do."""
        services = stage.services
        now = self.clock.moment
        library = services.desk.library
        first = self._module(stage).lessons[0].id
        life = life_of(library, learners(7, 1)[0])
        life.eager = 0.8
        for at, fact in life.days(TODAY - timedelta(days=DAYS), DAYS):
            if getattr(fact, "lesson", "") == first:
                self.clock.moment = datetime.fromtimestamp(at / 1000, HERE)
                services.desk.write(fact)
        self.clock.moment = now

    def study(self, stage: Stage) -> None:
        """Today, the library, a lesson, its questions, a review."""
        stage.show("today")
        stage.shoot("today")
        module = self._module(stage)
        stage.show("library")
        stage.program.screens["library"].open(module.id)
        stage.shoot("library")
        self.search(stage)
        lesson = module.lessons[1]
        self.read(stage, lesson)
        self.questions(stage, lesson)
        self.sit(stage, module)
        stage.show("review")
        stage.shoot("review")

    @staticmethod
    def search(stage: Stage) -> None:
        """Look for something: where one can go, a number, without marks, raw Telex, in vain."""
        stage.show("search")
        stage.shoot("search")
        page = stage.page("search")
        for words in ("30/2020", "the thuc van ban", "nghij ddinhj", "trực thăng"):
            if isinstance(page, SearchPage):
                page.field.setText(words)
                page.field.seek_now()
                stage.settle()
            stage.shoot("search-found")

    def read(self, stage: Stage, lesson: Lesson) -> None:
        """Read a lesson to its end, with a look at each part."""
        stage.program.open_lesson(lesson.id)
        stage.shoot("lesson")
        page = stage.page("lesson")
        for part in lesson.sections:
            self.clock.pass_by(minutes=4)
            if isinstance(page, LessonPage):
                page.view.go_to(part.id)
            stage.services.study.read(lesson.id, [part.id], 240, f"{part.id}:0")
        stage.program.open_lesson(lesson.id)
        if isinstance(page, LessonPage):
            for part in lesson.sections[1:3]:
                page.view.go_to(part.id)
                stage.shoot("lesson-further")

    def questions(self, stage: Stage, lesson: Lesson) -> None:
        """Answer every question, one of them wrongly; a picture of each kind."""
        stage.program.open_quiz(lesson.id)
        seen: set[str] = set()
        for question in lesson.questions:
            self.clock.pass_by(seconds=40)
            response = right_response(question)
            if question.kind == "single" and "single" not in seen:
                response = (next(o.key for o in question.options if not o.right),)
            fresh = question.kind not in seen
            seen.add(question.kind)
            stage.answer(question, response, f"quiz-{question.kind}" if fresh else "")
            if fresh:
                stage.shoot(f"quiz-{question.kind}-answered")
            stage.act("quiz", forward_asked=())
        stage.shoot("quiz-finished")

    def sit(self, stage: Stage, module: Module) -> None:
        """A test over the module: a question of it, and what it says when handed in."""
        if not module.tests:
            return
        stage.program.open_test(module.id, module.tests[0].purpose)
        stage.shoot("test")
        stage.act("test", hand_in_asked=())
        stage.shoot("test-handed-in")

    def look_back(self, stage: Stage) -> None:
        """One's own record, the facts behind it, and the settings."""
        stage.show("record")
        stage.shoot("record")
        stage.act("record", figure_asked=("answers",))
        stage.shoot("explained-answers")
        stage.act("explained", closed=())
        for door in ("hours", "next", "due", "rhythm"):
            stage.show("today", explain_asked=(door,))
            stage.shoot(f"explained-{door}")
        show_own(stage)
        stage.show("settings")
        stage.shoot("settings")
        page = stage.page("settings")
        if isinstance(page, SettingsPage):
            for part in ("safety", "devices", "privacy"):
                page.turn_to(part)
                stage.shoot(f"settings-{part}")
        stage.show("locking")
        stage.shoot("locking")

    def hand_over(self, stage: Stage) -> None:
        """See exactly what would leave, tell something private along, then write the packet."""
        self.clock.pass_by(minutes=3)
        stage.show("handover")
        stage.shoot("handover")
        stage.act("handover", explain_asked=())
        stage.shoot("explained-unreceived")
        stage.act("explained", closed=())
        self._tell(stage)
        stage.act("handover", export_asked=(self.files,))
        stage.shoot("handover-asking")
        stage.act("handover", agreed=())
        stage.shoot("handover-exported")
        stage.act("handover", codes_asked=())
        stage.shoot("handover-codes")

    @staticmethod
    def _tell(stage: Stage) -> None:
        stage.act("handover", private_asked=())
        page = stage.page("handover")
        if isinstance(page, HandoverPage):
            page.telling.groups[0].turn.click()
            page.ensureWidgetVisible(page.telling.groups[0].all, 0, page.height() // 2)
        newest = stage.services.handover.private()[0].untold[:2]
        stage.act("handover", ticked=(newest, True))
        stage.shoot("handover-private")

    # — the supervisor ———————————————————————————————————————————————————————————————————

    def take_in(self, stage: Stage, unit: Path) -> None:
        """A folder of packets: look first, accept, admit the newcomer, write receipts, report."""
        places = stage.places
        places.profiles.mkdir(parents=True)
        profile = restore(unit / SUPERVISOR, places.profiles)
        for packet in self.files.glob("KetQua_*"):
            shutil.copy(packet, unit / packet.name)
        (unit / SUPERVISOR).unlink()
        cut = next(iter(sorted(unit.glob("KetQua_*"))))
        (unit / "KetQua_zalo (1).thoc").write_bytes(cut.read_bytes()[:700])
        self.clock.pass_by(hours=2)
        stage.program.open_profile(profile)
        stage.show("unit", section_asked=("intake",), files_given=([unit],))
        stage.shoot("unit-intake-preview")
        for toast in stage.program.window.findChildren(Toast):
            toast.hide()  # that the demo's profile was copied is said; a person would wait
        stage.act("unit", accepted=())
        stage.shoot("unit-intake-done")
        stage.act("unit", section_asked=("waiting",))
        stage.shoot("unit-waiting")
        stage.act("unit", all_admitted=(), section_asked=("people",))
        stage.shoot("unit-people")
        self._open_person(stage)
        show_plan(stage)
        receipts = self.folder / "receipts"
        receipts.mkdir()
        stage.act("unit", section_asked=("intake",), receipts_asked=(receipts,))
        stage.shoot("unit-receipts")
        show_unit_needs(stage)
        stage.act("unit", section_asked=("overview",))
        stage.shoot("unit-overview")
        stage.act("unit", step_asked=("renew", ""))
        stage.page("unit").overview.soon.pressed.emit()  # type: ignore[attr-defined]
        stage.shoot("unit-keys")
        stage.show("framework", rated=(2, 9, 4))
        stage.shoot("unit-framework")
        stage.show("unit")
        stage.act("unit", step_asked=("", ""))
        stage.page("unit").overview.totals.why.click()  # type: ignore[attr-defined]
        stage.shoot("explained-year")
        stage.act("explained", closed=())
        for receipt in receipts.glob("BienNhan_NguyenThiHanh*"):
            shutil.copy(receipt, self.files / receipt.name)
        self._forms(stage)

    def _forms(self, stage: Stage) -> None:
        """A sheet of evidence, what the academy would hear, and every form for the files."""
        stage.show("unit", section_asked=("overview",))
        page = stage.page("unit")
        if isinstance(page, UnitPage):
            card = page.overview.reports
            card.who_chosen.emit("each")
            card.write_asked.emit(self.folder / "sheets", card.first.text(), card.last.text())
            page.overview.ensureWidgetVisible(card)
            stage.shoot("unit-forms")
            card.form_chosen.emit("needs")
            page.overview.ensureWidgetVisible(card)
            stage.shoot("unit-forms-needs")
        for form, kind in FORMS:
            path = self.files / f"{form}.{kind}"
            stage.services.reporting.write(Wish(form, kind), path)

    def _open_person(self, stage: Stage) -> None:
        person = next(row for row in stage.services.unit.people() if row.name == LEARNER)
        stage.act("unit", person_opened=(person.id,))
        stage.shoot("unit-person")
        stage.act("unit", person_closed=())

    # — the learner again ————————————————————————————————————————————————————————————————

    def confirmed(self, stage: Stage) -> None:
        """Take the receipt: the unit holds everything."""
        self.clock.pass_by(hours=1)
        stage.begin()
        receipts = sorted(self.files.glob("BienNhan_*"))
        stage.show("handover", files_given=(receipts,))
        stage.shoot("handover-confirmed")
        stage.show("today")
        stage.shoot("today-safe")
        show_news(stage, self._module(stage))
        show_packs(stage, stage.services.desk.library.module("CM04"), self.folder / "press")

    def lost_and_found(self) -> None:
        """Her computer is thought lost; later its disk fails, and she goes on at a new one."""
        carried, places = self.folder / "carried", Places(self.folder / "learner")
        with self.stage("learner") as stage:
            go_on(stage, carried)
        with self.stage("supervisor") as stage:
            told = remove_computer(stage, LEARNER, carried)
        with self.stage("learner") as stage:
            show_removed(stage, told)
        code, backup = lock(places, self.clock, LEARNER, self.folder / "stick")
        damage(places)
        with self.stage("learner") as stage:
            show_rescue(stage, code)
        with self.stage("new") as stage:
            show_return(stage, backup, code)

    @staticmethod
    def _module(stage: Stage) -> Module:
        return max(stage.services.desk.library.modules(), key=lambda module: len(module.lessons))
