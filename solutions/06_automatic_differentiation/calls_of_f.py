"""Chapter 6, exercise 6.8: keep, or compute again?"""

from dlcourse.checks import Right, edits

READ, ROWS = "store-or-recompute", "S135 S136 S178 S179 F026"
HINT = "Draw n = 9 values in a row, w first, and mark every third. Which are computed once, and which twice?"
REFUSED = ("dlcourse.experiments",)
VISIBLE = [{"n": n, "k": k} for n, k in ((9, 3), (7, 2))]


def draw(rng):
    for n, k in ((12, 5), (11, 4), (1, 2), (int(rng.integers(13, 20)), 3), (int(rng.integers(20, 30)), 7)):
        yield {"n": n, "k": k}


def judge(n, k):
    kept = {*range(0, n, k)}
    return Right(n_all=n - 1, n_none=sum(range(n)), n_some=2 * n - 1 - len(kept)).knowing({"n": n, "k": k})


WRONG = edits(r"""
return n - 1 -> return n | n_all is one too many: the value that the last f would give has no slope to find.
return n - 1 -> return n - 2 | n_all is one too few: w is there, and the other n - 1 values take a call each.
n * (n - 1) // 2 -> n * (n + 1) // 2 | n_none is too large: w takes no call, and the last value n - 1.
n * (n - 1) // 2 -> n * (n - 1) | n_none is twice too large: 0 + 1 + ... + (n - 1) is n (n - 1) / 2.
n * (n - 1) // 2 -> n * n OR n * (n - 1) // 2 -> n**2 // 2 OR n * (n - 1) // 2 -> (n - 1) ** 2
    | n_none is 0 + 1 + ... + (n - 1): not all values take as many calls.
n * (n - 1) // 2 -> (n - 1) * (n - 2) // 2 | n_none stops too early: the last value takes n - 1 calls.
n - 1 + sum(i % k > 0 for i in range(n)) -> sum(i % k > 0 for i in range(n)) | n_some lacks the run forward.
n - 1 + sum(i % k > 0 for i in range(n)) -> n - 1 OR i % k > 0 -> i % k == 0
    | n_some: those are computed once more that were not kept.
n - 1 + sum(i % k > 0 for i in range(n)) -> 2 * (n - 1) OR i % k > 0 for -> 1 for
    | n_some: kept values are not computed once more.
i % k > 0 for -> i % k for OR n - 1 + sum(i % k > 0 for -> (n - 1) // k * k + sum(i % k for
    | n_some: on the way back a value is computed from the one before it, which is there, by a single call.
sum(i % k > 0 for i in range(n)) -> n - n // k | n_some: w is kept, and then every k-th: of 7 values 4 for 2.
n - 1 + sum(i -> n + sum(i OR > 0 for i in range(n) -> > 0 for i in range(n + 1)
    | n_some is one too many: the last f is not called.
for i in range(n) -> for i in range(n - 1) | n_some: the last value, too, is computed once more, if not kept.
""")
RIGHT = edits(
    "sum(i % k > 0 for i in range(n)) -> n - 1 - (n - 1) // k; n * (n - 1) // 2 -> n * (n - 1) / 2 | float"
)
