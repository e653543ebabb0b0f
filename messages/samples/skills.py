"""Skills before and after: the question, the form, the thanks, and what coordinators read."""

from datetime import date
from types import SimpleNamespace as Row
from typing import Any

from messages.samples import Typed

ASKED = {"skills": 1, "topics": 2, "closes_on": "2027-06-11", "again": False}
FORM = {
    "topics": [("offer", 7, Typed("AI tools")), ("want", 8, Typed("Soft skills"))],
    "smallest": 5,
    "sealed": True,
    "carry": {"programme": 1, "place": {"channel": "D0ANN", "ts": "1.1"}},
}
CHANGE = {"windows": ("2027-05",), "people": 6, "before": 2.3333, "after": 3.6667}
REPORT = {"programme": Typed("Reverse mentoring"), "programme_id": 1, "smallest": 5}

SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "skills/asked": {
        "two topics": ASKED,
        "one topic": ASKED | {"topics": 1},
        "once more": ASKED | {"again": True},
        "once more, one topic": ASKED | {"again": True, "topics": 1},
    },
    "skills/done": {"rated": {"skills": 1, "rated": True}, "not for me": {"skills": 1, "rated": False}},
    "skills/form": {"sealed": FORM, "not sealed": FORM | {"sealed": False}},
    "skills/home": {"waiting": {"skills": [Row(programme_id=1, closes_on=date(2027, 6, 11))]}},
    "skills/thanks": {"rated": {}},
    "skills/report": {
        "two sides": REPORT
        | {
            "sides": {
                "want": [
                    (Typed("AI tools"), CHANGE),
                    (Typed("Soft skills"), CHANGE | {"before": None, "after": None}),
                ],
                "offer": [(Typed("AI tools"), CHANGE | {"before": 3.5, "after": 3.2})],
            }
        },
        "nothing yet": REPORT | {"sides": {"want": [], "offer": []}},
    },
}
