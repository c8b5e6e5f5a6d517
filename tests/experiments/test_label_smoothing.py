"""Smoothed targets, and the logits at which their loss is least."""

import numpy as np
import pytest

from dlcourse.experiments import ch04_label_smoothing as smoothing
from dlcourse.losses import softmax_cross_entropy


def test_targets_sum_to_one_and_the_best_gap_makes_softmax_equal_to_them():
    t = smoothing.smoothed(np.array([2, 0]), 5, 0.2)
    np.testing.assert_allclose(t.sum(axis=1), 1)
    z = np.zeros((1, 5))
    z[0, 2] = smoothing.best_gap(5, 0.2)
    p = np.exp(z) / np.exp(z).sum()
    np.testing.assert_allclose(p, t[:1], rtol=1e-12)


def test_without_smoothing_it_is_the_cross_entropy_of_classes():
    z, y = np.random.default_rng(4).standard_normal((7, 3)), np.array([0, 1, 2, 0, 1, 2, 0])
    found = float(smoothing.entropy_of_rows(z, smoothing.smoothed(y, 3, 0.0)))
    assert found == pytest.approx(float(softmax_cross_entropy(z, y)), rel=1e-12)


def test_hard_targets_drive_the_gap_on_and_smooth_ones_let_it_rest():
    hard, smooth = ([smoothing.gap_after(n, eps) for n in (50, 200)] for eps in (0.0, 0.1))
    assert hard[1] > hard[0] + 1 and smooth[1] == pytest.approx(smoothing.best_gap(), rel=1e-7)
