"""The package without the folder of machine code, or without llvmlite: all else goes on, to the same bits."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import dlcourse

ROOT = Path(__file__).parents[2]
TRAINING = """
import sys
if sys.argv[1] == "without llvmlite":
    sys.modules["llvmlite"] = None
import numpy as np
from dlcourse import MLP, fit, losses, optimizers
from dlcourse.replay import compile_function, compile_step, fastest
from dlcourse.replay.update import Update
assert (fastest.machine_code is None) is (sys.argv[1] == "without"), "the folder"
rng, found = np.random.default_rng(0), []
for make in (optimizers.Adam, optimizers.SGD, optimizers.Nesterov):
    model = MLP((3, 8, 2), rng=np.random.default_rng(1))
    step = compile_step(model, losses.softmax_cross_entropy, make(model.parameters(), lr=0.01))
    x, y = np.random.default_rng(2).normal(size=(12, 3)), np.random.default_rng(3).integers(0, 2, 12)
    found += step.run(x, y, np.arange(12).reshape(3, 4).repeat(9, axis=0)).tolist()
    assert (step.gear, step.why) == ("replayed", "")
    assert fastest.has_code() is (type(step._update) is not Update)
    assert fastest.has_code() is False or sys.argv[1] == "with"
    fit(model, losses.softmax_cross_entropy, x, y, step.optimizer, n_epochs=3, batch_size=5, progress=False)
    found += [p.array.tobytes().hex() for p in model.parameters()]
found += compile_function(np.exp)(x).tolist()
print(found)
"""


def without_the_folder(target, *, tests=False) -> dict:
    """A copy of the package, and of its tests, that lacks machine code.   -> the environment to run it in"""
    left_out = shutil.ignore_patterns("machine_code", "__pycache__")
    shutil.copytree(Path(dlcourse.__file__).parent, target / "dlcourse", ignore=left_out)
    if tests:
        shutil.copytree(ROOT / "tests", target / "tests", ignore=left_out)
        shutil.copy(ROOT / "pyproject.toml", target)
    return os.environ | {"PYTHONPATH": str(target)}


@pytest.mark.slow
def test_training_goes_on_without_the_folder_to_the_same_bits(tmp_path):
    without = without_the_folder(tmp_path)
    beside = os.environ | {"PYTHONPATH": str(Path(dlcourse.__file__).parents[1])}
    outputs = []
    for how, environment in (("with", beside), ("without", without), ("without llvmlite", beside)):
        command = [sys.executable, "-W", "error", "-c", TRAINING, how]
        home = environment["PYTHONPATH"]
        done = subprocess.run(command, env=environment, cwd=home, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        outputs.append(done.stdout)
    assert outputs[0] == outputs[1] == outputs[2] and outputs[0].count(",") > 100


@pytest.mark.slow
def test_all_tests_of_replay_but_its_own_pass_without_the_folder(tmp_path):
    environment = without_the_folder(tmp_path, tests=True)
    options = ["-q", "-n0", "-p", "no:cacheprovider", "--ignore", f"tests/replay/{Path(__file__).name}"]
    options += ["-m", "not slow"]  # those try many networks without machine code where the folder is, too
    command = [sys.executable, "-m", "pytest", *options, "tests/replay"]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]
