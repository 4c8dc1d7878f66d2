from __future__ import annotations

import json


def test_the_bench_writes_a_list_of_figures(ask, tmp_path):
    out = tmp_path / "bench.json"

    answer = ask("bench", "import", "rebuild", "rest", "--scale", "0.005", "--json", out)

    assert answer.code == 0, answer.err
    figures = {figure["name"]: figure for figure in json.loads(out.read_text())}
    assert set(figures) == {
        "import.facts", "import.again", "rebuild.facts", "rest.bytes_per_fact", "import.wait",
        "import.growth",
    }  # fmt: skip
    first = figures["import.facts"]
    assert set(first) == {"name", "value", "unit", "floor", "ratio"}
    assert first["ratio"] == first["value"] / first["floor"]
    assert "import.facts" in answer.out


def test_answers_are_measured_beside_bare_commits(ask, tmp_path):
    out = tmp_path / "bench.json"

    answer = ask("bench", "answer", "search", "--scale", "0.01", "--json", out)

    assert answer.code == 0, answer.err
    names = [figure["name"] for figure in json.loads(out.read_text())]
    assert names == ["answer.durable", "answer.durable_p95", "search.p50", "search.p95"]


def test_a_figure_that_is_not_there_is_said(ask):
    answer = ask("bench", "nothing")

    assert answer.code == 1
    assert "import.facts" in answer.out


def test_a_large_library_is_read_indexed_and_its_longest_lesson_opened(ask, tmp_path):
    out = tmp_path / "bench.json"

    answer = ask("bench", "library", "index", "lesson", "--scale", "0.01", "--json", out)

    assert answer.code == 0, answer.err
    figures = {figure["name"]: figure for figure in json.loads(out.read_text())}
    assert set(figures) == {
        "library.read", "index.first", "index.size", "lesson.first", "lesson.open",
    }  # fmt: skip
    assert figures["lesson.open"]["ratio"] > 1


def test_the_sheets_of_a_unit_are_measured_beside_writing_the_same_files(ask, tmp_path):
    out = tmp_path / "bench.json"

    answer = ask("bench", "forms", "--scale", "0.02", "--json", out)

    assert answer.code == 0, answer.err
    (figure,) = json.loads(out.read_text())
    assert figure["name"] == "forms.batch"
    assert figure["value"] > figure["floor"]


def test_one_changed_question_travels_in_four_kilobytes(ask, tmp_path):
    out = tmp_path / "bench.json"

    answer = ask("bench", "pack", "--json", out)

    assert answer.code == 0, answer.err
    (figure,) = json.loads(out.read_text())
    assert (figure["name"], figure["unit"]) == ("pack.delta", "B")
    assert figure["floor"] < figure["value"] <= 4096
