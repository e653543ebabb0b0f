"""Several nudges of one morning in one message."""

from typing import Any

from messages.samples import Typed
from messages.samples.planning import AGENDA, GOALS, PLANNED

QUESTION = {"programme": 1, "cadence": "monthly", "again": False}

GOAL = {"goal": 5, "what": Typed("Post one short video"), "progress": 40, "status": "agreed"}
PASSED = {"goal": 5, "revision": 2, "what": Typed("Post one short video"), "due_on": "2026-12-18"}

SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "nudges/digest": {
        "a question with a goal whose day has passed": {
            "parts": [
                {
                    "template": "checkins/did_you_meet",
                    "values": QUESTION | {"pair": 3, "partner": "U0GINA", "goals": [GOAL]},
                },
                {"template": "goals/passed", "values": PASSED | {"pair": 3, "partner": "U0GINA"}},
            ]
        },
        "what is left where a pair is over": {
            "parts": [{"template": "checkins/did_you_meet", "values": QUESTION | {"pair": 4, "partner": "U0HUGO"}}]
        },
        "two agendas": {
            "parts": [
                {"template": "planning/agenda", "values": AGENDA | {"goals": GOALS}},
                {"template": "planning/agenda", "values": AGENDA | {"plan": PLANNED | {"plan": 6, "pair": 4}}},
            ]
        },
        "two pairs and an agreement": {
            "parts": [
                {"template": "checkins/did_you_meet", "values": QUESTION | {"pair": 3, "partner": "U0GINA"}},
                {"template": "checkins/did_you_meet", "values": QUESTION | {"pair": 4, "partner": "U0HUGO"}},
                {"template": "agreements/unsigned", "values": {"pair": 4, "partner": "U0HUGO"}},
            ]
        },
    },
}
