"""The third form: how, when and in which languages; what for; with whom never; and the consent."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules import joining as rules
from bot.rules import languages
from bot.rules.joining import FORMATS, TAPS, Answers
from bot.rules.refusal import Refusal
from handlers import forms, home
from handlers.joining.closing import keep_when_closed
from handlers.joining.joiner import Joiner, begun, joiner
from messages import form
from storage import joining, nominations, people, survey_calendar
from storage.store import Store

CALLBACK = "joining.preferences"
LONGEST_OPTION = 75
MOST_BOXES = 10


def register(app: App) -> None:
    app.view(CALLBACK)(submit)
    keep_when_closed(app, CALLBACK, _read)


def ask(one: Joiner) -> dict[str, Any]:
    """The form, with consent for those who do not take part yet."""
    spoken = one.answers.get("languages", [])
    formats = one.answers.get("formats", [])
    return form(
        "joining/preferences",
        programme_id=one.programme_id,
        answers=one.answers,
        style=dict(zip(TAPS, one.answers.get("style", ""), strict=False)),
        formats=[*FORMATS, *(own for own in formats if own not in FORMATS and len(own) <= LONGEST_OPTION)][:MOST_BOXES],
        languages=[(code, languages.label(code)) for code in languages.NAMES],
        languages_own=[own for own in spoken if own not in languages.NAMES],
        mentors=one.answers["role"] != "mentee" and not one.peers,
        circles=one.circles,
        capacity=one.capacity,
        capacities=list(one.capacities),
        too_few=one.too_few,
        takes_part=one.takes_part,
    )


def submit(ack: Ack, view: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime) -> None:
    """Take the person in, or change their answers, and say what happens next."""
    with store.begin() as db:
        one = begun(joiner(db, user_id, forms.carried(view)))
        typed = _checked(_read(view, one))
        if not (one.takes_part or forms.answers(view).get("consent")):
            raise Refusal("joining/consent")
        _enrol(db, one, typed, now)
        nominations.joined(db, one.programme_id, user_id)
        survey_calendar.ask_newcomer(db, one.programme_id, user_id, now)
        late = joining.late(db, one.programme_id)
    home.refresh(client, store, user_id, now)
    ack(
        response_action="update",
        view=form("joining/done", programme=one.programme.name, changed=one.takes_part, late=late),
    )


def _read(view: dict[str, Any], one: Joiner) -> Answers:  # noqa: ARG001
    given = forms.answers(view)
    own = [languages.code(word) for word in rules.topics(given["languages_own"] or "")]
    typed: Answers = {
        "style": "".join(given[f"style_{tap}"] or "?" for tap in TAPS),
        "formats": given["formats"],
        "languages": list(dict.fromkeys([*given["languages"], *own])),
        "hours_from": given["hours_from"] or "",
        "hours_to": given["hours_to"] or "",
        "purpose": rules.visible(given["purpose"] or ""),
        "never": given["never"],
    }
    return {**typed, "capacity": int(given["capacity"])} if given.get("capacity") else typed


def _checked(typed: Answers) -> Answers:
    """The same answers. Refuses a question without an answer, and hours that cannot be."""
    for tap, letter in zip(TAPS, typed["style"], strict=True):
        if letter not in "ab":
            raise Refusal("joining/missing", field=f"style_{tap}")
    for name in ("formats", "languages", "hours_from", "hours_to"):
        if not typed.get(name):
            raise Refusal("joining/missing", field=name)
    rules.check_hours(typed)
    return typed


def _enrol(db: Session, one: Joiner, typed: Answers, now: datetime) -> None:
    """Write the person and their place. What HR said of them stays."""
    answers: Answers = {**one.answers, **typed}
    told: dict[str, Any] = {fact: answers.get(fact) for fact in one.missing if fact != "manager"}
    if "manager" in one.missing:
        told |= {"manager_id": answers["manager"], "manager_known": True}
    if answers.get("zone") and not (one.person and one.person.zone and one.person.imported_at):
        told["zone"] = answers["zone"]
    people.remember(db, one.user_id, **told)
    joining.enrol(db, one.programme_id, one.user_id, answers, now)
