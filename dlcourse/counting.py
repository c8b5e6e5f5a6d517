"""Chapter 6: what differentiation costs: sweeps and edges visited, counted while a block runs."""

import contextlib


class Counts:
    """What differentiation did: sweeps over a graph, and edges (calls of a rule) visited in all of them."""

    def __init__(self, sweeps: int = 0, edges: int = 0):
        self.sweeps, self.edges = sweeps, edges

    def __eq__(self, other):
        return isinstance(other, Counts) and (self.sweeps, self.edges) == (other.sweeps, other.edges)

    __hash__ = None

    def __repr__(self) -> str:
        return f"Counts(sweeps={self.sweeps}, edges={self.edges})"


@contextlib.contextmanager
def count():
    """A `with` block that counts sweeps and edges, reverse or forward.

    >>> with count() as counts:
    ...     tally(sweeps=1, edges=4)
    >>> counts
    Counts(sweeps=1, edges=4)
    """
    counters.append(Counts())
    try:
        yield counters[-1]
    finally:
        counters.pop()


def tally(sweeps: int = 0, edges: int = 0) -> None:
    """Add to the innermost `count` block, if there is one."""
    if counters:
        counters[-1].sweeps += sweeps
        counters[-1].edges += edges


counters: list[Counts] = []
