"""Chapter 20: CUDA graphs. On a GPU the calls of a replay are captured once and launched as one."""

from itertools import groupby

from dlcourse.replay.tape import expect_all, expect_same

ON_CPU = (expect_same, expect_all)  # calls that read a value on the CPU, which a graph cannot contain


def as_graphs(xp, calls) -> list:
    """The calls in their order, with one captured graph for each run of calls that stay on the GPU.

    xp: the module of the arrays; where it has no `cuda`, the calls are returned as they are.
    """
    if not hasattr(xp, "cuda"):
        return calls
    pool = xp.cuda.MemoryPool()  # what the calls allocate in between must not be given to anybody else
    graphs = []
    # In their order: groupby joins neighbours only.
    for on_cpu, group in groupby(calls, key=lambda call: call.func in ON_CPU):
        group = list(group)
        graphs += group if on_cpu else [CapturedGraph(xp, group, pool)]
    return graphs


class CapturedGraph:
    """Calls on the GPU as one CUDA graph.

    They are run once to compile their kernels, and once more to be captured.
    """

    def __init__(self, xp, calls, pool):
        self.calls, self.pool = calls, pool  # kept alive: the graph works on their memory
        stream = xp.cuda.Stream(non_blocking=True)  # the default stream cannot be captured
        xp.cuda.runtime.deviceSynchronize()  # a non-blocking stream does not wait for earlier work
        with xp.cuda.using_allocator(pool.malloc), stream:
            for call in calls:
                call()
            stream.synchronize()
            stream.begin_capture()
            for call in calls:
                call()
            self.graph = stream.end_capture()

    def __call__(self) -> None:
        """Launch the graph on the current stream."""
        self.graph.launch()
