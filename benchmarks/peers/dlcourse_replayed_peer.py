"""Ours, replayed: a training step recorded once and run again into the same arrays."""

import dlcourse
from benchmarks.peers.dlcourse_models import build, loss_of, task
from dlcourse.replay import compile_step

VERSION = dlcourse.__version__
LACKS = dict.fromkeys(("chain", "gradient", "hessian", "inference"), "replays training steps")
NOTE = "a training step recorded once, then replayed by compile_step"


def training(workload, device="cpu"):
    model, optimizer, x, y = build(workload, device)
    step = compile_step(model, loss_of(workload), optimizer)
    return task(lambda: step(x, y), model, device)
