"""Clicking: buttons, menus and pickers in messages, forms and Homes."""

from typing import Any

from ..checks import too_many
from ..elements import placed, visible_text
from ..errors import Misunderstood, NotThere
from ..inputs import Unfit, coerced, content, state_values
from ..messages import Message
from ..people import SandboxPerson
from ..slack import Slack
from ..views import View
from .forms import fill
from .outcome import Outcome, answered, refused
from .wish import Wish

Json = dict[str, Any]
DID_NOT_WORK = "This didn't work. Please try again."
NOT_INTERACTIVE = "This app is not configured to handle interactive responses."


def click(slack: Slack, user: SandboxPerson, wish: Wish) -> Outcome:
    """Clicks a button or picks something; what is picked is remembered as the element's state."""
    if not slack.manifest.interactive:
        return refused("interactivity_disabled", NOT_INTERACTIVE)
    with slack.workspace.lock:
        place = _place(slack, user, wish)
        block, element = _element(place.blocks, wish)
        try:
            picked = _picked(element, wish)
        except Unfit as unfit:
            raise NotThere(f"{wish.text('action_id')}: {unfit}") from None
        if picked and too_many(element, content(picked)):
            return refused("too_many_selected", f"At most {element['max_selected_items']} can be selected.")
        _remember(place, user, block, element, picked)
        payload = _payload(slack, user, place, _action(slack, block, element, picked))
    answer = slack.delivery.interaction(payload, f"block_actions {element['action_id']}")
    return answered(answer, DID_NOT_WORK)


def _place(slack: Slack, user: SandboxPerson, wish: Wish) -> Message | View:
    if wish.has("message"):
        return wish.message(user)
    if wish.has("view"):
        view = wish.view(user)
        if wish.has("values"):
            fill(slack, view, wish.values())
        return view
    if not wish.has("home"):
        raise Misunderstood("say where to click: message, view or home")
    home = slack.views.homes.get(user.id)
    if home is None:
        raise NotThere(f"{user.name} has no Home yet")
    return home


def _element(blocks: list[Json], wish: Wish) -> tuple[Json, Json]:
    action_id, block_id, value = wish.text("action_id"), wish.raw("block_id"), wish.raw("value")
    found = [
        (block, element)
        for block, element in placed(blocks)
        if element["action_id"] == action_id and block_id in (None, block["block_id"])
    ]
    if value is not None:
        found = [pair for pair in found if pair[1]["type"] != "button" or _reads(pair[1], value)]
    if not found:
        raise NotThere(f"there is no {action_id} here{f' with {value!r}' if value is not None else ''}")
    block, element = found[0]
    if block["type"] == "input" and not block.get("dispatch_action"):
        raise NotThere(f"{action_id} is an input that tells the bot nothing before the form is submitted")
    return block, element


def _reads(button: Json, value: Any) -> bool:
    return str(value) in (button.get("value"), visible_text(button))


def _picked(element: Json, wish: Wish) -> Json | None:
    if element["type"] == "button":
        return None
    picked = coerced(element, wish.raw("value"))
    if element["type"] == "overflow" and content(picked) is None:
        raise Misunderstood("an overflow menu needs a value")
    return picked


def _remember(place: Message | View, user: SandboxPerson, block: Json, element: Json, picked: Json | None) -> None:
    if picked and element["type"] != "overflow":
        held = place.typed if isinstance(place, View) else place.state.setdefault(user.id, {})
        held.setdefault(block["block_id"], {})[element["action_id"]] = picked


def _action(slack: Slack, block: Json, element: Json, picked: Json | None) -> Json:
    action = {"action_id": element["action_id"], "block_id": block["block_id"], "action_ts": slack.workspace.stamp()}
    if picked:
        return action | picked
    shown = {key: element[key] for key in ("text", "value", "style") if key in element}
    return action | {"type": "button"} | shown


def _payload(slack: Slack, user: SandboxPerson, place: Message | View, action: Json) -> Json:
    if isinstance(place, View):
        payload = slack.payloads.on_view(user, place, action)
    else:
        values = state_values(place.blocks, place.state.get(user.id, {}))
        payload = slack.payloads.on_message(user, place, action, values)
        token = slack.responses.issue(user.id, place.channel, place)
        payload["response_url"] = f"{slack.url}/response/{token}"
    payload["trigger_id"] = slack.triggers.issue(user.id)
    return payload
