"""A Slack small enough to read: a strict stand-in with a page, a JSON API (API.md) and a time machine."""

from .clock import Clock
from .people import SandboxPerson
from .sandbox import PATIENCE, RealTokenNearby, Sandbox

__all__ = ["PATIENCE", "Clock", "RealTokenNearby", "Sandbox", "SandboxPerson"]
