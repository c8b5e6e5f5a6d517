"""What our three ways share: the model of the workload, set back to its start before each run."""

import dlcourse
from benchmarks.peers import Task
from benchmarks.peers.dlcourse_models import build, loss_of

VERSION = dlcourse.__version__


def task(fitting, run_of) -> Task:
    """run_of(model, loss, optimizer, x, y) -> a function that does all steps and gives the losses."""
    model, optimizer, x, y = build(fitting.step)
    kept = [*(p.array for p in model.parameters()), *optimizer.state.values()]
    kept += [array for _, array in model.named_buffers()]
    start = [array.copy() for array in kept]
    steps = run_of(model, loss_of(fitting.step), optimizer, x, y)

    def run():
        live = [*(p.array for p in model.parameters()), *optimizer.state.values()]
        live += [array for _, array in model.named_buffers()]
        for array, first in zip(live, start, strict=True):
            array[...] = first
        optimizer.n_steps = 0
        return steps()

    return Task(run, lambda: [parameter.array for parameter in model.parameters()])
