"""The yearly minimum: shipped, set by the unit, and who may fall short of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from selfstudy.bootstrap import Services
from selfstudy.domain.errors import DecisionMissing, NotEntitled
from selfstudy.domain.record import HoursRuled
from selfstudy.services.hours.duty import Duties
from selfstudy.services.hours.minimum import Minimum, rule_of, scope_of
from selfstudy.services.hours.recognising import Recognising
from tests.content.conftest import write_lessons
from tests.office import Office

END = date(2026, 12, 31)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    framework = tmp_path / "lessons" / "framework"
    write_lessons(framework.parent)
    told = (
        f'[{code}]\ntitle = "{code}"\ntitle_en = "{code}"\n{scope}required = {{ M2 = 4 }}\n'
        for code, scope in (("P02", ""), ("P12", 'scope = "vien_chuc"\n'))
    )
    (framework / "positions.toml").write_text("\n".join(told), encoding="utf-8")
    return Office(tmp_path)


@pytest.fixture
def lan(office: Office) -> Services:
    return office.supervisor()


def test_the_shipped_minimum_holds_for_civil_servants_alone(lan: Services) -> None:
    rule = rule_of(lan.desk, "P02", END)
    assert rule is not None
    assert (rule.min_tiet, rule.basis) == (40, "ND171-2025")
    assert rule_of(lan.desk, "P12", END) is None
    assert scope_of(lan.desk, "P12+P02") == scope_of(lan.desk, "P99") == "cong_chuc"


def test_a_unit_sets_its_own_minimum_from_a_day_on_and_takes_it_back(
    office: Office, lan: Services
) -> None:
    hanh = office.learner()
    office.study(hanh)
    office.hand_over(hanh, lan)
    lan.unit.admit(hanh.desk.person.hex())
    minimum = Minimum(lan.desk)
    minimum.set("cong_chuc", 4800, date(2027, 1, 1), "QĐ 12/QĐ-UBND")
    later = minimum.set("cong_chuc", 5600, date(2027, 1, 1), "QĐ 15/QĐ-UBND")
    office.answer_with_receipt(lan, hanh)
    assert hanh.study.hours(2026).recognised_target == 40
    assert hanh.study.hours(2027).recognised_target == 56
    minimum.undo(*later)
    office.answer_with_receipt(lan, hanh)
    assert hanh.study.hours(2027).recognised_target == 48
    assert hanh.study.hours(2027).basis == "QĐ 12/QĐ-UBND"


def test_a_minimum_needs_its_document_and_a_supervisor(office: Office, lan: Services) -> None:
    with pytest.raises(DecisionMissing):
        Minimum(lan.desk).set("cong_chuc", 4800, END, " ")
    with pytest.raises(NotEntitled):
        Minimum(office.learner().desk).set("cong_chuc", 4800, END, "QĐ 1")


def test_a_minimum_from_no_day_counts_for_nothing_and_one_of_zero_asks_nothing(
    lan: Services,
) -> None:
    lan.desk.write_about(lan.desk.unit, HoursRuled("cong_chuc", 9900, "mai", "QĐ 1"))
    assert rule_of(lan.desk, "P02", END).min_tiet == 40  # type: ignore[union-attr]
    Minimum(lan.desk).set("cong_chuc", 0, date(2026, 1, 1), "QĐ 2")
    assert Duties(lan.desk).year() == ()


def test_who_may_fall_short_stands_first_and_other_scopes_are_left_out(
    office: Office, lan: Services
) -> None:
    hanh = office.learner()
    office.study(hanh)
    office.hand_over(hanh, lan)
    lan.unit.admit(hanh.desk.person.hex())
    service = Recognising(lan.desk)
    given = service.given("Lớp A", "40", "1/QĐ", "20/11/2026")
    service.recognise([hanh.desk.person.hex()], given)
    first, second = Duties(lan.desk).year()
    assert (first.name, first.pace.short, first.pace.reached) == ("Trần Thị Lan", 40, None)
    assert (second.name, second.pace.short, second.due) == ("Nguyễn Thị Hạnh", 0, END)
    with pytest.raises(NotEntitled):
        Duties(hanh.desk).year()
