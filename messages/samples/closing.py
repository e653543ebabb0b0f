"""Samples of the end of a pair: what was reached, and what comes next."""

from datetime import UTC, datetime
from typing import Any

from messages.samples import Typed

MUCH: dict[str, Any] = {
    "months": 6,
    "sessions": 6,
    "expected": 6,
    "goals": [Typed("Publish a short video"), Typed("Draft a report with an AI tool")],
    "kept": 3,
    "made": 4,
}
LITTLE = MUCH | {"months": 1, "sessions": 1, "expected": 4, "goals": [], "kept": 1, "made": 1}
NOTHING = MUCH | {"sessions": 0, "expected": 6, "goals": [], "kept": 0, "made": 2}
AN_HOUR = MUCH | {"months": 0, "sessions": 1, "expected": 0, "goals": [], "kept": 0, "made": 0}
SAID: dict[str, Any] = {
    "programme": Typed("Reverse mentoring"),
    "programme_id": 1,
    "open": True,
    "pair": 21,
    "partner": "U0GINA",
    "rotation": "never",
    "choice": None,
    "paused": False,
}
OF_CIRCLE = {"circle": True, "partner": ["U0GINA", "U0HUGO"]}
COMPLETED = MUCH | {
    "pair": 21,
    "partner": "U0GINA",
    "ended_at": datetime(2026, 11, 16, 9, 30, tzinfo=UTC),
    "programme_id": 1,
    "next_round": False,
}

SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "closing/celebration": {
        "much was reached": SAID | MUCH,
        "the same two may meet again": SAID | MUCH | {"rotation": "keep"},
        "little was reached": SAID | LITTLE,
        "nothing was reached": SAID | NOTHING,
        "the programme was closed after a week": SAID | AN_HOUR | {"open": False},
        "a new partner": SAID | MUCH | {"choice": "rotate"},
        "a new partner, after a pause": SAID | MUCH | {"choice": "rotate", "paused": True},
        "stays in touch": SAID | MUCH | {"choice": "stay"},
        "asked late, with a new partner": SAID | MUCH | {"choice": "paired"},
        "of a circle": SAID | MUCH | OF_CIRCLE,
        "of a circle after a week": SAID | AN_HOUR | OF_CIRCLE | {"open": False},
        "of a circle, another one": SAID | MUCH | OF_CIRCLE | {"choice": "rotate"},
        "of a circle, stays in touch": SAID | MUCH | OF_CIRCLE | {"choice": "stay"},
        "of a circle, asked late, in another": SAID | MUCH | OF_CIRCLE | {"choice": "paired"},
    },
}
