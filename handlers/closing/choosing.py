"""A new partner, or staying in touch: chosen where the end of a pair is told of or on Home, and changed at will."""

from datetime import datetime
from typing import Literal

from slack_bolt import App
from sqlmodel import Session

from bot.rules.refusal import Refusal
from handlers.clicks import Click, Said, in_place
from handlers.matchers import on_action
from storage import closing, joining, pairs, programmes
from storage.tables import Outbox, Participant

Choice = Literal["rotate", "stay", "paired"]


def register(app: App) -> None:
    on_action(app, "closing.rotate", in_place(rotate, on_home=True))
    on_action(app, "closing.stay", in_place(stay, on_home=True))


def rotate(db: Session, click: Click, now: datetime) -> Said | None:
    """Be in the next round of the programme that the button names; a second click reads the same."""
    return _choose(db, click, now, wanted=True)


def stay(db: Session, click: Click, now: datetime) -> Said | None:
    """Not be matched any more, unless one asks for it again."""
    return _choose(db, click, now, wanted=False)


def _choose(db: Session, click: Click, now: datetime, *, wanted: bool) -> Said | None:
    """Write the choice down, and into the message that was clicked, if it was one. Refuses whoever has no say in it."""
    said = click.message(db)
    if said is not None and said.user_id != click.user_id:
        raise Refusal("checkins/not_your_pair")
    programme_id = int(click.value)
    programme, place = programmes.programme(db, programme_id), joining.participant(db, programme_id, click.user_id)
    if place is None or place.status == "left":
        raise Refusal("closing/left")
    if programme is None or programme.status != "open":
        raise Refusal("joining/closed")
    closing.want_next_round(db, place, wanted)
    if said is None:
        return None
    choice = _choice(db, place, said, now) if wanted else "stay"
    said.values = said.values | {"choice": choice, "paused": place.status == "paused"}
    db.add(said)
    return said.template, said.values


def _choice(db: Session, place: Participant, said: Outbox, now: datetime) -> Choice:
    """A click that comes late finds some in a new pair by now; one that they were in all the time is none."""
    over = pairs.pair(db, said.pair_id or 0)
    since = over.ended_at if over is not None else None
    mine = [pair for pair in pairs.open_pairs(db, place.user_id, now) if pair.programme_id == place.programme_id]
    return "paired" if any(since is None or pair.introduced_at >= since for pair in mine) else "rotate"
