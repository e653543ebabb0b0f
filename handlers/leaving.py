"""Leaving: a protected exit for either side, without a veto or a reason, and an hour to take it back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules import cadence
from bot.rules.programmes import PEERS
from bot.rules.refusal import Refusal
from handlers import forms, home
from handlers.checkins import leads_circle
from handlers.clicks import Click, Said, in_place
from handlers.forms import answers, carried
from handlers.matchers import on_action, on_command
from messages import form
from storage import (
    circles,
    credit,
    joining,
    leaving,
    outbox,
    pairs,
    people,
    programmes,
    survey_calendar,
    surveys,
    withdrawals,
)
from storage.store import Store
from storage.tables import Pair, Participant


def register(app: App) -> None:
    on_command(app, "leave", leave)
    on_action(app, "leaving.leave", leave_this)
    app.view("leaving.leave")(left)
    on_action(app, "leaving.come_back", in_place(come_back, on_home=True))
    on_action(app, "leaving.end_pair", end_pair)
    app.view("leaving.end_pair")(ended)
    on_action(app, "leaving.undo", in_place(undo, on_home=True))


def leave(ack: Ack, body: dict[str, Any], client: WebClient, user_id: str, store: Store) -> None:
    """Ask which programme, where there is a choice, and say what leaving deletes and what remains."""
    with store.read() as db:
        choices = leaving.may_leave(db, user_id)
    _confirm_leaving(client, body, choices)
    ack()


def leave_this(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, user_id: str, store: Store
) -> None:
    """The same for the programme of a button."""
    with store.read() as db:
        choices = [choice for choice in leaving.may_leave(db, user_id) if choice[0] == int(action["value"])]
    _confirm_leaving(client, body, choices)
    ack()


def left(ack: Ack, view: dict[str, Any], client: WebClient, user_id: str, store: Store, now: datetime) -> None:
    """Leave: end the pairs of that programme, and tell the others once the undo hour is over."""
    programme_id = int(answers(view).get("programme") or carried(view))
    with store.begin() as db:
        programme = programmes.programme(db, programme_id)
        row = joining.participant(db, programme_id, user_id)
        if programme is None or row is None or not leaving.leave(db, row, now):
            raise Refusal("leaving/not_taking_part")
        mine = [pair for pair in pairs.open_pairs(db, user_id, now) if pair.programme_id == programme_id]
        for pair in mine:
            _end(db, pair, user_id, now)
        withdrawals.withdraw_from(db, user_id, programme_id)
        partners = [pairs.partner(pair, user_id) for pair in mine]
        about: dict[str, Any] = {"programme_id": programme_id, "programme": programme.name, "partners": partners}
        outbox.notice(db, _new_key(db, f"left:{row.id}"), "leaving/left", user_id, now, **about)
    ack()
    home.refresh(client, store, user_id, now)


def come_back(db: Session, click: Click, now: datetime) -> Said:
    """Take leaving back, with every pair that still can be."""
    row = joining.participant(db, int(click.value), click.user_id)
    programme = programmes.programme(db, int(click.value))
    if row is None or programme is None:
        raise Refusal("leaving/not_taking_part")
    again, lost = _return(db, row, now) if row.left_at else ([], [])
    return "leaving/back", {"programme": programme.name, "again": again, "lost": lost}


def end_pair(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, user_id: str, store: Store, now: datetime
) -> None:
    """Ask once more, and say what the other one will hear."""
    with store.read() as db:
        pair = circles.own(db, _mine(db, int(action["value"]), user_id), user_id, now)
        if not pairs.is_open(pair, user_id, now):
            raise Refusal("leaving/already_ended")
        partner = circles.company(db, pair, user_id, now)
        both_wait = _waits(db, pair, pair.mentor_id, pair.mentee_id)
    about = {"leads": leads_circle(pair, user_id), "circle": pair.circle_id is not None, "both_wait": both_wait}
    view = form("leaving/end_pair", pair=pair.id, partner=partner, **about)
    forms.show(client, body, view)
    ack()


def ended(ack: Ack, view: dict[str, Any], client: WebClient, user_id: str, store: Store, now: datetime) -> None:
    """End the pair at once, or the circle that one leads; others hear of it once the undo hour is over."""
    with store.begin() as db:
        pair = _mine(db, int(carried(view)), user_id)
        about: dict[str, Any] = {"pair": pair.id, "partner": circles.company(db, pair, user_id, now)}
        whole = circles.fellows(db, pair, user_id, now) if leads_circle(pair, user_id) else [pair]
        ended = [one for one in whole if _end(db, one, user_id, now)]
        if not ended:
            raise Refusal("leaving/already_ended")
        about |= {"leads": leads_circle(pair, user_id), "circle": pair.circle_id is not None}
        about |= _what_next(db, pair, user_id)
        outbox.notice(db, _new_key(db, f"pair-ended-by:{pair.id}"), "leaving/pair_ended", user_id, now, **about)
    ack()
    home.refresh(client, store, user_id, now)


def undo(db: Session, click: Click, now: datetime) -> Said:
    """Take the end of a pair back, as if it had never been."""
    pair = _mine(db, int(click.value), click.user_id)
    if pair.ended_at is not None:
        _undo(db, pair, click.user_id, now)
    partner = circles.company(db, pair, click.user_id, now)
    return "leaving/undone", {"partner": partner, "circle": pair.circle_id is not None}


def _confirm_leaving(client: WebClient, body: dict[str, Any], choices: Any) -> None:
    if not choices:
        raise Refusal("leaving/not_taking_part")
    client.views_open(trigger_id=body["trigger_id"], view=form("leaving/leave", choices=choices))


def _mine(db: Session, pair_id: int, user_id: str) -> Pair:
    pair = pairs.pair(db, pair_id)
    if pair is None or user_id not in (pair.mentor_id, pair.mentee_id):
        raise Refusal("leaving/not_your_pair")
    return pair


def _end(db: Session, pair: Pair, by: str, now: datetime) -> bool:
    if pair.circle_id is not None and by == pair.mentee_id:
        circles.hand_on(db, pair)
    if not pairs.end(db, pair, by, now):
        return False
    goes_on = [] if by == pair.mentor_id else circles.going_on(db, pair)
    survey_calendar.ask_after_exit(db, pair, now, besides=[pair.mentor_id] if goes_on else [])
    others = [pairs.partner(pair, by), *(one.mentee_id for one in goes_on)]
    for number, other in enumerate(others):
        _tell(db, pair, by, other, now, first=number == 0, goes_on=len(goes_on))
    return True


def _tell(db: Session, pair: Pair, by: str, other: str, now: datetime, *, first: bool, goes_on: int) -> None:
    """Somebody hears that a pair has ended, or that their circle goes on without one."""
    key = f"pair-ended:{pair.id}" if first else f"circle-left:{pair.id}:{other}"
    about: dict[str, Any] = {"partner": by, "programme_id": pair.programme_id}
    about |= _what_next(db, pair, other)
    if pair.circle_id is not None:
        programme = programmes.programme(db, pair.programme_id)
        about |= {"circle": True, "goes_on": goes_on, "least": programme.circle_least if programme else 0}
        about["comes_first"] = not goes_on
    due = cadence.waking(now + cadence.UNDO, people.zone(db, other))
    outbox.notice(db, _new_key(db, key), withdrawals.EXIT, other, due, pair_id=pair.id, **about)
    place = joining.participant(db, pair.programme_id, other)
    if place is not None and place.status == "left":
        withdrawals.withdraw_end_from(db, other, pair.id)


def _what_next(db: Session, pair: Pair, who: str) -> dict[str, bool]:
    """Whether somebody is in the next round once their pair was ended, and comes first there, and whether the weakest
    match of a round matters more. Whoever has completed another pair may not be."""
    programme = programmes.programme(db, pair.programme_id)
    is_junior = pair.kind == PEERS or pairs.side(pair, who) == "mentor"
    fair = programme is not None and credit.behind_weakest(programme)
    return {"next_round": _waits(db, pair, who), "comes_first": is_junior, "fair": fair}


def _waits(db: Session, pair: Pair, *people: str) -> bool:
    """Whether all of these are in the next round of a pair's programme."""
    places = (joining.participant(db, pair.programme_id, who) for who in people)
    return all(place is not None and place.next_round for place in places)


