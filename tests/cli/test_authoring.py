from __future__ import annotations

import pytest

from selfstudy.cli.asked import Fronts
from selfstudy.cli.main import run
from selfstudy.settings import Places, load_settings


def test_a_module_is_begun_filled_from_a_foreign_file_and_checked(ask, tmp_path):
    made = ask("lessons", "new", tmp_path, "--id", "CM21", "--title", "Thử", "--json").json["path"]
    lesson = ask("lessons", "new", made, "--title", "Bài hai", "--json").json["path"]
    (tmp_path / "a.gift").write_text("Hỏi? {=A ~B}\n\nKể. {}\n", encoding="utf-8")

    assert "02-bai-hai.md" in lesson
    out = tmp_path / "nhap.md"
    told = ask("lessons", "import-questions", tmp_path / "a.gift", "--out", out)
    assert told.code == 0
    assert "a.gift:3: " in told.out
    assert "## nhap-q01 · single" in out.read_text(encoding="utf-8")
    assert ask("lessons", "import-questions", tmp_path / "a.gift", "--out", out).code == 1
    answer = ask(
        "lessons", "import-questions", tmp_path / "a.gift", "--out", tmp_path / "b.md", "--json"
    ).json
    assert (answer["questions"], answer["left"][0]["line"]) == (1, 3)
    assert ask("lessons", "check", tmp_path).code == 1


@pytest.mark.parametrize("kind", ["gift", "moodle"])
def test_questions_go_out_for_moodle(ask, tmp_path, kind):
    module = next(Places().lessons().glob("CM03*"))
    out = tmp_path / "ra"
    told = ask(
        "lessons", "export-questions", module, "--lesson", "CM03-01", "--format", kind,
        "--out", out, "--json",
    )  # fmt: skip

    assert told.json["questions"] > 0
    assert out.exists()
    missing = ("lessons", "export-questions", module, "--lesson", "X", "--out", out)
    assert ask(*missing).code == 1
    assert ask("lessons", "export-questions", module, "--out", out).code == 0


def test_the_window_opens_on_the_authors_folder(tmp_path):
    opened = []

    def window(home):
        opened.append(home)
        return 0

    def never(*_what):
        raise AssertionError

    home = tmp_path / "home"
    fronts = Fronts(window, never, never, never, never)
    assert run(["--home", str(home), "lessons", "author", str(tmp_path)], fronts) == 0
    settings = load_settings(Places(home).settings_file)
    assert opened == [home]
    assert settings.authoring
    assert settings.author_folder == str(tmp_path.resolve())
