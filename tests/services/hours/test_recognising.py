"""Recognised tiết: entered with proof, for many at once, from a list, and taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from selfstudy.bootstrap import Services
from selfstudy.domain.errors import (
    CourseMissing,
    DayRefused,
    DecisionDayRefused,
    DecisionMissing,
    HoursRefused,
    NobodyChosen,
    NobodyListed,
    NoNamesChosen,
    NotEntitled,
    NumberAmbiguous,
)
from selfstudy.services.hours.recognising import Given, Recognising
from tests.office import Office

GIVEN = ("Bồi dưỡng kỹ năng số", "16", "125/QĐ-UBND", "20/11/2026")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def lan(office: Office) -> Services:
    return office.supervisor()


@pytest.fixture
def hanh(office: Office, lan: Services) -> Services:
    return joined(office, lan, "Nguyễn Thị Hạnh", "hanh")


def joined(office: Office, lan: Services, name: str, computer: str) -> Services:
    person = office.learner(name, computer)
    office.study(person, seconds=600)
    office.hand_over(person, lan)
    lan.unit.admit(person.desk.person.hex())
    return person


def ids(*people: Services) -> list[str]:
    return [person.desk.person.hex() for person in people]


def recognised(lan: Services) -> dict[str, float]:
    return {row.name: row.recognised for row in lan.unit.people()}


def test_hours_are_given_to_several_at_once_shown_to_them_and_never_added_to_their_own(
    office: Office, lan: Services, hanh: Services
) -> None:
    tuan = joined(office, lan, "Lê Minh Tuấn", "tuan")
    service = Recognising(lan.desk)
    decisions = service.recognise(ids(hanh, tuan), service.given(*GIVEN))
    assert len(decisions) == 2
    office.answer_with_receipt(lan, hanh)
    hours = hanh.study.hours(2026)
    assert (hours.recognised, hours.self_study) == (16, hanh.study.my_record().hours.self_study)
    (row,) = [row for row in hanh.study.ledger.rows() if row.ledger == "recognised"]
    assert (row.module_title, row.evidence, row.hours) == (GIVEN[0], GIVEN[2], 16)
    assert row.at.date() == date(2026, 11, 20)


def test_given_hours_are_taken_back_whole(lan: Services, hanh: Services) -> None:
    service = Recognising(lan.desk)
    decisions = service.recognise(ids(hanh), service.given(*GIVEN))
    assert recognised(lan)["Nguyễn Thị Hạnh"] == 16
    service.undo(*decisions)
    assert recognised(lan)["Nguyễn Thị Hạnh"] == 0


def test_the_same_decision_gives_its_hours_once(lan: Services, hanh: Services) -> None:
    service = Recognising(lan.desk)
    given = service.given(*GIVEN)
    service.recognise(ids(hanh), given)
    (receiver,) = service.receivers(ids(hanh), given)
    assert receiver.had
    assert service.recognise(ids(hanh), given) == ()
    assert recognised(lan)["Nguyễn Thị Hạnh"] == 16


def test_hours_belong_to_the_year_of_their_decision_whenever_they_are_entered(
    office: Office, lan: Services, hanh: Services
) -> None:
    office.clock.move(days=60)
    service = Recognising(lan.desk)
    service.recognise(ids(hanh), service.given(*GIVEN))
    office.answer_with_receipt(lan, hanh)
    assert hanh.study.hours(2026).recognised == 16
    assert hanh.study.hours(2027).recognised == 0


def test_hours_of_somebody_of_two_ids_reach_the_computer_in_use_and_count_once(
    office: Office, lan: Services, hanh: Services
) -> None:
    again = joined(office, lan, "Nguyễn Thị Hạnh", "again")
    lan.unit.match((again.desk.person.hex(), hanh.desk.person.hex()))
    service = Recognising(lan.desk)
    decisions = service.recognise(ids(hanh), service.given(*GIVEN))
    assert recognised(lan)["Nguyễn Thị Hạnh"] == 16
    office.answer_with_receipt(lan, again)
    assert again.study.hours(2026).recognised == 16
    service.undo(*decisions)
    assert recognised(lan)["Nguyễn Thị Hạnh"] == 0


@pytest.mark.parametrize(
    ("spoilt", "error"),
    [
        ({0: " "}, CourseMissing),
        ({1: "-3"}, HoursRefused),
        ({1: "0"}, HoursRefused),
        ({1: "20000"}, HoursRefused),
        ({1: "1.234"}, NumberAmbiguous),
        ({2: ""}, DecisionMissing),
        ({3: "1/13/26"}, DayRefused),
        ({3: "23/11/2027"}, DecisionDayRefused),
        ({3: "23/11/1985"}, DecisionDayRefused),
    ],
)
def test_what_cannot_be_hours_is_refused(
    lan: Services, spoilt: dict[int, str], error: type[Exception]
) -> None:
    typed = [spoilt.get(place, words) for place, words in enumerate(GIVEN)]
    with pytest.raises(error):
        Recognising(lan.desk).given(*typed)


def test_a_learner_gives_nobody_hours_and_nobody_is_given_none(
    lan: Services, hanh: Services
) -> None:
    given = Recognising(lan.desk).given(*GIVEN, "online")
    assert given == Given(GIVEN[0], 1600, GIVEN[2], date(2026, 11, 20), "online")
    with pytest.raises(NotEntitled):
        Recognising(hanh.desk).recognise(ids(hanh), given)
    with pytest.raises(NobodyChosen):
        Recognising(lan.desk).recognise([], given)


def test_an_attendance_list_is_matched_by_name_and_nobody_is_guessed(
    office: Office, lan: Services, hanh: Services, tmp_path: Path
) -> None:
    first = joined(office, lan, "Lê Minh Tuấn", "tuan")
    second = joined(office, lan, "Lê Minh Tuấn", "tuan2")
    path = tmp_path / "Điểm danh.xlsx"
    write_list(path, ["Nguyễn Thị  Hạnh", "nguyen thi hanh", "Lê Minh Tuấn", "Phạm Văn Bình"])
    before = lan.desk.unit_heads(lan.desk.unit)
    found = Recognising(lan.desk).attendance(path)
    assert [one.match for one in found] == ["found", "found", "several", "nobody"]
    assert found[0].person == found[1].person == ids(hanh)[0]
    assert {person for person, _name in found[2].others} == set(ids(first, second))
    assert lan.desk.unit_heads(lan.desk.unit) == before


def test_a_staff_code_tells_namesakes_apart(
    office: Office, lan: Services, hanh: Services, tmp_path: Path
) -> None:
    hanh.desk.introduce("CB07")
    office.hand_over(hanh, lan)
    path = tmp_path / "Điểm danh.xlsx"
    write_list(path, ["Trần Thị Hạnh", "Nguyễn Thị Hạnh"], codes=["cb07", "CB08"])
    found = Recognising(lan.desk).attendance(path)
    assert [one.match for one in found] == ["found", "nobody"]


def test_a_list_without_names_changes_nothing(lan: Services, tmp_path: Path) -> None:
    path = tmp_path / "Danh sách.csv"
    path.write_text("Ngày;Số\n1;2\n", encoding="utf-8")
    with pytest.raises(NoNamesChosen):
        Recognising(lan.desk).attendance(path)
    path.write_text("STT;Họ và tên\n", encoding="utf-8")
    with pytest.raises(NobodyListed):
        Recognising(lan.desk).attendance(path)


def write_list(path: Path, names: list[str], codes: list[str] | None = None) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["DANH SÁCH DỰ LỚP"])
    sheet.append(["STT", "Họ và tên", "Mã cán bộ"])
    for at, name in enumerate(names):
        sheet.append([at + 1, name, codes[at] if codes else ""])
    book.save(path)
    book.close()
