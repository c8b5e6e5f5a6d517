"""Which numbers are made while the chapters run: those that pages must show and that are not kept."""

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import numbers_ahead
import pytest

from dlcourse.inventory import numbers
from dlcourse.numbers.store import VARIABLE

PAGES = {
    "02_xor": "# XOR\n\n{number}`xor.J`\n",
    "03_layers": "# Layers\n\n$$ J = \\number{depth.rate:.2f} $$ and {number}`strange.J`\n",
    "20_speed": "# Speed\n\n{number}`cost.rate`\n",
}


@pytest.fixture
def env(tmp_path, monkeypatch):
    """Three pages; experiments of their chapters, one that another page names, one that none does."""
    for name, text in PAGES.items():
        (tmp_path / name).write_text(text)
    modules = ("ch02_xor", "ch03_layers", "ch09_depth", "ch09_steps", "ch20_cost")
    monkeypatch.setattr(numbers, "modules", lambda: {name.split("_")[1]: name for name in modules})
    monkeypatch.setattr(numbers_ahead, "are_kept", lambda module: module.endswith("ch03_layers"))
    monkeypatch.setenv(VARIABLE, "somewhere")
    return SimpleNamespace(found_docs=set(PAGES), doc2path=lambda name: tmp_path / name)


def test_numbers_of_the_chapters_and_those_that_are_named_are_made_unless_kept(env):
    assert numbers_ahead.topics_to_make(env, set()) == ["xor", "depth", "cost"]


def test_those_of_a_chapter_that_measures_times_wait(env):
    assert numbers_ahead.topics_to_make(env, {"20_speed"}) == ["xor", "depth"]


def test_nothing_is_made_where_nothing_is_kept(env, monkeypatch):
    monkeypatch.delenv(VARIABLE)
    assert numbers_ahead.topics_to_make(env, set()) == []


@pytest.fixture
def maker(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    made = numbers_ahead.Maker()
    yield made
    made.close()


def is_made(topic):
    return numbers_ahead.are_kept(numbers.module_of(topic))


def test_a_maker_keeps_the_numbers_of_all_topics_where_the_build_finds_them(maker):
    for topic in ("intervals", "a topic that fails", "cards"):
        maker(topic)
    assert is_made("intervals") and is_made("cards")
    assert len(maker.processes) == 1  # which went on after the one that failed


def test_a_maker_whose_process_has_died_starts_another(maker):
    maker("intervals")
    for process in maker.processes:
        process.kill()
        process.wait()
    maker("cards")  # given to the dead one, and made when a page asks for it
    assert not is_made("cards")
    maker("cards")
    assert is_made("cards") and len(maker.processes) == 2


@pytest.mark.slow
def test_two_topics_at_a_time_have_a_process_each(maker):
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(maker, ("intervals", "cards")))
    assert is_made("intervals") and is_made("cards") and len(maker.processes) <= 2
