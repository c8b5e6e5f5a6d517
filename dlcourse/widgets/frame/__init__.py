"""What all live controls share: programs printed as JavaScript, state, markup, pictures and handles.

A new control is a folder beside this one of about 250 lines. All that it computes stands in Python alone.
`ch00_step_size` is short, `ch05_neuron_calculator` has a run, the race of `tests/widgets/test_descents.py` no
script. Begin with its state and its pictures; the rest follows.

1. `fields`: the state (`state.py`): range and start of each, what starts anew with what, own numbers.
2. A program in a module without numpy, which the page gets printed (`script.py` says what can be; constants
   and cached results come from anywhere, so experiments stay in the library). `values(state, past, setting)`
   gives what pictures, texts and inputs name (`parts.py`); a run has `setting`, `first`, `following`,
   `is_over` besides, one that only counts has none of them. Formulas are `Kernel`s of symbols (`kernel.py`).
3. "texts" among the values: sentences that are chosen by key from a dict and filled (`fill`), `compared` for
   a guess, `cells` for a table.
4. `pictures`: axes and marks with the names of values (`marks.py`). Marks also declare what one takes hold
   of (`held`, `declared.js`): a guess, the end of a course, a point of two fields, a field that stands at a
   point of the values. What they cannot declare, a script registers (`control.js`): `lineHandles`, `samples`,
   `drawn`, `networkHandles`, `player`; it reads `control.values`, and calls `control.change`, `control.own`.
5. A class derived from `Control` with these, three `tasks`, what Python may read and what is spoken, and a
   body of `self.picture`, `told`, `number`, `select`, `slider`, `rows` (a table), `guess`, `stepper` or
   `player`. `step_size = live(StepSize)` makes it: a widget in a live notebook, else a picture with scripts.
6. It is named in `dlcourse.widgets`. `tests/widgets` then tests it; `test_programs.py` wants some states,
   `live_pages.py` a field; what it computes is held to the library in a file of its own.

There for several: guesses (`guess.py`), samples (`samples.py`), a drawn curve (`drawn.py`), networks with
their planes (`network_run.py`), own numbers as arrays (`arrays.py`), graphs (`wiring.py`), histograms
(`bins.py`), polygons and regions (`polygons.py`, `regions.py`), descents (`descents.py`, with the rules of
`curvature.py`), normal numbers and long draws (`normal.js`, among `further`), many seeds (a program with
`final` and `bar_of`, `seeds.js`). What a second control needs comes here.
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
