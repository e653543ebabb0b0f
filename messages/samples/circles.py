"""Circles, where they read otherwise than pairs: the preview, the introduction, and Home."""

from datetime import date
from types import SimpleNamespace as Row
from typing import Any

from messages.samples import Typed
from messages.samples.closing import COMPLETED
from messages.samples.consent import TO_SENIOR
from messages.samples.home import MENTEE, MENTOR, NOBODY, NOW, PAIR, PROGRAMME, RESTING, health_of, own_pair
from messages.samples.leftovers import NAME
from messages.samples.rounds import CHANGE, NUMBERS, ROUND, SKIPPED, UNCHANGED, WHY, WORTH
from messages.samples.rounds_by_hand import ACTS, APART, BANNED, DONE, UNKEPT, UNTOUCHED

OF_CIRCLES = Row(**PROGRAMME.__dict__ | {"kind": "circles", "circle_least": 2})
IN_CIRCLE = Row(**PAIR.__dict__ | {"kind": "circles"})
CIRCLE: dict[str, Any] = {
    "mentor": "U0ANN",
    "mentees": [
        {"id": 1, "mentee": "U0GINA", "score": 83, "dropped": False, "reasons": WHY},
        {"id": 2, "mentee": "U0HUGO", "score": 41, "dropped": False, "reasons": []},
    ],
    "kept": 2,
    "kept_as": "1.U0ANN.U0GINA+2.U0ANN.U0HUGO",
    "approved_by": None,
}
FELLOWS = DONE | {"kind": "forbidden", "mentor": "U0HUGO", "gone": [{"mentor": "U0ANN", "mentee": "U0HUGO"}]}
APPROVED_CIRCLE = CIRCLE | {"mentor": "U0BEN", "approved_by": "U0CORA"}
LARGEST = CIRCLE | {"mentees": [CIRCLE["mentees"][0]] * 6, "kept": 6}
SMALL_CIRCLE = CIRCLE | {"mentees": [CIRCLE["mentees"][0] | {"dropped": True}, CIRCLE["mentees"][1]], "kept": 1}
LEFT = CIRCLE["mentees"][0] | {"dropped": True, "reasons": [], "gone": ["U0GINA"]}
SMALL_AND_LEFT = SMALL_CIRCLE | {"mentees": [LEFT, CIRCLE["mentees"][1]]}
CIRCLES = ROUND | {
    "by_hand": UNTOUCHED,
    "pairs": [],
    "circles": [CIRCLE],
    "least": 2,
    "most": 6,
    "large_enough": 1,
    "waiting": 1,
    "too_small": 0,
    "approved_circles": 0,
    "worth": WORTH | {"otherwise": None, "bound": 2},
}
FOUR = {"made": 4, "kept": 4, "worth": WORTH | {"otherwise": None, "bound": 5}}
TWO_CIRCLES = FOUR | {"circles": [CIRCLE, APPROVED_CIRCLE], "large_enough": 2}
CIRCLES_APPROVED = CIRCLES | {"status": "approved", "decided_by": "U0CORA", "introduced": 2}
GATHERED: dict[str, Any] = {"programme": NAME, "agenda_by": "mentor", "fellows": [], "as_mentor": True}
HOPES = {"pair": 21, "partner": "U0GINA", "purpose": Typed("See my work through other eyes"), "reasons": WHY}


def _circle(**changes: Any) -> list[Row]:
    """The two pairs of a circle, as its mentor has them."""
    common = {"circle": ["U0GINA", "U0HUGO"], "pair": IN_CIRCLE} | changes
    second = Row(**IN_CIRCLE.__dict__ | {"id": 22, "mentee_id": "U0HUGO"})
    return [own_pair(**common), own_pair(**common | {"pair": second, "partner_id": "U0HUGO", "begins": False})]


SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "rounds/preview": {
        "circles": CIRCLES
        | {"large_enough": 2, "waiting": 2, "circles": [CIRCLE, CIRCLE | {"mentor": "U0BEN"}], "unmatched": 2},
        "circles as large as they may be": CIRCLES | {"circles": [LARGEST, LARGEST, LARGEST], "left": [], "pages": 278},
        "circles, one too small": CIRCLES
        | FOUR
        | {"circles": [SMALL_CIRCLE, CIRCLE], "large_enough": 1, "too_small": 1, "kept": 3},
        "circles, one too large": CIRCLES | FOUR | {"circles": [LARGEST, CIRCLE], "most": 5, "large_enough": 2},
        "circles, all too small": CIRCLES
        | {
            "circles": [SMALL_CIRCLE],
            "large_enough": 0,
            "waiting": 0,
            "too_small": 2,
            "kept": 1,
            "unmatched": 0,
            "left": [],
        },
        "circles, one too small, since somebody left": CIRCLES | {"circles": [SMALL_AND_LEFT], "kept": 1},
        "circles, run again": CIRCLES | {"change": CHANGE},
        "circles, run again, much is gone": CIRCLES | {"change": CHANGE | {"kept": 2, "new": 2, "gone": 9}},
        "circles, run again, the same": CIRCLES | {"change": UNCHANGED},
        "some come first": CIRCLES | {"worth": WORTH | {"otherwise": None, "bound": 2, "first": {"left_over": 2}}},
        "circles of an earlier release": CIRCLES | {"worth": WORTH | {"otherwise": None}},
        "circles that are asked": CIRCLES | {"asks_both": True},
        "circles, a mentee pinned": CIRCLES | {"by_hand": UNTOUCHED | {"pinned": [1], "pins": 1, "rulings": 1}},
        "two circles, mentees have changed places": CIRCLES
        | {"large_enough": 2, "waiting": 2, "by_hand": UNTOUCHED | {"pinned": [1, 2], "pins": 2, "swapped": True}},
        **{
            f"circles, a pin is not kept{label}": CIRCLES
            | {"by_hand": UNTOUCHED | {"rulings": 1, "unkept": [UNKEPT | why]}}
            for label, why in (
                ("", {"why": "small"}),
                (", it may be later", {"why": "later"}),
                (", the mentor is taken", {"why": "taken", "who": "U0BEN"}),
                (", the mentee is taken", {"why": "taken", "who": "U0INES"}),
            )
        },
        "circles, as many as fit with a pin": CIRCLES | {"worth": WORTH | {"otherwise": None, "bound": 2, "pins": 1}},
        "circles, fewer than may fit with a pin": CIRCLES
        | {"worth": WORTH | {"otherwise": None, "bound": 3, "pins": 1}},
        "circles, put back on a forbidden one": CIRCLES | {"by_hand": UNTOUCHED | {"last": BANNED}},
        "circles, undone: put back on a forbidden one": CIRCLES | {"by_hand": UNTOUCHED | {"undone": BANNED}},
        "circles, pinned to another circle": CIRCLES | {"by_hand": UNTOUCHED | {"rulings": 1, "last": APART}},
        "circles, a mentee forbidden": CIRCLES
        | {"circles": [SMALL_CIRCLE], "kept": 1, "by_hand": UNTOUCHED | {"forbidden": [1], "rulings": 1}},
        **{
            f"circles, last {kind}": CIRCLES | {"by_hand": UNTOUCHED | {"last": DONE | {"kind": kind}}} for kind in ACTS
        },
        **{
            f"circles, undone: {kind}": CIRCLES | {"by_hand": UNTOUCHED | {"undone": DONE | {"kind": kind}}}
            for kind in ACTS
        },
        "circles, two mentees of one forbidden": CIRCLES | {"by_hand": UNTOUCHED | {"last": FELLOWS}},
        "circles, undone: two mentees of one forbidden": CIRCLES | {"by_hand": UNTOUCHED | {"undone": FELLOWS}},
        "one of two circles approved alone": CIRCLES | TWO_CIRCLES | {"approved": 2, "approved_circles": 1},
        "one of three circles approved alone, and being asked": CIRCLES
        | TWO_CIRCLES
        | {"asks_both": True, "approved": 2, "approved_circles": 1, "large_enough": 3, "waiting": 2},
        "every circle approved alone": CIRCLES
        | {"approved": 4, "approved_circles": 2, "large_enough": 2, "waiting": 0, "circles": [APPROVED_CIRCLE]},
        "circles replaced, one approved alone": CIRCLES
        | TWO_CIRCLES
        | {"status": "replaced", "decided_by": "U0FEMI", "approved": 2, "approved_circles": 1},
        "circles whose people are asked": CIRCLES_APPROVED
        | {"asks_both": True, "asking": NUMBERS, "circles": [CIRCLE, SMALL_CIRCLE], "large_enough": 2},
        "circles, all asked": CIRCLES_APPROVED | {"asks_both": True, "carried_out": True},
        "circles, all asked, one mentee": CIRCLES_APPROVED | {"asks_both": True, "carried_out": True, "introduced": 1},
        "circles that are introduced": CIRCLES_APPROVED | {"introduced": 0},
        "circles, introduced": CIRCLES_APPROVED
        | {
            "carried_out": True,
            "skipped": [SKIPPED[0], *(SKIPPED[0] | {"why": why, "who": None} for why in ("small", "full"))],
        },
    },
    "rounds/circle_introduced": {
        "to the mentor": GATHERED
        | {"people": [HOPES, HOPES | {"pair": 22, "partner": "U0HUGO", "purpose": "", "reasons": []}]},
        "to a mentee": GATHERED
        | {"as_mentor": False, "people": [HOPES | {"partner": "U0ANN"}], "fellows": ["U0HUGO", "U0INES"]},
        "to a mentee, who sets the agenda": GATHERED
        | {"as_mentor": False, "people": [HOPES | {"partner": "U0ANN"}], "fellows": ["U0HUGO"], "agenda_by": "mentee"},
    },
    "rounds/circle_together": {
        "to a circle": {"programme": NAME, "agenda_by": "mentor", "mentor": "U0ANN", "mentees": ["U0GINA", "U0HUGO"]},
    },
    "home/home": {
        "the mentor of a circle": NOBODY
        | {"participations": [(MENTOR, OF_CIRCLES)], "pairs": _circle(sessions=2, last_held_on=date(2026, 11, 20))},
        "the mentor of a new circle, in the last month": NOBODY
        | {"participations": [(MENTOR, OF_CIRCLES)], "pairs": _circle(ends_soon=True)},
        "a mentee of a circle": NOBODY
        | {
            "participations": [(MENTEE, OF_CIRCLES)],
            "pairs": [own_pair(pair=IN_CIRCLE, as_mentor=False, partner_id="U0ANN", circle=["U0HUGO", "U0INES"])],
        },
        "a mentee of a circle whose mentor is paused": NOBODY
        | {
            "participations": [(MENTEE, OF_CIRCLES)],
            "pairs": [own_pair(pair=IN_CIRCLE, as_mentor=False, partner_id="U0ANN", circle=["U0HUGO"], waits=True)],
        },
        "completed in a circle": NOBODY
        | {
            "participations": [(RESTING, OF_CIRCLES)],
            "completed": [COMPLETED | {"circle": True, "partner": ["U0GINA", "U0HUGO"]}],
        },
        "a circle asks a mentee": NOBODY
        | {
            "participations": [(MENTEE, OF_CIRCLES)],
            "suggested": Row(asked=[TO_SENIOR | {"circle": [2, 6]}], agreed=[]),
        },
        "a mentee has agreed to a circle": NOBODY
        | {
            "participations": [(MENTEE, OF_CIRCLES)],
            "suggested": Row(asked=[], agreed=[(Row(id=4, answer_by=NOW), True)]),
        },
        "coordinator of circles": NOBODY
        | {
            "coordinated": [
                health_of(programme=OF_CIRCLES, circles=Row(all=1, small=0)),
                health_of(programme=Row(**OF_CIRCLES.__dict__ | {"id": 2}), circles=Row(all=5, small=2)),
                health_of(programme=Row(**OF_CIRCLES.__dict__ | {"id": 3}), circles=Row(all=3, small=1)),
            ]
        },
    },
}
