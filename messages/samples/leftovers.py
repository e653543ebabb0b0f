"""Samples of the word to those whom a round leaves, and every reason why somebody is left."""

from typing import Any

from messages.samples import Typed

NAME = Typed("Reverse mentoring")
REASONS: list[dict[str, Any]] = [
    {"code": "no_level"},
    {"code": "no_department"},
    {"code": "no_language"},
    {"code": "no_zone", "zone": ""},
    {"code": "no_zone", "zone": Typed("Mars/Base")},
    {"code": "no_manager"},
    {"code": "manager_unknown", "manager": "U0BOSS"},
    {"code": "chain_cycle", "people": ["U0HUGO", "U0INES"]},
    {"code": "no_mentors"},
    {"code": "no_mentees"},
    {"code": "nobody"},
    {"code": "mentors_taken", "possible": 3},
    {"code": "mentees_taken", "possible": 1},
    *({"code": rule, "removed": 2, "alone": 1} for rule in ("level", "hours", "languages", "departments", "met")),
    {"code": "capacity", "removed": 1, "alone": 1},
    *(
        {"code": "cheapest", "rule": rule, "to": to, "more": more}
        for rule, to, more in (
            ("level", 1, 4),
            ("hours", 1.5, 4),
            ("hours", 0, 1),
            ("departments", 0, 2),
            ("met", 0, 1),
            ("mentors_taken", 1, 3),
        )
    ),
    {"code": "apart", "removed": 2},
    {"code": "incomplete", "removed": 1},
    {"code": "no_company"},
    {"code": "no_company", "possible": 1},
    {"code": "no_company", "possible": 4, "least": 2},
    {"code": "alike", "removed": 2, "alone": 1},
]
LEFTOVER: dict[str, Any] = {"programme": NAME, "programme_id": 1, "asking": False}

SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "rounds/leftover": {
        "without a reason": LEFTOVER | {"reasons": []},
        "while others are asked": LEFTOVER | {"asking": True, "reasons": []},
        **{f"{reason['code']} {place}": LEFTOVER | {"reasons": [reason]} for place, reason in enumerate(REASONS)},
    },
}
