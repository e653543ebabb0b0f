"""All that is pinned or forbidden in a programme, to be lifted; and a form to pin or forbid any two people."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules.refusal import Refusal
from handlers import forms
from handlers.rounds.beneath import beneath, show_beneath
from handlers.rounds.preview import round_for, shown
from handlers.rounds.ruling import act, refuse_where_forbidden
from messages import form
from storage import rounds, rulings
from storage.round_pages import Look
from storage.rulings import Pair
from storage.store import Store
from storage.tables import Programme

PAGE = 40
"""Rulings on a page: a form takes 100 blocks."""


def list_all(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, user_id: str, store: Store
) -> None:
    """Show what is pinned and forbidden, over the preview."""
    round_id, _, look = action["value"].partition(":")
    with store.read() as db:
        row, programme = round_for(db, int(round_id), user_id)
        view = _view(db, programme, {"round": row.id, "look": look, **beneath(body)})
    forms.show_above(client, body, view)
    ack()


def turn_list(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, user_id: str, store: Store
) -> None:
    """Turn to another page of the list."""
    carried = forms.carried(body["view"])
    with store.read() as db:
        _row, programme = round_for(db, carried["round"], user_id)
        view = _view(db, programme, carried, int(action["value"]))
    client.views_update(view_id=body["view"]["id"], view=view)
    ack()


def lift(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, user_id: str, store: Store, now: datetime
) -> None:
    """Lift what was said of a pair; whoever comes second changes nothing."""
    carried = forms.carried(body["view"])
    with store.begin() as db:
        row, programme = round_for(db, carried["round"], user_id)
        one = rulings.ruling(db, int(action["value"]))
        if one is not None and one.programme_id == programme.id:
            _say(
                db,
                programme,
                "unpinned" if one.kind == "pinned" else "lifted",
                (one.mentor_id, one.mentee_id),
                user_id,
                now,
            )
        view, values = _view(db, programme, carried), shown(db, row, now, Look.read(carried["look"]))
    client.views_update(view_id=body["view"]["id"], view=view)
    ack()
    show_beneath(client, store, carried, values)


def say(ack: Ack, client: WebClient, view: dict[str, Any], user_id: str, store: Store, now: datetime) -> None:
    """Pin or forbid two people, whether the round has them as a pair or not."""
    carried, told = forms.carried(view), forms.answers(view)
    if told["mentor"] == told["mentee"]:
        raise Refusal("rounds/two_people", field="mentee")
    with store.begin() as db:
        row, programme = round_for(db, carried["round"], user_id)
        _say(db, programme, told["kind"], (told["mentor"], told["mentee"]), user_id, now)
        again, values = _view(db, programme, carried), shown(db, row, now, Look.read(carried["look"]))
    show_beneath(client, store, carried, values)
    ack(response_action="update", view=again)


def _say(db: Session, programme: Programme, kind: str, pair: Pair, by: str, now: datetime) -> None:
    """In the preview that waits, where it can be undone; where none waits, for the next run."""
    row = rounds.live(db, programme.id or 0)
    if row is not None and row.status == "preview":
        act(db, row, programme, kind, pair, by, now)
    elif kind in ("unpinned", "lifted"):
        rulings.lift(db, programme.id or 0, pair)
    else:
        if kind == "pinned":
            refuse_where_forbidden(db, programme, pair, now)
        rulings.rule(db, programme.id or 0, pair, kind, by, now)


def _view(db: Session, programme: Programme, carried: dict[str, Any], page: int = 0) -> dict[str, Any]:
    said = rulings.of_programme(db, programme.id or 0)
    pages = max(1, -(-len(said) // PAGE))
    page = min(max(page, 0), pages - 1)
    here = said[page * PAGE : (page + 1) * PAGE]
    listed = [
        {"id": one.id, "kind": one.kind, "mentor": one.mentor_id, "mentee": one.mentee_id, "by": one.by} for one in here
    ]
    of = {"programme": programme.name, "kind": programme.kind}
    return form("rounds/rulings", **of, said=listed, page=page, pages=pages, carry=carried)
