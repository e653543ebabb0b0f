"""Every message and form with every sample, rendered: the gallery page and the tests of words look at the same."""

from typing import Any

from messages import preview
from messages.samples import SAMPLES


def gallery() -> list[dict[str, Any]]:
    """Each sample of each template: its name, its label, where it appears, and the payload."""
    return [_shown(name, label, values) for name, samples in SAMPLES.items() for label, values in samples.items()]


def _shown(name: str, label: str, values: dict[str, Any]) -> dict[str, Any]:
    surface, payload = preview(name, **values)
    return {"name": name, "label": label, "surface": surface, "payload": payload}
