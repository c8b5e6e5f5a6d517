"""Chapter 20: memory planning. A buffer is reused as soon as its content was read for the last time.

So a replay needs no more memory than the step that it repeats, and the next result goes to a buffer that is
still in the processor's cache. Compilers call this liveness analysis and register allocation.
"""

import ctypes
import os

import numpy as np

from dlcourse.replay.tape import CannotReplay, traced_in

MUCH = 2**20  # bytes
ALIGNMENT = 64  # bytes: a line of the cache
SCATTERED = 8  # how many times its own bytes a batch with gaps may span


def place(tape, results=(), gradients=(), targets=(), homes=None):
    """(array_of: Traced -> array, the bound calls, scratch): a plan that gives every value its buffer.

    results: values that must outlast the last call. gradients, targets: values, and the arrays they end in,
    where they are computed if possible and copied to at the end if not. homes: storage -> array, where that
    is settled. scratch: buffers that nobody reads after the last call.
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
    """Return freed memory to the operating system, if as much as the arrays take is worth the time.

    C's allocator keeps freed blocks between those in use, where they would add to the next peak.
    """
    n_bytes = sum(array.nbytes for array in arrays if isinstance(array, np.ndarray))
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" and n_bytes > MUCH else None
    if trim is not None:
        trim(0)


def direct_homes(results, gradients, targets) -> dict:
    """Storage -> the optimizer's array that its gradient can be computed in, without a copy at the end."""
    taken = [x.storage for x in (*results, *gradients)]
    return {
        gradient.storage: target.value
        for gradient, target in zip(gradients, targets, strict=True)
        if taken.count(gradient.storage) == 1 and can_move_to(gradient, target)
    }


def can_move_to(gradient, target) -> bool:
    """Whether the gradient fills a buffer that the step made, with the dtype and layout of the target."""
    own = gradient.storage.varies and not gradient.storage.fixed and is_whole(gradient)
    return own and gradient.value.flags.c_contiguous and gradient.dtype == target.dtype


def plan(tape, homes, results) -> list:
    """The buffers that hold no results, once `homes` has one for every storage that a call makes."""
    settled = set(homes)
    last = last_uses(tape, results)
    free = {}  # number of bytes -> arrays that no later call reads
    kept = set(homes)  # storages whose home must not be reused: not ours, or handed on to an heir
    for i, call in enumerate(tape.calls):
        inputs = {x.storage: x for x in traced_in((call.args, call.options))}
        dying = {s: x for s, x in inputs.items() if last[s] == i and s in homes and s not in kept}
        out = call.out
        if out is not None and is_made_here(out, homes):
            heir = next((s for s, x in dying.items() if may_write_over(call, x, out)), None)
            if heir is None:  # taken before the dying are freed: out may overlap no input of this call
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
    """Storage -> the index of the last call that uses it; one past the end for results."""
    last = {}
    for i, call in enumerate(tape.calls):
        for x in traced_in((call.args, call.options)):
            last[x.storage] = i
    return last | {x.storage: len(tape.calls) for x in results}


def is_made_here(out, homes) -> bool:
    """Whether `out` needs a buffer: the step makes it, and it has no home yet."""
    return not out.storage.fixed and out.storage not in homes and out.storage.array.nbytes > 0


def may_write_over(call, x, out) -> bool:
    """Whether the call may write its result over its input x, which is read here for the last time."""
    same = (x.shape, x.dtype, x.array.strides) == (out.shape, out.dtype, out.array.strides)
    return call.elementwise and same and is_whole(x) and is_whole(out)


def is_whole(x) -> bool:
    """Whether the value fills its storage from the first byte to the last."""
    return x.array.nbytes == x.storage.array.nbytes and address(x.array) == address(x.storage.array)


def take(free, n_bytes):
    """A buffer of that size: the one freed last, which is most likely in the cache, or a new one."""
    if free.get(n_bytes):
        return free[n_bytes].pop()
    memory = np.empty(n_bytes + ALIGNMENT, np.uint8)  # numpy aligns to 16 bytes only
    start = -address(memory) % ALIGNMENT
    return memory[start : start + n_bytes]


def moved(x, home):
    """The view of `home` that corresponds to x as a view of its storage."""
    value = x.array
    if value is x.storage.array and (value.shape, value.dtype) == (home.shape, home.dtype):
        return home
    if not isinstance(value, np.ndarray):
        raise CannotReplay("the update works on a part of a vector on a GPU")
    offset = address(value) - address(x.storage.array)
    return np.ndarray(value.shape, value.dtype, home, offset, value.strides)


def address(array) -> int:
    """Where the memory of an array begins."""
    return array.__array_interface__["data"][0]


def twin(xp, a):
    """A copy of the array with the same strides, on which the rounding of a product may depend."""
    if xp is not np or a.size == 0:
        return xp.array(a, order="K")
    reach = [(n - 1) * stride for n, stride in zip(a.shape, a.strides, strict=True)]
    first = sum(r for r in reach if r < 0)  # x[::-1] goes back from its first number
    n_bytes = sum(map(abs, reach)) + a.itemsize
    if n_bytes > SCATTERED * a.nbytes:
        raise CannotReplay("a batch has large gaps in memory; pass np.ascontiguousarray of it")
    copy = np.ndarray(a.shape, a.dtype, np.zeros(n_bytes, np.uint8), -first, a.strides)
    np.copyto(copy, a)
    return copy
