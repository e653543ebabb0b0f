"""What the senior of a pair will try: the page, the reminder, and what is said about it."""

from datetime import date
from types import SimpleNamespace as Row
from typing import Any

from messages.samples import Typed

WHAT = Typed("show my team how I use short video")
SHOWN = {"pair": 3, "promise": 5, "what": WHAT, "due_on": "2026-12-04", "partner": "U0ANN", "as_senior": True}
TO_MENTOR = SHOWN | {"partner": "U0GINA", "as_senior": False}
PAGE = {"carry": {"pair": 3}, "partner": "U0ANN", "as_senior": True, "promises": [], "is_full": False, "longest": 300}
OPEN = [Row(id=5, what=WHAT, due_on=date(2026, 12, 4)), Row(id=6, what=Typed("ask before I answer"), due_on=None)]

SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "promises/page": {
        "the senior, none yet": PAGE,
        "the senior, two open": PAGE | {"promises": OPEN},
        "the mentor, two open": PAGE | {"promises": OPEN, "partner": "U0GINA", "as_senior": False},
        "full": PAGE | {"promises": OPEN, "is_full": True},
    },
    "promises/change": {
        "with a day": {"promise": OPEN[0], "longest": 300},
        "without a day": {"promise": OPEN[1], "longest": 300},
    },
    "promises/changed": {"with a day": TO_MENTOR, "without a day": TO_MENTOR | {"due_on": None}},
    "promises/made": {
        "by the senior": TO_MENTOR,
        "without a day": TO_MENTOR | {"due_on": None},
        "written down by the mentor": SHOWN,
        "written down by the mentor, without a day": SHOWN | {"due_on": None},
    },
    "promises/reminder": {"on the day": SHOWN, "after two weeks": SHOWN | {"due_on": None}},
    "promises/done": {"marked": SHOWN},
    "promises/kept": {"told to the mentor": TO_MENTOR, "told to the senior": SHOWN},
    "promises/dropped": {
        "told to the mentor": {"partner": "U0GINA", "as_senior": False},
        "told to the senior": {"partner": "U0ANN", "as_senior": True},
    },
}
