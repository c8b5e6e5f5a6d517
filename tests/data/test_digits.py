"""The real images: scikit-learn's digits, and the error when scikit-learn is not there."""

import importlib.util

import numpy as np
import pytest

from dlcourse.data import digits, split
from dlcourse.layers import MLP
from dlcourse.losses import softmax_cross_entropy
from dlcourse.optimizers import SGD
from dlcourse.prediction import predict
from dlcourse.training import fit

with_sklearn = pytest.mark.skipif(
    importlib.util.find_spec("sklearn") is None, reason="no scikit-learn: pip install -e '.[data]'"
)


def test_without_scikit_learn_the_extra_is_named(monkeypatch):
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *a: None if name == "sklearn" else find_spec(name, *a)
    )
    with pytest.raises(ImportError, match=r'digits: expected scikit-learn.*pip install "dlcourse\[data\]"'):
        digits()


@with_sklearn
def test_there_are_1797_images_of_ten_classes():  # S008
    x, y = digits()
    assert x.shape == (1797, 64) and (x.min(), x.max()) == (0, 1)
    assert np.bincount(y).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert x.dtype == np.float64 and y.dtype.kind == "i"


@with_sklearn
def test_a_small_network_reads_digits_that_it_has_not_seen():  # S008
    train, test = split(*digits(), (0.8, 0.2), rng=np.random.default_rng(0), stratify=True)
    model = MLP((64, 32, 10), rng=np.random.default_rng(0))
    optimizer = SGD(model.parameters(), lr=0.3, momentum=0.5)
    fit(
        model, softmax_cross_entropy, *train, optimizer, n_epochs=15, batch_size=32, progress=False,
        rng=np.random.default_rng(0),
    )  # fmt: skip
    assert (predict(model, test[0]).argmax(axis=1) == test[1]).mean() > 0.93
