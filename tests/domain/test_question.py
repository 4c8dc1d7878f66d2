from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfstudy.domain.question import (
    Grade,
    Option,
    Question,
    grade,
    mistake_made,
    right_response,
    shown_order,
)


def choice(kind, right, count=4):
    keys = "ABCDEFGH"[:count]
    return Question("q", kind, "?", tuple(Option(k, f"Câu {k}", k in right) for k in keys))


def order(count):
    return Question("q", "order", "?", tuple(Option(k, k) for k in "ABCDEFGH"[:count]))


def match(*pairs):
    rows = (Option(k, f"trái {k}", pair=p) for k, p in zip("ABCDEFGH", pairs, strict=False))
    return Question("q", "match", "?", tuple(rows))


def numeric(value, tolerance=0.0, unit="", mistakes=()):
    options = tuple(Option(k, text, reason="nhầm") for k, text in zip("AB", mistakes, strict=False))
    return Question("q", "numeric", "?", options, ((value,),), tolerance=tolerance, unit=unit)


def cloze(*accepted, comparison="usual", mistakes=()):
    options = tuple(Option(k, text, reason="nhầm") for k, text in zip("AB", mistakes, strict=False))
    return Question("q", "cloze", "____", options, accepted, comparison=comparison)


keys = st.sampled_from("ABCDEFGH")
words = st.text("aàâbcđoòuy 7", min_size=1).filter(str.strip)
questions = st.one_of(
    st.builds(choice, st.sampled_from(["single", "true_false", "scenario"]), keys, st.just(8)),
    st.builds(
        choice, st.sampled_from(["multi", "scenario"]), st.sets(keys, min_size=1), st.just(8)
    ),
    st.builds(order, st.integers(1, 8)),
    st.lists(words, min_size=1, max_size=8).map(lambda pairs: match(*pairs)),
    st.builds(
        numeric,
        st.decimals(-1000, 1000, places=2).map(lambda d: f"{d:f}".replace(".", ",")),
        st.floats(0, 10),
        st.sampled_from(["", "%", "loại"]),
    ),
    st.lists(st.lists(words, min_size=1).map(tuple), min_size=1, max_size=4).map(
        lambda accepted: cloze(*accepted)
    ),
)
responses = st.lists(
    st.one_of(keys, st.text(max_size=6), st.tuples(keys, keys).map("=".join)), max_size=8
).map(tuple)


@given(questions, responses)
def test_a_score_lies_between_nothing_and_one(question, response):
    assert 0.0 <= grade(question, response).score <= 1.0


@given(questions)
def test_the_right_response_is_always_right(question):
    assert grade(question, right_response(question)) == Grade(1.0)


@given(questions, st.one_of(st.integers(), st.text()))
def test_shown_options_are_the_same_options_and_the_same_each_time(question, seed):
    shown = shown_order(question, seed)

    assert shown == shown_order(question, seed)
    assert sorted(shown, key=lambda o: o.key) == list(question.options)


@given(st.integers(2, 8), st.integers())
def test_an_order_question_never_shows_its_answer(count, seed):
    assert shown_order(order(count), seed) != order(count).options


def test_an_order_that_falls_into_place_is_turned_by_one():
    question = order(3)
    shown = {tuple(o.key for o in shown_order(question, seed)) for seed in range(200)}

    assert shown == {
        ("A", "C", "B"),
        ("B", "A", "C"),
        ("B", "C", "A"),
        ("C", "A", "B"),
        ("C", "B", "A"),
    }


@given(st.permutations("ABCDE"))
def test_an_order_is_right_only_when_every_item_stands_right(given_order):
    mark = grade(order(5), tuple(given_order))

    assert mark.right == (given_order == list("ABCDE"))


@given(st.sets(keys), st.sets(keys, min_size=2))
def test_several_choices_earn_all_only_when_exactly_right(chosen, right):
    question = choice("multi", right, 8)

    assert grade(question, tuple(sorted(chosen))).right == (chosen == right)


def test_true_and_false_keep_their_places():
    question = choice("true_false", "A", 2)

    assert all(shown_order(question, seed) == question.options for seed in range(20))


def test_other_choices_are_shuffled():
    assert len({shown_order(choice("single", "A"), seed) for seed in range(40)}) > 10


def test_one_wrong_choice_of_a_single_question_earns_nothing():
    assert grade(choice("single", "B"), ("A",)).score == 0
    assert grade(choice("single", "B"), ("A", "B")).score == 0
    assert grade(choice("single", "B"), ()).score == 0


