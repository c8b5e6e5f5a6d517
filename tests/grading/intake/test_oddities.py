"""Right work is never a silent zero, however the notebook was saved, moved, copied, or lost its metadata."""

import pytest
from odd_benign import BENIGN
from odd_flagged import FLAGGED
from odd_places import PLACES
from small_intake import ALL, scores, taken


@pytest.mark.parametrize("make, words", BENIGN.values(), ids=BENIGN)
def test_what_changes_nothing_is_graded_without_a_word(make, words):
    assert scores(taken(make())) == (ALL, [])


@pytest.mark.parametrize("make, words", (FLAGGED | PLACES).values(), ids=FLAGGED | PLACES)
def test_what_was_changed_is_graded_by_the_source_and_told(make, words):
    found, reasons = scores(taken(make()))
    assert found == ALL
    assert len(reasons) == len(words), reasons
    for reason, part in zip(reasons, words, strict=True):
        assert part in reason
