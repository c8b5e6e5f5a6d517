"""Chapter 13's numbers: L-BFGS and Hessian-free training through `fit`."""

import numpy as np

from dlcourse.experiments import ch13_in_fit as in_fit


def test_one_training_by_lbfgs_descends():
    course = in_fit.train("lbfgs", 0.3 * np.random.default_rng(4).standard_normal(9))
    assert 2 < len(course.loss) <= in_fit.N_EPOCHS + 1
    assert (np.diff(course.loss) <= 1e-12).all() and course.size > 0
