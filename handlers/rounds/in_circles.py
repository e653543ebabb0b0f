"""A round of circles: its preview circle by circle, what goes together, and who is left of one too small or large."""

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from typing import Any

from sqlmodel import Session

from bot.rules.matching import named
from bot.rules.programmes import CIRCLES
from bot.rules.refusal import Refusal
from storage import circle_pages
from storage.round_pages import Look, Page
from storage.tables import Programme, Proposal, Round

CIRCLES_ON_PAGE, PEOPLE_ON_PAGE = 3, 15
"""A circle has up to six mentees, each with reasons: a message takes 50 blocks and some 10,000 characters."""
TOO_SMALL, FULL = "small", "full"


def page(db: Session, row: Round, look: Look) -> Page:
    """A page of the round: circles, or people without one."""
    return circle_pages.page(db, row, look, CIRCLES_ON_PAGE, PEOPLE_ON_PAGE)


def values(
    db: Session, row: Round, programme: Programme, here: Iterable[Proposal], gone: Collection[str]
) -> dict[str, Any]:
    """The circles of a page, and all of the round in numbers."""
    count = circle_pages.counts(db, row, programme.circle_least)
    return {
        "circles": [
            _circle(mentor_id, list(made), gone) for mentor_id, made in groupby(here, lambda one: one.mentor_id)
        ],
        "least": programme.circle_least,
        "most": programme.circle_most,
        "large_enough": count.large_enough,
        "waiting": count.waiting,
        "too_small": count.too_small,
        "approved_circles": count.approved,
    }


def whole(db: Session, programme: Programme, these: Sequence[Proposal]) -> Sequence[Proposal]:
    """All of a circle who are kept; nobody where they are others than these. Refuses a circle of another size."""
    kept = circle_pages.of_mentor(db, these[0].round_id, these[0].mentor_id)
    if [one.id for one in kept] != sorted(one.id or 0 for one in these):
        return ()
    if len(kept) < programme.circle_least:
        raise Refusal("rounds/small_circle", least=programme.circle_least)
    if len(kept) > programme.circle_most:
        raise Refusal("rounds/large_circle", most=programme.circle_most)
    return kept


def of_another_size(db: Session, row: Round, programme: Programme) -> list[tuple[Proposal, str]]:
    """Who is not introduced where all is approved, and why: a circle that is too small, and of one that is too large
    those who are too many. They are told as those left."""
    small = circle_pages.too_small(db, row.id, programme.circle_least)
    large = circle_pages.beyond(db, row, programme.circle_most)
    return [*((one, TOO_SMALL) for one in small), *((one, FULL) for one in large)]


def left_out(db: Session, programme: Programme, one: Proposal) -> Sequence[Proposal]:
    """Those of the same circle who are dropped; of a pair nobody."""
    return circle_pages.left_out(db, one.round_id, one.mentor_id) if programme.kind == CIRCLES else ()


def _circle(mentor_id: str, made: list[Proposal], gone: Collection[str]) -> dict[str, Any]:
    mentees = [
        {
            "id": one.id,
            "mentee": one.mentee_id,
            "score": round(one.score),
            "dropped": one.dropped,
            "reasons": [reason for reason in named(one.reasons) if reason["code"] != "skipped"],
            "gone": [who for who in (mentor_id, one.mentee_id) if who in gone],
        }
        for one in made
    ]
    kept = [one for one in made if not one.dropped]
    return {
        "mentor": mentor_id,
        "mentees": mentees,
        "kept": len(kept),
        "kept_as": "+".join(f"{one.id}.{one.mentor_id}.{one.mentee_id}" for one in kept),
        "approved_by": next((one.approved_by for one in made if one.approved_by), None),
    }
