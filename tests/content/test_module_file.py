from __future__ import annotations

import unicodedata

import pytest

from selfstudy.content.framework import read_sources, source_refs
from selfstudy.content.module_file import read_module
from selfstudy.domain.lesson import SourceRef
from selfstudy.domain.question import grade, right_response


@pytest.fixture
def read(lessons):
    def _read():
        sources = read_sources(lessons.root / "sources.toml")
        return read_module(lessons.module, sources)

    return _read


def keys(problems):
    return {(p.key.removeprefix("problem."), p.file.split("/", 1)[1], p.line) for p in problems}


def test_a_sound_module_is_read_without_a_problem(read):
    module, problems = read()

    assert problems == []
    assert (module.id, module.version, module.area, module.hours) == ("CM03", 2, "CM", 1)
    assert module.competencies == (("M2", 3),)
    assert [term.word for term in module.glossary] == ["trích yếu", "bản gốc"]
    assert module.sources == (SourceRef("ND30-2020"),)


def test_a_lesson_has_its_front_sections_and_the_terms_it_speaks_of(read):
    lesson = read()[0].lessons[0]

    assert (lesson.id, lesson.number, lesson.minutes) == ("CM03-01", 1, 15)
    assert lesson.sources == (SourceRef("ND30-2020", "Điều 7"), SourceRef("ND30-2020", "Phụ lục I"))
    assert [s.id for s in lesson.sections] == ["hanh-chinh", "chon-loai"]
    assert [term.word for term in lesson.glossary] == ["trích yếu"]
    assert lesson.text.startswith("Mở đầu")
    assert lesson.sections[1].words == len(
        ["Chọn", "loại", "văn", "bản", "Xem", "lại", "mục", "trước", "trước", "khi", "chọn"]
    )


def test_every_kind_of_question_is_read_and_can_be_answered(read):
    questions = {q.kind: q for q in read()[0].lessons[0].questions}

    assert len(questions) == 8
    assert all(grade(q, right_response(q)).right for q in questions.values())
    assert right_response(questions["single"]) == ("B",)
    assert right_response(questions["order"]) == ("A", "B", "C")
    assert questions["match"].options[1].pair == "BC"
    assert questions["cloze"].accepted == (("Điều 7", "điều 7"), ("30/2020/NĐ-CP",))
    assert questions["cloze"].comparison == "exact"


def test_a_question_keeps_reasons_fields_and_explanation(read):
    first, second, *_ = read()[0].lessons[0].questions

    assert first.options[2].reason == "Luật do Quốc hội ban hành, không phải văn bản hành chính."
    assert first.explanation == "Điều 7 kể đủ các loại."
    assert (first.difficulty, first.cognitive, first.competency) == (2, "understand", "M2")
    assert (first.outcome, first.source, first.place) == ("o1", "ND30-2020", "Điều 7")
    assert first.line == 3
    assert second.text == "Chọn các thành phần thể thức.\n\nĐoạn thứ hai của câu hỏi."


def test_a_case_is_told_apart_from_its_question(read, lessons):
    story = read()[0].lessons[0].questions[3]

    assert story.case == "Chị Hạnh nhận bản thảo.\n\nBản thảo thiếu trích yếu."
    assert story.text == "Chị nên làm gì trước?"

    lessons.change(
        "questions/01-cac-loai.md", "Bản thảo thiếu trích yếu.", "Câu hỏi: Bản thảo thiếu gì?"
    )
    story = read()[0].lessons[0].questions[3]

    assert story.case == "Chị Hạnh nhận bản thảo."
    assert story.text == "Bản thảo thiếu gì?\n\nChị nên làm gì trước?"


def test_a_number_has_tolerance_unit_and_listed_mistakes(read, lessons):
    lessons.change("questions/01-cac-loai.md", "= 29 ± 0 loại", "= 7,25 ± 0,5 %")
    question = read()[0].lessons[0].questions[6]

    assert (question.accepted, question.tolerance, question.unit) == ((("7,25",),), 0.5, "%")
    assert (question.options[0].text, question.options[0].right) == ("28", False)
    assert question.options[0].reason == "Đếm thiếu một loại."


