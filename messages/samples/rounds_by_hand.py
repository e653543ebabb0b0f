"""Samples of what coordinators do to a preview by hand: how it differs from one that nobody has touched."""

from typing import Any

from messages.samples import Typed

UNTOUCHED: dict[str, Any] = {
    "pinned": [],
    "forbidden": [],
    "pins": 0,
    "rulings": 0,
    "unkept": [],
    "more_unkept": 0,
    "swapped": False,
    "last": None,
    "undone": None,
}
ACTS = ("dropped", "restored", "pinned", "unpinned", "forbidden", "lifted", "swapped")
RULES = (
    *("forbidden", "role", "self", "level", "hours", "languages", "departments", "met", "capacity", "apart"),
    *("alike", "elsewhere", "circle", "small", "no_level"),
)
DONE = {"id": 4, "mentor": "U0ANN", "mentee": "U0GINA", "by": "U0CORA", "made": True, "was": None, "gone": []}
BANNED = DONE | {"kind": "restored", "was": "forbidden"}
APART = DONE | {"kind": "pinned", "made": False}
UNKEPT = {"mentor": "U0BEN", "mentee": "U0INES", "who": None}
DROPPED = {
    "id": 1,
    "mentor": "U0ANN",
    "mentee": "U0GINA",
    "score": 83,
    "dropped": True,
    "approved_by": None,
    "reasons": [],
}
BY_HAND: dict[str, dict[str, Any]] = {
    "one pinned": {"by_hand": UNTOUCHED | {"pinned": [1], "pins": 1, "rulings": 1}},
    "one forbidden": {
        "kept": 1,
        "pairs": [DROPPED],
        "by_hand": UNTOUCHED | {"forbidden": [1], "rulings": 1},
    },
    "mentors were exchanged": {"by_hand": UNTOUCHED | {"pinned": [1, 2], "pins": 2, "rulings": 2, "swapped": True}},
    **{f"last {kind}": {"by_hand": UNTOUCHED | {"rulings": 1, "last": DONE | {"kind": kind}}} for kind in ACTS},
    "put back on a forbidden one": {"by_hand": UNTOUCHED | {"last": BANNED}},
    "undone: put back on a forbidden one": {"by_hand": UNTOUCHED | {"undone": BANNED}},
    "two pinned who are no pair": {"by_hand": UNTOUCHED | {"rulings": 1, "last": APART}},
    **{f"undone: {kind}": {"by_hand": UNTOUCHED | {"undone": DONE | {"kind": kind}}} for kind in ACTS},
    **{
        f"a pin is not kept: {why}": {"by_hand": UNTOUCHED | {"rulings": 1, "unkept": [UNKEPT | about]}}
        for why, about in (
            ("later", {"why": "later"}),
            *((each, {"why": each, "who": "U0INES"}) for each in ("left", "paused", "taken")),
            *((each, {"why": each}) for each in RULES),
        )
    },
    "a pin is not kept: the mentor is taken": {
        "by_hand": UNTOUCHED | {"rulings": 1, "unkept": [UNKEPT | {"why": "taken", "who": "U0BEN"}]}
    },
    "many pins are not kept": {
        "by_hand": UNTOUCHED | {"rulings": 8, "unkept": [UNKEPT | {"why": "later"}] * 5, "more_unkept": 3}
    },
}
PEERS_BY_HAND: dict[str, dict[str, Any]] = {
    "peers, last swapped": {"by_hand": UNTOUCHED | {"last": DONE | {"kind": "swapped"}, "swapped": True}},
    "peers, undone: swapped": {"by_hand": UNTOUCHED | {"undone": DONE | {"kind": "swapped"}}},
    "peers, one pair pinned, a pin is not kept": {
        "by_hand": UNTOUCHED | {"pinned": [1], "pins": 1, "rulings": 2, "unkept": [UNKEPT | {"why": "elsewhere"}]}
    },
}
SAID = {"id": 5, "mentor": "U0ANN", "mentee": "U0GINA", "by": "U0CORA"}
RULED: dict[str, Any] = {
    "programme": Typed("Reverse mentoring"),
    "kind": "pairs",
    "said": [],
    "page": 0,
    "pages": 1,
    "carry": {"round": 7},
}

SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "rounds/swap": {
        label: {"kind": kind, "mentor": "U0ANN", "mentee": "U0GINA", "carry": {"pair": 1}}
        for label, kind in (("one pair", "pairs"), ("two peers", "peers"), ("a mentee of a circle", "circles"))
    },
    "rounds/rulings": {
        "nothing yet": RULED,
        "of peers": RULED
        | {"kind": "peers", "said": [SAID | {"kind": "pinned"}, SAID | {"id": 6, "kind": "forbidden"}]},
        "of circles": RULED | {"kind": "circles", "said": [SAID | {"kind": "pinned"}]},
        "one of each": RULED | {"said": [SAID | {"kind": "pinned"}, SAID | {"id": 6, "kind": "forbidden"}]},
        "second of three pages": RULED | {"said": [SAID | {"kind": "forbidden"}], "page": 1, "pages": 3},
    },
}
