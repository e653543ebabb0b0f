"""A certificate, for each of the two."""

from typing import Any

from messages.samples import Typed

GIVEN: dict[str, Any] = {
    "file": "mentoring-certificate-3-1.pdf",
    "role": "mentor",
    "names": [Typed("Ann Berg"), Typed("ann")],
    "partner": "U0GINA",
    "partner_names": [Typed("Gina Ortiz"), Typed("gina")],
    "programme": Typed("Reverse mentoring"),
    "workspace": Typed("Demo"),
    "months": 6,
    "sessions": 6,
    "minutes": 330,
    "began_on": "2026-05-25",
    "ended_on": "2026-11-23",
}

SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "certificates/given": {
        "to a mentor": GIVEN,
        "to a mentee": GIVEN
        | {
            "role": "mentee",
            "names": [Typed("Gina Ortiz")],
            "partner": "U0ANN",
            "partner_names": [Typed("Ann Berg")],
            "months": 1,
            "sessions": 1,
            "minutes": 45,
        },
        "to a peer": GIVEN | {"role": "either"},
        "to a peer, with names that cannot be drawn": GIVEN
        | {"role": "either", "months": 0, "names": [], "partner_names": [], "programme": ""},
        "to a mentor, with names that cannot be drawn": GIVEN | {"names": [], "partner_names": [], "workspace": ""},
        "to a mentee, with names that cannot be drawn": GIVEN | {"role": "mentee", "names": [], "partner_names": []},
        "to the mentor of a circle": GIVEN | {"partner": ["U0GINA", "U0HUGO", "U0INES"], "partner_names": []},
        "to a mentor, after a few days": GIVEN | {"months": 0, "ended_on": "2026-06-03"},
        "to a mentee, after a few days": GIVEN | {"role": "mentee", "months": 0, "ended_on": "2026-06-03"},
    },
    "certificates/again": {"on its way": {}},
}
