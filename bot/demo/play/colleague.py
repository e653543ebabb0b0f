"""One simulated employee: reads what the bot wrote, and does something about it as they are."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from random import Random
from typing import Any

from bot.sandbox.actors import Actor, Form, Home, Result, Said
from bot.sandbox.actors.pressing import pressable

from .forms import Known, filled_in, further, read
from .habits import A_TIME, FURTHER, MET, NOTHING, Habits, button, chosen, in_forms, on_home, times
from .inbox import Inbox
from .temperaments import Temperament
from .words import MET as IN_WORDS
from .words import TOPICS

MOST_PAGES = 8
"""Pages that follow each other before somebody gives up."""
NO_RESULT = Result({"ok": True, "messages": []})
LENGTHS = (30, 40, 45, 45, 50, 60)


@dataclass
class Colleague:
    """Somebody with a temperament; the chance is their own, so that nobody else changes what they do."""

    actor: Actor
    temperament: Temperament
    habits: Habits
    chance: Random
    inbox: Inbox
    clock: Callable[[], datetime]
    zone: str
    others: list[str]
    leads: bool
    did: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    known: Known = field(default_factory=dict)

    @cached_property
    def page_habits(self) -> Habits:
        """What is done on pages."""
        return in_forms(self.temperament)

    @cached_property
    def home_habits(self) -> Habits:
        """What is begun on Home."""
        return on_home(self.temperament)

    def types(self, command: str) -> None:
        """Type a command, and fill in what it opens."""
        self._goes_on(self._does("command", text=command, channel="dm"))

    def sets_the_length(self, months: int) -> None:
        """Let the programme have so many months, and as many sessions."""
        form = self._does("command", text="/mentor admin programme", channel="dm").form
        if form:
            values = {name: {name: str(months)} for name in ("length_months", "sessions")}
            self._does("submit", view=form.id, values=values)

    def looks_at(self, message: Said) -> None:
        """Read a message, and do something about each thing that it asks; or leave it."""
        read(self.inbox.now(message).text, self.known)
        if self.chance.random() >= self.temperament.answers:
            return
        for part in parts(self.inbox.now(message)):
            if part.blocks[0] in self.inbox.now(message).blocks:
                self._answers(part)

    def looks_around(self) -> None:
        """Open Home, and do at most one of the things that are offered there."""
        self._on_home(self.home_habits)

    def ends_the_pair(self) -> None:
        """Open Home, and end the first pair that stands there, or leave its circle."""
        ends = ("End this pair", "Leave this circle", "End this circle")
        self._on_home({end: {end: 1} for end in ends})

    def _on_home(self, habits: Habits) -> None:
        home = self._does("home").form
        if home:
            read(home.text, self.known)
            self._goes_on(self._picks(Home(home.view), habits, set()))

    def _answers(self, part: Said) -> None:
        deed = chosen(self.habits, part.buttons, self.chance)
        if deed == MET:
            self._says_that_they_met(part)
        elif deed == A_TIME:
            self._goes_on(self._clicks(self.chance.choice(times(part.buttons)), part))
        elif deed == FURTHER:
            self._says_how_far_they_are(part)
        elif deed != NOTHING:
            self._goes_on(self._clicks(deed, part))

    def _says_that_they_met(self, part: Said) -> None:
        """In the thread where it is clear who is meant, else with the button."""
        if self.inbox.now(part).buttons.count("Not yet") > 1:
            self._goes_on(self._clicks("Log session", part))
            return
        words = self.chance.choice(IN_WORDS)
        text = words.format(minutes=self.chance.choice(LENGTHS), topic=self.chance.choice(TOPICS))
        self._does("message", text=text, channel=part.channel, thread_ts=part.thread)

    def _says_how_far_they_are(self, part: Said) -> None:
        block = part.blocks[0]
        asked = block["accessory"]
        where = {"message": part.reference, "block_id": block["block_id"], "action_id": asked["action_id"]}
        self._does("click", value=further(asked, asked.get("initial_option"), self.chance), **where)

    def _goes_on(self, result: Result) -> None:
        """Fill in and send, or press on, until there is nothing more to do; then close what still lies open."""
        form, pressed = None, set[str]()
        for _ in range(MOST_PAGES):
            if result.form is None or isinstance(result.form, Home) or result.form.view["type"] != "modal":
                break
            form = result.form
            read(form.text, self.known)
            result = self._sends(form) if form.submit else self._picks(form, self.page_habits, pressed)
        if form:
            with suppress(LookupError):
                self.actor.act("close", view=form.view["root_view_id"], clear=True)

    def _sends(self, form: Form) -> Result:
        self.did[form.submit] += 1
        values = filled_in(form, self.chance, self.clock().date(), self.others, self.known)
        return self._does("submit", view=form.id, values=values)

    def _picks(self, page: Form, habits: Habits, pressed: set[str]) -> Result:
        """Press at most one button of a page, and none that was pressed before."""
        offered = [(part, chosen(habits, part.buttons, self.chance)) for part in parts(page)]
        wanted = [(part, deed) for part, deed in offered if deed not in {NOTHING, *pressed}]
        if not wanted:
            return NO_RESULT
        part, deed = self.chance.choice(wanted)
        pressed.add(deed)
        return self._clicks(deed, part)

    def _clicks(self, deed: str, part: Said | Form) -> Result:
        label = button(deed, part.buttons)
        target = pressable(part, label or deed)
        assert label is not None
        assert target is not None
        self.did[label] += 1
        return self._does("click", **target.act(None))

    def _does(self, verb: str, **body: Any) -> Result:
        try:
            result = self.actor.act(verb, **body)
        except LookupError as gone:
            self.refused.append(f"{self.actor.name} could not {verb}: {gone}")
            return NO_RESULT
        self.inbox.take_in(result.messages)
        if not result.ok:
            self.refused.append(f"{self.actor.name} could not {verb} {body}: {result}")
        return result


def parts(page: Any) -> list[Any]:
    """A message or a page as one of its kind for each block that has buttons."""
    content = page.message if isinstance(page, Said) else page.view
    single = (type(page)({**content, "blocks": [block]}) for block in page.blocks if block["type"] != "input")
    return [part for part in single if part.buttons]