@pytest.mark.parametrize("spoil", ["crlf", "bom", "nfd"])
def test_the_digest_is_the_same_whatever_the_editor_did(read, lessons, spoil):
    before = read()[0].lessons[0]
    path = lessons.module / "01-cac-loai.md"
    text = path.read_bytes().decode()
    change = {
        "crlf": text.replace("\n", "\r\n").encode(),
        "bom": b"\xef\xbb\xbf" + text.encode(),
        "nfd": unicodedata.normalize("NFD", text).encode(),
    }
    path.write_bytes(change[spoil])
    module, problems = read()

    assert module.lessons[0] == before
    assert keys(problems) == ({("not_nfc", "01-cac-loai.md", 3)} if spoil == "nfd" else set())


def test_the_digest_changes_with_lesson_and_questions(read, lessons):
    first = read()[0].lessons[0].digest
    lessons.change("questions/01-cac-loai.md", "khó: 2", "khó: 3")
    second = read()[0].lessons[0].digest
    lessons.change("01-cac-loai.md", "Xem lại", "Đọc lại")

    assert len({first, second, read()[0].lessons[0].digest}) == 3


@pytest.mark.parametrize(
    ("path", "old", "new", "problem"),
    [
        ("module.toml", 'title = "Soạn thảo văn bản"\n', "", ("missing_field", "module.toml", 0)),
        ("module.toml", "version = 2", 'version = "2"', ("wrong_type", "module.toml", 3)),
        ("module.toml", "hours = 1", "hours = 0", ("out_of_range", "module.toml", 7)),
        ("module.toml", "M2 = 3", "M2 = 9", ("wrong_level", "module.toml", 11)),
        ("module.toml", '"CM"', '"XX"', ("unknown_value", "module.toml", 6)),
        ("module.toml", '["P02"]', "[2]", ("wrong_type", "module.toml", 10)),
        ("module.toml", "hours = 1", "hours =", ("bad_toml", "module.toml", 7)),
        ("module.toml", '"ND30-2020"', '"ND99"', ("unknown_source", "module.toml", 14)),
        ("module.toml", '"CM03"', '"../CM03"', ("bad_id", "module.toml", 2)),
        ("module.toml", 'text = "Trình', 'tex = "Trình', ("wrong_type", "module.toml", 12)),
        ("glossary.toml", "[terms]", "[words]", ("missing_field", "glossary.toml", 0)),
        ("glossary.toml", '"Bản có chữ ký trực tiếp."', "3", ("wrong_type", "glossary.toml", 4)),
        ("01-cac-loai.md", "---\nid", "id", ("no_front", "01-cac-loai.md", 1)),
        ("01-cac-loai.md", "minutes: 15", "minutes: lâu", ("out_of_range", "01-cac-loai.md", 7)),
        ("01-cac-loai.md", "minutes: 15", "minutes 15", ("bad_front_line", "01-cac-loai.md", 7)),
        ("01-cac-loai.md", "minutes: 15", "id: X", ("field_twice", "01-cac-loai.md", 7)),
        ("01-cac-loai.md", "minutes: 15", "phut: 5", ("unknown_field", "01-cac-loai.md", 7)),
        (
            "01-cac-loai.md",
            "title: Các loại văn bản",
            "title:",
            ("missing_field", "01-cac-loai.md", 3),
        ),
        (
            "01-cac-loai.md",
            "sources: ND30-2020",
            "sources: ND0",
            ("unknown_source", "01-cac-loai.md", 8),
        ),
        ("01-cac-loai.md", " {#hanh-chinh}", "", ("section_without_anchor", "01-cac-loai.md", 13)),
    ],
)
def test_a_mistake_is_told_with_file_and_line(read, lessons, path, old, new, problem):
    lessons.change(path, old, new)

    assert problem in keys(read()[1])


FIRST, THIRD, FOURTH, FIFTH, SEVENTH, EIGHTH = (f"## CM03-01-q0{n}" for n in (1, 3, 4, 5, 7, 8))
TWO_STEPS = "2. Đăng ký\n    > Sau khi cấp số.\n3. Phát hành\n    > Sau cùng.\n"
STORY = "Tình huống: Chị Hạnh nhận bản thảo.\n\nBản thảo thiếu trích yếu.\n\n"


