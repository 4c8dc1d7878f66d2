from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from selfstudy.domain.amending import Amended, Piece, clauses, minutes_for
from selfstudy.domain.changes import LessonChanges, QuestionChange, SectionChange
from selfstudy.domain.question import Question

OLD = """Theo Luật Hộ tịch, thời hạn là 05 ngày làm việc.

- Nộp tờ khai
- Nộp bản sao giấy chứng sinh

Kết quả trả tại bộ phận Một cửa."""
NEW = OLD.replace("05 ngày", "03 ngày").replace("\n- Nộp bản sao giấy chứng sinh", "")


def words(pieces):
    return "".join(piece.words for piece in pieces)


def marked(pieces):
    return [piece.words for piece in pieces if piece.new]


def test_only_clauses_that_differ_are_told_with_their_differing_words_marked():
    first, second = clauses(OLD, NEW)

    assert words(first.before) == "Theo Luật Hộ tịch, thời hạn là 05 ngày làm việc."
    assert (marked(first.before), marked(first.after)) == (["05"], ["03"])
    assert words(second.before).endswith("Nộp bản sao giấy chứng sinh")
    assert second.after == ()


def test_a_new_section_stands_on_the_right_alone():
    (only,) = clauses("", "Điều mới.")
    assert (only.before, only.after) == ((), (Piece("Điều mới.", new=True),))


def test_added_words_are_marked_where_they_were_added():
    (only,) = clauses("Nộp tờ khai.", "Nộp tờ khai. Ký tên.")
    assert (marked(only.before), marked(only.after)) == ([], [" Ký tên."])
    (only,) = clauses("Trong 05 ngày .", "Trong 05 ngày, theo mẫu.")
    assert (marked(only.before), marked(only.after)) == ([], [", theo mẫu"])


def test_what_differs_in_marks_of_writing_alone_is_the_same():
    assert clauses("Một **hai**.", "Một hai.", lambda text: text.replace("*", "")) == ()


texts = st.text("ab \n-1.|", max_size=40)


@given(texts, texts)
def test_old_and_new_clauses_are_whole_and_what_is_alike_is_left_out(before, after):
    found = clauses(before, after)
    for clause in found:
        assert words(clause.before) != words(clause.after) or not clause.before
        for pieces, text in ((clause.before, before), (clause.after, after)):
            assert words(pieces).replace(" ", "") in "".join(text.split())
    assert (found == ()) == (clauses(after, before) == ())
    assert clauses(before, before) == ()


def test_an_amended_lesson_tells_what_is_asked_and_how_long_it_takes():
    question = Question("q1", "single", "?")
    changes = LessonChanges(
        "L1", None, None,
        (SectionChange("a", "A", OLD, NEW),),
        (QuestionChange("q1", question, replace(question, text="!")),
         QuestionChange("q2", None, question), QuestionChange("q3", question, None)),
    )  # fmt: skip
    amended = Amended(
        "L1", "M", 1, "Bài", "", "Học phần", "", "ab", changes, 2, answered=frozenset({"q1"})
    )

    assert (amended.asked, amended.open, amended.places) == (("q1", "q2"), ("q2",), 4)
    assert minutes_for(changes) == 2
    assert minutes_for(replace(changes, sections=(), questions=())) == 1
