from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date

import pytest

from selfstudy.content.library import Library
from selfstudy.domain.errors import NoSuchLesson
from tests.content.conftest import MODULE


@pytest.fixture
def library(lessons):
    return Library([lessons.root])


def touch_later(path):
    later = path.stat().st_mtime_ns + 5_000_000_000
    os.utime(path, ns=(later, later))


def test_everything_is_found_by_its_id(library, lessons):
    assert [module.id for module in library.modules()] == ["CM03"]
    assert library.module("CM03").title == "Soạn thảo văn bản"
    assert library.lesson("CM03-01").number == 1
    assert library.question("CM03-01-q05").kind == "order"
    assert library.folder_of("CM03") == lessons.module
    assert library.source("ND30-2020").number == "30/2020/NĐ-CP"
    assert library.source("ND99") is None
    assert [source.id for source in library.sources] == ["L60-2014", "ND30-2020"]
    assert library.problems == ()


def test_what_is_not_there_is_no_such_lesson(library):
    for look in (library.module, library.lesson, library.question, library.folder_of):
        with pytest.raises(NoSuchLesson) as caught:
            look("CM99")
        assert caught.value.details == {"id": "CM99"}


def test_the_framework_and_the_rules_of_hours_are_read(library):
    assert library.framework.position("P02").required == (("M2", 4),)
    assert library.framework.position("P99") is None
    assert library.framework.competency("M2").behaviours == (
        (1, "Soạn được công văn theo mẫu."),
        (2, "Tự soạn công văn."),
        (2, "Không phải sửa thể thức."),
    )
    assert library.framework.competency("M9") is None
    assert library.hours_rules.rules[0].min_tiet == 40
    assert library.hours_rules.reading.share == 0.5


def test_unchanged_files_are_not_read_again(library):
    assert library.modules()[0] is library.modules()[0]
    assert library.refresh() is library.refresh()


def test_a_changed_file_is_read_again(library, lessons):
    before = library.lesson("CM03-01").digest
    lessons.change("questions/01-cac-loai.md", "khó: 2", "khó: 3")
    touch_later(lessons.module / "questions" / "01-cac-loai.md")

    assert library.modules()[0].lessons[0].digest != before
    assert library.question("CM03-01-q01").difficulty == 3


def test_a_changed_registry_is_seen_by_the_modules(library, lessons):
    library.modules()
    lessons.change("../sources.toml", "[ND30-2020]", "[ND31-2020]")

    library.refresh()

    assert {p.key for p in library.problems} == {"problem.unknown_source"}


def test_a_module_that_goes_away_is_forgotten(library, lessons):
    library.modules()
    (lessons.module / "module.toml").unlink()

    assert library.modules() == ()


def test_a_broken_module_is_skipped_and_told_and_the_others_stay(library, lessons):
    lessons.write("../CM04-khac/module.toml", "id = ")

    assert [module.id for module in library.modules()] == ["CM03"]
    assert [(p.file, p.line) for p in library.problems] == [("CM04-khac/module.toml", 1)]


@pytest.mark.parametrize(("version", "title"), [(1, "cũ"), (2, "cũ"), (3, "mới")])
def test_the_higher_version_of_a_module_is_used(
    lessons, tmp_path, write_sound_lessons, version, title
):
    lessons.change("module.toml", "Soạn thảo văn bản", "cũ")
    packs = write_sound_lessons(tmp_path / "packs")
    packs.change("module.toml", "version = 2", f"version = {version}")
    packs.change("module.toml", "Soạn thảo văn bản", "mới")
    library = Library([lessons.root, packs.root])

    assert [module.title for module in library.modules()] == [title]


def test_the_registry_verified_last_is_used(lessons, tmp_path, write_sound_lessons):
    packs = write_sound_lessons(tmp_path / "packs")
    packs.write("sources.toml", (packs.root / "sources.toml").read_bytes())
    packs.change("sources.toml", "2026-11-01", "2026-12-01")
    packs.change("sources.toml", "công tác văn thư", "văn thư (mới)")

    assert "(mới)" in Library([lessons.root, packs.root]).source("ND30-2020").title
    assert "(mới)" in Library([packs.root, lessons.root]).source("ND30-2020").title


def test_of_two_registries_of_one_day_that_which_knows_an_end_is_used(
    lessons, tmp_path, write_sound_lessons
):
    packs = write_sound_lessons(tmp_path / "packs")
    since = "effective_from = 2020-03-05"
    ends = f'{since}\nreplaced_by = "L60-2014"\neffective_to = 2027-02-28'
    packs.change("../sources.toml", since, ends)

    for folders in ([lessons.root, packs.root], [packs.root, lessons.root]):
        source = Library(folders).source("ND30-2020")
        assert (source.effective_to, source.replaced_by) == (date(2027, 2, 28), "60/2014/QH13")


def test_a_source_that_names_its_successor_ends_when_that_begins(lessons):
    since = "effective_from = 2016-01-01"
    lessons.change("../sources.toml", since, f'{since}\nreplaced_by = "ND30-2020"')
    lessons.change("../sources.toml", "effective_to = 2027-02-28\n", "")
    lessons.change(
        "../sources.toml",
        "effective_from = 2020-03-05",
        'effective_from = 2020-03-05\nreplaced_by = "?"',
    )
    library = Library([lessons.root])

    ended = library.source("L60-2014")
    assert (ended.effective_to, ended.replaced_by) == (date(2020, 3, 4), "30/2020/NĐ-CP")
    assert library.registry["ND30-2020"].effective_to is None


def test_folders_being_installed_or_missing_are_passed_over(lessons, tmp_path):
    lessons.module.rename(lessons.root / ".new-CM03")

    assert Library([lessons.root, tmp_path / "khong-co"]).modules() == ()


def test_reading_the_library_loads_no_renderer():
    code = (
        "import sys, selfstudy.content.library\n"
        "heavy = {'markdown', 'nh3', 'pymdownx', 'tomllib', 'PySide6'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_a_module_without_a_lesson_is_told_and_not_offered(lessons):
    for path in lessons.module.glob("*.md"):
        path.unlink()
    library = Library([lessons.root])

    assert library.modules() == ()
    assert "problem.no_lessons" in {problem.key for problem in library.problems}


def test_of_several_versions_in_one_folder_the_highest_that_can_be_read_is_used(tmp_path, lessons):
    packs = tmp_path / "packs"
    for version in (2, 10):
        lessons.write("module.toml", MODULE.replace("version = 2", f"version = {version}"))
        shutil.copytree(lessons.module, packs / f"CM03-v{version}")
    library = Library([packs])

    assert library.module("CM03").version == 10
    assert [module.version for module in library.editions()] == [10]

    (packs / "CM03-v10" / "module.toml").write_text("id = ", encoding="utf-8")
    library.refresh()
    assert library.module("CM03").version == 2
