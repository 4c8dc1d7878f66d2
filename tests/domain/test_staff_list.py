from __future__ import annotations

import pytest

from selfstudy.domain.staff_list import Human, Positions, compared, listed_id
from selfstudy.domain.staff_table import Entry

POSITIONS = Positions([("P02", "P02"), ("Văn thư – lưu trữ", "P02"), ("Kế toán", "P05")])
AN = Human("aa", "Lê An", "P02", "01", "Văn phòng")


def row(name, code="", position="", department="", place=2):
    return Entry("", place, name, code, position, department)


def lines(*rows, humans=(AN,)):
    return compared(rows, humans, POSITIONS)


def states(*rows, humans=(AN,)):
    return [(line.state, line.note.removeprefix("staff.")) for line in lines(*rows, humans=humans)]


@pytest.mark.parametrize(
    ("entry", "state", "note"),
    [
        (row("Lê An", "01"), "known", ""),
        (row("LE AN", "01"), "changed", ""),
        (row("Lê An", "01", "Kế toán"), "changed", ""),
        (row("Lê An", "02"), "new", "namesake"),
        (row("Lê Ân", "01"), "changed", ""),
        (row("Lê Bình", "01"), "doubtful", "other_name"),
        (row("Lê An"), "known", ""),
        (row("Vũ Bình"), "new", ""),
    ],
)
def test_a_row_is_told_apart_by_staff_code_first_then_by_name(entry, state, note):
    assert states(entry) == [(state, note)]


def test_who_has_no_code_yet_is_known_by_a_name_that_is_theirs_alone():
    plain = Human("aa", "Lê An")
    assert states(row("Lê An", "01"), humans=[plain]) == [("changed", "")]
    twins = [plain, Human("bb", "Lê An")]
    assert states(row("Lê An", "01"), humans=twins) == [("doubtful", "same_name")]
    assert states(row("Lê An", "01"), row("Lê An", "02", place=3), humans=[plain]) == [
        ("doubtful", "same_name"), ("doubtful", "same_name"),
    ]  # fmt: skip


def test_rows_of_one_name_without_codes_are_for_a_person_to_tell():
    assert states(row("Vũ Bình"), row("Vũ Bình", place=3)) == [("doubtful", "twins")] * 2
    assert states(row("Vũ Bình", "02"), row("Vũ Bình", place=3)) == [
        ("new", ""), ("doubtful", "twins"),
    ]  # fmt: skip


def test_two_rows_are_never_about_one_person():
    found = lines(row("Lê An", "01"), row("Lê An", "01", place=3))
    assert [(line.state, line.candidates) for line in found] == [("doubtful", ("aa",))] * 2


def test_codes_that_two_people_have_decide_nothing():
    both = [AN, Human("bb", "Lê An", "", "01")]
    assert states(row("Lê An", "01"), humans=both) == [("doubtful", "other_name")]


def test_who_left_is_shown_so():
    gone = Human("aa", "Lê An", "P02", "01", "", "2026-03-01")
    (line,) = lines(row("Lê An", "01"), humans=[gone])
    assert (line.state, line.person, line.details) == ("left", "aa", {"day": "2026-03-01"})


def test_what_is_wrong_with_a_row_stays_with_it():
    wrong = Entry("", 4, "", problem="staff.no_name")
    assert states(wrong) == [("error", "no_name")]


@pytest.mark.parametrize(
    ("words", "code", "unknown"),
    [
        ("", "", ()),
        ("van thu - luu tru", "P02", ()),
        ("Văn thư – lưu trữ + Kế toán", "P02+P05", ()),
        ("Kế toán kiêm Văn thư – lưu trữ", "P05+P02", ()),
        ("Kế toán; P02; kế toán", "P05+P02", ()),
        ("Nuôi ong", "Nuôi ong", ("Nuôi ong",)),
        ("P02 + Nuôi ong", "P02+Nuôi ong", ("Nuôi ong",)),
        ("+ P02", "P02", ()),
        (" ; ", "", ()),
    ],
)
def test_positions_are_read_by_code_title_or_alias_one_or_two(words, code, unknown):
    assert POSITIONS.read(words) == (code, unknown)


def test_a_position_that_a_person_chose_is_meant_from_then_on():
    chosen = Positions([("P02", "P02")], {"Nuôi ong": "P02"})
    assert chosen.read("nuôi ong") == ("P02", ())


def test_the_id_of_who_is_on_a_list_alone_is_the_same_everywhere_and_nobody_elses():
    unit = bytes(16)
    first = listed_id(unit, row("Lê An", "01", place=2), ())
    assert first == listed_id(unit, row("LÊ AN", "01", "Kế toán", place=9), ())
    assert len(first) == 16
    others = {
        listed_id(unit, row("Lê An", "02"), ()),
        listed_id(unit, row("Lê An"), ()),
        listed_id(unit, row("Lê An", department="A"), ()),
        listed_id(bytes(15) + b"1", row("Lê An", "01"), ()),
        listed_id(unit, row("Lê An", "01"), {first}),
    }
    assert len(others | {first}) == 6


def test_words_that_mean_no_position_do_not_take_the_place_of_one_that_is_known():
    (line,) = lines(row("Lê An", "01", "Nuôi ong"))
    assert (line.state, line.position, line.unknown) == ("known", "P02", ("Nuôi ong",))
    (line,) = lines(row("Lê An", "01", "Nuôi ong", "Tổ A"))
    assert (line.state, [change.what for change in line.changes]) == ("changed", ["department"])
    free = Human("aa", "Lê An", "Nuôi cá", "01")
    (line,) = lines(row("Lê An", "01", "Nuôi ong"), humans=[free])
    assert (line.state, line.position) == ("changed", "Nuôi ong")
    gone = Human("aa", "Lê An", "P02", "01", "", "2026-01-01")
    (line,) = lines(row("Lê An", "01", "Nuôi ong"), humans=[gone])
    assert (line.state, line.changes) == ("left", ())
