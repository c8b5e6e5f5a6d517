"""Chapter 20: an emitter of a loop over many steps, as one function in LLVM's intermediate representation."""

import numpy as np
from llvmlite import ir

from dlcourse.replay.machine_code.emitter import INTP, POINTER, STATUS, Emitter
from dlcourse.replay.machine_code.space import address

SIZE = np.dtype(np.intp).itemsize


class LoopEmitter(Emitter):
    """A writer of the function `void name(intp first, intp last)`, which does step k for k from first to
    last - 1.

    The function leaves in `memory[0]` the number of steps done, counted from step 0. It is less than last
    when the next step failed a check or raised a floating-point flag; that step is then half done. The rest
    of `memory` holds addresses, which the caller writes there.
    """

    kind = ir.FunctionType(ir.VoidType(), [INTP, INTP])

    def __init__(self, module, name, environment, imports, n_addresses: int):
        super().__init__(module, name, environment, imports)
        self.memory = np.zeros(1 + n_addresses, np.intp)
        self.keep.append(self.memory)
        # Underflow is common, and numpy ignores it unless errstate asks for it: then no loop is used.
        flags = sum(flag for kind, flag in environment.flags.items() if kind != "under")
        self.flags = ir.Constant(STATUS, flags)
        # Before the loop, since they stay the same.
        self.addresses = [self.load_address(1 + i) for i in range(n_addresses)]
        first, self.last = self.function.args
        before = self.builder.block
        self.head, self.end = self.function.append_basic_block(), self.function.append_basic_block()
        # There may be no step at all.
        self.builder.cbranch(self.builder.icmp_signed("<", first, self.last), self.head, self.end)
        self.builder.position_at_end(self.head)
        self.k = self.builder.phi(INTP)  # the number of the step: first on entry, then one more each time
        self.k.add_incoming(first, before)
        self.first = first
        self.start = before

    def load_address(self, place: int):
        """The address in memory[place], as a pointer."""
        return self.builder.load(self.pointer(address(self.memory) + SIZE * place), typ=POINTER)

    def element(self, number: int, dtype, index=None):
        """A pointer to element `index`, by default k, of the array with address `number`."""
        size = ir.Constant(INTP, np.dtype(dtype).itemsize)
        offset = self.builder.mul(self.k if index is None else index, size)
        return self.at(self.addresses[number], offset)

    def at(self, pointer, offset):
        """The pointer plus `offset` bytes."""
        return self.builder.gep(pointer, [offset], source_etype=ir.IntType(8))

    def leave(self, number: int) -> None:
        self._done(self.k)  # k steps are done, this one is not; which check failed does not matter
        self.builder.ret_void()

    def finish(self) -> None:
        """Write the end of a step: go on with the next one, unless a flag was raised."""
        self.note_flags()
        raised = self.builder.load(self.raised, typ=STATUS)
        # numpy repeats the step, and warns.
        self.expect(self.builder.icmp_signed("==", raised, ir.Constant(STATUS, 0)), 0)
        following = self.builder.add(self.k, self.integer(1))
        self.k.add_incoming(following, self.builder.block)
        self.builder.cbranch(self.builder.icmp_signed("<", following, self.last), self.head, self.end)
        self.builder.position_at_end(self.end)
        self._done(self.last)  # the end is reached only after the last step
        self.builder.ret_void()

    def _done(self, n) -> None:
        self.builder.store(n, self.pointer(address(self.memory)))
