"""The import of a list, on a real service and in a real window."""

from __future__ import annotations

import pytest

from selfstudy.desktop.tasks import InlineTasks
from selfstudy.desktop.unit_staff.list_view import ListView
from selfstudy.desktop.unit_staff.presenter import StaffPresenter
from selfstudy.desktop.unit_staff.wording import letters
from selfstudy.domain.legacy import to_tcvn3
from selfstudy.services.people.staff import Staff
from tests.office import Office

HEADINGS = ("STT", "Họ và tên", "Mã", "Vị trí", "Phòng")
ROWS = (
    ("1", "Nguyễn Thị Hạnh", "CB01", "Văn thư – lưu trữ", "Văn phòng"),
    ("2", "Vũ Bình", "", "Nuôi ong", "Văn phòng"),
    ("3", "Vũ Bình", "", "", ""),
    ("4", "", "CB04", "", ""),
)
OFFERS = (("P01", "Chuyên viên"), ("P02", "Văn thư"))


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path)
    yield office
    office.close()


@pytest.fixture
def listed(tmp_path):
    def plain(*rows, name="ds.csv", headings=HEADINGS):
        path = tmp_path / name
        path.write_text("\n".join(";".join(row) for row in (headings, *rows)), "utf-8")
        return path

    return plain


@pytest.fixture
def view(qtbot):
    view = ListView()
    qtbot.addWidget(view)
    view.resize(1100, 700)
    view.show()
    return view


@pytest.fixture
def lists(office, view):
    lan = office.supervisor()
    heard = []
    made = StaffPresenter(
        view, Staff(lan.desk), InlineTasks(), lambda: OFFERS, lambda: heard.append("changed")
    )
    view.files_given.connect(made.open)
    view.chosen.connect(made.choose)
    view.taken.connect(made.take)
    view.undone.connect(made.undo)
    view.again.connect(made.begin)
    view.reading.encoding_asked.connect(made.read_as)
    view.reading.column_asked.connect(made.put_column)
    view.reading.position_asked.connect(made.put_position)
    view.reading.sheet_asked.connect(made.turn_to_sheet)
    made.begin()
    made.lan, made.heard = lan, heard
    return made


def names(lists):
    return [row.name for row in lists.lan.unit.people()]


def choose(choice, key):
    choice.setCurrentIndex(choice.findData(key))
    choice.chosen.emit(key)


def test_a_list_is_looked_at_taken_and_taken_back(lists, view, listed):
    assert not view.zone.isHidden()
    view.files_given.emit((listed(*ROWS),))
    assert (view.zone.isHidden(), view.take.isEnabled(), view.take.text()) == (
        True, True, "Nhận 1 người",
    )  # fmt: skip
    assert names(lists) == ["Trần Thị Lan"]

    view.take.click()

    assert names(lists) == ["Nguyễn Thị Hạnh", "Trần Thị Lan"]
    assert lists.heard == ["changed"]
    view.undone.emit()
    assert (names(lists), lists.state.undone) == (["Trần Thị Lan"], True)


def test_rows_that_need_somebody_stand_first_and_say_why(lists, view, listed):
    view.files_given.emit((listed(*ROWS),))
    states = [line.state for line in view.rows.table.model.rows]
    assert states == ["error", "doubtful", "doubtful", "new"]
    view.rows.table.view.selectRow(1)
    assert not view.rows.who.isHidden()
    choose(view.rows.who, "new")
    assert (lists.state.count, view.take.text()) == (2, "Nhận 2 người")
    choose(view.rows.who, "")
    assert lists.state.count == 1
    view.rows.table.view.selectRow(0)
    assert view.rows.who.isHidden()


def test_old_writing_is_taken_only_after_somebody_saw_before_and_after(lists, view, listed):
    rows = [tuple(map(to_tcvn3, row)) for row in ROWS[:1]]
    path = listed(*rows, headings=tuple(map(to_tcvn3, HEADINGS)))
    view.files_given.emit((path,))
    card = view.reading.encoding_card
    assert (card.isHidden(), view.take.isEnabled()) == (False, False)
    card.right.click()
    assert (view.take.isEnabled(), card.right.isHidden()) == (True, True)
    choose(view.reading.encoding, "unicode")
    assert (card.isHidden(), lists.state.sure) == (True, True)


def test_columns_are_corrected_and_one_column_means_one_thing(lists, view, listed):
    path = listed(("Lê An", "CB01"), headings=("a", "b"))
    view.files_given.emit((path,))
    assert view.take.text() == "Không có gì để nhận"
    choose(view.reading.columns["name"], "0")
    assert [line.entry.name for line in lists.state.look.lines] == ["a", "Lê An"]
    choose(view.reading.columns["given"], "1")
    assert dict(lists.state.look.reading.layout.columns) == {"given": 1}
    choose(view.reading.columns["given"], "")
    assert not lists.state.look.lines


def test_a_position_that_means_none_is_given_a_meaning(lists, view, listed):
    view.files_given.emit((listed(*ROWS),))
    (name,) = view.reading.positions.choices
    choose(view.reading.positions.choices[name], "P01")
    assert lists.state.look.unknown == ()
    assert lists.state.asked.positions == {"Nuôi ong": "P01"}
    choose(view.reading.positions.choices[name], "")
    assert lists.state.asked.positions == {}


def test_another_sheet_is_looked_at(lists, view, tmp_path):
    page = tmp_path / "ds.html"
    page.write_text(
        "<table><tr><td>x</table><table><tr><td>Họ tên<td>Mã<tr><td>Lê An<td>1</table>", "utf-8"
    )
    view.files_given.emit((page,))
    assert lists.state.look.reading.sheet == 1
    choose(view.reading.sheet, "0")
    assert (lists.state.look.reading.sheet, lists.state.count) == (0, 0)


def test_what_cannot_be_read_is_said_and_another_file_may_be_chosen(lists, view, tmp_path):
    path = tmp_path / "ds.xls"
    path.write_bytes(b"\0\1\2")
    view.files_given.emit((path,))
    assert lists.state.error is not None
    assert not view.zone.isHidden()
    view.again.emit()
    assert lists.state.error is None


def test_a_change_is_read_in_one_sentence(lists, view, listed):
    view.files_given.emit((listed((*ROWS[0][:3], "Nuôi ong", "")),))
    view.take.click()
    view.files_given.emit((listed((*ROWS[0][:4], "")),))
    view.rows.table.view.selectRow(0)
    assert "vị trí: Nuôi ong → Văn thư" in view.rows._words.text()


def test_nothing_else_is_begun_while_something_is_under_way(lists, view, listed):
    lists.state = lists.state.__class__(busy="take")
    lists.open((listed(*ROWS),))
    lists.begin()
    lists.take()
    lists.undo()
    lists.cancel()
    assert (lists.state.look, lists.state.busy) == (None, "take")


@pytest.mark.parametrize(("column", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (52, "BA")])
def test_columns_are_named_as_excel_does(column, name):
    assert letters(column) == name
