"""Samples of Home."""

from datetime import UTC, date, datetime
from types import SimpleNamespace as Row
from typing import Any

from messages.samples import Typed
from messages.samples.closing import COMPLETED
from messages.samples.consent import TO_JUNIOR, TO_SENIOR
from messages.samples.planning import PLAN, PLANNED

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PROGRAMME = Row(id=1, name=Typed("Reverse mentoring"), kind="pairs", status="open", smallest_group=5)
MENTOR = Row(id=11, role="mentor", status="active", paused_until=None, next_round=True)
RESTING = Row(id=11, role="mentor", status="active", paused_until=None, next_round=False)
PAIR = Row(id=21, kind="pairs", mentor_id="U0ANN", mentee_id="U0GINA", ends_at=datetime(2026, 12, 14, 9, tzinfo=UTC))
MENTEE = Row(id=12, role="mentee", status="active", paused_until=None, next_round=True)
ASKING = Row(round_id=31, seniors=3, juniors=2, agreed=4, over=1, until=NOW)
NOT_BEGUN = Row(round_id=32, seniors=0, juniors=0, agreed=0, over=0, until=None)
GOALS = [
    Row(what=Typed("Post one short video"), status="agreed", progress=40, changed_by="U0ANN", agreed={}),
    Row(what=Typed("Use the assistant"), status="proposed", progress=0, changed_by="U0GINA", agreed={}),
    Row(what=Typed("Read one blog"), status="proposed", progress=0, changed_by="U0ANN", agreed={}),
    Row(what=Typed("Write a prompt"), status="reached", progress=100, changed_by="U0ANN", agreed={}),
]
REWORDED = [
    Row(status="proposed", progress=40, what=Typed(what), changed_by=by, agreed={"what": Typed("Post one short video")})
    for what, by in (("Post two", "U0GINA"), ("Post three", "U0ANN"))
]
PROMISES = [
    Row(id=5, what=Typed("show my team a short video"), due_on=date(2026, 12, 4)),
    Row(id=6, what=Typed("ask before I answer"), due_on=None),
    Row(id=7, what=Typed("try captions"), due_on=None),
]
NOBODY = {
    "now": NOW,
    "zone": "Europe/Berlin",
    "today": NOW.date(),
    "next_nudge": None,
    "participations": [],
    "joinable": [],
    "pairs": [],
    "completed": [],
    "agreements": {21: "unsigned", 22: "signed"},
    "goals": {},
    "promises": {21: Row(open=[], kept=0), 22: Row(open=[], kept=0)},
    "plans": {},
    "surveys": [],
    "skills": [],
    "suggested": Row(asked=[], agreed=[]),
    "comes_first": {},
    "coordinated": [],
    "founder": False,
    "sponsored": [],
    "shown_quiet": 10,
}


def own_pair(**changes: Any) -> Row:
    seat = Row(ask_at=datetime(2026, 12, 21, 8, tzinfo=UTC), unanswered=0)
    mine = {"pair": PAIR, "partner_id": "U0GINA", "as_mentor": True, "sessions": 0, "last_held_on": None, "seat": seat}
    usual = {"ends_soon": False, "planned": False, "waits": False, "circle": [], "begins": True}
    return Row(**mine | usual | changes)


def health_of(**changes: Any) -> Row:
    numbers = {"programme": PROGRAMME, "enrolled": 9, "matched": 6, "unmatched": 3, "sessions": 4}
    closing = ("ending", "completed", "rotating", "resting")
    nothing = dict.fromkeys(("let_down", "exits", *closing, "unsigned", "goals", "upcoming", "undelivered"), 0)
    promised = Row(made=0, kept=0, open=0)
    return Row(
        **numbers
        | nothing
        | {"promises": promised, "expected": 4, "quiet": [], "round": None, "asking": []}
        | {"circles": None}
        | changes
    )


