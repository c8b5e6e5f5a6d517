"""A mask would be dropped by np.asarray, and the models would learn from the numbers that it hides."""

import numpy as np
import pytest

from dlcourse import models

X, Y = np.arange(6.0).reshape(6, 1), np.array([0, 1, 0, 1, 0, 1])
FITS = {
    "least_squares": lambda x, y: models.least_squares(x, y[:, None]),
    "ridge": lambda x, y: models.ridge(x, y[:, None], 1.0),
    "lasso": lambda x, y: models.lasso(x, y[:, None], 1.0),
    "fit_logistic": lambda x, y: models.fit_logistic(x, y, alpha=1.0),
    "fit_softmax": lambda x, y: models.fit_softmax(x, y, alpha=1.0),
    "fit_perceptron": lambda x, y: models.fit_perceptron(x, y, max_epochs=3),
    "fit_svm": lambda x, y: models.fit_svm(x, 2 * y - 1),
    "kmeans": lambda x, y: models.kmeans(x, 2, rng=np.random.default_rng(0)),
    "growing_neural_gas": lambda x, y: models.growing_neural_gas(x, 2, rng=np.random.default_rng(0)),
}


@pytest.mark.parametrize("who", FITS)
def test_a_masked_array_is_refused(who):
    masked = [np.ma.array(X, mask=X > 4), np.ma.array(Y, mask=Y > 0)]
    with pytest.raises(TypeError, match="without a mask, got a masked array"):
        FITS[who](masked[0], Y)
    if who not in ("kmeans", "growing_neural_gas"):  # these have no targets
        with pytest.raises(TypeError, match="without a mask, got a masked array"):
            FITS[who](X, masked[1])
