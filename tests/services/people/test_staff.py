from __future__ import annotations

import csv
from datetime import date

import pytest

from selfstudy.domain.errors import (
    DayRefused,
    EncodingNotChosen,
    NameRefused,
    NobodyListed,
    NoNamesChosen,
    NotEntitled,
    TableTooLong,
)
from selfstudy.domain.legacy import to_tcvn3
from selfstudy.services.people.staff import Staff
from selfstudy.services.people.staff_file import Asked

HEADINGS = ("STT", "Họ và tên", "Mã cán bộ", "Vị trí việc làm", "Phòng", "Giới tính")
HANH = ("1", "Nguyễn Thị Hạnh", "CB01", "Văn thư – lưu trữ", "Văn phòng", "Nữ")
TUAN = ("2", "Trần Văn Tuấn", "CB02", "P01 + P02", "Phòng Kinh tế", "Nam")
AN = ("3", "Lê An", "CB03", "Nuôi ong", "Phòng Kinh tế", "Nam")


@pytest.fixture
def lan(office):
    return office.supervisor()


@pytest.fixture
def staff(lan):
    return Staff(lan.desk)


@pytest.fixture
def listed(tmp_path):
    """Writes a list as a file."""

    def write(*rows, headings=HEADINGS, name="danh-sach.csv", encoding="utf-8-sig"):
        path = tmp_path / name
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file, delimiter=";").writerows([headings, *rows])
        return path

    return write


def learner_with_code(office, name, code, computer):
    """Somebody who told their staff code."""
    learner = office.learner(name, computer)
    learner.desk.introduce(code)
    return learner


def names(rows):
    return [row.name for row in rows]


def take(staff, path, asked=None, chosen=None):
    return staff.take(staff.look(staff.open(path), asked or Asked()), chosen)


def test_looking_at_a_list_writes_nothing_and_taking_it_lists_people_who_handed_nothing_in(
    staff, lan, listed
):
    before = lan.unit.people()
    look = staff.look(staff.open(listed(HANH, TUAN)))
    assert [line.state for line in look.lines] == ["new", "new"]
    assert lan.unit.people() == before

    taken = staff.take(look)

    assert (taken.new, taken.changed, taken.cancelled) == (2, 0, False)
    hanh, _lan, tuan = lan.unit.people()
    assert (hanh.name, hanh.staff_code, hanh.department, hanh.roles) == (
        "Nguyễn Thị Hạnh", "CB01", "Văn phòng", "P02",
    )  # fmt: skip
    assert (tuan.roles, tuan.expected, tuan.last_at, tuan.facts) == ("P01+P02", True, None, 0)
    assert names(staff.expected()) == ["Nguyễn Thị Hạnh", "Trần Văn Tuấn"]
    assert lan.unit.view().people == 3


def test_a_list_taken_again_changes_nothing_and_taken_back_leaves_everything_as_it_was(
    staff, lan, listed
):
    path, before = listed(HANH, TUAN), lan.unit.people()
    taken = take(staff, path)
    look = staff.look(staff.open(path))
    assert [line.state for line in look.lines] == ["known", "known"]
    with pytest.raises(NobodyListed):
        staff.take(look)

    staff.undo(*taken.decisions)

    assert lan.unit.people() == before


def test_who_hands_in_later_is_matched_with_the_list_and_counted_under_their_own_id(
    office, staff, lan, listed
):
    take(staff, listed(HANH, TUAN))
    hanh = learner_with_code(office, "Nguyễn Thị Hạnh", "cb01", "hanh")
    office.hand_over(hanh, lan)
    (waiting,) = lan.unit.unknown()
    assert waiting.sure, "the same name and staff code"

    decisions = lan.unit.match((waiting.id, waiting.sure))

    assert lan.unit.unknown() == ()
    row = lan.unit.people()[0]
    assert (row.id, row.name, row.department, row.expected) == (
        hanh.desk.profile.id, "Nguyễn Thị Hạnh", "Văn phòng", False,
    )  # fmt: skip
    assert names(staff.expected()) == ["Trần Văn Tuấn"]
    lan.unit.undo(*decisions)
    assert names(staff.expected()) == ["Nguyễn Thị Hạnh", "Trần Văn Tuấn"]


