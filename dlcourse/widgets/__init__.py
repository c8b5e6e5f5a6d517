"""Live controls: plain JavaScript in the page, with a static picture computed in Python.

A control needs no kernel and no network. `neuron_calculator()` and `xor_playground()` return an object that
the notebook and the book show as HTML; its numbers without JavaScript are computed here. With the extra
`widgets` it is an ipywidgets widget: in a live notebook Python reads and sets what the control shows.
"""

from dlcourse.widgets.frame.control import Control
from dlcourse.widgets.neuron_calculator import neuron_calculator
from dlcourse.widgets.xor_playground import xor_playground

__all__ = ["Control", "neuron_calculator", "xor_playground"]
