"""The deck's running example: H = max(0, X W1), U2 = H W2, cross-entropy and weight decay, no biases."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pytest

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.graphs import Symbol, back_propagation, evaluate, get_consumers, graph_of
from dlcourse.losses import softmax_cross_entropy
from dlcourse.plotting import describe_graph, draw_recorded_graph
from dlcourse.regularization import L2
from dlcourse.tensor import Parameter, Tensor

DECAY = 0.1
M, N, HIDDEN, K = 6, 4, 5, 3


def draw(*shape, seed):
    return np.random.default_rng(seed).standard_normal(shape)


X, Y = draw(M, N, seed=0), np.array([0, 2, 1, 1, 0, 2])
W1_START, W2_START = draw(N, HIDDEN, seed=1), draw(HIDDEN, K, seed=2)


def forward(W1, W2):
    """Every variable of slides 56 to 58, on Tensors or Symbols."""
    U1 = ops.matmul(X, W1)
    H = ops.relu(U1)
    U2 = H @ W2
    J_mle = softmax_cross_entropy(U2, Y) if isinstance(U2, Tensor) else ops.softmax_cross_entropy(U2, Y)
    decay = ((W1 * W1).sum() + (W2 * W2).sum()) * DECAY
    return {"U1": U1, "H": H, "U2": U2, "J_mle": J_mle, "decay": decay, "J": J_mle + decay}


def as_tensors():
    W1, W2 = Parameter(W1_START), Parameter(W2_START)
    return W1, W2, forward(W1, W2)


@pytest.mark.rows("S158", "S159")
def test_cost_and_gradients_are_those_of_torch():
    torch = pytest.importorskip("torch")
    W1, W2, u = as_tensors()
    V1, V2 = (torch.tensor(W, requires_grad=True) for W in (W1_START, W2_START))
    U2 = torch.relu(torch.tensor(X) @ V1) @ V2
    J = torch.nn.functional.cross_entropy(U2, torch.tensor(Y)) + DECAY * ((V1**2).sum() + (V2**2).sum())
    J.backward()
    assert u["J"].item() == pytest.approx(J.item(), rel=1e-13)
    for g, peer in zip(grad(u["J"], [W1, W2]), (V1, V2), strict=True):
        np.testing.assert_allclose(g, peer.grad.numpy(), rtol=1e-11, atol=1e-14)


@pytest.mark.rows("S161")
def test_the_trace_of_the_slide_step_by_step():  # H^T G, G W2^T, the mask of relu, X^T G'
    W1, W2, u = as_tensors()
    e = np.exp(u["U2"].array)
    G = (e / e.sum(axis=1, keepdims=True) - np.eye(K)[Y]) / M
    by_H = G @ W2_START.T
    by_U1 = np.where(X @ W1_START > 0, by_H, 0)
    expected = {"U2": G, "H": by_H, "U1": by_U1, "W2": u["H"].array.T @ G, "W1": X.T @ by_U1}
    variables = {"W1": W1, "W2": W2} | u
    table = back_propagation([variables[name] for name in expected], graph_of(u["J_mle"]), u["J_mle"])
    found = grad(u["J_mle"], [variables[name] for name in expected])
    for (name, number), g in zip(expected.items(), found, strict=True):
        np.testing.assert_allclose(g, number, rtol=1e-12, atol=1e-15)
        np.testing.assert_allclose(table[variables[name]].array, number, rtol=1e-12, atol=1e-15)


@pytest.mark.rows("S160")
def test_each_weight_matrix_has_a_data_path_and_a_decay_path():  # 2 lambda W
    W1, W2, u = as_tensors()
    graph = graph_of(u["J"])
    for W, start in ((W1, W1_START), (W2, W2_START)):
        assert sorted(repr(C.op) for C in get_consumers(W, graph)) == ["matmul", "multiply"]
        by_both, by_data = grad(u["J"], W), grad(u["J_mle"], W)
        np.testing.assert_allclose(by_both - by_data, 2 * DECAY * start, rtol=1e-9, atol=1e-15)
    with_l2 = u["J_mle"] + L2(2 * DECAY)([W1, W2])  # the form without the half
    assert with_l2.item() == pytest.approx(u["J"].item(), rel=1e-13)
    np.testing.assert_allclose(grad(with_l2, W1), grad(u["J"], W1), rtol=1e-12)


@pytest.mark.rows("S159")
def test_the_graph_of_the_total_cost_can_be_specified_drawn_and_told():
    W1, W2 = Symbol("W1", (N, HIDDEN)), Symbol("W2", (HIDDEN, K))
    u = forward(W1, W2)
    values = {W1: W1_START, W2: W2_START}
    assert float(evaluate(u["J"], values)) == pytest.approx(as_tensors()[2]["J"].item(), rel=1e-13)
    names = {W1: "W1", W2: "W2"} | {u[name]: name for name in ("U1", "H", "U2", "J_mle", "decay", "J")}
    text = describe_graph(u["J"], names, values)
    assert draw_recorded_graph(u["J"], names, values).get_label() == text
    made = dict(
        re.findall(r"(\w+) = (\w+\([^)]*?\))[ ,.]", re.sub(r"array of shape \([^)]*\)", "array", text))
    )
    assert [made[name] for name in ("U1", "H", "U2", "J_mle", "J")] == [
        "matmul(array, W1)",
        "relu(U1)",
        "matmul(H, W2)",
        "softmaxCrossEntropy(U2, array)",
        "add(J_mle, decay)",
    ]
    assert {"multiply(W1, W1)", "multiply(W2, W2)"} <= set(made.values())  # the decay's own path
    assert len(re.findall(", gradient ", text)) == len(graph_of(u["J"]))
    plt.close("all")
