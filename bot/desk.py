"""The front desk: knows at once which listener a payload is meant for.

Bolt asks every listener in turn, and builds its arguments anew to ask: some 25 µs each, milliseconds for the last of
two hundred.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.listener import CustomListener
from slack_bolt.middleware import Middleware

Listens = Callable[..., Any]
Called = tuple[str | None, ...]
"""The kind of a payload, and what it is called; a command by its first words."""
REPEAT = re.compile(r":\d+$")
LONGEST = 3
"""Words of a command by which it is known: ``/mentor admin round``."""


class Desk(App):
    """A Bolt app that looks its listeners up: Straight, the last of its middleware, hands a payload over.

    A command is registered with all its words, and the listener with the most of them is meant; an action without the
    number that tells repeats on a page apart.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._meant: dict[Called, Listens] = {}
        self._as_bolts: dict[Called, CustomListener] = {}

    def meant_by(self, body: dict[str, Any]) -> CustomListener | None:
        """The listener for a payload, or None where there is none."""
        return next((self._bolts(called) for called in names_of(body) if called in self._meant), None)

    def command(self, words: str) -> Callable[[Listens], None]:
        return self._known_as(("command", *words.split()))

    def action(self, action_id: str) -> Callable[[Listens], None]:
        return self._known_as(("action", action_id))

    def view(self, callback_id: str) -> Callable[[Listens], None]:
        return self._known_as(("view_submission", callback_id))

    def view_closed(self, callback_id: str) -> Callable[[Listens], None]:
        return self._known_as(("view_closed", callback_id))

    def shortcut(self, callback_id: str) -> Callable[[Listens], None]:
        return self._known_as(("shortcut", callback_id))

    def event(self, event: str | dict[str, str | None]) -> Callable[[Listens], None]:
        called = (event,) if isinstance(event, str) else (event["type"], event["subtype"])
        return self._known_as(("event", *called))

    def _known_as(self, called: Called) -> Callable[[Listens], None]:
        def register(listener: Listens) -> None:
            self._meant[called] = listener

        return register

    def _bolts(self, called: Called) -> CustomListener:
        """The listener as Bolt runs it: made when it is first meant, since Bolt looks into each one that it makes."""
        if called not in self._as_bolts:
            self._as_bolts[called] = CustomListener(
                app_name=self.name,
                ack_function=self._meant[called],
                lazy_functions=[],
                matchers=[],
                middleware=[],
                auto_acknowledgement=called[0] == "event",
            )
        return self._as_bolts[called]


class Straight(Middleware):
    """Lets the listener that is meant answer, or goes on where there is none."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], Any]) -> BoltResponse | None:  # noqa: A002
        listener = self._desk.meant_by(req.body)
        if listener is not None:
            return self._desk.listener_runner.run(req, resp, listener.ack_function.__name__, listener)
        next()
        return resp


def names_of(body: dict[str, Any]) -> Iterator[Called]:
    """What a payload may be called, the most particular name first."""
    match body:
        case {"command": command}:
            words = [command, *(body.get("text") or "").lower().split()][:LONGEST]
            yield from (("command", *words[:many]) for many in range(len(words), 0, -1))
        case {"type": "event_callback", "event": event}:
            yield "event", event["type"], event.get("subtype")
            yield "event", event["type"]
        case {"type": "block_actions", "actions": [{"action_id": action_id}, *_]}:
            yield "action", REPEAT.sub("", action_id)
        case {"type": "view_submission" | "view_closed" as kind, "view": {"callback_id": callback_id}}:
            yield kind, callback_id
        case {"type": "shortcut" | "message_action", "callback_id": callback_id}:
            yield "shortcut", callback_id
