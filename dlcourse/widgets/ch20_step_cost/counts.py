"""Chapter 20: bytes and FLOPs. The control's formulas: those of the chapter's experiment, for symbols."""

from dlcourse.experiments.ch20_cost import Machine, uniform_step
from dlcourse.ops import relu
from dlcourse.widgets.frame.kernel import Kernel, symbols

PARTS = ("bookkeeping", "memory", "arithmetic")
LOW, HIGH = 0.02, 400  # FLOPs per byte: the ends of the picture


def counts() -> Kernel:
    """What a step costs.   sizes, bytes of a number, µs per call, GB/s, GFLOP/s -> every number shown

    Times are in microseconds, FLOPs and bytes in millions, rates in GFLOP/s.
    """
    inputs = symbols(m=(), n=(), depth=(), itemsize=(), per_call=(), bandwidth=(), rate=())
    m, n, depth, itemsize, per_call, bandwidth, rate = inputs
    cost = uniform_step(m, n, depth)
    # GB/s are thousands of bytes per microsecond
    times = Machine(per_call, 1e3 * bandwidth, 1e3 * rate).seconds(cost, itemsize)
    total = times[0] + times[1] + times[2]
    intensity = cost.intensity(itemsize)
    outputs = {"calls": cost.calls, "mflops": cost.flops * 1e-6, "mbytes": cost.moved * itemsize * 1e-6}
    outputs |= dict(zip(PARTS, times, strict=True))
    outputs |= {f"share_{name}": 100 * t / total for name, t in zip(PARTS, times, strict=True)}  # in %
    outputs |= {"total": total, "intensity": intensity, "reached": cost.flops / (1e3 * total)}
    ridge = rate / bandwidth
    bend = LOW + relu(ridge - LOW) - relu(ridge - HIGH)  # within the picture, which the roof must not leave
    outputs |= {"ridge": ridge, "bend": bend}
    places = {"roof": intensity, "at_low": LOW, "at_bend": bend, "at_high": HIGH}
    outputs |= {name: rate - relu(rate - x * bandwidth) for name, x in places.items()}  # the smaller of two
    outputs["by_calls"] = cost.flops / (1e3 * times[0])
    return Kernel(inputs, outputs)