@pytest.mark.parametrize(
    ("chosen", "score"),
    [("A", 0.5), ("AB", 1.0), ("ABC", 0.5), ("AC", 0.0), ("C", 0.0), ("ABCD", 0.0), ("", 0.0)],
)
def test_wrong_choices_take_from_right_ones(chosen, score):
    assert grade(choice("multi", "AB"), tuple(chosen)).score == score


@pytest.mark.parametrize(
    ("given_order", "score"),
    [
        ("ABCD", 1.0),
        ("ABDC", 4 / 6),
        ("BACD", 4 / 6),
        ("DCBA", 0.0),
        ("BADC", 2 / 6),
        ("AB", 1 / 6),
        ("ABCDX", 1.0),
        ("ABCDA", 1.0),
        ("", 0.0),
    ],
)
def test_an_order_earns_its_pairs_in_order_less_those_out_of_order(given_order, score):
    assert grade(order(4), tuple(given_order)).score == pytest.approx(score)


def test_an_order_with_nothing_in_common_earns_nothing():
    assert grade(order(1), ("X",)).score == 0


def test_matching_earns_the_share_of_right_pairs():
    question = match("một", "hai", "ba", "bốn")

    assert grade(question, ("A=A", "B=B", "C=D", "D=C")).score == 0.5
    assert grade(question, ("A=B", "A=A")).score == 0.25
    assert grade(question, ()).score == 0
    assert grade(question, ("A", "=A", "A=Z")).score == 0


def test_equal_right_sides_are_one():
    question = match("Chính phủ", "Chính phủ", "Quốc hội")

    assert grade(question, ("A=B", "B=A", "C=C")).right


def test_an_unanswered_pair_never_counts_for_one_without_a_right_side():
    assert grade(match("", "hai"), ("B=B",)).score == 0.5


@pytest.mark.parametrize("typed", ["29", "29,0", "29 loại", " 29 LOAI ", "29.0"])
def test_a_number_may_carry_its_unit(typed):
    assert grade(numeric("29", unit="loại"), (typed,)).right


@pytest.mark.parametrize(
    ("typed", "right"),
    [("7,2", True), ("7.3", True), ("7,1", True), ("7,31", False), ("bảy", False), ("", False)],
)
def test_a_number_within_its_tolerance_is_right(typed, right):
    assert grade(numeric("7,2", 0.1), (typed,)).right == right


def test_a_number_without_an_answer_or_a_key_is_not_right():
    assert grade(numeric("29"), ()).score == 0
    assert grade(numeric("hai mươi chín"), ("29",)).score == 0


@pytest.mark.parametrize("typed", ["hòa giải", "HOÀ  GIẢI ", "hoa\u0300 giải", "Hoà giải"])
def test_a_short_answer_is_compared_without_case_spaces_and_tone_place(typed):
    assert grade(cloze(("Hòa giải",)), (typed,)).right


def test_a_short_answer_needs_its_marks():
    assert not grade(cloze(("hòa giải",)), ("hoa giai",)).right
    assert grade(cloze(("hòa giải",), comparison="bare"), ("HOA GIAI",)).right


def test_an_exact_answer_needs_case_and_tone_place_too():
    question = cloze(("QyĐ", "Hòa"), comparison="exact")

    assert grade(question, (" QyĐ ",)).right
    assert not grade(question, ("QYĐ",)).right
    assert not grade(question, ("Hoà",)).right


def test_each_blank_earns_its_share():
    question = cloze(("Điều 7", "7"), ("Điều 8",))

    assert grade(question, ("7", "điều 8")).right
    assert grade(question, ("7",)).score == 0.5
    assert grade(question, ("điều 8", "7")).score == 0
    assert grade(question, ("7", "điều 8", "thừa")).right
    assert grade(cloze(), ()).score == 0


def test_a_listed_mistake_is_recognised():
    assert mistake_made(numeric("29", unit="loại", mistakes=("28", "32")), ("32 loại",)).key == "B"
    assert mistake_made(numeric("29", mistakes=("28",)), ("27",)) is None
    assert mistake_made(numeric("29", mistakes=("28",)), ("x",)) is None
    assert mistake_made(cloze(("Điều 7",), mistakes=("Điều 8",)), ("ĐIỀU 8",)).key == "A"
    assert mistake_made(cloze(("Điều 7",)), ("Điều 8",)) is None
    assert mistake_made(choice("single", "A"), ("B",)) is None
