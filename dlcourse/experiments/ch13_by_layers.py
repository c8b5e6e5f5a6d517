"""Chapter 13: since the decks: a curvature for each side of a weight matrix, and its step."""

import numpy as np

from dlcourse.numbers import Number

SEEDS = range(10)
LAYER = (784, 300)  # whose preconditioners are counted


def power(A, exponent: float):
    """A^exponent for a symmetric positive definite A (n, n), by its eigenvalues."""
    eigenvalues, Q = np.linalg.eigh(A)
    return (Q * eigenvalues**exponent) @ Q.T


def step_of_two_sides(G):
    """(G G^T)^(-1/4) G (G^T G)^(-1/4) for a gradient G (n, n) of full rank.   -> (n, n)

    Shampoo's step where it has seen this gradient alone. Source: Gupta et al. 2018.
    """
    return power(G @ G.T, -0.25) @ G @ power(G.T @ G, -0.25)


def without_singular_values(G):
    """U V^T for G = U S V^T: the nearest matrix whose singular values are all 1.   (n_in, n_out)

    Muon's step, without momentum. Source: Bernstein and Newhouse 2024.
    """
    U, _, Vt = np.linalg.svd(G, full_matrices=False)
    return U @ Vt


def difference() -> float:
    """The largest entry of the difference of both steps over SEEDS, for square gradients of 12 rows."""
    normal = (np.random.default_rng(seed).standard_normal((12, 12)) for seed in SEEDS)
    return max(float(abs(step_of_two_sides(G) - without_singular_values(G)).max()) for G in normal)


def numbers() -> dict[str, Number]:
    """How far both steps are apart, and how many numbers two sides of a layer take, against its Hessian."""
    n_in, n_out = LAYER
    return {
        "difference": Number(difference(), ".0e", (), "a closed form"),
        "two_sides": Number(n_in**2 + n_out**2, ",", (), "by hand"),
        "whole": Number((n_in * n_out) ** 2, ".1e", (), "by hand"),
    }
