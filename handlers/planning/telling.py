"""What the two read about a plan: one card, in each one's own zone, as it stands for them."""

from datetime import datetime

from sqlmodel import Session

from bot.rules import cadence
from handlers.clicks import Click, Said
from handlers.planning import agenda, inviting
from handlers.rounds import introducing
from storage import agendas, checkins, outbox, pairs, people, plan_cards, plans, wishes
from storage.plan_cards import Values
from storage.tables import Outbox, Pair, Plan

TEMPLATE = "planning/card"


def shown(db: Session, row: Plan, pair: Pair, viewer: str, now: datetime, *, news: str | None = None) -> Values:
    """What the card says to one of the two; ``news`` is what the other one has just done."""
    seen = plan_cards.facts(row, pair, viewer, people.zone(db, viewer), now)
    return {"pair": pair.id, "plan": seen, "news": news, "cancelled_by": plans.cancelled_by(db, row)}


def tell_of_proposal(db: Session, row: Plan, pair: Pair, by: str, now: datetime, *, altered: bool) -> None:
    """Put the times before the other one, or tell them that the length or the link of a session is another one."""
    _tell(db, row, pair, by, now, "altered" if altered else None)
    if altered:
        inviting.invite(db, row, pair, by, now)


def tell_that_time_stays(db: Session, row: Plan, pair: Pair, by: str, now: datetime) -> None:
    """Let the other one know that the session is not moved."""
    _tell(db, row, pair, by, now, "kept")


def tell_of_answer(db: Session, row: Plan, pair: Pair, by: str, now: datetime, news: str) -> None:
    """Let the other one know that a time was accepted or the session cancelled, and both calendars.

    Both are asked about it when that is due now.
    """
    if row.starts_at is not None:
        checkins.ask_after_last_session(db, pair, now)
        introducing.know_of_plan(db, pair, planned=row.status == "accepted")
    _tell(db, row, pair, by, now, news)
    inviting.invite(db, row, pair, by, now)


def tell_of_end(db: Session, row: Plan, pair: Pair, now: datetime) -> None:
    """Let what either was sent about a plan say that it is off, since the pair has ended, and their calendars too."""
    agendas.arrange(db, pair, plans.ahead(db, pair.id, now))
    for user_id in (pair.mentor_id, pair.mentee_id):
        refresh(db, row, pair, user_id, now)
    inviting.invite(db, row, pair, None, now)


def refresh(db: Session, row: Plan, pair: Pair, user_id: str, now: datetime) -> None:
    """Let the newest card of somebody, and the agenda that they were given, say how the plan stands."""
    for said in (plan_cards.last_card(db, row, user_id), agendas.said(db, row, user_id)):
        if said is not None:
            template, values = standing(db, said, row, pair, user_id, now)
            key = f"plan:{row.id}:instead:{said.id}:{row.revision}"
            wishes.say_instead(db, said, key, now, template, **values)


def standing(db: Session, said: Outbox | None, row: Plan, pair: Pair, viewer: str, now: datetime) -> tuple[str, Values]:
    """How a message about a plan reads by now; an agenda stays one as long as they are to meet."""
    part = wishes.part_about(said, TEMPLATE, pair=pair.id)
    if part and part["template"] == agendas.AGENDA and row.status == "accepted":
        return agendas.AGENDA, agenda.shown(db, row, pair, viewer, now)
    return TEMPLATE, shown(db, row, pair, viewer, now)


def in_place(db: Session, click: Click, row: Plan, pair: Pair, now: datetime) -> Said:
    """The message that was clicked, as it reads with how the plan stands."""
    template, values = standing(db, click.message(db), row, pair, click.user_id, now)
    return click.instead(db, template, **values)


def _tell(db: Session, row: Plan, pair: Pair, by: str, now: datetime, news: str | None) -> None:
    other = pairs.partner(pair, by)
    plan_cards.withdraw(db, row, plan_cards.CARD, now)
    for user_id in (by, other):
        refresh(db, row, pair, user_id, now)
    outbox.notice(
        db,
        f"plan:{row.id}:{plan_cards.CARD}:{row.revision}:{other}",
        TEMPLATE,
        other,
        cadence.waking(now, people.zone(db, other)),
        pair_id=pair.id,
        **shown(db, row, pair, other, now, news=news),
    )
