"""The second form, made from the answers of the first: how well one knows each topic today, the baseline."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App

from bot.rules.joining import MOST_COUNTED, Answers, number, rated
from handlers import forms
from handlers.joining import preferences
from handlers.joining.closing import keep_when_closed
from handlers.joining.joiner import Joiner, begun, joiner, keep
from messages import form
from storage import demand
from storage.store import Store

CALLBACK = "joining.ratings"


def register(app: App) -> None:
    app.view(CALLBACK)(submit)
    keep_when_closed(app, CALLBACK, _read)


def ask(store: Store, one: Joiner, *, changed: bool = False) -> dict[str, Any]:
    """One question a topic, with about how many people could teach or learn it; ``changed`` where the topics changed
    in another window meanwhile."""
    with store.read() as db:
        people = demand.of(db, one.programme_id, one.user_id, one.answers)
    topics = [
        (side, number(topic), topic, rating, people.get((side, topic))) for side, topic, rating in rated(one.answers)
    ]
    return form(
        "joining/ratings",
        programme_id=one.programme_id,
        topics=topics,
        smallest=one.programme.smallest_group,
        most_counted=MOST_COUNTED,
        changed=changed,
        takes_part=one.takes_part,
    )


def submit(ack: Ack, view: dict[str, Any], store: Store, user_id: str, now: datetime) -> None:
    """Keep the ratings and go on; a topic that another window added meanwhile is asked about first."""
    with store.begin() as db:
        before = begun(joiner(db, user_id, forms.carried(view)))
        one = keep(db, before, _read(view, before), now)
    if any(rating is None for _side, _topic, rating in rated(one.answers)):
        ack(response_action="update", view=ask(store, one, changed=True))
    else:
        ack(response_action="push", view=preferences.ask(one))


def _read(view: dict[str, Any], one: Joiner) -> Answers:
    """The ratings in the form beside those that were given before."""
    known = one.answers
    given = {name: int(rating) for name, rating in forms.answers(view).items() if rating}
    return {
        "offer_ratings": known.get("offer_ratings", {}) | _ratings("offer", given, known),
        "want_ratings": known.get("want_ratings", {}) | _ratings("want", given, known),
    }


def _ratings(asked: str, given: dict[str, int], known: Answers) -> dict[str, int]:
    fields = {topic: f"{side}_{number(topic)}" for side, topic, _rating in rated(known) if side == asked}
    return {topic: given[field] for topic, field in fields.items() if field in given}
