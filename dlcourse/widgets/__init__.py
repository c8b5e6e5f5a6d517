"""Live controls: plain JavaScript in the page, with a static picture computed in Python.

A control needs no kernel and no network. `xor_playground()` and `backprop_calculator()` return an object
that the notebook and the book show as HTML; its numbers without JavaScript are computed here.
"""

from dlcourse.widgets.backprop_calculator import backprop_calculator
from dlcourse.widgets.control import Control
from dlcourse.widgets.xor_playground import xor_playground

__all__ = ["Control", "backprop_calculator", "xor_playground"]
