"""JAX as in `jax_scan`, with all parameters in one vector."""

from benchmarks.loops import jax_scan_loop

VERSION = jax_scan_loop.VERSION
NOTE = "as jax_scan; parameters and optimizer state as one vector each"


def task(fitting):
    return jax_scan_loop.task(fitting, flat=True)
