"""Waves: spreads and phases at the start, errors by the spread, and a run on files of MNIST's format."""

import gzip
import struct

import numpy as np
import pytest

from dlcourse.experiments import ch03_waves as waves


def test_sums_have_the_spread_that_is_asked_for_and_phases_fill_a_period():
    rng = np.random.default_rng(3)
    x = rng.uniform(0, 1, (200, 30))
    W, b = waves.draw((30, 4000), 2.5, x, np.random.default_rng(4))
    assert (x @ W).std() == pytest.approx(2.5, rel=0.02)
    assert abs(np.cos(b).mean()) < 0.05 and abs(np.sin(b).mean()) < 0.05


@pytest.mark.rows("S088")
@pytest.mark.parametrize(
    "seeds",
    [
        pytest.param(range(5), id="some seeds"),
        pytest.param(range(1000, 1005), id="other seeds", marks=pytest.mark.slow),
    ],
)
def test_waves_that_start_narrow_read_digits_as_well_as_relus_and_those_over_a_period_do_not(seeds):
    narrow, wide = (np.median(waves.errors(spread, seeds)) for spread in (0.5, 8.0))
    assert narrow < 0.04 < 0.6 < wide
    assert narrow < np.median(waves.errors_of("ReLU", seeds)) + 0.005


@pytest.mark.rows("S088")
def test_where_files_of_mnist_lie_a_network_is_trained_on_them_and_judged_on_the_others(tmp_path):
    rng = np.random.default_rng(0)
    for prefix, m in (("train", 400), ("t10k", 100)):  # a bright row for each class, in noise
        y = rng.integers(0, 10, m).astype(np.uint8)
        images = rng.integers(0, 60, (m, 10, 6)).astype(np.uint8)
        images[np.arange(m), y] += 150
        for kind, array in (("images-idx3", images), ("labels-idx1", y)):
            header = bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
            (tmp_path / f"{prefix}-{kind}-ubyte.gz").write_bytes(gzip.compress(header + array.tobytes()))
    options = {"n_units": 40, "checksums": None}
    assert waves.error_on_mnist(tmp_path, n_epochs=30, **options) < 0.05
    assert waves.error_on_mnist(tmp_path, n_epochs=30, spread=30.0, **options) > 0.2
    with pytest.raises(FileNotFoundError, match="mnist: expected"):
        waves.error_on_mnist(tmp_path / "elsewhere")
