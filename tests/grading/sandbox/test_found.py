"""Which sandbox is chosen, and the words of a refusal; a container engine that is a stub."""

import sys

import pytest
from in_sandbox import INSIDE, LIMITS, Inside

from dlcourse.grading.sandbox import NoSandbox, bubblewrap, found, open_sandbox, probe, refusal, visible
from dlcourse.grading.sandbox.cold import ColdBubblewrap
from dlcourse.grading.sandbox.container import Container


@pytest.fixture
def nothing_installed(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    bubblewrap.installed.cache_clear()
    yield
    bubblewrap.installed.cache_clear()


def test_without_any_sandbox_it_refuses_and_says_what_to_install(nothing_installed):
    with pytest.raises(NoSandbox) as refused:
        open_sandbox(limits=LIMITS)
    for words in ("apt-get install bubblewrap", "neither podman nor docker", "--unsafe"):
        assert words in str(refused.value)


def test_what_is_not_asked_for_is_not_tried(nothing_installed):
    with pytest.raises(NoSandbox) as refused:
        open_sandbox("container", LIMITS)
    assert "bubblewrap" not in str(refused.value)
    with pytest.raises(ValueError, match="'bubblewrap', 'container', 'unsafe'"):
        open_sandbox("none", LIMITS)


@pytest.mark.parametrize(("system", "name"), [("darwin", "macOS"), ("win32", "Windows")])
def test_on_other_systems_it_names_the_system(monkeypatch, system, name):
    monkeypatch.setattr(found.sys, "platform", system)
    with pytest.raises(NoSandbox, match=f"needs Linux, and this is {name}"):
        open_sandbox("bubblewrap", LIMITS)


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("UBUNTU", "1", "bwrap-userns-restrict"),
        ("DEBIAN", "0", "unprivileged_userns_clone=1"),
        ("MOST", "0", "max_user_namespaces=10000"),
    ],
)
def test_a_setting_of_the_kernel_that_forbids_it_is_named(monkeypatch, tmp_path, setting, value, words):
    for name in ("UBUNTU", "DEBIAN", "MOST"):
        monkeypatch.setattr(refusal, name, tmp_path / name)
    (tmp_path / setting).write_text(f"{value}\n")
    assert words in refusal.advice("bwrap: setting up uid map: Permission denied")


def program(folder, name, text):
    """An executable script, first in the path."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def test_a_bubblewrap_that_fails_is_quoted(nothing_installed, tmp_path):
    program(
        tmp_path,
        "bwrap",
        'test "$1" = --version && echo bubblewrap 0.9.0 && exit\necho "bwrap: no" >&2; exit 1',
    )
    with pytest.raises(NoSandbox, match=r"did not start \(bwrap: no\)"):
        open_sandbox("bubblewrap", LIMITS)


def test_an_old_bubblewrap_is_refused_by_its_version(nothing_installed, tmp_path):
    program(tmp_path, "bwrap", "echo bubblewrap 0.4.1")
    with pytest.raises(NoSandbox, match="expected version 0.5 or later, got 'bubblewrap 0.4.1'"):
        open_sandbox("bubblewrap", LIMITS)


@pytest.mark.slow
def test_where_the_server_may_not_make_namespaces_each_process_has_its_own_bubblewrap(monkeypatch, box):
    monkeypatch.setattr(bubblewrap, "CAPABILITIES", ("SETPCAP",))  # as a profile does that takes them away
    with open_sandbox("bubblewrap", LIMITS) as other:
        assert isinstance(other, ColdBubblewrap)
        with Inside(other) as one:
            assert one.says("said = 1") == 1


def test_a_sandbox_whose_walls_do_not_hold_is_refused(monkeypatch, box):
    class Open(found.Unsafe):
        kind = "bubblewrap"

    with pytest.raises(
        NoSandbox, match="the filter on system calls is missing; .*the network can be reached"
    ):
        probe.probed(Open(LIMITS))


def test_only_a_course_within_what_is_visible_has_to_be_covered(tmp_path):
    (tmp_path / "env" / "course").mkdir(parents=True)
    (tmp_path / "env" / "book.db").write_text("")
    shown = {"/python/lib": str(tmp_path / "env"), "/usr": "/usr"}
    hidden = [tmp_path / "env" / "course", tmp_path / "env" / "book.db", tmp_path, tmp_path / "other"]
    assert visible.masked(shown, hidden) == {"/python/lib/course": True, "/python/lib/book.db": False}
    with pytest.raises(NoSandbox, match="make the environment in a folder of its own"):
        visible.masked(shown, [tmp_path / "env"])
    (tmp_path / "link").symlink_to(tmp_path / "env")
    with pytest.raises(NoSandbox):
        visible.masked(shown, [tmp_path / "link"])


def test_what_is_hidden_is_empty_inside(box):
    with open_sandbox(
        "bubblewrap", LIMITS, hidden=[visible.PACKAGE / "checks", visible.PACKAGE / "cli" / "new.py"]
    ) as other:
        with Inside(other) as one:
            assert one.says(f"import os; said = os.listdir('{visible.OWN}/dlcourse/checks')") == []
            assert "error" in one.tell(f"open('{visible.OWN}/dlcourse/cli/new.py').read(1)[0]")


ENGINE = """
echo "$@" >> {folder}/calls
case "$1" in
  info) exit {info} ;;
  image) exit {image} ;;
  kill) kill $(cat {folder}/$2) ;;
  run)
    while test "$1" != --name; do shift; done
    echo $$ > {folder}/$2
    while test "$1" != dlcourse-sandbox; do shift; done
    shift 2
    exec {python} "$@" ;;
