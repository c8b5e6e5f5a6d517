"""Chapter 20: the fastest way to make the calls of a replay on a device: the seam to machine code.

No other module of the library imports machine_code, and the library works without that folder.
"""

import numpy as np

from dlcourse.backend import xp_of
from dlcourse.replay.cuda_graph import as_graphs
from dlcourse.replay.update import Update, has_own_step

# The folder may be deleted. Only its own absence is accepted: an error within it must be seen.
try:
    import dlcourse.replay.machine_code as machine_code
except ModuleNotFoundError as error:
    if error.name != "dlcourse.replay.machine_code":
        raise
    machine_code = None

NO_CODE = "there is no machine code: pip install 'dlcourse[fast]'"
ON_GPU = "on a GPU the steps are launched one by one"


def has_code() -> bool:
    """Whether calls become machine code on this computer."""
    return machine_code is not None and machine_code.environment() is not None


def fastest(xp, calls, scratch) -> list:
    """The calls as machine code on a CPU, as CUDA graphs on a GPU, or unchanged where there is neither.

    scratch: memory whose content nobody reads after the last call.
    """
    if xp is not np:
        return as_graphs(xp, calls)
    return machine_code.as_machine_code(calls, scratch) if has_code() else calls


def update_of(optimizer) -> Update:
    """The Update after a replay: a recorded one where that is faster than the optimizer's own `apply`."""
    xp = xp_of(optimizer.theta)
    # On a GPU a recorded update becomes a CUDA graph, which needs the folder, but not llvmlite.
    earns = has_code() if xp is np else machine_code is not None and hasattr(xp, "cuda")
    if has_own_step(optimizer) or not earns:
        return Update(optimizer)
    return machine_code.RecordedUpdate(optimizer, fastest)


def why_no_loop(xp) -> str:
    """The reason, in words, why there are no loops of machine code here; "" where there are."""
    return ON_GPU if xp is not np else "" if has_code() else NO_CODE


def as_loop(xp, calls, scratch, **parts):
    """The calls of a step as a loop over many steps, or the reason, in words, why there is none.

    parts: what else the loop reads and writes; see machine_code.
    """
    return why_no_loop(xp) or machine_code.as_loop(calls, scratch, **parts)
