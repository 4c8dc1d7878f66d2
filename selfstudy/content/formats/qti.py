"""QTI 2.1 (and 2.2): one item as XML, or a package of items as a zip, read into drafts."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from selfstudy.content.formats.archive import members
from selfstudy.content.formats.draft import MOST_DRAFTS, Draft, DraftOption
from selfstudy.content.formats.safe_xml import Node, parse
from selfstudy.content.problems import Findings

_INTERACTIONS = (
    "choiceInteraction", "orderInteraction", "matchInteraction", "associateInteraction",
    "textEntryInteraction", "inlineChoiceInteraction", "extendedTextInteraction",
    "gapMatchInteraction", "hotspotInteraction", "uploadInteraction", "sliderInteraction",
    "hottextInteraction", "drawingInteraction", "mediaInteraction", "customInteraction",
)  # fmt: skip
_ASKED = frozenset(
    {*_INTERACTIONS, "rubricBlock", "modalFeedback", "feedbackBlock", "feedbackInline"}
)


def read(raw: bytes, found: Findings) -> list[Draft]:
    """The one question of an item; what cannot be taken is told by line."""
    root = parse(raw, found)
    if root is None:
        return []
    items = [root] if root.name == "assessmentItem" else list(root.inside("assessmentItem"))
    if not items:
        found.error("import_other_xml", root.line, name=root.name)
    drafts = (_item(item, found) for item in items[:MOST_DRAFTS])
    return [draft for draft in drafts if draft is not None]


def read_package(path: Path, found: Findings) -> list[Draft]:
    """The questions of a content package; each item's file is named where something is told."""
    drafts: list[Draft] = []
    seen = 0
    try:
        for name, raw in members(path, ".xml", found):
            if raw.find(b"assessmentItem") < 0 or b"<manifest" in raw[:2000]:
                continue
            seen += 1
            drafts += read(raw, Findings(f"{found.file}/{name}", found.problems))
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        found.error("import_broken")
    if not seen and not found.problems:
        found.error("import_no_questions")
    return drafts


def _item(item: Node, found: Findings) -> Draft | None:
    body = item.first("itemBody")
    asked = [node for name in _INTERACTIONS for node in item.inside(name)]
    if body is None or not asked:
        found.warning("import_description", item.line)
        return None
    if any(True for name in ("img", "object", "audio", "video") for _ in body.inside(name)):
        found.warning("import_media", item.line)
    kinds = {node.name for node in asked}
    right = _declared(item)
    if kinds == {"textEntryInteraction"}:
        return _entries(item, body, asked, found)
    if len(asked) > 1:
        found.warning("import_kind", item.line, kind=" + ".join(sorted(kinds)))
        return None
    one = asked[0]
    text = "\n\n".join(part for part in (_said(body), _told(one.first("prompt"))) if part)
    correct = right.get(one.attributes.get("responseIdentifier", ""), [])
    told = _feedback(item)
    if one.name == "choiceInteraction":
        return _choice(one, text, correct, told)
    if one.name == "orderInteraction":
        return _order(one, text, correct, told, found)
    if one.name in {"matchInteraction", "associateInteraction"}:
        return _match(one, text, correct, told, found)
    key = "import_essay" if one.name == "extendedTextInteraction" else "import_kind"
    found.warning(key, one.line, kind=one.name)
    return None


def _declared(item: Node) -> dict[str, list[str]]:
    """The right values of each response."""
    return {
        node.attributes.get("identifier", ""): [
            value.text.strip()
            for part in node.all("correctResponse")
            for value in part.all("value")
        ]
        for node in item.all("responseDeclaration")
    }


def _feedback(item: Node) -> str:
    return " ".join(_told(node) for node in item.all("modalFeedback")).strip()


def _told(node: Node | None) -> str:
    return " ".join(node.text.split()) if node is not None else ""


def _said(body: Node) -> str:
    """The words of the body, without what interactions and rubrics say."""
    return "\n\n".join(line for part in _spoken(body) if (line := " ".join(part.split())))


