"""Samples of leaving and of ending a pair."""

from typing import Any

from messages.samples import Typed

NAME = Typed("Reverse mentoring")
CIRCLE: dict[str, Any] = {"circle": True, "partner": ["U0GINA", "U0HUGO"]}
LEFT_CIRCLE: dict[str, Any] = {
    "circle": True,
    "partner": "U0GINA",
    "programme_id": 1,
    "least": 2,
    "comes_first": False,
}

SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "leaving/leave": {
        "one programme": {"choices": [(1, NAME)]},
        "several programmes": {"choices": [(1, NAME), (2, Typed("Young leaders"))]},
    },
    "leaving/left": {
        "without a pair": {"programme_id": 1, "programme": NAME, "partners": []},
        "out of a pair": {"programme_id": 1, "programme": NAME, "partners": ["U0GINA"]},
        "out of two pairs": {"programme_id": 1, "programme": NAME, "partners": ["U0GINA", "U0HUGO"]},
    },
    "leaving/back": {
        "without a pair": {"programme": NAME, "again": [], "lost": []},
        "paired again": {"programme": NAME, "again": ["U0GINA"], "lost": []},
        "one pair lost": {"programme": NAME, "again": ["U0GINA"], "lost": ["U0HUGO"]},
    },
    "leaving/end_pair": {
        "a pair": {"pair": 21, "partner": "U0GINA"},
        "a pair, and somebody waits for no round": {"pair": 21, "partner": "U0GINA", "both_wait": False},
        "a circle that one leads": CIRCLE | {"pair": 21, "leads": True},
        "a circle": CIRCLE | {"pair": 21, "leads": False},
        "a circle without others": CIRCLE | {"pair": 21, "leads": False, "partner": ["U0ANN"]},
    },
    "leaving/pair_ended": {
        "to a junior who ended it": {"pair": 21, "partner": "U0GINA", "comes_first": True},
        "to a junior who ended it where the weakest pair matters more": {
            "pair": 21,
            "partner": "U0GINA",
            "comes_first": True,
            "fair": True,
        },
        "to a senior who ended it": {"pair": 21, "partner": "U0ANN", "comes_first": False},
        "to somebody who waits for no round": {
            "pair": 21,
            "partner": "U0ANN",
            "comes_first": False,
            "next_round": False,
        },
        "to the mentor who ended their circle": CIRCLE | {"pair": 21, "leads": True, "comes_first": True},
        "to a mentee who left their circle": CIRCLE | {"pair": 21, "leads": False, "comes_first": False},
        "to the last mentee who left a circle": CIRCLE
        | {"pair": 21, "leads": False, "partner": ["U0ANN"], "comes_first": False},
    },
    "leaving/undone": {"a pair": {"partner": "U0GINA"}, "a circle": CIRCLE},
    "leaving/ended": {
        "to the senior": {"partner": "U0ANN", "programme_id": 1, "comes_first": False},
        "to the junior": {"partner": "U0GINA", "programme_id": 1, "comes_first": True},
        "to a junior who waits for no round": {
            "partner": "U0GINA",
            "programme_id": 1,
            "comes_first": True,
            "next_round": False,
        },
        "to a circle that goes on": LEFT_CIRCLE | {"goes_on": 3},
        "to a circle that is small now": LEFT_CIRCLE | {"goes_on": 1},
        "to a circle that has ended": LEFT_CIRCLE | {"goes_on": 0, "comes_first": True},
    },
}
