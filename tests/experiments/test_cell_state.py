import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.experiments import ch15_cell_state as cell
from dlcourse.ops import sigmoid, tanh
from dlcourse.tensor import Tensor


@pytest.mark.rows("S175")
def test_a_gradient_passes_a_sum_is_scaled_by_a_product_and_shrinks_in_a_gate():
    x, w = Tensor([3.0, 1.0]), np.array([2.0, -1.0])
    units = {
        "sum": (cell.weighted_sum(w, x), 5.0, w),
        "product": (cell.product(x), 3.0, [1.0, 3.0]),
        "gate": (sigmoid(cell.weighted_sum(w, x)), 1 / (1 + np.exp(-5)), w * 0.006648056670790155),
    }
    for y, value, slopes in units.values():
        assert float(y.array) == pytest.approx(value, rel=1e-12)
        np.testing.assert_allclose(grad(y, x), slopes, rtol=1e-12)
    np.testing.assert_array_equal(grad(cell.product(zero := Tensor([0.0, 7.0])), zero), [7.0, 0.0])


def test_the_gradients_of_all_gates_over_time_are_those_of_the_page():
    rng = np.random.default_rng(2)
    z, c0, G = rng.standard_normal((4, 5, 3)), rng.standard_normal(3), rng.standard_normal((5, 3))
    inputs, c, J = [Tensor(part) for part in z], Tensor(c0), 0.0
    start = c
    for t in range(5):
        i, f, g, o = (part[t] for part in inputs)
        c = sigmoid(f) * c + sigmoid(i) * tanh(g)
        J = J + (sigmoid(o) * tanh(c) * G[t]).sum()
    i, f, o = (1 / (1 + np.exp(-z[k])) for k in (0, 1, 3))
    g, cs = np.tanh(z[2]), [c0]
    for t in range(5):
        cs.append(f[t] * cs[-1] + i[t] * g[t])
    C, found = np.zeros(3), np.zeros((4, 5, 3))
    for t in range(4, -1, -1):
        h = np.tanh(cs[t + 1])
        C = G[t] * o[t] * (1 - h * h) + (f[t + 1] * C if t < 4 else 0)
        found[3, t] = G[t] * h * o[t] * (1 - o[t])
        found[1, t] = C * cs[t] * f[t] * (1 - f[t])
        found[0, t] = C * g[t] * i[t] * (1 - i[t])
        found[2, t] = C * i[t] * (1 - g[t] ** 2)
    *gates, at_start = grad(J, [*inputs, start])
    np.testing.assert_allclose(found, gates, rtol=1e-10)
    np.testing.assert_allclose(f[0] * C, at_start, rtol=1e-10)


@pytest.mark.rows("S083")
@pytest.mark.parametrize("kind", ["lstm", "rnn"])
def test_the_gradient_on_the_last_state_is_that_of_one_output(kind):
    norms = cell.gradients(kind, 1.0, seed=0, n_steps=3)
    assert norms.shape == (4,) and (norms > 0).all()
    longer = cell.gradients(kind, 1.0, seed=0, n_steps=20)
    assert longer[0] < longer[-1]  # fewer steps, less is lost
    assert longer[0] / longer[-1] < norms[0] / norms[-1]


def test_the_bias_for_many_steps_keeps_about_a_third():
    for n_steps in (10, 100, 1000):
        f = 1 / (1 + np.exp(-cell.bias_for(n_steps)))
        assert f == pytest.approx(1 - 1 / n_steps, rel=1e-12)
        assert f**n_steps == pytest.approx(np.exp(-1), rel=1 / n_steps)
