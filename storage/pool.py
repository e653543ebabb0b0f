"""Everybody who waits for a round, as the rules of matching see them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from bot.rules.cadence import UNDO
from bot.rules.matching import Candidate, Policy, Weights, Why
from bot.rules.programmes import CIRCLES, LARGEST_CIRCLE, PEERS, SMALLEST_CIRCLE
from storage import declined, people, programmes, rulings, suggestions
from storage.credit import coming_first
from storage.joining import interests
from storage.pairs import seems_open
from storage.prepared import given, prepared
from storage.tables import Interest, Pair, Participant, Person, Programme

FEW = 500
"""So many people are asked for by name."""
Place = tuple[str, int]
"""The role that somebody is free for, and how many more mentees they take."""


@dataclass(frozen=True)
class Pool:
    """Candidates by id, the programme's policy, the chain of management, who is in a pair, or asked about one, the
    kind of the programme, and how many mentees a circle has, at least and at most."""

    candidates: Mapping[str, Candidate]
    policy: Policy
    managers: Mapping[str, str | None]
    paired: frozenset[str]
    kind: str
    sizes: tuple[int, int] = (SMALLEST_CIRCLE, LARGEST_CIRCLE)


def pool(
    db: Session,
    programme: Programme,
    now: datetime,
    besides: Collection[int | None] = (),
    only: Collection[str] | None = None,
    run: int | None = None,
) -> Pool:
    """Who wants to be matched, is not paused and is free: mentors with room for one more, mentees without a mentor,
    and whoever would be either for the side on which they are free.

    Two people whose pair a coordinator has forbidden, or one of whom has declined the other, are on each other's
    never-lists. Whoever is asked about a pair is taken, as if they were in it; ``besides`` are suggestions that take
    nobody. A pair whose end can still be taken back takes both, so that no round tells of the end. With ``only``, some
    people alone are looked at, and not who of them comes first: that is quick however many take part. In that ``run``
    comes first who came first when it was computed, and the pairs that it has made, and that go on, keep nobody apart.
    """
    taken = _taken(db, programme_id=programme.id, undo_since=now - UNDO)
    asked = [row for row in suggestions.live(db, programme.id or 0, only) if row.id not in besides]
    teaching = Counter(mentor for mentor, _ in taken) + Counter(one.mentor_id for one in asked if one.status != "held")
    learning = {mentee for _, mentee in taken} | {one.mentee_id for one in asked}
    free = {
        who: _free(programme, role, capacity, teaching[who], who in learning)
        for who, role, capacity in _willing(db, programme_id=programme.id)
        if only is None or who in only
    }
    first = coming_first(db, programme, now, run=run) if only is None else {}
    candidates = _candidates(db, programme, {who: place for who, place in free.items() if place[0]}, first, run)
    busy = frozenset({*teaching, *learning})
    sizes = programme.circle_least, programme.circle_most
    return Pool(candidates, _policy(db, programme), people.managers(db), busy, programme.kind, sizes)


def purposes(db: Session, programme: Programme, present: Pool) -> list[Candidate]:
    """What everybody who waits hopes for, and nothing else of them; read as rows, since a purpose is sealed at rest."""
    willing = (row for row in _participants(db, programme, None) if row.next_round and row.purpose)
    waiting = (row for row in willing if row.user_id not in present.paired)
    return [Candidate(user=row.user_id, role="either", purpose=row.purpose) for row in waiting]


@prepared
def _taken() -> Select[str, str]:
    """Who teaches whom now, as far as a coordinator may know."""
    still_open = (Pair.programme_id == given("programme_id"), seems_open(given("undo_since")))
    return select(Pair.mentor_id, Pair.mentee_id).where(*still_open)


@prepared
def _willing() -> Select[str, str, int]:
    here = (Participant.programme_id == given("programme_id"), Participant.status == "active")
    willing = select(Participant.user_id, Participant.role, Participant.capacity)
    return willing.where(*here, col(Participant.next_round)).order_by(col(Participant.id))


def _free(programme: Programme, role: str, capacity: int, teaching: int, learning: bool) -> Place:
    """The role that somebody is free for, empty for none, and how many more mentees they take."""
    if programme.kind == PEERS:
        return ("", 0) if teaching or learning else ("either", 1)
    if programme.kind == CIRCLES:
        room = min(max(capacity, programme.circle_least), programme.circle_most)
        return _side(role, teaches=not teaching, learns=not learning), room
    room = capacity - teaching
    return _side(role, teaches=room > 0, learns=not learning), room


def _side(role: str, *, teaches: bool, learns: bool) -> str:
    """Whoever is either may teach one and learn from another at once; whoever is neither free to is in no round."""
    teaches, learns = teaches and role != "mentee", learns and role != "mentor"
    if teaches and learns:
        return "either"
    return "mentor" if teaches else "mentee" if learns else ""


def _candidates(
    db: Session, programme: Programme, free: Mapping[str, Place], first: Mapping[str, Why], run: int | None
) -> dict[str, Candidate]:
    """All that the rules ask about those who are free. A few are read by name; of many, everybody."""
    few = [*free] if len(free) <= FEW else None
    waiting = [row for row in _participants(db, programme, few) if row.user_id in free]
    topics, known = interests(db, [row.id for row in waiting]), people.everybody(db, few)
    met = _met(db, few, run)
    apart = _both_ways([*declined.pairs(db), *rulings.forbidden(db, programme.id)])
    found = {}
    for row in waiting:
        who = row.user_id
        others = met.get(who, ()), apart.get(who, ())
        candidate = _candidate(row, known[who], topics.get(row.id or 0, []), *others, *free[who])
        found[who] = replace(candidate, first=first.get(who, ""))
    return found


def _participants(db: Session, programme: Programme, only: Collection[str] | None) -> Sequence[Participant]:
    here = select(Participant).where(Participant.programme_id == programme.id, Participant.status == "active")
    wanted = here if only is None else here.where(col(Participant.user_id).in_(only))
    return db.exec(wanted.order_by(col(Participant.id))).all()


def _candidate(
    row: Participant,
    person: Person,
    topics: Iterable[Interest],
    met: Iterable[str],
    apart: Iterable[str],
    role: str,
    room: int,
) -> Candidate:
    rated = list(topics)
    return Candidate(
        user=row.user_id,
        role=role,
        level=person.level,
        department=person.department,
        reviewers=frozenset(person.reviewers),
        former_managers=frozenset(person.former_managers),
        zone=person.zone,
        hours=(time.fromisoformat(row.hours_from), time.fromisoformat(row.hours_to)),
        languages=frozenset(row.languages),
        offers={one.topic: one.weight for one in rated if one.side == "offer"},
        wants={one.topic: one.weight for one in rated if one.side == "want"},
        style=row.style,
        formats=frozenset(row.formats),
        capacity=max(room, 1),
        never=frozenset({*row.never, *apart}),
        met=frozenset(met),
        purpose=row.purpose,
    )


def _met(db: Session, only: Collection[str] | None, run: int | None) -> dict[str, set[str]]:
    """Who was ever paired with whom, here or before the bot knew them; pairs of one round that go on do not count."""
    pairs = select(Pair.mentor_id, Pair.mentee_id)
    if only is not None:
        pairs = pairs.where(sa.or_(col(Pair.mentor_id).in_(only), col(Pair.mentee_id).in_(only)))
    if run is not None:
        pairs = pairs.where(sa.or_(col(Pair.round_id).is_distinct_from(run), col(Pair.ended_at).is_not(None)))
    return _both_ways([*people.met_before(db), *db.exec(pairs).all()])


def _both_ways(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


def _policy(db: Session, programme: Programme) -> Policy:
    return Policy(
        level_gap=programme.level_gap,
        overlap_hours=programme.overlap_hours,
        across_departments=programme.across_departments,  # type: ignore[arg-type]
        rotation=programme.rotation,  # type: ignore[arg-type]
        sensitive=frozenset(topic.name for topic in programmes.catalogue(db) if topic.sensitive),
        weights=Weights(**programme.weights),
        fair=programme.fair,
        many_mentors=programme.many_mentors,
    )
