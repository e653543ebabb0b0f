"""Half a year of circles, played: what everybody may rely on in pairs, they may rely on here."""

import pytest
from played import (
    asked_after_the_end,
    asked_once_too_often,
    celebrated,
    close_surveys,
    heard,
    not_asked_at_close,
    outside_mornings,
    second_of_a_day,
    surveyed_once_too_often,
    told_after_leaving,
    told_while_paused,
)
from taking_part import programme_of
from test_play import HALF_A_YEAR, played

from bot.demo import Demo


def of_circles(demo: Demo) -> None:
    with demo.store.begin() as db:
        row = programme_of(demo)
        row.kind, row.level_gap = "circles", 1
        db.merge(row)


@pytest.mark.parametrize("seed", [2])
def test_half_a_year_of_circles_keeps_what_everybody_may_rely_on(database_url: str, seed: int) -> None:
    came = played(database_url, seed, HALF_A_YEAR, of_circles)
    record = heard(came["state"], came["first"])
    assert (came["refused"], came["state"]["traffic"]["failed"]) == ([], 0)
    assert came["numbers"]["pairs introduced"] >= 2
    assert came["numbers"]["sessions held"] >= 5
    assert came["numbers"]["people who wanted a new partner"] > 0
    for wrong in (outside_mornings, second_of_a_day, asked_once_too_often, surveyed_once_too_often):
        assert wrong(record) == []
    for wrong in (told_while_paused, told_after_leaving, asked_after_the_end):
        assert wrong(record) == []
    assert set(celebrated(record).values()) == {1}
    assert not close_surveys(record) - celebrated(record)
    assert not_asked_at_close(record) == set()
