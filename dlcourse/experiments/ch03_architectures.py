"""Chapter 3: 27 architectures as graphs: which units, which edges. Whether information flows one way is
computed.

The choice follows a chart that deck Srihari shows, section IV, slides 4 to 6; the graphs are ours, and small.
A graph is columns of units and edges between them; units are numbered column by column.
"""

from dataclasses import dataclass, field

from dlcourse.numbers import Number

KINDS = {  # the letter of a unit in a column
    "i": "input",
    "n": "input with noise",
    "h": "hidden",
    "c": "hidden, shared weights",
    "k": "hidden, a bell around a center",
    "f": "hidden, fixed at random",
    "s": "hidden, random",
    "m": "memory cell",
    "o": "output",
}


@dataclass(frozen=True)
class Architecture:
    """A graph of units: columns, such as ("ii", "hh", "o") in letters of KINDS, and edges (from, to).

    ring: whether its units are drawn on a circle.
    """

    name: str
    columns: tuple[str, ...]
    edges: frozenset = field(repr=False)
    ring: bool = False

    @property
    def kinds(self) -> str:
        """The kinds of all units, in their order."""
        return "".join(self.columns)

    @property
    def depth(self) -> int | None:
        """The number of edges on the longest path; None if information can go round in a circle."""
        depths = depths_of(len(self.kinds), self.edges)
        return None if depths is None else max(depths)


def depths_of(n: int, edges) -> list[int] | None:
    """For each of n nodes the length of the longest path to it; None if the edges have a cycle.

    Nodes without an incoming edge are done first, then those all of whose inputs are done (Kahn 1962): an
    order in which a network can be computed.

    >>> depths_of(3, [(0, 1), (1, 2), (0, 2)]), depths_of(2, [(0, 1), (1, 0)])
    ([0, 1, 2], None)
    """
    missing = [0] * n  # inputs that are not done yet
    for _, head in edges:
        missing[head] += 1
    ready, depths = [node for node in range(n) if not missing[node]], [0] * n
    for node in ready:  # grows while it is walked through
        for tail, head in edges:
            if tail == node:
                depths[head] = max(depths[head], depths[node] + 1)
                missing[head] -= 1
                if not missing[head]:
                    ready.append(head)
    return depths if len(ready) == n else None  # a node of a cycle is never ready


def units_of(columns) -> list[range]:
    """The numbers of the units of each column."""
    found, n = [], 0
    for column in columns:
        found.append(range(n, n + len(column)))
        n += len(column)
    return found


def forward(columns) -> set:
    """Edges from each column to the next: between all units; between neighbors where weights are shared."""
    edges, units = set(), units_of(columns)
    for a, b, left, right in zip(units, units[1:], columns, columns[1:], strict=False):
        local = "c" in left + right and max(len(a), len(b)) > 2
        for i, tail in enumerate(a):
            for j, head in enumerate(b):
                # of an equal part of the other column, at least a neighborhood of one unit on each side
                apart = abs((i + 0.5) / len(a) - (j + 0.5) / len(b)) * max(len(a), len(b))
                if not local or apart < 1.2:
                    edges.add((tail, head))
    return edges


def both_ways(edges) -> set:
    """The edges and their reverses."""
    return {pair for tail, head in edges for pair in ((tail, head), (head, tail))}


def among(units, every: int = 1) -> set:
    """Edges between the units, from each to all others, or only every second, third ... of them."""
    pairs = [(tail, head) for tail in units for head in units if tail != head]
    return set(pairs[::every])


def layered(name: str, *columns: str, more=()) -> Architecture:
    """Columns joined forward, and more edges."""
    return Architecture(name, columns, frozenset({*forward(columns), *more}))


def looped(name: str, *columns: str, column: int = 1, every: int = 1) -> Architecture:
    """Columns joined forward; the units of one also to themselves and to each other."""
    units = units_of(columns)[column]
    return layered(name, *columns, more={*among(units, every), *((unit, unit) for unit in units)})


def ring(name: str, kinds: str, edges) -> Architecture:
    """Units on a circle."""
    return Architecture(name, (kinds,), frozenset(edges), ring=True)


SKIPS = ("ii", "hh", "hh", "hh", "oo")
CONTROL = {(0, 2), (0, 3), (2, 1), (3, 1)}  # from the input to two hidden units, from these to the output
MEMORY = both_ways((h, m) for h in (2, 3) for m in (4, 5, 6))
BELIEF = {(b, a) for a in range(3) for b in range(3, 6)} | both_ways(
    (b, c) for b in range(3, 6) for c in (6, 7)
)
STATES = {(i, (i + 1) % 5) for i in range(5)} | {(0, 0), (2, 2), (0, 2), (3, 1)}

FORWARD = (
    layered("Perceptron", "ii", "o"),
    layered("Feedforward", "ii", "hh", "o"),
    layered("Radial basis", "ii", "kkk", "o"),
    layered("Deep feedforward", "iii", "hhhh", "hhhh", "oo"),
    layered("Residual", *SKIPS, more={(i, i + 4) for i in range(6)}),
    layered("Convolutional", "iiiii", "cccc", "cc", "hh", "oo"),
    layered("Deconvolutional", "ii", "hh", "cc", "cccc", "ooooo"),
    layered("Extreme learning", "iii", "fffff", "oo"),
    layered("Support vectors", "iii", "kkkkk", "o"),
)
LOOPS = (
    looped("Recurrent", "ii", "hhh", "oo"),
    looped("LSTM", "ii", "mmm", "oo"),
    looped("Gated recurrent", "ii", "mm", "oo"),
    Architecture("Turing machine", ("io", "hh", "mmm"), frozenset(CONTROL | MEMORY)),
    looped("Echo state", "ii", "ffff", "oo", every=3),
    looped("Liquid state", "ii", "ssss", "oo", every=3),
    ring("Hopfield", "iiiii", among(range(5))),
    ring("Markov chain", "hhhhh", STATES),
    ring("Boltzmann", "iiisss", among(range(6))),
)
WITHOUT_TARGETS = (
    layered("Autoencoder", "iiii", "hh", "oooo"),
    layered("Denoising", "nnnn", "hh", "oooo"),
    layered("Sparse", "ii", "hhhhh", "oo"),
    layered("Variational", "iiii", "ss", "oooo"),
    layered("Inverse graphics", "iiiii", "ccc", "ss", "ccc", "ooooo"),
    layered("Adversarial", "s", "hhh", "ooo", "hhh", "o"),
    Architecture("Restricted Boltzmann", ("iii", "sss"), frozenset(both_ways(forward(("iii", "sss"))))),
    Architecture("Deep belief", ("iii", "sss", "ss"), frozenset(BELIEF)),
    layered("Kohonen map", "ii", "hhhh"),
)
GROUPS = {"forward": FORWARD, "loops": LOOPS, "without targets": WITHOUT_TARGETS}


def numbers() -> dict[str, Number]:
    """How many there are, and in how many information flows one way."""
    source = "counted by hand"
    every = [one for group in GROUPS.values() for one in group]
    one_way = [one for one in every if one.depth is not None]
    return {
        "all": Number(len(every), "d", (), source),
        "one_way": Number(len(one_way), "d", (), source),
        "circles": Number(len(every) - len(one_way), "d", (), source),
    }
