"""The shape tracer: its products against arrays and gradients, what it refuses, its counts, its tasks."""

import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.losses import softmax_cross_entropy
from dlcourse.ops import relu
from dlcourse.tensor import Tensor
from dlcourse.widgets.ch07_shape_tracer.shape_tracer import ShapeTracer
from dlcourse.widgets.ch07_shape_tracer.shapes import ARRAYS, FACTORS, SIZES, counted, tried

ALL_SIZES = [(5, 4, 3, 2), (5, 4, 3, 3), (4, 4, 4, 4), (3, 2, 3, 2)]


def arrays(m, n, u, k):
    """Every array of the net by its key: values by the library's ops, gradients by its sweep."""
    rng = np.random.default_rng(7)
    X, W1, W2 = (Tensor(rng.normal(size=shape)) for shape in ((m, n), (n, u), (u, k)))
    U1 = X @ W1
    H = relu(U1)
    U2 = H @ W2
    J = softmax_cross_entropy(U2, np.arange(m) % k)
    known = {"X": X, "W1": W1, "W2": W2, "U1": U1, "H": H, "U2": U2}
    slopes = grad(J, [U2, W2, H, U1, W1])
    found = {key: V.array for key, V in known.items()} | {"mask": (U1.array > 0).astype(float)}
    return found | {key: np.array(g) for key, g in zip(("G", "dW2", "dH", "G1", "dW1"), slopes, strict=True)}


@pytest.mark.parametrize("sizes", ALL_SIZES)
def test_of_all_products_one_is_right_and_arrays_refuse_what_the_control_refuses(sizes):
    known, named = arrays(*sizes), dict(zip(SIZES, sizes, strict=True))
    for i, V in enumerate(ARRAYS):
        assert known[V["key"]].shape == tuple(named[one] for one in V["shape"])
        outcomes = []
        for left in FACTORS if V["product"] else ():
            for right in FACTORS:
                said = tried({"left": left, "right": right}, i, named)["outcome"]
                outcomes.append(said)
                A, B = (known[key.removesuffix("T")] for key in (left, right))
                A, B = (one.T if key.endswith("T") else one for one, key in ((A, left), (B, right)))
                runs = A.shape[1] == B.shape[0]
                if said == "missing":
                    continue
                assert (said == "refused") == (not runs)
                if runs:
                    assert (said != "other") == ((A @ B).shape == known[V["key"]].shape)
                    is_it = said != "other" and np.allclose(A @ B, known[V["key"]])
                    assert is_it == (said == "hit"), (left, right)
        if V["product"]:
            count, late = counted(i, named), outcomes.count("missing")
            assert outcomes.count("hit") == 1 and count["all"] == len(outcomes) - late
            assert count["run"] == count["all"] - outcomes.count("refused")
            assert count["fit"] == count["run"] - outcomes.count("other")


def test_distinct_sizes_let_few_wrong_products_through_and_equal_ones_all():
    names = ("all", "run", "fit")
    apart = ShapeTracer(step=9).values
    assert [apart[name] for name in names] == [1072, 312, 17] and apart["steps"] == 5
    pairs = [{"m": 4}, {"m": 3}, {"m": 2}, {"n": 3}, {"n": 2}, {"u": 2}]  # two sizes are equal, no more
    assert [ShapeTracer(step=9, **pair).values["fit"] for pair in pairs] == [37, 77, 48, 67, 36, 55]
    assert apart["texts"]["fit.7"] == "4 of 196"
    alike = ShapeTracer(m=4, n=4, u=4, k=4, step=9).values
    assert [alike[name] for name in names] == [1072] * 3


def test_what_fits_by_chance_is_told_from_what_always_fits():
    def told(**given):
        return ShapeTracer(**given).values["texts"]["compared"]

    guess = {"step": 5, "about": 5, "left": "H", "right": "G"}
    assert told(**guess) == "H G is refused: H has 3 columns (u), G has 5 rows (m)."
    assert told(**guess, m=3).endswith("it fits, but is not dW₂. It fits only since m = u.")
    assert told(**guess | {"left": "U1T"}).endswith(
        "it fits, with any sizes, but is not dW₂. Shapes cannot tell."
    )
    assert told(**guess | {"left": "HT"}) == "You said Hᵀ G: right."
    assert told(**guess | {"left": "GT", "right": "H"}).endswith("it runs, but is (2, 3), not dW₂.")
    waits = {"step": 4, "about": 5, "left": "HT", "right": "G"}
    assert told(**waits) == "Hᵀ G runs, and is (3, 2). Step, and compare."
    assert told(**waits | {"right": "mask"}) == "mask is not there yet."
    assert told(step=4, about=5, rows="u") == "You say (u, ?). "
    shape = {"step": 6, "about": 6, "rows": "m", "cols": "k"}
    assert told(**shape) == "You said (m, k): it is (m, u). "
    assert told(**shape, u=2) == "You said (m, k): the same numbers here, but it is (m, u). "


def test_the_tasks_show_what_they_say():
    states = [state for state, _, _ in ShapeTracer.tasks]
    assert sum(key.count("T") for key in FACTORS) == 11 and ShapeTracer(**states[0]).values["shown"] == 7
    forgotten = states[1] | {"step": 6}
    assert ShapeTracer(**states[1]).results()["outcome"] == "chance"
    assert (
        ShapeTracer(**forgotten).values["texts"]["compared"].endswith("is not dH. It fits only since u = k.")
    )
    assert (
        "G has 2 columns (k), W₂ has 3 rows (u)"
        in ShapeTracer(**forgotten | {"k": 2}).values["texts"]["compared"]
    )
    fits = [
        ShapeTracer(**states[2] | {"m": 5, "n": n, "k": k}).results()["fit"]
        for n, k in ((4, 4), (3, 4), (3, 2))
    ]
    assert 1072 > fits[0] > fits[1] > fits[2] == 17
