"""The three private questions after a session, and the hint that roles have turned."""

from typing import Any

ASKED = {"session": 7, "partner": "U0GINA", "as_mentor": True, "held_on": "2026-11-23", "noted": [], "smallest": 5}

SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "reflections/asked": {
        "the mentor": ASKED,
        "the mentee": ASKED | {"partner": "U0ANN", "as_mentor": False},
        "one noted": ASKED | {"noted": ["safe"]},
        "peers": ASKED | {"peers": True},
        "peers, all noted": ASKED | {"peers": True, "noted": ["safe", "useful"]},
        "in a circle": ASKED | {"circle": True, "partner": ["U0GINA", "U0HUGO"]},
        "all noted": ASKED | {"noted": ["learned", "safe", "useful"]},
    },
    "reflections/over": {"the session was deleted": {}},
    "reflections/drift": {"told to both": {"pair": 3, "partner": "U0GINA"}},
}
