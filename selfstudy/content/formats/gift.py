"""GIFT, Moodle's plain text of questions: read into drafts, and written from our questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from selfstudy.content.formats.draft import Draft, DraftOption
from selfstudy.content.formats.plain import plain
from selfstudy.content.problems import Findings
from selfstudy.domain.question import Kind, Question

_MARKS = "~=#{}:"
_HIDDEN = {mark: chr(0xE000 + n) for n, mark in enumerate(_MARKS)}  # escaped signs, while reading
_SHOWN = {hidden: mark for mark, hidden in _HIDDEN.items()}
_TITLE = re.compile(r"^::(.*?)::\s*", re.DOTALL)
_FORMAT = re.compile(r"^\[(html|moodle|plain|markdown)\]\s*")
_WEIGHT = re.compile(r"^%(-?[\d.]{1,12})%\s*")
_NUMBER = re.compile(r"^-?[\d.,]+$")
_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}


def read(text: str, found: Findings) -> list[Draft]:
    """The questions of a GIFT file; what cannot be taken is told by line."""
    drafts: list[Draft] = []
    for line, block in _blocks(text):
        draft = _question(block, line, found)
        if draft is not None:
            drafts.append(draft)
    return drafts


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Blocks between empty lines outside braces, without comments, each with its first line."""
    block: list[str] = []
    first, depth = 0, 0
    for number, line in enumerate([*text.split("\n"), ""], 1):
        hidden = re.sub(r"\\([~=#{}:])", lambda m: _HIDDEN[m[1]], line).replace("\\n", "\n")
        if hidden.lstrip().startswith("//"):
            continue
        if hidden.strip():
            first = first or number
            block.append(hidden)
            depth = max(0, depth + hidden.count("{") - hidden.count("}"))
        elif block and (not depth or number > first + 200):
            yield first, "\n".join(block)
            block, first, depth = [], 0, 0
    if block:
        yield first, "\n".join(block)


def _question(block: str, line: int, found: Findings) -> Draft | None:
    if block.startswith("$CATEGORY"):
        block = block.partition("\n")[2]
        if not block.strip():
            return None
        line += 1
    block = _TITLE.sub("", block.strip(), count=1)
    written = _FORMAT.match(block)
    html = bool(written and written[1] == "html")
    block = _FORMAT.sub("", block, count=1)
    before, opened, rest = block.partition("{")
    inside, closed, after = rest.rpartition("}")
    if not opened or not closed:
        found.warning("import_description" if not opened else "import_broken", line)
        return None
    text = before.rstrip() + (f" ____ {after.strip()}" if after.strip() else "")
    text, media = plain(_shown(text)) if html else (_shown(text).strip(), False)
    if media:
        found.warning("import_media", line)
    answers, _, general = inside.strip().partition("####")
    return _answered(text, answers.strip(), _shown(general).strip(), line, found)


def _answered(text: str, inside: str, told: str, line: int, found: Findings) -> Draft | None:
    truth, *feedback = inside.split("#")
    if truth.strip().upper() in _TRUTH:
        right = _TRUTH[truth.strip().upper()]
        wrong_told, right_told = (*map(_shown, feedback), "", "")[:2]
        return Draft(
            "true_false",
            text,
            (
                DraftOption("Đúng", right=right, reason=right_told if right else wrong_told),
                DraftOption("Sai", right=not right, reason=wrong_told if right else right_told),
            ),
            told,
            line=line,
        )
    if inside.startswith("#"):
        return _numeric(text, inside[1:], told, line, found)
    options = [_option(piece) for piece in re.findall(r"[=~][^=~]*", inside)]
    pairs = [option for option in options if option.pair]
    if not text or not options:
        found.warning("import_essay" if text else "import_broken", line)
        return None
    if pairs:
        if len(pairs) < len(options):
            found.warning("import_part", line)
        return Draft("match", text, tuple(pairs), told, line=line)
    wrong = [option for option in options if not option.right]
    if not wrong:
        return _cloze(text, options, told, line)
    kind: Kind = "single" if sum(option.right for option in options) == 1 else "multi"
    return Draft(kind, text, tuple(options), told, line=line)


