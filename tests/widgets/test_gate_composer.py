"""The control of gates: its circuits against the library's gates, what it says of them, what it refuses."""

import itertools

import pytest
from javascript import evaluate, needs_node

from dlcourse.models.gates import GATES, gate, xor_from_gates
from dlcourse.widgets.ch01_gates.circuits import CIRCUITS, LAST, NUMBERS, ROWS, WANTED, gates_of, signals
from dlcourse.widgets.ch01_gates.gate_composer import GateComposer

UNIT_HERE = GateComposer().kernels["unit"]
UNIT = """(all) => all.map((n) => dlcourse.kernels["gate-composer"].unit(...n).h)"""


@pytest.mark.parametrize("name", GATES)
def test_a_gate_alone_is_the_librarys(name):
    control = GateComposer(preset=name)
    assert control.results()["outputs"] == [gate(name, *bits) for bits in ROWS]
    assert control.results()["gates"] == 1


def test_xor_is_that_of_the_library_from_three_gates_and_from_four_nands():
    assert [xor_from_gates(*bits) for bits in ROWS] == WANTED
    for name, n in (("XOR", 3), ("nands", 4)):
        assert GateComposer(preset=name).results() == {"outputs": WANTED, "gates": n, "right": 4}
    assert GateComposer(preset="wrong").results()["outputs"] == [1, 1, 1, 1]


@needs_node
def test_a_unit_gives_the_same_in_both_languages_and_0_at_its_threshold():
    cases = [[*bits, *numbers] for numbers in [*NUMBERS, [1, 1, -1], [0, 0, 0]] for bits in ROWS]
    expected = [int(UNIT_HERE(*case)["h"]) for case in cases]
    assert evaluate(UNIT, cases) == expected
    assert expected[-8:] == [0, 0, 0, 1, 0, 0, 0, 0]


def test_no_single_gate_is_xor_and_one_gets_three_rows_right():
    right = []
    for kind, *wires in itertools.product(range(3), range(3), range(3)):
        circuit = [kind, 3, 3, 3, *wires, *[0] * 6, 3]
        right.append(
            sum(signals(circuit, bits, UNIT_HERE)[-1] == y for bits, y in zip(ROWS, WANTED, strict=True))
        )
    assert max(right) == 3


def test_what_does_not_reach_the_output_is_not_counted():
    circuit = CIRCUITS["XOR"]
    assert (
        gates_of([*circuit[:-1], 3]) == 1
        and gates_of([*circuit[:-1], 2]) == gates_of([3] * 4 + circuit[4:]) == 0
    )
    assert gates_of([2, 2, 3, 3, 1, 2, 3, 3, 0, 0, 0, 0, 4]) == 2


def test_it_says_what_is_seen_and_no_more():
    asked, seen = GateComposer().body(), GateComposer(seen=15).body()
    assert "What comes out of each row?" in asked and '<td data-output="cell.0.4">?</td>' in asked
    assert "2 of 4 rows are as XOR wants them" in seen and '<td data-output="cell.0.4">1</td>' in seen
    assert "This is XOR. Gates: 3." in GateComposer(preset="XOR", seen=15).body()


@pytest.mark.parametrize("place", range(4, 13))
def test_a_circle_of_wires_is_refused(place):
    own = [2, 2, 2, 2, *[0] * 9]
    own[place] = LAST[place - 4] + 1 if place < 12 else 7
    with pytest.raises(ValueError, match="gate_composer: expected own as a whole number"):
        GateComposer(preset="own", own=own)


def test_own_numbers_and_their_name_belong_together():
    with pytest.raises(ValueError, match="with preset='own' alone, got preset='own' and"):
        GateComposer(preset="own")
    with pytest.raises(ValueError, match="got preset='XOR' and"):
        GateComposer(preset="XOR", own=[0] * 13)


def test_it_weighs_little_in_a_notebook():
    assert len(GateComposer()._repr_html_().encode()) < 125_000
