"""Several nudges of one morning in one message."""

from typing import Any

QUESTION = {"programme": 1, "cadence": "monthly", "again": False}

SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "nudges/digest": {
        "two pairs and an agreement": {
            "parts": [
                {"template": "checkins/did_you_meet", "values": QUESTION | {"pair": 3, "partner": "U0GINA"}},
                {"template": "checkins/did_you_meet", "values": QUESTION | {"pair": 4, "partner": "U0HUGO"}},
                {"template": "agreements/unsigned", "values": {"pair": 4, "partner": "U0HUGO"}},
            ]
        },
    },
}
