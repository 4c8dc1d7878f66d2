"""A stop of the tour: an old list of staff comes in, is corrected and taken; a person leaves."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from selfstudy.desktop.tour_stage import Stage
from selfstudy.domain.legacy import to_tcvn3

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selfstudy.desktop.unit.page import UnitPage
    from selfstudy.domain.people import PersonRow

HEADINGS = ("STT", "Họ và tên", "Mã cán bộ", "Chức danh", "Phòng, ban")
ROOMS = ("Văn phòng", "Phòng Kinh tế", "Phòng Kinh tế / Tổ Thuế", "Phòng Văn hóa - Xã hội")


def show_staff(stage: Stage, folder: Path) -> None:
    """Look at a list in an old font, choose how to read it, take it; narrow; one person leaves."""
    page = stage.page("unit")
    stage.act("unit", section_asked=("people",))
    view = page.people  # type: ignore[attr-defined]
    path = _list(folder, stage.services.unit.people())
    view.list_asked.emit()
    stage.shoot("unit-list-empty")
    view.list.files_given.emit((path,))
    stage.shoot("unit-list-encoding")
    view.list.reading.encoding_asked.emit("tcvn3")
    stage.shoot("unit-list")
    _below(view.list)
    stage.shoot("unit-list-rows")
    view.list.taken.emit()
    stage.shoot("unit-list-taken")
    view.list.closed.emit()
    stage.shoot("unit-people-listed")
    stage.act("unit", grouped=(f"in:{ROOMS[1]}",))
    stage.shoot("unit-people-department")
    _leaves(stage, page)  # type: ignore[arg-type]


def _leaves(stage: Stage, page: UnitPage) -> None:
    person = stage.services.unit.people()[1]
    stage.act("unit", grouped=("",), person_opened=(person.id,))
    page.people.one.bring(page.people.one.card)
    stage.shoot("unit-person-place")
    page.people.one.card.left.emit(f"{stage.clock():%d/%m/%Y}", "Sở Nội vụ")
    stage.shoot("unit-person-left")
    page.people.one.card.returned.emit()
    stage.act("unit", person_closed=())


def _list(folder: Path, people: Sequence[PersonRow]) -> Path:
    """A list as an office kept it for twenty years: TCVN3, a title above, columns of its own."""
    rows: list[Sequence[str]] = [("", "DANH SÁCH CÁN BỘ, CÔNG CHỨC PHƯỜNG"), (), HEADINGS]
    for at, one in enumerate(people, start=1):
        title = one.position if at % 5 else "Cán bộ một cửa"
        rows.append((str(at), one.name, one.staff_code, title, ROOMS[at % len(ROOMS)]))
    rows.append(
        (str(len(rows)), "Vũ Thị Thu Hà", "", "Văn thư – lưu trữ + Cán bộ một cửa", ROOMS[0])
    )
    rows.append((str(len(rows)), "", "CB990", "Văn thư – lưu trữ", ROOMS[0]))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "Danh sach can bo.csv"
    with path.open("w", encoding="cp1252", errors="replace", newline="") as file:
        old = [[to_tcvn3(cell) for cell in row] for row in rows]
        csv.writer(file, delimiter=";").writerows(old)
    return path


def _below(area: object) -> None:
    bar = area.verticalScrollBar()  # type: ignore[attr-defined]
    bar.setValue(bar.maximum())
