"""How a suggestion comes to nothing, always in the same words and, for the senior, always at the same time.

A no of the senior frees the junior at once, who has heard of nothing. Once the junior is asked, the senior hears only
when the junior's time to answer is over: then a no, silence, an exit, a pause, and a pair that a coordinator dropped
cannot be told from each other, neither by words nor by the clock.
"""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.rules.programmes import CIRCLES
from handlers.consent.asking import time_to_answer
from handlers.consent.next_best import looks_on
from storage import declined, joining, outbox, people, programmes, rounds, suggestions, wishes
from storage.store import Store
from storage.suggestions import Side
from storage.tables import Outbox, Suggestion

AT_ONCE = 40
"""Suggestions whose time is over in one unit of work."""


def let_time_pass(store: Store, now: datetime) -> int:
    """Take silence for a no where the time to answer is over, and tell the seniors who are to hear now."""
    done = 0
    while found := _some_are_over(store, now):
        done += found
    return done


def say_no(db: Session, row: Suggestion, now: datetime) -> bool:
    """Whoever is asked said no: nobody else learns of it now. False where the time was over, or another was faster."""
    becomes = "over" if row.status == "senior" else "held"
    if not suggestions.move(db, row, becomes, in_time=now):
        return False
    declined.add(db, row)
    return True


def fall_through(db: Session, row: Suggestion, now: datetime) -> None:
    """End a suggestion for a reason that is nobody's answer: the two may be suggested to each other another time."""
    was = row.status
    if was not in ("senior", "willing", "junior", "agreed"):
        return
    until = _as_if_asked(db, row, now) if was == "willing" else None
    if suggestions.move(db, row, "over" if was == "senior" else "held", answer_by=until) and was != "willing":
        say_over(db, row, "senior" if was == "senior" else "junior", now)


def end_all(db: Session, round_id: int | None, now: datetime, *, goes_on: bool) -> None:
    """End whatever waits in a round, at once for both. Where the programme ``goes_on``, who agreed is introduced."""
    stays = {*suggestions.ENDED, "agreed"} if goes_on else {*suggestions.ENDED}
    ended = None if goes_on else "closed"
    for row in suggestions.of_round(db, round_id):
        if row.status not in stays:
            end_at_once(db, row, now, ended=ended)


def end_at_once(db: Session, row: Suggestion, now: datetime, *, ended: str | None = None) -> None:
    """End a suggestion at once for both, in the same words whatever they have answered."""
    was = row.status
    if suggestions.move(db, row, "over", answer_by=now):
        say_over(db, row, "senior", now, ended=ended)
        if was in ("junior", "agreed"):
            say_over(db, row, "junior", now, ended=ended)


def time_is_over(db: Session, row: Suggestion, now: datetime) -> None:
    """The time to answer is over: silence was a no, except for somebody who is paused or gone."""
    was = row.status
    asked: dict[str, tuple[Side, str]] = {"senior": ("senior", row.mentee_id), "junior": ("junior", row.mentor_id)}
    side, whom = asked.get(was, (None, None))
    if not suggestions.move(db, row, "over", silent_id=whom):
        return
    if side and whom:
        place = joining.participant(db, row.programme_id, whom)
        if place and place.status == "active":
            declined.add(db, row)
        say_over(db, row, side, now, late=True)
    if side != "senior":
        say_over(db, row, "senior", now)


def say_over(
    db: Session, row: Suggestion, side: Side, now: datetime, *, late: bool = False, ended: str | None = None
) -> None:
    """Say in the place of the question that this does not go ahead; who has not read the question reads nothing."""
    wishes.withdraw(db, suggestions.reminder(row, side))
    question = outbox.by_key(db, suggestions.key(row, side))
    if question is not None and question.status == "waiting":
        question.status = "withdrawn"
        db.add(question)
    else:
        say_in_place(db, row, side, now, "consent/over", over(db, row, side, late=late, ended=ended))


def say_in_place(
    db: Session,
    row: Suggestion,
    side: Side,
    now: datetime,
    template: str,
    values: dict[str, Any],
    clicked: Outbox | None = None,
) -> None:
    """Say something in the place of the question, and of its part in the reminder; ``clicked`` is answered anyway."""
    asked = outbox.by_key(db, suggestions.key(row, side)), wishes.said_with(db, suggestions.reminder(row, side))
    for said in asked:
        if said is not None and said.status == "sent" and said is not clicked:
            wishes.say_instead(db, said, f"{said.key}:{row.id}:{template}", now, template, **values)


def over(db: Session, row: Suggestion, side: Side, **how: Any) -> dict[str, Any]:
    """The values of the message that a suggestion does not go ahead."""
    usual = {"thanks": False, "never": None, "late": False, "ended": None, "follows": _follows(db, row, side)}
    return {"suggestion": row.id, "programme_id": row.programme_id} | usual | how


def _follows(db: Session, row: Suggestion, side: Side) -> str:
    """What may come now for one of the two: somebody else of this round, the rest of the circle, or the next round."""
    programme, of_round = programmes.programme(db, row.programme_id), rounds.round_of(db, row.round_id)
    assert programme is not None
    assert of_round is not None
    if side == "junior" and programme.kind == CIRCLES:
        return "circle"
    return "somebody else" if looks_on(of_round, programme) else "round"


def _some_are_over(store: Store, now: datetime) -> int:
    with store.read() as db:
        if not suggestions.due(db, now, 1):
            return 0
    with store.begin() as db:
        found = suggestions.due(db, now, AT_ONCE)
        for row in found:
            time_is_over(db, row, now)
    return len(found)


def _as_if_asked(db: Session, row: Suggestion, now: datetime) -> datetime:
    """When the time to answer of a junior would be over who was never asked: the senior cannot tell the difference."""
    programme = programmes.programme(db, row.programme_id)
    assert programme is not None
    return time_to_answer(programme, people.zone(db, row.mentor_id), now)
