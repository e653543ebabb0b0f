"""A form that is closed halfway: what was typed is kept for the next time."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, cast

from slack_bolt import Ack, App

from bot.rules.joining import Answers
from bot.rules.refusal import Refusal
from handlers import forms
from handlers.joining.joiner import Joiner, joiner, keep
from storage.store import Store

Reading = Callable[[dict[str, Any], Joiner], Answers]


def keep_when_closed(app: App, callback: str, read: Reading) -> None:
    """Keep what stands in a form when it is closed, as far as Slack tells it and as it says something new."""

    def close(ack: Ack, view: dict[str, Any], store: Store, user_id: str, now: datetime) -> None:
        if (view.get("state") or {}).get("values"):
            with suppress(Refusal), store.begin() as db:
                one = joiner(db, user_id, forms.carried(view))
                new = _new(read(view, one), one.answers)
                if new:
                    keep(db, one, new, now)
        ack()

    app.view_closed(callback)(close)


def _new(typed: Answers, before: Mapping[str, Any]) -> Answers:
    """What differs from the answers before; a field that was left empty says nothing."""
    new = {name: value for name, value in typed.items() if value != before.get(name) and (value or name in before)}
    return cast(Answers, new)
