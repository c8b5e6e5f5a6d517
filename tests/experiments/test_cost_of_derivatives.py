"""Chapter 6: what derivatives cost and how exact they are, against the numbers of the inventory."""

import numpy as np
import pytest

from dlcourse.counting import count
from dlcourse.experiments import ch05_paths as paths
from dlcourse.experiments import ch06_cost_of_derivatives as chapter
from dlcourse.graphs import (
    evaluate,
    forward_propagation,
    graph_of,
    local_derivatives,
    scalar_back_propagation,
)


def close(value, rel=1e-12):
    return pytest.approx(value, rel=rel)


@pytest.mark.rows("L026", "L029", "L030")
def test_e_of_two_inputs():
    example = chapter.two_inputs()
    u = forward_propagation(example.graph, example.values)
    assert {name: float(u[V]) for name, V in example.nodes.items()} == {
        "a": 2,
        "b": 1,
        "c": 3,
        "d": 2,
        "e": 6,
    }
    table = scalar_back_propagation(example.graph, example.values)
    assert (table[example.nodes["a"]], table[example.nodes["b"]]) == (2, 5)


@pytest.mark.rows("F025")
def test_the_graph_of_five_nodes():
    example = chapter.five_nodes()
    u = forward_propagation(example.graph, example.values)
    assert [float(u[example.nodes[f"u{i}"]]) for i in range(1, 6)] == [2, 4, 22, 32, 54]
    with count() as counts:
        table = scalar_back_propagation(example.graph, example.values)
    assert [table[example.nodes[name]] for name in ("u1", "u2", "x")] == [9, 9, 27]  # 9 = w3 + w6
    assert [table[example.nodes[f"w{i}"]] for i in range(1, 7)] == [18, 18, 2, 4, 4, 2]
    assert counts.sweeps == 1  # all parameters in one


@pytest.mark.rows("F023", "L027")
def test_four_paths_lead_from_x_to_the_fifth_node():
    example = chapter.five_nodes()
    edges = local_derivatives(example.graph, example.values)
    x, u5 = example.nodes["x"], example.nodes["u5"]
    assert paths.count_paths(edges, x, u5) == len(paths.all_paths(edges, x, u5)) == 4
    assert paths.sum_over_paths(edges, x, u5).wrt[x] == 27


@pytest.mark.rows("L014", "S142")
@pytest.mark.parametrize("n", [1, 2, 10])
def test_a_ladder_has_two_to_the_n_paths_and_four_n_edges(n):
    edges = chapter.ladder(n)
    assert len(paths.all_paths(edges, "0", str(n))) == paths.count_paths(edges, "0", str(n)) == 2**n
    assert len(edges) == chapter.edges_visited(n) == 4 * n


@pytest.mark.rows("S142")
def test_fifty_diamonds_have_a_quadrillion_paths_and_two_hundred_edges():
    assert paths.count_paths(chapter.ladder(50), "0", "50") == 1_125_899_906_842_624
    assert len(chapter.ladder(50)) == chapter.edges_visited(50) == 200


@pytest.mark.rows("S135", "S136", "S178")
@pytest.mark.parametrize(("n", "kept", "again"), [(1, 0, 0), (3, 2, 3), (10, 9, 45), (20, 19, 190)])
def test_values_that_are_stored_or_computed_again(n, kept, again):
    stored, recomputed = chapter.stored_and_recomputed(n, 0.7)
    assert (stored.n_calls, recomputed.n_calls) == (kept, again) == (n - 1, n * (n - 1) // 2)
    assert recomputed.derivative == close(stored.derivative, 1e-14)


@pytest.mark.rows("S136", "S148")
def test_storing_and_symbols_agree():
    def sigmoid(x):
        return 1 / (1 + np.exp(-x))

    w, (_, first) = chapter.nested_derivatives(3, order=1)
    stored, _ = chapter.stored_and_recomputed(3, 0.4, sigmoid, lambda x: sigmoid(x) * (1 - sigmoid(x)))
    assert float(evaluate(first, {w: 0.4})) == close(stored.derivative, 1e-15)


@pytest.mark.rows("S149")
@pytest.mark.parametrize("order", [1, 2, 3])
def test_derivatives_of_derivatives_are_what_complex_steps_measure(order):
    w, derivatives = chapter.nested_derivatives(3, order)

    def sigmoid(x):
        return 1 / (1 + np.exp(-x))

    def z(w):
        return sigmoid(sigmoid(sigmoid(w)))

    # Cauchy's formula on a circle of radius 1, exact to rounding with 64 points
    angles = 2 * np.pi * np.arange(64) / 64
    coefficient = np.mean(z(0.4 + np.exp(1j * angles)) * np.exp(-1j * order * angles)).real
    factorial = [1, 1, 2, 6][order]
    assert float(evaluate(derivatives[order], {w: 0.4})) == close(factorial * coefficient, 1e-10)


@pytest.mark.rows("S148", "F026")
def test_each_derivative_is_a_graph_that_contains_the_one_before():
    w, derivatives = chapter.nested_derivatives(3, order=2)
    sizes = [len(graph_of(z)) for z in derivatives]
    assert sizes[0] == 4 and sizes[0] < sizes[1] < sizes[2]


@pytest.mark.rows("L031", "F024", "F025")
@pytest.mark.parametrize("n", [1, 7, 30])
def test_reverse_mode_saves_the_factor_of_the_number_of_inputs(n):
    assert chapter.sweeps(n) == (n, 1)


@pytest.mark.rows("S125")
def test_the_forward_passes_that_backpropagation_saves():
    assert chapter.forward_passes(chapter.LENET_PARAMETERS) == 123_412
    assert chapter.forward_passes(chapter.ALEXNET_PARAMETERS) == 121_930_448
    assert chapter.forward_passes(10, "forward") == 11 and chapter.forward_passes(10, "complex") == 10
    assert chapter.years_against_a_week() == close(10_435_500)
    with pytest.raises(ValueError, match="forward_passes: expected scheme in .* got 'magic'; choose one"):
        chapter.forward_passes(10, "magic")


@pytest.mark.rows("S125")
def test_the_count_of_passes_is_that_of_the_engine():
    from dlcourse.gradcheck import numerical_gradient

    for scheme in ("central", "complex"):
        calls = []
        numerical_gradient(lambda x, c=calls: (c.append(1), (x * x).sum())[1], np.ones(7), scheme=scheme)
        assert len(calls) == chapter.forward_passes(7, scheme)
