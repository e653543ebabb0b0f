"""Two pairs of a preview exchange their mentors, two peers their partners, or two mentees their circles, where every
rule allows what comes of it."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules.matching import Match
from bot.rules.programmes import CIRCLES, PEERS
from bot.rules.refusal import Refusal
from handlers import forms
from handlers.rounds.beneath import beneath, show_beneath
from handlers.rounds.kinds import judged
from handlers.rounds.pinning import explained
from handlers.rounds.preview import pair_of, round_for, shown
from handlers.rounds.seating import refuse_without_seat
from handlers.rounds.standing import fit_together
from messages import form
from storage import acts, circle_pages, proposals, rounds, rulings
from storage.pool import Pool, pool, purposes
from storage.round_pages import Look
from storage.rulings import Pair
from storage.store import Store
from storage.tables import Programme, Proposal, Round

Two = tuple[Proposal, Proposal]
"""The pair that was clicked, and that of the other person."""


def ask_with_whom(client: WebClient, body: dict[str, Any], store: Store, value: str, user_id: str) -> None:
    """Show the form that asks with whom a pair, or a mentee of a circle, is exchanged."""
    with store.read() as db:
        one, row, programme, look = pair_of(db, value, user_id)
        if one is None or row.status != "preview" or one.approved_by or one.dropped:
            raise Refusal("rounds/changed")
    both = {"mentor": one.mentor_id, "mentee": one.mentee_id}
    carried = {"pair": one.id, **both, "look": str(look), **beneath(body)}
    forms.show_above(client, body, form("rounds/swap", kind=programme.kind, **both, carry=carried))


def swap(ack: Ack, client: WebClient, view: dict[str, Any], user_id: str, store: Store, now: datetime) -> None:
    """Exchange them. Both new pairs are pinned, so that the next run keeps them.

    Scored outside of the transaction; where something has changed meanwhile, nothing is done.
    """
    carried, whom = forms.carried(view), forms.answers(view)["whom"]
    with store.read() as db:
        two, row, programme = _both(db, carried, whom, user_id)
        present = pool(db, programme, now)
        made = _allowed(db, programme, present, _exchanged(programme, two, whom), now)
        _refuse_broken(db, programme, present, two, now)
        before = [*map(_as_seen, two)]
    with store.begin() as db:
        two, row, programme = _both(db, carried, whom, user_id)
        if [*map(_as_seen, two)] != before:
            raise Refusal("rounds/changed")
        _exchange(db, row, programme, two, made, user_id, now)
        values = shown(db, row, now, Look.read(carried["look"]))
    show_beneath(client, store, carried, values)
    ack()


def _both(db: Session, carried: dict[str, Any], whom: str, user_id: str) -> tuple[Two, Round, Programme]:
    """The pair that was clicked and that of the other person, both still to be decided and as they were; of several
    pairs of theirs it is the one in which they learn."""
    one = rounds.proposal(db, carried["pair"])
    row, programme = round_for(db, one.round_id if one else 0, user_id)
    assert one is not None
    as_it_was = [one.mentor_id, one.mentee_id] == [carried["mentor"], carried["mentee"]]
    if row.status != "preview" or one.approved_by or one.dropped or not as_it_was:
        raise Refusal("rounds/changed")
    found = [each for each in proposals.undecided_of(db, row.id, whom) if _is_other(programme, one, each, whom)]
    theirs = found if len(found) == 1 else [each for each in found if each.mentee_id == whom]
    if len(theirs) != 1:
        raise Refusal("rounds/swap_with", whom=whom, several=len(found) > 1, kind=programme.kind)
    return (one, theirs[0]), row, programme


def _is_other(programme: Programme, one: Proposal, each: Proposal, whom: str) -> bool:
    """Whether a pair of somebody is one to exchange with: of circles, one in which they learn."""
    if programme.kind == PEERS:
        return each.id != one.id
    return each.mentor_id != one.mentor_id and (programme.kind != CIRCLES or each.mentee_id == whom)


def _exchanged(programme: Programme, two: Two, whom: str) -> list[Pair]:
    """What becomes of either pair: the mentees stay; of two peers the first one gets the other person as partner."""
    one, other = two
    if programme.kind != PEERS:
        return [(other.mentor_id, one.mentee_id), (one.mentor_id, other.mentee_id)]
    beside = other.mentee_id if whom == other.mentor_id else other.mentor_id
    return [(one.mentor_id, whom), (one.mentee_id, beside)]


def _allowed(db: Session, programme: Programme, present: Pool, new: list[Pair], now: datetime) -> list[Match]:
    rules: dict[str, Any] = {"policy": present.policy, "on": now.date(), "managers": present.managers}
    everybody, beside = [*present.candidates.values()], purposes(db, programme, present)
    found = []
    for pair, told in zip(new, judged(present.kind, everybody, new, **rules, beside=beside), strict=True):
        if isinstance(told, str):
            why, who = explained(db, programme, present, pair, told) or (told, None)
            raise _cannot(programme, pair, why, who)
        found.append(told)
    return found


def _refuse_broken(db: Session, programme: Programme, present: Pool, two: Two, now: datetime) -> None:
    """Refuse where those who stay in a circle may not be in one by now, whoever comes."""
    for leaves in two if programme.kind == CIRCLES else ():
        stay = [one.mentee_id for one in circle_pages.of_mentor(db, leaves.round_id, leaves.mentor_id) if one != leaves]
        here = [who for who in stay if who in present.candidates]
        if here and not fit_together(present, leaves.mentor_id, here, now.date()):
            raise Refusal("rounds/broken_circle", mentor=leaves.mentor_id)


def _cannot(programme: Programme, pair: Pair, why: str, who: str | None) -> Refusal:
    return Refusal("rounds/cannot_swap", mentor=pair[0], mentee=pair[1], why=why, who=who, kind=programme.kind)


def _as_seen(one: Proposal) -> tuple[int | None, str, str]:
    return one.id, one.mentor_id, one.mentee_id


def _exchange(
    db: Session, row: Round, programme: Programme, two: Two, made: list[Match], by: str, now: datetime
) -> None:
    """Refused where a mentee may not be in one circle with those who stay in it."""
    old, new = [(each.mentor_id, each.mentee_id) for each in two], [(each.mentor, each.mentee) for each in made]
    pinned = [each for pair in new for each in rulings.replaced(db, row.programme_id, pair, "pinned")]
    acts.note(db, row, "swapped", old[0], by, now, changes=two, rules_on=[*dict.fromkeys([*pinned, *new])])
    for proposal, match in zip(two, made, strict=True):
        proposals.reassign(db, proposal, match)
    refuse_without_seat(db, programme, two, now, "rounds/cannot_swap", in_exchange=True)
    for match in made:
        rulings.rule(db, row.programme_id, (match.mentor, match.mentee), "pinned", by, now)
