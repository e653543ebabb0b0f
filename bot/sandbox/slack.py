"""The stand-in as one object: what the Web API's methods and the acts of people work on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .clock import Clock
from .delivery import Delivery
from .errors import SlackError
from .events import Events
from .faults import Faults
from .files import Files
from .manifest import Manifest
from .payloads import Payloads
from .people import SandboxPerson
from .rates import Rates
from .responses import Responses
from .traffic import Traffic
from .triggers import Triggers
from .views import Views
from .workspace import Workspace

if TYPE_CHECKING:
    from .playing import Stage

Json = dict[str, Any]


@dataclass(frozen=True)
class Identity:
    """Who the app is: its token and secret, and its ids."""

    bot_token: str = "xoxb-sandbox-token"
    app_token: str = "xapp-sandbox-token"
    signing_secret: str = "sandbox-signing-secret"
    app_id: str = "A0SANDBOX1"
    bot_user: str = "U0MENTORBT"
    bot_id: str = "B0SANDBOX1"
    team: str = "T0SANDBOX1"


@dataclass
class Outside:
    """What the composition root lends: the bot's own work, stepped by any clock, its gallery, and who plays."""

    step: Callable[[datetime], Sequence[Json]] = lambda until: ()  # noqa: ARG005
    settle: Callable[[], None] = lambda: None
    next_due: Callable[[], datetime | None] = lambda: None
    gallery: Callable[[], Sequence[Json]] = lambda: ()
    stage: "Stage | None" = None


class Slack:
    """All parts of the stand-in, wired."""

    def __init__(
        self, manifest: Path, people: Sequence[SandboxPerson], clock: Clock, identity: Identity, patience: float
    ) -> None:
        self.identity, self.clock = identity, clock
        self.manifest = Manifest.read(manifest)
        handle = self.manifest.name.casefold().replace(" ", "")
        bot = SandboxPerson(identity.bot_user, handle, self.manifest.name, tz="UTC", is_bot=True)
        self.workspace = Workspace(people, clock, bot, identity.team)
        self.traffic, self.faults, self.rates = Traffic(), Faults(), Rates(clock)
        self.triggers = Triggers(clock, patience)
        self.views = Views(self.workspace, identity.app_id, identity.bot_id)
        self.responses = Responses(self.workspace)
        self.files = Files(self.workspace)
        self.payloads = Payloads(self.workspace, self.views, identity.app_id, identity.bot_id)
        self.delivery = Delivery(identity.signing_secret, clock, self.traffic, patience)
        self.events = Events(self.workspace, self.manifest, self.payloads, self.delivery)
        self.outside = Outside()
        self.url = ""

    def require(self, scope: str) -> None:
        """Refuses a call for which the manifest does not ask this scope."""
        if scope not in self.manifest.scopes:
            raise SlackError("missing_scope", needed=scope, provided=",".join(self.manifest.scopes))

    def finish(self, settle: Callable[[], object] | None = None) -> list[Json]:
        """Lets everything be done that something caused: the bot's queue, and the events about what it posted.

        `settle` may wait out a few seconds of pacing; who must not move the clock brings another one.
        """
        settle = settle or self.outside.settle
        settle()
        repeated = self.events.deliver()
        if repeated:
            settle()
            self.events.deliver()
        return repeated
