"""Chapter 20: machine code in place of calls, and of a loop over steps. What needs llvmlite is imported when
it is needed."""

from dlcourse.replay.machine_code.environment import environment


def as_machine_code(calls, scratch):
    """The calls as callables that do the same, most of them in machine code.

    scratch: memory whose content nobody reads after the last call.
    """
    from dlcourse.replay.machine_code.grouping import MOST_STEPS, grouped
    from dlcourse.replay.machine_code.translation import translated

    steps = grouped(calls, scratch)
    try:
        return translated(steps, environment()) if len(steps) <= MOST_STEPS else calls
    except RuntimeError:  # LLVM cannot: the system may forbid memory that holds code
        return calls


def as_loop(calls, scratch, **parts):
    """A step's calls as a `Loop` over many steps, or in words why that cannot be. parts: see `loop_of`."""
    from dlcourse.replay.machine_code.grouping import MOST_STEPS, grouped
    from dlcourse.replay.machine_code.loops import loop_of

    steps = grouped(calls, scratch, in_loop=True)
    if len(steps) > MOST_STEPS:
        return "a step of that many parts takes too long to translate"
    try:
        return loop_of(steps, environment(), **parts)
    except RuntimeError as reason:
        return f"LLVM cannot: {reason}"
