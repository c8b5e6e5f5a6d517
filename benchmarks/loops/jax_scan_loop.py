"""JAX: `lax.scan` over the steps, compiled as a whole; parameters and slots as lists of arrays."""

import jax
import numpy as np

from benchmarks.peers import Task, jax_jit_peer

VERSION = jax_jit_peer.VERSION
NOTE = "jit of lax.scan over the steps; arrays in lists"


def task(fitting, flat=False):
    step, split, start, x, y = jax_jit_peer.one_step(fitting.step, flat)

    def all_steps(state, x, y):
        return jax.lax.scan(lambda state, _: step(state, x, y), state, None, length=fitting.n_steps)

    compiled, state = jax.jit(all_steps), None

    def run():
        nonlocal state
        state, losses = compiled(start, x, y)
        return jax.block_until_ready(losses)

    return Task(run, lambda: [np.asarray(a) for a in (split(state[0][0]) if flat else state[0])])
