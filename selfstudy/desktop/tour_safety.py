"""Stops of the tour: old details go, a lost computer hears of it, what is damaged is mended.

The last of them begin where a program does: with a profile that does not open, and with none.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from selfstudy import bootstrap
from selfstudy.desktop.rescue.page import RescuePage
from selfstudy.desktop.settings_page.page import SettingsPage
from selfstudy.desktop.tour_stage import Clock, Stage
from selfstudy.desktop.unit.page import UnitPage
from selfstudy.desktop.welcome.page import WelcomePage
from selfstudy.domain.survey import Survey
from selfstudy.exchange.lock import Cost
from selfstudy.exchange.recovery_code import GROUP, bare
from selfstudy.services.rescue.safety import Safety

if TYPE_CHECKING:
    from selfstudy.settings import Places

PIN, WRONG = "203041", "999998"
WORDS = "Mở thêm lớp buổi chiều về tiếp công dân."
QUICK = Cost(19 * 1024, 1)  # what a PIN costs at least: nobody guesses on a tour
LATER = timedelta(days=400)  # some of what a unit holds is older than a year then


def show_term(stage: Stage) -> None:
    """What is past the unit's term, and what stays; then it is thought better of."""
    stage.clock.moment += LATER
    stage.show("unit", section_asked=("overview",))
    page = stage.page("unit")
    if isinstance(page, UnitPage):
        card = page.overview.retaining
        for years, picture in ((1, "unit-term"), (20, "unit-term-long")):
            card.term.show_key(str(years))
            card.look.click()
            stage.settle()
            page.overview.ensureWidgetVisible(card)
            stage.shoot(picture)
            card.cancel.click()
    stage.clock.moment -= LATER


def go_on(stage: Stage, folder: Path) -> None:
    """Somebody studies on, and hands it over."""
    stage.begin()
    stage.services.needs.keep_survey(Survey(form="mixed", time="weekend", proposals=WORDS))
    folder.mkdir()
    stage.services.handover.export(folder)


def remove_computer(stage: Stage, name: str, folder: Path) -> list[Path]:
    """A computer taken for lost is removed from its person's page; what it still tells comes in.

    Returns what the unit answers.
    """
    stage.begin()
    stage.show("unit", section_asked=("people",))
    person = next(row.id for row in stage.services.unit.people() if row.name == name)
    stage.act("unit", person_opened=(person,))
    page = stage.page("unit")
    if isinstance(page, UnitPage):
        one = page.people.one
        one.computers.asked.emit(stage.services.unit.devices_of(person)[0].id)
        one.bring(one.computers)
        stage.shoot("unit-computer-asked")
        one.computers.removed.emit()
        one.bring(one.computers)
        stage.shoot("unit-computer-removed")
    stage.services.unit.intake([folder])
    stage.services.unit.write_receipts(folder)
    return sorted(folder.glob("BienNhan_*_MayDaGo*"))


def show_removed(stage: Stage, told: list[Path]) -> None:
    """The removed computer hears of it, and says so wherever work is handed over."""
    stage.begin()
    stage.show("handover", files_given=(told,))
    stage.shoot("handover-removed")
    stage.show("today")
    stage.shoot("today-removed")
    stage.show("settings")
    page = stage.page("settings")
    if isinstance(page, SettingsPage):
        page.turn_to("devices")
        stage.shoot("settings-removed")


def lock(places: Places, clock: Clock, name: str, stick: Path) -> tuple[str, Path]:
    """Lock somebody's profile and back it up on a stick. Returns the recovery code and the file."""
    people = bootstrap.profiles(places, clock, cost=lambda: QUICK)
    profile = next(one.id for one in people.profiles() if one.name == name)
    locking = people.locking(profile)
    prepared = locking.prepare(PIN)
    typed = bare(prepared.code)[GROUP * (prepared.group - 1) :][:GROUP]
    desk = people.open(profile, locking.switch_on(prepared, typed))
    try:
        return prepared.code, Safety(desk, places.data).backup(stick)
    finally:
        desk.close()


def damage(places: Places) -> None:
    """What a failing disk does to the file of somebody's records."""
    journal = next(places.profiles.glob("*/journal.db"))
    with journal.open("rb+") as file:
        file.seek(4096)
        file.write(bytes(9000))


def show_rescue(stage: Stage, code: str) -> None:
    """A damaged and locked profile: what is the matter, its secret, and what could be read."""
    stage.begin()
    stage.program.rescuer.offer(next(stage.places.profiles.iterdir()).name)
    stage.shoot("rescue")
    (page,) = stage.program.window.findChildren(RescuePage)
    for typed, picture in (("", "rescue-locked"), (WRONG, "rescue-refused"), (code, "rescue-done")):
        page.secret.setText(typed)
        page.begin.click()
        stage.shoot(picture)


def show_return(stage: Stage, backup: Path, code: str) -> None:
    """A new computer: a locked backup is looked at, its PIN forgotten, the code opens it."""
    stage.begin()
    page = stage.page("welcome")
    if isinstance(page, WelcomePage):
        page.form.returning.click()
        stage.shoot("welcome-returning")
        page.returning.looked.emit(backup)
        stage.shoot("welcome-backup")
        for typed, picture in ((WRONG, "welcome-backup-refused"), (code, "today-restored")):
            page.returning.secret.setText(typed)
            page.returning.confirm.click()
            stage.shoot(picture)
