"""You said, we did: what the senior of a pair will try; either writes it down, and either marks it as done.

The senior is reminded once, in the morning of the day by which it is to be done; where no day was named, two weeks
after it was promised.
"""

from datetime import date, datetime, timedelta
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules import cadence
from bot.rules.refusal import Refusal
from handlers import forms, home
from handlers.checkins import pair_of
from handlers.matchers import on_action
from handlers.own_pairs import View, opens_for_pair
from messages import form, render
from storage import outbox, pairs, people, promises, wishes
from storage.store import Store
from storage.tables import Pair, Promise

LONGEST, MOST_OPEN = 300, 5
FARTHEST = timedelta(days=365)
WITHOUT_A_DAY, REMINDED_UNTIL, PRIORITY = timedelta(days=14), timedelta(days=7), 40


def register(app: App) -> None:
    opens_for_pair(app, "promise", "promises.open", lambda db, pair, viewer, _now: _page(db, pair, viewer))
    app.view("promises.make")(submit)
    on_action(app, "promises.edit", edit)
    app.view("promises.change")(change)
    on_action(app, "promises.done", done)
    on_action(app, "promises.drop", drop)


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

    Refuses a day that has passed or is too far away, and one promise too many.
    """
    what, due_on = " ".join((given.get("promise") or "").split()), _day(db, by, given.get("promise_by"), now)
    still_open = promises.open_of_pair(db, pair.id)
    if not what or what in [row.what for row in still_open]:
        return
    if len(still_open) >= MOST_OPEN:
        raise Refusal("promises/enough", field="promise", most=MOST_OPEN)
    row = promises.make(db, pair, what, due_on, now, session_id=session_id)
    _wish_reminder(db, row, pair)
    _tell(db, row, pair, by, "made", now)


def edit(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime
) -> None:
    """Open the senior's own promise to be put into other words; where it was kept meanwhile, the page says so."""
    with store.read() as db:
        row, pair = _own(db, int(action["value"]), user_id, now)
        view = _page(db, pair, user_id) if row.done_at else form("promises/change", promise=row, longest=LONGEST)
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
            wishes.unwish(db, _reminder(row))
            _wish_reminder(db, row, pair)
            _tell_of_change(db, row, pair, now)
        page = _page(db, pair, user_id)
    ack(response_action="update", view=page)
    home.refresh(client, store, user_id, now)


def done(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    store: Store,
    user_id: str,
    now: datetime,
) -> None:
    """The promise was kept: the other one hears of it; a second click finds it kept."""
    with store.begin() as db:
        row, pair = _found(db, int(action["value"]), user_id, now)
        if promises.keep(db, row, user_id, now):
            wishes.unwish(db, _reminder(row))
            _tell(db, row, pair, user_id, "kept", now)
        clicked = forms.clicked(db, body)
        template, values = wishes.instead(db, clicked, "promises/done", **_shown(row, pair, user_id))
        view = _page(db, pair, user_id)
    ack()
    if forms.place_of(body):
        respond(replace_original=True, **render(template, **values))
    else:
        _show_page(client, body, view)
    home.refresh(client, store, user_id, now)


def drop(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime
) -> None:
    """Take an open promise off the list; who has not heard of it yet never will."""
    with store.begin() as db:
        row, pair = _found(db, int(action["value"]), user_id, now)
        if row.done_at is None:
            wishes.unwish(db, _reminder(row))
            if not _unsaid(db, row):
                _tell(db, row, pair, user_id, "dropped", now)
            promises.drop(db, row)
        view = _page(db, pair, user_id)
    ack()
    _show_page(client, body, view)
    home.refresh(client, store, user_id, now)


def _page(db: Session, pair: Pair, user_id: str) -> View:
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


def _wish_reminder(db: Session, row: Promise, pair: Pair) -> None:
    """Have the senior reminded: once a promise and day, whatever its words."""
    zone = people.zone(db, pair.mentee_id)
    morning = cadence.morning_of(row.due_on or cadence.local_day(row.made_at + WITHOUT_A_DAY, zone), zone)
    wishes.wish(
        db,
        f"{_reminder(row)}{row.due_on or ''}",
        promises.REMINDER,
        pair.mentee_id,
        morning,
        priority=PRIORITY,
        pair_id=pair.id,
        until=morning + REMINDED_UNTIL,
        **_shown(row, pair, pair.mentee_id),
    )


def _shown(row: Promise, pair: Pair, viewer: str) -> dict[str, Any]:
    """A promise as one of the two sees it."""
    return {
        "pair": pair.id,
        "promise": row.id,
        "what": row.what,
        "due_on": row.due_on and row.due_on.isoformat(),
        "partner": pairs.partner(pair, viewer),
        "as_senior": viewer == pair.mentee_id,
    }


def _tell(db: Session, row: Promise, pair: Pair, by: str, happened: str, now: datetime) -> None:
    """Let the other one know; of a promise that was dropped no word is kept."""
    other = pairs.partner(pair, by)
    due, values = cadence.waking(now, people.zone(db, other)), _shown(row, pair, other)
    if happened == "dropped":
        del values["what"]
    key, template = f"{_key(row)}:{happened}", f"promises/{happened.partition(':')[0]}"
    outbox.notice(db, key, template, other, due, pair_id=pair.id, **values)


def _tell_of_change(db: Session, row: Promise, pair: Pair, now: datetime) -> None:
    """Let the mentor know; who has not heard of the promise yet hears of it as it reads now."""
    made = outbox.by_key(db, f"{_key(row)}:made")
    if made is None or made.status != "waiting":
        _tell(db, row, pair, pair.mentee_id, f"changed:{now.isoformat()}", now)
    else:
        made.values = _shown(row, pair, made.recipient)
        db.add(made)


def _unsaid(db: Session, row: Promise) -> bool:
    """Whether the word that it was made was still to be said, and is taken back."""
    made = outbox.by_key(db, f"{_key(row)}:made")
    if made is None or made.status != "waiting":
        return False
    made.status, made.values = "withdrawn", {}
    db.add(made)
    return True


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


def _show_page(client: WebClient, body: dict[str, Any], view: View) -> None:
    """Bring the page up to date where it was clicked in; Home is refreshed anyhow."""
    if body["view"]["type"] == "modal":
        forms.show(client, body, view)


def _key(row: Promise) -> str:
    return f"promise:{row.id}"


def _reminder(row: Promise) -> str:
    return f"promise-reminder:{row.id}:"
