"""Samples of rounds: the question, the preview in every state, and introductions."""

from typing import Any

from messages.samples import Typed
from messages.samples.leftovers import NAME, REASONS
from messages.samples.rounds_by_hand import BY_HAND, PEERS_BY_HAND, UNTOUCHED

WHY = [
    {"code": "topics", "topics": [Typed("Short video"), Typed("AI tools")]},
    {"code": "departments", "mentor": Typed("Marketing"), "mentee": Typed("Engineering")},
    {"code": "style", "same": 3, "of": 4},
    {"code": "purpose"},
    {"code": "hours", "hours": 7},
    {"code": "formats", "formats": [Typed("video"), Typed("in person")]},
    {"code": "languages", "languages": [Typed("English"), Typed("German")]},
]
ANN = {
    "id": 1,
    "mentor": "U0ANN",
    "mentee": "U0GINA",
    "score": 83,
    "dropped": False,
    "approved_by": None,
    "reasons": WHY,
}
BEN = ANN | {"id": 2, "mentor": "U0BEN", "mentee": "U0HUGO", "score": 41, "reasons": []}
ROUND: dict[str, Any] = {
    "by_hand": UNTOUCHED,
    "round": 7,
    "programme": NAME,
    "programme_id": 1,
    "status": "preview",
    "reference": "round-7",
    "beside": False,
    "later": False,
    "worth": None,
    "step": None,
    "share": 0,
    "decided_by": None,
    "carried_out": False,
    "asks_both": False,
    "asking": None,
    "stopped": False,
    "answer_days": 5,
    "made": 2,
    "kept": 2,
    "approved": 0,
    "introduced": 0,
    "unmatched": 1,
    "people": 5,
    "minutes": 1,
    "empty": None,
    "page": 0,
    "pages": 1,
    "order": "weak",
    "only": "all",
    "found": 3,
    "change": None,
    "departments": [("U0ANN", Typed("Marketing")), ("U0GINA", Typed("Engineering"))],
    "pairs": [ANN, BEN],
    "left": [{"user": "U0KAYA", "reasons": [{"code": "level", "removed": 3, "alone": 2}]}],
    "skipped": [],
}
ONE = ROUND | {"approved": 1, "pairs": [ANN | {"approved_by": "U0CORA"}, BEN]}
WORTH = {
    "total": 124.3,
    "weakest": 41.0,
    "mentors": 2,
    "fair": False,
    "otherwise": {"total": 120.5, "weakest": 52.0, "mentors": 2},
    "many_mentors": False,
    "spread": None,
}
CHANGE: dict[str, Any] = {
    "kept": 1,
    "new": 1,
    "gone": 2,
    "total": 124.3,
    "total_before": 131.0,
    "weakest": 41.0,
    "weakest_before": 41.0,
    "some_gone": [("U0BEN", "U0INES"), ("U0KAYA", "U0HUGO")],
}
UNCHANGED = CHANGE | {"kept": 2, "new": 0, "gone": 0, "total": 131.0, "some_gone": []}
NO_PAIR = ROUND | {"made": 0, "kept": 0, "pairs": []}
COMPUTED = NO_PAIR | {"status": "asked", "empty": "nobody", "left": []}
SKIPPED = [
    {"mentor": "U0BEN", "mentee": "U0HUGO", "why": why, "who": who}
    for why, who in (("left", "U0BEN"), ("paused", "U0HUGO"), ("taken", "U0HUGO"), ("apart", None))
]
INTRODUCED = {
    "programme": NAME,
    "programme_id": 1,
    "pair": 21,
    "reasons": WHY,
    "purpose": Typed("See my work through other eyes"),
    "agenda_by": "mentor",
}
NUMBERS = {"seniors": 3, "juniors": 2, "agreed": 4, "over": 1, "until": "2026-11-30T23:00:00+00:00"}
ASKING = ROUND | {
    "status": "approved",
    "decided_by": "U0CORA",
    "asks_both": True,
    "asking": NUMBERS,
    "pairs": [ANN, BEN | {"dropped": True}],
}
PEERS = ROUND | {"peers": True, "worth": WORTH | {"otherwise": None}}
EXPORTED: dict[str, Any] = {
    "kind": "pairs",
    "programme": NAME,
    "file": "mentoring-round-7-1.xlsx",
    "left": [("U0KAYA", "the level is missing.")],
}

