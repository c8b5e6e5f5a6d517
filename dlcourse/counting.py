"""Chapter 6: the cost of differentiation, counted in a `with` block: sweeps, and edges visited."""

import contextlib
import threading

from dlcourse.backend import Setting


class Counts:
    """The counts of a block: sweeps over a graph, and edges visited in all of them, one per use of a rule."""

    def __init__(self, sweeps: int = 0, edges: int = 0):
        self.sweeps, self.edges = sweeps, edges

    def __eq__(self, other):
        return isinstance(other, Counts) and (self.sweeps, self.edges) == (other.sweeps, other.edges)

    __hash__ = None  # equal by values that change, so a dict could not find it again

    def __repr__(self) -> str:
        return f"Counts(sweeps={self.sweeps}, edges={self.edges})"


_innermost = Setting("count", None)
innermost = _innermost.get  # the Counts of the innermost `count` block, or None
_adding = threading.Lock()  # asyncio.to_thread hands the Counts of a task to another thread


@contextlib.contextmanager
def count():
    """A `with` block that counts sweeps and edges, backward or forward, in the thread or asyncio task that
    opened it, and in the tasks that are created within it. An inner block hides its sweeps from the outer.

    >>> with count() as counts:
    ...     tally(sweeps=1, edges=4)
    >>> counts
    Counts(sweeps=1, edges=4)
    """
    counts = Counts()
    with _innermost.block(counts):
        yield counts


def tally(sweeps: int = 0, edges: int = 0) -> None:
    """Add to the innermost `count` block, if there is one."""
    counts = innermost()
    if counts is not None:
        with _adding:
            counts.sweeps += sweeps
            counts.edges += edges
