"""Chapter 20: translation: LLVM compiles steps to functions that the processor runs."""

import functools
from itertools import count, groupby

from llvmlite import binding, ir

from dlcourse.replay.machine_code.emitter import Emitter
from dlcourse.replay.machine_code.grouping import InPython
from dlcourse.replay.machine_code.segments import Segment

library_numbers = count()  # of libraries, each of which needs a name of its own


def translated(steps, environment) -> list:
    """Callables that do the steps: one Segment for each run of steps that need no Python."""
    module, imports, found = ir.Module("replay"), {}, []
    for in_python, group in groupby(steps, key=lambda step: isinstance(step, InPython)):
        group = list(group)
        if in_python:
            found += [step.call for step in group]  # each stays the Python callable that it was
        else:
            found.append(written(Emitter(module, f"segment_{len(found)}", environment, imports), group))
    parts = [part for part in found if isinstance(part, tuple)]
    if not parts:  # nothing to compile: no library is made
        return found
    addresses = compiled(module, imports)
    return [Segment(addresses, *part) if isinstance(part, tuple) else part for part in found]


def written(e, steps):
    """The arguments of a Segment after the library, for a function that the emitter writes.

    Its name, the messages of its checks, objects to keep alive, and how many bytes it reads and writes.
    """
    failures = []

    def fail(words):
        failures.append(words)
        return len(failures)  # from 1 on, as 0 is success

    for step in steps:
        step.emit(e, fail)
    e.finish()
    n_bytes = sum(array.nbytes for step in steps for array in (*step.reads, *step.writes))
    return e.function.name, failures, [steps, e.keep], n_bytes


def clear_module(module) -> None:
    """Clear a module of llvmlite: its objects form cycles, which only the garbage collector would free."""
    functions = list(module.functions)
    blocks = [block for function in functions for block in function.blocks]
    instructions = [instruction for block in blocks for instruction in block.instructions]
    for part in [module, *functions, *blocks, *instructions]:
        vars(part).clear()


def compiled(module, imports):
    """The compiled module: name -> address of a function, valid as long as this object exists.

    No fast-math option is set, so LLVM may neither reorder sums nor contract a product and a sum to one
    rounding (FMA): both would change bits. imports: name -> address of the functions that the module calls.
    """
    library = binding.JITLibraryBuilder().add_ir(module)
    for function in module.functions:
        if not function.is_declaration:
            library.export_symbol(function.name)
    for name, address in imports.items():
        library.import_symbol(name, address)  # the functions of numpy and C that the code calls
    clear_module(module)  # add_ir has taken its text
    return library.link(compiler(), f"replay_{next(library_numbers)}")


@functools.cache
def compiler():
    """LLVM's compiler for this processor."""
    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    # This very processor, with its widest vectors.
    cpu, features = binding.get_host_cpu_name(), binding.get_host_cpu_features().flatten()
    target = binding.Target.from_default_triple()
    machine = target.create_target_machine(cpu=cpu, features=features, opt=2, jit=True)
    return binding.create_lljit_compiler(machine)
