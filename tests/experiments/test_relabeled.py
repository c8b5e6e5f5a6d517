"""Wrong labels first, right ones then: only one of two losses lets go."""

import pytest

from dlcourse.experiments import ch04_relabeled as relabeled


@pytest.mark.rows("S063", "S044")
@pytest.mark.parametrize("seed", [11, 12])  # not those of the chapter
def test_squared_error_holds_on_to_wrong_labels_that_cross_entropy_lets_go(seed):
    half = relabeled.N_STEPS // relabeled.EVERY
    squares, entropy = (relabeled.relabeled(loss, 1.0, seed) for loss in ("squares", "entropy"))
    assert squares[half] > 0.9 and entropy[half] > 0.9  # both have learned the wrong labels,
    assert max(squares[half + 1], entropy[half + 1]) < 0.1  # and so know next to none of the right ones
    assert entropy[-1] > 0.95 and squares[-1] < 0.75
