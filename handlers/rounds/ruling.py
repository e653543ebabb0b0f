"""What a coordinator does to one pair of a preview: drops, pins or forbids it, or takes that back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules.refusal import Refusal
from handlers.rounds.pinning import why_not
from handlers.rounds.preview import Values, answer, pair_of, shown
from handlers.rounds.seating import refuse_without_seat
from handlers.rounds.swapping import ask_with_whom
from storage import acts, forbidding, proposals, rulings
from storage.rulings import Pair
from storage.store import Store
from storage.tables import Programme, Proposal, Round

OUTCOMES: dict[str, tuple[bool, str | None]] = {
    "dropped": (True, None),
    "restored": (False, None),
    "pinned": (False, "pinned"),
    "unpinned": (False, None),
    "forbidden": (True, "forbidden"),
    "lifted": (False, None),
}
"""Whether a pair is dropped after an act, and what is said of it in the runs to come."""


def choose(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    user_id: str,
    store: Store,
    now: datetime,
) -> None:
    """Do what was chosen in the menu of a pair."""
    kind, _, value = action["selected_option"]["value"].partition(" ")
    if kind == "swap":
        ask_with_whom(client, body, store, value, user_id)
        ack()
        return
    with store.begin() as db:
        values = on_page(kind, db, value, user_id, now)
    ack()
    answer(body, client, respond, values)


def on_page(kind: str, db: Session, value: str, user_id: str, now: datetime) -> Values:
    """Do this to the pair of a button, and go on looking at the page where it stands.

    Where the pair is no longer what the button showed, nothing is done, and the page shows how things stand.
    """
    one, row, programme, look = pair_of(db, value, user_id)
    if one is not None:
        act(db, row, programme, kind, (one.mentor_id, one.mentee_id), user_id, now)
    return shown(db, row, now, look)


def act(db: Session, row: Round, programme: Programme, kind: str, pair: Pair, by: str, now: datetime) -> bool:
    """Do something to a pair while its round waits for a decision. False where that is so already, or is too late.

    A pin that a rule forbids is refused, and so is whatever would put somebody into a circle where they may not be.
    One mentee has one pin: a new one takes the place of the old.
    """
    dropped, ruling = OUTCOMES[kind]
    one = proposals.proposed(db, row, pair)
    if row.status != "preview" or (one is not None and one.approved_by):
        return False
    these = _concerned(db, row, kind, pair, one)
    if _is_so(db, row, these, pair, dropped, ruling):
        return False
    if ruling == "pinned":
        refuse_where_forbidden(db, programme, pair, now)
    said = _overruled(db, row, kind, pair, these)
    acts.note(db, row, kind, pair, by, now, changes=these, rules_on=[*dict.fromkeys([pair, *said])])
    come_back = [each for each in these if each.dropped and not dropped]
    for each in these:
        proposals.drop(db, each, dropped=dropped)
    for two in (pair, *said):
        rulings.lift(db, row.programme_id, two)
    if ruling is not None:
        rulings.rule(db, row.programme_id, pair, ruling, by, now)
    refuse_without_seat(db, programme, come_back, now, "rounds/cannot_pin" if ruling else "rounds/no_seat")
    return True


def refuse_where_forbidden(db: Session, programme: Programme, pair: Pair, now: datetime) -> None:
    """Refuse to pin a pair against a rule, with the rule."""
    if told := why_not(db, programme, pair, now):
        why, who = told
        raise Refusal("rounds/cannot_pin", mentor=pair[0], mentee=pair[1], why=why, who=who, kind=programme.kind)


def _concerned(db: Session, row: Round, kind: str, pair: Pair, one: Proposal | None) -> list[Proposal]:
    """The proposals that an act changes: a word against two people is one against all that would have them meet."""
    also = {"forbidden": forbidding.meetings, "lifted": forbidding.dropped}.get(kind)
    return list({each.id: each for each in [*([one] if one else []), *(also(db, row, pair) if also else ())]}.values())


def _overruled(db: Session, row: Round, kind: str, pair: Pair, these: Sequence[Proposal]) -> list[Pair]:
    """The pairs besides this one of which nothing is said any more: other pins, and a word against the two who are
    named the other way round."""
    dropped, ruling = OUTCOMES[kind]
    said = [*rulings.replaced(db, row.programme_id, pair, ruling)]
    if dropped:
        said += [(each.mentor_id, each.mentee_id) for each in these]
    held = rulings.other_way_round(db, row.programme_id, pair)
    if held is not None and (ruling == "forbidden" or held.kind == "forbidden"):
        said.append(pair[::-1])
    return [two for two in said if two != pair]


def _is_so(db: Session, row: Round, these: Sequence[Proposal], pair: Pair, dropped: bool, ruling: str | None) -> bool:
    held = rulings.on(db, row.programme_id, pair)
    return all(one.dropped == dropped for one in these) and (held.kind if held else None) == ruling
