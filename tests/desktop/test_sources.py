"""What a screen says about an official text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from selfstudy.desktop.sources import lines
from selfstudy.domain.lesson import Source, SourceRef

LAW = Source(
    "L", "Luật số 1", "Luật", "Quốc hội", date(2021, 1, 1), date(2021, 1, 1), date(2026, 11, 1)
)
BOOK = replace(LAW, id="B", kind="book", number="Giáo trình")
TODAY = date(2026, 11, 23)


def test_a_book_has_a_year_and_no_force() -> None:
    law, book = lines([SourceRef("L"), SourceRef("B", "chương 2")], [LAW, BOOK], TODAY)
    assert law.standing == "Đang có hiệu lực, từ 01/01/2021."
    assert (book.standing, book.badge) == ("Sách xuất bản năm 2021.", "Sách")


def test_a_book_that_was_replaced_says_so_like_a_law() -> None:
    old = replace(BOOK, effective_to=date(2026, 1, 1), replaced_by="Giáo trình (2026)")
    (line,) = lines([SourceRef("B")], [old], TODAY)
    assert line.validity == "expired"
    assert "Giáo trình (2026)" in line.standing
