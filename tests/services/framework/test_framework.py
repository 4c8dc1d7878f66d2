"""The unit's own framework: edited as a workbook, told as signed words, known on every computer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook

from selfstudy.content.framework import Framework, read_framework
from selfstudy.domain.errors import LevelRefused, NoSuchCompetency, NotEntitled, TableUnknown
from selfstudy.domain.people import Competency, Position
from selfstudy.domain.record import CompetencyDescribed, PositionDescribed
from selfstudy.services.framework.changes import changes, facts_of
from selfstudy.services.framework.workbook import read_framework_file, write_framework
from selfstudy.services.holding.framework_told import laid_over
from selfstudy.settings import Places

SHIPPED = read_framework(Places().lessons() / "framework")
FIVE = tuple((n, f"Việc ở mức {n}.") for n in range(1, 6))
SMALL = Framework(
    (Competency("M2", "Soạn thảo", "Drafting", "Chuyên môn", FIVE),),
    (Position("P02", "Văn thư", "Records officer", (("M2", 4),), ("Lưu trữ",)),),
)


@pytest.fixture
def book(tmp_path):
    """A workbook of the shipped framework, to be spoiled: a function of (sheet, cell, value)."""
    path = write_framework(SHIPPED, tmp_path / "khung.xlsx")

    def changed(*edits):
        opened = load_workbook(path)
        for sheet, cell, value in edits:
            opened[sheet][cell] = value
        opened.save(path)
        return path

    return changed


def problems(path):
    _found, told = read_framework_file(path)
    return [(p.file, p.line, p.key.removeprefix("problem.")) for p in told]


def test_what_is_written_is_read_back_the_same(book):
    found, told = read_framework_file(book())

    assert told == ()
    assert changes(SHIPPED, found) == ()
    assert facts_of(SHIPPED, found, "v") == []


def test_the_shipped_framework_describes_every_level_of_every_competency():
    assert len(SHIPPED.competencies) == 17
    assert len(SHIPPED.positions) == 13
    for one in SHIPPED.competencies:
        levels = [level for level, _text in one.behaviours]
        assert all(2 <= levels.count(n) <= 3 for n in range(1, 6)), one.code


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "row", "key"),
    [
        ("Mức yêu cầu", "C2", 6, 2, "row_level"),
        ("Mức yêu cầu", "D3", "cao", 3, "row_level"),
        ("Mức yêu cầu", "C1", "Z9", 1, "row_unknown_competency"),
        ("Mức yêu cầu", "C1", "C2", 1, "row_twice"),
        ("Mức yêu cầu", "A3", "P01", 3, "row_twice"),
        ("Mức yêu cầu", "A1", "Cột", 1, "heading_missing"),
        ("Hành vi", "A3", "Z9", 3, "row_unknown_competency"),
        ("Hành vi", "B3", 9, 3, "row_level"),
        ("Hành vi", "C3", None, 3, "row_behaviour"),
        ("Hành vi", "C1", "Việc", 1, "heading_missing"),
        ("Năng lực", "A3", "C1", 3, "row_twice"),
        ("Năng lực", "A3", "Năng lực 1", 3, "row_code"),
        ("Năng lực", "B3", None, 3, "row_title"),
        ("Vị trí", "A1", "Cột", 1, "heading_missing"),
        ("Vị trí", "E2", "khác", 2, "row_scope"),
        ("Vị trí", "A2", "P99", 2, "row_without_levels"),
    ],
)
def test_what_is_wrong_is_told_by_sheet_and_row(book, sheet, cell, value, row, key):
    assert (sheet, row, key) in problems(book((sheet, cell, value)))


def test_a_level_without_behaviour_is_told_with_its_competency(book):
    rows = [n for n, (level, _t) in enumerate(SHIPPED.competencies[0].behaviours, 2) if level == 1]
    path = book(*((("Hành vi", f"B{n}", 2)) for n in rows))

    assert problems(path) == [("Năng lực", 2, "behaviour_missing")]


def test_a_level_whose_formula_failed_is_told_and_not_taken_for_none(book):
    assert problems(book(("Mức yêu cầu", "C3", "#REF!"))) == [("Mức yêu cầu", 3, "row_failed")]


def test_missing_sheets_and_too_many_rows_are_told(tmp_path, book):
    path = book()
    opened = load_workbook(path)
    del opened["Mức yêu cầu"]
    del opened["Hành vi"]
    for n in range(600):
        opened["Năng lực"].append([f"X{n}", "Tên"])
    opened.save(path)
    told = problems(path)

    assert ("Mức yêu cầu", 0, "sheet_missing") in told
    assert "row_without_levels" not in {key for _sheet, _row, key in told}
    assert ("Hành vi", 0, "sheet_missing") in told
    assert ("Năng lực", 502, "too_many_rows") in told
    many = write_framework(
        replace(SMALL, competencies=(replace(SMALL.competencies[0], behaviours=FIVE * 11),)),
        tmp_path / "nhieu.xlsx",
    )
    assert ("Hành vi", 52, "too_many_rows") in problems(many)


def test_what_is_no_workbook_is_refused(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"\0\1\2")
    with pytest.raises(TableUnknown):
        read_framework_file(tmp_path / "a.xlsx")


def test_every_kind_of_change_is_told_once():
    one, two = SMALL.competencies[0], Competency("M9", "Mới", "New", "", FIVE)
    position = SMALL.positions[0]
    after = Framework(
        (replace(one, title="Soạn thảo, văn thư", behaviours=FIVE[1:]), two),
        (
            replace(position, required=(("M2", 3), ("M9", 1)), aliases=()),
            replace(position, code="P03"),
        ),
    )
    told = [(c.what, c.code, c.competency) for c in changes(SMALL, after)]

    assert told == [
        ("competency_renamed", "M2", ""), ("behaviours", "M2", ""), ("competency_new", "M9", ""),
        ("position_renamed", "P02", ""), ("level", "P02", "M2"), ("level", "P02", "M9"),
        ("position_new", "P03", ""),
    ]  # fmt: skip
    back = [(c.what, c.code) for c in changes(after, SMALL)]
    assert ("competency_gone", "M9") in back
    assert ("position_gone", "P03") in back


def test_facts_lead_from_one_framework_to_another_and_only_what_differs_is_told():
    after = Framework(
        (Competency("M9", "Mới", "New", "", FIVE),),
        (replace(SMALL.positions[0], required=(("M9", 2),)),),
    )
    facts = facts_of(SMALL, after, "2026-11-22.1")

    assert laid_over(SMALL, facts) == after
    assert laid_over(after, facts_of(after, SMALL, "v")) == SMALL
    assert (
        laid_over(SMALL, [PositionDescribed("P02", "v", "Văn thư", state="gone")]).positions == ()
    )
    odd = CompetencyDescribed("M2", "v", "Tên", behaviours=((9, "x"), (1, "y")))
    assert laid_over(SMALL, [odd]).competencies == (
        Competency("M2", "Tên", "Tên", "", ((1, "y"),)),
    )
    assert (
        facts_of(
            SMALL,
            replace(SMALL, positions=(replace(SMALL.positions[0], required=(("M2", 4),)),)),
            "v",
        )
        == []
    )


def test_a_behaviour_that_the_unit_kept_keeps_its_translation():
    english = tuple(f"Level {level}" for level, _text in FIVE)
    shipped = replace(SMALL, competencies=(replace(SMALL.competencies[0], english=english),))
    told = CompetencyDescribed("M2", "v", "Soạn thảo", behaviours=((1, "Khác"), *FIVE[1:]))

    (one,) = laid_over(shipped, [told]).competencies

    assert [said for _level, _text, said in one.seen] == ["", *english[1:]]


def test_every_shipped_behaviour_is_translated():
    for one in SHIPPED.competencies:
        assert all(english for _level, _text, english in one.seen), one.code


# — told by the unit —————————————————————————————————————————————————————————————————————————


def level(services, position="P02", competency="M2"):
    return dict(services.desk.library.framework.position(position).required).get(competency)


def test_a_level_that_a_supervisor_requires_reaches_learners_and_is_taken_back(office):
    lan = office.supervisor()
    hanh = office.learner()
    office.study(hanh)
    office.hand_over(hanh, lan)
    lan.unit.admit(*(person.id for person in lan.unit.unknown()))
    assert level(lan) == level(hanh) == 4

    told = lan.framework.set_level("P02", "M2", 2)
    assert (level(lan), level(hanh)) == (2, 4)
    office.clock.move(minutes=5)
    office.answer_with_receipt(lan, hanh)
    assert level(hanh) == 2

    lan.framework.undo(*told)
    assert level(lan) == 4
    assert lan.framework.view().versions == ()


def test_what_a_revoked_supervisor_required_is_gone_with_the_card_that_says_so(office):
    lan = office.supervisor()
    tuan = office.learner("Lê Minh Tuấn", "tuan")
    office.hand_over(tuan, lan)
    lan.unit.admit(tuan.desk.profile.id)
    lan.unit.appoint(tuan.desk.profile.id, "mật khẩu dài", date(2027, 6, 30))
    office.answer_with_receipt(lan, tuan)
    tuan.framework.set_level("P02", "M2", 1)
    assert level(tuan) == 1
    lan.unit.revoke(tuan.desk.ring.public.hex(), "mật khẩu dài")

    tuan.handover.take([lan.unit.write_card(office.stick)])

    assert level(tuan) == 4


def test_requiring_none_and_requiring_the_same_is_told_and_not_told(office):
    lan = office.supervisor()

    assert lan.framework.set_level("P02", "M2", 4) == ()
    lan.framework.set_level("P02", "M2", 0)
    assert level(lan) is None
    office.clock.move(minutes=1)
    lan.framework.set_level("P02", "M2", 5)
    versions = lan.framework.view().versions
    assert [version.label for version in versions] == ["2026-11-22.2", "2026-11-22.1"]
    assert {(version.by, version.parts) for version in versions} == {("Trần Thị Lan", 1)}


def test_what_is_not_there_or_off_the_scale_is_refused(office):
    lan = office.supervisor()
    hanh = office.learner()

    for position, competency in (("P99", "M2"), ("P02", "M99")):
        with pytest.raises(NoSuchCompetency):
            lan.framework.set_level(position, competency, 3)
    with pytest.raises(LevelRefused):
        lan.framework.set_level("P02", "M2", 6)
    with pytest.raises(NotEntitled):
        hanh.framework.set_level("P02", "M2", 3)
    with pytest.raises(NotEntitled):
        hanh.framework.take(hanh.framework.look(lan.framework.export(office.stick / "a.xlsx")))
    assert not hanh.framework.view().editable


def test_a_workbook_is_looked_at_taken_as_a_version_and_taken_back(office):
    lan = office.supervisor()
    path = write_framework(SMALL, office.stick / "khung.xlsx")
    proposed = lan.framework.look(path)

    assert proposed.sound
    assert {change.what for change in proposed.changes} >= {"behaviours"}
    told = lan.framework.take(proposed)
    assert told
    assert lan.desk.library.framework.competency("M2").behaviours == FIVE
    assert lan.framework.look(path).changes == ()
    assert lan.framework.take(lan.framework.look(path)) == ()
    lan.framework.undo(*lan.framework.view().versions[0].decisions)
    assert lan.desk.library.framework == lan.desk.library.shipped


def test_a_workbook_with_a_mistake_changes_nothing(office):
    lan = office.supervisor()
    before = lan.desk.library.framework
    path = lan.framework.export(office.stick / "khung.xlsx")
    opened = load_workbook(path)
    opened["Mức yêu cầu"]["C2"] = 7
    opened.save(path)
    proposed = lan.framework.look(path)

    assert not proposed.sound
    assert proposed.changes == ()
    assert lan.framework.take(proposed) == ()
    assert lan.desk.library.framework is before


def test_the_shelf_is_the_shipped_one_in_everything_else(office):
    lan = office.supervisor()
    library = lan.desk.library

    assert library.modules() == office.shelf.modules()
    assert library.editions() == office.shelf.editions()
    assert library.framework == office.shelf.framework
