"""Chapter 2: random numbers in a control; `random.js` has numpy's default generator, bit for bit.

Many numbers, also normal ones, come from a generator; a control that asks for them needs `normal.js`.
"""

import numpy as np


def draws(seed, n):
    """The first n numbers in [0, 1) of the default generator for that seed.

    >>> draws(0, 2) == np.random.default_rng(0).random(2).tolist()
    True
    """
    return np.random.default_rng(int(seed)).random(int(n)).tolist()


def generator(seed):
    """The default generator for that seed, one number or up to four. What draws from it moves it on."""
    return np.random.default_rng([int(one) for one in np.ravel(seed)])


def normals(rng, n):
    """The next n standard normal numbers.

    >>> normals(generator(0), 2) == np.random.default_rng(0).standard_normal(2).tolist()
    True
    """
    return rng.standard_normal(int(n)).tolist()


def uniforms(rng, n):
    """The next n numbers in [0, 1)."""
    return rng.random(int(n)).tolist()


def orthonormal(A, n):
    """The matrix with orthonormal columns that span those of A (n, n), one by one; both are flat.

    >>> orthonormal([0, 2, 3, 9], 2)
    [0.0, 1.0, 1.0, 0.0]
    """
    Q, R = np.linalg.qr(np.reshape(A, (n, n)))
    # + 0.0: no -0.0
    return (Q * np.where(np.diag(R) < 0, -1.0, 1.0) + 0.0).ravel().tolist()
