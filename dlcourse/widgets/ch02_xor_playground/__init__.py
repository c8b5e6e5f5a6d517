"""Chapter 2: XOR. The playground, a live control."""

from dlcourse.widgets.ch02_xor_playground.xor_playground import XorPlayground, xor_playground

__all__ = ["XorPlayground", "xor_playground"]