BUSY = {
    "expected": 9,
    "quiet": [PAIR],
    "let_down": 1,
    "exits": 2,
    "ending": 1,
    "completed": 1,
    "rotating": 1,
    "resting": 1,
    "unsigned": 2,
    "goals": 3,
    "promises": Row(made=5, kept=3, open=2),
    "upcoming": 1,
    "undelivered": 2,
}
RATES = ("matched", "held", "cancelled", "goals")
TWO = {
    "quiet": [PAIR, PAIR],
    "let_down": 2,
    "ending": 3,
    "completed": 4,
    "rotating": 5,
    "resting": 2,
    "unsigned": 1,
    "upcoming": 2,
    "undelivered": 1,
}


SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "home/home": {
        "stranger, nothing open": NOBODY,
        "stranger": NOBODY | {"joinable": [PROGRAMME, Row(id=2, name=Typed("Young leaders"), status="open")]},
        "enrolled, unmatched": NOBODY | {"participations": [(MENTOR, PROGRAMME)]},
        "left over by the last round": NOBODY | {"participations": [(MENTOR, PROGRAMME)], "comes_first": {1: False}},
        "left over where the weakest pair matters more": NOBODY
        | {"participations": [(MENTOR, PROGRAMME)], "comes_first": {1: True}},
        "paired, no session yet": NOBODY
        | {"participations": [(MENTOR, PROGRAMME)], "pairs": [own_pair()], "next_nudge": date(2026, 12, 21)},
        "paired, the agreement waits for me": NOBODY
        | {"participations": [(MENTOR, PROGRAMME)], "pairs": [own_pair()], "agreements": {21: "waits for me"}}
        | {"next_nudge": date(2026, 11, 26)},
        "paired, the agreement waits for them": NOBODY
        | {"participations": [(MENTOR, PROGRAMME)], "pairs": [own_pair()], "agreements": {21: "waits for them"}},
        "paired, other terms wait for me": NOBODY
        | {"participations": [(MENTOR, PROGRAMME)], "pairs": [own_pair()], "agreements": {21: "proposal waits for me"}},
        "paired, other terms wait for them": NOBODY
        | {
            "participations": [(MENTOR, PROGRAMME)],
            "pairs": [own_pair()],
            "agreements": {21: "proposal waits for them"},
        },
        "paired, a change of the agreement waits for me": NOBODY
        | {"participations": [(MENTOR, PROGRAMME)], "pairs": [own_pair()], "agreements": {21: "change waits for me"}},
        "paired, a change of the agreement waits for them": NOBODY
        | {"participations": [(MENTOR, PROGRAMME)], "pairs": [own_pair()], "agreements": {21: "change waits for them"}},
        "paired, with goals": NOBODY
        | {"participations": [(MENTOR, PROGRAMME)], "pairs": [own_pair()], "goals": {21: GOALS}},
        "paired, while other words of goals wait": NOBODY
        | {"participations": [(MENTOR, PROGRAMME)], "pairs": [own_pair()], "goals": {21: REWORDED}},
        "paired, with promises": NOBODY
        | {
            "participations": [(MENTOR, PROGRAMME)],
            "pairs": [own_pair()],
            "promises": {21: Row(open=PROMISES[:2], kept=1)},
        },
        "paired, with many promises": NOBODY
        | {
            "participations": [(MENTOR, PROGRAMME)],
            "pairs": [own_pair(as_mentor=False)],
            "promises": {21: Row(open=PROMISES, kept=0)},
        },
        "paired, a time is proposed": NOBODY
        | {"participations": [(MENTOR, PROGRAMME)], "pairs": [own_pair()], "plans": {21: PLAN | {"pair": 21}}},
        "paired, a session is planned": NOBODY
        | {"participations": [(MENTOR, PROGRAMME)], "pairs": [own_pair()], "plans": {21: PLANNED | {"pair": 21}}},
        "paired, a session was planned and is not logged": NOBODY
        | {"participations": [(MENTOR, PROGRAMME)], "pairs": [own_pair(planned=True)]},
        "paired, while the other one is paused": NOBODY
        | {"participations": [(MENTOR, PROGRAMME)], "pairs": [own_pair(waits=True)]},
        "paired, two sessions": NOBODY
        | {
            "participations": [
                (Row(id=11, role="either", status="active", paused_until=None, next_round=True), PROGRAMME)
            ],
            "joinable": [Row(id=2, name=Typed("Young leaders"), status="open")],
            "pairs": [
                own_pair(sessions=2, last_held_on=date(2026, 11, 20)),
                own_pair(
                    pair=Row(id=22, kind="pairs"),
                    as_mentor=False,
                    sessions=1,
                    last_held_on=date(2026, 11, 2),
                    seat=Row(ask_at=None, unanswered=0),
                ),
            ],
        },
        "a suggestion waits for the senior": NOBODY
        | {"participations": [(MENTEE, PROGRAMME)], "suggested": Row(asked=[TO_SENIOR], agreed=[])},
        "a suggestion waits for the junior": NOBODY
        | {"participations": [(MENTOR, PROGRAMME)], "suggested": Row(asked=[TO_JUNIOR], agreed=[])},
        "the senior said yes": NOBODY
        | {
            "participations": [(MENTEE, PROGRAMME)],
            "suggested": Row(asked=[], agreed=[(Row(id=4, answer_by=NOW), False)]),
        },
        "paired, in the last month": NOBODY
        | {
            "participations": [(MENTOR, PROGRAMME)],
            "pairs": [own_pair(sessions=5, last_held_on=date(2026, 11, 16), ends_soon=True)],
        },
        "completed, not in the next round": NOBODY
        | {"participations": [(RESTING, PROGRAMME)], "completed": [COMPLETED]},
        "completed, in the next round": NOBODY
        | {"participations": [(MENTOR, PROGRAMME)], "completed": [COMPLETED | {"next_round": True}]},
        "paired, not in the next round": NOBODY | {"participations": [(RESTING, PROGRAMME)], "pairs": [own_pair()]},
        "paused until a day": NOBODY
        | {
            "participations": [
                (Row(id=11, role="mentee", status="paused", paused_until=date(2027, 1, 15), next_round=True), PROGRAMME)
            ]
        },
        "paused": NOBODY
        | {
            "participations": [
                (Row(id=11, role="mentee", status="paused", paused_until=None, next_round=True), PROGRAMME)
            ]
        },
        "coordinator, no programme": NOBODY | {"founder": True},
        "coordinator": NOBODY
        | {
            "founder": True,
            "coordinated": [
                health_of(),
                health_of(
                    programme=Row(id=2, name=Typed("Young leaders"), kind="pairs", status="draft"),
                    expected=0,
                    quiet=[PAIR, PAIR],
                ),
                health_of(programme=Row(id=3, name=Typed("Pilot"), kind="pairs", status="closed"), quiet=[PAIR]),
            ],
        },
        "coordinator who has something to do": NOBODY
        | {
            "coordinated": [
                health_of(**BUSY),
                health_of(**BUSY | TWO | {"programme": Row(id=2, name=Typed("Pilot"), kind="pairs", status="open")}),
            ]
        },
        "sponsor": NOBODY
        | {
            "sponsored": [
                Row(programme=PROGRAMME, matched=80, held=67, cancelled=5, goals=40),
                Row(
                    programme=Row(id=2, name=Typed("Pilot"), kind="pairs", status="open", smallest_group=8),
                    **dict.fromkeys(RATES),
                ),
            ]
        },
        "coordinator of people who meet more often than they have to": NOBODY
        | {"coordinated": [health_of(sessions=14, expected=7)]},
        "coordinator with a round to look at": NOBODY
        | {"coordinated": [health_of(round=Row(id=31, status="preview"))]},
        "coordinator while people are asked": NOBODY | {"coordinated": [health_of(asking=[ASKING, NOT_BEGUN])]},
        "coordinator while a round is computed": NOBODY
        | {"coordinated": [health_of(round=Row(id=31, status="asked"))]},
    },
}
