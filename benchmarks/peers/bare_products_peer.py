"""The floor of numpy's calls: the step's matrix products alone, each into an array made once.

No physical floor: products in other shapes, or without numpy's call around them, can be faster. It
computes no result.
"""

from itertools import pairwise

import numpy as np

from benchmarks.peers import Task

VERSION = np.__version__
LACKS = dict.fromkeys(("chain", "gradient", "hessian"), "no matrix products to speak of")
NOTE = "a floor for numpy calls, not a physical one: the matrix products alone, preallocated"


def training(workload):
    """Each layer's x W, x^T G, and but for the first G W^T."""
    h, W = _arrays(workload)
    G, slopes = [np.ones_like(a) for a in h], [np.empty_like(a) for a in W]

    def run():
        for i, w in enumerate(W):
            np.matmul(h[i], w, out=h[i + 1])
        for i in range(len(W) - 1, -1, -1):
            np.matmul(h[i].T, G[i + 1], out=slopes[i])
            if i:
                np.matmul(G[i + 1], W[i].T, out=G[i])

    return Task(run, checked=False)


def inference(workload):
    h, W = _arrays(workload)

    def run():
        for i, w in enumerate(W):
            np.matmul(h[i], w, out=h[i + 1])

    return Task(run, checked=False)


def _arrays(workload):
    rng = np.random.default_rng(0)  # a product of zeros may run at another speed
    h = [rng.standard_normal((workload.batch_size, n), dtype=np.float32) for n in workload.widths]
    W = [
        rng.standard_normal(shape, dtype=np.float32) / shape[0] ** 0.5 for shape in pairwise(workload.widths)
    ]
    return h, W
