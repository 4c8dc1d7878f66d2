from __future__ import annotations

import pytest

from selfstudy.content.documents import (
    module_digest,
    module_documents,
    source_documents,
    sources_digest,
)
from selfstudy.content.library import Library
from selfstudy.content.markup import outline, plain_text, word_count


@pytest.fixture
def library(lessons):
    return Library([lessons.root])


def test_lessons_questions_terms_and_sources_can_be_found(library):
    found = {(d.kind, d.id): d for d in module_documents(library.module("CM03"))}
    sources = list(source_documents(library.sources))

    assert len(found) == 1 + 1 + 8 + 2
    assert found["lesson", "CM03-01"].body.startswith("Phân biệt các loại văn bản. Mở đầu")
    assert found["module", "CM03"].title == library.module("CM03").title
    assert "term:" not in found["lesson", "CM03-01"].body
    pairs = found["question", "CM03-01-q06"].body.split()
    assert pairs == ["Tờ", "trình", "TTr", "Báo", "cáo", "BC"]
    assert found["question", "CM03-01-q06"].lesson == "CM03-01"
    assert found["term", "bản gốc"].body == "Bản có chữ ký trực tiếp."
    assert sources[1].title == "30/2020/NĐ-CP Nghị định về công tác văn thư"
    assert sources[1].other == "Nghị định về công tác văn thư"


def test_what_a_lesson_is_called_besides_and_its_headings_are_told(library):
    found = {(d.kind, d.id): d for d in module_documents(library.module("CM03"))}
    lesson = library.lesson("CM03-01")

    assert found["lesson", "CM03-01"].other == lesson.title_en
    assert found["lesson", "CM03-01"].headings == tuple(part.title for part in lesson.sections)
    assert found["module", "CM03"].other == library.module("CM03").title_en


def test_a_gap_in_a_question_is_seen_as_one(library, lessons):
    lessons.change("questions/01-cac-loai.md", "____", "______")
    gaps = [d.title for d in module_documents(library.modules()[0]) if "…" in d.title]

    assert gaps
    assert not any("  " in title or " ." in title for title in gaps)


def test_reasons_do_not_give_answers_away(library):
    for document in module_documents(library.module("CM03")):
        assert "Đúng theo Điều 7" not in document.body


def test_a_digest_changes_with_what_can_be_found(library, lessons):
    module = library.module("CM03")
    lessons.change("glossary.toml", "Bản có chữ ký", "Văn bản có chữ ký")

    assert module_digest(library.modules()[0]) != module_digest(module)
    assert sources_digest(library.sources) != sources_digest(library.sources[:1])


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("## Mục {#muc}", "Mục"),
        ("**Đậm** và *nghiêng* `mã`", "Đậm và nghiêng mã"),
        ("[Điều 7](source:ND30-2020 \"Đ\") và [bản gốc](term:bản gốc)", "Điều 7 và bản gốc"),
        ("![Sơ đồ](figures/a.svg \"Hình 1\")", "Sơ đồ"),
        ("Loại[^1].", "Loại."),
        ("??? CM03-01-q01", ""),
        ('!!! note "Ghi nhớ"\n    Nội dung', "Ghi nhớ\n Nội dung"),
        ("- một\n- hai\n1. ba\n> bốn", "một\nhai\nba\nbốn"),
        ("a <b>c</b> d", "a c d"),
    ],
)  # fmt: skip
def test_marks_are_not_words(markdown, plain):
    text = plain_text(markdown)

    assert " ".join(text.split()) == " ".join(plain.split())
    assert word_count(markdown) == len(plain.split())


def test_runs_of_spaces_and_tabs_are_one_space():
    assert plain_text("a\tb  c \t d e") == "a b c d e"
    assert word_count("a, – b² .\t(c) 1.000") == 4


def test_a_table_counts_its_cells():
    assert word_count("| Loại | Số |\n|:--|:-:|\n| Tờ trình | 1 |") == 5


def test_an_outline_knows_lines_and_passes_over_code():
    parts = outline("# A\n~~~\n[x](term:y)\n```\n~~~\n`[x](a)` [b](c)\n[^1]: ghi chú\nx[^1]", 10)

    assert [(h.title, h.line) for h in parts.headings] == [("A", 10)]
    assert [(link.target, link.line) for link in parts.links] == [("c", 15)]
    assert parts.notes_used == (("1", 17),)
    assert parts.notes_given == {"1"}


def test_the_line_under_a_tables_head_is_no_text():
    assert plain_text("| x | y |\n|:-:|:--|\n| 1 | 2 |").split() == ["x", "y", "1", "2"]
    assert plain_text("a -- b\n---\n- c").split() == ["a", "--", "b", "c"]
