"""Chapter 3: layers."""

from dlcourse.layers.activations import RBF, Maxout, PReLU
from dlcourse.layers.batch_norm import BatchNorm
from dlcourse.layers.convolution import Conv2d, Flatten, MaxPool2d
from dlcourse.layers.dropout import Dropout, subnetworks
from dlcourse.layers.linear import Linear
from dlcourse.layers.module import Module
from dlcourse.layers.recurrent import LSTMCell, RNNCell
from dlcourse.layers.residual import Residual
from dlcourse.layers.sequential import MLP, Sequential

__all__ = [
    "MLP",
    "RBF",
    "BatchNorm",
    "Conv2d",
    "Dropout",
    "Flatten",
    "LSTMCell",
    "Linear",
    "MaxPool2d",
    "Maxout",
    "Module",
    "PReLU",
    "RNNCell",
    "Residual",
    "Sequential",
    "subnetworks",
]