def _spoken(node: Node) -> Iterator[str]:
    for part in node.parts:
        if isinstance(part, str):
            yield part
        elif part.name in {"p", "li", "span", "em", "strong", "b", "i", "a"} and not any(
            True for name in _ASKED for _ in part.inside(name)
        ):
            yield part.text
        elif part.name not in _ASKED:
            yield from _spoken(part)


def _choices(node: Node, name: str) -> list[tuple[str, str, str]]:
    """Identifier, words and feedback of each choice."""
    found = []
    for choice in node.inside(name):
        reason = " ".join(_told(inner) for inner in choice.all("feedbackInline"))
        words = " ".join(
            (part if isinstance(part, str) else part.text)
            for part in choice.parts
            if isinstance(part, str) or part.name not in _ASKED
        )
        found.append((choice.attributes.get("identifier", ""), " ".join(words.split()), reason))
    return found


def _choice(one: Node, text: str, correct: list[str], told: str) -> Draft:
    options = tuple(
        DraftOption(words, name in correct, reason)
        for name, words, reason in _choices(one, "simpleChoice")
    )
    single = one.attributes.get("maxChoices", "1") == "1"
    words = {option.text.casefold() for option in options}
    if single and words in ({"đúng", "sai"}, {"true", "false"}):
        by = {option.text.casefold() in {"đúng", "true"}: option for option in options}
        both = tuple(
            DraftOption(name, by[truth].right, by[truth].reason)
            for name, truth in (("Đúng", True), ("Sai", False))
        )
        return Draft("true_false", text, both, told, line=one.line)
    return Draft("single" if single else "multi", text, options, told, line=one.line)


def _order(one: Node, text: str, correct: list[str], told: str, found: Findings) -> Draft | None:
    steps = {name: words for name, words, _ in _choices(one, "simpleChoice")}
    if not correct or set(correct) != set(steps):
        found.warning("import_no_answer", one.line)
        return None
    return Draft("order", text, tuple(DraftOption(steps[n]) for n in correct), told, line=one.line)


def _match(one: Node, text: str, correct: list[str], told: str, found: Findings) -> Draft | None:
    words = {name: said for name, said, _ in _choices(one, "simpleAssociableChoice")}
    joined = [value.split() for value in correct]
    if not joined or not all(len(p) == 2 and p[0] in words and p[1] in words for p in joined):
        found.warning("import_no_answer", one.line)
        return None
    pairs = tuple(DraftOption(words[left], pair=words[right]) for left, right in joined)
    return Draft("match", text, pairs, told, line=one.line)


def _entries(item: Node, body: Node, asked: list[Node], found: Findings) -> Draft | None:
    """Typed answers: one that is a number is numeric, others are blanks."""
    accepted: list[DraftOption] = []
    declared = {d.attributes.get("identifier", ""): d for d in item.all("responseDeclaration")}
    for entry in asked:
        response = declared.get(entry.attributes.get("responseIdentifier", ""))
        values = [v.text.strip() for v in response.inside("value")] if response else []
        mapped = (
            [e.attributes.get("mapKey", "") for e in response.inside("mapEntry")]
            if response
            else []
        )
        spellings = list(dict.fromkeys(value for value in (*values, *mapped) if value))
        if not spellings:
            found.warning("import_no_answer", entry.line)
            return None
        accepted.append(DraftOption(" | ".join(s.replace("|", "/") for s in spellings), right=True))
        entry.parts[:] = ["____"]
        entry.name = "span"
    base = {d.attributes.get("baseType", "") for d in declared.values()}
    text, told = _said(body), _feedback(item)
    if len(accepted) == 1 and base & {"float", "integer"} and "|" not in accepted[0].text:
        value = DraftOption(accepted[0].text.replace(".", ","), right=True)
        return Draft("numeric", text.replace("____", "…"), (value,), told, line=item.line)
    return Draft("cloze", text, tuple(accepted), told, line=item.line)
