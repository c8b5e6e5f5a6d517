"""Folding paper: folds and copies against the chapter's library, pieces against a network, what is said."""

import numpy as np
import pytest

from dlcourse.layers import Sequential
from dlcourse.models.approximation import linear_of
from dlcourse.models.regions import count_regions, fold, folding_network, hidden_layers, mirror_points
from dlcourse.ops import absolute
from dlcourse.widgets.ch09_folding_paper.folding_paper import FoldingPaper
from dlcourse.widgets.ch09_folding_paper.folds import MOST, landed, opened, pieces_of

NAMED = FoldingPaper.named
RNG = np.random.default_rng(9)
ASKEW = [
    {"folds": MOST, "stroke": RNG.uniform(-0.3, 0.3, 2).tolist()}
    | {f"a{k}": float(RNG.uniform(-180, 180)) for k in range(1, MOST + 1)}
    | {f"d{k}": float(RNG.uniform(0, 0.8)) for k in range(1, MOST + 1)}
    for _ in range(8)
]


def creases(control):
    """The folds of a control as the library takes them, computed anew from angles and distances."""
    state = control.state
    turns = [np.deg2rad(state[f"a{k}"]) for k in range(1, int(state["folds"]) + 1)]
    return [(np.array([np.cos(t), np.sin(t)]), state[f"d{k}"]) for k, t in enumerate(turns, 1)]


def folded(x, folds):
    for w, b in folds:
        x = fold(x, w, b)
    return x


@pytest.mark.parametrize("given", ASKEW)
def test_folds_and_copies_are_those_of_the_library(given):
    control, x = FoldingPaper(**given), np.random.default_rng(1).uniform(-1, 1, (50, 2))
    folds, y = creases(control), np.array(given["stroke"])
    found = [landed(point, control.values["creases"], 0) for point in x.tolist()]
    np.testing.assert_allclose(found, folded(x, folds), atol=1e-9)
    everywhere = mirror_points(y, folds)
    on_sheet = everywhere[(np.abs(everywhere) <= 1).all(axis=1)]
    images = np.array(control.results()["images"]).reshape(-1, 2)
    assert len(images) == len(on_sheet) == control.results()["copies"]
    np.testing.assert_allclose(images[np.lexsort(images.T)], on_sheet[np.lexsort(on_sheet.T)], atol=1e-9)


@pytest.mark.parametrize("given", [*NAMED.values(), *ASKEW])
def test_the_pieces_are_the_linear_regions_of_a_network_with_two_absolute_values_in_each_layer(given):
    control, steps = FoldingPaper(**given), []
    turn, shift = np.eye(2), np.zeros(2)
    for w, b in creases(control):  # along the crease: x goes to (|s|, |t + 4| - 4), and t > -4 on the sheet
        frame = np.array([w, [-w[1], w[0]]])
        W, c = turn @ frame.T, shift @ frame.T + [b, 4]
        steps += [linear_of(W, c), absolute]
        turn, shift = frame, -np.array([b, 4]) @ frame
    network = Sequential(*steps, linear_of(turn, shift))
    x = np.random.default_rng(2).uniform(-1, 1, (40, 2))
    np.testing.assert_allclose(network(x).array, folded(x, creases(control)), atol=1e-9)
    sizes = [len(c) for _, c in hidden_layers(network)]
    assert (len(sizes), sum(sizes)) == (control.values["things"], control.results()["units"])
    if given in ASKEW:  # exact fractions of rounded cosines would count slivers where creases meet
        box = [(-1, 1), (-1, 1)]
        assert control.results()["pieces"] == count_regions(hidden_layers(network), box, -1)


def test_the_chapters_network_has_as_many_regions_as_its_four_folds():
    network = hidden_layers(folding_network(2))
    assert FoldingPaper(**NAMED["the chapter's network"]).results()["pieces"] == 16
    assert count_regions(network, [(-1, 1), (-1, 1)], -1) == 16


@pytest.mark.parametrize("given", ASKEW)
def test_pieces_make_up_the_sheet_and_are_folded_as_points_are(given):
    lines = FoldingPaper(**given).values["creases"]
    area = 0
    for piece in pieces_of(lines):
        flat = np.array([opened(p, piece["flips"], lines, 0) for p in piece["corners"]])
        x, y = flat.T
        area += abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2
        np.testing.assert_allclose([landed(p, lines, 0) for p in flat.tolist()], piece["corners"], atol=1e-9)
    assert area == pytest.approx(4)


