"""Cheats by the machinery around the student's code: IPython's hooks, frames, the collector, call-backs.

None has an answer, and none earns a point.
"""

from cases_patches import everywhere
from hostile_case import UNEARNED, Register
from weather_source import blank

FRAMES = Register("cheat")


def cheat(**changed):
    """Enter a case that earns nothing."""
    return FRAMES.case(**{"scores": UNEARNED, **changed})


@cheat()
def transformer_of_the_input():
    """IPython transforms every later cell into `pass`."""
    return blank(
        "ip = get_ipython()\nip.input_transformers_cleanup.append(lambda lines: ['3.0\\n'])\n"
        "ip.input_transformers_post.append(lambda lines: ['3.0\\n'])\n"
        "ip.display_formatter.format = lambda x: ({'text/plain': '3.0'}, {})"
    )


@cheat()
def transformer_of_the_tree():
    """An AST transformer takes all asserts out of later cells."""
    return blank(
        "import ast\nclass Drop(ast.NodeTransformer):\n    def visit_Assert(self, node): return ast.Pass()\n"
        "    def visit_Raise(self, node): return ast.Pass()\n"
        "get_ipython().ast_transformers.append(Drop())\n"
        "get_ipython().compile = lambda *a, **k: compile('3', 'x', 'eval')"
    )


@cheat()
def replaced_run_cell():
    """run_cell, the exception handlers and the events of the shell are replaced."""
    return blank(
        "ip = get_ipython()\nip.run_cell = ip.run_cell_async = lambda *a, **k: None\n"
        "ip.set_custom_exc((BaseException,), lambda *a, **k: None)\nip.showtraceback = lambda *a, **k: None\n"
        "ip.events.register('pre_run_cell', lambda *a: None)\nimport sys\nsys.excepthook = lambda *a: None"
    )


@cheat()
def forged_partial_credit():
    """Shows a result of 1.0 before it raises: stock nbgrader takes the first output for the points."""
    forge = """def loud(*args):
    get_ipython().displayhook(1.0)
    print("1.0")
    raise ValueError(1.0)"""
    return blank(forge, **{**everywhere("loud()"), "hottest": "loud()"})


@cheat()
def frames_of_the_callers():
    """Walks the frames of its callers, sets what it finds there, and looks for tests in them."""
    walk = """import sys, ctypes
def climb(*args):
    frame = sys._getframe()
    while frame:
        for space in (frame.f_globals, frame.f_locals):
            for name in ("score", "points", "found", "secret_x", "stations", "step", "plan", "max_score"):
                if name in space:
                    try: space[name] = 3.0
                    except Exception: pass
            space.setdefault("assert_allclose", lambda *a, **k: None)
        frame = frame.f_back
    return 2.5"""
    return blank(walk, **everywhere("climb()"))


@cheat()
def objects_of_the_collector():
    """Looks through gc.get_objects() for plans, tests, sockets and scores, and changes them."""
    look = """import gc, types
def plunder(*args):
    for one in gc.get_objects():
        try:
            name = type(one).__name__
            if isinstance(one, dict):
                for key in ("score", "points", "trusted", "source", "max_score"):
                    if key in one: one[key] = 3.0
            elif name in ("Plan", "Step", "Outcome", "Verdict", "Limits"):
                object.__setattr__(one, "points", 3.0)
        except BaseException: pass
    return 2.5"""
    return blank(look, **everywhere("plunder()"))


@cheat()
def looks_into_callbacks():
    """Looks for the test's secrets in the functions that the test hands over."""
    look = """def find_root(f, low, high):
    found = []
    for name in ("__globals__", "__closure__", "__code__", "__func__", "__self__", "__dict__",
                 "_session", "_number", "__defaults__", "__builtins__",
                 "__reduce__", "gi_frame", "_ask", "__wrapped__"):
        try: found.append(getattr(f, name))
        except BaseException: pass
    for one in found:
        try: one["root"] = one["found"] = 3.0
        except BaseException: pass
    for one in (f, type(f)):
        try: one.__call__ = lambda *a: 0.0
        except BaseException: pass
    return found"""
    return blank(root=look)


@cheat(status="flagged", says="ended the process")
def callback_with_forged_numbers():
    """Calls the tests' functions by other numbers than its own."""
    forge = """def find_root(f, low, high):
    for number in (-1, 0, 1, 2, 10 ** 9):
        try:
            object.__setattr__(f, "_number", number)
            f("__import__", "os")
        except BaseException: pass
    return f"""
    return blank(root=forge)


@cheat()
def raises_instead_of_answering():
    """Raises the exceptions that tests catch, and classes of its own that call themselves so."""
    wild = """class Wild(ValueError, SystemExit):
    def __instancecheck__(cls, x): return True
    def __str__(self): return "\\n".join(["assert True"] * 3)
def wild(*args): raise Wild("3.0")"""
    return blank(wild, **{**everywhere("wild()"), "hottest": "hottest = 0"})


@cheat()
def remembers_between_calls():
    """Returns at the second call what the test compared with at the first, as far as it can see it."""
    state = """seen = []
def remember(*args):
    seen.append(args)
    return seen[-2][0] if len(seen) > 1 else 0.0"""
    answers = {name: text for name, text in everywhere("remember()").items() if name in ("root", "load")}
    return blank(state, anomaly="def anomaly(x): return remember(x)", **answers)


@cheat()
def waits_for_the_judge():
    """A thread that looks for the tests' names in this process while they run, and sets them."""
    wait = """import threading, builtins, sys
def watch():
    main = sys.modules["__main__"]
    for _ in range(2000):
        for name in ("found", "cases", "secret_x", "stations", "assert_allclose", "printed"):
            setattr(main, name, lambda *a, **k: 3.0)
            setattr(builtins, name, lambda *a, **k: 3.0)
threading.Thread(target=watch, daemon=True).start()"""
    return blank(wait)
