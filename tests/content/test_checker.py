from __future__ import annotations

from datetime import date

import pytest

from selfstudy.content.checker import check
from selfstudy.content.problems import Problem

TODAY = date(2026, 11, 22)
LESSON, ASKED = "01-cac-loai.md", "questions/01-cac-loai.md"


@pytest.fixture
def found(lessons):
    """What the checker finds now: keys with the file inside the module and the line."""

    def _found(today=None):
        report = check(lessons.root, today)
        return {
            (p.key.removeprefix("problem."), p.file.removeprefix("CM03-soan-thao/"), p.line)
            for p in report.problems
        }

    return _found


def line_of(lessons, path, text):
    lines = (lessons.module / path).read_bytes().decode().split("\n")
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_sound_content_has_no_problem_and_is_counted(lessons):
    report = check(lessons.root, TODAY)

    assert report.problems == ()
    assert report.ok
    assert (report.modules, report.lessons, report.questions) == (1, 1, 8)
    assert report.words > 30


def test_a_module_folder_is_checked_alone(lessons):
    lessons.change("module.toml", '"P02"', '"P99"')
    report = check(lessons.module)

    assert (report.modules, report.lessons) == (1, 1)
    assert [p.key for p in report.problems] == ["problem.unknown_position"]


@pytest.mark.parametrize(
    ("old", "new", "key", "at"),
    [
        ("(term:trích yếu)", "(term:trích dẫn)", "dead_term", "term:trích dẫn"),
        ("(source:ND30-2020 ", "(source:L60-2014 ", "dead_source", "source:L60"),
        ("(#hanh-chinh)", "(#khac)", "dead_anchor", "#khac"),
        ("(#hanh-chinh)", "(khac.md)", "dead_link", "khac.md"),
        ("(#hanh-chinh)", "(javascript:alert)", "dead_link", "javascript"),
        ("??? CM03-01-q01", "??? CM03-01-q99", "dead_check", "??? CM03"),
        ("\n[^1]: Nghị định 30/2020/NĐ-CP.\n", "\n", "dead_footnote", "[^1]"),
        ("{#chon-loai}", "{#hanh-chinh}", "same_anchor_twice", "## Chọn"),
        ("## Chọn loại văn bản {#chon-loai}", "## Chọn loại", "section_without_anchor", "## Chọn"),
        ("![Sơ đồ các loại văn bản]", "![]", "no_alt_text", "![]"),
        ("figures/loai.svg", "figures/mat.svg", "missing_image", "mat.svg"),
        ("figures/loai.svg", "../loai.svg", "image_outside", "../loai"),
        ("figures/loai.svg", "https://example.org/a.png", "image_outside", "https"),
        ("Mở đầu trước", "# Mở đầu\n\nTrước", "heading_level", "# Mở đầu"),
    ],
)
def test_what_points_nowhere_is_told_with_its_line(lessons, found, old, new, key, at):
    lessons.change(LESSON, old, new)

    assert found() == {(key, LESSON, line_of(lessons, LESSON, at))}


@pytest.mark.parametrize(
    ("old", "new", "key", "at"),
    [
        ("CM03-01-q02", "CM03-01-q01", "same_id_twice", "q01 · multi"),
        ("CM03-01-q02", "CM04-01-q02", "id_outside_module", "CM04"),
        ("năng lực: M2", "năng lực: M9", "unknown_competency", "q01"),
        ("năng lực: M2", "năng lực:", "question_without_competency", "q01"),
        ("kết quả: o1", "kết quả: o9", "unknown_outcome", "q01"),
        ("kết quả: o1", "kết quả:", "question_without_outcome", "q01"),
        ("\n> Đếm ở Điều 7.\n", "\n", "question_without_explanation", "q07"),
    ],
)
def test_a_question_without_aim_or_name_of_its_own_is_told(lessons, found, old, new, key, at):
    lessons.change(ASKED, old, new)

    assert found() == {(key, ASKED, line_of(lessons, ASKED, f"## {at}" if at[0] == "C" else at))}


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("M2 = 3", "M9 = 3", ("unknown_competency", "module.toml", 11)),
        ('"P02"', '"P99"', ("unknown_position", "module.toml", 10)),
        ("competencies = { M2 = 3 }\n", "", ("missing_field", "module.toml", 0)),
        (
            " }]",
            ' }, { id = "o2", text = "Khác." }]',
            ("outcome_without_question", "module.toml", 12),
        ),
        (" }]", ' }, { id = "o1", text = "Khác." }]', ("same_id_twice", "module.toml", 12)),
    ],
)
def test_a_module_that_claims_what_is_not_there_is_told(lessons, found, old, new, problem):
    lessons.change("module.toml", old, new)

    assert found() == {problem}


def test_everything_wrong_is_told_at_once(lessons):
    lessons.change(LESSON, "(term:trích yếu)", "(term:khác)")
    lessons.change(ASKED, "khó: 2", "khó: 9")
    lessons.change("module.toml", '"P02"', '"P99"')
    (lessons.module / "figures" / "loai.svg").unlink()
    report = check(lessons.root)

    assert {p.key for p in report.errors} == {
        "problem.dead_term",
        "problem.out_of_range",
        "problem.unknown_position",
        "problem.missing_image",
    }
    assert not report.ok
    assert [p.file for p in report.problems] == sorted(p.file for p in report.problems)


