"""Checks: matrices of curvatures, products with them, and pairs of steps, for the exercises of chapter 13."""

import numpy as np

from dlcourse.checks.drawn_landscapes import hessian_of_network, turned


def bent(rng, signs) -> np.ndarray:
    """A symmetric matrix with eigenvalues of these signs, of sizes from 0.5 to 3, in any directions."""
    Q = turned(rng, len(signs))
    H = (Q * (rng.uniform(0.5, 3, size=len(signs)) * signs)) @ Q.T
    return (H + H.T) / 2


def at_a_point(rng, signs, **more) -> dict:
    """The inputs of a step that knows the curvature.   signs: of the eigenvalues"""
    n = len(signs)
    return {"theta": rng.normal(size=n), "g": rng.normal(size=n), "H": bent(rng, signs)} | more


SHOWN = [  # a bowl, and a saddle: on paper, x^2 - 1.5 y^2 + 0.8 x y and a plane
    {
        "theta": np.array([0.7, -1.1]),
        "g": np.array([1.3, 0.4]),
        "H": np.array([[2.1, 0.5], [0.5, 1.6]]),
    },
    {
        "theta": np.array([-0.3, 0.9]),
        "g": np.array([0.6, 1.7]),  # with both signs in the step of Newton
        "H": np.array([[2.0, 0.8], [0.8, -3.0]]),
    },
]


def newtons() -> tuple:
    """The VISIBLE and the `draw` of `newton_step`."""

    def draw(rng):
        yield from (at_a_point(rng, signs) for signs in ([1, 1, 1], [-1, 1], [-1, -1, -1, -1], [1, -1, 1]))

    return SHOWN, draw


def saddle_free_steps() -> tuple:
    """The VISIBLE and the `draw` of `saddle_free_step`. Now and then `least` lifts eigenvalues."""
    shown = [SHOWN[0] | {"least": 0.01}, SHOWN[1] | {"least": 0.01}, SHOWN[1] | {"least": 2.6}]

    def draw(rng):
        for signs in ([1, -1, 1], [-1, -1], [1, 1, -1, -1, 1]):
            yield at_a_point(rng, signs, least=0.01)
            drawn = at_a_point(rng, signs)
            sizes = np.sort(abs(np.linalg.eigvalsh(drawn["H"])))
            yield drawn | {"least": float(sizes[:2].mean())}
        flat = at_a_point(rng, [1, 0, -1])  # an eigenvalue of 0, which only `least` divides by
        yield flat | {"least": 0.25}

    return shown, draw


def _bowl(n: int) -> np.ndarray:
    H = bent(np.random.default_rng(n), np.ones(n))
    return np.round(H, 1) if n == 2 else H


BOWLS = {n: _bowl(n) for n in (2, 6, 30)}


def _times(n: int, v):
    if np.shape(v) != (n,):
        raise ValueError(f"product: expected v ({n},), got {np.shape(v)}; one vector at a time")
    return BOWLS[n] @ v


def product_of_2(v):
    """A v for a positive definite A of 2 rows."""
    return _times(2, v)


def product_of_6(v):
    """The same of 6 rows."""
    return _times(6, v)


def product_of_30(v):
    """The same of 30 rows."""
    return _times(30, v)


PRODUCTS = product_of_2, product_of_6, product_of_30
STEPS = {product_of_2: 2, product_of_6: 6, product_of_30: 7}  # as many as `conjugate_gradient` is asked for
MATRICES = {product.__name__: BOWLS[n] for product, n in zip(PRODUCTS, BOWLS, strict=True)}


def systems() -> tuple:
    """The VISIBLE and the `draw` of `conjugate_gradient`."""
    shown = [
        {"product": product_of_2, "b": np.array([1.3, -0.4]), "n_steps": 2},
        {
            "product": product_of_6,
            "b": np.array([0.7, -1.2, 0.4, 1.9, -0.6, 1.1]),
            "n_steps": 4,
        },
    ]

    def draw(rng):
        for product, n_steps in ((product_of_6, 3), (product_of_30, 7), (product_of_6, 6), (product_of_2, 1)):
            size = len(MATRICES[product.__name__])
            yield {"product": product, "b": rng.normal(size=size), "n_steps": n_steps}

    return shown, draw


