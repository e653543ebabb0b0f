"""Buttons that decide something at once: what was decided is read where the button stood, and on Home."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from slack_bolt import Ack, Respond
from slack_sdk import WebClient
from sqlmodel import Session

from handlers import forms, home
from messages import render
from storage import wishes
from storage.store import Store
from storage.tables import Outbox

Said = tuple[str, dict[str, Any]]
"""A template and its values."""
Page = dict[str, Any]
"""A form as it stands now."""
Told = TypeVar("Told")
Show = Callable[[dict[str, Any], WebClient, Respond, Told], None]
"""Shows what was decided, from what Slack says of the click."""


@dataclass(frozen=True, slots=True)
class Click:
    """A button that somebody pressed: the id of its action, without the number of its repeats on a page; what it
    carries, or what was chosen in its menu; and all that Slack says of it."""

    action: str
    value: str
    user_id: str
    body: Mapping[str, Any]

    @property
    def on_page(self) -> bool:
        """Whether the button stands in a form, or on Home, and not in a message."""
        return bool(self.body["container"]["type"] == "view")

    def message(self, db: Session) -> Outbox | None:
        """The message of ours in which the button stands, where it is one that lasts."""
        return forms.clicked(db, self.body)

    def instead(self, db: Session, template: str, **values: Any) -> Said:
        """What that message reads with this in the place of what was asked: in a digest, one part among others."""
        return wishes.instead(db, self.message(db), template, **values)


Decide = Callable[[Session, Click, datetime], Said | Page | None]
"""Decides, inside the transaction, what a click means, and tells what is read where its button stood, if anything:
a message in the place of a message, a page in the place of a page."""


def in_place(decide: Decide, *, on_home: bool = False) -> Callable[..., None]:
    """The listener of a button that decides something; ``on_home`` where the Home tab of who clicked tells of it."""
    return answered(decide, _replace, on_home=on_home)


def answered(
    decide: Callable[[Session, Click, datetime], Told], show: Show[Told], *, on_home: bool = False
) -> Callable[..., None]:
    """The listener of a button: decides in one transaction, answers Slack, and then shows what was told."""

    def listener(
        ack: Ack,
        action: dict[str, Any],
        body: dict[str, Any],
        client: WebClient,
        respond: Respond,
        user_id: str,
        store: Store,
        now: datetime,
    ) -> None:
        value = str(action.get("value") or action.get("selected_option", {}).get("value", ""))
        with store.begin() as db:
            told = decide(db, Click(action["action_id"].partition(":")[0], value, user_id, body), now)
        ack()
        show(body, client, respond, told)
        if on_home:
            home.refresh(client, store, user_id, now)

    return listener


def _replace(body: dict[str, Any], client: WebClient, respond: Respond, said: Said | Page | None) -> None:
    """A page is shown only where a form was clicked in: Home is another one, and is refreshed where it tells of it."""
    if isinstance(said, dict):
        if body["view"]["type"] == "modal":
            forms.show(client, body, said)
    elif said is not None and body.get("response_url"):
        template, values = said
        respond(replace_original=True, **render(template, **values))
