"""Powers at 0, of negative numbers and of exponents 0, 1 and 2, against PyTorch, up to second derivatives."""

import math

import numpy as np
import pytest
from in_turn import in_turn

from dlcourse.autodiff import grad
from dlcourse.ops import power
from dlcourse.tensor import Tensor

torch = pytest.importorskip("torch")
BASES = [0.0, -0.0, 1.0, 2.0, -2.0, 0.5, math.inf]
EXPONENTS = [0.0, 1.0, 2.0, 3.0, 0.5, -1.0, -0.5, 2.5]


def ours(a, p):
    """Value, both first derivatives, and the second ones by a twice, by a and p, and by p twice."""
    a, p = Tensor(np.array([a])), Tensor(np.array([p]))
    Y = power(a, p)
    first = grad(Y.sum(), [a, p], create_graph=True)
    second = [grad(g.sum(), [a, p]) for g in first]
    return [float(x.array[0]) for x in (Y, *first)], [float(g[0]) for pair in second for g in pair]


def peers(a, p):
    a, p = (torch.tensor([v], dtype=torch.float64, requires_grad=True) for v in (a, p))
    Y = torch.pow(a, p)
    first = torch.autograd.grad(Y.sum(), [a, p], create_graph=True)
    second = [torch.autograd.grad(g.sum(), [a, p], allow_unused=True, retain_graph=True) for g in first]
    return [x.item() for x in (Y, *first)], [0.0 if g is None else g.item() for pair in second for g in pair]


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@in_turn("p", EXPONENTS)
@pytest.mark.parametrize("a", BASES)
def test_a_power_and_its_derivatives_are_pytorch_s(a, p):
    (values, seconds), (expected, expected_seconds) = ours(a, p), peers(a, p)
    n = 2 if math.copysign(1, a) < 0 == a else 3  # of -0 to a negative power the log has no sign
    np.testing.assert_allclose(values[:n], expected[:n], rtol=1e-12)
    if a > 0 and math.isfinite(a) and p != 0:  # where PyTorch masks p = 0, its second derivatives are 0
        np.testing.assert_allclose(seconds, expected_seconds, rtol=1e-12)


def test_the_second_derivatives_at_exponent_0_are_those_of_the_formula():
    _, (aa, ap, pa, pp) = ours(2.0, 0.0)
    assert (aa, ap, pa) == (0.0, 0.5, 0.5) and pp == pytest.approx(math.log(2) ** 2)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_at_0_the_second_derivatives_are_those_of_a_polynomial_and_those_by_the_exponent_0():
    for p, aa in ((0.0, 0.0), (2.0, 2.0), (3.0, 0.0)):
        assert ours(0.0, p)[1] == [aa, 0.0, 0.0, 0.0]
    assert ours(0.0, 0.5)[1][2:] == [0.0, 0.0]


def test_zero_to_a_power_has_a_gradient_of_0_in_both():
    a, p = Tensor(0.0), Tensor(2.0)
    assert [float(g) for g in grad(a**p, [a, p])] == [0.0, 0.0]
    a, p = Tensor(np.zeros(2, np.float32)), Tensor(np.array([0.0, 3.0], np.float32))
    gradients = grad((a**p).sum(), [a, p], create_graph=True)
    assert [g.array.tolist() for g in gradients] == [[0.0, 0.0], [0.0, 0.0]]
    assert {g.dtype for g in gradients} == {np.dtype(np.float32)}


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_python_number_as_base_has_the_derivative_of_a_tensor():
    for base in (0, 0.0, 2, 0.5, -2.0):
        for p in (0.0, 2.0, -1.0, 0.5):
            number, tensor, q = Tensor([p]), Tensor([float(base)]), Tensor([p])
            np.testing.assert_allclose(
                grad((base**number * -3).sum(), number), grad((tensor**q * -3).sum(), q), rtol=1e-15
            )


def test_nan_as_base_has_no_slope():
    p = Tensor([0.0, 1.0])
    assert np.isnan(grad((math.nan**p).sum(), p)).all()
