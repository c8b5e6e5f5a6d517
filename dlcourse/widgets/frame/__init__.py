"""What all live controls share: kernels printed as JavaScript, state, markup, pictures and handles.

A new control is a folder beside this one, named like its experiments, of about 250 lines:

1. Its formulas: a `Kernel` of symbols (`kernel.py`), computed by Python and printed as JavaScript.
2. A class derived from `Control` (`control.py`): its fields (`state.py`), its sentences, its named states,
   three tasks, and a body made of `parts.py`, which fills in the numbers of the initial state.
3. What its pictures show, as templates of marks (`marks.py`): declared once, drawn by both languages.
4. A script that registers it (`control.js` says what the frame calls): it gives the pictures their values and
   takes what it needs of `drag.js`, `lines.js`, `network.js`, `weights.js`, `training.js`, `player.js`,
   `stepper.js`, `guess.js` and `seeds.js`.
5. A function that returns `live(...)` of it: a widget in a live notebook (`live.py`), else a picture with
   scripts.

It is named in `dlcourse.widgets` and listed in `tests/widgets/javascript.py`, whose tests it then meets.
"""

from dlcourse.widgets.frame import markup
from dlcourse.widgets.frame.axes import Axis, fitting, steps_axis
from dlcourse.widgets.frame.control import Control
from dlcourse.widgets.frame.guess import compared, guessed
from dlcourse.widgets.frame.kernel import Kernel, at_points, symbols
from dlcourse.widgets.frame.live import live
from dlcourse.widgets.frame.markup import fill, line_sign, point_sign
from dlcourse.widgets.frame.picture import Picture
from dlcourse.widgets.frame.plane import grid
from dlcourse.widgets.frame.random import draws
from dlcourse.widgets.frame.state import choice, flag, number, numbers, whole

__all__ = [
    "Axis",
    "Control",
    "Kernel",
    "Picture",
    "at_points",
    "choice",
    "compared",
    "draws",
    "fill",
    "fitting",
    "flag",
    "grid",
    "guessed",
    "line_sign",
    "live",
    "markup",
    "number",
    "numbers",
    "point_sign",
    "steps_axis",
    "symbols",
    "whole",
]
