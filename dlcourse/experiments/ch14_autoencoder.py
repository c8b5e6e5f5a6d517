"""Chapter 14: autoencoders. Features learned without labels, and how much pretraining on them helps.

A network is trained to reproduce its input through a narrow layer. Its first half, the encoder, extracts
features; it is then the first part of a classifier that is fine-tuned on labels. Source: deck Fix, pages 86
and 87; Bengio, Lamblin, Popovici and Larochelle 2006. The images are the library's `digits`; sizes and rates
are our choice.
"""

import numpy as np

from dlcourse.data import digits
from dlcourse.experiments.ch02_intervals import mean_interval
from dlcourse.initializers import glorot_uniform, he_normal
from dlcourse.layers import Linear, Sequential
from dlcourse.losses import mean_squared_error, softmax_cross_entropy
from dlcourse.losses.classification import is_right
from dlcourse.numbers import Number, kept
from dlcourse.ops import relu, sigmoid
from dlcourse.optimizers import SGD, Adam
from dlcourse.prediction import predict
from dlcourse.training import fit

N_PIXELS, N_HIDDEN, N_CLASSES = 64, 16, 10  # a code of a quarter of the pixels
DEEP = (N_PIXELS, 32, 32, 32, N_HIDDEN)
UNITS = {
    "sigmoid": (sigmoid, glorot_uniform, 0.5),
    "ReLU": (relu, he_normal, 0.1),
}  # initializer and lr of each
SETS = {"": range(5), "_again": range(100, 105)}  # disjoint
N_TRAINING = 800


def data_of(seed: int):
    """800 digits to train on and the others to test on, x, y each, in an order of the seed's own; its rng."""
    rng = np.random.default_rng(seed)
    x, y = digits()
    order = rng.permutation(len(x))
    train, test = order[:N_TRAINING], order[N_TRAINING:]
    return (x[train], y[train], x[test], y[test]), rng


def encoder(n_in: int, n_hidden: int, activation=None, *, rng, init=glorot_uniform) -> Sequential:
    """A linear layer and its activation, None for the identity.   x (m, n_in) -> code (m, n_hidden)"""
    layer = Linear(n_in, n_hidden, rng=rng, init=init)
    return Sequential(layer) if activation is None else Sequential(layer, activation)


def autoencoder(encoder: Sequential, *, rng) -> Sequential:
    """The encoder followed by a linear decoder.   x (m, n) -> x_hat (m, n)"""
    layer = encoder.layers[0]
    # the encoder's own steps, no copies: training the autoencoder trains the encoder
    return Sequential(*encoder.steps, Linear(layer.n_out, layer.n_in, rng=rng))


def reconstruction_error(model, x) -> float:
    """The mean of |x_hat - x|^2 over the samples x (m, n)."""
    return float(mean_squared_error(predict(model, x), x))


def principal_error(x, k: int) -> float:
    """The smallest reconstruction error of any linear code of k numbers: that of k principal components.

    x (m, n). It is the sum of the squared singular values of the centered x from the (k + 1)st on, divided by
    m. Source: Eckart and Young 1936; Baldi and Hornik 1989 for linear autoencoders.

    >>> round(principal_error(np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 0.5], [0.0, -0.5]]), 1), 9)
    0.125
    """
    singular = np.linalg.svd(
        x - x.mean(axis=0), compute_uv=False
    )  # centered: the decoder's bias adds the mean
    return float((singular[k:] ** 2).sum() / len(x))


def train_autoencoder(model, x, *, n_epochs: int, rng, lr: float = 0.01) -> list[float]:
    """Train the model by Adam to reproduce x (m, n). Returns the reconstruction errors before and after."""
    before = reconstruction_error(model, x)
    # Adam with one lr for all layers and units; the fine-tuning below compares plain SGD
    optimizer = Adam(model.parameters(), lr=lr)
    options = {"n_epochs": n_epochs, "batch_size": 64, "rng": rng, "progress": False}
    fit(model, mean_squared_error, x, x, optimizer, **options)
    return [before, reconstruction_error(model, x)]


def pretrain(encoders, x, *, n_epochs: int = 20, rng) -> list[list[float]]:
    """Train each encoder, greedily and in place, to reproduce the code of the encoders below it. No labels.

    Returns the reconstruction errors before and after training, per encoder.
    """
    errors = []
    for lower in encoders:
        errors.append(train_autoencoder(autoencoder(lower, rng=rng), x, n_epochs=n_epochs, rng=rng))
        x = predict(lower, x)  # the code is the input of the next; the decoder is dropped
    return errors


