"""The workspace seen from outside: its people, its clock, its messages and its faults."""

import http.client
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from .actor import Actor
from .sight import Said

Json = dict[str, Any]
PATIENCE = 600.0


class World:
    """A sandbox at an address; everything goes through its HTTP API."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._host = urlsplit(url).netloc
        self._people: list[Json] = []
        self._kept: http.client.HTTPConnection | None = None

    @contextmanager
    def connected(self) -> Iterator[None]:
        """Ask over one connection meanwhile, in one thread: a third of a millisecond less for each question."""
        with closing(http.client.HTTPConnection(self._host, timeout=PATIENCE)) as self._kept:
            yield
        self._kept = None

    @property
    def now(self) -> datetime:
        """The time of the sandbox."""
        return datetime.fromisoformat(self.get("/events?after=-1")["now"])

    def wait(self, **span: float) -> list[Json]:
        """Lets `weeks`, `days`, `hours`, `minutes`, `seconds` pass (as of timedelta); tells what happened meanwhile."""
        return self._happened({"advance": timedelta(**span).total_seconds()})

    def wait_until(self, moment: datetime) -> list[Json]:
        """Lets time pass up to that moment; tells what happened meanwhile."""
        return self._happened({"advance": max(0.0, (moment - self.now).total_seconds())})

    def next(self) -> list[Json]:
        """Goes to the next thing that happens, and tells what it was."""
        return self._happened({"next": True})

    def state(self, user: str | None = None) -> Json:
        """Everything there is, or what one person sees but for who there is."""
        return self.get(f"/state?people=no&user={quote(user)}" if user else "/state")

    def news(self, since: int) -> Json:
        """The messages that came or changed after a version, and where they stand."""
        return self.get(f"/news?since={since}")

    def person(self, name: str) -> Actor:
        """The colleague of that id, handle, full name or first name."""
        self._people = people = self._people or self.get("/people")["people"]
        for key in (_id, _handle, _whole_name, _first_name):
            found = [person for person in people if key(person) == name.casefold()]
            if len(found) == 1:
                return Actor(self, found[0]["id"], found[0]["real_name"])
        raise LookupError(f"nobody, or more than one, is called {name!r}: {[p['real_name'] for p in people]}")

    def messages(self, channel: str | None = None, to: "str | Actor | None" = None) -> list[Said]:
        """All messages; those of one channel (id or name); or what the bot wrote to one person alone. Oldest first."""
        if to:
            return (to if isinstance(to, Actor) else self.person(to)).hears
        state = self.state()
        said = [Said(message) for message in state["messages"]]
        if channel is None:
            return said
        wanted = [c["id"] for c in state["channels"] if channel.removeprefix("#") in (c["id"], c["name"])]
        return [message for message in said if message.channel in wanted]

    def fault(
        self,
        method: str,
        *,
        error: str | None = None,
        status: int | None = None,
        drop: bool = False,
        times: int = 1,
        retry_after: int | None = None,
    ) -> None:
        """Lets the next calls of a method of the Web API fail."""
        asked = {"error": error, "status": status, "drop": drop or None, "retry_after": retry_after}
        self.post("/fault", {"method": method, "times": times, **{k: v for k, v in asked.items() if v is not None}})

    def traffic(self, after: int = 0, limit: int = 2000) -> list[Json]:
        """What went over the wire lately."""
        entries: list[Json] = self.get(f"/traffic?after={after}&limit={limit}")["entries"]
        return entries

    def download(self, file: Json) -> bytes:
        """The bytes of a file that goes with a message."""
        return self._ask("GET", file["url"], None)

    def get(self, path: str) -> Json:
        """Asks the sandbox."""
        answer: Json = json.loads(self._ask("GET", path, None))
        return answer

    def post(self, path: str, body: Json) -> Json:
        """Tells the sandbox; LookupError for what does not exist, ValueError for what it does not understand."""
        answer: Json = json.loads(self._ask("POST", path, json.dumps(body)))
        return answer

    def _happened(self, body: Json) -> list[Json]:
        happened: list[Json] = self.post("/clock", body)["happened"]
        return happened

    def _ask(self, verb: str, path: str, body: str | None) -> bytes:
        connection = self._kept or http.client.HTTPConnection(self._host, timeout=PATIENCE)
        try:
            connection.request(verb, path, body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            status, text = response.status, response.read()
        finally:
            if connection is not self._kept:
                connection.close()
        if status != 200:
            failure = {404: LookupError, 400: ValueError}.get(status, RuntimeError)
            raise failure(f"{verb} {path}: {status} {text.decode('utf-8', 'replace')}")
        return text


def _id(person: Json) -> str:
    return str(person["id"]).casefold()


def _handle(person: Json) -> str:
    return str(person["name"]).casefold()


def _whole_name(person: Json) -> str:
    return str(person["real_name"]).casefold()


def _first_name(person: Json) -> str:
    return str(person["real_name"]).casefold().partition(" ")[0]
