from __future__ import annotations

from selfstudy.content.library import Library
from selfstudy.services.bench.bench_needs import needs_figures, needs_of, rated_unit
from selfstudy.services.needs.measuring import Measuring
from selfstudy.settings import Places


def test_everybody_of_the_unit_is_rated_by_themselves_their_supervisor_and_a_test(tmp_path):
    desk = rated_unit(Library([Places(tmp_path).lessons()]), tmp_path / "unit", 12)
    try:
        assert needs_of(desk) == 13  # the supervisor is on the list too
        measured = [one for one in Measuring(desk).unit() if one.found.rated]
        assert len(measured) == 12
        assert all(one.found.own and one.found.tested for one in measured)
    finally:
        desk.close()


def test_the_needs_of_a_unit_are_measured_beside_a_bare_read(tmp_path):
    library, names = Library([Places(tmp_path).lessons()]), frozenset({"needs.unit120"})

    (figure,) = needs_figures(library, tmp_path, names, 0.1)

    assert figure.name == "needs.unit120"
    assert figure.value > figure.floor > 0
