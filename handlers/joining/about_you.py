"""The first form: role, the facts that nobody has told yet, and the topics to share and to learn."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.rules import joining as rules
from bot.rules.joining import Answers, check_manager, check_topics
from bot.rules.refusal import Refusal
from handlers import forms
from handlers.joining import preferences, ratings
from handlers.joining.closing import keep_when_closed
from handlers.joining.joiner import Joiner, joiner, keep
from handlers.joining.newcomer import newcomer
from messages import form
from storage.store import Store

CALLBACK = "joining.about_you"


def register(app: App) -> None:
    app.view(CALLBACK)(submit)
    keep_when_closed(app, CALLBACK, _read)


def ask(one: Joiner) -> dict[str, Any]:
    """The form, filled with what was answered before, or suggested by HR."""
    return form(
        "joining/about_you",
        programme_id=one.programme_id,
        programme=one.programme.name,
        peers=one.peers,
        circles=one.circles,
        level_labels=one.programme.level_labels,
        missing=one.missing,
        answers=one.answers,
        catalogue=one.catalogue,
        takes_part=one.takes_part,
        drafted_on=one.drafted_at,
        zone=one.zone,
    )


def submit(ack: Ack, view: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime) -> None:
    """Keep the answers and go on: to the ratings, or without topics straight to the preferences."""
    programme_id = forms.carried(view)
    with store.read() as db:
        one = joiner(db, user_id, programme_id)
    typed = _read(view, one)
    if one.peers:
        typed["role"] = "either"
    _check(typed, one)
    typed |= newcomer(client, user_id, store.workspace_id)
    with store.begin() as db:
        before = joiner(db, user_id, programme_id)
        languages = before.answers.get("languages") or typed.get("languages", [])
        one = keep(db, before, {**typed, "languages": languages}, now)
    following = ratings.ask(store, one) if rules.rated(one.answers) else preferences.ask(one)
    ack(response_action="push", view=following)


def _read(view: dict[str, Any], one: Joiner) -> Answers:
    given = forms.answers(view)
    typed: Answers = {} if one.peers else {"role": given.get("role") or ""}
    for side in ("offers", "wants"):
        typed[side] = rules.merged(given[side], rules.topics(given[f"{side}_own"] or ""), one.catalogue)
    return {**typed, **_facts(given, one.missing)}


def _facts(given: forms.Answers, missing: list[str]) -> Answers:
    """What was told of the facts that are still missing; HR may have been faster."""
    told: Answers = {}
    if "level" in missing and given.get("level"):
        told["level"] = int(given["level"])
    if "department" in missing and "department" in given:
        told["department"] = rules.visible(given["department"] or "")
    if "manager" in missing and "manager" in given:
        told["manager"], told["no_manager"] = given["manager"], bool(given["no_manager"])
    return told


def _check(typed: Answers, one: Joiner) -> None:
    for name in ("role", *(fact for fact in one.missing if fact != "manager")):
        if not typed.get(name):
            raise Refusal("joining/missing", field=name)
    if "manager" in typed:
        check_manager(typed, one.user_id)
    check_topics(typed)
