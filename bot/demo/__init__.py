"""The demo: the real bot beside the built-in workspace, in one process, speaking over TCP."""

import threading
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.app import build_app, client_for
from bot.courier import Courier
from bot.demo.cast import COORDINATOR, Employee, cast, sheet
from bot.demo.gallery import gallery
from bot.demo.play.stage import Stage
from bot.manifest import MANIFEST
from bot.rules.people import read
from bot.sandbox import PATIENCE, Clock, Sandbox, SandboxPerson
from bot.schedule import Calendar
from bot.web import Served, slack_endpoint
from handlers.rounds import Beside
from handlers.rounds.beside import AT_ONCE
from storage import programmes, schema, sheets
from storage.database import Database
from storage.store import Store
from storage.tables import Programme

PROGRAMME = "Reverse mentoring"
BEAT = 0.5
"""Seconds between two looks at a ticking clock."""


class Demo:
    """The workspace and the bot. ``start`` may be told a port and raises OSError where it is taken."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        people: int = 12,
        seed: int = 1,
        manifest: Path = MANIFEST,
        patience: float = PATIENCE,
        at_once: int = AT_ONCE,
    ) -> None:
        """``at_once``: a round of more people is computed beside, while the clock ticks."""
        self.database, self.clock = database, clock
        self.beside = Beside(at_once) if clock.ticking else None
        self.employees = cast(people, seed)
        members = [_member(one) for one in (COORDINATOR, *self.employees)]
        self.sandbox = Sandbox(manifest, members, clock, patience=patience)
        self.stage = Stage(lambda: self.url, clock, seed)
        self._ended = threading.Event()

    def start(self, port: int = 0) -> str:
        """Start both; the address of the page."""
        self.url = self.sandbox.start(port)
        schema.upgrade(self.database)
        client = client_for(self.sandbox.identity.bot_token, self.sandbox.api_url)
        self.store = Store(self.database, client.auth_test()["team_id"])
        self._seed(self.clock.now())
        app = build_app(self.database, client, self.clock.now, signing_secret=self.sandbox.identity.signing_secret)
        self._bot = Served(slack_endpoint(app))
        self.bot_url = self._bot.url
        self.calendar = Calendar(self.store, Courier(client), self.beside)
        self.sandbox.connect(
            self.bot_url,
            step=self._step,
            settle=self._settle,
            next_due=self._next_due,
            gallery=gallery,
            stage=self.stage,
        )
        if self.clock.ticking:
            self.tick()
        return self.url

    def tick(self) -> None:
        """Let the clock move with real time from now on, and the bot with the clock."""
        self.clock.tick(True)
        threading.Thread(target=self._follow_the_clock, name="tick", daemon=True).start()

    def stop(self) -> None:
        """End everything that was started."""
        self._ended.set()
        self.stage.end()
        if self.beside is not None:
            self.beside.end()
        self._bot.stop()
        self.sandbox.stop()
        self.database.close()

    def _seed(self, now: datetime) -> None:
        with self.store.begin() as db:
            programmes.appoint(db, [COORDINATOR.id], now)
            if programmes.named(db, PROGRAMME) is not None:
                return
            programme = Programme(
                name=PROGRAMME, status="open", created_by=COORDINATOR.id, created_at=now, opened_at=now
            )
            db.add(programme)
            programmes.seed_catalogue(db)
            db.flush()
            sheets.take_in(db, read(sheet((COORDINATOR, *self.employees))), programme, now)

    def _step(self, until: datetime) -> list[dict[str, Any]]:
        return self.calendar.step(until, self.clock.now, self.clock.advance_to)

    def _settle(self) -> None:
        self.calendar.settle(self.clock.now, self.clock.advance_to)

    def _next_due(self) -> datetime | None:
        return self.calendar.next_due(self.clock.now())

    def _follow_the_clock(self) -> None:
        while not self._ended.wait(BEAT):
            if self.clock.ticking:
                self._step(self.clock.now())


def _member(one: Employee) -> SandboxPerson:
    return SandboxPerson(
        id=one.id,
        name=one.first.lower() if one.id.startswith("U0") else f"{one.first.split()[0]}{one.id[-4:]}".lower(),
        real_name=one.name,
        tz=one.zone,
        email=f"{one.name}@example.com".lower().replace(" ", "."),
        title=one.department,
        coordinator=one is COORDINATOR,
    )
