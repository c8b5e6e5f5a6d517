"""Chapter 20: an emitter of code, which writes one function in LLVM's intermediate representation (IR)."""

from llvmlite import ir

BOOL, STATUS, INTP, POINTER = ir.IntType(1), ir.IntType(32), ir.IntType(64), ir.PointerType()
FLOATS = {4: ir.FloatType(), 8: ir.DoubleType()}
EVERY_FLAG = ("round.tonearest", "fpexcept.strict")  # else LLVM may remove operations and so their flags


class Emitter:
    """A writer of the function `int32 name()`. It returns 0, or the number of the check that failed, or minus
    the floating-point flags that were raised.

    environment: the flags to test, and the addresses of C's feclearexcept and fetestexcept. imports: name ->
    address of the functions that are called.
    """

    kind = ir.FunctionType(STATUS, [])

    def __init__(self, module, name: str, environment, imports: dict):
        self.module = module
        self.function = ir.Function(module, self.kind, name)
        self.builder = ir.IRBuilder(self.function.append_basic_block())
        self.imports = imports
        self.keep = []  # memory whose address stands in the code, so it must not be freed
        self.flags = ir.Constant(STATUS, sum(environment.flags.values()))
        self.environment = environment
        self.raised = self.builder.alloca(STATUS)  # on the stack: the flags of all calls so far
        self.builder.store(ir.Constant(STATUS, 0), self.raised)
        # To clear flags takes longer than to test them, and they are rarely raised.
        with self.builder.if_then(self.builder.icmp_signed("!=", self.raised_now(), ir.Constant(STATUS, 0))):
            self.call(environment.clear, STATUS, [self.flags])

    def raised_now(self):
        """The flags that are raised at this point."""
        return self.call(self.environment.test, STATUS, [self.flags])

    def note_flags(self) -> None:
        """Add the raised flags to `raised`, before a call: numpy's inner loops may clear them."""
        self.builder.store(
            self.builder.or_(self.builder.load(self.raised, typ=STATUS), self.raised_now()), self.raised
        )

    def finish(self) -> None:
        """Write the end of the function, which returns minus the flags."""
        self.note_flags()
        self.builder.ret(self.builder.neg(self.builder.load(self.raised, typ=STATUS)))

    def pointer(self, address: int, offset=None):
        """A pointer to a fixed address, plus `offset` bytes."""
        # The replay's arrays never move, so addresses are constants.
        place = ir.Constant(INTP, address).inttoptr(POINTER)
        return place if offset is None else self.builder.gep(place, [offset], source_etype=ir.IntType(8))

    def integer(self, value: int):
        return ir.Constant(INTP, value)

    def repeat(self, count: int, body) -> None:
        """Write a loop: body(i) for i from 0 to count - 1."""
        if count <= 1:
            if count:
                body(self.integer(0))
            return
        builder, before = self.builder, self.builder.block
        # count > 1, so the test stands at the end.
        start, end = self.function.append_basic_block(), self.function.append_basic_block()
        builder.branch(start)
        builder.position_at_end(start)
        i = builder.phi(INTP)  # 0 on entry, the number of the next pass otherwise
        i.add_incoming(self.integer(0), before)
        body(i)
        following = builder.add(i, self.integer(1))
        i.add_incoming(following, builder.block)  # not `start`: body may have added blocks
        builder.cbranch(builder.icmp_unsigned("<", following, self.integer(count)), start, end)
        builder.position_at_end(end)

    def nested(self, counts, strides, body, offsets=None) -> None:
        """Write nested loops around body(offsets). offsets: in bytes, one per array, None for 0.

        counts: the number of passes of each loop; strides: per array, one for each loop.
        """
        offsets = offsets or [None] * len(strides)
        if not counts:
            body(offsets)
            return

        def once(i):
            further = [self.moved(o, i, steps[0]) for o, steps in zip(offsets, strides, strict=True)]
            self.nested(counts[1:], [steps[1:] for steps in strides], body, further)

        self.repeat(counts[0], once)

    def moved(self, offset, i, stride: int):
        """offset + i * stride, in bytes."""
        if stride == 0:  # a broadcast axis: the same number in each pass
            return offset
        step = self.builder.mul(i, self.integer(stride))
        return step if offset is None else self.builder.add(offset, step)

    def expect(self, truth, number: int) -> None:
        """Write a check: unless `truth`, a BOOL, holds, the function returns that number."""
        leave, on = self.function.append_basic_block(), self.function.append_basic_block()
        self.builder.cbranch(truth, on, leave)
        self.builder.position_at_end(leave)
        self.leave(number)
        self.builder.position_at_end(on)

    def leave(self, number: int) -> None:
        """Write the return of a check that failed."""
        self.builder.ret(ir.Constant(STATUS, number))

    def call(self, address: int, result, arguments):
        """The result of a call of the function at an address. arguments: LLVM values."""
        name = f"at_{address:x}"  # one declaration per function, however often it is called
        function = self.module.globals.get(name)
        if function is None:
            self.imports[name] = address
            kind = ir.FunctionType(result, [argument.type for argument in arguments])
            function = ir.Function(self.module, kind, name)
        return self.builder.call(function, arguments)

    def call_pointer(self, pointer, kind, arguments):
        """The result of a call through a pointer. kind: the type of the function."""
        return self.builder.call(Callee(pointer, kind), arguments)

    def load(self, pointer, dtype, width: int):
        """The `width` numbers at a pointer, as a vector; a scalar for width 1. A bool becomes one bit."""
        # Aligned like one number: a vector may begin anywhere in an array.
        value = self.builder.load(pointer, typ=of_width(in_memory(dtype), width), align=dtype.itemsize)
        if dtype.kind == "b":
            # numpy takes any byte but 0 for true.
            return self.builder.icmp_unsigned("!=", value, constant(in_memory(dtype), width, 0))
        return value

    def store(self, value, pointer, dtype, width: int) -> None:
        """Write a vector or scalar to memory, the reverse of `load`."""
        if dtype.kind == "b":
            value = self.builder.zext(value, of_width(in_memory(dtype), width))
        self.builder.store(value, pointer, align=dtype.itemsize)

    def spread(self, value, width: int):
        """A vector of `width` copies of a number; the number itself for width 1."""
        if width == 1:
            return value
        kind = ir.VectorType(value.type, width)
        # LLVM's idiom for a broadcast, which becomes one instruction: into
        # place 0, then shuffled to all places.
        first = self.builder.insert_element(ir.Constant(kind, ir.Undefined), value, ir.Constant(STATUS, 0))
        places = ir.Constant(ir.VectorType(STATUS, width), [0] * width)
        return self.builder.shuffle_vector(first, ir.Constant(kind, ir.Undefined), places)

    def intrinsic(self, name: str, values, words=(), result=None):
        """The result of an LLVM intrinsic. values: floats or vectors of floats; words: metadata strings."""
        kind = values[0].type
        width, element = (kind.count, kind.element) if isinstance(kind, ir.VectorType) else (0, kind)
        bits = "f32" if element == FLOATS[4] else "f64"
        full = f"llvm.{name}.{f'v{width}' if width else ''}{bits}"  # such as llvm.fabs.v8f32
        # Rounding and exceptions are given as strings.
        words = [ir.MetaDataString(self.module, word) for word in words]
        kinds = [x.type for x in (*values, *words)]
        function = self.module.globals.get(full) or ir.Function(
            self.module, ir.FunctionType(result or kind, kinds), full
        )
        return self.builder.call(function, [*values, *words])

    def arithmetic(self, name: str, *values):
        """The result of fadd, sqrt and so on, computed for every number, as each may raise a flag."""
        return self.intrinsic(f"experimental.constrained.{name}", values, EVERY_FLAG)

    def comparison(self, predicate: str, x, y):
        """Whether x < y and so on. A NaN raises no flag here: numpy clears the one that it raises."""
        width = x.type.count if isinstance(x.type, ir.VectorType) else 1
        words = (predicate, EVERY_FLAG[1])
        return self.intrinsic("experimental.constrained.fcmp", [x, y], words, of_width(BOOL, width))


