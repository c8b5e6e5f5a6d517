"""The peers of the benchmark: they compute what the reference by hand computes, ours on a device too."""

import io
from argparse import Namespace
from types import SimpleNamespace

import pytest

from benchmarks import agreement, cuda, peers, reference, resources, workloads
from benchmarks.peers import Unsupported, dlcourse_models, dlcourse_recorded_peer
from benchmarks.workloads import WORKLOADS
from dlcourse import backend
from dlcourse.strict_array import strict

SMALL = [
    "W1",
    "W3bn",
    "W8",
    "W9",
    "W10-1",
    *(pytest.param(n, marks=pytest.mark.slow) for n in ("W2", "W3", "W4")),
]
# The compiler takes half a minute for a step. What W2 to W4 have, some of these have, too: Adam and momentum,
# squares and classes, tanh, sigmoids and relu, without and with batch norm.
SMALL_CLASSES = workloads.Training(
    "classes", (5, 4, 4, 3), 6, "sigmoid", optimizer="sgd", lr=0.01, momentum=0.9, batch_norm=True
)
COMPILED = [*(WORKLOADS[name] for name in ("W1", "W8", "W9", "W10-1")), SMALL_CLASSES]
OPTIONAL = ("jax_jit", "jax_jit_flat", "autograd", "mygrad", "micrograd")  # those of `make bench`
NEEDED = tuple(name for name in peers.NAMES if name not in (*OPTIONAL, "torch_compiled"))


@pytest.mark.parametrize(
    "names", [NEEDED, pytest.param(OPTIONAL, marks=pytest.mark.slow)], ids=["needed", "optional"]
)
@pytest.mark.parametrize("name", SMALL)
def test_every_installed_peer_reaches_the_reference(name, names):
    workload, found = WORKLOADS[name], []
    expected = reference.outcome(workload)
    for peer, module in peers.load(names)[0].items():
        try:
            task = peers.task(module, workload)
        except Unsupported:
            continue
        if task.checked:
            assert agreement.disagreement(agreement.outcome(task, workload), expected, workload) is None, peer
            found.append(peer)
    assert {"dlcourse_recorded", "torch_eager"} & set(names) <= set(found)


def test_chains_of_scalars_agree_too():
    workload = workloads.Chain("short", 200)
    for name in ("dlcourse_recorded", "torch_eager"):
        task = peers.task(peers.load([name])[0][name], workload)
        found = agreement.outcome(task, workload)
        assert agreement.disagreement(found, reference.outcome(workload), workload) is None


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # the compiler's own
@pytest.mark.parametrize("workload", COMPILED, ids=lambda workload: workload.name)
def test_compiled_pytorch_reaches_the_reference(workload):
    task = peers.task(peers.load(["torch_compiled"])[0]["torch_compiled"], workload)
    found = agreement.outcome(task, workload)
    assert agreement.disagreement(found, reference.outcome(workload), workload) is None


@pytest.mark.parametrize("name", ["W1", "W3bn"])
def test_a_step_leaves_nothing_for_the_collector(name):
    assert resources.garbage(name)[0]["measured"] == "0"


@pytest.fixture
def card(monkeypatch):
    """The strict stand-in where a GPU is expected."""
    stream = SimpleNamespace(synchronize=lambda: None)
    monkeypatch.setattr(strict, "cuda", SimpleNamespace(get_current_stream=lambda: stream), raising=False)
    for module in (backend, dlcourse_models):
        monkeypatch.setattr(module, "cuda_module", lambda: strict)


def test_our_step_on_a_device_reaches_the_reference(card):
    workload = workloads.Training("small", (5, 4, 4, 3), 6, "sigmoid", batch_norm=True)
    found = agreement.outcome(dlcourse_recorded_peer.training(workload, device="cuda"), workload)
    assert agreement.disagreement(found, reference.outcome(workload), workload) is None


def test_on_a_gpu_ratios_and_our_share_of_its_rate_are_reported(card, monkeypatch):
    monkeypatch.setattr(cuda, "PEERS", ["dlcourse_recorded", "torch_eager"])
    monkeypatch.setattr(cuda, "card", lambda: "A card")
    monkeypatch.setattr(cuda, "rates", lambda: {"fp32": 1e9, "tf32": 2e12})
    out = io.StringIO()
    assert cuda.run(Namespace(workloads="W3", quick=True, seconds=0), out) == 0
    text = out.getvalue()
    assert "A card" in text and "fp32 0.0, tf32 2.0" in text and "| W3 | dlcourse_recorded | " in text
    assert "| W3 | torch_eager | " in text or "left out: torch_eager of W3: this PyTorch computes on" in text
