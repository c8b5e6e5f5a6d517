"""Toy data: gates against the logic, the noisy line against theory, minibatches on it."""

import numpy as np
import pytest

from dlcourse.data import batches, line, noisy_sine, truth_table, xor
from dlcourse.models import least_squares


@pytest.mark.rows("S020")
@pytest.mark.parametrize(
    ("name", "logic"),
    [
        ("and", lambda a, b: a and b),
        ("or", lambda a, b: a or b),
        ("nand", lambda a, b: not (a and b)),
        ("xor", lambda a, b: a != b),
    ],
)
def test_a_gate_has_the_truth_table_of_its_logic(name, logic):
    x, y = truth_table(name)
    assert x.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]] and y.shape == (4, 1)
    assert y.ravel().tolist() == [float(logic(a, b)) for a, b in x]
    np.testing.assert_equal(truth_table("xor"), xor())


def test_an_unknown_gate_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="truth_table: expected one of and, or, nand, xor, got 'nor'"):
        truth_table("nor")


def test_the_line_lies_within_its_noise():
    x, y = line(1000, rng=np.random.default_rng(0))
    noise = y - (3 * x + 2)
    assert x.shape == y.shape == (1000, 1) and abs(x).max() <= 10 and abs(noise).max() <= 0.1
    assert noise.std() == pytest.approx(0.1 / 3**0.5, rel=0.1) and abs(x).max() > 9


@pytest.mark.rows("F053")
def test_least_squares_on_the_line_scatters_as_theory_says():
    """sd of b: .1/sqrt(3)/sqrt(30) = .01054; of w: .1/sqrt(3)/sqrt(30 * 100/3) = .001826."""
    sd_b, sd_w = 0.1 / 3**0.5 / 30**0.5, 0.1 / 3**0.5 / (30 * 100 / 3) ** 0.5
    assert (round(sd_b, 5), round(sd_w, 6)) == (0.01054, 0.001826)
    found = []
    for seed in range(1500):
        x, y = line(rng=np.random.default_rng(seed))
        w, b = (float(np.squeeze(each)) for each in least_squares(x, y))
        found.append((b, w))
    b, w = np.array(found).T
    assert (b.std(), w.std()) == (pytest.approx(sd_b, rel=0.08), pytest.approx(sd_w, rel=0.08))
    assert (b.mean(), w.mean()) == (pytest.approx(2, abs=0.002), pytest.approx(3, abs=0.0003))


def updates_until(threshold, size, seed):
    """Steps of minibatch descent on the line, by hand, until mean (w x + b - y)^2 / 2 < threshold."""
    rng = np.random.default_rng(seed)
    x, y = line(rng=rng)
    w = b = 0.0
    n_updates = 0
    while True:
        for x_batch, y_batch in batches(x, y, size, rng):
            if ((w * x + b - y) ** 2).mean() / 2 < threshold:
                return n_updates
            residual = w * x_batch + b - y_batch
            w, b = w - 0.005 * (residual * x_batch).mean(), b - 0.005 * residual.mean()
            n_updates += 1


@pytest.mark.rows("F052", "L041")
def test_a_minibatch_needs_as_many_updates_and_so_fewer_gradients_than_the_whole_batch():
    updates = {
        size: np.median([updates_until(1e-2, size, seed) for seed in range(9)]) for size in (1, 5, 10, 30)
    }
    assert all(400 < n < 1100 for n in updates.values())
    assert max(updates.values()) < 1.15 * min(updates.values())
    assert 25 < 30 * updates[30] / updates[1] < 36  # 31x in the inventory


def test_the_sine_has_its_noise_around_it():
    x, y = noisy_sine(2000, rng=np.random.default_rng(0), noise=0.2)
    assert x.shape == y.shape == (2000, 1) and 0 <= x.min() and x.max() <= 1
    assert (y - np.sin(2 * np.pi * x)).std() == pytest.approx(0.2, rel=0.05)
    x, y = noisy_sine(5, rng=np.random.default_rng(0), noise=0)
    np.testing.assert_allclose(y, np.sin(2 * np.pi * x), atol=1e-15)


@pytest.mark.parametrize("make", [line, noisy_sine])
def test_data_are_drawn_from_the_rng_alone(make):
    first, again, other = (make(4, rng=np.random.default_rng(seed)) for seed in (0, 0, 1))
    np.testing.assert_equal(first, again)
    assert (first[0] != other[0]).all()
    for m in (0, -1, 2.5, True):
        with pytest.raises(ValueError, match=f"{make.__name__}: expected m to be an int of at least 1"):
            make(m, rng=np.random.default_rng(0))


def test_negative_noise_is_refused():
    with pytest.raises(ValueError, match="noisy_sine: expected noise of at least 0, got -1"):
        noisy_sine(3, rng=np.random.default_rng(0), noise=-1)
