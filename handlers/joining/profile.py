"""My answers, as I see them, and who else sees what."""

from typing import Any

from slack_bolt import Ack, App
from sqlmodel import Session

from bot.rules import languages
from bot.rules.joining import rated
from bot.rules.programmes import PEERS
from bot.rules.refusal import Refusal
from handlers.matchers import on_command
from messages import render
from storage import joining, people, programmes
from storage.store import Store
from storage.tables import Participant

SHOWN_PROGRAMMES = 4
SHOWN_TOPICS = 12


def register(app: App) -> None:
    on_command(app, "profile", show)


def show(ack: Ack, store: Store, user_id: str) -> None:
    """Answer with one's own profile; nobody else sees this answer."""
    with store.read() as db:
        places = joining.present(db, user_id)
        if not places:
            raise Refusal("joining/not_yet")
        person = people.person(db, user_id)
        profiles = [_profile(db, row) for row in places[:SHOWN_PROGRAMMES]]
    ack(
        response_type="ephemeral",
        **render("joining/profile", person=person, profiles=profiles, more=len(places) - len(profiles)),
    )


def _profile(db: Session, row: Participant) -> dict[str, Any]:
    given = joining.answers(db, row)
    programme = programmes.programme(db, row.programme_id)
    topics = {
        side: [(topic, rating) for one, topic, rating in rated(given) if one == side] for side in ("offer", "want")
    }
    return {
        "programme_id": row.programme_id,
        "programme": programme.name if programme else "",
        "peers": programme is not None and programme.kind == PEERS,
        "level_labels": programme.level_labels if programme else {},
        "status": row.status,
        "paused_until": row.paused_until,
        "answers": given,
        "languages": [languages.label(spoken) for spoken in given["languages"]],
        "topics": {side: rows[:SHOWN_TOPICS] for side, rows in topics.items()},
        "more_topics": {side: len(rows[SHOWN_TOPICS:]) for side, rows in topics.items()},
    }
