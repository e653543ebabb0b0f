"""A round of circles is turned circle by circle, however many there are."""

import pytest
from coordinating import introduce_at_once
from taking_part import programme_of

from bot.demo import Demo
from bot.rules.matching import Match, Reason, Unmatched
from handlers.rounds.in_circles import CIRCLES_ON_PAGE, PEOPLE_ON_PAGE, TOO_SMALL, of_another_size
from storage import circle_pages, proposals, rounds
from storage.round_pages import Look
from storage.tables import Round

LEAST, EACH = 2, 3


@pytest.fixture
def of_circles(demo: Demo) -> Round:
    """Seven circles of three, the later the better, and twenty people left."""
    introduce_at_once(demo)
    made = tuple(Match(f"U1MENTOR{at // EACH}X", f"U1MENTEE{at:02}X", 100 + at) for at in range(7 * EACH))
    left = tuple(Unmatched(f"U1LEFT{at:02}X", (Reason("no_company", least=LEAST),)) for at in range(20))
    with demo.store.begin() as db:
        row = rounds.ask(db, programme_of(demo).id or 0, "U0CORA", demo.clock.now())
        rounds.write_down(db, row.id, [*made, *left])
        kept = rounds.keep(db, row.id, {}, demo.clock.now())
    assert kept is not None
    return kept


def mentors(demo: Demo, row: Round, look: Look) -> list[str]:
    with demo.store.read() as db:
        here = circle_pages.page(db, row, look, CIRCLES_ON_PAGE, PEOPLE_ON_PAGE)
    found = [one.mentor_id for one in here.pairs]
    assert [*dict.fromkeys(found)] == [one for at, one in enumerate(found) if at % EACH == 0]
    return [*dict.fromkeys(found)]


def test_every_circle_stands_whole_on_one_page_the_weakest_first(demo: Demo, of_circles: Round) -> None:
    pages = [mentors(demo, of_circles, Look(page=page)) for page in range(3)]
    assert [len(page) for page in pages] == [3, 3, 1]
    assert [one for page in pages for one in page] == [f"U1MENTOR{at}X" for at in range(7)]
    assert mentors(demo, of_circles, Look(order="best"))[0] == "U1MENTOR6X"


def test_people_without_a_circle_come_after_all_circles(demo: Demo, of_circles: Round) -> None:
    with demo.store.read() as db:
        last = circle_pages.page(db, of_circles, Look(page=99), CIRCLES_ON_PAGE, PEOPLE_ON_PAGE)
    assert (last.look.page, last.pages, len(last.left), last.pairs) == (4, 5, 5, [])


def test_whoever_is_looked_for_is_shown_with_all_of_their_circle(demo: Demo, of_circles: Round) -> None:
    assert mentors(demo, of_circles, Look(only="of:U1MENTEE07X")) == ["U1MENTOR2X"]


def test_a_circle_is_too_small_once_fewer_than_the_least_are_kept(demo: Demo, of_circles: Round) -> None:
    with demo.store.begin() as db:
        for one in circle_pages.of_mentor(db, of_circles.id, "U1MENTOR0X")[:2]:
            proposals.drop(db, one, dropped=True)
        for one in circle_pages.of_mentor(db, of_circles.id, "U1MENTOR1X"):
            proposals.drop(db, one, dropped=True)
    with demo.store.read() as db:
        count = circle_pages.counts(db, of_circles, LEAST)
        left_out = of_another_size(db, of_circles, programme_of(demo))
    assert (count.large_enough, count.too_small) == (5, 1)
    assert [(one.mentor_id, why) for one, why in left_out] == [("U1MENTOR0X", TOO_SMALL)]
