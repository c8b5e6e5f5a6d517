"""Chapter 3: classes of points in the plane: spirals and moons, which no line separates, and blobs.

Samples are returned class by class: split and batches shuffle them when given an rng.
"""

import numpy as np

from dlcourse import expect
from dlcourse.data.toy import check_noise


def spirals(m: int = 100, n_classes: int = 2, *, rng, noise: float = 0.02, turns: float = 1.0):
    """Spirals around the origin, one per class.   -> x (m n_classes, 2), y (m n_classes,), classes from 0

    m: points per class. The point at t in (0, 1] of class j has radius t and angle 2 pi (turns t +
    j / n_classes), plus normal noise of standard deviation `noise` in each coordinate. Raises ValueError for
    counts below 1 or a negative noise.
    """
    expect.count("spirals", m=m, n_classes=n_classes, advice="count samples and classes")
    check_noise("spirals", noise, rng)
    t = np.arange(1, m + 1) / m  # from 1/m on, not from 0: at the center all classes would meet
    arms = []
    for j in range(n_classes):
        angle = 2 * np.pi * (turns * t + j / n_classes)  # the same arm, rotated by j / n_classes of a turn
        arms.append(t[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1))
    x = np.concatenate(arms)
    # drawn also for noise 0: the state of the generator afterwards does not depend on the noise
    return x + noise * rng.standard_normal(x.shape), np.repeat(np.arange(n_classes), m)


def moons(m: int = 100, *, rng, noise: float = 0.1):
    """Two interleaved half circles.   -> x (2m, 2), y (2m,), classes 0 and 1

    m: points per half circle. The upper one is (cos a, sin a), the lower one (1 - cos a, 1/2 - sin a), for a
    from 0 to pi. noise: the standard deviation in each coordinate. The same curves as scikit-learn's
    make_moons. Raises ValueError for m below 1 or a negative noise.
    """
    expect.count("moons", m=m, advice="count samples")
    check_noise("moons", noise, rng)
    a = np.linspace(0, np.pi, m)
    upper = np.stack([np.cos(a), np.sin(a)], axis=1)
    lower = np.stack([1 - np.cos(a), 0.5 - np.sin(a)], axis=1)  # the upper, mirrored and moved by (1, 1/2)
    x = np.concatenate([upper, lower])
    return x + noise * rng.standard_normal(x.shape), np.repeat([0, 1], m)


def blobs(m: int = 100, centers=((-1.0, 0.0), (1.0, 0.0)), *, rng, std: float = 0.5):
    """A normal distribution around each center.   -> x (m n_centers, n), y (m n_centers,), classes from 0

    m: points per class. centers: (n_centers, n). std: the standard deviation in each coordinate. Raises
    ValueError for centers of another shape or that are not finite, m below 1 or a negative std.
    """
    expect.count("blobs", m=m, advice="count samples")
    check_noise("blobs", std, rng)
    centers = np.asarray(centers, float)
    if centers.ndim != 2 or len(centers) == 0:
        raise ValueError(
            f"blobs: expected centers of shape (n_centers, n), got {centers.shape}; one center per row"
        )
    if not np.isfinite(centers).all():
        raise ValueError("blobs: expected finite centers, got NaN or infinity; drop those centers")
    x = np.repeat(centers, m, axis=0)  # each center m times in a row, in the order of y below
    return x + std * rng.standard_normal(x.shape), np.repeat(np.arange(len(centers)), m)
