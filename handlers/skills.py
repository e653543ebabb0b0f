"""Skills before and after: the second rating, named and confidential, and what coordinators read of groups."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules.cadence import local_day
from bot.rules.joining import number
from bot.rules.refusal import Refusal
from handlers import forms, home, rights
from handlers.clicks import Click, Said, in_place
from handlers.matchers import on_action
from messages import form
from storage import people, programmes, skill_results, skills
from storage.sealing import seals
from storage.store import Store

CALLBACK, DONE = "skills.rate", "skills/done"
MOST_TOPICS = 40
"""Of each side in a report, for which a view has room."""


def register(app: App) -> None:
    on_action(app, CALLBACK, open_form)
    app.view(CALLBACK)(submit)
    on_action(app, "skills.decline", in_place(decline, on_home=True))
    on_action(app, "skills.results", results)


def open_form(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime
) -> None:
    """Ask for one rating a topic, after saying that they are kept with the name and shown to nobody."""
    programme_id = int(action["value"])
    with store.read() as db:
        rows = skills.open_for(db, programme_id, user_id, local_day(now, people.zone(db, user_id)))
        smallest, sealed = programmes.smallest_group(db, programme_id), seals(db)
    if not rows:
        raise Refusal("skills/over")
    view = form(
        "skills/form",
        topics=[(row.side, number(row.topic), row.topic) for row in rows],
        smallest=smallest,
        sealed=sealed,
        carry={"programme": programme_id, "place": forms.place_of(body)},
    )
    client.views_open(trigger_id=body["trigger_id"], view=view)
    ack()


def submit(ack: Ack, view: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime) -> None:
    """Keep the ratings; a topic that was left out is not asked about again."""
    carried, given = forms.carried(view), forms.answers(view)
    with store.begin() as db:
        rows = skills.open_for(db, carried["programme"], user_id, local_day(now, people.zone(db, user_id)))
        if not rows:
            raise Refusal("skills/over")
        fields = {(row.side, row.topic): given.get(f"{row.side}_{number(row.topic)}") for row in rows}
        skills.answer(db, rows, {topic: int(rating) for topic, rating in fields.items() if rating})
    ack(response_action="update", view=form("skills/thanks"))
    forms.say_instead(client, store, carried["place"], DONE, skills=carried["programme"], rated=True)
    home.refresh(client, store, user_id, now)


def decline(db: Session, click: Click, now: datetime) -> Said:
    """ "Not for me": nobody asks for these topics again."""
    programme_id = int(click.value)
    rows = skills.open_for(db, programme_id, click.user_id, local_day(now, people.zone(db, click.user_id)))
    if not rows:
        raise Refusal("skills/over")
    skills.answer(db, rows, {})
    return click.instead(db, DONE, skills=programme_id, rated=False)


def results(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str
) -> None:
    """Show coordinators what groups rated before and after, topic by topic."""
    with store.read() as db:
        programme = rights.coordinated(db, user_id, int(action["value"]))
        found = {side: skill_results.changes(db, programme.id or 0, side) for side in ("want", "offer")}
    view = form(
        "skills/report",
        programme=programme.name,
        programme_id=programme.id,
        smallest=programme.smallest_group,
        sides={
            side: [(topic, asdict(newest)) for topic, (newest, *_older) in topics[:MOST_TOPICS]]
            for side, topics in found.items()
        },
    )
    forms.show(client, body, view)
    ack()