def best_of_krylov(A, b, n_steps: int) -> tuple:
    """What conjugate gradients reach: in the space of b, A b, A^2 b, ... the minimum, and |b - A x| at each.

    By the equations of that minimum in an orthogonal basis, with none of the method's own formulas.
    """
    basis, x, sizes = np.empty((len(b), 0)), np.zeros(len(b)), [np.linalg.norm(b)]
    for _ in range(n_steps):
        new = b - A @ x
        for _ in range(2):  # once more, since rounding leaves a part
            new = new - basis @ (basis.T @ new)
        basis = np.column_stack([basis, new / np.linalg.norm(new)])
        x = basis @ np.linalg.solve(basis.T @ A @ basis, basis.T @ b)
        sizes.append(np.linalg.norm(b - A @ x))
    return x, np.array(sizes)


def two_layers(rng, d: int, n: int, m: int) -> dict:
    """The inputs of `hessian_times`: a network of n units, its samples, and a vector."""
    p = n * (d + 2) + 1
    sizes = {"theta": p, "x": (m, d), "y": m, "v": p}
    return {name: rng.normal(size=size) for name, size in sizes.items()}


def networks_and_vectors() -> tuple:
    """The VISIBLE and the `draw` of `hessian_times`."""
    rng = np.random.default_rng(13)
    shown = [
        {name: np.round(value, 1) for name, value in two_layers(rng, *sizes).items()}
        for sizes in ((1, 1, 2), (2, 2, 4))
    ]

    def draw(rng):
        yield from (two_layers(rng, *sizes) for sizes in ((1, 2, 5), (2, 3, 4), (3, 2, 7)))

    return shown, draw


def product_of_network(theta, x, y, v):
    """H v of that network, from its whole Hessian."""
    return hessian_of_network(theta, x, y) @ v


def pairs(rng, n: int, signs: str, scale: float) -> dict:
    """The inputs of `two_loop`: steps and changes of the gradient, with y^T s above 0 for "+", else below."""
    H, S = bent(rng, np.ones(n)), rng.normal(size=(len(signs), n))
    turns = np.array([1 if sign == "+" else -1 for sign in signs])
    # more than H s alone, whose matrices of different pairs would commute with nothing lost
    Y = turns[:, None] * (S @ H + 0.1 * S * rng.uniform(0.5, 1.5, size=S.shape))
    return {"g": rng.normal(size=n), "S": S, "Y": Y, "scale": scale}


def pairs_of_steps() -> tuple:
    """The VISIBLE and the `draw` of `two_loop`: one pair, some pairs, and pairs to be left out."""
    rng = np.random.default_rng(7)
    shown = [
        pairs(rng, n, signs, scale) for n, signs, scale in ((2, "+", 0.5), (3, "++", 0.4), (2, "+-+", 0.6))
    ]
    for inputs in shown:
        inputs.update({name: np.round(inputs[name], 1) for name in ("g", "S", "Y")})

    def draw(rng):
        for n, signs in ((3, "+++"), (4, "-++"), (6, "++-+++"), (3, "-"), (2, "+")):
            yield pairs(rng, n, signs, float(rng.uniform(0.2, 0.8)))

    return shown, draw


def estimate_of_inverse(S, Y, scale: float) -> np.ndarray:
    """The matrix of BFGS, formed: M <- (I - s y^T / y^T s) M (I - y s^T / y^T s) + s s^T / y^T s."""
    eye = np.eye(S.shape[1])
    M = scale * eye
    for s, y in zip(S, Y, strict=True):
        if y @ s > 0:
            left = eye - np.outer(s, y) / (y @ s)
            M = left @ M @ left.T + np.outer(s, s) / (y @ s)
    return M
