"""Chapter 20: from steps to functions that the processor runs, by LLVM."""

import functools
from itertools import count, groupby

from llvmlite import binding, ir

from dlcourse.replay.machine_code.emitter import Emitter
from dlcourse.replay.machine_code.grouping import InPython
from dlcourse.replay.machine_code.segments import Segment

numbers = count()  # of libraries, each of which needs a name of its own


def translated(steps, environment) -> list:
    """The steps as callables: each run of those that need no Python as one Segment."""
    module, imports, found = ir.Module("replay"), {}, []
    for in_python, group in groupby(steps, key=lambda step: isinstance(step, InPython)):
        group = list(group)
        if in_python:
            found += [step.call for step in group]
        else:
            found.append(written(Emitter(module, f"segment_{len(found)}", environment, imports), group))
    parts = [part for part in found if isinstance(part, tuple)]
    if not parts:
        return found
    addresses = compiled(module, imports)
    return [Segment(addresses, *part) if isinstance(part, tuple) else part for part in found]


def written(e, steps):
    """A function that does the steps.   -> (its name, what its checks say, what to keep,
    how many bytes it reads and writes)"""
    failures = []

    def fail(words):
        failures.append(words)
        return len(failures)

    for step in steps:
        step.emit(e, fail)
    e.finish()
    n_bytes = sum(array.nbytes for step in steps for array in (*step.reads, *step.writes))
    return e.function.name, failures, [steps, e.keep], n_bytes


def take_apart(module) -> None:
    """Let go of everything: modules, functions and instructions hold each other, which only the collector
    would end."""
    functions = list(module.functions)
    blocks = [block for function in functions for block in function.blocks]
    instructions = [instruction for block in blocks for instruction in block.instructions]
    for part in [module, *functions, *blocks, *instructions]:
        vars(part).clear()


def compiled(module, imports):
    """The module in the processor's own language: name -> address of a function, as long as it is kept.

    No option allows LLVM to change the order of a sum or to round a product and a sum but once. imports:
    name -> address of the functions that the module calls.
    """
    library = binding.JITLibraryBuilder().add_ir(module)
    for function in module.functions:
        if not function.is_declaration:
            library.export_symbol(function.name)
    for name, address in imports.items():
        library.import_symbol(name, address)
    take_apart(module)
    return library.link(compiler(), f"replay_{next(numbers)}")


@functools.cache
def compiler():
    """LLVM's compiler for this processor."""
    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    cpu, features = binding.get_host_cpu_name(), binding.get_host_cpu_features().flatten()
    target = binding.Target.from_default_triple()
    machine = target.create_target_machine(cpu=cpu, features=features, opt=2, jit=True)
    return binding.create_lljit_compiler(machine)
