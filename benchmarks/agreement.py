"""Who may be timed: only a peer that reaches what the reference reaches, from the same start."""

import numpy as np

TOLERANCES = {"float32": 1e-3, "float64": 1e-8}  # relative; of weights, relative to how far they moved


def outcome(task, workload) -> list:
    """What the peer computes, as arrays: the losses of the first steps and the weights after them; or the
    result."""
    if workload.kind == "training":
        losses = np.array([float(task.run()) for _ in range(workload.n_check)])
        return [losses, *(np.array(w) for w in task.weights())]
    return [np.array(a.numpy() if hasattr(a, "numpy") else a) for a in task.run()]


def disagreement(found: list, expected: list, workload) -> str | None:
    """How `found` differs from the reference's `expected` by more than the tolerance, or None."""
    tolerance = TOLERANCES[workload.dtype]
    if len(found) != len(expected):
        return f"gives {len(found)} arrays, not {len(expected)}"
    names, starts, checked = _described(workload, expected)
    for name, a, b, start, check in zip(names, found, expected, starts, checked, strict=True):
        if a.shape != b.shape:
            return f"{name}: shape {a.shape}, not {b.shape}"
        error = np.linalg.norm(a - b) / max(np.linalg.norm(b - start), 1e-30)
        if check and not error <= tolerance:  # NaN disagrees
            return f"{name}: differs by {error:.1e} of its size, more than {tolerance:.0e}"
    return None


def _described(workload, expected):
    """A name, a start and whether to compare, for each array."""
    if workload.kind != "training":
        names = [f"result {i}" for i in range(len(expected))]
        return names, [0] * len(names), [True] * len(names)
    starts, *_ = workload.start()
    names = ["losses", *(f"parameter {i} after {workload.n_check} steps" for i in range(len(starts)))]
    return names, [0, *starts], [True, *workload.has_effect()]
