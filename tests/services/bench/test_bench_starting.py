from __future__ import annotations

from datetime import datetime

from selfstudy.content.library import Library
from selfstudy.services.bench import bench_starting
from selfstudy.services.bench.bench import long_record
from selfstudy.services.bench.bench_starting import start_figures
from selfstudy.services.bench.figures import durations, percentile
from selfstudy.services.demo.demo_life import HERE
from selfstudy.services.holding.desk import Desk
from selfstudy.services.studying.study import Study
from selfstudy.services.upkeep import records
from selfstudy.settings import Places, Settings, save_settings


def test_starting_is_measured_beside_a_bare_window(tmp_path, monkeypatch):
    monkeypatch.setattr(bench_starting, "RUNS", 1)
    monkeypatch.setattr(bench_starting, "REST", 0.5)
    places = Places(tmp_path / "home")
    profile = long_record(Library([places.lessons()]), places, 200)
    save_settings(places.settings_file, Settings(last_profile=profile))

    found = {f.name: f for f in start_figures(tmp_path / "home", {"start.live", "idle.rss"})}

    assert set(found) == {"start.live", "idle.rss"}
    assert found["start.live"].value > found["start.live"].floor > 0
    assert found["idle.rss"].value > found["idle.rss"].floor > 10


def test_a_long_record_is_as_long_as_was_asked(tmp_path):
    places = Places(tmp_path / "home")
    shelf = Library([places.lessons()])
    profile = long_record(shelf, places, 2000)
    desk = Desk(places.profiles / profile, places.state, shelf, lambda: datetime.now(HERE))
    try:
        assert abs(records(desk) - 2000) < 10
        today = Study(desk).today()
        assert today.due > 0
        assert today.next is not None
        assert sum(today.days) > 0
    finally:
        desk.close()


def test_a_percentile_is_a_value_that_was_seen():
    values = [5.0, 1.0, 4.0, 2.0, 3.0]

    assert percentile(values, 50) == 3.0
    assert percentile(values, 95) == 5.0
    assert durations("x", values, [1.0], 50).ratio == 3.0
