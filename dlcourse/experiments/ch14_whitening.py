"""Chapter 14: whitening: what its factor makes of the covariance, and how far it moves the samples.

Source of the questions: deck Fix, page 84.
"""

import numpy as np

from dlcourse.numbers import Number
from dlcourse.preprocessing import ZCA

N_SAMPLES = 500
BY_HAND = np.array([[1.0, 0.6], [0.6, 1.0]])


def samples(seed: int = 0, n: int = 5):
    """N_SAMPLES mixtures of n normal numbers, their covariance far from I.   -> (N_SAMPLES, n)"""
    rng = np.random.default_rng(seed)
    return rng.standard_normal((N_SAMPLES, n)) @ rng.standard_normal((n, n))


def root_of(C, power: float):
    """C^power for a symmetric positive definite C: the same eigenvectors, eigenvalues to that power."""
    eigenvalues, U = np.linalg.eigh(C)
    return (U * eigenvalues**power) @ U.T


def by_principal_axes(x, signs=None):
    """PCA whitening: coordinates along the eigenvectors of the covariance, each with variance 1.   (m, n)

    The eigenvector of the largest eigenvalue first. An eigenvector is one up to its sign: signs (n,) are
    those of their largest entries, all 1 if not given.
    """
    eigenvalues, U = np.linalg.eigh(np.cov(x.T))
    eigenvalues, U = eigenvalues[::-1], U[:, ::-1]
    largest = np.take_along_axis(U, abs(U).argmax(axis=0)[None], axis=0)[0]
    U = U * np.sign(largest) * (1 if signs is None else signs)
    return (x - x.mean(axis=0)) @ (U / np.sqrt(eigenvalues))


def whitening_factors(x):
    """Covariances after whitening with two readings of the slide's factor.   x (m, n) -> two (n, n) arrays

    First with sqrt(m - 1) (X X^T)^(-1/2), which gives the identity; then with 1 / sqrt(m - 1), as the text
    has it.
    """
    whitened = ZCA().fit(x).transform(x)
    # 1 / sqrt(m - 1) in place of sqrt(m - 1) divides by m - 1
    return np.cov(whitened.T), np.cov((whitened / (len(x) - 1)).T)


def change(x, whitened) -> float:
    """The mean squared distance that whitening moves the centered samples.   (m, n), (m, n)"""
    return float(((whitened - (x - x.mean(axis=0))) ** 2).sum(axis=1).mean())


def change_by_whitening(x) -> dict[str, float]:
    """The mean squared change of a centered sample by ZCA and by PCA whitening.   x (m, n)"""
    return {"ZCA": change(x, ZCA().fit(x).transform(x)), "PCA": change(x, by_principal_axes(x))}


def least_change(x) -> float:
    """The change by ZCA from the eigenvalues of the covariance: (m - 1)/m sum (1 - sqrt(eigenvalue))^2."""
    eigenvalues = np.linalg.eigvalsh(np.cov(x.T))
    return float((len(x) - 1) / len(x) * ((1 - np.sqrt(eigenvalues)) ** 2).sum())


def numbers() -> dict[str, Number]:
    """The whitening of a 2 x 2 covariance by hand; covariances by factor, and changes, of the samples."""
    x, W = samples(), root_of(BY_HAND, -0.5)
    _, small = whitening_factors(x)
    changes = change_by_whitening(x)
    eigenvalues = np.linalg.eigvalsh(BY_HAND)[::-1]
    forms = {
        "large": (1 / eigenvalues[0] ** 0.5, ".4f", ()),
        "small": (1 / eigenvalues[1] ** 0.5, ".4f", ()),
        "diagonal": (W[0, 0], ".4f", ("F073",)),
        "off_diagonal": (W[0, 1], ".4f", ("F073",)),
        "hand_zca": (((1 - np.sqrt(eigenvalues)) ** 2).sum(), ".2f", ("F073",)),
        "hand_pca": (4 - 2**0.5 * np.sqrt(eigenvalues).sum(), ".2f", ()),
        "n": (N_SAMPLES, "d", ()),
        "too_small": (small[0, 0], ".1e", ("F073",)),
        "zca": (changes["ZCA"], ".2f", ("F073",)),
        "pca": (changes["PCA"], ".2f", ("F073",)),
    }
    return {
        name: Number(value if form == "d" else float(value), form, rows, "closed forms", 1e-9)
        for name, (value, form, rows) in forms.items()
    }
