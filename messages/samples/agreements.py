"""The agreement of a pair: its page, its change, and what is said about it."""

from typing import Any

from messages.samples import Typed

CARRY = {"pair": 3, "version": 1}
UNSAID = {"how_often": "", "how_long": "", "cancelling": "", "off_limits": ""}
USUAL = {"carry": CARRY, "partner": "U0GINA", "terms": UNSAID, "cadence": "monthly"}
WORDS = {
    "how_often": Typed("every other Friday"),
    "how_long": Typed("half an hour"),
    "cancelling": Typed("by noon the day before"),
    "off_limits": Typed("my team, and salaries"),
}
OWN = USUAL | {"terms": WORDS}
PAGE = {"state": "unsigned", "other_terms": None, "proposed_by": None, "is_new": False}
BESIDE = USUAL | PAGE | {"other_terms": WORDS}
CHANGE = {"proposed_by": None, "mine": None, "holds": False, "longest": 300}
MINE = UNSAID | {"how_often": Typed("weekly")}
TOLD = {"partner": "U0GINA", "pair": 3}

SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "agreements/page": {
        "unsigned": USUAL | PAGE,
        "waits for me": USUAL | PAGE | {"state": "waits for me"},
        "waits for them": USUAL | PAGE | {"state": "waits for them"},
        "other terms wait for me": OWN | PAGE | {"state": "proposal waits for me", "proposed_by": "U0GINA"},
        "other terms wait for them": OWN | PAGE | {"state": "proposal waits for them", "proposed_by": "U0ANN"},
        "signed": OWN | PAGE | {"state": "signed"},
        "a change waits for me": BESIDE | {"state": "change waits for me", "proposed_by": "U0GINA"},
        "a change waits for them": BESIDE | {"state": "change waits for them", "proposed_by": "U0ANN"},
        "changed while it was read": OWN
        | PAGE
        | {"state": "proposal waits for me", "proposed_by": "U0GINA", "is_new": True},
        "answered already": OWN | PAGE | {"state": "signed", "is_new": True},
    },
    "agreements/change": {
        "the usual terms": USUAL | CHANGE,
        "own terms": OWN | CHANGE,
        "changed by both at once": OWN | CHANGE | {"proposed_by": "U0GINA", "mine": MINE},
        "declined meanwhile": OWN | CHANGE | {"mine": MINE, "holds": True},
    },
    "agreements/signed": {"told": TOLD},
    "agreements/proposed": {"told": TOLD | {"holds": False}, "beside signed terms": TOLD | {"holds": True}},
    "agreements/declined": {"told": TOLD | {"holds": True}, "before anything was signed": TOLD | {"holds": False}},
    "agreements/unsigned": {"asked once": TOLD | {"again": False}, "asked by a coordinator": TOLD | {"again": True}},
    "shared/which_pair": {
        "two pairs": {
            "action": "agreements.read",
            "choices": [(3, "U0GINA"), (4, "U0HUGO")],
        },
    },
}
