"""The foot of the sidebar: whether the work is safe."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from selfstudy.desktop.standing import status_words
from selfstudy.domain.progress import Handed, Removal

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
UNIT = "UBND phường Bến Nghé"


@pytest.mark.parametrize(
    ("handed", "said", "tone"),
    [
        (Handed(), "Học trên máy này", "neutral"),
        (Handed(UNIT, 3, 5), "3 kết quả", "warning"),
        (Handed(UNIT, 0, 5, "Lan"), "Đơn vị đã nhận đủ", "success"),
        (Handed(UNIT), "Chưa có gì để gửi", "neutral"),
        (Handed(UNIT, 0, 5, "Lan", removal=Removal(NOW)), "đã được gỡ", "warning"),
    ],
)
def test_it_says_how_safe_the_work_is_and_never_that_all_is_well_where_nothing_counts(
    handed, said, tone
):
    words = status_words(handed)

    assert said in words[0]
    assert words[2] == tone
