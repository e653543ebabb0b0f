"""Writing an announcement: the form, and the draft that it leaves when it is saved, closed or looked at."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules import announcements as rules
from bot.rules.announcements import Wanted
from bot.rules.programmes import PEERS
from bot.rules.refusal import Refusal
from handlers import forms, home
from handlers.announcements import previewing
from handlers.announcements.which import announced, opened
from handlers.matchers import on_action
from messages import form
from storage import announcements
from storage.store import Store
from storage.tables import Announcement, Programme

CALLBACK = "announcements.write"
EMPTY = Wanted("", "", "", "", "everyone", None, None)


def register(app: App) -> None:
    on_action(app, CALLBACK, write)
    on_action(app, "announcements.edit", edit)
    on_action(app, "announcements.copy", copy)
    on_action(app, "announcements.save", save)
    app.view(CALLBACK)(look)
    app.view_closed(CALLBACK)(keep)


def ask(programme: Programme, row: Announcement | None = None, *, said: Wanted = EMPTY, saved: bool = False) -> Any:
    """The form: empty, or as the draft stands."""
    return form(
        "announcements/write",
        programme=programme.name,
        peers=programme.kind == PEERS,
        carry={"programme": programme.id, "id": row and row.id, "revision": row and row.revision},
        draft=row and row.id,
        saved=saved,
        said=announcements.content(row) if row else said,
        limits=rules,
    )


def write(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str
) -> None:
    """Open the empty form for the programme that the button names."""
    with store.read() as db:
        view = ask(opened(db, user_id, int(action["value"])))
    forms.show(client, body, view)
    ack()


def edit(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str) -> None:
    """Open a draft in the form."""
    with store.read() as db:
        row, programme = announced(db, user_id, int(action["value"]))
    if row.status != "draft":
        raise Refusal("announcements/confirmed")
    forms.show(client, body, ask(programme, row))
    ack()


def copy(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str) -> None:
    """Open the form with the words of another announcement, as a new one."""
    with store.read() as db:
        row, _programme = announced(db, user_id, int(action["value"]))
        programme = opened(db, user_id, row.programme_id)
    forms.show(client, body, ask(programme, said=replace(announcements.content(row), send_at=None)))
    ack()


def save(ack: Ack, body: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime) -> None:
    """Keep what stands in the form as a draft, whether or not it can be sent."""
    with store.begin() as db:
        row, programme = _kept(db, body["view"], user_id, now)
    forms.show(client, body, ask(programme, row, saved=True))
    home.refresh(client, store, user_id, now)
    ack()


def keep(ack: Ack, view: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime) -> None:
    """Keep what stands in a form that is closed, if Slack tells it: mostly it does not, so nothing is promised.

    What another changed meanwhile stays, and this becomes a new draft.
    """
    if (view.get("state") or {}).get("values") and _says_something(view):
        with store.begin() as db:
            try:
                _kept(db, view, user_id, now)
            except Refusal:
                programme = opened(db, user_id, forms.carried(view)["programme"])
                _drafted(db, programme, rules.wanted(forms.answers(view)), user_id, now)
        home.refresh(client, store, user_id, now)
    ack()


def look(ack: Ack, view: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime) -> None:
    """Keep the draft and show it as it will look, with whom it reaches and how long that takes."""
    rules.check(rules.wanted(forms.answers(view)), now)
    with store.begin() as db:
        row, programme = _kept(db, view, user_id, now)
        shown = previewing.shown(db, row, programme, user_id, now)
    home.refresh(client, store, user_id, now)
    ack(response_action="update", view=shown)


def _kept(db: Session, view: dict[str, Any], user_id: str, now: datetime) -> tuple[Announcement, Programme]:
    """The draft of a form, with what stands in the form. Refuses where another has changed it meanwhile."""
    carried, wanted = forms.carried(view), rules.wanted(forms.answers(view))
    if carried["id"] is None:
        programme = opened(db, user_id, carried["programme"])
        return _drafted(db, programme, wanted, user_id, now), programme
    row, programme = announced(db, user_id, carried["id"])
    if announcements.content(row) != wanted and not announcements.revise(
        db, row, carried["revision"], wanted, user_id, now
    ):
        raise Refusal("announcements/changed", who=row.written_by)
    return row, programme


def _drafted(db: Session, programme: Programme, wanted: Wanted, user_id: str, now: datetime) -> Announcement:
    assert programme.id is not None
    twin = announcements.same_draft(db, programme.id, wanted, user_id)
    return twin or announcements.draft(db, programme.id, wanted, user_id, now)


def _says_something(view: dict[str, Any]) -> bool:
    wanted = rules.wanted(forms.answers(view))
    return bool(wanted.words or wanted.quote or wanted.quoted or wanted.picture)
