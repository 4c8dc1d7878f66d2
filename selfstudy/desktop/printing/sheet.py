"""What a printed lesson says: its text, then glossary, sources and questions; knows no Qt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import TYPE_CHECKING

from selfstudy.content.lesson_text import Front, Labels, Rendered, render
from selfstudy.content.markup import plain_text
from selfstudy.desktop.sources import SourceLine, lines, warning
from selfstudy.domain.question import Option, Question, right_response, shown_order
from selfstudy.words import day, minutes, pick, t

if TYPE_CHECKING:
    from selfstudy.content.library import Library
    from selfstudy.domain.lesson import Lesson, Module

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CHECK = re.compile(r'<a href="question:([^"]+)">[^<]*</a>')
_LINK = re.compile(
    r'<a(?: class="term")? href="(?:term|source|lesson|question):[^"]*">(.*?)</a>', re.DOTALL
)
_BLANK = re.compile(r"_{3,}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A lesson to print; `frames` are the kinds of the tables in `html` in their order."""

    title: str
    html: str
    frames: tuple[str, ...]
    folder: str
    head: tuple[str, str]
    foot: str
    draft: str


def sheet_of(library: Library, lesson_id: str, today: date, *, answers: bool) -> Sheet:
    """The sheet of a lesson on a day, with the answers on a page of their own or without.

    Raises NoSuchLesson.
    """
    lesson = library.lesson(lesson_id)
    module = library.module(lesson.module)
    rendered = _rendered(lesson, module)
    sources = lines(lesson.sources, library.sources, today)
    numbers = {question.id: number for number, question in enumerate(lesson.questions, 1)}
    text = _CHECK.sub(lambda found: _where(numbers.get(found[1])), rendered.html)
    text = _LINK.sub(r"\1", text)  # a reader of PDF files would not know what to open
    told, _tone = warning(sources)
    notice = f'<p class="meta"><b>{escape(told)}</b></p>' if told else ""
    text = text.replace("<html><body>", f"<html><body>{notice}", 1)
    ends = [
        _part("terms", _terms(lesson)),
        _part("sources", "".join(map(_source, sources))),
        _part("questions", "".join(_asked(n, q) for n, q in enumerate(lesson.questions, 1))),
    ]
    if answers:
        told = "".join(_answered(n, q) for n, q in enumerate(lesson.questions, 1))
        ends.append(_part("answers", told, apart=True))
    module_title = pick(module.title, module.title_en)
    return Sheet(
        title=pick(lesson.title, lesson.title_en),
        html=text.replace("</body></html>", "".join(ends) + "</body></html>"),
        frames=rendered.frames,
        folder=module.folder,
        head=(module_title, t("print.head", n=lesson.number, version=module.version)),
        foot=t("print.foot", day=day(today)),
        draft="" if module.vetted else t("lesson.draft"),
    )


def _rendered(lesson: Lesson, module: Module) -> Rendered:
    """The text; nothing on paper can be followed, so nothing says so."""
    vetted = module.vetted
    told = t("validity.vetted", role=vetted.role, day=day(vetted.on)) if vetted else ""
    labels = Labels(
        note=t("lesson.note"),
        tip=t("lesson.tip"),
        warning=t("lesson.warning"),
        example=t("lesson.example"),
        footnotes=t("lesson.footnotes"),
        back="",
        check=t("lesson.check"),
    )
    meta = [t("lesson.about", time=minutes(lesson.minutes)), told or t("lesson.draft")]
    front = Front(
        t("lesson.kicker", module=pick(module.title, module.title_en), n=lesson.number),
        pick(lesson.title, lesson.title_en),
        pick(lesson.summary, lesson.summary_en),
        " · ".join(meta),
    )
    return render(lesson.text, labels, front)


def _where(number: int | None) -> str:
    """Where the question that is asked in the text stands on the sheet."""
    return escape(t("print.check", n=number) if number else t("lesson.check"))


def _part(key: str, inner: str, *, apart: bool = False) -> str:
    if not inner:
        return ""
    above = ' style="page-break-before:always"' if apart else ""
    return f'<p class="h2"{above}>{escape(t(f"print.{key}"))}</p>{inner}'


def _terms(lesson: Lesson) -> str:
    return "".join(
        f'<p class="dt">{escape(term.word)}</p><p class="dd">{escape(term.meaning)}</p>'
        for term in lesson.glossary
    )


def _source(source: SourceLine) -> str:
    places = f" ({escape('; '.join(source.places))})" if source.places else ""
    return (
        f'<p class="dt">{escape(source.number)}{places}</p>'
        f'<p class="dd">{escape(source.title)}. {escape(source.standing)} '
        f"{escape(source.checked)}</p>"
    )


# — questions —————————————————————————————————————————————————————————————————————————————


def _asked(number: int, question: Question) -> str:
    """A question with room to answer it by pen."""
    case = f'<p class="ask">{_words(question.case)}</p>' if question.case else ""
    head = f'<p class="dt">{escape(t("print.question", n=number))}</p>'
    return f'{head}{case}<p class="ask">{_words(question.text)}</p>{"".join(_choices(question))}'


def _choices(question: Question) -> Iterator[str]:
    shown = shown_order(question, question.id)
    if question.kind in {"numeric", "cloze"}:
        if question.kind == "numeric":
            yield f'<p class="choice">…………………… {escape(question.unit)}</p>'
        return
    for letter, option in zip(LETTERS, shown, strict=False):
        tail = " ……" if question.kind in {"match", "order"} else ""
        yield f'<p class="choice">{letter}. {_words(option.text)}{tail}</p>'
    if question.kind == "match":
        for number, option in enumerate(_pairs(question), 1):
            yield f'<p class="choice">{number}. {_words(option.pair)}</p>'


def _pairs(question: Question) -> tuple[Option, ...]:
    """The right sides of a match, in an order that tells nothing."""
    return shown_order(question, f"{question.id} pairs")


def _answered(number: int, question: Question) -> str:
    """What would be right, and why."""
    reasons = [
        f'<p class="choice">{_letter(question, option)} {_words(option.reason)}</p>'
        for option in shown_order(question, question.id)
        if option.reason and question.kind not in {"numeric", "cloze"}
    ]
    why = f'<p class="ask">{_words(question.explanation)}</p>' if question.explanation else ""
    head = t("print.answer", n=number, answer=right_in_letters(question))
    return f'<p class="dt">{escape(head)}</p>{why}{"".join(reasons)}'


def _letter(question: Question, option: Option) -> str:
    return f"{LETTERS[shown_order(question, question.id).index(option)]}."


def right_in_letters(question: Question) -> str:
    """The right answer in letters, numbers or words."""
    shown = {o.key: LETTERS[n] for n, o in enumerate(shown_order(question, question.id))}
    if question.kind == "match":
        pairs = _pairs(question)
        return ", ".join(f"{shown[o.key]}–{pairs.index(o) + 1}" for o in question.options)
    right = right_response(question)
    if question.kind in {"numeric", "cloze"}:
        return "; ".join(right) + (f" {question.unit}" if question.unit else "")
    letters = [shown[key] for key in right]
    return " → ".join(letters) if question.kind == "order" else ", ".join(sorted(letters))


def _words(text: str) -> str:
    return escape(plain_text(_BLANK.sub("……………", text)))
