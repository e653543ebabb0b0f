"""What makes a coordinator look closer: cancelled sessions and lost messages."""

from datetime import timedelta

from taking_part import id_of, programme_of

from bot.demo import Demo
from bot.sandbox.actors import Actor, World
from bot.sandbox.actors.sight import Form
from storage import outbox
from storage.prepared import every
from storage.sending import LEASE
from storage.tables import Outbox, Pair, Plan, PlanChange


def planned(demo: Demo, pair_id: int, days: int, status: str, by: str | None = None) -> None:
    """A session that was agreed on for some days from now, and how it ended; cancelled by whom."""
    now = demo.clock.now()
    starts_at = now + timedelta(days=days)
    with demo.store.begin() as db:
        pair = db.get_one(Pair, pair_id)
        plan = Plan(pair_id=pair_id, status=status, starts_at=starts_at, proposed_by=pair.mentor_id, proposed_at=now)
        db.add(plan)
        db.flush()
        if by:
            db.add(PlanChange(plan_id=plan.id, by=id_of(demo, by), at=now, what="cancelled"))


def lose(demo: Demo, world: World, pair_id: int, people: str = "U0ANN,U0GINA", key: str = "lost") -> Outbox:
    """An introduction of two people of which nobody knows whether it arrived."""
    world.fault("chat.postMessage", drop=True)
    say(demo, pair_id, people, key)
    world.wait(seconds=LEASE.total_seconds())
    return message(demo, key)


def say(demo: Demo, pair_id: int | None, to: str, key: str, template: str = "rounds/together") -> None:
    about = {"programme": "Reverse mentoring", "mentor": "U0ANN", "mentee": "U0GINA", "agenda_by": "mentor"}
    with demo.store.begin() as db:
        outbox.notice(db, key, template, to, demo.clock.now(), pair_id=pair_id, **about)


def message(demo: Demo, key: str) -> Outbox:
    with demo.store.read() as db:
        return next(row for row in every(db, Outbox) if row.key == key)


def opens(cora: Actor, button: str) -> Form:
    """Open a list from Home."""
    cora.opens_home()
    cora.clicks(button)
    form = cora.form
    assert form is not None
    return form


def set_sessions(demo: Demo, cadence: str, sessions: int) -> None:
    row = programme_of(demo)
    row.cadence, row.sessions = cadence, sessions
    with demo.store.begin() as db:
        db.merge(row)
