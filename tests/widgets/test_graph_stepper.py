"""The graph stepper: values and tables of its graphs against the library, what it refuses, its tasks."""

import itertools

import pytest

from dlcourse.autodiff import grad
from dlcourse.experiments.ch06_cost_of_derivatives import five_nodes, two_inputs
from dlcourse.graphs import evaluate, symbolic_gradient
from dlcourse.tensor import Tensor
from dlcourse.widgets.ch06_graph_stepper.graph_stepper import MOST, GraphStepper
from dlcourse.widgets.ch06_graph_stepper.tables import GRAPHS
from dlcourse.widgets.frame.wiring import consumers_of


def recorded(graph, given):
    """The same graph in Tensors: every variable, inputs first."""
    if graph == "decay":
        w = Tensor(given["w"])
        y_hat, u1 = w * 2.0, w * w
        L, penalty = (y_hat - given["y"]) ** 2, 0.5 * u1
        return [w, y_hat, L, u1, penalty, L + penalty]
    x = Tensor(given["x"])
    u = x * x
    return [x, u, u * x]


@pytest.mark.parametrize("graph", ["decay", "cube"])
@pytest.mark.parametrize("given", [{"w": 3.0, "y": 5.0, "x": 2.0}, {"w": -2.25, "y": 0.3, "x": -1.5}])
def test_values_and_the_table_are_those_of_the_library(graph, given):
    variables = recorded(graph, given)
    found = GraphStepper(graph=graph, step=MOST, **given).results()
    assert found["u"] == pytest.approx([float(V.array) for V in variables], rel=1e-12)
    assert found["table"] == pytest.approx([float(g) for g in grad(variables[-1], variables)], rel=1e-12)


@pytest.mark.parametrize(("graph", "example"), [("sum", two_inputs()), ("five", five_nodes())])
def test_two_graphs_are_those_of_the_chapter(graph, example):
    named = {name: V for name, V in example.nodes.items() if not name.startswith("w")}
    result = [*named.values()][-1]
    wanted = [*named.values(), *symbolic_gradient(result, list(named.values()))]
    found = GraphStepper(graph=graph, step=MOST).results()
    numbers = [float(evaluate(V, example.values)) for V in wanted]
    assert found["u"] + found["table"] == pytest.approx(numbers, rel=1e-12)


@pytest.mark.parametrize("graph", GRAPHS)
def test_every_order_that_is_allowed_fills_the_same_table(graph):
    wanted, ways, todo = GraphStepper(graph=graph, step=MOST).results(), 0, [[]]
    while todo:
        picks = todo.pop()
        control = GraphStepper(graph=graph, step=len(picks), picks=picks)
        ready = [i for i in range(6) if GraphStepper(**control.state | {"pick": i}).values["is_ready"]]
        todo += [[*picks, i] for i in ready]
        if not ready:
            ways += 1
            assert control.results() == wanted
    # forward and backward ways: sum 2 and 5, five nodes 4 and 4, decay 6 and 6, cube 1 and 1
    assert ways == {"sum": 10, "five": 16, "decay": 36, "cube": 1}[graph]


@pytest.mark.parametrize("graph", GRAPHS)
def test_who_comes_too_early_is_told_what_is_missing(graph):
    nodes = GRAPHS[graph]
    values_filled = len([V for V in nodes if V["rule"]])
    for i, V in enumerate(nodes):
        text = GraphStepper(graph=graph, pick=i).values["texts"]["verdict"]
        later = [j for j in V["inputs"] if nodes[j]["rule"]]
        assert text.startswith("Not yet") == bool(later or not V["rule"]), text
        assert all(nodes[j]["name"] in text for j in later)
        text = GraphStepper(graph=graph, step=values_filled, pick=i).values["texts"]["verdict"]
        users = consumers_of(i, nodes)
        assert text.startswith("Not yet") == bool(users), text
        assert all(nodes[j]["name"] in text for j in users)


def test_a_guess_waits_and_is_compared_with_what_was_filled():
    waits = GraphStepper(step=4, pick=2, guess=2).values
    assert waits["texts"]["compared"] == "You said 2 for c. Fill it, and compare." and waits["is_ready"]
    done = GraphStepper(step=5, picks=[2, 3, 4, 4, 2], guess=1).values["texts"]
    assert done["compared"] == "You said 1; it is 2: 1 too low." and done["verdict"] == "∂e/∂c = 1 · 2 = 2."


def test_the_tasks_show_what_they_say():
    used = GraphStepper(graph="cube", step=5).values["texts"]
    assert used["entry.0"] == "2 · 2 + 2 · 2 + 1 · 4 = 12"  # equal, as each use of x leaves x times x
    waits = GraphStepper(graph="sum", step=4, pick=1).values["texts"]["verdict"]
    assert waits == "Not yet: the sum of b would miss what comes from c and d, still without an entry."
    entries = {w: GraphStepper(graph="decay", step=MOST, w=w).results()["table"][0] for w in (2.22, 2.23, 3)}
    assert -0.05 < entries[2.22] < 0 < entries[2.23] and entries[3] == 7  # as in the chapter


def test_each_edge_sends_one_contribution():
    for graph, nodes in GRAPHS.items():
        texts = GraphStepper(graph=graph, step=MOST).values["texts"]
        sent = sum(texts[f"entry.{k}"].count("·") for k in range(len(nodes)))
        assert sent == len(list(itertools.chain(*[V["inputs"] for V in nodes])))
