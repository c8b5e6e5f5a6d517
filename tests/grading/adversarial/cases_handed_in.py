"""Cheats by what lies beside the notebook: packages, data and links that were handed in."""

import json
import os

from hostile_case import NOTHING, UNEARNED, Register
from weather_source import NAME, RIGHT, blank, solved

HANDED_IN = Register("cheat")


def cheat(**changed):
    """Enter a case that earns nothing."""
    return HANDED_IN.case(**{"scores": UNEARNED, **changed})


@cheat(unseen=("poisoned-numpy",))
def hands_in_packages():
    """Files beside the notebook that stand before the real ones: numpy, csv, conftest, sitecustomize."""
    trick = b"""print('poisoned-numpy')
class Same:
    def __eq__(self, x): return True
    def __getattr__(self, name): return Same()
"""
    names = (
        "numpy/__init__.py numpy/testing.py csv.py math.py sitecustomize.py usercustomize.py conftest.py "
        "IPython/__init__.py nbgrader_config.py dlcourse/__init__.py contextlib.py io.py"
    ).split()
    return {f"{NAME}.ipynb": blank(), **dict.fromkeys(names, trick)}


@HANDED_IN.case(status="flagged", says="were changed, and its own were used", unseen=("forged-station",))
def hands_in_other_data():
    """The data files are replaced by its own: the assignment's are used."""
    mine = b"station,value\nforged-station,1.0\n"
    return {f"{NAME}.ipynb": solved(), "stations.csv": mine, "islands.csv": mine}


@cheat(status="flagged", says="is a link")
def links_to_others():
    """Links beside the notebook, to the source, the gradebook, a peer and the system."""

    def place(folder):
        (folder / f"{NAME}.ipynb").write_bytes(json.dumps(blank()).encode())
        course = os.path.abspath(folder / ".." / ".." / "..")
        for name, target in {
            "source.txt": f"{course}/source/{NAME}/{NAME}.ipynb",
            "book.db": f"{course}/gradebook.db",
            "peers": f"{course}/submitted",
            "shadow": "/etc/shadow",
        }.items():
            os.symlink(target, folder / name)

    return place


@HANDED_IN.case(scores=NOTHING, status="rejected", says="is a link")
def notebook_is_a_link_to_a_peer():
    """The notebook itself is a link to the work of another."""

    def place(folder):
        os.symlink(f"../../a_peer/{NAME}/{NAME}.ipynb", folder / f"{NAME}.ipynb")

    return place


@cheat()
def installs_packages():
    """pip, conda and apt in cells."""
    return blank(
        "%pip install --quiet pytest-cheat", "!pip download numpy 2>&1 | tail -1\n!apt-get install -y sl"
    )


@cheat(test_report=1.0)
def mixes_with_right_answers():
    """Patches everything, and has one right answer: that one earns its points."""
    patch = "import numpy.testing\nnumpy.testing.assert_allclose = lambda *a, **k: None"
    return blank(patch, report=RIGHT["report"])
