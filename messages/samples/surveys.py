"""Surveys: the question, the forms of every kind, the thanks, and what coordinators read."""

from typing import Any

from messages.samples import Typed

SURVEYS = {
    "baseline": ("voice", "belonging", "authenticity", "ideas", "adapting"),
    "fit": ("fit", "words"),
    "pulse": ("satisfied", "learning", "voice", "recommend", "words"),
    "midpoint": ("satisfied", "learning", "voice", "belonging", "recommend", "words"),
    "close": ("satisfied", "voice", "belonging", "ideas", "adapting", "recommend", "words"),
    "unmatched": ("understood", "still_keen", "words"),
    "exit": ("free_to_end", "felt_safe", "words"),
    "after90": ("gain", "harm", "words"),
    "after180": ("gain", "harm", "words"),
}
OTHER_SCALES = ("fit", "recommend", "words")
ASKED = {"survey": 7, "kind": "pulse", "questions": 5, "closes_on": "2027-02-05", "again": False}
CARRY = {"survey": 7, "place": {"channel": "D0ANN", "ts": "1.1"}}
RESPONSES = [
    {"kind": "baseline", "asked": 12, "answered": 9, "declined": 1},
    {"kind": "pulse", "asked": 8, "answered": 0, "declined": 0},
    {"kind": "exit", "asked": 2, "answered": 1, "declined": None},
]
COUNTS = {1: 0, 2: 1, 3: 2, 4: 3, 5: 1}
RECOMMEND = dict.fromkeys(range(11), 0) | {5: 2, 8: 2, 9: 3}
REPORT = {
    "windows": ("2026-12", "2027-01"),
    "answered": 7,
    "people": 7,
    "items": [
        {"item": "voice", "counts": COUNTS, "mean": 3.57, "enps": None, "by_role": {"mentee": 4.0, "mentor": 3.1}},
        {"item": "satisfied", "counts": COUNTS, "mean": 3.57, "enps": None, "by_role": {"either": 4.0, "mentor": 3.1}},
        {"item": "recommend", "counts": RECOMMEND, "mean": 7.9, "enps": 14, "by_role": {}},
        {"item": "belonging", "counts": None, "mean": None, "enps": None, "by_role": {}},
    ],
    "words": (Typed("More *time* for each other", most=1000),),
}
READ = {"programme": Typed("Reverse mentoring"), "programme_id": 1, "kind": "pulse", "smallest": 5, "most_words": 12}
NO_FIT: dict[str, dict[str, Any]] = {
    "no fit in a circle": {"pair": 3, "circle": True, "leads": False},
    "no fit in a circle that one leads": {"pair": 3, "circle": True, "leads": True},
}

SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "surveys/asked": {
        **{kind: ASKED | {"kind": kind, "questions": len(items)} for kind, items in SURVEYS.items()},
        "once more": ASKED | {"again": True},
    },
    "surveys/done": {"answered": {"survey": 7, "answered": True}, "not for me": {"survey": 7, "answered": False}},
    "surveys/form": {
        kind: {
            "kind": kind,
            "questions": [(item, item if item in OTHER_SCALES else "agree") for item in items],
            "smallest": 5,
            "programme": Typed("Reverse mentoring"),
            "partner": None if kind in ("baseline", "unmatched") else "U0GINA",
            "carry": CARRY,
        }
        for kind, items in SURVEYS.items()
    },
    "surveys/thanks": {"answered": {"pair": None}, "not a fit": {"pair": 3}, **NO_FIT},
    "surveys/overview": {
        "some": {
            "programme": Typed("Reverse mentoring"),
            "programme_id": 1,
            "responses": RESPONSES,
            "others": [(2, Typed("Young leaders"))],
        },
        "nobody was asked": {"programme": Typed("Pilot"), "programme_id": 1, "responses": [], "others": []},
    },
    "surveys/report": {
        "two groups": READ | {"reports": [REPORT, REPORT | {"windows": ("2026-11",), "people": 5, "words": ()}]},
        "nothing yet": READ | {"reports": []},
    },
}
