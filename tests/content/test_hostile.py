"""What authors, old programs and hostile senders hand in: each is told, nothing is raised."""

from __future__ import annotations

import os
import random
import shutil
from datetime import date
from pathlib import Path

import pytest

from selfstudy import words
from selfstudy.content import module_files
from selfstudy.content.checker import check
from selfstudy.content.lesson_text import Labels, render
from selfstudy.content.problems import Problem
from selfstudy.sentences import key_words
from selfstudy.settings import Places

TODAY = date(2026, 11, 22)
LESSON, ASKED = "01-cac-loai.md", "questions/01-cac-loai.md"


@pytest.fixture
def found(lessons):
    def _found():
        return {
            (p.key.removeprefix("problem."), p.file.removeprefix("CM03-soan-thao/"), p.line)
            for p in check(lessons.root, TODAY).problems
        }

    return _found


def line_of(lessons, path, text):
    lines = (lessons.module / path).read_bytes().decode().split("\n")
    return next(number for number, line in enumerate(lines, 1) if text in line)


OLD = {
    "TCVN3": "Céng hßa x· héi chñ nghÜa ViÖt Nam, ®éc lËp tù do h¹nh phóc",
    "VNI": "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, ñoäc laäp töï do haïnh phuùc",
    "VPS/VISCII": "C¶ng hòa xã h¶i chü nghîa Vi®t Nam, ð¶c l§p t¿ do hÕnh phúc",
    "UTF-8 → Windows-1252": "Cá»™ng hÃ²a xÃ£ há»™i chá»§ nghÄ©a Viá»‡t Nam",
}


@pytest.mark.parametrize("encoding", OLD)
def test_one_paragraph_pasted_from_an_old_file_is_told_with_its_line(lessons, encoding):
    lessons.change(
        LESSON, "Xem lại", "Đoạn này viết bằng Unicode, dài và sạch. " * 100 + "\n\nXem lại"
    )
    lessons.change(LESSON, "Xem lại", f"{OLD[encoding]}.\n\nXem lại")
    told = [p for p in check(lessons.root).errors if p.key == "problem.foreign_encoding"]

    assert [p.details["encoding"] for p in told] == [encoding]
    assert [p.line for p in told] == [line_of(lessons, LESSON, OLD[encoding])]


@pytest.mark.parametrize("word", ["Nguyá»…n", "NguyÔn", "Nguyeãn"])
def test_a_single_word_of_an_old_file_is_told_with_its_line(lessons, word):
    lessons.change(LESSON, "Xem lại", f"Dài và sạch. {'chữ ' * 300}\n\nÔng **{word}**.\n\nXem lại")
    told = [p.line for p in check(lessons.root).errors if p.key == "problem.foreign_encoding"]

    assert told == [line_of(lessons, LESSON, word)]


@pytest.mark.parametrize("word", ["Citroën", "naïve", "señor", "«khá»", "phầnÁ", "Wi-Fi®"])
def test_a_word_of_another_language_is_no_old_encoding(lessons, word):
    lessons.change(LESSON, "Xem lại", f"Có {word} ở đây. Xem lại")

    assert {p.key for p in check(lessons.root).errors} == set()


def test_signs_that_vietnamese_texts_do_use_are_no_old_encoding(lessons, found):
    lessons.change(LESSON, "Xem lại", "SỞ NỘI VỤ: 3 m², 5 °C · McDonald®, © 2026, 50 × 30. Xem lại")

    assert found() == set()


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("Tiếng".encode("utf-16"), ("not_utf8", LESSON, 1)),
        (b"abc\n\xe1\xbb", ("not_utf8", LESSON, 2)),
        (b"abc\nd\0", ("not_utf8", LESSON, 2)),
        (b"abc\n" + b"[" * 9000, ("long_line", LESSON, 2)),
        (b"", ("no_front", LESSON, 1)),
    ],
)
def test_a_file_that_is_no_text_is_told(lessons, found, raw, problem):
    lessons.write(LESSON, raw)

    assert problem in found()


