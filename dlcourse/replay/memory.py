"""Chapter 20: memory planning. A buffer is reused as soon as its content was read for the last time.

So a replay needs no more memory than the step that it repeats, and the next result is written to a buffer
that is still in the processor's cache. Compilers call this liveness analysis and register allocation.
"""

import ctypes
import os

import numpy as np

from dlcourse.replay.tape import CannotReplay, traced_in

MUCH = 2**20  # bytes that are worth the time of a system call
ALIGNMENT = 64  # bytes: a line of the cache
SCATTERED = 8  # how many times its own bytes a batch with gaps may span: its copy takes as much memory


def plan_memory(tape, results=(), gradients=(), targets=(), buffers=None):
    """(array_of: Traced -> array, the bound calls, scratch): the plan of which value is in which buffer.

    results: values that are read after the last call. gradients, targets: values, and the arrays that must
    hold them in the end, where they are computed if possible and to which they are copied if not. buffers:
    storage -> array, for storages whose buffer is given. scratch: buffers that nobody reads after the last
    call.
    """
    buffers = dict(buffers or {})
    if tape.xp is np:
        buffers |= direct_buffers(results, gradients, targets)
    for gradient, target in zip(gradients, targets, strict=True):
        if gradient.storage not in buffers:
            tape.add(tape.xp.copyto, (target, gradient), target)
    # On a GPU values stay where the recording put them: there an array has no address to make views of.
    scratch = assign_buffers(tape, buffers, results) if tape.xp is np else []

    def array_of(x):
        buffer = buffers.get(x.storage)
        return x.array if buffer is None else view_in(x, buffer)

    return array_of, tape.bound(array_of), scratch


def trim_memory(arrays) -> None:
    """Return freed memory to the operating system, where the size of the arrays makes it worth the time.

    C's allocator keeps freed blocks between those in use, where they would add to the next peak.
    """
    n_bytes = sum(array.nbytes for array in arrays if isinstance(array, np.ndarray))
    # malloc_trim is glibc's: other systems have no such function, and do without.
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" and n_bytes > MUCH else None
    if trim is not None:
        trim(0)


def direct_buffers(results, gradients, targets) -> dict:
    """Storage -> the optimizer's array in which its gradient can be computed, without a copy at the end."""
    # Not where two gradients, or a gradient and a result, are one value: it can be in one place only.
    taken = [x.storage for x in (*results, *gradients)]
    return {
        gradient.storage: target.value
        for gradient, target in zip(gradients, targets, strict=True)
        if taken.count(gradient.storage) == 1 and can_move_to(gradient, target)
    }


def can_move_to(gradient, target) -> bool:
    """Whether the gradient fills a buffer that the step made, with the dtype and memory order of the
    target."""
    own = gradient.storage.varies and not gradient.storage.fixed and is_whole(gradient)
    return own and gradient.value.flags.c_contiguous and gradient.dtype == target.dtype


def assign_buffers(tape, buffers, results) -> list:
    """Add to `buffers` one for every storage that a call makes. Returns those that hold no results.

    A linear scan over the calls: each frees the buffers of the values that it reads for the last time.
    """
    given = set(buffers)
    last = last_uses(tape, results)
    free = {}  # number of bytes -> arrays that no later call reads
    kept = set(buffers)  # storages whose buffer must not be freed: it was given, or a successor has it
    for i, call in enumerate(tape.calls):
        inputs = {x.storage: x for x in traced_in((call.args, call.options))}
        dying = {s: x for s, x in inputs.items() if last[s] == i and s in buffers and s not in kept}
        out = call.out
        # dying: values read here for the last time. An elementwise call may write its result over one.
        if out is not None and is_made_here(out, buffers):
            predecessor = next((s for s, x in dying.items() if may_overwrite(call, x, out)), None)
            if predecessor is None:  # taken before the dying are freed: out may overlap no input of this call
                buffers[out.storage] = new_or_freed(free, out.storage.array.nbytes)
            else:
                buffers[out.storage] = buffers[predecessor]
                kept.add(predecessor)
        for storage in dying:
            if storage not in kept:
                free.setdefault(storage.array.nbytes, []).append(buffers[storage])
    of_results = {id(buffers[x.storage]) for x in results if x.storage in buffers}
    # By id, since several storages may have one buffer, one after the other.
    made = {id(buffer): buffer for storage, buffer in buffers.items() if storage not in given}
    return [buffer for buffer in made.values() if id(buffer) not in of_results]


def last_uses(tape, results) -> dict:
    """Storage -> the index of the last call that reads it; one past the end for results."""
    last = {}
    for i, call in enumerate(tape.calls):
        for x in traced_in((call.args, call.options)):
            last[x.storage] = i
    return last | {x.storage: len(tape.calls) for x in results}


def is_made_here(out, buffers) -> bool:
    """Whether `out` needs a buffer: the step makes it, and it has no buffer yet."""
    return not out.storage.fixed and out.storage not in buffers and out.storage.array.nbytes > 0


def may_overwrite(call, x, out) -> bool:
    """Whether the call may write its result over its input x, which is read here for the last time."""
    # The same shape, so that x is not broadcast: each number is read just before its place is written.
    same = (x.shape, x.dtype, x.array.strides) == (out.shape, out.dtype, out.array.strides)
    return call.elementwise and same and is_whole(x) and is_whole(out)


def is_whole(x) -> bool:
    """Whether the value fills its storage from the first byte to the last."""
    return x.array.nbytes == x.storage.array.nbytes and address(x.array) == address(x.storage.array)


def new_or_freed(free, n_bytes):
    """A buffer of that size: the one freed last, which is most likely in the cache, or a new one."""
    if free.get(n_bytes):
        return free[n_bytes].pop()
    memory = np.empty(n_bytes + ALIGNMENT, np.uint8)  # numpy aligns to 16 bytes only
    start = -address(memory) % ALIGNMENT
    return memory[start : start + n_bytes]


def view_in(x, buffer):
    """The view of `buffer` that is to it what x is to its storage. Raises CannotReplay on a GPU."""
    value = x.array
    if value is x.storage.array and (value.shape, value.dtype) == (buffer.shape, buffer.dtype):
        return buffer
    if not isinstance(value, np.ndarray):
        raise CannotReplay("the update works on a part of a vector on a GPU")
    offset = address(value) - address(x.storage.array)
    return np.ndarray(value.shape, value.dtype, buffer, offset, value.strides)


def address(array) -> int:
    """The address at which the memory of a numpy array begins."""
    return array.__array_interface__["data"][0]


def copied_batch(xp, a):
    """A copy of a batch with the same strides, on which the rounding of a product may depend.

    Raises CannotReplay for a batch with large gaps in memory.
    """
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
