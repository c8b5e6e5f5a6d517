"""PyTorch, eager, as fast as it goes: of its optimizers' three forms the fused one, which was the fastest,
and of its Hessians the one with all rows at once."""

import torch

from benchmarks.peers import torch_eager_peer

VERSION = torch.__version__
NOTE = "fused optimizers; Hessian vectorized, all rows in one backward pass"
LACKS = dict.fromkeys(("chain", "gradient", "inference"), "there is nothing to tune beside torch_eager")


def training(workload, device="cpu"):
    return torch_eager_peer.training(workload, device, fused=True)


def hessian(workload):
    return torch_eager_peer.hessian(workload, vectorize=True)
