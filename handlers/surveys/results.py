"""What coordinators read of the surveys: how many answered, and what enough of them said together."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules.refusal import Refusal
from bot.rules.surveys import SURVEYS
from handlers import forms, rights
from handlers.matchers import on_action, on_command
from messages import form
from storage import programmes, skill_results, survey_reports
from storage.store import Store

SHOWN_REPORTS, SHOWN_WORDS = 3, 12
MOST = 20


def register(app: App) -> None:
    on_command(app, "admin surveys", show_own)
    on_action(app, "surveys.results", show)
    on_action(app, "surveys.read", read)


def show_own(ack: Ack, body: dict[str, Any], client: WebClient, store: Store, user_id: str) -> None:
    """Open the surveys of the newest programme that somebody coordinates."""
    with store.read() as db:
        rights.any_coordinator(db, user_id)
        mine = programmes.coordinated_by(db, user_id)
        if not mine:
            raise Refusal("surveys/no_programme")
        view = _overview(db, user_id, mine[-1].id or 0)
    client.views_open(trigger_id=body["trigger_id"], view=view)
    ack()


def show(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str) -> None:
    """Open the surveys of the programme that the button names."""
    with store.read() as db:
        view = _overview(db, user_id, int(action["value"]))
    forms.show(client, body, view)
    ack()


def read(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str) -> None:
    """Show what was answered to one survey."""
    programme_id, _, kind = action["value"].partition(":")
    with store.read() as db:
        programme = rights.coordinated(db, user_id, int(programme_id))
        if kind not in SURVEYS:
            raise Refusal("surveys/no_such_survey")
        reports = survey_reports.reports(db, int(programme_id), kind)
    view = form(
        "surveys/report",
        programme=programme.name,
        programme_id=programme.id,
        kind=kind,
        reports=[asdict(one) for one in reports[:SHOWN_REPORTS]],
        smallest=programme.smallest_group,
        most_words=SHOWN_WORDS,
    )
    forms.show(client, body, view)
    ack()


def close_months(store: Store, now: datetime) -> int:
    """Put answers of months in which nobody can answer any more together, to be read. Returns how many groups."""
    with store.begin() as db:
        every, today = programmes.all_programmes(db), now.date()
        answered = sum(survey_reports.put_together(db, row, today) for row in every)
        return answered + sum(skill_results.put_together(db, row, today) for row in every)


def _overview(db: Session, user_id: str, programme_id: int) -> dict[str, Any]:
    programme = rights.coordinated(db, user_id, programme_id)
    return form(
        "surveys/overview",
        programme=programme.name,
        programme_id=programme.id,
        responses=[asdict(one) for one in survey_reports.responses(db, programme)],
        others=[(row.id, row.name) for row in programmes.coordinated_by(db, user_id) if row.id != programme_id][:MOST],
    )