def test_a_text_of_fifty_megabytes_is_told_without_reading_it(lessons, found):
    with (lessons.module / LESSON).open("wb") as file:
        file.truncate(50 * 1024 * 1024)

    assert ("too_large", LESSON, 0) in found()


def test_a_pipe_is_never_waited_for(lessons, found):
    (lessons.module / LESSON).unlink()
    os.mkfifo(lessons.module / LESSON)

    assert {("unreadable", LESSON, 0), ("unexpected_file", LESSON, 0)} <= found()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("> " * 9 + "a", "too_deep"),
        (" " * 40 + "- a", "too_deep"),
        ("<div>\n" * 40, "too_deep"),
        ("<script>alert(1)</script>", "html_tag"),
        ('<p onclick="a()">a</p>', "html_attribute"),
        ('<img src="https://x.vn/a.png">', "html_attribute"),
        ("Nhờ TTPVHCC.", "unexplained_abbreviation"),
        ("![Hình](figures/loai.svg)", "poor_alt_text"),
        ("[Bài khác](lesson:CM09-01)", "other_lesson"),
        ("[Câu](question:CM03-01-q01)", "dead_link"),
        ("![Hình các loại văn bản](module.toml)", "image_not_shown"),
    ],
)
def test_what_a_reader_cannot_see_or_follow_is_told_with_its_line(lessons, found, text, key):
    lessons.change(LESSON, "Xem lại", f"{text}\n\nXem lại")
    here = {(k, line) for k, _, line in found() if k != "same_option_twice"}

    at = line_of(lessons, LESSON, text.split("\n")[0]) + (30 if text.startswith("<div>\n") else 0)
    assert here == {(key, at)}


def test_what_stands_in_code_or_is_shown_by_this_program_is_sound(lessons, found):
    lessons.change(LESSON, "Xem lại", "`<script>` <br> H<sub>2</sub>O [a](lesson:CM03-01) Xem lại")

    assert found() == set()


@pytest.mark.parametrize("told", ["Trung tâm (TTPVHCC)", "TTPVHCC là trung tâm", "| a | TTPVHCC |"])
def test_an_abbreviation_that_is_told_once_is_sound(lessons, found, told):
    lessons.change(LESSON, "Xem lại", f"{told}\n\nNhờ TTPVHCC; mục IV; PHIẾU HẸN TRẢ KQ. Xem lại")

    assert found() == set()


def test_a_hard_word_without_a_glossary_entry_is_told_once(lessons, found):
    lessons.write("../hard_words.toml", 'words = ["trích yếu", "tản quyền"]')
    assert found() == set()

    lessons.change(LESSON, "Xem lại", "Tản quyền là gì? Tản quyền.\n\nXem lại")
    assert found() == {("hard_word", LESSON, line_of(lessons, LESSON, "Tản quyền"))}


@pytest.mark.parametrize(
    "option", ["Cả A và B", "Tất cả các phương án trên", "Không có ý nào ở trên"]
)
def test_an_option_that_names_others_is_told(lessons, found, option):
    lessons.change(ASKED, "[ ] Luật\n", f"[ ] {option}\n")

    assert found() == {("option_names_others", ASKED, 3)}


def test_a_choice_of_which_everything_is_right_is_told(lessons, found):
    lessons.change(ASKED, "[ ] Nền hoa văn", "[x] Nền hoa văn")

    assert found() == {("all_right", ASKED, 22)}


@pytest.mark.parametrize(("right", "key"), [("x ", "mostly_true"), (" x", "mostly_false")])
def test_true_or_false_that_is_nearly_always_the_same_is_told(lessons, right, key):
    block = (
        "## CM03-01-t{n} · true_false\nnguồn: ND30-2020\nnăng lực: M2\nkết quả: o1\n\nHỏi {n}.\n\n"
    )
    options = f"[{right[0]}] Đúng\n    > Vì.\n[{right[1]}] Sai\n    > Vì.\n\n"
    text = (lessons.module / ASKED).read_bytes().decode()
    lessons.write(ASKED, text + "".join(block.format(n=n) + options for n in range(9)))

    assert f"problem.{key}" in {p.key for p in check(lessons.root).problems}


