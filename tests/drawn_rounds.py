"""Small companies, drawn by chance, for what must hold of every round."""

from dataclasses import replace
from datetime import date, time
from typing import Any

from hypothesis import HealthCheck
from hypothesis import strategies as some
from round_cast import ON, SPRING

from bot.rules.matching import Candidate, Policy, Weights

UNHURRIED: Any = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
TOPICS = some.dictionaries(some.sampled_from(("tea", "code", "dance")), some.integers(1, 5))
OFFICE, NIGHT, AFTERNOON = (time(9), time(17, 30)), (time(22), time(6)), (time(12), time(16))
PEOPLE = some.builds(
    Candidate,
    user=some.just(""),
    role=some.sampled_from(("mentor", "mentee", "either", "either")),
    level=some.integers(1, 9),
    department=some.sampled_from(("A", "B", "C")),
    zone=some.sampled_from(("Europe/Berlin", "Europe/London", "Africa/Lagos", "America/New_York")),
    hours=some.sampled_from((OFFICE, OFFICE, AFTERNOON)),
    languages=some.sampled_from([frozenset(spoken.split()) for spoken in ("en", "en de", "en fr", "de fr")]),
    offers=TOPICS,
    wants=TOPICS,
    style=some.sampled_from(("", "aaaa", "abab", "bbbb")),
    formats=some.frozensets(some.sampled_from(("video", "chat"))),
    capacity=some.integers(1, 3),
    purpose=some.sampled_from(("", "understand young customers", "learn about customers", "young")),
)
BLEMISHES: tuple[dict[str, Any], ...] = (
    {"role": ""},
    {"level": None},
    {"zone": None},
    {"languages": frozenset()},
    {"department": None},
    {"zone": "Asia/Kolkata"},
    {"hours": NIGHT},
    {"capacity": 0},
)


@some.composite
def rounds(draw: Any) -> tuple[list[Candidate], Policy, dict[str, str | None], date]:
    """Small companies in which most people fit most others, and a few things stand in the way."""
    users = [f"u{number}" for number in range(draw(some.sampled_from((6, 5, 6, 4, 2, 0))))]
    pool = {user: replace(draw(PEOPLE), user=user) for user in users}
    managers: dict[str, str | None] = dict.fromkeys(users)
    anybody = some.sampled_from([*users, "outsider"])
    for user in draw(some.lists(some.sampled_from(users), max_size=3)) if users else ():
        lists = [{named: frozenset({draw(anybody)})} for named in ("reviewers", "former_managers", "never", "met")]
        pool[user] = replace(pool[user], **draw(some.sampled_from([*BLEMISHES, *lists])))
    for user in draw(some.lists(some.sampled_from(users), max_size=3)) if users else ():
        pool[user] = replace(pool[user], first="left_over")
    for user in draw(some.lists(some.sampled_from(users), max_size=4)) if users else ():
        managers[user] = draw(anybody)
    policy = Policy(
        level_gap=draw(some.sampled_from((2, 1, 3, 0))),
        overlap_hours=draw(some.sampled_from((2.0, 0.0, 4.5))),
        across_departments=draw(some.sampled_from(("preferred", "required", "no"))),
        rotation=draw(some.sampled_from(("never", "keep"))),
        weights=draw(some.sampled_from((Weights(), Weights(1, 1, 1, 1, 1, 1), Weights(3, 0, 0, 7, 2, 0)))),
    )
    known = draw(some.sampled_from(({"outsider": None}, {"outsider": None}, {"outsider": "outsider"}, {})))
    return list(pool.values()), policy, managers | known, draw(some.sampled_from((ON, SPRING)))
