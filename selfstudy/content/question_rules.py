"""What a module's questions must hold to: told apart by id, aimed at an outcome, not guessable."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from selfstudy.content.framework import Framework
from selfstudy.content.guess_rules import check_guessing, check_options
from selfstudy.content.problems import Findings
from selfstudy.domain.lesson import Lesson, Module
from selfstudy.domain.question import Question

FEWEST_QUESTIONS = 8
FEWEST_KINDS = 4

FindingsOf = Callable[[Lesson], Findings]


def check_questions(
    module: Module,
    framework: Framework,
    module_found: Findings,
    of: FindingsOf,
    lines: Mapping[str, int],
) -> None:
    """Note what is wrong with the questions; `of` finds the findings of a question file.

    `lines` says where in the module's file each outcome stands.
    """
    outcomes = {outcome.id: False for outcome in module.outcomes}
    seen: set[str] = set()
    for lesson in module.lessons:
        found = of(lesson)
        for question in lesson.questions:
            if question.id in seen:
                found.error("same_id_twice", question.line, id=question.id)
            seen.add(question.id)
            check_aim(question, module, framework, outcomes, found)
        check_options(lesson.questions, found)
        _check_enough(lesson, found)
    for name, asked in outcomes.items():
        if not asked:
            line = lines.get(name, 0)
            module_found.error("outcome_without_question", line, outcome=name)
    check_guessing(module, module_found)


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
