"""Samples of joining: the three forms at their emptiest and fullest, the profile, the pause."""

from datetime import UTC, date, datetime
from typing import Any

from messages.samples import Typed

CATALOGUE = ["Digital skills", "Short video", "AI tools", "Mental health"]
LABELS = {"2": Typed("Analyst"), "8": "Director"}
PROGRAMME, PODCASTS = Typed("Reverse mentoring"), Typed("Podcasts")
FULL: dict[str, Any] = {
    "role": "mentor",
    "level": 2,
    "department": Typed("Marketing"),
    "manager": "U0GINA",
    "no_manager": False,
    "offers": ["AI tools", PODCASTS],
    "wants": ["Digital skills"],
    "offer_ratings": {"AI tools": 5},
    "want_ratings": {"Digital skills": 2},
    "style": "abba",
    "formats": ["video", "in person", Typed("over lunch")],
    "languages": ["en", "de", Typed("plattdeutsch")],
    "hours_from": "10:00",
    "hours_to": "16:00",
    "capacity": 2,
    "purpose": Typed("I would like to hear how decisions are made."),
    "never": ["U0HUGO"],
}
ABOUT_YOU: dict[str, Any] = {
    "programme_id": 1,
    "programme": PROGRAMME,
    "level_labels": LABELS,
    "missing": ["level", "department", "manager"],
    "answers": {},
    "catalogue": CATALOGUE,
    "takes_part": False,
    "drafted_on": None,
    "zone": None,
}
DRAFTED: dict[str, Any] = {
    "answers": FULL,
    "drafted_on": datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
    "zone": "Europe/Berlin",
}
RATINGS: dict[str, Any] = {
    "programme_id": 1,
    "smallest": 5,
    "most_counted": 100,
    "changed": False,
    "takes_part": False,
}
PREFERENCES: dict[str, Any] = {
    "programme_id": 1,
    "answers": {"role": "mentee"},
    "style": {},
    "formats": ["video", "in person", "phone", "chat", "walk"],
    "languages": [("en", "English"), ("de", "German · Deutsch")],
    "languages_own": [],
    "mentors": False,
    "too_few": None,
    "circles": False,
    "capacity": 1,
    "capacities": [1, 2, 3, 4, 5, 6],
    "takes_part": False,
}
PROFILE: dict[str, Any] = {
    "programme_id": 1,
    "programme": PROGRAMME,
    "level_labels": LABELS,
    "status": "active",
    "paused_until": None,
    "answers": FULL,
    "languages": ["English", "German · Deutsch", Typed("plattdeutsch")],
    "topics": {"offer": [("AI tools", 5), (PODCASTS, None)], "want": [("Digital skills", 2)]},
    "more_topics": {"offer": 0, "want": 3},
}
BARE: dict[str, Any] = {
    "status": "paused",
    "level_labels": {},
    "answers": FULL | {"role": "mentee", "purpose": "", "never": []},
    "topics": {"offer": [], "want": []},
    "more_topics": {"offer": 0, "want": 0},
}
PERSON: dict[str, Any] = {"level": 2, "department": Typed("Marketing"), "manager_id": "U0GINA", "manager_known": True}
OWN_WORDS: dict[str, Any] = {
    "answers": FULL | {"formats": [Typed("over lunch")]},
    "languages": [Typed("Plattdeutsch")],
    "topics": {side: [(Typed(f"Podcasts {number}"), 3) for number in range(12)] for side in ("offer", "want")},
    "more_topics": {"offer": 3, "want": 3},
}

SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "joining/choice": {
        "to join": {"programmes": [(1, PROGRAMME), (2, "Digital buddies")], "joined": False},
        "to change": {"programmes": [(1, PROGRAMME), (2, "Digital buddies")], "joined": True},
    },
    "joining/about_you": {
        "nothing known": ABOUT_YOU,
        "everything known": ABOUT_YOU | {"missing": []},
        "among peers": ABOUT_YOU | {"peers": True},
        "in circles": ABOUT_YOU | {"circles": True},
        "drafted": ABOUT_YOU | DRAFTED,
        "no manager": ABOUT_YOU | DRAFTED | {"answers": FULL | {"manager": None, "no_manager": True}},
        "suggested by HR": ABOUT_YOU | {"answers": FULL | {"from_hr": True}},
        "changing": ABOUT_YOU | {"missing": [], "answers": FULL, "takes_part": True},
    },
    "joining/ratings": {
        "one topic": RATINGS | {"topics": [("want", 7, "AI tools", None, 40)]},
        "only a sensitive topic": RATINGS | {"topics": [("want", 7, "Mental health", None, None)]},
        "both sides": RATINGS
        | {
            "topics": [
                ("offer", 7, "AI tools", 5, 101),
                ("offer", 8, PODCASTS, None, 0),
                ("offer", 9, "Short video", None, 15),
                ("want", 10, "Digital skills", 2, 101),
                ("want", 11, Typed("Chess"), 2, 0),
            ]
        },
        "changed elsewhere": RATINGS
        | {"topics": [("offer", 7, "AI tools", 5, 10)], "changed": True, "takes_part": True},
        "thirty topics": RATINGS | {"topics": [("offer", number, f"Topic {number}", None, 20) for number in range(30)]},
    },
    "joining/preferences": {
        "a mentee": PREFERENCES,
        "a mentor, drafted": PREFERENCES
        | {
            "answers": FULL,
            "style": {"plan": "a", "learn": "b", "feedback": "b", "rhythm": "a"},
            "formats": ["video", "in person", "phone", "chat", "walk", Typed("over lunch")],
            "languages_own": [Typed("plattdeutsch")],
            "mentors": True,
            "capacity": 2,
        },
        "changing": PREFERENCES | {"takes_part": True},
        "a mentor of a circle": PREFERENCES | {"mentors": True, "circles": True, "capacity": 4, "capacities": [3, 4]},
        "a mentor of a circle who wished for one": PREFERENCES
        | {"mentors": True, "circles": True, "capacity": 2, "capacities": [2, 3, 4], "too_few": 1},
    },
    "joining/done": {
        "first": {"programme": PROGRAMME, "changed": False, "late": False},
        "late": {"programme": PROGRAMME, "changed": False, "late": True},
        "changed": {"programme": PROGRAMME, "changed": True, "late": True},
    },
    "joining/profile": {
        "peer": {"person": PERSON, "profiles": [PROFILE | {"peers": True}], "more": 0},
        "mentor": {"person": PERSON, "profiles": [PROFILE], "more": 0},
        "all in own words": {"person": PERSON, "profiles": [PROFILE | OWN_WORDS], "more": 0},
        "paused mentee without a manager": {
            "person": PERSON | {"level": None, "department": None, "manager_id": None},
            "profiles": [PROFILE | BARE],
            "more": 1,
        },
        "either, paused until a day, manager not known": {
            "person": PERSON | {"manager_id": None, "manager_known": False},
            "profiles": [
                PROFILE | {"status": "paused", "paused_until": date(2027, 1, 15), "answers": FULL | {"role": "either"}},
                PROFILE | {"programme_id": 2},
            ],
            "more": 2,
        },
    },
    "joining/pause": {
        "first": {"carry": {"programmes": [1], "message": None}, "until": None},
        "paused before": {"carry": {"programmes": [1, 2], "message": None}, "until": date(2027, 1, 15)},
    },
    "joining/paused": {
        "until a day": {"until": "2027-01-15", "programme_id": 1},
        "without end": {"until": None, "programme_id": None},
    },
    "joining/pause_kept": {"until a day": {"until": date(2027, 1, 15)}, "without end": {"until": None}},
    "joining/resumed": {"back": {}},
    "joining/back": {
        "one programme": {"programmes": [PROGRAMME], "programme_id": 1},
        "several": {"programmes": [PROGRAMME, "Digital buddies"], "programme_id": None},
    },
}
