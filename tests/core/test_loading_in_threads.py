"""What is loaded when it is first named is loaded whole, whichever threads name it first."""

import subprocess
import sys

THREADS = """
import random, sys, threading
import dlcourse
sys.setswitchinterval(1e-6)
names, wrong = [name for name in dlcourse.__all__], []
names += "callbacks checkpoint prediction replay search training optimizers experiments".split()

def load(seed):
    mine = names.copy()
    random.Random(seed).shuffle(mine)
    for name in mine:
        try:
            getattr(dlcourse, name)
        except Exception as error:
            wrong.append((name, repr(error)))

threads = [threading.Thread(target=load, args=(seed,)) for seed in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(wrong)
"""


def test_eight_threads_load_everything_in_any_order():
    found = subprocess.run(
        [sys.executable, "-c", THREADS], capture_output=True, text=True, check=True, timeout=100
    )
    assert found.stdout.strip() == "[]"
