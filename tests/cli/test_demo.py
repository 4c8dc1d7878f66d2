from __future__ import annotations


def test_a_demonstration_has_a_packet_for_each_learner(ask, tmp_path):
    answer = ask("demo", "--learners", "3", "--days", "20", "--out", tmp_path, "--json")

    assert answer.code == 0
    assert answer.json["learners"] == 3
    names = {path.name for path in tmp_path.iterdir()}
    assert names == set(answer.json["files"])
    assert sum(name.startswith("KetQua_") for name in names) == 3
    assert {"PhuTrach.zip"} < names


def test_what_to_do_next_is_said(ask, tmp_path):
    assert "progress import" in ask("demo", "--learners", "1", "--out", tmp_path).out
