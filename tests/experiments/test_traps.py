"""Chapter 6: what mistakes without an error give, against numbers by hand."""

import pytest

from dlcourse import ops
from dlcourse.experiments import ch06_traps as chapter
from dlcourse.graphs import Symbol, graph_of, scalar_back_propagation


@pytest.mark.rows("S131", "S154", "F022")
def test_what_overwrites_is_wrong_only_where_something_is_used_twice():
    x = Symbol("x")
    chain, square = graph_of(ops.tanh(ops.exp(x))), graph_of(x * x)
    assert chapter.last_one_wins(chain, {x: 0.3})[x] == scalar_back_propagation(chain, {x: 0.3})[x]
    assert scalar_back_propagation(square, {x: 3.0})[x] == 6
    assert chapter.last_one_wins(square, {x: 3.0})[x] == 3
    decay = chapter.weight_decay()
    assert scalar_back_propagation(decay.graph, decay.values)[decay.nodes["w"]] == 4 + 3
