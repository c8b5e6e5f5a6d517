import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.backend import use_dtype
from dlcourse.gradcheck import gradcheck
from dlcourse.layers import LSTMCell, RNNCell
from dlcourse.tensor import Tensor

STEPS, M, N_IN, N = 6, 3, 4, 5


def draw(*shape, seed=0):
    return np.random.default_rng(seed).standard_normal(shape)


def cell_of(kind, **options):
    cell = kind(N_IN, N, rng=np.random.default_rng(7), **options)
    cell.b.array += draw(*cell.b.shape, seed=8)
    return cell


def peer_of(torch, cell):
    """Torch's cell with the same weights: W and U transposed, all of the bias in one of its two."""
    kind = torch.nn.LSTMCell if isinstance(cell, LSTMCell) else torch.nn.RNNCell
    peer = kind(N_IN, N, dtype=torch.float64)
    with torch.no_grad():
        for parameter, value in zip(
            peer.parameters(), (cell.W.array.T, cell.U.array.T, cell.b.array, 0 * cell.b.array), strict=True
        ):
            parameter.copy_(torch.tensor(value.copy()))
    return peer


def run(cell, x, state):
    """The sequence x (steps, m, n_in), one step after the other."""
    for step in x:
        state = cell(step, state)
    return state


@pytest.mark.parametrize("kind", [RNNCell, LSTMCell])
def test_states_and_gradients_over_a_sequence_are_those_of_torch(kind):
    torch = pytest.importorskip("torch")
    cell, x = cell_of(kind), draw(STEPS, M, N_IN)
    peer, gated = peer_of(torch, cell), kind is LSTMCell
    start = [Tensor(draw(M, N, seed=i)) for i in (1, 2)][: 1 + gated]
    start_peer = [torch.tensor(t.array, requires_grad=True) for t in start]
    state = run(cell, x, tuple(start) if gated else start[0])
    state_peer = run(peer, torch.tensor(x), tuple(start_peer) if gated else start_peer[0])
    states, states_peer = (state, state_peer) if gated else ((state,), (state_peer,))
    weights = [draw(M, N, seed=3 + i) for i in range(len(states))]
    for h, h_peer in zip(states, states_peer, strict=True):
        np.testing.assert_allclose(h.array, h_peer.detach().numpy(), rtol=1e-12)
    sum((h * U).sum() for h, U in zip(states_peer, map(torch.tensor, weights), strict=True)).backward()
    J = sum((h * U).sum() for h, U in zip(states, weights, strict=True))
    found = grad(J, [cell.W, cell.U, cell.b, *start])
    W, U, b, _ = (p.grad.numpy() for p in peer.parameters())
    expected = [W.T, U.T, b, *(t.grad.numpy() for t in start_peer)]
    for g, g_peer in zip(found, expected, strict=True):
        np.testing.assert_allclose(g, g_peer, rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize("order", [1, 2])
def test_gradients_agree_with_central_differences(order):
    gradcheck(cell_of(RNNCell), (draw(M, N_IN), draw(M, N, seed=1)), order=order)
    gradcheck(lambda x, h, c: sum(cell_of(LSTMCell)(x, (h, c)), start=Tensor(0.0)),
              (draw(M, N_IN), draw(M, N, seed=1), draw(M, N, seed=2)), order=order)  # fmt: skip


def lstm_with_forget_gate(f):
    """A cell that takes in nothing and looks at no state: what is left is c' = f c."""
    cell = LSTMCell(N_IN, N, rng=np.random.default_rng(0), init=lambda shape, rng: np.zeros(shape))
    cell.b.array[N : 2 * N] = np.log(f / (1 - f)) if f < 1 else 100.0  # sigmoid(100) is 1 in floats
    return cell


@pytest.mark.rows("S083", "F033")
@pytest.mark.parametrize("f", [0.5, 0.9, 0.99, 1.0])
def test_the_cell_state_hands_back_the_product_of_its_forget_gates(f):
    c = Tensor(draw(M, N))
    _, last = run(lstm_with_forget_gate(f), np.zeros((50, M, N_IN)), (np.zeros((M, N)), c))
    np.testing.assert_allclose(grad(last.sum(), c), f**50, rtol=1e-12)


@pytest.mark.rows("S083", "F033")
def test_with_forget_gates_of_one_the_carousel_is_exact():
    c = Tensor(draw(M, N))
    _, last = run(lstm_with_forget_gate(1.0), np.zeros((1000, M, N_IN)), (np.zeros((M, N)), c))
    assert (grad(last.sum(), c) == 1.0).all()


def test_the_forget_gate_starts_open_and_the_other_biases_at_zero():
    b = LSTMCell(N_IN, N, rng=np.random.default_rng(0)).b.array.reshape(4, N)
    assert b[1].tolist() == [1.0] * N and not b[[0, 2, 3]].any()
    assert not LSTMCell(N_IN, N, rng=np.random.default_rng(0), forget_bias=0.0).b.array.any()
    assert not RNNCell(N_IN, N, rng=np.random.default_rng(0)).b.array.any()


@pytest.mark.parametrize(("kind", "gates"), [(RNNCell, 1), (LSTMCell, 4)])
def test_a_cell_knows_its_size_and_draws_each_gate_as_a_layer_of_its_own(kind, gates):
    cell = kind(300, 200, rng=np.random.default_rng(0))
    assert (cell.n_in, cell.n) == (300, 200)
    assert cell.n_parameters == gates * (300 * 200 + 200 * 200 + 200)
    assert cell.W.array.var() == pytest.approx(2 / 500, rel=0.03)
    assert cell.U.array.var() == pytest.approx(2 / 400, rel=0.03)
    assert repr(cell) == f"{kind.__name__}(300, 200)"


def test_in_float32_everything_stays_float32():
    with use_dtype("float32"):
        cell = LSTMCell(N_IN, N, rng=np.random.default_rng(0))
    zeros = np.zeros((M, N), np.float32)
    h, c = cell(draw(M, N_IN).astype(np.float32), (zeros, zeros))
    assert {t.dtype for t in (h, c, *grad(h.sum(), cell.parameters()))} == {np.dtype("float32")}


@pytest.mark.parametrize("kind", [RNNCell, LSTMCell])
@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda kind: kind(0, 2, rng=np.random.default_rng(0)), "expected n_in to be an int .* got 0; count"),
        (
            lambda kind: kind(2, 1.5, rng=np.random.default_rng(0)),
            "expected n to be an int .* got 1.5; count",
        ),
        (lambda kind: kind(2, 2, rng=0), "expected rng to be a Generator, got 0; pass"),
    ],
)
def test_a_cell_refuses_what_it_cannot_be_built_of(kind, call, words):
    with pytest.raises(ValueError, match=f"{kind.__name__}: {words}"):
        call(kind)


def test_a_whole_sequence_handed_to_a_cell_is_refused():
    with pytest.raises(
        ValueError, match=r"RNNCell: expected x of shape \(m, 4\), got \(6, 3, 4\); pass one step"
    ):
        cell_of(RNNCell)(draw(STEPS, M, N_IN), np.zeros((M, N)))
    with pytest.raises(ValueError, match=r"RNNCell: expected h of shape \(m, 5\), got \(3, 4\)"):
        cell_of(RNNCell)(draw(M, N_IN), np.zeros((M, 4)))
