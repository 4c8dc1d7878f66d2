"""What an author does with a folder: look, begin, rehearse, take questions in and give them out."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from selfstudy.content.checker import check
from selfstudy.content.problems import Problem
from selfstudy.domain.errors import (
    AlreadyThere,
    CodeRefused,
    NoSuchLesson,
    NothingTaken,
    TextTooLong,
    TooLarge,
    UnreadableFile,
)
from selfstudy.domain.question import right_response
from selfstudy.services.authoring import foreign
from selfstudy.services.authoring.beginnings import new_lesson, new_module
from selfstudy.services.authoring.figures import KINDS, figures_of
from selfstudy.services.authoring.foreign import export_questions, read_questions, write_questions
from selfstudy.services.authoring.rehearsal import Rehearsal
from selfstudy.services.authoring.workshop import Workshop, stamp_of
from selfstudy.settings import Places

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def shop():
    return Workshop(lambda: TODAY)


@pytest.fixture
def begun(tmp_path):
    """A folder of modules with one that was just begun, beside the shipped sources."""
    root = tmp_path / "lessons"
    root.mkdir()
    (root / "sources.toml").write_bytes((Places().lessons() / "sources.toml").read_bytes())
    return new_module(root, "cm21", "Học phần  thử “nháp”")


def test_a_module_that_was_just_begun_can_be_read_and_its_gaps_are_named(begun, shop):
    looked = shop.look(begun.parent)
    keys = {p.key.removeprefix("problem.") for p in looked.report.problems}

    assert begun.name == "CM21-hoc-phan-thu-nhap"
    assert [m.id for m in looked.report.read] == ["CM21"]
    assert looked.report.read[0].title == "Học phần thử “nháp”"
    assert {"missing_field", "question_without_source"} <= keys
    assert not {"bad_toml", "bad_id", "no_front", "bad_question_head", "not_one_right"} & keys


def test_the_next_lesson_takes_the_next_number_with_its_questions(begun):
    path = new_lesson(begun, "Bài kế tiếp")

    assert path.name == "02-bai-ke-tiep.md"
    assert (begun / "questions" / path.name).is_file()
    module = check(begun).read[0]
    assert [lesson.id for lesson in module.lessons] == ["CM21-01", "CM21-02"]
    assert new_lesson(begun, "???").name == "03-bai.md"


def test_what_cannot_be_begun_is_refused_and_nothing_is_written(begun, tmp_path):
    before = stamp_of(begun.parent)

    with pytest.raises(CodeRefused):
        new_module(begun.parent, "21 CM", "Tên")
    with pytest.raises(AlreadyThere):
        new_module(begun.parent, "CM21", "Tên khác")
    with pytest.raises(TextTooLong):
        new_module(begun.parent, "CM22", " ")
    with pytest.raises(TextTooLong):
        new_lesson(begun, "a" * 121)
    with pytest.raises(UnreadableFile):
        new_lesson(tmp_path, "Bài")
    assert stamp_of(begun.parent) == before


def test_a_lesson_that_would_take_anothers_file_or_has_no_number_left_is_refused(begun):
    (begun / "questions" / "02-hai.md").write_text("x", encoding="utf-8")
    with pytest.raises(AlreadyThere):
        new_lesson(begun, "Hai")
    (begun / "99-cuoi.md").write_text("x", encoding="utf-8")
    with pytest.raises(AlreadyThere):
        new_lesson(begun, "Nữa")


def test_a_folder_that_is_not_there_is_told(shop, tmp_path):
    with pytest.raises(UnreadableFile):
        shop.look(tmp_path / "mat")


def test_a_saved_file_is_seen_and_one_that_goes_away_is_no_matter(begun, monkeypatch):
    before = stamp_of(begun)
    path = begun / "01-bai-thu-nhat.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nThêm.\n", encoding="utf-8")
    assert stamp_of(begun) != before

    gone = {str(path)}
    see = os.stat

    def stat(name, **options):
        if str(name) in gone:
            raise FileNotFoundError(name)
        return see(name, **options)

    monkeypatch.setattr(os, "stat", stat)
    assert str(path) not in {name for name, _, _ in stamp_of(begun)}


def test_the_lines_around_a_problem_are_shown_and_none_outside_the_folder(begun, shop, tmp_path):
    looked = shop.look(begun)
    file = f"{begun.name}/01-bai-thu-nhat.md"
    lines = shop.lines(looked, Problem(file, 2, "x"))

    assert [(line.number, line.meant) for line in lines] == [
        (1, False), (2, True), (3, False), (4, False), (5, False),
    ]  # fmt: skip
    assert lines[1].text == "id: CM21-01"
    assert [line.number for line in shop.lines(looked, Problem(file, 0, "x"))] == [1, 2, 3, 4]
    (tmp_path / "ngoai.md").write_text("bí mật", encoding="utf-8")
    for other in ("../ngoai.md", "/etc/passwd", f"{begun.name}/mat.md", f"{begun.name}/a.png"):
        assert shop.lines(looked, Problem(other, 1, "x")) == ()
    (begun / "hong.md").write_bytes(b"\xff")
    assert shop.lines(looked, Problem(f"{begun.name}/hong.md", 1, "x")) == ()


@pytest.fixture
def shipped(shop):
    module = next(Places().lessons().glob("CM03*"))
    return shop.look(module)


def test_a_module_in_numbers_counts_what_is_there(shipped):
    module = shipped.report.read[0]
    figures = figures_of(module)
    first = figures.parts[0]

    assert [part.key for part in figures.parts] == [
        *(lesson.id for lesson in module.lessons), *(test.purpose for test in module.tests),
    ]  # fmt: skip
    assert sum(first.kinds) == sum(first.levels) == first.questions
    assert first.kinds[KINDS.index("single")] > 0
    assert first.figures > 0
    assert 0 < first.reading <= 40
    assert all(aim.lessons and aim.tests for aim in figures.aims)


@pytest.fixture
def rehearsal(shipped):
    made = Rehearsal(lambda: NOW)
    made.show(shipped)
    return made


def test_a_lesson_is_rehearsed_with_its_sources_and_the_place_is_kept(rehearsal, shipped):
    lessons = shipped.report.read[0].lessons
    opened = rehearsal.open_lesson(lessons[1].id)

    assert (opened.previous, opened.following) == (lessons[0].id, lessons[2].id)
    assert {source.id for source in opened.sources} >= {ref.source for ref in lessons[1].sources}
    rehearsal.read(lessons[1].id, {"a"}, 30, "muc:3")
    rehearsal.show(shipped)
    assert rehearsal.open_lesson(lessons[1].id).progress.anchor == "muc:3"
    assert rehearsal.open_lesson(lessons[-1].id).following == ""
    assert rehearsal.open_lesson(lessons[0].id).previous == ""


def test_questions_and_tests_are_rehearsed_and_graded_as_learners_are(rehearsal, shipped):
    lesson = shipped.report.read[0].lessons[0]
    question = lesson.questions[0]
    marked = rehearsal.answer(lesson.id, question.id, right_response(question), "", 5)

    assert marked.grade.right
    assert marked.saved_at == NOW
    assert len(rehearsal.quiz("CM03/pre").items) >= 10
    assert not rehearsal.answer(lesson.id, question.id, ("Z",), "", 5).grade.right


def test_what_is_not_there_cannot_be_rehearsed(rehearsal):
    for call in (
        lambda: rehearsal.open_lesson("X"),
        lambda: rehearsal.quiz("X/pre"),
        lambda: rehearsal.answer("CM03-01", "X", ("A",), "", 1),
        lambda: Rehearsal(lambda: NOW).open_lesson("CM03-01"),
        lambda: Rehearsal(lambda: NOW).quiz("CM03/pre"),
    ):
        with pytest.raises(NoSuchLesson):
            call()


def test_a_module_with_its_own_sources_shows_them(begun, shop):
    own = (Places().lessons() / "sources.toml").read_text(encoding="utf-8").partition("\n[")[2]
    text = "[RIENG-2026]\n" + own.partition("]\n")[2].partition("\n[")[0]
    (begun / "sources.toml").write_text(text, encoding="utf-8")

    assert "RIENG-2026" in shop.look(begun).sources


# — foreign files ———————————————————————————————————————————————————————————————————————————


def test_drafts_take_the_id_of_the_lesson_they_are_written_for(begun, tmp_path):
    (tmp_path / "a.gift").write_text("Hỏi? {=A ~B}\n\nKể. {}\n", encoding="utf-8")
    lesson = new_lesson(begun, "Bài hai")
    out = begun / "questions" / lesson.name
    out.unlink()
    taken = read_questions(tmp_path / "a.gift")
    write_questions(taken, out)

    assert [(p.key, p.line) for p in taken.left] == [("problem.import_essay", 3)]
    assert "## CM21-02-q01 · single" in out.read_text(encoding="utf-8")
    with pytest.raises(AlreadyThere):
        write_questions(taken, out)
    loose = write_questions(taken, tmp_path / "câu hỏi.md")
    assert "## c-u-h-i-q01" in loose.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "text", "count"),
    [
        ("a.txt", "Hỏi? {=A ~B}", 1),
        ("a.txt", "Mặt trước\tMặt sau", 1),
        ("a.txt", "{{c1::Gap}}\t", 1),
        ("a.xml", "<quiz/>", 0),
        ("a.xml", "<assessmentItem/>", 0),
        ("a.zip", "", 0),
        ("a.apkg", "", 0),
    ],
)
def test_the_format_is_known_by_the_file(tmp_path, name, text, count):
    (tmp_path / name).write_text(text, encoding="utf-8")
    taken = read_questions(tmp_path / name)

    assert len(taken.drafts) == count
    if not count:
        with pytest.raises(NothingTaken):
            write_questions(taken, tmp_path / "b.md")


def test_a_file_in_utf_16_is_read_and_one_in_no_encoding_is_refused(tmp_path):
    (tmp_path / "a.gift").write_bytes("Hỏi? {=A ~B}".encode("utf-16"))
    assert len(read_questions(tmp_path / "a.gift").drafts) == 1
    (tmp_path / "b.gift").write_bytes(b"H\xe1\xbb {=A ~B}")
    with pytest.raises(UnreadableFile):
        read_questions(tmp_path / "b.gift")
    (tmp_path / "c.docx").write_bytes(b"x")
    with pytest.raises(UnreadableFile):
        read_questions(tmp_path / "c.docx")
    with pytest.raises(UnreadableFile):
        read_questions(tmp_path / "mat.gift")


def test_too_many_and_too_much_is_told(tmp_path, monkeypatch):
    path = tmp_path / "a.gift"
    path.write_text("\n\n".join(f"Hỏi {n}? {{=A ~B}}" for n in range(510)), encoding="utf-8")
    taken = read_questions(path)
    assert len(taken.drafts) == 500
    assert [(p.key, p.line) for p in taken.left] == [("problem.import_too_many", 1001)]

    monkeypatch.setattr(foreign, "LARGEST_TEXT", 10)
    with pytest.raises(TooLarge):
        read_questions(path)
    monkeypatch.setattr(foreign, "LARGEST", 10)
    with pytest.raises(TooLarge):
        read_questions(path)


@pytest.mark.parametrize("kind", ["gift", "moodle"])
def test_questions_go_out_for_moodle(shipped, tmp_path, kind):
    questions = shipped.report.read[0].lessons[0].questions
    out = tmp_path / "ra"
    count, left = export_questions(questions, kind, out)

    assert count + len(left) == len(questions)
    assert out.read_text(encoding="utf-8").count("CM03-01-q") >= count
    with pytest.raises(NothingTaken):
        export_questions((), kind, Path(tmp_path / "khong"))
