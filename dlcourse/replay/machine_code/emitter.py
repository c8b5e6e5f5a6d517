"""Chapter 20: one function of machine code in the making, in LLVM's language."""

from llvmlite import ir

BOOL, STATUS, INTP, POINTER = ir.IntType(1), ir.IntType(32), ir.IntType(64), ir.PointerType()
FLOATS = {4: ir.FloatType(), 8: ir.DoubleType()}
EVERY_FLAG = ("round.tonearest", "fpexcept.strict")  # LLVM may else leave out what nobody needs


class Emitter:
    """Writes `int32 name()`, which gives 0, the number of the check that failed, or, below 0, the
    floating-point flags that were raised.

    environment: the flags to look for, and the addresses of C's feclearexcept and fetestexcept. imports: name
    -> address of the functions that are called.
    """

    kind = ir.FunctionType(STATUS, [])

    def __init__(self, module, name: str, environment, imports: dict):
        self.module = module
        self.function = ir.Function(module, self.kind, name)
        self.builder = ir.IRBuilder(self.function.append_basic_block())
        self.imports = imports
        self.keep = []  # memory that the code works with
        self.flags = ir.Constant(STATUS, sum(environment.flags.values()))
        self.environment = environment
        self.raised = self.builder.alloca(STATUS)
        self.builder.store(ir.Constant(STATUS, 0), self.raised)
        with self.builder.if_then(self.builder.icmp_signed("!=", self.raised_now(), ir.Constant(STATUS, 0))):
            self.call(environment.clear, STATUS, [self.flags])

    def raised_now(self):
        """The flags that are raised by now."""
        return self.call(self.environment.test, STATUS, [self.flags])

    def note_flags(self) -> None:
        """Remember the flags before a function that might lower them."""
        self.builder.store(
            self.builder.or_(self.builder.load(self.raised, typ=STATUS), self.raised_now()), self.raised
        )

    def finish(self) -> None:
        """The end of the function."""
        self.note_flags()
        self.builder.ret(self.builder.neg(self.builder.load(self.raised, typ=STATUS)))

    def pointer(self, address: int, offset=None):
        """The address of memory that stays where it is, and `offset` bytes on."""
        place = ir.Constant(INTP, address).inttoptr(POINTER)
        return place if offset is None else self.builder.gep(place, [offset], source_etype=ir.IntType(8))

    def integer(self, value: int):
        return ir.Constant(INTP, value)

    def repeat(self, count: int, body) -> None:
        """body(i) for i from 0 to count - 1."""
        if count <= 1:
            if count:
                body(self.integer(0))
            return
        builder, before = self.builder, self.builder.block
        start, end = self.function.append_basic_block(), self.function.append_basic_block()
        builder.branch(start)
        builder.position_at_end(start)
        i = builder.phi(INTP)
        i.add_incoming(self.integer(0), before)
        body(i)
        following = builder.add(i, self.integer(1))
        i.add_incoming(following, builder.block)
        builder.cbranch(builder.icmp_unsigned("<", following, self.integer(count)), start, end)
        builder.position_at_end(end)

    def nested(self, counts, strides, body, offsets=None) -> None:
        """body(offsets): in loops over counts, with the offset in bytes of each array, or None for 0.

        strides: per array, one for each count.
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
        if stride == 0:
            return offset
        step = self.builder.mul(i, self.integer(stride))
        return step if offset is None else self.builder.add(offset, step)

    def expect(self, truth, number: int) -> None:
        """Go on when `truth`, a BOOL, holds; else leave with that number."""
        leave, on = self.function.append_basic_block(), self.function.append_basic_block()
        self.builder.cbranch(truth, on, leave)
        self.builder.position_at_end(leave)
        self.leave(number)
        self.builder.position_at_end(on)

    def leave(self, number: int) -> None:
        """The end of the function where a check fails."""
        self.builder.ret(ir.Constant(STATUS, number))

    def call(self, address: int, result, arguments):
        """Call the function at an address. arguments: values of LLVM."""
        name = f"at_{address:x}"
        function = self.module.globals.get(name)
        if function is None:
            self.imports[name] = address
            kind = ir.FunctionType(result, [argument.type for argument in arguments])
            function = ir.Function(self.module, kind, name)
        return self.builder.call(function, arguments)

    def call_pointer(self, pointer, kind, arguments):
        """Call the function that a pointer points to. kind: its type."""
        return self.builder.call(Callee(pointer, kind), arguments)

    def load(self, pointer, dtype, width: int):
        """`width` neighbours; bools as BOOL. One is no vector."""
        value = self.builder.load(pointer, typ=of_width(in_memory(dtype), width), align=dtype.itemsize)
        if dtype.kind == "b":
            return self.builder.icmp_unsigned("!=", value, constant(in_memory(dtype), width, 0))
        return value

    def store(self, value, pointer, dtype, width: int) -> None:
        """The reverse of `load`."""
        if dtype.kind == "b":
            value = self.builder.zext(value, of_width(in_memory(dtype), width))
        self.builder.store(value, pointer, align=dtype.itemsize)

    def spread(self, value, width: int):
        """One number as a vector of `width` equal ones."""
        if width == 1:
            return value
        kind = ir.VectorType(value.type, width)
        first = self.builder.insert_element(ir.Constant(kind, ir.Undefined), value, ir.Constant(STATUS, 0))
        places = ir.Constant(ir.VectorType(STATUS, width), [0] * width)
        return self.builder.shuffle_vector(first, ir.Constant(kind, ir.Undefined), places)

    def intrinsic(self, name: str, values, words=(), result=None):
        """LLVM's own function of that name, of floats or vectors of floats, and of words."""
        kind = values[0].type
        width, element = (kind.count, kind.element) if isinstance(kind, ir.VectorType) else (0, kind)
        bits = "f32" if element == FLOATS[4] else "f64"
        full = f"llvm.{name}.{f'v{width}' if width else ''}{bits}"
        words = [ir.MetaDataString(self.module, word) for word in words]
        kinds = [x.type for x in (*values, *words)]
        function = self.module.globals.get(full) or ir.Function(
            self.module, ir.FunctionType(result or kind, kinds), full
        )
        return self.builder.call(function, [*values, *words])

    def arithmetic(self, name: str, *values):
        """fadd, sqrt and so on of all numbers, also of those that a `where` drops: each may raise a flag."""
        return self.intrinsic(f"experimental.constrained.{name}", values, EVERY_FLAG)

    def comparison(self, predicate: str, x, y):
        """Whether x < y and so on. A NaN raises no flag: numpy lowers the one that it raises."""
        width = x.type.count if isinstance(x.type, ir.VectorType) else 1
        words = (predicate, EVERY_FLAG[1])
        return self.intrinsic("experimental.constrained.fcmp", [x, y], words, of_width(BOOL, width))


