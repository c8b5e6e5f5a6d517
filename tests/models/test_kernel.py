"""Kernel ridge and the support vector machine: scikit-learn, the conditions of the optimum, primal forms."""

from functools import partial

import numpy as np
import pytest

from dlcourse.data import moons, xor
from dlcourse.models.kernel import fit_svm, kernel_ridge, linear_kernel, rbf_kernel

XOR, T = xor()
LABELS = 2.0 * T[:, 0] - 1
RBF = partial(rbf_kernel, gamma=1.0)


@pytest.mark.rows("S013", "S165")
def test_xor_by_hand_every_point_supports_and_the_alphas_are_equal():
    """By symmetry a y_i has one size a, and the margin is 1: a (1 - 2 e^-1 + e^-2) = 1, b = 0."""
    model = fit_svm(XOR, LABELS, C=100.0, kernel=RBF)
    a = 1 / (1 - 1 / np.e) ** 2
    np.testing.assert_allclose(model.alpha[:, 0], a * LABELS, rtol=1e-9)
    np.testing.assert_allclose(model.b, 0, atol=1e-9)
    np.testing.assert_allclose(model(XOR)[:, 0], LABELS, rtol=1e-9)
    assert model.support.tolist() == [0, 1, 2, 3]


@pytest.mark.rows("S165")
def test_kernel_ridge_on_xor_is_that_of_scikit_learn():
    theirs = pytest.importorskip("sklearn.kernel_ridge").KernelRidge(alpha=0.1, kernel="rbf", gamma=1.0)
    theirs.fit(XOR, T)
    model = kernel_ridge(XOR, T, 0.1, RBF)
    np.testing.assert_allclose(model.alpha, theirs.dual_coef_, rtol=1e-12)
    grid = np.random.default_rng(0).uniform(-1, 2, (50, 2))
    np.testing.assert_allclose(model(grid), theirs.predict(grid), rtol=1e-11)
    assert ((model(XOR) > 0.5) == (T > 0.5)).all()


@pytest.mark.rows("S165")
@pytest.mark.parametrize("C", [0.1, 1.0, 100.0])
@pytest.mark.parametrize("data", ["xor", "moons"])
def test_the_machine_is_that_of_scikit_learn(C, data):
    svm = pytest.importorskip("sklearn.svm")
    x, y = (XOR, LABELS) if data == "xor" else moons(60, rng=np.random.default_rng(1), noise=0.3)
    y = np.where(np.asarray(y).ravel() > 0, 1.0, -1.0)
    theirs = svm.SVC(C=C, kernel="rbf", gamma=1.0, tol=1e-10).fit(x, y)
    model = fit_svm(x, y, C, RBF)
    grid = np.random.default_rng(0).uniform(-1, 2, (50, 2))
    limit = 1e-6 * max(C, 1)  # libsvm keeps its kernel in float32
    np.testing.assert_allclose(model(grid)[:, 0], theirs.decision_function(grid), atol=limit)
    assert set(theirs.support_) == set(model.support)


@pytest.mark.rows("S165")
@pytest.mark.parametrize("C", [0.05, 1.0, 20.0])
@pytest.mark.parametrize("kernel", [linear_kernel, RBF], ids=["linear", "rbf"])
def test_the_conditions_of_the_quadratic_program_hold(C, kernel):
    x, y = moons(80, rng=np.random.default_rng(2), noise=0.3)
    y = 2.0 * y - 1
    model = fit_svm(x, y, C, kernel)
    a, margin = model.alpha[:, 0] * y, model(x)[:, 0] * y
    assert (a >= 0).all() and (a <= C).all()
    assert abs((a * y).sum()) < 1e-10 * C * len(y)
    assert (margin[a == 0] >= 1 - 1e-8).all() and (margin[a == C] <= 1 + 1e-8).all()
    np.testing.assert_allclose(margin[(a > 0) & (a < C)], 1, atol=1e-8)
    dual = a.sum() - 0.5 * (a * y) @ kernel(x, x) @ (a * y)
    primal = 0.5 * (a * y) @ kernel(x, x) @ (a * y) + C * np.maximum(0, 1 - margin).sum()
    assert primal == pytest.approx(dual, rel=1e-7)  # no gap


def test_kernel_ridge_with_the_linear_kernel_is_ridge_without_a_bias():
    rng = np.random.default_rng(3)
    x, y = rng.standard_normal((12, 4)), rng.standard_normal((12, 2))
    w = np.linalg.lstsq(np.vstack([x, 0.5 * np.eye(4)]), np.vstack([y, np.zeros((4, 2))]), rcond=None)[0]
    new = rng.standard_normal((5, 4))
    np.testing.assert_allclose(kernel_ridge(x, y, 0.25, linear_kernel)(new), new @ w, rtol=1e-10)


def test_a_point_twice_and_labels_that_disagree_end_too():
    x = np.array([[0.0, 0.0], [0.0, 0.0], [1.0, 1.0], [1.0, 1.0]])
    model = fit_svm(x, np.array([-1.0, 1.0, -1.0, -1.0]), C=1.0)
    assert np.isfinite(model(x)).all() and model(x)[2, 0] < 0


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: kernel_ridge(XOR, T, 0.0), ValueError, "kernel_ridge: expected alpha"),
        (
            lambda: kernel_ridge(XOR, T, 1.0, "rbf"),
            TypeError,
            "kernel_ridge: expected kernel to be a function",
        ),
        (lambda: fit_svm(XOR, T[:, 0]), ValueError, r"fit_svm: expected y .* 2 \* y - 1"),
        (lambda: fit_svm(XOR, np.ones(4)), ValueError, "both present"),
        (lambda: fit_svm(XOR, LABELS[:3]), ValueError, r"expected x \(m, n\) and y"),
        (lambda: fit_svm(XOR, LABELS, kernel=lambda x, c: x), ValueError, r"symmetric matrix \(4, 4\)"),
        (lambda: fit_svm(XOR, LABELS, C=100.0, max_steps=1), ArithmeticError, "within 1 steps"),
    ],
)
def test_bad_input_is_named(call, error, message):
    with pytest.raises(error, match=message):
        call()
