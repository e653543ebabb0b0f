"""The agreement of a pair: read and signed by both, changed by either, and then signed anew."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules import cadence
from handlers import forms, home
from handlers.checkins import pair_of
from handlers.matchers import on_action
from handlers.own_pairs import View, opens_for_pair
from messages import form
from storage import agreements, outbox, pairs, people, programmes
from storage.agreements import Terms
from storage.store import Store
from storage.tables import Agreement, Pair

SIGN, CHANGE = "agreements.sign", "agreements.propose"
CLAUSES = ("how_often", "how_long", "cancelling", "off_limits")
LONGEST_CLAUSE = 300


def register(app: App) -> None:
    opens_for_pair(app, "agreement", "agreements.read", lambda db, pair, viewer, _now: _page(db, pair, viewer))
    app.view(SIGN)(sign)
    on_action(app, "agreements.change", change)
    app.view(CHANGE)(propose)


def sign(ack: Ack, view: View, client: WebClient, store: Store, user_id: str, now: datetime) -> None:
    """Sign what was read; where there are other terms by now, show those."""
    carried = forms.carried(view)
    with store.begin() as db:
        pair = pair_of(db, carried["pair"], user_id, now)
        signed = agreements.sign(db, pair, carried["version"], user_id, now)
        if signed is None:
            newer = _page(db, pair, user_id, is_new=True)
        else:
            _tell_of_signature(db, pair, signed, user_id, now)
    if signed is None:
        ack(response_action="update", view=newer)
        return
    ack(response_action="clear")
    home.refresh(client, store, user_id, now)


def change(ack: Ack, body: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime) -> None:
    """Go from the page to the form in which other terms are proposed."""
    carried = forms.carried(body["view"])
    with store.read() as db:
        pair = pair_of(db, carried["pair"], user_id, now)
        view = _change_form(db, pair, user_id, agreements.current(db, pair.id))
    client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)
    ack()


def propose(ack: Ack, view: View, client: WebClient, store: Store, user_id: str, now: datetime) -> None:
    """Put the terms before the other one; where both changed them at once, show both versions and lose neither."""
    carried, given = forms.carried(view), forms.answers(view)
    terms = {clause: str(given[clause]).strip() for clause in CLAUSES if given.get(clause)}
    with store.begin() as db:
        pair = pair_of(db, carried["pair"], user_id, now)
        proposed = agreements.propose(db, pair, carried["version"], terms, user_id, now)
        if proposed is None:
            newer = _change_form(db, pair, user_id, agreements.current(db, pair.id), mine=terms)
        else:
            _tell_of_proposal(db, pair, proposed, user_id, now)
    if proposed is None:
        ack(response_action="update", view=newer)
        return
    ack(response_action="clear")
    home.refresh(client, store, user_id, now)


def _page(db: Session, pair: Pair, user_id: str, *, is_new: bool = False) -> View:
    row = agreements.current(db, pair.id)
    return form(
        "agreements/page",
        carry={"pair": pair.id, "version": agreements.version(row)},
        state=agreements.state(row, pair, user_id),
        proposed_by=row.proposed_by if row else None,
        is_new=is_new,
        **_shown(db, pair, user_id, row),
    )


def _change_form(db: Session, pair: Pair, user_id: str, row: Agreement | None, *, mine: Terms | None = None) -> View:
    """The form with the terms as they stand, or with one's own over what the other has proposed meanwhile."""
    return form(
        "agreements/change",
        carry={"pair": pair.id, "version": agreements.version(row)},
        mine=None if mine is None else _every_clause(mine),
        longest=LONGEST_CLAUSE,
        **_shown(db, pair, user_id, row),
    )


def _shown(db: Session, pair: Pair, user_id: str, row: Agreement | None) -> dict[str, Any]:
    programme = programmes.programme(db, pair.programme_id)
    assert programme is not None
    return {
        "partner": pairs.partner(pair, user_id),
        "terms": _every_clause(row.terms if row else {}),
        "cadence": programme.cadence,
    }


def _every_clause(terms: Terms) -> Terms:
    return {clause: terms.get(clause, "") for clause in CLAUSES}


def _tell_of_signature(db: Session, pair: Pair, row: Agreement, by: str, now: datetime) -> None:
    """Once both have signed, let the one who signed first know."""
    if agreements.state(row, pair, by) == "signed":
        _tell(db, pair, f"agreement-signed:{pair.id}:{row.version}", "agreements/signed", by, now)


def _tell_of_proposal(db: Session, pair: Pair, row: Agreement, by: str, now: datetime) -> None:
    _tell(db, pair, f"agreement-proposed:{pair.id}:{row.version}", "agreements/proposed", by, now)


def _tell(db: Session, pair: Pair, key: str, template: str, by: str, now: datetime) -> None:
    other = pairs.partner(pair, by)
    due = cadence.waking(now, people.zone(db, other))
    outbox.notice(db, key, template, other, due, pair_id=pair.id, pair=pair.id, partner=by)