def test_the_same_module_or_lesson_in_two_folders_is_told(lessons, write_sound_lessons):
    other = type(lessons)(lessons.root, "CM03-ban-sao")
    for path in lessons.module.rglob("*.*"):
        other.write(path.relative_to(lessons.module).as_posix(), path.read_bytes())
    report = check(lessons.root)

    twice = {p.details["id"]: (p.file.rpartition("/")[2], p.line) for p in report.errors}
    assert len(twice) == 10
    assert twice["CM03"] == ("module.toml", 2)
    assert twice["CM03-01"] == ("01-cac-loai.md", 1)
    assert twice["CM03-01-q02"] == ("01-cac-loai.md", 22)
    assert {p.key for p in report.errors} == {"problem.same_id_twice"}
    assert report.modules == 2


def test_two_lessons_may_not_share_a_number_or_an_id(lessons, found):
    lessons.write("01-lai.md", (lessons.module / LESSON).read_bytes())
    keys = {key for key, _, _ in found()}

    assert {"same_number_twice", "same_id_twice"} <= keys


def test_a_good_anchor_is_a_living_link_and_a_lesson_never_goes_online(lessons, found):
    lessons.change(LESSON, "Xem lại", "[a](#chon-loai) Xem lại")

    assert found() == set()
    lessons.change(LESSON, "Xem lại", "[Cổng](https://vanban.chinhphu.vn) Xem lại")
    assert found() == {("outside_link", LESSON, line_of(lessons, LESSON, "Cổng"))}


def test_warnings_do_not_keep_content_from_being_used(lessons):
    lessons.change(ASKED, "kết quả: o1", "kết quả:")
    report = check(lessons.root)

    assert report.ok
    assert [p.key for p in report.warnings] == ["problem.question_without_outcome"]


def test_a_link_to_a_lesson_that_its_own_module_lacks_is_dead(lessons, found):
    lessons.change(LESSON, "Xem lại", "[Bài sau](lesson:CM03-77)\n\nXem lại")

    assert found() == {("dead_link", LESSON, line_of(lessons, LESSON, "Bài sau"))}


@pytest.mark.parametrize(("code", "key"), [("CM03", "own_prerequisite"), ("một", "bad_id")])
def test_a_prerequisite_is_another_module(lessons, found, code, key):
    lessons.change("module.toml", "prerequisites = []", f'prerequisites = ["{code}"]')

    assert found() == {(key, "module.toml", line_of(lessons, "module.toml", "prerequisites"))}


def test_a_prerequisite_that_nobody_knows_is_told(lessons):
    catalogue = '[CM04]\ntitle = "Văn thư"\ntitle_en = "Records"\nhours = 6\nbuilds = { M2 = 3 }\n'
    told = 'prerequisites = ["CM04", "ZZ77", "LL01"]'
    lessons.change("module.toml", "prerequisites = []", told)
    assert check(lessons.root).warnings == ()  # without a catalogue every module may be
    (lessons.root / "framework" / "catalogue.toml").write_text(catalogue, encoding="utf-8")
    (lessons.root / "LL01-khac").mkdir()
    (lessons.root / "LL01-khac" / "module.toml").write_text("", encoding="utf-8")

    for folder in (lessons.module, lessons.root):
        warned = [p for p in check(folder).warnings if p.key == "problem.unknown_prerequisite"]
        assert [(p.line, p.details["module"]) for p in warned] == [
            (line_of(lessons, "module.toml", told), "ZZ77")
        ]


def test_a_number_with_a_tolerance_that_is_none_is_told(lessons, found):
    text = (lessons.module / ASKED).read_bytes().decode()
    numbered = next(line for line in text.split("\n") if line.startswith("= ") and "±" in line)
    for written in ("= 29 ± -1 loại", "= 29e9 ± 0", "= 29 +/- x"):
        lessons.write(ASKED, text.replace(numbered, written, 1))
        assert ("bad_number", ASKED, line_of(lessons, ASKED, written)) in found()


@pytest.mark.parametrize(("columns", "rows"), [(13, 3), (5, 401)])
def test_a_table_that_no_page_holds_is_told_where_it_begins(lessons, found, columns, rows):
    table = "\n".join("|" + "ô|" * columns for _ in range(rows))
    lessons.change(LESSON, "Xem lại", f"{table}\n\nXem lại")
    told = [p for p in check(lessons.root).errors if p.key == "problem.table_too_large"]

    assert [p.line for p in told] == [line_of(lessons, LESSON, "|ô|")]
    assert (told[0].details["columns"], told[0].details["rows"]) == (columns, rows)


def test_an_item_that_is_there_and_empty_is_told_with_its_line(lessons, found):
    lessons.change("module.toml", 'title = "', 'title = "" # "')

    at = line_of(lessons, "module.toml", 'title = ""')
    assert ("missing_field", "module.toml", at) in found()