def test_what_a_list_says_counts_in_the_unit_and_a_change_is_told_and_undone(
    office, staff, lan, listed
):
    hanh = learner_with_code(office, "Nguyễn Thị Hạnh", "CB01", "hanh")
    office.hand_over(hanh, lan)
    lan.unit.admit(hanh.desk.profile.id)
    row = (*HANH[:3], "P05 kiêm P02", "Phòng Kinh tế / Tổ thuế", "")
    look = staff.look(staff.open(listed(row)), Asked(positions={"P05": "P05"}))
    (line,) = look.lines
    assert line.state == "changed"
    assert [(c.what, c.before, c.after) for c in line.changes] == [
        ("position", "P02", "P05+P02"), ("department", "", "Phòng Kinh tế / Tổ thuế"),
    ]  # fmt: skip

    office.clock.move(seconds=60)
    taken = staff.take(look)

    found = lan.unit.people()[0]
    assert (found.roles, found.department) == ("P05+P02", "Phòng Kinh tế / Tổ thuế")
    assert [d.kind for d in lan.unit.decisions(found.id)] == ["listed", "admitted"]
    office.clock.move(seconds=60)
    take(staff, listed((*HANH[:3], "", "Văn phòng", "")))
    found = lan.unit.people()[0]
    assert (found.roles, found.department) == ("P05+P02", "Văn phòng"), "silence changes nothing"
    staff.undo(lan.unit.decisions(found.id)[0].id)
    staff.undo(*taken.decisions)
    assert (lan.unit.people()[0].roles, lan.unit.people()[0].department) == ("P02", "")


def test_people_of_one_name_are_told_apart_by_their_staff_codes(office, staff, lan, listed):
    take(staff, listed(HANH))
    look = staff.look(staff.open(listed(("1", "Nguyễn Thị Hạnh", "CB77", "", "", ""))))
    assert [(line.state, line.note) for line in look.lines] == [("new", "staff.namesake")]
    staff.take(look)
    assert names(lan.unit.people()).count("Nguyễn Thị Hạnh") == 2

    nobody_knows = staff.look(staff.open(listed(("1", "Nguyễn Thị Hạnh", "", "", "", ""))))
    (line,) = nobody_knows.lines
    assert (line.state, line.note, len(line.candidates)) == ("doubtful", "staff.same_name", 2)
    with pytest.raises(NobodyListed):
        staff.take(nobody_knows)
    staff.take(nobody_knows, {line.entry.place: "new"})
    assert names(lan.unit.people()).count("Nguyễn Thị Hạnh") == 3


def test_a_doubtful_row_may_be_said_to_be_somebody(staff, lan, listed):
    take(staff, listed(HANH))
    look = staff.look(staff.open(listed(("1", "Nguyễn Thị Hạnh Dung", "CB01", "", "Tổ A", ""))))
    (line,) = look.lines
    assert (line.state, line.note) == ("doubtful", "staff.other_name")
    staff.take(look, {line.entry.place: line.candidates[0]})
    assert names(lan.unit.people()) == ["Nguyễn Thị Hạnh Dung", "Trần Thị Lan"]


def test_a_position_that_means_none_is_chosen_or_left_as_it_is_written(staff, lan, listed):
    path = listed(AN)
    look = staff.look(staff.open(path))
    assert look.unknown == (("Nuôi ong", 1),)
    chosen = staff.look(staff.open(path), Asked(positions={"Nuôi ong": "P01"}))
    assert (chosen.unknown, chosen.lines[0].position) == ((), "P01")
    staff.take(look)
    assert lan.unit.people()[0].position == "Nuôi ong"


def test_old_writing_is_taken_only_in_an_encoding_that_somebody_chose(staff, lan, listed):
    old = tuple(to_tcvn3(cell) for cell in HANH)
    path = listed(old, headings=tuple(map(to_tcvn3, HEADINGS)), encoding="cp1252", name="cu.txt")
    look = staff.look(staff.open(path))
    assert (look.reading.encoding, look.reading.chosen) == ("tcvn3", False)
    assert (to_tcvn3("Nguyễn Thị Hạnh"), "Nguyễn Thị Hạnh") in look.reading.samples
    with pytest.raises(EncodingNotChosen):
        staff.take(look)

    take(staff, path, Asked(encoding="tcvn3"))

    assert lan.unit.people()[0].name == "Nguyễn Thị Hạnh"


def test_where_no_heading_tells_a_person_says_which_column_is_which(staff, lan, listed):
    path = listed(("x", "Lê An"), headings=("a", "b"))
    look = staff.look(staff.open(path))
    assert (look.lines, look.reading.headings) == ((), ("a", "b"))
    with pytest.raises(NoNamesChosen):
        staff.take(look)
    corrected = staff.look(staff.open(path), Asked(sheet=5, columns={"name": 1}))
    assert [line.entry.name for line in corrected.lines] == ["b", "Lê An"]


def test_more_than_ten_thousand_people_and_an_empty_list_are_refused(staff, listed):
    many = [(str(n), f"Người {'abcdefghij'[n % 10]}", f"C{n}", "", "", "") for n in range(10_001)]
    with pytest.raises(TableTooLong):
        staff.look(staff.open(listed(*many)))
    with pytest.raises(NobodyListed):
        staff.open(listed(headings=()))


def test_only_a_supervisor_takes_a_list(office, lan, listed):
    hanh = office.learner()
    with pytest.raises(NotEntitled):
        Staff(hanh.desk).open(listed(HANH))


