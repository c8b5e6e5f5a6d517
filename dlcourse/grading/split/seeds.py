"""Seeds: the global generators of NumPy and of `random`, which tests seed and answers draw from.

They go one way: where a test has seeded or drawn, the student's process goes on from there, too. How far it
has drawn never comes back: who could choose the state would choose what the tests try.
"""

import functools
import random

import numpy as np

SEEDING = ((np.random, "seed"), (np.random, "set_state"), (random, "seed"), (random, "setstate"))
count = [0]  # how often tests have seeded


def watch() -> None:
    """In the judge: count what is seeded, since a seed may lead to where the generator was before."""
    for module, name in SEEDING:
        setattr(module, name, counted(getattr(module, name)))


def counted(function):
    """The function, each call of which is counted."""

    @functools.wraps(function)
    def seeding(*args, **kwargs):
        count[0] += 1
        return function(*args, **kwargs)

    return seeding


class Seeds:
    """What the student's process of a session knows of the judge's generators."""

    def __init__(self, session):
        self.session, self.known = session, (*count, states())

    def tell(self) -> None:
        """Tell the states when a test has changed them since."""
        now = (*count, states())
        if now == self.known:
            return
        self.known = now
        (key, *rest), (keys, gauss) = now[1]
        self.session.ask("seed", np.frombuffer(key, np.uint32), rest, np.array(keys, np.uint32), gauss)


def states() -> tuple:
    """((key, position, has_gauss, gauss) of NumPy's, (key with the position, gauss) of Python's)."""
    name, key, *rest = np.random.get_state()  # noqa: NPY002
    if name != "MT19937":  # a test has put another one in its place
        key, rest = np.zeros(624, np.uint32), [624, 0, 0.0]
    _, keys, gauss = random.getstate()
    return (key.tobytes(), *rest), (keys, gauss)


def seed(student, key, rest, keys, gauss) -> None:
    """In the student's process: go on from these states."""
    np.random.set_state(("MT19937", key, *rest))  # noqa: NPY002
    random.setstate((3, tuple(keys.tolist()), gauss))
