"""A round as files: asked for with one click, made of what it is when they are sent, and never kept."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules.matching import named
from bot.rules.programmes import CIRCLES, PEERS
from handlers import forms
from handlers.rounds.preview import left_out, round_for
from messages import cell, form
from storage import circle_pages, joining, outbox, programmes, round_pages, rounds, withdrawals
from storage.store import Store
from storage.tables import Leftover, Outbox, Programme, Proposal, Round

EXPORTED = "rounds/exported"
ONE_WISH = timedelta(minutes=1)
"""So long after the files were sent, a click is still the same wish."""

Cells = list[Sequence[Any]]


def export(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, user_id: str, store: Store, now: datetime
) -> None:
    """Have the round sent as files to whoever clicks, in their own conversation; a double click sends them once."""
    with store.begin() as db:
        row, programme = round_for(db, int(action["value"]), user_id)
        key = f"round-export:{row.id}:{user_id}"
        number = withdrawals.said_before(db, key)
        if not _is_under_way(outbox.by_key(db, f"{key}:{number}"), now):
            file = f"mentoring-round-{row.id}-{number + 1}.xlsx"
            key = f"{key}:{number + 1}"
            outbox.notice(db, key, EXPORTED, user_id, now, file=file, round=row.id, programme=programme.name)
    forms.show_above(client, body, form("rounds/exporting"))
    ack()


def tables(store: Store, said: Outbox) -> dict[str, Any] | None:
    """The cells of both tables, as the round stands. None where whoever asked for them coordinates it no more."""
    with store.read() as db:
        row = rounds.round_of(db, said.values["round"])
        if row is None or not programmes.coordinates(db, said.recipient, row.programme_id):
            return None
        made, alone = round_pages.everything(db, row)
        gone = joining.gone(db, row.programme_id)
        programme = programmes.programme(db, row.programme_id)
        few = {one.id for one in _too_small(db, row, programme)}
    kind = programme.kind if programme else None
    shown = sorted(made, key=lambda one: one.mentor_id) if kind == CIRCLES else made
    out = [one for one in shown if one.dropped or one.id in few]
    pairs = [_pair(one, gone, peers=kind == PEERS) for one in shown if one not in out]
    paired = {who for pair in pairs for who in pair[:2]}
    left = [*_left(alone), *_left_out(out, paired, circles=kind == CIRCLES)]
    return {"kind": kind, "pairs": pairs, "left": left}


def _is_under_way(last: Outbox | None, now: datetime) -> bool:
    if last is None:
        return False
    return last.status in ("waiting", "sending") or (last.sent_at is not None and last.sent_at > now - ONE_WISH)


def _pair(one: Proposal, gone: Collection[str], *, peers: bool) -> Sequence[Any]:
    left = [who for who in (one.mentor_id, one.mentee_id) if who in gone]
    why = cell("rounds/why_pair", reasons=named(one.reasons), peers=peers, whole=True, gone=left)
    return one.mentor_id, one.mentee_id, one.score, why


def _left(alone: Iterable[Leftover]) -> Iterator[Sequence[Any]]:
    for one in alone:
        yield one.user_id, cell("rounds/why_left", reasons=named(one.reasons))


def _too_small(db: Session, row: Round, programme: Programme | None) -> Sequence[Proposal]:
    """Whoever is kept in a circle that does not begin, as its preview stands."""
    if programme is None or programme.kind != CIRCLES or row.status != "preview":
        return ()
    return circle_pages.too_small(db, row.id, programme.circle_least)


def _left_out(out: Iterable[Proposal], paired: set[str], *, circles: bool) -> Iterator[Sequence[Any]]:
    """Whoever is in no pair, once each, with what became of theirs: all of a round stand in one of the two tables."""
    theirs: dict[str, list[Proposal]] = {}
    for one in out:
        for who in (one.mentor_id, one.mentee_id):
            theirs.setdefault(who, []).append(one)
    for who, these in ((who, these) for who, these in theirs.items() if who not in paired):
        told = [left_out(one) | {"dropped": one.dropped} for one in these]
        yield who, cell("rounds/why_dropped", these=told, circles=circles)
