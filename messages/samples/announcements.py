"""Samples of announcements: the message, the form, the preview, the page and the list."""

from datetime import UTC, datetime
from types import SimpleNamespace as Row
from typing import Any

from messages.samples import Typed

MORNING = datetime(2026, 11, 24, 8, tzinfo=UTC)
BERLIN = "Europe/Berlin"
LIMITS = Row(MOST_WORDS=2500, MOST_QUOTE=500, MOST_NAME=80, MOST_ADDRESS=1000)
"""Characters as Slack counts them, which spells an ampersand with five."""
EMPTY: dict[str, Any] = {
    "words": "",
    "quote": "",
    "quoted": "",
    "picture": "",
    "audience": "everyone",
    "channel": None,
    "send_at": None,
}
SAID: dict[str, Any] = {
    "words": Typed("We start on *1 December*. Until then, agree on a day for your first session."),
    "quote": "",
    "quoted": "",
    "picture": "",
    "programme": Typed("Reverse mentoring"),
    "by": "U0CORA",
}
QUOTED = SAID | {
    "quote": Typed("I learned more in six sessions than in six years.", most=LIMITS.MOST_QUOTE // 5),
    "quoted": Typed("Jonas Keller, COO", most=LIMITS.MOST_NAME // 5),
}
PICTURED = QUOTED | {"picture": "https://example.com/jonas.jpg"}
PREVIEW: dict[str, Any] = SAID | {
    "carry": [7, 2],
    "id": 7,
    "audience": "everyone",
    "channel": None,
    "people": 500,
    "asleep": 0,
    "paused": 0,
    "minutes": 9,
    "send_at": None,
    "zone": BERLIN,
}
COUNTS = {"sent": 0, "failed": 0, "unknown": 0, "withdrawn": 0}
PAGE: dict[str, Any] = {
    "id": 7,
    "programme": Typed("Reverse mentoring"),
    "words": SAID["words"],
    "status": "confirmed",
    "by": "U0CORA",
    "cancelled_by": None,
    "audience": "everyone",
    "channel": None,
    "send_at": MORNING,
    "begun": True,
    "finished": False,
    "written": 500,
    "counts": COUNTS,
    "unsaid": 500,
    "minutes": 9,
    "last_due": None,
    "failures": [],
    "newcomers": 0,
    "zone": BERLIN,
    "open": True,
}
OUT = PAGE | {"finished": True, "unsaid": 0, "minutes": 0, "counts": COUNTS | {"sent": 500}}
CHANNEL: dict[str, Any] = {"audience": "channel", "channel": "C0MENTORNG"}
LOST = "the answer was lost, and the bot cannot read there"


def _failed(*errors: str, **more: Any) -> dict[str, Any]:
    found = [Row(error=error, count=2, recipients=["U0ANN", "U0BEN"]) for error in errors]
    return OUT | {"counts": COUNTS | {"sent": 490, "failed": 2 * len(errors)}, "failures": found} | more


def _row(id_: int, status: str, **more: Any) -> Row:
    fields = {"id": id_, "programme_id": 1, "status": status, "written_by": "U0CORA", "written_at": MORNING}
    moments = {"begun_at": None, "finished_at": None, "send_at": None}
    return Row(**fields | {"words": SAID["words"], "audience": "everyone", "channel": None} | moments | more)


def _lost(error: str) -> dict[str, Any]:
    counts = COUNTS | {"unknown": 1}
    return _failed(error, **CHANNEL, counts=counts)


SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "announcements/said": {"plain": SAID, "with a quote": QUOTED, "with a quote and a picture": PICTURED},
    "announcements/write": {
        "empty": {
            "programme": Typed("Reverse mentoring"),
            "carry": {"programme": 1, "id": None, "revision": None},
            "draft": None,
            "saved": False,
            "said": Row(**EMPTY),
            "limits": LIMITS,
        },
        "to peers": {
            "programme": Typed("Peers"),
            "peers": True,
            "carry": {"programme": 1, "id": None, "revision": None},
            "draft": None,
            "saved": False,
            "said": Row(**EMPTY | {"audience": "mentors"}),
            "limits": LIMITS,
        },
        "a draft that was just saved": {
            "programme": Typed("Reverse mentoring"),
            "carry": {"programme": 1, "id": 7, "revision": 2},
            "draft": 7,
            "saved": True,
            "said": Row(**EMPTY | PICTURED | CHANNEL | {"send_at": MORNING}),
            "limits": LIMITS,
        },
    },
    "announcements/preview": {
        "to everybody, now": PREVIEW,
        "to one person, later": PREVIEW | {"people": 1, "minutes": 1, "audience": "mentees", "send_at": MORNING},
        "some sleep, some pause": PREVIEW | PICTURED | {"audience": "mentors", "asleep": 12, "paused": 3},
        "one sleeps, one pauses": PREVIEW | {"audience": "quiet", "asleep": 1, "paused": 1},
        "to nobody": PREVIEW | {"people": 0, "minutes": 0, "audience": "unmatched"},
        "to a channel": PREVIEW | CHANNEL | {"people": 0, "minutes": 0},
    },
    "announcements/show": {
        "draft": PAGE | {"status": "draft", "begun": False},
        "to come": PAGE | {"begun": False, "written": 0, "unsaid": 0, "minutes": 0},
        "on its way": PAGE,
        "on its way, the last message": PAGE | {"unsaid": 1, "minutes": 1, "counts": COUNTS | {"sent": 499}},
        "on its way, some sleep": PAGE | {"last_due": MORNING},
        "out": OUT,
        "out, and some joined since": OUT | {"newcomers": 12},
        "out, and one joined since": OUT | {"newcomers": 1},
        "failed": _failed("user_disabled", "invalid_blocks", "some_other_error"),
        "failed for many": _failed(
            "user_disabled", failures=[Row(error="user_disabled", count=40, recipients=["U0ANN"])]
        ),
        "not in the channel": _failed("not_in_channel", **CHANNEL),
        "archived": _failed("is_archived", **CHANNEL),
        "nobody knows whether it arrived": _lost(LOST),
        "cancelled before": PAGE | {"status": "cancelled", "cancelled_by": "U0CORA", "begun": False, "written": 0},
        "cancelled halfway": PAGE
        | {"status": "cancelled", "cancelled_by": "U0CORA", "counts": COUNTS | {"sent": 43, "withdrawn": 457}},
    },
    "announcements/result": {
        "all sent": {
            "id": 7,
            "programme": Typed("Reverse mentoring"),
            "words": SAID["words"],
            "counts": COUNTS | {"sent": 1},
        },
        "some failed": {
            "id": 7,
            "programme": Typed("Reverse mentoring"),
            "words": SAID["words"],
            "counts": {"sent": 490, "failed": 7, "unknown": 1, "withdrawn": 2},
        },
    },
    "announcements/list": {
        "nothing yet": {
            "programmes": [(1, Typed("Reverse mentoring"))],
            "announcements": [],
            "names": {1: Typed("Reverse mentoring")},
            "zone": BERLIN,
        },
        "of two programmes": {
            "programmes": [(1, Typed("Reverse mentoring")), (2, Typed("Young leaders"))],
            "announcements": [
                _row(1, "draft", words=""),
                _row(6, "draft", audience="channel"),
                _row(2, "confirmed", send_at=MORNING, audience="mentors"),
                _row(3, "confirmed", send_at=MORNING, begun_at=MORNING, audience="mentees"),
                _row(4, "confirmed", begun_at=MORNING, finished_at=MORNING, audience="unmatched"),
                _row(5, "cancelled", **CHANNEL),
                _row(7, "cancelled", audience="quiet", programme_id=2),
            ],
            "names": {1: Typed("Reverse mentoring"), 2: Typed("Young leaders")},
            "zone": BERLIN,
        },
        "of a closed programme": {
            "programmes": [],
            "announcements": [_row(5, "cancelled", words="")],
            "names": {1: Typed("Reverse mentoring")},
            "zone": BERLIN,
        },
    },
}
