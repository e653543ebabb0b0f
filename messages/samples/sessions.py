"""A session as it is logged, told, corrected and asked about."""

from typing import Any

from messages.samples import Typed

HELD = {"minutes": 45, "held_on": "2026-11-23", "topics": Typed("short video, analytics")}
SHOWN = HELD | {"session": 7, "pair": 3, "partner": "U0GINA", "mine": True, "already": False, "changed_by": None}
TO_PARTNER = SHOWN | {"partner": "U0ANN", "mine": False}
IN_CIRCLE = {"circle": True, "partner": ["U0GINA", "U0HUGO", "U0INES"], "logged_by": "U0ANN", "me": "U0ANN"}
BY_OTHER = {"circle": True, "partner": ["U0ANN", "U0HUGO"], "logged_by": "U0ANN", "me": "U0INES", "mine": False}
BEFORE = {"before": {"minutes": 60, "held_on": "2026-11-20", "topics": Typed("podcasts")}}
LIMITS = {"minutes_at_most": 480, "topics_at_most": 500}
DIFFERS = SHOWN | {"draft": 5, "other_minutes": 75}


def no(refusal: str, **values: Any) -> dict[str, Any]:
    return {"refusal": refusal} | values


SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "sessions/logged": {
        "new": SHOWN,
        "without topics": SHOWN | {"topics": ""},
        "logged already": SHOWN | {"already": True},
        "logged already by the partner": TO_PARTNER | {"already": True},
        "corrected": SHOWN | {"changed_by": "U0ANN"},
        "corrected by the partner": SHOWN | {"changed_by": "U0GINA"},
        "of a circle": SHOWN | IN_CIRCLE,
        "of a circle, corrected": SHOWN | IN_CIRCLE | {"changed_by": "U0ANN"},
        "of a circle, corrected by another": SHOWN | IN_CIRCLE | {"changed_by": "U0HUGO"},
    },
    "sessions/partner_logged": {
        "new": TO_PARTNER,
        "corrected": TO_PARTNER | {"changed_by": "U0GINA"},
        "corrected by the partner": TO_PARTNER | {"changed_by": "U0ANN"},
        "of a circle": SHOWN | BY_OTHER,
        "of a circle, corrected": SHOWN | BY_OTHER | {"changed_by": "U0INES"},
        "of a circle, corrected by another": SHOWN | BY_OTHER | {"changed_by": "U0HUGO"},
    },
    "sessions/changed": {
        "told": SHOWN | BEFORE | {"changed_by": "U0GINA"},
        "of a circle": SHOWN | IN_CIRCLE | BEFORE | {"changed_by": "U0HUGO"},
    },
    "sessions/fine": {"left as it is": TO_PARTNER},
    "sessions/gone": {"deleted": SHOWN, "deleted before": {"minutes": None}},
    "sessions/taken_back": {"told": TO_PARTNER, "of a circle": SHOWN | BY_OTHER},
    "sessions/settled": {"answered before": {}},
    "sessions/differs": {"asked": DIFFERS},
    "sessions/length_form": {"asked": DIFFERS | {"carry": {"length_of": 5}}},
    "sessions/which": {
        "two pairs": HELD
        | {"draft": 5, "choices": [{"pair": 3, "partner": "U0GINA"}, {"pair": 4, "partner": "U0HUGO"}]},
        "a pair and a circle": HELD
        | {"draft": 5, "choices": [{"pair": 3, "partner": "U0GINA"}, {"pair": 4, "partner": ["U0HUGO", "U0INES"]}]},
    },
    "sessions/log_form": {
        "one pair": LIMITS
        | HELD
        | {
            "carry": {"pair": 3},
            "partner": "U0GINA",
            "choose": False,
            "minutes": None,
            "as_senior": False,
            "longest": 300,
            "promises": True,
        },
        "peers": LIMITS
        | HELD
        | {
            "carry": {"pair": 3},
            "partner": "U0GINA",
            "choose": False,
            "minutes": None,
            "as_senior": False,
            "longest": 300,
        }
        | {"promises": False},
        "the mentor of a circle": LIMITS
        | HELD
        | IN_CIRCLE
        | {
            "carry": {"pair": 3},
            "choose": False,
            "minutes": None,
            "as_senior": False,
            "longest": 300,
            "promises": False,
        },
        "two pairs": LIMITS
        | HELD
        | {
            "carry": {"pair": 3},
            "partner": "U0GINA",
            "choose": True,
            "topics": "",
            "as_senior": None,
            "longest": 300,
            "promises": True,
        },
    },
    "sessions/edit_form": {
        "as it stands": LIMITS | SHOWN | {"carry": {"session": 7}},
        "of a circle": LIMITS | SHOWN | IN_CIRCLE | {"carry": {"session": 7}},
    },
    "sessions/welcome": {"to a stranger": {}},
    "sessions/no": {
        "no pair": no("pairs/none"),
        "somebody else's thread": no("sessions/not_your_thread"),
        "no length": no("sessions/no_duration"),
        "unclear length": no("sessions/ambiguous_duration", said=Typed("45-60 min")),
        "several lengths": no("sessions/several_durations", said=Typed("45m, 30m")),
        "no minutes at all": no("sessions/zero"),
        "too long": no("sessions/too_long", minutes=1500),
        "unclear day": no("sessions/ambiguous_date", said=Typed("3/4")),
        "no such day": no("sessions/no_such_day", said=Typed("31 June")),
        "several days": no("sessions/several_dates", days=["2026-11-20", "2026-11-23"]),
        "a day to come": no("sessions/future", day="2026-11-30"),
        "a plan": no("sessions/future", day=None),
        "too long ago": no("sessions/too_old", day="2026-01-09"),
        "something else": no("sessions/not_about_a_session"),
        "unreadable change": no("sessions/stays", minutes=45, day="2026-11-23"),
        "day is taken": no("sessions/day_taken", minutes=45, day="2026-11-23"),
        "pair has ended": no("checkins/pair_ended"),
        "not one of the pair": no("checkins/not_your_pair"),
    },
}
