from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from selfstudy.desktop.handover.presenter import HandoverPresenter
from selfstudy.desktop.tasks import InlineTasks, Job
from selfstudy.domain.errors import FolderReadOnly, HubUnreachable, TooManyCodes, UnitCardRefused
from selfstudy.domain.people import FileResult, IntakeReport, UnitView
from selfstudy.domain.progress import Exported, Handed, Preview, PreviewLine
from selfstudy.domain.telling import PrivateGroup, PrivateRow

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
UNIT = "Uỷ ban nhân dân phường Bến Thành"
CARD = SimpleNamespace(
    name=UNIT, number=3, hub="", supervisors=(SimpleNamespace(name="Trần Thị Ngọc Lan"),)
)

PRIVATE = PrivateGroup(
    "CM03-01",
    "Thể thức văn bản",
    (
        PrivateRow("ab:2", NOW, "answered", "Câu 2", "100%", 1000),
        PrivateRow("ab:1", NOW, "answered", "Câu 1", "0%", 0),
    ),
)
CODES = SimpleNamespace(pictures=(b"png",))


class Service:
    """A learner with results, and a unit once joined."""

    def __init__(self, unit=UNIT, unreceived=12):
        self.handed = Handed(unit, unreceived, 148, hub="tuhoc.example" if unit else "")
        self.files = (FileResult("BienNhan.thoc", new=1),)
        self.before = 14
        self.calls = []
        self.error = None

    def state(self):
        return self.handed

    def preview(self, chosen):
        lines = [PreviewLine("lesson_finished", 6, NOW)]
        if chosen:
            lines.append(PreviewLine("restated", len(chosen), NOW))
        return Preview(self.handed.unit, tuple(lines), (), (), "", "")

    def private(self):
        self._maybe()
        return (PRIVATE,)

    def tell(self, chosen):
        self._maybe()
        self.calls.append(("tell", *sorted(chosen)))
        return len(chosen)

    def take_back(self, chosen):
        self.calls.append(("take_back", *chosen))
        return 1

    def export(self, folder):
        self._maybe()
        self.calls.append(("export", folder))
        return Exported(str(folder / "KetQua.thoc"), 12, 6340, "ab")

    def codes(self):
        self._maybe()
        self.calls.append(("codes",))
        return CODES

    def print_codes(self, codes, path):
        self._maybe()
        self.calls.append(("print_codes", codes, path))

    def take(self, paths, progress, cancelled):
        for place, _ in enumerate(paths):
            progress(place + 1, len(paths))
        self.handed = Handed(self.handed.unit, 0, 148)
        return IntakeReport(self.files, False, NOW, cancelled=cancelled())

    def card_of(self, path):
        self._maybe()
        self.calls.append(("card_of", path))
        return CARD

    def join(self, path):
        self.calls.append(("join", path))
        self.handed = Handed(UNIT, 148, 148)
        return UnitView("", UNIT, 3, "", (), False, False, None, 0, 0, 0)

    def earlier(self):
        return self.before

    def bring_earlier(self):
        brought, self.before = self.before, 0
        return brought

    def now(self):
        self._maybe()
        self.handed = Handed(UNIT, 0, 148, synced_at=NOW)
        return self.handed

    def _maybe(self):
        if self.error is not None:
            raise self.error


class Screen:
    """Remembers every state it was shown."""

    def __init__(self):
        self.states = []

    def show_state(self, state):
        self.states.append(state)


def presenter(service=None, tasks=None, **options):
    service = service or Service()
    made = HandoverPresenter(Screen(), service, service, tasks or InlineTasks(), **options)
    made.load()
    return made


def test_loading_shows_what_is_safe_what_leaves_and_what_came_before():
    made = presenter()

    assert made.state.handed.unreceived == 12
    assert made.state.preview.lines[0].count == 6
    assert (made.state.earlier, made.state.busy) == (14, "")


def test_without_a_unit_nothing_is_previewed():
    made = presenter(Service(unit=""))

    assert made.state.preview is None
    assert made.state.earlier == 0


def test_syncing_shows_the_new_state():
    made = presenter()

    made.sync()

    assert (made.state.done, made.state.handed.unreceived) == ("sync", 0)


