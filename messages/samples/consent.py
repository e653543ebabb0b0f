"""What the two of a pair read before they are introduced: the question of each, the reminder, and what came of it."""

from typing import Any

from messages.samples import Typed

WHY: list[dict[str, Any]] = [
    {"code": "topics", "topics": [Typed("Short video"), Typed("AI tools")]},
    {"code": "departments", "mentor": Typed("Marketing"), "mentee": Typed("Engineering")},
    {"code": "style", "same": 3, "of": 4},
    {"code": "hours", "hours": 6.5},
]
TO_SENIOR: dict[str, Any] = {
    "suggestion": 4,
    "programme": Typed("Reverse mentoring"),
    "programme_id": 1,
    "partner": None,
    "topics": [Typed("Short video"), Typed("AI tools")],
    "department": Typed("Marketing"),
    "hours": 6.5,
    "ahead": 210,
    "formats": [Typed("video"), Typed("in person")],
    "last_day": "2026-11-30",
    "reasons": WHY,
}
TO_JUNIOR = TO_SENIOR | {"partner": "U0GINA", "department": Typed("Engineering"), "ahead": -210}
LITTLE: dict[str, Any] = {"topics": [], "department": None, "hours": None, "formats": []}
OVER = {
    "suggestion": 4,
    "programme_id": 1,
    "thanks": False,
    "never": None,
    "late": False,
    "ended": None,
    "follows": "somebody else",
}
AGREED = {"suggestion": 4, "programme_id": 1, "partner": None, "introduced": False}

SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "consent/asked": {
        "the senior": TO_SENIOR,
        "the senior, of whom little is known": TO_SENIOR | LITTLE,
        "the junior": TO_JUNIOR,
        "the junior, of whom little is known": TO_JUNIOR | LITTLE,
        "the same clock": TO_JUNIOR | {"ahead": 0, "hours": 1},
        "the first of two peers": TO_SENIOR | {"peers": True},
        "the second of two peers": TO_JUNIOR | {"peers": True},
        "a mentee of a circle": TO_SENIOR | {"circle": [2, 6]},
        "the mentor of a circle": TO_JUNIOR | {"circle": [2, 6]},
    },
    "consent/reminder": {"the senior": TO_SENIOR, "the junior": TO_JUNIOR},
    "consent/agreed": {
        "the senior": AGREED,
        "the senior, introduced": AGREED | {"introduced": True},
        "the junior": AGREED | {"partner": "U0GINA"},
        "the junior, introduced": AGREED | {"partner": "U0GINA", "introduced": True},
        "a mentee of a circle": AGREED | {"circle": 2},
        "the mentor of a circle": AGREED | {"circle": 2, "partner": "U0GINA"},
        "a circle, introduced": AGREED | {"circle": 2, "introduced": True},
    },
    "consent/over": {
        "for any reason": OVER,
        "one's own no": OVER | {"thanks": True},
        "never with them": OVER | {"thanks": True, "never": "U0GINA"},
        "one's own silence": OVER | {"late": True},
        "the programme has closed": OVER | {"ended": "closed"},
        "one has left": OVER | {"ended": "left"},
        "nobody else is sought": OVER | {"follows": "round"},
        "the mentor of a circle": OVER | {"thanks": True, "follows": "circle"},
    },
    "consent/why": {
        "the senior": {"partner": None, "as_mentor": False, "reasons": WHY},
        "the junior": {"partner": "U0GINA", "as_mentor": True, "reasons": WHY},
        "the first of two peers": {"partner": None, "as_mentor": False, "reasons": WHY, "peers": True},
        "without a reason": {"partner": None, "as_mentor": False, "reasons": []},
    },
}
