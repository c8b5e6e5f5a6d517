"""Chapter 14: autoencoders. Features learned without labels, and what a start from them is worth.

A network is trained to give back its own input through a narrow layer; its first half then extracts features,
and is the start of a classifier that is fine-tuned on labels. Source: deck Fix, pages 86 and 87; Bengio,
Lamblin, Popovici and Larochelle 2006. The images are the library's `digits`; sizes and rates are ours.
"""

import numpy as np

from dlcourse.initializers import glorot_uniform, he_normal
from dlcourse.layers import Linear, Sequential
from dlcourse.losses import mean_squared_error, softmax_cross_entropy
from dlcourse.losses.classification import is_right
from dlcourse.ops import relu, sigmoid
from dlcourse.optimizers import SGD, Adam
from dlcourse.prediction import predict
from dlcourse.training import fit

N_PIXELS, N_HIDDEN, N_CLASSES = 64, 16, 10
DEEP = (N_PIXELS, 32, 32, 32, N_HIDDEN)
UNITS = {"sigmoid": (sigmoid, glorot_uniform, 0.5), "ReLU": (relu, he_normal, 0.1)}  # with initializer, lr


def encoder(n_in: int, n_hidden: int, activation=None, *, rng, init=glorot_uniform) -> Sequential:
    """One layer with its activation, None for the identity.   x (m, n_in) -> code (m, n_hidden)"""
    layer = Linear(n_in, n_hidden, rng=rng, init=init)
    return Sequential(layer) if activation is None else Sequential(layer, activation)


def autoencoder(encoder: Sequential, *, rng) -> Sequential:
    """The encoder, which is shared, and a linear layer that decodes.   x (m, n) -> x_hat (m, n)"""
    layer = encoder.layers[0]
    return Sequential(*encoder.steps, Linear(layer.n_out, layer.n_in, rng=rng))


def reconstruction_error(model, x) -> float:
    """The mean of |x_hat - x|^2 over the samples x (m, n)."""
    return float(mean_squared_error(predict(model, x), x))


def principal_error(x, k: int) -> float:
    """The least reconstruction error of any linear code of k numbers: that of k principal components.

    x (m, n). The squared singular values of the centered x from the (k + 1)st on, summed, over m. Source:
    Eckart and Young 1936; Baldi and Hornik 1989 for linear autoencoders.

    >>> round(principal_error(np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 0.5], [0.0, -0.5]]), 1), 9)
    0.125
    """
    singular = np.linalg.svd(x - x.mean(axis=0), compute_uv=False)
    return float((singular[k:] ** 2).sum() / len(x))


def train_autoencoder(model, x, *, n_epochs: int, rng, lr: float = 0.01) -> list[float]:
    """Fit the model to give back x (m, n), by Adam.   -> the reconstruction errors before and after"""
    before = reconstruction_error(model, x)
    optimizer = Adam(model.parameters(), lr=lr)
    options = {"n_epochs": n_epochs, "batch_size": 64, "rng": rng, "progress": False}
    fit(model, mean_squared_error, x, x, optimizer, **options)
    return [before, reconstruction_error(model, x)]


def pretrain(encoders, x, *, n_epochs: int = 20, rng) -> list[list[float]]:
    """Greedy, in place: each encoder learns to give back what those below it make of x. No labels.

    -> the reconstruction errors before and after, per encoder
    """
    errors = []
    for lower in encoders:
        errors.append(train_autoencoder(autoencoder(lower, rng=rng), x, n_epochs=n_epochs, rng=rng))
        x = predict(lower, x)
    return errors


def classifier(encoders, *, rng) -> Sequential:
    """The encoders one after the other, and a linear layer for the logits of the classes."""
    steps = [step for lower in encoders for step in lower.steps]
    return Sequential(*steps, Linear(encoders[-1].layers[0].n_out, N_CLASSES, rng=rng))


def accuracy(model, x, y) -> float:
    """The share of samples whose greatest logit is that of their class."""
    return float(is_right(predict(model, x), y).mean())


def fine_tuned(unit: str, pretrained: bool, data, *, rng, n_epochs: int = 20) -> float:
    """Accuracy on new images of a network DEEP after plain descent on labels, from either start.

    unit: a name in UNITS, which brings initializer and rate. data: x, y to train on and x, y to test on. Four
    layers of sigmoids learn nothing from a random start in this time and much from a pretrained one; ReLU
    units with He's initializer do not need it: "not that critical nowadays", says the deck.
    """
    activation, init, lr = UNITS[unit]
    x, y, x_new, y_new = data
    widths = zip(DEEP[:-1], DEEP[1:], strict=True)
    encoders = [encoder(a, b, activation, rng=rng, init=init) for a, b in widths]
    if pretrained:
        pretrain(encoders, x, rng=rng)
    model = classifier(encoders, rng=rng)
    optimizer = SGD(model.parameters(), lr=lr)
    options = {"n_epochs": n_epochs, "batch_size": 32, "rng": rng, "progress": False}
    fit(model, softmax_cross_entropy, x, y, optimizer, **options)
    return accuracy(model, x_new, y_new)


def fixed_and_learned_features(data, *, rng, n_epochs: int = 20) -> tuple[float, float]:
    """Accuracy on new images of a 64-16-10 ReLU network: features left as drawn, then all layers trained.

    Both from the same weights, by the same optimizer. Source: deck Sohn, "End-to-end learning".
    """
    x, y, x_new, y_new = data
    model, found = classifier([encoder(N_PIXELS, N_HIDDEN, relu, rng=rng, init=he_normal)], rng=rng), []
    start = model.state_dict()
    for parameters in (model.layers[-1].parameters(), model.parameters()):
        model.load_state_dict(start)
        options = {"n_epochs": n_epochs, "batch_size": 32, "rng": rng, "progress": False}
        fit(model, softmax_cross_entropy, x, y, SGD(parameters, lr=0.1), **options)
        found.append(accuracy(model, x_new, y_new))
    return found[0], found[1]
