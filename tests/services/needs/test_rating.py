"""Rating oneself and the unit's people, and what follows from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfstudy.bootstrap import Services
from selfstudy.domain.errors import LevelRefused, NoSuchCompetency, NotEntitled
from selfstudy.domain.needs import PersonNeeds
from selfstudy.domain.record import AttemptSubmitted
from selfstudy.services.needs.measuring import MANDATORY, Measured, Measuring
from selfstudy.services.needs.rating import Rated, Rating
from tests.content.conftest import write_lessons
from tests.office import Office

CODE, OTHER = "M2", "C1"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    framework = tmp_path / "lessons" / "framework"
    write_lessons(framework.parent)
    told = (
        f'[{code}]\ntitle = "{code}"\ntitle_en = "{code}"\ngroup = "Chung"\n'
        f'[{code}.behaviours]\n"{level}" = {list(seen)}\n'
        for code, level, seen in ((CODE, 4, ("soạn", "sửa")), (OTHER, 3, ("từ chối",)))
    )
    (framework / "competencies.toml").write_text("\n".join(told), encoding="utf-8")
    held = (
        f'[{code}]\ntitle = "{code}"\ntitle_en = "{code}"\nrequired = {{ {levels} }}\n'
        for code, levels in (("P02", "M2 = 4, C1 = 3"), ("P05", "M2 = 2, C1 = 4"))
    )
    (framework / "positions.toml").write_text("\n".join(held), encoding="utf-8")
    return Office(tmp_path)


@pytest.fixture
def lan(office: Office) -> Services:
    return office.supervisor()


@pytest.fixture
def hanh(office: Office, lan: Services) -> Services:
    """Somebody of the roster, with a file handed over."""
    hanh = office.learner()
    office.study(hanh)
    office.hand_over(hanh, lan)
    lan.unit.admit(hanh.desk.person.hex())
    return hanh


def line(lan: Services, person: Services) -> Measured:
    wanted = person.desk.person.hex()
    return next(one for one in Measuring(lan.desk).unit() if one.person == wanted)


def level(needs: PersonNeeds, code: str = CODE) -> float | None:
    return next(need.level for need in needs.needs if need.competency == code)


def test_one_s_own_levels_are_kept_and_told_again_only_where_they_changed(office: Office) -> None:
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    rating = Rating(hanh.desk)
    found = rating.rate_myself({CODE: Rated(2, 5), OTHER: Rated(3)})
    assert (level(found.needs), level(found.needs, OTHER)) == (2, 3)
    before = hanh.desk.unit_heads(hanh.desk.unit)
    rating.rate_myself({CODE: Rated(2, 5), OTHER: Rated(3)})
    assert hanh.desk.unit_heads(hanh.desk.unit) == before
    assert level(rating.rate_myself({CODE: Rated(4, 5)}).needs) == 4


def test_who_holds_two_positions_needs_the_higher_level_of_each(office: Office) -> None:
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    measuring = Measuring(hanh.desk)
    assert measuring.required("P02") == {"M2": 4, "C1": 3}
    assert measuring.required("P02+P05") == {"M2": 4, "C1": 4}
    assert measuring.required("P99") == {}


def test_a_supervisor_s_rating_counts_beside_the_learner_s_own(
    office: Office, lan: Services, hanh: Services
) -> None:
    Rating(hanh.desk).rate_myself({CODE: Rated(5, 4)})
    office.hand_over(hanh, lan)
    Rating(lan.desk).rate({hanh.desk.person.hex(): {CODE: Rated(2, 2)}})
    found = line(lan, hanh)
    need = next(need for need in found.needs.needs if need.competency == CODE)
    assert need.level == pytest.approx((0.25 * 5 + 0.4 * 2) / 0.65)
    assert need.importance == 3
    assert need.disagreement
    assert found.name == "Nguyễn Thị Hạnh"


def test_rating_the_same_again_says_nothing_and_an_undone_rating_counts_no_more(
    lan: Services, hanh: Services
) -> None:
    rating, person = Rating(lan.desk), hanh.desk.person.hex()
    decisions = rating.rate({person: {CODE: Rated(2), OTHER: Rated(1)}})
    assert len(decisions) == 2
    assert rating.rate({person: {CODE: Rated(2), OTHER: Rated(1)}}) == ()
    rating.undo(*decisions)
    assert level(line(lan, hanh).needs) is None


@pytest.mark.parametrize("bad", [Rated(0), Rated(6), Rated(3, 6), Rated(3, -1)])
def test_a_level_off_the_scale_keeps_nothing(lan: Services, hanh: Services, bad: Rated) -> None:
    person = hanh.desk.person.hex()
    with pytest.raises(LevelRefused):
        Rating(lan.desk).rate({person: {OTHER: Rated(3), CODE: bad}})
    with pytest.raises(LevelRefused):
        Rating(hanh.desk).rate_myself({OTHER: Rated(3), CODE: bad})
    assert level(line(lan, hanh).needs, OTHER) is None


def test_a_code_of_no_competency_keeps_nothing(lan: Services, hanh: Services) -> None:
    with pytest.raises(NoSuchCompetency):
        Rating(lan.desk).rate({hanh.desk.person.hex(): {"Z9": Rated(3)}})
    with pytest.raises(NoSuchCompetency):
        Rating(hanh.desk).rate_myself({"Z9": Rated(3)})


def test_a_learner_rates_nobody_and_sees_no_grid(hanh: Services) -> None:
    with pytest.raises(NotEntitled):
        Rating(hanh.desk).rate({hanh.desk.person.hex(): {CODE: Rated(3)}})
    with pytest.raises(NotEntitled):
        Rating(hanh.desk).grid()


def test_a_supervisor_rates_only_whom_they_know(lan: Services) -> None:
    with pytest.raises(NotEntitled):
        Rating(lan.desk).rate({"00" * 16: {CODE: Rated(3)}})


def test_what_a_learner_says_of_themselves_in_the_supervisor_s_name_counts_for_nothing(
    office: Office, lan: Services, hanh: Services
) -> None:
    from selfstudy.domain.record import CompetencyRated

    hanh.desk.write_about(hanh.desk.person, CompetencyRated(CODE, 5))
    office.hand_over(hanh, lan)
    assert level(line(lan, hanh).needs) is None


def test_the_grid_stands_by_given_name(office: Office, lan: Services, hanh: Services) -> None:
    names = [one.name for one in Rating(lan.desk).grid()]
    assert names == ["Nguyễn Thị Hạnh", "Trần Thị Lan"]


def test_a_test_shows_what_its_module_builds(office: Office) -> None:
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    module = office.shelf.modules()[0]
    code, builds = module.competencies[0]
    for number, score in enumerate((1000, 700)):
        hanh.desk.write(
            AttemptSubmitted(f"t{number}", "post", module.id, module.version, "", (), score, 60)
        )
    found = Measuring(hanh.desk).mine().found
    assert found.tested[code] == (70.0, builds), "the last one taken counts"


def test_what_is_mandatory_this_year_weighs_half_as_much_again(office: Office) -> None:
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    rating = Rating(hanh.desk)
    before = {n.competency: n.priority for n in rating.rate_myself({CODE: Rated(1)}).needs.needs}
    hanh.desk.database.set_setting(MANDATORY, f"{CODE} S9")
    after = {n.competency: n.priority for n in Measuring(hanh.desk).mine().needs.needs}
    assert after[CODE] == 1.5 * (before[CODE] or 0)
