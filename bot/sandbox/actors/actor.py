"""A colleague who types, clicks, fills in and reads; an act that fails says what was visible."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .filling import filled
from .pressing import Target, pressable
from .result import Refused, Result
from .sight import Form, Home, Said

if TYPE_CHECKING:
    from .world import World

Json = dict[str, Any]


class Actor:
    """One person of the world; acts raise Refused where Slack or the bot did not let them happen."""

    def __init__(self, world: "World", id_: str, name: str) -> None:
        self.world, self.id, self.name = world, id_, name

    def __repr__(self) -> str:
        return f"<{self.name} {self.id}>"

    def types(self, text: str, channel: str | None = None) -> Result:
        """Types into the composer: a slash command, or else a message."""
        where = {"channel": channel or "dm"}
        return self._does("command" if text.startswith("/") else "message", text=text, **where)

    def says(self, text: str) -> Result:
        """Writes a plain message to the bot."""
        return self._does("message", text=text, channel="dm")

    def replies(self, text: str, to: Said | None = None) -> Result:
        """Replies in the thread of a message, of the bot's newest one where none is named."""
        first = to or self._newest_from_bot()
        return self._does("message", text=text, channel=first.channel, thread_ts=first.thread)

    def edits(self, message: Said, text: str) -> Result:
        """Changes a message of one's own."""
        return self._does("edit", message=message.reference, text=text)

    def deletes(self, message: Said) -> Result:
        """Takes back a message of one's own."""
        return self._does("delete", message=message.reference)

    def clicks(self, label: str, value: Any = None, in_: Said | Form | None = None) -> Result:
        """Clicks what carries this label: in the open form, else in the newest message that has it, else on Home.

        A label on an option picks it; the form's own buttons submit and close it; `value` is what a picker is set to.
        """
        form = self.form if in_ is None else None
        if form and label == form.submit:
            return self.fills()
        if form and label == form.close:
            return self.closes()
        target = self._target(label, in_)
        return self._does("click", **target.act(self._id_or_value(value)))

    def fills(self, values: Mapping[str, Any] | None = None, **more: Any) -> Result:
        """Fills in the form in sight, by label or block_id, and submits it."""
        result = self.tries_to_fill(values, **more)
        if not result.ok:
            raise Refused(f"{self.name} could not submit the form: {result}\n{self._view()}", result)
        return result

    def tries_to_fill(self, values: Mapping[str, Any] | None = None, **more: Any) -> Result:
        """Like `fills`, for a form that is expected to be refused."""
        form = self._open_form()
        given = filled(form, {**(values or {}), **more}, self._person_id)
        return self.act("submit", view=form.id, values=given)

    def closes(self, *, everything: bool = False) -> Result:
        """Closes the form in sight, or all that lie on each other."""
        return self._does("close", view=self._open_form().id, clear=everything)

    def shortcut(self, name: str, message: Said | None = None) -> Result:
        """Uses a shortcut by its name or callback_id, on a message where one is given."""
        offered = self.world.get("/commands")["shortcuts"]
        kind = "message" if message else "global"
        found = [s for s in offered if s["type"] == kind and name in (s["name"], s["callback_id"])]
        if not found:
            raise LookupError(f"there is no {kind} shortcut {name!r}: {[s['name'] for s in offered]}")
        extra = {"message": message.reference} if message else {}
        return self._does("shortcut", callback_id=found[0]["callback_id"], **extra)

    def opens_home(self) -> Home:
        """Opens the Home tab and looks at it."""
        result = self._does("home")
        if result.form is None:
            raise Refused(f"{self.name} opened Home and saw nothing there", result)
        return Home(result.form.view)

    def invites_bot(self, channel: str) -> Result:
        """Invites the bot into a channel."""
        return self._does("invite", channel=channel)

    @property
    def said(self) -> list[Said]:
        """Every message that this person can see, newest last."""
        return [Said(message) for message in self.world.state(self.id)["messages"]]

    @property
    def hears(self) -> list[Said]:
        """What the bot wrote to this person alone, newest last: in their own conversation, or for their eyes only."""
        state = self.world.state(self.id)
        own = [c["id"] for c in state["channels"] if c["kind"] == "dm" and c["bot"]]
        said = [Said(message) for message in state["messages"]]
        return [message for message in said if message.by_bot and (message.only_to or message.channel in own)]

    @property
    def sees(self) -> list[str]:
        """The texts of those messages."""
        return [message.text for message in self.said]

    @property
    def last(self) -> Said:
        """The newest message that this person can see."""
        said = self.said
        if not said:
            raise LookupError(f"{self.name} sees no message")
        return said[-1]

    @property
    def form(self) -> Form | None:
        """The open form, the top one of the stack."""
        stack = self.world.state(self.id)["views"].get(self.id)
        return Form(stack[-1]) if stack else None

    @property
    def home(self) -> Home | None:
        """The Home tab as it stands, without opening it."""
        view = self.world.state(self.id)["homes"].get(self.id)
        return Home(view) if view else None

    def reads(self, message: Said) -> Said:
        """The message as it stands now."""
        for said in self.said:
            if said.reference == message.reference:
                return said
        raise LookupError(f"{self.name} no longer sees {message.text!r}\n{self._view()}")

    def act(self, verb: str, **body: Any) -> Result:
        """Any act of API.md, whatever comes of it."""
        return Result(self.world.post(f"/act/{verb}", {"user": self.id, **body}))

    def _does(self, verb: str, **body: Any) -> Result:
        result = self.act(verb, **body)
        if not result.ok:
            raise Refused(f"{self.name} could not {verb} {body}: {result}", result)
        return result

    def _target(self, label: str, in_: Said | Form | None) -> Target:
        for place in [in_] if in_ else self._places():
            found = pressable(place, label)
            if found:
                return found
        raise LookupError(f"{self.name} sees nothing to click called {label!r}\n{self._view()}")

    def _places(self) -> list[Said | Form]:
        seen = (self.form, *reversed(self.said), self.home)
        return [place for place in seen if place]

    def _open_form(self) -> Form:
        form = self.form
        if form is None:
            raise LookupError(f"{self.name} has no form open\n{self._view()}")
        return form

    def _newest_from_bot(self) -> Said:
        for message in reversed(self.hears):
            if not message.only_to:
                return message
        raise LookupError(f"the bot has not written to {self.name}\n{self._view()}")

    def _id_or_value(self, value: Any) -> Any:
        return value.id if isinstance(value, Actor) else value

    def _person_id(self, who: Any) -> str:
        return who.id if isinstance(who, Actor) else self.world.person(str(who)).id

    def _view(self) -> str:
        """What this person has before their eyes, for the message of a failure."""
        form, home = self.form, self.home
        lines = [f"{self.name} sees, newest last:"]
        lines += [f"  - {said.text!r} {said.buttons or ''}" for said in self.said[-8:]]
        if form:
            lines.append(f"  form {form.title!r}: fields {form.fields}, buttons {[*form.buttons, form.submit]}")
            lines += [f"    {line}" for line in form.text.splitlines()]
        if home:
            lines.append(f"  Home: buttons {home.buttons}")
        return "\n".join(lines)