def test_a_right_answer_that_is_always_the_shortest_is_told(lessons):
    block = "## CM03-01-t{n} · single\nnguồn: ND30-2020\nnăng lực: M2\nkết quả: o1\n\nHỏi {n}?\n\n"
    options = ["[x] Có\n    > Vì.\n", "[ ] Không phải thế\n    > Vì.\n"]
    text = (lessons.module / ASKED).read_bytes().decode()
    for n in range(10):
        text += block.format(n=n) + "".join(options[:: 1 if n % 2 else -1])
    lessons.write(ASKED, text)

    assert "problem.right_is_shortest" in {p.key for p in check(lessons.root).problems}


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("effective_to = 2027-02-28", "effective_to = 2015-02-28", ("source_ends_before", 16)),
        (
            "effective_from = 2016-01-01",
            "effective_from = 2013-01-01",
            ("source_before_issued", 15),
        ),
        (
            "verified_on = 2026-11-01\nconfidence",
            "verified_on = 2027-01-01\nconfidence",
            ("source_verified_later", 17),
        ),
    ],
)
def test_dates_of_a_source_that_cannot_be_are_told(lessons, found, old, new, problem):
    lessons.change("../sources.toml", old, new)

    assert found() == {(problem[0], "sources.toml", problem[1])}
    shutil.copy(lessons.root / "sources.toml", lessons.module / "sources.toml")
    assert (problem[0], "sources.toml", problem[1]) in {
        (p.key.removeprefix("problem."), p.file.rpartition("/")[2], p.line)
        for p in check(lessons.module, TODAY).problems
    }


def test_a_source_that_ends_is_told_wherever_it_is_cited(lessons, found):
    lessons.change("module.toml", 'sources = ["ND30-2020"]', 'sources = ["ND30-2020", "L60-2014"]')
    text = (lessons.module / ASKED).read_bytes().decode().replace("ND30", "L60", 1)
    text = text.replace("L60-2020", "L60-2014")
    lessons.write("questions/pre-test.md", text.replace("-01-q", "-pre-"))
    files = {file for key, file, line in found() if key == "source_expiring" and line}

    assert files == {"module.toml", "questions/pre-test.md"}


def test_a_folder_with_lessons_but_without_its_metadata_is_told(lessons, tmp_path):
    lessons.write("../CM09-khac/01-bai.md", "---\n")
    lessons.write("../ghi-chep/doc.txt", "Không phải học phần.")
    report = check(lessons.root)

    assert report.problems == (Problem("CM09-khac/module.toml", 0, "problem.no_module_file"),)
    alone = check(lessons.root / "CM09-khac")
    assert [(p.file, p.key) for p in alone.problems] == [
        ("CM09-khac/module.toml", "problem.no_module_file")
    ]


def test_a_folder_that_is_not_there_a_file_and_a_link_to_itself_are_told(lessons, tmp_path):
    loop = tmp_path / "vong"
    loop.symlink_to(loop)
    (lessons.module / "figures" / "vong").symlink_to(lessons.module)
    lessons.root.joinpath("vong").symlink_to(lessons.root / "vong")

    for path in (tmp_path / "mat", lessons.module / LESSON, loop):
        assert [p.key for p in check(path).problems] == ["problem.closed_folder"]
    assert {(p.file, p.key) for p in check(lessons.root).problems} == {
        ("CM03-soan-thao/figures/vong", "problem.symlink"),
        ("vong", "problem.closed_folder"),
    }


def test_folders_without_end_and_folders_that_are_closed_are_told(lessons, found, monkeypatch):
    deep = lessons.module / "a"
    for _ in range(600):
        deep = deep / "b"
    deep.mkdir(parents=True)
    assert {key for key, _, _ in found()} == {"folder_too_deep"}
    shutil.rmtree(lessons.module / "a")

    lessons.write("a/b/c/d/e/f/g.svg", "<svg/>")
    assert found() == {("folder_too_deep", "a/b/c/d/e/f/g.svg", 0)}
    shutil.rmtree(lessons.module / "a")

    look = os.scandir

    def scandir(path):
        if Path(path).name == "figures":
            raise PermissionError(13, "closed", str(path))
        return look(path)

    monkeypatch.setattr(module_files.os, "scandir", scandir)
    assert ("closed_folder", "figures", 0) in found()


