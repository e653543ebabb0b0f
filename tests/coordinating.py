"""What a coordinator does with a round, and what others see of it."""

import re
from datetime import datetime
from typing import Any

from taking_part import id_of, programme_of

from bot.demo import PROGRAMME, Demo
from bot.rules.matching import Match, Reason, Unmatched
from bot.sandbox.actors import Actor, Form, Said, World
from handlers.rounds.preview import shown
from storage import outbox, pairs, programmes, rounds
from storage.tables import Pair, Round


def introduce_at_once(demo: Demo, programme: str = PROGRAMME) -> None:
    """Let a round introduce people as soon as a coordinator has approved it."""
    with demo.store.begin() as db:
        row = programme_of(demo, programme)
        row.approval = "none"
        db.merge(row)


def preview(cora: Actor) -> Said:
    """Run a round; the preview in the coordinator's own conversation."""
    cora.types("/mentor admin round")
    return newest_preview(cora)


def newest_preview(cora: Actor) -> Said:
    return next(said for said in reversed(heard(cora)) if said.text.startswith("Round for"))


def proposed(shown: Said | Form) -> list[tuple[str, str]]:
    """The pairs of a page, from top to bottom."""
    return re.findall(r"\*<@(\w+)> mentors <@(\w+)>\*", shown.text)


def heard(person: Actor) -> list[Said]:
    """What the bot wrote to somebody, and not only for a moment."""
    return [said for said in person.hears if not said.only_to]


def introductions(person: Actor) -> list[Said]:
    return [said for said in heard(person) if "The first meeting" in said.text]


def open_pairs(demo: Demo) -> list[Pair]:
    with demo.store.read() as db:
        return list(pairs.open_pairs_of_programme(db, programme_of(demo).id or 0))


def live(demo: Demo) -> Round | None:
    with demo.store.read() as db:
        return rounds.live(db, programme_of(demo).id or 0)


def groups(world: World) -> list[dict[str, Any]]:
    return [channel for channel in world.state()["channels"] if channel["kind"] == "group"]


def second_coordinator(world: World, demo: Demo, name: str) -> Actor:
    held = programme_of(demo)
    with demo.store.begin() as db:
        programmes.set_coordinators(db, held.id or 0, [id_of(demo, name)], "U0CORA", demo.clock.now())
    return world.person(name)


def take_rights_away(demo: Demo) -> None:
    with demo.store.begin() as db:
        programmes.set_coordinators(db, programme_of(demo).id or 0, [], "U0CORA", demo.clock.now())


def large_round(demo: Demo, cora: Actor, count: int) -> list[str]:
    """A preview of so many pairs and three people left; everybody in it."""
    now = demo.clock.now()
    mentors = [f"U1MENTOR{number}X" for number in range(count)]
    mentees = [f"U1MENTEE{number}X" for number in range(count)]
    left = [f"U1LEFT{number}X" for number in range(3)]
    reason = Reason("topics", topics=("Short video", "AI tools"))
    matches = [Match(one, other, 500, (reason,)) for one, other in zip(mentors, mentees, strict=True)]
    alone = [Unmatched(who, (Reason("no_level"),)) for who in left]
    with demo.store.begin() as db:
        row = rounds.ask(db, programme_of(demo).id or 0, cora.id, now)
        rounds.write_down(db, row.id, [*matches, *alone])
        rounds.keep(db, row.id, {}, now)
        outbox.notice(db, "large", "rounds/preview", cora.id, now, **shown(db, row, now))
    return [*mentors, *mentees, *left]


def leave(person: Actor) -> None:
    person.types("/mentor leave")
    person.fills()


def end_from_home(person: Actor) -> datetime:
    """End the first pair on somebody's Home. Returns when that was."""
    person.opens_home()
    person.clicks("End this pair")
    moment = person.world.now
    person.fills()
    return moment


def set_status(demo: Demo, status: str) -> None:
    with demo.store.begin() as db:
        row = programme_of(demo)
        row.status = status
        row.closed_at = demo.clock.now() if status == "closed" else None
        db.merge(row)