@pytest.mark.parametrize(
    ("old", "new", "key", "at"),
    [
        ("## CM03-01-q01 · single", "## CM03-01-q01 · chọn", "unknown_kind", FIRST),
        ("## CM03-01-q01 · single", "## CM03-01-q01", "bad_question_head", FIRST),
        ("khó: 2", "khó: nhiều", "out_of_range", "khó: nhiều"),
        ("mức: hiểu", "mức: biết", "unknown_value", "mức: biết"),
        ("mức: hiểu", "mức độ: hiểu", "unknown_field", "mức độ: hiểu"),
        ("nguồn: ND30-2020 Điều 7", "nguồn: ND99", "unknown_source", "nguồn: ND99"),
        ("nguồn: ND30-2020 Điều 7", "nguồn:", "question_without_source", FIRST),
        ("Văn bản nào là văn bản hành chính?\n", "", "question_without_text", FIRST),
        ("[x] Công văn", "[ ] Công văn", "not_one_right", FIRST),
        ("[ ] Luật", "[x] Luật", "not_one_right", FIRST),
        ("[ ] Luật", "[ ] Công văn", "same_option_twice", FIRST),
        ("    > Đúng theo Điều 7.\n", "", "option_without_reason", "[x] Công văn"),
        ("> Điều 7 kể đủ các loại.", "Điều 7 kể đủ.", "stray_line", "Điều 7 kể đủ."),
        ("[x] Đúng\n    > Công văn không có tên loại.\n", "", "bad_true_false", THIRD),
        ("Tình huống: ", "", "scenario_without_case", FOURTH),
        (STORY, "Tình huống: ", "scenario_without_case", FOURTH),
        ("[x] Trả lại", "[ ] Trả lại", "none_right", FOURTH),
        (TWO_STEPS, "", "too_few_options", FIFTH),
        ("= 29 ± 0 loại", "= hai mươi", "bad_number", "= hai mươi"),
        ("= 29 ± 0 loại\n", "", "bad_number", SEVENTH),
        ("= 30/2020/NĐ-CP\n", "", "blanks_and_answers", EIGHTH),
    ],
)
def test_a_mistake_in_a_question_is_told_with_its_line(read, lessons, old, new, key, at):
    path = "questions/01-cac-loai.md"
    lessons.change(path, old, new)
    lines = (lessons.module / path).read_bytes().decode().split("\n")
    line = next(number for number, text in enumerate(lines, 1) if text.startswith(at))

    assert (key, path, line) in keys(read()[1])


def test_a_question_that_cannot_be_asked_is_left_out_and_the_rest_kept(read, lessons):
    lessons.change("questions/01-cac-loai.md", "[x] Công văn", "[ ] Công văn")

    assert len(read()[0].lessons[0].questions) == 7


def test_a_reason_that_is_not_indented_still_belongs_to_its_option(read, lessons):
    lessons.change("questions/01-cac-loai.md", "    > Đúng theo", "> Đúng theo")
    module, problems = read()

    assert module.lessons[0].questions[0].options[1].reason == "Đúng theo Điều 7."
    assert problems == []


def test_options_and_reasons_go_on_over_several_lines(read, lessons):
    lessons.change("questions/01-cac-loai.md", "[x] Công văn\n", "[x] Công\n    văn\n")
    lessons.change("questions/01-cac-loai.md", "theo Điều 7.", "theo\n    Điều 7.")
    option = read()[0].lessons[0].questions[0].options[1]

    assert (option.text, option.reason) == ("Công văn", "Đúng theo Điều 7.")


def test_more_options_than_letters_or_questions_than_the_limit_are_refused(read, lessons):
    many = "".join(f"[ ] Câu {n}\n    > Sai.\n" for n in range(30))
    lessons.change("questions/01-cac-loai.md", "[ ] Luật", many + "[ ] Luật")
    block = "\n## CM03-01-x{} · true_false\n"
    lessons.write("questions/02-b.md", "".join(block.format(n) for n in range(501)))
    lessons.write("02-b.md", (lessons.module / "01-cac-loai.md").read_bytes())
    found = {key for key, _, _ in keys(read()[1])}

    assert {"too_many_options", "too_many_questions"} <= found


