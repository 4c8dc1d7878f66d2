"""What a module's questions must hold to: told apart by id, aimed at an outcome, not guessable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from selfstudy.content.framework import Framework
from selfstudy.content.problems import Findings
from selfstudy.domain.lesson import Lesson, Module
from selfstudy.domain.question import Question

FEWEST_QUESTIONS = 8
FEWEST_KINDS = 4
LARGEST_SHARE = 0.5  # of right answers that may be the longest option, or stand in one place
ENOUGH_TO_JUDGE = 8

FindingsOf = Callable[[Lesson], Findings]


def check_questions(
    module: Module, framework: Framework, module_found: Findings, of: FindingsOf
) -> None:
    """Note what is wrong with the questions; `of` finds the findings of a question file."""
    outcomes = {outcome.id: False for outcome in module.outcomes}
    seen: set[str] = set()
    for lesson in module.lessons:
        found = of(lesson)
        for question in lesson.questions:
            if question.id in seen:
                found.error("same_id_twice", question.line, id=question.id)
            seen.add(question.id)
            check_aim(question, module, framework, outcomes, found)
        _check_enough(lesson, found)
    for name, asked in outcomes.items():
        if not asked:
            module_found.error("outcome_without_question", outcome=name)
    _check_guessing(module, module_found)


def check_aim(
    question: Question,
    module: Module,
    framework: Framework,
    outcomes: dict[str, bool],
    found: Findings,
) -> None:
    """Note where a question aims beside its module, its competencies or its outcomes."""
    if not question.id.startswith(module.id + "-"):
        found.error("id_outside_module", question.line, id=question.id, module=module.id)
    if not question.competency:
        found.warning("question_without_competency", question.line, question=question.id)
    elif framework.competencies and framework.competency(question.competency) is None:
        found.error("unknown_competency", question.line, competency=question.competency)
    if not question.outcome:
        found.warning("question_without_outcome", question.line, question=question.id)
    elif question.outcome not in outcomes:
        found.error("unknown_outcome", question.line, outcome=question.outcome)
    else:
        outcomes[question.outcome] = True
    if question.kind in {"numeric", "cloze"} and not question.explanation:
        found.warning("question_without_explanation", question.line, question=question.id)


def _check_enough(lesson: Lesson, found: Findings) -> None:
    count = len(lesson.questions)
    kinds = len({question.kind for question in lesson.questions})
    if count < FEWEST_QUESTIONS:
        found.warning("few_questions", lesson=lesson.id, count=count, least=FEWEST_QUESTIONS)
    if kinds < FEWEST_KINDS:
        found.warning("few_kinds", lesson=lesson.id, count=kinds, least=FEWEST_KINDS)


def _check_guessing(module: Module, found: Findings) -> None:
    """Whether picking the longest option, or always the same letter, would pass."""
    choices = [q for lesson in module.lessons for q in lesson.questions if _one_right(q)]
    if len(choices) < ENOUGH_TO_JUDGE:
        return
    longest = sum(map(_longest_right, choices))
    if longest > len(choices) * LARGEST_SHARE:
        found.warning("right_is_longest", count=longest, of=len(choices))
    letters = Counter(next(o.key for o in q.options if o.right) for q in choices)
    letter, count = letters.most_common(1)[0]
    if count > len(choices) * LARGEST_SHARE:
        found.warning("right_is_same_letter", letter=letter, count=count, of=len(choices))


def _one_right(question: Question) -> bool:
    right = sum(option.right for option in question.options)
    return question.kind in {"single", "scenario"} and right == 1


def _longest_right(question: Question) -> bool:
    right = next(option for option in question.options if option.right)
    return all(len(right.text) > len(o.text) for o in question.options if o is not right)
