from __future__ import annotations

import pytest

from selfstudy.content.changes import compare, section_texts
from selfstudy.content.module_file import read_module

NEW_DECREE = """
[ND99-2027]
number = "99/2027/NĐ-CP"
title = "Nghị định về công tác văn thư"
issuer = "Chính phủ"
issued = 2027-01-05
effective_from = 2027-03-01
verified_on = 2027-01-10
"""
ADDED = """
## CM03-01-q09 · true_false
nguồn: ND30-2020 Điều 9
năng lực: M2
kết quả: o1

Thông báo có tên loại.

[x] Đúng
    > Có.
[ ] Sai
    > Xem Điều 9.
"""


@pytest.fixture
def newer(tmp_path, write_sound_lessons):
    written = write_sound_lessons(tmp_path / "newer")
    written.change("module.toml", "version = 2", "version = 3")
    return written


def end_the_decree(newer):
    newer.write(
        "../sources.toml",
        (newer.root / "sources.toml")
        .read_text(encoding="utf-8")
        .replace(
            "effective_from = 2020-03-05", "effective_from = 2020-03-05\neffective_to = 2027-02-28"
        )
        + NEW_DECREE,
    )


def test_the_same_content_changes_nothing(lessons, newer):
    newer.change("01-cac-loai.md", "Xem lại [mục trước]", "Xem  lại\n[mục trước]")  # reflowed
    newer.change("questions/01-cac-loai.md", "# Câu hỏi bài 1\n", "# Câu hỏi bài 1\n\n\n")
    found = compare(lessons.module, newer.module)
    assert (found.module, found.before, found.after) == ("CM03", 2, 3)
    assert (found.lessons, found.tests, found.sources, found.note) == ((), (), (), "")
    assert list(found.questions()) == []
    assert found.lesson("CM03-01") is None


def test_a_section_tells_its_old_and_its_new_text(lessons, newer):
    newer.change("01-cac-loai.md", "Xem lại", "Đọc lại")
    newer.change("01-cac-loai.md", "## Chọn loại văn bản", "## Chọn đúng loại")
    (section,) = compare(lessons.module, newer.module).lesson("CM03-01").sections
    assert (section.anchor, section.title) == ("chon-loai", "Chọn đúng loại")
    assert section.before == "Xem lại [mục trước](#hanh-chinh) trước khi chọn."
    assert section.after == "Đọc lại [mục trước](#hanh-chinh) trước khi chọn."


def test_sections_come_and_go(lessons, newer):
    newer.change("01-cac-loai.md", "{#chon-loai}", "{#chon}")
    first, second = compare(lessons.module, newer.module).lesson("CM03-01").sections
    assert (first.anchor, first.before) == ("chon", "")
    assert (second.anchor, second.after) == ("chon-loai", "")


def test_words_before_the_first_section_belong_to_it(lessons):
    module, _ = read_module(lessons.module, {})
    texts = section_texts(module.lessons[0])
    assert list(texts) == ["hanh-chinh", "chon-loai"]
    assert texts["hanh-chinh"].startswith("Mở đầu trước mục thứ nhất.")


def test_a_question_that_left_an_ended_source_says_so(lessons, newer):
    end_the_decree(newer)
    newer.change("questions/01-cac-loai.md", "nguồn: ND30-2020 Điều 7", "nguồn: ND99-2027 Điều 5")
    found = compare(lessons.module, newer.module)
    (question,) = found.questions()
    assert (question.id, question.kind, question.because) == (
        "CM03-01-q01",
        "changed",
        "ND30-2020",
    )
    assert (question.before.source, question.after.source) == ("ND30-2020", "ND99-2027")
    ended, cited = found.sources
    assert (ended.id, ended.ended) == ("ND30-2020", True)
    assert (cited.id, cited.before, cited.ended) == ("ND99-2027", None, False)
    assert found.named["ND99-2027"].number == "99/2027/NĐ-CP"


def test_a_question_that_keeps_its_source_has_no_reason(lessons, newer):
    end_the_decree(newer)
    newer.change("questions/01-cac-loai.md", "Văn bản nào là", "Đâu là")
    (question,) = compare(lessons.module, newer.module).questions()
    assert (question.kind, question.because) == ("changed", "")


