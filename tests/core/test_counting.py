"""What differentiation costs, counted: one backward sweep, or one forward sweep per input."""

import numpy as np
import pytest

from dlcourse import forward_mode
from dlcourse.autodiff import grad, hessian, jacobian
from dlcourse.counting import Counts, count, tally
from dlcourse.tensor import Tensor


def test_a_block_starts_at_nothing_and_adds_up():
    with count() as counts:
        assert counts == Counts(sweeps=0, edges=0)
        tally(sweeps=1, edges=4)
        tally(edges=2)
    assert counts == Counts(sweeps=1, edges=6)


def test_outside_a_block_nothing_is_counted():
    with count() as counts:
        pass
    tally(sweeps=1, edges=1)
    assert counts == Counts()


def test_only_the_innermost_block_counts():
    with count() as outer:
        tally(edges=1)
        with count() as inner:
            tally(edges=5)
        tally(edges=1)
    assert (outer.edges, inner.edges) == (2, 5)


def test_a_block_ends_also_when_it_fails():
    with pytest.raises(KeyError), count() as broken:
        raise KeyError
    with count() as outer:
        tally(edges=1)
    assert (outer.edges, broken.edges) == (1, 0)


@pytest.mark.rows("S142", "S143")
def test_one_gradient_is_one_sweep_over_each_edge():
    x = Tensor(2.0)
    y = x
    for _ in range(50):
        y = (y * 0.5) + (y * 0.5)  # two edges into the products, two into the sum
    with count() as counts:
        assert float(grad(y, x)) == 1.0
    assert counts == Counts(sweeps=1, edges=4 * 50)


def test_edges_to_constants_and_to_what_is_not_wanted_do_not_count():
    x, frozen = Tensor(2.0), Tensor(3.0)
    J = x * 2.0 + frozen * frozen
    with count() as counts:
        grad(J, x)
    assert counts == Counts(sweeps=1, edges=2)


def test_a_kernel_counts_one_edge_per_variable_as_the_rule_does():
    from dlcourse.op import Op

    class Sum3(Op):
        """a + b + c, with a kernel."""

        def f(self, a, b, c):
            return a + b + c

        def bprop(self, inputs, X, G, Y):
            return G

        def bprop_all(self, inputs, G, Y, saved):
            return [G, G, G]

    a, b = Tensor(1.0), Tensor(2.0)
    with count() as counts:
        grad(Sum3()(a, b, 4.0), [a, b])
    assert counts == Counts(sweeps=1, edges=2)


@pytest.mark.rows("L031", "F025")
@pytest.mark.parametrize("n", [1, 3, 10])
def test_n_inputs_take_n_forward_sweeps_or_one_backward_sweep(n):
    x = np.linspace(0.5, 1.5, n)

    def f(x):
        return (x * x).sum()

    with count() as forward:
        by_columns = forward_mode.jacobian(f, x)
    with count() as reverse:
        by_rows = jacobian(f, x)
    assert (forward.sweeps, reverse.sweeps) == (n, 1)
    assert forward.edges == 3 * n  # x, x into the product; the product into the sum
    np.testing.assert_allclose(by_columns, by_rows, rtol=1e-14)


@pytest.mark.parametrize("k", [1, 4])
def test_k_outputs_take_k_backward_sweeps_or_one_forward_sweep(k):
    W = np.arange(1.0, k + 1)

    def f(x):
        return x * W

    with count() as forward:
        by_columns = forward_mode.jacobian(f, np.ones(1))
    with count() as reverse:
        by_rows = jacobian(f, np.ones(1))
    assert (forward.sweeps, reverse.sweeps) == (1, k)
    assert by_columns.tolist() == by_rows.tolist() == W.reshape(k, 1).tolist()


def test_a_hessian_takes_one_sweep_for_the_gradient_and_one_per_row():
    x = Tensor(np.ones(4))
    with count() as counts:
        hessian((x * x * x).sum(), x)
    assert counts.sweeps == 1 + 4
