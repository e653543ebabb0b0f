"""A session to come: its form, its card in every state, and the question for a time."""

from datetime import UTC, datetime
from types import SimpleNamespace as Row
from typing import Any

from messages.samples import Typed

SLOTS = ["2026-11-24T08:00:00+00:00", "2026-11-25T11:30:00+00:00", "2026-11-26T15:30:00+00:00"]
PLAN: dict[str, Any] = {
    "plan": 5,
    "revision": 2,
    "pair": 3,
    "partner": "U0GINA",
    "state": "asks me",
    "slots": SLOTS,
    "starts_at": None,
    "minutes": 60,
    "link": "",
    "zone": "Europe/Berlin",
}
LINK = Typed("https://meet.example.com/ann-and-gina")
PLANNED = PLAN | {"state": "stands", "slots": [], "starts_at": SLOTS[0]}
MOVED = PLANNED | {"slots": SLOTS[1:]}
OFF = PLANNED | {"state": "cancelled"}
AGENDA: dict[str, Any] = {
    "pair": 3,
    "plan": PLANNED,
    "sets_it": True,
    "as_senior": False,
    "goals": [],
    "promise": None,
    "off_limits": "",
}
GOALS = [
    {"goal": 5, "what": Typed("Post one short video"), "progress": 40, "status": "agreed"},
    {"goal": 6, "what": Typed("Use the assistant"), "progress": 0, "status": "agreed"},
]
PROMISE = {"what": Typed("show my team how I use short video"), "due_on": "2026-12-04"}
FORM: dict[str, Any] = {
    "carry": {"pair": 3, "plan": None, "revision": None},
    "partner": "U0GINA",
    "moves": None,
    "choices": [datetime.fromisoformat(slot) for slot in SLOTS],
    "nearest": False,
    "zone": "Europe/Berlin",
    "their_zone": "Europe/Berlin",
    "minutes": 60,
    "link": "",
    "limits": Row(SHORTEST=15, LONGEST=480, MOST_ADDRESS=500),
}


def _card(plan: dict[str, Any], *, news: str | None = None, cancelled_by: str | None = None) -> dict[str, Any]:
    return {"pair": 3, "plan": plan, "news": news, "cancelled_by": cancelled_by}


def _invitation(news: str, sequence: int, **plan: Any) -> dict[str, Any]:
    return {
        "plan": PLANNED | plan,
        "news": news,
        "file": "mentoring-session-5-3.ics",
        "uid": "1b671a64-40d5-591e-99b0-da01ff1f3341",
        "sequence": sequence,
        "written_at": "2026-11-23T09:30:00+00:00",
    }


SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "planning/propose": {
        "three times that fit": FORM,
        "the nearest times": FORM | {"nearest": True, "their_zone": "America/Los_Angeles"},
        "again, with what was said": FORM | {"minutes": 45, "link": LINK},
        "to move it": FORM | {"moves": datetime(2026, 11, 24, 8, tzinfo=UTC)},
    },
    "planning/card": {
        "asks me": _card(PLAN),
        "asks them": _card(PLAN | {"state": "asks them"}),
        "stands": _card(PLANNED),
        "stands, with a link": _card(PLANNED | {"link": LINK}),
        "accepted by the other": _card(PLANNED, news="accepted"),
        "moved by the other": _card(PLANNED, news="moved"),
        "altered by the other": _card(PLANNED | {"minutes": 45}, news="altered"),
        "altered and to be moved": _card(MOVED | {"state": "moves me", "link": LINK}, news="altered"),
        "kept by the other": _card(PLANNED, news="kept"),
        "moves me": _card(MOVED | {"state": "moves me"}),
        "moves them": _card(MOVED | {"state": "moves them"}),
        "cancelled by me": _card(OFF, cancelled_by="U0ANN"),
        "cancelled by the other": _card(OFF, cancelled_by="U0GINA"),
        "never accepted": _card(OFF | {"starts_at": None}),
        "off, the pair has ended": _card(OFF | {"state": "off"}),
        "over": _card(PLANNED | {"state": "over"}),
    },
    "planning/invitation": {
        "first": _invitation("first", 0),
        "with a link": _invitation("first", 0, link=Typed("https://meet.example.com/ann-and-gina")),
        "of peers": _invitation("first", 0) | {"peers": True},
        "moved": _invitation("moved", 1, starts_at=SLOTS[1]),
        "cancelled": _invitation("cancelled", 2),
    },
    "planning/standing": {
        "changed by the other": {"plans": [PLAN]},
        "cancelled by the other": {"plans": []},
    },
    "planning/agenda": {
        "the mentor sets it": AGENDA,
        "the mentee reads it": AGENDA | {"sets_it": False, "as_senior": True, "promise": PROMISE},
        "with goals and a promise": AGENDA | {"goals": GOALS, "promise": PROMISE},
        "with a goal and own words": AGENDA | {"goals": GOALS[:1], "off_limits": Typed("pay, and my health")},
        "peers": AGENDA | {"peers": True},
        "while a move waits": AGENDA | {"plan": MOVED | {"state": "moves me"}},
    },
    "planning/find_a_time": {"asked once": {"pair": 3, "partner": "U0GINA"}},
}
