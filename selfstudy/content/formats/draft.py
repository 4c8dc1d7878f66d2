"""A question taken from another program's file, before it has reasons, a source and an aim."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from selfstudy.domain.question import Kind
from selfstudy.domain.vietnamese import nfc

LONGEST_TEXT = 4000  # letters of a question
LONGEST_OPTION = 1000
MOST_DRAFTS = 500  # in one file, as many as a question file holds

# What would be read as something else at the beginning of a line of a question.
_READ_OTHERWISE = re.compile(
    r"^(?:#|>|\[[ xX]\]|=|≠|!=|[-*][ \t]|\d+[.)][ \t]|[^\W\d][\w ]{0,20}:)"
)


@dataclass(frozen=True, slots=True)
class DraftOption:
    """A choice, a step, a pair or an accepted answer; `reason` is the feedback it came with."""

    text: str
    right: bool = False
    reason: str = ""
    pair: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A question as it was found on `line` of a foreign file.

    For numeric and cloze the right options are the accepted answers, one for each blank with
    spellings between bars; `tolerance` is as it was written.
    """

    kind: Kind
    text: str
    options: tuple[DraftOption, ...]
    explanation: str = ""
    tolerance: str = ""
    line: int = 0


def question_file_text(drafts: Iterable[Draft], prefix: str, title: str) -> str:
    """A question file with these drafts; what a foreign file never says is left to be filled."""
    blocks = [f"# {_one_line(title)}\n"]
    blocks += [_block(draft, f"{prefix}-q{n:02}") for n, draft in enumerate(drafts, 1)]
    return "\n".join(blocks)


def _block(draft: Draft, name: str) -> str:
    lines = [f"## {name} · {draft.kind}", "khó: 2", "mức: hiểu", "nguồn:", "năng lực:", "kết quả:"]
    lines += ["", *_paragraphs(draft.text), ""]
    lines += _rows(draft)
    if draft.explanation:
        lines += ["", f"> {_one_line(draft.explanation)}"]
    return "\n".join(lines) + "\n"


def _rows(draft: Draft) -> Sequence[str]:
    rows: list[str] = []
    for number, option in enumerate(draft.options, 1):
        text, reason = _one_line(option.text), _one_line(option.reason)
        if draft.kind in {"numeric", "cloze"}:
            half = f" ± {draft.tolerance}" if draft.kind == "numeric" and draft.tolerance else ""
            rows.append(f"= {text}{half}" if option.right else f"≠ {text} > {reason}".rstrip(" >"))
            continue
        if draft.kind == "order":
            rows.append(f"{number}. {text}")
        elif draft.kind == "match":
            rows.append(f"- {text.replace(' = ', ': ')} = {_one_line(option.pair)}")
        else:
            rows.append(f"[{'x' if option.right else ' '}] {text}")
        if reason:
            rows.append(f"    > {reason}")
    return rows


def _paragraphs(text: str) -> list[str]:
    lines = [" ".join(line.split()) for line in nfc(text).strip().split("\n")]
    return [
        f"– {line.lstrip('#> ')}".rstrip() if _READ_OTHERWISE.match(line) else line
        for line in lines
    ]


def _one_line(text: str) -> str:
    return " ".join(nfc(text).split())
