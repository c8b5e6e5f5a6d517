"""JAX as in `jax_jit`, with all parameters in one vector: fewer arrays to hand over, which pays in small
networks."""

from benchmarks.peers import jax_jit_peer

VERSION = jax_jit_peer.VERSION
LACKS = dict.fromkeys(("chain", "gradient", "hessian", "inference"), "differs from jax_jit in training only")
NOTE = "as jax_jit; parameters and optimizer state as one vector each"


def training(workload, device="cpu"):
    return jax_jit_peer.training(workload, device, flat=True)
