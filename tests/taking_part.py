"""People who take part and pairs that were introduced, written straight into the database."""

from dataclasses import replace
from typing import Any

from bot.demo import PROGRAMME, Demo
from bot.sandbox.actors import Actor
from storage import checkins, joining, pairs, people, programmes
from storage.tables import Interest, Pair, Participant, Programme

MENTORS = ("Ann", "Ben", "Chloe", "Dev", "Eva", "Femi")
MENTEES = ("Gina", "Hugo", "Ines", "Jonas", "Kaya", "Liam")


def id_of(demo: Demo, first: str) -> str:
    return next(one.id for one in demo.employees if one.first == first)


def programme_of(demo: Demo, name: str = PROGRAMME) -> Programme:
    with demo.store.read() as db:
        found = programmes.named(db, name)
    assert found is not None
    return found


def another_programme(demo: Demo, name: str) -> Programme:
    now = demo.clock.now()
    row = Programme(name=name, status="open", created_by="U0CORA", created_at=now, opened_at=now)
    with demo.store.begin() as db:
        db.add(row)
    return row


def enrol(demo: Demo, *names: str, programme: str = PROGRAMME, topics: str | None = None, **answers: Any) -> None:
    """Let people take part as HR's sheet has them, or as ``answers`` say."""
    held = programme_of(demo, programme)
    for one in (one for one in demo.employees if one.first in names):
        with demo.store.begin() as db:
            joined = demo.clock.now()
            given = {"role": one.role, "languages": ["en"], "style": "abab", "formats": ["video"]} | answers
            row = Participant(programme_id=held.id, user_id=one.id, consented_at=joined, joined_at=joined, **given)
            db.add(row)
            db.flush()
            offers, wants = (topics, topics) if topics else (one.offers, one.wants)
            joining.set_interests(db, row.id, [*_interests("offer", offers), *_interests("want", wants)])


def introduce(demo: Demo, mentor: str, mentee: str, programme: str = PROGRAMME) -> Pair:
    """A pair of two people who take part."""
    now = demo.clock.now()
    with demo.store.begin() as db:
        held = programmes.named(db, programme)
        assert held is not None
        pair = pairs.introduce(db, held, id_of(demo, mentor), id_of(demo, mentee), now)
        checkins.ask_after(db, pair, now)
    return pair


def participant(demo: Demo, first: str, programme: str = PROGRAMME) -> Participant:
    with demo.store.read() as db:
        found = joining.participant(db, programme_of(demo, programme).id, id_of(demo, first))
    assert found is not None
    return found


def remember(demo: Demo, first: str, **facts: Any) -> None:
    with demo.store.begin() as db:
        people.remember(db, id_of(demo, first), **facts)


def change_in_slack(demo: Demo, person: Actor, **facts: Any) -> None:
    """What Slack says of somebody from now on."""
    members = demo.sandbox.slack.workspace.people
    members[person.id] = replace(members[person.id], **facts)


def _interests(side: str, written: str) -> list[Interest]:
    rated = (topic.rpartition(":") for topic in written.split(";") if topic)
    return [Interest(participant_id=0, side=side, topic=topic, weight=int(weight)) for topic, _, weight in rated]
