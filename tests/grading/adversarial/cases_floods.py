"""Abuse of memory, disk and output: it costs the test that met it, no other, and leaves nothing behind."""

from cases_abuse import anomaly
from hostile_case import ESCAPED, Register
from weather_source import right_but_first, solved

FLOODS = Register("abuse")
case = FLOODS.case
EATER = """kept = []
while True:
    try: kept.append(np.ones(1_000_000))
    except MemoryError: pass"""


@case(status="flagged", says="test_anomaly", test_anomaly=0.0)
def memory():
    """Takes memory until it is stopped."""
    return solved(anomaly=anomaly(EATER))


@case(status="flagged", says=("was not done in time", "test_anomaly"), test_anomaly=0.0)
def numbers_of_one_hash():
    """Sends a set of 100,000 integers that all have one hash: a judge would build it for minutes."""
    many = """import dlcourse.grading.split.kinds as kinds
P = (1 << 61) - 1
kinds.MUTABLE[set] = lambda encoder, x: ["s", [["i", hex(P * i)] for i in range(1, 100_000)]]"""
    return solved(anomaly=f"{many}\n{anomaly('return set()')}")


@case(test_anomaly=0.0)
def one_large_array():
    """One array of 100 GB."""
    return solved(anomaly=anomaly("return np.ones(12_500_000_000)"))


@case(test_anomaly=0.0)
def recursion_limit_raised():
    """Recursion in C, with the limit raised."""
    body = "import sys\nsys.setrecursionlimit(10 ** 9)\ny = []\nfor _ in range(200_000): y = [y]\nreturn y"
    return solved(anomaly=anomaly(body))


@case()
def fills_the_disk():
    """Writes until the disk is full, in its folder, in /tmp and in the home."""
    fill = f"""import os
for folder in (".", "/tmp", os.path.expanduser("~"), "/dev/shm", "/var/tmp"):
    try:
        with open(os.path.join(folder, "{ESCAPED}.bin"), "wb") as file:
            while True: file.write(bytes(1 << 20))
    except OSError: pass
for folder in (".", "/tmp", os.path.expanduser("~"), "/dev/shm"):
    try: os.remove(os.path.join(folder, "{ESCAPED}.bin"))
    except OSError: pass"""
    return right_but_first(fill)


@case()
def many_files():
    """Makes files until there are no inodes left."""
    make = """import os
try:
    for i in range(200_000): open(f"/tmp/{i}", "w").close()
except OSError: pass
for i in range(200_000):
    try: os.remove(f"/tmp/{i}")
    except OSError: break"""
    return right_but_first(make)


@case()
def prints_a_flood():
    """Prints 50 MB, and as much on stderr and below Python's streams."""
    flood = """import sys, os
for _ in range(50): print("x" * 1_000_000)
for _ in range(50): print("y" * 1_000_000, file=sys.stderr)
for _ in range(50): os.write(1, b"z" * 1_000_000)"""
    return right_but_first(flood)


@case()
def displays_a_flood():
    """Shows 20,000 outputs, and one of 30 MB."""
    show = """from IPython.display import HTML, display
for i in range(20_000): display(i)
display(HTML("<b>" * 10_000_000))"""
    return right_but_first(show)


@case(test_report=0.0)
def prints_in_a_test():
    """Prints 100 MB where the test reads what is printed."""
    return solved(report="def report(name, values):\n    for _ in range(100): print('x' * 1_000_000)")


@case(status="flagged", says=("ended the process", "test_anomaly"), test_anomaly=0.0)
def returns_too_much():
    """Returns more than a message may hold."""
    return solved(anomaly=anomaly("return np.zeros(3_000_000)"))


@case(test_anomaly=0.0)
def returns_a_deep_list():
    """Returns a list in a list, 100,000 times."""
    return solved(anomaly=anomaly("y = []\nfor _ in range(100_000): y = [y]\nreturn y"))


@case(test_anomaly=0.0)
def returns_a_list_in_itself():
    """Returns a list that holds itself."""
    return solved(anomaly=anomaly("y = []\ny.append(y)\nreturn y"))


@case(status="flagged", says="was not done in time", test_load=0.0)
def endless_iterator():
    """A dictionary of its own whose keys never end."""
    endless = """import itertools
class Endless(dict):
    def __iter__(self): return itertools.count()
    def keys(self): return itertools.count()
    def __len__(self): return 3
def load(path): return Endless()"""
    return solved(load=endless, hottest='hottest = "Cadiz"')
