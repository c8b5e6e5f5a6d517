"""The real images: scikit-learn's, without scikit-learn."""

import subprocess
import sys

import numpy as np
import pytest

from dlcourse.data import digits, split
from dlcourse.data.digits import FILE
from dlcourse.layers import MLP
from dlcourse.losses import softmax_cross_entropy
from dlcourse.optimizers import SGD
from dlcourse.prediction import predict
from dlcourse.training import fit


@pytest.mark.rows("S008")
def test_there_are_1797_images_of_ten_classes():
    x, y = digits()
    assert x.shape == (1797, 64) and (x.min(), x.max()) == (0, 1)
    assert np.bincount(y).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert x.dtype == np.float64 and y.dtype.kind == "i"


def test_they_are_the_ones_of_scikit_learn():
    x, y = pytest.importorskip("sklearn.datasets").load_digits(return_X_y=True)
    np.testing.assert_array_equal(digits()[0], x / 16)
    np.testing.assert_array_equal(digits()[1], y)


def test_they_need_nothing_but_numpy():
    code = """
import sys
sys.modules["sklearn"] = sys.modules["scipy"] = None  # importing them raises
from dlcourse.data import digits
print(digits()[0].sum())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(done.stdout) == digits()[0].sum()


def test_each_call_gives_arrays_of_its_own():
    digits()[0][:] = 0
    assert digits()[0].max() == 1


def test_the_source_and_the_licence_are_named_beside_the_file():
    text = FILE.with_suffix(".txt").read_text(encoding="utf-8")
    assert "10.24432/C50P49" in text and "CC BY 4.0" in text and "Alpaydin" in text
    assert FILE.stat().st_size < 100_000


@pytest.mark.rows("S008")
def test_a_small_network_reads_digits_that_it_has_not_seen():
    train, test = split(*digits(), (0.8, 0.2), rng=np.random.default_rng(0), stratify=True)
    model = MLP((64, 32, 10), rng=np.random.default_rng(0))
    optimizer = SGD(model.parameters(), lr=0.3, momentum=0.5)
    fit(
        model, softmax_cross_entropy, *train, optimizer, n_epochs=15, batch_size=32, progress=False,
        rng=np.random.default_rng(0),
    )  # fmt: skip
    assert (predict(model, test[0]).argmax(axis=1) == test[1]).mean() > 0.93
