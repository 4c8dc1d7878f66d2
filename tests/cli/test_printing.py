from __future__ import annotations


def test_a_lesson_is_printed_as_a_pdf(ask, tmp_path):
    out = tmp_path / "bai.pdf"

    answer = ask("lessons", "print", "CM03-01", "--out", out, "--answers", "--json")

    assert answer.code == 0, answer.err
    assert answer.json["lesson"] == "CM03-01"
    assert answer.json["pages"] > 4
    assert out.read_bytes().startswith(b"%PDF-")


def test_a_lesson_that_is_not_there_is_one_sentence(ask, tmp_path):
    answer = ask("lessons", "print", "CM99-01", "--out", tmp_path / "a.pdf")

    assert answer.code == 1
    assert len(answer.err.strip().splitlines()) == 1
    assert not (tmp_path / "a.pdf").exists()
