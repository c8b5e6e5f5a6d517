"""Chapter 20: random numbers in a replay. They are new draws, from the same generator, in the same order."""

import numpy as np

from dlcourse.replay.tape import Storage

DRAWS = ("random", "standard_normal", "standard_exponential")  # those that can draw into an array


class TracedGenerator:
    """A Generator whose draws are recorded, in the thread that writes the tape."""

    def __init__(self, generator, tape):
        self.generator, self.tape = generator, tape

    def __getattr__(self, name):
        draw = getattr(self.generator, name)
        if not self.tape.is_written:  # another thread that uses the module
            return draw
        if name not in DRAWS:
            self.tape.refuse(f"the step draws by rng.{name}, which has no `out`; rng.{DRAWS[0]} has one")
            return draw
        if self.tape.xp is not np:  # parameters and masks are drawn on the CPU, which a CUDA graph cannot do
            self.tape.refuse("the step draws random numbers on the CPU for arrays on a GPU")
            return draw

        def drawn(size=None, dtype=np.float64):
            if size is None:
                self.tape.refuse(f"the step draws a single number by rng.{name}; draw an array")
                return draw(dtype=dtype)
            # The draw of the recording is the first content; a replay fills the same buffer with new numbers.
            out = self.tape.traced(draw(size, dtype), Storage(varies=True, fixed=False))
            self.tape.add(into, (draw, out), out)
            return out

        return drawn


def into(draw, out) -> None:
    """Fill `out` with new random numbers."""
    draw(None, out.dtype, out=out)
