"""What a newer version changed, as a learner reads it."""

from __future__ import annotations

import pytest

from selfstudy import words
from selfstudy.content.changes import compare
from selfstudy.sentences import change_words
from tests.content.conftest import write_lessons
from tests.content.test_changes import ADDED, end_the_decree

BECAUSE = "văn bản 30/2020/NĐ-CP hết hiệu lực từ 01/03/2027"


@pytest.fixture
def older(tmp_path):
    return write_lessons(tmp_path / "older")


@pytest.fixture
def newer(tmp_path):
    written = write_lessons(tmp_path / "newer")
    written.change("module.toml", "version = 2", "version = 3")
    return written


def said(older, newer):
    return change_words(compare(older.module, newer.module))


def test_nothing_that_is_learned_changed(older, newer):
    assert said(older, newer) == ["Nội dung học không đổi, chỉ sửa cách trình bày"]


def test_questions_are_counted_with_the_source_that_ended(older, newer):
    end_the_decree(newer)
    for number in (7, 8):
        newer.change(
            "questions/01-cac-loai.md", f"nguồn: ND30-2020 Điều {number}", "nguồn: ND99-2027 Điều 5"
        )
    newer.change("questions/01-cac-loai.md", "Xếp các bước", "Hãy xếp các bước")

    assert said(older, newer) == [
        f"Thay 2 câu hỏi vì {BECAUSE}",
        "Sửa 1 câu hỏi",
        "Dẫn thêm 99/2027/NĐ-CP",
    ]


def test_one_that_went_for_a_reason_and_one_that_came_are_one_replaced(older, newer):
    end_the_decree(newer)
    path = newer.module / "questions" / "01-cac-loai.md"
    text = path.read_text(encoding="utf-8")
    start, end = text.index("## CM03-01-q03"), text.index("## CM03-01-q04")
    newer.write("questions/01-cac-loai.md", text[:start] + text[end:] + ADDED)
    assert said(older, newer) == [f"Thay 1 câu hỏi vì {BECAUSE}"]

    newer.write("questions/01-cac-loai.md", text[:start] + text[end:])
    assert said(older, newer) == [f"Bỏ 1 câu hỏi vì {BECAUSE}"]
    newer.write("questions/01-cac-loai.md", text + ADDED)
    assert said(older, newer) == ["Thêm 1 câu hỏi", f"Ghi rõ {BECAUSE}"]


def test_what_takes_the_place_of_a_source_is_named(older, newer):
    end_the_decree(newer)
    path = newer.root / "sources.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace(
            "effective_to = 2027-02-28", 'effective_to = 2027-02-28\nreplaced_by = "x/27"', 1
        )
    )

    assert said(older, newer) == [f"Ghi rõ {BECAUSE}, thay bằng x/27"]


def test_sections_and_lessons_are_told(older, newer):
    newer.change("01-cac-loai.md", "Xem lại", "Đọc lại")
    lesson = (newer.module / "01-cac-loai.md").read_text(encoding="utf-8")
    newer.write(
        "02-bai-hai.md", lesson.replace("CM03-01", "CM03-02").replace("Các loại văn bản", "Bài hai")
    )
    newer.write("questions/02-bai-hai.md", ADDED.replace("CM03-01", "CM03-02"))

    assert said(older, newer) == ["Thêm bài “Bài hai”", "Sửa 1 mục ở bài 1"]
    assert said(newer, older) == ["Bỏ bài “Bài hai”", "Sửa 1 mục ở bài 1"]


def test_it_is_said_in_english_too(older, newer):
    end_the_decree(newer)
    newer.change("questions/01-cac-loai.md", "nguồn: ND30-2020 Điều 7", "nguồn: ND99-2027 Điều 5")
    words.use("en")

    first, _new = said(older, newer)

    words.use("vi")
    assert first == "1 question replaced because 30/2020/NĐ-CP is not in force from 01/03/2027"
