"""One junior and one senior who fit, and a round of whoever is asked."""

from dataclasses import replace
from datetime import date
from typing import Any

from bot.rules.matching import Candidate, Outcome, Policy, pair_up

ON = date(2026, 11, 23)
SPRING = date(2026, 3, 29)
JUNIOR = Candidate(
    "junior",
    "mentor",
    level=2,
    department="Sales",
    zone="Europe/Berlin",
    languages=frozenset({"en"}),
    offers={"Video": 5, "Health": 4},
)
SENIOR = replace(JUNIOR, user="senior", role="mentee", level=4, department="Finance", offers={}, wants={"video": 5})
CHAIN: dict[str, str | None] = {"junior": "boss", "senior": "chief", "boss": "chief2", "chief": None, "chief2": None}


def a_round(*pool: Candidate, managers: dict[str, str | None] | None = None, **settings: Any) -> Outcome:
    seed, on = settings.pop("seed", 1), settings.pop("on", ON)
    known = {one.user: None for one in pool} if managers is None else managers
    return pair_up(pool, policy=Policy(**settings), on=on, seed=seed, managers=known)


def reasons_of(outcome: Outcome, user: str) -> list[dict[str, object]]:
    return next([reason.plain() for reason in one.reasons] for one in outcome.unmatched if one.user == user)