TOGETHER = {"programme": NAME, "mentor": "U0ANN", "mentee": "U0GINA", "agenda_by": "mentor"}

SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "rounds/which": {"two programmes": {"choices": [(1, NAME), (2, Typed("Young leaders"))]}},
    "rounds/asked": {
        label: {"round": 7, "programme": NAME, "status": status, "asked_by": "U0CORA", "later": label == "comes later"}
        for label, status in (
            ("new", "new"),
            ("comes later", "new"),
            ("being computed", "asked"),
            ("waits for a decision", "preview"),
        )
    },
    "rounds/preview": {
        "two pairs": ROUND,
        "one pair, nobody left": ROUND
        | {"made": 1, "kept": 1, "unmatched": 0, "people": 2, "pairs": [ANN], "left": []},
        "one dropped": ROUND | {"kept": 1, "minutes": 2, "pairs": [ANN, BEN | {"dropped": True}]},
        "one dropped, who left": ROUND
        | {"kept": 1, "pairs": [ANN, BEN | {"dropped": True, "gone": ["U0BEN", "U0HUGO"]}]},
        "all dropped": ROUND | {"kept": 0, "pairs": [ANN | {"dropped": True}, BEN | {"dropped": True}]},
        "first of three pages": ROUND | {"pages": 3},
        "second of three pages": ROUND | {"pages": 3, "page": 1},
        "one approved alone": ONE,
        "one approved alone, and being asked": ONE | {"asks_both": True, "made": 3, "kept": 3},
        "one approved alone, and introduced unasked": ONE | {"asks_both": True, "unasked": [1]},
        "one approved alone, and dropped again": ONE
        | {
            "asks_both": True,
            "kept": 1,
            "approved": 0,
            "pairs": [ANN | {"approved_by": "U0CORA", "dropped": True}, BEN],
        },
        "every pair approved alone or dropped": ONE
        | {"kept": 1, "pairs": [ANN | {"approved_by": "U0CORA"}, BEN | {"dropped": True}]},
        "replaced, one approved alone": ONE | {"status": "replaced", "decided_by": "U0FEMI"},
        **{label: ROUND | changed for label, changed in BY_HAND.items()},
        "run again": ROUND | {"change": CHANGE},
        "run again, much is gone": ROUND | {"change": CHANGE | {"kept": 2, "new": 2, "gone": 9, "weakest": 44.0}},
        "run again, the same": ROUND | {"change": UNCHANGED},
        "with a pin": ROUND | {"worth": WORTH | {"pins": 1}},
        "peers, with a pin": PEERS | {"worth": WORTH | {"otherwise": None, "pins": 1}},
        "best first": ROUND | {"order": "best", "pairs": [BEN, ANN]},
        "one department": ROUND | {"only": "in:U0ANN", "found": 1, "pairs": [ANN], "left": []},
        "one person": ROUND | {"only": "of:U0BEN", "found": 1, "pairs": [BEN], "left": []},
        "nothing was dropped": ROUND | {"only": "dropped", "found": 0, "pairs": [], "left": []},
        "every reason": ROUND
        | {"pairs": [], "left": [{"user": "U0KAYA", "reasons": [reason]} for reason in [*REASONS]]},
        "two reasons for one": ROUND | {"left": [{"user": "U0KAYA", "reasons": [*REASONS][-3:-1]}]},
        "no reason left": ROUND | {"left": [{"user": "U0KAYA", "reasons": []}]},
        "nobody waits": NO_PAIR | {"empty": "nobody", "unmatched": 0, "left": []},
        "only mentors": NO_PAIR | {"empty": "no_mentees"},
        "only mentees": NO_PAIR | {"empty": "no_mentors"},
        "nobody fits": NO_PAIR | {"empty": "nobody_fits"},
        "nothing to choose": ROUND | {"worth": WORTH | {"otherwise": {"total": 124.3, "weakest": 41.0}}},
        "the weakest would gain": ROUND | {"worth": WORTH},
        "more mentors could teach": ROUND
        | {"worth": WORTH | {"spread": {"total": 118.2, "weakest": 40.0, "mentors": 3}}},
        "as many mentors as possible": ROUND
        | {
            "worth": WORTH
            | {"mentors": 3, "many_mentors": True, "spread": {"total": 126.0, "weakest": 41.0, "mentors": 2}}
        },
        "the total would gain": ROUND
        | {"worth": WORTH | {"fair": True, "weakest": 52.0, "otherwise": {"total": 130.0, "weakest": 41.0}}},
        "being computed": COMPUTED,
        "to be computed after another": COMPUTED | {"later": True},
        "being computed beside": COMPUTED | {"beside": True},
        **{
            f"being computed: {step}": COMPUTED | {"beside": True, "step": step, "share": 40}
            for step in ("shortlist", "improve", "even", "prove", "judge")
        },
        "stopped": COMPUTED | {"status": "stopped", "decided_by": "U0CORA"},
        "given up": COMPUTED | {"status": "stopped"},
        "replaced": ROUND | {"status": "replaced", "decided_by": "U0CORA"},
        "being carried out": ROUND | {"status": "approved", "decided_by": "U0CORA"},
        "approved": ROUND | {"status": "approved", "decided_by": "U0CORA", "carried_out": True, "introduced": 2},
        "two pairs whose people will be asked": ROUND | {"asks_both": True},
        "one pair whose people will be asked": ROUND | {"asks_both": True, "made": 1, "kept": 1, "answer_days": 1},
        "people are asked": ASKING,
        "the first are about to be asked": ASKING | {"asking": None},
        "nobody waits any more": ASKING | {"stopped": True, "asking": NUMBERS | {"until": None}},
        "everybody was asked": ASKING | {"carried_out": True, "introduced": 1, "pairs": [ANN], "asking": None},
        "peers": PEERS | {"asks_both": True, "change": CHANGE},
        **{label: PEERS | changed for label, changed in PEERS_BY_HAND.items()},
        "peers who are asked": ASKING | {"peers": True},
        "approved, some skipped": ROUND
        | {"status": "approved", "decided_by": "U0CORA", "carried_out": True, "introduced": 1, "skipped": SKIPPED},
    },
    "rounds/show": {"two pairs": ROUND, "second of three pages": ROUND | {"pages": 3, "page": 1}},
    "rounds/exporting": {"on its way": {}},
    "rounds/exported": {
        "two pairs": EXPORTED | {"pairs": [("U0ANN", "U0GINA", 83.4, "share English"), ("U0BEN", "U0HUGO", 41.0, "")]},
        "nobody paired": EXPORTED | {"pairs": []},
        "circles": EXPORTED | {"kind": "circles", "pairs": [("U0ANN", "U0GINA", 83.4, "share English")]},
        "peers": EXPORTED | {"kind": "peers", "pairs": [("U0ANN", "U0GINA", 83.4, "share English")]},
    },
    "rounds/introduced": {
        "to the mentor": INTRODUCED | {"partner": "U0GINA", "as_mentor": True},
        "to the mentee": INTRODUCED | {"partner": "U0ANN", "as_mentor": False, "agenda_by": "mentee"},
        "to a peer": INTRODUCED | {"partner": "U0GINA", "as_mentor": True, "peers": True},
        "without reasons or purpose": INTRODUCED
        | {"partner": "U0ANN", "as_mentor": False, "reasons": [], "purpose": ""},
    },
    "rounds/together": {
        "to both": TOGETHER,
        "to peers": TOGETHER | {"peers": True},
        "the mentee sets the agenda": TOGETHER | {"agenda_by": "mentee"},
        "a session is planned already": TOGETHER | {"planned": True},
    },
}
