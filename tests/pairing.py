"""Pairs that stand, for tests that begin after the introduction."""

from datetime import UTC, datetime, timedelta
from typing import Any

import taking_part

from bot.demo import PROGRAMME, Demo
from bot.rules.cadence import UNDO
from bot.sandbox.actors import Actor, Said, World
from storage import joining, pairs, sessions
from storage.tables import HeldSession, Pair, Seat

DUE = datetime(2026, 12, 23, 8, 0, tzinfo=UTC)
"""When a pair that was introduced as the tests begin is asked: a Wednesday, 09:00 in Berlin and Rome."""
TODAY, YESTERDAY = "2026-11-23", "2026-11-22"


def introduce(demo: Demo, mentor: str = "Ann", mentee: str = "Gina", programme: str = PROGRAMME) -> int:
    """Enrol both where they are not yet, and introduce them now; the id of the pair."""
    held = taking_part.programme_of(demo, programme)
    for name in (mentor, mentee):
        with demo.store.read() as db:
            enrolled = joining.participant(db, held.id or 0, taking_part.id_of(demo, name))
        if enrolled is None:
            taking_part.enrol(demo, name, programme=programme)
    pair = taking_part.introduce(demo, mentor, mentee, programme)
    assert pair.id is not None
    return pair.id


def leap(demo: Demo, moment: datetime) -> None:
    """Go to a moment at once; what would have happened on the way happens when time passes again."""
    demo.clock.advance_to(moment)
    demo.calendar.stood_at = moment


def mornings(demo: Demo, world: World, *moments: datetime) -> None:
    """Let the bot live through these hours, and sleep in between."""
    for moment in moments:
        leap(demo, moment - timedelta(minutes=5))
        world.wait(minutes=10)


def set_status(demo: Demo, name: str, status: str) -> None:
    """Pause or resume somebody in every programme."""
    with demo.store.begin() as db:
        for place in joining.present(db, taking_part.id_of(demo, name)):
            place.status = status
            db.add(place)


def end(demo: Demo, pair_id: int) -> None:
    """Let a pair have ended, so long ago that both know it, and nothing else."""
    with demo.store.begin() as db:
        pair = db.get_one(Pair, pair_id)
        pair.ended_at, pair.ended_as, pair.ended_by = demo.clock.now() - UNDO, pairs.EXIT, pair.mentor_id
        db.add(pair)


def seats(demo: Demo, pair_id: int) -> dict[str, Seat]:
    """The two seats of a pair, by person."""
    with demo.store.read() as db:
        return {seat.user_id: seat for seat in pairs.seats(db, pair_id)}


def log_of(demo: Demo, *pair_ids: int) -> list[tuple[str, int, str]]:
    """The sessions of pairs: day, minutes, topics; the earliest first."""
    with demo.store.read() as db:
        held = [row for pair_id in pair_ids for row in sessions.of_pair(db, pair_id)]
    return [_plain(row) for row in sorted(held, key=lambda row: row.held_on)]


def asked(world: World, name: str) -> Said:
    """The reminder that somebody got."""
    return next(said for said in world.messages(to=name) if said.text.startswith("Did you and"))


def answers(world: World, to: Actor, said: Said) -> list[Said]:
    """What the bot said in the thread of a message."""
    return [one for one in world.messages(to=to) if one.thread == said.ts and one.ts != said.ts]


def clicked(world: World, action: str) -> dict[str, Any]:
    """What Slack sent for the last click of that action."""
    clicks = [entry["payload"] for entry in world.traffic() if action in entry["name"]]
    return dict(clicks[-1])


def again(demo: Demo, click: dict[str, Any], **action: str) -> None:
    """Send a click once more, as a second one or on another button of the same message."""
    slack = demo.sandbox.slack
    with slack.workspace.lock:
        message = slack.workspace.find(click["container"]["channel_id"], click["container"]["message_ts"])
        assert message is not None
        url = f"{slack.url}/response/{slack.responses.issue(click['user']['id'], message.channel, message)}"
        fresh = {"response_url": url, "trigger_id": slack.triggers.issue(click["user"]["id"])}
        second = click["actions"][0] | {"action_ts": slack.workspace.stamp()} | action
    assert slack.delivery.interaction(click | fresh | {"actions": [second]}, "again").status == 200
    slack.finish()


def _plain(row: HeldSession) -> tuple[str, int, str]:
    return row.held_on.isoformat(), row.minutes, row.topics
