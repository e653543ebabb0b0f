"""An import that is killed: nobody is known by half, and a second one completes it."""

import signal
from datetime import UTC, datetime
from pathlib import Path

from processes import Mentor

from storage import people, schema
from storage.database import Database
from storage.store import Store
from storage.tables import Programme

PEOPLE = 4000
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def known(store: Store) -> dict[str, tuple[int | None, str | None]]:
    with store.read() as db:
        return {user: (row.level, row.manager_id) for user, row in people.everybody(db).items()}


def test_a_killed_import_leaves_nobody_by_half_and_a_second_one_completes_it(tmp_path: Path) -> None:
    file = tmp_path / "mentor.db"
    database = Database(f"sqlite:///{file}")
    schema.upgrade(database)
    store = Store(database, "T0WORKS")
    with store.begin() as db:
        db.add(Programme(name="Reverse mentoring", status="open", created_by="U0CORA", created_at=NOW))
    rows = [f"U0P{number:06d},mentee,7,Sales,U0HEAD,,,Europe/Berlin" for number in range(PEOPLE)]
    header = "user,role,level,department,manager,reviewers,former_managers,timezone"
    (tmp_path / "people.csv").write_text("\n".join([header, *rows]))

    first = Mentor("import", "people.csv", folder=tmp_path, DATABASE_URL=f"sqlite:///{file}")
    writer = file.with_name("mentor.db.writer")
    while not writer.exists() and first.process.poll() is None:
        """It has not begun to write."""
    first.stop()
    assert first.process.returncode == -signal.SIGKILL
    assert len(known(store)) in (0, PEOPLE)

    second = Mentor("import", "people.csv", folder=tmp_path, DATABASE_URL=f"sqlite:///{file}")
    assert second.ends() == 0, second.said
    second.stop()
    assert known(store) == {f"U0P{number:06d}": (7, "U0HEAD") for number in range(PEOPLE)}
    database.close()
