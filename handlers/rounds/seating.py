"""Who may sit in a circle of a preview beside those who sit there: asked of whatever puts somebody into one."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import Session

from bot.rules.programmes import CIRCLES
from bot.rules.refusal import Refusal
from handlers.rounds.pinning import Why, explained, reasons_against
from handlers.rounds.standing import fit_together
from storage import circle_pages, rulings
from storage.pool import Pool, pool
from storage.tables import Programme, Proposal


def refuse_without_seat(
    db: Session,
    programme: Programme,
    those: Iterable[Proposal],
    now: datetime,
    refusal: str,
    *,
    in_exchange: bool = False,
) -> None:
    """Refuse what was done where one of those who sit in a circle since may not: with the rule, in this refusal.

    ``in_exchange`` for somebody else, who left the seat to them. Of pairs nothing is asked.
    """
    for one in those if programme.kind == CIRCLES else ():
        if told := _why_no_seat(db, programme, one, now, in_exchange):
            why, who = told
            pair = {"mentor": one.mentor_id, "mentee": one.mentee_id}
            raise Refusal(refusal, **pair, why=why, who=who, kind=programme.kind)


def _why_no_seat(db: Session, programme: Programme, one: Proposal, now: datetime, in_exchange: bool) -> Why | None:
    """Who has gone meanwhile keeps nobody from a seat: of that an approval tells."""
    mentor, comes = one.mentor_id, one.mentee_id
    others = [each.mentee_id for each in circle_pages.of_mentor(db, one.round_id, mentor) if each.id != one.id]
    present = pool(db, programme, now, only=[mentor, comes, *others])
    if not {mentor, comes} <= {*present.candidates}:
        return None
    if rule := reasons_against([(mentor, comes)], present, now.date())[0]:
        return explained(db, programme, present, (mentor, comes), rule)
    if not in_exchange and len(others) >= present.candidates[mentor].capacity:
        return "capacity", None
    here = [who for who in others if who in present.candidates]
    apart = next((who for who in here if _are_apart(present, mentor, who, comes, now.date())), None)
    return _why_apart(db, programme, apart, comes) if apart else None


def _are_apart(present: Pool, mentor: str, stays: str, comes: str, on: date) -> bool:
    """Whether it is the two mentees whom a rule keeps apart, not one of them and the mentor."""
    return fit_together(present, mentor, [stays], on) and not fit_together(present, mentor, [stays, comes], on)


def _why_apart(db: Session, programme: Programme, stays: str, comes: str) -> Why:
    """What a coordinator has forbidden is no secret to them; all else that keeps two people apart is."""
    said = rulings.between(db, programme.id or 0, stays, comes)
    return ("fellow", stays) if any(one.kind == "forbidden" for one in said) else ("circle", None)
