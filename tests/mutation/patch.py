"""Put a mutant into the running library: functions keep their identity and get other code.

So a name that was imported from elsewhere runs the mutant, too, and no module has to be loaded again.
"""

import ast
import gc
import sys
import types
from functools import cache

from mutation.mutants import Mutant, mutated_tree


def put_in(mutant: Mutant):
    """Change the functions of this process. There is no way back: do it in a fork."""
    tree = mutated_tree(mutant)
    if mutant.where == "class":
        set_in_class(mutant, tree)
    elif mutant.where == "default":
        set_defaults(mutant, tree)
    else:
        set_code(mutant, tree)


def set_code(mutant, tree):
    codes = by_place(compile(tree, mutant.path, "exec"))
    found = False
    for place, functions in live_functions(mutant.path).items():
        if place in codes and (place[0] + ".").startswith(mutant.function + "."):
            for function in functions:
                function.__code__ = with_cells(codes[place], function.__code__, tree, mutant)
                found = True
    if not found:
        raise LookupError(f"set_code: expected a function {mutant.function} of {mutant.path}, got none")


def with_cells(code, old, tree, mutant):
    """The code with the closure of the old one: a name that the mutant no longer uses is named once more."""
    if code.co_freevars == old.co_freevars:
        return code
    for node in ast.walk(definition(tree, mutant.function)):
        if first_line(node) == old.co_firstlineno:
            names = ast.parse(f"0 and ({', '.join(old.co_freevars)},)", mode="eval").body
            if isinstance(node, ast.Lambda):
                node.body = ast.copy_location(ast.IfExp(ast.Constant(True), node.body, names), node.body)
            else:
                node.body.insert(0, ast.copy_location(ast.If(names, [ast.Pass()], []), node.body[0]))
    codes = by_place(compile(ast.fix_missing_locations(tree), mutant.path, "exec"))
    return codes[(old.co_qualname, old.co_firstlineno)]


def first_line(node):
    """Where the code of a function begins: with its first decorator. None for other nodes."""
    if isinstance(node, ast.FunctionDef):
        return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return node.lineno if isinstance(node, ast.Lambda) else None


def set_defaults(mutant, tree):
    args = definition(tree, mutant.function).args
    for (name, _), functions in live_functions(mutant.path).items():
        for function in functions if name == mutant.function else ():
            value = value_in(function.__globals__, mutant.path)
            function.__defaults__ = tuple(map(value, args.defaults)) or None
            keywords = zip(args.kwonlyargs, args.kw_defaults, strict=True)
            function.__kwdefaults__ = {arg.arg: value(node) for arg, node in keywords if node} or None


def set_in_class(mutant, tree):
    """The constants of a class. Its own names are at hand for one another."""
    for module in list(sys.modules.values()):
        if getattr(module, "__file__", None) == mutant.path:
            owner = module
            for name in mutant.function.split("."):
                owner = getattr(owner, name)
            body = [node for node in definition(tree, mutant.function).body if isinstance(node, ast.Assign)]
            names = dict(vars(owner))
            exec(compile(ast.Module(body, []), mutant.path, "exec"), vars(module), names)
            for node in body:
                for target in ast.walk(node):
                    if isinstance(target, ast.Name) and isinstance(target.ctx, ast.Store):
                        if target.id != "__slots__":
                            setattr(owner, target.id, names[target.id])


def value_in(names, path):
    return lambda node: eval(compile(ast.Expression(node), path, "eval"), names)


def definition(tree, name):
    """The node of a function or class by its qualified name; of two, such as a property's, the last."""
    node = tree
    for part in name.split("."):
        node = [child for child in node.body if getattr(child, "name", None) == part][-1]
    return node


def by_place(code) -> dict:
    """All code within a code object by (qualified name, first line)."""
    found = {(code.co_qualname, code.co_firstlineno): code}
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            found |= by_place(constant)
    return found


def live_functions(path) -> dict:
    """The functions of a file by (qualified name, first line), wrapped and bound ones included."""
    return all_functions().get(str(path), {})


@cache
def all_functions():
    found = {}
    for function in gc.get_objects():
        if type(function) is types.FunctionType:  # isinstance would ask objects for their class
            code = function.__code__
            places = found.setdefault(code.co_filename, {})
            places.setdefault((code.co_qualname, code.co_firstlineno), []).append(function)
    return found
