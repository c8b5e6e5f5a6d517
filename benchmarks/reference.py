"""What every peer must reach: each workload once more, by hand and in float64."""

import numpy as np

from benchmarks.peers import numpy_by_hand_peer as by_hand


def outcome(workload) -> list:
    """The arrays that `agreement.outcome` finds for a peer that computes right."""
    return KINDS[workload.kind](workload)


def _training(workload):
    task = by_hand.training(workload, dtype=np.float64)
    losses = np.array([task.run() for _ in range(workload.n_check)])
    return [losses, *(w.copy() for w in task.weights())]


def _chain(workload):
    x, slope_w, slope_b = workload.x, 0.0, 0.0  # dx/dw and dx/db, carried forward
    for _ in range(workload.n_ops // 2):
        slope_w, slope_b = slope_w * workload.w + x, slope_b * workload.w + 1
        x = x * workload.w + workload.b
    return [np.array(slope_w), np.array(slope_b)]


def _gradient(workload):
    return by_hand.gradient(workload).run()


def _hessian(workload):
    """Central differences of the gradient by hand, of the fourth order."""
    parameters, x, y = workload.start()
    shapes, theta = [p.shape for p in parameters], np.concatenate([p.ravel() for p in parameters])

    def slope(theta):
        parts = np.split(theta, np.cumsum([np.prod(s) for s in shapes])[:-1])
        W, b, w, c = (part.reshape(s) for part, s in zip(parts, shapes, strict=True))
        h = np.tanh(x @ W + b)
        G = 2 / len(x) * (h @ w + c - y)
        g = (G @ w.T) * (1 - h * h)
        return np.concatenate([(x.T @ g).ravel(), g.sum(axis=0), (h.T @ G).ravel(), G.sum(axis=0)])

    eps = 1e-3
    rows = [
        (8 * (slope(theta + e) - slope(theta - e)) - slope(theta + 2 * e) + slope(theta - 2 * e)) / (12 * eps)
        for e in eps * np.eye(len(theta))
    ]
    return [np.array(rows)]


def _inference(workload):
    return by_hand.inference(workload, dtype=np.float64).run()


KINDS = {
    "training": _training,
    "chain": _chain,
    "gradient": _gradient,
    "hessian": _hessian,
    "inference": _inference,
}
