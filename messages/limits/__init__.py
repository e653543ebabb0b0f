"""What Slack holds a message or a view to, as one pure check for whoever builds, sends or receives one."""

import json
from collections.abc import Mapping
from typing import Any

from messages.limits.blocks import SURFACES
from messages.limits.checks import Problem, Sheet, Surface

__all__ = ["STACKED_VIEWS", "VIEW_BYTES", "Problem", "Surface", "lint"]

STACKED_VIEWS = 3
VIEW_BYTES = 250_000


def lint(surface: Surface, payload: Mapping[str, Any]) -> list[Problem]:
    """Everything that Slack would refuse in a message (`text`, `blocks`, `metadata`) or in a view; empty if nothing."""
    sheet = Sheet(surface)
    SURFACES[surface](sheet, None, payload)
    if surface != "message" and (sheet.problems or sheet.bytes_at_most() > VIEW_BYTES):
        _weigh(sheet, payload)
    return sheet.problems


def _weigh(sheet: Sheet, payload: Mapping[str, Any]) -> None:
    """Write the view out as JSON, which takes as long as all the checks: only one that may be too long."""
    if (size := len(json.dumps(payload, default=str))) > VIEW_BYTES:
        sheet.refuse(None, "size", f"the view has {size} bytes as JSON, allowed are {VIEW_BYTES}")
