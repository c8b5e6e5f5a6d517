"""The tape of an update: its vectors, and arrays in place of its deferred numbers."""

import numpy as np
import pytest

from dlcourse.replay.machine_code.deferred import Deferred
from dlcourse.replay.machine_code.update_tape import UpdateTape
from dlcourse.replay.tape import CannotReplay
from dlcourse.replay.traced_module import writing

A = np.random.default_rng(0).standard_normal((3, 4))


def test_a_deferred_number_has_one_cell_per_formula_and_dtype():
    box, tape = [2.0], UpdateTape(np)
    deferred = Deferred(lambda: box[0], "x", tape)
    with writing(tape):
        a, b = tape.varying(A), tape.varying(A.astype(np.float32))
        a * (1 - deferred), a / (1 - deferred), b * (1 - deferred), a * deferred
        assert {(key[0], str(key[1])) for key in tape.cells} == {
            ("sub(1, x)", "float64"), ("sub(1, x)", "float32"), ("x", "float64"),
        }  # fmt: skip
        with pytest.raises(CannotReplay, match="mixes dtypes"):
            tape.operands((a, b, deferred))
        assert tape.operands((a, 2.0)) == (a, 2.0)


def test_a_vector_is_recorded_on_a_copy_and_the_tape_knows_its_buffer():
    vector = np.ones(3)
    with UpdateTape(np) as tape, writing(tape):
        traced = tape.own(vector)
        traced += 1.0
        assert vector.tolist() == [1.0] * 3 and tape.buffers[traced.storage] is vector
    assert tape.buffers == tape.cells == {} and tape.conditions == []
