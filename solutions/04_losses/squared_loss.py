"""Chapter 4, exercise 4.5: three names for squares."""

from dlcourse.checks import GRADIENTS, Right, draws, edits, shaped, shown, slopes

READ, ROWS = "one-square-three-names", "S042 L006 K021 F018"
HINT = "One example with one output, y = 0 and y_hat = 3: what is each loss there, and what its slope?"
REFUSED = *GRADIENTS, "dlcourse.op", "dlcourse.losses"
NAMES = "half sse", "sse", "mse"
table = shaped(lambda m, k: {"y_hat": (m, k), "y": (m, k)})


def named(rng, name, *size, **options):
    return {"name": name} | table(rng, *size, **options)


VISIBLE = shown(named, 45, *((name, 5, 3) for name in NAMES))
draw = draws(named, *((name, *size) for size in ((7, 5), (3, 11)) for name in NAMES))


def judge(name, y_hat, y):
    def J(y_hat):
        square = ((y_hat - y) ** 2).sum()
        return square / 2 if name == "half sse" else square / (len(y) if name == "mse" else 1)

    known = dict(zip(("the number of examples m", "the number of outputs k"), y.shape, strict=True))
    right = Right(J=J(y_hat), **slopes(J, {"y_hat": y_hat}, "y_hat"))
    return right.knowing(known | {"y_hat - y": y_hat - y})


WRONG = edits(r"""
"sse": 1, -> "sse": 0.5, | Yours has a half in "sse": that is "half sse".
"half sse": 1 / 2 -> "half sse": 1 | The half is missing in "half sse".
"sse": 1, -> "sse": 1 / len(y), OR "half sse": 1 / 2 -> "half sse": 1 / 2 / len(y) OR "sse": 1, ->
    "sse": 1 / y.size, | A sum is asked for, not a mean: only "mse" is one.
"mse": 1 / len(y) -> "mse": 1 / 2 / len(y) | Yours has a half in "mse": it should have none.
"mse": 1 / len(y) -> "mse": 1 / y.size ~ is the number of outputs k: did you divide by it once too often?
"mse": 1 / len(y) -> "mse": 1 / y.shape[1] ~ looks divided by
factor * 2 * r -> factor * r OR factor * 2 * r -> r | The 2 that a square leaves is missing in dy_hat.
factor * 2 * r -> 2 * r ~ Is there a half in front of the square, which its derivative's 2 cancels?
factor * 2 * r -> 2 * r / len(y) | dy_hat is that of "mse" for every name.
factor * 2 * r -> -factor * 2 * r ~ dy_hat has the wrong sign
factor * 2 * r -> factor * 2 * r**2 ~ dy_hat has the factor y_hat - y once too often
factor * 2 * r -> factor * 2 * y_hat OR factor * 2 * r -> factor * 2 * (y_hat + y)
    | dy_hat needs the factor y_hat - y: yours has y_hat alone, or a sum.
factor * (r**2).sum() -> (factor * (r**2).sum()) ** 0.5 OR (r**2).sum() -> np.linalg.norm(r)
    | J is a root: the sum of the squares itself is asked for.
(r**2).sum() -> r.sum() ** 2 | J is the square of a sum: square each, then add up.
(r**2).sum() -> abs(r).sum() | J has |y_hat - y| in the place of its square.
(r**2).sum() -> (y_hat**2 - y**2).sum() | J has y_hat^2 - y^2: (y_hat - y)^2 is asked for.
(r**2).sum() -> (r**2).sum(axis=1) ~ it would be right: that sum is missing
factor * 2 * r -> factor * 2 * r.sum() ~ dy_hat is a single number
""")
RIGHT = edits("(r**2).sum() -> np.vdot(r, r) | an inner product")
