"""Editing a programme: its settings and who coordinates it."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules.closing import length
from bot.rules.merging import merged, merged_people, prints
from bot.rules.programmes import check_change, settings
from bot.rules.refusal import Refusal
from handlers import forms, home, rights
from handlers.matchers import on_action
from messages import form
from storage import closing, joining, pairs, programmes, rounds
from storage.store import Store
from storage.tables import Programme

CALLBACK = "programmes.edit"


def register(app: App) -> None:
    on_action(app, CALLBACK, open_form)
    app.view(CALLBACK)(save)


def open_form(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str
) -> None:
    """Open the form of the programme that the button names."""
    with store.read() as db:
        view = ask(db, rights.coordinated(db, user_id, int(action["value"])))
    client.views_open(trigger_id=body["trigger_id"], view=view)
    ack()


def ask(db: Session, row: Programme, *, created: bool = False) -> dict[str, Any]:
    """The form as the programme stands and will be remembered by, with the button that opens or closes it."""
    coordinators = programmes.coordinators(db, row.id or 0)
    return form(
        "programmes/edit",
        programme=row,
        carry={"programme": row.id, "read": prints(programmes.settings(row)), "coordinators": coordinators},
        coordinators=coordinators,
        enrolled=len(joining.enrolled(db, row.id or 0)),
        pairs=len(pairs.open_pairs_of_programme(db, row.id or 0)),
        created=created,
    )


def save(ack: Ack, view: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime) -> None:
    """Write down what was changed in the form; what another changed while it was open stays."""
    given, as_read = forms.answers(view), forms.carried(view)
    programme_id, asked = as_read["programme"], settings(given)
    with store.begin() as db:
        row = rights.coordinated(db, user_id, programme_id)
        wanted = merged(as_read["read"], asked, programmes.settings(row))
        same_name = programmes.named(db, wanted.name)
        if same_name is not None and same_name.id != row.id:
            raise Refusal("programmes/taken", field="name", programme=same_name.name)
        fixed = row.kind if rounds.fixes_kind(db, programme_id) else None
        check_change(wanted, row.smallest_group, opened=row.opened_at is not None, fixed_kind=fixed)
        longer = length(wanted.length_months) - length(row.length_months)
        if longer:
            closing.move_ends(db, programme_id, longer)
        another_kind = wanted.kind != row.kind
        programmes.change(db, row, wanted)
        if another_kind:
            _compute_anew(db, row, user_id, now)
        present = programmes.coordinators(db, programme_id)
        chosen = merged_people(as_read["coordinators"], given["coordinators"], present)
        programmes.set_coordinators(db, programme_id, chosen, user_id, now)
    home.refresh(client, store, user_id, now)
    ack()


def _compute_anew(db: Session, row: Programme, by: str, now: datetime) -> None:
    """A round of the other kind, which nobody has approved, counts no more: it is run again."""
    live = rounds.live(db, row.id or 0)
    if live is None:
        return
    if live.status == "asked":
        rounds.call_off(db, live, by, now)
    else:
        rounds.decide(db, live, "replaced", by, now)
    if row.status == "open":
        rounds.ask(db, row.id or 0, by, now)
