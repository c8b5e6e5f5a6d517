"""What all tests share: what is not collected, what a machine must have, and the browser."""

import gc
import os
import re
import signal
import sys

import pytest
from browser import find_chromium
from hypothesis import HealthCheck, settings

# They are loaded anyway; collected for doctests, two of one name would be taken for one.
collect_ignore_glob = ["*conftest.py"]

# jsonschema, under nbformat, would compile 38 grammars for a format that no notebook has: 2 s in each process
sys.modules.setdefault("rfc3987_syntax", None)

# A shell starts what runs in the background with Ctrl-C ignored; tests of Ctrl-C need Python's own handler.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# no clock decides a test: a machine may be busy
settings.register_profile("dlcourse", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("dlcourse")


# Where workers take file after file, they begin with these, longest first: so that at the end none is alone.
LONG_FILES = [
    "book/test_site.py",
    "grading/test_grading.py",
    "widgets/test_widgets_in_a_browser.py",
    "widgets/test_misuse_in_a_browser.py",
    "grading/classrun/test_whole_class.py",
    "experiments/test_numbers.py",
    "solutions/test_there.py",
    "experiments/test_width_and_penalty.py",
    "grading/test_cli.py",
    "replay/test_hard_values.py",
    "benchmarks/test_benchmark_peers.py",
    "skeletons/test_skeletons.py",
    "book/test_changes_reach_the_site.py",
    "experiments/test_augmentation.py",
    "experiments/test_landscape.py",
    "grading/adversarial/test_adversarial.py",
    "replay/test_without_machine_code.py",
    "experiments/test_batch_normalization.py",
    "widgets/test_handles_in_a_browser.py",
    "widgets/test_widgets_in_jupyterlab.py",
    "experiments/test_hidden_units.py",
    "grading/classrun/test_cluster.py",
]


LONG = re.compile(r"\bmark\.(slow|kernel|browser)\b|\bhalved\b")  # halved marks every other case as slow


def has_long_tests(path):
    """Whether a file marks tests as long, as its own text says."""
    return bool(LONG.search(path.read_text(encoding="utf-8")))


def pytest_ignore_collect(collection_path, config):
    """Where long tests alone are asked for, files that have none are not imported: half of all."""
    asked = config.getoption("markexpr") == "slow or kernel or browser"
    return True if asked and collection_path.suffix == ".py" and not has_long_tests(collection_path) else None


def pytest_collection_modifyitems(items):
    files = {}
    for item in items:
        if item.path not in files and any(map(item.get_closest_marker, ("slow", "kernel", "browser"))):
            files[item.path] = has_long_tests(item.path)
    hidden = [str(path) for path, told in files.items() if not told]
    if hidden:
        raise pytest.UsageError(f"expected mark.slow or another of LONG in the text of {hidden}")
    place = {os.path.join(os.path.dirname(__file__), name): i for i, name in enumerate(LONG_FILES)}
    items.sort(key=lambda item: place.get(str(item.path), len(place)))


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers(config):
    """One more than there are cores: many tests wait, for a browser, a kernel, a sandbox or a process."""
    return (yield) + 1


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Collect tests without the garbage collector, and freeze what is there then: modules and tests, of some
    million objects, through which each `gc.collect()` of a test would go. By itself it then comes rarely:
    as often as Python has it by default, it takes a tenth of the time of all tests."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)


def pytest_runtest_setup(item):
    if item.get_closest_marker("gpu"):
        reason = why_no_gpu()
        if reason:
            pytest.skip(reason)


def why_no_gpu():
    """The reason why cupy cannot compute here, or None."""
    try:
        import cupy

        cupy.zeros(1)
    except ImportError:
        return "no cupy: pip install -e '.[gpu]'"
    except cupy.cuda.runtime.CUDARuntimeError as error:
        return f"no CUDA device: {error}"


@pytest.fixture(scope="module")
def chromium():
    """A headless Chromium for which no host but this machine exists.

    For one module only: while Playwright runs, no other test of the process can use asyncio; nbgrader's do.
    """
    path = find_chromium()
    if not path:
        pytest.skip(
            "no Chromium for the browser tests: install it (apt-get install chromium) or set CHROMIUM"
        )
    from playwright.sync_api import sync_playwright

    options = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--no-sandbox")  # Chromium's sandbox refuses to run as root
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=options)
        yield browser
        browser.close()
