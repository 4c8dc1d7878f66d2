"""Whether the work is safe, as the foot of the sidebar says it."""

from __future__ import annotations

from selfstudy.desktop.theme import Tone
from selfstudy.domain.progress import Handed
from selfstudy.words import t


def status_words(handed: Handed) -> tuple[str, str, Tone, str]:
    """A sentence, the note under it, its tone and icon."""
    if handed.removal is not None:
        return t("status.removed"), t("status.removed_note"), "warning", "triangle-alert"
    if not handed.unit:
        return t("status.alone"), t("status.alone_note"), "neutral", "hard-drive"
    if handed.unreceived:
        title = t("status.waiting", n=handed.unreceived)
        return title, t("status.waiting_note"), "warning", "cloud-off"
    if handed.results:
        note = t("status.safe_note", receiver=handed.receiver)
        return t("status.safe"), note, "success", "circle-check"
    return t("status.nothing"), t("status.nothing_note"), "neutral", "hard-drive"