class Callee:
    """A pointer to a function, with the attributes that llvmlite requires of a callee."""

    def __init__(self, pointer, function_type):
        self.type, self.function_type = pointer.type, function_type
        self.get_reference = pointer.get_reference


def in_memory(dtype):
    """The LLVM type of a number in memory, where a bool takes a byte."""
    return FLOATS[dtype.itemsize] if dtype.kind == "f" else ir.IntType(8 * dtype.itemsize)


def of_width(kind, width: int):
    """The type of a vector of `width` numbers, that of a scalar for width 1."""
    return kind if width == 1 else ir.VectorType(kind, width)


def constant(kind, width: int, number):
    """A vector constant that repeats a number `width` times; a scalar for width 1."""
    return (
        ir.Constant(kind, number) if width == 1 else ir.Constant(ir.VectorType(kind, width), [number] * width)
    )


def vector_widths(dtypes) -> list:
    """Widths of vectors, the largest first: as many numbers of the widest dtype as the 64 bytes of an AVX-512
    register hold, then halves of that, and in the end 1 for the rest.

    No vector of floats is shorter than 16 bytes: the processor has no such register, and the unused part of a
    longer one could raise a flag, by 0 / 0.

    >>> vector_widths([np.dtype("float32"), np.dtype(bool)])
    [16, 8, 4, 1]
    """
    width = 64 // max(dtype.itemsize for dtype in dtypes)  # all vectors of a pass hold equally many numbers
    shortest = 16 // min([dtype.itemsize for dtype in dtypes if dtype.kind == "f"], default=16)
    widths = []
    while width > 1 and width >= shortest:
        widths.append(width)
        width //= 2
    return [*widths, 1]
