"""Imports go one way: the ops know the class Tensor, and Tensor's door knows the ops."""

import subprocess
import sys


def alone(code: str) -> str:
    """What a fresh process prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_tensor_imported_alone_has_its_operators():
    code = "from dlcourse.tensor import Tensor; x = Tensor([1.0, 2.0]); print(((2 * x - 1) @ x).item())"
    assert alone(code) == "7.0"


def test_a_tensor_from_a_pickle_has_its_operators():
    code = "import pickle; from dlcourse.tensor import Tensor; print(pickle.dumps(Tensor([3.0])).hex())"
    load = f"import pickle; print((pickle.loads(bytes.fromhex('{alone(code)}')) * 2).item())"
    assert alone(load) == "6.0"


def test_the_ops_do_not_load_the_door_of_tensor():
    code = "import sys, dlcourse.ops; print(sorted({'dlcourse.tensor', 'dlcourse.sweep'} & set(sys.modules)))"
    assert alone(code) == "[]"
