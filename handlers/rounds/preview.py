"""The preview of a round, page by page, in a message or over the Home tab."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import partial
from math import ceil
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules.matching import named
from bot.rules.programmes import CIRCLES, PEERS
from handlers import clicks, rights
from handlers.rounds import by_hand, in_circles
from handlers.rounds.beside import reference
from messages import form, render
from storage import joining, programmes, proposals, round_pages, rounds, suggestions, tallies
from storage.round_pages import Look, Page
from storage.sending import A_MINUTE_AT_MOST
from storage.store import Store
from storage.tables import Programme, Proposal, Round
from storage.tallies import Tally

PAGE = 15
"""Pairs, or people without one, on a page: a message takes 50 blocks and some 10,000 characters."""

Values = dict[str, Any]
"""How a round stands, for its templates."""
Decide = Callable[[Session, str, str, datetime], Values]
"""Decides in a transaction what a button with this value means, clicked by somebody; tells how the round stands."""


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
    """Turn to another page, or look at others first, or at some alone."""
    round_id, _, look = _chosen(action).partition(":")
    with store.read() as db:
        row, _programme = round_for(db, int(round_id), user_id)
        values = shown(db, row, now, Look.read(look))
    ack()
    answer(body, client, respond, values)


def in_place(decide: Decide, *, on_home: bool = False) -> Callable[..., None]:
    """The listener of a button that decides something, and shows how the round stands then where the click was.

    ``on_home``: whoever clicked sees it on their Home tab too.
    """
    return clicks.answered(lambda db, click, now: decide(db, click.value, click.user_id, now), answer, on_home=on_home)


def answer(body: dict[str, Any], client: WebClient, respond: Respond, values: Values) -> None:
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


def pair_of(db: Session, value: str, user_id: str) -> tuple[Proposal | None, Round, Programme, Look]:
    """The pair of a button; None where it is another one than when the button was shown."""
    these, row, programme, look = pairs_of(db, value, user_id)
    return (these[0] if these else None), row, programme, look


def pairs_of(db: Session, value: str, user_id: str) -> tuple[list[Proposal], Round, Programme, Look]:
    """The pairs of a button, each by its number and its two people; none where any has changed since it was shown."""
    named, _, look = value.partition(":")
    shown_as = {int(number): people for number, *people in (each.split(".") for each in named.split("+"))}
    these = [one for one in map(partial(rounds.proposal, db), shown_as) if one is not None]
    row, programme = round_for(db, these[0].round_id if these else 0, user_id)
    same = all(
        [one.mentor_id, one.mentee_id][: len(people)] == people
        for one, people in zip(these, shown_as.values(), strict=True)
    )
    return (these if same else []), row, programme, Look.read(look)


def shown(db: Session, row: Round, now: datetime, look: Look | None = None) -> Values:
    """A page of the round as it stands, as values for its templates."""
    numbers = tallies.tally(db, row)
    programme = programmes.programme(db, row.programme_id)
    assert programme is not None
    here = _page(db, row, programme, look or Look(), numbers)
    return {
        "round": row.id,
        "programme": programme.name,
        "programme_id": programme.id,
        "peers": programme.kind == PEERS,
        "status": row.status,
        "reference": reference(row.id),
        "beside": row.leased_until is not None,
        "later": rounds.comes_later(db, row, now),
        "worth": row.record and row.record | _worth(row, numbers),
        "step": row.step,
        "share": row.share,
        "decided_by": row.decided_by,
        "carried_out": row.carried_out_at is not None,
        "asks_both": row.asks_both or (row.status == "preview" and programme.approval != "none"),
        "asking": _asking(db, row, now) if row.asks_both else None,
        "stopped": row.stopped_at is not None,
        "answer_days": programme.answer_days,
        **_numbers(db, row, numbers),
        "page": here.look.page,
        "pages": here.pages,
        "order": here.look.order,
        "only": here.look.only,
        "found": here.found,
        "change": numbers.change and asdict(numbers.change),
        "departments": round_pages.departments(db, row) if row.status == "preview" else [],
        **_made(db, row, programme, here.pairs),
        "left": [{"user": one.user_id, "reasons": named(one.reasons)} for one in here.left],
        "skipped": [left_out(one) for one in _left_out(db, row)],
        "by_hand": by_hand.values(db, row, programme, here.pairs, numbers.total, now)
        if row.status == "preview"
        else None,
    }


def _worth(row: Round, numbers: Tally) -> dict[str, float]:
    """The total and the lowest score as a preview stands: what was computed, unless mentors were exchanged."""
    return {"total": numbers.total, "weakest": numbers.weakest} if row.status == "preview" else {}


def _page(db: Session, row: Round, programme: Programme, look: Look, numbers: Tally) -> Page:
    of_circles = programme.kind == CIRCLES
    return in_circles.page(db, row, look) if of_circles else round_pages.page(db, row, look, PAGE, numbers)


def _made(db: Session, row: Round, programme: Programme, here: Sequence[Proposal]) -> dict[str, Any]:
    """The pairs or circles of a page, with who of them has left; and which of them nobody was asked about."""
    gone = joining.gone(db, row.programme_id, [who for one in here for who in (one.mentor_id, one.mentee_id)])
    unasked = sorted(number or 0 for number in proposals.begun_unasked(db, here))
    if programme.kind == CIRCLES:
        return {"pairs": [], "unasked": unasked, **in_circles.values(db, row, programme, here, gone)}
    return {"pairs": [_pair(one, gone) for one in here], "unasked": unasked}


def _numbers(db: Session, row: Round, count: Tally) -> dict[str, Any]:
    """A round in numbers, and why it has no pair where it has none."""
    return {
        "made": count.made,
        "kept": count.kept,
        "approved": count.approved,
        "introduced": round_pages.introduced(db, row) if row.status == "approved" else 0,
        "unmatched": count.unmatched,
        "people": count.people,
        "minutes": ceil((count.people + count.kept - count.approved) / A_MINUTE_AT_MOST),
        "empty": None if count.made else _empty(db, row, count.unmatched),
    }


def _asking(db: Session, row: Round, now: datetime) -> dict[str, Any] | None:
    """How far those are who are asked, in numbers: never who, and never whose answer was a no."""
    found = next((one for one in suggestions.asking(db, [row.programme_id], now) if one.round_id == row.id), None)
    return asdict(found) | {"until": found.until and found.until.isoformat()} if found else None


def _chosen(action: dict[str, Any]) -> str:
    """A round and a look at it: of a button, of an option, or of a person in a row that names the rest."""
    if "selected_user" in action:
        round_id, page, order, _ = action["block_id"].split(":", 3)
        return f"{round_id}:{page}:{order}:of:{action['selected_user']}"
    return str(action.get("value") or action["selected_option"]["value"])


def _left_out(db: Session, row: Round) -> Sequence[Proposal]:
    is_over = row.status == "approved" and row.carried_out_at is not None
    return round_pages.skipped(db, row, PAGE) if is_over else ()


def _pair(one: Proposal, gone: Collection[str]) -> dict[str, Any]:
    reasons = [reason for reason in named(one.reasons) if reason["code"] != "skipped"]
    return {
        "id": one.id,
        "mentor": one.mentor_id,
        "mentee": one.mentee_id,
        "score": round(one.score),
        "dropped": one.dropped,
        "approved_by": one.approved_by,
        "reasons": reasons,
        "gone": [who for who in (one.mentor_id, one.mentee_id) if who in gone],
    }


def left_out(one: Proposal) -> dict[str, Any]:
    """A pair that was dropped, and why it was where no coordinator decided so."""
    reason = next((reason for reason in one.reasons if reason["code"] == "skipped"), {})
    return {"mentor": one.mentor_id, "mentee": one.mentee_id, "why": reason.get("why"), "who": reason.get("who")}


def _empty(db: Session, row: Round, unmatched: int) -> str:
    """Why there is no pair at all: nobody, no_mentors, no_mentees, or nobody fits."""
    if not unmatched:
        return "nobody"
    missing = (code for code in ("no_mentors", "no_mentees") if round_pages.any_left_because(db, row, code))
    return next(missing, "nobody_fits")
