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
