"""The tape of an update: its vectors, and arrays in place of its late numbers."""

import numpy as np
import pytest

from dlcourse.replay.machine_code.late import Late
from dlcourse.replay.machine_code.update_tape import UpdateTape
from dlcourse.replay.tape import CannotReplay
from dlcourse.replay.traced_module import writing

A = np.random.default_rng(0).standard_normal((3, 4))


def test_a_late_number_has_one_cell_per_formula_and_dtype():
    box, tape = [2.0], UpdateTape(np)
    late = Late(lambda: box[0], "x", tape)
    with writing(tape):
        a, b = tape.varying(A), tape.varying(A.astype(np.float32))
        a * (1 - late), a / (1 - late), b * (1 - late), a * late
        assert {(key[0], str(key[1])) for key in tape.cells} == {
            ("sub(1, x)", "float64"), ("sub(1, x)", "float32"), ("x", "float64"),
        }  # fmt: skip
        with pytest.raises(CannotReplay, match="mixes dtypes"):
            tape.operands((a, b, late))
        assert tape.operands((a, 2.0)) == (a, 2.0)


def test_a_vector_is_recorded_on_a_copy_and_the_tape_knows_its_home():
    vector = np.ones(3)
    with UpdateTape(np) as tape, writing(tape):
        traced = tape.own(vector)
        traced += 1.0
        assert vector.tolist() == [1.0] * 3 and tape.homes[traced.storage] is vector
    assert tape.homes == tape.cells == {} and tape.conditions == []
