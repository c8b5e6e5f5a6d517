"""What the exercises of chapter 13 are judged by: Krylov's spaces, formed matrices, whole Hessians."""

import numpy as np
import pytest

from dlcourse.checks import drawn_curvature as drawn
from dlcourse.optimizers import conjugate_gradient
from dlcourse.optimizers.lbfgs import two_loop


@pytest.fixture
def rng():
    return np.random.default_rng(13)


def test_the_best_points_of_krylovs_spaces_are_those_of_the_librarys_conjugate_gradients(rng):
    shown, draw = drawn.systems()
    for inputs in (*shown, *draw(rng)):
        product, b, n_steps = inputs.values()
        A = drawn.MATRICES[product.__name__]
        assert np.linalg.eigvalsh(A)[0] > 0 and (A == A.T).all()
        x, sizes = drawn.best_of_krylov(A, b, n_steps)
        found = conjugate_gradient(product, b, tol=0.0, n_steps=n_steps)
        np.testing.assert_allclose(x, found.x, rtol=1e-11)
        np.testing.assert_allclose(sizes, found.residuals, rtol=1e-9, atol=1e-14)


def test_a_product_takes_one_vector_at_a_time():
    with pytest.raises(ValueError, match=r"expected v \(6,\), got \(6, 6\); one vector at a time"):
        drawn.product_of_6(np.eye(6))


def test_no_exercise_asks_for_more_steps_than_products_are_let_through(rng):
    shown, draw = drawn.systems()
    assert all(inputs["n_steps"] <= drawn.STEPS[inputs["product"]] for inputs in (*shown, *draw(rng)))


def slopes_of_network(theta, x, y):
    """The gradient of the mean of (tanh(x W + c) w + b - y)^2 / 2, by hand; theta may be complex."""
    d = x.shape[1]
    n = (len(theta) - 1) // (d + 2)
    W, c, w = theta[: d * n].reshape(d, n), theta[d * n : -n - 1], theta[-n - 1 : -1]
    h = np.tanh(x @ W + c)
    dy = (h @ w + theta[-1] - y) / len(y)
    dz = np.outer(dy, w) * (1 - h * h)
    return np.concatenate([(x.T @ dz).ravel(), dz.sum(axis=0), h.T @ dy, [dy.sum()]])


def test_the_products_of_networks_are_complex_steps_of_the_gradient(rng):
    shown, draw = drawn.networks_and_vectors()
    for theta, x, y, v in (inputs.values() for inputs in (*shown, *draw(rng))):
        due = slopes_of_network(theta + 1e-20j * v, x, y).imag * 1e20
        np.testing.assert_allclose(drawn.product_of_network(theta, x, y, v), due, rtol=1e-11, atol=1e-13)


def test_the_formed_estimate_is_that_of_the_librarys_two_loops(rng):
    shown, draw = drawn.pairs_of_steps()
    for g, S, Y, scale in (inputs.values() for inputs in (*shown, *draw(rng))):
        M = drawn.estimate_of_inverse(S, Y, scale)
        kept = [(s, y) for s, y in zip(S, Y, strict=True) if y @ s > 0]
        np.testing.assert_allclose(M @ g, two_loop(g, kept, scale), rtol=1e-11)
        assert np.linalg.eigvalsh(M)[0] > 0


def test_pairs_have_curvature_as_their_signs_say(rng):
    inputs = drawn.pairs(rng, 4, "+--+", 0.5)
    assert ((inputs["S"] * inputs["Y"]).sum(axis=1) > 0).tolist() == [True, False, False, True]


def test_steps_start_at_bowls_saddles_and_hills(rng):
    signs = [np.sign(np.linalg.eigvalsh(inputs["H"])).tolist() for inputs in drawn.newtons()[1](rng)]
    assert signs == [[1, 1, 1], [-1, 1], [-1, -1, -1, -1], [-1, 1, 1]]


def test_some_saddle_free_steps_divide_by_the_least_size(rng):
    lifted = [
        (abs(np.linalg.eigvalsh(inputs["H"])) < inputs["least"]).sum()
        for inputs in drawn.saddle_free_steps()[1](rng)
    ]
    assert lifted == [0, 1, 0, 1, 0, 1, 1]