def test_names_that_not_every_computer_can_write_are_told(lessons, found):
    lessons.write("figures/a:b.svg", "<svg/>")
    lessons.write("figures/LOAI.svg", "<svg/>")

    assert found() == {
        ("file_name", "figures/a:b.svg", 0),
        ("same_file_name", "figures/loai.svg", 0),
    }


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_problem_has_a_sentence_in_both_languages(lessons, language, monkeypatch):
    lessons.write(LESSON, "---\nid: X\n---\n\n# A\n\n[a](b) ![](c) <script> > > > > > > > >\n")
    lessons.write("figures/a.svg", "<svg><script/></svg>")
    words.use(language)
    try:
        for problem in check(lessons.root, TODAY).problems:
            sentence = key_words(problem.key, problem.details)
            assert sentence
            assert "{" not in sentence.replace("{#…}", "")
            assert problem.key.partition(".")[2] not in sentence
    finally:
        words.use("vi")


# — any file, spoiled anyhow ————————————————————————————————————————————————————————————————

SPOILS = (
    b"",
    b"\0",
    b"\xff",
    b"---\n",
    b"## ",
    b"[[",
    b"]]\n[",
    b'"',
    b" = ",
    b"{",
    b"```\n",
    b"> > ",
)


VALUES = (b"1", b"-1e999", b"nan", b"[]", b"{}", b"true", b'""', b'"x"', b"[[1]]", b"{ a = 1 }")
DAYS = (b"07:30:00", b"1979-05-27T07:32:00Z", b"9999-12-31", b"0001-01-01")


def mistype(raw, chance):
    """A TOML file in which one value is of another type."""
    lines = raw.split(b"\n")
    places = [n for n, line in enumerate(lines) if b" = " in line]
    for n in chance.sample(places, min(2, len(places))):
        lines[n] = lines[n].partition(b" = ")[0] + b" = " + chance.choice(VALUES + DAYS)
    return b"\n".join(lines)


def spoil(raw, chance):
    """A file after a few random accidents."""
    raw = bytearray(raw)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(raw) + 1)
        end = min(len(raw), at + chance.choice((0, 1, 3, 40, 400)))
        piece = chance.choice(SPOILS)
        raw[at:end] = chance.choice((piece, piece * 50, bytes(raw[:200]), raw[at:end] * 2))
    return bytes(raw)


def spoil_and_check(root, seeds):
    files = sorted(p for p in root.rglob("*") if p.is_file())
    for seed in seeds:
        chance = random.Random(seed)
        before = {path: path.read_bytes() for path in chance.sample(files, min(5, len(files)))}
        for path, raw in before.items():
            typed = path.suffix == ".toml" and chance.random() < 0.7
            path.write_bytes(mistype(raw, chance) if typed else spoil(raw, chance))
        for problem in check(root, TODAY).problems:
            assert problem.line >= 0
            assert key_words(problem.key, problem.details)
        for path, raw in before.items():
            path.write_bytes(raw)


def test_files_spoiled_anyhow_never_raise(lessons):
    spoil_and_check(lessons.root, range(40))


@pytest.mark.slow
def test_the_shipped_modules_spoiled_anyhow_never_raise(tmp_path):
    shutil.copytree(Places(tmp_path).lessons(), tmp_path / "lessons")
    spoil_and_check(tmp_path / "lessons", range(40))


@pytest.mark.parametrize(
    "text",
    [
        "> " * 2000 + "sâu",
        "<div>\n" * 3000 + "sâu",
        "\n".join("    " * n + "- sâu" for n in range(200)),
    ],
)
def test_a_text_nested_without_end_is_shown_bare(text):
    labels = Labels("n", "t", "w", "e", "f", "b", "c")
    rendered = render(text + "\n\n<script>alert(1)</script>", labels)

    assert "sâu" in rendered.html
    assert "<script" not in rendered.html
    assert rendered.frames == ()
    assert render("## Sau đó {#sau}\n\nVẫn vẽ được.", labels).sections[0].id == "sau"
