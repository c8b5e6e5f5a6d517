"""The peers. Each module has NAME, `training(workload)` and `scalar_chain(workload)`, or None where it has no
such.

`training` returns a step function that gives the loss before the step, and a function that gives the weights.
`scalar_chain` returns a function that gives the derivatives by w and b.
A peer that is not installed raises ImportError when imported, and is skipped by name.
"""

import importlib

NAMES = ("dlcourse", "numpy_by_hand", "torch_eager")


def load():
    """The peers that can be imported, and the names of those that cannot, with the reason."""
    peers, skipped = {}, {}
    for name in NAMES:
        try:
            peers[name] = importlib.import_module(f"benchmarks.peers.{name}_peer")
        except ImportError as error:
            skipped[name] = str(error)
    return peers, skipped
