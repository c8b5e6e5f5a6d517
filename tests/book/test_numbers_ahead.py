"""Which numbers are made while the chapters run: those that pages must show and that are not kept."""

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


def test_a_maker_keeps_the_numbers_of_all_topics_where_the_build_finds_them(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    numbers_ahead.Maker()(["intervals", "a topic that fails", "cards"])
    assert all(numbers_ahead.are_kept(numbers.module_of(topic)) for topic in ("intervals", "cards"))


@pytest.mark.parametrize("n", [0, 1, 8, 30])
def test_groups_hold_each_topic_once(n):
    topics = [f"topic {k}" for k in range(n)]
    found = numbers_ahead.groups(topics)
    assert sorted(sum(found, [])) == sorted(topics)
    assert len(found) == min(n, 8) and all(found)
