"""The neuron of deck Mirabello and the small chains of the others, by the library's own layers and optimizer.

`test_backpropagation.py` holds the same numbers for the chapter's formulas, written out by hand: two routes.
"""

import math

import numpy as np
import pytest

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.layers import MLP, Linear, Sequential
from dlcourse.losses import half_squared_error
from dlcourse.optimizers import SGD
from dlcourse.tensor import Tensor

X, Y = np.array([[0.50, 0.51]]), np.array([[0.10]])


def neuron(w=(0.35, 0.40)):
    """A linear unit without bias: b stays at 0, since no optimizer here is given it."""
    unit = Linear(2, 1, rng=np.random.default_rng(0))
    unit.W.array[:, 0] = w
    return unit


def numbers_of_the_step():
    """Every value and derivative of one step at lr 1, by name, from the graph that was recorded."""
    unit, x = neuron(), Tensor(X)
    z = unit(x)
    y_hat = ops.sigmoid(z)
    J = half_squared_error(y_hat, Y)
    by_y_hat, by_z, by_W, by_x = grad(J, [y_hat, z, unit.W, x])
    local = grad(z.sum(), unit.W)[:, 0]
    SGD([unit.W], lr=1.0).step([by_W])
    z_new = unit(X)
    y_hat_new = ops.sigmoid(z_new)
    arrays = {
        "z": z.array, "y_hat": y_hat.array, "J": J.array, "dJ/dy_hat": by_y_hat,
        "dy_hat/dz": by_z / by_y_hat, "dz/dw1": local[0], "dz/dw2": local[1], "dJ/dw1": by_W[0],
        "dJ/dw2": by_W[1], "dJ/dx1": by_x[0, 0], "dJ/dx2": by_x[0, 1], "w1_new": unit.W.array[0],
        "w2_new": unit.W.array[1], "z_new": z_new.array, "y_hat_new": y_hat_new.array,
        "J_new": half_squared_error(y_hat_new, Y).array,
    }  # fmt: skip
    return {name: np.asarray(array).item() for name, array in arrays.items()}


ROWS = [  # name, full precision, what the slide shows; row of the inventory
    ("z", 0.379, 0.38),  # M016, M017
    ("y_hat", 0.5936318924705234, 0.59),  # M018
    ("J", 0.1218362226320152, 0.12),  # M019
    ("dJ/dy_hat", 0.4936318924705234, 0.49),  # M020
    ("dy_hat/dz", 0.24123306871238834, 0.24),  # M021
    ("dz/dw1", 0.5, 0.5),  # M022
    ("dJ/dw1", 0.059540168117484034, 0.06),  # M023
    ("w1_new", 0.29045983188251595, 0.29),  # M024
    ("dz/dw2", 0.51, 0.51),  # M025: the only new factor
    ("dJ/dw2", 0.060730971479833716, 0.06),  # M025
    ("w2_new", 0.3392690285201663, 0.34),  # M025
    ("z_new", 0.3182571204865428, 0.32),  # M026
    ("y_hat_new", 0.5788994404318023, 0.58),  # M026
    ("J_new", 0.11467233702294669, 0.11),  # M026: the drawing keeps .12
    ("dJ/dx1", 0.04167811768223882, 0.04),  # M027
    ("dJ/dx2", 0.04763213449398723, 0.05),  # M027
]


@pytest.mark.rows(
    "M016", "M017", "M018", "M019", "M020", "M021", "M022", "M023", "M024", "M025", "M026", "M027"
)
@pytest.mark.parametrize(("name", "exact", "shown"), ROWS, ids=[row[0] for row in ROWS])
def test_the_library_computes_each_number_of_the_neuron(name, exact, shown):
    found = numbers_of_the_step()[name]
    assert found == pytest.approx(exact, rel=1e-12)
    assert round(found, 2) == shown


@pytest.mark.rows("M025")
def test_the_gradients_of_both_weights_share_all_factors_but_the_input():
    found = numbers_of_the_step()
    shared = found["dJ/dy_hat"] * found["dy_hat/dz"]
    assert found["dJ/dw1"] == pytest.approx(shared * found["dz/dw1"], rel=1e-15)
    assert found["dJ/dw2"] == pytest.approx(shared * found["dz/dw2"], rel=1e-15)


@pytest.mark.rows("M026")
def test_the_error_goes_down_by_6_percent_of_itself():
    found = numbers_of_the_step()
    fall = found["J"] - found["J_new"]
    assert fall == pytest.approx(0.007163885609068513, rel=1e-12)
    assert round(100 * fall / found["J"], 2) == 5.88


@pytest.mark.rows("M028")
def test_ten_thousand_steps_of_the_optimizer_reach_the_target():
    unit, losses = neuron(), {}
    optimizer = SGD([unit.W], lr=1.0)
    for step in range(10_001):
        J = half_squared_error(ops.sigmoid(unit(X)), Y)
        losses[step] = float(J)
        optimizer.step([grad(J, unit.W)])
    assert losses[10] == pytest.approx(0.06448921673542861, rel=1e-9)
    assert losses[9] == pytest.approx(0.068768839, rel=1e-7)  # listed as after 10, counted from the first
    assert losses[10_000] < 1e-26
    assert unit.W.array[:, 0].tolist() == pytest.approx([-2.175215229696301, -2.175719534290226], rel=1e-12)
    assert float(ops.sigmoid(unit(X)).array[0, 0]) == pytest.approx(0.1, rel=1e-12)


