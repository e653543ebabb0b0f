"""Modals, each person's stack of them, and Homes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from messages.limits import Surface, lint

from .elements import placed, with_ids
from .errors import SlackError
from .inputs import Values, state_values
from .workspace import Workspace

Json = dict[str, Any]
DEEPEST = 3


@dataclass
class View:
    """A modal or a Home that one person sees; `typed` is what they have filled in so far."""

    id: str
    user: str
    definition: Json
    hash: str
    root: str
    previous: str | None = None
    typed: Values = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        """The blocks, with all ids filled in."""
        blocks: list[Json] = self.definition["blocks"]
        return blocks

    @property
    def values(self) -> Values:
        """The present content of every element that can hold something."""
        return state_values(self.blocks, self.typed)


class Views:
    """Every open view; a person's stack is at most three deep."""

    def __init__(self, workspace: Workspace, app_id: str, bot_id: str) -> None:
        self._workspace, self._app_id, self._bot_id = workspace, app_id, bot_id
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def open(self, user: str, view: Json) -> View:
        """Opens a modal in place of whatever modal the person has open."""
        fresh = self._made(user, view, "modal")
        self.stacks[user] = [fresh]
        self._workspace.touch()
        return fresh

    def push(self, user: str, view: Json) -> View:
        """Lays a modal on top of the person's stack; refuses the fourth."""
        stack = self.stacks.get(user, [])
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= DEEPEST:
            raise SlackError("push_limit_reached")
        fresh = self._made(user, view, "modal")
        fresh.root, fresh.previous = stack[0].id, stack[-1].id
        stack.append(fresh)
        self._workspace.touch()
        return fresh

    def update(self, view: View, definition: Json, stamp: object = None) -> View:
        """Gives a view new content, keeping what was typed under the same ids; refuses an outdated `stamp`."""
        if stamp and stamp != view.hash:
            raise SlackError("hash_conflict")
        view.definition = self._complete(definition, view.definition["type"], but=view)
        view.hash = self._new_hash()
        view.typed = _still_fitting(view)
        self._workspace.touch()
        return view

    def publish(self, user: str, definition: Json, stamp: object = None) -> View:
        """Puts a Home before a person."""
        home = self.homes.get(user)
        if home:
            return self.update(home, definition, stamp)
        self.homes[user] = self._made(user, definition, "home")
        self._workspace.touch()
        return self.homes[user]

    def close(self, view: View) -> None:
        """Takes a view, and everything above it, off its stack."""
        stack = self.stacks[view.user]
        del stack[stack.index(view) :]
        self._workspace.touch()

    def clear(self, user: str) -> list[View]:
        """Closes the whole stack and says what was in it, the top first."""
        closed = self.stacks.pop(user, [])[::-1]
        self._workspace.touch()
        return closed

    def find(self, view_id: object = None, external_id: object = None) -> View | None:
        """An open modal or a Home by its id or the bot's own name for it."""
        if view_id:
            return next((view for view in self._all() if view.id == view_id), None)
        if external_id:
            return next((view for view in self._all() if view.definition.get("external_id") == external_id), None)
        return None

    def top(self, user: str) -> View | None:
        """The modal that the person sees."""
        stack = self.stacks.get(user)
        return stack[-1] if stack else None

    def shown(self, view: View) -> Json:
        """Slack's view object: https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload."""
        return {
            "id": view.id,
            "team_id": self._workspace.team,
            "private_metadata": "",
            "callback_id": "",
            "external_id": "",
            "title": None,
            "submit": None,
            "close": None,
            "clear_on_close": False,
            "notify_on_close": False,
            **view.definition,
            "state": {"values": view.values},
            "hash": view.hash,
            "previous_view_id": view.previous,
            "root_view_id": view.root,
            "app_id": self._app_id,
            "app_installed_team_id": self._workspace.team,
            "bot_id": self._bot_id,
        }

    def _made(self, user: str, definition: Json, kind: Surface) -> View:
        whole = self._complete(definition, kind)
        id_ = self._workspace.new_id("V0")
        return View(id=id_, user=user, definition=whole, hash=self._new_hash(), root=id_)

    def _complete(self, definition: Any, kind: Surface, but: View | None = None) -> Json:
        if not isinstance(definition, dict) or definition.get("type") != kind:
            raise SlackError("invalid_arguments", [f"[ERROR] must be a view of type {kind} [json-pointer:/view]"])
        problems = lint(kind, definition)
        if problems:
            raise SlackError("invalid_arguments", spelled(problems))
        other = self.find(external_id=definition.get("external_id"))
        if other and other is not but:
            raise SlackError("duplicate_external_id")
        return {**definition, "blocks": with_ids(definition["blocks"], lambda: self._workspace.new_id("b"))}

    def _new_hash(self) -> str:
        return f"{self._workspace.stamp()}.{self._workspace.new_id('h')}"

    def _all(self) -> Iterable[View]:
        for stack in self.stacks.values():
            yield from stack
        yield from self.homes.values()


def _still_fitting(view: View) -> Values:
    kinds = {(block["block_id"], element["action_id"]): element["type"] for block, element in placed(view.blocks)}
    return {
        block_id: {
            action_id: value for action_id, value in held.items() if kinds.get((block_id, action_id)) == value["type"]
        }
        for block_id, held in view.typed.items()
    }


def spelled(problems: Iterable[Any]) -> list[str]:
    """Problems of the limits as Slack writes them into response_metadata.messages."""
    return [f"[ERROR] {problem.message} [json-pointer:{problem.path}] ({problem.rule})" for problem in problems]
