"""The playground's numbers: its kernels and starts against the library and the chapter's experiments."""

import numpy as np
import pytest
from javascript import evaluate, needs_node

from dlcourse.autodiff import grad
from dlcourse.data import xor
from dlcourse.experiments.ch02_xor_outcomes import resting_places
from dlcourse.experiments.ch02_xor_training import UNITS, draw_starts, train_many
from dlcourse.losses import mean_squared_error
from dlcourse.optimizers import SGD
from dlcourse.tensor import Parameter
from dlcourse.widgets.ch02_xor_playground.network import CELLS, EDGES, HIGH, LOW, WIDTHS, start_of
from dlcourse.widgets.ch02_xor_playground.xor_playground import XorPlayground
from dlcourse.widgets.frame.network import PARAMETERS
from dlcourse.widgets.frame.network_run import MAP
from dlcourse.widgets.frame.plane import grid

x, y = xor()
exactly = {"rtol": 1e-9, "atol": 1e-12}
every_unit = pytest.mark.parametrize("unit", UNITS)
STATE = XorPlayground().state
SETUP = """const kernels = dlcourse.kernels["xor-playground"];
  const { setting, first, following, is_over, final, values } = dlcourse.programs["xor-playground"];
  const from = (state, theta) => ({ ...setting(state, kernels), ...(theta ? { theta } : {}) });
  const places = (state, most) => { const run = from(state), all = [first(run)];
    while (all.length <= most && !is_over(all.at(-1), run)) all.push(following(all.at(-1), run));
    return all; };"""


THETAS = "input.states.map((state) => setting(state, kernels).theta)"


def in_node(code, **value):
    """What `code` returns, in which the program of the playground and `input` are at hand."""
    return evaluate(f"(input) => {{ {SETUP} return ({code}); }}", value)


def library_loss(unit, W, c, w, b):
    return mean_squared_error(UNITS[unit](x @ W + c) @ w + b, y)


def random_theta(n, seed=0):
    rng = np.random.default_rng(seed)
    shapes = {"W": (2, n), "c": (n,), "w": (n, 1), "b": (1,)}
    return {name: rng.uniform(-2, 2, shape) for name, shape in shapes.items()}


@needs_node
@every_unit
@pytest.mark.parametrize("n", [2, 4])
def test_forward_pass_gradient_and_step_agree_with_the_library(unit, n):
    state = STATE | {"unit": unit, "width": str(n)}
    theta = random_theta(n)
    flat = {name: value.ravel().tolist() for name, value in theta.items()}
    code = "((run) => [first(run), following(first(run), run)])(from(input.state, input.theta))"
    walk, step = in_node(code, state=state, theta=flat)
    parameters = [Parameter(theta[name]) for name in PARAMETERS]
    J = library_loss(unit, *parameters)
    gradients = grad(J, parameters)
    assert walk["J"] == pytest.approx(J.item(), rel=1e-12)
    assert walk["slope"] == pytest.approx(np.sqrt(sum((g**2).sum() for g in gradients)), rel=1e-9)
    z = x @ theta["W"] + theta["c"]
    np.testing.assert_allclose(walk["z"], z.ravel(), **exactly)
    np.testing.assert_allclose(walk["h"], UNITS[unit](z).ravel(), **exactly)
    SGD(parameters, lr=0.1, momentum=0.9).step(gradients)
    for name, parameter in zip(PARAMETERS, parameters, strict=True):
        np.testing.assert_allclose(step[name], parameter.array.ravel(), **exactly)


@needs_node
@every_unit
def test_twenty_steps_of_momentum_follow_the_library(unit):
    states = in_node("places(input.state, 20)", state=STATE | {"unit": unit, "start": "seed", "seed": 2})
    parameters = [Parameter(array[0]) for array in draw_starts(2, [2])]
    optimizer, losses = SGD(parameters, lr=0.1, momentum=0.9), []
    for _ in range(21):
        J = library_loss(unit, *parameters)
        losses.append(J.item())
        optimizer.step(grad(J, parameters))
    np.testing.assert_allclose([place["J"] for place in states], losses, rtol=1e-8)


@needs_node
@pytest.mark.parametrize("n", [2, 3, 4])
def test_a_seed_starts_where_the_chapter_starts_it(n):
    seeds = [0, 1, 9, 399, 999_999_999]
    states = [STATE | {"start": "seed", "seed": seed, "width": str(n), "bias": "0.1"} for seed in seeds]
    found = in_node(THETAS, states=states)
    for state, got in zip(states, found, strict=True):
        expected = draw_starts(n, [state["seed"]], 0.1)
        for name, array in zip(PARAMETERS, expected, strict=True):
            assert got[name] == array.ravel().tolist()
            np.testing.assert_array_equal(np.ravel(start_of(state)[name]), array.ravel())


