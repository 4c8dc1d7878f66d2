from __future__ import annotations

import pytest

from selfstudy.domain.progress import confidence_of


@pytest.mark.parametrize("said", ["sure", "unsure", "guess", ""])
def test_a_confidence_is_what_was_said(said):
    assert confidence_of(said) == said


def test_a_confidence_of_a_newer_program_counts_as_unsaid():
    assert confidence_of("by heart") == ""