def test_a_list_is_taken_in_pieces_with_progress_and_may_be_broken_off(staff, lan, listed):
    many = [(str(n), f"Lê {'abcdefghij'[n % 10]}", f"C{n}", "", "", "") for n in range(700)]
    look = staff.look(staff.open(listed(*many)))
    seen = []
    taken = staff.take(
        look, progress=lambda done, total: seen.append((done, total)),
        cancelled=lambda: bool(seen),
    )  # fmt: skip
    assert (seen, taken.new, taken.cancelled) == ([(0, 700)], 250, True)
    assert len(lan.unit.people()) == 251
    again = take(staff, listed(*many))
    assert (again.new, len(lan.unit.people())) == (450, 701)


def test_two_supervisors_who_take_the_same_list_list_everybody_once(office, staff, lan, listed):
    hanh = office.learner("Phạm Thu", "thu")
    office.hand_over(hanh, lan)
    lan.unit.admit(hanh.desk.profile.id)
    minh = office.second_supervisor(lan)
    rows = (HANH, TUAN, ("3", "Vũ Bình", "", "", "Tổ A", ""))
    take(staff, listed(*rows))
    take(Staff(minh.desk), listed(*rows))
    office.share(lan, minh)
    office.share(minh, lan)
    assert names(lan.unit.people()) == names(minh.unit.people())
    assert names(lan.unit.people()).count("Vũ Bình") == 1


def test_who_left_is_on_no_list_from_that_day_and_back_when_it_is_undone(
    office, staff, lan, listed
):
    take(staff, listed(HANH, TUAN))
    tuan = lan.unit.people()[-1]
    today = office.clock().date()
    decisions = staff.leave(tuan.id, today, "Sở Nội vụ")
    assert names(lan.unit.people()) == ["Nguyễn Thị Hạnh", "Trần Thị Lan"]
    assert lan.unit.view().people == 2
    (gone,) = staff.gone()
    assert (gone.name, gone.left) == ("Trần Văn Tuấn", today.isoformat())
    assert len(lan.reporting._everyone("2020-01-01")) == 3, "an earlier report is as it was"

    (line,) = staff.look(staff.open(listed(TUAN))).lines
    assert (line.state, line.note) == ("left", "staff.left")
    staff.undo(*decisions)
    assert (len(lan.unit.people()), staff.gone()) == (3, ())


def test_who_comes_back_is_taken_from_a_list_again(office, staff, lan, listed):
    take(staff, listed(HANH, TUAN))
    tuan = lan.unit.people()[-1]
    staff.leave(tuan.id, date(2026, 1, 5))
    look = staff.look(staff.open(listed((*TUAN[:4], "Tổ B", ""))))
    staff.take(look, {2: tuan.id})
    assert [(row.name, row.department) for row in lan.unit.people()[-1:]] == [
        ("Trần Văn Tuấn", "Tổ B")
    ]
    assert staff.departures(tuan.id) == ()


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2099, 1, 1)])
def test_a_day_far_away_is_refused(staff, lan, listed, day):
    take(staff, listed(TUAN))
    with pytest.raises(DayRefused):
        staff.leave(lan.unit.people()[-1].id, day)


def test_a_day_to_come_counts_when_it_has_come(office, staff, lan, listed):
    take(staff, listed(TUAN))
    tomorrow = date.fromordinal(office.clock().date().toordinal() + 1)
    staff.leave(lan.unit.people()[-1].id, tomorrow)
    assert (len(lan.unit.people()), staff.gone()) == (2, ())
    office.clock.move(seconds=24 * 3600)
    assert len(lan.unit.people()) == 1


def test_a_person_is_described_by_hand_with_two_positions(staff, lan, listed):
    take(staff, listed(TUAN))
    tuan = lan.unit.people()[-1]
    decisions = staff.describe(tuan.id, "", "P05 + P02", "CB9", "Văn phòng")
    row = lan.unit.people()[-1]
    assert (row.name, row.roles, row.staff_code, row.department) == (
        "Trần Văn Tuấn", "P05+P02", "CB9", "Văn phòng",
    )  # fmt: skip
    staff.undo(*decisions)
    assert lan.unit.people()[-1] == tuan


def test_a_learner_says_two_positions_and_the_unit_hears_of_it(office, lan):
    hanh = office.learner()
    office.hand_over(hanh, lan)
    lan.unit.admit(hanh.desk.profile.id)
    hanh.devices.tell(" Nguyễn  Thị Hạnh ", "P02 + P05", "CB01")
    office.hand_over(hanh, lan)
    row = lan.unit.people()[0]
    assert (row.roles, row.staff_code, hanh.desk.profile.position) == ("P02+P05", "CB01", "P02+P05")
    assert hanh.devices.told() == ("Nguyễn Thị Hạnh", "P02+P05", "CB01")
    assert office.hand_over(hanh, lan) == 0
    hanh.devices.tell("Nguyễn Thị Hạnh", "P02+P05", "CB01")
    assert office.hand_over(hanh, lan) == 0, "the same again says nothing"
    with pytest.raises(NameRefused):
        hanh.devices.tell(" ", "P02", "")
