"""Chapter 20: the entry to machine code, for the calls of a step and for a loop over steps.

Modules that need llvmlite are imported within functions, since it may not be installed.
"""

from dlcourse.replay.machine_code.environment import environment


def as_machine_code(calls, scratch):
    """Callables with the effect of the calls, most of them machine code.

    scratch: memory whose content nobody reads after the last call.
    """
    from dlcourse.replay.machine_code.grouping import MOST_STEPS, grouped
    from dlcourse.replay.machine_code.translation import translated

    steps = grouped(calls, scratch)
    try:
        # Compiling more takes longer than it saves.
        return translated(steps, environment()) if len(steps) <= MOST_STEPS else calls
    except RuntimeError:  # from LLVM: the system may forbid memory that is both writable and executable
        return calls


def as_loop(calls, scratch, **parts):
    """A `Loop` over many steps of these calls, or the reason why there is none. parts: see `loop_of`."""
    from dlcourse.replay.machine_code.grouping import MOST_STEPS, grouped
    from dlcourse.replay.machine_code.loops import loop_of

    steps = grouped(calls, scratch, in_loop=True)  # the caller repeats a failed step from a copy
    if len(steps) > MOST_STEPS:
        return "a step with so many calls takes too long to compile"
    try:
        return loop_of(steps, environment(), **parts)
    except RuntimeError as reason:
        return f"LLVM cannot compile it: {reason}"