def _option(piece: str) -> DraftOption:
    right, rest = piece[0] == "=", piece[1:].strip()
    weight = _WEIGHT.match(rest)
    if weight:
        rest = rest[weight.end() :]
        right = not weight[1].startswith("-") and float(_digits(weight[1])) > 0
    rest, _, reason = rest.partition("#")
    left, arrow, pair = rest.partition("->")
    if arrow and pair.strip():
        return DraftOption(
            _shown(left).strip(), reason=_shown(reason).strip(), pair=_shown(pair).strip()
        )
    return DraftOption(_shown(rest).strip(), right, _shown(reason).strip())


def _digits(written: str) -> str:
    whole, _, rest = written.partition(".")
    return f"{whole or '0'}.{rest.replace('.', '') or '0'}"


def _cloze(text: str, options: list[DraftOption], told: str, line: int) -> Draft:
    """A short answer: one blank, with every spelling that is accepted."""
    spellings = " | ".join(option.text.replace("|", "/") for option in options)
    asked = text if "____" in text else f"{text}\n\n____"
    reason = told or next((option.reason for option in options if option.reason), "")
    return Draft("cloze", asked, (DraftOption(spellings, right=True),), reason, line=line)


def _numeric(text: str, inside: str, told: str, line: int, found: Findings) -> Draft | None:
    pieces = re.findall(r"=[^=~]*", inside)
    first = pieces[0][1:] if pieces else inside
    if len(pieces) > 1:
        found.warning("import_part", line)
    answer, _, reason = _WEIGHT.sub("", first.strip()).partition("#")
    low, dots, high = answer.partition("..")
    value, _, half = (part.strip() for part in _shown(answer).partition(":"))
    if dots and _NUMBER.match(low.strip()) and _NUMBER.match(high.strip()):
        least, most = float(_digits(low.strip())), float(_digits(high.strip()))
        value, half = f"{(least + most) / 2:g}", f"{abs(most - least) / 2:g}"
    if not text or not _NUMBER.match(value) or (half and not _NUMBER.match(half)):
        found.warning("import_number", line)
        return None
    value, half = value.replace(".", ","), half.replace(".", ",")
    told = told or _shown(reason).strip()
    return Draft("numeric", text, (DraftOption(value, right=True),), told, half, line)


def _shown(text: str) -> str:
    return "".join(_SHOWN.get(sign, sign) for sign in text)


# — writing ————————————————————————————————————————————————————————————————————————————————


def write(questions: Iterable[Question], found: Findings) -> str:
    """Our questions as GIFT; a kind that GIFT does not know is told and left out."""
    blocks = []
    for question in questions:
        answers = _answers(question)
        if answers is None:
            found.warning("export_kind", question.line, question=question.id, kind=question.kind)
        else:
            asked = f"{question.case}\n{question.text}" if question.case else question.text
            asked = _escaped(asked).replace("\n", "\\n")
            told = f"####{_escaped(question.explanation)}" if question.explanation else ""
            blocks.append(f"::{_escaped(question.id)}:: {asked} {{\n{answers}{told}\n}}\n")
    return "\n".join(blocks)


def _answers(question: Question) -> str | None:
    if question.kind == "true_false":
        said = next(option for option in question.options if option.right)
        other = next(option for option in question.options if not option.right)
        truth = "TRUE" if said.text.casefold() == "đúng" else "FALSE"
        return f"{truth}#{_escaped(other.reason)}#{_escaped(said.reason)}\n"
    if question.kind == "numeric":
        value = question.accepted[0][0].replace(" ", "").replace(",", ".").replace("−", "-")
        return f"#{value}:{question.tolerance:g}\n"
    if question.kind == "cloze" and len(question.accepted) == 1:
        return "".join(f"={_escaped(text)}\n" for text in question.accepted[0])
    if question.kind == "match":
        return "".join(f"={_escaped(o.text)} -> {_escaped(o.pair)}\n" for o in question.options)
    if question.kind not in {"single", "scenario", "multi"}:
        return None
    right = sum(option.right for option in question.options)
    lines = []
    for option in question.options:
        mark = "=" if option.right and right == 1 else "~"
        if right > 1:
            mark = f"~%{100 / right:.5f}%" if option.right else "~%-100%"
        lines.append(f"{mark}{_escaped(option.text)}#{_escaped(option.reason)}\n")
    return "".join(lines)


def _escaped(text: str) -> str:
    return re.sub(r"([~=#{}:])", r"\\\1", text)
