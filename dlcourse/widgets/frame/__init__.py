"""What all live controls share: programs printed as JavaScript, state, markup, pictures and handles.

A new control is a folder beside this one, named like its experiments, of about 250 lines. All that it
computes stands in Python alone; `ch00_step_size` is a short one, `ch05_neuron_calculator` has a run.

1. Its formulas: a `Kernel` of symbols for each (`kernel.py`), with gradients where it needs them.
2. Its program: plain functions in a module without numpy (`script.py` says what can be printed; constants,
   and what cached functions without arguments return, may come from anywhere). `values(state, past, setting)`
   gives all that pictures, texts and inputs name; a run has `setting`, `first`, `following`, `is_over`
   (`parts.py`). What is said is filled in there, from a dict of sentences: `fill`; `compared` for a guess.
3. A class derived from `Control` (`control.py`): its fields (`state.py`: what starts anew with what, own
   numbers), `pictures` (`Picture`, templates of marks, `marks.py`), `formulas`, `program`, what is read by
   Python and said aloud, three tasks, and a body of `parts.py`: `self.picture`, `told`, `number`, `guess`,
   `stepper`, `table`. Small graphs of numbers, with their values, derivatives and drawing: `wiring.py`.
   What several take is there: guesses (`guess.py`), samples (`samples.py`), a curve that one draws
   (`drawn.py`), a network with its planes (`network_run.py`), graphs (`wiring.py`), histograms (`bins.py`),
   convex polygons (`polygons.py`), methods that descend a surface: level lines, a start to drag, paths,
   costs (`descents.py`; the control of `tests/widgets/test_descents.py` is made of it).
4. A script, where marks do not declare all that one takes hold of (`held`, `declared.js`); it registers
   the rest, and no more (`control.js` says what it returns): `fieldHandle`, `lineHandles`, `unitLines`,
   `samples`, `drawn`, `networkHandles`, `player`; a handle with `reaches` draws where one presses. It
   reads `control.values`, what is shown, and changes the state by `control.change({...})`, own numbers by
   `control.own({...})`. Where a program has `final` and `bar_of`, many seeds can be run.
5. `step_size = live(StepSize)`, the function that makes one: a widget in a live notebook (`live.py`), else a
   picture with scripts. It says what the class's docstring says, and lists the fields.

It is named in `dlcourse.widgets`, and the tests of `tests/widgets` take it from there; with some states in
`tests/widgets/test_programs.py`, where Python and the page must compute the same.
"""

from dlcourse.widgets.frame import markup
from dlcourse.widgets.frame import state as fields
from dlcourse.widgets.frame.axes import Axis, decades, fitting, steps_axis
from dlcourse.widgets.frame.control import Control
from dlcourse.widgets.frame.guess import compared, guessed, guessed_bar, guessed_course, guessed_percentage
from dlcourse.widgets.frame.kernel import Kernel, at_points, symbols
from dlcourse.widgets.frame.live import live
from dlcourse.widgets.frame.picture import Picture
from dlcourse.widgets.frame.plane import grid
from dlcourse.widgets.frame.random import draws
from dlcourse.widgets.frame.text import cells, fill

__all__ = [
    "Axis",
    "Control",
    "Kernel",
    "Picture",
    "at_points",
    "cells",
    "compared",
    "decades",
    "draws",
    "fields",
    "fill",
    "fitting",
    "grid",
    "guessed",
    "guessed_bar",
    "guessed_course",
    "guessed_percentage",
    "live",
    "markup",
    "steps_axis",
    "symbols",
]
