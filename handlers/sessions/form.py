"""The form: with whom, how long, on which day, about what."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules.cadence import local_day
from bot.rules.programmes import PEERS
from bot.rules.refusal import Refusal
from bot.rules.sessions import LONGEST, OLDEST
from handlers import forms, home, promises
from handlers.checkins import leads_circle, own_pair
from handlers.matchers import on_action
from handlers.sessions.recording import DIFFERS, TOPICS_AT_MOST, Answer, Entry, record, settle
from messages import form
from storage import circles, outbox, pairs, people, plan_outcomes, sessions
from storage.store import Store
from storage.tables import Draft, Pair

LOG, LENGTH = "sessions.log_form", "sessions.length_form"
MINUTES_AT_MOST = int(LONGEST.total_seconds()) // 60


def register(app: App) -> None:
    on_action(app, "sessions.log", open_for_pair)
    app.shortcut("sessions.shortcut")(open_for_message)
    app.view(LOG)(submit)
    app.view(LENGTH)(submit_length)


def open_for_pair(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime
) -> None:
    """Open the form for the pair that the button names."""
    with store.read() as db:
        pair = own_pair(db, int(action["value"]), user_id, now)
        view = log_form(
            db, user_id, now, pair=pair, place=forms.place_of(body), from_home=body["container"]["type"] == "view"
        )
    client.views_open(trigger_id=body["trigger_id"], view=view)
    ack()


def open_for_message(
    ack: Ack, body: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime
) -> None:
    """Open the form from any message. Where it stands is kept; what it says is dropped here and now."""
    body.pop("message", None)
    source = {"channel": body["channel"]["id"], "ts": body["message_ts"]}
    with store.read() as db:
        view = log_form(db, user_id, now, source=source)
    client.views_open(trigger_id=body["trigger_id"], view=view)
    ack()


def log_form(
    db: Session,
    user_id: str,
    now: datetime,
    *,
    pair: Pair | None = None,
    place: forms.Place | None = None,
    source: forms.Place | None = None,
    waiting: Draft | None = None,
    from_home: bool = False,
) -> dict[str, Any]:
    """The form as far as it is known; ``waiting`` is a log whose day was wrong. Refuses who is in no pair."""
    mine = circles.each_once(pairs.open_pairs(db, user_id, now))
    if not mine:
        raise Refusal("pairs/none")
    chosen = pair or mine[0]
    known = waiting.answers if waiting else {}
    zone = people.zone(db, user_id)
    day = plan_outcomes.unlogged_day(db, chosen, zone, now) or local_day(now, zone)
    return form(
        "sessions/log_form",
        carry={
            "pair": chosen.id,
            "place": place,
            "source": source,
            "draft": waiting.id if waiting else None,
            "home": from_home,
        },
        partner=pairs.partner(chosen, user_id) if len(mine) > 1 else circles.company(db, chosen, user_id, now),
        choose=len(mine) > 1,
        circle=len(mine) == 1 and chosen.circle_id is not None,
        minutes=known.get("minutes"),
        held_on=None if waiting else day.isoformat(),
        topics=known.get("topics", ""),
        minutes_at_most=MINUTES_AT_MOST,
        topics_at_most=TOPICS_AT_MOST,
        as_senior=None if len(mine) > 1 else user_id == chosen.mentee_id,
        promises=any(one.kind != PEERS and not leads_circle(one, user_id) for one in mine),
        longest=promises.LONGEST,
    )


def submit(ack: Ack, view: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime) -> None:
    """Log the session; where another length is logged for that day, ask on top of the form which is right."""
    carried, given = forms.carried(view), forms.answers(view)
    with store.begin() as db:
        pair = _pair(db, user_id, carried, given.get("partner"), now)
        entry = checked(db, user_id, given, carried["source"], now)
        answer = record(db, pair, user_id, entry, now)
        promises.write_down(db, pair, user_id, given, now, session_id=answer.values["session"])
        if answer.template != DIFFERS:
            _confirm(db, answer, user_id, carried, view["id"], now)
    if answer.template == DIFFERS:
        carry = carried | {"length_of": answer.values["draft"]}
        ack(response_action="push", view=form("sessions/length_form", carry=carry, **answer.values))
        return
    _done(ack, client, store, user_id, carried, now)


def submit_length(ack: Ack, view: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime) -> None:
    """Keep the length that was logged first, or change it; a second submission finds it settled."""
    carried, given = forms.carried(view), forms.answers(view)
    with store.begin() as db:
        waiting = sessions.draft(db, carried["length_of"], user_id, DIFFERS)
        if waiting is not None and waiting.answers["decided"] is None:
            answer = settle(db, waiting, user_id, now, given["length"])
            _confirm(db, answer, user_id, carried, view["id"], now)
    _done(ack, client, store, user_id, carried, now)


def checked(db: Session, user_id: str, given: dict[str, Any], source: forms.Place | None, now: datetime) -> Entry:
    """What the form says, or a refusal at the field that is wrong."""
    today = local_day(now, people.zone(db, user_id))
    held_on, minutes = date.fromisoformat(given["held_on"]), int(given["minutes"])
    if held_on > today:
        raise Refusal("sessions/future", field="held_on", day=held_on.isoformat())
    if today - held_on > OLDEST:
        raise Refusal("sessions/too_old", field="held_on", day=held_on.isoformat())
    if not 1 <= minutes <= MINUTES_AT_MOST:
        raise Refusal("sessions/too_long" if minutes > 0 else "sessions/zero", field="minutes", minutes=minutes)
    return Entry(held_on, minutes, _on_one_line(given["topics"]), **(source or {}))


def _on_one_line(topics: str | None) -> str:
    return ", ".join(line.strip(" ,") for line in (topics or "").splitlines() if line.strip(" ,"))


def _pair(db: Session, user_id: str, carried: dict[str, Any], partner: str | None, now: datetime) -> Pair:
    if partner is None:
        return own_pair(db, carried["pair"], user_id, now)
    mine = pairs.open_pairs(db, user_id, now)
    with_them = [pair for pair in mine if partner in circles.people(circles.fellows(db, pair, user_id, now))]
    if not with_them:
        raise Refusal("sessions/not_paired", field="partner")
    return _preferred(with_them, carried["pair"])


def _preferred(candidates: Sequence[Pair], pair_id: int) -> Pair:
    return next((pair for pair in candidates if pair.id == pair_id), candidates[0])


def _confirm(db: Session, answer: Answer, user_id: str, carried: dict[str, Any], view_id: str, now: datetime) -> None:
    """Say what was understood, to nobody else: in the thread of the reminder, instead of the question, or anew."""
    place = carried["place"]
    asked = outbox.said_at(db, place["channel"], place["ts"]) if place and place["channel"].startswith("D") else None
    if asked is not None and carried["draft"]:
        outbox.say_instead(db, asked, f"{asked.key}:{view_id}", now, answer.template, **answer.values)
    else:
        recipient, thread = (str(asked.channel), asked.thread_ts or asked.ts) if asked else (user_id, None)
        key, pair_id = answer.key or f"logged:{view_id}", answer.values["pair"]
        outbox.notice(db, key, answer.template, recipient, now, pair_id=pair_id, thread_ts=thread, **answer.values)
    if carried["draft"]:
        waiting = sessions.draft(db, carried["draft"], user_id, DIFFERS)
        if waiting is not None:
            sessions.decide(db, waiting, "another day")


def _done(ack: Ack, client: WebClient, store: Store, user_id: str, carried: dict[str, Any], now: datetime) -> None:
    if carried["home"]:
        home.refresh(client, store, user_id, now)
    ack(response_action="clear")
