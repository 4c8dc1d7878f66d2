"""What a screen says about an amended lesson, in a line; knows no Qt."""

from __future__ import annotations

from selfstudy.domain.amending import Amended
from selfstudy.words import t


def headline(amended: Amended) -> str:
    """`Bài 3 vừa sửa 2 mục, 1 câu hỏi vì 30/2020/NĐ-CP hết hiệu lực`."""
    parts = []
    if amended.changes.sections:
        parts.append(t("amended.sections", n=len(amended.changes.sections)))
    if amended.changes.questions:
        parts.append(t("amended.questions", n=len(amended.changes.questions)))
    said = t("amended.line", number=amended.number, what=", ".join(parts))
    if not amended.reasons:
        return said
    sources = ", ".join(source.number for source in amended.reasons)
    return f"{said} {t('amended.because', sources=sources)}"