def test_questions_come_and_go(lessons, newer):
    path = newer.module / "questions" / "01-cac-loai.md"
    text = path.read_text(encoding="utf-8")
    start, end = text.index("## CM03-01-q03"), text.index("## CM03-01-q04")
    newer.write("questions/01-cac-loai.md", text[:start] + text[end:] + ADDED)
    first, second = compare(lessons.module, newer.module).questions()
    assert (first.id, first.kind) == ("CM03-01-q09", "added")
    assert (second.id, second.kind, second.because) == ("CM03-01-q03", "removed", "")


def test_a_section_that_no_longer_cites_an_ended_source_says_so(lessons, newer):
    end_the_decree(newer)
    newer.change(
        "01-cac-loai.md",
        'Theo [Điều 7](source:ND30-2020 "Điều 7")',
        'Theo [Điều 5](source:ND99-2027 "Điều 5")',
    )
    (section,) = compare(lessons.module, newer.module).lesson("CM03-01").sections
    assert section.because == ("ND30-2020",)


def test_a_new_lesson_is_new_as_a_whole_and_none_of_its_questions_is_a_changed_one(lessons, newer):
    lesson = (newer.module / "01-cac-loai.md").read_text(encoding="utf-8")
    newer.write("02-bai-hai.md", lesson.replace("CM03-01", "CM03-02"))
    questions = (newer.module / "questions" / "01-cac-loai.md").read_text(encoding="utf-8")
    newer.write("questions/02-bai-hai.md", questions.replace("CM03-01", "CM03-02"))
    found = compare(lessons.module, newer.module)
    (added,) = found.lessons
    assert (added.id, added.kind, len(added.sections)) == ("CM03-02", "added", 2)
    assert list(found.questions()) == []
    back = compare(newer.module, lessons.module)
    assert [lesson.kind for lesson in back.lessons] == ["removed"]


def test_a_question_of_a_test_over_the_module_is_told_apart(lessons, newer):
    for written, text in ((lessons, ADDED), (newer, ADDED.replace("Thông báo", "Báo cáo"))):
        written.write("questions/post-test.md", text.replace("CM03-01-q09", "CM03-post-q01"))
    found = compare(lessons.module, newer.module)
    assert [question.id for question in found.tests] == ["CM03-post-q01"]
    assert found.lessons == ()
    assert [question.kind for question in found.questions()] == ["changed"]


def test_modules_that_were_read_already_compare_alike(lessons, newer):
    newer.change("01-cac-loai.md", "Xem lại", "Đọc lại")
    newer.write("changes.md", "Sửa một câu.\n")
    old, new = (read_module(folder.module, {})[0] for folder in (lessons, newer))
    assert compare(old, new).note == "Sửa một câu."
    assert compare(old, new).lessons[0].sections == (
        compare(lessons.module, newer.module).lessons[0].sections
    )


def test_a_folder_without_a_module_compares_with_nothing(lessons, tmp_path):
    assert compare(tmp_path / "none", lessons.module) is None
    assert compare(lessons.module, tmp_path / "none") is None


def test_a_source_that_was_dropped_is_told(lessons, newer):
    newer.write("questions/01-cac-loai.md", ADDED.replace("ND30-2020", "L60-2014"))
    found = compare(lessons.module, newer.module)
    assert [(s.id, s.before, s.ended) for s in found.sources] == [("L60-2014", None, False)]
    back = compare(newer.module, lessons.module)
    assert [(s.id, s.before is None) for s in back.sources] == [("L60-2014", False)]


def test_an_unknown_source_is_no_reason(lessons, newer):
    newer.change("questions/01-cac-loai.md", "nguồn: ND30-2020 Điều 7", "nguồn: ND98 Điều 5")
    found = compare(lessons.module, newer.module)
    (question,) = found.questions()
    assert question.because == ""
    assert [(s.id, s.before, s.after) for s in found.sources] == [("ND98", None, None)]
