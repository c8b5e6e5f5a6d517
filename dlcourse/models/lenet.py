"""Chapter 19: LeNet-5, and how many parameters convolutional networks have."""

from dlcourse import expect
from dlcourse.layers import Conv2d, Flatten, Linear, MaxPool2d, Sequential
from dlcourse.ops import tanh


class LeNet(Sequential):
    """LeNet-5: two convolutions, each with pooling, then three linear layers.   x (m, 1, 32, 32) -> z (m, 10)

    The feature maps have sides of 28, 14, 10 and 5 pixels; 61,706 parameters. For images of 28 x 28 pixels,
    `padding=2` adds the border. The original (LeCun, Bottou, Bengio and Haffner 1998) pools by trainable
    averages, leaves out connections in its second convolution and ends in fixed RBF units:
    `lenet_parameters` counts those forms, too. Source: deck Fix on convolutional networks, slides 1 to 3.
    """

    def __init__(self, *, rng, activation=tanh, n_classes: int = 10, padding: int = 0, **options):
        super().__init__(
            Conv2d(1, 6, 5, padding=padding, rng=rng, **options),  # C1, with the names of the paper
            activation,
            MaxPool2d(2),  # S2; before a monotonic activation it would give the same
            Conv2d(6, 16, 5, rng=rng, **options),  # C3
            activation,
            MaxPool2d(2),  # S4
            Flatten(),
            Linear(16 * 5 * 5, 120, rng=rng, **options),  # C5: on 5 x 5 maps a 5 x 5 convolution is linear
            activation,
            Linear(120, 84, rng=rng, **options),  # F6: 84 = 7 x 12, the bitmap of a character in the paper
            activation,
            Linear(84, n_classes, rng=rng, **options),  # logits; the softmax is part of the loss
        )


def conv_parameters(n_in: int, n_out: int, kernel: int, groups: int = 1) -> int:
    """The number of weights and biases of a convolution. With groups, an output sees n_in / groups inputs.

    n_in, n_out: feature maps; kernel: the side of a kernel. Raises ValueError for groups that do not divide
    n_in.

    >>> conv_parameters(1, 6, 5)
    156
    """
    expect.count(
        "conv_parameters",
        n_in=n_in,
        n_out=n_out,
        kernel=kernel,
        groups=groups,
        advice="count inputs, outputs, the side of a kernel and groups",
    )
    if n_in % groups:
        raise ValueError(
            f"conv_parameters: expected groups that divide n_in = {n_in}, got {groups}; take a divisor"
        )
    return n_out * (n_in // groups) * kernel**2 + n_out


def linear_parameters(n_in: int, n_out: int) -> int:
    """The number of weights and biases of a linear layer."""
    expect.count("linear_parameters", n_in=n_in, n_out=n_out, advice="count inputs and outputs")
    return n_in * n_out + n_out


def lenet_parameters(form: str = "full") -> dict[str, int]:
    """The number of parameters of each layer of LeNet-5.   -> layer name -> number

    form: "full", where every map of C3 sees all six of S2 (61,706 in all); "partial", with C3 connected as in
    table I of LeCun et al. 1998, where six maps see 3, nine see 4 and one sees 6 (60,806); "original", which
    adds a trainable weight and bias per pooled map and has an output of fixed RBF units (60,000). Raises
    ValueError for another form.

    >>> sum(lenet_parameters("original").values())
    60000
    """
    if form not in ("full", "partial", "original"):
        raise ValueError(
            f'lenet_parameters: expected form "full", "partial" or "original", got {form!r}; choose one'
        )
    n_links = 6 * 16 if form == "full" else 6 * 3 + 9 * 4 + 6  # pairs of a map of S2 and one of C3
    original = form == "original"
    return {
        "C1": conv_parameters(1, 6, 5),
        "S2": 2 * 6 if original else 0,
        "C3": n_links * 5**2 + 16,
        "S4": 2 * 16 if original else 0,
        "C5": linear_parameters(16 * 5 * 5, 120),
        "F6": linear_parameters(120, 84),
        "output": 0 if original else linear_parameters(84, 10),
    }


def alexnet_parameters(grouped: bool = True) -> dict[str, int]:
    """The number of parameters of each layer of AlexNet, Krizhevsky, Sutskever and Hinton 2012.

    grouped: convolutions 2, 4 and 5 in two halves, one per GPU, as published (60,965,224 in all); otherwise
    every map sees all maps below it (62,378,344). Source: deck Fix on convolutional networks, slide 6, "60
    million".
    """
    groups = 2 if grouped else 1  # half of the weights: each map sees only the maps on its own GPU
    return {
        "conv1": conv_parameters(3, 96, 11),
        "conv2": conv_parameters(96, 256, 5, groups),
        "conv3": conv_parameters(256, 384, 3),  # the one convolution in which the two GPUs exchange maps
        "conv4": conv_parameters(384, 384, 3, groups),
        "conv5": conv_parameters(384, 256, 3, groups),
        "fc6": linear_parameters(256 * 6 * 6, 4096),  # most of the parameters: 37.8 million
        "fc7": linear_parameters(4096, 4096),
        "fc8": linear_parameters(4096, 1000),
    }
