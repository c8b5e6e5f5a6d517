"""Chapter 6, exercise 6.4a: two inputs, two rules."""

import numpy as np

from dlcourse.checks import GRADIENTS, Right, edits, normal, slopes

READ, ROWS = "06b_the_engine#an-op-and-its-rule", "S152 S153 S155 L032"
HINT = "matmul: which product of G and b has the shape of a? power: a^b is e^(b ln a), or b factors a."
REFUSED = *GRADIENTS, "dlcourse.op", "dlcourse.ops", "dlcourse.graphs", "dlcourse.layers"


def pair(rng, op, sizes, decimals=None):
    m, k, n = sizes
    shapes = {"a": (m, k), "b": (k, n), "G": (m, n)} if op == "matmul" else dict.fromkeys("abG", (m, k))
    drawn = normal(rng, decimals=decimals, **shapes)
    return {"op": op} | drawn | ({"a": abs(drawn["a"]) + 0.3} if op == "power" else {})


VISIBLE = [pair(np.random.default_rng(1), op, (3, 2, 5), 1) for op in ("matmul", "power")]


def draw(rng):
    for sizes in ((5, 3, 2), (3, 3, 3), (2, 7, 5)):
        yield from (pair(rng, "matmul", sizes), pair(rng, "power", sizes))


def judge(op, a, b, G):
    def J(a, b):
        return (G * (a @ b if op == "matmul" else a**b)).sum()

    known = {"m": len(a), "n": G.shape[1]} if op == "matmul" else {"a^b": a**b, "ln a": np.log(a)}
    return Right(**slopes(J, {"a": a, "b": b}, "a b")).knowing(known)


WRONG = edits(r"""
G @ b.T -> b @ G.T OR G @ b.T -> (b @ G.T).T[::-1] ~ da
G @ b.T -> G @ b ~ in the line `return G @ b, a.T @ G`
a.T @ G -> a @ G ~ in the line `return G @ b.T, a @ G`
G @ b.T, a.T @ G -> a.T @ G, G @ b.T ~ da
return G @ b.T, a.T @ G -> return b.T, a.T ~ da
G @ b.T, a.T @ G -> b.sum(axis=1) + 0 * a, a.sum(axis=0)[:, None] + 0 * b
    | G is missing in a matrix product: da and db are what J hears, not the sum of Y.
G * b * power / a -> G * power * np.log(a) | a^b is a power of a: its slope for a is b a^(b - 1).
G * power * np.log(a) -> G * a * abs(b) ** (a - 1) OR G * power * np.log(a) -> G * b * power / a
    | For b, a^b is an exponential: its slope is ln a times a^b.
G * b * power / a -> G * power / a ~ da
G * b * power / a -> G * b * power ~ da
G * b * power / a -> b * power / a ~ da
G * power * np.log(a) -> power * np.log(a) ~ db
G * power * np.log(a) -> G * power ~ db
G * power * np.log(a) -> G * power * np.log10(a) | The logarithm is that to the base e, np.log.
""")
RIGHT = edits("b * power / a -> b * a ** (b - 1); G @ b.T -> (b @ G.T).T | the rule of school")
