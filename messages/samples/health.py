"""The lists behind the numbers of a coordinator's Home."""

from datetime import UTC, datetime
from typing import Any

from messages.samples import Typed

SINCE = datetime(2026, 10, 5, 8, tzinfo=UTC)
ENDS = datetime(2027, 4, 5, 8, tzinfo=UTC)
PAIR = {"mentor": "U0ANN", "mentee": "U0GINA", "introduced_at": SINCE}
PLACE = {"page": 0, "pages": 1, "programme": Typed("Reverse mentoring"), "programme_id": 1, "status": "open"}
COMMON = PLACE | {"smallest": 5, "round": None, "zone": "Europe/Berlin"}
TOGETHER = {"message": 7, "channel": None, "users": ["U0ANN", "U0GINA"], "template": "rounds/together"}
LOST = TOGETHER | {"unknown": True, "due_at": SINCE, "error": "the answer was lost"}
ANNOUNCEMENT_LOST = LOST | {"channel": "C0GENERAL", "users": [], "template": "announcements/said"}
REFUSED = LOST | {"unknown": False, "users": ["U0BEN"], "error": "user_disabled"}
WORDS = Typed("We start on 1 December.")
LOOKED_BACK = {"windows": ("2026-12", "2027-01"), "answered": 5, "people": 5}
ANNOUNCED = {"id": 4, "send_at": SINCE, "audience": "mentors", "channel": None, "words": WORDS}
KINDS = (
    "rounds/introduced",
    "rounds/leftover",
    "agreements/signed",
    "nudges/digest",
    "sessions/told",
    "planning/invitation",
    "goals/reached",
    "promises/reminder",
    "closing/celebration",
    "certificates/given",
    "programmes/closed",
    "people/result",
)


def _list(what: str, *rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    return COMMON | {"place": f"1:{what}", "total": len(rows), "rows": list(rows)} | more


def _waiting(user: str, role: str, **more: Any) -> dict[str, Any]:
    return {"user": user, "role": role, "joined_at": SINCE, "paused": False} | more


PEER = _waiting("U0EVE", "peer")
WAITING = (_waiting("U0BEN", "mentor"), _waiting("U0HUGO", "mentee", paused=True), _waiting("U0DEV", "either"))


SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "health/unmatched": {
        "nobody": _list("unmatched"),
        "one": _list("unmatched", WAITING[0]),
        "three": _list("unmatched", *WAITING),
        "a peer": _list("unmatched", PEER),
        "a round is computed": _list("unmatched", *WAITING, round="asked"),
        "a round waits": _list("unmatched", *WAITING, round="preview"),
        "second of three pages": _list("unmatched", *WAITING, total=43, page=1, pages=3),
    },
    "health/behind": {
        "none": _list("behind"),
        "one": _list("behind", PAIR | {"held": 1, "expected": 3}),
        "two": _list("behind", *[PAIR | {"held": 0, "expected": 2}] * 2),
    },
    "health/quiet": {
        "none": _list("quiet"),
        "one": _list("quiet", PAIR),
        "two": _list("quiet", PAIR, PAIR | {"peers": True}),
    },
    "health/let_down": {
        "none": _list("let_down"),
        "one": _list("let_down", PAIR),
        "two": _list("let_down", PAIR, PAIR),
    },
    "health/exits": {
        "none": _list("exits"),
        "one": _list("exits", PAIR | {"ended_at": SINCE}),
        "two": _list("exits", PAIR | {"ended_at": SINCE}, PAIR | {"ended_at": SINCE}, round="preview"),
    },
    "health/ending": {
        "none": _list("ending"),
        "one": _list("ending", PAIR | {"ends_at": ENDS}),
        "two": _list("ending", PAIR | {"ends_at": ENDS}, PAIR | {"ends_at": ENDS}, round="preview"),
    },
    "health/unsigned": {
        "none": _list("unsigned"),
        "one, may be reminded": _list(
            "unsigned", PAIR | {"pair": 3, "missing": ["U0ANN", "U0GINA"], "may_be_reminded": ["U0ANN"]}
        ),
        "two, reminded before": _list(
            "unsigned", *[PAIR | {"pair": 3, "missing": ["U0GINA"], "may_be_reminded": []}] * 2
        ),
    },
    "health/goals": {
        "none": _list("goals"),
        "one": _list("goals", PAIR | {"reached": 1}),
        "two": _list("goals", PAIR | {"reached": 1}, PAIR | {"reached": 2}),
    },
    "health/promises": {
        "none": _list("promises"),
        "one": _list("promises", PAIR | {"open": 1}),
        "two": _list("promises", PAIR | {"open": 3}, PAIR | {"open": 1}),
    },
    "health/upcoming": {
        "none": _list("upcoming"),
        "one": _list("upcoming", ANNOUNCED),
        "two": _list("upcoming", ANNOUNCED, ANNOUNCED | {"audience": "channel", "channel": "C0GENERAL"}),
    },
    "health/looked_back": {
        "nothing yet": _list(
            "looked_back", *({"question": name, "results": []} for name in ("useful", "safe", "learned"))
        ),
        "of five people and more": _list(
            "looked_back",
            {"question": "useful", "results": [LOOKED_BACK | {"windows": ("2026-11",), "counts": None}]},
            {"question": "safe", "results": [LOOKED_BACK | {"counts": {"yes": 3, "mostly": 1, "no": 1}}]},
            {
                "question": "learned",
                "results": [
                    LOOKED_BACK | {"answered": 9, "counts": {"mentor": 2, "mentee": 2, "both": 5}},
                    LOOKED_BACK | {"windows": ("2026-11",), "counts": {"mentor": 0, "mentee": 2, "both": 3}},
                ],
            },
        ),
    },
    "health/undelivered": {
        "none": _list("undelivered"),
        "one of whom nobody knows": _list("undelivered", LOST),
        "an announcement of which nobody knows": _list("undelivered", ANNOUNCEMENT_LOST),
        "refused": _list(
            "undelivered",
            REFUSED,
            REFUSED | {"users": [], "channel": "C0GENERAL", "error": "not_in_channel"},
            REFUSED | {"error": Typed("invalid_blocks")},
        ),
        "of every kind": _list("undelivered", *(REFUSED | {"template": kind} for kind in KINDS)),
    },
}