def classifier(encoders, *, rng) -> Sequential:
    """The encoders one after the other, followed by a linear layer for the logits of the classes."""
    steps = [step for lower in encoders for step in lower.steps]
    return Sequential(*steps, Linear(encoders[-1].layers[0].n_out, N_CLASSES, rng=rng))


def accuracy(model, x, y) -> float:
    """The accuracy of the model on x and y."""
    return float(is_right(predict(model, x), y).mean())


def fine_tuned(unit: str, pretrained: bool, data, *, rng, n_epochs: int = 20) -> float:
    """The test accuracy of a network with the widths DEEP after SGD on labels, with pretraining or without.

    unit: a name in UNITS, with its initializer and lr. data: x, y for training and x, y for testing. Without
    pretraining, four sigmoid layers learn nothing in this time, and much with it; ReLU units with He's
    initializer do not need it: "not that critical nowadays", says the deck.
    """
    activation, init, lr = UNITS[unit]
    x, y, x_new, y_new = data
    widths = zip(DEEP[:-1], DEEP[1:], strict=True)
    encoders = [encoder(a, b, activation, rng=rng, init=init) for a, b in widths]
    if pretrained:  # in place, so the classifier below gets pretrained layers
        pretrain(encoders, x, rng=rng)
    model = classifier(encoders, rng=rng)
    optimizer = SGD(model.parameters(), lr=lr)
    options = {"n_epochs": n_epochs, "batch_size": 32, "rng": rng, "progress": False}
    fit(model, softmax_cross_entropy, x, y, optimizer, **options)
    return accuracy(model, x_new, y_new)


def fixed_and_learned_features(data, *, rng, n_epochs: int = 20) -> tuple[float, float]:
    """The test accuracies of a 64-16-10 ReLU network with fixed random features, and with all layers trained.

    Both start from the same weights. Source: deck Sohn, "End-to-end learning".
    """
    x, y, x_new, y_new = data
    model, found = classifier([encoder(N_PIXELS, N_HIDDEN, relu, rng=rng, init=he_normal)], rng=rng), []
    start = model.state_dict()
    for parameters in (model.layers[-1].parameters(), model.parameters()):
        model.load_state_dict(start)
        # an optimizer changes only the parameters that it is given: those of the last layer, then all
        options = {"n_epochs": n_epochs, "batch_size": 32, "rng": rng, "progress": False}
        fit(model, softmax_cross_entropy, x, y, SGD(parameters, lr=0.1), **options)
        found.append(accuracy(model, x_new, y_new))
    return found[0], found[1]


@kept
def left_by_codes(seed: int, n_epochs: int = 100) -> tuple[float, float]:
    """What codes of 16 numbers leave of the variation of the training digits: principal, and learned ones.

    Learned by a linear autoencoder 64-16-64.
    """
    (x, *_), rng = data_of(seed)
    model = autoencoder(encoder(N_PIXELS, N_HIDDEN, rng=rng), rng=rng)
    _, after = train_autoencoder(model, x, n_epochs=n_epochs, rng=rng)
    variation = ((x - x.mean(axis=0)) ** 2).sum() / len(x)
    return principal_error(x, N_HIDDEN) / variation, after / variation


@kept
def accuracies_of(unit: str, pretrained: bool, seeds: range) -> np.ndarray:
    """The accuracy of `fine_tuned` for each seed.   -> (n_seeds,)"""
    runs = (data_of(seed) for seed in seeds)
    return np.array([fine_tuned(unit, pretrained, data, rng=rng) for data, rng in runs])


def numbers() -> dict[str, Number]:
    """What codes leave of the variation, and accuracies of deep networks from three starts."""
    source = "other trainings of it, and singular values"
    found = {"n_runs": Number(len(SETS[""]), "d", (), "a setting of ours")}
    for end, seed in (("", 0), ("_again", 100)):
        principal, learned = left_by_codes(seed)
        found[f"principal{end}"] = Number(principal, ".1%", ("F076",), source)
        found[f"learned{end}"] = Number(learned, ".1%", ("F076",), source)
    starts = {"random": ("sigmoid", False), "pretrained": ("sigmoid", True), "relu": ("ReLU", False)}
    for name, (unit, pretrained) in starts.items():
        for end, seeds in SETS.items():
            values = accuracies_of(unit, pretrained, seeds)
            found[f"{name}{end}"] = Number(
                float(values.mean()), ".0%", ("F076",), source, 0.05, mean_interval(values), len(values)
            )
    return found