esac
"""


@pytest.fixture
def engine(nothing_installed, monkeypatch, tmp_path):
    """A `docker` that runs the program bare, and writes down what it was asked for."""
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    text = ENGINE.format(folder=tmp_path, python=sys.executable, info=0, image=0)
    program(tmp_path, "docker", text)
    monkeypatch.setattr(Container, "arguments", bare_arguments(tmp_path))
    return tmp_path


def bare_arguments(folder):
    """`confined` is not for a process outside of a container that a test starts."""

    def arguments(self, limits, serve, **more):
        real = super(Container, self).arguments
        (folder / "work").mkdir(exist_ok=True)
        return real(limits, serve, **{**more, "confined": False, "folder": str(folder / "work")})

    return arguments


def test_a_container_serves_a_student_and_is_killed_by_its_name(engine):
    with Container(LIMITS, lane=2) as box:
        student = box.student({"inside.py": INSIDE}, serve="inside:echo")
        student.send(b"x" * 100_000)
        assert student.receive(20) == b"x" * 100_000
        assert student.end().kind == "judge"
    calls = (engine / "calls").read_text().splitlines()
    started = next(call for call in calls if call.startswith("run")).split()
    name = started[started.index("--name") + 1]
    assert f"kill {name}" in calls
    for option, value in {
        "--network": "none",
        "--cap-drop": "ALL",
        "--security-opt": "no-new-privileges",
        "--user": "60708:60708",
        "--pids-limit": str(LIMITS.processes + 2),
        "--memory-swap": str(LIMITS.memory + (512 << 20)),
        "--log-driver": "none",
        "--pull": "never",
    }.items():
        assert started[started.index(option) + 1] == value
    assert {"--rm", "--read-only", "--interactive"} <= set(started)
    mounts = [started[i + 1] for i, word in enumerate(started) if word == "--volume"]
    assert mounts == [f"{visible.PACKAGE}:/package/dlcourse:ro"]


@pytest.mark.parametrize(
    ("info", "image", "words"),
    [(1, 0, "is its service running"), (0, 1, "docker build -t dlcourse-sandbox -")],
)
def test_an_engine_that_does_not_run_or_has_no_image_is_refused(engine, info, image, words):
    program(engine, "docker", ENGINE.format(folder=engine, python="", info=info, image=image))
    with pytest.raises(NoSandbox, match=words):
        Container(LIMITS)


def test_what_an_engine_says_when_it_fails_is_told(engine):
    program(engine, "docker", 'test "$1" = run && echo "no space left" >&2 && exit 125; exit 0')
    with pytest.raises(NoSandbox, match="no space left"):
        open_sandbox("container", LIMITS)
