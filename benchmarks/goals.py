"""The goals: what each ratio of our time to a peer's is to be. The rows are those of the issue."""

from dataclasses import dataclass

RECORDING = (
    "torch_eager",
    "torch_eager_tuned",
    "autograd",
    "mygrad",
    "micrograd",
)  # engines that record a graph as they compute
FLOOR = "bare_products"  # no peer: the matrix products alone, as numpy calls them


@dataclass(frozen=True)
class Goal:
    """ours / torch_eager at most `eager`; and ours / best of the peers `of` below (or at most) `best`.

    `of` names the beginning of a peer's name, or "all", or "recording" for the engines that record.
    """

    eager: float
    best: float
    strict: bool  # "< best" rather than "<= best"
    of: str

    def counts(self, peer: str) -> bool:
        """Whether the second goal holds against this peer."""
        if self.of == "all":
            return peer != FLOOR
        return peer in RECORDING if self.of == "recording" else peer.startswith(self.of)

    def best_text(self) -> str:
        whom = {"all": "all", "recording": "the recording engines"}.get(self.of, self.of)
        return f"{'<' if self.strict else '≤'} {self.best:g} {whom}"

    def is_met(self, ratio: float) -> bool:
        """Of the second goal, for the ratio to the best of its peers."""
        return ratio < self.best if self.strict else ratio <= self.best


GOALS = {
    "W1": Goal(0.03, 0.5, True, "jax_jit"),
    "W2": Goal(0.07, 0.6, True, "jax_jit"),
    "W3": Goal(0.26, 0.9, True, "jax_jit"),
    "W3bn": Goal(0.26, 0.9, True, "jax_jit"),
    "W4": Goal(0.62, 1.0, False, "jax_jit"),
    "W5": Goal(0.90, 1.0, False, "jax_jit"),
    "W6": Goal(0.98, 1.0, False, "all"),
    "W7": Goal(0.10, 0.15, True, "micrograd"),
    "W8": Goal(0.25, 1.0, True, "recording"),
    "W9": Goal(0.10, 1.0, True, "recording"),
    "W10-1": Goal(0.36, 1.0, True, "all"),
    "W10-1024": Goal(0.90, 1.0, True, "all"),
}
IMPORT_GOAL = 1.3  # import dlcourse / import numpy, less than
CUDA_SHARE_GOAL = 0.9  # of the card's own matrix-product rate, W5 and W6 at full size
