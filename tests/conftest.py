"""What all tests share: what is not collected, what a machine must have, and the browser."""

import gc
import os
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