def test_each_fold_that_is_undone_doubles_the_copies():
    assert FoldingPaper(**NAMED["the chapter's network"]).values["counts"] == [16, 8, 4, 2, 1]
    assert FoldingPaper(**NAMED["tent after tent"]).values["counts"] == [16, 8, 4, 2, 1]
    said = [FoldingPaper(folded=k).values["texts"]["verdict"] for k in (3, 2, 1, 0)]
    assert said[0].startswith("Folded three times.") and said[1:3] == [
        "Unfolded once: 2 copies.",
        "Unfolded twice: 4 copies.",
    ]
    assert said[3] == "Flat again: 8 copies = 2³: each fold has doubled them."


@pytest.mark.parametrize(
    ("given", "copies", "why"),
    [
        ({"stroke": [0.4, 0.4]}, 4, "not 2³ = 8: the dot lies on a crease, and is its own image there."),
        ({"stroke": [0, 0]}, 1, "Flat again: 1 copy, not 2³ = 8: the dot lies on a crease"),
        ({"a2": 0, "a3": 0}, 2, "crease 2 cuts no paper"),  # three equal creases
        ({"a2": 180, "a3": 0}, 2, "crease 2 cuts no paper"),  # all is turned over, and back
        ({"d3": 1.4}, 4, "crease 3 cuts no paper"),
        ({"d1": 1.4, "d2": 1.4, "d3": 1.0}, 1, "crease 1 cuts no paper"),
        ({"folds": 0}, 1, "Nothing is folded: one copy."),
        ({"stroke": [-0.5, 0.5]}, 0, "The dot lies beside the paper."),
        (NAMED["two corners"], 3, "not 2² = 4: under the dot lay no more layers."),
        (NAMED["two corners"] | {"stroke": [0.5, 0.2]}, 2, "under the dot"),
        (NAMED["two corners"] | {"stroke": [0.8, -0.8]}, 1, "under the dot"),
    ],
)
def test_what_is_not_doubled_is_counted_and_told(given, copies, why):
    control = FoldingPaper(**given | {"folded": 0})
    assert control.results()["copies"] == copies and why in control.values["texts"]["verdict"]


def test_the_number_of_copies_is_not_told_before_it_is_guessed():
    control = FoldingPaper(guess=6)
    shown = {name: control.values["texts"][name] for name in control.values["texts"]}
    assert "8" not in "".join(shown.values()) and shown["compared"] == "You said 6. Unfold, and compare."
    flat = FoldingPaper(guess=6, folded=0).values["texts"]
    assert flat["compared"] == "You said 6; it is 8: 2 too low." and "8 linear regions" in flat["network"]


def test_a_drawing_goes_through_every_layer_and_ends_where_the_paper_does():
    control = FoldingPaper(folded=0, stroke=[0.5, 0.1, 0.5, 0.3])
    lengths = [np.hypot(p[0] - q[0], p[1] - q[1]) for p, q in control.values["ink"]]
    np.testing.assert_allclose(lengths, [0.2] * 8)
    over = FoldingPaper(folded=0, stroke=[0.5, 0.1, 0.5, 0.9])  # beyond the third crease lies no paper
    np.testing.assert_allclose([np.hypot(p[0] - q[0], p[1] - q[1]) for p, q in over.values["ink"]], [0.4] * 8)


def test_the_tasks_show_what_they_say():
    network, crease, corners = (FoldingPaper(**state) for state, _, _ in FoldingPaper.tasks)
    assert [control.results()["copies"] for control in (network, crease, corners)] == [16, 4, 3]
    line = FoldingPaper(**crease.state | {"folded": 0, "stroke": [0.4, 0.4, 0.7, 0.2]})
    ends = {tuple(np.round(p, 9)) for p, _ in line.values["ink"]}  # two lines meet at each copy of the dot
    assert len(line.values["ink"]) == 8 and len(ends) == 4
    assert FoldingPaper(**corners.state | {"d2": 0.1}).results()["copies"] == 4


def test_it_weighs_little_in_a_notebook():
    assert len(FoldingPaper()._repr_html_().encode()) < 125_000
