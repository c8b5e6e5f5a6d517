import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.losses import softmax_cross_entropy
from dlcourse.models.lenet import LeNet, alexnet_parameters, lenet_parameters
from dlcourse.ops import relu
from dlcourse.optimizers import SGD


def lenet(**options):
    return LeNet(rng=np.random.default_rng(0), **options)


@pytest.mark.rows("F089")
def test_the_layers_count_as_they_should():
    assert list(lenet_parameters().values()) == [156, 0, 2416, 0, 48120, 10164, 850]
    totals = [sum(lenet_parameters(form).values()) for form in ("full", "partial", "original")]
    assert totals == [61706, 60806, 60000]


@pytest.mark.rows("F089")
def test_the_network_has_the_parameters_of_the_count():
    model = lenet()
    assert model.n_parameters == 61706
    counts = [step.n_parameters for step in model.steps if getattr(step, "n_parameters", 0)]
    assert counts == [n for n in lenet_parameters().values() if n]


@pytest.mark.rows("F090")
def test_the_maps_measure_28_14_10_and_5_pixels():
    shapes = [x.shape for x in lenet().trace(np.zeros((1, 1, 32, 32)))]
    assert [shape[-1] for shape in shapes if len(shape) == 4] == [32, 28, 28, 14, 10, 10, 5]


def test_images_of_28_pixels_come_in_with_padding():
    assert lenet(padding=2)(np.zeros((2, 1, 28, 28))).shape == (2, 10)


@pytest.mark.rows("F092")
def test_alexnet_counts_60_million():
    assert sum(alexnet_parameters().values()) == 60_965_224
    assert sum(alexnet_parameters(grouped=False).values()) == 62_378_344


def test_the_counts_of_alexnet_are_those_of_torch_layers():
    torch = pytest.importorskip("torch")
    for grouped in (True, False):
        layers = {
            "conv2": torch.nn.Conv2d(96, 256, 5, groups=2 if grouped else 1, device="meta"),
            "conv4": torch.nn.Conv2d(384, 384, 3, groups=2 if grouped else 1, device="meta"),
            "fc8": torch.nn.Linear(4096, 1000, device="meta"),
        }
        for name, layer in layers.items():
            assert alexnet_parameters(grouped)[name] == sum(p.numel() for p in layer.parameters())


def test_an_unknown_form_is_refused():
    with pytest.raises(
        ValueError, match="lenet_parameters: expected form \"full\", .* got 'half'; choose one"
    ):
        lenet_parameters("half")


def test_values_and_gradients_are_those_of_torch():
    torch = pytest.importorskip("torch")
    from torch import nn

    model = lenet(activation=relu)
    peer = nn.Sequential(
        nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
    ).double()  # fmt: skip
    for p, q in zip(model.parameters(), peer.parameters(), strict=True):
        q.data = torch.tensor(p.array if p.ndim != 2 else p.array.T.copy())
    rng = np.random.default_rng(1)
    x, y = rng.standard_normal((3, 1, 32, 32)), np.array([3, 0, 9])
    J = softmax_cross_entropy(model(x), y)
    J_peer = nn.functional.cross_entropy(peer(torch.tensor(x)), torch.tensor(y))
    J_peer.backward()
    assert float(J) == pytest.approx(J_peer.item(), rel=1e-12)
    for g, q in zip(grad(J, model.parameters()), peer.parameters(), strict=True):
        expected = q.grad.numpy() if q.ndim != 2 else q.grad.numpy().T
        np.testing.assert_allclose(g, expected, rtol=1e-9, atol=1e-13)


def test_a_few_images_are_learned_by_heart():
    rng = np.random.default_rng(2)
    x, y = rng.standard_normal((8, 1, 32, 32)), np.arange(8)
    model = lenet()
    optimizer = SGD(model.parameters(), lr=0.05, momentum=0.9)
    for _ in range(25):
        optimizer.step(grad(softmax_cross_entropy(model(x), y), optimizer.parameters))
    assert (model(x).array.argmax(axis=1) == y).all()
