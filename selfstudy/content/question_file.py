"""How a lesson's question file is read; a question that cannot be asked is left out and told."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TypeVar, cast, get_args

from selfstudy.content.framework import source_ref
from selfstudy.content.problems import Findings
from selfstudy.content.question_lines import Block, Row
from selfstudy.domain.numbers import read_number
from selfstudy.domain.question import Cognitive, Comparison, Kind, Option, Question

MOST_QUESTIONS = 500
KEYS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

NameT = TypeVar("NameT", bound=str)

_KINDS = frozenset(get_args(Kind))
_HEAD = re.compile(r"^##[ \t]+(\S+)[ \t]*(?:[·•|–—:-][ \t]*)?(.*?)[ \t]*$")
_BLANK = re.compile(r"_{3,}")
_NUMBER = re.compile(
    r"^(?P<value>[-+−]?[\d.,\s]*\d)\s*(?:(?:±|\+/-|\+-)\s*(?P<half>[\d.,]*\d))?\s*(?P<unit>\D.*)?$"
)
_UNREAD = re.compile(r"±|\+/?-")  # where a unit should be: a number was written wrongly
_COGNITIVE: dict[str, Cognitive] = {
    "nhớ": "remember",
    "hiểu": "understand",
    "vận dụng": "apply",
    "phân tích": "analyse",
    "đánh giá": "evaluate",
    "sáng tạo": "create",
}
_COMPARISON: dict[str, Comparison] = {"chính xác": "exact", "bỏ dấu": "bare"}
Answers = tuple[tuple[tuple[str, ...], ...], float, str]

_FIELDS = frozenset({"khó", "mức", "nguồn", "năng lực", "kết quả", "so sánh"})
_STORY = re.compile(r"^\*{0,2}Tình huống\s*:\*{0,2}\s*", re.IGNORECASE)
_ASKED = re.compile(r"^\*{0,2}Câu hỏi\s*:\*{0,2}\s*", re.IGNORECASE)


def read_questions(text: str, sources: Collection[str], found: Findings) -> tuple[Question, ...]:
    """Every question that can be asked, in written order."""
    blocks = _blocks(text, found)
    if len(blocks) > MOST_QUESTIONS:
        found.error("too_many_questions", blocks[MOST_QUESTIONS].line, limit=MOST_QUESTIONS)
        blocks = blocks[:MOST_QUESTIONS]
    return tuple(q for block in blocks if (q := _question(block, sources, found)) is not None)


def _blocks(text: str, found: Findings) -> list[Block]:
    blocks: list[Block] = []
    block: Block | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("## "):
            block = _opened(number, line, found)
            if block is not None:
                blocks.append(block)
        elif block is not None:
            block.add(number, line)
    return blocks


def _opened(number: int, line: str, found: Findings) -> Block | None:
    head = _HEAD.match(line)
    kind = head[2].casefold().replace("-", "_") if head else ""
    if head is None or not kind:
        found.error("bad_question_head", number)
    elif kind not in _KINDS:
        found.error("unknown_kind", number, kind=head[2])
    else:
        return Block(head[1], cast(Kind, kind), number)
    return None


def _question(block: Block, sources: Collection[str], found: Findings) -> Question | None:
    for name, (_, line) in block.fields.items():
        if name not in _FIELDS:
            found.warning("unknown_field", line, field=name)
    for line in block.strays:
        found.error("stray_line", line, question=block.id)
    case, text = _story(block, found)
    if not text:
        found.error("question_without_text", block.line, question=block.id)
    source = source_ref(block.fields.get("nguồn", ("", 0))[0])
    if not source.source:
        found.error("question_without_source", block.line, question=block.id)
    elif source.source not in sources:
        line = block.fields["nguồn"][1]
        found.error("unknown_source", line, source=source.source)
    answers = _answers(block, found)
    if answers is None or not text or not _sound_rows(block, found):
        return None
    accepted, tolerance, unit = answers
    return Question(
        id=block.id,
        kind=block.kind,
        text=text,
        options=_options(block.rows),
        accepted=accepted,
        tolerance=tolerance,
        unit=unit,
        case=case,
        explanation=" ".join(part.strip() for part in block.explanation if part.strip()),
        difficulty=_difficulty(block, found),
        cognitive=_named(block, "mức", _COGNITIVE, "understand", found),
        competency=block.fields.get("năng lực", ("", 0))[0],
        outcome=block.fields.get("kết quả", ("", 0))[0],
        source=source.source,
        place=source.place,
        line=block.line,
        comparison=_named(block, "so sánh", _COMPARISON, "usual", found),
    )


def _options(rows: list[Row]) -> tuple[Option, ...]:
    return tuple(
        Option(key, row.text, row.right, row.reason.strip(), row.pair)
        for key, row in zip(KEYS, rows, strict=False)
    )


def _story(block: Block, found: Findings) -> tuple[str, str]:
    """The case and the question: the last paragraph asks unless one begins with `Câu hỏi:`."""
    paragraphs = [part for part in re.split(r"\n\n+", "\n".join(block.text).strip()) if part]
    if not paragraphs or not _STORY.match(paragraphs[0]):
        if block.kind == "scenario":
            found.error("scenario_without_case", block.line, question=block.id)
        return "", "\n\n".join(paragraphs)
    asked = next((i for i, part in enumerate(paragraphs) if _ASKED.match(part)), -1)
    case, rest = paragraphs[:asked], paragraphs[asked:]
    if not case:
        found.error("scenario_without_case", block.line, question=block.id)
        return "", "\n\n".join(paragraphs)
    return (
        _STORY.sub("", "\n\n".join(case), count=1),
        _ASKED.sub("", "\n\n".join(rest), count=1),
    )


def _sound_rows(block: Block, found: Findings) -> bool:
    """Whether the options can be asked; missing reasons are told but do not stop the question."""
    rows, right = block.rows, sum(row.right for row in block.rows)
    for row in rows:
        if not row.reason:
            found.error("option_without_reason", row.line, question=block.id)
    texts = {(row.text.casefold(), row.pair.casefold()) for row in rows}
    wrong = "too_many_options" if len(rows) > len(KEYS) else _wrong_rows(block, right)
    if not wrong and len(texts) < len(rows):
        wrong = "same_option_twice"
    if wrong:
        found.error(wrong, block.line, question=block.id)
    return not wrong


def _wrong_rows(block: Block, right: int) -> str:
    """What is wrong with how many options there are and how many are right."""
    if block.kind in {"numeric", "cloze"}:
        return ""
    if block.kind == "true_false":
        return "" if (len(block.rows), right) == (2, 1) else "bad_true_false"
    if len(block.rows) < 2:
        return "too_few_options"
    if block.kind == "single":
        return "" if right == 1 else "not_one_right"
    return "" if right or block.kind in {"order", "match"} else "none_right"


def _answers(block: Block, found: Findings) -> Answers | None:
    """Accepted texts, tolerance and unit; None when they cannot be used."""
    if block.kind == "numeric":
        return _number(block, found)
    if block.kind != "cloze":
        return (), 0.0, ""
    accepted = tuple(
        tuple(part for text in answer.split("|") if (part := text.strip()))
        for answer, _ in block.answers
    )
    blanks = len(_BLANK.findall("\n".join(block.text)))
    if not blanks or blanks != len(accepted) or not all(accepted):
        found.error(
            "blanks_and_answers",
            block.line,
            question=block.id,
            blanks=blanks,
            answers=len(accepted),
        )
        return None
    return accepted, 0.0, ""


def _number(block: Block, found: Findings) -> Answers | None:
    written, line = block.answers[0] if len(block.answers) == 1 else ("", block.line)
    parts = _NUMBER.match(written)
    value = read_number(parts["value"]) if parts else None
    half = read_number((parts and parts["half"]) or "0")
    if parts is None or value is None or half is None or _UNREAD.search(parts["unit"] or ""):
        found.error("bad_number", line, question=block.id)
        return None
    return ((parts["value"].strip(),),), float(half), (parts["unit"] or "").strip()


def _difficulty(block: Block, found: Findings) -> int:
    written, line = block.fields.get("khó", ("2", 0))
    if written in {"1", "2", "3", "4", "5"}:
        return int(written)
    found.error("out_of_range", line, field="khó", least=1, most=5)
    return 2


def _named(
    block: Block, name: str, names: dict[str, NameT], default: NameT, found: Findings
) -> NameT:
    written, line = block.fields.get(name, ("", 0))
    chosen = names.get(written.casefold())
    if written and chosen is None:
        found.error("unknown_value", line, field=name, value=written)
    return default if chosen is None else chosen
