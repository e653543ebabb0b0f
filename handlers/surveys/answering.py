"""A survey's form, its answers, and "not for me"."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules.cadence import local_day
from bot.rules.refusal import Refusal
from bot.rules.surveys import ITEMS, SURVEYS, faults
from handlers import forms, home
from handlers.checkins import leads_circle
from handlers.clicks import Click, Said, in_place
from handlers.matchers import on_action
from messages import form
from storage import circles, pairs, people, programmes, surveys
from storage.store import Store
from storage.tables import Survey

CALLBACK, DONE = "surveys.answer", "surveys/done"


def register(app: App) -> None:
    on_action(app, CALLBACK, open_form)
    app.view(CALLBACK)(submit)
    on_action(app, "surveys.decline", in_place(decline, on_home=True))


def open_form(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime
) -> None:
    """Open the questions, and say before the first of them what is kept and what is not."""
    with store.read() as db:
        row = _answerable(db, int(action["value"]), user_id, now)
        programme, partner = programmes.programme(db, row.programme_id), _partner(db, row, user_id, now)
        assert programme is not None
    view = form(
        "surveys/form",
        kind=row.kind,
        questions=[(item, ITEMS[item].scale) for item in SURVEYS[row.kind]],
        smallest=programme.smallest_group,
        programme=programme.name,
        partner=partner,
        carry={"survey": row.id, "place": forms.place_of(body)},
    )
    client.views_open(trigger_id=body["trigger_id"], view=view)
    ack()


def submit(ack: Ack, view: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime) -> None:
    """Keep the answers without whose they are. Whoever answered "not a fit" is offered the protected exit."""
    carried = forms.carried(view)
    with store.begin_unseen() as db:
        row = _answerable(db, carried["survey"], user_id, now)
        given = _read(view, row)
        surveys.answer(db, row, given)
        asked = pairs.pair(db, row.pair_id) if row.pair_id else None
        pair = circles.own(db, asked, user_id, now) if asked else None
        may_end = row.kind == "fit" and given["fit"] == 0 and pair is not None and pairs.is_open(pair, user_id, now)
    forms.say_instead(client, store, carried["place"], DONE, survey=row.id, answered=True)
    about = {"circle": pair.circle_id is not None, "leads": leads_circle(pair, user_id)} if pair else {}
    ack(response_action="update", view=form("surveys/thanks", pair=pair.id if pair and may_end else None, **about))
    home.refresh(client, store, user_id, now)


def decline(db: Session, click: Click, _now: datetime) -> Said:
    """ "Not for me": nobody asks again, and nobody learns who said so; a second click reads the same."""
    row = _mine(db, int(click.value), click.user_id)
    surveys.decline(db, row)
    return click.instead(db, DONE, survey=row.id, answered=row.status == "answered")


def _mine(db: Session, survey_id: int, user_id: str) -> Survey:
    row = surveys.survey(db, survey_id)
    if row is None or row.user_id is None:
        raise Refusal("surveys/left")
    if row.user_id != user_id:
        raise Refusal("surveys/not_yours")
    return row


def _answerable(db: Session, survey_id: int, user_id: str, now: datetime) -> Survey:
    """Somebody's own survey. Refuses one that was answered, and one that is over."""
    row = _mine(db, survey_id, user_id)
    if row.status != "open":
        raise Refusal("surveys/answered", declined=row.status == "declined")
    if not surveys.is_open(row, local_day(now, people.zone(db, user_id))):
        raise Refusal("surveys/closed", closed_on=row.closes_on.isoformat())
    return row


def _partner(db: Session, row: Survey, user_id: str, now: datetime) -> circles.Company | None:
    """With whom somebody is or was in the pair, or the circle, that a survey asks about: they may have several."""
    pair = pairs.pair(db, row.pair_id) if row.pair_id else None
    return circles.company(db, pair, user_id, now) if pair else None


def _read(view: dict[str, Any], row: Survey) -> dict[str, int | str | None]:
    """The answers by question. Refuses the first that is missing, at its place."""
    given = forms.answers(view)
    read: dict[str, int | str | None] = {
        item: _number(given.get(item)) if ITEMS[item].scale != "words" else (given.get(item) or "").strip() or None
        for item in SURVEYS[row.kind]
    }
    for item in faults(row.kind, read):
        raise Refusal("surveys/missing", field=item)
    return read


def _number(given: Any) -> int | None:
    return int(given) if isinstance(given, str) and given.isdecimal() else None
