"""The check-in as it is asked and answered."""

from typing import Any

from messages.samples import Typed

PAIR = {"pair": 3, "partner": "U0GINA"}
ASKED = PAIR | {"programme": 1, "cadence": "monthly", "again": False}
ANSWERED = PAIR | {"next_day": "2026-11-30"}

GOALS = [
    {"goal": 5, "what": Typed("Post one short video"), "progress": 40, "status": "agreed"},
    {"goal": 6, "what": Typed("Use the assistant"), "progress": 100, "status": "reached"},
    {"goal": 7, "what": Typed("Read one blog"), "progress": 0, "status": "proposed"},
    {"goal": 8, "what": Typed("Write a prompt"), "progress": 0, "status": "dropped"},
]

SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "checkins/did_you_meet": {
        "first time": ASKED,
        "with goals": ASKED | {"goals": GOALS},
        "second time": ASKED | {"again": True},
        "planned": ASKED | {"planned_on": "2026-11-25"},
        "planned, second time": ASKED | {"planned_on": "2026-11-25", "again": True},
        "of a circle": ASKED | {"partner": ["U0GINA", "U0HUGO", "U0INES"]},
        "weekly": ASKED | {"cadence": "weekly"},
        "fortnightly": ASKED | {"cadence": "fortnightly"},
        "every two months": ASKED | {"cadence": "every two months"},
    },
    "checkins/answered": {
        "not yet": ANSWERED | {"answer": "not yet"},
        "not yet, with goals": ANSWERED | {"answer": "not yet", "goals": GOALS},
        "snoozed": ANSWERED | {"answer": "snoozed"},
        "tomorrow": ANSWERED | {"answer": "tomorrow"},
        "not this month": ANSWERED | {"answer": "next month"},
        "logged": ANSWERED | {"answer": "logged", "minutes": 45, "held_on": "2026-11-23"},
        "not yet, of a circle": ANSWERED
        | {"answer": "not yet", "circle": True, "partner": ["U0GINA", "U0HUGO", "U0INES"]},
        "answered before": ANSWERED | {"answer": "standing"},
        "no more questions": ANSWERED | {"answer": "standing", "next_day": None},
    },
}
