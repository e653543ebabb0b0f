"""The agreement of a pair: both read and sign it; either proposes a change, and the other signs or declines it."""

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

SIGN, CHANGE, DECLINE = "agreements.sign", "agreements.propose", "agreements.decline"
CLAUSES = ("how_often", "how_long", "cancelling", "off_limits")
LONGEST_CLAUSE = 300


def register(app: App) -> None:
    opens_for_pair(app, "agreement", "agreements.read", lambda db, pair, viewer, _now: _page(db, pair, viewer))
    app.view(SIGN)(sign)
    on_action(app, "agreements.change", change)
    app.view(CHANGE)(propose)
    on_action(app, DECLINE, decline)


def sign(ack: Ack, view: View, client: WebClient, store: Store, user_id: str, now: datetime) -> None:
    """Sign what was read; where something else is to be read by now, show that."""
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
        view = _change_form(db, pair, user_id)
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
            newer = _change_form(db, pair, user_id, mine=terms)
        else:
            _unsay_proposal(db, pair, carried["version"])
            _tell_of_proposal(db, pair, proposed, user_id, now)
    if proposed is None:
        ack(response_action="update", view=newer)
        return
    ack(response_action="clear")
    home.refresh(client, store, user_id, now)


def decline(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime
) -> None:
    """Keep the terms as they are; a click that is late, or the second one, shows how things stand."""
    pair_id, _, read = action["value"].partition(":")
    with store.begin() as db:
        pair = pair_of(db, int(pair_id), user_id, now)
        declined = agreements.decline(db, pair, int(read), user_id, now)
        if declined is not None:
            _tell_of_decline(db, pair, declined, user_id, now)
        view = _page(db, pair, user_id, is_new=declined is None)
    forms.show(client, body, view)
    ack()
    home.refresh(client, store, user_id, now)


def _page(db: Session, pair: Pair, user_id: str, *, is_new: bool = False) -> View:
    stands = agreements.standing(db, pair.id)
    beside = stands.proposed if stands.holds else None
    return form(
        "agreements/page",
        carry={"pair": pair.id, "version": stands.version},
        state=agreements.state(stands, pair, user_id),
        terms=_terms(stands.held if beside else stands.newest),
        other_terms=beside and _terms(beside),
        proposed_by=stands.proposed and stands.proposed.proposed_by,
        is_new=is_new,
        **_between(db, pair, user_id),
    )


def _change_form(db: Session, pair: Pair, user_id: str, *, mine: Terms | None = None) -> View:
    """The form with the terms as they stand, or with one's own below what has come in between."""
    stands = agreements.standing(db, pair.id)
    return form(
        "agreements/change",
        carry={"pair": pair.id, "version": stands.version},
        terms=_terms(stands.newest),
        mine=None if mine is None else _every_clause(mine),
        proposed_by=stands.proposed and stands.proposed.proposed_by,
        holds=stands.holds,
        longest=LONGEST_CLAUSE,
        **_between(db, pair, user_id),
    )


def _between(db: Session, pair: Pair, user_id: str) -> dict[str, Any]:
    programme = programmes.programme(db, pair.programme_id)
    assert programme is not None
    return {"partner": pairs.partner(pair, user_id), "cadence": programme.cadence}


def _terms(row: Agreement | None) -> Terms:
    return _every_clause(row.terms if row else {})


def _every_clause(terms: Terms) -> Terms:
    return {clause: terms.get(clause, "") for clause in CLAUSES}


def _tell_of_signature(db: Session, pair: Pair, row: Agreement, by: str, now: datetime) -> None:
    """Once both have signed, let the one who signed first know."""
    _unsay_proposal(db, pair, row.version)
    if agreements.state(agreements.standing(db, pair.id), pair, by) == "signed":
        _tell(db, pair, f"agreement-signed:{pair.id}:{row.version}", "agreements/signed", by, now)


def _tell_of_proposal(db: Session, pair: Pair, row: Agreement, by: str, now: datetime) -> None:
    holds = agreements.standing(db, pair.id).holds
    _tell(db, pair, _proposal(pair, row.version), "agreements/proposed", by, now, holds=holds)


def _tell_of_decline(db: Session, pair: Pair, row: Agreement, by: str, now: datetime) -> None:
    _unsay_proposal(db, pair, row.version)
    holds, key = agreements.standing(db, pair.id).holds, f"agreement-declined:{pair.id}:{row.version}"
    _tell(db, pair, key, "agreements/declined", by, now, holds=holds)


def _unsay_proposal(db: Session, pair: Pair, version: int) -> None:
    """What is answered, or followed by something else, before the other one has heard of it, needs not be said."""
    outbox.unsay(db, _proposal(pair, version))


def _proposal(pair: Pair, version: int) -> str:
    return f"agreement-proposed:{pair.id}:{version}"


def _tell(db: Session, pair: Pair, key: str, template: str, by: str, now: datetime, **more: Any) -> None:
    other = pairs.partner(pair, by)
    due = cadence.waking(now, people.zone(db, other))
    outbox.notice(db, key, template, other, due, pair_id=pair.id, pair=pair.id, partner=by, **more)