def test_a_heading_inside_a_code_block_is_no_section(read, lessons):
    lessons.change("01-cac-loai.md", "Xem lại", "```\n## Không phải mục\n```\n\nXem lại")
    module, problems = read()

    assert len(module.lessons[0].sections) == 2
    assert problems == []


def test_files_in_old_encodings_are_told_apart(read, lessons):
    lessons.write("01-cac-loai.md", "Nguyễn".encode("utf-16"))
    lessons.write("02-mo.md", b"mot\nd\xf2ng hai")
    told = {(key, name) for key, name, _ in keys(read()[1])}

    assert {("not_utf8", "01-cac-loai.md"), ("not_utf8", "02-mo.md")} <= told


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Nguyá»…n Thá»‹ HÆ°á»ng", "UTF-8 → Windows-1252"),
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam, v¨n b¶n hµnh chÝnh", "TCVN3"),
        ("Nguyeãn Vaên Taùm, coâng vaên haønh chính", "VNI"),
    ],
)
def test_mojibake_and_legacy_text_is_an_error_at_its_line(read, lessons, text, encoding):
    lessons.change("01-cac-loai.md", "Mở đầu trước mục thứ nhất.", "")
    lessons.change("01-cac-loai.md", "Xem lại", text)
    found = [p for p in read()[1] if p.key == "problem.foreign_encoding"]

    assert [p.details["encoding"] for p in found] == [encoding]
    assert found[0].line == 25


def test_a_file_that_is_too_large_or_missing_is_told(read, lessons):
    lessons.write("01-cac-loai.md", b"a" * (1024 * 1024 + 1))
    (lessons.module / "questions" / "01-cac-loai.md").unlink()
    found = {key for key, _, _ in keys(read()[1])}

    assert "too_large" in found


def test_a_lesson_without_questions_front_end_or_sections_is_told(read, lessons):
    (lessons.module / "questions" / "01-cac-loai.md").unlink()
    lessons.write("02-trong.md", "---\nid: CM03-02\n")
    lessons.write("03-trong.md", "---\nid: CM03-03\n---\nkhông có mục\n")
    found = keys(read()[1])

    assert ("no_questions", "questions/01-cac-loai.md", 0) in found
    assert ("front_not_closed", "02-trong.md", 1) in found
    assert ("no_sections", "03-trong.md", 4) in found


def test_a_module_without_lessons_or_outcomes_is_told(read, lessons):
    (lessons.module / "01-cac-loai.md").unlink()
    lessons.change("module.toml", "outcomes", "outcome")
    found = keys(read()[1])

    assert ("no_lessons", "module.toml", 0) in found
    assert ("missing_field", "module.toml", 0) in found


def test_a_folder_that_is_no_module_gives_none(tmp_path):
    module, problems = read_module(tmp_path, {})

    assert module is None
    assert [p.key for p in problems] == ["problem.unreadable"]


def test_a_module_may_bring_its_own_sources(lessons):
    lessons.write("sources.toml", (lessons.root / "sources.toml").read_bytes())

    assert read_module(lessons.module, {})[1] == []


def test_references_are_written_with_semicolons():
    assert source_refs("A Điều 1; B ;") == (SourceRef("A", "Điều 1"), SourceRef("B"))


def test_an_unnamed_module_a_broken_glossary_and_unreadable_questions_are_told(read, lessons):
    lessons.change("glossary.toml", "[terms]", "[terms")
    lessons.write("questions/01-cac-loai.md", b"\xff\xfe")
    module, problems = read()

    assert module.glossary == ()
    assert module.lessons[0].questions == ()
    assert ("bad_toml", "glossary.toml", 2) in keys(problems)

    lessons.change("module.toml", 'id = "CM03"\n', "")
    module, problems = read()

    assert module is None
    assert ("missing_field", "module.toml", 0) in keys(problems)


def test_a_module_without_a_glossary_has_no_terms(read, lessons):
    (lessons.module / "glossary.toml").unlink()

    assert read()[0].glossary == ()


def test_a_module_has_at_most_ninety_nine_lessons(read, lessons):
    for n in range(100):
        lessons.write(f"{n % 100:02}-bai-{n}.md", b"---\n---\n")
    found = {key for key, _, _ in keys(read()[1])}

    assert "too_many_lessons" in found
