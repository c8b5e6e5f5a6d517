"""The order of visits: sweeps and orders against the chapter's experiment, all orders counted, the tasks."""

import itertools

import pytest

from dlcourse.experiments.ch06_orders import order_of, sweep_in
from dlcourse.tensor import Tensor
from dlcourse.widgets.ch06_order_of_visits import visits
from dlcourse.widgets.ch06_order_of_visits.order_of_visits import OrderOfVisits
from dlcourse.widgets.frame.wiring import consumers_of

ORDERS = {"created": "consumers first", "breadth": "breadth first", "depth": "depth first"}
RIGHT = {"reuse": 2, "five": 4, "decay": 6}  # of 120 orders


def recorded(graph):
    """The same graph in Tensors, of numbered nodes: what is given, then those that are visited."""
    x = Tensor(visits.GIVEN["w" if graph == "decay" else "x"])
    if graph == "decay":
        y_hat = x * 2.0
        L, u1 = (y_hat - visits.GIVEN["y"]) ** 2, x * x
        penalty = 0.5 * u1
        return [x, y_hat, L, u1, penalty, L + penalty]
    u1 = 2.0 * x if graph == "reuse" else 1.0 * x
    if graph == "reuse":
        u2 = 3.0 * u1
        u3, u4 = u1 + u2, 4.0 * u2
    else:
        u2 = 2.0 * x
        u3, u4 = 3.0 * u1 + 4.0 * u2, 6.0 * u1 + 5.0 * u2
    return [x, u1, u2, u3, u4, u3 + u4]


@pytest.mark.parametrize("graph", visits.GRAPHS)
@pytest.mark.parametrize("order", ORDERS)
def test_orders_and_what_comes_out_are_those_of_the_chapter(graph, order):
    nodes = recorded(graph)
    found = OrderOfVisits(graph=graph, order=order, step=8).results()
    place = {V: i for i, V in enumerate(nodes)}  # products by a number have no name in the drawing
    listed = [place[V] for V in order_of(nodes[5], ORDERS[order]) if V in place]
    if graph != "decay":  # whose loss is two operations, so that breadth first comes to it later
        assert found["visits"] == listed
    assert found["table"][0] == pytest.approx(float(sweep_in(ORDERS[order], nodes[5], nodes[:1])[0]))
    assert found["right"][0] == pytest.approx(float(sweep_in("consumers first", nodes[5], nodes[:1])[0]))


@pytest.mark.parametrize("graph", visits.GRAPHS)
def test_of_all_orders_those_are_right_in_which_consumers_come_first(graph):
    control, nodes = OrderOfVisits(graph=graph), visits.GRAPHS[graph]
    orders = visits.MIXED
    assert sorted(orders) == [*itertools.permutations(visits.VISITED)]
    bars = [visits.bar_of(visits.final(k, control.state, control.kernels)) for k in range(visits.ALL)]
    for order, bar in zip(orders, bars, strict=True):
        pairs = [(order.index(j), order.index(i)) for i in order for j in consumers_of(i, nodes)]
        assert (bar == 3) == all(before < after for before, after in pairs)
    assert bars.count(3) == RIGHT[graph] and bars.count(0) > 60


def test_a_contribution_that_comes_too_late_is_marked_and_one_twice_is_told():
    late = OrderOfVisits(order="breadth", step=5).values["texts"]["verdict"]
    assert "15 to u₁. Too late for u₁" in late and "2, but 32 is right. No error was raised." in late
    again = OrderOfVisits(order="unmarked", step=8, guess="high").values["texts"]
    assert "once more" in again["verdict"] and "passed on twice" in again["verdict"]
    assert again["compared"] == "You said too large: so it is."


def test_the_tasks_show_what_they_say():
    assert OrderOfVisits(order="breadth", step=5).results()["table"][0] == 2
    assert OrderOfVisits(order="breadth", graph="five", step=5).results()["table"][0] == 27  # right
    forgets = OrderOfVisits(order="unmarked", step=8).results()
    assert forgets["visits"].count(1) == 3 and forgets["table"][0] == 48
    sums = [OrderOfVisits(order="unmarked", step=k).results()["table"][1] for k in (3, 5, 8)]
    assert sums == [1, 4, 19]  # which u1 passes on at its visits
    decay = OrderOfVisits(order="unmarked", graph="decay", step=8).results()
    assert decay["table"] == decay["right"]
    by_hand = {"order": "own", "own": [5, 2, 4, 3, 1], "step": 5}
    assert OrderOfVisits(**by_hand).results()["table"][0] != 32
    assert OrderOfVisits(**by_hand | {"own": [5, 4, 3, 2, 1]}).results()["table"][0] == 32
    assert OrderOfVisits(**by_hand | {"own": [5, 3, 4, 2, 1]}).results()["table"][0] == 32
