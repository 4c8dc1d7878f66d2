from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from selfstudy.desktop.tasks import InlineTasks, Job
from selfstudy.desktop.unit.presenter import UnitPresenter, found
from selfstudy.domain.devices import Device, KeyHolder, KeysView
from selfstudy.domain.errors import BadSignature, DiskFull, FolderReadOnly, NotEntitled
from selfstudy.domain.people import FileResult, IntakeReport, PersonRow, UnitView, UnknownPerson
from selfstudy.domain.progress import FactRow
from selfstudy.domain.waiting import AsideFile, Behind, Contrary, Decision, Unheld
from selfstudy.services.unit.totals import YearTotals

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
TODAY = date(2026, 11, 23)
WORDS = "bốn từ dễ nhớ"


def person(key, name, position="Chuyên viên tư pháp – hộ tịch"):
    return PersonRow(key, name, position, "", 3, 4.5, 0, NOW, 12)


KEYS = KeysView(3, NOW, (KeyHolder("ab", "Trần Thị Ngọc Lan", NOW, here=True),))
LAPTOP = Device("cd", "Máy ở nhà", False, "linked", 12, NOW)
LAN, ANH = person("p1", "Trần Thị Ngọc Lan"), person("p2", "Đặng Thị Ngọc Ánh")
DUC = UnknownPerson("u1", "Hồ Minh Đức", "", "", 6, "91ee02ab")
YEN = UnknownPerson("u2", "Võ Thanh Yến", "", "", 2, "77aa0c1f")
TWIN = UnknownPerson("u3", "Đặng Thị Ngọc Ánh", "", "", 2, "3fa2c1d0", (ANH,))


class Service:
    """A unit in memory."""

    def __init__(self, founded=True):
        self.unit = self._view() if founded else None
        self.waiting = [DUC, YEN, TWIN]
        self.calls = []
        self.mended = None
        self.error = None
        self.torn = ()

    def _view(self, name="Uỷ ban nhân dân phường Bến Thành", *, supervisor=True):
        return UnitView("aa", name, 1, "", (), True, supervisor, None, 2, 3, 1)

    def _call(self, *what):
        if self.error is not None:
            raise self.error
        self.calls.append(what)

    def view(self):
        return self.unit

    def create(self, name, passphrase, hub=""):
        self._call("create", name, passphrase, hub)
        self.unit = self._view(name)
        return self.unit

    def write_card(self, folder):
        self._call("write_card", folder)
        return folder / "TheDonVi.thdv"

    def appoint(self, person_id, passphrase, until):
        self._call("appoint", person_id, passphrase, until)
        return self.unit

    def gone(self):
        return ()

    def people(self):
        return (ANH, LAN)

    def unknown(self):
        return tuple(self.waiting)

    def _decide(self, doing, people):
        self.waiting = [one for one in self.waiting if one.id not in people]
        return tuple(f"{doing}-{one}" for one in people)

    def admit(self, *people):
        self._call("admit", *people)
        return self._decide("admit", people)

    def match(self, *pairs):
        self._call("match", *pairs)
        return self._decide("match", [one for one, _other in pairs])

    def settle(self, person_id, digest):
        self._call("settle", person_id, digest)
        return ("settle",)

    def undo(self, *decisions):
        self._call("undo", *decisions)

    def decisions(self, person_id):
        return (Decision("d1", "admitted", NOW, "Trần Thị Ngọc Lan", person_id),)

    def contrary(self, person_id=""):
        return self.torn

    def mend(self):
        mended, self.mended = self.mended, None
        return mended

    def dropped(self):
        return 1

    def unheld(self):
        return (Unheld("CM99", "CM99-01", 1, 3),)

    def keys(self):
        return KEYS

    def devices_of(self, person_id):
        return (LAPTOP,)

    def renew(self, passphrase):
        self._call("renew", passphrase)

    def revoke(self, key, passphrase):
        self._call("revoke", key, passphrase)

    def retire_seal_key(self, passphrase):
        self._call("retire", passphrase)

    def remove_device(self, person_id, key):
        self._call("remove_device", person_id, key)
        return ("remove-d1",)

    def waiting_devices(self):
        return getattr(self, "devices", ())

    def totals(self):
        return YearTotals(2026, 25, 206, 206.0, 96.0)

    def behind(self):
        return (Behind("Hồ Minh Đức", 4),)

    def discard(self, file):
        self._call("discard", file)

    def export_aside(self, file, folder):
        self._call("export_aside", file, folder)
        return folder / "hong.thoc"

    def facts_behind(self, person_id):
        self._call("facts_behind", person_id)
        return (FactRow(NOW, "lesson_finished", "CM03-01", "", "a1b2", 7),)

    def quarantine(self):
        return (AsideFile("f1", "hong.thoc", NOW, "error.CutFile"),)

    def retry(self, *files):
        self._call("retry", *files)
        return IntakeReport((FileResult("hong.thoc", new=4),), dry=False, at=NOW)

    def intake(self, paths, *, dry, progress, cancelled):
        self._call("intake", tuple(paths), dry)
        progress(1, 1)
        return IntakeReport((FileResult("a.thoc", new=3),), dry, NOW, cancelled=cancelled())

    def write_receipts(self, folder):
        self._call("write_receipts", folder)
        return 2


