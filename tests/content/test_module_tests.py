"""Tests over a module: before it, after it, weeks later."""

from __future__ import annotations

from datetime import date

import pytest

from selfstudy.content.checker import check
from selfstudy.content.library import Library

TODAY = date(2026, 11, 22)
PRE, POST = "questions/pre-test.md", "questions/post-test.md"


def question(name, text, difficulty=2, *, right=True):
    true, false = ("x", " ") if right else (" ", "x")
    return f"""## CM03-{name} · true_false
khó: {difficulty}
nguồn: ND30-2020 Điều 7
năng lực: M2
kết quả: o1

{text}

[{true}] Đúng
    > Theo Điều 7.
[{false}] Sai
    > Đọc lại Điều 7.

"""


def questions(prefix, count=10, difficulty=2):
    return "".join(
        question(f"{prefix}{n:02}", f"Câu {prefix} thứ {n}.", difficulty, right=n % 2 == 0)
        for n in range(count)
    )


@pytest.fixture
def found(lessons):
    def _found():
        report = check(lessons.root, TODAY)
        return {(p.key.removeprefix("problem."), p.file.split("/", 1)[1]) for p in report.problems}

    return _found


def test_a_module_has_its_tests_and_they_are_counted(lessons, found):
    lessons.write(PRE, questions("t"))
    lessons.write(POST, questions("s"))

    assert found() == set()
    assert check(lessons.root, TODAY).questions == 28
    library = Library([lessons.root])
    (module,) = library.modules()
    assert [(test.purpose, len(test.questions)) for test in module.tests] == [
        ("pre", 10),
        ("post", 10),
    ]
    assert library.question("CM03-s00").text == "Câu s thứ 0."
    assert len({test.digest for test in module.tests}) == 2


def test_a_module_without_tests_is_sound(lessons, found):
    assert found() == set()
    assert Library([lessons.root]).modules()[0].tests == ()


def test_a_short_test_is_warned_of(lessons, found):
    lessons.write(PRE, questions("t", 9))

    assert found() == {("short_test", PRE)}


def test_a_question_stands_in_one_place_only(lessons, found):
    asked = (lessons.module / "questions/01-cac-loai.md").read_bytes().decode()
    again = asked[asked.index("## CM03-01-q03") : asked.index("## CM03-01-q04")]
    lessons.write(PRE, questions("t", 9) + again)
    assert found() == {("same_id_twice", PRE)}

    lessons.write(PRE, questions("t", 9) + again.replace("CM03-01-q03", "CM03-t99"))
    assert found() == {("asked_elsewhere", PRE)}
    assert not check(lessons.root).ok


def test_the_same_words_with_other_options_are_another_question(lessons, found):
    asked = (lessons.module / "questions/01-cac-loai.md").read_bytes().decode()
    other = asked[asked.index("## CM03-01-q01") : asked.index("## CM03-01-q02")]
    other = other.replace("CM03-01-q01", "CM03-t99").replace("Công văn", "Tờ trình")
    lessons.write(PRE, questions("t", 9) + other)

    assert found() == set()


def test_tests_that_cannot_be_compared_are_warned_of(lessons, found):
    lessons.change("module.toml", 'thể thức." }]', 'thể thức." }, { id = "o2", text = "Chọn." }]')
    lessons.write(PRE, questions("t").replace("kết quả: o1", "kết quả: o2"))
    lessons.write(POST, questions("s", difficulty=4))

    assert found() == {
        ("tests_not_parallel", "module.toml"),
        ("tests_not_as_hard", "module.toml"),
    } | ({("outcome_without_question", "module.toml")})


def test_a_question_of_a_test_is_aimed_like_any_other(lessons, found):
    lessons.write(PRE, questions("t", 9) + question("t99", "Câu lạ.").replace("o1", "o9"))

    assert found() == {("unknown_outcome", PRE)}
