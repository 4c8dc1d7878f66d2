from __future__ import annotations


def test_searching_works_on_an_empty_home_with_and_without_marks(ask, home):
    with_marks = ask("search", "thể thức", "--json").json
    without = ask("search", "the", "thuc", "--json").json

    assert with_marks
    assert {hit["id"] for hit in with_marks} & {hit["id"] for hit in without}
    assert {"kind", "id", "title", "snippet", "lesson", "score"} == set(with_marks[0])
    assert (home / "data" / "search.db").exists()


def test_nothing_found_is_an_empty_list_and_no_failure(ask):
    assert ask("search", "zzzqqq", "--json").json == []
    answer = ask("search", "zzzqqq")
    assert answer.code == 0
    assert "Không tìm thấy" in answer.out


def test_hits_are_read_by_people_too(ask):
    assert "Bài CM03-02" in ask("search", "thể thức chín thành phần").out
