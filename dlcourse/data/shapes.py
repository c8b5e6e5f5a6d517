"""Chapter 3: shapes in the plane that no line separates: spirals, moons; and blobs, which a line may."""

import numpy as np

from dlcourse import expect
from dlcourse.data.toy import check_noise


def spirals(m: int = 100, n_classes: int = 2, *, rng, noise: float = 0.02, turns: float = 1.0):
    """One arm per class, wound around the origin.   -> x (m n_classes, 2), y (m n_classes,), classes from 0

    m: points per arm. Point t in (0, 1] of arm j lies at radius t and angle 2 pi (turns t + j / n_classes),
    plus normal noise of deviation `noise` in each coordinate. Raises ValueError for counts below 1.
    """
    expect.count("spirals", m=m, n_classes=n_classes, advice="count samples and classes")
    check_noise("spirals", noise, rng)
    t = np.arange(1, m + 1) / m
    arms = []
    for j in range(n_classes):
        angle = 2 * np.pi * (turns * t + j / n_classes)
        arms.append(t[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1))
    x = np.concatenate(arms)
    return x + noise * rng.standard_normal(x.shape), np.repeat(np.arange(n_classes), m)


def moons(m: int = 100, *, rng, noise: float = 0.1):
    """Two half circles that reach into each other.   -> x (2m, 2), y (2m,), classes 0 and 1

    m: points per moon. The upper is (cos a, sin a), the lower (1 - cos a, 1/2 - sin a), a from 0 to pi; noise
    is the deviation of each coordinate. The same curves as scikit-learn's make_moons.
    """
    expect.count("moons", m=m, advice="count samples")
    check_noise("moons", noise, rng)
    a = np.linspace(0, np.pi, m)
    upper = np.stack([np.cos(a), np.sin(a)], axis=1)
    lower = np.stack([1 - np.cos(a), 0.5 - np.sin(a)], axis=1)
    x = np.concatenate([upper, lower])
    return x + noise * rng.standard_normal(x.shape), np.repeat([0, 1], m)


def blobs(m: int = 100, centers=((-1.0, 0.0), (1.0, 0.0)), *, rng, std: float = 0.5):
    """A normal cloud around each center.   -> x (m n_centers, n), y (m n_centers,), classes from 0

    m: points per cloud; centers (n_centers, n); std: the deviation of each coordinate. Raises ValueError for
    centers of another shape.
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
    x = np.repeat(centers, m, axis=0)
    return x + std * rng.standard_normal(x.shape), np.repeat(np.arange(len(centers)), m)