def test_without_a_network_the_error_stands_beside_sync_and_nothing_is_lost():
    service = Service()
    service.error = HubUnreachable(address="tuhoc.example")
    made = presenter(service)

    made.sync()

    assert (made.state.error_at, made.state.busy) == ("sync", "")
    assert made.state.handed.unreceived == 12


def test_exporting_remembers_the_folder_and_shows_the_file(tmp_path):
    made = presenter()

    made.export(tmp_path)

    assert made.state.exported.path == str(tmp_path / "KetQua.thoc")
    assert made.state.folder == str(tmp_path)


def test_a_folder_that_refuses_is_told_beside_export(tmp_path):
    service = Service()
    service.error = FolderReadOnly(folder=str(tmp_path))
    made = presenter(service)

    made.export(tmp_path)

    assert (made.state.error_at, made.state.exported) == ("export", None)


def test_the_next_action_takes_an_old_error_away(tmp_path):
    service = Service()
    service.error = FolderReadOnly(folder=str(tmp_path))
    made = presenter(service)
    made.export(tmp_path)
    service.error = None

    made.export(tmp_path)

    assert (made.state.error, made.state.error_at) == (None, "")


def test_taking_a_receipt_brings_the_number_to_zero():
    made = presenter()

    made.take((Path("BienNhan.thoc"),))

    assert made.state.handed.unreceived == 0
    assert made.state.taken.new == 1
    assert made.state.progress is None


def test_a_unit_card_is_shown_before_it_is_accepted():
    service = Service(unit="")
    made = presenter(service)

    made.take((Path("TheDonVi.THDV"),))

    assert (made.state.card.name, made.state.card.supervisors) == (UNIT, ("Trần Thị Ngọc Lan",))
    assert ("join", Path("TheDonVi.THDV")) not in service.calls


def test_joining_accepts_the_card_that_was_looked_at():
    made = presenter(Service(unit=""))
    made.take((Path("TheDonVi.thdv"),))

    made.join()

    assert (made.state.done, made.state.card) == ("join", None)
    assert made.state.handed.unit == UNIT


def test_declining_a_card_changes_nothing():
    service = Service(unit="")
    made = presenter(service)
    made.take((Path("TheDonVi.thdv"),))

    made.decline()
    made.join()

    assert made.state.card is None
    assert [what for what, _ in service.calls] == ["card_of"]


def test_a_card_that_zalo_renamed_is_recognised_by_its_content():
    service = Service(unit="")
    service.files = (FileResult("tai_xuong.bin", problem="intake.card_to_join"),)
    made = presenter(service)

    made.take((Path("tai_xuong.bin"),))

    assert made.state.card.name == UNIT
    assert made.state.taken is None


def test_a_card_that_is_refused_is_told_beside_the_box():
    service = Service(unit="")
    service.error = UnitCardRefused(reason="expired")
    made = presenter(service)

    made.take((Path("cu.thdv"),))

    assert (made.state.error_at, made.state.card) == ("card", None)


def test_results_from_before_are_brought_once():
    made = presenter()

    made.bring_earlier()

    assert (made.state.brought, made.state.earlier, made.state.done) == (14, 0, "earlier")


class Held(InlineTasks):
    """Starts long work and leaves it under way."""

    def __init__(self):
        self.job = Job()

    def follow(self, work, done, failed=None, progress=None, lane="side"):
        self.work, self.done, self.progress = work, done, progress
        return self.job


def test_while_files_are_taken_nothing_else_begins_and_cancel_asks_to_stop(tmp_path):
    tasks, service = Held(), Service()
    made = presenter(service, tasks)
    made.take((Path("a.thoc"), Path("b.thoc")))
    tasks.progress(1, 2)

    made.export(tmp_path)
    made.cancel()

    assert made.state.progress == (1, 2)
    assert made.state.cancelling
    assert tasks.job.cancelled()
    assert service.calls == []


def test_a_cancelled_intake_says_so_and_lets_go_on():
    tasks = Held()
    made = presenter(tasks=tasks)
    made.take((Path("a.thoc"), Path("b.thoc")))
    made.cancel()

    tasks.done(tasks.work(lambda _done, _total: None, tasks.job.cancelled))
    tasks.progress(2, 2)

    assert made.state.taken.cancelled
    assert (made.state.busy, made.state.progress, made.state.cancelling) == ("", None, False)