class Callee:
    """A pointer with what llvmlite asks of a function that is called."""

    def __init__(self, pointer, function_type):
        self.type, self.function_type = pointer.type, function_type
        self.get_reference = pointer.get_reference


def in_memory(dtype):
    """The type of LLVM of a number as it lies in memory."""
    return FLOATS[dtype.itemsize] if dtype.kind == "f" else ir.IntType(8 * dtype.itemsize)


def of_width(kind, width: int):
    """The type of `width` numbers."""
    return kind if width == 1 else ir.VectorType(kind, width)


def constant(kind, width: int, number):
    """The same number `width` times."""
    return (
        ir.Constant(kind, number) if width == 1 else ir.Constant(ir.VectorType(kind, width), [number] * width)
    )


def vector_widths(dtypes) -> list:
    """How many numbers to compute at once: first as many as the 64 bytes of a register of AVX-512 hold of the
    widest dtype, then less and less, and one in the end.

    A vector of floats is never shorter than 16 bytes: the processor has no such, and what lies in the rest of
    a longer one could raise a flag, by 0 / 0.

    >>> vector_widths([np.dtype("float32"), np.dtype(bool)])
    [16, 8, 4, 1]
    """
    width = 64 // max(dtype.itemsize for dtype in dtypes)
    shortest = 16 // min([dtype.itemsize for dtype in dtypes if dtype.kind == "f"], default=16)
    widths = []
    while width > 1 and width >= shortest:
        widths.append(width)
        width //= 2
    return [*widths, 1]
