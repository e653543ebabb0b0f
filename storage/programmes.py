"""Named queries about programmes, their coordinators and the catalogue of topics."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.rules.health import SMALLEST_GROUP
from bot.rules.programmes import Settings
from storage.database import Database
from storage.prepared import every, known, prepared
from storage.tables import Coordinator, Outbox, Programme, Topic

FAREWELL = "programme-closed"
"""How the keys begin of what people are told when a programme closes."""
MOST_CHOICES, LONGEST_CHOICE = 100, 75

SUBJECTS = (
    ("Digital skills", False),
    ("Social media", False),
    ("Short video", False),
    ("AI tools", False),
    ("Data and analytics", False),
    ("New technology", False),
    ("Generations at work", False),
    ("Company culture", False),
    ("Soft skills", False),
    ("Inclusion", False),
    ("LGBT+ inclusion", True),
    ("Disability", True),
    ("Ethnicity", True),
    ("Mental health", True),
)
"""The subjects of reverse mentoring, each with whether it is sensitive: such a topic counts and is never named."""


def workspaces(database: Database) -> list[str]:
    """The workspaces that have a programme in this database."""
    with database.reading.begin() as connection:
        return list(connection.execute(sa.select(col(Programme.workspace_id)).distinct()).scalars())


def programme(db: Session, programme_id: int) -> Programme | None:
    return known(db, Programme, id=programme_id)


def smallest_group(db: Session, programme_id: int) -> int:
    """Of how many people at least a report of this programme may tell."""
    row = programme(db, programme_id)
    return row.smallest_group if row else SMALLEST_GROUP


def named(db: Session, name: str) -> Programme | None:
    """The programme of a name, in any case. Compared here, since SQLite knows the case of ASCII letters only."""
    wanted = name.strip().casefold()
    return next((row for row in all_programmes(db) if row.name.casefold() == wanted), None)


def all_programmes(db: Session) -> Sequence[Programme]:
    return every(db, Programme)


def open_programmes(db: Session) -> Sequence[Programme]:
    """Programmes that one may join."""
    return every(db, Programme, status="open")


def create(db: Session, settings: Settings, by: str, now: datetime) -> Programme:
    """A programme that is not open yet. The name must be free."""
    row = Programme(**asdict(settings), created_by=by, created_at=now)
    db.add(row)
    db.flush()
    return row


def change(db: Session, row: Programme, settings: Settings) -> None:
    for name, value in asdict(settings).items():
        setattr(row, name, value)
    db.add(row)
    db.flush()


def settings(row: Programme) -> Settings:
    """What a coordinator decided about the programme."""
    return Settings(**{field.name: getattr(row, field.name) for field in fields(Settings)})


def open_(db: Session, row: Programme, now: datetime) -> bool:
    """Let people join, for the first time or again. False where it is open."""
    shut = sa.update(Programme).where(col(Programme.id) == row.id, col(Programme.status) != "open")
    opened_at = row.opened_at or now
    if not db.exec(shut.values(status="open", opened_at=opened_at, closed_at=None)).rowcount:
        return False
    seed_catalogue(db)
    return True


def close(db: Session, row: Programme, now: datetime) -> bool:
    """End a programme. False where it is not open."""
    opened = sa.update(Programme).where(col(Programme.id) == row.id, col(Programme.status) == "open")
    return bool(db.exec(opened.values(status="closed", closed_at=now)).rowcount)


def withdraw_farewells(db: Session, programme_id: int) -> None:
    """Take back what was going to be said about the end of a programme."""
    about = col(Outbox.key).startswith(f"{FAREWELL}:{programme_id}:", autoescape=True)
    waiting = sa.update(Outbox).where(about, col(Outbox.status) == "waiting")
    db.exec(waiting.values(status="withdrawn", error="the programme was opened again"))


def rights(db: Session, user_id: str) -> set[int | None]:
    """The programmes that somebody coordinates; None stands for every programme."""
    return {right.programme_id for right in every(db, Coordinator, user_id=user_id)}


def coordinates(db: Session, user_id: str, programme_id: int | None = None) -> bool:
    """Whether somebody coordinates this programme, or, without one, any."""
    mine = rights(db, user_id)
    return bool(mine) if programme_id is None else bool(mine & {None, programme_id})


def coordinates_everything(db: Session, user_id: str) -> bool:
    """Whether somebody may create programmes."""
    return None in rights(db, user_id)


def coordinated_by(db: Session, user_id: str) -> list[Programme]:
    """The programmes that somebody coordinates, oldest first."""
    mine = rights(db, user_id)
    return [row for row in all_programmes(db) if mine & {None, row.id}] if mine else []


def coordinators(db: Session, programme_id: int) -> list[str]:
    """Who coordinates this programme by name (those of every programme left out)."""
    rows = select(Coordinator.user_id).where(Coordinator.programme_id == programme_id)
    return list(db.exec(rows.order_by(col(Coordinator.id))).all())


def set_coordinators(db: Session, programme_id: int, user_ids: Iterable[str], by: str, now: datetime) -> None:
    """Let exactly these people coordinate the programme."""
    wanted, present = set(user_ids), set(coordinators(db, programme_id))
    gone = col(Coordinator.user_id).in_(present - wanted)
    db.exec(sa.delete(Coordinator).where(gone, col(Coordinator.programme_id) == programme_id))
    db.add_all(
        Coordinator(user_id=user_id, programme_id=programme_id, added_by=by, added_at=now)
        for user_id in sorted(wanted - present)
    )


def appoint(db: Session, admins: Iterable[str], now: datetime) -> None:
    """Let exactly these people, named by the operator, coordinate every programme."""
    wanted = set(admins)
    everywhere = col(Coordinator.programme_id).is_(None)
    present = set(db.exec(select(Coordinator.user_id).where(everywhere)).all())
    db.exec(sa.delete(Coordinator).where(everywhere, col(Coordinator.user_id).in_(present - wanted)))
    db.add_all(Coordinator(user_id=user_id, added_at=now) for user_id in sorted(wanted - present))


def catalogue(db: Session) -> Sequence[Topic]:
    """The workspace's topics, filled with the subjects of reverse mentoring while it is empty."""
    return every(db, Topic) or [Topic(name=name, sensitive=sensitive) for name, sensitive in SUBJECTS]


def topic_names(db: Session) -> list[str]:
    """The topics that a form can offer: Slack takes a hundred choices of 75 characters."""
    names = _topic_names(db) or [name for name, _sensitive in SUBJECTS]
    return [name for name in names if len(name) <= LONGEST_CHOICE][:MOST_CHOICES]


def seed_catalogue(db: Session) -> None:
    """Write the subjects down, so that coordinators can edit them."""
    if db.exec(select(Topic.id)).first() is None:
        db.add_all(Topic(name=name, sensitive=sensitive) for name, sensitive in SUBJECTS)


@prepared
def _topic_names() -> SelectOfScalar[str]:
    return select(Topic.name).order_by(col(Topic.id))