def test_reading_again_while_busy_keeps_what_is_under_way():
    made = presenter(tasks=Held())
    made.take((Path("a.thoc"),))

    made.load()

    assert made.state.busy == "take"


def test_an_unreadable_state_is_told():
    class Broken(Service):
        def state(self):
            raise FolderReadOnly(folder="x")

    made = presenter(Broken())

    assert (made.state.error_at, made.state.busy) == ("load", "")


def test_no_files_begin_nothing():
    made = presenter()

    made.take(())
    made.cancel()

    assert made.state.taken is None


def test_codes_are_shown_printed_and_put_away(tmp_path):
    service = Service()
    made = presenter(service)
    made.print_codes(tmp_path / "a.pdf")  # nothing is shown yet
    assert service.calls == []

    made.show_codes()
    assert made.state.codes is CODES
    made.print_codes(tmp_path / "a.pdf")
    assert service.calls[-1] == ("print_codes", CODES, tmp_path / "a.pdf")
    assert made.state.printed == str(tmp_path / "a.pdf")

    made.hide_codes()
    assert (made.state.codes, made.state.printed) == (None, "")


def test_codes_that_cannot_be_made_are_told_beside_their_button():
    service = Service()
    made = presenter(service)
    service.error = TooManyCodes(codes=99, limit=60)

    made.show_codes()

    assert (made.state.error_at, made.state.codes) == ("codes", None)


def test_what_is_private_is_looked_at_when_asked_and_nothing_is_ticked():
    made = presenter()
    assert made.state.private is None

    made.show_private()

    assert (made.state.private, made.state.chosen) == ((PRIVATE,), frozenset())


def test_a_tick_shows_in_the_preview_and_writes_nothing():
    service = Service()
    made = presenter(service)

    made.tick(PRIVATE.untold, True)
    made.tick(("ab:1",), False)

    assert made.state.chosen == {"ab:2"}
    assert [line.kind for line in made.state.preview.lines] == ["lesson_finished", "restated"]
    made.hide_private()
    assert (made.state.chosen, len(made.state.preview.lines)) == (frozenset(), 1)
    assert service.calls == []


@pytest.mark.parametrize(
    ("go", "done"),
    [
        (lambda made: made.export(Path("/usb")), "export"),
        (lambda made: made.show_codes(), "codes"),
        (lambda made: made.sync(), "sync"),
    ],
)
def test_what_is_ticked_goes_along_after_one_more_question(go, done):
    service = Service()
    made = presenter(service)
    made.show_private()
    made.tick(("ab:1",), True)

    go(made)
    assert (made.state.asking, service.calls, made.state.done) == (done, [], "")
    made.disagree()
    assert (made.state.asking, service.calls) == ("", [])
    made.agree()
    assert service.calls == [], "nothing was asked"

    go(made)
    made.agree()

    assert service.calls[0] == ("tell", "ab:1")
    assert (made.state.done, made.state.asking, made.state.chosen) == (done, "", frozenset())
    made.agree()
    assert [call[0] for call in service.calls].count("tell") == 1


def test_what_cannot_be_told_is_not_sent_either():
    service = Service()
    made = presenter(service)
    made.tick(("ab:1",), True)
    made.export(Path("/usb"))
    service.error = FolderReadOnly(folder="x")

    made.agree()

    assert (made.state.error_at, service.calls) == ("tell", [])
    assert made.state.chosen == {"ab:1"}


def test_while_something_is_done_nothing_is_ticked_or_asked():
    made = presenter()
    made.tick(("ab:1",), True)
    made._change(busy="take")

    made.tick(("ab:2",), True)
    made.export(Path("/usb"))

    assert (made.state.chosen, made.state.asking) == ({"ab:1"}, "")


def test_what_was_told_is_taken_back_and_the_list_read_again():
    service = Service()
    made = presenter(service)

    made.take_back("ab:1")

    assert service.calls == [("take_back", "ab:1")]
    assert (made.state.done, made.state.private) == ("take_back", (PRIVATE,))
