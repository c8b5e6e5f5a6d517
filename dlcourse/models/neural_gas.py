"""Chapter 1: growing neural gas. Centers for radial basis functions, which also learn their neighbors."""

from dataclasses import dataclass, field

import numpy as np

from dlcourse import expect
from dlcourse.models.linear import numbers_in


@dataclass(frozen=True)
class NeuralGas:
    """The result of `growing_neural_gas`.   centers (k, n); edges: pairs (i, j), i < j, of neighbors"""

    centers: np.ndarray
    edges: list = field(repr=False)


class GrowingGas:
    """The state of the algorithm: centers of the units, their errors, and the age of each edge.

    rates: the fractions of the way that the nearest unit and its neighbors move towards a sample. Edges older
    than max_age are removed, and so are units without edges. decay: the factor of all errors per sample.
    """

    # the usual settings; the comments below number the steps as Fritzke's description of the algorithm does

    def __init__(self, first, second, *, rates=(0.2, 0.006), max_age: int = 50, decay: float = 0.995):
        self.centers = [np.array(first, float), np.array(second, float)]
        self.errors = [0.0, 0.0]
        self.ages = {}  # (i, j) with i < j -> age
        self.rates, self.max_age, self.decay = rates, max_age, decay

    def adapt(self, x) -> None:
        """Move the nearest unit and its neighbors towards x (n,); join the nearest two; let edges age."""
        squares = ((np.array(self.centers) - x) ** 2).sum(axis=1)
        nearest, second = (int(i) for i in np.argsort(squares, kind="stable")[:2])  # step 3
        self.errors[nearest] += float(squares[nearest])  # step 5, with the distance before the unit moves
        self.centers[nearest] = self.centers[nearest] + self.rates[0] * (x - self.centers[nearest])
        for i in self.neighbors(nearest):
            self.centers[i] = self.centers[i] + self.rates[1] * (x - self.centers[i])
            self.ages[_edge(nearest, i)] += 1
        self.ages[_edge(nearest, second)] = 0  # step 4: new or renewed, after the others have aged
        self.ages = {edge: age for edge, age in self.ages.items() if age <= self.max_age}
        self._remove_isolated()
        self.errors = [self.decay * error for error in self.errors]  # step 10: old errors count less

    def neighbors(self, i: int) -> list[int]:
        """The units that share an edge with unit i."""
        return [a + b - i for a, b in self.ages if i in (a, b)]  # a + b - i: the other end of the edge

    def insert(self) -> None:
        """Add a unit halfway between the unit of largest error and its neighbor of largest error: step 9."""
        worst = int(np.argmax(self.errors))
        other = max(self.neighbors(worst), key=lambda i: self.errors[i])
        new = len(self.centers)
        self.centers.append((self.centers[worst] + self.centers[other]) / 2)
        del self.ages[_edge(worst, other)]
        self.ages |= {_edge(worst, new): 0, _edge(other, new): 0}
        # the new unit takes over part of both regions; otherwise the next one would be inserted here again
        self.errors[worst] /= 2
        self.errors[other] /= 2
        self.errors.append(self.errors[worst])

    def _remove_isolated(self):
        """Remove units without edges, and renumber the others."""
        joined = sorted({i for edge in self.ages for i in edge})
        if len(joined) < len(self.centers):
            place = {i: k for k, i in enumerate(joined)}
            self.centers = [self.centers[i] for i in joined]
            self.errors = [self.errors[i] for i in joined]
            self.ages = {(place[a], place[b]): age for (a, b), age in self.ages.items()}


def growing_neural_gas(
    x, k: int, *, rng, n_between: int = 100, n_after: int = 2000, max_age: int = 50
) -> NeuralGas:
    """k centers, added one by one where the error is largest, and edges where data lie between them.

    x (m, n). Starts with two units at samples. rng draws one sample after the other; after every n_between
    samples a unit is added, until there are k, and n_after further samples let them settle. Unlike k-means it
    needs no k initial centers, and separate clusters become separate components of the graph. A unit may be
    left between clusters, nearest to no sample. Source: deck Fix, page 32 (GNG); Fritzke 1995, "A growing
    neural gas network learns topologies". Raises ValueError unless 2 <= k <= m.

    >>> gas = growing_neural_gas(np.array([[0.0], [1.0], [10.0], [11.0]]), 2, rng=np.random.default_rng(0))
    >>> len(gas.centers), gas.edges
    (2, [(0, 1)])
    """
    x = numbers_in("growing_neural_gas", x)
    if x.ndim != 2 or not np.isfinite(x).all():
        raise ValueError(f"growing_neural_gas: expected finite x (m, n), got {x.shape}; samples are rows")
    if not expect.is_count(k, 2) or k > len(x):
        raise ValueError(
            f"growing_neural_gas: expected k to be an int from 2 to {len(x)}, got {k!r}; it starts with two"
        )
    gas = GrowingGas(*x[rng.choice(len(x), 2, replace=False)], max_age=max_age)
    n_settled = 0
    while n_settled < n_after:  # no for: units can also vanish, and growth then takes longer
        for _ in range(n_between):
            gas.adapt(x[rng.integers(len(x))])
        if len(gas.centers) < k:
            gas.insert()
        else:
            n_settled += n_between
    return NeuralGas(np.array(gas.centers), sorted(gas.ages))


def _edge(i, j):
    return (i, j) if i < j else (j, i)
