"""Chapter 5: paths. The sum over paths and the sweep give one number; only their cost differs."""

import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.experiments import ch05_paths as paths
from dlcourse.gradcheck import numerical_gradient
from dlcourse.ops import exp
from dlcourse.tensor import Tensor


def close(value, rel=1e-12):
    return pytest.approx(value, rel=rel)


@pytest.mark.parametrize(
    ("w1", "w2", "x", "y", "by_w1", "by_w2"),
    [
        (0.5, 2, 1, 3.2974425414002564, 3.2974425414002564, 1.6487212707001282),
        (-1, 3, 2, 0.4060058497098381, 0.8120116994196762, 0.1353352832366127),
        (1, 1, 1, np.e, np.e, np.e),
    ],
)
@pytest.mark.rows("S132")
def test_exponential_by_three_routes(w1, w2, x, y, by_w1, by_w2):
    graph = paths.exponential(w1, w2, x)
    by = paths.sweep_back(graph.edges, "y").wrt
    assert (graph.values["y"], by["w1"], by["w2"]) == close((y, by_w1, by_w2))
    a, b = Tensor(float(w1)), Tensor(float(w2))
    assert [float(g) for g in grad(b * exp(a * float(x)), [a, b])] == close([by_w1, by_w2])
    steps = numerical_gradient(lambda w: w[1] * np.exp(w[0] * x), np.array([w1, w2]), scheme="complex")
    assert steps.tolist() == close([by_w1, by_w2])


def test_single_path_of_the_squared_residual():
    graph = paths.squared_residual()
    assert [graph.values[u] for u in ("u1", "u2", "u3")] == [7, -3, 9]
    assert paths.all_paths(graph.edges, "x", "u3") == [(3, -1, -6)]
    assert paths.sum_over_paths(graph.edges, "x", "u3").wrt["x"] == 18 == -2 * 3 * (4 - 3 * 2 - 1)


@pytest.mark.parametrize("name", ["w", "x", "b", "y"])
def test_squared_residual_agrees_with_engine_and_small_steps(name):
    point = {"w": 3.0, "x": 2.0, "b": 1.0, "y": 4.0}
    by = paths.sweep_back(paths.squared_residual(**point).edges, "u3").wrt[name]
    variable = Tensor(point[name])
    t = point | {name: variable}
    assert float(grad((t["y"] - t["w"] * t["x"] - t["b"]) ** 2, variable)) == close(by)

    def cost(v):
        t = point | {name: v}
        return (t["y"] - t["w"] * t["x"] - t["b"]) ** 2

    assert float(numerical_gradient(cost, np.array(point[name]), scheme="complex")) == close(by)


def test_two_paths_add_up():
    graph = paths.two_paths(w1=0.35, w2=0.40, x=0.5)
    assert sorted(paths.all_paths(graph.edges, "x", "u3")) == [(0.35, 1), (0.40, 1)]
    assert paths.sum_over_paths(graph.edges, "x", "u3").wrt["x"] == close(0.75)
    x = Tensor(0.5)
    assert float(grad(x * 0.35 + x * 0.40, x)) == close(0.75)


def test_four_paths_to_the_fifth_node():
    assert (
        paths.count_paths(paths.four_paths(), "x", "u5")
        == 4
        == len(paths.all_paths(paths.four_paths(), "x", "u5"))
    )


@pytest.mark.rows("L028")
def test_nine_products_become_one():
    edges = paths.blocks((1, 2, 3), (4, 5, 6))
    enumerated, factored = paths.sum_over_paths(edges, "0", "2"), paths.sweep_back(edges, "2")
    assert enumerated.wrt["0"] == factored.wrt["0"] == 90
    assert (enumerated.n_multiplications, enumerated.n_additions) == (9, 8)
    assert (factored.n_multiplications, factored.n_additions) == (1, 4)


@pytest.mark.parametrize("k", [1, 2, 5, 8])
def test_blocks_of_three_have_three_to_the_k_paths(k):
    edges = paths.blocks(*[(1, 2, 3)] * k)
    enumerated, factored = paths.sum_over_paths(edges, "0", str(k)), paths.sweep_back(edges, str(k))
    assert enumerated.wrt["0"] == factored.wrt["0"] == 6**k
    assert paths.count_paths(edges, "0", str(k)) == 3**k
    assert (enumerated.n_multiplications, enumerated.n_additions) == ((k - 1) * 3**k, 3**k - 1)
    assert (factored.n_multiplications, factored.n_additions) == (k - 1, 2 * k)


def test_sweep_equals_the_sum_over_paths_on_random_graphs():
    rng = np.random.default_rng(7)
    for _ in range(20):
        pairs = [(i, j) for i in range(7) for j in range(i + 1, 7) if rng.uniform() < 0.6]
        edges = [(f"n{i}", f"n{j}", float(rng.normal())) for i, j in pairs]
        rng.shuffle(edges)
        edges = [(tail, head, float(factor)) for tail, head, factor in edges]
        by = paths.sweep_back(edges, "n6").wrt
        for node in (f"n{i}" for i in range(6)):
            assert by.get(node, 0) == close(paths.sum_over_paths(edges, node, "n6").wrt[node], 1e-9)


def test_counting_does_not_walk_the_paths():
    assert paths.count_paths(paths.blocks(*[(1, 1)] * 200), "0", "200") == 2**200


def test_unreached_nodes_have_no_path():
    edges = [("a", "b", 2.0), ("c", "d", 3.0)]
    assert paths.count_paths(edges, "c", "b") == 0
    assert "c" not in paths.sweep_back(edges, "b").wrt


@pytest.mark.parametrize("work", [paths.all_paths, paths.count_paths, lambda e, s, t: paths.sweep_back(e, t)])
def test_a_cycle_is_refused_and_told_along_its_edges(work):
    with pytest.raises(ValueError, match="paths: expected edges without a cycle, got .* -> ") as refused:
        work([("a", "b", 1.0), ("b", "c", 1.0), ("c", "a", 1.0)], "a", "c")
    told = str(refused.value)
    assert any(loop in told for loop in ("a -> b -> c -> a", "b -> c -> a -> b", "c -> a -> b -> c"))
