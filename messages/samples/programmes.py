"""Samples of programmes: the forms, the list, and the farewell."""

from types import SimpleNamespace as Row
from typing import Any

from messages.samples import Typed

DEFAULTS: dict[str, Any] = {
    "id": 1,
    "name": "",
    "kind": "pairs",
    "circle_least": 2,
    "circle_most": 6,
    "status": "draft",
    "length_months": 6,
    "cadence": "monthly",
    "agenda_by": "mentor",
    "level_gap": 2,
    "across_departments": "preferred",
    "overlap_hours": 2.0,
    "capacity": 1,
    "rotation": "never",
    "level_labels": {},
    "sessions": 6,
    "agreement_first": False,
    "approval": "coordinator",
    "answer_days": 5,
    "sponsor_id": None,
    "smallest_group": 5,
    "evergreen": False,
    "fair": False,
    "many_mentors": False,
    "weights": {"topics": 50, "style": 12, "purpose": 10, "departments": 10, "hours": 10, "formats": 8},
}
SET = DEFAULTS | {
    "name": Typed("Reverse mentoring"),
    "overlap_hours": 1.5,
    "agreement_first": True,
    "approval": "none",
    "answer_days": 10,
    "sponsor_id": "U0JONAS",
    "smallest_group": 8,
    "evergreen": True,
    "fair": True,
    "many_mentors": True,
    "level_labels": {"1": Typed("Trainee"), "10": Typed("Board")},
}
DRAFT, OPEN, CLOSED = (
    Row(**SET | {"id": id_, "status": status}) for id_, status in enumerate(("draft", "open", "closed"))
)
EDIT: dict[str, Any] = {"carry": {"programme": 1}, "coordinators": [], "enrolled": 0, "pairs": 0, "created": False}

SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "programmes/create": {"defaults": {"programme": Row(**DEFAULTS), "coordinators": []}},
    "programmes/edit": {
        "just created": EDIT | {"programme": DRAFT, "created": True},
        "not open yet": EDIT | {"programme": DRAFT, "coordinators": ["U0CORA", "U0ANN"]},
        "open, one person": EDIT | {"programme": OPEN, "enrolled": 1},
        "open, one pair": EDIT | {"programme": OPEN, "enrolled": 3, "pairs": 1},
        "open, many people": EDIT | {"programme": OPEN, "enrolled": 120, "pairs": 55},
        "closed": EDIT | {"programme": CLOSED, "enrolled": 12},
        "of peers": EDIT | {"programme": Row(**SET | {"kind": "peers"})},
        "of circles": EDIT | {"programme": Row(**SET | {"kind": "circles", "circle_least": 3, "circle_most": 5})},
    },
    "programmes/list": {
        "of a founder": {"programmes": [(OPEN, 12), (DRAFT, 0)], "more": 0, "founder": True},
        "of a coordinator": {"programmes": [(OPEN, 12), (CLOSED, 1)], "more": 0, "founder": False},
        "very many": {"programmes": [(OPEN, 12), (DRAFT, 0)], "more": 1, "founder": True},
    },
    "programmes/closed": {"to somebody who took part": {"programme": Typed("Reverse mentoring"), "programme_id": 1}},
}