class Screen:
    """Remembers every state it was shown."""

    def __init__(self):
        self.states = []

    def show_state(self, state):
        self.states.append(state)


def presenter(service=None, tasks=None, **options):
    made = UnitPresenter(
        Screen(), service or Service(), tasks or InlineTasks(), today=lambda: TODAY, **options
    )
    made.load()
    return made


def test_loading_shows_the_unit_its_people_and_what_waits():
    made = presenter()

    assert made.state.found == (ANH, LAN)
    assert made.state.waiting == 5
    assert (made.state.dropped, made.state.behind[0].records) == (1, 4)
    assert (made.state.loaded, made.state.busy) == (True, "")


def test_without_a_unit_nothing_else_is_asked():
    made = presenter(Service(founded=False))

    assert made.state.loaded
    assert (made.state.unit, made.state.people) == (None, ())


def test_who_only_holds_the_root_sees_no_people():
    service = Service()
    service.unit = service._view(supervisor=False)

    assert presenter(service).state.people == ()


def test_founding_a_unit_opens_it():
    service, opened = Service(founded=False), []
    made = presenter(service, opened=lambda: opened.append(True))

    made.create("  Phường Bến Thành ", WORDS, WORDS, " https://tuhoc.example ")

    assert service.calls == [("create", "Phường Bến Thành", WORDS, "https://tuhoc.example")]
    assert (made.state.unit.name, opened) == ("Phường Bến Thành", [True])


def test_a_passphrase_typed_with_another_input_method_is_the_same():
    service = Service(founded=False)
    decomposed = "bo\u0302\u0301n tu\u031b\u0300 de\u0302\u0303 nho\u031b\u0301"

    presenter(service).create("Phường", WORDS, decomposed, "")

    assert service.calls[0][2] == WORDS


@pytest.mark.parametrize(
    ("name", "passphrase", "again", "wrong"),
    [
        (" ", WORDS, WORDS, "name"),
        ("Phường", "ngắn", "ngắn", "short"),
        ("Phường", WORDS, WORDS + "x", "differs"),
    ],
)
def test_a_form_that_is_not_right_yet_says_where(name, passphrase, again, wrong):
    service = Service(founded=False)
    made = presenter(service)

    made.create(name, passphrase, again, "")

    assert (made.state.wrong, service.calls) == (wrong, [])


def test_the_card_is_written_where_the_person_said(tmp_path):
    made = presenter()

    made.write_card(tmp_path)

    assert (made.state.done, made.state.path) == ("card", str(tmp_path / "TheDonVi.thdv"))


def test_appointing_names_whom():
    service = Service()
    made = presenter(service)

    made.appoint("p1", WORDS, date(2027, 11, 23))

    assert service.calls == [("appoint", "p1", WORDS, date(2027, 11, 23))]
    assert (made.state.done, made.state.who) == ("appoint", "Trần Thị Ngọc Lan")


@pytest.mark.parametrize(
    ("who", "until", "wrong"),
    [("nobody", date(2027, 1, 1), "person"), ("p1", TODAY, "until"), ("p1", None, "until")],
)
def test_an_appointment_that_cannot_be_says_where(who, until, wrong):
    made = presenter()

    made.appoint(who, WORDS, until)

    assert made.state.wrong == wrong


def test_another_passphrase_is_said_at_its_field():
    service = Service()
    made = presenter(service)
    service.error = BadSignature(name="root")

    made.appoint("p1", "không phải", date(2027, 11, 23))

    assert (made.state.wrong, made.state.error, made.state.busy) == ("refused", None, "")


def test_another_failure_to_appoint_is_an_error_beside_the_button():
    service = Service()
    made = presenter(service)
    service.error = NotEntitled(what="root")

    made.appoint("p1", WORDS, date(2027, 11, 23))

    assert made.state.error_at == "appoint"


def test_people_are_found_without_marks_and_by_position():
    made = presenter()

    made.look_for("dang anh")
    by_name = made.state.found
    made.look_for("ho tich")
    by_position = made.state.found
    made.look_for("xyz")

    assert (by_name, by_position, made.state.found) == ((ANH,), (ANH, LAN), ())


def test_a_person_opens_the_facts_behind_the_numbers_and_closes():
    made = presenter()

    made.open_person("p2")
    opened = made.state
    made.close_person()

    assert (opened.person, opened.facts[0].what, opened.busy) == (ANH, "CM03-01", "")
    assert (made.state.person, made.state.facts) == (None, ())