@pytest.mark.slow
@pytest.mark.rows("M032")
def test_the_network_of_the_linked_example_by_mlp_and_sgd():
    mlp = MLP((2, 2, 2), activation=ops.sigmoid, rng=np.random.default_rng(0))
    model, weights = Sequential(*mlp.steps, ops.sigmoid), [layer.W for layer in mlp.layers]
    weights[0].array[...], weights[1].array[...] = [[0.15, 0.25], [0.20, 0.30]], [[0.40, 0.50], [0.45, 0.55]]
    mlp.layers[0].b.array[...], mlp.layers[1].b.array[...] = 0.35, 0.60
    x, y = np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]])
    _, _, h, _, o = model.trace(x)
    assert h[0].tolist() == pytest.approx([0.5932699921071872, 0.596884378259767], rel=1e-12)
    assert o[0].tolist() == pytest.approx([0.7513650695523157, 0.7729284653214625], rel=1e-12)
    optimizer, losses = SGD(weights, lr=0.5), []
    for step in range(10_001):
        E = half_squared_error(model(x), y)
        losses.append(float(E))
        gradients = grad(E, weights)
        if step == 0:
            assert gradients[1][0, 0] == pytest.approx(0.08216704056423077, rel=1e-12)
            assert gradients[0][0, 0] == pytest.approx(0.0004385677344743465, rel=1e-12)
        optimizer.step(gradients)
    assert losses[:2] == pytest.approx([0.2983711087600027, 0.29102777369359933], rel=1e-12)
    assert losses[10_000] == pytest.approx(3.510187782978859e-05, rel=1e-9)


@pytest.mark.rows("K027", "K028")
@pytest.mark.parametrize(
    ("w1", "w2", "x", "listed"),
    [
        (0.5, 2.0, 1.0, (3.2974425414002564, 3.2974425414002564, 1.6487212707001282)),
        (-1.0, 3.0, 2.0, (0.4060058497, 0.8120116994, 0.1353352832)),
        (1.0, 1.0, 1.0, (math.e, math.e, math.e)),
    ],
)
def test_the_chain_w2_exp_w1_x(w1, w2, x, listed):
    v1, v2 = Tensor(w1), Tensor(w2)
    y = v2 * ops.exp(v1 * x)
    found = [float(y), *map(float, grad(y, [v1, v2]))]
    assert found == pytest.approx(listed, rel=1e-9)
    assert found == pytest.approx([w2 * math.exp(w1 * x), w2 * x * math.exp(w1 * x), math.exp(w1 * x)])


@pytest.mark.rows("F021", "L015")
def test_a_single_path_multiplies_its_edges():
    w, b, y = 3.0, 1.0, 4.0
    x = Tensor(2.0)
    u1 = x * w + b
    u2 = -u1 + y
    u3 = u2 * u2
    assert [float(u) for u in (u1, u2, u3)] == [7.0, -3.0, 9.0]
    edges = [float(grad(head, tail)) for head, tail in ((u3, u2), (u2, u1), (u1, x))]
    assert edges == [2 * -3.0, -1.0, w]
    assert float(grad(u3, x)) == math.prod(edges) == 18.0 == -2 * w * (y - w * 2.0 - b)


@pytest.mark.rows("L015")
@pytest.mark.parametrize("seed", range(5))
def test_a_change_of_the_input_changes_the_result_by_the_product_of_the_slopes(seed):
    x0, step = np.random.default_rng(seed).uniform(-2, 2), 1e-6
    x = Tensor(x0)
    y = ops.tanh(x)
    z = ops.exp(y)
    change = math.exp(math.tanh(x0 + step)) - math.exp(math.tanh(x0))
    product = float(grad(z, y)) * float(grad(y, x))
    assert change == pytest.approx(product * step, rel=1e-5)


@pytest.mark.rows("L016", "F022")
@pytest.mark.parametrize("seed", range(5))
def test_with_several_paths_the_total_derivative_is_their_sum(seed):
    x0 = np.random.default_rng(seed).uniform(-2, 2)
    x = Tensor(x0)
    y1, y2, y3 = ops.tanh(x), ops.exp(x), x * x
    z = y1 * y2 + ops.sigmoid(y3) * y1
    paths = [float(grad(z, y)) * float(grad(y, x)) for y in (y1, y2, y3)]
    assert float(grad(z, x)) == pytest.approx(sum(paths), rel=1e-12)
    t, s = math.tanh(x0), 1 / (1 + math.exp(-(x0**2)))
    by_hand = (1 - t * t) * (math.exp(x0) + s) + t * math.exp(x0) + t * s * (1 - s) * 2 * x0
    assert float(grad(z, x)) == pytest.approx(by_hand, rel=1e-12)
