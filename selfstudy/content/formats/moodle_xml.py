"""Moodle's XML of questions: read into drafts, and written from our questions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from xml.sax.saxutils import escape, quoteattr

from selfstudy.content.formats.draft import Draft, DraftOption
from selfstudy.content.formats.plain import plain
from selfstudy.content.formats.safe_xml import Node, parse
from selfstudy.content.problems import Findings
from selfstudy.domain.question import Option, Question

_SILENT = frozenset({"category", "description"})
_BLANK = re.compile(r"\{\d*:(?:SHORTANSWER|SA|MW|SHORTANSWER_C|SAC|MWC|NUMERICAL|NM):([^{}]*)\}")


def read(raw: bytes, found: Findings) -> list[Draft]:
    """The questions of a Moodle XML file; what cannot be taken is told by line."""
    root = parse(raw, found)
    if root is None:
        return []
    if root.name != "quiz":
        found.error("import_other_xml", root.line, name=root.name)
        return []
    drafts = (_question(node, found) for node in root.all("question"))
    return [draft for draft in drafts if draft is not None]


def _question(node: Node, found: Findings) -> Draft | None:
    kind = node.attributes.get("type", "")
    if kind in _SILENT:
        return None
    reader = _READERS.get(kind)
    text = _words(node.first("questiontext"), found)
    if reader is None:
        key = "import_essay" if kind == "essay" else "import_kind"
        found.warning(key, node.line, kind=kind)
        return None
    return reader(node, text, _words(node.first("generalfeedback"), found), found)


def _words(node: Node | None, found: Findings) -> str:
    """What a text element says, without its HTML; a lost picture is told."""
    if node is None:
        return ""
    inner = node.first("text")
    html = (inner or node).text if inner or not list(node.children) else ""
    text, media = plain(html) if node.attributes.get("format", "html") == "html" else (html, False)
    if media or node.all("file"):
        found.warning("import_media", node.line)
    return text.strip()


def _options(node: Node, found: Findings) -> tuple[DraftOption, ...]:
    return tuple(
        DraftOption(
            _words(answer, found), _share(answer) > 0, _words(answer.first("feedback"), found)
        )
        for answer in node.all("answer")
    )


def _share(answer: Node) -> float:
    try:
        return float(answer.attributes.get("fraction", "0"))
    except ValueError:
        return 0.0


def _choice(node: Node, text: str, told: str, found: Findings) -> Draft:
    options = _options(node, found)
    right = sum(option.right for option in options)
    single = node.told("single") not in {"false", "0"} and right == 1
    return Draft("single" if single else "multi", text, options, told, line=node.line)


def _truth(node: Node, text: str, told: str, found: Findings) -> Draft:
    answers = {option.text.casefold(): option for option in _options(node, found)}
    true, false = (answers.get(name, DraftOption("")) for name in ("true", "false"))
    options = (
        DraftOption("Đúng", true.right, true.reason),
        DraftOption("Sai", not true.right, false.reason),
    )
    return Draft("true_false", text, options, told, line=node.line)


def _short(node: Node, text: str, told: str, found: Findings) -> Draft | None:
    options = _options(node, found)
    right = " | ".join(option.text.replace("|", "/") for option in options if option.right)
    if not right:
        found.warning("import_broken", node.line)
        return None
    wrong = (option for option in options if not option.right and option.text != "*")
    reason = next((option.reason for option in options if option.right and option.reason), "")
    return Draft(
        "cloze",
        text if "____" in text else f"{text}\n\n____",
        (DraftOption(right, right=True), *wrong),
        told or reason,
        line=node.line,
    )


def _numeric(node: Node, text: str, told: str, found: Findings) -> Draft | None:
    answers = node.all("answer")
    right = next((answer for answer in answers if _share(answer) > 0), None)
    value = right.told("text") if right is not None else ""
    if right is None or not re.fullmatch(r"[-+]?[\d.,]+", value):
        found.warning("import_number", node.line)
        return None
    if len(answers) > 1:
        found.warning("import_part", node.line)
    half = right.told("tolerance").replace(".", ",")
    half = half if re.fullmatch(r"[\d,]+", half) else ""
    told = told or _words(right.first("feedback"), found)
    option = DraftOption(value.replace(".", ","), right=True)
    return Draft("numeric", text, (option,), told, half, node.line)


def _match(node: Node, text: str, told: str, found: Findings) -> Draft:
    pairs = []
    for pair in node.all("subquestion"):
        left, answer = _words(pair, found), pair.first("answer")
        right = plain(answer.told("text"))[0] if answer is not None else ""
        if left and right:
            pairs.append(DraftOption(left, pair=right))
        else:
            found.warning("import_part", pair.line)
    return Draft("match", text, tuple(pairs), told, line=node.line)


def _order(node: Node, text: str, told: str, found: Findings) -> Draft:
    return Draft(
        "order",
        text,
        tuple(DraftOption(o.text) for o in _options(node, found)),
        told,
        line=node.line,
    )


def _cloze(node: Node, text: str, told: str, found: Findings) -> Draft | None:
    """Embedded answers: each short one is a blank; one of another kind leaves the question out."""
    accepted: list[DraftOption] = []

    def blank(match: re.Match[str]) -> str:
        pieces = [piece.partition("#")[0].strip() for piece in match[1].split("~")]
        right = [re.sub(r"^(?:=|%100%)", "", p) for p in pieces if p.startswith(("=", "%100%"))]
        accepted.append(DraftOption(" | ".join(right), right=True))
        return "____"

    asked = _BLANK.sub(blank, text)
    if not accepted or not all(option.text for option in accepted) or re.search(r"\{\d*:", asked):
        found.warning("import_kind", node.line, kind="cloze")
        return None
    return Draft("cloze", asked, tuple(accepted), told, line=node.line)


_READERS: dict[str, Callable[[Node, str, str, Findings], Draft | None]] = {
    "multichoice": _choice,
    "truefalse": _truth,
    "shortanswer": _short,
    "numerical": _numeric,
    "matching": _match,
    "ordering": _order,
    "cloze": _cloze,
}


# — writing ————————————————————————————————————————————————————————————————————————————————


def write(questions: Iterable[Question], found: Findings) -> str:
    """Our questions as Moodle XML; a kind that Moodle does not know is told and left out."""
    blocks = []
    for question in questions:
        written = _written(question)
        if written is None:
            found.warning("export_kind", question.line, question=question.id, kind=question.kind)
        else:
            blocks.append(written)
    return '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n' + "".join(blocks) + "</quiz>\n"


def _written(question: Question) -> str | None:
    kind, body = "multichoice", ""
    if question.kind in {"single", "scenario", "multi"}:
        right = sum(option.right for option in question.options)
        single = "true" if right == 1 and question.kind != "multi" else "false"
        body = f"<single>{single}</single><shuffleanswers>true</shuffleanswers>\n"
        wrong = 0.0 if single == "true" else -100.0
        body += _answers(question.options, 100 / max(1, right), wrong)
    elif question.kind == "true_false":
        kind = "truefalse"
        body = "".join(
            _answer(share, name, option.reason)
            for option in question.options
            for name in ["true" if option.text.casefold() == "đúng" else "false"]
            for share in [100.0 if option.right else 0.0]
        )
    elif question.kind == "numeric":
        kind, value = "numerical", question.accepted[0][0].replace(" ", "").replace(",", ".")
        half = f"<tolerance>{question.tolerance:g}</tolerance>"
        body = f'<answer fraction="100"><text>{escape(value)}</text>{half}</answer>\n'
    elif question.kind == "match":
        kind = "matching"
        body = "".join(
            f'<subquestion format="plain_text"><text>{escape(option.text)}</text>'
            f"<answer><text>{escape(option.pair)}</text></answer></subquestion>\n"
            for option in question.options
        )
    elif question.kind == "order":
        kind, body = "ordering", _answers(question.options, 100.0, 100.0)
    elif len(question.accepted) == 1:
        kind = "shortanswer"
        body = "".join(_answer(100.0, text, "") for text in question.accepted[0])
    else:
        return None
    asked = f"{question.case}\n\n{question.text}" if question.case else question.text
    told = escape(question.explanation)
    return (
        f"<question type={quoteattr(kind)}>\n<name><text>{escape(question.id)}</text></name>\n"
        f'<questiontext format="plain_text"><text>{escape(asked)}</text></questiontext>\n'
        f'<generalfeedback format="plain_text"><text>{told}</text></generalfeedback>\n'
        f"{body}</question>\n"
    )


def _answers(options: Iterable[Option], right: float, wrong: float) -> str:
    return "".join(_answer(right if o.right else wrong, o.text, o.reason) for o in options)


def _answer(share: float, text: str, reason: str) -> str:
    return (
        f'<answer fraction="{share:.5g}" format="plain_text"><text>{escape(text)}</text>'
        f'<feedback format="plain_text"><text>{escape(reason)}</text></feedback></answer>\n'
    )
