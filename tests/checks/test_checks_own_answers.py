"""A student's own answers: taken from notebooks, checked anew; a wrong one stops a milestone by its name."""

import json

import numpy as np
import pytest
from house import ROOT

from dlcourse.checks import CheckFailed, edit, own_answers
from dlcourse.checks.bank import Exercise
from dlcourse.checks.own_answers import WORK, cells_by_name, nearest_work
from dlcourse.experiments import ch07_milestone as milestone

NEEDED = {"04_losses": ["class_loss"], "07_training_an_mlp": ["forward_pass", "backward_pass", "train"]}

OTHERS = {
    "forward_pass": edit("""def forward_pass(x, W, b, units, alpha):
    z, h, squares = [], [x], 0.0
    for W_k, b_k, unit in zip(W, b, units):
        z += [np.einsum("mi,ij->mj", h[-1], W_k) + b_k]
        h += [value(unit, z[-1])]
        squares += np.vdot(W_k, W_k)
    return z, h, 0.5 * alpha * squares
"""),
    "backward_pass": edit("""def backward_pass(z, h, G, W, units, alpha):
    k = len(W)
    dW, db = [None] * k, [None] * k
    while k:
        k -= 1
        G = G * slope(units[k], z[k])
        dW[k], db[k], G = h[k].T @ G + alpha * W[k], np.ones(len(G)) @ G, G @ W[k].T
    return dW, db
"""),
    "train": edit("""def train(x, y, theta, slopes, lr, size, n_epochs, seed):
    rng, losses = np.random.default_rng(seed), []
    for _ in range(n_epochs):
        order, terms = rng.permutation(len(x)), []
        for rows in np.split(order, range(size, len(x), size)):
            J, grads = slopes(x[rows], y[rows], theta)
            theta = [theta[k] - lr * grads[k] for k in range(len(theta))]
            terms += [J] * len(rows)
        losses += [np.mean(terms)]
    return theta, losses
"""),
}


def notebook(folder, assignment, **edits):
    """A notebook of model answers, some of them edited, where `make lab` puts it."""
    cells = []
    for name, source in cells_by_name(ROOT / "solutions", assignment).items():
        source = edits[name].of(source) if name in edits else source
        metadata = {"nbgrader": {"grade_id": name}}
        cells.append({"cell_type": "code", "source": source.splitlines(True), "metadata": metadata})
    path = folder / assignment / f"{assignment}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")


def other_right_answers():
    """For each function that a milestone needs, another right answer of its exercise."""
    found = {}
    for assignment, names in NEEDED.items():
        for name in names:
            right = list(Exercise(ROOT / "solutions" / assignment, name).get("RIGHT", {}).values())
            if right:
                found[name] = right[0]
    return found


@pytest.mark.parametrize("answers", ["of the model", "of the exercises", "of another hand"])
def test_any_right_answers_read_the_digits(tmp_path, answers):
    edits = {"of the exercises": other_right_answers(), "of another hand": OTHERS}.get(answers, {})
    assert answers == "of the model" or len(edits) >= 3
    for assignment in NEEDED:
        notebook(tmp_path, assignment, **edits)
    accuracy, losses = milestone.read_digits(*own_answers(NEEDED, tmp_path))
    assert milestone.LOW < accuracy < milestone.HIGH and losses[-1] < losses[0] / 10


def test_a_wrong_answer_is_told_by_its_name_and_what_its_check_says(tmp_path):
    wrong = next(iter(Exercise(ROOT / "solutions" / "04_losses", "class_loss").get("WRONG", {}).values()))
    notebook(tmp_path, "04_losses", class_loss=wrong)
    with pytest.raises(CheckFailed, match="^class_loss, of your 04_losses: "):
        own_answers({"04_losses": ["class_loss"]}, tmp_path)


def test_an_answer_that_is_not_written_yet_is_told():
    with pytest.raises(CheckFailed, match="class_loss is not written yet"):
        own_answers({"04_losses": ["class_loss"]}, ROOT / "exercises")


def test_what_is_not_there_is_told_with_what_to_do(tmp_path, monkeypatch):
    with pytest.raises(FileNotFoundError, match="expected a folder my_work .* `make lab`"):
        nearest_work(tmp_path)
    (tmp_path / "my_work").mkdir()
    (tmp_path / "notebooks").mkdir()
    assert nearest_work(tmp_path / "notebooks") == tmp_path / "my_work"
    monkeypatch.setenv(WORK, str(tmp_path / "my_work"))
    with pytest.raises(FileNotFoundError, match="expected your notebook .*04_losses.ipynb"):
        own_answers({"04_losses": ["class_loss"]})
    notebook(tmp_path, "04_losses")
    with pytest.raises(CheckFailed, match="expected the cell of softmaxx"):
        own_answers({"04_losses": ["softmaxx"]}, tmp_path)


def test_a_function_is_that_of_its_own_cell(tmp_path):
    notebook(tmp_path, "04_losses")
    (class_loss,) = own_answers({"04_losses": ["class_loss"]}, tmp_path)
    J, dz = class_loss(np.zeros((2, 4)), [0, 3], 0.0)
    assert J == pytest.approx(np.log(4)) and dz.shape == (2, 4)


def test_a_helper_of_another_cell_is_told_to_stand_in_this_one(tmp_path):
    notebook(tmp_path, "04_losses", class_loss=edit("def class_loss(z, y, eps):\n    return my_softmax(z)\n"))
    with pytest.raises(CheckFailed, match=r"NameError(?s:.*)\. Only\sthe setup cell"):
        own_answers({"04_losses": ["class_loss"]}, tmp_path)
