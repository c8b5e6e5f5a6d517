"""Live controls: plain JavaScript in the page, with a static picture computed in Python.

A control needs no kernel and no network. `xor_playground()` and `neuron_calculator()` return an object that
notebooks and the book show as HTML. The numbers that it shows without JavaScript are computed here.
"""

from dlcourse.widgets.control import Control
from dlcourse.widgets.neuron_calculator import neuron_calculator
from dlcourse.widgets.xor_playground import xor_playground

__all__ = ["Control", "neuron_calculator", "xor_playground"]
