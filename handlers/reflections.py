"""Looking back: after a session each of the two is asked three private questions, and answers with one tap each.

They are asked once, in a message of their own, an hour after they heard of the log: one that is taken back by then
is never asked about, and a correction asks nothing. Where they were answered, only "noted" is shown.
"""

from datetime import datetime, timedelta
from typing import Any

from slack_bolt import Ack, App, Respond
from sqlmodel import Session

from bot.rules import cadence
from bot.rules.programmes import PEERS
from bot.rules.reflections import QUESTIONS
from handlers.checkins import own_pair
from handlers.matchers import on_action
from messages import render
from storage import circles, joining, outbox, pairs, people, programmes, reflections, sessions, wishes
from storage.store import Store
from storage.tables import HeldSession, Pair

ASKED, OVER, DRIFT = "reflections/asked", "reflections/over", "reflections/drift"
ASKED_AFTER = timedelta(hours=1)
PRIORITY = 70


def register(app: App) -> None:
    for question in QUESTIONS:
        on_action(app, f"reflections.{question}", answer)


def ask(db: Session, session: HeldSession, pair: Pair, now: datetime) -> None:
    """Have everybody asked about a session that was just logged; who is paused or has left is asked nothing."""
    for user_id, own in circles.everybody(db, pair):
        if joining.is_left_in_peace(db, pair.programme_id, user_id):
            continue
        zone = people.zone(db, user_id)
        due = cadence.waking(cadence.waking(now, zone) + ASKED_AFTER, zone)
        values = _shown(db, session, own, user_id, set(), now)
        outbox.notice(db, _key(session, user_id), ASKED, user_id, due, pair_id=own.id, **values)


def answer(ack: Ack, action: dict[str, Any], respond: Respond, store: Store, user_id: str, now: datetime) -> None:
    """Keep one answer without whose it is, and say no more than that it is noted; a second tap changes nothing."""
    question = action["action_id"].removeprefix("reflections.").partition(":")[0]
    session_id, _, said = action["value"].partition("-")
    template, values = OVER, {}
    with store.begin_unseen() as db:
        session = sessions.session(db, int(session_id))
        if session is not None:
            pair = own_pair(db, session.pair_id, user_id, now)
            if reflections.answer(db, session, pair, user_id, question, said, now.date()) and question == "learned":
                _watch_roles(db, session, pair, user_id, said, now)
            noted = reflections.noted(db, session, pair, user_id)
            template, values = ASKED, _shown(db, session, pair, user_id, noted, now)
    ack()
    respond(replace_original=True, **render(template, **values))


def take_back(db: Session, session: HeldSession, pair: Pair, now: datetime) -> None:
    """The session is to be deleted: what was to be asked about it is not, and what was asked is over.

    The answers that were given stay: nobody can tell which they are.
    """
    for user_id, _own in circles.everybody(db, pair):
        asked = outbox.by_key(db, _key(session, user_id))
        if asked is not None and asked.status == "waiting":
            sessions.withdraw(db, [asked])
        elif asked is not None:
            outbox.say_instead(db, asked, f"{asked.key}:over", now, OVER)


def _watch_roles(db: Session, session: HeldSession, pair: Pair, by: str, said: str, now: datetime) -> None:
    """Tell both, once, where it became ordinary mentoring: when the month is over, which points at nobody's answer.

    As long as one of the two is paused neither is told. In a circle nobody counts: several seniors learn from a
    junior, and from each other.
    """
    key = _drift_key(pair, pair.mentor_id)
    if pair.circle_id is not None or wishes.is_wished(db, key) or outbox.by_key(db, key) is not None:
        return
    if reflections.count_drift(db, session, pair, by, said):
        for user_id in (pair.mentor_id, pair.mentee_id):
            zone, partner = people.zone(db, user_id), pairs.partner(pair, user_id)
            due = cadence.morning_of(cadence.later("next month", cadence.local_day(now, zone)), zone)
            wishes.wish(
                db,
                _drift_key(pair, user_id),
                DRIFT,
                user_id,
                due,
                priority=PRIORITY,
                pair_id=pair.id,
                pair=pair.id,
                partner=partner,
            )


def _shown(
    db: Session, session: HeldSession, pair: Pair, viewer: str, noted: set[str], now: datetime
) -> dict[str, Any]:
    """The questions as one of the two sees them; of an answer no more than that there is one."""
    return {
        "session": session.id,
        "partner": circles.company(db, pair, viewer, now),
        "circle": pair.circle_id is not None,
        "peers": pair.kind == PEERS,
        "as_mentor": viewer == pair.mentor_id,
        "held_on": session.held_on.isoformat(),
        "noted": sorted(noted),
        "smallest": programmes.smallest_group(db, pair.programme_id),
    }


def _key(session: HeldSession, user_id: str) -> str:
    return f"reflection:{session.id}:{user_id}"


def _drift_key(pair: Pair, user_id: str) -> str:
    return f"role-drift:{pair.id}:{user_id}"
