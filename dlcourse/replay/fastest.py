"""Chapter 20: the fastest way to do the calls of a replay on a device: the seam to machine code.

Nothing but this module knows of machine code, and all goes on without its folder.
"""

import numpy as np

from dlcourse.replay.cuda_graph import as_graphs

try:
    import dlcourse.replay.machine_code as machine_code
except ModuleNotFoundError as error:
    if error.name != "dlcourse.replay.machine_code":
        raise
    machine_code = None


def fastest(xp, calls, scratch) -> list:
    """The calls as machine code on a CPU, as CUDA graphs on a GPU, and as they are where there is neither.

    scratch: memory whose content nobody reads after the last call.
    """
    if xp is not np:
        return as_graphs(xp, calls)
    return machine_code.as_machine_code(calls, scratch) if machine_code else calls


def as_loop(xp, calls, scratch, **parts):
    """The calls of a step as a loop over many steps, or in words why there is none.

    parts: what the loop reads and writes beside; see machine_code.
    """
    if xp is not np:
        return "on a GPU the steps are launched one by one"
    if machine_code is None:
        return "there is no machine code"
    return machine_code.as_loop(calls, scratch, **parts)