def test_a_person_who_is_not_there_opens_nothing():
    made = presenter()

    made.open_person("nobody")

    assert made.state.person is None


def test_files_are_looked_at_first_and_taken_only_then():
    service = Service()
    made, paths = presenter(service), (Path("folder"),)

    made.intake.check(paths)
    looked = made.state.report
    made.intake.accept()

    assert (looked.dry, made.state.report.dry) == (True, False)
    assert service.calls == [("intake", paths, True), ("intake", paths, False)]


def test_accepting_without_files_does_nothing():
    service = Service()
    made = presenter(service)

    made.intake.check(())
    made.intake.accept()

    assert service.calls == []


def test_what_was_looked_at_can_be_left():
    made = presenter()
    made.intake.check((Path("folder"),))

    made.intake.discard()

    assert (made.state.report, made.state.paths) == (None, ())


def test_receipts_are_counted(tmp_path):
    made = presenter()

    made.intake.write_receipts(tmp_path)

    assert (made.state.done, made.state.count, made.state.path) == ("receipts", 2, str(tmp_path))


def test_a_folder_that_refuses_receipts_is_told(tmp_path):
    service = Service()
    made = presenter(service)
    service.error = FolderReadOnly(folder=str(tmp_path))

    made.intake.write_receipts(tmp_path)

    assert made.state.error_at == "receipts"


def test_an_unknown_person_is_added_to_the_list():
    made = presenter()

    made.waiting.admit("u1")

    assert (made.state.done, made.state.who) == ("admit", "Hồ Minh Đức")
    assert made.state.unknown == (YEN, TWIN)


def test_adding_everybody_leaves_those_of_the_same_name():
    made = presenter()

    made.waiting.admit_all()

    assert made.state.unknown == (TWIN,)
    assert (made.state.count, made.state.who) == (2, "")


def test_adding_everybody_when_all_have_namesakes_does_nothing():
    service = Service()
    service.waiting = [TWIN]

    presenter(service).waiting.admit_all()

    assert service.calls == []


def test_what_was_set_aside_is_tried_again():
    made = presenter()

    made.waiting.retry()

    assert (made.state.done, made.state.retried.new) == ("retry", 4)


def test_a_matched_person_leaves_the_list_and_can_come_back_by_undo():
    service = Service()
    made = presenter(service)

    made.waiting.match("u3", "p2")
    assert (made.state.done, made.state.who, made.state.decided) == (
        "match", "Đặng Thị Ngọc Ánh", ("match-u3",),
    )  # fmt: skip
    made.waiting.undo()

    assert service.calls[-2:] == [("match", ("u3", "p2")), ("undo", "match-u3")]
    assert (made.state.done, made.state.decided) == ("undo", ())


def test_nothing_is_undone_when_nothing_was_decided():
    service = Service()

    presenter(service).waiting.undo()

    assert service.calls == []


def test_a_decision_of_the_past_is_undone_from_the_persons_page():
    service = Service()
    made = presenter(service)
    made.open_person("p2")
    assert [one.id for one in made.state.history] == ["d1"]

    made.waiting.undo("d1")

    assert ("undo", "d1") in service.calls
    assert service.calls[-1] == ("facts_behind", "p2"), "the page is read again"


def test_of_contrary_decisions_all_but_one_are_taken_back_and_the_page_is_read_again():
    service = Service()
    words = tuple(Decision(key, "matched", NOW, "Lan", "Ánh", "An") for key in ("m1", "m2", "m3"))
    service.torn = (Contrary("matched", "p2", "Ánh", words),)
    made = presenter(service)
    made.open_person("p2")
    (torn,) = made.state.contrary
    assert made.state.torn == (torn,)
    assert made.state.waiting == len(service.waiting) + 3, "a file, a lesson, and what disagrees"
    service.torn = ()

    made.waiting.undo(*torn.without("m2"))

    assert ("undo", "m1", "m3") in service.calls
    assert (made.state.contrary, made.state.torn) == ((), ())


def test_all_who_surely_are_on_the_list_are_matched_at_once():
    service = Service()
    service.waiting = [DUC, replace(TWIN, sure="p2")]
    made = presenter(service)

    made.waiting.match_sure()

    assert service.calls == [("match", ("u3", "p2"))]
    assert made.state.unknown == (DUC,)


def test_nobody_is_matched_when_nobody_is_sure():
    service = Service()

    presenter(service).waiting.match_sure()

    assert service.calls == []


def test_two_who_wait_under_one_name_are_not_added_in_passing():
    service = Service()
    service.waiting = [replace(DUC, twins=1), YEN]
    made = presenter(service)

    made.waiting.admit_all()

    assert service.calls == [("admit", "u2")]


