from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from selfstudy.content.library import Library
from selfstudy.domain.errata import Erratum
from selfstudy.exchange.errata import errata_file
from selfstudy.settings import Places


@pytest.fixture
def module(tmp_path):
    """A copy of the first shipped module with the registries beside it."""
    root = tmp_path / "lessons"
    shutil.copytree(Places().lessons(), root)
    return next(root.glob("CM03*"))


def test_sound_lessons_pass(ask, module):
    answer = ask("lessons", "check", module.parent, "--json")

    assert answer.code == 0
    assert answer.json["ok"]
    assert answer.json["errors"] == 0
    assert answer.json["modules"] >= 1


def test_a_wrong_file_is_told_with_line_and_sentence(ask, module):
    questions = min((module / "questions").iterdir())
    text = questions.read_text(encoding="utf-8").replace("[x]", "[ ]")
    questions.write_text(text, encoding="utf-8")

    answer = ask("lessons", "check", module)
    told = ask("lessons", "check", module, "--json").json

    assert answer.code == 1
    assert f"{module.name}/questions/{questions.name}:" in answer.out
    assert told["problems"][0]["line"] > 0
    assert told["problems"][0]["sentence"]
    assert not told["ok"]


def test_a_pack_is_made_and_installed(ask, module, tmp_path):
    pack = tmp_path / "cm03.thpack"

    made = ask("lessons", "pack", module, "--out", pack)
    again = ask("lessons", "pack", module, "--out", pack, "--json")
    installed = ask("lessons", "install", pack, "--json")
    once_more = ask("lessons", "install", pack)
    listed = ask("lessons", "list", "--json").json

    assert made.code == again.code == installed.code == once_more.code == 0
    assert "publisher.json" in made.out
    assert installed.json["changed"]
    assert installed.json["publisher"] == again.json["publisher"]
    assert "không có gì thay đổi" in once_more.out
    found = {entry["id"]: entry for entry in listed}
    assert found["CM03"]["lessons"][0]["id"] == "CM03-01"


def test_a_flipped_pack_changes_nothing(ask, module, tmp_path, home):
    pack = tmp_path / "cm03.thpack"
    ask("lessons", "pack", module, "--out", pack)
    raw = bytearray(pack.read_bytes())
    raw[len(raw) // 2] ^= 1
    pack.write_bytes(raw)

    answer = ask("lessons", "install", pack)

    assert answer.code == 1
    assert "cm03.thpack" in answer.err
    assert not (home / "data" / "packs").exists()


def test_reports_are_listed_by_lesson_and_version(ask, tmp_path):
    lesson = Library([Places().lessons()]).lesson("CM03-01")
    quote = lesson.sections[0].title
    found = Erratum(
        "ab", "CM03", 1, "CM03-01", "xx", "Số này \x1b[2Jđã đổi.\u202e\nXem lại.", "2026-11-22", "",
        "CM03-01-q01", lesson.questions[0].text[:40], "Điều 8", "Lan",
    )  # fmt: skip
    (tmp_path / "a.thbl").write_bytes(
        errata_file([found, replace(found, id="cd", quote=quote * 9)])
    )

    answer = ask("lessons", "reports", tmp_path)
    told = ask("lessons", "reports", tmp_path, "--json").json

    assert answer.code == 0
    assert f"CM03-01 {lesson.title}, phiên bản 1:" in answer.out
    assert "câu này vẫn còn" in answer.out
    assert "chỗ này không còn" in answer.out
    assert "    Xem lại." in answer.out
    assert "\x1b" not in answer.out
    assert "\u202e" not in answer.out
    assert [one["still"] for one in told["reports"]] == ["there", "gone"]


def test_a_file_that_is_no_report_is_told_and_an_empty_folder_says_so(ask, tmp_path):
    assert "Không có báo lỗi nào" in ask("lessons", "reports", tmp_path).out
    (tmp_path / "b.thbl").write_bytes(b"PK")

    answer = ask("lessons", "reports", tmp_path)
    assert answer.code == 1
    assert "b.thbl" in answer.out
    assert ask("lessons", "reports", tmp_path, "--json").json["broken"]["b.thbl"]
