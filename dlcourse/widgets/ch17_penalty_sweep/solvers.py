"""Chapter 17: least squares with a penalty, as the library solves it in `ridge` and `lasso`.

A matrix is a list of its columns. All solve by Q R: of A^T A half of the digits would be lost.
"""

import math

ROUNDS, SLACK = 1000, 1e-9  # of the lasso: weights that come, at most; how exactly its condition holds


def dot(one, other):
    """The sum of products."""
    total, n = 0.0, len(one)  # counted once: the page asks for the end of a loop in each round
    for i in range(n):
        total += one[i] * other[i]
    return total


def factored(columns, targets):
    """The orthonormal columns Q, and the rows of R from its diagonal on, with their entries of Q^T y behind.

    What is at right angles to all before it is left of each column (modified Gram and Schmidt).
    """
    left, Q, R = [[*column] for column in [*columns, *targets]], [], []
    m, n = len(left[0]), len(left)
    for k in range(len(columns)):
        size = math.sqrt(dot(left[k], left[k]))
        q, row = [v / size for v in left[k]], [size]
        for j in range(k + 1, n):
            part, column = dot(q, left[j]), left[j]
            for i in range(m):
                column[i] -= part * q[i]
            row.append(part)
        Q.append(q)
        R.append(row)
    return {"Q": Q, "R": R}


def upper(R, z):
    """The w with R w = z."""
    n = len(R)
    w = [0.0] * n
    for i in range(n):
        k, total = n - 1 - i, z[n - 1 - i]
        for j in range(k + 1, n):
            total -= R[k][j - k] * w[j]
        w[k] = total / R[k][0]
    return w


def lower(R, s):
    """The u with R^T u = s."""
    u = []
    for k in range(len(R)):
        total = s[k]
        for i in range(k):
            total -= R[i][k - i] * u[i]
        u.append(total / R[k][0])
    return u


def least_norm(rows, y):
    """The w of least norm with A w = y, whose rows are fewer than its columns."""
    found, w = factored(rows, []), [0.0] * len(rows[0])
    u = lower(found["R"], y)
    for i in range(len(u)):  # from the last to the first, which keeps the digits of w
        q = found["Q"][len(u) - 1 - i]
        part = u[len(u) - 1 - i] - dot(q, w)
        for j in range(len(w)):
            w[j] += part * q[j]
    return w


def ridge(columns, y, alpha):
    """The w that minimizes 1/2 |A w - y|^2 + alpha / 2 |w|^2: as if n samples more had target 0."""
    n, root = len(columns), math.sqrt(alpha)
    longer = [[*column, *[root if j == k else 0.0 for j in range(n)]] for k, column in enumerate(columns)]
    R = factored(longer, [[*y, *([0.0] * n)]])["R"]
    return upper(R, [row[-1] for row in R])


def settled(columns, y, alpha, w, sign):
    """w at the minimum over the weights that have a sign; one that would change it is 0 and has none."""
    w, sign = [*w], [*sign]
    while True:
        active = [j for j, one in enumerate(sign) if one != 0]
        R = factored([columns[j] for j in active], [y])["R"]
        p = lower(R, [alpha * sign[j] for j in active])
        goal = upper(R, [row[-1] - p[k] for k, row in enumerate(R)])
        part, first = 1.0, -1
        for k, j in enumerate(active):
            if goal[k] * sign[j] <= 0:  # beyond this zero the signs are wrong
                reach = w[j] / (w[j] - goal[k]) if w[j] != goal[k] else 0.0
                if first < 0 or reach < part:
                    part, first = reach, j
        for k, j in enumerate(active):
            w[j] += part * (goal[k] - w[j])
        if first < 0:
            return {"w": w, "sign": sign}
        w[first], sign[first] = 0.0, 0


def lasso(columns, y, alpha, start):
    """The w that minimizes 1/2 |A w - y|^2 + alpha sum |w|, from the weights of another alpha."""
    at = {"w": start, "sign": [1 if v > 0 else -1 if v < 0 else 0 for v in start]}
    for _ in range(ROUNDS):
        at = settled(columns, y, alpha, at["w"], at["sign"])
        rest = [*y]
        for j, v in enumerate(at["w"]):
            for i in range(len(rest) if v != 0 else 0):
                rest[i] -= v * columns[j][i]
        slopes = [0.0 if at["sign"][j] else dot(column, rest) for j, column in enumerate(columns)]
        steep = [abs(slope) for slope in slopes]
        if max(steep) <= alpha * (1 + SLACK):
            break
        j = steep.index(max(steep))
        at["sign"][j] = 1 if slopes[j] > 0 else -1
    return at["w"]
