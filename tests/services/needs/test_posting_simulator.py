"""A planned post: what remains, the shortest path, what leaving costs; and nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfstudy.bootstrap import Services
from selfstudy.domain.errors import NoSuchPosition, NotEntitled
from selfstudy.domain.posting import Gap, Loss
from selfstudy.services.needs.posting import Postings
from selfstudy.services.needs.rating import Rated, Rating
from tests.builders import dump
from tests.content.conftest import write_lessons
from tests.office import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    framework = tmp_path / "lessons" / "framework"
    write_lessons(framework.parent)
    told = (
        f'[{code}]\ntitle = "{code}"\ntitle_en = "{code}"\ngroup = "Chung"\n'
        for code in ("M2", "C1")
    )
    (framework / "competencies.toml").write_text("\n".join(told), encoding="utf-8")
    held = (
        f'[{code}]\ntitle = "{code}"\ntitle_en = "{code}"\nrequired = {{ {levels} }}\n'
        for code, levels in (("P02", "M2 = 2"), ("P05", "M2 = 3"), ("P08", "C1 = 4"))
    )
    (framework / "positions.toml").write_text("\n".join(held), encoding="utf-8")
    return Office(tmp_path)


@pytest.fixture
def lan(office: Office) -> Services:
    return office.supervisor()


@pytest.fixture
def hanh(office: Office, lan: Services) -> Services:
    hanh = office.learner()
    Rating(hanh.desk).rate_myself({"M2": Rated(2)})
    office.hand_over(hanh, lan)
    lan.unit.admit(hanh.desk.person.hex())
    return hanh


def test_oneself_and_a_post_show_the_gap_and_the_shortest_path(hanh: Services) -> None:
    found = Postings(hanh.desk).mine("P05")
    assert found.gaps == (Gap("M2", 3, 2.0),)
    (module,) = found.path
    assert (module.module, module.closes, found.hours) == ("CM03", ("M2",), 1)
    assert (found.open_gaps, found.losses, found.met) == ((), None, 0)
    assert (found.position, found.target) == ("P02", "P05")


def test_two_posts_ask_for_both_and_what_no_module_reaches_stays_told(hanh: Services) -> None:
    found = Postings(hanh.desk).mine(" P05 + P08 ")
    assert found.target == "P05+P08"
    assert found.gaps == (Gap("C1", 4, None), Gap("M2", 3, 2.0))
    assert found.open_gaps == (Gap("C1", 4, None),)
    assert [module.module for module in found.path] == ["CM03"]


def test_a_supervisor_sees_what_the_unit_would_miss(lan: Services, hanh: Services) -> None:
    found = Postings(lan.desk).of(hanh.desk.person.hex(), "P05")
    assert found.losses == (Loss("M2", 2.0, 0),)
    assert found.name == "Nguyễn Thị Hạnh"


def test_the_post_one_holds_already_asks_for_nothing_more(hanh: Services) -> None:
    found = Postings(hanh.desk).mine("P02")
    assert (found.gaps, found.path, found.met) == ((), (), 1)


def test_looking_writes_no_fact_and_no_line_of_the_trail(lan: Services, hanh: Services) -> None:
    Postings(lan.desk).of(hanh.desk.person.hex(), "P05")  # folds what came in
    before = dump(lan.desk.database), dump(hanh.desk.database)
    Postings(lan.desk).of(hanh.desk.person.hex(), "P08")
    Postings(hanh.desk).mine("P08")
    assert (dump(lan.desk.database), dump(hanh.desk.database)) == before


@pytest.mark.parametrize("target", ["P99", "", "P05+P99"])
def test_a_post_that_is_none_is_refused(lan: Services, hanh: Services, target: str) -> None:
    with pytest.raises(NoSuchPosition):
        Postings(hanh.desk).mine(target)
    with pytest.raises(NoSuchPosition):
        Postings(lan.desk).of(hanh.desk.person.hex(), target)


def test_a_learner_looks_at_nobody_else(lan: Services, hanh: Services) -> None:
    with pytest.raises(NotEntitled):
        Postings(hanh.desk).of(lan.desk.person.hex(), "P05")
    with pytest.raises(NotEntitled):
        Postings(lan.desk).of("00" * 16, "P05")


def test_a_module_of_the_catalogue_that_is_not_installed_is_named_as_such(
    office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "lessons" / "framework" / "catalogue.toml"
    path.write_text(
        '[CM10]\ntitle = "Liêm chính"\ntitle_en = "Integrity"\nhours = 6\nbuilds = { C1 = 4 }\n'
        '[CM12]\ntitle = "Đất đai"\ntitle_en = "Land"\nhours = 1\nbuilds = { C1 = 4 }\n'
        'positions = ["P04"]\n'
        '[CM03]\ntitle = "Cũ"\ntitle_en = "Old"\nhours = 99\nbuilds = { M2 = 3 }\n',
        encoding="utf-8",
    )
    office.shelf.refresh()
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    found = Postings(hanh.desk).mine("P05+P08")
    assert [(m.module, m.hours, m.held) for m in found.path] == [
        ("CM03", 1, True),
        ("CM10", 6, False),
    ]
    assert found.open_gaps == ()