def test_a_lesson_of_another_module_is_told(lessons, found):
    lessons.change(LESSON, "id: CM03-01", "id: CM04-01")

    assert found() == {("id_outside_module", LESSON, 1)}


def test_sources_are_held_against_the_day(lessons, found):
    lessons.change(ASKED, "ND30-2020 Điều 8", "L60-2014 Điều 8")

    assert found() == set()
    assert found(date(2026, 11, 22)) == {("source_expiring", ASKED, 22)}
    assert found(date(2027, 2, 28)) == {("source_expiring", ASKED, 22)}
    assert found(date(2027, 3, 1)) == {("source_expired", ASKED, 22)}
    assert ("source_not_yet", LESSON, line_of(lessons, LESSON, "sources:")) in found(
        date(2019, 1, 1)
    )
    assert not check(lessons.root, date(2027, 3, 1)).ok


def test_a_source_cited_as_history_may_be_expired(lessons, found):
    lessons.change(ASKED, "ND30-2020 Điều 8", "L60-2014 Điều 8 (lịch sử)")

    assert found(date(2030, 1, 1)) == set()


def test_few_questions_and_few_kinds_are_warned_of(lessons, found):
    text = (lessons.module / ASKED).read_bytes().decode()
    lessons.write(ASKED, text[: text.index("## CM03-01-q04")])

    keys = {
        ("few_questions", ASKED, 0),
        ("few_kinds", ASKED, 0),
        ("reading_time", LESSON, line_of(lessons, LESSON, "minutes:")),
    }
    assert found() == keys
    assert check(lessons.root).ok


def test_minutes_that_do_not_fit_the_words_are_warned_of(lessons, found):
    lessons.change(LESSON, "minutes: 15", "minutes: 25")

    assert found() == {("reading_time", LESSON, line_of(lessons, LESSON, "minutes:"))}
    lessons.change(LESSON, "minutes: 25", "minutes: 15")
    lessons.change(LESSON, "Xem lại", "từ nữa\n" * 2000 + "\nXem lại")
    assert found() == {("reading_time", LESSON, line_of(lessons, LESSON, "minutes:"))}


def test_hours_that_do_not_fit_the_minutes_are_warned_of(lessons, found):
    lessons.change("module.toml", "hours = 1", "hours = 8")

    assert found() == {("hours_and_minutes", "module.toml", 7)}


def choices(right, longest):
    block = "## CM03-01-r{n} · single\nnguồn: ND30-2020\nnăng lực: M2\nkết quả: o1\n\nHỏi?\n\n"
    text = ""
    for n in range(10):
        text += block.format(n=n)
        for place, key in enumerate("ABC"):
            mark = "x" if key == right(n) else " "
            tail = " và dài hơn hẳn" if mark == "x" and longest else ""
            text += f"[{mark}] Câu {place}{tail}\n    > Vì thế.\n"
    return text


@pytest.mark.parametrize(
    ("right", "longest", "keys"),
    [
        (lambda n: "A", False, {"right_is_same_letter"}),
        (lambda n: "ABC"[n % 3], True, {"right_is_longest"}),
        (lambda n: "ABC"[n % 3], False, set()),
    ],
)
def test_answers_that_can_be_guessed_are_warned_of(lessons, found, right, longest, keys):
    text = (lessons.module / ASKED).read_bytes().decode()
    lessons.write(ASKED, text + choices(right, longest))

    assert {key for key, _, _ in found()} == keys


def test_files_that_do_not_belong_are_told_and_those_of_file_managers_ignored(lessons, found):
    lessons.write("chay.exe", b"MZ")
    lessons.write("figures/Thumbs.db", b"x")
    lessons.write(".git/config", b"x")

    assert found() == {("unexpected_file", "chay.exe", 0)}


def test_a_link_to_elsewhere_is_refused(lessons, found):
    (lessons.module / "figures" / "ngoai.svg").symlink_to(lessons.root / "hours.toml")

    assert found() == {("symlink", "figures/ngoai.svg", 0)}


def test_too_many_files_are_refused_before_they_are_looked_at(lessons, found):
    for n in range(2000):
        lessons.write(f"figures/{n}.exe", b"")

    assert found() == {("too_many_files", "module.toml", 0)}


def test_a_folder_named_otherwise_is_warned_of(lessons):
    lessons.module.rename(lessons.root / "soan-thao")

    assert {p.key for p in check(lessons.root).problems} == {"problem.folder_name"}


def test_an_empty_folder_is_told(tmp_path):
    assert [p.key for p in check(tmp_path).problems] == ["problem.no_modules"]


def test_a_position_that_requires_an_unknown_competency_is_told(lessons):
    lessons.change("../framework/positions.toml", "M2 = 4", "M9 = 4")

    assert check(lessons.root).problems == (
        Problem("framework/positions.toml", 0, "problem.unknown_competency", {"competency": "M9"}),
    )


def test_a_module_file_that_cannot_be_read_does_not_stop_the_others(lessons):
    lessons.write("../CM04-khac/module.toml", "id = ")
    report = check(lessons.root)

    assert [(p.file, p.line) for p in report.problems] == [("CM04-khac/module.toml", 1)]
    assert report.modules == 1
