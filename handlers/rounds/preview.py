"""The preview of a round, page by page, in a message or over the Home tab."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from math import ceil
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules.matching import named
from handlers import rights
from messages import form, render
from storage import pairs, programmes, rounds, suggestions
from storage.sending import A_MINUTE_AT_MOST
from storage.store import Store
from storage.tables import Leftover, Programme, Proposal, Round

PAGE = 15
"""Pairs, or people without one, on a page: a message takes 50 blocks and some 10,000 characters."""
MESSAGES_A_PAIR = 3


def show(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, user_id: str, store: Store, now: datetime
) -> None:
    """Open the preview over whatever is in sight."""
    with store.read() as db:
        row, _programme = round_for(db, int(action["value"]), user_id)
        values = shown(db, row, now)
    client.views_open(trigger_id=body["trigger_id"], view=form("rounds/show", **values))
    ack()


def turn(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    user_id: str,
    store: Store,
    now: datetime,
) -> None:
    """Turn to another page."""
    round_id, page = (int(number) for number in action["value"].split(":"))
    with store.read() as db:
        row, _programme = round_for(db, round_id, user_id)
        values = shown(db, row, now, page)
    ack()
    answer(body, client, respond, values)


def drop(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    user_id: str,
    store: Store,
    now: datetime,
) -> None:
    """Drop a pair from the round."""
    values = _set(store, int(action["value"]), user_id, now, dropped=True)
    ack()
    answer(body, client, respond, values)


def restore(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    user_id: str,
    store: Store,
    now: datetime,
) -> None:
    """Put a dropped pair back."""
    values = _set(store, int(action["value"]), user_id, now, dropped=False)
    ack()
    answer(body, client, respond, values)


def answer(body: dict[str, Any], client: WebClient, respond: Respond, values: dict[str, Any]) -> None:
    """Show the present state where the click was: in the message, or in the form."""
    if "view" in body:
        client.views_update(view_id=body["view"]["id"], view=form("rounds/show", **values))
    else:
        respond(replace_original=True, **render("rounds/preview", **values))


def round_for(db: Session, round_id: int, user_id: str) -> tuple[Round, Programme]:
    """A round and its programme, for somebody who coordinates it. Refuses everybody else."""
    row = rounds.round_of(db, round_id)
    programme = rights.coordinated(db, user_id, row.programme_id if row else 0)
    assert row is not None
    return row, programme


def shown(db: Session, row: Round, now: datetime, page: int = 0) -> dict[str, Any]:
    """A page of the round as it stands, as values for its templates."""
    made, left = _proposals(db, row), rounds.leftovers(db, row.id)
    kept = sum(not one.dropped for one in made)
    entries: Sequence[Proposal | Leftover] = [*made, *left]
    pages = max(1, ceil(len(entries) / PAGE))
    page = min(max(page, 0), pages - 1)
    here = entries[page * PAGE : (page + 1) * PAGE]
    programme = programmes.programme(db, row.programme_id)
    assert programme is not None
    return {
        "round": row.id,
        "programme": programme.name,
        "programme_id": programme.id,
        "status": row.status,
        "beside": row.leased_until is not None,
        "worth": row.record or None,
        "step": row.step,
        "share": row.share,
        "decided_by": row.decided_by,
        "carried_out": row.carried_out_at is not None,
        "asks_both": row.asks_both or (row.status == "preview" and programme.approval != "none"),
        "asking": _asking(db, row, now) if row.asks_both else None,
        "stopped": row.stopped_at is not None,
        "answer_days": programme.answer_days,
        "made": len(made),
        "kept": kept,
        "introduced": len(pairs.introduced_in(db, row.id)) if row.status == "approved" else 0,
        "unmatched": len(left),
        "people": len({who for one in made for who in (one.mentor_id, one.mentee_id)} | {one.user_id for one in left}),
        "minutes": ceil((kept * MESSAGES_A_PAIR + (len(made) - kept) * 2 + len(left)) / A_MINUTE_AT_MOST),
        "empty": _empty(left) if not made else None,
        "page": page,
        "pages": pages,
        "pairs": [_pair(one) for one in here if isinstance(one, Proposal)],
        "left": [{"user": one.user_id, "reasons": named(one.reasons)} for one in here if isinstance(one, Leftover)],
        "skipped": [_skipped(one) for one in made if _is_skipped(one)][:PAGE],
    }


def _asking(db: Session, row: Round, now: datetime) -> dict[str, Any] | None:
    """How far those are who are asked, in numbers: never who, and never whose answer was a no."""
    found = next((one for one in suggestions.asking(db, [row.programme_id], now) if one.round_id == row.id), None)
    return found and asdict(found) | {"until": found.until and found.until.isoformat()}


def _proposals(db: Session, row: Round) -> Sequence[Proposal]:
    """The pairs to be shown: while people are asked, those that were approved; afterwards those who were introduced.

    What was found later for somebody would tell who had become free, and by that whose answer was a no.
    """
    made = rounds.proposals(db, row.id)
    if not row.asks_both:
        return made
    if row.carried_out_at is None:
        return [one for one in made if not one.later]
    introduced = {(pair.mentor_id, pair.mentee_id) for pair in pairs.introduced_in(db, row.id)}
    return [one for one in made if (one.mentor_id, one.mentee_id) in introduced]


def _set(store: Store, proposal_id: int, user_id: str, now: datetime, *, dropped: bool) -> dict[str, Any]:
    with store.begin() as db:
        one = rounds.proposal(db, proposal_id)
        row, _programme = round_for(db, one.round_id if one else 0, user_id)
        assert one is not None
        rounds.drop(db, one, dropped=dropped)
        place = [each.id for each in rounds.proposals(db, row.id)].index(one.id)
        return shown(db, row, now, place // PAGE)


def _pair(one: Proposal) -> dict[str, Any]:
    reasons = [reason for reason in named(one.reasons) if reason["code"] != "skipped"]
    return {
        "id": one.id,
        "mentor": one.mentor_id,
        "mentee": one.mentee_id,
        "score": round(one.score),
        "dropped": one.dropped,
        "reasons": reasons,
    }


def _is_skipped(one: Proposal) -> bool:
    return any(reason["code"] == "skipped" for reason in one.reasons)


def _skipped(one: Proposal) -> dict[str, Any]:
    reason = next(reason for reason in one.reasons if reason["code"] == "skipped")
    return {"mentor": one.mentor_id, "mentee": one.mentee_id, "why": reason["why"], "who": reason["who"]}


def _empty(left: Iterable[Leftover]) -> str:
    """Why there is no pair at all: nobody, no_mentors, no_mentees, or nobody fits."""
    codes = {reason["code"] for one in left for reason in one.reasons}
    if not any(True for _ in left):
        return "nobody"
    return next((code for code in ("no_mentors", "no_mentees") if code in codes), "nobody_fits")
