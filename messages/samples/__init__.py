"""One sample of each message and form for each of its branches: template name → label → values.

They feed the gallery, the golden tests and the tests with hostile texts. Each story keeps its own file here.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any


class Typed(str):
    """What somebody typed freely, in a sample: the tests put hostile text in its place, and the longest allowed."""

    most: int

    def __new__(cls, words: str, most: int = 500) -> "Typed":
        made = super().__new__(cls, words)
        made.most = most
        return made


Samples = dict[str, dict[str, dict[str, Any]]]


def _collected() -> Samples:
    stories = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    found: Samples = {}
    for story in stories:
        for name, labelled in story.SAMPLES.items():
            found.setdefault(name, {}).update(labelled)
    return found


SAMPLES: Samples = _collected()
