"""The agreement of a pair: its page, its change, and what is said about it."""

from typing import Any

from messages.samples import Typed

CARRY = {"pair": 3, "version": 1}
UNSAID = {"how_often": "", "how_long": "", "cancelling": "", "off_limits": ""}
USUAL = {"carry": CARRY, "partner": "U0GINA", "terms": UNSAID, "cadence": "monthly"}
OWN = USUAL | {
    "terms": {
        "how_often": Typed("every other Friday"),
        "how_long": Typed("half an hour"),
        "cancelling": Typed("by noon the day before"),
        "off_limits": Typed("my team, and salaries"),
    }
}
PAGE = {"state": "unsigned", "proposed_by": None, "is_new": False}

SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "agreements/page": {
        "unsigned": USUAL | PAGE,
        "waits for me": OWN | PAGE | {"state": "waits for me", "proposed_by": "U0GINA"},
        "waits for them": USUAL | PAGE | {"state": "waits for them"},
        "signed": OWN | PAGE | {"state": "signed", "proposed_by": "U0ANN"},
        "changed while it was read": OWN | PAGE | {"state": "waits for me", "is_new": True},
    },
    "agreements/change": {
        "the usual terms": USUAL | {"mine": None, "longest": 300},
        "own terms": OWN | {"mine": None, "longest": 300},
        "changed by both at once": OWN | {"mine": UNSAID | {"how_often": Typed("weekly")}, "longest": 300},
    },
    "agreements/signed": {"told": {"partner": "U0GINA", "pair": 3}},
    "agreements/proposed": {"told": {"partner": "U0GINA", "pair": 3}},
    "agreements/unsigned": {"asked once": {"partner": "U0GINA", "pair": 3}},
    "shared/which_pair": {
        "two pairs": {
            "action": "agreements.read",
            "choices": [(3, "U0GINA"), (4, "U0HUGO")],
        },
    },
}
