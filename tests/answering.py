"""Going through the three forms of joining as a person does."""

from typing import Any

from taking_part import id_of, programme_of

from bot.demo import Demo
from bot.sandbox.actors import Actor
from bot.sandbox.actors.sight import Form
from bot.sandbox.acts.forms import fill
from bot.sandbox.elements import placed
from storage import joining, people, skills

STYLE = {"style_plan": "a", "style_learn": "b", "style_feedback": "b", "style_rhythm": "a"}
HOSTILE = '"}]}, <!channel> {% raw %} & <@U0GINA>'


def open_form(person: Actor) -> Form:
    """The form that lies on top."""
    form = person.form
    assert form is not None, f"{person} has no form open"
    return form


def tell_about_oneself(person: Actor, **more: Any) -> Form:
    """The first form, opened and sent; the form that follows."""
    if person.form is None:
        person.types("/mentor join")
    person.fills({"role": "mentor"} | more)
    return open_form(person)


def rate(person: Actor, *ratings: int) -> Form:
    """The second form, its ratings in the order of the topics."""
    fields = [block for block in open_form(person).blocks if block["type"] == "input"]
    assert len(fields) == len(ratings), [block["label"]["text"] for block in fields]
    person.fills({block["block_id"]: str(rating) for block, rating in zip(fields, ratings, strict=True)})
    return open_form(person)


def prefer(person: Actor, **more: Any) -> Form:
    """The third form, with consent where it is asked."""
    asked = open_form(person).fields
    consent = {"consent": ["yes"]} if "Your consent" in asked else {}
    person.fills(STYLE | {"formats": ["video"], "languages": ["en"]} | consent | more)
    return open_form(person)


def join(person: Actor, **about_oneself: Any) -> Form:
    """The whole way, without topics unless they are given; the last word."""
    last = tell_about_oneself(person, **about_oneself)
    topics = [
        block for block in last.blocks if block["type"] == "input" and block["block_id"].startswith(("offer_", "want_"))
    ]
    if topics:
        rate(person, *[3] * len(topics))
    return prefer(person)


def without_suggestions(demo: Demo, person: Actor) -> Actor:
    """As if HR had suggested nothing for this person's form."""
    with demo.store.begin() as db:
        joining.drop_draft(db, person.id, joining.FORM, "1")
    return person


def unknown_to_hr(demo: Demo, person: Actor) -> None:
    """As if no import had ever named this person."""
    without_suggestions(demo, person)
    with demo.store.begin() as db:
        people.remember(
            db,
            person.id,
            level=None,
            department=None,
            manager_id=None,
            manager_known=False,
            zone=None,
            imported_at=None,
        )


def submission(demo: Demo, person: Actor, **values: Any) -> dict[str, Any]:
    """What Slack would send if the form that lies on top were submitted now, to be delivered later or twice."""
    slack = demo.sandbox.slack
    view = slack.views.top(person.id)
    assert view is not None
    assert fill(slack, view, {name: {name: value} for name, value in values.items()}) == {}
    return slack.payloads.submission(slack.workspace.people[person.id], view)


def clicking(demo: Demo, person: Actor, action: str) -> dict[str, Any]:
    """What Slack would send if this button of the form that lies on top were clicked now."""
    slack = demo.sandbox.slack
    view = slack.views.top(person.id)
    assert view is not None
    block, button = next(found for found in placed(view.blocks) if found[1]["action_id"] == action)
    clicked = {"type": "button", "action_id": action, "block_id": block["block_id"], "value": button.get("value")}
    payload = slack.payloads.submission(slack.workspace.people[person.id], view)
    container = {"type": "view", "view_id": view.id}
    return payload | {"type": "block_actions", "container": container, "actions": [clicked | {"action_ts": "1.000000"}]}


def deliver(demo: Demo, payload: dict[str, Any]) -> dict[str, Any]:
    """Send such a payload to the bot; its answer."""
    answer = demo.sandbox.slack.delivery.interaction(payload, "something late")
    assert answer.status == 200
    return dict(answer.body or {})


def ratings(demo: Demo, first: str, side: str) -> dict[str, int]:
    """How well somebody knows their topics on one side, as they said when they joined."""
    with demo.store.read() as db:
        found = skills.ratings(db, programme_of(demo).id or 0, id_of(demo, first))
    return {topic: rating for (on, topic), rating in found.items() if on == side}
