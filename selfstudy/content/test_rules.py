"""What a module's tests must hold to: enough questions, none asked elsewhere, before like after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from selfstudy.content.framework import Framework
from selfstudy.content.guess_rules import check_options
from selfstudy.content.problems import Findings
from selfstudy.content.question_rules import check_aim
from selfstudy.domain.lesson import Module, ModuleTest
from selfstudy.domain.question import Question
from selfstudy.domain.vietnamese import fold

FEWEST = 10

FindingsOf = Callable[[ModuleTest], Findings]


def check_tests(
    module: Module, framework: Framework, module_found: Findings, of: FindingsOf
) -> None:
    """Note what is wrong with the tests; `of` finds the findings of a test's file."""
    outcomes = {outcome.id: False for outcome in module.outcomes}
    ids = {question.id for lesson in module.lessons for question in lesson.questions}
    texts = {_asked(q): q.id for lesson in module.lessons for q in lesson.questions}
    for test in module.tests:
        found = of(test)
        if len(test.questions) < FEWEST:
            found.warning("short_test", count=len(test.questions), least=FEWEST)
        for question in test.questions:
            if question.id in ids:
                found.error("same_id_twice", question.line, id=question.id)
            ids.add(question.id)
            other = texts.setdefault(_asked(question), question.id)
            if other != question.id:
                found.error("asked_elsewhere", question.line, question=question.id, other=other)
            check_aim(question, module, framework, outcomes, found)
        check_options(test.questions, found)
    _check_parallel(module, module_found)


def _asked(question: Question) -> str:
    """What is asked, however it is written and in whatever order its options stand."""
    options = sorted(fold(f"{option.text} {option.pair}") for option in question.options)
    return "\n".join((fold(question.case), fold(question.text), *options))


def _check_parallel(module: Module, found: Findings) -> None:
    """Whether the tests before and after ask as much about each outcome, and as hard."""
    tests = {test.purpose: test for test in module.tests}
    before, after = tests.get("pre"), tests.get("post")
    if before is None or after is None:
        return
    asked = [Counter(q.outcome for q in test.questions) for test in (before, after)]
    uneven = sorted({name for name in asked[0] | asked[1] if asked[0][name] != asked[1][name]})
    if uneven:
        found.warning("tests_not_parallel", outcomes=", ".join(uneven))
    hard = [sum(q.difficulty for q in test.questions) for test in (before, after)]
    if abs(hard[0] - hard[1]) > max(hard) * 0.1:
        found.warning("tests_not_as_hard", before=hard[0], after=hard[1])
