"""Two pairs of a preview exchange their mentors, where every rule allows both new pairs."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules.matching import Match, judge
from bot.rules.refusal import Refusal
from handlers import forms
from handlers.rounds.beneath import beneath, show_beneath
from handlers.rounds.pinning import explained
from handlers.rounds.preview import pair_of, round_for, shown
from messages import form
from storage import acts, proposals, rounds, rulings
from storage.pool import Pool, pool, purposes
from storage.round_pages import Look
from storage.rulings import Pair
from storage.store import Store
from storage.tables import Programme, Proposal, Round


def ask_with_whom(client: WebClient, body: dict[str, Any], store: Store, value: str, user_id: str) -> None:
    """Show the form that asks with whose pair a pair exchanges mentors."""
    with store.read() as db:
        one, row, _programme, look = pair_of(db, value, user_id)
        if one is None or row.status != "preview" or one.approved_by or one.dropped:
            raise Refusal("rounds/changed")
    carried = {"pair": one.id, "mentor": one.mentor_id, "look": str(look), **beneath(body)}
    forms.show_above(client, body, form("rounds/swap", mentor=one.mentor_id, mentee=one.mentee_id, carry=carried))


def swap(ack: Ack, client: WebClient, view: dict[str, Any], user_id: str, store: Store, now: datetime) -> None:
    """Exchange the mentors. Both new pairs are pinned, so that the next run keeps them.

    Judged outside of the transaction; where something has changed meanwhile, nothing is done.
    """
    carried, whom = forms.carried(view), forms.answers(view)["whom"]
    with store.read() as db:
        one, other, row, programme = _both(db, carried, whom, user_id)
        present = pool(db, programme, now)
        made = _allowed(
            db, programme, present, [(other.mentor_id, one.mentee_id), (one.mentor_id, other.mentee_id)], now
        )
    with store.begin() as db:
        now_one, now_other, row, programme = _both(db, carried, whom, user_id)
        if (now_one.mentor_id, now_other.mentor_id, now_other.id) != (one.mentor_id, other.mentor_id, other.id):
            raise Refusal("rounds/changed")
        _exchange(db, row, (now_one, now_other), made, user_id, now)
        values = shown(db, row, now, Look.read(carried["look"]))
    show_beneath(client, store, carried, values)
    ack()


def _both(db: Session, carried: dict[str, Any], whom: str, user_id: str) -> tuple[Proposal, Proposal, Round, Programme]:
    """The pair that was clicked and that of the other person, both still to be decided and as they were."""
    one = rounds.proposal(db, carried["pair"])
    row, programme = round_for(db, one.round_id if one else 0, user_id)
    assert one is not None
    if row.status != "preview" or one.approved_by or one.dropped or one.mentor_id != carried["mentor"]:
        raise Refusal("rounds/changed")
    theirs = [each for each in proposals.undecided_of(db, row.id, whom) if each.mentor_id != one.mentor_id]
    if len(theirs) != 1:
        raise Refusal("rounds/swap_with", whom=whom, several=len(theirs) > 1)
    return one, theirs[0], row, programme


def _allowed(db: Session, programme: Programme, present: Pool, new: list[Pair], now: datetime) -> list[Match]:
    rules: dict[str, Any] = {"policy": present.policy, "on": now.date(), "managers": present.managers}
    judged = judge([*present.candidates.values()], new, **rules, beside=purposes(db, programme, present))
    found = []
    for pair, told in zip(new, judged, strict=True):
        if isinstance(told, str):
            why, who = explained(db, programme, present, pair, told) or (told, None)
            raise Refusal("rounds/cannot_swap", mentor=pair[0], mentee=pair[1], why=why, who=who)
        found.append(told)
    return found


def _exchange(
    db: Session, row: Round, both: tuple[Proposal, Proposal], made: list[Match], by: str, now: datetime
) -> None:
    old, new = [(each.mentor_id, each.mentee_id) for each in both], [(each.mentor, each.mentee) for each in made]
    pinned = [each for pair in new for each in rulings.replaced(db, row.programme_id, pair, "pinned")]
    acts.note(db, row, "swapped", old[0], by, now, changes=both, rules_on=[*dict.fromkeys([*pinned, *new])])
    for proposal, match in zip(both, made, strict=True):
        proposals.reassign(db, proposal, match)
        rulings.rule(db, row.programme_id, (match.mentor, match.mentee), "pinned", by, now)