def _undo(db: Session, pair: Pair, user_id: str, now: datetime) -> None:
    """Take the end of a pair back, or of each pair of the circle that one leads which still can be taken up."""
    whole = circles.ended_by(db, pair, user_id)
    _refuse_undo(db, whole, user_id, now)
    for one in whole:
        if _obstacle(db, one) is None:
            _reopen(db, one, now)


def _reopen(db: Session, pair: Pair, now: datetime) -> None:
    pairs.reopen(db, pair, now)
    surveys.forget_end(db, pair)
    if pair.circle_id is not None:
        db.refresh(pair)
        circles.regroup(db, pair, circles.going_on(db, pair))


def _return(db: Session, row: Participant, now: datetime) -> tuple[list[str], list[str]]:
    """Come back, and take up what leaving ended. Whom one is paired with again, and with whom that cannot be."""
    moment = row.left_at
    if moment is None or now - moment >= cadence.UNDO:
        raise Refusal("leaving/too_late_to_return")
    leaving.come_back(db, row)
    withdrawals.say_to(db, row.user_id, row.programme_id, now)
    again: list[str] = []
    lost: list[str] = []
    for pair in pairs.ended_together(db, row.programme_id, row.user_id, moment):
        possible = _obstacle(db, pair) is None
        if possible:
            _reopen(db, pair, now)
        (again if possible else lost).append(pairs.partner(pair, row.user_id))
    return again, lost


def _refuse_undo(db: Session, whole: Sequence[Pair], user_id: str, now: datetime) -> None:
    pair = whole[0]
    if pair.ended_by != user_id:
        raise Refusal("leaving/already_ended")
    if pair.ended_at is not None and now - pair.ended_at >= cadence.UNDO:
        raise Refusal("leaving/too_late")
    obstacles = [_obstacle(db, one) for one in whole]
    if obstacles[0] and all(obstacles):
        raise Refusal(obstacles[0])


def _obstacle(db: Session, pair: Pair) -> str | None:
    programme = programmes.programme(db, pair.programme_id)
    if programme is None or programme.status == "closed":
        return "leaving/closed"
    seats = [joining.participant(db, pair.programme_id, user_id) for user_id in (pair.mentor_id, pair.mentee_id)]
    if any(seat is None or seat.status == "left" for seat in seats):
        return "leaving/one_left"
    return "leaving/new_pair" if leaving.new_partners(db, pair) else None


def _new_key(db: Session, key: str) -> str:
    return f"{key}:{withdrawals.said_before(db, key) + 1}"
