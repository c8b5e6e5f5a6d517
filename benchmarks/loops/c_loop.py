"""C, written out for W1's network and compiled here: what a loop without any library takes."""

import ctypes
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.peers import Task, Unsupported
from benchmarks.peers.flat import gather
from benchmarks.workloads import ADAM

SOURCE = Path(__file__).with_name("steps.c")
OPTIONS = ("-O3", "-march=native", "-ffast-math")
COMPILER = shutil.which("cc")
if COMPILER is None:
    raise ImportError("no C compiler: cc is not on the PATH")

VERSION = subprocess.run([COMPILER, "--version"], capture_output=True, text=True).stdout.partition("\n")[0]
NOTE = f"by hand, {' '.join(OPTIONS)}"


def task(fitting):
    step = fitting.step
    if step.activation != "tanh" or step.loss != "squares" or step.optimizer != "adam":
        raise Unsupported("written for W1 alone")
    with tempfile.TemporaryDirectory() as folder:
        compiled, library = Path(folder) / "steps.o", Path(folder) / "steps.so"
        subprocess.run([COMPILER, *OPTIONS, "-fPIC", "-c", "-o", compiled, SOURCE], check=True)
        # linked without -ffast-math: with it, gcc makes the whole process round subnormal numbers to zero
        subprocess.run([COMPILER, "-shared", "-o", library, compiled, "-lm"], check=True)
        function = ctypes.CDLL(str(library)).steps
    parameters, x, y = step.start()
    theta, thetas = gather(parameters)
    start, slots = theta.copy(), [np.zeros_like(theta) for _ in range(2)]
    losses = np.empty(fitting.n_steps, np.float32)
    sizes = [ctypes.c_int(n) for n in (fitting.n_steps, step.batch_size, step.widths[1])]
    arrays = [ctypes.c_void_p(a.ctypes.data) for a in (x, y, theta, *slots, losses)]
    rates = [ctypes.c_float(v) for v in (step.lr, ADAM["beta1"], ADAM["beta2"], ADAM["eps"])]

    def run():
        theta[...] = start
        for slot in slots:
            slot[...] = 0
        function(*sizes, *arrays, *rates)
        return losses

    return Task(run, lambda: thetas)
