"""Recordings are kept under what they depend on, and used again when that is as it was."""

import numpy as np

from dlcourse.replay.compiled import MOST_RECORDINGS, TOO_MANY, Compiled, Unchecked, in_words, reason_of
from dlcourse.replay.tape import CannotReplay


def test_each_state_of_what_is_read_has_programs_of_its_own():
    rate = [1.0]
    compiled = Compiled([("f", lambda x: x * rate[0])])
    compiled._select_programs()
    compiled._programs["kind"] = compiled._try(object)
    assert reason_of(compiled._programs["kind"]).startswith("the first")
    first = compiled._programs
    rate[0] = 2.0
    compiled._select_programs()
    assert compiled._programs == {}
    rate[0] = 1.0
    compiled._select_programs()
    assert compiled._programs is first and isinstance(first["kind"], Unchecked)


def test_what_changes_at_each_step_is_given_up():
    rate = [0.0]
    compiled = Compiled([("f", lambda x: x * rate[0])])
    compiled._n_recordings = MOST_RECORDINGS
    for i in range(2 * MOST_RECORDINGS):
        rate[0] = float(i)
        compiled._select_programs()
    assert compiled._never == TOO_MANY and not compiled._states


def test_a_step_that_changes_what_it_reads_is_never_replayed():
    seen = [0]
    compiled = Compiled([("f", lambda x: x * seen[0])])
    compiled._select_programs()
    why = compiled._try(lambda: seen.append(1))
    assert why == compiled._never == "the step changes what it reads: seen" and seen == [0]


def test_reasons_are_told_in_words():
    assert in_words(CannotReplay("why")) == "why" and in_words(ValueError("no")) == "ValueError: no"
    compiled = Compiled([("f", np.random.default_rng(0))])
    compiled._select_programs()
    assert "draws from f" in compiled._never