@needs_node
def test_named_starts_are_the_same_in_both_languages():
    named = ["run 1", "run 2", "hand", "zeros", "linear"]
    states = [STATE | {"start": start, "width": str(n)} for start in named for n in (2, 3, 4)]
    own = [0.1 * k for k in range(13)]
    states.append(STATE | {"start": "own", "width": "3", "own": own})
    for state, got in zip(
        states,
        in_node(THETAS, states=states),
        strict=True,
    ):
        for name, value in start_of(state).items():
            np.testing.assert_array_equal(got[name], np.ravel(value))


@pytest.mark.slow
@needs_node
def test_a_seed_ends_as_in_the_chapter():
    runs = train_many(2, seeds=range(100))
    states = [STATE | {"start": "seed", "seed": seed} for seed in range(100)]
    losses = in_node("input.states.map((state) => final(state.seed, state, kernels))", states=states)
    np.testing.assert_allclose(losses, runs.J, atol=1e-6)
    assert resting_places(runs)["solved"] == sum(J < 0.01 for J in losses) == 17
    assert losses[9] < 1e-6 and losses[0] == pytest.approx(1 / 6, abs=1e-4)  # run 1 and run 2


@needs_node
def test_a_run_that_diverges_stops_with_finite_numbers():
    state = STATE | {"start": "own", "own": [20.0] * 9, "unit": "absolute value", "lr": 2.0}
    states = in_node("places(input.state, 3000)", state=state)
    assert len(states) < 100 and all(np.isfinite(place["J"]) for place in states)
    fast = {"start": "seed", "unit": "absolute value", "lr": 2.0}
    assert in_node("String(final(3, input.state, kernels))", state=STATE | fast) == "Infinity"


@needs_node
@every_unit
@pytest.mark.parametrize("n", WIDTHS)
def test_what_pictures_show_of_the_planes_agrees_with_the_library(unit, n):
    theta, state = random_theta(n, seed=n), STATE | {"unit": unit, "width": str(n)}
    points = np.concatenate([grid(LOW, HIGH, CELLS), grid(LOW, HIGH, MAP), EDGES])
    flat = {name: np.ravel(value).tolist() for name, value in theta.items()}
    code = "dlcourse.atPoints(from(input.state).point, input.points, ...input.theta)"
    found = in_node(code, state=state, theta=list(flat.values()), points=points.tolist())
    z = points @ theta["W"] + theta["c"]
    expected = {"z": z, "h": UNITS[unit](z), "f": UNITS[unit](z) @ theta["w"] + theta["b"]}
    for name, one in expected.items():
        np.testing.assert_allclose([place[name] for place in found], one, **exactly)


@needs_node
@pytest.mark.parametrize("n", [2, 4])
def test_the_line_of_the_hidden_plane_has_f_one_half_with_the_further_units_at_their_means(n):
    theta, state = random_theta(n, seed=7), STATE | {"width": str(n)}
    h = np.maximum(0, x @ theta["W"] + theta["c"])
    rest = h.mean(axis=0)[2:] @ theta["w"][2:] + theta["b"]
    own = np.concatenate([np.ravel(theta[name]) for name in PARAMETERS]).tolist()
    state |= {"start": "own", "own": own}
    code = "((run) => values(input.state, [first(run)], run))(from(input.state))"
    for found in (in_node(code, state=state), XorPlayground(start="own", width=n, own=own).values):
        np.testing.assert_allclose(found["half"], rest - 0.5, **exactly)
        points = np.array(grid(found["low"], found["high"], CELLS))
        np.testing.assert_allclose(found["hidden"], (points @ theta["w"][:2] + rest).ravel(), **exactly)


def test_the_still_picture_follows_the_state():
    values = XorPlayground(step=350).values
    assert values["J"] == values["losses"][-1] < 1e-6 and len(values["losses"]) == 351
    assert "XOR is solved" in XorPlayground(start="hand").body()
    assert "training stays here" in XorPlayground(start="linear").body()
    assert XorPlayground(start="zeros").results()["J"] == 0.5
    assert len(values["c"]) == 2


def test_a_loss_that_is_drawn_at_the_top_says_so_and_so_do_two_of_several_units():
    own = {"start": "own", "own": [3.0] * 9}
    assert "J above 1/2 is drawn at the top</text>" in XorPlayground(**own).body()
    assert "at the top</text>" not in XorPlayground().body()
    assert (
        ">Two of 4 units, h₁ and h₂; on the line f = ½ with the others at their means.<"
        in XorPlayground(width=4).body()
    )
    assert "Two of" not in XorPlayground().body()


def test_it_weighs_little_in_a_notebook():
    assert len(XorPlayground()._repr_html_().encode()) < 175_000


def test_an_unknown_start_is_refused_with_the_list():
    with pytest.raises(ValueError, match="expected start in .*'hand'.*got 'slide'"):
        XorPlayground(start="slide")


def test_own_numbers_and_their_start_belong_together():
    with pytest.raises(ValueError, match="got start='own' and 0 numbers"):
        XorPlayground(start="own")
    with pytest.raises(ValueError, match="got start='run 1' and 9 numbers"):
        XorPlayground(own=[0.0] * 9)
