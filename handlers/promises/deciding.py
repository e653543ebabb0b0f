"""Writing down what the senior of a pair will try, and marking it as done."""

from datetime import date, datetime, timedelta
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules import cadence
from bot.rules.programmes import PEERS
from bot.rules.refusal import Refusal
from handlers import forms, home
from handlers.checkins import pair_of
from handlers.clicks import Click, Page, Said
from handlers.own_pairs import View
from handlers.promises import telling
from messages import form
from storage import pairs, people, promises
from storage.store import Store
from storage.tables import Pair, Promise

LONGEST, MOST_OPEN = 300, 5
FARTHEST = timedelta(days=365)


def submit(ack: Ack, view: View, client: WebClient, store: Store, user_id: str, now: datetime) -> None:
    """Write down the promise of the form."""
    with store.begin() as db:
        pair = pair_of(db, forms.carried(view)["pair"], user_id, now)
        write_down(db, pair, user_id, forms.answers(view), now)
    ack(response_action="clear")
    home.refresh(client, store, user_id, now)


def write_down(
    db: Session, pair: Pair, by: str, given: forms.Answers, now: datetime, *, session_id: int | None = None
) -> None:
    """Write down what a form says that the senior will try, if anything. The same words are one promise while open.

    Refuses a day that has passed or is too far away, one promise too many, and peers, of whom none is the senior.
    """
    what, due_on = " ".join((given.get("promise") or "").split()), _day(db, by, given.get("promise_by"), now)
    still_open = promises.open_of_pair(db, pair.id)
    if not what or what in [row.what for row in still_open]:
        return
    if pair.kind == PEERS:
        raise Refusal("promises/peers", field="promise")
    if len(still_open) >= MOST_OPEN:
        raise Refusal("promises/enough", field="promise", most=MOST_OPEN)
    row = promises.make(db, pair, what, due_on, now, session_id=session_id)
    telling.wish_reminder(db, row, pair)
    telling.tell(db, row, pair, by, "made", now)


def edit(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime
) -> None:
    """Open the senior's own promise to be put into other words; where it was kept meanwhile, the page says so."""
    with store.read() as db:
        row, pair = _own(db, int(action["value"]), user_id, now)
        view = page(db, pair, user_id) if row.done_at else form("promises/change", promise=row, longest=LONGEST)
    forms.show(client, body, view)
    ack()


def change(ack: Ack, view: View, client: WebClient, store: Store, user_id: str, now: datetime) -> None:
    """Put other words or another day in the place of those that stood, and remind of them; the mentor hears of it."""
    given = forms.answers(view)
    with store.begin() as db:
        row, pair = _own(db, forms.carried(view), user_id, now)
        what = " ".join((given["new_words"] or "").split())
        same_day = given["new_day"] == (row.due_on and row.due_on.isoformat())
        due_on = row.due_on if same_day else _day(db, user_id, given["new_day"], now, field="new_day")
        if what and promises.change(db, row, what, due_on):
            telling.unwish_reminder(db, row)
            telling.wish_reminder(db, row, pair)
            telling.tell_of_change(db, row, pair, now)
        now_stands = page(db, pair, user_id)
    ack(response_action="update", view=now_stands)
    home.refresh(client, store, user_id, now)


def done(db: Session, click: Click, now: datetime) -> Said | Page:
    """The promise was kept: the other one hears of it; a second click finds it kept."""
    row, pair = _found(db, int(click.value), click.user_id, now)
    if promises.keep(db, row, click.user_id, now):
        telling.unwish_reminder(db, row)
        telling.tell(db, row, pair, click.user_id, "kept", now)
    if click.on_page:
        return page(db, pair, click.user_id)
    return click.instead(db, "promises/done", **telling.shown(row, pair, click.user_id))


def drop(db: Session, click: Click, now: datetime) -> Page:
    """Take an open promise off the list; who has not heard of it yet never will."""
    row, pair = _found(db, int(click.value), click.user_id, now)
    if row.done_at is None:
        telling.unwish_reminder(db, row)
        if not telling.unsaid(db, row):
            telling.tell(db, row, pair, click.user_id, "dropped", now)
        promises.drop(db, row)
    return page(db, pair, click.user_id)


def page(db: Session, pair: Pair, user_id: str) -> View:
    """The promises of a pair. Refuses peers, of whom none is the senior who promises."""
    if pair.kind == PEERS:
        raise Refusal("promises/peers")
    still_open = promises.open_of_pair(db, pair.id)
    return form(
        "promises/page",
        carry={"pair": pair.id},
        as_senior=user_id == pair.mentee_id,
        partner=pairs.partner(pair, user_id),
        promises=still_open,
        is_full=len(still_open) >= MOST_OPEN,
        longest=LONGEST,
    )


def _day(db: Session, by: str, given: str | None, now: datetime, *, field: str = "promise_by") -> date | None:
    if not given:
        return None
    day, today = date.fromisoformat(given), cadence.local_day(now, people.zone(db, by))
    if day < today:
        raise Refusal("promises/past", field=field, day=given)
    if day - today > FARTHEST:
        raise Refusal("promises/far", field=field, day=given)
    return day


def _found(db: Session, promise_id: int, user_id: str, now: datetime) -> tuple[Promise, Pair]:
    """The promise and its pair, for one of the two. Refuses others, ended pairs, and a promise that was dropped."""
    row = promises.promise(db, promise_id)
    if row is None:
        raise Refusal("promises/gone")
    return row, pair_of(db, row.pair_id, user_id, now)


def _own(db: Session, promise_id: int, user_id: str, now: datetime) -> tuple[Promise, Pair]:
    """The promise and its pair, for the senior who made it."""
    row, pair = _found(db, promise_id, user_id, now)
    if user_id != pair.mentee_id:
        raise Refusal("promises/not_yours", senior=pair.mentee_id)
    return row, pair
