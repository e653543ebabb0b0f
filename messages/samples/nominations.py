"""Nominations: the form, the same thanks for all, the one question, and the no."""

from typing import Any

from messages.samples import Typed

ONE = [(1, Typed("Reverse mentoring"))]

SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "nominations/nominate": {
        "one programme": {"programmes": ONE},
        "two programmes": {"programmes": [*ONE, (2, Typed("Young leaders"))]},
    },
    "nominations/thanks": {"whatever is known": {"nominee": "U0BEN"}},
    "nominations/asked": {
        "once, among peers": {"nomination": 5, "programme": Typed("Peers"), "programme_id": 1, "peers": True},
        "once": {"nomination": 5, "programme": Typed("Reverse mentoring"), "programme_id": 1},
    },
    "nominations/declined": {
        "a no": {"programme": Typed("Reverse mentoring"), "takes_part": False},
        "takes part by now": {"programme": Typed("Reverse mentoring"), "takes_part": True},
    },
}
