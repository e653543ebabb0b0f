"""Colleagues who use the bot as people do: over the sandbox's HTTP API, by what they can see."""

from .actor import Actor
from .result import Refused, Result
from .sight import Form, Home, Said
from .world import World

__all__ = ["Actor", "Form", "Home", "Refused", "Result", "Said", "World"]
