"""Forms: filling, submitting and closing them."""

from typing import Any

from ..checks import complaints
from ..delivery import Answer
from ..elements import placed
from ..errors import NotThere, SlackError
from ..inputs import Unfit, coerced
from ..people import SandboxPerson
from ..slack import Slack
from ..views import View
from .outcome import Outcome, answered, misanswered
from .wish import Wish

Json = dict[str, Any]
TROUBLE = "We had some trouble connecting. Try again?"


def submit(slack: Slack, user: SandboxPerson, wish: Wish) -> Outcome:
    """Submits the form in sight, after the checks of Slack's own client."""
    values = wish.values()
    with slack.workspace.lock:
        view = wish.view(user)
        if view is not slack.views.top(user.id):
            raise NotThere(f"another view lies on top of {view.id}")
        if not view.definition.get("submit"):
            raise NotThere(f"{view.id} has nothing to submit")
        wrong = fill(slack, view, values)
        wrong = complaints(view.blocks, view.values) | wrong
        if wrong:
            return Outcome(error="invalid_input", errors=wrong)
        payload = slack.payloads.submission(user, view)
        payload["trigger_id"] = slack.triggers.issue(user.id)
    answer = slack.delivery.interaction(payload, f"view_submission {view.definition.get('callback_id', '')}")
    if answer.error:
        return answered(answer, TROUBLE)
    with slack.workspace.lock:
        return _obeyed(slack, view, answer)


def close(slack: Slack, user: SandboxPerson, wish: Wish) -> Outcome:
    """Closes the form in sight, or with `clear` the whole stack; the bot hears of it where it asked to."""
    with slack.workspace.lock:
        view = wish.view(user)
        cleared = bool(wish.raw("clear")) or bool(view.definition.get("clear_on_close"))
        stack = slack.views.stacks[user.id]
        gone = stack[::-1] if cleared else stack[stack.index(view) :][::-1]
        told = [slack.views.shown(closed) for closed in gone if closed.definition.get("notify_on_close")]
        if cleared:
            slack.views.clear(user.id)
        else:
            slack.views.close(view)
    outcome = Outcome()
    for shown in told:
        payload = slack.payloads.closing(user, shown, cleared)
        outcome = answered(slack.delivery.interaction(payload, f"view_closed {shown['callback_id']}"))
    return outcome


def fill(slack: Slack, view: View, values: Json) -> dict[str, str]:
    """Types values into a view; says per block_id what does not fit there."""
    elements = {(block["block_id"], element["action_id"]): element for block, element in placed(view.blocks)}
    wrong: dict[str, str] = {}
    for block_id, held in values.items():
        for action_id, value in held.items():
            element = elements.get((block_id, action_id))
            if element is None:
                raise NotThere(f"there is no input {block_id}.{action_id} in {view.id}")
            try:
                typed = coerced(element, _uploaded(slack, view.user, element, value))
                view.typed.setdefault(block_id, {})[action_id] = typed
            except Unfit as unfit:
                wrong[block_id] = str(unfit)
    return wrong


def _uploaded(slack: Slack, user: str, element: Json, value: Any) -> Any:
    if element["type"] != "file_input" or not isinstance(value, list):
        return value
    given = [slack.files.given(str(one.get("name")), str(one.get("content", "")), user) for one in value]
    return [slack.files.shown(file) for file in given]


def _obeyed(slack: Slack, view: View, answer: Answer) -> Outcome:
    """https://docs.slack.dev/surfaces/modals/#response_actions"""
    body = answer.body or {}
    if not isinstance(body, dict):
        return misanswered(answer, TROUBLE, "the answer to a submission is empty or a JSON object")
    action = body.get("response_action")
    if action == "errors":
        return _with_errors(view, answer, body.get("errors"))
    try:
        _respond(slack, view, action, body)
    except SlackError as error:
        return misanswered(answer, TROUBLE, error.name, *error.problems)
    return answered(answer)


def _respond(slack: Slack, view: View, action: Any, body: Json) -> None:
    if action is None and not body:
        if view in slack.views.stacks.get(view.user, ()):
            slack.views.close(view)
    elif action == "clear":
        slack.views.clear(view.user)
    elif action == "update":
        slack.views.update(view, body.get("view") or {})
    elif action == "push":
        slack.views.push(view.user, body.get("view") or {})
    else:
        raise SlackError("invalid_response_action", [f"{action!r} is not errors, update, push or clear"])


def _with_errors(view: View, answer: Answer, errors: Any) -> Outcome:
    if not isinstance(errors, dict) or not errors or not all(isinstance(e, str) and e for e in errors.values()):
        return misanswered(answer, TROUBLE, "errors must be an object {block_id: sentence} with at least one entry")
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    strangers = sorted(set(errors) - inputs)
    if strangers:
        return misanswered(answer, TROUBLE, *(f"{block_id} is no input of this view" for block_id in strangers))
    return Outcome(answer.status, answer.body, errors=errors)
