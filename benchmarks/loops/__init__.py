"""Loops over many training steps, one small module each: VERSION, NOTE, and `task(fitting)`, whose `run()`
does all steps from the start and gives the losses before each, and whose `weights()` are those after them.

A loop that is not installed raises ImportError when its module is imported, and is skipped by name.
"""

import importlib

OTHER_WAYS = ("steps", "many")
JAX = ("jax_scan", "jax_scan_flat")
NAMES = ("fit", *OTHER_WAYS, *JAX, "numba", "c")


def load(names=NAMES):
    """The loops that can be imported, and the names of those that cannot, with the reason."""
    found, skipped = {}, {}
    for name in names:
        try:
            found[name] = importlib.import_module(f"benchmarks.loops.{name}_loop")
        except ImportError as error:
            skipped[name] = str(error)
    return found, skipped
