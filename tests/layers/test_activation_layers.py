"""PReLU, Maxout and RBF layers: against torch, against the units they can become, and trained."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from dlcourse import Sequential, ops
from dlcourse.autodiff import grad
from dlcourse.backend import use_dtype
from dlcourse.gradcheck import gradcheck
from dlcourse.layers import RBF, Linear, Maxout, PReLU
from dlcourse.tensor import Tensor

rng = np.random.default_rng(3)
X = rng.standard_normal((6, 3))


def generator():
    return np.random.default_rng(0)


@pytest.mark.rows("S076")
@pytest.mark.parametrize("n_units", [1, 3])
def test_prelu_has_the_values_and_gradients_of_torch(n_units):
    """One alpha for all, or one per unit; 0.25 at the start, as in torch."""
    torch = pytest.importorskip("torch")
    peer, layer = torch.nn.PReLU(n_units, dtype=torch.float64), PReLU(n_units)
    t, x = torch.tensor(X, requires_grad=True), Tensor(X)
    (peer(t) ** 3).sum().backward()
    by_x, by_alpha = grad((layer(x) ** 3).sum(), [x, layer.alpha])
    np.testing.assert_allclose(layer.alpha.array, peer.weight.detach().numpy())
    np.testing.assert_allclose(by_x, t.grad.numpy(), rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(by_alpha, peer.weight.grad.numpy(), rtol=1e-12)


def set_maxout(first, second):
    """A unit max(first z, second z) of each of three inputs."""
    layer = Maxout(3, 3, 2, rng=generator())
    layer.linear.W.array[...] = np.kron(np.eye(3), [[first, second]])
    return layer


@pytest.mark.rows("S079")
@pytest.mark.parametrize(
    ("second", "unit"),
    [
        (0.0, ops.relu),
        (-1.0, ops.absolute),
        (0.01, ops.leaky_relu),
        (0.4, lambda z: ops.leaky_relu(z, np.array(0.4))),
    ],
)
def test_a_maxout_of_two_pieces_can_be_other_units_exactly(second, unit):
    """ReLU, the absolute value, leaky ReLU and PReLU."""
    np.testing.assert_array_equal(set_maxout(1.0, second)(X).array, unit(X))


@pytest.mark.rows("S080")
@pytest.mark.parametrize(("n_in", "n_out", "k"), [(2, 3, 2), (4, 1, 5), (3, 3, 1)])
def test_maxout_has_k_times_the_parameters_of_a_linear_layer(n_in, n_out, k):
    layer = Maxout(n_in, n_out, k, rng=generator())
    assert (
        layer.n_parameters == k * Linear(n_in, n_out, rng=generator()).n_parameters == k * (n_in + 1) * n_out
    )
    assert [name for name, _ in layer.named_parameters()] == ["linear.W", "linear.b"]
    assert layer(np.ones((7, n_in))).shape == (7, n_out)


@pytest.mark.rows("L036")
def test_a_maxout_unit_takes_the_greatest_of_its_own_pieces():
    """max_j (w_j x + b_j)."""
    layer = Maxout(3, 2, 3, rng=generator())
    W, b = layer.linear.W.array, layer.linear.b.array
    b += rng.standard_normal(6)
    expected = [[max(x @ W[:, j] + b[j] for j in range(3 * i, 3 * i + 3)) for i in range(2)] for x in X]
    np.testing.assert_allclose(layer(X).array, expected, rtol=1e-14)


@pytest.mark.parametrize("layer", [Maxout(3, 2, 3, rng=generator()), RBF(3, 4, rng=generator()), PReLU(3)])
def test_gradients_agree_with_central_differences(layer):
    parameters = layer.parameters()

    def outputs(*tensors):
        kept = {name: value for name, value in vars(layer).items()}
        owner = layer.linear if isinstance(layer, Maxout) else layer
        names = [name.split(".")[-1] for name, _ in layer.named_parameters()]
        before = [getattr(owner, name) for name in names]
        for name, tensor in zip(names, tensors[1:], strict=True):
            vars(owner)[name] = tensor  # past the door, which refuses what is not learned
        Y = layer(tensors[0])
        for name, value in zip(names, before, strict=True):
            vars(owner)[name] = value
        assert vars(layer) == kept
        return Y

    gradcheck(outputs, [X, *(p.array for p in parameters)])


@pytest.mark.rows("S089")
def test_rbf_answers_to_the_distance_from_its_centers():
    layer = RBF.from_centers(X[:4], sigma=[0.5, 1.0, 2.0, 3.0])
    expected = np.exp(-(cdist(X, X[:4]) ** 2) / np.array([0.5, 1.0, 2.0, 3.0]) ** 2)
    np.testing.assert_allclose(layer(X).array, expected, rtol=1e-12)
    assert RBF(3, 4, rng=generator(), sigma=2.0).log_sigma.array.tolist() == [np.log(2.0)] * 4
    assert layer.n_parameters == 4 * 3 + 4


def test_the_centers_given_are_copied():
    centers = X[:2].copy()
    layer = RBF.from_centers(centers)
    layer.centers.array += 1
    np.testing.assert_array_equal(centers, X[:2])


def test_layers_are_steps_of_a_chain_and_follow_the_default_dtype():
    with use_dtype("float32"):
        model = Sequential(Linear(3, 4, rng=generator()), PReLU(4), Maxout(4, 2, rng=generator()))
        model = Sequential(*model.steps, RBF(2, 5, rng=generator()))
    y = model(X.astype(np.float32))
    assert y.shape == (6, 5)
    assert {y.dtype, *(g.dtype for g in grad(y.sum(), model.parameters()))} == {np.dtype(np.float32)}
    assert [repr(step) for step in model.steps[1:]] == ["PReLU(4)", "Maxout(4, 2, k=2)", "RBF(2, 5)"]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: PReLU(3)(np.ones((2, 4))), r"PReLU: expected z of shape \(..., 3\), got \(2, 4\)"),
        (lambda: Maxout(2, 2, 0, rng=generator()), "Maxout: expected k"),
        (lambda: Maxout(2, 2, 2.0, rng=generator()), "got 2.0"),
        (lambda: Maxout(2, 2, rng=generator())(np.ones((4, 3))), r"expected x of shape \(m, 2\)"),
        (lambda: RBF(2, True, rng=generator()), "RBF: expected n_units"),
        (lambda: RBF(2, 2, rng=0), "RBF: expected rng to be a Generator, got 0"),
        (lambda: RBF(2, 2, rng=generator(), sigma=0), "RBF: expected sigma > 0, got 0.0"),
        (lambda: RBF.from_centers([1.0, 2.0]), "a single center is a row"),
        (lambda: RBF.from_centers([[1.0, 2.0]], [1.0, 2.0]), r"\(1, 2\) and \(2,\)"),
        (lambda: RBF(2, 2, rng=generator())(np.ones((4, 3))), r"RBF: expected x of shape \(m, 2\)"),
    ],
)
def test_what_cannot_be_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_a_chain_counts_maxout_as_a_layer_of_its_units():
    rng = np.random.default_rng(0)
    chain = Sequential(Maxout(3, 4, 2, rng=rng), PReLU(4), Linear(4, 1, rng=rng))
    assert (chain.depth, chain.widths) == (2, [4, 1])
