"""Chapter 6: a sweep in the right order is `grad`; in another it is right in chains only."""

import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.experiments import ch06_orders as chapter
from dlcourse.tensor import Tensor


@pytest.mark.rows("S138", "S140")
def test_consumers_first_is_right_on_any_graph():
    for seed in range(50):
        J, leaves = chapter.random_graph(8, seed)
        np.testing.assert_allclose(
            chapter.sweep_in("consumers first", J, leaves), grad(J, leaves), rtol=1e-12
        )


def test_any_order_is_right_in_a_network_without_a_way_around_and_wrong_with_one():
    for order in chapter.ORDERS[1:]:
        assert chapter.first_layer_errors(order, False, [0]) == [0]
        assert chapter.first_layer_errors(order, True, [0])[0] > 0.1


def test_depth_first_is_right_or_wrong_as_a_sum_is_written():
    x = Tensor(0.5)
    F = x * x
    deep = F * F
    for J, right in ((x * 1.0 + deep, True), (deep + F, True), (F + deep, False)):
        found = chapter.sweep_in("depth first", J, [x])[0]
        assert (abs(found - grad(J, x)) < 1e-12) == right


@pytest.mark.rows("S142")
def test_without_an_order_the_visits_double_with_each_diamond():
    assert [chapter.visits_without_order(n) for n in (1, 2, 5)] == [4, 12, 4 * 31]
