"""Chapter 1: growing neural gas. Centers for bells that also learn which of them are neighbors."""

from dataclasses import dataclass, field

import numpy as np

from dlcourse import expect


@dataclass(frozen=True)
class NeuralGas:
    """The result of `growing_neural_gas`.   centers (k, n); edges: pairs (i, j), i < j, of neighbors"""

    centers: np.ndarray
    edges: list = field(repr=False)


class GrowingGas:
    """The units as they grow: places, errors, and the age of each edge; `adapt` takes one sample.

    rates: how far the nearest unit and its neighbors move towards a sample. An edge older than max_age goes,
    and with it a unit that has none left.
    """

    def __init__(self, first, second, *, rates=(0.2, 0.006), max_age: int = 50, decay: float = 0.995):
        self.centers = [np.array(first, float), np.array(second, float)]
        self.errors = [0.0, 0.0]
        self.ages = {}  # (i, j) with i < j -> age
        self.rates, self.max_age, self.decay = rates, max_age, decay

    def adapt(self, x) -> None:
        """Move the nearest unit and its neighbors towards x (n,); join the nearest two; let edges age."""
        squares = ((np.array(self.centers) - x) ** 2).sum(axis=1)
        nearest, second = (int(i) for i in np.argsort(squares, kind="stable")[:2])
        self.errors[nearest] += float(squares[nearest])
        self.centers[nearest] = self.centers[nearest] + self.rates[0] * (x - self.centers[nearest])
        for i in self.neighbors(nearest):
            self.centers[i] = self.centers[i] + self.rates[1] * (x - self.centers[i])
            self.ages[_edge(nearest, i)] += 1
        self.ages[_edge(nearest, second)] = 0
        self.ages = {edge: age for edge, age in self.ages.items() if age <= self.max_age}
        self._drop_the_lonely()
        self.errors = [self.decay * error for error in self.errors]

    def neighbors(self, i: int) -> list[int]:
        """The units that share an edge with unit i."""
        return [a + b - i for a, b in self.ages if i in (a, b)]

    def insert(self) -> None:
        """A new unit halfway between the one of greatest error and its neighbor of greatest error."""
        worst = int(np.argmax(self.errors))
        other = max(self.neighbors(worst), key=lambda i: self.errors[i])
        new = len(self.centers)
        self.centers.append((self.centers[worst] + self.centers[other]) / 2)
        del self.ages[_edge(worst, other)]
        self.ages |= {_edge(worst, new): 0, _edge(other, new): 0}
        self.errors[worst] /= 2
        self.errors[other] /= 2
        self.errors.append(self.errors[worst])

    def _drop_the_lonely(self):
        joined = sorted({i for edge in self.ages for i in edge})
        if len(joined) < len(self.centers):
            place = {i: k for k, i in enumerate(joined)}
            self.centers = [self.centers[i] for i in joined]
            self.errors = [self.errors[i] for i in joined]
            self.ages = {(place[a], place[b]): age for (a, b), age in self.ages.items()}


def growing_neural_gas(
    x, k: int, *, rng, n_between: int = 100, n_after: int = 2000, max_age: int = 50
) -> NeuralGas:
    """k centers that grow one by one where the error is greatest, joined where data lie between them.

    x (m, n). Two units at samples; samples drawn by rng one at a time, see `GrowingGas`; after each n_between
    of them a unit more, until there are k; then n_after samples to settle. Unlike k-means it needs no start
    with k centers, and separate clusters end up as separate pieces of the graph. A unit may be left behind
    between clusters, nearest to no sample. Source: deck Fix, page 32 (GNG); Fritzke 1995, "A growing neural
    gas network learns topologies". Raises ValueError unless 2 <= k <= m.

    >>> gas = growing_neural_gas(np.array([[0.0], [1.0], [10.0], [11.0]]), 2, rng=np.random.default_rng(0))
    >>> len(gas.centers), gas.edges
    (2, [(0, 1)])
    """
    x = np.asarray(x, float)
    if x.ndim != 2 or not np.isfinite(x).all():
        raise ValueError(f"growing_neural_gas: expected finite x (m, n), got {x.shape}; samples are rows")
    if not expect.is_count(k, 2) or k > len(x):
        raise ValueError(
            f"growing_neural_gas: expected k to be an int from 2 to {len(x)}, got {k!r}; it starts with two"
        )
    gas = GrowingGas(*x[rng.choice(len(x), 2, replace=False)], max_age=max_age)
    n_settled = 0
    while n_settled < n_after:
        for _ in range(n_between):
            gas.adapt(x[rng.integers(len(x))])
        if len(gas.centers) < k:
            gas.insert()
        else:
            n_settled += n_between
    return NeuralGas(np.array(gas.centers), sorted(gas.ages))


def _edge(i, j):
    return (i, j) if i < j else (j, i)
