"""Chapter 20: where the results of a replay lie. Memory whose content was read for the last time is used
again.

So a replay needs no more memory than the step that it repeats, and what is written next still lies in the
processor's cache.
"""

import ctypes
import os

import numpy as np

from dlcourse.replay.tape import CannotReplay, traced_in

MUCH = 2**20  # bytes
ALIGNMENT = 64  # bytes: a line of the cache
SCATTERED = 8  # times the memory of its numbers that a batch may stretch over


def place(tape, results=(), gradients=(), targets=(), homes=None):
    """Decide where everything lies.   -> (array_of: Traced -> array, the bound calls, scratch)

    results: values that must outlast the last call. gradients: those that shall lie in the arrays targets,
    where they are written at once when they may be, and copied in the end when not. homes: storage -> array,
    where that is settled. scratch: memory whose content nobody reads after the last call.
    """
    homes = dict(homes or {})
    if tape.xp is np:
        homes |= direct_homes(results, gradients, targets)
    for gradient, target in zip(gradients, targets, strict=True):
        if gradient.storage not in homes:
            tape.add(tape.xp.copyto, (target, gradient), target)
    scratch = plan(tape, homes, results) if tape.xp is np else []

    def array_of(x):
        home = homes.get(x.storage)
        return x.array if home is None else moved(x, home)

    return array_of, tape.bound(array_of), scratch


def give_back(arrays) -> None:
    """Let the system have the memory that is free by now, if what was in use, as much as the arrays, is worth
    the time.

    C's library keeps it, between what is in use, where it would add to the peak of what comes next.
    """
    n_bytes = sum(array.nbytes for array in arrays if isinstance(array, np.ndarray))
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" and n_bytes > MUCH else None
    if trim is not None:
        trim(0)


def direct_homes(results, gradients, targets) -> dict:
    """Storage -> the array of the optimizer that its gradient can be written into."""
    taken = [x.storage for x in (*results, *gradients)]
    return {
        gradient.storage: target.value
        for gradient, target in zip(gradients, targets, strict=True)
        if taken.count(gradient.storage) == 1 and can_move_to(gradient, target)
    }


def can_move_to(gradient, target) -> bool:
    """Whether the gradient is all of a memory that the tape made, laid out as the target is."""
    own = gradient.storage.varies and not gradient.storage.fixed and is_whole(gradient)
    return own and gradient.value.flags.c_contiguous and gradient.dtype == target.dtype


def plan(tape, homes, results) -> list:
    """Add to homes an array for every storage that a call makes.   -> those that hold no results"""
    settled = set(homes)
    last = last_uses(tape, results)
    free = {}  # number of bytes -> arrays that nobody reads any more
    kept = set(homes)  # storages whose home is not to be used again: somebody else's, or passed on
    for i, call in enumerate(tape.calls):
        inputs = {x.storage: x for x in traced_in((call.args, call.options))}
        dying = {s: x for s, x in inputs.items() if last[s] == i and s in homes and s not in kept}
        out = call.out
        if out is not None and is_made_here(out, homes):
            heir = next((s for s, x in dying.items() if may_write_over(call, x, out)), None)
            if heir is None:
                homes[out.storage] = take(free, out.storage.array.nbytes)
            else:
                homes[out.storage] = homes[heir]
                kept.add(heir)
        for storage in dying:
            if storage not in kept:
                free.setdefault(storage.array.nbytes, []).append(homes[storage])
    of_results = {id(homes[x.storage]) for x in results if x.storage in homes}
    made = {id(home): home for storage, home in homes.items() if storage not in settled}
    return [home for home in made.values() if id(home) not in of_results]


def last_uses(tape, results) -> dict:
    """Storage -> the number of the last call that uses it; results are used after all calls."""
    last = {}
    for i, call in enumerate(tape.calls):
        for x in traced_in((call.args, call.options)):
            last[x.storage] = i
    return last | {x.storage: len(tape.calls) for x in results}


def is_made_here(out, homes) -> bool:
    """Whether `out` is in memory that the tape made and that has no home yet."""
    return not out.storage.fixed and out.storage not in homes and out.storage.array.nbytes > 0


def may_write_over(call, x, out) -> bool:
    """Whether the call may write its result over its input x, which is read here for the last time."""
    same = (x.shape, x.dtype, x.array.strides) == (out.shape, out.dtype, out.array.strides)
    return call.elementwise and same and is_whole(x) and is_whole(out)


def is_whole(x) -> bool:
    """Whether the value is all of its storage, from its first byte."""
    return x.array.nbytes == x.storage.array.nbytes and address(x.array) == address(x.storage.array)


def take(free, n_bytes):
    """Memory of that size, the one that was set free last, or a new one."""
    if free.get(n_bytes):
        return free[n_bytes].pop()
    memory = np.empty(n_bytes + ALIGNMENT, np.uint8)
    start = -address(memory) % ALIGNMENT
    return memory[start : start + n_bytes]


def moved(x, home):
    """The value x, a view of its storage, as the same view of `home`."""
    value = x.array
    if value is x.storage.array and (value.shape, value.dtype) == (home.shape, home.dtype):
        return home
    if not isinstance(value, np.ndarray):
        raise CannotReplay("the step works on a part of a vector on the device")
    offset = address(value) - address(x.storage.array)
    return np.ndarray(value.shape, value.dtype, home, offset, value.strides)


def address(array) -> int:
    """Where the memory of an array begins."""
    return array.__array_interface__["data"][0]


def twin(xp, a):
    """A copy of the array with the same strides: how a product rounds may depend on them."""
    if xp is not np or a.size == 0:
        return xp.array(a, order="K")
    reach = [(n - 1) * stride for n, stride in zip(a.shape, a.strides, strict=True)]
    first = sum(r for r in reach if r < 0)
    n_bytes = sum(map(abs, reach)) + a.itemsize
    if n_bytes > SCATTERED * a.nbytes:
        raise CannotReplay("the numbers of a batch lie far apart in memory; take np.ascontiguousarray of it")
    copy = np.ndarray(a.shape, a.dtype, np.zeros(n_bytes, np.uint8), -first, a.strides)
    np.copyto(copy, a)
    return copy