def test_a_profile_is_settled():
    service = Service()
    made = presenter(service)

    made.waiting.settle("p2", "aa")

    assert service.calls == [("settle", "p2", "aa")]
    assert made.state.done == "settle"


def test_what_came_right_by_itself_is_said():
    service = Service()
    service.mended = IntakeReport((FileResult("hong.thoc", new=4),), dry=False, at=NOW)

    assert presenter(service).state.retried.new == 4


def test_a_file_is_dropped_only_once_that_is_confirmed():
    service = Service()
    made = presenter(service)
    made.waiting.discard()
    made.waiting.ask_to_discard("f1")
    made.waiting.ask_to_discard("")
    made.waiting.discard()
    assert service.calls == []

    made.waiting.ask_to_discard("f1")
    made.waiting.discard()

    assert service.calls == [("discard", "f1")]
    assert (made.state.done, made.state.who, made.state.discarding) == ("discard", "hong.thoc", "")


def test_one_file_is_tried_again_or_written_out(tmp_path):
    service = Service()
    made = presenter(service)

    made.waiting.retry("f1")
    made.waiting.export("f1", tmp_path)

    assert service.calls == [("retry", "f1"), ("export_aside", "f1", tmp_path)]
    assert (made.state.done, made.state.path) == ("export", str(tmp_path / "hong.thoc"))


@pytest.mark.parametrize("doing", ["match", "undo", "discard", "export", "settle"])
def test_what_could_not_be_decided_is_told(doing, tmp_path):
    service = Service()
    made = presenter(service)
    made.waiting.ask_to_discard("f1")
    service.error = NotEntitled(what="supervisor")

    {
        "match": lambda: made.waiting.match("u3", "p2"),
        "undo": lambda: made.waiting.undo("d1"),
        "discard": made.waiting.discard,
        "export": lambda: made.waiting.export("f1", tmp_path),
        "settle": lambda: made.waiting.settle("p2", "aa"),
    }[doing]()

    assert made.state.error_at == doing


def test_the_folder_of_receipts_is_remembered(tmp_path):
    remembered = []
    made = presenter(folder=str(tmp_path / "old"), remember=remembered.append)
    assert made.state.folder == str(tmp_path / "old")

    made.intake.write_receipts(tmp_path)
    made.intake.write_receipts(tmp_path)

    assert (made.state.folder, remembered) == (str(tmp_path), [str(tmp_path)])


class Held(InlineTasks):
    """Starts long work and leaves it under way."""

    def __init__(self):
        self.job = Job()

    def follow(self, work, done, failed=None, progress=None, lane="side"):
        self.work, self.done, self.progress = work, done, progress
        return self.job


def test_while_files_are_read_progress_shows_and_cancel_asks_to_stop(tmp_path):
    tasks, service = Held(), Service()
    made = presenter(service, tasks)
    made.intake.check((Path("folder"),))
    tasks.progress(31, 87)

    made.write_card(tmp_path)
    made.intake.cancel()

    assert (made.state.progress, made.state.cancelling) == ((31, 87), True)
    assert tasks.job.cancelled()
    assert service.calls == []


def test_a_cancelled_intake_says_so():
    tasks = Held()
    made = presenter(tasks=tasks)
    made.intake.check((Path("folder"),))
    made.intake.cancel()

    tasks.done(tasks.work(lambda _done, _total: None, tasks.job.cancelled))
    tasks.progress(2, 2)

    assert made.state.report.cancelled
    assert (made.state.busy, made.state.progress, made.state.cancelling) == ("", None, False)


def test_cancelling_when_nothing_runs_does_nothing():
    made = presenter()

    made.intake.cancel()

    assert not made.state.cancelling


def test_reading_again_while_busy_keeps_what_is_under_way():
    made = presenter(tasks=Held())
    made.intake.check((Path("folder"),))

    made.load()

    assert made.state.busy == "check"


def test_a_result_is_said_once():
    made = presenter()
    made.waiting.admit("u1")

    made.turn_to("people")

    assert (made.state.section, made.state.done) == ("people", "")


def test_an_unreadable_unit_is_told():
    class Broken(Service):
        def view(self):
            raise DiskFull(folder="x")

    made = presenter(Broken())

    assert (made.state.error_at, made.state.busy) == ("load", "")


def test_who_is_called_so_is_found_before_whoever_works_on_it():
    hanh, hanh2 = person("1", "Lê Thị Hạnh", "Văn thư"), person("4", "Ngô Hành", "Văn thư")
    thanh, clerk = person("2", "Vũ Thanh Hoa"), person("3", "Lâm Thị Tơ", "Hành chính công")
    people = (hanh, thanh, clerk, hanh2)

    assert found(people, "hanh") == (hanh, hanh2)
    assert found(people, "Hạnh") == (hanh,)
    assert found(people, "hành chính") == (clerk,)
