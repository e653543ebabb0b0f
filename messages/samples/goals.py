"""The goals of a pair: their page, the form, and what is said about them."""

from datetime import date
from typing import Any

from messages.samples import Typed

WORDS = {
    "what": Typed("Post one short video"),
    "topic": Typed("Short video"),
    "measure": Typed("It is on the intranet & somebody comments"),
}
ONE = WORDS | {
    "goal": 5,
    "revision": 1,
    "due_on": "2027-01-29",
    "progress": 40,
    "status": "agreed",
    "mine": True,
    "agreed": "",
    "pair": 3,
    "partner": "U0GINA",
}
BARE = ONE | {"topic": "", "due_on": None, "progress": 0}
PAGE = {"pair": 3, "partner": "U0GINA", "live": [], "reached": [], "may_add": True, "is_new": False}
NEW = {"pair": 3, "goal": None}
EDITED = {"pair": 3, "goal": 5, "revision": 2, "progress": 40}
GIVEN = WORDS | {"due_on": date(2027, 1, 29), "progress": 40}
FORM = {
    "partner": "U0GINA",
    "newer": None,
    "longest": {"what": 150, "topic": 75, "measure": 300},
}

SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "goals/page": {
        "none yet": PAGE,
        "one of each": PAGE
        | {
            "live": [
                ONE,
                BARE | {"goal": 6, "status": "proposed"},
                ONE | {"goal": 7, "status": "proposed", "mine": False, "agreed": Typed("Post a video")},
            ],
            "reached": [Typed("Write a prompt")],
            "may_add": False,
        },
        "changed meanwhile": PAGE | {"live": [ONE], "is_new": True},
    },
    "goals/write": {
        "a new one": FORM
        | {"carry": NEW, "given": {"what": "", "topic": "", "measure": "", "due_on": None, "progress": 0}},
        "one that stands": FORM | {"carry": EDITED, "given": GIVEN},
        "edited by both at once": FORM
        | {
            "carry": EDITED,
            "given": GIVEN,
            "newer": GIVEN | {"what": Typed("Post two short videos"), "topic": "", "due_on": None},
        },
    },
    "goals/proposed": {
        "a new one": ONE | {"mine": False, "status": "proposed", "newer": False},
        "other words": ONE | {"mine": False, "status": "proposed", "revision": 2, "newer": False},
        "changed since": BARE | {"mine": False, "status": "proposed", "revision": 3, "newer": True},
    },
    "goals/standing": {status: ONE | {"status": status} for status in ("agreed", "reached", "dropped", "proposed")},
    "goals/agreed": {"told": ONE},
    "goals/dropped": {"told": ONE | {"status": "dropped"}},
    "goals/reached": {"celebrated": ONE | {"status": "reached"}},
    "goals/passed": {"asked gently": ONE},
}
